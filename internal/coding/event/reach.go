package event

import (
	"entente/internal/knowledge/lexicon"
	"entente/internal/record"
	"entente/internal/text"
)

// When a sense's own slots hold no recipient, the phrases under the trigger
// often do: "agreed to open its borders to German goods", "lifted restrictions
// on visits to Cuba", "imposed a curfew in parts of Swat". reach looks for the
// nearest one. Actors come first; a place, or a state that is named as a place,
// is a recipient only of what is done on the ground, never of talks or words.

// reachDepth is how many steps down from the trigger a recipient may stand.
// Aid and bans are told with a chain of nouns: "a ban on imports of British beef".
func reachDepth(typ string) int {
	switch typ {
	case "AID", "AGREE", "CONCEDE", "SANCTION":
		return 6
	}
	return 3
}

// A found is one candidate: how far from the trigger, and which token.
type found struct {
	tok   int32
	depth int
	place bool // a place, or in a phrase that says where
	where bool // in a phrase that says where
}

func (m *matcher) reach(f *Frame) {
	if len(f.Target) > 0 || len(f.Source) == 0 || f.Symmetric && m.book.Both(f.Act) {
		return
	}
	f.Symmetric = false
	typ := m.book.Type(f.Act)
	if typ == "" || m.book.Within(f.Act, "resign") || m.tok(f.Trigger).Lemma == "say" {
		return // what is said, or who resigns, has nobody under it
	}
	cands := m.below(f.Trigger, typ)
	if f.Carrier != f.Trigger {
		cands = append(cands, m.below(f.Carrier, typ)...)
	}
	// Known actors first, then places and states named as places, then people
	// of whom no table knows whose they are.
	for pass := 0; pass < 3; pass++ {
		for _, c := range cands {
			if c.place != (pass == 1) {
				continue
			}
			if a := m.actorAt[c.tok]; a >= 0 && !m.eligible(a, c.tok, pass, f.Source) {
				continue
			}
			got := m.foreign(m.notOwn(m.distinct(m.actors1(c.tok), f.Source), f.Source), f.Source, typ)
			if len(got) > 0 {
				f.Target = got
				f.Why = append(f.Why, record.Why{Rule: "target from a phrase under the trigger", Detail: m.who[got[0]].Text, Span: m.who[got[0]].Span})
				return
			}
			if p := m.placeAt[c.tok]; pass == 1 && (!c.where || onGround(typ)) && typ != "CONSULT" && p >= 0 && m.actorAt[c.tok] < 0 {
				f.Place = p
				f.Why = append(f.Why, record.Why{Rule: "the place where it is done is the recipient", Detail: m.where[p].Text, Span: m.where[p].Span})
				return
			}
		}
	}
	m.condition(f, typ)
}

// eligible reports whether the actor at token t may be a recipient on this
// pass. A government's own state is none, nor are the troops of "troop presence".
func (m *matcher) eligible(a, t int32, pass int, source []int32) bool {
	w := &m.who[a]
	if w.Country == "" {
		return pass > 0 && w.Kind != record.Pronoun && !(armed(w) && m.tok(t).Rel == text.Compound)
	}
	if pass == 0 && w.Kind == record.State {
		for _, i := range source {
			if s := m.standIn(i); s.Country == w.Country && (s.Kind == record.State || governs(s)) {
				return false
			}
		}
	}
	return true
}

// onGround lists PLOVER types of acts that are done to a territory.
func onGround(typ string) bool {
	switch typ {
	case "AGREE", "AID", "COOPERATE", "CONCEDE", "RETREAT", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST", "THREATEN":
		return true
	}
	return false
}

// below lists the actors and places under token t, nearest first, within its
// own clause and the infinitives and nouns that hang on it.
func (m *matcher) below(t int32, typ string) []found {
	var out []found
	sent := int32(-1)   // the actor that is moved: no word of its name is a recipient
	struck := int32(-1) // a person without a table entry is the victim, not what stands around him
	if o := m.plainObject(t); typ == "ASSAULT" && o >= 0 && (m.lex.Class("kin", m.tok(o).Lemma) || m.lex.Class("person", m.tok(o).Lemma)) {
		struck = o
	}
	level := []found{{tok: t}}
	for depth := 0; depth < reachDepth(typ) && len(level) > 0; depth++ {
		var next []found
		for i := 0; i < len(level); i++ {
			n := level[i]
			for c := m.first[n.tok]; c >= 0; c = m.next[c] {
				at, ok := m.descend(n, c, depth, typ)
				if !ok || struck >= 0 && depth == 0 && c != struck || m.endured(n.tok, c, typ) {
					continue
				}
				given := depth == 0 && m.tok(c).Rel == text.Obj && m.sent(c, typ)
				if given {
					sent = m.actorAt[c]
				} else if a := m.actorAt[c]; a >= 0 && a != sent || a < 0 && m.placeAt[c] >= 0 && m.where[m.placeAt[c]].Country != "" {
					out = append(out, at)
				}
				if m.tok(c).Rel == text.Appos || m.tok(c).Rel == text.Nmod && m.caseOf(c) == "of" && quantity(m.tok(n.tok).Lemma) {
					level = append(level, at) // "a series of bombs", "the capital Kabul": one thing, no step down
					continue
				}
				next = append(next, at)
			}
		}
		level = next
	}
	return out
}

// sent reports whether object c is what is moved or given: it receives nothing.
func (m *matcher) sent(c int32, typ string) bool {
	switch typ {
	case "AID", "COOPERATE":
		return true
	case "MOBILIZE", "RETREAT", "SANCTION":
		return m.actorAt[c] < 0 || armed(&m.who[m.actorAt[c]]) || m.lex.Class("peacekeepers", m.tok(c).Lemma)
	}
	return false
}

// descend reports whether the way from n to its child c stays within what is
// done to whom, and whether it goes through a phrase that says where.
func (m *matcher) descend(n found, c int32, depth int, typ string) (found, bool) {
	at := found{tok: c, depth: depth + 1, where: n.where}
	at.place = n.where || m.actorAt[c] < 0 && m.placeAt[c] >= 0
	ct := m.tok(c)
	switch ct.Rel {
	case text.Obj, text.Iobj, text.Conj, text.Xcomp, text.NmodPoss, text.Compound, text.Amod, text.Appos, text.Flat:
		return at, ct.Rel != text.Conj || depth > 0
	case text.NsubjPass:
		// "demanded that the boy be returned" is not asked of the boy.
		return at, typ != "REQUEST"
	case text.Nsubj:
		return at, depth > 0 && m.tok(n.tok).Rel != text.Ccomp
	case text.Ccomp:
		return at, typ != "CONSULT" && typ != "SUPPORT"
	case text.Advcl:
		return at, m.infinitive(c)
	case text.Acl:
		// "investigates reports that troops fired on villagers": not the villagers.
		// Nor is a compromise "rebuffed by the opposition" asked of the opposition.
		return at, onGround(typ)
	case text.Nmod, text.Obl:
		switch m.caseOf(c) {
		case "on", "against", "to", "with", "of", "for", "toward", "towards", "into", "onto", "over", "from", "between", "among", "upon":
			return at, true
		case "in", "at", "inside", "within", "across", "along", "near", "through", "throughout", "around":
			// Of words and talks only what hangs on a noun: "abuses in Iran" are
			// Iran's, "said in Iran" is not.
			at.place, at.where = true, true
			return at, onGround(typ) || ct.Rel == text.Nmod && typ != "CONSULT"
		}
	}
	return at, false
}

// foreign drops what a phrase under the trigger names without being done to:
// the troops that are moved, and organs of the source's own state.
func (m *matcher) foreign(list, source []int32, typ string) []int32 {
	out := list[:0:0]
next:
	for _, a := range list {
		w := &m.who[a]
		if (typ == "MOBILIZE" || typ == "AGREE") && len(w.Sectors) > 0 && w.Sectors[0] == "MIL" {
			continue
		}
		for _, s := range source {
			if y := &m.who[s]; w.Country != "" && w.Country == y.Country && organ(w) && organ(y) {
				continue next
			} else if typ == "MOBILIZE" && w.Country != "" && w.Country == y.Country {
				continue next
			}
		}
		out = append(out, a)
	}
	return out
}

func organ(w *record.Actor) bool {
	return w.Kind == record.State || governs(w)
}

// endured reports whether c is what event noun n was done to, or where: who
// condemns "the bombing of the embassy" blames neither the embassy nor its town,
// and who calls for "a ban on journalists" asks nothing of them.
func (m *matcher) endured(n, c int32, typ string) bool {
	switch typ {
	case "ACCUSE", "SUPPORT", "REQUEST":
	default:
		return false
	}
	ct := m.tok(c)
	if ct.Rel != text.Nmod && ct.Rel != text.Obl || m.tok(n).UPOS != text.NOUN || m.caseOf(c) == "by" {
		return false
	}
	if m.lex.Class("bombthing", m.tok(n).Lemma) || m.lex.Class("accident", m.tok(n).Lemma) {
		return true
	}
	for _, s := range m.lex.Senses(lexicon.Noun, m.tok(n).Lemma) {
		switch m.book.Type(s.Act) {
		case "ASSAULT":
			return true
		case "COERCE", "SANCTION":
			if typ == "REQUEST" {
				return true
			}
		}
	}
	return false
}

// unburdened drops those on whom what trigger t asks for would fall: "a call for
// a ban on foreigners" is no call on foreigners.
func (m *matcher) unburdened(list []int32, t int32) []int32 {
	out := list[:0:0]
	for _, a := range list {
		h := m.who[a].Head
		if h >= 0 && m.caseOf(h) == "on" {
			if n := m.tok(h).Head; n >= 0 && n != t && m.endured(n, h, "REQUEST") {
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

// condition finds whom a refusal or an offer is held out to: "will not lift the
// embargo until Cuba reforms".
func (m *matcher) condition(f *Frame, typ string) {
	switch typ {
	case "CONCEDE", "RETREAT", "AGREE", "REJECT", "THREATEN", "AID", "COOPERATE":
	default:
		return
	}
	// "They say they will not leave until": the clause may hang on the saying.
	at := f.Carrier
	m.conditionUnder(f, at)
	if c := m.child(at, text.Xcomp, text.Ccomp); len(f.Target) == 0 && c >= 0 {
		m.conditionUnder(f, c) // "threatened to stop talks if": or on what is threatened
	}
	if tk := m.tok(at); len(f.Target) == 0 && tk.Rel == text.Ccomp && tk.Head >= 0 {
		m.conditionUnder(f, tk.Head)
	}
}

func (m *matcher) conditionUnder(f *Frame, v int32) {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		if m.tok(c).Rel != text.Advcl {
			continue
		}
		switch m.marker(c) {
		case "until", "till", "unless", "if", "before":
		default:
			continue
		}
		for _, h := range [2]int32{m.child(c, text.Nsubj), m.child(c, text.OblAgent)} {
			if h < 0 {
				continue
			}
			got := m.notOwn(m.distinct(m.actors1(h), f.Source), f.Source)
			if len(got) > 0 && m.who[got[0]].Kind != record.Pronoun {
				f.Target = got
				f.Why = append(f.Why, record.Why{Rule: "target from the condition", Detail: m.who[got[0]].Text, Span: m.who[got[0]].Span})
				return
			}
		}
	}
}

// notOwn drops a source's own people from its recipients: "withdraw its troops".
func (m *matcher) notOwn(list, source []int32) []int32 {
	out := list[:0:0]
	for _, a := range list {
		if !m.ownedBy(a, source) {
			out = append(out, a)
		}
	}
	return out
}

func armed(w *record.Actor) bool {
	for _, s := range w.Sectors {
		if s == "MIL" || s == "COP" || s == "REB" || s == "UAF" {
			return true
		}
	}
	return false
}

func (m *matcher) ownedBy(a int32, source []int32) bool {
	w := &m.who[a]
	if w.Head < 0 || !armed(w) {
		return false
	}
	p := m.child(w.Head, text.NmodPoss)
	if p < 0 || m.actorAt[p] < 0 {
		return false
	}
	owner := &m.who[m.actorAt[p]]
	for _, s := range source {
		if owner.Entity == m.who[s].Entity {
			return true
		}
	}
	return false
}
