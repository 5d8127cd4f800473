// Package trust says how far a whole record can be trusted: how likely its
// type, source and target are all right and it is rightly put forward as
// something that happened and matters. In come a parsed page, what was coded
// from it and one record; out goes a probability, learnt from records that a
// reader judged. It looks at the trigger and its place in the sentence, at the
// rules that filled the roles and resolved the actors, at the phrases that were
// chosen and at those that were left, and at what the article is about. It
// changes no record and decides nothing: the counting rule does.
package trust

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"entente/internal/knowledge/model"
	"entente/internal/record"
	"entente/internal/text"
)

// FeatureSet names the features; a model made with others is refused.
const FeatureSet = "trust-en-1"

// What a reader says of a record, a bit each; the classes of the model are
// their sums.
const (
	Right   = 1 // type, source and target are right together
	Counts  = 2 // it is rightly counted
	Classes = 4
)

// A Hint is what the relation model says of a record's two parties.
type Hint struct {
	Sure float64 // calibrated probability of the record's type
	Best string  // the likeliest type; "" where the model was not asked
	Top  float64 // and its probability
}

// Groups tells the clusters of a word among 64, 512 and 2048, 0 unknown.
type Groups func(lower string) (small, middle, large uint32)

// A Judge scores records. It is safe for many goroutines.
type Judge struct {
	weights model.Linear
	a, b    float64 // calibration
	pool    sync.Pool
}

// New makes a Judge from the bytes of a model.
func New(built string, groups Groups) (*Judge, error) {
	f, err := model.Open(built)
	if err != nil {
		return nil, err
	}
	if f.Features != FeatureSet {
		return nil, fmt.Errorf("model has features %q, this program makes %q", f.Features, FeatureSet)
	}
	j := &Judge{}
	if j.weights, err = f.Linear("verdicts"); err != nil {
		return nil, err
	}
	c, err := f.Text("calibration")
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Sscan(c, &j.a, &j.b); err != nil {
		return nil, fmt.Errorf("model part \"calibration\": %w", err)
	}
	j.pool.New = func() any { return &sight{groups: groups} }
	return j, nil
}

// A Page is a page that records are scored on, one after the other.
type Page struct {
	j *Judge
	x *sight
}

// Page begins a page, of which out has the actors. End ends it.
func (j *Judge) Page(doc *text.Document, out *record.Coding) Page {
	x := j.pool.Get().(*sight)
	x.page(doc, out)
	return Page{j, x}
}

// End hands the page's memory back.
func (p Page) End() {
	p.x.leave()
	p.j.pool.Put(p.x)
}

// Score is the calibrated probability that r is right and rightly counted.
func (p Page) Score(r *record.Record, h Hint) float64 {
	p.x.read(r, h)
	var v [Classes]float64
	p.j.weights.Probabilities(v[:], p.x.hashes)
	q := min(max(v[Right|Counts], 1e-6), 1-1e-6)
	return 1 / (1 + math.Exp(-p.j.a-p.j.b*math.Log(q/(1-q))))
}

// A Scored is a record and its features.
type Scored struct {
	*record.Record
	Features []uint64
}

// Features are the features of r for training: sorted, each once.
func Features(doc *text.Document, out *record.Coding, r *record.Record, h Hint, groups Groups) []uint64 {
	x := &sight{groups: groups}
	x.page(doc, out)
	x.read(r, h)
	return slices.Clone(x.hashes)
}
