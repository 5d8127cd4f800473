package eval

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// A tradeMaker makes sentences from the rows of first and second partners.
type tradeMaker struct {
	t     *reference.Tables
	p     *reference.Pack
	draw  *rand.Rand
	cases []madeCase
}

// partnerForms word "{O} is {S}'s partner": {O} the partner, {S} the owner, {A} its
// adjective, {R} the rank. Flow "" is of exports and imports together.
var partnerForms = map[string][]string{
	"": {
		"{O} is {S}'s {R} trading partner.",
		"{O}, {S}'s {R} trading partner, called for calm.",
		"{O} remains the {R} trading partner of {S}.",
		"{S} and its {R} trading partner, {O}, opened talks on Monday.",
		"{S} sent an envoy to {O}, its {R} trade partner.",
		"{S}'s {R} trading partner is {O}.",
		"{S} counts {O} as its {R} trading partner.",
		"{O}, which is {S}'s {R} trading partner, rejected the plan.",
		"Ministers of {O}, the {R} trading partner of {S}, arrived for talks.",
	},
	"export": {
		"{O}, {S}'s {R} export market, called for calm.",
		"{O} is the {R} market for {A} exports.",
		"{O} remains the {R} buyer of {S}'s exports.",
		"{S}'s {R} export destination is {O}.",
		"{O} is the {R} destination for {A} goods.",
		"Growth slowed in {O}, the {R} buyer of {A} exports.",
		"{S} sent an envoy to {O}, its {R} export market.",
		"{O} has been {S}'s {R} export market for some time.",
	},
	"import": {
		"{O} is the {R} source of {S}'s imports.",
		"{O} remains the {R} source of {A} imports.",
		"{O}, the {R} source of imports to {S}, raised its prices.",
		"{S}'s {R} import partner is {O}.",
		"{S} turned to {O}, its {R} source of imports.",
		"{O} is the {R} exporter to {S}.",
		"{O}, {S}'s {R} import source, rejected the plan.",
	},
}

var becomeForms = map[string]string{
	"":       "{O} has emerged as {S}'s {R} trading partner.",
	"export": "{O} became {S}'s {R} export market.",
	"import": "{O} overtook its rivals as the {R} source of {S}'s imports.",
}

var rankWords = [...][]string{{}, {"largest", "biggest", "top", "main", "leading"}, {"second-largest", "second largest", "second-biggest"}}

// TradeCheck makes sentences about largest trade partners, true and corrupted, and
// counts the verdicts on them. Each is dated in the year that its figures are about
// or the one after, if no newer ones are known.
func TradeCheck(check CheckFunc, t *reference.Tables, p *reference.Pack, o Output) error {
	cases := newTradeMaker(t, p).make()
	fmt.Fprintf(o.Report, "trade partners: %d made sentences\n", len(cases))
	checkMade(check, cases, record.ClaimPartner, o, "first in one flow")
	return nil
}

func newTradeMaker(t *reference.Tables, p *reference.Pack) *tradeMaker {
	return &tradeMaker{t: t, p: p, draw: rand.New(rand.NewPCG(20261129, 5))}
}

func (m *tradeMaker) make() []madeCase {
	for i := range m.t.States {
		s := &m.t.States[i]
		if len(s.Adjectives) == 0 {
			continue
		}
		for _, flow := range []string{"export", "import"} {
			m.flow(s, flow)
		}
		m.both(s)
	}
	return m.cases
}

// top is the partner of a rank in a year; nil where no state is known there.
func (m *tradeMaker) top(state, flow string, year, rank int) *reference.Partner {
	list := m.p.Partners(state, flow)
	for i := range list {
		if q := &list[i]; q.Year == year && q.Rank == rank && q.Partner != state && m.t.State(q.Partner) != nil {
			return q
		}
	}
	return nil
}

// share is the largest share that the partner can have had in the year.
func (m *tradeMaker) share(state, flow string, year int, partner string) float64 {
	least := 100.0
	for _, q := range m.p.Partners(state, flow) {
		if q.Year != year {
			continue
		}
		if q.Partner == partner {
			return q.Share
		}
		least = min(least, q.Share)
	}
	return least
}

func (m *tradeMaker) years(state, flow string) (out []int) {
	for _, q := range m.p.Partners(state, flow) {
		if len(out) == 0 || out[len(out)-1] != q.Year {
			out = append(out, q.Year)
		}
	}
	return out
}

// flow makes sentences about exports or imports.
func (m *tradeMaker) flow(s *reference.State, flow string) {
	years := m.years(s.ISO3, flow)
	for i, y := range years {
		first := m.top(s.ISO3, flow, y, 1)
		if first == nil {
			continue
		}
		day := m.day(years, i)
		m.add("true", s, first.Partner, flow, 1, day, true)
		if second := m.top(s.ISO3, flow, y, 2); second != nil && m.draw.IntN(3) == 0 {
			m.add("true, second", s, second.Partner, flow, 2, day, true)
			if first.Share > second.Share*1.1 {
				m.add("rank swap", s, second.Partner, flow, 1, day, false)
				m.add("rank swap", s, first.Partner, flow, 2, day, false)
			}
		}
		if m.draw.IntN(2) == 0 {
			if other := m.stranger(s.ISO3, flow); other != "" {
				m.add("wrong partner", s, other, flow, 1, day, false)
			}
		}
		// the partner's own first partner is somebody else
		if o := m.t.State(first.Partner); len(o.Adjectives) > 0 && m.draw.IntN(2) == 0 {
			if back := m.years(o.ISO3, flow); len(back) > 0 {
				k := len(back) - 1
				for k > 0 && back[k] > int(day.Year) {
					k--
				}
				if lead := m.top(o.ISO3, flow, back[k], 1); lead != nil && back[k] <= int(day.Year) && lead.Partner != s.ISO3 {
					m.add("turned round", o, s.ISO3, flow, 1, day, false)
				}
			}
		}
		for j, z := range years { // another year, in which it clearly was not so
			if lead := m.top(s.ISO3, flow, z, 1); lead != nil && j != i && m.share(s.ISO3, flow, z, first.Partner)*1.5 < lead.Share {
				m.add("another year", s, first.Partner, flow, 1, m.day(years, j), false)
				break
			}
		}
		if i > 0 && m.draw.IntN(2) == 0 {
			if before := m.top(s.ISO3, flow, years[i-1], 1); before != nil && before.Partner != first.Partner {
				m.addForm("true, newly", becomeForms[flow], s, first.Partner, 1, day, true)
			}
		}
	}
}

// both makes sentences about trade as a whole, of years with figures for both.
func (m *tradeMaker) both(s *reference.State) {
	exports, imports := m.years(s.ISO3, "export"), m.years(s.ISO3, "import")
	for i, y := range exports {
		j := -1
		for k := range imports {
			if imports[k] == y {
				j = k
			}
		}
		x := m.top(s.ISO3, "export", y, 1)
		if j < 0 || x == nil {
			continue
		}
		n := m.top(s.ISO3, "import", y, 1)
		if n == nil {
			continue
		}
		day := m.day(exports, i)
		switch x.Partner {
		case n.Partner:
			m.add("true", s, x.Partner, "", 1, day, true)
			if other := m.stranger(s.ISO3, ""); other != "" {
				m.add("wrong partner", s, other, "", 1, day, false)
			}
		default:
			m.add("first in one flow", s, x.Partner, "", 1, day, true)
		}
	}
}

// day is a day of the year of years[i], or of the next one if it has no figures.
func (m *tradeMaker) day(years []int, i int) text.Date {
	y := years[i]
	if (i+1 == len(years) || years[i+1] > y+1) && m.draw.IntN(2) == 0 {
		y++
	}
	return text.Date{Year: int16(y), Month: int8(1 + m.draw.IntN(12)), Day: int8(1 + m.draw.IntN(28))}
}

// stranger is a state that never was among the partners.
func (m *tradeMaker) stranger(state, flow string) string {
	for range 20 {
		s := &m.t.States[m.draw.IntN(len(m.t.States))]
		if s.ISO3 == state || len(s.Adjectives) == 0 || len(m.p.Partners(s.ISO3, "export")) == 0 {
			continue
		}
		known := false
		for _, f := range []string{"export", "import"} {
			for _, q := range m.p.Partners(state, f) {
				known = known || q.Partner == s.ISO3
			}
		}
		if !known {
			return s.ISO3
		}
	}
	return ""
}

func (m *tradeMaker) add(kind string, s *reference.State, partner, flow string, rank int, day text.Date, correct bool) {
	forms := partnerForms[flow]
	m.addForm(kind, forms[m.draw.IntN(len(forms))], s, partner, rank, day, correct)
}

func (m *tradeMaker) addForm(kind, form string, s *reference.State, partner string, rank int, day text.Date, correct bool) {
	words := rankWords[rank]
	body := strings.NewReplacer("{O}", withArticle(m.t.State(partner).Name), "{S}", withArticle(s.Name), "{A}", s.Adjectives[0], "{R}", words[m.draw.IntN(len(words))]).Replace(form)
	m.cases = append(m.cases, madeCase{kind, capital(body), day, correct})
}
