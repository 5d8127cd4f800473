package check

import (
	"fmt"
	"slices"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// sanctions checks that a state is, was or is no longer under measures of an
// authority. Refuted is only that a state is under those of an authority all of whose
// regimes are listed, and only where the words say so plainly.
func (c *Checker) sanctions(f *record.Finding, published string) {
	k := &f.Claim
	doc := parseDay(published)
	days := c.claimedDays(&record.Claim{Days: k.Days}, published)
	name := c.name(k.State)
	whose := "sanctions"
	if k.Other != "" {
		whose = "sanctions of " + c.the(k.Other)
	}
	var rows []reference.Sanctions
	for _, r := range c.pack.Sanctions(k.State) {
		if k.Other == "" || r.Authority == k.Other {
			rows = append(rows, r)
		}
	}
	ground := func(r *reference.Sanctions) {
		f.Grounds = append(f.Grounds, record.Ground{Row: r.Row, Says: fmt.Sprintf("%s: %s, %s (%s)", c.the(r.Authority), r.Target, span(day0(r.From), day0(r.To)), r.Act), Source: r.Source, AsOf: c.pack.AsOf("sanctions")})
	}
	if k.Status == "lifted" {
		c.lifted(f, rows, days, ground)
		return
	}
	var part *reference.Sanctions
	for i := range rows {
		r := &rows[i]
		at := slices.ContainsFunc(days, func(d dayRange) bool { return imposedNear(r, d) }) || k.Status == "was" && len(k.Days) == 0 && (!doc.Known() || before(r.From, doc))
		switch {
		case !at:
		case r.On == "state":
			ground(r)
			f.Verdict = record.Supported
			f.Text = fmt.Sprintf("%s has been under sanctions of %s %s (%s).", sentence(name), c.the(r.Authority), span(day0(r.From), ""), r.Act)
			if r.To.Known() {
				f.Text = fmt.Sprintf("%s was under sanctions of %s %s (%s).", sentence(name), c.the(r.Authority), span(day0(r.From), day0(r.To)), r.Act)
			}
			return
		default:
			part = r
		}
	}
	last := days[len(days)-1]
	all := c.pack.AllSanctions(k.Other)
	plain := k.Status == "under" || k.Status == "was"
	switch {
	case part != nil:
		ground(part)
		f.Verdict, f.Text = record.Mixed, fmt.Sprintf("The measures of %s in %s are not on the state as such: %s, %s (%s).", c.the(part.Authority), name, part.Target, span(day0(part.From), day0(part.To)), part.Act)
	case all && last.known() && k.Status != "was" && endedBefore(rows, last):
		r := &rows[len(rows)-1]
		ground(r)
		f.Verdict, f.Text = record.Stale, fmt.Sprintf("The %s on %s ended on %s (%s); single persons may be listed still.", whose, name, day(r.To), r.Act)
	case all && plain && last.known() && c.reaches(days) && len(rows) == 0:
		f.Grounds = append(f.Grounds, record.Ground{Row: "reference/sanctions.tsv", Says: fmt.Sprintf("all regimes of %s; none of them on %s", c.the(k.Other), name), Source: "un.org Security Council resolutions and sanctions committees", AsOf: c.pack.AsOf("sanctions")})
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("%s is under no %s: no regime to %s names it. Persons in it may be on lists that name no state.", sentence(name), whose, c.pack.AsOf("sanctions"))
	case all && plain && last.known() && len(rows) > 0 && c.reaches(days) && !slices.ContainsFunc(rows, func(r reference.Sanctions) bool { return before(r.From, last.last) || imposedNear(&r, last) }):
		ground(&rows[0])
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("On %s %s was under no %s; the first came on %s (%s).", last, name, whose, day(rows[0].From), rows[0].Act)
	case len(rows) > 0:
		for i := range rows {
			ground(&rows[i])
		}
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The table has %s on %s, and none for that day.", whose, name)
	case all:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("No regime of %s to %s names %s; whether the words say so is not sure.", c.the(k.Other), c.pack.AsOf("sanctions"), name)
	default:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The table, which has the chief regimes, has no %s on %s.", whose, name)
	}
}

// lifted checks that measures came to an end.
func (c *Checker) lifted(f *record.Finding, rows []reference.Sanctions, days []dayRange, ground func(*reference.Sanctions)) {
	for i := range rows {
		r := &rows[i]
		if r.On == "state" && r.To.Known() && slices.ContainsFunc(days, func(d dayRange) bool {
			return !d.known() || !whole(d.last, true).AddDate(0, 0, slack).Before(whole(r.To, false))
		}) {
			ground(r)
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("The sanctions of %s on %s ended on %s (%s).", c.the(r.Authority), c.name(r.State), day(r.To), r.Act)
		}
	}
	if f.Verdict == "" {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The table knows no end of such sanctions on %s by then; some may have been lifted and others not.", c.name(f.Claim.State))
	}
}

// the is the name of an authority in a sentence.
func (c *Checker) the(authority string) string {
	switch authority {
	case "United Nations", "European Union":
		return "the " + authority
	case "USA", "GBR":
		return "the " + c.name(authority)
	}
	return c.name(authority)
}

// reaches reports whether the table speaks for all of the days.
func (c *Checker) reaches(days []dayRange) bool {
	end := parseDay(c.pack.AsOf("sanctions"))
	return !slices.ContainsFunc(days, func(d dayRange) bool { return before(end, d.last) || d.first.Year < 1967 })
}

// imposedNear reports whether a regime holds on one of the days, give or take; without
// days, whether it still does.
func imposedNear(r *reference.Sanctions, d dayRange) bool {
	return holdsNear(&reference.Membership{From: r.From, To: r.To}, d)
}

// endedBefore reports whether all of the regimes ended some weeks before the days. It
// makes a claim stale only where all regimes are listed: others may have come since.
func endedBefore(rows []reference.Sanctions, d dayRange) bool {
	for i := range rows {
		if r := &rows[i]; !r.To.Known() || !whole(r.To, true).AddDate(0, 0, slack).Before(whole(d.first, false)) {
			return false
		}
	}
	return len(rows) > 0
}
