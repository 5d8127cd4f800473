package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// A Background is what the tables have on two states, to stand beside what the
// news tells of them: it changes by years, where news does by days. Each line
// names its row, its source and the day that it was last known to hold. What is
// not there is unknown, not false.
type Background struct {
	Votes    []record.Ground `json:"votes,omitempty"` // by year: how often they voted alike in the General Assembly
	Trade    []record.Ground `json:"trade,omitempty"` // by year: the share of the one in the other's trade
	Pledges  []record.Ground `json:"pledges,omitempty"`
	Common   []record.Ground `json:"common_memberships,omitempty"` // bodies that both were members of
	From, To int             `json:"-"`
}

// recentYears are shown before the span asked for, as tables lag behind news.
const recentYears = 3

// Between is the background of two states from the year of from to that of to,
// YYYY-MM-DD or "" for open. Of votes and trade it has the years of the span and
// the last three known ones before; pledges are those in force in the span, and
// memberships those on its last day.
func (c *Checker) Between(a, b, from, to string) *Background {
	g := &Background{From: int(parseDay(from).Year), To: int(parseDay(to).Year)}
	votes := c.pack.Agreement(a, b)
	for _, i := range g.years(len(votes), func(i int) int { return votes[i].Year }) {
		v := &votes[i]
		g.Votes = append(g.Votes, record.Ground{Row: v.Row, Source: v.Source, AsOf: c.pack.AsOf("votes"), Says: fmt.Sprintf("%d: alike in %.0f %% of %d votes", v.Year, 100*v.Share, v.Votes)})
	}
	for _, side := range [2][2]string{{a, b}, {b, a}} {
		for _, flow := range []string{"export", "import"} {
			all := slices.DeleteFunc(slices.Clone(c.pack.Partners(side[0], flow)), func(p reference.Partner) bool { return p.Partner != side[1] })
			for _, i := range g.years(len(all), func(i int) int { return all[i].Year }) {
				g.Trade = append(g.Trade, c.tradeGround(&all[i], side[0], flow))
			}
		}
	}
	first, last := parseDay(from), parseDay(to)
	for _, p := range c.pack.Pledges(a, b) {
		if first.Known() && p.To.Known() && before(p.To, first) || last.Known() && p.From.Known() && before(last, p.From) {
			continue
		}
		until := "no end known"
		if p.To.Known() {
			until = "until " + p.To.String()
		}
		g.Pledges = append(g.Pledges, record.Ground{Row: p.Row, Source: p.Source, AsOf: p.Seen.String(), Says: fmt.Sprintf("pledge of %s from %s, %s", p.Kind, cmp.Or(p.From.String(), "an unknown day"), until)})
	}
	for _, body := range c.pack.BodyNames() {
		x, y := c.spell(body, a, to), c.spell(body, b, to)
		if x == nil || y == nil {
			continue
		}
		about, _ := c.pack.Body(body)
		says := body
		if !x.From.Known() || !y.From.Known() {
			if about.Since.Known() && last.Known() && before(last, about.Since) {
				continue // the list does not speak of that day
			}
			if !about.Since.Known() {
				says += " (since when is not known)"
			}
		}
		g.Common = append(g.Common, record.Ground{Row: x.Row + " " + y.Row, Source: cmp.Or(about.Source, x.Source), AsOf: about.AsOf.String(), Says: says})
	}
	return g
}

// spell is the spell in which a state was a member on a day; on "" one that
// has no end.
func (c *Checker) spell(body, state, day string) *reference.Membership {
	list := c.pack.Memberships(body)
	for i := range list {
		m := &list[i]
		if m.State == state && m.Member() && (day == "" && !m.To.Known() || day != "" && reference.Covers(m.From, m.To, parseDay(day))) {
			return m
		}
	}
	return nil
}

// years picks, of rows in the order of their years, those of the span and the last
// few before it.
func (g *Background) years(n int, year func(int) int) (out []int) {
	for i := range n {
		if g.To != 0 && year(i) > g.To {
			continue
		}
		out = append(out, i)
	}
	keep := 0
	for k := len(out) - 1; k >= 0; k-- {
		if g.From != 0 && year(out[k]) >= g.From || keep < recentYears {
			keep++
			continue
		}
		break
	}
	return out[len(out)-keep:]
}

// Lines are the background in words, one for each kind that the tables have.
func (g *Background) Lines() (out []string) {
	line := func(what string, list []record.Ground) {
		if len(list) == 0 {
			return
		}
		var says, sources []string
		asOf := ""
		for i := range list {
			says, asOf = append(says, list[i].Says), max(asOf, list[i].AsOf)
			if s := list[i].Source; s != "" && !slices.Contains(sources, s) {
				sources = append(sources, s)
			}
		}
		from := strings.Join(sources, ", ")
		if len(sources) > 3 {
			from = strings.Join(sources[:3], ", ") + fmt.Sprintf(" and %d more", len(sources)-3)
		}
		out = append(out, fmt.Sprintf("%s: %s. Source: %s; as of %s.", what, strings.Join(says, "; "), from, cmp.Or(asOf, "an unknown day")))
	}
	line("Votes in the UN General Assembly", g.Votes)
	line("Trade", g.Trade)
	line("Treaties and alliances", g.Pledges)
	line("Both are members of", g.Common)
	return out
}
