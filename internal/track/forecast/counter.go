package forecast

import (
	"math"
	"slices"
)

// A counter counts occurrences, all alike and fading with four half-lives.
type counter struct {
	last, first int32
	n           float32
	fading      [len(halfLives)]float32 // as of last
}

var halfLives = [...]float64{2, 7, 30, 120} // days

// The places of halfLives, by name.
const (
	days2 = iota
	days7
	days30
	days120
)

// A fadeTable says what is left of one after so many days.
type fadeTable [len(halfLives)][]float32

func newFadeTable() *fadeTable {
	var t fadeTable
	for i, h := range halfLives {
		for age := 0; ; age++ {
			x := float32(math.Exp2(-float64(age) / h))
			t[i] = append(t[i], x)
			if x < 1e-12 {
				break
			}
		}
	}
	return &t
}

func (t *fadeTable) left(i int, age int32) float32 {
	return t[i][min(int(age), len(t[i])-1)]
}

func (c *counter) add(day int32, t *fadeTable) {
	if c.n == 0 {
		c.first, c.last = day, day
	}
	if age := day - c.last; age > 0 {
		for i := range c.fading {
			c.fading[i] *= t.left(i, age)
		}
		c.last = day
	}
	for i := range c.fading {
		c.fading[i]++
	}
	c.n++
}

// A view is a counter as of a day.
type view struct {
	n, age, since float32 // age: days since the last occurrence; since: since the first
	fading        [len(halfLives)]float32
}

const never = 5000 // the age of what has not occurred

func (c *counter) view(day int32, t *fadeTable) view {
	if c == nil || c.n == 0 {
		return view{age: never, since: -1}
	}
	v := view{n: c.n, age: float32(day - c.last), since: float32(day - c.first)}
	for i := range v.fading {
		v.fading[i] = c.fading[i] * t.left(i, day-c.last)
	}
	return v
}

// An edge leads to a member, with its share of the list.
type edge struct {
	to     int32
	weight float32
}

// A cell counts one member of a list.
type cell struct {
	counter
	list, member int32
}

// A list counts all of its members together.
type list struct {
	counter
	cells []int32
	top   []edge // the weightiest members as of the last occurrence
	stale bool
}

// A table holds counts of members in lists: of objects, for instance, in the
// list of a subject and a relation.
type table struct {
	at    []int32 // by number of a list: its place in lists, or 0
	lists []list
	cell  map[uint64]int32
	cells []cell
	keep  int // how long top is
	stale []int32
}

func newTable(lists, keep int) *table {
	return &table{at: make([]int32, lists), lists: make([]list, 1), cell: map[uint64]int32{}, keep: keep}
}

func (t *table) list(number int32) *list { return &t.lists[t.at[number]] }

func (t *table) find(number, member int32) *counter {
	if i, ok := t.cell[uint64(number)<<32|uint64(uint32(member))]; ok {
		return &t.cells[i].counter
	}
	return nil
}

// add counts a member and says which cell it has, and whether that is new.
func (t *table) add(number, member, day int32, fade *fadeTable) (at int32, fresh bool) {
	if t.at[number] == 0 {
		t.at[number] = int32(len(t.lists))
		t.lists = append(t.lists, list{})
	}
	l := t.list(number)
	key := uint64(number)<<32 | uint64(uint32(member))
	at, ok := t.cell[key]
	if !ok {
		at = int32(len(t.cells))
		t.cells = append(t.cells, cell{list: number, member: member})
		t.cell[key] = at
		l.cells = append(l.cells, at)
	}
	t.cells[at].add(day, fade)
	l.add(day, fade)
	if t.keep > 0 && !l.stale {
		l.stale = true
		t.stale = append(t.stale, number)
	}
	return at, !ok
}

// refresh sorts out the tops of lists that have changed.
func (t *table) refresh(day int32, fade *fadeTable) {
	for _, number := range t.stale {
		l := t.list(number)
		l.stale = false
		whole := l.view(day, fade)
		scale := [len(halfLives)]float32{}
		for i, share := range [...]float32{0, 0.2, 0.4, 0.2} {
			scale[i] = share / max(whole.fading[i], 1e-20)
		}
		p := picker{keep: t.keep, edges: l.top[:0]}
		for _, i := range l.cells {
			c := &t.cells[i]
			age := day - c.last
			w := 0.2 * c.n / whole.n
			for i := days7; i <= days120; i++ {
				w += scale[i] * c.fading[i] * fade.left(i, age)
			}
			p.add(edge{c.member, w})
		}
		l.top = p.sorted()
	}
	t.stale = t.stale[:0]
}

// A picker keeps the weightiest of many edges: a heap with the lightest on top.
// Of equal weights the lower number stays.
type picker struct {
	keep  int
	edges []edge
}

func lighter(a, b edge) bool { return a.weight < b.weight || a.weight == b.weight && a.to > b.to }

func (p *picker) add(e edge) {
	h := p.edges
	if len(h) < p.keep {
		h = append(h, e)
		i := len(h) - 1
		for i > 0 && lighter(h[i], h[(i-1)/2]) {
			h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
			i = (i - 1) / 2
		}
		p.edges = h
		return
	}
	if !lighter(h[0], e) {
		return
	}
	h[0] = e
	for i := 0; ; {
		k := 2*i + 1
		if k >= len(h) {
			return
		}
		if k+1 < len(h) && lighter(h[k+1], h[k]) {
			k++
		}
		if !lighter(h[k], h[i]) {
			return
		}
		h[i], h[k] = h[k], h[i]
		i = k
	}
}

func (p *picker) sorted() []edge {
	slices.SortFunc(p.edges, func(a, b edge) int {
		if lighter(b, a) {
			return -1
		}
		if lighter(a, b) {
			return 1
		}
		return 0
	})
	return p.edges
}
