package series

import (
	"math"
	"time"
)

// Trends of the two kinds.
type Trends struct {
	Cooperation Trend `json:"cooperation"`
	Conflict    Trend `json:"conflict"`
}

// A Trend is how the rate changes, so far as that can be told: a log-linear model
// of counts by time, with what was read as exposure, and its variance scaled by
// how much counts scatter around it (quasi-Poisson). It speaks of the news that
// was read; bins are taken as independent, which news is not quite.
type Trend struct {
	Told     bool       `json:"told"`              // the model could be fitted
	Why      string     `json:"why_not,omitempty"` // it could not
	Yearly   float64    `json:"times_a_year,omitempty"`
	YearlyCI [2]float64 `json:"times_a_year_interval,omitzero"`
	Over     float64    `json:"times_over_span,omitempty"` // last bin against first
	OverCI   [2]float64 `json:"times_over_span_interval,omitzero"`
	Scatter  float64    `json:"scatter,omitempty"` // variance against that of a Poisson variable; at least 1 is used
	Bins     int        `json:"bins,omitempty"`
}

// Rises and Falls report whether the interval leaves only one direction.
func (t *Trend) Rises() bool { return t.Told && t.OverCI[0] > 1 }

// Falls reports that the whole interval lies below 1.
func (t *Trend) Falls() bool { return t.Told && t.OverCI[1] < 1 }

const (
	leastBins  = 8  // bins in which something was read
	leastCount = 10 // incidents
)

// trend fits log E[n] = a + b·time + log(read) by Newton's steps.
func trend(bins []Bin, count func(*Bin) int) Trend {
	var x, y, w []float64
	total := 0
	for i := range bins {
		if bins[i].Read > 0 {
			t, err := time.Parse(time.DateOnly, bins[i].Start)
			if err != nil {
				return Trend{Why: "a bin has no day"}
			}
			x = append(x, float64(t.Unix())/86400)
			y = append(y, float64(count(&bins[i])))
			w = append(w, float64(bins[i].Read))
			total += count(&bins[i])
		}
	}
	n := len(x)
	if n < leastBins || total < leastCount {
		return Trend{Why: "too little to tell: fewer than 8 bins in which something was read, or than 10 incidents", Bins: n}
	}
	first, span := x[0], x[n-1]-x[0]
	read := 0.0
	for i := range x {
		x[i] = (x[i]-first)/span - 0.5
		read += w[i]
	}
	a, b := math.Log(float64(total)/read), 0.0
	var saa, sab, sbb float64
	for range 50 {
		var ga, gb float64
		saa, sab, sbb = 0, 0, 0
		for i := range x {
			mu := w[i] * math.Exp(a+b*x[i])
			ga, gb = ga+y[i]-mu, gb+(y[i]-mu)*x[i]
			saa, sab, sbb = saa+mu, sab+mu*x[i], sbb+mu*x[i]*x[i]
		}
		det := saa*sbb - sab*sab
		if !(det > 0) {
			return Trend{Why: "counts that no curve fits", Bins: n}
		}
		da, db := (sbb*ga-sab*gb)/det, (saa*gb-sab*ga)/det
		// A long step may overshoot where all counts lie at one end.
		if k := math.Max(math.Abs(da), math.Abs(db)); k > 2 {
			da, db = da*2/k, db*2/k
		}
		a, b = a+da, b+db
		if math.Abs(da)+math.Abs(db) < 1e-10 {
			break
		}
	}
	if math.IsNaN(b) || math.Abs(b) > 15 {
		return Trend{Why: "counts that lie at one end alone: the curve has no bound", Bins: n}
	}
	pearson := 0.0
	for i := range x {
		mu := w[i] * math.Exp(a+b*x[i])
		pearson += (y[i] - mu) * (y[i] - mu) / mu
	}
	scatter := pearson / float64(n-2)
	se := math.Sqrt(math.Max(scatter, 1) * saa / (saa*sbb - sab*sab))
	t := student(float64(n - 2))
	times := func(k float64) (float64, [2]float64) {
		return round(math.Exp(b*k), 3), [2]float64{round(math.Exp((b-t*se)*k), 3), round(math.Exp((b+t*se)*k), 3)}
	}
	if !(se < 3) { // e^6 to either side: nothing is known
		return Trend{Why: "counts that scatter too much for a trend", Bins: n}
	}
	out := Trend{Told: true, Scatter: round(scatter, 3), Bins: n}
	out.Over, out.OverCI = times(1)
	if span >= 365 { // a shorter span says nothing about years
		out.Yearly, out.YearlyCI = times(365.25 / span)
	}
	return out
}

// student is the 97.5 % point of Student's distribution, by the expansion of
// Abramowitz and Stegun 26.7.5; good to two decimals from six degrees on.
func student(v float64) float64 {
	const z = 1.959964
	z3, z5, z7 := z*z*z, z*z*z*z*z, z*z*z*z*z*z*z
	return z + (z3+z)/(4*v) + (5*z5+16*z3+3*z)/(96*v*v) + (3*z7+19*z5+17*z3-15*z)/(384*v*v*v)
}
