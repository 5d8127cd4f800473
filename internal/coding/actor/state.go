package actor

import (
	"strings"

	"entente/internal/text"
)

// enterState decides what a state's name, capital or seat does where it
// stands: act, lie, or tell one thing from another.
func (p *page) enterState(g *group) {
	a := &p.atoms[g.stateAtom]
	switch a.class {
	case aName:
		rule := "state name"
		if g.poss {
			rule = "possessor"
		}
		if p.modifies(a) {
			rule = "modifier"
		} else if !g.poss && (p.isPlace(a, false) || p.dateline(a)) {
			rule = "locative"
		}
		m := p.stateMention(a, rule)
		m.mod = rule == "modifier"
		p.push(m)
	case aSeat:
		if !g.poss && p.isPlace(a, false) {
			return
		}
		p.metonym(a)
	case aCapital:
		if p.r.w.notPrefix[p.prefixBefore(a.first)] {
			return
		}
		if p.capitalActs(a, g.poss) {
			p.metonym(a)
		}
	}
}

func (p *page) metonym(a *atom) {
	m := p.stateMention(a, "metonym")
	if len(m.Sectors) == 0 {
		m.Sectors = []string{"GOV"}
		m.CAMEO += "GOV"
	}
	p.push(m)
}

// modifies reports whether the tree makes the name a modifier of a noun that
// the chunk did not reach.
func (p *page) modifies(a *atom) bool {
	h := p.headOf(a.first, a.last)
	k := &p.toks[h]
	return (k.Rel == text.Compound || k.Rel == text.Amod) && k.Head >= a.last && k.Head < a.last+4 && p.at[k.Head] == 0 && p.toks[k.Head].UPOS != text.VERB && !p.r.w.temporal[p.toks[k.Head].Lower]
}

func (p *page) prefixBefore(t int32) string {
	if t >= 2 && p.isHyphen(t-1) && p.touching(t-1, t) && p.touching(t-2, t-1) {
		return p.toks[t-2].Lower
	}
	return ""
}

// governor is the word that the phrase of tok hangs on, its own conjuncts
// passed over; -1 for the root.
func (p *page) governor(tok int32) (gov int32, rel text.Rel) {
	for hops := 0; hops < 4 && p.toks[tok].Rel == text.Conj && p.toks[tok].Head >= 0; hops++ {
		tok = p.toks[tok].Head
	}
	return p.toks[tok].Head, p.toks[tok].Rel
}

// isPlace reports locative use by the preposition and what it leads to. With
// city set, "to" and "from" lead to a place unless something says otherwise.
func (p *page) isPlace(a *atom, city bool) bool {
	h := p.headOf(a.first, a.last)
	if t := a.first - 1; t >= p.sentStart() && p.r.w.locative[p.toks[t].Lower] {
		return true // whatever the tree makes of the preposition
	}
	prep, at := p.caseOf(h)
	if prep == "" {
		return p.cityCommaState(a)
	}
	if p.r.w.locative[prep] || city && p.r.w.placePrep[prep] {
		return true
	}
	gov, _ := p.governor(h)
	switch prep {
	case "to", "from", "at", "for", "through", "towards", "toward":
		if gov >= 0 && p.r.w.motion[p.lemma(gov)] {
			return true
		}
		// "from Iran to Iraq", when the tree hangs one on the other.
		if gov >= 0 && p.toks[gov].Head >= 0 && p.r.w.motion[p.toks[p.toks[gov].Head].Lemma] && p.toks[gov].UPOS == text.PROPN {
			return true
		}
	case "of":
		if at > 0 && p.r.w.cityOf[p.toks[at-1].Lemma] && city {
			return true
		}
		if at > 0 && p.r.w.direction[p.toks[at-1].Lower] {
			return true
		}
	}
	return p.cityCommaState(a)
}

// cityCommaState recognises "Abidjan, Ivory Coast" and "Paris, Texas".
func (p *page) cityCommaState(a *atom) bool {
	t := a.first - 1
	s := p.sentStart()
	if t-1 < s || p.toks[t].Form != "," {
		return false
	}
	prev := &p.toks[t-1]
	if prev.UPOS != text.PROPN || !capital(prev.Form) {
		return false
	}
	if b := p.atomAt(t - 1); b != nil && b.class != aCapital {
		return false
	}
	if prev.Head == a.first && prev.Rel == text.Conj || p.toks[a.first].Rel == text.Conj {
		return false
	}
	prep, _ := p.caseOf(t - 1)
	return p.r.w.placePrep[prep] || p.r.w.locative[prep] || p.toks[a.first].Rel == text.Appos || p.toks[a.first].Head == t-1
}

// capitalActs reports whether a capital stands for its government.
func (p *page) capitalActs(a *atom, poss bool) bool {
	last := a.last
	h := p.headOf(a.first, a.last)
	if p.dateline(a) {
		return false
	}
	if int(last) < len(p.toks) && p.toks[last].Form == "," && int(last+1) < len(p.toks) {
		// "Cairo, Egypt": the name of the place goes on.
		if b := p.atomAt(last + 1); b != nil && b.class == aName && b.row == a.row {
			return false
		}
	}
	if poss {
		t := last
		if int(t) < len(p.toks) && (p.toks[t].Lower == "'s" || p.toks[t].Lower == "'") {
			t++
		}
		head := p.toks[h].Head
		if head < t || head > t+6 {
			head = t
			for int(head+1) < len(p.toks) && head < t+4 && (p.toks[head].UPOS == text.ADJ || p.toks[head].UPOS == text.NOUN && p.toks[head+1].UPOS == text.NOUN) {
				head++
			}
		}
		if int(head) >= len(p.toks) {
			return false
		}
		k := &p.toks[head]
		return k.UPOS == text.NOUN && !p.r.w.placeHead[k.Lemma]
	}
	if p.isPlace(a, true) {
		return false
	}
	prep, at := p.caseOf(h)
	gov, rel := p.governor(h)
	if prep != "" {
		switch {
		case prep == "to":
			return gov >= 0 && p.r.w.toActor[p.lemma(gov)]
		case prep == "from":
			return gov >= 0 && p.toks[gov].UPOS == text.NOUN && !p.r.w.motion[p.lemma(gov)] && p.r.w.toActor[p.lemma(gov)]
		case prep == "of":
			return at > 0 && p.toks[at-1].UPOS == text.NOUN && !p.r.w.cityOf[p.toks[at-1].Lemma] && p.govern(p.toks[at-1].Lemma)
		case prep == "by":
			return true
		case prep == "for":
			return false
		case prep == "on":
			return gov >= 0 && p.r.w.onActor[p.lemma(gov)]
		}
		return p.r.w.partnerPrep[prep]
	}
	if p.bare {
		return true
	}
	if gov < 0 || p.toks[gov].UPOS != text.VERB {
		return p.surfaceSubject(a)
	}
	verb := &p.toks[gov]
	switch rel {
	case text.Nsubj:
		return !p.r.w.placeSubject[verb.Lemma] || p.hasComplement(gov) && verb.Lemma == "see"
	case text.Obj, text.Iobj, text.NsubjPass:
		return !p.r.w.placeObject[verb.Lemma] && !p.r.w.motion[verb.Lemma]
	}
	return false
}

// dateline reports a place at the head of a report that the reader of the
// source has not cut off: "LA PAZ, Bolivia -- The government ...".
func (p *page) dateline(a *atom) bool {
	s := p.sentStart()
	if a.last-s > 6 || int(a.last) >= len(p.toks) {
		return false
	}
	switch p.toks[a.last].Form {
	case "--", "—", "–", "-", "(", ":":
		if p.touching(a.last-1, a.last) && p.toks[a.last].Form != ":" {
			return false
		}
	default:
		return false
	}
	for t := s; t < a.first; t++ {
		if p.toks[t].UPOS != text.PROPN && p.toks[t].UPOS != text.PUNCT {
			return false
		}
	}
	return true
}

// surfaceSubject reports a capital at the start of a sentence or clause with a
// finite verb behind it, for trees that have lost the verb.
func (p *page) surfaceSubject(a *atom) bool {
	if t := a.first - 1; t >= p.sentStart() {
		switch p.toks[t].UPOS {
		case text.PUNCT, text.CCONJ, text.SCONJ:
		default:
			return false
		}
	}
	t := a.last
	if int(t+2) < len(p.toks) && p.toks[t].Lower == "and" {
		t++
		for int(t+1) < len(p.toks) && (p.toks[t].UPOS == text.DET || p.toks[t].UPOS == text.PRON || p.toks[t].UPOS == text.ADJ) {
			t++
		}
		t++
	}
	for int(t) < len(p.toks) && p.toks[t].UPOS == text.ADV {
		t++
	}
	if int(t) >= len(p.toks) {
		return false
	}
	k := &p.toks[t]
	switch k.UPOS {
	case text.VERB:
		return (k.Feats.Has(text.Past) || k.Feats.Has(text.Finite)) && !p.r.w.placeSubject[k.Lemma]
	case text.AUX:
		return k.Lemma != "be"
	}
	return false
}

// govern reports nouns that only a government can have.
func (p *page) govern(lemma string) bool {
	switch lemma {
	case "government", "authority", "policy", "approval", "consent", "support", "backing", "behalf", "criticism", "condemnation",
		"enemy", "ally", "friend", "critic", "supporter", "control", "hand", "intention", "denial", "refusal", "decision":
		return true
	}
	return false
}

func (p *page) hasComplement(verb int32) bool {
	for t := verb + 1; int(t) < len(p.toks) && t < verb+12; t++ {
		if p.toks[t].Head == verb && (p.toks[t].Rel == text.Ccomp || p.toks[t].Rel == text.Obj) {
			return true
		}
	}
	return false
}

// What a hyphen does to the state word before or after it.
type hyRole uint8

const (
	hyNone   hyRole = iota
	hyPair          // Russia-China
	hyBased         // Somalia-based: the nationality
	hyLed           // US-led
	hyBacked        // US-backed: no actor of this phrase
	hyNot           // anti-American, non-Russian
)

// hyphenRole looks at the neighbours of a state atom across hyphens that are
// tokens of their own; next is the first token after the compound.
func (p *page) hyphenRole(a *atom) (hyRole, int32) {
	if a.class.within() {
		return hyNone, a.last
	}
	if p.r.w.notPrefix[p.prefixBefore(a.first)] {
		return hyNot, a.last
	}
	end := a.last
	if int(end+1) >= len(p.toks) || !p.isHyphen(end) {
		return hyNone, end
	}
	slash := p.toks[end].Form == "/"
	if !slash && p.toks[end].Form != "–" && !(p.touching(end-1, end) && p.touching(end, end+1)) {
		return hyNone, end
	}
	if b := p.atomAt(end + 1); b != nil {
		switch b.class {
		case aName, aAdj, aCapital, aPrefix, aOrg, aPeople, aSeat:
			return hyPair, end + 1
		}
	}
	w := &p.toks[end+1]
	switch {
	case p.r.w.led[w.Lower]:
		return hyLed, end + 2
	case p.r.w.based[w.Lower]:
		return hyBased, end + 2
	case p.r.w.backed[w.Lower] || w.UPOS == text.VERB || strings.HasSuffix(w.Lower, "ed"):
		return hyBacked, end + 2
	}
	return hyNone, end
}

// pair enters both sides of "Russia-China", "Sino-Indian", "US-NATO" and goes
// on for longer chains; it returns the token after the last.
func (p *page) pair(a *atom, next int32) int32 {
	p.sideOfPair(a)
	for {
		b := p.atomAt(next)
		if b == nil {
			return next
		}
		p.sideOfPair(b)
		next = b.last
		if p.isHyphen(next) && p.atomAt(next+1) != nil && p.touching(next-1, next) {
			next++
			continue
		}
		return next
	}
}

func (p *page) sideOfPair(a *atom) {
	switch a.class {
	case aOrg:
		g := group{first: a.first, last: a.last, headTok: a.last - 1, ownTok: -1, stateAtom: -1}
		g.headAtom = p.at[a.first]
		g.atoms[0], g.n = g.headAtom, 1
		p.enterActor(&g)
		p.out[len(p.out)-1].Why.Rule = "hyphen pair"
	case aName, aAdj, aPrefix, aCapital, aPeople, aSeat:
		p.push(p.stateMention(a, "hyphen pair"))
	}
}

// inside splits a word with a hyphen that the tokeniser kept whole.
func (p *page) inside(t int32) (left, right string, ok bool) {
	w := p.toks[t].Form
	i := strings.IndexByte(w, '-')
	if i <= 0 || i == len(w)-1 {
		return "", "", false
	}
	return w[:i], w[i+1:], true
}

// hyphenWord enters what a hyphened word holds: one side of "US-backed", both
// of "Russia-China". The mentions share the token and differ in their span.
func (p *page) hyphenWord(t int32, left, right string) {
	l, r := p.stateWord(left, t), p.stateWord(right, t)
	if l == nil {
		return
	}
	enter := func(a *atom, from, to int, rule string, mod bool) {
		m := p.stateMention(a, rule)
		m.mod = mod
		m.Span.Start = p.toks[t].Start + int32(from)
		m.Span.End = p.toks[t].Start + int32(to)
		if m.Span.End > p.toks[t].End {
			m.Span.End = p.toks[t].End
		}
		m.Text = p.doc.Body[m.Span.Start:m.Span.End]
		p.push(m)
	}
	if r != nil {
		enter(l, 0, len(left), "hyphen pair", false)
		enter(r, len(left)+1, len(left)+1+len(right), "hyphen pair", false)
		return
	}
	rule := "hyphen modifier"
	if p.r.w.led[right] || p.r.w.based[right] {
		rule = "hyphen modifier, " + right
	}
	enter(l, 0, len(left), rule, true)
}

// stateWord looks a part of a hyphened word up as a wording of a state.
func (p *page) stateWord(w string, t int32) *atom {
	h := p.r.t.Names.Word(w)
	if h == 0 {
		return nil
	}
	a, ok := p.nameAtom(t, 1, h)
	if !ok && a.class != aPrefix {
		return nil
	}
	switch a.class {
	case aName, aAdj, aPrefix, aCapital:
		return &a
	}
	return nil
}
