package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// A memberMaker makes sentences from the rows of memberships.
type memberMaker struct {
	t     *reference.Tables
	p     *reference.Pack
	draw  *rand.Rand
	cases []madeCase
}

// memberForms word "{S} is a member of {B}"; {N} is the body with its article, {M}
// another member of the same day.
var memberForms = []string{
	"{B} member {S} called for calm.",
	"{S}, a member of {N}, called for calm.",
	"{S} is a member of {N}.",
	"{S}, a {B} member, rejected the plan.",
	"Talks were held with {B} member state {S}.",
	"As a member of {N}, {S} agreed to the plan.",
	"{B} members such as {S} voted against it.",
	"{S} has been a member of {N} for some time.",
	"Officials of fellow {B} member {S} arrived on Monday.",
	"{B} countries such as {S} asked for more time.",
	"Some members of {N}, including {S}, asked for more time.",
	"{B} members {S} and {M} held talks.",
}

var joinForms = []string{"{S} joined {N}.", "{S} has joined {N}.", "{S}, which joined {N}, called for calm.", "{S} became a member of {N}."}

var leaveForms = []string{"{S} left {N}.", "{S} has left {N}.", "{S} quit {N}."}

var observerForms = []string{"{S}, an observer of {N}, agreed.", "{S} is an observer in {N}.", "{B} observer {S} agreed."}

// shortBody is how news text calls a body.
var shortBody = map[string]string{"European Union": "EU", "Shanghai Cooperation Organisation": "SCO", "African Union": "AU", "Gulf Cooperation Council": "GCC", "Collective Security Treaty Organization": "CSTO",
	"Eurasian Economic Union": "EAEU", "Asia-Pacific Economic Cooperation": "APEC", "Organisation for Economic Co-operation and Development": "OECD", "World Trade Organization": "WTO", "European Monetary Union": "eurozone",
	"International Monetary Fund": "IMF", "International Criminal Court": "ICC", "Organization of American States": "OAS", "Organisation of Islamic Cooperation": "OIC", "Southern African Development Community": "SADC",
	"United Nations": "UN", "Commonwealth of Independent States": "CIS", "South Asian Association for Regional Cooperation": "SAARC", "East African Community": "EAC", "European Free Trade Association": "EFTA"}

var bodyWithout = map[string]bool{"NATO": true, "ASEAN": true, "BRICS": true, "OPEC": true, "OPEC+": true, "AUKUS": true, "ECOWAS": true, "CARICOM": true, "Mercosur": true, "APEC": true, "EFTA": true, "SAARC": true, "Five Eyes": true}

// MemberCheck makes sentences about memberships, true and corrupted, and counts the
// verdicts on them.
func MemberCheck(check CheckFunc, t *reference.Tables, p *reference.Pack, o Output) error {
	cases, bodies := newMemberMaker(t, p).make()
	fmt.Fprintf(o.Report, "memberships: %d made sentences about %d bodies\n", len(cases), bodies)
	checkMade(check, cases, record.ClaimMembership, o)
	return nil
}

func newMemberMaker(t *reference.Tables, p *reference.Pack) *memberMaker {
	return &memberMaker{t: t, p: p, draw: rand.New(rand.NewPCG(20261129, 6))}
}

// make makes the sentences about all bodies and says how many these are.
func (m *memberMaker) make() (cases []madeCase, bodies int) {
	for i := range m.t.Orgs {
		if b, ok := m.p.Body(m.t.Orgs[i].Name); ok {
			m.body(b)
			bodies++
		}
	}
	return m.cases, bodies
}

// few is of how many rows of a body sentences are made: the large ones would
// drown the rest.
const few = 30

func (m *memberMaker) body(b reference.Body) {
	rows := slices.Clone(m.p.Memberships(b.Name))
	m.draw.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	rows = rows[:min(len(rows), few)]
	for i := range rows {
		r := &rows[i]
		s := m.t.State(r.State)
		if s == nil {
			continue
		}
		first, last := m.reach(b, r)
		day := between(m.draw, first, last)
		switch {
		case r.Member():
			m.add("true", memberForms, s, b, day, true)
			if r.From.Known() && r.From.Year >= 1995 && r.From.Month > 0 {
				m.add("true, joined", joinForms, s, b, later(r.From, 1+m.draw.IntN(300)), true)
				d := later(r.From, -200-m.draw.IntN(1000))
				if b.Complete && !m.memberOn(b.Name, r.State, d) && reference.Covers(b.Since, b.AsOf, d) {
					m.add("before it joined", memberForms, s, b, d, false)
					m.add("joined too early", joinForms, s, b, d, false)
				}
			}
			if r.To.Known() && r.To.Month > 0 {
				d := later(r.To, 100+m.draw.IntN(600))
				if !m.memberOn(b.Name, r.State, d) && !m.memberOn(b.Name, r.State, later(d, 100)) {
					if !strings.Contains(r.Status, "elected") {
						m.add("true, left", leaveForms, s, b, d, true)
					}
					if reference.Covers(b.Since, b.AsOf, d) && b.Complete {
						m.add("after it left", memberForms, s, b, d, false)
					}
				}
			}
		case r.Status == "observer":
			m.add("true, observer", observerForms, s, b, day, true)
			if b.Complete && !m.memberOn(b.Name, r.State, day) && reference.Covers(b.Since, b.AsOf, day) {
				m.add("observer as member", memberForms, s, b, day, false)
			}
		}
		if other := m.outsider(b.Name); other != nil && b.Complete {
			d := between(m.draw, start0(b.Since), start0(b.AsOf))
			m.add("no member", memberForms, other, b, d, false)
			if i%3 == 0 {
				m.add("never joined", joinForms, other, b, d, false)
			}
		}
	}
}

// reach is the stretch on which a row is known to hold, from 1995 on.
func (m *memberMaker) reach(b reference.Body, r *reference.Membership) (first, last time.Time) {
	first, last = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC), start0(b.AsOf)
	if r.From.Known() && first.Before(start0(r.From)) {
		first = start0(r.From).AddDate(0, 1, 0)
	}
	if b.Since.Known() && first.Before(start0(b.Since)) {
		first = start0(b.Since)
	}
	if r.To.Known() {
		last = start0(r.To)
	}
	return first, last
}

func start0(d text.Date) time.Time {
	return time.Date(int(d.Year), time.Month(max(d.Month, 1)), max(int(d.Day), 1), 0, 0, 0, 0, time.UTC)
}

func date(t time.Time) text.Date {
	return text.Date{Year: int16(t.Year()), Month: int8(t.Month()), Day: int8(t.Day())}
}

func later(d text.Date, days int) text.Date { return date(start0(d).AddDate(0, 0, days)) }

func between(draw *rand.Rand, a, b time.Time) text.Date {
	if !a.Before(b) {
		return date(b)
	}
	return date(a.Add(time.Duration(draw.Float64() * float64(b.Sub(a)))))
}

func (m *memberMaker) memberOn(body, state string, d text.Date) bool {
	for _, r := range m.p.Memberships(body) {
		if r.State == state && (r.Member() || r.Status == "suspended" || r.Status == "disputed") && reference.Covers(r.From, r.To, d) {
			return true
		}
	}
	return false
}

// outsider is a state with no row of the body, of those that news speaks of.
func (m *memberMaker) outsider(body string) *reference.State {
	for range 30 {
		s := &m.t.States[m.draw.IntN(len(m.t.States))]
		if len(m.p.Partners(s.ISO3, "export")) == 0 || s.To.Known() || !slices.ContainsFunc(m.p.Memberships("United Nations"), func(r reference.Membership) bool { return r.State == s.ISO3 }) {
			continue
		}
		if !slices.ContainsFunc(m.p.Memberships(body), func(r reference.Membership) bool { return r.State == s.ISO3 }) {
			return s
		}
	}
	return nil
}

// mate is another member on the day, "" where there is none.
func (m *memberMaker) mate(b reference.Body, state string, d text.Date) string {
	for _, r := range m.p.Memberships(b.Name) {
		if s := m.t.State(r.State); r.State != state && s != nil && r.Member() && reference.Covers(r.From, r.To, d) {
			return withArticle(s.Name)
		}
	}
	return ""
}

func (m *memberMaker) add(kind string, forms []string, s *reference.State, b reference.Body, d text.Date, correct bool) {
	form := forms[m.draw.IntN(len(forms))]
	mate := m.mate(b, s.ISO3, d)
	if mate == "" && strings.Contains(form, "{M}") {
		form = forms[0]
	}
	name := b.Name
	if short := shortBody[name]; short != "" && m.draw.IntN(4) > 0 {
		name = short
	}
	full := name
	if !bodyWithout[name] {
		full = "the " + name
	}
	body := strings.NewReplacer("{S}", withArticle(s.Name), "{B}", name, "{N}", full, "{M}", mate).Replace(form)
	m.cases = append(m.cases, madeCase{kind, capital(body), d, correct})
}
