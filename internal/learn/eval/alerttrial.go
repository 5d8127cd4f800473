package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// A Watcher watches one series. It is given a step at a time and says how
// strongly the newest one speaks for a rise and for a fall, on a scale of its
// own; raised says whether an alarm was raised at the step before.
type Watcher func(count int, exposure float64, weekday int, raised bool) (rise, fall float64)

// An AlertMethod starts watchers.
type AlertMethod struct {
	Name   string
	Start  func(daily bool) Watcher
	Resets bool // what it says depends on the alarms raised before
}

const (
	within    = 8  // a change counts as found when an alarm is raised within so many steps
	quiet     = 13 // after an alarm a series is left alone for so many steps, by all methods
	plantSeed = 14 // of all drawing here
)

// CUSUM is the negative binomial CUSUM for a rate times ratio or over it, the
// level and its spread taken from the window before; it starts again after an
// alarm. ratio and window were set on the train part, as the detector was.
func CUSUM(ratio float64, window int) AlertMethod {
	return AlertMethod{Name: fmt.Sprintf("CUSUM (x%g, %d steps)", ratio, window), Resets: true, Start: func(bool) Watcher {
		var w trailing
		w.size = window
		up, down := 0.0, 0.0
		return func(y int, e float64, _ int, raised bool) (float64, float64) {
			if raised {
				up, down = 0, 0
			}
			mean, k := w.level(e)
			if len(w.counts) >= window/2 {
				up = max(0, up+ratioLLR(y, mean, k, ratio))
				down = max(0, down+ratioLLR(y, mean, k, 1/ratio))
			}
			w.add(y, e)
			return up, down
		}
	}}
}

// ratioLLR is the log likelihood ratio of a count under f times the mean.
func ratioLLR(y int, mean, k, f float64) float64 {
	return float64(y)*math.Log(f*(k+mean)/(k+f*mean)) + k*math.Log((k+mean)/(k+f*mean))
}

// Plain is what most dashboards do: mean plus so many standard deviations of the
// window before, on counts per exposure. The deviation is that of a Poisson count
// at least, for a series that was silent has none.
func Plain(window int) AlertMethod {
	return AlertMethod{Name: fmt.Sprintf("mean + sd (%d steps)", window), Start: func(bool) Watcher {
		var w trailing
		w.size = window
		return func(y int, e float64, _ int, _ bool) (float64, float64) {
			mean, _ := w.level(e)
			sd := max(w.deviation(e), math.Sqrt(mean))
			z := 0.0
			if len(w.counts) >= window/2 {
				z = (float64(y) - mean) / sd
			}
			w.add(y, e)
			return z, -z
		}
	}}
}

// trailing is a window of the newest steps.
type trailing struct {
	size   int
	counts []float64
	reach  []float64
}

func (w *trailing) add(y int, e float64) {
	if !(e > 0) {
		return
	}
	w.counts, w.reach = append(w.counts, float64(y)), append(w.reach, e)
	if len(w.counts) > w.size {
		w.counts, w.reach = w.counts[1:], w.reach[1:]
	}
}

// level is the mean expected of an exposure, and the shape of its negative
// binomial by moments.
func (w *trailing) level(e float64) (mean, shape float64) {
	events, reach := 0.5, e
	for i := range w.counts {
		events, reach = events+w.counts[i], reach+w.reach[i]
	}
	rate := events / reach
	excess, square := 1.0, 2.0
	for i := range w.counts {
		m := rate * w.reach[i]
		excess += (w.counts[i]-m)*(w.counts[i]-m) - m
		square += m * m
	}
	return rate * e, 1 / min(max(excess/square, 1e-3), 5)
}

func (w *trailing) deviation(e float64) float64 {
	n := float64(len(w.counts))
	if n < 2 {
		return 0
	}
	sum, squares := 0.0, 0.0
	for i := range w.counts {
		x := w.counts[i] / w.reach[i] * e
		sum, squares = sum+x, squares+x*x
	}
	return math.Sqrt(max(0, (squares-sum*sum/n)/(n-1)))
}

// watch runs a method over a series and reports alarms from a step on.
func (p *panel) watch(m AlertMethod, counts []int, threshold float64, from, to int, raise func(step int, rise bool) (more bool)) {
	w := m.Start(p.daily)
	last, raised := -quiet, false
	for t := range to {
		up, down := w(counts[t], p.exposure[t], t%7, raised)
		raised = max(up, down) >= threshold && t-last >= quiet
		if raised {
			last = t
			if t >= from && !raise(t, up >= down) {
				return
			}
		}
	}
}

// alarms counts what a method raises on the series as they are, by threshold.
// What a method says is worked out once where alarms do not change it.
func (p *panel) alarms(m AlertMethod, from, to int) func(threshold float64) int {
	if m.Resets {
		return func(threshold float64) (n int) {
			for i := range p.series {
				p.watch(m, p.series[i].counts, threshold, from, to, func(int, bool) bool { n++; return true })
			}
			return n
		}
	}
	said := make([][]float64, len(p.series))
	for i := range p.series {
		w := m.Start(p.daily)
		said[i] = make([]float64, to)
		for t := range to {
			up, down := w(p.series[i].counts[t], p.exposure[t], t%7, false)
			said[i][t] = max(up, down)
		}
	}
	return func(threshold float64) (n int) {
		for _, s := range said {
			last := -quiet
			for t, v := range s {
				if v >= threshold && t-last >= quiet {
					last = t
					if t >= from {
						n++
					}
				}
			}
		}
		return n
	}
}

// match finds the threshold at which as many alarms are raised as wanted, or the
// next fewer.
func match(alarms func(float64) int, want int) float64 {
	low, high := -20.0, 60.0
	for high-low > 1e-2 {
		if mid := (low + high) / 2; alarms(mid) > want {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// found says how a planted change was met.
type found struct {
	planted int
	delays  []int
}

func (f *found) share() float64 { return over(float64(len(f.delays)), float64(f.planted)) }

// quantile is the delay within which so large a share of all planted changes was
// found; "-" where it was not within reach.
func (f *found) quantile(q float64) string {
	slices.Sort(f.delays)
	i := int(math.Ceil(q*float64(f.planted))) - 1
	if i < 0 || i >= len(f.delays) {
		return "-"
	}
	return fmt.Sprint(f.delays[i])
}

// planting is one drawn change in one series.
type planting struct {
	counts []int
	at     int
	level  float64 // events a step before it
}

// plantings draws n series and steps for a change. Only series with half an
// event a step or more in the year before are drawn where it is a fall: there is
// nothing to fall elsewhere.
func (p *panel) plantings(c change, n, from, to int, least float64) []planting {
	draw := rand.New(rand.NewPCG(plantSeed, uint64(c.rate(20)*1000)+uint64(n)))
	year := int(p.perYear)
	var out []planting
	for tries := 0; len(out) < n && tries < 200*n; tries++ {
		s := &p.series[draw.IntN(len(p.series))]
		at := from + draw.IntN(to-from-within)
		events, reach := 0.0, 0.0
		for t := max(0, at-year); t < at; t++ {
			events, reach = events+float64(s.counts[t]), reach+p.exposure[t]
		}
		local := over(events, reach)
		level := local * p.exposure[at]
		if level < least || !c.rise && level < 1 {
			continue
		}
		out = append(out, planting{plant(s.counts, p.exposure, at, c, local, 0.5, draw), at, level})
	}
	return out
}

// meet runs a method over planted changes.
func (p *panel) meet(m AlertMethod, c change, threshold float64, all []planting) (f found) {
	for _, x := range all {
		f.planted++
		p.watch(m, x.counts, threshold, x.at, x.at+within, func(t int, rise bool) bool {
			if rise == c.rise {
				f.delays = append(f.delays, t-x.at)
				return false
			}
			return true
		})
	}
	return f
}

// simulated is a panel of stationary series: no level changes, so each alarm on
// it is false.
func simulated(series, steps int, daily bool) *panel {
	draw := rand.New(rand.NewPCG(plantSeed, uint64(steps)))
	p := &panel{name: "simulated", perYear: 365.25 / 7, daily: daily}
	if daily {
		p.perYear = 365.25
	}
	week := [7]float64{1.2, 1.2, 1.2, 1.1, 1.1, 0.7, 0.5}
	for t := range steps {
		e := 1000 * math.Exp(0.15*draw.NormFloat64()+0.3*math.Sin(float64(t)/p.perYear*2*math.Pi))
		if daily {
			e /= 7
		}
		p.exposure = append(p.exposure, e)
	}
	for i := range series {
		level := math.Exp(math.Log(0.1)+draw.Float64()*math.Log(200)) / 1000 // 0.1 to 20 a week
		spread := []float64{0, 0.3, 1}[i%3]
		s := countSeries{fmt.Sprintf("s%05d", i), make([]int, steps)}
		for t := range steps {
			f := 1.0
			if daily {
				f = week[t%7]
			}
			s.counts[t] = drawNegbin(level*p.exposure[t]*f, spread, draw)
		}
		p.series = append(p.series, s)
	}
	return p
}

// shuffled is a panel whose steps up to a given one stand in another order, for
// each series its own: counts keep their spread, and no level changes.
func (p *panel) shuffled(to int) *panel {
	draw := rand.New(rand.NewPCG(plantSeed, uint64(to)))
	mean := 0.0
	for _, e := range p.exposure[:to] {
		mean += e / float64(to)
	}
	q := &panel{name: p.name + ", steps shuffled", perYear: p.perYear, exposure: make([]float64, to)}
	for t := range q.exposure {
		q.exposure[t] = mean
	}
	for _, s := range p.series {
		x := countSeries{s.name, make([]int, to)}
		for t, k := range draw.Perm(to) {
			// Counts as they would be at the mean exposure.
			f := float64(s.counts[k]) * mean / max(p.exposure[k], 1)
			x.counts[t] = int(f)
			if draw.Float64() < f-math.Floor(f) {
				x.counts[t]++
			}
		}
		q.series = append(q.series, x)
	}
	return q
}
