package actor

import (
	"strings"

	"entente/internal/record"
)

// ethnics moves those who are called ethnic something from the state of that
// name to the one in which the sentence puts them: "ethnic Russians in Latvia"
// are Latvia's people. Where the sentence names no state, or several, whose
// people they are stays open, but for the groups that the tables know.
func (p *page) ethnics() {
	for i := range p.out {
		m := &p.out[i]
		if m.Country == "" || !p.ethnic(m) {
			continue
		}
		home, row := p.homeOf(i)
		switch {
		case home == "" && m.org >= 0, home == m.Country:
			continue
		case len(m.Sectors) == 0:
			m.Sectors = []string{"CVL"}
		}
		m.Kind = record.Agent
		m.Name, m.Country, m.state, m.org = "", home, -1, -1
		m.base = p.cameoOf(home)
		m.CAMEO = m.base + strings.Join(m.Sectors, "")
		m.key = ""
		m.Why = record.Why{Rule: "an ethnic group belongs to the state that it lives in", Detail: row}
	}
}

// ethnic reports the word before the mention or in it.
func (p *page) ethnic(m *mention) bool {
	for t := max(m.First-1, p.doc.Sentences[m.sent].First); t < m.Head; t++ {
		if p.toks[t].Lower == "ethnic" {
			return true
		}
	}
	return false
}

// homeOf is the state that the sentence names as a place, with its table row:
// the one right behind mention i, else the only one.
func (p *page) homeOf(i int) (code, row string) {
	m := &p.out[i]
	for j := range p.out {
		o := &p.out[j]
		if o.sent != m.sent || o.Kind != record.State || o.Why.Rule != "locative" {
			continue
		}
		if o.First >= m.Last && o.First <= m.Last+2 {
			return o.Country, o.Why.Detail
		}
		if code != "" && code != o.Country {
			return "", ""
		}
		code, row = o.Country, o.Why.Detail
	}
	return code, row
}
