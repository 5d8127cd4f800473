package fold

import (
	"errors"
	"iter"
)

const stateVersion = 1

// ErrStale is what Restore gives when the sketches that a state rests on are not
// there any more, or are others.
var ErrStale = errors.New("fold: the state rests on sketches that are no longer there")

// MarshalBinary writes the state without its sketches: which articles are open,
// and what of them belongs together. Equal states give equal bytes.
func (st *State) MarshalBinary() ([]byte, error) {
	w := writer{[]byte{stateVersion}}
	w.num(st.day)
	w.num(len(st.arts))
	groups, stories, incidents := map[*group]int{}, map[*story]int{}, map[*incident]int{}
	for _, a := range st.arts {
		w.num(a.day)
		w.str(a.ID)
		d := a.digest()
		w.b = append(w.b, d[:]...)
		w.flag(a.head)
		// What stands here for the first time says what it is.
		g := a.group.root()
		n, ok := groups[g]
		if !ok {
			n = len(groups)
			groups[g] = n
		}
		w.num(n)
		if !ok {
			w.str(g.head)
			w.num(g.first)
		}
		s := a.story.root()
		if n, ok = stories[s]; !ok {
			n = len(stories)
			stories[s] = n
		}
		w.num(n)
		if !ok {
			w.str(s.first.ID)
			w.num(s.first.day)
		}
		for _, t := range a.tellings {
			if t.incident == nil {
				w.num(-1)
				continue
			}
			x := t.incident.root()
			if n, ok = incidents[x]; !ok {
				n = len(incidents)
				incidents[x] = n
			}
			w.num(n)
			if !ok {
				w.num(len(x.notes))
				for _, s := range x.notes {
					w.str(s)
				}
			}
		}
	}
	return w.b, nil
}

// Restore reads a state. The sketches are those of the days that a state rests on,
// its own and the 28 before, by day; others among them do no harm.
func Restore(b []byte, sketches iter.Seq2[*Sketch, error]) (*State, error) {
	if len(b) == 0 || b[0] != stateVersion {
		return nil, ErrStale
	}
	type key struct {
		day int
		id  string
	}
	have := map[key]*Sketch{}
	for s, err := range sketches {
		if err != nil {
			return nil, err
		}
		have[key{dayNumber(s.Day), s.ID}] = s
	}
	r := reader{b: b[1:]}
	st := NewState()
	st.day = r.num()
	var groups []*group
	var stories []*story
	var incidents []*incident
	for range r.count(12) {
		k := key{r.num(), r.str()}
		var d [8]byte
		copy(d[:], r.take(8))
		head := r.byte() != 0
		s := have[k]
		if r.bad {
			break
		}
		if s == nil || s.digest() != d {
			return nil, ErrStale
		}
		a := newArt(s)
		a.head = head
		n := r.num()
		if n == len(groups) {
			groups = append(groups, &group{head: r.str(), first: r.num()})
		}
		if n < 0 || n >= len(groups) {
			r.bad = true
			break
		}
		a.group = groups[n]
		if st.day-a.group.first <= openDays {
			a.group.arts = append(a.group.arts, a)
		}
		n = r.num()
		if n == len(stories) {
			x := &story{first: &art{Sketch: &Sketch{ID: r.str()}, day: r.num()}}
			x.first.Day = dayString(x.first.day)
			if x.open(st.day) {
				x.sums, x.types = map[*story]uint64{}, map[string][]*telling{}
				st.open = append(st.open, x)
			}
			stories = append(stories, x)
		}
		if n < 0 || n >= len(stories) {
			r.bad = true
			break
		}
		x := stories[n]
		a.story = x
		if x.open(st.day) {
			if x.first.ID == a.ID && x.first.day == a.day {
				x.first = a
			}
			x.arts, x.last = append(x.arts, a), max(x.last, a.day)
			if a.head {
				x.heads++
			}
		}
		for _, t := range a.tellings {
			if n = r.num(); n == len(incidents) {
				y := &incident{first: t}
				for range r.count(1) {
					y.notes = append(y.notes, r.str())
				}
				incidents = append(incidents, y)
				st.loose = append(st.loose, y)
			}
			if n < -1 || n >= len(incidents) {
				r.bad = true
				break
			}
			if n >= 0 {
				y := incidents[n]
				t.incident, y.tellings, y.last = y, append(y.tellings, t), max(y.last, a.day)
			}
			if x.open(st.day) {
				x.types[t.Type] = append(x.types[t.Type], t)
			}
		}
		st.arts = append(st.arts, a)
	}
	if err := r.end("state of folding"); err != nil {
		return nil, err
	}
	for _, a := range st.arts {
		if st.day-a.day > openDays {
			st.live++
			continue
		}
		for h := range indexed(a.Sketch) {
			a.sampled++
			st.byShingle[h] = append(st.byShingle[h], a)
		}
		if a.head {
			st.similar(a)
		}
		for _, t := range a.tellings {
			if s, ok := t.spot(); ok {
				st.bySpot[s] = append(st.bySpot[s], t)
			}
		}
	}
	return st, nil
}

func (w *writer) flag(b bool) {
	x := byte(0)
	if b {
		x = 1
	}
	w.b = append(w.b, x)
}
