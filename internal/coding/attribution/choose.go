package attribution

import (
	"fmt"

	"entente/internal/knowledge/model"
	"entente/internal/record"
	"entente/internal/text"
)

// A scorer is the learned part of a Judge: how likely a token is a cue, a phrase
// its source and a stretch its content.
type scorer struct {
	cues, sources, contents model.Linear
}

// Probabilities of cues, set on development text: what the rules did not see is
// a cue from the first on, what they saw is none below the second.
const (
	cueLeast  = 0.34
	ruleLeast = 0.20
)

// learn opens the model; groups tells the clusters of a word, 0 unknown.
func (j *Judge) learn(built string) error {
	f, err := model.Open(built)
	if err == nil && f.Features != ChoiceFeatures {
		err = fmt.Errorf("it was made for features %q, this program has %q", f.Features, ChoiceFeatures)
	}
	if err != nil {
		return fmt.Errorf("open model attribution: %w", err)
	}
	words, err := f.Dict("words")
	if err != nil {
		return fmt.Errorf("open model attribution: %w", err)
	}
	never, err := f.Dict("never")
	if err != nil {
		return fmt.Errorf("open model attribution: %w", err)
	}
	j.cueWord = func(h uint64, verb bool) bool {
		if verb {
			return never.Get(h) == 0
		}
		return words.Get(h) != 0
	}
	s := &scorer{}
	for _, p := range []struct {
		name string
		into *model.Linear
	}{{"cues", &s.cues}, {"sources", &s.sources}, {"contents", &s.contents}} {
		if *p.into, err = f.Linear(p.name); err != nil {
			return fmt.Errorf("open model attribution: %w", err)
		}
	}
	j.scorer = s
	return nil
}

// yes is the probability of the second of two classes.
func yes(l *model.Linear, features []uint64) float64 {
	var p [2]float64
	l.Probabilities(p[:], features)
	return p[1]
}

// best is the likeliest option, -1 where there is none.
func best(l *model.Linear, options []Option) (int, float64) {
	at, top := -1, -1.0
	for i := range options {
		if p := yes(l, options[i].Features); p > top {
			at, top = i, p
		}
	}
	return at, top
}

// A Study is a page as the learned choices see it, for those who train them.
type Study struct{ r *reading }

// Study reads a page; cueWord tells which words may be cues at all.
func (j *Judge) Study(doc *text.Document, who []record.Actor, cueWord func(word uint64, verb bool) bool) Study {
	bare := *j
	bare.scorer, bare.cueWord = nil, cueWord
	l := bare.Find(doc, who)
	return Study{bare.reading(l)}
}

// Cues are the tokens that may be cues.
func (s Study) Cues() (out []Option) {
	for i := range s.r.Sentences {
		sent := &s.r.Sentences[i]
		for t := sent.First; t < sent.Last; t++ {
			if s.r.cueable(t) {
				out = append(out, Option{First: t, Last: t + 1, Head: t, Features: s.r.cue(t, sent, nil)})
			}
		}
	}
	return out
}

// Sources are the phrases that may be the source of cue t.
func (s Study) Sources(t int32) []Option {
	return s.r.sources(t, &s.r.Sentences[s.r.SentenceOf(t)], nil)
}

// Contents are the stretches that may be the content of cue t, said by source.
func (s Study) Contents(t int32, source Option) []Option {
	return s.r.contents(t, s.r.SentenceOf(t), source.First, source.Last, nil)
}

func (j *Judge) reading(l *Layer) *reading {
	r := &reading{page: l.p, j: j, rules: make(map[int32]*record.Attribution, len(l.Said))}
	r.quotes.read(l.p.Document)
	for i := range l.Said {
		r.rules[l.Said[i].CueTok] = &l.Said[i]
	}
	return r
}

// choose puts what was learned in the place of what the rules found: more cues,
// fewer false ones, and for each the likeliest source and content.
func (l *Layer) choose(triggers []int32) {
	r, s := l.j.reading(l), l.j.scorer
	asked := r.asked(triggers)
	var said []record.Attribution
	var f []uint64
	var options []Option
	for i := range l.p.Sentences {
		if asked != nil && !asked[i] {
			continue
		}
		sent := &l.p.Sentences[i]
		for t := sent.First; t < sent.Last; t++ {
			rule := r.rules[t]
			if rule == nil && !r.cueable(t) {
				continue
			}
			f = r.cue(t, sent, f[:0])
			p := yes(&s.cues, f)
			hearsay := rule != nil && rule.Hedge != "" && rule.Kind == record.SaidAgentless // never lost: a rumour must not count as fact
			if !hearsay && (rule == nil && p < cueLeast || p < ruleLeast) {
				continue
			}
			options = r.sources(t, sent, options[:0])
			source := options[0] // nobody named
			if !hearsay {
				k, _ := best(&s.sources, options)
				source = options[k]
			}
			options = r.contents(t, int32(i), source.First, source.Last, options[:0])
			k, _ := best(&s.contents, options)
			if k < 0 {
				continue
			}
			said = append(said, l.attribute(r, t, source, options[k], p))
		}
	}
	l.Said, l.quotes = said, r.quotes
}

// Drop takes the attitudes away of which deed says that they are deeds: "attacked"
// is an attitude in words about a rival and none in a war. It keeps the numbers
// that statements have of their attributions.
func (l *Layer) Drop(deed func(a *record.Attribution) bool) {
	kept := l.Said[:0]
	number := make([]int32, len(l.Said))
	for i := range l.Said {
		number[i] = int32(len(kept))
		if a := &l.Said[i]; a.Verb != record.Attitude || !deed(a) {
			kept = append(kept, *a)
		}
	}
	l.Said = kept
	for i := range l.Statements {
		if s := &l.Statements[i]; s.Said >= 0 {
			s.Said = number[s.Said]
		}
	}
}

// asked are the sentences whose cues may reach one of the triggers, by what
// holder looks at; nil for all.
func (r *reading) asked(triggers []int32) []bool {
	if triggers == nil {
		return nil
	}
	out := make([]bool, len(r.Sentences))
	for _, t := range triggers {
		si := int(r.SentenceOf(t))
		from, to := si, si
		if r.quotes.in[t] != 0 {
			from, to = max(si-farCue, 0), min(si+farCue, len(out)-1)
		}
		for i := from; i <= to; i++ {
			out[i] = true
		}
	}
	return out
}

// attribute makes the attribution of cue t.
func (l *Layer) attribute(r *reading, t int32, source, content Option, p float64) record.Attribution {
	tk := &l.p.Tokens[t]
	a := record.Attribution{Actor: -1, CueTok: t, Verb: record.Attitude, Cue: r.cueSpan(t),
		Why: record.Why{Rule: "learned from annotated attributions", Detail: fmt.Sprintf("%s, %.2f", tk.Lemma, p), Span: record.Span(tk.Span)}}
	if rule := r.rules[t]; rule != nil {
		a = *rule
		a.Source, a.Actor, a.Text = record.Span{}, -1, ""
		a.Cue = r.cueSpan(t)
	} else if c, ok := l.j.said[wordKeyOf(tk)]; ok {
		a.Verb = c.class
		a.Why = record.Why{Rule: c.at, Detail: tk.Lemma, Span: record.Span(tk.Span)}
		a.Hedge = l.hedge(c, tk.Lemma, a.Kind)
	}
	first, last := r.whole(t, content.First, content.Last)
	a.Content = l.p.span(first, last)
	a.Quoted = r.quotes.in[content.First] != 0 || r.quotes.in[content.Last-1] != 0
	if first, last = r.goesOn(t, content); first < last {
		a.More = l.p.span(first, last)
	}
	a.Kind = record.SaidAgentless
	if source.Head >= 0 {
		l.source(&a, source.Head, source.First, source.Last)
	}
	return a
}

// whole is the stretch [first,last) with all of the quotation that it begins or
// ends in, unless cue t stands in that: people speak more than one sentence.
func (r *reading) whole(t, first, last int32) (int32, int32) {
	for _, k := range [2]int32{r.quotes.in[first], r.quotes.in[last-1]} {
		if k == 0 || k == r.quotes.in[t] {
			continue
		}
		e := r.quotes.ends[k]
		if e.open <= t && t <= e.close {
			continue
		}
		first, last = min(first, e.open), max(last, e.close+1)
	}
	return first, last
}

// goesOn is the quotation that takes up what was quoted before cue t, in the
// same paragraph and with no words between: "…," she said. "…".
func (r *reading) goesOn(t int32, content Option) (first, last int32) {
	k := r.quotes.in[content.Last-1]
	if k == 0 || k == r.quotes.in[t] || content.First > t || int(k)+1 >= len(r.quotes.ends) {
		return 0, 0
	}
	next := r.quotes.ends[k+1]
	si := r.SentenceOf(t)
	s := &r.Sentences[si]
	switch {
	case next.open > t && next.open < s.Last: // "…," she said, "…"
	case int(si)+1 < len(r.Sentences) && r.Sentences[si+1].Paragraph == s.Paragraph && next.open == r.Sentences[si+1].First:
	default:
		return 0, 0
	}
	return next.open, next.close + 1
}

// cueSpan is the cue with its auxiliaries and its particle: "has not said".
func (r *reading) cueSpan(t int32) record.Span {
	first, last := t, t+1
	for first > 0 && r.Tokens[first-1].Head == t && auxiliary[r.Tokens[first-1].Rel] {
		first--
	}
	if int(last) < len(r.Tokens) && (r.Tokens[last].Head == t && r.Tokens[last].Rel == text.CompoundPrt || r.Tokens[t].Lower == "according" && r.Tokens[last].Lower == "to") {
		last++
	}
	return record.Span(r.TokenSpan(first, last))
}

var auxiliary = relSet(text.Aux, text.AuxPass, text.Advmod, text.Cop)

// wordKeyOf is where the table of cues has a token, if it does.
func wordKeyOf(tk *text.Token) wordKey {
	switch {
	case tk.Lower == "according":
		return wordKey{"according_to", 'p'}
	case tk.UPOS == text.VERB:
		return wordKey{tk.Lemma, 'v'}
	case tk.UPOS == text.NOUN:
		return wordKey{tk.Lemma, 'n'}
	}
	return wordKey{tk.Lower, 'a'}
}
