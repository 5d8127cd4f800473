package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/knowledge/reference"
	"entente/internal/text"
)

// scan finds the known wordings in tokens [first,last), leftmost and longest,
// then lets the tagger's names overrule what is only part of a longer name.
func (p *page) scan(first, last int32) {
	for i := first; i < last; {
		t := &p.toks[i]
		if t.UPOS == text.PUNCT {
			i++
			continue
		}
		a, ok := p.match(i, last)
		if !ok {
			i++
			continue
		}
		p.put(a)
		i = a.last
	}
	p.names(first, last)
}

func (p *page) put(a atom) {
	p.atoms = append(p.atoms, a)
	for t := a.first; t < a.last; t++ {
		p.at[t] = int32(len(p.atoms))
	}
}

// match is the best atom that starts at token i.
func (p *page) match(i, last int32) (atom, bool) {
	x := p.r.t
	n1, h1 := x.Names.Longest(p.toks[i:last])
	n2, h2 := x.Nouns.Longest(p.toks[i:last])
	if n1 > 0 && n2 > n1 && p.apart(i, int32(n1), int32(n2), h2) {
		n2 = 0 // "Hamas leader" is a leader, and of Hamas
	}
	if n1 > 0 && n1 >= n2 && !(n2 > 0 && p.onlyHolder(h1)) {
		if a, ok := p.nameAtom(i, int32(n1), h1); ok {
			return a, true
		}
	}
	if n2 > 0 {
		return p.nounAtom(i, int32(n2), h2)
	}
	if a, ok := p.elided(i, last); ok {
		return a, true
	}
	if left, right, ok := p.inside(i); ok && (p.r.w.based[right] || p.r.w.led[right]) {
		// "Somalia-based" in one token: the nationality of what follows.
		if a := p.stateWord(left, i); a != nil {
			a.class, a.people = aAdj, false
			return *a, true
		}
	}
	return atom{}, false
}

// onlyHolder reports a wording that names nothing but office-holders. Some of
// their names start with the office: "King Juan Carlos".
func (p *page) onlyHolder(h int32) bool {
	for h != 0 {
		var e reference.Entry
		if e, h = p.r.t.Names.Next(h); e.Kind != reference.HolderName {
			return false
		}
	}
	return true
}

// apart reports whether a wording of n2 words that starts with a name of n1 can
// be read as the name and a shorter wording, and says no more than that.
func (p *page) apart(i, n1, n2 int32, h int32) bool {
	rest, _ := p.r.t.Nouns.Longest(p.toks[i+n1 : i+n2])
	if int32(rest) != n2-n1 {
		return false
	}
	for h != 0 {
		var e reference.Entry
		e, h = p.r.t.Nouns.Next(h)
		if (e.Kind == reference.OfficeName || e.Kind == reference.OfficePlural) && p.r.t.Offices[e.Row].Country != "" {
			return false
		}
	}
	return true
}

// elided reads "North" of "North and South Korea".
func (p *page) elided(i, last int32) (atom, bool) {
	if i+3 >= last || !p.r.w.direction[p.toks[i].Lower] || !capital(p.toks[i].Form) || p.toks[i+1].Lower != "and" || !p.r.w.direction[p.toks[i+2].Lower] {
		return atom{}, false
	}
	pair := [2]text.Token{{Form: p.toks[i].Form}, {Form: p.toks[i+3].Form}}
	n, h := p.r.t.Names.Longest(pair[:])
	if n != 2 {
		return atom{}, false
	}
	for h != 0 {
		var e reference.Entry
		if e, h = p.r.t.Names.Next(h); e.Kind == reference.StateName || e.Kind == reference.StateAdjective {
			c := aName
			if e.Kind == reference.StateAdjective {
				c = aAdj
			}
			return atom{first: i, last: i + 1, class: c, row: e.Row, nat: -1}, true
		}
	}
	return atom{}, false
}

func (p *page) nameAtom(i, n int32, h int32) (atom, bool) {
	a := atom{first: i, last: i + n, row: -1, nat: -1}
	best := 0
	var people bool
	for h != 0 {
		var e reference.Entry
		e, h = p.r.t.Names.Next(h)
		rank := 0
		var c class
		switch e.Kind {
		case reference.StateName:
			rank, c = 90, aName
		case reference.StateSeat:
			rank, c = 80, aSeat
		case reference.OrgName:
			rank, c = 70, aOrg
		case reference.StateAdjective:
			rank, c = 60, aAdj
		case reference.StatePeople:
			rank, c = 50, aPeople
			people = true
		case reference.StateCapital:
			rank, c = 40, aCapital
		case reference.StatePrefix:
			rank, c = 30, aPrefix
		case reference.HolderName:
			rank, c = 20, aPerson
		case reference.RegionName:
			rank, c = 10, aRegion
		default:
			continue
		}
		if e.Kind <= reference.StateSeat {
			s := p.state(e.Row)
			if p.doc.Published.Known() {
				if reference.Covers(s.From, s.To, p.doc.Published) {
					rank += 5
				}
			} else if !s.To.Known() {
				rank += 5
			}
		}
		if rank > best {
			best, a.class, a.row = rank, c, e.Row
		}
	}
	if best == 0 {
		return a, false
	}
	if a.class == aAdj && people {
		a.people = true
	}
	if a.class == aPrefix && !p.isHyphen(a.last) {
		return a, false
	}
	if a.class == aPerson && n == 1 {
		return a, false
	}
	switch a.class {
	case aName, aAdj, aCapital:
		if p.partOfName(&a) {
			return a, false
		}
	}
	return a, true
}

// partOfName reports a state's name inside the name of something else: the
// South China Sea, the Gulf of Mexico, the New York Times.
func (p *page) partOfName(a *atom) bool {
	if t := a.last; int(t) < len(p.toks) && p.r.w.feature[p.toks[t].Lower] && capital(p.toks[t].Form) {
		return true
	}
	t := a.first
	if a.class != aAdj && t-1 > p.sentStart() && capital(p.toks[t-1].Form) && p.toks[t-1].UPOS == text.PROPN && (p.r.w.direction[p.toks[t-1].Lower] || p.toks[t-1].Lower == "new") {
		return true // "New South Wales", "Western Australia"
	}
	return t >= 2 && p.toks[t-1].Lower == "of" && capital(p.toks[t-2].Form) && p.r.w.ofFeature[p.toks[t-2].Lower]
}

func (p *page) nounAtom(i, n int32, h int32) (atom, bool) {
	a := atom{first: i, last: i + n, row: -1, nat: -1}
	head := p.nounHead(i, i+n)
	if u := p.toks[head].UPOS; n == 1 && u != text.NOUN && u != text.PROPN && u != text.X && !(u == text.ADJ && p.nounPlace(i)) {
		return a, false
	} else if n > 1 && u == text.VERB {
		return a, false
	}
	if n == 1 && p.r.w.counterpart[p.lemma(i)] {
		return a, false // read with the office it answers to
	}
	if p.isHyphen(a.last) && p.touching(a.last-1, a.last) {
		return a, false // "military-technical"
	}
	if int(a.last) < len(p.toks) && p.toks[a.last].Lower == "to" && p.r.w.abstractTo[p.toks[head].Lemma] && (i == 0 || p.toks[i-1].UPOS != text.DET) {
		return a, false // "opposition to sanctions"
	}
	for h != 0 {
		var e reference.Entry
		e, h = p.r.t.Nouns.Next(h)
		c, pl := aAgent, false
		switch e.Kind {
		case reference.OfficeName:
			c = aOffice
		case reference.OfficePlural:
			c, pl = aOffice, true
		case reference.AgentPlural:
			pl = true
		}
		if c == aAgent && strings.Contains(p.r.t.Agents[e.Row].Note, "comment") {
			// "analysts" are commentators before they are anything else.
			a.class, a.row, a.plural = c, e.Row, pl
			return a, true
		}
		if c == aOffice && a.class == aAgent {
			// A wording in both tables is an office of a state or body, or of
			// whoever is named next; else it is a kind of people.
			if sc := p.r.t.Offices[e.Row].Scope; sc != "state" && sc != "body" && !(int(a.last) < len(p.toks) && p.toks[a.last].UPOS == text.PROPN) {
				continue
			}
			a.class = none
		}
		if a.class == none {
			a.class, a.row, a.plural = c, e.Row, pl
		}
	}
	return a, a.class != none
}

// nounPlace reports a word tagged as an adjective that stands where a noun
// does: nothing nominal follows, and something that wants a noun goes before.
func (p *page) nounPlace(i int32) bool {
	if int(i+1) < len(p.toks) {
		switch p.toks[i+1].UPOS {
		case text.NOUN, text.PROPN, text.ADJ, text.NUM, text.PUNCT, text.CCONJ:
			return false
		}
	}
	if i == 0 {
		return false
	}
	switch p.toks[i-1].UPOS {
	case text.DET, text.ADJ, text.PROPN, text.NUM:
		return p.toks[i].Head < 0 || p.toks[i].Rel != text.Root && p.toks[i].Rel != text.Xcomp
	}
	return false
}

// nounHead is the head noun of a wording: its last word, or the one before its
// first preposition ("minister of defence").
func (p *page) nounHead(first, last int32) int32 {
	for t := first + 1; t < last; t++ {
		switch p.toks[t].Lower {
		case "of", "for", "in", "to", "-in", "-":
			return t - 1
		}
	}
	return last - 1
}

// ofState reports an organ that only a state has.
func (p *page) ofState(a *atom) bool {
	r := &p.r.t.Agents[a.row]
	if r.Kind != "organ" || len(r.Sectors) == 0 {
		return false
	}
	switch r.Sectors[0] {
	case "GOV", "MIL", "LEG", "JUD", "COP", "SPY":
		return true
	}
	return false
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// names lays the tagger's personal names and organisations over the atoms, and
// takes the capitalised run after an office as a name.
func (p *page) names(first, last int32) {
	ms := p.doc.Mentions
	lo, hi := 0, len(ms)
	for lo < hi {
		mid := (lo + hi) / 2
		if ms[mid].First < first {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for k := lo; k < len(ms) && ms[k].First < last; k++ {
		m := &ms[k]
		switch m.Kind {
		case text.Person:
			p.personName(m.First, m.Last)
		case text.Organisation:
			p.orgName(m.First, m.Last)
		case text.Location, text.Misc:
			p.placeName(m)
		}
	}
	for i := first; i < last; i++ {
		a := p.atomAt(i)
		if a == nil || a.class != aAgent && a.class != aOffice || a.plural || a.last >= last || i != a.last-1 {
			continue
		}
		if p.takesName(a) && p.nameRun(a.last, last) {
			p.personName(a.last, p.runEnd(a.last, last))
		}
	}
	p.whole(first, last)
	p.surnames(first, last)
	for i := first; i < last; i++ {
		if p.r.w.title[p.toks[i].Lower] && capital(p.toks[i].Form) && i+1 < last && p.at[i] == 0 && p.at[i+1] == 0 && capital(p.toks[i+1].Form) {
			p.personName(i+1, p.runEnd(i+1, last))
		}
	}
}

// whole joins the parts of a personal name that the tagger has cut in two or
// ended too early.
func (p *page) whole(first, last int32) {
	for i := first; i < last; i++ {
		a := p.atomAt(i)
		if a == nil || a.class != aPerson || i != a.last-1 || a.last >= last {
			continue
		}
		from, end := a.first, a.last
		for end < last {
			b, k := p.atomAt(end), &p.toks[end]
			if b != nil && b.class == aPerson {
				end = b.last
				continue
			}
			if b == nil && k.UPOS == text.PROPN && capital(k.Form) && !acronym(k.Form) && (k.Rel == text.Flat || k.Rel == text.Compound) && k.Head >= from && k.Head < end && !p.r.w.temporal[k.Lower] {
				end++
				continue
			}
			if b == nil && end+1 < last && p.isHyphen(end) && p.touching(end-1, end) && p.touching(end, end+1) && p.at[end+1] == 0 && p.toks[end+1].UPOS != text.VERB {
				end += 2 // "Kang Kyung-wha"
				continue
			}
			break
		}
		if end > a.last {
			p.drop(from, end)
			p.put(atom{first: from, last: end, class: aPerson, row: -1, nat: -1})
			i = end - 1
		}
	}
}

// surnames makes persons of lone words that end a full name met before.
func (p *page) surnames(first, last int32) {
	for i := first; i < last; i++ {
		k := &p.toks[i]
		if a := p.atomAt(i); a != nil {
			if a.class == aPerson && a.last-a.first > 1 && i == a.last-1 {
				if p.sur == nil {
					p.sur = map[string]bool{}
				}
				p.sur[k.Form] = true
			}
			if (a.class == aCapital || a.class == aRegion) && a.last == i+1 && p.sur[k.Form] {
				a.class, a.row = aPerson, -1 // "Paris", after "Valeska Paris"
			}
			continue
		}
		if k.UPOS != text.PROPN && !(k.UPOS == text.NOUN && i > first) || !capital(k.Form) || !p.sur[k.Form] {
			continue
		}
		if i > first && p.at[i-1] == 0 && p.toks[i-1].UPOS == text.PROPN && capital(p.toks[i-1].Form) {
			continue
		}
		if i+1 < last && p.at[i+1] == 0 && p.toks[i+1].UPOS == text.PROPN && capital(p.toks[i+1].Form) {
			continue
		}
		p.put(atom{first: i, last: i + 1, class: aPerson, row: -1, nat: -1})
	}
}

// takesName reports whether a personal name can follow the atom directly.
func (p *page) takesName(a *atom) bool {
	if a.class == aOffice {
		return true
	}
	switch p.r.t.Agents[a.row].Kind {
	case "organ", "group", "collective", "instrument", "company":
		return false
	}
	return true
}

// nameRun reports whether a personal name may start at t: a capitalised word
// in no table that the tagger has not taken for something else.
func (p *page) nameRun(t, last int32) bool {
	if a := p.atomAt(t); a != nil && t+1 < last && a.class == aOrg && a.last == t+1 && p.at[t+1] == 0 && p.toks[t+1].UPOS == text.PROPN && capital(p.toks[t+1].Form) {
		return p.r.t.Orgs[a.row].Group // "Attorney-General Christian Porter"
	}
	if t >= last || p.at[t] != 0 || p.toks[t].UPOS != text.PROPN || !capital(p.toks[t].Form) || p.r.w.temporal[p.toks[t].Lower] {
		return false
	}
	return true
}

func (p *page) runEnd(t, last int32) int32 {
	e := t + 1
	for e < last {
		f := p.toks[e]
		switch {
		case p.at[e] != 0 && p.atomAt(e).class != aAgent && p.atomAt(e).class != aCapital:
			return e
		case p.r.w.temporal[f.Lower] && f.UPOS != text.PROPN:
			return e
		case capital(f.Form) && (f.UPOS == text.PROPN || f.UPOS == text.X):
			e++
		case p.r.w.particle[f.Lower] && e+1 < last && capital(p.toks[e+1].Form):
			e++
		case p.isHyphen(e) && p.touching(e-1, e) && p.touching(e, e+1):
			e += 2
		default:
			return e
		}
	}
	if e > last {
		e = last
	}
	return e
}

// personName makes [first,last) a personal name, less the titles and offices
// at its front. A lone word that the tables know as a state stays that.
func (p *page) personName(first, last int32) {
	for t := first + 1; t < last; t++ {
		if k := &p.toks[t]; k.UPOS == text.CCONJ || k.Lower == "'s" || k.Lower == "and" {
			p.personName(first, t)
			p.personName(t+1, last)
			return
		}
		if p.toks[t].Lower == "of" || p.toks[t].Form == "," {
			last = t
		}
	}
	for first < last {
		if a := p.atomAt(first); a != nil && a.last < last {
			switch a.class {
			case aAgent, aOffice:
				if a.first == first && a.last == first+1 && last == first+2 && p.r.w.givenName[p.toks[first].Lower] && capital(p.toks[first].Form) && p.toks[first].UPOS == text.PROPN {
					break // "Dean Acheson"
				}
				first = a.last
				continue
			case aName, aAdj, aOrg, aCapital, aSeat:
				if b := p.atomAt(a.last); a.class == aAdj || b != nil && (b.class == aAgent || b.class == aOffice) {
					first = a.last
					continue
				}
			}
		} else if a != nil && a.last == last && (a.class == aAgent || a.class == aOffice) {
			return
		}
		if p.r.w.title[p.toks[first].Lower] && first+1 < last {
			first++
			continue
		}
		break
	}
	for last > first && (p.toks[last-1].UPOS == text.PUNCT || strings.HasPrefix(p.toks[last-1].Form, "'")) {
		last--
	}
	if first >= last {
		return
	}
	if last-first == 1 && acronym(p.toks[first].Form) {
		if p.at[first] == 0 {
			p.put(atom{first: first, last: last, class: aNamedOrg, row: -1, nat: -1})
		}
		return
	}
	if a := p.atomAt(first); a != nil && a.first <= first && a.last >= last {
		if a.class != aPerson && a.class != aRegion && !((a.class == aCapital || a.class == aName) && last-first == 1 && p.doubtful(a) && p.sur[p.toks[first].Form]) {
			return
		}
	}
	if a := p.atomAt(first); a != nil && a.first < first && (a.class == aOrg || a.class == aName || a.class == aSeat) {
		return
	}
	p.drop(first, last)
	p.put(atom{first: first, last: last, class: aPerson, row: -1, nat: -1})
}

// acronym reports a word of capitals only, which no person is called.
func acronym(s string) bool {
	if len(s) < 2 || len(s) > 6 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

func (p *page) doubtful(a *atom) bool {
	return p.state(a.row).Doubtful(p.toks[a.first].Form)
}

// drop clears the atoms that touch [first,last).
func (p *page) drop(first, last int32) {
	for t := first; t < last; t++ {
		if a := p.atomAt(t); a != nil {
			for u := a.first; u < a.last; u++ {
				p.at[u] = 0
			}
			a.class = none
		}
	}
}

// orgName makes a tagged organisation that no table knows an atom of its own,
// unless its words are already read: "Russian Foreign Ministry".
func (p *page) orgName(first, last int32) {
	for first < last && p.toks[first].UPOS == text.DET {
		first++
	}
	if first >= last {
		return
	}
	nat := int32(-1)
	for t := first; t < last; t++ {
		a := p.atomAt(t)
		if a == nil {
			continue
		}
		if a.last > last || a.first < first {
			return
		}
		switch a.class {
		case aOrg, aSeat:
			return
		case aAgent, aOffice:
			if a.class == aAgent && int(a.last) < len(p.toks) && p.toks[a.last].Lower == "of" && p.ofState(a) {
				return // "Department of Education"
			}
			if a.last == last || t > first && p.toks[a.last].Lower == "of" || a.last-a.first > 1 {
				return
			}
		case aPerson:
			if a.last-a.first > 1 {
				return
			}
		case aName, aAdj, aCapital, aPeople:
			if a.first == first && a.last == last {
				return
			}
			if nat < 0 && a.class != aCapital {
				nat = a.row
			}
		}
	}
	p.drop(first, last)
	p.put(atom{first: first, last: last, class: aNamedOrg, row: -1, nat: nat})
}

// placeName keeps a state's name inside a longer place name from being an
// actor: the South China Sea, the Gulf of Mexico.
func (p *page) placeName(m *text.Mention) {
	for t := m.First; t < m.Last; t++ {
		a := p.atomAt(t)
		if a == nil || a.first <= m.First && a.last >= m.Last {
			continue
		}
		switch a.class {
		case aName, aCapital, aPrefix, aRegion:
		case aAdj:
			if m.Kind != text.Location {
				continue
			}
		default:
			continue
		}
		if m.Kind == text.Misc && a.class != aName {
			continue
		}
		other := false
		for u := m.First; u < m.Last; u++ {
			if b := p.atomAt(u); b != a {
				if b != nil && b.class != none {
					other = true // "Moscow-Beijing" tagged as one name
				}
				if p.r.w.direction[p.toks[u].Lower] || p.toks[u].UPOS == text.DET {
					other = true
				}
				if p.toks[u].Form == "," || p.isHyphen(u) || !capital(p.toks[u].Form) {
					other = true
				}
			}
		}
		if !other {
			p.drop(a.first, a.last)
		}
	}
}
