package parse

import (
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// finite takes for the verb of its sentence a past form that the tagger took for
// a participle where no other verb can be: "Troops shelled towns on Monday" has
// no verb if the towns were shelled already. Only a form that stands between a
// noun and what may be its object is taken, and only where those finite verbs
// that follow all have a clause of their own ("controls that cover chips").
func (g *Grammar) finite(tokens []text.Token, s *scratch) {
	at := -1
	for i := range tokens {
		t := &tokens[i]
		if t.UPOS == text.VERB && t.Feats.Has(text.Past|text.Participle) {
			at = i
			break
		}
		if t.UPOS == text.AUX || t.UPOS == text.VERB || t.UPOS == text.SCONJ || t.Feats.Has(text.WhWord) {
			return
		}
	}
	if at < 1 || at+1 >= len(tokens) || !nominal(tokens[at-1].UPOS) || !opensObject(tokens[at+1].UPOS) {
		return
	}
	clauses := 0
	for i := at + 1; i < len(tokens); i++ {
		t := &tokens[i]
		switch {
		case t.UPOS == text.SCONJ && t.Lower != "to", t.Feats.Has(text.WhWord):
			clauses++
		case (t.UPOS == text.VERB || t.UPOS == text.AUX) && t.Feats.Has(text.Finite):
			clauses--
			if clauses < 0 {
				return
			}
		}
	}
	tag := feature.RefineTag(text.VERB, text.Past|text.Finite)
	s.words.SetTag(at, tag)
	tokens[at].Feats = tag.Feats() | wordFeats(&tokens[at])
}

// nominal reports whether a subject may end in such a word.
func nominal(p text.UPOS) bool { return p == text.NOUN || p == text.PROPN }

// opensObject reports whether an object may begin with such a word.
func opensObject(p text.UPOS) bool {
	switch p {
	case text.NOUN, text.PROPN, text.DET, text.ADJ, text.NUM, text.PRON:
		return true
	}
	return false
}
