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
	if x.Own != nil {
		if n, h := x.Own.Longest(p.toks[i:last]); n > 0 && n >= n1 && n >= n2 {
			ours := int32(0)
			if n == n1 {
				ours = h1
			}
			if a, ok := p.ownAtom(i, int32(n), h, ours); ok {
				return a, true
			}
		}
	}
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
	if a, ok := p.cityAtom(i, last); ok {
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

// ownAtom is a name of the user's dictionaries: what the entry says of the day
// of the text. Where it says no more than our tables, that the name is of one
// state, ours are asked, which know adjectives from names. ours is their handle.
func (p *page) ownAtom(i, n int32, h, ours int32) (atom, bool) {
	if k := &p.toks[i]; !capital(k.Form) && k.UPOS != text.NUM && k.UPOS != text.PROPN {
		return atom{}, false // "may", "us"
	}
	org, ok := int32(-1), false
	for h != 0 && !ok {
		var e reference.Entry
		e, h = p.r.t.Own.Next(h)
		org, ok = p.r.t.Dict[e.Row].At(p.doc.Published)
	}
	if org < 0 {
		return atom{}, false
	}
	o := &p.r.t.Orgs[org]
	if o.Kind == "state" && ours != 0 {
		if a, ok := p.nameAtom(i, n, ours); ok && a.class <= aSeat {
			if s := p.r.t.StateRow(o.Code); s == p.stateRow(&a) {
				return atom{}, false
			}
		}
	}
	return atom{first: i, last: i + n, class: aOrg, row: org, nat: -1}, true
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
		case reference.SetName:
			rank, c = 85, aSet
		default:
			continue
		}
		if e.Kind == reference.OrgName && p.unborn(e.Row) {
			continue
		}
		if e.Kind <= reference.StateSeat {
			s := p.state(e.Row)
			if s.Uninhabited() {
				continue
			}
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

// unborn reports a group of the tables that did not exist on the day of the
// text: its name then means others. Of one that has ended people go on to speak.
func (p *page) unborn(row int32) bool {
	o := &p.r.t.Orgs[row]
	return o.Group && o.From.Known() && p.doc.Published.Known() && !reference.Covers(o.From, text.Date{}, p.doc.Published)
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
	if u := p.toks[head].UPOS; n == 1 && u != text.NOUN && u != text.PROPN && u != text.X && !(u == text.ADJ && p.nounPlace(i)) && !strings.HasSuffix(p.toks[i].Lower, "men") {
		return a, false
	} else if n > 1 && u == text.VERB {
		return a, false
	}
	if n == 1 && p.r.w.upper[p.toks[i].Lower] && !capital(p.toks[i].Form) {
		return a, false // "the house", "justice was done"
	}
	if n == 1 && int(a.last+1) < len(p.toks) && p.toks[i].Lower == "state" && p.toks[a.last].Lower == "of" && p.r.w.stateOf[p.toks[a.last+1].Lower] {
		return a, false // "a state of siege"
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
	if e, ok := p.ownAgent(h); ok {
		a.class, a.row, a.plural = aAgent, e.Row, e.Kind == reference.AgentPlural
		return a, true
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

// ownAgent is the agent noun of the user's dictionaries among the entries of a
// wording; it wins over all of ours.
func (p *page) ownAgent(h int32) (reference.Entry, bool) {
	for h != 0 && int(p.r.t.OwnAgents) < len(p.r.t.Agents) {
		var e reference.Entry
		if e, h = p.r.t.Nouns.Next(h); (e.Kind == reference.AgentNoun || e.Kind == reference.AgentPlural) && e.Row >= p.r.t.OwnAgents {
			return e, true
		}
	}
	return reference.Entry{}, false
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
