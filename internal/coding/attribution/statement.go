package attribution

import (
	"entente/internal/record"
	"entente/internal/text"
)

// statement notes what the main clause of a sentence is when it is no event: a
// forecast ("is poised to", "will likely", "is on track to"), a trend ("increasingly aligned",
// "a deepening partnership").
func (l *Layer) statement(si int32) {
	p := l.p
	s := &p.Sentences[si]
	add := func(kind string, cue int32, why string) {
		said := l.holder(cue, -1)
		l.Statements = append(l.Statements, record.Statement{Kind: kind, Span: record.Span(s.Span), Cue: record.Span(p.Tokens[cue].Span),
			Sentence: si, Said: said, Why: record.Why{Rule: why, Detail: p.Tokens[cue].Lower, Span: record.Span(p.Tokens[cue].Span)}})
	}
	forecast, outlook, trend, opinion := int32(-1), int32(-1), int32(-1), int32(-1)
	for t := s.First; t < s.Last; t++ {
		tk := &p.Tokens[t]
		switch tk.Lower {
		case "likely", "unlikely", "poised", "expected", "projected", "forecast", "predicted", "predicts", "predict", "forecasts", "bound", "anticipated", "destined",
			"tipped", "foresee", "foresees", "expect", "expects", "anticipate", "anticipates":
			if forecast < 0 && l.foresees(t, s) {
				forecast = t
			}
		case "set", "about", "track", "course", "verge", "brink": // "is set to", "on track to", "on the verge of"
			if forecast < 0 && l.isTo(t) {
				forecast = t
			}
		case "outlook", "trajectory":
			if outlook < 0 && tk.UPOS == text.NOUN && l.near(t, s, "trend", "growth", "suggest", "point", "future") {
				outlook = t
			}
		case "increasingly", "deepening", "growing", "strengthening", "worsening", "rising", "declining", "expanding", "evolving", "escalating", "warming", "cooling":
			if trend < 0 && tk.Rel != text.Root {
				trend = t
			}
		case "significant", "profound", "cornerstone", "milestone", "robust", "historic", "unprecedented", "crucial", "vital", "pivotal":
			if opinion < 0 {
				opinion = t
			}
		}
	}
	if outlook >= 0 {
		add("forecast", outlook, "outlook said of the future")
	}
	if forecast >= 0 {
		add("forecast", forecast, "word of foresight over a clause")
	}
	if trend >= 0 {
		add("trend", trend, "word of change on a relation")
	}
	if opinion >= 0 {
		add("opinion", opinion, "evaluative word")
	}
}

// foresees reports whether the word looks ahead: it governs an infinitive, or
// stands in a clause with "will".
func (l *Layer) foresees(t int32, s *text.Sentence) bool {
	p := l.p
	for c := p.first[t]; c >= 0; c = p.next[c] {
		switch p.Tokens[c].Rel {
		case text.Xcomp, text.Ccomp, text.Csubj, text.Advcl:
			return true
		}
	}
	if h := p.Tokens[t].Head; h >= s.First && h < s.Last {
		for c := p.first[h]; c >= 0; c = p.next[c] {
			if w := p.Tokens[c].Lower; w == "will" || w == "would" || w == "'ll" {
				return true
			}
		}
	}
	return false
}

// isTo reports whether t is said of somebody with "to be" and opens a clause of
// what is to come: "is set to resign", "are on track to join", "on the verge of
// leaving".
func (l *Layer) isTo(t int32) bool {
	p := l.p
	be, next := false, false
	for c := p.first[t]; c >= 0; c = p.next[c] {
		switch k := &p.Tokens[c]; k.Rel {
		case text.Cop, text.Aux, text.AuxPass:
			be = be || k.Lemma == "be" && !k.Feats.Has(text.Past)
		case text.Xcomp, text.Acl, text.Advcl:
			next = next || c > t && k.UPOS == text.VERB
		}
	}
	return be && next
}

func (l *Layer) near(t int32, s *text.Sentence, words ...string) bool {
	for x := s.First; x < s.Last; x++ {
		for _, w := range words {
			if x != t && l.p.Tokens[x].Lemma == w {
				return true
			}
		}
	}
	return false
}
