// Package forecast ranks what may happen next between actors. What comes in are
// facts, each of a subject, a relation, an object and a day, in order of days,
// and questions: whom will this actor do this to on that day, and who will do
// it to him? What goes out is a ranking of actors. Two rankers answer: Recurrency
// counts what recurs and is the bar; Ranker weighs many counts with boosted
// trees.
//
// A question is answered from facts of earlier days alone. Other questions of
// its day say nothing to it, neither who is asked about nor how many ask.
package forecast

import (
	"cmp"
	"slices"
)

// A Fact is one event. Facts, queries and answers are aliases of unnamed
// structs, so that those who keep events need not import this package.
type Fact = struct{ Subject, Relation, Object, Day int32 }

// A Query asks for the object of a relation. Relation r + Relations is the
// inverse of r and asks for its subject.
type Query = struct{ Subject, Relation int32 }

// An Answer scores actors. Those that it does not name come after it, tied.
type Answer = struct {
	Entities []int32
	Scores   []float64
}

// Size says what numbers facts are made of.
type Size struct{ Entities, Relations int32 }

// inverse is the relation seen from the other end.
func (s Size) inverse(r int32) int32 {
	if r < s.Relations {
		return r + s.Relations
	}
	return r - s.Relations
}

// both puts each fact beside itself as seen from its object, in a fixed order
// and each once: a day's facts may come in any order.
func (s Size) both(facts []Fact) []Fact {
	all := make([]Fact, 0, 2*len(facts))
	for _, f := range facts {
		all = append(all, f, Fact{f.Object, f.Relation + s.Relations, f.Subject, f.Day})
	}
	slices.SortFunc(all, compareFacts)
	return slices.Compact(all)
}

func compareFacts(a, b Fact) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Object, b.Object))
}

// days cuts facts, which are in order, into days.
func days(facts []Fact) (out [][]Fact) {
	for len(facts) > 0 {
		n := 1
		for n < len(facts) && facts[n].Day == facts[0].Day {
			n++
		}
		out, facts = append(out, facts[:n]), facts[n:]
	}
	return out
}

// A group is a question with its right answers.
type group struct {
	Query
	right []int32
}

// groups makes the questions of a day out of its facts, as both gives them.
func groups(day []Fact) (out []group) {
	for i, f := range day {
		if i == 0 || f.Subject != day[i-1].Subject || f.Relation != day[i-1].Relation {
			out = append(out, group{Query: Query{f.Subject, f.Relation}})
		}
		g := &out[len(out)-1]
		g.right = append(g.right, f.Object)
	}
	return out
}
