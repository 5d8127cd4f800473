package check

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/record"
)

// A Telling is what one report tells of an incident.
type Telling struct {
	Report   string // its id, and who brought it out where that is known
	Sentence string
	Record   *record.Record
	Occasion string // that its sentence says it took place beside; "" for none
}

// Context says what other reports of the same incident bear out, add or count
// otherwise: occasion, day, place, numbers of people. others are tellings that
// folding took for the same; only those are used that are surely so (see same).
// nil where none is. It says nothing against a report that leaves something out.
func (c *Checker) Context(mine *Telling, others []Telling) *record.Finding {
	r := mine.Record
	var also, adds, differs []string
	known := map[string]bool{}
	f := &record.Finding{Verdict: record.Supported}
	for i := range others {
		o := &others[i]
		if !same(r, o.Record) {
			continue
		}
		also = append(also, o.Report)
		var more []string
		add := func(what string) {
			if !known[what] {
				known[what] = true
				more = append(more, what)
			}
		}
		if o.Occasion != "" && mine.Occasion == "" {
			add(o.Occasion)
		}
		if p := o.Record.Place; located(p) && !located(r.Place) {
			add("in " + p.Name)
		}
		if dated(o.Record.Date) && !dated(r.Date) {
			add(dayRange{parseDay(o.Record.Date.Start), parseDay(o.Record.Date.End)}.on())
		}
		if len(more) > 0 {
			adds = append(adds, fmt.Sprintf("%s (%s)", strings.Join(more, ", "), o.Report))
		}
		counts := tolls(r, o.Record)
		for _, d := range counts {
			differs = append(differs, fmt.Sprintf("%s has %s", o.Report, d))
		}
		if len(more)+len(counts) > 0 || len(f.Grounds) < shownReports {
			f.Grounds = append(f.Grounds, record.Ground{Row: o.Report, Says: strings.Join(strings.Fields(o.Sentence), " "), Source: "another report of this run", AsOf: o.Record.Doc.Published})
		}
	}
	if len(also) == 0 {
		return nil
	}
	e := &r.Evidence[0]
	f.Claim = record.Claim{Kind: record.ClaimContext, Span: e.Trigger, Sentence: e.Sentence, Said: -1, Why: record.Why{Rule: "reports folded into one incident", Detail: r.ID, Span: e.Trigger}}
	f.Claim.State, f.Claim.Other = country(r.Source), country(r.Target)
	says := []string{fmt.Sprintf("Also told by %s.", listed(also))}
	if len(adds) > 0 {
		f.Verdict = record.Context
		says = []string{fmt.Sprintf("Other reports add that it took place %s.", strings.Join(adds, "; "))}
	}
	if len(differs) > 0 {
		f.Verdict = record.Mixed
		says = append(says, sentence(strings.Join(differs, "; "))+".")
	}
	if !dated(r.Date) {
		says = append(says, "This report names no day; that it tells of the same rests on parties, place and words.")
	}
	f.Text = strings.Join(says, " ")
	return f
}

// shownReports is how many reports are shown that add nothing.
const shownReports = 3

func listed(names []string) string {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) > shownReports {
		return fmt.Sprintf("%s and %d other reports", strings.Join(names[:shownReports], ", "), len(names)-shownReports)
	}
	return list(names)
}

func (d dayRange) on() string {
	if d.first == d.last {
		return "on " + d.String()
	}
	return "between " + strings.Replace(d.String(), " to ", " and ", 1)
}

// same reports whether two records that folding put together are surely of one
// incident: both count, type and mode agree, each side is the same parties by
// the same organs, and either the same day is named by both, or one names none
// and both name the same town. What is not between states needs the town always,
// and the same act.
func same(a, b *record.Record) bool {
	if !a.Counted || !b.Counted || a.Type("plover") == "" || a.Type("plover") != b.Type("plover") {
		return false
	}
	if x, y := a.In("plover"), b.In("plover"); x.Mode != "" && y.Mode != "" && x.Mode != y.Mode {
		return false
	}
	straight := sameSide(a.Source, b.Source) && sameSide(a.Target, b.Target)
	crossed := (a.Symmetric || b.Symmetric || a.Type("plover") == "CONSULT") && sameSide(a.Source, b.Target) && sameSide(a.Target, b.Source)
	if !straight && !crossed {
		return false
	}
	between := states(a.Source) && states(a.Target) && !slices.Equal(parties(a.Source), parties(a.Target))
	if !between && a.Act != b.Act {
		return false // within one country, many do the like to many
	}
	town := located(a.Place) && located(b.Place) && a.Place.GeoNamesID == b.Place.GeoNamesID
	if located(a.Place) && located(b.Place) && !town {
		return false
	}
	if dated(a.Date) && dated(b.Date) {
		return (between || town) && a.Date.Start <= b.Date.End && b.Date.Start <= a.Date.End
	}
	return town && (!dated(a.Date) || !dated(b.Date))
}

// sameSide reports whether two lists of actors are the same parties, by organs and
// offices that do not differ. Nobody on a side is nobody to compare.
func sameSide(a, b []record.Actor) bool {
	if len(a) == 0 || !slices.Equal(parties(a), parties(b)) || slices.Contains(parties(a), "") {
		return false
	}
	for i := range a {
		for j := range b {
			p, q := &a[i], &b[j]
			if p.Country != q.Country {
				continue
			}
			if p.Office != "" && q.Office != "" && p.Office != q.Office {
				return false
			}
			if s, t := organs(p), organs(q); len(s) > 0 && len(t) > 0 && !slices.ContainsFunc(s, func(o string) bool { return slices.Contains(t, o) }) {
				return false
			}
		}
	}
	return true
}

// organs are the sectors of an actor that say more than that it governs.
func organs(a *record.Actor) (out []string) {
	for _, s := range a.Sectors {
		if s != "GOV" {
			out = append(out, s)
		}
	}
	return out
}

// parties are who stands on a side: states, or whom a text knows without one by
// name or by what they are; "" for somebody unknown.
func parties(as []record.Actor) []string {
	var out []string
	for i := range as {
		a := &as[i]
		switch {
		case a.Country != "":
			out = append(out, a.Country)
		case a.Person != "":
			out = append(out, a.Person)
		default:
			out = append(out, strings.Join(a.Sectors, " "))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// states reports whether all on a side belong to a state or an international body.
func states(as []record.Actor) bool {
	return len(as) > 0 && !slices.ContainsFunc(as, func(a record.Actor) bool { return a.Country == "" })
}

// country is the country of the first actor.
func country(as []record.Actor) string {
	if len(as) == 0 {
		return ""
	}
	return as[0].Country
}

// located reports a place that is no larger than a town.
func located(p *record.Place) bool {
	return p != nil && p.GeoNamesID != 0 && (p.Resolution == "city" || p.Resolution == "point")
}

// dated reports a date that is known to two days.
func dated(d record.Date) bool {
	return d.Start != "" && d.End != "" && whole(parseDay(d.End), true).Sub(whole(parseDay(d.Start), false)).Hours() <= 24
}

// tolls words where two records count the same people otherwise.
func tolls(a, b *record.Record) (out []string) {
	for i := range a.Target {
		for j := range b.Target {
			p, q := &a.Target[i], &b.Target[j]
			if p.Number > 0 && q.Number > 0 && p.Number != q.Number && p.Country == q.Country && slices.Equal(p.Sectors, q.Sectors) && a.Act == b.Act {
				out = append(out, fmt.Sprintf("“%s” where this report has “%s”", q.Text, p.Text))
			}
		}
	}
	return out
}
