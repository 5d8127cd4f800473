package event

import (
	"entente/internal/knowledge/lexicon"
	"entente/internal/text"
)

// An event noun stands under a verb that only carries it ("launched an
// attack"); the verb's subject and phrases are then the noun's.

// governor climbs from an event noun over "a series of", coordination and
// apposition to the verb it depends on; the second result is the noun that
// stands in the verb's slot.
func (m *matcher) governor(n int32) (verb, slot int32) {
	for depth := 0; depth < 4; depth++ {
		tk := m.tok(n)
		h := tk.Head
		if h < 0 {
			if m.tok(n).UPOS == text.VERB {
				return n, n
			}
			return -1, -1
		}
		switch tk.Rel {
		case text.Conj:
			n = h
			continue
		case text.Nmod:
			if m.caseOf(n) == "of" && quantity(m.tok(h).Lemma) {
				n = h
				continue
			}
			return -1, -1
		case text.Obj, text.Nsubj, text.NsubjPass, text.Obl:
			if m.tok(h).UPOS == text.VERB {
				return h, n
			}
			return -1, -1
		default:
			return -1, -1
		}
	}
	return -1, -1
}

// quantity lists nouns that only measure what follows their "of".
func quantity(lemma string) bool {
	switch lemma {
	case "series", "round", "number", "wave", "string", "spate", "set", "day", "week", "month", "dozen", "hundred", "thousand",
		"score", "group", "crowd", "lot", "most", "majority", "part", "package", "couple", "pair", "handful", "barrage", "campaign",
		"batch", "worth", "ton", "tonne", "load", "percent", "%", "amount", "variety", "range", "bulk", "shipment", "quantity",
		"act", "kind", "type", "form", "member", "million", "one", "some", "many", "several", "all", "each", "none", "rest":
		return true
	}
	return false
}

// lightUse finds a light reading of verb v for noun n in one of its slots.
func (m *matcher) lightUse(v, n int32, participle bool) (lexicon.Light, bool) {
	for _, l := range m.lex.Light(m.tok(v).Lemma) {
		if m.lightFits(&l, v, n, participle) {
			return l, true
		}
	}
	return lexicon.Light{}, false
}

func (m *matcher) lightFits(l *lexicon.Light, v, n int32, participle bool) bool {
	rel := m.tok(n).Rel
	prep := ""
	if m.bareObject(n, v) {
		rel = text.Obj
	}
	if rel == text.Obl {
		prep = m.caseOf(n)
	}
	for _, w := range l.Rest {
		if prep == w {
			prep = ""
			continue
		}
		if !m.hasWord(v, w) {
			return false
		}
	}
	if participle {
		return true
	}
	switch rel {
	case text.Obl:
		return prep == "" && len(l.Rest) > 0
	case text.Nsubj:
		return l.Subject == '-'
	}
	return true
}

// lightArgs adds what light verb v gives its noun: the subject, and the
// prepositional phrases that hang on the verb.
func (m *matcher) lightArgs(a []arg, v int32, l lexicon.Light, n int32) []arg {
	start := len(a)
	a = m.verbArgs(a, v)
	kept := a[:start]
	for _, x := range a[start:] {
		switch {
		case x.tok == n:
		case x.slot == "subj" && l.Subject == 't':
			kept = append(kept, arg{"light:t", x.tok})
		case x.slot == "subj" && l.Subject != '-':
			kept = append(kept, arg{"light", x.tok})
		case x.slot == "obj" && l.Subject != '-' && len(l.Rest) > 0 && m.passive(v):
			kept = append(kept, arg{"light", x.tok}) // "were engaged in", "was involved in"
		case x.slot == "by" && l.Subject == '-' && !m.passive(v):
			// "the killing came after protests by farmers": not the farmers.
		case x.slot == "subj", x.slot == "obj", x.slot == "iobj":
			if x.slot == "iobj" {
				kept = append(kept, arg{"to", x.tok})
			}
		default:
			kept = append(kept, x)
		}
	}
	return kept
}
