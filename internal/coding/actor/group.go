package actor

import (
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A group is one actor phrase being put together.
type group struct {
	first, last int32
	headTok     int32
	atoms       [8]int32 // 1 + atom: agent nouns, offices, organisations, in order
	n           int
	inner       []int32 // the same, from an "of" phrase
	headAtom    int32   // 1 + atom that heads the phrase; 0 none
	person      int32   // 1 + atom of the name; 0 none
	nat         nation
	natWhy      string
	adjNat      bool
	number      int32
	plural      bool
	det         string // "the", "a", "his"
	ownTok      int32  // token of the possessor; -1
	state       bool   // the phrase is a state, capital, seat or people by itself
	stateAtom   int32
	people      bool
	counter     bool
	tail        bool // plain nouns follow: the phrase only modifies
	poss        bool
	elliptic    bool
	coll        bool // "both sides", "the two ministers"
	led         string
	next        int      // how many members were entered with it, of one hyphened word
	pairs       [4]int32 // 1 + atoms of "Franco-German", waiting for their noun
	parts       []int32  // first tokens of the mentions that a collective is made of
}

// segment reads the tokens of one segment, possessors stripped. own is the
// nation of the possessor before it. Modifier mentions are entered; the main
// group is returned.
func (p *page) segment(s chunk, own nation, ownTok int32) (group, bool) {
	var g group
	g.ownTok = ownTok
	fresh := func() group { return group{first: -1, ownTok: ownTok, stateAtom: -1} }
	g = fresh()
	det := ""
	two := false
	both := s.first > 0 && p.toks[s.first-1].Lower == "both"
	number := int32(0)
	lead := int32(-1) // first token of what may belong to the group
	var pend [6]int32
	np := 0
	open := false
	nat := own
	word := int32(-1) // a collective head: sides, nations
	for i := s.first; i < s.last; {
		k := &p.toks[i]
		a := p.atomAt(i)
		if a == nil {
			switch {
			case k.UPOS == text.DET || k.UPOS == text.PRON:
				switch k.Lower {
				case "both":
					both = true
				default:
					det = k.Lower
				}
				if k.Feats.Has(text.Possessive) && ownTok < 0 {
					g.ownTok = i
				}
				i++
				continue
			case k.UPOS == text.NUM || k.Lower == "two":
				if k.Lower == "two" {
					two = true
				}
				if v := numeral(k.Lower); v > 0 && !open && !p.isHyphen(i+1) {
					number = v
					if lead < 0 {
						lead = i
					}
				}
				i++
				continue
			}
			if k.Lower == "both" {
				both = true
				i++
				continue
			}
			if left, right, ok := p.inside(i); ok {
				p.hyphenWord(i, left, right)
				i++
				continue
			}
			if k.UPOS == text.NOUN || k.UPOS == text.PROPN {
				if p.r.w.counterpart[p.lemma(i)] || p.r.w.counterpart[strings.TrimSuffix(k.Lower, "s")] {
					g.counter = true
					if !open {
						open = true
						g.first = i
						if lead >= 0 {
							g.first = lead
						}
						if np > 0 {
							a := &p.atoms[pend[0]]
							nat = p.nationOf(a.row, a.class, a.first)
							g.adjNat = a.class == aAdj
							g.first = min(g.first, a.first)
							np = 0
						}
						g.nat = nat
					}
					g.headTok, g.last = i, i+1
					g.plural = k.Feats.Has(text.Plural)
					i++
					continue
				}
				if p.r.w.collective[p.lemma(i)] && (both || two) {
					word = i
				} else if open && !p.isHyphen(i-1) {
					g.tail = true
				} else {
					word = -1
				}
			}
			if k.UPOS == text.ADJ && lead < 0 && !open {
				lead = i
			}
			i++
			continue
		}
		switch a.class {
		case aName, aAdj, aCapital, aSeat, aPrefix, aPeople, aRegion, aCity:
			id := p.at[i] - 1
			role, skip := p.hyphenRole(a)
			switch role {
			case hyNot:
				i = skip
				continue
			case hyBacked:
				m := p.stateMention(a, "hyphen modifier")
				m.mod = true
				p.push(m)
				i = skip
				continue
			case hyPair:
				if next, both, ok := p.compound(&g, a, skip, open, s.last); ok {
					if both >= 0 {
						nat = p.nationOf(both, aAdj, a.first)
					}
					if lead < 0 {
						lead = a.first
					}
					i = next
					continue
				}
				i = p.pair(a, skip)
				continue
			case hyBased, hyLed:
				if np < len(pend) {
					pend[np] = id
					np++
				}
				if role == hyLed {
					g.led = p.state(a.row).Name
				}
				i = skip
				continue
			}
			if open && g.person == 0 && !g.nat.known() && g.n > 0 && a.last == s.last && (a.class.within() || a.class == aName) && p.body(g.headAtom) {
				// "Medical Services Alliance Northern Territory", "Greenpeace Russia"
				g.nat = p.nationOf(p.stateRow(a), aName, a.first)
				g.last = a.last
				i = a.last
				continue
			}
			if open {
				p.finishGroup(&g, det, number, s)
				g.tail = true
				p.enter(&g)
				g, open = fresh(), false
				nat = nation{}
			}
			if a.class == aPeople {
				p.flush(pend[:np])
				np = 0
				g.state, g.people, g.stateAtom = true, true, id
				g.nat = p.nationOf(a.row, a.class, a.first)
				g.first, g.last, g.headTok = a.first, a.last, a.last-1
				g.plural = true
				open = true
				i = a.last
				continue
			}
			if np < len(pend) {
				pend[np] = id
				np++
			}
			i = a.last
		case aSet:
			p.enterSet(a, lead)
			i = a.last
		case aAgent, aOffice, aOrg, aNamedOrg, aPerson:
			if next, ok := p.backedBy(a); ok {
				i = next // "UN-backed government": another's
				continue
			}
			if n, next, ok := p.ledBy(a); ok && !open {
				if np == 0 && !nat.known() {
					nat, g.led, lead = n, n.name, a.first
				}
				i = next // "NATO-led forces", "Hamas-led government"
				continue
			}
			if open && (g.person != 0 || g.state) && !g.tail {
				// "Putin spokesman Dmitry Peskov": the first is the owner.
				p.finishGroup(&g, det, number, s)
				nat = p.nationOfGroup(&g)
				person := g.person != 0
				first := g.first
				if person || !nat.known() {
					g.tail = true
					p.enter(&g)
				}
				g, open = fresh(), false
				lead = first
			}
			if !open {
				open = true
				g.first = a.first
				if lead >= 0 {
					g.first = lead
				}
				if np > 0 {
					b := &p.atoms[pend[0]]
					nat = p.nationOf(b.row, b.class, b.first)
					g.adjNat = b.class == aAdj
					g.first = min(g.first, b.first)
					p.flush(pend[1:np])
					np = 0
				}
				g.nat = nat
			}
			g.tail = false
			id := p.at[i]
			if p.toks[a.first].Lower == "both" {
				both = true
			}
			if a.class == aPerson {
				g.person = id
			} else {
				if g.n < len(g.atoms) {
					g.atoms[g.n] = id
					g.n++
				}
				g.headAtom = id
			}
			g.last = a.last
			i = a.last
		default:
			i++
		}
	}
	if word >= 0 && !open {
		g.coll, open = true, true
		g.first, g.last, g.headTok = word, word+1, word
		for g.first > s.first {
			g.first--
		}
		p.flush(pend[:np])
		g.det = det
		g.plural = true
		g.number = 2
		return g, true
	}
	if open {
		p.flush(pend[:np])
		p.finishGroup(&g, det, number, s)
		p.enterPairs(&g)
		if (both || two && det != "" && det != "a") && g.plural && !g.nat.known() && g.number <= 2 {
			g.coll = true
			g.number = 2
		}
		if det == "the" && g.number > 2 && g.number < 7 && g.plural && !g.nat.known() && g.person == 0 {
			g.coll = true
		}
		return g, true
	}
	if np == 0 {
		return g, false
	}
	last := &p.atoms[pend[np-1]]
	p.flush(pend[:np-1])
	if last.last != s.last {
		p.flush(pend[np-1 : np])
		return g, false
	}
	if last.class.within() {
		return g, false
	}
	if last.class == aAdj || last.class == aPrefix {
		p.hold = append(p.hold, held{atom: pend[np-1], det: det != "" || number > 0})
		if !p.coordinated(s.last) {
			p.release()
		}
		return g, false
	}
	g.state, g.stateAtom = true, pend[np-1]
	g.first, g.last, g.headTok = last.first, last.last, p.headOf(last.first, last.last)
	g.nat = p.nationOf(last.row, last.class, last.first)
	return g, true
}

// body reports a name of a body, whose last word may be the state where it works.
func (p *page) body(id int32) bool {
	a := &p.atoms[id-1]
	if !capital(p.toks[a.last-1].Form) {
		return false
	}
	return a.class == aNamedOrg || a.class == aAgent && p.r.t.Agents[a.row].Kind == "organ" || a.class == aOrg && p.r.t.State(p.r.t.Orgs[a.row].Code) == nil && p.r.t.Orgs[a.row].Kind == "ngo"
}

// backedBy passes over "UN-backed": what follows is not of the UN.
func (p *page) backedBy(a *atom) (next int32, ok bool) {
	if a.class != aOrg && a.class != aPerson && a.class != aNamedOrg || !p.isHyphen(a.last) || !p.touching(a.last-1, a.last) || int(a.last+1) >= len(p.toks) {
		return 0, false
	}
	w := &p.toks[a.last+1]
	if p.at[a.last+1] != 0 || p.r.w.led[w.Lower] || !p.r.w.backed[w.Lower] && !strings.HasSuffix(w.Lower, "ed") {
		return 0, false
	}
	return a.last + 2, true
}

// coordinated reports whether a conjunction stands at t.
func (p *page) coordinated(t int32) bool {
	return int(t) < len(p.toks) && (p.toks[t].UPOS == text.CCONJ || p.toks[t].Form == ",")
}

// flush enters nationalities that found no agent noun as modifiers.
func (p *page) flush(ids []int32) {
	for _, id := range ids {
		a := &p.atoms[id]
		rule := "modifier"
		switch a.class {
		case aAdj, aPrefix:
			rule = "adjective modifier"
		case aRegion, aCity:
			continue
		case aCapital:
			if h := p.headOf(a.first, a.last); p.argument(h, a.last) {
				p.enterState(&group{first: a.first, last: a.last, headTok: h, stateAtom: id, state: true})
			}
			continue // "the Kabul bombing": a place
		case aSeat:
			rule = "metonym modifier"
		}
		if h := p.headOf(a.first, a.last); a.class != aAdj && a.class != aPrefix && p.argument(h, a.last) {
			p.enterState(&group{first: a.first, last: a.last, headTok: h, stateAtom: id, state: true})
			continue
		}
		m := p.stateMention(a, rule)
		m.mod = true
		p.push(m)
	}
}

// finishGroup settles head, number and determiner once the words are in.
func (p *page) finishGroup(g *group, det string, number int32, s chunk) {
	if g.det == "" {
		g.det = det
	}
	if g.number == 0 {
		g.number = number
	}
	if g.headAtom != 0 {
		a := &p.atoms[g.headAtom-1]
		if g.adjNat && g.person == 0 && (a.class == aAgent || a.class == aOffice) && p.r.w.relational[p.lemmaOf(a)] {
			// "Russian allies": whose nationality is it?
			g.nat, g.adjNat = nation{}, false
		}
		h := p.nounHead(a.first, a.last)
		if a.class == aOrg || a.class == aNamedOrg {
			h = p.headOf(a.first, a.last)
		}
		g.headTok = h
		if (a.class == aAgent || a.class == aOffice) && (a.plural || p.toks[h].Feats.Has(text.Plural)) {
			g.plural = true
		}
	}
	if g.person != 0 {
		a := &p.atoms[g.person-1]
		h := p.headOf(g.first, g.last)
		if h < g.first || p.at[h] == 0 {
			h = a.last - 1
		}
		g.headTok = h
	}
}

// numeral is the value of a number word or of digits, 0 for no number of
// people: years and amounts stand in other phrases.
func numeral(s string) int32 {
	for i, w := range [...]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"} {
		if s == w {
			return int32(i + 1)
		}
	}
	switch s {
	case "twenty":
		return 20
	case "thirty":
		return 30
	case "forty":
		return 40
	case "fifty":
		return 50
	case "dozen":
		return 12
	}
	n := int32(0)
	for i := 0; i < len(s); i++ {
		if s[i] == ',' {
			continue
		}
		if s[i] < '0' || s[i] > '9' || n > 100000000 {
			return 0
		}
		n = n*10 + int32(s[i]-'0')
	}
	return n
}

// nationOfGroup is the nation that a possessor lends to what it possesses.
func (p *page) nationOfGroup(g *group) nation {
	if g.headAtom != 0 {
		if a := &p.atoms[g.headAtom-1]; a.class == aOrg && !g.nat.known() {
			return p.orgNation(a)
		}
		if !g.nat.known() {
			for _, id := range g.atoms[:g.n] {
				a := &p.atoms[id-1]
				if a.class == aOrg {
					return p.orgNation(a)
				}
				if a.class == aOffice {
					if n, ok := p.officeNation(a); ok {
						return n
					}
				}
			}
		}
	}
	if g.person != 0 && !g.nat.known() {
		if k := p.known(&p.atoms[g.person-1]); k != nil {
			return nation{code: k.Country, cameo: p.cameoOf(k.Country), name: k.Person, why: "person", tok: g.headTok, org: -1}
		}
	}
	return g.nat
}

func (p *page) orgNation(a *atom) nation {
	o := &p.r.t.Orgs[a.row]
	n := nation{code: o.Code, cameo: o.CAMEO, name: o.Name, why: o.Row, kind: aOrg, tok: a.first, org: a.row}
	if st := p.r.t.State(o.Code); st != nil {
		n.cameo = st.CAMEO
	}
	return n
}

func (p *page) officeNation(a *atom) (nation, bool) {
	o := &p.r.t.Offices[a.row]
	if o.Country == "" {
		return nation{}, false
	}
	return nation{code: o.Country, cameo: p.cameoOf(o.Country), name: o.Country, why: o.Row, tok: a.first, org: -1}, true
}

// cameoOf is CAMEO's code of a country code; the code itself for a body.
func (p *page) cameoOf(code string) string {
	if s := p.r.t.State(code); s != nil && s.CAMEO != "" {
		return s.CAMEO
	}
	return code
}

// weak reports whether the group's head takes its sectors from other words.
func (p *page) weak(g *group) bool {
	if g.headAtom == 0 {
		return false
	}
	a := &p.atoms[g.headAtom-1]
	if a.class == aOrg || a.class == aNamedOrg {
		return false
	}
	if a.class == aAgent && strings.Contains(p.r.t.Agents[a.row].Note, "generic") {
		return true
	}
	if a.class == aAgent && a.last-a.first > 1 {
		if s := p.r.t.Agents[a.row].Sectors; len(s) > 0 && s[0] != "UNK" {
			return false // "secret service" says by itself what it is
		}
	}
	return p.r.w.weakHead[p.lemmaOf(a)]
}

// lemmaOf is the head noun of an atom in the singular.
func (p *page) lemmaOf(a *atom) string {
	if a.class == aAgent {
		n := p.r.t.Agents[a.row].Noun
		if i := strings.LastIndexByte(n, ' '); i >= 0 && !strings.Contains(n, " of ") {
			n = n[i+1:]
		}
		if t := &p.toks[a.last-1]; t.Feats.Has(text.Plural) && strings.HasPrefix(n, t.Lemma) && t.Lemma != "" {
			return t.Lemma
		}
		return n
	}
	return p.lemma(p.nounHead(a.first, a.last))
}

// lemma is the lemma in lower case; proper nouns keep their form on the page.
func (p *page) lemma(t int32) string {
	k := &p.toks[t]
	if k.Lemma == k.Form {
		return k.Lower
	}
	return k.Lemma
}

func (p *page) push(m mention) {
	m.sent = p.sent
	p.out = append(p.out, m)
}

func (p *page) blank(first, last, head int32) mention {
	m := mention{org: -1, state: -1, agent: -1, owner: -1, offRow: -1}
	s := p.doc.TokenSpan(first, last)
	m.First, m.Last, m.Head = first, last, head
	m.Span = record.Span(s)
	m.Text = p.doc.Text(s)
	m.Antecede = -1
	return m
}
