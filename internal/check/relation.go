package check

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// pacts are the bodies whose members owe each other defence.
var pacts = []string{"NATO", "Collective Security Treaty Organization"}

// alliance checks that two states are allies by treaty.
func (c *Checker) alliance(f *record.Finding, published string) {
	k := &f.Claim
	days := c.days(k, published)
	a, b := c.name(k.State), c.name(k.Other)
	var kinds []string
	end := ""
	for _, p := range c.pack.Pledges(k.State, k.Other) {
		if p.To.Known() && (!days.known() || before(p.To, days.first)) {
			continue
		}
		f.Grounds = append(f.Grounds, record.Ground{Row: p.Row, Says: fmt.Sprintf("%s pledge between %s and %s %s", p.Kind, a, b, span(day0(p.From), day0(p.To))), Source: p.Source, AsOf: day0(p.Seen)})
		kinds = append(kinds, p.Kind)
		end = max(end, day0(p.Seen))
	}
	for _, body := range pacts {
		if c.member(k.State, body, days) && c.member(k.Other, body, days) {
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s and %s are both members of %s.", a, b, body)
			return
		}
	}
	switch {
	case slices.Contains(kinds, "defence"):
		f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s and %s are bound by a defence pledge (%s).", a, b, asFarAs(end))
	case len(kinds) > 0:
		f.Verdict, f.Text = record.Mixed, fmt.Sprintf("No defence pact: between %s and %s the tables have only %s (%s).", a, b, list(kinds), asFarAs(end))
	default:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no pledge between %s and %s; they end on %s, later treaties aside.", a, b, c.pack.AsOf("pledges"))
	}
}

func asFarAs(end string) string {
	if end == "" {
		return "treaty in force"
	}
	return "the data end on " + end
}

func (c *Checker) member(state, body string, days dayRange) bool {
	for _, m := range c.pack.Memberships(body) {
		if m.State == state && strings.Contains(m.Status, "member") && (!days.known() && !m.To.Known() || days.known() && reference.Covers(m.From, m.To, days.first)) {
			return true
		}
	}
	return false
}

// trend checks which way two states move: how alike they vote, and how large the
// one is in the other's trade. Where indicators point both ways, each is shown.
func (c *Checker) trend(f *record.Finding, published string) {
	k := &f.Claim
	if k.State == "" || k.Other == "" {
		f.Verdict, f.Text = record.NotCheckable, fmt.Sprintf("“%s”: no two states and no measure are named.", k.Text)
		return
	}
	doc := parseDay(published)
	up, down := 0, 0
	var says []string
	note := func(what string, from, to float64, y1, y2 int, unit string, rows ...record.Ground) {
		f.Grounds = append(f.Grounds, rows...)
		says = append(says, fmt.Sprintf("%s went from %.3g%s (%d) to %.3g%s (%d)", what, from, unit, y1, to, unit, y2))
		if to > from {
			up++
		} else if to < from {
			down++
		}
	}
	if a, b := ends(c.pack.Agreement(k.State, k.Other), int(doc.Year)); a != nil && b != nil && a.Year < b.Year {
		g := func(x *reference.Agreement) record.Ground {
			return record.Ground{Row: x.Row, Says: fmt.Sprintf("General Assembly %d: %s and %s voted alike in %.2f", x.Year, c.name(k.State), c.name(k.Other), x.Share), Source: x.Source}
		}
		note("agreement in the UN General Assembly", a.Share, b.Share, a.Year, b.Year, "", g(a), g(b))
	}
	for _, side := range [2][2]string{{k.State, k.Other}, {k.Other, k.State}} {
		for _, flow := range []string{"export", "import"} {
			var of []reference.Partner
			for _, p := range c.pack.Partners(side[0], flow) {
				if p.Partner == side[1] && (!doc.Known() || p.Year <= int(doc.Year)) {
					of = append(of, p)
				}
			}
			if len(of) < 2 {
				continue
			}
			a, b := &of[0], &of[len(of)-1]
			note(fmt.Sprintf("the share of %s in %s's %ss", c.name(side[1]), c.name(side[0]), flow), a.Share, b.Share, a.Year, b.Year, " %", c.tradeGround(a, side[0], flow), c.tradeGround(b, side[0], flow))
		}
	}
	f.Text = sentence(strings.Join(says, "; ")) + "."
	against := down
	if k.Change == "down" {
		against = up
	}
	switch {
	case len(says) == 0:
		f.Verdict, f.Text = record.NotCovered, "The tables have no two figures of the two states to compare."
	case against == 0:
		f.Verdict = record.Supported
	default:
		f.Verdict = record.Mixed
	}
}

// ends are the agreement six or seven years before the last year of the tables
// that is not after year, and that of this.
func ends(list []reference.Agreement, year int) (a, b *reference.Agreement) {
	for i := range list {
		if year == 0 || list[i].Year <= year {
			b = &list[i]
		}
	}
	for i := range list {
		if b != nil && list[i].Year >= b.Year-6 && list[i].Source == b.Source {
			return &list[i], b
		}
	}
	return nil, nil
}

// location is that a place of the gazetteer lies in a state.
func (c *Checker) location(f *record.Finding) {
	k := &f.Claim
	f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s lies in %s.", k.Other, c.name(k.State))
	f.Grounds = append(f.Grounds, record.Ground{Row: k.Why.Detail, Says: f.Text, Source: "GeoNames"})
}

func list(words []string) string {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func span(from, to string) string {
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return "since " + from
	case from == "":
		return "to " + to
	}
	return "from " + from + " to " + to
}
