package fold

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente/internal/record"
)

// memory is an archive in memory.
type memory struct {
	sketches  map[string]map[string]*Sketch // by day and id
	states    map[string][]byte
	incidents map[string]*Incident
	story     map[string]string // of each article
	swept     int               // sketches that were asked for
}

func newMemory() *memory {
	return &memory{sketches: map[string]map[string]*Sketch{}, states: map[string][]byte{}, incidents: map[string]*Incident{}, story: map[string]string{}}
}

func (m *memory) Sketches(_ context.Context, first, last string) iter.Seq2[*Sketch, error] {
	return func(yield func(*Sketch, error) bool) {
		for _, d := range slices.Sorted(maps.Keys(m.sketches)) {
			if d < first || d > last {
				continue
			}
			for _, s := range m.sketches[d] {
				m.swept++
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

func (m *memory) Days(context.Context) (first, last string, err error) {
	for d, of := range m.sketches {
		if d == "" || len(of) == 0 {
			continue
		}
		if first == "" || d < first {
			first = d
		}
		last = max(last, d)
	}
	return first, last, nil
}

func (m *memory) LastState(_ context.Context, before string) (day string, state []byte, err error) {
	for d := range m.states {
		if d < before {
			day = max(day, d)
		}
	}
	return day, m.states[day], nil
}

func (m *memory) State(_ context.Context, day string) ([]byte, error) { return m.states[day], nil }

func (m *memory) KeepState(_ context.Context, after, day string, state []byte) error {
	maps.DeleteFunc(m.states, func(d string, _ []byte) bool { return d > after && d <= day })
	if state != nil {
		m.states[day] = state
	}
	return nil
}

func (m *memory) Known(_ context.Context, first, last string) iter.Seq2[Known, error] {
	return func(yield func(Known, error) bool) {
		for _, n := range m.incidents {
			if n.Earliest >= first && n.Earliest <= last && !yield(Known{n.ID, n.Digest()}, nil) {
				return
			}
		}
	}
}

// add puts sketches in, folds, and does what the changes say.
func (m *memory) add(t *testing.T, all ...*Sketch) (changes int) {
	t.Helper()
	var dirty []string
	for _, s := range all {
		if m.sketches[s.Day] == nil {
			m.sketches[s.Day] = map[string]*Sketch{}
		}
		m.sketches[s.Day][s.ID] = s
		dirty = append(dirty, s.Day)
	}
	return m.update(t, dirty...)
}

func (m *memory) update(t *testing.T, dirty ...string) (changes int) {
	t.Helper()
	for c, err := range Update(context.Background(), m, dirty) {
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case c.Incident != nil:
			if x := m.incidents[c.Incident.ID]; x != nil && x.Digest() == c.Incident.Digest() {
				t.Errorf("an incident came again as it was: %+v", x)
			}
			m.incidents[c.Incident.ID] = c.Incident
			changes++
		case c.Gone != "":
			if m.incidents[c.Gone] == nil {
				t.Errorf("%s is gone, and never was", c.Gone)
			}
			delete(m.incidents, c.Gone)
			changes++
		case c.Story != nil:
			for _, a := range c.Story.Articles {
				m.story[a.Article] = c.Story.ID + " " + a.CopyOf
			}
		}
	}
	return changes
}

// bytes are all incidents, and of each article its story and copies.
func (m *memory) bytes() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, id := range slices.Sorted(maps.Keys(m.incidents)) {
		enc.Encode(m.incidents[id])
	}
	enc.Encode(m.story)
	return b.Bytes()
}

// invented are articles with few words, actors and places, so that much falls
// together: reports, rewrites and copies of deeds, some undated, some long after.
func invented(n, days int, seed uint64) (out []*Sketch) {
	draw := rand.New(rand.NewPCG(seed, 7))
	zipf := rand.NewZipf(draw, 1.3, 4, []uint64{200, 5000, 200000}[seed%3])
	types := []string{"ASSAULT", "CONSULT", "COERCE", "AID"}
	states := []string{"KEN", "SOM", "ETH", "UGA", "SSD", "TZA GOV", "KEN MIL", "SOM REB"}
	var past []Article
	for i := range n {
		var a Article
		day := dayNumber("2023-12-20") + draw.IntN(days)
		if len(past) > 0 && draw.IntN(3) == 0 { // another paper's report of something told
			old := past[draw.IntN(len(past))]
			a = old
			a.Words = slices.Clone(old.Words)
			for range draw.IntN(len(a.Words)) {
				k := draw.IntN(len(a.Words))
				a.Words[k] = Word{fmt.Sprint("w", zipf.Uint64()), draw.IntN(4) == 0}
			}
			a.Records = nil
			for _, r := range old.Records {
				if draw.IntN(5) > 0 {
					a.Records = append(a.Records, r)
				}
			}
			day = dayNumber(old.Day) + draw.IntN(6)*draw.IntN(6)
		} else {
			for range 30 + draw.IntN(60) {
				a.Words = append(a.Words, Word{fmt.Sprint("w", zipf.Uint64()), draw.IntN(4) == 0})
			}
			for range draw.IntN(4) {
				done := dayString(day - draw.IntN(4))
				r := event("", []string{"hit", "meet"}[draw.IntN(2)], types[draw.IntN(len(types))], states[draw.IntN(len(states))], states[draw.IntN(len(states))], done, done, nil)
				if draw.IntN(2) == 0 {
					k := draw.IntN(9)
					r.Place = &record.Place{Name: fmt.Sprint("p", k), GeoNamesID: int32(k + 1), Country: []string{"KEN", "SOM"}[k%2], Lat: float32(k), Resolution: "city"}
				}
				a.Records = append(a.Records, r)
			}
		}
		a.ID, a.Day, a.Publisher = fmt.Sprintf("n%04d", draw.IntN(10)*1000+i), dayString(day), fmt.Sprint("paper", draw.IntN(5))
		if len(past) > 0 && draw.IntN(40) == 0 {
			a.Day = ""
		}
		a.Records = slices.Clone(a.Records)
		for k := range a.Records {
			a.Records[k].ID = fmt.Sprint(a.ID, "-", k)
		}
		if a.Day != "" {
			past = append(past, a)
		}
		s := NewSketch(a, func(string) float64 { return 4 })
		out = append(out, &s)
	}
	return out
}

func TestNeitherOrderNorBatchesMatter(t *testing.T) {
	for seed := range uint64(3) {
		all := invented(300, 70, seed)
		whole := newMemory()
		whole.add(t, all...)
		want := whole.bytes()
		c, err := All(all)
		if err != nil {
			t.Fatal(err)
		}
		batch := newMemory()
		for i := range c.Incidents {
			batch.incidents[c.Incidents[i].ID] = &c.Incidents[i]
		}
		for _, s := range c.Stories {
			for _, a := range s.Articles {
				batch.story[a.Article] = s.ID + " " + a.CopyOf
			}
		}
		if !bytes.Equal(batch.bytes(), want) {
			t.Fatalf("seed %d: folded in memory and from an archive gives different things", seed)
		}
		folded := 0
		for _, n := range whole.incidents {
			if n.Independent > 1 {
				folded++
			}
		}
		t.Logf("seed %d: %d incidents, %d of several independent reports; %d stories", seed, len(whole.incidents), folded, len(c.Stories))
		if folded < 20 {
			t.Errorf("seed %d: only %d incidents of several reports: nothing is tested", seed, folded)
		}
		for order := range uint64(5) {
			draw := rand.New(rand.NewPCG(seed, order))
			mixed := slices.Clone(all)
			draw.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			m := newMemory()
			for rest := mixed; len(rest) > 0; {
				n := min(len(rest), 1+draw.IntN(60))
				m.add(t, rest[:n]...)
				rest = rest[n:]
			}
			if got := m.bytes(); !bytes.Equal(got, want) {
				t.Fatalf("seed %d, order %d: %s", seed, order, firstDifference(got, want))
			}
			if order > 0 {
				continue
			}
			// What goes out again was never there.
			other := invented(40, 70, seed+100)
			var days []string
			for _, s := range other {
				s.ID = "other" + s.ID
				days = append(days, s.Day)
			}
			m.add(t, other...)
			for _, s := range other {
				delete(m.sketches[s.Day], s.ID)
				delete(m.story, s.ID)
			}
			m.update(t, days...)
			if got := m.bytes(); !bytes.Equal(got, want) {
				t.Fatalf("seed %d, taken out again: %s", seed, firstDifference(got, want))
			}
		}
	}
}

func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d of %d and %d\n got %.600s\nwant %.600s", i, len(g), len(w), g[i], w[min(i, len(w)-1)])
		}
	}
	return "lines are missing"
}

// A late article is folded in by sweeping the weeks around it, not the archive; and
// one of today by sweeping from the last kept state.
func TestOnlyWhatIsTouchedIsSweptAgain(t *testing.T) {
	all := invented(900, 700, 2)
	m := newMemory()
	m.add(t, all...)
	for _, day := range []string{"2024-06-01", "2025-11-20"} {
		late := invented(1, 1, 9)[0]
		late.ID, late.Day = "late"+day, day
		m.swept = 0
		m.add(t, late)
		if m.swept > len(all)/4 {
			t.Errorf("%s: %d sketches are read for one article; the archive has %d", day, m.swept, len(all))
		}
	}
}

// A state comes back as it was, and a damaged one is an error and no panic.
func TestStatesComeBack(t *testing.T) {
	all := invented(200, 20, 1)
	m := newMemory()
	m.add(t, all...)
	for day, b := range m.states {
		in := func(yield func(*Sketch, error) bool) {
			for _, s := range all {
				if !yield(s, nil) {
					return
				}
			}
		}
		st, err := Restore(b, in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := st.MarshalBinary()
		if err != nil || !bytes.Equal(b, again) {
			t.Errorf("the state of %s comes back as another: %v", day, err)
		}
		for n := 0; n < len(b); n += 97 {
			if _, err := Restore(b[:n], in); err == nil {
				t.Errorf("%d of %d bytes are taken for a state", n, len(b))
			}
			bent := slices.Clone(b)
			bent[n] ^= 0x15
			Restore(bent, in)
		}
	}
	if len(m.states) < 2 {
		t.Errorf("only %d states were kept", len(m.states))
	}
}
