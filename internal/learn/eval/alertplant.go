package eval

import (
	"math"
	"math/rand/v2"
)

// A change is one kind of planted change.
type change struct {
	name  string
	steps int // how long it lasts; 0: for good
	rise  bool
	rate  func(since int) float64 // times the rate, since steps after it began
}

var changes = []change{
	{"x2", 0, true, func(int) float64 { return 2 }},
	{"x3", 0, true, func(int) float64 { return 3 }},
	{"x5", 0, true, func(int) float64 { return 5 }},
	{"/3", 0, false, func(int) float64 { return 1.0 / 3 }},
	{"burst", 1, true, func(int) float64 { return 10 }},
	{"ramp", 0, true, func(since int) float64 { return min(4, 1+3*float64(since+1)/12) }},
}

// plant writes a copy of counts that changes at step at. Of a fall, events are
// left out by lot. Of a rise, events are added: negative binomial about the mean
// of the year before (local, per exposure), wider than Poisson as real ones are.
// A burst adds at least five events: fewer are no burst to anybody.
func plant(counts []int, exposure []float64, at int, c change, local, spread float64, draw *rand.Rand) []int {
	out := make([]int, len(counts))
	copy(out, counts)
	end := len(out)
	if c.steps > 0 {
		end = min(end, at+c.steps)
	}
	for t := at; t < end; t++ {
		f := c.rate(t - at)
		if f < 1 {
			kept := 0
			for range out[t] {
				if draw.Float64() < f {
					kept++
				}
			}
			out[t] = kept
			continue
		}
		more := (f - 1) * local * exposure[t]
		n := drawNegbin(more, spread, draw)
		if c.steps == 1 {
			n = max(n, 5)
		}
		out[t] += n
	}
	return out
}

// drawNegbin draws a count of a mean whose variance is mean + spread mean².
func drawNegbin(mean, spread float64, draw *rand.Rand) int {
	if spread > 0 {
		mean *= drawGamma(1/spread, draw) * spread
	}
	return drawPoisson(mean, draw)
}

// drawGamma draws of the gamma distribution of a shape and rate 1 (Marsaglia and
// Tsang 2000).
func drawGamma(shape float64, draw *rand.Rand) float64 {
	if shape < 1 {
		return drawGamma(shape+1, draw) * math.Pow(draw.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := draw.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v *= v * v
		if math.Log(draw.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// drawPoisson draws by inversion, in parts where the mean is large: the sum of
// two Poisson counts is one.
func drawPoisson(mean float64, draw *rand.Rand) int {
	n := 0
	for ; mean > 30; mean -= 30 {
		n += drawPoisson(30, draw)
	}
	u, p := draw.Float64(), math.Exp(-mean)
	for k := 1; u > p && k < 1000; k++ {
		u -= p
		p *= mean / float64(k)
		n++
	}
	return n
}
