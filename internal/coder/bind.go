package coder

import (
	"entente/internal/coding/attribution"
	"entente/internal/coding/event"
	"entente/internal/coding/trust"
	"entente/internal/knowledge/codebook"
	"entente/internal/record"
	"entente/internal/text"
)

// A binding is one document while its layers are being joined.
type binding struct {
	c      *Coder
	doc    *text.Document
	out    *record.Coding
	frames []event.Frame
	said   *attribution.Layer
	kids   [][2]int32 // first child, next sibling of each token
	drafts []draft
	now    circumstances
}

// circumstances are where and when the frame at hand took place; joining asks
// for them once for every draft that might be the same.
type circumstances struct {
	frame *event.Frame
	place *record.Place
	date  record.Date
}

// A draft is a record in the making: what joining needs to know beside it.
type draft struct {
	rec      record.Record
	typ      string // PLOVER type of the act, "" for none
	act      *codebook.Act
	frame    int32
	asserted bool // put forward as having happened
	topicOf  int32
	hint     trust.Hint
}

// bind turns frames into records: each frame gets its factuality, speaker,
// place and day; mentions of one event join; what talks are about is hung under
// them; then codes are stamped, records are weighed by the relation model, and
// the counting rule is asked.
func (c *Coder) bind(doc *text.Document, out *record.Coding, frames []event.Frame, said *attribution.Layer) {
	b := &binding{c: c, doc: doc, out: out, frames: frames, said: said, kids: make([][2]int32, len(doc.Tokens))}
	for i := range b.kids {
		b.kids[i] = [2]int32{-1, -1}
	}
	for t := len(doc.Tokens) - 1; t >= 0; t-- {
		if h := doc.Tokens[t].Head; h >= 0 {
			b.kids[t][1], b.kids[h][0] = b.kids[h][0], int32(t)
		}
	}
	for i := range frames {
		b.frame(int32(i))
	}
	b.topics()
	for i := range b.drafts {
		d := &b.drafts[i]
		b.stamp(d)
	}
	b.weigh()
	for i := range b.drafts {
		b.count(&b.drafts[i])
	}
	b.trusts()
	for i := range b.drafts {
		d := &b.drafts[i]
		if d.topicOf >= 0 {
			top := &b.drafts[d.topicOf]
			top.rec.Topics = append(top.rec.Topics, d.rec)
		}
	}
	for i := range b.drafts {
		if d := &b.drafts[i]; d.topicOf < 0 {
			out.Records = append(out.Records, d.rec)
		}
	}
	number(out)
}

// frame makes a draft of frame i, or adds it to the draft that it retells.
func (b *binding) frame(i int32) {
	f := &b.frames[i]
	if f.Outer >= 0 {
		return // the content of another act: demanded, refused, promised
	}
	bare := len(f.Source) == 0 && len(f.Target) == 0
	if bare && !f.Definite {
		return
	}
	fact, said := b.said.Factuality(f.Trigger, f.Carrier, f.Definite)
	d := draft{frame: i, topicOf: -1, typ: b.c.book.Type(f.Act), act: b.c.book.Act(f.Act), asserted: asserted(fact)}
	if into := b.retells(&d, f, bare, fact); into >= 0 {
		b.join(&b.drafts[into], f, fact)
		return
	}
	if bare {
		return
	}
	fact.Value = b.grade(f.Trigger)
	r := &d.rec
	r.Doc, r.Act, r.Symmetric, r.Factuality = b.out.Doc, f.Act, f.Symmetric, fact
	r.Source, r.Target, r.Third = b.actors(f.Source), b.actors(f.Target), b.actors(f.Third)
	if len(r.Target) == 0 && f.Place >= 0 {
		r.Target = b.ground(f.Place)
	}
	r.Evidence = []record.Evidence{b.evidence(f)}
	if said >= 0 {
		a := b.out.Attributions[said]
		r.Attribution, r.SaidBy = &a, b.speaker(&a)
	}
	at := b.circumstances(f, fact)
	r.Place, r.Date = at.place, at.date
	if len(r.Source) == 0 && f.Crowd >= 0 && r.Place != nil && r.Place.Country != "" {
		r.Source = b.crowd(f.Crowd, r.Place)
	}
	b.background(r)
	b.drafts = append(b.drafts, d)
}

// crowd is a bare number of people who protest somewhere: "thousands marched
// through Lima" are people of Peru. Like a place that stands for its country
// they are no mention of an actor, and an entity of their own.
func (b *binding) crowd(t int32, at *record.Place) []record.Actor {
	tk := &b.doc.Tokens[t]
	a := record.Actor{
		Span: record.Span(tk.Span), First: t, Last: t + 1, Head: t, Entity: -1 - int32(len(b.out.Places)) - t, Text: tk.Form,
		Kind: record.Agent, Country: at.Country, Sectors: []string{"CVL"}, CAMEO: at.Country + "CVL", Antecede: -1,
		Why: record.Why{Rule: "a crowd is people of the country where it gathers", Detail: at.Country, Span: at.Span},
	}
	return []record.Actor{a}
}

func asserted(f record.Factuality) bool {
	return !f.Negated && !f.Hypothetical && !f.Future && f.Certainty != record.Uncommitted
}

func (b *binding) actors(list []int32) []record.Actor {
	if len(list) == 0 {
		return nil
	}
	out := make([]record.Actor, len(list))
	for i, a := range list {
		out[i] = b.out.Actors[a]
	}
	return out
}

// ground is a place that stands for its country as recipient: "imposed a curfew
// in Basra". It is no mention of an actor, so its entity is a number of its own.
func (b *binding) ground(place int32) []record.Actor {
	p := &b.out.Places[place]
	if p.Country == "" {
		return nil
	}
	return []record.Actor{{
		Span: p.Span, First: p.First, Last: p.Last, Head: p.Head, Entity: -1 - place, Text: p.Text,
		Kind: record.State, Name: p.Name, Country: p.Country, Antecede: -1,
		Why: record.Why{Rule: "a place stands for its country as recipient", Detail: p.Country, Span: p.Span},
	}}
}

func (b *binding) evidence(f *event.Frame) record.Evidence {
	return record.Evidence{
		Sentence: f.Sentence, SentenceSpan: record.Span(b.doc.Sentences[f.Sentence].Span),
		Trigger: record.Span(b.doc.Tokens[f.Trigger].Span), TriggerTok: f.Trigger,
		Source: f.Source, Target: f.Target, Third: f.Third, Why: f.Why,
	}
}

// speaker is who says so in few words: the resolved code, else the phrase.
func (b *binding) speaker(a *record.Attribution) string {
	text := a.Text
	if a.Actor >= 0 {
		w := &b.out.Actors[a.Actor]
		for range 4 { // "he said": who that is
			if w.Kind != record.Pronoun || w.Antecede < 0 {
				break
			}
			w = &b.out.Actors[w.Antecede]
			text = w.Text
		}
		if w.Country != "" {
			s := w.Country
			for _, x := range w.Sectors {
				s += " " + x
			}
			return s
		}
	}
	switch a.Kind {
	case record.SaidAgentless:
		return "unnamed"
	case record.SaidUnnamed:
		if text != "" {
			return "unnamed: " + text
		}
		return "unnamed"
	}
	return text
}

// stamp writes codes, contexts and conversions.
func (b *binding) stamp(d *draft) {
	r := &d.rec
	b.refineMeeting(r)
	r.Codes = b.c.book.Codes(r.Act)
	r.Contexts = b.contexts(r)
	b.convert(d)
}
