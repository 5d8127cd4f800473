package coder

import (
	"math"

	"entente/internal/coding/attribution"
	"entente/internal/coding/relation"
)

// doubtful is the confidence below which a record is clearly more likely of another
// type, or of none, than of its own.
const doubtful = 0.4

// weigh gives each draft its confidence: how often an event of its type, which
// the lexicon finds where such words stand between two such parties, is of the
// right type. It says nothing of whether the event happened. A record whose
// source or target its sentence does not name has none.
func (b *binding) weigh() {
	if b.c.sure == nil {
		return
	}
	bySentence := map[int32][]relation.Event{}
	for i := range b.drafts {
		r := &b.drafts[i].rec
		for k := range r.Evidence {
			s := r.Evidence[k].Sentence
			bySentence[s] = append(bySentence[s], b.c.event(b.out, r, k))
		}
	}
	for i := range b.drafts {
		r := &b.drafts[i].rec
		h := b.c.hint(b.doc, b.out, r, bySentence[r.Evidence[0].Sentence])
		b.drafts[i].hint, r.Confidence = h, math.Round(100*h.Sure)/100
	}
}

// grade is the learnt grade of factuality of a trigger.
func (b *binding) grade(trigger int32) float64 {
	if b.c.grades == nil {
		return 0
	}
	s := b.c.grades.Spread(b.said, trigger, attribution.News)
	return math.Round(100*s.Mean()) / 100
}
