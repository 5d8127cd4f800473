package fold

import (
	"cmp"
	"container/heap"
	"slices"
)

// Stories are groups by mean similarity: two of them are joined while the mean of
// the cosines between their articles is at least storyLeast, the nearest first.
// Copies count once. Set on development text.
const (
	storyLeast = 0.17
	// leastCosine is below what a pair of articles counts as having nothing in common.
	leastCosine = 0.10
)

// A story is articles about one thing, called after the first of them.
type story struct {
	first *art // the least article
	last  int  // day of the latest one
	id    string
	heads int // articles that count in the mean
	arts  []*art
	sums  map[*story]uint64 // to other open stories: sum of the cosines between heads, times unit²
	into  *story            // the story that it was joined to
	types map[string][]*telling
}

func (s *story) root() *story {
	for s.into != nil {
		s = s.into
	}
	return s
}

func (s *story) open(day int) bool { return day-s.first.day <= openDays }

// stories puts the articles of a day into stories. What stood in two stories before
// may come together by what is new. It returns the pairs of lists of tellings that
// came into one story without being of this day.
func (st *State) stories(fresh []*art, alike bool) (met [][2][]*telling) {
	var q queue
	join := func(a, b *story) *story {
		if before(b.first, a.first) < 0 {
			a, b = b, a
		}
		for _, t := range sortedTypes(b.types) {
			if len(a.types[t]) > 0 {
				met = append(met, [2][]*telling{a.types[t], b.types[t]})
			}
			a.types[t] = append(a.types[t][:len(a.types[t]):len(a.types[t])], b.types[t]...)
		}
		a.last, a.heads = max(a.last, b.last), a.heads+b.heads
		a.arts = append(a.arts, b.arts...)
		b.into, b.arts, b.types = a, nil, nil
		delete(a.sums, b)
		delete(b.sums, a)
		for o, s := range b.sums {
			delete(o.sums, b)
			a.sums[o] += s
			o.sums[a] += s
		}
		b.sums = nil
		return a
	}
	for _, a := range fresh {
		a.head = a.group.first == a.day && a.group.head == a.ID
		a.story = &story{first: a, last: a.day, arts: []*art{a}, sums: map[*story]uint64{}, types: map[string][]*telling{}}
		st.open = append(st.open, a.story)
		if a.head {
			a.story.heads = 1
		}
	}
	// Copies first: they are of one story whatever their words.
	for _, a := range fresh {
		for _, b := range a.group.arts {
			s, t := a.story.root(), b.story.root()
			if s != t && s.open(a.day) && t.open(a.day) && max(s.last, t.last)-min(s.first.day, t.first.day) <= openDays {
				join(s, t)
			}
		}
	}
	// An article whose older copies are out of reach stands for itself.
	for _, a := range fresh {
		if s := a.story.root(); s.heads == 0 {
			s.first.head, s.heads = true, 1
		}
	}
	for _, a := range fresh {
		if a.head && alike {
			st.similar(a)
		}
	}
	offer := func(a, b *story, sum uint64) {
		if before(b.first, a.first) < 0 {
			a, b = b, a
		}
		mean := float64(sum) / float64(a.heads*b.heads)
		if mean >= storyLeast*unit*unit && max(a.last, b.last)-a.first.day <= openDays {
			q = append(q, pair{a, b, mean, a.heads, b.heads})
		}
	}
	seen := map[*story]bool{}
	for _, a := range fresh {
		s := a.story.root()
		if seen[s] {
			continue
		}
		seen[s] = true
		for o, sum := range s.sums {
			if !seen[o] {
				offer(s, o, sum)
			}
		}
	}
	heap.Init(&q)
	for q.Len() > 0 {
		p := heap.Pop(&q).(pair)
		if p.a.into != nil || p.b.into != nil || p.a.heads != p.na || p.b.heads != p.nb {
			continue // one of them has been joined since
		}
		s := join(p.a, p.b)
		from := len(q)
		for o, sum := range s.sums {
			offer(s, o, sum)
		}
		offered := slices.Clone(q[from:])
		q = q[:from]
		for _, p := range offered {
			heap.Push(&q, p)
		}
	}
	for _, a := range fresh {
		a.story = a.story.root()
	}
	return met
}

// similar adds an article's cosines to the sums between its story and those of
// the articles that came before it.
func (st *State) similar(a *art) {
	st.slot(a)
	touched := st.touched[:0]
	for _, x := range a.Words {
		list := st.byWord[x.Word]
		for _, p := range list {
			k := p.slot - st.base
			if st.dots[k] == 0 {
				touched = append(touched, p.slot)
			}
			st.dots[k] += uint32(x.W) * uint32(p.w)
		}
		st.byWord[x.Word] = append(list, posting{a.slot, x.W})
	}
	st.touched = touched
	s := a.story.root()
	for _, n := range touched {
		k := n - st.base
		d := uint64(st.dots[k])
		st.dots[k] = 0
		if s.sums == nil || float64(d) <= leastCosine*unit*unit { // s is nil where a closed state is read again
			continue
		}
		if t := st.slots[k].story.root(); t != s && t.open(st.day) {
			s.sums[t] += d
			t.sums[s] += d
		}
	}
}

// slot gives an article the next number, under which lists of words name it.
func (st *State) slot(a *art) {
	a.slot = st.base + uint32(len(st.slots))
	st.slots = append(st.slots, a)
	if len(st.dots) < len(st.slots) {
		st.dots = append(st.dots, make([]uint32, 1+len(st.slots))...)
	}
}

// A posting is an article that has a word, by its slot.
type posting struct {
	slot uint32
	w    uint16
}

// A pair is two stories, how many articles they had, and the mean of the cosines between them.
type pair struct {
	a, b   *story
	mean   float64
	na, nb int
}

// A queue gives the largest mean first; of equal ones that of the least articles,
// so that nothing hangs on the order of arrival.
type queue []pair

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	if a.mean != b.mean {
		return a.mean > b.mean
	}
	return cmp.Or(before(a.a.first, b.a.first), before(a.b.first, b.b.first)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(pair)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
