package series

import "math"

// Interval is the exact 95 % interval for the mean of a Poisson variable of which
// n was counted (Garwood 1936), to two decimals: quantiles of the gamma
// distribution with n and with n+1.
func Interval(n int) [2]float64 {
	ci := exact(n)
	return [2]float64{cents(ci[0]), cents(ci[1])}
}

func cents(x float64) float64 { return math.Round(x*100) / 100 }

func exact(n int) [2]float64 {
	low := 0.0
	if n > 0 {
		low = gammaQuantile(float64(n), 0.025)
	}
	return [2]float64{low, gammaQuantile(float64(n+1), 0.975)}
}

// gammaQuantile is the x below which a gamma variable of shape a and scale 1 lies
// with probability p. Halving a bracket needs no good first guess and always ends.
func gammaQuantile(a, p float64) float64 {
	low, high := 0.0, a+10*math.Sqrt(a)+20
	for range 100 {
		mid := (low + high) / 2
		if gammaBelow(a, mid) < p {
			low = mid
		} else {
			high = mid
		}
		if high-low < 1e-9*high {
			break
		}
	}
	return (low + high) / 2
}

// gammaBelow is the regularised incomplete gamma function P(a, x): by its series
// below a+1, by Lentz's continued fraction above (Numerical Recipes 6.2).
func gammaBelow(a, x float64) float64 {
	if x <= 0 {
		return 0
	}
	lg, _ := math.Lgamma(a)
	front := math.Exp(a*math.Log(x) - x - lg)
	if x < a+1 {
		sum, term := 1/a, 1/a
		for n := 1.0; term > sum*1e-16; n++ {
			term *= x / (a + n)
			sum += term
		}
		return sum * front
	}
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1.0; i < 100000; i++ {
		an := -i * (i - a)
		b += 2
		if d = an*d + b; math.Abs(d) < tiny {
			d = tiny
		}
		if c = b + an/c; math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		h *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return 1 - front*h
}

// round keeps this many significant digits.
func round(x float64, digits int) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	k := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*k) / k
}
