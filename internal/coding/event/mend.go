package event

import (
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// Where the parser goes wrong in a way that shows, the slots are read as the
// sentence must be meant. Each mend here names the wrong tree that it knows.

// reduced is the noun of what the parser took for a clause but is an object
// with a participle: "freed a man accused of spying". -1 for a true clause.
func (m *matcher) reduced(c int32) int32 {
	tk := m.tok(c)
	if tk.Rel != text.Ccomp || tk.Head < 0 || m.lex.Class("sayverb", m.tok(tk.Head).Lemma) || c+1 >= int32(len(m.doc.Tokens)) {
		return -1
	}
	switch m.tok(c + 1).Lower {
	case "of", "by", "in", "on", "from", "over", "for":
	default:
		return -1
	}
	if !strings.HasSuffix(tk.Lower, "ed") && !tk.Feats.Has(text.Participle) {
		return -1
	}
	subj := int32(-1)
	for x := m.first[c]; x >= 0; x = m.next[x] {
		switch m.tok(x).Rel {
		case text.Aux, text.AuxPass, text.Mark, text.Obj, text.Ccomp, text.Cop:
			return -1
		case text.Nsubj, text.NsubjPass:
			subj = x
		}
	}
	if subj > tk.Head && m.tok(subj).UPOS != text.PRON {
		return subj
	}
	return -1
}

// verbless is the noun that the parser made the root of a sentence by taking
// its verb for a participle: "A UN report called for sanctions". It is that
// verb's subject; -1 where v is a true participle, as before "by".
func (m *matcher) verbless(v int32) int32 {
	tk := m.tok(v)
	if tk.Rel != text.Acl || tk.Head < 0 || tk.Head > v || !strings.HasSuffix(tk.Lower, "ed") {
		return -1
	}
	// "Two men arrested in Paris" is a fragment with a true participle.
	if v+1 >= int32(len(m.doc.Tokens)) {
		return -1
	}
	switch m.tok(v + 1).Lower {
	case "for", "on", "upon", "with", "that", "to":
	default:
		if !m.lex.Class("doneonly", tk.Lemma) {
			return -1
		}
	}
	h := tk.Head
	for n := 0; n < 4 && m.tok(h).Head >= 0 && m.tok(h).Rel == text.Appos; n++ {
		h = m.tok(h).Head
	}
	r := m.tok(h)
	if r.Head >= 0 || r.UPOS != text.NOUN && r.UPOS != text.PROPN || m.child(h, text.Cop, text.Nsubj, text.NsubjPass) >= 0 {
		return -1
	}
	if m.child(v, text.Obl, text.Obj, text.Ccomp, text.Xcomp, text.Advcl) < 0 || m.child(v, text.OblAgent) >= 0 {
		return -1
	}
	return h
}

// swallowed is the subject and the object of verb v where the parser took it for
// a participle before its own object and made that the head of the clause:
// "Police dispersed protesters". -1 and -1 where v is a true participle.
func (m *matcher) swallowed(v int32) (subj, obj int32) {
	tk := m.tok(v)
	h := tk.Head
	if tk.Rel != text.Amod || tk.UPOS != text.VERB || h <= v || strings.HasSuffix(tk.Lower, "ing") || m.caseOf(h) != "" || v == 0 {
		return -1, -1
	}
	if r := m.tok(h).Rel; r != text.Root && r != text.Ccomp && r != text.Conj && r != text.Parataxis || m.child(h, text.Cop) >= 0 {
		return -1, -1
	}
	// The subject stands right before the verb, on it or on its object, and
	// nothing introduces the object but the verb.
	for _, at := range [2]int32{v, h} {
		for c := m.first[at]; c >= 0 && c < v; c = m.next[c] {
			switch m.tok(c).Rel {
			case text.Nsubj, text.NsubjPass, text.Amod, text.Compound, text.NmodPoss, text.Nmod:
				a := m.actorAt[c]
				if a >= 0 && m.who[a].Head == c && m.who[a].Last == v && m.who[a].Kind != record.Pronoun {
					return c, h
				}
			}
		}
	}
	return -1, -1
}

// truerSubject is subject c of verb v, or a later one that can act where c
// cannot: "Hours earlier the president expelled", a dateline before its colon.
func (m *matcher) truerSubject(c, v int32) int32 {
	if m.actorAt[c] >= 0 || m.tok(c).UPOS == text.PRON || c > v {
		return c
	}
	for x := m.next[c]; x >= 0 && x < v; x = m.next[x] {
		if r := m.tok(x).Rel; (r == text.Nsubj || r == text.NsubjPass) && m.actorAt[x] >= 0 {
			return x
		}
	}
	return c
}

// closing is the verb whose clause gerund v closes after a comma although the
// parser hung it on the last noun p: "a quake hit Iran on Sunday, killing ten".
// It is -1 where p is the subject itself or no verb governs p.
func (m *matcher) closing(v, p int32) int32 {
	if m.tok(v).Rel != text.Acl || !strings.HasSuffix(m.tok(v).Lower, "ing") || v == 0 || m.tok(v-1).Rel != text.Punct {
		return -1
	}
	for n := 0; n < 4; n++ {
		g := m.tok(p).Head
		if g < 0 {
			return -1
		}
		switch m.tok(p).Rel {
		case text.Obj, text.Obl, text.OblTmod, text.Iobj, text.OblAgent:
			if m.tok(g).UPOS == text.VERB && g < v {
				return g
			}
			return -1
		case text.Nmod, text.Conj:
			p = g
		default:
			return -1
		}
	}
	return -1
}

// recipient is the actor that stands between a verb of giving and object o and
// that the parser joined to the object: "gave Ukraine howitzers"; -1 when none.
func (m *matcher) recipient(v, o int32) int32 {
	if !m.lex.Class("giveverb", m.tok(v).Lemma) {
		return -1
	}
	for c := m.first[o]; c >= 0 && c < o; c = m.next[c] {
		if m.tok(c).Rel != text.Compound || m.actorAt[c] < 0 {
			continue
		}
		if w := &m.who[m.actorAt[c]]; w.First == v+1 && w.Last <= o && w.Kind == record.State {
			return c
		}
	}
	return -1
}

// takenOver is the object of "hand over", "take over" and the like where the
// parser made their particle its preposition; -1 when there is none.
func (m *matcher) takenOver(v int32) int32 {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		if c > v && m.tok(c).Rel == text.Obl {
			if first, _ := m.extent(c); first != v+1 {
				return -1
			}
			switch m.tok(v).Lemma {
			case "hand", "turn", "take", "sign":
				return c
			}
			return -1
		}
	}
	return -1
}

// bareObject reports whether c is an object that the parser took for an
// adverbial because an adjective before it looked like a predicate: "opened
// direct talks".
func (m *matcher) bareObject(c, v int32) bool {
	tk := m.tok(c)
	if tk.Rel != text.Obl || tk.UPOS != text.NOUN || c < v || m.caseOf(c) != "" || m.child(v, text.Obj) >= 0 {
		return false
	}
	x := m.child(v, text.Xcomp)
	return x >= 0 && x < c && m.tok(x).UPOS == text.ADJ
}

// titled is the first word of an actor's name that the parser took for a
// predicate: "released former President X"; -1 when c is no such word.
func (m *matcher) titled(c int32) int32 {
	tk := m.tok(c)
	if tk.Rel != text.Xcomp || tk.UPOS == text.VERB || m.actorAt[c] < 0 {
		return -1
	}
	if w := &m.who[m.actorAt[c]]; w.First == c && w.Last > c+1 {
		return c
	}
	return -1
}

// calledThat is the object that the parser hung on what it is called: the
// "arrests" of "denounced as a crime Iran's arrests"; -1 when there is none.
// The two may also be read as one phrase, with an article before a possessor.
func (m *matcher) calledThat(c int32) int32 {
	if d, p := m.child(c, text.Det), m.child(c, text.NmodPoss); d >= 0 && p > d+1 && (m.tok(d).Lower == "a" || m.tok(d).Lower == "an") {
		return c
	}
	for x := m.first[c]; x >= 0; x = m.next[x] {
		switch m.tok(x).Rel {
		case text.Nmod, text.Appos, text.Dep, text.Obj:
			if x > c && m.caseOf(x) == "" {
				return x
			}
		}
	}
	return -1
}

// afterwards is the subject of verb v where the parser joined the clause of a
// conjunction to the verb p before it: "called for a ban after a gunman, aged
// 20, killed"; -1 for a true coordination.
func (m *matcher) afterwards(p, v int32) int32 {
	if p > v || m.child(v, text.Cc) >= 0 {
		return -1
	}
	for x := v - 1; x > p; x-- {
		if !m.lex.Class("timeclause", m.tok(x).Lower) {
			continue
		}
		if n := m.tok(x).Head; n > x {
			if n < v && m.actorAt[n] >= 0 && m.tok(x).Rel == text.Case {
				return n
			}
			continue
		}
		for c := m.first[x]; c >= 0; c = m.next[c] {
			if tk := m.tok(c); c > x && c < v && (tk.Rel == text.Obj || tk.Rel == text.Obl || tk.Rel == text.Nmod) {
				return c
			}
		}
	}
	return -1
}

// undergone reports whether v, read as an active verb, tells what happened to its
// subject: "a woman accused of theft was fined". Such verbs have an object
// where they are active.
func (m *matcher) undergone(v int32) bool {
	tk := m.tok(v)
	if !strings.HasSuffix(tk.Lower, "ed") || tk.Lemma == "attack" || v+1 >= int32(len(m.doc.Tokens)) || !m.lex.Class("doneto", tk.Lemma) {
		return false
	}
	if m.child(v, text.Nsubj) < 0 || m.child(v, text.Aux, text.AuxPass, text.Ccomp, text.Xcomp, text.Iobj, text.Mark) >= 0 || m.plainObject(v) >= 0 {
		return false
	}
	switch m.tok(v + 1).Lower {
	case "of", "in", "for", "with", "by", "over", "after", "during", "on":
		return true
	}
	return false
}

// compounded reports whether participle t ends a word with a hyphen, which tells
// what its noun is like: the "backed" of "union-backed".
func (m *matcher) compounded(t int32) bool {
	if t < 2 || m.tok(t-1).Lower != "-" || m.tok(t-1).End != m.tok(t).Start || m.tok(t-2).End != m.tok(t-1).Start {
		return false
	}
	u := m.tok(t - 2).UPOS
	return (u == text.NOUN || u == text.PROPN) && m.child(t, text.Nsubj, text.NsubjPass, text.Aux, text.AuxPass) < 0 && m.tok(t).Rel != text.Root
}

// whenClause reports whether verb c stands in a clause with "when", whose place
// and day are those of the clause above it.
func (m *matcher) whenClause(c int32) bool {
	for x := m.first[c]; x >= 0 && x < c; x = m.next[x] {
		if m.tok(x).Lower == "when" {
			return true
		}
	}
	return false
}
