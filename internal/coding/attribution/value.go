package attribution

import (
	"fmt"
	"slices"
	"sync"

	"entente/internal/knowledge/model"
)

// GradeFeatures names the features of the model of factuality; a model made with
// others is refused.
const GradeFeatures = "factuality-en-1"

// News is the scale that records are graded on: that of the largest corpus of
// news, whose annotators were asked whether the author holds the event for a fact.
const News = "uw"

// Grades are how many whole grades there are, from -3 to 3.
const Grades = 7

// A Spread is how likely each grade is: of -3 first, of 3 last.
type Spread [Grades]float64

// Mean is the grade to be expected.
func (s *Spread) Mean() float64 {
	v := 0.0
	for i, p := range s {
		v += float64(i-Grades/2) * p
	}
	return v
}

// Groups tells the clusters of a word among 64, 512 and 2048, 0 unknown.
type Groups func(lower string) (small, middle, large uint32)

// A Grader gives an event word a grade of factuality: learnt from words that
// annotators graded, over features of the tree around the word and of what the
// rules say. The rules explain; the grade weighs. It is safe for many
// goroutines.
type Grader struct {
	weights model.Linear
	groups  Groups
	pool    sync.Pool
}

// NewGrader makes a Grader from the bytes of a model.
func NewGrader(built string, groups Groups) (*Grader, error) {
	f, err := model.Open(built)
	if err != nil {
		return nil, err
	}
	if f.Features != GradeFeatures {
		return nil, fmt.Errorf("model has features %q, this program makes %q", f.Features, GradeFeatures)
	}
	g := &Grader{groups: groups}
	if g.weights, err = f.Linear("grades"); err != nil {
		return nil, err
	}
	g.pool.New = func() any { return &sight{groups: groups} }
	return g, nil
}

// Spread grades token t of the layer's page on a scale; "" is what all scales
// have in common.
func (g *Grader) Spread(l *Layer, t int32, scale string) (s Spread) {
	x := g.pool.Get().(*sight)
	defer g.pool.Put(x)
	x.read(l, t, scale)
	g.weights.Probabilities(s[:], x.hashes)
	x.l = nil
	return s
}

// Features are the features of token t for training.
func Features(l *Layer, t int32, scale string, groups Groups) []uint64 {
	x := &sight{groups: groups}
	x.read(l, t, scale)
	return slices.Clone(x.hashes)
}
