package check

import (
	"cmp"
	"slices"
)

// An Event is a coded event between two states, as checks ask for it.
type Event struct {
	A, B        string // ISO 3166 alpha-3 in the order of their codes
	Type        string // PLOVER
	Quad        int    // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	First, Last string // days between which it was done, YYYY-MM-DD
	Row         string // where it stands: file and line, or the report
	Says        string // for readers
}

// Events is a series of coded events. A file of records is one, and so are the
// other reports of a run; a store of all that was ever coded may be another.
type Events interface {
	// Between are the events of two states that lie within the days, both
	// included, "" for no bound, sorted by day.
	Between(a, b, first, last string) []Event
	// Volume is how many events of all pairs lie within the days: how much was read.
	Volume(first, last string) int
	// Days are the first and the last day that the series speaks of; a day outside
	// of them is unknown.
	Days() (first, last string)
}

// A List is a series held in memory.
type List struct {
	events      []Event
	first, last string
}

// NewList sorts events into a series. Events without a day are left out, as
// nobody can count them.
func NewList(events []Event) *List {
	l := &List{}
	for _, e := range events {
		if e.First == "" || e.Last == "" {
			continue
		}
		if e.B < e.A {
			e.A, e.B = e.B, e.A
		}
		l.events = append(l.events, e)
		if l.first == "" || e.First < l.first {
			l.first = e.First
		}
		l.last = max(l.last, e.Last)
	}
	slices.SortStableFunc(l.events, func(x, y Event) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Last, y.Last), cmp.Compare(x.Row, y.Row))
	})
	return l
}

func (l *List) Between(a, b, first, last string) (out []Event) {
	if b < a {
		a, b = b, a
	}
	for _, e := range l.events {
		if e.A == a && e.B == b && e.First >= first && (last == "" || e.Last <= last) {
			out = append(out, e)
		}
	}
	return out
}

func (l *List) Days() (first, last string) { return l.first, l.last }

func (l *List) Volume(first, last string) (n int) {
	for i := range l.events {
		if e := &l.events[i]; e.First >= first && e.Last <= last {
			n++
		}
	}
	return n
}
