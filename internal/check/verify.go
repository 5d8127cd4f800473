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
	Kind string // overlap, gap, no source, incomplete list, disagreement
	Row  string
	Text string
}

// gapDays is how long an office may stand empty between two rows before it is
// told: oaths and elections lie some weeks apart.
const gapDays = 60

// Verify looks through the tables: offices of one holder whose spells overlap
// or leave gaps, regimes of sanctions that overlap, rows without a public source,
// lists of members that are not complete, and rows of a series of exercises that
// disagree. Slips come by kind, then in the order of the tables.
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
	return slices.Concat(append(overlaps, c.regimes()...), gaps, bare, open, c.series())
}

// regimes are those of one authority on one target that overlap: one of them is
// written twice, or should end where the next begins.
func (c *Checker) regimes() (out []Slip) {
	for _, state := range c.pack.Sanctioned() {
		list := c.pack.Sanctions(state) // by authority, then first day
		for i := 1; i < len(list); i++ {
			a, b := &list[i-1], &list[i]
			if a.Authority == b.Authority && a.Target == b.Target && (!a.To.Known() || before(b.From, a.To)) {
				out = append(out, Slip{"overlap", b.Row, fmt.Sprintf("sanctions of %s on %s: %s from %s, while %s (%s) holds", c.the(b.Authority), c.name(state), b.Target, day(b.From), a.Target, a.Row)})
			}
		}
	}
	return out
}

// series are rows of one series of exercises that disagree on how often or how long
// it is held, or that have a year after its end.
func (c *Checker) series() (out []Slip) {
	for _, name := range c.pack.Series() {
		list := c.pack.Exercises(name)
		for i := range list {
			e := &list[i]
			if e.Rhythm != list[0].Rhythm || e.To != list[0].To || e.To > 0 && e.Years[len(e.Years)-1] > e.To {
				out = append(out, Slip{"disagreement", e.Row, fmt.Sprintf("%s: rhythm, last year and years must agree with each other and with %s", name, list[0].Row)})
			}
		}
	}
	return out
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
