package model

import (
	"fmt"
	"math"
	"strconv"
)

// A Linear gives the classes of a row of features probabilities: a sum of
// weights for each class, over the root of how many features there are.
type Linear struct {
	weights *Sparse
	unit    float64 // what 1 in the sums of the weights stands for
}

// Linear opens the part of that name, which PutLinear of the builder wrote.
func (f *File) Linear(name string) (*Linear, error) {
	weights, err := f.Sparse(name)
	if err != nil {
		return nil, err
	}
	top, err := f.Text(name + "-top")
	if err != nil {
		return nil, err
	}
	unit, err := strconv.ParseFloat(top, 64)
	if err != nil {
		return nil, fmt.Errorf("model part %q: %w", name+"-top", err)
	}
	return &Linear{weights, unit / One}, nil
}

// PutLinear adds a linear model of at most limit features; top is the largest of
// the rows' weights, which the file's are relative to. It is written in few
// digits, so that the file does not hang on the last bit.
func (b *Builder) PutLinear(name string, limit int, rows []Row, top float64) {
	b.Sparse(name, limit, rows)
	b.Text(name+"-top", strconv.FormatFloat(top, 'g', 6, 64))
}

// Sum writes the probabilities of the first len(out) classes.
func (l *Linear) Sum(out []float64, hashes []uint64) {
	var raw [MaxClasses]int32
	norm := l.unit / math.Sqrt(float64(max(len(hashes), 1)))
	for len(hashes) > 0 {
		n := min(len(hashes), MaxFeatures)
		l.weights.Add(&raw, hashes[:n], 0)
		hashes = hashes[n:]
	}
	for c := range out {
		out[c] = float64(raw[c]) * norm
	}
	Softmax(out)
}
