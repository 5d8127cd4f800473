package coder

import (
	"entente/internal/coding/attribution"
	"entente/internal/coding/relation"
	"entente/internal/knowledge/lexicon"
	"entente/internal/record"
	"entente/internal/text"
)

// Pair reads doc with the two phrases at source and target as parties, whether
// or not they are actors that it knows, and returns what the relation model is
// asked about: the two, and the events that the lexicon finds.
func (c *Coder) Pair(doc *text.Document, source, target text.Span) *relation.Pair {
	out := c.code(doc, []text.Span{source, target}, true)
	return &relation.Pair{Source: phraseAt(doc, out.Actors, source), Target: phraseAt(doc, out.Actors, target), Events: c.events(out)}
}

// MainPair reads doc and returns its foremost pair: source and target of the
// first record that is counted, else of the first record, else the first two
// actors.
func (c *Coder) MainPair(doc *text.Document) *relation.Pair {
	out := c.code(doc, nil, true)
	p := &relation.Pair{Events: c.events(out)}
	var main *record.Record
	for i := range out.Records {
		r := &out.Records[i]
		if main == nil || r.Counted && !main.Counted || r.Counted == main.Counted && len(main.Target) == 0 && len(r.Target) > 0 {
			main = r
		}
	}
	if main != nil && len(main.Source) > 0 {
		p.Source = phrase(&main.Source[0])
	}
	if main != nil && len(main.Target) > 0 {
		p.Target = phrase(&main.Target[0])
	}
	for i := range out.Actors {
		a := &out.Actors[i]
		switch {
		case p.Source.Last == 0 && (p.Target.Last == 0 || a.Last <= p.Target.First):
			p.Source = phrase(a)
		case p.Target.Last == 0 && a.First >= p.Source.Last:
			p.Target = phrase(a)
		}
	}
	return p
}

// eachRecord calls do for each record and each topic of talks.
func eachRecord(out *record.Coding, do func(r *record.Record)) {
	for i := range out.Records {
		r := &out.Records[i]
		do(r)
		for j := range r.Topics {
			do(&r.Topics[j])
		}
	}
}

// Attribution reads doc as far as who says what, for those who ask how surely
// words are put forward that need be no events of the lexicon.
func (c *Coder) Attribution(doc *text.Document) *attribution.Layer {
	c.parser.Parse(doc)
	return c.attribution.Find(doc, c.who.Resolve(doc))
}

// Grader is the shipped model of factuality, nil if there is none.
func (c *Coder) Grader() *attribution.Grader { return c.grades }

// Groups are the clusters of a word among 64, 512 and 2048; 0 unknown.
func (c *Coder) Groups(lower string) (small, middle, large uint32) { return c.parser.Groups(lower) }

// Relations is the shipped relation model, nil if there is none.
func (c *Coder) Relations() *relation.Judge { return c.sure }

// Said is the judge of attributions, for those who train it.
func (c *Coder) Said() *attribution.Judge { return c.attribution }

// With is the same coder with another relation model.
func (c *Coder) With(j *relation.Judge) *Coder {
	other := *c
	other.sure = j
	return &other
}

// Lists reports whether the lexicon has a sense of the verb.
func (c *Coder) Lists(verb string) bool { return len(c.lex.Senses(lexicon.Verb, verb)) > 0 }

// Kin is what the relation model knows of words beside its weights.
func (c *Coder) Kin() relation.Kin { return c.kin }

// events are the mentions of events on the page, as the relation model sees them.
func (c *Coder) events(out *record.Coding) []relation.Event {
	var list []relation.Event
	eachRecord(out, func(r *record.Record) {
		for k := range r.Evidence {
			list = append(list, c.event(out, r, k))
		}
	})
	return list
}

// event is the k-th mention of r.
func (c *Coder) event(out *record.Coding, r *record.Record, k int) relation.Event {
	e := &r.Evidence[k]
	return relation.Event{Act: r.Act, Type: r.Type("plover"), Symmetric: r.Symmetric, Factuality: r.Factuality,
		Source: phrases(out, e.Source), Target: phrases(out, e.Target)}
}

func phrases(out *record.Coding, list []int32) []relation.Phrase {
	var ps []relation.Phrase
	for _, a := range list {
		ps = append(ps, phrase(&out.Actors[a]))
	}
	return ps
}

func phrase(a *record.Actor) relation.Phrase {
	p := relation.Phrase{First: a.First, Last: a.Last, Head: a.Head, Kind: a.Kind, Country: a.Country}
	if len(a.Sectors) > 0 {
		p.Sector = a.Sectors[0]
	}
	return p
}

// phraseAt is the phrase that covers span s, with what is known of the actor
// whose head is nearest to its own; the zero Phrase where there are no words.
func phraseAt(doc *text.Document, actors []record.Actor, s text.Span) relation.Phrase {
	first, last := doc.TokensAt(s)
	if last == 0 {
		return relation.Phrase{Head: -1}
	}
	p := relation.Phrase{First: first, Last: last, Head: doc.HeadOf(first, last)}
	nearest := int32(-1)
	for i := range actors {
		a := &actors[i]
		if a.First >= last || first >= a.Last {
			continue
		}
		if away := max(a.Head-p.Head, p.Head-a.Head); nearest < 0 || away < nearest {
			nearest = away
			q := phrase(a)
			p.Kind, p.Country, p.Sector = q.Kind, q.Country, q.Sector
		}
	}
	return p
}

// given adds an actor mention for each span that no actor overlaps.
func given(doc *text.Document, actors []record.Actor, spans []text.Span) []record.Actor {
	entity := int32(0)
	for i := range actors {
		entity = max(entity, actors[i].Entity+1)
	}
next:
	for _, s := range spans {
		if s.Len() == 0 {
			continue
		}
		for i := range actors {
			if actors[i].Span.Start < s.End && s.Start < actors[i].Span.End {
				continue next
			}
		}
		first, last := doc.TokensAt(s)
		if last == 0 {
			continue
		}
		a := record.Actor{Span: record.Span(s), First: first, Last: last, Head: doc.HeadOf(first, last), Entity: entity, Text: doc.Text(s),
			Kind: record.Unknown, Antecede: -1, Why: record.Why{Rule: "given as a party", Span: record.Span(s)}}
		entity++
		at := 0
		for at < len(actors) && actors[at].Span.Start < a.Span.Start {
			at++
		}
		// Indexes of later mentions move by one.
		for i := range actors {
			for j := range actors[i].Members {
				if actors[i].Members[j] >= int32(at) {
					actors[i].Members[j]++
				}
			}
			if actors[i].Antecede >= int32(at) {
				actors[i].Antecede++
			}
		}
		actors = append(actors[:at], append([]record.Actor{a}, actors[at:]...)...)
	}
	return actors
}
