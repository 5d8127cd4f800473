package coder

import (
	"math"
	"strconv"
	"strings"

	"entente/internal/coding/relation"
	"entente/internal/coding/trust"
	"entente/internal/knowledge/codebook"
	"entente/internal/record"
	"entente/internal/text"
)

// hint is what the relation model says of the two parties of r; it is asked
// where the sentence of r names both, and nothing is said elsewhere.
func (c *Coder) hint(doc *text.Document, out *record.Coding, r *record.Record, events []relation.Event) (h trust.Hint) {
	e := &r.Evidence[0]
	typ := r.Type("plover")
	if c.sure == nil || typ == "" || len(e.Source) == 0 || len(e.Target) == 0 {
		return h // the model learns from pairs
	}
	p := relation.Pair{Source: phrase(&out.Actors[e.Source[0]]), Target: phrase(&out.Actors[e.Target[0]]), Events: events}
	if doc.SentenceOf(p.Source.First) != e.Sentence || doc.SentenceOf(p.Target.First) != e.Sentence {
		return h
	}
	s := c.sure.Score(doc, &p)
	h.Sure, h.Best = c.sure.Sure(&s, typ), relation.None.String()
	for k := range relation.NumClasses {
		if s[k] > h.Top {
			h.Top, h.Best = s[k], k.String()
			if t := k.Type(); t != "" {
				h.Best = t
			}
		}
	}
	return h
}

// Scored codes doc and returns its records with the features of each that has
// a type.
func (c *Coder) Scored(doc *text.Document) []trust.Scored {
	out := c.Records(doc)
	events := map[int32][]relation.Event{}
	eachRecord(out, func(r *record.Record) {
		for k := range r.Evidence {
			s := r.Evidence[k].Sentence
			events[s] = append(events[s], c.event(out, r, k))
		}
	})
	var list []trust.Scored
	for i := range out.Records {
		if r := &out.Records[i]; r.Type("plover") != "" {
			h := c.hint(doc, out, r, events[r.Evidence[0].Sentence])
			list = append(list, trust.Scored{Record: r, Features: trust.Features(doc, out, r, h, c.Groups)})
		}
	}
	return list
}

// trusts asks the rows of the counting rule that speak of trust, once all
// others have left a record counted: the model has learnt from such alone.
func (b *binding) trusts() {
	if b.c.trust == nil {
		return
	}
	page := b.c.trust.Page(b.doc, b.out)
	defer page.End()
	for i := range b.drafts {
		d := &b.drafts[i]
		r := &d.rec
		if !r.Counted || r.Type("plover") == "" {
			continue
		}
		r.Trust = math.Round(100*page.Score(r, d.hint)) / 100
		for _, row := range b.c.book.Counting() {
			if !row.Trust() || !b.conditions(row.Condition, d) {
				continue
			}
			if r.Counted = row.Counted; !row.Counted {
				r.NotCounted = append(r.NotCounted, row.Reason)
			}
			break
		}
	}
}

// below reads the condition "trust<0.4".
func below(cond string, trust float64) bool {
	limit, err := strconv.ParseFloat(strings.TrimPrefix(cond, codebook.TrustBelow), 64)
	return err == nil && trust < limit
}
