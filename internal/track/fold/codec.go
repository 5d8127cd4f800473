package fold

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"entente/internal/record"
)

// sketchVersion is the first byte of a sketch that is written here.
const sketchVersion = 1

// MarshalBinary writes the sketch.
func (s *Sketch) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// AppendBinary appends the sketch to b.
func (s *Sketch) AppendBinary(b []byte) ([]byte, error) {
	w := writer{append(b, sketchVersion)}
	w.str(s.ID)
	w.str(s.Day)
	w.str(s.Publisher)
	w.b = append(w.b, s.Scale)
	w.num(len(s.Shingles))
	for _, h := range s.Shingles {
		w.b = binary.LittleEndian.AppendUint32(w.b, h)
	}
	w.num(len(s.Words))
	for _, x := range s.Words {
		w.b = binary.LittleEndian.AppendUint32(w.b, x.Word)
		w.b = binary.LittleEndian.AppendUint16(w.b, x.W)
	}
	w.num(len(s.Tellings))
	for i := range s.Tellings {
		w.telling(&s.Tellings[i])
	}
	return w.b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote; it keeps nothing of b.
func (s *Sketch) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != sketchVersion {
		return errors.New("this is no sketch of an article, or one of another version of the program")
	}
	r := reader{b: b[1:]}
	*s = Sketch{ID: r.str(), Day: r.str(), Publisher: r.str(), Scale: r.byte()}
	if n := r.count(4); n > 0 {
		s.Shingles = make([]uint32, n)
		for i := range s.Shingles {
			s.Shingles[i] = binary.LittleEndian.Uint32(r.take(4))
		}
	}
	if n := r.count(6); n > 0 {
		s.Words = make([]Weight, n)
		for i := range s.Words {
			x := r.take(6)
			s.Words[i] = Weight{binary.LittleEndian.Uint32(x), binary.LittleEndian.Uint16(x[4:])}
		}
	}
	if n := r.count(10); n > 0 {
		s.Tellings = make([]Telling, n)
		for i := range s.Tellings {
			r.telling(&s.Tellings[i])
		}
	}
	return r.end("sketch")
}

// digest tells sketches apart that bear the same id.
func (s *Sketch) digest() (d [8]byte) {
	b, _ := s.MarshalBinary()
	h := sha256.Sum256(b)
	copy(d[:], h[:])
	return d
}

// Bits of a telling.
const (
	isSymmetric = 1 << iota
	isCounted
	hasPlace
)

func (w *writer) telling(t *Telling) {
	flags := byte(0)
	if t.Symmetric {
		flags |= isSymmetric
	}
	if t.Counted {
		flags |= isCounted
	}
	if t.Place != nil {
		flags |= hasPlace
	}
	w.b = append(w.b, flags)
	w.str(t.Record)
	w.str(t.Act)
	w.str(t.Type)
	w.num(t.Quad)
	w.float(t.Score)
	w.parties(t.Source)
	w.parties(t.Target)
	w.day(t.First)
	w.day(t.Last)
	w.str(t.SaidBy)
	w.float(t.Confidence)
	w.num(int(t.Sentence.Start))
	w.num(int(t.Sentence.End))
	if p := t.Place; p != nil {
		w.str(p.Name)
		w.num(int(p.GeoNamesID))
		w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(p.Lat))
		w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(p.Lon))
		w.str(p.Admin1)
		w.str(p.Country)
		w.str(p.Feature)
		w.str(p.Resolution)
	}
}

func (r *reader) telling(t *Telling) {
	flags := r.byte()
	*t = Telling{Symmetric: flags&isSymmetric != 0, Counted: flags&isCounted != 0, Record: r.str(), Act: r.str(), Type: r.str(), Quad: r.num(), Score: r.float(),
		Source: r.parties(), Target: r.parties(), First: r.day(), Last: r.day(), SaidBy: r.str(), Confidence: r.float()}
	t.Sentence = record.Span{Start: int32(r.num()), End: int32(r.num())}
	if flags&hasPlace != 0 {
		p := &Place{Name: r.str(), GeoNamesID: int32(r.num())}
		if x := r.take(8); x != nil {
			p.Lat, p.Lon = math.Float32frombits(binary.LittleEndian.Uint32(x)), math.Float32frombits(binary.LittleEndian.Uint32(x[4:]))
		}
		p.Admin1, p.Country, p.Feature, p.Resolution = r.str(), r.str(), r.str(), r.str()
		t.Place = p
	}
}

func (w *writer) parties(all []Party) {
	w.num(len(all))
	for i := range all {
		p := &all[i]
		w.str(p.Country)
		w.num(len(p.Sectors))
		for _, s := range p.Sectors {
			w.str(s)
		}
		w.str(p.CAMEO)
		w.str(p.Name)
		w.str(p.Person)
		w.str(p.Text)
		w.num(int(p.Number))
	}
}

func (r *reader) parties() []Party {
	n := r.count(7)
	if n == 0 {
		return nil
	}
	out := make([]Party, n)
	for i := range out {
		p := &out[i]
		p.Country = r.str()
		for range r.count(1) {
			p.Sectors = append(p.Sectors, r.str())
		}
		p.CAMEO, p.Name, p.Person, p.Text, p.Number = r.str(), r.str(), r.str(), r.str(), int32(r.num())
	}
	return out
}

// A writer appends values.
type writer struct{ b []byte }

func (w *writer) num(n int) { w.b = binary.AppendVarint(w.b, int64(n)) }

func (w *writer) str(s string) {
	w.num(len(s))
	w.b = append(w.b, s...)
}

func (w *writer) float(f float64) {
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

func (w *writer) day(s string) { w.num(dayNumber(s)) }

// A reader takes values; after the first mistake it yields zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.b, r.bad = nil, true
		return nil
	}
	x := r.b[:n]
	r.b = r.b[n:]
	return x
}

func (r *reader) byte() byte {
	if x := r.take(1); x != nil {
		return x[0]
	}
	return 0
}

func (r *reader) num() int {
	n, k := binary.Varint(r.b)
	if k <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[k:]
	return int(n)
}

// count reads how many things of at least so many bytes follow.
func (r *reader) count(size int) int {
	n := r.num()
	if n < 0 || n > len(r.b)/size {
		r.b, r.bad = nil, true
		return 0
	}
	return n
}

func (r *reader) str() string { return string(r.take(r.num())) }

func (r *reader) float() float64 {
	if x := r.take(8); x != nil {
		return math.Float64frombits(binary.LittleEndian.Uint64(x))
	}
	return 0
}

func (r *reader) day() string { return dayString(r.num()) }

func (r *reader) end(what string) error {
	if r.bad || len(r.b) > 0 {
		return fmt.Errorf("a damaged %s: it ends %s", what, map[bool]string{true: "too early", false: "too late"}[r.bad])
	}
	return nil
}
