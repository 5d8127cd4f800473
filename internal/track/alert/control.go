package alert

import (
	"cmp"
	"math"
	"slices"
)

// A Control decides which of the hypotheses of one step are shown. Controls see p
// values alone, in the order of the series' names. A Watch takes BH unless told
// otherwise; the others are what it was measured against (docs/decisions/alerts.md).
type Control interface {
	// Choose marks those that are shown.
	Choose(p []float64) []bool
}

// BH is the procedure of Benjamini and Hochberg over the series of one step, at
// level Q. Given e-values as 1/p it is e-BH (Wang and Ramdas 2022), which holds
// however the series hang together.
type BH struct{ Q float64 }

// Choose implements Control.
func (c BH) Choose(p []float64) []bool {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(p[a], p[b]), cmp.Compare(a, b)) })
	out := make([]bool, len(p))
	for k := len(order); k > 0; k-- {
		if p[order[k-1]] <= c.Q*float64(k)/float64(len(p)) {
			for _, i := range order[:k] {
				out[i] = true
			}
			break
		}
	}
	return out
}

// LORD is LORD++ (Ramdas and others 2017): an on-line procedure that spends its
// level over the stream of all tests and earns by what it shows.
//
// It wants each p to be valid given those before, which those of one series in
// successive steps are not.
type LORD struct {
	Q     float64 `json:"q"`
	Tests int     `json:"tests"`
	Shown []int   `json:"shown"` // numbers of the tests shown, the newest maxShown
}

// What an old discovery still gives is next to nothing.
const maxShown = 100

// gamma sums to 1 over all tests: the sequence of Javanmard and Montanari 2018.
func gamma(j int) float64 {
	if j < 1 {
		return 0
	}
	x := float64(j)
	return 0.0722 * math.Log(max(x, 2)) / (x * math.Exp(math.Sqrt(math.Log(x))))
}

// Choose implements Control.
func (c *LORD) Choose(p []float64) []bool {
	out := make([]bool, len(p))
	for i, v := range p {
		c.Tests++
		w := c.Q / 2
		level := gamma(c.Tests) * w
		for k, at := range c.Shown {
			give := c.Q
			if k == 0 {
				give = c.Q - w
			}
			level += give * gamma(c.Tests-at)
		}
		if v <= level {
			out[i] = true
			c.Shown = append(c.Shown, c.Tests)
			if len(c.Shown) > maxShown {
				c.Shown = slices.Delete(c.Shown, 1, 2)
			}
		}
	}
	return out
}

// SAFFRON (Ramdas and others 2018) is LORD++ that does not pay for tests whose p
// is above a half.
type SAFFRON struct {
	Q          float64 `json:"q"`
	Candidates int     `json:"candidates"` // tests so far with p up to a half
	Shown      []int   `json:"shown"`      // how many candidates there were at each test shown
}

// Choose implements Control.
func (c *SAFFRON) Choose(p []float64) []bool {
	const half = 0.5
	out := make([]bool, len(p))
	for i, v := range p {
		w := c.Q / 2
		level := w * gamma(1+c.Candidates)
		for k, at := range c.Shown {
			give := c.Q
			if k == 0 {
				give = c.Q - w
			}
			level += give * gamma(1+c.Candidates-at)
		}
		level = min(half, (1-half)*level)
		if v <= level {
			out[i] = true
			c.Shown = append(c.Shown, c.Candidates+1)
			if len(c.Shown) > maxShown {
				c.Shown = slices.Delete(c.Shown, 1, 2)
			}
		}
		if v <= half {
			c.Candidates++
		}
	}
	return out
}

// Posterior shows the most certain alerts as long as the probabilities that they
// are chance are Q on average (Newton and others 2004): the false discovery rate
// as the model has it. p are these probabilities.
type Posterior struct{ Q float64 }

// Choose implements Control.
func (c Posterior) Choose(p []float64) []bool {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(p[a], p[b]), cmp.Compare(a, b)) })
	out := make([]bool, len(p))
	sum := 0.0
	for k, i := range order {
		if sum += p[i]; sum > c.Q*float64(k+1) {
			break
		}
		out[i] = true
	}
	return out
}
