package actor

import (
	"sort"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// enter turns a group into a mention.
func (p *page) enter(g *group) {
	switch {
	case g.state && g.people:
		p.enterPeople(g)
	case g.state:
		p.enterState(g)
	case g.headAtom == 0 && g.person == 0 && !g.coll && !g.counter:
	default:
		p.enterActor(g)
	}
}

// argument reports whether the tree makes the phrase headed by tok an argument
// of a word other than the noun that follows the phrase directly.
func (p *page) argument(tok, last int32) bool {
	k := &p.toks[tok]
	switch k.Rel {
	case text.Nsubj, text.NsubjPass, text.Obj, text.Iobj, text.OblAgent:
		return k.Head != last || p.toks[k.Head].UPOS == text.VERB
	case text.Obl:
		return k.Head < tok
	}
	return false
}

// counted takes "dozens of" and "more than 100" before a group into it: they
// head it in the tree.
func (p *page) counted(g *group) (first, head int32) {
	first, head = g.first, g.headTok
	s := p.sentStart()
	t := first - 1
	for t > s && p.toks[t].UPOS == text.DET {
		t--
	}
	if t > s && p.toks[t].Lower == "of" && p.r.w.quantity[p.toks[t-1].Lower] && p.at[t-1] == 0 {
		first = t - 1
		if g.number == 0 {
			g.number = numeral(p.toks[t-1].Lower)
		}
		g.plural = true
		return first, t - 1
	}
	if p.toks[first].UPOS != text.NUM && !(p.r.w.approx[p.toks[first].Lower] && g.number > 0) {
		return first, head
	}
	for first > s && p.r.w.approx[p.toks[first-1].Lower] && p.at[first-1] == 0 {
		if p.toks[first-1].Lower == "to" && (first-2 < s || p.toks[first-2].Lower != "up") {
			break
		}
		if l := p.toks[first-1].Lower; l == "at" && p.toks[first].Lower != "least" {
			break
		}
		first--
	}
	if first < g.first {
		head = p.headOf(first, g.last)
	}
	return first, head
}

func (p *page) enterPeople(g *group) {
	a := &p.atoms[g.stateAtom]
	m := p.stateMention(a, "people")
	if g.first < 0 || g.first > a.first {
		g.first = a.first
	}
	g.last, g.headTok = a.last, m.Head
	counted := false
	if first, head := p.counted(g); first < m.First {
		counted, m.First, m.Head = true, first, head // "thousands of Georgians"
		m.Span = record.Span(p.doc.TokenSpan(m.First, m.Last))
		m.Text = p.doc.Body[m.Span.Start:m.Span.End]
	}
	m.Kind = record.Agent
	m.Number = g.number
	m.def = g.det == "the"
	m.plural = true
	m.mod = g.tail
	if counted || g.number > 0 || g.det == "a" || g.det == "an" {
		m.Sectors = []string{"CVL"}
		m.CAMEO += "CVL"
		m.indef = true
		m.key = ""
	}
	p.push(m)
}

// stateMention is a mention of a state through any of its wordings.
func (p *page) stateMention(a *atom, rule string) mention {
	m := p.blank(a.first, a.last, p.headOf(a.first, a.last))
	n := p.nationOf(a.row, a.class, a.first)
	m.Kind = record.State
	m.Name, m.Country, m.CAMEO = n.name, n.code, n.cameo
	if n.sector != "" {
		m.Sectors = []string{n.sector}
		m.CAMEO += n.sector
	}
	m.Why = record.Why{Rule: rule, Detail: n.why}
	m.key = "S:" + n.name
	m.state = a.row
	return m
}

// enterActor builds the mention of a group with an agent noun, an office, an
// organisation or a name.
func (p *page) enterActor(g *group) {
	g.first, g.headTok = p.counted(g)
	m := p.blank(g.first, g.last, g.headTok)
	m.Number = g.number
	m.plural = g.plural
	if g.tail && (p.argument(g.headTok, g.last) || g.person != 0 && g.n > 0) {
		g.tail = false
	}
	m.mod = g.tail
	m.owner = g.ownTok
	m.counter = g.counter
	switch g.det {
	case "the", "this", "that", "these", "those", "both":
		m.def = true
	case "a", "an", "some", "several", "many", "another", "no", "any":
		m.indef = true
	}
	if g.number > 0 && !m.def {
		m.indef = true
	}
	nat := g.nat
	var secs, roles []string
	var rows []string
	add := func(s []string, c string) {
		for _, x := range s {
			if x != "UNK" {
				secs = appendNew(secs, x)
			}
		}
		if c == "" {
			for _, x := range s {
				if x != "UNK" {
					c += x
				}
			}
		}
		for len(c) >= 3 {
			roles = appendNew(roles, c[:3])
			c = c[3:]
		}
	}
	if nat.sector != "" {
		add([]string{nat.sector}, nat.sector)
	}
	ids := append(append([]int32(nil), g.atoms[:g.n]...), g.inner...)
	weak := p.weak(g)
	specific := false
	faith := false // "Muslim leaders" lead a faith, no state
	for _, id := range ids {
		a := &p.atoms[id-1]
		if s := p.sectorsOf(a); weak && id != g.headAtom && a.class == aOrg && len(s) > 0 && s[0] == "REL" {
			faith = true
		}
		if s := p.sectorsOf(a); id != g.headAtom && len(s) > 0 && s[0] != "UNK" && !(a.class == aOrg && (s[0] == "CVL" || s[0] == "REL")) {
			specific = true
		}
	}
	if nat.org >= 0 && nat.kind == aOrg && weak {
		// What an organisation is, its people are; a people or a faith says less
		// of "forces" than the word itself.
		if s := p.r.t.Orgs[nat.org].Sectors; len(s) > 0 {
			specific = s[0] != "CVL" && s[0] != "REL"
		}
	}
	if nat.org >= 0 && nat.kind == aOrg && weak {
		s := p.r.t.Orgs[nat.org].Sectors
		faith = faith || len(s) > 0 && s[0] == "REL"
	}
	if g.headAtom != 0 && !(weak && specific) && !(faith && p.governs(g.headAtom)) {
		a := &p.atoms[g.headAtom-1]
		s, c, row := p.rolesOf(a)
		add(s, c)
		rows = append(rows, row)
	}
	for _, id := range ids {
		if id == g.headAtom {
			continue
		}
		a := &p.atoms[id-1]
		s, c, row := p.rolesOf(a)
		add(s, c)
		rows = append(rows, row)
		if a.class == aOrg && !nat.known() {
			nat = p.orgNation(a)
		}
	}
	if nat.org >= 0 && nat.kind == aOrg && weak {
		o := &p.r.t.Orgs[nat.org]
		add(o.Sectors, "")
	}
	m.Kind = record.Agent
	if g.headAtom != 0 {
		a := &p.atoms[g.headAtom-1]
		m.head = p.lemmaOf(a)
		switch a.class {
		case aOrg:
			p.fromOrg(&m, a, &nat)
		case aNamedOrg:
			m.Kind = record.Unknown
			m.Name = p.doc.Text(p.doc.TokenSpan(a.first, a.last))
			m.key = "N:" + m.Name
			if a.nat >= 0 && !nat.known() {
				nat = p.nationOf(a.nat, aAdj, a.first)
			}
			n := p.agentNoun(g)
			if n < 0 {
				n = a.row
			}
			if n >= 0 {
				m.Kind = agentKind(p.r.t.Agents[n].Kind)
			}
		case aOffice:
			m.Kind = record.Person
			m.offRow = a.row
		case aAgent:
			ag := &p.r.t.Agents[a.row]
			m.agent = a.row
			m.comment = strings.Contains(ag.Note, "comment")
			m.Kind = agentKind(ag.Kind)
			if ag.Note != "" {
				m.Why.Detail = ag.Note
			}
		}
		for _, id := range ids {
			if b := &p.atoms[id-1]; b.class == aOffice && m.offRow < 0 && g.n > 0 && id == g.atoms[g.n-1] {
				m.offRow = b.row
			}
		}
	}
	if m.offRow < 0 && g.person != 0 {
		for i := g.n - 1; i >= 0; i-- {
			if b := &p.atoms[g.atoms[i]-1]; b.class == aOffice {
				m.offRow = b.row
				break
			}
		}
	}
	if m.offRow >= 0 {
		o := &p.r.t.Offices[m.offRow]
		m.Office = o.Office
		if !nat.known() && o.Country != "" && !p.servesAnother(g, o.Country) {
			nat = nation{code: o.Country, cameo: p.cameoOf(o.Country), name: o.Country, why: o.Row, org: -1}
		}
	}
	former := p.formerBefore(g)
	if former {
		if m.Office != "" && !strings.HasPrefix(m.Office, "former") {
			m.Office = "former " + m.Office
		}
		if m.offRow < 0 && private(secs) {
			// "a former employee" never held power: who he was stays what he is
		} else if m.offRow < 0 || p.r.t.Offices[m.offRow].Scope != "company" {
			secs, roles = []string{"ELI"}, []string{"ELI"}
		}
	}
	if g.person != 0 {
		a := &p.atoms[g.person-1]
		m.Kind = record.Person
		m.Person = p.doc.Text(p.doc.TokenSpan(a.first, a.last))
		m.plural = false
	}
	if m.Kind == record.Person || m.Kind == record.Agent {
		m.gender = p.genderOf(g)
	}
	if g.led != "" && p.alliance(g) {
		// "a U.S.-led coalition" is no coalition of parties: it is its leader's war.
		secs, roles = []string{"MIL"}, []string{"MIL"}
	}
	if m.Country == "" && nat.known() {
		m.Country = nat.code
	}
	if m.CAMEO == "" {
		m.CAMEO = nat.cameo
	}
	if g.coll {
		m.Kind = record.Coalition
		m.parts = g.parts
		m.next = g.next
		if m.Number == 0 && len(g.parts) == 0 && g.next == 0 {
			m.Number = 2
		}
		m.plural = true
		if m.head == "" {
			m.head = p.lemma(g.headTok)
		}
		if p.r.w.stateHead[m.head] {
			secs, roles = nil, nil
		}
	}
	if !m.def && !nat.known() && len(secs) == 0 && m.agent >= 0 && m.owner < 0 && m.Person == "" && !g.coll && !p.argument(g.headTok, g.last) && !p.bare {
		return // "the talks in groups": nobody in particular, doing nothing
	}
	if p.thing(g, &m, nat) {
		return
	}
	if len(secs) > 1 && secs[0] == "JRN" && secs[1] == "GOV" {
		secs[0], secs[1] = "GOV", "JRN" // the official news agency speaks for the state first
	}
	m.Sectors = secs
	m.base = m.CAMEO
	switch {
	case strings.HasPrefix(m.key, "O:"): // the table has the whole code
	case m.offRow >= 0 && p.r.t.Offices[m.offRow].Scope == "body" && p.r.t.Offices[m.offRow].Country == m.Country && m.Country != "" && !former:
		m.CAMEO = p.r.t.Offices[m.offRow].CAMEO
	default:
		m.CAMEO = withRoles(m.base, order(roles))
	}
	m.Why.Rule = why(g, &m, nat)
	if len(rows) > 0 {
		if m.Why.Detail != "" {
			m.Why.Detail += " "
		}
		m.Why.Detail += rows[0]
	}
	if nat.why != "" && nat.why != "person" {
		m.Why.Detail = strings.TrimSpace(m.Why.Detail + " " + nat.why)
	}
	p.push(m)
}

// why names the rule in words a reader can follow.
func why(g *group, m *mention, nat nation) string {
	r := ""
	switch {
	case g.coll:
		return "collective"
	case g.counter:
		r = "counterpart"
	case g.elliptic:
		r = "adjective shares its noun"
	case m.Office != "" && m.Person != "":
		r = "office and name"
	case m.Office != "":
		r = "office"
	case g.headAtom == 0:
		r = "personal name"
	case m.Kind == record.Unknown:
		r = "name in no table"
	case m.Kind == record.Agent || m.Kind == record.Organ:
		r = "agent noun"
	default:
		r = "name"
	}
	switch {
	case g.led != "":
		r += ", led by " + g.led
	case g.natWhy != "":
		r += ", " + g.natWhy
	}
	if g.tail && m.thing {
		return "compound modifier, building: " + r
	}
	if g.tail {
		return "compound modifier: " + r
	}
	if !nat.known() && m.Country == "" && (m.Kind == record.Agent || m.Kind == record.Organ) {
		r += ", no nationality given"
	}
	return r
}

func (p *page) sectorsOf(a *atom) []string {
	s, _, _ := p.rolesOf(a)
	return s
}

// rolesOf gives the sectors, CAMEO roles and row of an agentish atom.
func (p *page) rolesOf(a *atom) ([]string, string, string) {
	switch a.class {
	case aAgent:
		r := &p.r.t.Agents[a.row]
		return r.Sectors, r.CAMEO, r.Row
	case aNamedOrg:
		if a.row >= 0 {
			r := &p.r.t.Agents[a.row]
			return r.Sectors, r.CAMEO, r.Row
		}
	case aOffice:
		r := &p.r.t.Offices[a.row]
		return r.Sectors, r.CAMEO, r.Row
	case aOrg:
		r := &p.r.t.Orgs[a.row]
		return r.Sectors, "", r.Row
	}
	return nil, "", ""
}

// fromOrg fills a mention that an organisation heads.
func (p *page) fromOrg(m *mention, a *atom, nat *nation) {
	o := &p.r.t.Orgs[a.row]
	if nat.known() && nat.kind != aOrg && o.Code != nat.code && p.r.t.State(o.Code) != nil {
		// "the Nigerian Senate": a name that the table gives to another state.
		m.Kind = orgKind(o.Kind, o.Group)
		m.Country = nat.code
		m.CAMEO = nat.cameo
		return
	}
	m.Name = o.Name
	if w := p.doc.Text(p.doc.TokenSpan(a.first, a.last)); (o.Kind == "company" || o.Kind == "ngo" || o.Kind == "media") && !akin(w, o.Name) {
		// A row may hold several bodies of one code: each keeps its own name.
		m.Name = w
	}
	m.key = "O:" + m.Name
	m.org = a.row
	m.Kind = orgKind(o.Kind, o.Group)
	if o.Kind == "person" {
		m.Person = p.doc.Text(p.doc.TokenSpan(a.first, a.last))
	}
	if o.Code != "" {
		*nat = p.orgNation(a)
	}
	m.Country = nat.code
	m.CAMEO = nat.cameo
	if o.CAMEO != "" {
		m.CAMEO = o.CAMEO
	}
}

// governs reports a head that is of a government for want of anything better.
func (p *page) governs(id int32) bool {
	s := p.sectorsOf(&p.atoms[id-1])
	return len(s) > 0 && s[0] == "GOV"
}

// akin reports whether two wordings can name one body: they share a word, or
// one is an abbreviation.
func akin(a, b string) bool {
	if acronym(a) || acronym(b) || strings.Contains(a, ".") {
		return true
	}
	for _, x := range strings.Fields(a) {
		if len(x) > 2 && strings.Contains(b, x) && x != "University" && x != "International" && x != "Group" {
			return true
		}
	}
	return false
}

func orgKind(kind string, group bool) record.ActorKind {
	switch kind {
	case "company", "mnc":
		return record.Company
	case "ngo":
		return record.NGO
	case "person":
		return record.Person
	case "state":
		return record.State
	case "organ", "parliament", "court", "army", "ministry", "agency", "police":
		return record.Organ
	}
	if group {
		return record.Group
	}
	return record.Body
}

func agentKind(kind string) record.ActorKind {
	switch kind {
	case "organ":
		return record.Organ
	case "company":
		return record.Company
	case "ngo":
		return record.NGO
	}
	return record.Agent
}

// agentNoun is the row of a common agent noun beside a name: "oil company X".
func (p *page) agentNoun(g *group) int32 {
	for _, id := range g.atoms[:g.n] {
		if a := &p.atoms[id-1]; a.class == aAgent {
			return a.row
		}
	}
	return -1
}

// private reports sectors of people who hold no power in the state, all of
// them known.
func private(secs []string) bool {
	for _, s := range secs {
		switch s {
		case "AGR", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "REL":
		default:
			return false
		}
	}
	return len(secs) > 0
}

// formerBefore reports a word that puts the office in the past.
func (p *page) formerBefore(g *group) bool {
	if g.headAtom == 0 {
		return false
	}
	for t := g.first - 2; t < g.headTok; t++ {
		if t < 0 || p.at[t] != 0 && t < g.first {
			continue
		}
		if t < g.first && p.sentStart() > t {
			continue
		}
		if p.r.w.former[p.toks[t].Lower] {
			return true
		}
	}
	return false
}

func (p *page) sentStart() int32 { return p.doc.Sentences[p.sent].First }

func (p *page) genderOf(g *group) int8 {
	for t := max(g.first-1, p.sentStart()); t < g.last; t++ {
		if p.r.w.female[p.toks[t].Lower] {
			return 1
		}
		if p.r.w.male[p.toks[t].Lower] {
			return -1
		}
	}
	return 0
}

func appendNew(s []string, x string) []string {
	for _, y := range s {
		if x == y {
			return s
		}
	}
	return append(s, x)
}

// order puts CAMEO's primary roles before its secondary ones, each in the
// order in which they came.
func order(roles []string) []string {
	sort.SliceStable(roles, func(i, j int) bool { return primary(roles[i]) && !primary(roles[j]) })
	return roles
}

func primary(role string) bool {
	switch role {
	case "COP", "GOV", "INS", "JUD", "MIL", "OPP", "REB", "SEP", "SPY", "UAF", "PTY", "LEG":
		return true
	}
	return false
}

// withRoles appends the roles that the country code does not hold already:
// bodies have roles in their codes.
func withRoles(base string, roles []string) string {
	out := base
roles:
	for _, r := range roles {
		for i := 0; i+3 <= len(base); i += 3 {
			if base[i:i+3] == r {
				continue roles
			}
		}
		out += r
	}
	return out
}

// pronounIn enters the possessive pronouns of a chunk.
func (p *page) pronounIn(first, last int32) {
	for t := first; t < last; t++ {
		k := &p.toks[t]
		if k.UPOS == text.PRON && k.Feats.Has(text.Possessive) {
			p.pronoun(t)
		}
	}
}
