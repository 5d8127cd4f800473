package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"entente/internal/knowledge/reference"
)

// A Slip is something in the tables that a keeper should look at. None makes
// the tables unfit: what they lack is not covered, and refutes nothing.
type Slip struct {
	Kind string // overlap, gap, no source, incomplete list
	Row  string
	Text string
}

// gapDays is how long an office may stand empty between two rows before it is
// told: oaths and elections lie some weeks apart.
const gapDays = 60

// Verify looks through the tables: offices of one holder whose spells overlap
// or leave gaps, rows without a public source, and lists of members that are
// not complete. Slips come by kind, then in the order of the tables.
func (c *Checker) Verify() []Slip {
	var overlaps, gaps, bare, open []Slip
	type key struct{ code, office string }
	var keys []key
	seen := map[key]bool{}
	for i := range c.t.Holders {
		h := &c.t.Holders[i]
		if k := (key{h.Code, h.Office}); single[h.Office] && !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
		if !trusted(h) {
			bare = append(bare, Slip{"no source", h.Row, fmt.Sprintf("%s, %s of %s: no public source, so that the row refutes nobody", h.Person, h.Office, c.name(h.Code))})
		}
	}
	for _, k := range keys {
		o, g := c.breaks(k.code, k.office)
		overlaps, gaps = append(overlaps, o...), append(gaps, g...)
	}
	for _, b := range c.pack.Bodies() {
		if !b.Complete {
			open = append(open, Slip{"incomplete list", b.Row, fmt.Sprintf("%s: who has no row may be a member", b.Name)})
		}
	}
	return slices.Concat(overlaps, gaps, bare, open)
}

// breaks are the overlaps and gaps between the spells of an office that one
// person holds at a time.
func (c *Checker) breaks(code, office string) (overlaps, gaps []Slip) {
	var hs []*reference.Holder
	for _, i := range c.t.HoldersOf(code, office) {
		if h := &c.t.Holders[i]; h.From.Known() {
			hs = append(hs, h)
		}
	}
	slices.SortStableFunc(hs, func(a, b *reference.Holder) int { return whole(a.From, false).Compare(whole(b.From, false)) })
	what := fmt.Sprintf("%s of %s", office, c.name(code))
	var until *reference.Holder // who is known to sit longest so far
	for _, h := range hs {
		if until != nil && !samePerson(h, until) {
			end, begin := lastDay(until), whole(h.From, true)
			switch days := int(begin.Sub(end).Hours() / 24); {
			case !end.IsZero() && days < -1:
				overlaps = append(overlaps, Slip{"overlap", h.Row, fmt.Sprintf("%s: %s from %s, while %s (%s) sits to %s", what, h.Person, day(h.From), until.Person, until.Row, end.Format(time.DateOnly))})
			case !end.IsZero() && days > gapDays && !c.emptyThen(code, office, end, begin):
				gaps = append(gaps, Slip{"gap", h.Row, fmt.Sprintf("%s: nobody from %s (%s, %s) to %s (%s)", what, end.Format(time.DateOnly), until.Person, until.Row, day(h.From), h.Person)})
			}
		}
		if until == nil || lastDay(h).After(lastDay(until)) {
			until = h
		}
	}
	return overlaps, gaps
}

// lastDay is the last day on which a holder is known in office.
func lastDay(h *reference.Holder) time.Time {
	switch {
	case h.To.Known():
		return whole(h.To, false)
	case h.Seen.Known():
		return whole(h.Seen, false)
	}
	return time.Time{}
}

func samePerson(a, b *reference.Holder) bool {
	return strings.EqualFold(a.Person, b.Person) || alike(a.Person, b) == sameName
}

// emptyThen reports whether the table of vacancies speaks of the time between
// two days.
func (c *Checker) emptyThen(code, office string, from, to time.Time) bool {
	for _, v := range c.pack.Vacancies(code, office) {
		if v.From.Known() && !whole(v.From, false).Before(from) && !whole(v.From, false).After(to) {
			return true
		}
	}
	return false
}
