package place

import (
	"strings"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
	"entente/internal/text"
)

// maxActorTokens bounds how far back an actor that covers a name can begin
// after actors that end before it; the list of actors is sorted by position.
const maxActorTokens = 16

// judge gathers the signs about each name and decides what becomes of it.
func (p *page) judge() {
	for i := range p.names {
		p.signs(i)
	}
	p.containment()
	p.listed()
	for i := range p.names {
		// "in Georgia" somewhere: then "Georgia" alone is no person.
		n := &p.names[i]
		if w := p.doc.Tokens[n.first].Lower; n.last == n.first+1 && n.evidence&(eIn|eWithin|eHolds) != 0 && p.l.gaz.Class(n.hits.At(0).ID) == gazetteer.Country && p.persons[w] {
			delete(p.persons, w)
		}
	}
	for i := range p.names {
		n := &p.names[i]
		n.verdict, n.why = p.decide(n)
		if n.verdict == refused && n.why == "last word of a longer name" && n.evidence&eOrg == 0 && p.obscure(n) {
			// "Caitlin Boswell": "Boswell" alone is she, too.
			p.persons[p.doc.Tokens[n.last-1].Lower] = true
		}
	}
	for i := range p.names {
		if n := &p.names[i]; n.verdict != refused && p.persons[p.doc.Tokens[n.first].Lower] {
			n.verdict, n.why = p.decide(n)
		}
	}
	p.carryOver()
}

// signs looks at the words around the name, the tags and the actors.
func (p *page) signs(i int) {
	n := &p.names[i]
	sent := &p.doc.Sentences[n.sentence]
	toks := p.doc.Tokens
	if n.first == sent.First {
		n.evidence |= eHead
	}
	p.leftSigns(i, sent)
	p.rightSigns(i, sent)
	head := p.head(n)
	switch t := &toks[head]; {
	case t.Rel == text.Nsubj || t.Rel == text.NsubjPass:
		n.evidence |= eSubject
		if t.Rel == text.Nsubj && t.Head >= 0 && toks[t.Head].UPOS == text.VERB {
			n.evidence |= eActs
		}
	case t.Rel == text.Obj && t.Head >= 0 && p.class[t.Head]&wMotion != 0 && toks[t.Head].UPOS == text.VERB:
		n.evidence |= eMotion
	case (t.Rel == text.NmodPoss || t.Rel == text.Compound) && t.Head >= 0 && p.class[t.Head]&wMotion != 0 && n.evidence&ePossess == 0:
		n.evidence |= eMotion
	}
	for ; p.mention < len(p.doc.Mentions) && p.doc.Mentions[p.mention].Last <= n.first; p.mention++ {
	}
	for m := p.mention; m < len(p.doc.Mentions) && p.doc.Mentions[m].First < n.last; m++ {
		e := &p.doc.Mentions[m]
		if e.Last <= n.first {
			continue
		}
		switch {
		case e.Kind == text.Location && p.sameName(e, n):
			n.evidence |= eTagLoc
		case e.Kind == text.Person:
			n.evidence |= eTagPer
		case e.Kind == text.Organisation:
			n.evidence |= eTagOrg
		}
	}
	for ; p.actor < len(p.who) && p.who[p.actor].Last+maxActorTokens <= n.first; p.actor++ {
	}
	for a := p.actor; a < len(p.who) && p.who[a].First < n.last; a++ {
		w := &p.who[a]
		if w.Last <= n.first {
			continue
		}
		if w.First == n.first && w.Last == n.last || w.Kind == record.State {
			if w.Kind == record.State || w.Kind == record.Organ {
				n.evidence |= eState
				if strings.Contains(w.Why.Rule, "metonym") {
					n.evidence |= eMetonym
				}
			}
			continue
		}
		switch w.Kind {
		case record.Organ, record.Company, record.NGO, record.Body, record.Group:
			if n.evidence&(eIn|eNoun) == 0 {
				n.evidence |= eInside
			}
		case record.Person:
			// The name of the person, not the office before it.
			if w.Person != "" && strings.Contains(w.Person, p.doc.Text(p.doc.TokenSpan(n.first, n.last))) {
				n.evidence |= eTagPer
			}
		}
	}
}

// sameName reports whether a tagged location is the name, give or take the
// words of direction and kind around it.
func (p *page) sameName(e *text.Mention, n *name) bool {
	for i := e.First; i < n.first; i++ {
		if p.class[i]&(wDirection|wFunc) == 0 {
			return false
		}
	}
	for i := n.last; i < e.Last; i++ {
		if p.class[i]&(wAfter|wCounty) == 0 && p.doc.Tokens[i].Form != "." && p.doc.Tokens[i].Form != "," {
			return false
		}
	}
	return true
}

// leftSigns reads backwards from the name: over its own adjectives to the
// preposition, noun or title that it hangs on.
func (p *page) leftSigns(k int, sent *text.Sentence) {
	n := &p.names[k]
	toks := p.doc.Tokens
	i := n.first - 1
	if i < sent.First {
		return
	}
	if p.capital(i) && n.evidence&eHead == 0 {
		c := p.class[i]
		switch {
		case c&wTitle != 0 && c&wDirection == 0:
			n.evidence |= eTitle
		case c&(wDay|wDirection|wFunc|wIn|wTo|wOn|wOf|wBy|wNoun) != 0:
		case initial(toks[i].Form) || p.l.gaz.GivenName(toks[i].Form):
			n.evidence |= eLeftName | eTitle
		case i == sent.First && toks[i].UPOS != text.PROPN && toks[i].UPOS != text.X:
		case k > 0 && p.names[k-1].last == n.first || demonym(toks[i].Lower):
		default:
			n.evidence |= eLeftName
		}
	}
	for steps := 0; i >= sent.First && steps < 4; i, steps = i-1, steps+1 {
		c := p.class[i]
		switch {
		case c&wIn != 0:
			n.evidence |= eIn
			return
		case c&wTo != 0:
			n.evidence |= eTo
			if p.motionBefore(i, sent) {
				n.evidence |= eMotion
			}
			return
		case c&wOf != 0:
			if steps == 0 && i-1 >= sent.First && p.capital(i-1) && p.class[i-1]&(wOrg|wCivic) != 0 {
				n.evidence |= eInside // "University of X"
				return
			}
			if i-1 >= sent.First && (p.class[i-1]&(wNoun|wDirection) != 0 || p.class[i-1]&wMotion != 0 && toks[i-1].UPOS != text.VERB) {
				n.evidence |= eNoun
			}
			return
		case c&(wOn|wBy) != 0:
			return
		case c&wDirection != 0:
		case toks[i].Lower == "the":
			if steps == 0 {
				n.evidence |= eThe
			}
		case c&wNoun != 0 && steps == 0 && !p.capital(i):
			n.evidence |= eNoun // "the city X"
		case c&wMotion != 0 && steps == 0 && !p.capital(i) && toks[i].UPOS != text.NOUN:
			n.evidence |= eMotion // "leave X"
			return
		case toks[i].UPOS == text.ADJ && steps < 3 && !p.capital(i), steps < 2 && (strings.HasSuffix(toks[i].Form, "-held") || strings.HasSuffix(toks[i].Form, "-controlled")):
		default:
			return
		}
	}
}

// motionBefore looks for a verb or noun of motion before "to" or "from": the
// governor where there is a tree, else one of the last six words.
func (p *page) motionBefore(i int32, sent *text.Sentence) bool {
	toks := p.doc.Tokens
	if h := toks[i].Head; h >= 0 && h != i && p.doc.Tokens[i].Rel == text.Case {
		if g := toks[h].Head; g >= 0 {
			return p.class[g]&(wMotion|wSited) != 0
		}
	}
	for j := i - 1; j >= sent.First && j > i-5; j-- {
		if p.class[j]&wMotion != 0 {
			return true
		}
		if f := toks[j].Form; f == "," || f == ";" || f == "." {
			return false
		}
	}
	return false
}

func (p *page) rightSigns(k int, sent *text.Sentence) {
	n := &p.names[k]
	toks := p.doc.Tokens
	i := n.last
	if i >= sent.Last {
		return
	}
	t := &toks[i]
	c := p.class[i]
	if t.Form == "'s" || t.Form == "'" && joined(toks, i) {
		n.evidence |= ePossess
		return
	}
	if t.Form == "-" && i+1 < sent.Last && toks[i+1].Lower == "based" || t.Lower == "-based" {
		n.evidence |= eBasedOn
		return
	}
	if !p.capital(i) {
		if c&wAfter != 0 {
			n.evidence |= eNoun
		} else if c&wCivic != 0 {
			n.evidence |= eCivic
		}
		return
	}
	switch {
	case c&wCounty != 0:
		n.county = true
		n.evidence |= eNoun
		n.last++
	case c&wFacility != 0:
		n.evidence |= eFacility
	case c&wDay != 0 || c&wFunc != 0:
	case c&wAfter != 0 && c&wOrg == 0 && (i+1 >= sent.Last || !p.capital(i+1) && p.class[i+1]&wOf == 0):
		n.evidence |= eNoun
	case c&wCivic != 0:
		n.evidence |= eCivic
	case c&wPostTitle != 0:
		n.evidence |= ePostTitle
	case c&wOrg != 0:
		n.evidence |= eOrg
	case k+1 < len(p.names) && p.names[k+1].first == n.last:
	default:
		n.evidence |= eRightName
	}
}

// demonym guesses whether a capitalised word is an adjective of a nation, as
// in "Russian Kursk": such a word is no part of the name behind it.
func demonym(lower string) bool {
	for _, s := range []string{"ian", "ese", "ish", "can", "ani", "aqi", "eli", "ench", "eek", "wiss", "utch"} {
		if strings.HasSuffix(lower, s) {
			return true
		}
	}
	return false
}

// head is the token of the name whose governor lies outside it.
func (p *page) head(n *name) int32 {
	toks := p.doc.Tokens
	for i := n.first; i < n.last; i++ {
		if h := toks[i].Head; h < n.first || h >= n.last {
			return i
		}
	}
	return n.last - 1
}

// containment reads "City, Region" and "City, Region, Country" and "City
// (Country)".
func (p *page) containment() {
	for i := 0; i+1 < len(p.names); i++ {
		n, m := &p.names[i], &p.names[i+1]
		if n.sentence != m.sentence || m.first != n.last+1 {
			continue
		}
		f := p.doc.Tokens[n.last].Form
		if f != "," && f != "(" {
			continue
		}
		if !p.canHold(n, m) {
			if p.apposed(n, m) {
				n.outside = int32(i + 1)
				n.evidence |= eWithin
			}
			continue
		}
		n.within = int32(i + 1)
		n.evidence |= eWithin
		m.evidence |= eHolds
	}
	// "X in Country", "X province in Country"
	for i := 0; i+1 < len(p.names); i++ {
		n, m := &p.names[i], &p.names[i+1]
		if n.within >= 0 || n.sentence != m.sentence || m.first-n.last > 3 || m.evidence&eIn == 0 || !p.canHold(n, m) {
			continue
		}
		if c := p.class[m.first-1]; c&(wIn|wDirection) == 0 {
			continue
		}
		n.within = int32(i + 1)
	}
}

// canHold reports whether some reading of m is a state or division that holds
// some reading of n.
func (p *page) canHold(n, m *name) bool {
	g := p.l.gaz
	for j := range min(m.hits.Len(), 4) {
		o := m.hits.At(j).ID
		cl := g.Class(o)
		if cl != gazetteer.Country && cl != gazetteer.Admin1 {
			continue
		}
		for k := range n.hits.Len() {
			c := n.hits.At(k).ID
			if c == o || g.CountryNo(c) != g.CountryNo(o) || g.CountryNo(c) == 0 {
				continue
			}
			if cl == gazetteer.Country && g.Class(c) != gazetteer.Country || g.Class(c) == gazetteer.City && g.Admin1No(c) == g.Admin1No(o) {
				return true
			}
			if n.county && cl == gazetteer.Admin1 {
				return true
			}
		}
	}
	return false
}

// apposed reports whether "X, Division" says where X lies though the gazetteer
// has no such X there: the division closes the phrase, so that it is no list.
func (p *page) apposed(n, m *name) bool {
	g := p.l.gaz
	if g.Class(n.hits.At(0).ID) != gazetteer.City && g.Class(n.hits.At(0).ID) != gazetteer.Admin2 || g.Class(m.hits.At(0).ID) != gazetteer.Admin1 {
		return false
	}
	if n.first > 0 && p.prevForm(n.first) == "," {
		return false
	}
	switch p.nextForm(m.last) {
	case ",", ".", ")", "(", "-", "--", "–", "—", "":
		return true
	}
	return strings.HasSuffix(p.doc.Tokens[m.last-1].Form, ".")
}

// listed carries locative evidence along "in X, Y and Z".
func (p *page) listed() {
	for i := 1; i < len(p.names); i++ {
		a, b := &p.names[i-1], &p.names[i]
		if a.sentence != b.sentence || a.within == int32(i) {
			continue
		}
		if !p.listGap(a.last, b.first) {
			continue
		}
		if a.evidence&(eIn|eMotion|eNoun) != 0 && b.evidence&(ePossess|ePostTitle) == 0 {
			b.evidence |= a.evidence & (eIn | eMotion | eNoun)
		}
		b.evidence |= eListed
		a.evidence |= eListed
	}
}

// decide is the verdict on one name by itself.
func (p *page) decide(n *name) (verdict, string) {
	g := p.l.gaz
	top := n.hits.At(0)
	class := g.Class(top.ID)
	e := n.evidence
	strong := e&locative != 0
	single := n.last-n.first == 1
	lower := p.doc.Tokens[n.first].Lower

	if e&eRightName == 0 && p.persons[lower] && single && class == gazetteer.Country && g.GivenName(p.doc.Tokens[n.first].Form) && e&(eIn|eWithin|eNoun) == 0 {
		return refused, "a person of this text"
	}
	if n.county || n.list || class == gazetteer.Admin2 && (p.class[n.last-1]|p.class[n.first])&wCounty != 0 {
		if e&(eLeftName|eTitle) != 0 {
			return refused, "part of a longer name"
		}
		return located, "county"
	}
	broad := class == gazetteer.Country || class == gazetteer.Region
	if e&eFacility != 0 && !broad && e&eWithin == 0 {
		return refused, "name of a street or building"
	}
	if e&eOrg != 0 && e&(eWithin|eHolds) == 0 {
		if broad {
			return metonym, "inside the name of an organisation"
		}
		return refused, "name of an organisation"
	}
	if !broad || class == gazetteer.Region && single {
		if e&eTitle != 0 && e&(eWithin|eHolds) == 0 {
			return refused, "after a title or given name"
		}
		if e&eTagPer != 0 && e&(eIn|eWithin|eNoun) == 0 && (e&(eLeftName|eRightName) != 0 || n.hits.Weak || g.Population(top.ID) < 100000 || g.GivenName(p.doc.Tokens[n.first].Form)) {
			return refused, "tagged as a person"
		}
		if single && p.persons[lower] && e&(eIn|eWithin|eNoun|eBasedOn) == 0 {
			return refused, "a person of this text"
		}
	}
	if class == gazetteer.Country && single && e&(eIn|eNoun|eWithin|eTagOrg) == 0 && p.fullName(n.first) {
		return refused, "given name"
	}
	if e&eRightName != 0 && e&eWithin == 0 {
		if single && class != gazetteer.Country && g.GivenName(p.doc.Tokens[n.first].Form) && e&eTagLoc == 0 {
			return refused, "given name"
		}
		if !broad {
			if e&eIn != 0 && e&eTagOrg == 0 || e&eTagLoc != 0 {
				return metonym, "first word of a longer name"
			}
			return refused, "first word of a longer name"
		}
	}
	if e&eLeftName != 0 && e&eWithin == 0 && e&eTagLoc == 0 {
		if !broad {
			return refused, "last word of a longer name"
		}
	}
	if e&eThe != 0 && single && class == gazetteer.City && e&(eWithin|eNoun|eBasedOn) == 0 && !p.modifies(n) {
		return refused, "a common noun with its article"
	}
	if n.hits.Weak && !broad {
		if e&(eWithin|eNoun|eBasedOn) == 0 && !(e&eIn != 0 && e&eTagOrg == 0) && e&eTagLoc == 0 {
			return refused, "common word or name"
		}
	}
	if single && (class == gazetteer.City || class == gazetteer.Admin2) && g.GivenName(p.doc.Tokens[n.first].Form) && !strong && e&eTagLoc == 0 && g.Population(top.ID) < 2000000 {
		return refused, "given name"
	}
	if class == gazetteer.City && !strong && e&(eTagLoc|eCivic|eListed|ePossess) == 0 && g.Population(top.ID) < 50000 && g.Seat(top.ID) == 0 {
		return refused, "small town without a sign of place"
	}
	switch {
	case e&eMetonym != 0:
		return metonym, "stands for the government"
	case e&eCivic != 0 || e&ePostTitle != 0:
		return metonym, "names whose office or body it is"
	case e&eInside != 0 && e&eTagLoc == 0:
		return metonym, "inside the name of an organisation"
	case (class == gazetteer.Country || e&eState != 0) && !strong:
		return metonym, "a state, not a place where something is"
	case e&eActs != 0 && !strong && class == gazetteer.City && g.Seat(top.ID) == 2:
		return metonym, "a capital that acts"
	case class == gazetteer.Point && e&eSubject != 0 && !strong:
		return metonym, "stands for who sits there"
	case e&eRightName != 0 || e&eLeftName != 0 && broad && !strong:
		return metonym, "part of a longer name"
	}
	return located, "name of a place"
}

// fullName reports whether token f, the name of a state, is a given name here:
// one that people bear, with one capitalised word behind it and no more.
func (p *page) fullName(f int32) bool {
	toks := p.doc.Tokens
	i := f + 1
	if int(i) >= len(toks) || !p.capital(i) || toks[i].UPOS != text.PROPN || demonym(toks[i].Lower) || !p.l.gaz.GivenName(toks[f].Form) {
		return false
	}
	const other = wDay | wFunc | wOrg | wCivic | wPostTitle | wFacility | wAfter | wCounty | wDirection
	return p.class[i]&other == 0 && (int(i+1) >= len(toks) || !p.capital(i+1) || toks[i+1].Start > toks[i].End+1)
}

// obscure reports whether the best reading is a town that few texts mean.
func (p *page) obscure(n *name) bool {
	g := p.l.gaz
	id := n.hits.At(0).ID
	return g.Class(id) == gazetteer.City && g.Population(id) < 100000 && g.Seat(id) == 0
}

// modifies reports whether the name stands before a noun that its article
// belongs to: "the Aleppo offensive".
func (p *page) modifies(n *name) bool {
	if int(n.last) >= len(p.doc.Tokens) {
		return false
	}
	switch t := &p.doc.Tokens[n.last]; t.UPOS {
	case text.NOUN, text.ADJ, text.PROPN, text.NUM:
		return true
	}
	return n.evidence&ePossess != 0
}

// carryOver lets a name that is surely a place in one sentence be one in
// another.
func (p *page) carryOver() {
	sure := map[gazetteer.Key]bool{}
	for i := range p.names {
		if n := &p.names[i]; n.verdict == located && n.evidence&(eWithin|eIn|eNoun) != 0 {
			sure[n.key] = true
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if n.verdict != refused || n.why != "small town without a sign of place" && n.why != "common word or name" && n.why != "given name" {
			continue
		}
		if sure[n.key] && n.evidence&(eRightName|eLeftName) == 0 && !p.persons[p.doc.Tokens[n.first].Lower] {
			n.verdict, n.why = located, "a place elsewhere in the text"
		}
	}
}

// actorStates lists the states of the actors, each once.
func (p *page) actorStates() {
	var seen [256]bool
	for i := range p.who {
		if no := p.l.gaz.CountryNoOf(p.who[i].Country); no != 0 && !seen[no] {
			seen[no] = true
			p.actorCountries = append(p.actorCountries, no)
		}
	}
}
