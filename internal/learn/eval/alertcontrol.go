package eval

import (
	"fmt"
	"math/rand/v2"
)

// An AlertControl decides which of a step's series are shown. chance is the
// probability of each that nothing changed, as the method has it; p is a p value.
type AlertControl struct {
	Name  string
	Start func() func(chance, p []float64) []bool
}

// An AlertReader starts to watch one series, like a Watcher, and puts out the
// posterior probabilities of a rise and of a fall, and a p value.
type AlertReader func() func(count int, exposure float64, weekday int) (rise, fall, p float64)

// control plants changes into simulated series at a rate and holds what each
// control shows against them. An alert is true that comes within so many steps
// after a planted change of its series; coming down after a burst is true, too.
func (p *panel) control(read AlertReader, controls []AlertControl, perYear float64, from int, o Output) {
	draw := rand.New(rand.NewPCG(plantSeed, uint64(perYear*1000)))
	steps := len(p.exposure)
	type hit struct{ at, end int }
	planted := make([]hit, len(p.series))
	counts := make([][]int, len(p.series))
	total := 0
	kinds := []change{changes[1], changes[2], changes[3], changes[4]}
	for i, s := range p.series {
		counts[i], planted[i] = s.counts, hit{-1, -1}
		if draw.Float64() >= perYear*float64(steps-from)/p.perYear {
			continue
		}
		c := kinds[draw.IntN(len(kinds))]
		at := from + draw.IntN(steps-from-within)
		events, reach := 0.0, 0.0
		for t := range at {
			events, reach = events+float64(s.counts[t]), reach+p.exposure[t]
		}
		counts[i] = plant(s.counts, p.exposure, at, c, over(events, reach), 0.5, draw)
		planted[i] = hit{at, at + within + quiet}
		total++
	}
	// What the method says does not depend on what is shown.
	n := len(p.series)
	post, pval := make([][]float64, steps), make([][]float64, steps)
	for t := range steps {
		post[t], pval[t] = make([]float64, n), make([]float64, n)
	}
	chance, value := make([]float64, n), make([]float64, n)
	for i := range p.series {
		r := read()
		for t := range steps {
			rise, fall, v := r(counts[i][t], p.exposure[t], t%7)
			post[t][i], pval[t][i] = max(rise, fall), v
		}
	}
	years := float64(steps-from) / p.perYear
	fmt.Fprintf(o.Report, "%.3g planted changes a series-year (%d in %d series, %.1f years)\n", perYear, total, n, years)
	for _, c := range controls {
		choose := c.Start()
		rest := make([]int, n)
		found := make([]bool, n)
		shown, wrong := 0, 0
		for t := from; t < steps; t++ {
			for i := range n {
				chance[i], value[i] = 1-post[t][i], pval[t][i]
				if rest[i] > t {
					chance[i], value[i] = 1, 1
				}
			}
			for i, s := range choose(chance, value) {
				if !s {
					continue
				}
				rest[i] = t + quiet
				shown++
				if h := planted[i]; h.at >= 0 && t >= h.at && t < h.end {
					found[i] = true
				} else {
					wrong++
				}
			}
		}
		hits := 0
		for _, f := range found {
			if f {
				hits++
			}
		}
		fmt.Fprintf(o.Report, "%-24s shown %5d  chance %.3f of them, %.1f a year over all series  found %.3f\n", c.Name, shown,
			over(float64(wrong), float64(shown)), float64(wrong)/years, over(float64(hits), float64(total)))
	}
}
