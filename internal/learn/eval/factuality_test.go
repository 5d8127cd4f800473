package eval

import (
	"math"
	"testing"
)

func TestPearson(t *testing.T) {
	sums := func(x, y []float64) []float64 {
		s := make([]float64, 6)
		for i := range x {
			for j, v := range []float64{1, x[i], y[i], x[i] * x[i], y[i] * y[i], x[i] * y[i]} {
				s[j] += v
			}
		}
		return s
	}
	for _, c := range []struct {
		x, y []float64
		want float64
	}{
		{[]float64{1, 2, 3}, []float64{10, 20, 30}, 1},
		{[]float64{1, 2, 3}, []float64{3, 2, 1}, -1},
		{[]float64{1, 2, 3, 4}, []float64{1, 3, 2, 4}, 0.8},
		{[]float64{3, 3, 3}, []float64{1, 2, 3}, 0}, // a constant says nothing
	} {
		if got := pearson(sums(c.x, c.y)); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("r of %v and %v is %v, want %v", c.x, c.y, got, c.want)
		}
	}
}
