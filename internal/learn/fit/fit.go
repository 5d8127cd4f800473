// Package fit learns a linear classifier over sparse features: multinomial
// logistic regression with steps that adapt to how often a feature was seen
// (AdaGrad). In come rows of feature hashes with the classes that the
// annotation allows, since a coarse annotation ("a request") allows several
// finer classes; out goes a weight for each feature and class. The same rows
// and options give the same weights: the order of passes is drawn from a fixed
// seed and sums run in that order. It knows nothing of what the features mean.
package fit

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"entente/internal/knowledge/model"
)

// A Row is one annotated example.
type Row struct {
	Features []uint64 // each once
	Allowed  uint64   // bit c is set where class c fits the annotation
	Weight   float64  // how much the row counts; 0 is left out
}

// Options of a fit.
type Options struct {
	Classes int
	Passes  int
	Rate    float64 // size of the first step
	Decay   float64 // pull towards 0 of the weights of a row, each time it is seen
	Least   int     // features seen in fewer rows are left out
	Seed    uint64
	Only    map[uint64]bool // features that may have weights; nil: any
}

// A Linear model has a row of weights for each feature.
type Linear struct {
	classes int
	index   map[uint64]int32
	weights []float32
	seen    map[uint64]int // rows that each feature was seen in
}

// Train fits a model to the rows.
func Train(rows []Row, o Options) *Linear {
	m := &Linear{classes: o.Classes, index: map[uint64]int32{}}
	m.seen = map[uint64]int{}
	for i := range rows {
		if rows[i].Weight == 0 {
			continue
		}
		for _, h := range rows[i].Features {
			if m.seen[h]++; m.seen[h] == o.Least && (o.Only == nil || o.Only[h]) {
				m.index[h] = int32(len(m.index))
			}
		}
	}
	n := len(m.index) * o.Classes
	m.weights = make([]float32, n)
	squares := make([]float32, n)
	known := make([][]int32, len(rows))
	for i := range rows {
		for _, h := range rows[i].Features {
			if k, ok := m.index[h]; ok {
				known[i] = append(known[i], k*int32(o.Classes))
			}
		}
	}
	draw := rand.New(rand.NewPCG(o.Seed, 7))
	order := draw.Perm(len(rows))
	p := make([]float64, o.Classes)
	for range o.Passes {
		draw.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, r := range order {
			row := &rows[r]
			if row.Weight == 0 || row.Allowed == 0 {
				continue
			}
			norm := 1 / math.Sqrt(float64(max(len(row.Features), 1)))
			m.sum(p, known[r], norm)
			allowed := 0.0
			for c := range p {
				if row.Allowed>>c&1 == 1 {
					allowed += p[c]
				}
			}
			for c := range p {
				if row.Allowed>>c&1 == 1 {
					p[c] -= p[c] / max(allowed, 1e-12)
				}
				p[c] *= row.Weight * norm
			}
			for _, k := range known[r] {
				w, q := m.weights[k:][:len(p)], squares[k:][:len(p)]
				for c := range p {
					g := float32(p[c]) + float32(o.Decay*norm*row.Weight)*w[c]
					q[c] += g * g
					w[c] -= float32(o.Rate) * g / (float32(math.Sqrt(float64(q[c]))) + 1e-6)
				}
			}
		}
	}
	return m
}

// sum fills p with the probabilities for a row of known features.
func (m *Linear) sum(p []float64, known []int32, norm float64) {
	clear(p)
	for _, k := range known {
		w := m.weights[k:][:len(p)]
		for c := range p {
			p[c] += float64(w[c])
		}
	}
	for c := range p {
		p[c] *= norm
	}
	model.Softmax(p)
}

// Scores are the probabilities of the classes for a row of features.
func (m *Linear) Scores(features []uint64) []float64 {
	known := make([]int32, 0, len(features))
	for _, h := range features {
		if k, ok := m.index[h]; ok {
			known = append(known, k*int32(m.classes))
		}
	}
	p := make([]float64, m.classes)
	m.sum(p, known, 1/math.Sqrt(float64(max(len(features), 1))))
	return p
}

// Most are the features that speak most: by how much and in how many rows. A
// frequent feature moves in small steps, so that its weight alone says little.
func (m *Linear) Most(limit int) map[uint64]bool {
	type feature struct {
		hash uint64
		says float64
	}
	all := make([]feature, 0, len(m.index))
	for h, k := range m.index {
		says := 0.0
		for _, w := range m.weights[int(k)*m.classes:][:m.classes] {
			says += math.Abs(float64(w))
		}
		all = append(all, feature{h, says * float64(m.seen[h])})
	}
	slices.SortFunc(all, func(a, b feature) int {
		return cmp.Or(cmp.Compare(b.says, a.says), cmp.Compare(a.hash, b.hash))
	})
	most := make(map[uint64]bool, limit)
	for _, f := range all[:min(limit, len(all))] {
		most[f.hash] = true
	}
	return most
}

// Rows are the weights for a model file, in order of their hashes, and the
// largest of them, which the file's weights are relative to.
func (m *Linear) Rows() (rows []model.Row, top float64) {
	for h, k := range m.index {
		w := m.weights[int(k)*m.classes:][:m.classes]
		rows = append(rows, model.Row{Hash: h, Weights: w})
		for _, v := range w {
			top = max(top, math.Abs(float64(v)))
		}
	}
	slices.SortFunc(rows, func(a, b model.Row) int { return cmp.Compare(a.Hash, b.Hash) })
	return rows, top
}
