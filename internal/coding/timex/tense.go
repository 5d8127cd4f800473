package timex

import (
	"strings"

	"entente/internal/text"
)

// tense tells where the verb over tokens [i,next) points: 1 ahead, -1 back, 0
// not told. A parsed page is asked through its tree; else the nearest word of
// the table, or past form, before the expression decides, then one after it.
func (m *matcher) tense(i, next int) int {
	if m.tagged && next > i {
		if t, ok := m.treeTense(i, next); ok {
			return t
		}
	}
	for k := i - 1; k >= m.first && k >= i-12; k-- {
		if t := m.cue(k); t != 0 {
			return t
		}
	}
	for k := next; k < m.last && k < next+8; k++ {
		if t := m.cue(k); t != 0 {
			return t
		}
	}
	return 0
}

func (m *matcher) cue(k int) int {
	s := m.low(k)
	switch {
	case m.is(k, kAhead):
		return 1
	case m.is(k, kBehind), len(s) > 4 && strings.HasSuffix(s, "ed"):
		return -1
	}
	return 0
}

// treeTense climbs from the expression to its verb.
func (m *matcher) treeTense(i, next int) (int, bool) {
	toks := m.doc.Tokens
	v := int(toks[i].Head)
	for k := i; k < next; k++ {
		if h := int(toks[k].Head); h < i || h >= next {
			v = h
			break
		}
	}
	noun := false
	for step := 0; step < 6 && v >= m.first && v < m.last; step++ {
		t := &toks[v]
		if t.UPOS == text.VERB || t.UPOS == text.AUX {
			// "to meet Friday" is ahead, "to undo Friday's ruling" is not told.
			if r, ok := m.verbTense(v); ok && !(noun && r > 0 && t.Feats.Has(text.Infinitive)) {
				return r, true
			}
		} else {
			noun = true
			// A predicate noun or adjective speaks through its copula.
			for k := max(m.first, v-6); k < v; k++ {
				if int(toks[k].Head) == v && toks[k].UPOS == text.AUX {
					if r, ok := m.verbTense(k); ok {
						return r, true
					}
				}
			}
			if m.is(v, kAhead) {
				return 1, true // "due Friday"
			}
		}
		v = int(t.Head)
	}
	return 0, false
}

func (m *matcher) verbTense(v int) (int, bool) {
	toks := m.doc.Tokens
	aux := 0
	for k := max(m.first, v-8); k < v; k++ {
		if int(toks[k].Head) != v || toks[k].UPOS != text.AUX {
			continue
		}
		switch toks[k].Lower {
		case "will", "'ll", "wo", "shall", "would", "should", "may", "might", "must", "can", "could":
			if k+1 < v && toks[k+1].Lower == "have" || k+2 < v && toks[k+2].Lower == "have" {
				return -1, true // "may have attacked", "would not have left"
			}
			return 1, true
		case "was", "were", "had", "did", "have", "has", "'ve":
			aux = -1
		}
	}
	t := &toks[v]
	switch {
	case m.is(v, kAhead) && !t.Feats.Has(text.Past|text.Finite):
		return 1, true // "is scheduled for", "plans"
	case m.is(v, kAhead):
		return 1, true
	case aux != 0:
		return aux, true
	case t.Feats.Has(text.Infinitive):
		if h := int(t.Head); t.Rel == text.Xcomp && h >= m.first && toks[h].Feats.Has(text.Past) && done[toks[h].Lemma] {
			return -1, true // "began to withdraw on Monday"
		}
		return 1, true
	case t.Feats.Has(text.Past):
		return -1, true
	}
	return 0, false
}

// done holds verbs whose infinitive lies in their own time, whether it came
// about or not.
var done = map[string]bool{
	"begin": true, "start": true, "continue": true, "fail": true, "manage": true, "refuse": true, "decline": true,
	"try": true, "attempt": true, "succeed": true, "proceed": true, "help": true, "cease": true, "use": true,
}
