package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// sanctionForms word that state {S} is under the sanctions of {A}, in full {N}, so
// plainly that a complete list can refute it; sanctionNames only name them.
var (
	sanctionForms = []string{
		"{S} is under {A} sanctions.",
		"{S}, which is under {A} sanctions, called for calm.",
		"{S}, under {A} sanctions, called for calm.",
		"{S} remains subject to {A} sanctions.",
		"{S} has been under {A} sanctions for some time.",
	}
	sanctionNames = []string{
		"{A} sanctions on {S} hurt trade.",
		"The sanctions imposed by {N} on {S} hurt trade.",
		"Trade fell under the weight of {A} sanctions against {S}.",
		"Sanctions on {S} by {N} hurt trade.",
	}
	liftForms  = []string{"{N} lifted sanctions on {S}.", "{N} has ended its sanctions against {S}."}
	drillForms = []string{
		"{S} and {M} held the joint exercise {X}.",
		"{S} took part in the {X} exercise with {M}.",
		"The {X} exercise between {S} and {M} has ended.",
		"{S} conducted {X} drills with {M}.",
	}
	beltForms  = []string{"{S} is a member of the Belt and Road Initiative.", "{S}, a member of the Belt and Road Initiative, called for calm.", "Belt and Road member {S} called for calm.", "{S} is part of the Belt and Road Initiative."}
	beltJoined = []string{"{S} joined the Belt and Road Initiative.", "{S} has signed up to the Belt and Road Initiative.", "{S} signed a memorandum of understanding with China on the Belt and Road Initiative.", "{S} joined China's Belt and Road Initiative."}
	beltLeft   = []string{"{S} left the Belt and Road Initiative.", "{S} withdrew from the Belt and Road Initiative.", "{S} has pulled out of the BRI."}
)

// shortAuthority is how news names whose sanctions they are: before the noun, and in
// full.
var shortAuthority = map[string][2]string{"United Nations": {"UN", "the United Nations"}, "European Union": {"EU", "the European Union"}, "USA": {"US", "the United States"}, "GBR": {"British", "the United Kingdom"}}

// MeasureCheck makes sentences about sanctions, joint exercises and the Belt and Road,
// true and corrupted, and counts the verdicts on them.
func MeasureCheck(check CheckFunc, t *reference.Tables, p *reference.Pack, o Output) error {
	for _, of := range []struct {
		what  string
		make  func(*measureMaker)
		about record.ClaimKind
	}{{"sanctions", (*measureMaker).sanctions, record.ClaimSanctions}, {"joint exercises", (*measureMaker).exercises, record.ClaimExercise}, {"Belt and Road", (*measureMaker).belt, record.ClaimMembership}} {
		m := newMeasureMaker(t, p)
		of.make(m)
		fmt.Fprintf(o.Report, "%s: %d made sentences\n", of.what, len(m.cases))
		checkMade(check, m.cases, of.about, o)
	}
	return nil
}

// A measureMaker makes the sentences.
type measureMaker struct {
	t     *reference.Tables
	p     *reference.Pack
	draw  *rand.Rand
	cases []madeCase
	end   text.Date // no sentence is of a later day than the tables
}

func newMeasureMaker(t *reference.Tables, p *reference.Pack) *measureMaker {
	m := &measureMaker{t: t, p: p, draw: rand.New(rand.NewPCG(20261129, 7))}
	fmt.Sscanf(p.AsOf("sanctions"), "%d-%d-%d", &m.end.Year, &m.end.Month, &m.end.Day)
	return m
}

func (m *measureMaker) sanctions() {
	authorities := []string{"United Nations", "European Union", "USA", "GBR"}
	for _, code := range m.p.Sanctioned() {
		s := m.t.State(code)
		if s == nil || s.To.Known() {
			continue
		}
		for _, a := range authorities {
			m.sanctionsBy(a, s)
		}
	}
	for range 150 { // states that were under none
		s := &m.t.States[m.draw.IntN(len(m.t.States))]
		if len(m.p.Partners(s.ISO3, "export")) == 0 || s.To.Known() || slices.ContainsFunc(m.p.Sanctions(s.ISO3), func(r reference.Sanctions) bool { return r.Authority == authorities[0] }) {
			continue
		}
		m.sanction("no sanctions", sanctionForms, authorities[0], s, between(m.draw, start0(text.Date{Year: 1995}), start0(m.end)), false)
	}
}

// sanctionsBy makes sentences about the regimes of an authority on a state.
func (m *measureMaker) sanctionsBy(a string, s *reference.State) {
	var rows []reference.Sanctions
	for _, r := range m.p.Sanctions(s.ISO3) {
		if r.Authority == a {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return
	}
	ended, first := true, rows[0].From
	var last text.Date
	for _, r := range rows {
		to := r.To
		if !to.Known() {
			ended, to = false, m.end
		}
		if start0(last).Before(start0(to)) {
			last = to
		}
		if start0(r.From).Before(start0(first)) {
			first = r.From
		}
		kind := "true"
		if r.On == "part" {
			kind = "true of a part"
		}
		for range 3 {
			m.sanction(kind, sanctionForms, a, s, between(m.draw, start0(r.From), start0(to)), true)
			m.sanction(kind+", named", sanctionNames, a, s, between(m.draw, start0(r.From), start0(to)), true)
		}
	}
	if first.Year >= 1990 && m.p.AllSanctions(a) {
		for range 2 {
			m.sanction("before the first", sanctionForms, a, s, later(first, -100-m.draw.IntN(1500)), false)
		}
	}
	if ended && start0(later(last, 900)).Before(start0(m.end)) {
		for range 2 {
			m.sanction("after the last", sanctionForms, a, s, later(last, 400+m.draw.IntN(500)), false)
			if rows[len(rows)-1].On == "state" {
				m.sanction("true, lifted", liftForms, a, s, later(last, m.draw.IntN(300)), true)
			}
		}
	}
}

func (m *measureMaker) sanction(kind string, forms []string, a string, s *reference.State, d text.Date, correct bool) {
	m.put(kind, forms, d, correct, "{S}", withArticle(s.Name), "{A}", shortAuthority[a][0], "{N}", shortAuthority[a][1])
}

func (m *measureMaker) put(kind string, forms []string, d text.Date, correct bool, words ...string) {
	m.cases = append(m.cases, madeCase{kind, capital(strings.NewReplacer(words...).Replace(forms[m.draw.IntN(len(forms))])), d, correct})
}

func (m *measureMaker) exercises() {
	for _, name := range m.p.Series() {
		rows := m.p.Exercises(name)
		for i := range rows {
			r := &rows[i]
			for range 2 {
				a, b := m.t.State(r.Parties[0]), m.t.State(r.Parties[len(r.Parties)-1])
				if a == nil || b == nil || a == b {
					continue
				}
				y := r.Years[m.draw.IntN(len(r.Years))]
				d := later(text.Date{Year: int16(y), Month: 7, Day: 1}, m.draw.IntN(300))
				m.put("true", drillForms, d, true, "{S}", withArticle(a.Name), "{M}", withArticle(b.Name), "{X}", fmt.Sprintf("%s %d", name, y))
				if out := m.stranger(rows); out != nil {
					m.put("another party", drillForms, d, false, "{S}", withArticle(a.Name), "{M}", withArticle(out.Name), "{X}", fmt.Sprintf("%s %d", name, y))
				}
				if y = r.Years[0] - 1 - m.draw.IntN(9); !slices.ContainsFunc(rows, func(e reference.Exercise) bool { return slices.Contains(e.Years, y) }) {
					m.put("another year", drillForms, d, false, "{S}", withArticle(a.Name), "{M}", withArticle(b.Name), "{X}", fmt.Sprintf("%s %d", name, y))
				}
			}
		}
	}
}

// stranger is a trading state that is in no row of a series.
func (m *measureMaker) stranger(rows []reference.Exercise) *reference.State {
	for range 30 {
		s := &m.t.States[m.draw.IntN(len(m.t.States))]
		if len(m.p.Partners(s.ISO3, "export")) > 0 && !s.To.Known() && !slices.ContainsFunc(rows, func(e reference.Exercise) bool { return slices.Contains(e.Parties, s.ISO3) }) {
			return s
		}
	}
	return nil
}

func (m *measureMaker) belt() {
	const body = "Belt and Road Initiative"
	rows := m.p.Memberships(body)
	for i := range rows {
		r := &rows[i]
		s := m.t.State(r.State)
		if s == nil {
			continue
		}
		to := r.To
		if !to.Known() {
			to = m.end
		}
		words := []string{"{S}", withArticle(s.Name)}
		m.put("true", beltForms, between(m.draw, start0(r.From), start0(to)), true, words...)
		m.put("true, joined", beltJoined, later(r.From, 1+m.draw.IntN(300)), true, words...)
		m.put("before it signed", beltForms, later(r.From, -400-m.draw.IntN(300)), false, words...)
		m.put("joined too early", beltJoined, later(r.From, -400-m.draw.IntN(300)), false, words...)
		if r.To.Known() && start0(later(r.To, 200)).Before(start0(m.end)) {
			m.put("after it left", beltForms, later(r.To, 60+m.draw.IntN(140)), false, words...)
			m.put("true, left", beltLeft, later(r.To, m.draw.IntN(200)), true, words...)
		}
	}
}
