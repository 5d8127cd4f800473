package actor

import (
	"entente/internal/record"
	"entente/internal/text"
)

// A chunk is a base noun phrase: a run of determiners, modifiers and nouns,
// possessors included, without prepositions or clauses.
type chunk struct {
	first, last int32
	used        bool // taken into the mention of an earlier chunk
}

// chunks cuts the sentence into base noun phrases and reads each.
func (p *page) chunks(first, last int32) {
	p.cs = p.cs[:0]
	start := int32(-1)
	flush := func(end int32) {
		if start >= 0 && end > start {
			p.cs = append(p.cs, chunk{first: start, last: end})
		}
		start = -1
	}
	for t := first; t < last; t++ {
		if !p.nominal(t, first, last) {
			flush(t)
			if p.toks[t].UPOS == text.PRON {
				p.pronoun(t)
			}
			continue
		}
		if start >= 0 && p.breakBefore(t) {
			flush(t)
		}
		if start < 0 {
			start = t
		}
	}
	flush(last)
	p.hold = p.hold[:0]
	for k := range p.cs {
		if !p.cs[k].used {
			p.read(k)
		} else {
			p.pronounIn(p.cs[k].first, p.cs[k].last)
		}
	}
	p.release()
}

// nominal reports whether token t can stand inside a noun phrase.
func (p *page) nominal(t, first, last int32) bool {
	if p.at[t] != 0 {
		return true
	}
	k := &p.toks[t]
	switch k.UPOS {
	case text.DET, text.ADJ, text.NUM, text.NOUN, text.PROPN, text.X, text.SYM:
		return !(p.r.w.temporal[k.Lower] && (k.Rel == text.OblTmod || k.Rel == text.NmodTmod || k.UPOS == text.PROPN || k.Rel == text.Obl)) || k.Lower == "may"
	case text.PRON:
		return k.Feats.Has(text.Possessive) || k.Lower == "both"
	case text.PART:
		return k.Lower == "'s" || k.Lower == "'"
	case text.PUNCT:
		return p.isHyphen(t) && p.touching(t-1, t) && t+1 < last && p.touching(t, t+1)
	case text.VERB:
		// A participle before its noun: "wounded soldiers", "US-backed rebels".
		if k.Rel == text.Amod && k.Head > t && k.Head < t+6 && (t == first || p.toks[t-1].UPOS != text.PROPN && p.toks[t-1].UPOS != text.NOUN) {
			return true
		}
		return t > first && p.isHyphen(t-1) && p.touching(t-1, t)
	case text.ADV:
		return k.Rel == text.Advmod && t+1 < last && k.Head > t && k.Head < t+3 && (p.toks[k.Head].UPOS == text.ADJ || p.toks[k.Head].Rel == text.Amod) ||
			t+1 < last && p.isHyphen(t+1) && p.touching(t, t+1)
	case text.ADP:
		return t+1 < last && p.isHyphen(t+1) && p.touching(t, t+1)
	}
	return false
}

// breakBefore reports whether a new noun phrase starts at t, which directly
// follows a nominal token.
func (p *page) breakBefore(t int32) bool {
	k, prev := &p.toks[t], &p.toks[t-1]
	if p.at[t] != 0 && p.at[t] == p.at[t-1] || p.isHyphen(t) || p.isHyphen(t-1) {
		return false
	}
	if (k.Lower == "last" || k.Lower == "next") && int(t+1) < len(p.toks) && p.r.w.temporal[p.toks[t+1].Lower] {
		return true // "Denmark last week announced"
	}
	if k.UPOS == text.DET || k.UPOS == text.PRON {
		return prev.UPOS != text.DET && prev.UPOS != text.PRON
	}
	if k.UPOS == text.PART || prev.UPOS == text.PART || prev.UPOS == text.DET || prev.UPOS == text.PRON || prev.UPOS == text.ADJ || prev.UPOS == text.NUM {
		return false
	}
	a, b := p.atomAt(t-1), p.atomAt(t)
	if a != nil && (a.class == aAgent || a.class == aOffice) && b != nil && (b.class == aPerson || b.class == aOrg || b.class == aNamedOrg) {
		return false
	}
	// Two arguments of one verb side by side: "gave Iran weapons".
	switch prev.Rel {
	case text.Nsubj, text.NsubjPass, text.Obj, text.Iobj, text.Obl, text.OblAgent, text.OblTmod:
		if prev.Head >= 0 && prev.Head != t && k.Head != t-1 && p.toks[prev.Head].UPOS == text.VERB && (k.Head < 0 || p.toks[k.Head].Head != t-1) {
			return true
		}
	}
	return false
}

// split cuts a chunk at its possessive clitics.
func (p *page) split(c *chunk, buf []chunk) []chunk {
	start := c.first
	for t := c.first; t < c.last; t++ {
		if p.toks[t].UPOS == text.PART && p.at[t] == 0 || (p.toks[t].Lower == "'s" && p.at[t] == 0) {
			if t > start {
				buf = append(buf, chunk{first: start, last: t})
			}
			start = t + 1
		}
	}
	if start < c.last {
		buf = append(buf, chunk{first: start, last: c.last})
	} else {
		// The clitic ends the chunk: the thing possessed lies outside.
		buf = append(buf, chunk{first: c.last, last: c.last})
	}
	return buf
}

// agentish reports whether the segment names somebody whom a possessor before
// it would belong with.
func (p *page) agentish(s chunk) bool {
	for t := s.first; t < s.last; t++ {
		if a := p.atomAt(t); a != nil {
			switch a.class {
			case aAgent, aOffice:
				if a.last == s.last && p.r.w.relational[p.lemmaOf(a)] {
					return false // "Russia's largest partner" is not Russian
				}
				return true
			case aPerson, aOrg, aNamedOrg:
				return true
			}
		}
	}
	return false
}

// read reads one chunk, with what hangs on it by "of", and enters its mentions.
func (p *page) read(k int) {
	c := &p.cs[k]
	g, ok := p.phrase(k)
	if !ok {
		return
	}
	p.attach(k, &g)
	if g.nat.known() && g.adjNat {
		p.holdCopies(&g, c)
	} else {
		p.release()
	}
	p.enter(&g)
}

// phrase reads the segments of chunk k. It enters every mention but the main
// group, which it returns.
func (p *page) phrase(k int) (group, bool) {
	c := &p.cs[k]
	p.pronounIn(c.first, c.last)
	var buf [6]chunk
	segs := p.split(c, buf[:0])
	var own nation
	ownTok := int32(-1)
	var owner group
	for i, s := range segs {
		lastSeg := i == len(segs)-1
		g, ok := p.segment(s, own, ownTok)
		if ok && owner.n > 0 && g.headAtom != 0 {
			// "the government's spokesman" speaks for the government.
			g.inner = append(g.inner, owner.atoms[:owner.n]...)
		}
		if ok && own.known() && !g.state {
			g.first = own.tok
		}
		own, ownTok, owner = nation{}, -1, group{}
		if !ok {
			if lastSeg {
				return group{}, false
			}
			if a := p.atomAt(s.last - 1); a != nil && a.class.within() && a.last == s.last && p.agentish(segs[i+1]) {
				own = p.nationOf(a.row, a.class, a.first) // "Shanghai's mayor"
			}
			continue
		}
		if lastSeg {
			return g, true
		}
		// A possessor.
		g.poss = true
		if !p.agentish(segs[i+1]) {
			p.enter(&g)
			continue
		}
		own = p.nationOfGroup(&g)
		ownTok = g.headTok
		own.tok = g.first
		if g.person == 0 {
			owner = g
		}
		if g.person != 0 || !own.known() || g.counter {
			p.enter(&g)
		}
	}
	return group{}, false
}

// attach takes "of Brazil", "of the Russian army", "from Pakistan" into the
// group that ends chunk k.
func (p *page) attach(k int, g *group) {
	if g.tail || k+1 >= len(p.cs) || g.state && !g.people {
		return
	}
	c := &p.cs[k]
	t := c.last
	if int(t) >= len(p.toks) || p.cs[k+1].first != t+1 || p.cs[k+1].used {
		return
	}
	prep := p.toks[t].Lower
	n := &p.cs[k+1]
	switch prep {
	case "of":
	case "for":
		if g.headAtom == 0 || !p.r.w.speaksFor[p.lemmaOf(&p.atoms[g.headAtom-1])] {
			return
		}
		prep = "of"
	case "to":
		p.posting(k, g)
		return
	case "from":
		if p.nationOfGroup(g).known() || g.headAtom != 0 && p.soldiers(g) && p.clause(g.headTok) >= 0 && p.r.w.motion[p.lemma(p.clause(g.headTok))] {
			return // "withdrew its troops from Syria"
		}
	case "in", "at", "across", "throughout", "off":
		if g.headAtom == 0 || g.person != 0 || p.elsewhere(g) || p.soldiers(g) || p.r.w.abroad[p.lemmaOf(&p.atoms[g.headAtom-1])] {
			return
		}
	default:
		return
	}
	if g.plural && g.person == 0 && (prep == "of" || prep == "from") && p.several(k, g) {
		return
	}
	if prep != "of" {
		for u := n.first; u < n.last; u++ {
			a := p.atomAt(u)
			if a == nil || a.last != n.last {
				continue
			}
			if a.class == aName || a.class == aCapital || a.class == aCity || a.class == aRegion && prep != "at" {
				g.nat = p.nationOf(a.row, a.class, u)
				g.natWhy = prep + " " + g.nat.name
			}
			if a.class == aOrg && (prep == "from" || prep == "at" && p.school(a)) {
				g.nat = p.orgNation(a)
			}
			break
		}
		return
	}
	if g.person != 0 {
		// "Morgan Tsvangirai of Zimbabwe"
		for u := n.first; u < n.last && !g.nat.known(); u++ {
			if a := p.atomAt(u); a != nil && a.class == aName && a.last == n.last {
				g.nat = p.nationOf(a.row, a.class, u)
				g.last = a.last
				p.cs[k+1].used = true
			}
		}
		return
	}
	if g.headAtom == 0 {
		return
	}
	// The possessor is read with its own "of" first.
	mark := len(p.out)
	if a := p.atomAt(n.last - 1); a != nil && a.class.within() && !g.nat.known() && a.first-n.first < 2 {
		// "the governor of Chiapas"
		g.nat = p.nationOf(a.row, a.class, a.first)
		g.last, n.used = n.last, true
		return
	}
	in, ok := p.phrase(k + 1)
	if !ok {
		p.cs[k+1].used = true
		if len(p.out) > mark && !g.nat.known() {
			// "the premier of Canada's Alberta province"
			if o := &p.out[mark]; o.state >= 0 && !o.mod {
				g.nat = p.nationOf(o.state, aName, o.First)
				p.out = p.out[:mark]
				g.last = n.last
			}
		}
		if !g.nat.known() {
			p.trail(k+1, g)
		}
		return
	}
	p.attach(k+1, &in)
	nat := p.nationOfGroup(&in)
	if in.headAtom == 0 && in.person != 0 && in.nat.known() && g.headAtom != 0 && !g.plural && in.nat.tok < in.headTok {
		// "foreign minister of Jordan Ayman Safadi"
		g.person, g.last = in.person, in.last
		p.cs[k+1].used = true
		if !g.nat.known() {
			g.nat = in.nat
		}
		return
	}
	weak := p.weak(g)
	if a := &p.atoms[g.headAtom-1]; p.r.w.relational[p.lemmaOf(a)] {
		p.enter(&in)
		p.cs[k+1].used = true
		return
	}
	switch {
	case in.tail:
		// "minister of Iran policy": what follows is no owner.
		p.enter(&in)
		p.cs[k+1].used = true
		return
	case !nat.known() && in.headAtom == 0:
		p.enter(&in)
		p.cs[k+1].used = true
		return
	}
	p.cs[k+1].used = true
	if !g.nat.known() {
		g.nat = nat
	}
	if in.headAtom != 0 {
		g.inner = append(g.inner, in.atoms[:in.n]...)
		g.inner = append(g.inner, in.inner...)
	}
	if in.headAtom != 0 && p.atoms[in.headAtom-1].plural && weak {
		g.plural = true
		if g.number == 0 {
			g.number = in.number
		}
	}
	if in.person != 0 {
		p.enter(&in)
	}
	g.last = in.last
	if k+2 < len(p.cs) && p.cs[k+1].last == in.last && p.cs[k+2].first == in.last+1 && p.toks[in.last].Lower == "to" {
		p.posting(k+1, g)
	}
}

// school reports a university or school, whose students and teachers are of its
// state.
func (p *page) school(a *atom) bool {
	s := p.r.t.Orgs[a.row].Sectors
	return len(s) > 0 && s[0] == "EDU"
}

// trail goes on along "of strategic studies at the University of St. Andrews in
// Scotland" to the state that ends it.
func (p *page) trail(k int, g *group) {
	if p.elsewhere(g) || p.soldiers(g) || p.r.w.abroad[p.lemmaOf(&p.atoms[g.headAtom-1])] {
		return
	}
	for j := k + 1; j < len(p.cs) && j < k+5 && p.cs[j].first == p.cs[j-1].last+1; j++ {
		switch p.toks[p.cs[j-1].last].Lower {
		case "of":
			continue
		case "in", "at":
		default:
			return
		}
		n := &p.cs[j]
		if a := p.atomAt(n.last - 1); a != nil && a.last == n.last && a.first-n.first < 2 && (a.class == aName || a.class.within() || a.class == aCapital) {
			g.nat = p.nationOf(p.stateRow(a), aName, a.first)
			g.natWhy = "in " + g.nat.name
			return
		}
	}
}

// several reads "the foreign ministers of Russia and China": one minister for
// each state, and the phrase for all of them.
func (p *page) several(k int, g *group) bool {
	var states [6]int32
	n := 0
	j := k + 1
	for ; j < len(p.cs) && n < len(states); j++ {
		c := &p.cs[j]
		if c.used || n > 0 && !p.joined(p.cs[j-1].last, c.first) && p.toks[p.cs[j-1].last].Form != "," {
			break
		}
		t := c.first
		for t < c.last && p.toks[t].UPOS == text.DET {
			t++
		}
		a := p.atomAt(t)
		if a == nil || a.class != aName || a.last != c.last {
			break
		}
		states[n] = p.at[t]
		n++
		if c.last >= p.doc.Sentences[p.sent].Last || p.toks[c.last].Form != "," && p.toks[c.last].UPOS != text.CCONJ {
			break
		}
	}
	if n < 2 || !p.joined(p.cs[k+n-1].last, p.cs[k+n].first) {
		return false
	}
	for i := range n {
		a := &p.atoms[states[i]-1]
		cp := *g
		cp.inner = append([]int32(nil), g.inner...)
		cp.nat = p.nationOf(a.row, a.class, a.first)
		cp.first, cp.last, cp.headTok = a.first, a.last, p.headOf(a.first, a.last)
		cp.number, cp.elliptic, cp.natWhy = 0, true, ""
		p.enter(&cp)
		g.parts = append(g.parts, a.first)
		p.cs[k+1+i].used = true
	}
	g.last = p.cs[k+n].last
	g.coll = true
	return true
}

// posting reads "ambassador to the United States Hamdullah Mohib": the state
// after "to" is where the ambassador is sent, the name is the ambassador's.
func (p *page) posting(k int, g *group) {
	if g.headAtom == 0 || g.person != 0 || !p.r.w.posted[p.lemmaOf(&p.atoms[g.headAtom-1])] {
		return
	}
	n := &p.cs[k+1]
	for t := n.first; t < n.last; t++ {
		a := p.atomAt(t)
		if a == nil {
			continue
		}
		switch a.class {
		case aName, aCapital, aOrg:
			if a.last < n.last && p.nameRun(a.last, n.last) && p.runEnd(a.last, n.last) == n.last {
				p.personName(a.last, n.last)
				a = p.atomAt(t) // the atoms may have moved
			}
			if b := p.atomAt(a.last); b != nil && b.class == aPerson && b.last == n.last {
				g.person = p.at[a.last]
				g.last = n.last
				n.used = true
				return
			}
			if a.last == n.last && a.class == aName {
				m := p.stateMention(a, "modifier, posted to")
				m.mod = true
				p.push(m)
				g.last = n.last
				n.used = true
			}
			return
		default:
			return
		}
	}
}

// elsewhere reports a group whose nation is known already; a faith is none.
func (p *page) elsewhere(g *group) bool {
	n := p.nationOfGroup(g)
	return n.known() && n.code != "ISM"
}

// soldiers reports a head whose place is not its nationality: troops in Syria.
func (p *page) soldiers(g *group) bool {
	for _, s := range p.sectorsOf(&p.atoms[g.headAtom-1]) {
		if s == "MIL" {
			return true
		}
	}
	return false
}

// holdCopies enters "Russian" of "Russian and Chinese ministers" as ministers
// of its own once the noun is known.
func (p *page) holdCopies(g *group, c *chunk) {
	for _, h := range p.hold {
		if g.headAtom == 0 && !g.counter {
			break
		}
		cp := *g
		cp.inner = append([]int32(nil), g.inner...)
		a := &p.atoms[h.atom]
		cp.nat = p.nationOf(a.row, a.class, a.first)
		cp.first, cp.last, cp.headTok = a.first, a.last, a.last-1
		cp.person, cp.number, cp.elliptic = 0, 0, true
		p.enter(&cp)
	}
	p.hold = p.hold[:0]
}

// held is an adjective that ends a chunk and may lean on the noun of the next.
type held struct {
	atom int32
	det  bool
}

// release gives up on held adjectives: they stand alone.
func (p *page) release() {
	for _, h := range p.hold {
		p.loneAdjective(h)
	}
	p.hold = p.hold[:0]
}

// loneAdjective enters an adjective that no agent noun follows: as a people
// where it stands like a noun, else as a modifier.
func (p *page) loneAdjective(h held) {
	a := &p.atoms[h.atom]
	t := &p.toks[a.last-1]
	nounlike := t.UPOS == text.NOUN || t.UPOS == text.PROPN && h.det || t.Feats.Has(text.Plural)
	if !nounlike && h.det && a.people && (t.Rel == text.Nsubj || t.Rel == text.Obj || t.Rel == text.NsubjPass) {
		nounlike = true
	}
	if !nounlike && (t.Rel == text.Root || t.Rel == text.Xcomp || t.Rel == text.Ccomp) {
		return
	}
	rule := "adjective modifier"
	kind := record.State
	if nounlike && a.people {
		rule, kind = "people", record.Agent
	}
	m := p.stateMention(a, rule)
	m.Kind = kind
	m.mod = kind == record.State
	p.push(m)
}
