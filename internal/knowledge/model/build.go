package model

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
	"slices"
)

// A Builder collects parts and writes a model file. The same parts give the
// same bytes, in whatever order the features of a part were handed over.
type Builder struct {
	features string
	inputs   [32]byte
	parts    []part
	Dropped  map[string]int // features of a part that found no place
}

// NewBuilder starts a file for a feature set, made from inputs of that hash.
func NewBuilder(features string, inputs [32]byte) *Builder {
	return &Builder{features: features, inputs: inputs, Dropped: map[string]int{}}
}

// Text adds a part of plain bytes.
func (b *Builder) Text(name, s string) {
	b.parts = append(b.parts, part{name, kindText, 0, []byte(s)})
}

// A Pair is one entry of a Dict.
type Pair struct {
	Hash  uint64
	Value uint32
}

// Dict adds a dictionary with 1<<logN buckets of four; earlier pairs win.
func (b *Builder) Dict(name string, logN int, pairs []Pair) {
	b.parts = append(b.parts, part{name, kindDict, uint32(logN), b.fillDict(name, logN, pairs)})
}

func (b *Builder) fillDict(name string, logN int, pairs []Pair) []byte {
	out := make([]byte, dictBucket<<logN)
	for _, p := range pairs {
		if p.Value == 0 || !placeDict(out, logN, p) {
			b.Dropped[name]++
		}
	}
	return out
}

func placeDict(out []byte, logN int, p Pair) bool {
	le := binary.LittleEndian
	s := out[(p.Hash>>(64-logN))*dictBucket:][:dictBucket]
	for i := 0; i < dictBucket; i += 8 {
		switch le.Uint64(s[i:]) {
		case 0:
			le.PutUint64(s[i:], p.Hash<<32|uint64(p.Value))
			return true
		default:
			if le.Uint32(s[i+4:]) == uint32(p.Hash) {
				return false
			}
		}
	}
	return false
}

// A Row is a feature and its weight for each class.
type Row struct {
	Hash    uint64
	Weights []float32
	norm    float64
}

// heaviest sorts rows by falling weight, ties by hash.
func heaviest(rows []Row) {
	for i := range rows {
		rows[i].norm = 0
		for _, w := range rows[i].Weights {
			rows[i].norm += math.Abs(float64(w))
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		if c := cmp.Compare(b.norm, a.norm); c != 0 {
			return c
		}
		return cmp.Compare(a.Hash, b.Hash)
	})
}

// A quantiser turns weights into logarithmic codes.
type quantiser struct {
	lut   LUT
	small float64 // weights below are dropped
	ratio float64 // logarithm of one step
	low   float64
}

// Weights reach over three and a half decades; the smallest step stands for
// everything up to half of itself, smaller ones are nothing.
const decades = 3.5

func newQuantiser(rows []Row) *quantiser {
	var top float64
	for _, r := range rows {
		for _, w := range r.Weights {
			top = max(top, math.Abs(float64(w)))
		}
	}
	if top == 0 {
		top = 1
	}
	q := &quantiser{low: math.Log(top) - decades*math.Ln10, ratio: decades * math.Ln10 / 126}
	q.small = math.Exp(q.low) / 2
	for i := 1; i <= 127; i++ {
		v := int32(math.Round(math.Exp(float64(i-1)*q.ratio-decades*math.Ln10) * One))
		q.lut[i], q.lut[256-i] = v, -v
	}
	return q
}

func (q *quantiser) code(w float32) byte {
	a := math.Abs(float64(w))
	if a < q.small {
		return 0
	}
	i := int(math.Round((math.Log(a)-q.low)/q.ratio)) + 1
	i = min(max(i, 1), 127)
	if w < 0 {
		return byte(256 - i)
	}
	return byte(i)
}

func (q *quantiser) bytes() []byte {
	out := make([]byte, lutSize)
	for i, v := range q.lut {
		binary.LittleEndian.PutUint32(out[4*i:], uint32(v))
	}
	return out
}

// Sparse adds a table of at most limit features, heaviest first. The rows are
// reordered.
func (b *Builder) Sparse(name string, limit int, rows []Row) {
	q := newQuantiser(rows)
	heaviest(rows)
	if len(rows) > limit {
		b.Dropped[name] += len(rows) - limit
		rows = rows[:limit]
	}
	logN := Buckets(len(rows))
	index := make([]byte, dictBucket<<logN)
	posts := []byte{0} // offset 0 means none
	for _, r := range rows {
		list := []byte{0}
		for c, w := range r.Weights {
			if code := q.code(w); code != 0 {
				list = append(list, byte(c), code)
				list[0]++
			}
		}
		if list[0] == 0 {
			continue
		}
		if placeDict(index, logN, Pair{r.Hash, uint32(len(posts))}) {
			posts = append(posts, list...)
		} else {
			b.Dropped[name]++
		}
	}
	data := append(q.bytes(), index...)
	b.parts = append(b.parts, part{name, kindSparse, uint32(logN), append(data, posts...)})
}

// Buckets is the binary logarithm of a number of buckets that leaves a table between 45 and 90 in a hundred full.
func Buckets(n int) int {
	return max(1, bits.Len(uint(float64(n)/(4*0.9))))
}

// Dense adds a table of three classes with 1<<logN buckets of four slots,
// filled with the heaviest rows. The rows are reordered.
func (b *Builder) Dense(name string, logN int, rows []Row) {
	q := newQuantiser(rows)
	heaviest(rows)
	out := make([]byte, denseBucket<<logN)
	for _, r := range rows {
		e := mark(r.Hash)
		for c, w := range r.Weights {
			e |= uint32(q.code(w)) << (8 + 8*c)
		}
		if e>>8 == 0 {
			continue
		}
		if !placeDense(out, logN, r.Hash, e) {
			b.Dropped[name]++
		}
	}
	b.parts = append(b.parts, part{name, kindDense, uint32(logN), append(q.bytes(), out...)})
}

func placeDense(out []byte, logN int, h uint64, e uint32) bool {
	le := binary.LittleEndian
	s := out[(h>>(64-logN))*denseBucket:][:denseBucket]
	for i := 0; i < denseBucket; i += 4 {
		if s[i] == 0 {
			le.PutUint32(s[i:], e)
			return true
		}
		if s[i] == byte(e) {
			return false
		}
	}
	return false
}

// Bytes is the finished file.
func (b *Builder) Bytes() ([]byte, error) {
	if len(b.features) > 32 || len(b.parts) > maxParts {
		return nil, fmt.Errorf("feature set name %q or number of parts is too long", b.features)
	}
	le := binary.LittleEndian
	out := make([]byte, headerSize+len(b.parts)*entrySize)
	copy(out, magic)
	le.PutUint32(out[8:], version)
	le.PutUint32(out[12:], uint32(len(b.parts)))
	copy(out[24:], b.inputs[:])
	copy(out[56:], b.features)
	for i, p := range b.parts {
		for len(out)%8 != 0 {
			out = append(out, 0)
		}
		e := out[headerSize+i*entrySize:]
		if len(p.name) > 16 {
			return nil, fmt.Errorf("part name %q is too long", p.name)
		}
		copy(e, p.name)
		le.PutUint32(e[16:], uint32(p.kind))
		le.PutUint32(e[20:], p.logN)
		le.PutUint32(e[24:], uint32(len(out)))
		le.PutUint32(e[28:], uint32(len(p.data)))
		out = append(out, p.data...)
	}
	mend(out)
	return out, nil
}

// mend writes the size and the checksum that fit the rest of the file.
func mend(out []byte) {
	binary.LittleEndian.PutUint32(out[16:], uint32(len(out)))
	binary.LittleEndian.PutUint32(out[20:], crc32.ChecksumIEEE(out[24:]))
}
