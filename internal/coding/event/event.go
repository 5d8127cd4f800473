// Package event finds what was done, by whom and to whom. In come a parsed page
// and its actor mentions; out go frames: an act, its trigger, and actors in the
// roles of source, target, side and third party, each with the lexicon row that
// led to it. The order of work: read the slots around a trigger off the tree,
// choose the sense whose conditions hold, fill its roles, then compose outer
// acts with inner ones ("demand" + "release" = demand the release of persons).
// It does not decide whether an event happened, when, where or who says so, and
// it makes no frame out of a word that the lexicon does not list.
package event

import (
	"sort"
	"strings"
	"sync"

	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/record"
	"entente/internal/text"
)

// A Finder matches one language's lexicon. It is safe for many goroutines.
type Finder struct {
	lex  *lexicon.Lexicon
	book *codebook.Book
	pool sync.Pool
}

// New makes a Finder from loaded knowledge.
func New(lex *lexicon.Lexicon, book *codebook.Book) *Finder {
	f := &Finder{lex: lex, book: book}
	f.pool.New = func() any { return &matcher{lex: lex, book: book} }
	return f
}

// A Frame is one mention of an event. Actors are indexes into the layer that
// was given to Find; tokens are indexes into the page.
type Frame struct {
	Act       string
	Trigger   int32 // token
	Carrier   int32 // token whose tense and negation count: the light verb, else the trigger
	Sentence  int32
	Source    []int32
	Target    []int32
	Third     []int32
	Symmetric bool    // Source and Target are sides that do it to each other
	Content   []int32 // frames (indexes into the result) that are this one's content
	Outer     int32   // frame whose content this is; -1 none
	Nominal   bool    // the trigger is a noun
	Definite  bool    // "the meeting", "these talks", "their discussions"
	Composed  bool    // the act was made finer by its content
	Also      int32   // token of a verb that tells where and when as well: "used gas to disperse", "were killed when a bomb exploded"; -1
	Crowd     int32   // token of a number that stands for its people: "thousands marched"; -1
	Place     int32   // index into the places given to Find: it stands for the recipient; -1 none
	Why       []record.Why
}

// Contexts tells which domains and contexts the words of tokens [first,last)
// speak of; composition rows with "ctx:" ask it.
type Contexts func(first, last int32) []string

// Find returns the frames of doc, sorted by trigger.
func (f *Finder) Find(doc *text.Document, who []record.Actor, where []record.Place, ctx Contexts) []Frame {
	m := f.pool.Get().(*matcher)
	defer f.pool.Put(m)
	m.reset(doc, who, where, ctx)
	for si := range doc.Sentences {
		s := &doc.Sentences[si]
		for t := s.First; t < s.Last; t++ {
			m.trigger(t, int32(si))
		}
	}
	m.composeAll()
	m.drop()
	for i := range m.frames {
		m.complete(&m.frames[i])
	}
	out := make([]Frame, len(m.frames))
	copy(out, m.frames)
	return out
}

// A matcher is the scratch of one page.
type matcher struct {
	lex  *lexicon.Lexicon
	book *codebook.Book

	doc     *text.Document
	who     []record.Actor
	where   []record.Place
	ctx     Contexts
	first   []int32 // first child of each token; -1
	next    []int32 // next sibling; -1
	actorAt []int32 // actor mention at each token; -1
	placeAt []int32 // place at each token; -1
	frameAt []int32 // frame triggered by each token; -1
	frames  []Frame
	content [][]lexicon.Path // content paths of each frame
	spare   [][]arg
}

func (m *matcher) reset(doc *text.Document, who []record.Actor, where []record.Place, ctx Contexts) {
	n := len(doc.Tokens)
	m.doc, m.who, m.where, m.ctx = doc, who, where, ctx
	m.first, m.next = fill(m.first, n), fill(m.next, n)
	m.actorAt, m.frameAt = fill(m.actorAt, n), fill(m.frameAt, n)
	m.placeAt = fill(m.placeAt, n)
	m.frames, m.content = m.frames[:0], m.content[:0]
	for i := range where {
		for t := where[i].First; t < where[i].Last && t < int32(n); t++ {
			m.placeAt[t] = int32(i)
		}
	}
	// Children in text order: link from the back.
	for t := n - 1; t >= 0; t-- {
		if h := doc.Tokens[t].Head; h >= 0 {
			m.next[t] = m.first[h]
			m.first[h] = int32(t)
		}
	}
	// A token belongs to the smallest mention that covers it, a head to the
	// mention that it heads.
	for i := range who {
		a := &who[i]
		for t := a.First; t < a.Last && t < int32(n); t++ {
			if old := m.actorAt[t]; old < 0 || a.Last-a.First < who[old].Last-who[old].First {
				m.actorAt[t] = int32(i)
			}
		}
	}
	for i := range who {
		a := &who[i]
		if a.Head < 0 || a.Head >= int32(n) {
			continue
		}
		if old := m.actorAt[a.Head]; old < 0 || who[old].Head != a.Head || a.Last-a.First > who[old].Last-who[old].First {
			m.actorAt[a.Head] = int32(i)
		}
	}
}

func fill(s []int32, n int) []int32 {
	if cap(s) < n {
		s = make([]int32, n, n+n/2)
	}
	s = s[:n]
	for i := range s {
		s[i] = -1
	}
	return s
}

func (m *matcher) tok(t int32) *text.Token { return &m.doc.Tokens[t] }

// trigger makes a frame of token t when a sense of its lemma applies.
func (m *matcher) trigger(t, sentence int32) {
	tk := m.tok(t)
	var pos lexicon.POS
	lemma := tk.Lemma
	switch tk.UPOS {
	case text.VERB:
		pos = lexicon.Verb
	case text.NOUN:
		pos = lexicon.Noun
	case text.PROPN:
		pos, lemma = lexicon.Noun, tk.Lower
	case text.ADJ:
		pos = lexicon.Adjective
	default:
		return
	}
	if pos == lexicon.Verb && m.nounInIng(t) {
		pos, lemma = lexicon.Noun, tk.Lower
	}
	senses := m.lex.Senses(pos, lemma)
	if len(senses) == 0 && pos != lexicon.Noun {
		// "withdrawal" tagged as an adjective, "lifting" as a verb: nouns in -al
		// and -ing are what the tagger misses most.
		if pos == lexicon.Adjective || m.child(t, text.Det) >= 0 {
			pos, lemma = lexicon.Noun, tk.Lower
			senses = m.lex.Senses(pos, lemma)
		}
	}
	if len(senses) == 0 || pos == lexicon.Verb && (m.attributive(t) || m.compounded(t)) {
		return
	}
	if pos == lexicon.Noun && (m.named(t) || m.predicate(t, senses)) {
		return
	}
	args, carrier := m.readArgs(t, pos)
	defer m.release(args)
	for i := range senses {
		s := &senses[i]
		if !m.applies(s, t, args) {
			continue
		}
		if s.NoEvent() {
			return
		}
		m.fillFrame(s, t, carrier, sentence, args)
		return
	}
}

// named reports whether noun t is part of a name or of an actor, so that it
// triggers nothing: the "Watch" of Human Rights Watch.
func (m *matcher) named(t int32) bool {
	if a := m.actorAt[t]; a >= 0 {
		// "inquiry", "summit": both a body and what it does. Without a name or a
		// state it is an event wherever its sense holds.
		w := &m.who[a]
		return !(w.Head == t && w.Last-w.First <= 2 && (w.Country == "" || w.Country == "IGO") && (w.Kind == record.Organ || w.Kind == record.Agent))
	}
	if m.tok(t).UPOS != text.PROPN {
		return false
	}
	// Mentions are sorted and disjoint: only the last that begins by t can hold it.
	ms := m.doc.Mentions
	i := sort.Search(len(ms), func(i int) bool { return ms[i].First > t })
	return i > 0 && t < ms[i-1].Last && ms[i-1].Kind != text.Misc
}

// nounInIng reports a noun that the tagger took for a participle: "a mass
// shooting in Texas".
func (m *matcher) nounInIng(t int32) bool {
	return t > 0 && m.tok(t-1).Lower == "mass" && strings.HasSuffix(m.tok(t).Lower, "ing") && m.child(t, text.Nsubj, text.Obj) < 0
}

// attributive reports whether participle t only says what its noun is like: the
// "striking" of "striking workers".
func (m *matcher) attributive(t int32) bool {
	tk := m.tok(t)
	return tk.Rel == text.Amod && tk.Head == t+1 && strings.HasSuffix(tk.Lower, "ing")
}

// predicate reports whether noun t says what something is rather than that it
// took place: "the dispute is a battle between generations".
func (m *matcher) predicate(t int32, senses []lexicon.Sense) bool {
	return m.child(t, text.Cop) >= 0 && m.book.Type(senses[0].Act) == "ASSAULT" && !m.definite(t)
}

func (m *matcher) fillFrame(s *lexicon.Sense, t, carrier, sentence int32, args []arg) {
	f := Frame{Act: s.Act, Trigger: t, Carrier: carrier, Sentence: sentence, Outer: -1, Also: -1, Crowd: -1, Place: -1, Nominal: s.POS == lexicon.Noun}
	f.Why = append(f.Why, record.Why{Rule: s.At, Detail: s.Lemma + " -> " + s.Act, Span: record.Span(m.tok(t).Span)})
	var sides []int32
	partners := true // all sides stand after "with": who meets them is not said
	var content []lexicon.Path
	for _, r := range s.Roles {
		if r.Kind == lexicon.Content {
			content = append(content, r.Paths...)
			continue
		}
		var got []int32
		for _, p := range r.Paths {
			found := m.follow(p, t, args)
			if len(found) == 0 {
				continue
			}
			f.Why = append(f.Why, m.whyRole(r.Kind, p, found))
			if r.Kind == lexicon.Side {
				got = append(got, found...)
				partners = partners && p.Slots[len(p.Slots)-1] == "with"
				continue
			}
			got = found
			break
		}
		switch r.Kind {
		case lexicon.Source:
			f.Source = got
		case lexicon.Target:
			f.Target = got
		case lexicon.Third:
			f.Third = got
		case lexicon.Side:
			sides = got
		}
	}
	if f.Nominal && m.book.Type(f.Act) == "ASSAULT" {
		// "the embassy bombings", "the attack of the hospital".
		var hit []int32
		if f.Source, hit = m.struck(f.Source); len(f.Target) == 0 {
			f.Target = hit
		}
	}
	if !f.Nominal && f.Act != "torture" && m.book.Type(f.Act) == "ASSAULT" {
		// "the bombing of a clinic that killed an officer": no clinic kills.
		f.Source, _ = m.struck(f.Source)
	}
	if m.book.Type(f.Act) == "REQUEST" {
		f.Target = m.unburdened(f.Target, t)
	}
	// "suffered an attack": the light verb's subject is the target.
	if got := m.slot("light:t", args); len(got) > 0 {
		f.Target = m.actors(got)
		f.Source = m.without(f.Source, f.Target)
	}
	if len(sides) > 0 {
		f.Symmetric = true
		if partners {
			f.Target = sides
		} else {
			f.Source, f.Target = m.splitSides(sides)
		}
	}
	f.Source = m.distinct(f.Source, nil)
	f.Target = m.distinct(f.Target, f.Source)
	f.Third = m.distinct(f.Third, append(append([]int32(nil), f.Source...), f.Target...))
	if len(f.Source) == 0 && !f.Nominal && m.book.Type(f.Act) == "PROTEST" {
		for _, h := range m.slot("subj", args) {
			if m.actorAt[h] < 0 && quantity(m.tok(h).Lemma) && m.lex.Class("crowd", m.tok(h).Lemma) && m.ofPhrase(h) < 0 {
				f.Crowd = h
			}
		}
	}
	if c := m.child(t, text.Advcl); !f.Nominal && c >= 0 && m.whenClause(c) {
		f.Also = c
	}
	f.Definite = f.Nominal && m.definite(t)
	m.frameAt[t] = int32(len(m.frames))
	m.frames = append(m.frames, f)
	if len(content) == 0 && asksClause(s) {
		content = clause
	}
	m.content = append(m.content, content)
}

var clause = []lexicon.Path{{Slots: []string{"comp"}}}

// asksClause reports whether the sense was chosen by what its clause says: the
// clause is then content, although no role names it ("threatened to attack").
func asksClause(s *lexicon.Sense) bool {
	for i := range s.Conds {
		if c := &s.Conds[i]; c.Kind == lexicon.SlotIs && !c.Not && c.Slot == "comp" {
			return true
		}
	}
	return false
}

var roleNames = map[lexicon.RoleKind]string{lexicon.Source: "source", lexicon.Target: "target", lexicon.Third: "third party", lexicon.Side: "side"}

func (m *matcher) whyRole(k lexicon.RoleKind, p lexicon.Path, found []int32) record.Why {
	return record.Why{Rule: roleNames[k] + " from " + p.String(), Detail: m.who[found[0]].Text, Span: m.who[found[0]].Span}
}

// definite reports whether noun t points back: the, this, these, their.
func (m *matcher) definite(t int32) bool {
	for c := m.first[t]; c >= 0; c = m.next[c] {
		switch tk := m.tok(c); tk.Rel {
		case text.Det:
			switch tk.Lower {
			case "the", "this", "these", "that", "those", "both":
				return true
			}
		case text.NmodPoss:
			if tk.UPOS == text.PRON {
				return true
			}
		}
	}
	return false
}

// complete fills what only the whole sentence shows, once acts are composed.
func (m *matcher) complete(f *Frame) {
	switch m.book.Type(f.Act) {
	case "MOBILIZE", "RETREAT", "CONCEDE", "YIELD", "AGREE", "AID", "COOPERATE":
		// They are moved, yielded or lent, not acted on.
		f.Target = m.unmoved(m.notOwn(f.Target, f.Source), f.Source)
	}
	switch m.book.Type(f.Act) {
	case "AGREE", "CONSULT", "SUPPORT", "COOPERATE":
		f.Target = m.peopled(f.Target)
	}
	f.Target = m.apart(f.Target, f.Source)
	if m.mutual(f.Act) && len(f.Target) == 0 {
		// Two ministers of one state who promise something promise it together.
		if a, b := m.splitSides(f.Source); len(b) > 0 && (m.book.Both(f.Act) || m.who[a[0]].Country == "" || m.who[a[0]].Country != m.who[b[0]].Country) {
			f.Source, f.Target, f.Symmetric = a, b, true
		}
	}
	m.reach(f)
}

// peopled drops buildings of no country: who agrees "to reopen their embassies"
// agrees with no embassy.
func (m *matcher) peopled(list []int32) []int32 {
	out := list[:0:0]
	for _, a := range list {
		if w := &m.who[a]; w.Country != "" || w.Head < 0 || w.Name != "" || !m.building(m.tok(w.Head).Lemma) {
			out = append(out, a)
		}
	}
	return out
}

// unmoved drops troops of no other country: "willing to withdraw troops".
func (m *matcher) unmoved(list, source []int32) []int32 {
	out := list[:0:0]
next:
	for _, a := range list {
		w := &m.who[a]
		if w.Kind != record.State && m.lex.Class("troopword", m.tok(w.Head).Lower) {
			if w.Country == "" {
				continue
			}
			for _, s := range source {
				if m.who[s].Country == w.Country {
					continue next
				}
			}
		}
		out = append(out, a)
	}
	return out
}

// apart drops targets whose words hold a source or lie within one: nobody meets
// a part of his own name. The same words for two are a name for both: "Koreas".
func (m *matcher) apart(list, source []int32) []int32 {
	out := list[:0:0]
next:
	for _, a := range list {
		for _, s := range source {
			x, y := &m.who[a], &m.who[s]
			if x.First < y.Last && y.First < x.Last && x.Span != y.Span {
				continue next
			}
			if x.Kind == record.State && y.Kind == record.State && x.Country != "" && x.Country == y.Country {
				continue next // "Denmark refused to sell Greenland"
			}
		}
		out = append(out, a)
	}
	return out
}

// mutual reports whether two who do act together do it with each other: "India
// and China agreed to open talks", "failed to reach an agreement".
func (m *matcher) mutual(act string) bool {
	if m.book.Both(act) {
		return true
	}
	return m.book.Within(act, "intend-to-cooperate") || m.book.Within(act, "reject-plan-agreement-to-settle-dispute") ||
		m.book.Within(act, "declare-truce-ceasefire")
}

// struck parts those who can attack from buildings and places, which are only
// attacked.
func (m *matcher) struck(list []int32) (doers, hit []int32) {
	for _, a := range list {
		w := &m.who[a]
		if w.Kind != record.State && w.Head >= 0 && (w.Kind == record.Organ || w.Kind == record.Agent) && (m.building(m.tok(w.Head).Lemma) || m.building(m.tok(w.Head).Lower)) {
			hit = append(hit, a)
		} else {
			doers = append(doers, a)
		}
	}
	return doers, hit
}

func (m *matcher) building(lemma string) bool {
	return m.lex.Class("struckplace", lemma)
}

// splitSides parts the sides of a symmetric act: the first entity is the
// source, all others are targets.
func (m *matcher) splitSides(sides []int32) (source, target []int32) {
	for _, a := range sides {
		switch {
		case len(source) == 0 || m.who[a].Entity == m.who[source[0]].Entity:
			source = append(source, a)
		default:
			target = append(target, a)
		}
	}
	return source, m.apart(target, source)
}

// distinct keeps one mention of each entity, and none of those in not.
func (m *matcher) distinct(list, not []int32) []int32 {
	out := list[:0:0]
next:
	for _, a := range list {
		for _, b := range not {
			if m.who[b].Entity == m.who[a].Entity {
				continue next
			}
		}
		for _, b := range out {
			if m.who[b].Entity == m.who[a].Entity {
				continue next
			}
		}
		out = append(out, a)
	}
	return out
}

func (m *matcher) without(list, not []int32) []int32 { return m.distinct(list, not) }
