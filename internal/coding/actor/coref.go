package actor

import (
	"fmt"
	"strconv"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// bind settles who is who, in reading order, and numbers the entities.
func (p *page) bind() {
	offices := map[string]string{} // country and office -> key of the person who holds it
	p.ids = map[string]int32{}
	if p.bare {
		p.bareDoubt()
	} else {
		p.doubt()
		p.stage()
	}
	for i := range p.out {
		m := &p.out[i]
		switch {
		case m.counter:
			p.counterpart(i)
			if m.Person != "" {
				p.namePerson(i)
			}
		case m.Person != "":
			p.namePerson(i)
			p.focus(i)
		case m.Kind == record.Coalition && (len(m.parts) > 0 || m.next > 0):
			p.ownMembers(i)
		case m.Kind == record.Coalition:
			p.collective(i)
		case m.Kind == record.Pronoun:
			p.resolvePronoun(i)
		case m.Country == "" && m.key == "":
			if !p.owned(i) {
				p.description(i)
				p.focus(i)
			}
		}
		if !p.bare && m.Person != "" {
			p.enterScene(m)
		}
		p.pairUp(i)
		if m.key == "" {
			switch {
			case m.Office != "" && m.Country != "" && !strings.HasPrefix(m.Office, "former"):
				if k, ok := offices[m.Country+" "+m.Office]; ok {
					m.key = k
				} else {
					m.key = "F:" + m.Country + m.Office
				}
			case m.Kind == record.Organ && m.Country != "":
				m.key = "G:" + m.Country + strings.Join(m.Sectors, "") + m.head
			case m.Kind == record.Agent && !m.indef && m.Country != "":
				m.key = "A:" + m.Country + strings.Join(m.Sectors, "") + m.head
			default:
				m.key = "#" + strconv.Itoa(i)
			}
		}
		if m.Person != "" && m.Office != "" && m.Country != "" {
			offices[m.Country+" "+m.Office] = m.key
		}
		id, ok := p.ids[m.key]
		if !ok {
			id = int32(len(p.ids))
			p.ids[m.key] = id
		}
		m.Entity = id
	}
}

// doubt takes the country from a party, and from a body under a doubtful
// wording, when the text speaks of other countries and not of that one: every
// second state has a Democratic Party.
func (p *page) doubt() {
	n, total := map[string]int{}, 0 // mentions by country, parties left out
	texts := map[int32]string{}     // wordings under which a body stands; "*" several
	any := false
	for i := range p.out {
		e := &p.out[i]
		if e.Country == "" {
			continue
		}
		party := false
		if o, words := p.lender(e); o >= 0 {
			any = any || p.r.t.Orgs[o].Doubtful(words)
		}
		if e.org >= 0 {
			party = p.r.t.Orgs[e.org].Kind == "party"
			any = any || party || p.r.t.Orgs[e.org].Doubtful(e.Text)
			if t, ok := texts[e.org]; !ok {
				texts[e.org] = e.Text
			} else if t != e.Text {
				texts[e.org] = "*"
			}
		}
		if !party {
			n[e.Country]++
			total++
		}
	}
	if !any {
		return
	}
	p.fullNames(texts)
	for i := range p.out {
		m := &p.out[i]
		org, words := m.org, m.Text
		if org < 0 {
			org, words = p.lender(m)
		}
		if org < 0 || m.Country == "" {
			continue
		}
		o := &p.r.t.Orgs[org]
		bad, party := o.Doubtful(words), o.Kind == "party"
		national := p.r.t.State(o.Code) != nil
		if !bad && (!party || !national) {
			continue
		}
		self := 1
		if party {
			self = 0
		}
		support := texts[org] == "*" || national && n[m.Country] > self
		other := total > n[m.Country]
		if support || !other && !bad {
			continue
		}
		m.CAMEO = strings.Join(m.Sectors, "")
		m.Country, m.base = "", ""
		m.Why.Rule += ", its country is not in the text"
	}
}

// bareDoubt takes the country from a body when a phrase by itself holds no more
// than a wording that often means another.
func (p *page) bareDoubt() {
	for i := range p.out {
		m := &p.out[i]
		if m.org < 0 {
			continue
		}
		o := &p.r.t.Orgs[m.org]
		for _, w := range o.Ambiguous {
			if o.Kind == "media" && strings.HasSuffix(m.Text, w) && p.r.t.State(m.Country) != nil && p.r.t.State(m.Country).CAMEO != "" {
				m.CAMEO = strings.Join(m.Sectors, "")
				m.Country, m.base = "", ""
				m.Why.Rule += ", one of several of that name"
			}
		}
	}
}

// fullNames marks bodies that stand on the page under a second wording, inside
// longer phrases too: "the World Health Organization (WHO)".
func (p *page) fullNames(texts map[int32]string) {
	for t := 0; t < len(p.toks); t++ {
		a := p.atomAt(int32(t))
		if a == nil || a.class != aOrg || int(a.first) != t {
			continue
		}
		w := p.doc.Text(p.doc.TokenSpan(a.first, a.last))
		if have, ok := texts[a.row]; ok && have != w && have != "*" {
			texts[a.row] = "*"
		} else if !ok {
			texts[a.row] = w
		}
	}
}

// lender is the body of a state that lends its country to a phrase that it does not
// head, and its wording: "Senate President"; -1 none.
func (p *page) lender(m *mention) (int32, string) {
	if m.org >= 0 || m.state >= 0 || m.Country == "" || m.Kind == record.Pronoun {
		return -1, ""
	}
	for t := m.First; t < m.Last; t++ {
		a := p.atomAt(t)
		if a == nil {
			continue
		}
		if p.stateRow(a) >= 0 {
			return -1, ""
		}
		if a.class == aOrg && p.r.t.Orgs[a.row].Code == m.Country && p.r.t.State(m.Country) != nil {
			return a.row, p.doc.Text(p.doc.TokenSpan(a.first, a.last))
		}
	}
	return -1, ""
}

// counterpart gives "his Chinese counterpart" the office of whom it answers to.
func (p *page) counterpart(i int) {
	m := &p.out[i]
	best := -1
	for j := i - 1; j >= max(0, i-window); j-- {
		e := &p.out[j]
		if e.sent < m.sent-1 {
			break
		}
		if m.owner >= e.First && m.owner < e.Last && e.Kind != record.Pronoun {
			best = j
			break
		}
		if e.Office == "" || e.Kind == record.Pronoun || e.mod || e.Country == m.Country && e.Country != "" {
			continue
		}
		if best < 0 || e.sent == m.sent && p.toks[e.Head].Rel == text.Nsubj && p.out[best].sent != m.sent {
			best = j
		}
	}
	if best < 0 {
		m.Why.Rule = "counterpart, nobody to answer to"
		return
	}
	e := &p.out[best]
	m.Antecede = int32(best)
	m.Kind = record.Person
	m.Office = e.Office
	m.offRow = e.offRow
	m.Sectors = e.Sectors
	m.CAMEO = m.base + strings.TrimPrefix(e.CAMEO, e.base)
	m.Why = record.Why{Rule: "counterpart: office carried over", Detail: e.Text, Span: e.Span}
}

// pairUp remembers actors named side by side, for "both sides" later on.
func (p *page) pairUp(i int) {
	m := &p.out[i]
	if m.Kind == record.Pronoun || m.Kind == record.Coalition {
		return
	}
	if m.counter && m.Antecede >= 0 {
		p.pairs = append(p.pairs, [2]int32{m.Antecede, int32(i)})
		return
	}
	if i == 0 {
		return
	}
	j := i - 1
	for j > 0 && (p.out[j].Kind == record.Pronoun || p.out[j].First >= m.First) && p.out[j].sent == m.sent {
		j--
	}
	e := &p.out[j]
	if e.sent != m.sent || e.Kind == record.Pronoun {
		return
	}
	if e.Why.Rule == "hyphen pair" && m.Why.Rule == "hyphen pair" {
		p.pairs = append(p.pairs, [2]int32{int32(j), int32(i)})
		return
	}
	if m.mod && e.mod {
		return
	}
	if e.Last <= m.First && p.joined(e.Last, m.First) {
		p.chain(i, j)
		p.pairs = append(p.pairs, [2]int32{int32(j), int32(i)})
		return
	}
	// Subject and object of one verb: "Russia met with China".
	if p.toks[m.Head].Head >= 0 && p.toks[m.Head].Head == p.toks[e.Head].Head && p.toks[e.Head].Rel == text.Nsubj && m.Country != "" && e.Country != "" && m.Country != e.Country {
		switch p.toks[m.Head].Rel {
		case text.Obj, text.Obl:
			p.pairs = append(p.pairs, [2]int32{int32(j), int32(i)})
		}
	}
}

// chain remembers "Russia, China and India" once its last member is read.
func (p *page) chain(i, j int) {
	team := []int32{int32(j), int32(i)}
	for j > 0 && len(team) < 20 {
		k := j - 1
		if p.out[k].Kind == record.Pronoun || p.out[k].sent != p.out[i].sent || p.out[k].mod || p.out[k].Last >= p.out[j].First ||
			p.out[j].First-p.out[k].Last > 2 || p.toks[p.out[k].Last].Form != "," {
			break
		}
		team = append([]int32{int32(k)}, team...)
		j = k
	}
	if len(team) > 2 {
		p.teams = append(p.teams, team)
	}
}

// joined reports whether only "and" and articles stand between two tokens.
func (p *page) joined(from, to int32) bool {
	and := false
	for t := from; t < to; t++ {
		switch p.toks[t].UPOS {
		case text.CCONJ:
			if p.toks[t].Lower != "and" && p.toks[t].Lower != "&" {
				return false
			}
			and = true
		case text.DET:
		case text.PRON:
			if !p.toks[t].Feats.Has(text.Possessive) {
				return false
			}
		case text.PUNCT:
			if p.toks[t].Form != "," {
				return false
			}
		default:
			return false
		}
	}
	return and
}

// collective finds the two whom "both sides" or "the two ministers" are.
func (p *page) collective(i int) {
	m := &p.out[i]
	states := p.r.w.stateHead[m.head]
	if m.Number > 2 {
		for k := len(p.teams) - 1; k >= max(0, len(p.teams)-window); k-- {
			if t := p.teams[k]; len(t) == int(m.Number) {
				m.Members = t
				m.Antecede = t[len(t)-1]
				m.key = fmt.Sprint("C:", t)
				return
			}
		}
		m.Kind = record.Agent
		m.Why.Rule = "agent noun, nobody of that number named before"
		return
	}
	for k := len(p.pairs) - 1; k >= max(0, len(p.pairs)-window); k-- {
		a, b := p.pairs[k][0], p.pairs[k][1]
		x, y := &p.out[a], &p.out[b]
		if x.Country == "" || y.Country == "" {
			continue
		}
		if !states {
			if m.offRow >= 0 {
				if !officeFits(x.Office, m.Office) || !officeFits(y.Office, m.Office) {
					continue
				}
			} else if x.state >= 0 && m.head != "leader" && m.head != "team" && m.head != "delegation" && m.head != "man" && m.head != "woman" {
				if m.agent >= 0 {
					continue
				}
			}
			if (m.head == "man" || m.head == "woman" || m.head == "leader") && (x.Kind != record.Person || y.Kind != record.Person) {
				continue
			}
		} else if x.Country == y.Country && m.head != "side" && m.head != "party" {
			continue
		}
		if states && m.head != "side" && m.head != "party" {
			a, b = p.stateOf(a, i), p.stateOf(b, i)
		}
		p.members(m, a, b)
		m.Why.Detail = p.out[a].Text + " and " + p.out[b].Text
		m.Why.Span = p.out[a].Span
		return
	}
	m.Why.Rule = "collective, nobody paired before"
}

// officeFits reports whether "minister" can name a minister of defence.
func officeFits(office, said string) bool {
	return office == said || said == "minister" && strings.HasPrefix(office, "minister ") || top(office) && top(said)
}

// ownMembers gives a collective the members that its own phrase names. They follow
// it on the page, so that their entities are numbered later.
func (p *page) ownMembers(i int) {
	m := &p.out[i]
	for j := i + 1; j < len(p.out) && j <= i+m.next && p.out[j].First < m.Last; j++ {
		m.Members = append(m.Members, int32(j))
	}
	for j := i + 1; m.next == 0 && j < len(p.out) && p.out[j].First < m.Last; j++ {
		for _, t := range m.parts {
			if p.out[j].First == t && p.out[j].Country != "" {
				m.Members = append(m.Members, int32(j))
			}
		}
	}
	m.Why.Rule = "collective, members named"
	if len(m.Members) > 2 {
		p.teams = append(p.teams, m.Members)
	}
}

// members makes m stand for the two mentions; the same two are one entity.
func (p *page) members(m *mention, a, b int32) {
	m.Members = []int32{a, b}
	m.Antecede = b
	m.key = p.pairKey(a, b)
}

func (p *page) pairKey(a, b int32) string {
	x, y := p.out[a].Entity, p.out[b].Entity
	return "C:" + strconv.Itoa(int(min(x, y))) + "+" + strconv.Itoa(int(max(x, y)))
}

// stateOf is the latest mention before i of the state that mention a belongs
// to; a itself when the state is not named.
func (p *page) stateOf(a int32, i int) int32 {
	if p.out[a].state >= 0 {
		return a
	}
	for j := i - 1; j >= max(0, i-window); j-- {
		e := &p.out[j]
		if e.state >= 0 && e.Country == p.out[a].Country && e.Kind == record.State {
			return int32(j)
		}
	}
	return a
}

// description binds "the minister", "the group", "the police" to the one
// compatible actor named before, where there is only one.
func (p *page) description(i int) {
	m := &p.out[i]
	if (m.head == "country" || m.head == "nation") && m.def && !m.plural {
		p.theCountry(i)
		return
	}
	if !m.def && !p.r.w.mass[m.head] || m.indef || m.mod && !m.def {
		return
	}
	for t := m.First; t < m.Last; t++ {
		if capital(p.toks[t].Form) && p.toks[t].UPOS == text.ADJ && t > p.doc.Sentences[m.sent].First {
			return // "the European team" is not the Afghan one
		}
	}
	best := -1
	for j := i - 1; j >= max(0, i-window); j-- {
		e := &p.out[j]
		if m.sent-e.sent > 6 {
			break
		}
		if e.Kind == record.Pronoun || e.Country == "" && e.key == "" || e.plural != m.plural || e.Number != m.Number || !p.fits(m, e) {
			continue
		}
		if best < 0 {
			best = j
		} else if p.out[best].key != e.key {
			return
		}
	}
	if best >= 0 {
		e := &p.out[best]
		m.key = e.key
		m.Antecede = int32(best)
		if m.Country == "" {
			m.Country, m.base = e.Country, e.base
		}
		if m.Office == "" {
			m.Office = e.Office
		}
		if len(m.Sectors) == 0 {
			m.Sectors = e.Sectors
		}
		if m.Name == "" {
			m.Name = e.Name
		}
		if e.CAMEO != "" {
			m.CAMEO = e.CAMEO
		}
		m.Why = record.Why{Rule: "description of an earlier mention", Detail: e.Text, Span: e.Span}
		return
	}
}

// owned gives m the country of whom "his", "its" or "the country's" before it
// stands for.
func (p *page) owned(i int) bool {
	m := &p.out[i]
	if m.owner < 0 || m.plural && m.Kind == record.Person || p.r.w.relational[m.head] {
		return false
	}
	for j := i - 1; j >= max(0, i-window) && p.out[j].sent == m.sent; j-- {
		e := &p.out[j]
		if m.owner < e.First || m.owner >= e.Last || e.Country == "" {
			continue
		}
		if m.head == "country" || m.head == "nation" || m.head == "homeland" {
			p.asState(m, e)
			return true
		}
		m.Country = e.Country
		m.base = p.cameoOf(e.Country)
		m.CAMEO = m.base + m.CAMEO
		m.Why.Rule += ", country of its owner"
		m.Why.Detail = strings.TrimSpace(m.Why.Detail + " " + e.Text)
		return true
	}
	return false
}

// theCountry binds "the country" when one state alone was named in this
// sentence and the one before.
func (p *page) theCountry(i int) {
	m := &p.out[i]
	one := -1
	for j := i - 1; j >= max(0, i-window) && m.sent-p.out[j].sent <= 1; j-- {
		e := &p.out[j]
		if e.state < 0 {
			continue
		}
		if one >= 0 && p.out[one].Country != e.Country {
			return
		}
		one = j
		if p.that(m) {
			break // "that country" is the one just named
		}
	}
	if one >= 0 {
		p.asState(m, &p.out[one])
		m.Antecede = int32(one)
	}
}

// that reports a phrase that points at what was named last.
func (p *page) that(m *mention) bool {
	for t := max(m.First-1, p.doc.Sentences[m.sent].First); t < m.Head; t++ {
		if l := p.toks[t].Lower; l == "that" || l == "latter" {
			return true
		}
	}
	return false
}

// asState makes m the state that e belongs to.
func (p *page) asState(m, e *mention) {
	m.Kind, m.Country, m.Sectors = record.State, e.Country, nil
	m.base = p.cameoOf(e.Country)
	m.CAMEO = m.base
	if s := p.r.t.State(e.Country); s != nil {
		m.Name = s.Name
	}
	m.key = "S:" + m.Name
	m.Why = record.Why{Rule: "country of an earlier mention", Detail: e.Text, Span: e.Span}
}

// fits reports whether the description m suits the earlier mention e.
func (p *page) fits(m, e *mention) bool {
	if m.head == "" {
		return false
	}
	if e.head == m.head && e.Kind == m.Kind {
		return true
	}
	if m.Kind == record.Person && e.Office != "" {
		o := e.Office
		return o == m.Office || strings.HasPrefix(o, m.Office+" of ") || strings.HasSuffix(o, " "+m.head) || strings.HasPrefix(o, m.head+" ")
	}
	switch e.Kind {
	case record.Group:
		return m.head == "group" || m.head == "movement" || m.head == "organization" || m.head == "organisation"
	case record.Company:
		return m.head == "company" || m.head == "firm"
	case record.Body:
		return m.head == "organization" || m.head == "organisation" || m.head == "body" || m.head == "alliance" || m.head == "agency"
	}
	return false
}
