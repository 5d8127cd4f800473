package check

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// isMember are statuses of memberships.tsv that make a state a member, halfway are
// those that some would call so.
var (
	isMember = []string{"member", "permanent member", "elected member", "signatory"}
	halfway  = []string{"suspended", "disputed", "associate", "invited"}
)

// membership checks that a state is in a body, was, came in or left. Refuted is
// only membership on days on which the body's list is complete and the state has
// no row near them.
func (c *Checker) membership(f *record.Finding, published string) {
	k := &f.Claim
	body, known := c.pack.Body(k.Other)
	var rows []reference.Membership
	for _, m := range c.pack.Memberships(k.Other) {
		if m.State == k.State {
			rows = append(rows, m)
			f.Grounds = append(f.Grounds, record.Ground{Row: m.Row, Says: fmt.Sprintf("%s, %s of %s %s", c.name(m.State), m.Status, m.Body, span(day0(m.From), day0(m.To))), Source: m.Source, AsOf: day0(body.AsOf)})
		}
	}
	name, days := c.name(k.State), c.claimedDays(k, published)
	if !known {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no list of the members of %s.", k.Other)
		return
	}
	var mixed *reference.Membership
	for i := range rows {
		m := &rows[i]
		switch fits(m, k.Status, days) {
		case record.Supported:
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s: %s of %s %s.", name, m.Status, k.Other, orAlways(span(day0(m.From), day0(m.To))))
			return
		case record.Mixed:
			mixed = m
		}
	}
	member := k.Status == "" || k.Status == "founding" || k.Status == "full" || k.Status == "permanent" || k.Status == "original" || k.Status == "was" && len(k.Days) > 0
	doc := days[len(days)-1]
	switch {
	case mixed != nil:
		f.Verdict, f.Text = record.Mixed, fmt.Sprintf("%s: %s of %s %s.", name, mixed.Status, k.Other, orAlways(span(day0(mixed.From), day0(mixed.To))))
	case !body.Complete && member && doc.known() && over(rows, doc):
		f.Verdict, f.Text = record.Stale, fmt.Sprintf("By %s %s had left: %s.", doc, name, f.Grounds[len(f.Grounds)-1].Says)
	case !body.Complete || !doc.known() || slices.ContainsFunc(days, func(d dayRange) bool { return !reference.Covers(body.Since, body.AsOf, d.first) }):
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The list of members of %s does not reach that day.", k.Other)
	case k.Status == "joined" && !slices.ContainsFunc(rows, func(m reference.Membership) bool { return slices.Contains(isMember, m.Status) }) && mixed == nil:
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("By %s %s had not joined %s, whose list of members is complete to %s.", doc, name, k.Other, day0(body.AsOf))
	case k.Status == "joined" && slices.ContainsFunc(rows, func(m reference.Membership) bool { return m.From.Known() && slices.Contains(isMember, m.Status) }):
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("By %s %s had not joined %s: %s.", doc, name, k.Other, f.Grounds[0].Says)
	case !member:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables do not know that %s %s %s.", name, wasWhat(k.Status), k.Other)
	case len(rows) > 0:
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("On %s %s was no member of %s: the tables have it as %s.", doc, name, k.Other, f.Grounds[0].Says)
		if last := &rows[len(rows)-1]; last.To.Known() && slices.Contains(isMember, last.Status) && before(last.To, doc.first) {
			f.Verdict = record.Stale
		}
	default:
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("On %s %s was no member of %s, whose list of members is complete to %s.", doc, name, k.Other, day0(body.AsOf))
	}
	if len(rows) == 0 && f.Verdict == record.Refuted {
		f.Grounds = append(f.Grounds, record.Ground{Row: body.Row, Says: "complete list of members of " + k.Other, Source: body.Source, AsOf: day0(body.AsOf)})
	}
}

// over reports whether all spells of a state as a member ended well before the days.
// Of a body whose list has gaps the ends that it has are true all the same.
func over(rows []reference.Membership, d dayRange) bool {
	for i := range rows {
		if m := &rows[i]; !m.To.Known() || !slices.Contains(isMember, m.Status) || holdsNear(m, d) || before(d.first, m.To) {
			return false
		}
	}
	return len(rows) > 0
}

// fits holds one row against a claim: supported, mixed or "" for neither.
func fits(m *reference.Membership, status string, days []dayRange) record.Verdict {
	full := slices.Contains(isMember, m.Status)
	doc := days[len(days)-1]
	begun := !m.From.Known() || !doc.known() || !whole(doc.last, true).AddDate(0, 0, slack).Before(whole(m.From, false))
	at := slices.ContainsFunc(days, func(d dayRange) bool { return holdsNear(m, d) })
	switch status {
	case "left", "former":
		if full && m.To.Known() && (!doc.known() || !whole(doc.last, true).AddDate(0, 0, slack).Before(whole(m.To, false))) {
			return record.Supported
		}
	case "joined", "was":
		if full && begun && (at || status == "was") {
			return record.Supported
		}
		if begun && at && slices.Contains(halfway, m.Status) {
			return record.Mixed
		}
	case "observer":
		if at && !full {
			return record.Supported
		}
	case "permanent":
		switch {
		case at && (m.Status == "permanent member" || full && !strings.Contains(m.Status, "elected") && m.Body != "UN Security Council"):
			return record.Supported
		case at && full:
			return record.Mixed
		}
	default:
		switch {
		case at && full:
			return record.Supported
		case at && slices.Contains(halfway, m.Status):
			return record.Mixed
		}
	}
	return ""
}

// holdsNear reports whether a row holds on one of the days, give or take what reports
// run ahead or behind; without days, whether it still holds.
func holdsNear(m *reference.Membership, d dayRange) bool {
	if !d.known() {
		return !m.To.Known()
	}
	if m.From.Known() && whole(d.last, true).AddDate(0, 0, slack).Before(whole(m.From, false)) {
		return false
	}
	return !m.To.Known() || !whole(d.first, false).AddDate(0, 0, -slack).After(whole(m.To, true))
}

// claimedDays are the days that a claim can be about: those that its sentence
// names, if they lie before the report, and that of the report, which is last.
func (c *Checker) claimedDays(k *record.Claim, published string) (out []dayRange) {
	doc := parseDay(published)
	for _, s := range k.Days {
		if a, b := parseDay(s.First), parseDay(s.Last); a.Known() && b.Known() && (!doc.Known() || before(a, doc)) {
			out = append(out, dayRange{a, b})
		}
	}
	if k.Status == "was" && len(out) > 0 {
		return out
	}
	return append(out, dayRange{doc, doc})
}

func wasWhat(status string) string {
	if status == "observer" || status == "former" {
		return "was " + status + " of"
	}
	return status
}

func orAlways(s string) string {
	if s == "" {
		return "for as long as its list reaches back"
	}
	return s
}
