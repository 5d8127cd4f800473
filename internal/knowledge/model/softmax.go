package model

import "math"

// Softmax turns scores into probabilities in place.
func Softmax(p []float64) {
	top := math.Inf(-1)
	for _, v := range p {
		top = max(top, v)
	}
	total := 0.0
	for c, v := range p {
		p[c] = math.Exp(v - top)
		total += p[c]
	}
	for c := range p {
		p[c] /= total
	}
}
