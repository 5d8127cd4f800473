package alert

import "math"

// A negbin is a negative binomial count: a Poisson whose mean is gamma
// distributed with the given mean and shape. The smaller the shape the wider it
// is; its variance is mean + mean²/shape.
type negbin struct{ mean, shape float64 }

// logPMF is the log probability of exactly y.
func (d negbin) logPMF(y int) float64 {
	if d.mean <= 0 {
		if y == 0 {
			return 0
		}
		return math.Inf(-1)
	}
	zero := -d.shape * math.Log1p(d.mean/d.shape)
	if y == 0 {
		return zero
	}
	p := d.mean / (d.mean + d.shape)
	if y <= 16 { // Fast path: nearly all counts of a dyad
		f := 1.0
		for i := range y {
			f *= (d.shape + float64(i)) / float64(i+1) * p
		}
		return zero + math.Log(f)
	}
	n := float64(y)
	a, _ := math.Lgamma(d.shape + n)
	b, _ := math.Lgamma(d.shape)
	c, _ := math.Lgamma(n + 1)
	return a - b - c + n*math.Log(p) + zero
}

// upper is the probability of y or more. It is summed from the side on which
// the smaller number lies, so that small ones keep their digits.
func (d negbin) upper(y int) float64 {
	if y <= 0 {
		return 1
	}
	if d.mean <= 0 {
		return 0
	}
	p := d.mean / (d.mean + d.shape)
	if float64(y) > d.mean {
		term := math.Exp(d.logPMF(y))
		sum := term
		for j := y; j < y+100000; j++ {
			term *= p * (d.shape + float64(j)) / float64(j+1)
			sum += term
			if term < sum*1e-12 {
				break
			}
		}
		return min(sum, 1)
	}
	return max(0, 1-d.lower(y-1))
}

// lower is the probability of y or fewer.
func (d negbin) lower(y int) float64 {
	if y < 0 {
		return 0
	}
	if d.mean <= 0 {
		return 1
	}
	if float64(y) > d.mean {
		return max(0, 1-d.upper(y+1))
	}
	p := d.mean / (d.mean + d.shape)
	term := math.Exp(d.logPMF(y))
	sum := term
	for j := y; j > 0; j-- { // downwards from y: the terms shrink
		term *= float64(j) / (p * (d.shape + float64(j-1)))
		sum += term
		if term < sum*1e-12 {
			break
		}
	}
	return min(sum, 1)
}
