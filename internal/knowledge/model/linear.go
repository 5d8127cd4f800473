package model

import (
	"fmt"
	"math"
	"strconv"
)

// A Linear table gives probabilities of classes: a Sparse part of weights and
// a part of their largest, named with "-top", which they are relative to.
type Linear struct {
	weights *Sparse
	unit    float64 // what 1 in the sums of the weights stands for
}

// Linear opens the part of that name.
func (f *File) Linear(name string) (l Linear, err error) {
	if l.weights, err = f.Sparse(name); err != nil {
		return l, err
	}
	top, err := f.Text(name + "-top")
	if err != nil {
		return l, err
	}
	if l.unit, err = strconv.ParseFloat(top, 64); err != nil {
		return l, fmt.Errorf("model part %q: %w", name+"-top", err)
	}
	l.unit /= One
	return l, nil
}

// Probabilities writes those of the first len(out) classes for features, each
// of which counts the less the more there are.
func (l *Linear) Probabilities(out []float64, features []uint64) {
	var raw [MaxClasses]int32
	norm := l.unit / math.Sqrt(float64(max(len(features), 1)))
	for len(features) > 0 {
		n := min(len(features), MaxFeatures)
		l.weights.Add(&raw, features[:n], 0)
		features = features[n:]
	}
	for c := range out {
		out[c] = float64(raw[c]) * norm
	}
	Softmax(out)
}

// Linear adds such a part: at most limit of the rows, heaviest first, and top,
// the largest weight in them.
func (b *Builder) Linear(name string, limit int, rows []Row, top float64) {
	b.Sparse(name, limit, rows)
	b.Text(name+"-top", strconv.FormatFloat(top, 'g', 6, 64)) // few digits, so that the file does not hang on the last bit
}
