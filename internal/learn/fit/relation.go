package fit

import (
	"entente/internal/coding/relation"
	"entente/internal/learn/corpus"
	"entente/internal/text"
)

// A Reader reads a page and says what the relation models are asked about.
type Reader interface {
	// Pair is asked where source and target are given; empty spans are not.
	Pair(doc *text.Document, source, target text.Span) *relation.Pair
	// MainPair is asked where only the sentence is.
	MainPair(doc *text.Document) *relation.Pair
	Kin() relation.Kin
}

// RelationOptions are how the relation model is fitted, in scoring and in training.
var RelationOptions = Options{Classes: int(relation.NumClasses), Passes: 20, Rate: 0.5, Decay: 1e-2, Least: 2, Seed: 1}

// QuadOptions are how the model of quad classes is fitted.
var QuadOptions = Options{Classes: 5, Passes: 20, Rate: 0.5, Decay: 1e-2, Least: 2, Seed: 1}

// Relations turns pairs into rows that count as weight says. A pair without a
// source and a target is read for its main pair.
func Relations(r Reader, pairs []corpus.Pair, weight float64) []Row {
	rows := make([]Row, len(pairs))
	for i := range pairs {
		p := &pairs[i]
		doc := &text.Document{ID: "pair", Body: p.Body, Language: "en"}
		var q *relation.Pair
		if p.Source.End == 0 && p.Target.End == 0 {
			q = r.MainPair(doc)
		} else {
			q = r.Pair(doc, p.Source, p.Target)
		}
		rows[i] = Row{Features: relation.Features(doc, r.Kin(), q), Allowed: p.Allowed, Weight: weight}
	}
	return rows
}

// Quads are the rows of Relations with the quad classes that their classes
// allow, 0 for what is no event or asks in words only. Sanctions are verbal
// conflict to some codebooks and material to others.
func Quads(rows []Row) []Row {
	out := make([]Row, len(rows))
	for i, r := range rows {
		set := uint64(0)
		for c := range relation.NumClasses {
			if r.Allowed>>c&1 == 1 {
				set |= quadsOf(c)
			}
		}
		r.Allowed = set
		out[i] = r
	}
	return out
}

func quadsOf(c relation.Class) uint64 {
	switch c {
	case relation.Agree, relation.Consult, relation.Support:
		return 1 << 1
	case relation.Cooperate, relation.Aid, relation.Concede, relation.Retreat:
		return 1 << 2
	case relation.Demand, relation.Accuse, relation.Reject, relation.Threaten:
		return 1 << 3
	case relation.Sanction:
		return 1<<3 | 1<<4
	case relation.Protest, relation.Mobilize, relation.Coerce, relation.Assault:
		return 1 << 4
	}
	return 1 << 0
}
