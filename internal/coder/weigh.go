package coder

import (
	"math"

	"entente/internal/coding/relation"
)

// doubtful is the confidence below which a record is more likely of another
// type, or of none, than of its own.
const doubtful = 0.5

// weigh gives each draft its confidence: how often an event of its type, which
// the lexicon finds where such words stand between two such parties, is of the
// right type. It says nothing of whether the event happened.
func (b *binding) weigh() {
	if b.c.sure == nil {
		return
	}
	bySentence := map[int32][]relation.Event{}
	for i := range b.drafts {
		r := &b.drafts[i].rec
		e := b.c.event(r)
		last := int32(-1)
		for k := range r.Evidence {
			if s := r.Evidence[k].Sentence; s != last {
				bySentence[s] = append(bySentence[s], e)
				last = s
			}
		}
	}
	for i := range b.drafts {
		r := &b.drafts[i].rec
		typ := b.c.book.Type(r.Act)
		if typ == "" || len(r.Source) == 0 {
			continue
		}
		p := relation.Pair{Source: phrase(&r.Source[0]), Events: bySentence[r.Evidence[0].Sentence]}
		if len(r.Target) > 0 {
			p.Target = phrase(&r.Target[0])
		}
		s := b.c.sure.Score(b.doc, &p)
		r.Confidence = math.Round(100*b.c.sure.Sure(&s, typ)) / 100
	}
}
