package fit

import "math"

// A Trial is a probability that a model gave, and whether it was right.
type Trial struct {
	P     float64
	Right bool
}

// Calibrate finds a and b so that the logistic of a + b·logit(P) fits how often
// trials of P were right: Newton's method on the two, which is convex.
func Calibrate(trials []Trial) (a, b float64) {
	a, b = 0, 1
	for range 50 {
		// A weak pull towards (0, 1) keeps few or one-sided trials from running off.
		ga, gb := 1e-3*a, 1e-3*(b-1)
		haa, hab, hbb := 1e-3, 0.0, 1e-3
		for _, t := range trials {
			x := Logit(t.P)
			q := 1 / (1 + math.Exp(-a-b*x))
			d, w := q, q*(1-q)
			if t.Right {
				d--
			}
			ga, gb = ga+d, gb+d*x
			haa, hab, hbb = haa+w, hab+w*x, hbb+w*x*x
		}
		det := haa*hbb - hab*hab
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		a, b = a-da, b-db
		if math.Abs(da)+math.Abs(db) < 1e-9 {
			break
		}
	}
	return a, b
}

// Calibrated is the probability p after the calibration a, b.
func Calibrated(p, a, b float64) float64 { return 1 / (1 + math.Exp(-a-b*Logit(p))) }

// Logit is the log odds of p, kept finite.
func Logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}
