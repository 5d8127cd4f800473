package fold

import (
	"cmp"
	"fmt"
	"slices"
)

// A State is what is open at the end of a day. It is fed day by day; what it holds
// is a function of the sketches up to that day.
type State struct {
	day       int
	arts      []*art      // that something open rests on, by day and id
	open      []*story    // stories that take articles
	loose     []*incident // incidents that are not given out
	byShingle map[uint32][]*art
	byWord    map[uint32][]posting
	bySpot    map[spot][]*telling
	live      int // arts before it are out of the three indexes

	slots   []*art // that have postings: those numbered base and up
	base    uint32
	dots    []uint32 // scratch of similar, zero between its calls
	touched []uint32
}

// NewState is a State before the first day.
func NewState() *State {
	return &State{byShingle: map[uint32][]*art{}, byWord: map[uint32][]posting{}, bySpot: map[spot][]*telling{}}
}

// Day is the last day that was fed, "" before the first.
func (st *State) Day() string { return dayString(st.day) }

// A Story is articles about one thing.
type Story struct {
	ID       string   `json:"id"` // hash of the first article's id
	First    string   `json:"first"`
	Last     string   `json:"last"`
	Articles []Member `json:"articles"` // by day, then by id
}

// A Member is an article of a story.
type Member struct {
	Article   string `json:"article"`
	Published string `json:"published,omitempty"`
	CopyOf    string `json:"copy_of,omitempty"` // the first article of this text, where it is another
}

// Closed is what nothing can be added to any more.
type Closed struct {
	Stories   []Story
	Incidents []Incident
}

// Advance closes what has been open for long enough by the given day, and takes in
// all sketches of that day, which must be later than the last one.
func (st *State) Advance(day string, sketches []*Sketch) (Closed, error) {
	d := dayNumber(day)
	if d <= st.day {
		return Closed{}, fmt.Errorf("fold: day %q does not come after %q", day, st.Day())
	}
	var out Closed
	for e := st.day + 1; e <= d && len(st.arts) > 0; e++ {
		st.close(e, &out)
	}
	st.day = d
	fresh := make([]*art, len(sketches))
	for i, s := range sketches {
		if s.Day != day {
			return out, fmt.Errorf("fold: article %q of %q among those of %q", s.ID, s.Day, day)
		}
		fresh[i] = newArt(s)
	}
	slices.SortFunc(fresh, before)
	for i := 1; i < len(fresh); i++ {
		if fresh[i].ID == fresh[i-1].ID {
			return out, fmt.Errorf("fold: article %q came twice on %s", fresh[i].ID, day)
		}
	}
	st.arts = append(st.arts, fresh...)
	st.take(fresh, true)
	return out, nil
}

// take folds the articles of a day into what is open; alike: not only copies are
// of one story.
func (st *State) take(fresh []*art, alike bool) {
	st.copies(fresh)
	met := st.stories(fresh, alike)
	st.incidents(fresh, met)
	st.open = slices.DeleteFunc(st.open, func(s *story) bool { return s.into != nil })
	st.loose = slices.DeleteFunc(st.loose, func(n *incident) bool { return n.into != nil })
}

func newArt(s *Sketch) *art {
	a := &art{Sketch: s, day: dayNumber(s.Day)}
	for i := range s.Tellings {
		t := &s.Tellings[i]
		a.tellings = append(a.tellings, &telling{Telling: t, art: a, index: i, first: dayNumber(t.First), last: dayNumber(t.Last)})
	}
	return a
}

// close gives out what is over on a day.
func (st *State) close(day int, out *Closed) {
	slices.SortFunc(st.open, func(a, b *story) int { return before(a.first, b.first) })
	n := 0
	for n < len(st.open) && !st.open[n].open(day) {
		n++
	}
	for _, s := range st.open[:n] {
		for _, x := range disputes(s) {
			x.of.notes = merged(x.of.notes, []string{x.text})
		}
		out.Stories = append(out.Stories, s.view())
		for o := range s.sums {
			delete(o.sums, s)
		}
		// What is closed keeps no article alive but by its name.
		s.id, s.first = s.name(), &art{Sketch: &Sketch{ID: s.first.ID, Day: s.first.Day}, day: s.first.day}
		s.sums, s.types, s.arts = nil, nil, nil
	}
	st.open = slices.Clone(st.open[n:])

	slices.SortFunc(st.loose, func(a, b *incident) int { return order(a.first, b.first) })
	st.loose = slices.DeleteFunc(st.loose, func(n *incident) bool {
		if n.due() >= day {
			return false
		}
		x, _ := n.view(nil)
		out.Incidents = append(out.Incidents, x)
		for _, t := range n.tellings {
			t.incident = nil
		}
		return true
	})

	// Articles out of reach leave the indexes, whose lists begin with the oldest.
	for ; st.live < len(st.arts) && day-st.arts[st.live].day > openDays; st.live++ {
		a := st.arts[st.live]
		a.group.root().arts = nil // its first article is at least as old
		for h := range indexed(a.Sketch) {
			trim(st.byShingle, h, func(b *art) bool { return day-b.day > openDays })
		}
		if a.head {
			for _, x := range a.Words {
				trim(st.byWord, x.Word, func(p posting) bool { return day-st.slots[p.slot-st.base].day > openDays })
			}
		}
		for _, t := range a.tellings {
			if s, ok := t.spot(); ok {
				trim(st.bySpot, s, func(b *telling) bool { return day-b.art.day > openDays })
			}
		}
	}
	n = 0
	for n < len(st.slots) && day-st.slots[n].day > openDays {
		n++
	}
	st.slots, st.base = slices.Clone(st.slots[n:]), st.base+uint32(n)
	kept := st.arts[:0]
	gone := 0
	for i, a := range st.arts {
		if i < st.live && !slices.ContainsFunc(a.tellings, func(t *telling) bool { return t.incident != nil }) {
			gone++
			continue
		}
		kept = append(kept, a)
	}
	clear(st.arts[len(kept):])
	st.arts, st.live = kept, st.live-gone
}

// trim takes the old ones from the front of a list.
func trim[K comparable, V any](m map[K][]V, k K, old func(V) bool) {
	list := m[k]
	n := 0
	for n < len(list) && old(list[n]) {
		n++
	}
	if n == len(list) {
		delete(m, k)
	} else if n > 0 {
		m[k] = list[n:]
	}
}

// Rest is what is open, as it stands: nothing is closed by asking.
func (st *State) Rest() (out Closed) {
	notes := map[*incident][]string{}
	for _, s := range slices.SortedFunc(slices.Values(st.open), func(a, b *story) int { return before(a.first, b.first) }) {
		for _, x := range disputes(s) {
			notes[x.of] = append(notes[x.of], x.text)
		}
		out.Stories = append(out.Stories, s.view())
	}
	for _, n := range slices.SortedFunc(slices.Values(st.loose), func(a, b *incident) int { return order(a.first, b.first) }) {
		x, _ := n.view(notes[n])
		out.Incidents = append(out.Incidents, x)
	}
	return out
}

// Open are the ids of the incidents that are not given out.
func (st *State) Open() []string {
	out := make([]string, len(st.loose))
	for i, n := range st.loose {
		out[i] = n.id()
	}
	slices.Sort(out)
	return out
}

func (s *story) name() string {
	if s.id == "" {
		return idOf("story", s.first.ID)
	}
	return s.id
}

func (s *story) view() Story {
	out := Story{ID: s.name(), First: s.first.Day, Last: dayString(s.last)}
	for _, a := range slices.SortedFunc(slices.Values(s.arts), before) {
		m := Member{Article: a.ID, Published: a.Day}
		if g := a.group.root(); g.head != a.ID {
			m.CopyOf = g.head
		}
		out.Articles = append(out.Articles, m)
	}
	return out
}

// sortIncidents puts incidents into the order of their days.
func sortIncidents(all []Incident) {
	slices.SortFunc(all, func(a, b Incident) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID)) })
}
