package check

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// longFirst is for how many data years in a row a partner that is said to be
// emerging must have been the largest to be called stale.
const longFirst = 3

// partner checks who is whose largest trade partner. Where a report says trade
// without exports or imports, the tables, which have no sums of both, bear out
// whoever is first in one and near it in the other, and refute only whom neither
// lists among the first three.
func (c *Checker) partner(f *record.Finding, published string) {
	k := &f.Claim
	flows := []string{"export", "import"}
	if k.Flow != "" {
		flows = []string{k.Flow}
	}
	doc := parseDay(published)
	var says []string
	first, far, seen, disagree := 0, 0, 0, 0
	for _, flow := range flows {
		year, list := latest(c.pack.Partners(k.State, flow), int(doc.Year))
		if len(list) == 0 || doc.Known() && int(doc.Year)-year > 6 {
			continue
		}
		seen++
		rank := 0
		for i := range list {
			if p := &list[i]; p.Partner == k.Other {
				rank = p.Rank
				f.Grounds = append(f.Grounds, c.tradeGround(p, k.State, flow))
				says = append(says, fmt.Sprintf("%s in %ss of %d (%.3g %%)", ordinal(p.Rank), flow, year, p.Share))
			}
		}
		switch {
		case rank == k.Rank:
			first++
		case rank == 0 || rank > 3:
			far++
			f.Grounds = append(f.Grounds, c.tradeGround(&list[0], k.State, flow))
			says = append(says, fmt.Sprintf("not among the first %d in %ss of %d, where %s is first (%.3g %%)", min(3, len(list)), flow, year, c.name(list[0].Partner), list[0].Share))
		default:
			disagree++
		}
	}
	what := fmt.Sprintf("Among %s's partners %s is %s", c.name(k.State), c.name(k.Other), strings.Join(says, " and "))
	switch {
	case seen == 0:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no figures on %s's trade near that time.", c.name(k.State))
	case first == seen:
		f.Verdict, f.Text = record.Supported, what+"."
	case first > 0:
		f.Verdict, f.Text = record.Mixed, what+"."
	case far == seen && seen == len(flows) && k.Rank == 1:
		f.Verdict, f.Text = record.Refuted, what+"."
	case len(says) > 0:
		f.Verdict, f.Text = record.Mixed, what+"; the tables have no sum of exports and imports."
	}
}

// emerging checks whether somebody said to become the largest partner has long
// been it; nil where that is not so.
func (c *Checker) emerging(k *record.Claim, published string) *record.Finding {
	doc := parseDay(published)
	f := record.Finding{Claim: *k, Verdict: record.Stale}
	var says []string
	for _, flow := range []string{"export", "import"} {
		if k.Flow != "" && k.Flow != flow {
			continue
		}
		list := c.pack.Partners(k.State, flow)
		since, years := 0, 0
		for _, y := range yearsOf(list) {
			if doc.Known() && y > int(doc.Year) {
				break
			}
			p := rankedIn(list, y, k.Rank)
			if p == nil || p.Partner != k.Other {
				since, years = 0, 0
				continue
			}
			if years++; since == 0 {
				since = y
				f.Grounds = append(f.Grounds, c.tradeGround(p, k.State, flow))
			}
		}
		if years >= longFirst {
			says = append(says, fmt.Sprintf("in %ss in every data year since %d", flow, since))
		}
	}
	if len(says) == 0 {
		return nil
	}
	f.Text = fmt.Sprintf("Not new: %s has been %s's %s partner %s.", c.name(k.Other), c.name(k.State), ordinal(k.Rank), strings.Join(says, " and "))
	return &f
}

func ordinal(n int) string {
	switch n {
	case 1:
		return "first"
	case 2:
		return "second"
	case 3:
		return "third"
	}
	return fmt.Sprintf("%dth", n)
}

func (c *Checker) tradeGround(p *reference.Partner, state, flow string) record.Ground {
	return record.Ground{Row: p.Row, Says: fmt.Sprintf("%s, %ss %d: %s is %s, %.3g %%", c.name(state), flow, p.Year, c.name(p.Partner), ordinal(p.Rank), p.Share),
		Source: "CIA World Factbook", AsOf: day(p.Seen)}
}

// latest are the partners of the last data year that is not after year; of the
// last of all where year is 0.
func latest(list []reference.Partner, year int) (int, []reference.Partner) {
	last := 0
	for i := range list {
		if y := list[i].Year; year == 0 || y <= year {
			last = max(last, y)
		}
	}
	var out []reference.Partner
	for i := range list {
		if list[i].Year == last && last != 0 {
			out = append(out, list[i])
		}
	}
	return last, out
}

func yearsOf(list []reference.Partner) (out []int) {
	for i := range list {
		if !slices.Contains(out, list[i].Year) {
			out = append(out, list[i].Year)
		}
	}
	slices.Sort(out)
	return out
}

func rankedIn(list []reference.Partner, year, rank int) *reference.Partner {
	for i := range list {
		if list[i].Year == year && list[i].Rank == rank {
			return &list[i]
		}
	}
	return nil
}

// membership checks that a state is in a body, was, or came in or left.
func (c *Checker) membership(f *record.Finding, published string) {
	k := &f.Claim
	days := c.days(k, published)
	body, known := c.pack.Body(k.Other)
	var rows []reference.Membership
	for _, m := range c.pack.Memberships(k.Other) {
		if m.State == k.State {
			rows = append(rows, m)
			f.Grounds = append(f.Grounds, record.Ground{Row: m.Row, Says: fmt.Sprintf("%s, %s of %s %s", c.name(m.State), m.Status, m.Body, span(day0(m.From), day0(m.To))), Source: m.Source, AsOf: day0(body.AsOf)})
		}
	}
	name := c.name(k.State)
	full := func(m *reference.Membership) bool {
		return strings.Contains(m.Status, "member") || m.Status == "suspended"
	}
	at := func(m *reference.Membership) bool {
		return !days.known() && !m.To.Known() || days.known() && reference.Covers(m.From, m.To, days.first)
	}
	for i := range rows {
		m := &rows[i]
		switch {
		case k.Status == "left" && m.To.Known(), k.Status == "former" && m.To.Known(), k.Status == "joined" && full(m):
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s was %s of %s %s.", name, m.Status, k.Other, span(day0(m.From), day0(m.To)))
			return
		case at(m) && (k.Status == "observer") == !full(m):
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s is %s of %s, since %s.", name, m.Status, k.Other, orLong(day0(m.From)))
			return
		}
	}
	inside := known && body.Complete && days.known() && reference.Covers(body.Since, body.AsOf, days.first)
	switch {
	case !known:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no list of the members of %s.", k.Other)
	case k.Status != "" && k.Status != "founding" && k.Status != "full" && k.Status != "permanent":
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables do not know that %s %s %s.", name, k.Status, k.Other)
	case len(rows) > 0 && inside:
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("On %s %s was no member of %s: the tables have it as %s.", days, name, k.Other, f.Grounds[0].Says)
		if rows[len(rows)-1].To.Known() && full(&rows[len(rows)-1]) && !before(days.first, rows[len(rows)-1].To) {
			f.Verdict = record.Stale
		}
	case inside:
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("On %s %s was no member of %s, whose list of members is complete to %s.", days, name, k.Other, day0(body.AsOf))
		f.Grounds = append(f.Grounds, record.Ground{Row: body.Row, Says: "complete list of members of " + k.Other, Source: body.Source, AsOf: day0(body.AsOf)})
	default:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The list of members of %s does not reach that day.", k.Other)
	}
}

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

func orLong(from string) string {
	if from == "" {
		return "long"
	}
	return from
}
