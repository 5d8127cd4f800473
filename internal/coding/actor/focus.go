package actor

import (
	"strings"
	"unicode/utf8"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
	"entente/internal/text"
)

// "The police", "the foreign minister", "protesters" belong to the state that
// the text is about where they stand, and writers leave it out because it is
// plain. It is given here only on evidence that can be shown, the strongest
// first; the word list "focus" says which kinds of evidence may speak at all.

// Several is the code of a sentence that names more than one state.
const several = "*"

// A scene is which states one sentence names.
type scene struct {
	all  string // code of the one state named in any way; several; "" none
	acts string // the same of those who act or are acted on: no places, no modifiers
	n    int32  // how often
}

func one(have, code string) string {
	if have == "" || have == code {
		return code
	}
	return several
}

// stage sets the scenes: what the words of each sentence say of states.
func (p *page) stage() {
	p.scenes = make([]scene, len(p.doc.Sentences))
	for si := range p.doc.Sentences {
		s := &p.doc.Sentences[si]
		for t := s.First; t < s.Last; t++ {
			a := p.atomAt(t)
			if a == nil || a.first != t {
				continue
			}
			if row := p.stateRow(a); row >= 0 {
				p.scenes[si].all = one(p.scenes[si].all, p.nationOf(row, aName, t).code)
				p.scenes[si].n++
			}
		}
	}
	for i := range p.out {
		p.enterScene(&p.out[i])
	}
	p.plot = ""
	n := int32(0)
	for i := range p.scenes {
		n += p.scenes[i].n
		if c := p.scenes[i].all; c != "" {
			p.plot = one(p.plot, c)
		}
	}
	p.home = p.datelineState()
	if n < 2 && p.home != p.plot {
		p.plot = ""
	}
	if p.home != "" && p.plot != "" && p.home != p.plot {
		p.plot = "" // told from one state about another
	}
}

// enterScene adds a mention whose state is known.
func (p *page) enterScene(m *mention) {
	if m.Country == "" || m.Kind == record.Pronoun || p.r.t.State(m.Country) == nil {
		return
	}
	s := &p.scenes[m.sent]
	s.all = one(s.all, m.Country)
	if !m.mod && m.Why.Rule != "locative" {
		s.acts = one(s.acts, m.Country)
	}
	if p.plot != "" && p.plot != m.Country {
		p.plot = several
	}
}

// datelineState is the state from which the document reports; "" unknown.
func (p *page) datelineState() string {
	d := p.doc.Dateline
	if d == "" || p.bare {
		return ""
	}
	words := strings.Fields(d)
	for i, w := range words {
		if len(w) > 1 && w == strings.ToUpper(w) {
			_, n := utf8.DecodeRuneInString(w)
			words[i] = w[:n] + strings.ToLower(w[n:])
		}
	}
	d = strings.Join(words, " ")
	toks := bareTokens(d)
	if n, h := p.r.t.Names.Longest(toks); n == len(toks) && n > 0 {
		q := page{r: p.r, doc: &text.Document{Published: p.doc.Published}, toks: toks, at: make([]int32, n), bare: true}
		if a, ok := q.namedState(int32(n), h); ok {
			return q.nationOf(p.stateRow(&a), aName, 0).code
		}
	}
	if p.r.gaz != nil {
		if row := p.bigCity(gazetteer.KeyOf(d)); row >= 0 {
			return p.nationOf(row, aName, 0).code
		}
	}
	return ""
}

// namedState reads all of a short text as a state or a place in one.
func (p *page) namedState(n, h int32) (atom, bool) {
	p.doc.Sentences = []text.Sentence{{Last: n}}
	a, ok := p.nameAtom(0, n, h)
	return a, ok && (a.class == aName || a.class == aCapital || a.class == aRegion)
}

// focus gives m the state that the text makes plain.
func (p *page) focus(i int) {
	m := &p.out[i]
	if p.bare || m.mod || m.Country != "" || m.counter || m.Antecede >= 0 && p.out[m.Antecede].Country == "" || !p.settled(m) {
		return
	}
	may := p.r.w.focus
	code, rule, span := "", "", m.Span
	if may["place"] && !p.travels(m) {
		if a := p.placeInClause(m); a != nil {
			code = p.nationOf(p.stateRow(a), aName, a.first).code
			span = record.Span(p.doc.TokenSpan(a.first, a.last))
			rule = "the place in its clause"
		}
	}
	if c, j := p.commander(i); code == "" && may["commander"] && c != "" {
		code, span, rule = c, p.out[j].Span, "whoever gives it orders"
	}
	if code == "" && p.official(m) && !p.qualified(m) {
		switch subject, at := p.subjectBefore(i); {
		case may["document"] && p.plot != "" && p.plot != several && (m.Person == "" || p.longEnough(i)):
			code, rule = p.plot, "the only country of the text"
		case may["subject"] && subject != "":
			code, rule, span = subject, "the subject before", p.out[at].Span
		case may["dateline"] && p.home != "" && p.opens(i) && p.actsNearby(i, p.home):
			code, rule = p.home, "dateline "+p.doc.Dateline
		}
		if c, j := p.peopleBefore(i); code == "" && may["people"] && c != "" {
			code, span, rule = c, p.out[j].Span, "its people"
		}
	}
	if code == "" {
		return
	}
	m.Country = code
	m.base = p.cameoOf(code)
	m.CAMEO = m.base + m.CAMEO
	m.Why.Rule = strings.TrimSuffix(m.Why.Rule, ", no nationality given") + ", country from " + rule
	if span != m.Span {
		m.Why.Detail = p.doc.Body[span.Start:span.End]
		m.Why.Span = span
	}
	p.enterScene(m)
}

// longEnough reports a text that has room to introduce its people, or a sentence
// with another official of the state: in a lone sentence, a minister who speaks
// of Yemen may be any country's.
func (p *page) longEnough(i int) bool {
	if len(p.doc.Sentences) > 3 || p.home == p.plot {
		return true
	}
	for j := range p.out {
		if e := &p.out[j]; j != i && e.Office != "" && e.Country == p.plot && e.sent == p.out[i].sent {
			return true
		}
		if p.out[j].sent > p.out[i].sent {
			break
		}
	}
	return false
}

// settled reports somebody who can be taken for one of the state about which
// the text speaks: not a name alone, not foreigners, not the world.
func (p *page) settled(m *mention) bool {
	switch m.Kind {
	case record.Agent, record.Organ:
	case record.Person:
		if m.Office == "" || strings.HasPrefix(m.Office, "former") {
			return false
		}
	default:
		return false
	}
	if m.org >= 0 || len(m.Sectors) == 0 || m.Sectors[0] == "IGO" || m.Sectors[0] == "NGO" || m.Sectors[0] == "BUS" && m.Person != "" {
		return false
	}
	if m.offRow >= 0 {
		switch p.r.t.Offices[m.offRow].Scope {
		case "body", "company":
			return false
		}
	}
	if strings.HasPrefix(m.Why.Rule, "name carried") || m.owner >= 0 || p.r.w.kin[m.head] {
		return false
	}
	if t := m.First - 1; t >= p.doc.Sentences[m.sent].First && (p.isHyphen(t) || p.r.w.backed[p.toks[t].Lower]) {
		return false // "the U.N.-backed government"
	}
	for t := m.First; t < m.Last; t++ {
		if p.at[t] == 0 && p.toks[t].UPOS == text.PROPN && capital(p.toks[t].Form) && !p.r.w.title[p.toks[t].Lower] {
			return false // "Merieux officials"
		}
		if a := p.atomAt(t); a != nil && a.last-a.first > 1 {
			continue // "foreign minister"
		}
		if p.r.w.foreign[p.toks[t].Lower] || p.r.w.foreign[p.toks[t].Lemma] {
			return false
		}
	}
	return true
}

// qualified reports a phrase that goes on to say whose it is, in words that
// the judge could not read: "officials in the two countries".
func (p *page) qualified(m *mention) bool {
	if m.Person != "" || int(m.Last+1) >= len(p.toks) {
		return false
	}
	t := m.Last
	if p.toks[t].Lower == "and" || p.toks[t].Lower == "or" {
		for t++; int(t+1) < len(p.toks) && (p.toks[t].UPOS == text.NOUN || p.toks[t].UPOS == text.ADJ); t++ {
		}
		return p.toks[t].Lower == "of" // "police and armies of 55 countries"
	}
	switch p.toks[t].Lower {
	case "of", "from":
		return true
	case "in", "at":
		h := p.toks[m.Last].Head
		return h >= 0 && p.toks[h].Head >= m.First && p.toks[h].Head < m.Last
	}
	return false
}

// official reports an organ or office of a state, or one who speaks for it:
// there is one of the kind in each state, and the text means its own.
func (p *page) official(m *mention) bool {
	if m.indef && m.Person == "" || m.Office == "lawyer" || m.head == "lawyer" || m.head == "attorney" {
		return false
	}
	switch m.Sectors[0] {
	case "GOV", "LEG", "JUD", "COP":
		return true
	case "MIL":
		return p.r.w.mass[m.head] && !m.plural || m.Office != ""
	case "OPP", "PTY":
		return m.def || m.Person != ""
	}
	return false
}

// travels reports those who are abroad as often as at home.
func (p *page) travels(m *mention) bool {
	if m.Office != "" && m.offRow >= 0 && p.r.t.Offices[m.offRow].Scope == "state" {
		switch m.Sectors[0] {
		case "LEG", "JUD", "COP":
		default:
			return true
		}
	}
	if m.Sectors[0] == "MIL" && !(p.r.w.mass[m.head] && !m.plural) || m.comment {
		return true
	}
	return p.r.w.traveller[m.head] || p.r.w.abroad[m.head]
}

// placeInClause is the place of the clause in which m is the subject or the
// object, where the sentence names no other state.
func (p *page) placeInClause(m *mention) *atom {
	if c := p.scenes[m.sent].all; c == "" || c == several {
		return nil
	}
	verb := p.clause(m.Head)
	if verb < 0 || p.toks[m.Head].Rel == text.NmodPoss || p.r.w.motion[p.lemma(verb)] {
		return nil
	}
	s := &p.doc.Sentences[m.sent]
	for t := s.First; t < s.Last; t++ {
		a := p.atomAt(t)
		if a == nil || a.first != t || a.class != aName && a.class != aCapital && !a.class.within() || p.stateRow(a) < 0 {
			continue
		}
		h := p.headOf(a.first, a.last)
		prep, _ := p.caseOf(h)
		if prep != "in" && prep != "at" && prep != "near" && prep != "across" && prep != "outside" && prep != "inside" && prep != "throughout" {
			continue
		}
		gov, _ := p.governor(h)
		for hops := 0; hops < 3 && gov >= 0 && gov != verb && p.toks[gov].UPOS != text.VERB && p.at[gov] == 0; hops++ {
			gov = p.toks[gov].Head
		}
		if gov == verb {
			return a
		}
	}
	return nil
}

// commander is the state whose government orders m about: "the Nepalese
// government mobilized the army".
func (p *page) commander(i int) (string, int) {
	m := &p.out[i]
	verb := p.clause(m.Head)
	if verb < 0 || !p.r.w.command[p.toks[verb].Lemma] || p.toks[m.Head].Head != verb && p.toks[m.Head].Rel != text.Conj {
		return "", 0
	}
	if s := m.Sectors[0]; s != "MIL" && s != "COP" && s != "SPY" {
		return "", 0
	}
	for j := i - 1; j >= 0 && p.out[j].sent == m.sent; j-- {
		e := &p.out[j]
		if h := &p.toks[e.Head]; h.Head == verb && h.Rel == text.Nsubj && !e.mod && p.r.t.State(e.Country) != nil {
			return e.Country, j
		}
	}
	return "", 0
}

// opens reports a mention that is the subject of its sentence with no state
// named before it.
func (p *page) opens(i int) bool {
	m := &p.out[i]
	if r := p.toks[m.Head].Rel; r != text.Nsubj && r != text.NsubjPass {
		return false
	}
	for j := i - 1; j >= 0 && p.out[j].sent == m.sent; j-- {
		if p.out[j].Country != "" && p.out[j].Why.Rule != "locative" && p.out[j].First < m.First {
			return false
		}
	}
	return true
}

// subjectBefore is the state of the subject of the sentence before, when no
// other acts there and m is the subject of its own.
func (p *page) subjectBefore(i int) (string, int) {
	m := &p.out[i]
	if m.sent == 0 || !p.opens(i) {
		return "", 0
	}
	c := p.scenes[m.sent-1].acts
	if c == "" || c == several || p.scenes[m.sent].acts != "" && p.scenes[m.sent].acts != c {
		return "", 0
	}
	root := p.doc.Sentences[m.sent-1].Root
	for j := i - 1; j >= 0 && p.out[j].sent >= m.sent-1; j-- {
		e := &p.out[j]
		if e.sent != m.sent-1 || e.Country != c || e.mod || e.Kind == record.Pronoun || p.toks[e.Head].Head != root || p.toks[e.Head].Rel != text.Nsubj {
			continue
		}
		if e.Kind == record.State || len(e.Sectors) > 0 && p.official(e) {
			return c, j
		}
	}
	return "", 0
}

// peopleBefore is the state whose people do something to m, where the sentence
// names no other: "Georgians protested against the government".
func (p *page) peopleBefore(i int) (string, int) {
	m := &p.out[i]
	verb := p.clause(m.Head)
	if verb < 0 || !m.def || m.Person != "" {
		return "", 0
	}
	for j := i - 1; j >= 0 && p.out[j].sent == m.sent; j-- {
		e := &p.out[j]
		if e.Kind != record.Agent || e.mod || e.Country == "" || e.Country != p.scenes[m.sent].all || e.Office != "" {
			continue
		}
		h, v := &p.toks[e.Head], &p.toks[verb]
		if h.Rel != text.Nsubj || h.Head != verb && !(h.Head == v.Head && (v.Rel == text.Advcl || v.Rel == text.Xcomp)) {
			continue
		}
		if e.Why.Rule == "people" {
			return e.Country, j
		}
		if len(e.Sectors) > 0 {
			switch e.Sectors[0] {
			case "CVL", "LAB", "EDU", "AGR", "OPP", "MED", "REL", "BUS":
				return e.Country, j
			}
		}
	}
	return "", 0
}

// actsNearby reports whether the state acts in this sentence or the one before.
func (p *page) actsNearby(i int, code string) bool {
	for j := i - 1; j >= max(0, i-window) && p.out[j].sent >= p.out[i].sent-1; j-- {
		e := &p.out[j]
		if e.Country == code && !e.mod && e.Why.Rule != "locative" {
			return true
		}
	}
	return false
}
