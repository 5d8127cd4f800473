// Package alert says when something changes in count series of who does what to
// whom. In come counts by step, each with how much was read in that step; out go
// alerts: a level that changed, a step that stands out, a rule of the user's that
// holds. A Model takes one step of one series on-line (Bayesian change points with
// negative binomial counts; Adams and MacKay 2007), a Watch does so with thousands
// at once and bounds how many of those it shows are chance, and Judge holds users'
// rules (ParseRules) against tracks by day. It knows no database, no clock and no
// network; room deliver below it sends what comes out. Why it works as it does,
// and the figures, are in docs/decisions/alerts.md.
package alert

import (
	"fmt"
	"math"
)

// A Model says how a detector thinks of a series. The zero value of a field is
// not a default; start from Weekly or Daily.
type Model struct {
	Hazard  float64 // probability that the level changes at a step
	Levels  []Level // what new levels are expected to be like, against the one before
	Forget  float64 // share of what is known of a level that lasts to the next step: levels drift
	Recent  int     // a change within so many steps is news
	Keep    int     // run lengths kept, the rest pruned
	Spread  float64 // variance beyond Poisson that is expected before a series shows its own, as a share of the mean squared
	Settle  float64 // events' worth of belief in Spread
	Memory  float64 // share of the long-run level that lasts to the next step
	Weekday bool    // steps are days: learn the shape of the week
}

// A Level is one expectation of a new level: gamma distributed about Ratio times
// the level before, with a Shape that is the smaller the wider it is.
type Level struct{ Ratio, Shape, Share float64 }

// levels: most rises are small; some, and most bursts, are large.
var levels = []Level{{2, 6, 0.4}, {6, 2, 0.2}, {0.4, 4, 0.4}}

// Weekly is the model for steps of a week, Daily for steps of a day. The figures
// were set on the train part of ICEWS05-15: docs/decisions/alerts.md.
var (
	Weekly = Model{Hazard: 0.01, Levels: levels, Forget: 0.98, Recent: 12, Keep: 60, Spread: 0.5, Settle: 20, Memory: 0.995}
	Daily  = Model{Hazard: 0.004, Levels: levels, Forget: 0.995, Recent: 14, Keep: 70, Spread: 0.5, Settle: 20, Memory: 0.999, Weekday: true}
)

// Check says what is wrong with a model.
func (m Model) Check() error {
	for _, share := range []struct {
		name  string
		value float64
	}{{"hazard", m.Hazard}, {"forget", m.Forget}, {"memory", m.Memory}} {
		if !(share.value > 0 && share.value <= 1) {
			return fmt.Errorf("%s is a share above 0 and up to 1, not %v", share.name, share.value)
		}
	}
	switch {
	case m.Hazard == 1:
		return fmt.Errorf("hazard 1 makes every step a change")
	case !(m.Spread >= 0) || !(m.Settle > 0):
		return fmt.Errorf("shape and settle are above 0, spread is not below it")
	case m.Recent < 1 || m.Keep < 2*m.Recent+2:
		return fmt.Errorf("at least 2 × recent + 2 run lengths are kept, and recent is at least 1")
	}
	return nil
}

// A Bin is what a detector is told of one step.
type Bin struct {
	Count    int
	Exposure float64 // how much was read in this step, in any unit that stays the same: articles
	Weekday  int     // 0 to 6, where the model learns the shape of the week
}

// A Run is one answer to "since when has the level been what it is".
type Run struct {
	Start  int     `json:"start"`  // the first step of the level
	Way    int     `json:"way"`    // 1 it began with a rise, -1 with a fall, 0 with the series
	Log    float64 `json:"log"`    // log of its probability
	A      float64 `json:"a"`      // the level is gamma distributed with shape A
	B      float64 `json:"b"`      // and rate B, per exposure
	Before float64 `json:"before"` // the level when it began, of what ran then
}

// A State is all that is remembered of a series: a few hundred bytes to some
// kilobytes, whatever its length.
type State struct {
	Steps  int           `json:"steps"`
	Events float64       `json:"events"`   // long-run events, discounted
	Volume float64       `json:"exposure"` // long-run exposure, discounted
	Excess float64       `json:"excess"`   // squared residuals beyond Poisson
	Square float64       `json:"square"`   // squared means
	Week   [7][2]float64 `json:"week"`     // events and expected events by weekday
	Runs   []Run         `json:"runs"`     // by Start
}

// A Reading is what a detector makes of one step.
type Reading struct {
	Step     int     // counted from 0
	Count    int     // seen
	Expected float64 // before the count was seen: at the level that held
	Rise     float64 // posterior probability that the level rose within Recent steps
	Fall     float64 // and that it fell
	Since    int     // likeliest first step of the change, where there is one; else of the level
	Usual    float64 // count expected of this step at the level before the change
	Now      float64 // and at the level after it
	before   negbin
}

// Score is how strongly a reading speaks for a rise (up) or a fall, as log odds.
func (r *Reading) Score(up bool) float64 {
	if up {
		return logOdds(r.Rise)
	}
	return logOdds(r.Fall)
}

// logOdds keeps to what a float can tell from 0 and 1.
func logOdds(p float64) float64 {
	const edge = 1e-15
	p = min(max(p, edge), 1-edge)
	return math.Log(p / (1 - p))
}

// Step takes in the next count of a series. A step of which nothing was read
// says nothing: time passes, and no probability moves.
func (m *Model) Step(s *State, b Bin) Reading {
	t := s.Steps
	s.Steps++
	out := Reading{Step: t, Count: b.Count}
	if !(b.Exposure > 0) {
		return out
	}
	season := 1.0
	if m.Weekday {
		season = s.season(b.Weekday)
	}
	e := b.Exposure * season
	if s.Volume == 0 { // half an event per step, until it is known better
		s.Events, s.Volume = 0.5, b.Exposure
	}
	long := max(s.Events, 0.5) / s.Volume // a series that is silent for long may still speak
	over := (m.Spread*m.Settle + s.Excess) / (m.Settle + s.Square)
	over = min(max(over, 1e-3), 5)

	// What was expected: the runs as they stood.
	level := long
	if len(s.Runs) > 0 {
		level = out.expect(s.Runs, e, over)
	}
	out.Expected = level * e

	// Each run explains the count, or a new level begins here.
	if len(s.Runs) == 0 {
		s.Runs = append(s.Runs, Run{Start: t, A: 1, B: 1 / long, Before: long})
	} else {
		stay, leave := math.Log1p(-m.Hazard), math.Log(m.Hazard)
		for i := range s.Runs {
			s.Runs[i].Log += stay
		}
		for _, l := range m.Levels {
			way := 1
			if l.Ratio < 1 {
				way = -1
			}
			s.Runs = append(s.Runs, Run{Start: t, Way: way, Log: leave + math.Log(l.Share), A: l.Shape, B: l.Shape / (level * l.Ratio), Before: level})
		}
	}
	top := math.Inf(-1)
	for i := range s.Runs {
		r := &s.Runs[i]
		if r.Start < t { // levels drift: what is known fades towards the long run
			r.A = m.Forget*r.A + (1 - m.Forget)
			r.B = m.Forget*r.B + (1-m.Forget)/long
		}
		d := r.predict(e, over)
		r.Log += d.logPMF(b.Count)
		top = max(top, r.Log)
		weight := 1 / (1 + d.mean*over) // a count of a wide distribution says less of its mean
		r.A += weight * float64(b.Count)
		r.B += weight * e
	}
	s.normalise(top)
	s.prune(m, t)
	m.judge(s, t, e, &out)
	s.learn(m, b, level*e, season, over)
	return out
}

// predict is the count that a run expects: its level is uncertain, and counts
// are wider than Poisson about it.
func (r *Run) predict(e, over float64) negbin {
	spread := over + 1/r.A + over/r.A
	return negbin{r.A / r.B * e, 1 / spread}
}

// expect fills in what was expected of the step, and returns the level: the
// mixture of what the runs expect, taken as one negative binomial of the same
// mean and variance.
func (o *Reading) expect(runs []Run, e, over float64) (level float64) {
	mean, second := 0.0, 0.0
	for i := range runs {
		r := &runs[i]
		w := math.Exp(r.Log)
		d := r.predict(e, over)
		level += w * r.A / r.B
		mean += w * d.mean
		second += w * (d.mean + d.mean*d.mean*(1+1/d.shape))
	}
	o.before = negbin{mean, mean * mean / max(second-mean*mean-mean, 1e-9)}
	return level
}

// Upper is the burst test: the probability, before the count was seen, of so
// many or more.
func (o *Reading) Upper() float64 { return o.before.upper(o.Count) }

// Lower is the probability of so few or fewer.
func (o *Reading) Lower() float64 { return o.before.lower(o.Count) }

// Interval holds the counts of which 95 % were expected.
func (o *Reading) Interval() (low, high int) { return o.before.interval(0.95) }

// interval holds the middle share of the counts.
func (d negbin) interval(share float64) (low, high int) {
	if d.mean <= 0 {
		return 0, 0
	}
	tail := (1 - share) / 2
	sd := math.Sqrt(d.mean + d.mean*d.mean/d.shape)
	// Start from where the normal would put them and walk.
	low = max(0, int(d.mean-2*sd))
	for low > 0 && d.lower(low-1) > tail {
		low--
	}
	for d.lower(low) <= tail {
		low++
	}
	high = int(d.mean + 2*sd)
	for high > 0 && d.upper(high) <= tail {
		high--
	}
	for d.upper(high+1) > tail {
		high++
	}
	return low, high
}

func (s *State) normalise(top float64) {
	sum := 0.0
	for i := range s.Runs {
		sum += math.Exp(s.Runs[i].Log - top)
	}
	by := top + math.Log(sum)
	for i := range s.Runs {
		s.Runs[i].Log -= by
	}
}

// prune drops the least likely of the older runs until Keep are left. The
// probability of what is dropped is shared out among the rest.
func (s *State) prune(m *Model, t int) {
	if len(s.Runs) <= m.Keep {
		return
	}
	for len(s.Runs) > m.Keep {
		worst := -1
		for i := range s.Runs {
			if s.Runs[i].Start <= t-m.Recent && (worst < 0 || s.Runs[i].Log < s.Runs[worst].Log) {
				worst = i
			}
		}
		s.Runs = append(s.Runs[:worst], s.Runs[worst+1:]...)
	}
	top := math.Inf(-1)
	for i := range s.Runs {
		top = max(top, s.Runs[i].Log)
	}
	s.normalise(top)
}

// judge says how likely it is that the level changed of late, and which way.
func (m *Model) judge(s *State, t int, e float64, out *Reading) {
	best, bestUp, bestDown := 0, -1, -1
	for i := range s.Runs {
		r := &s.Runs[i]
		if r.Log > s.Runs[best].Log {
			best = i
		}
		if r.Start <= t-m.Recent {
			continue
		}
		if r.Way > 0 {
			out.Rise += math.Exp(r.Log)
			if bestUp < 0 || r.Log > s.Runs[bestUp].Log {
				bestUp = i
			}
		} else if r.Way < 0 {
			out.Fall += math.Exp(r.Log)
			if bestDown < 0 || r.Log > s.Runs[bestDown].Log {
				bestDown = i
			}
		}
	}
	if out.Rise >= out.Fall && bestUp >= 0 && out.Rise > 0.5 {
		best = bestUp
	} else if bestDown >= 0 && out.Fall > 0.5 {
		best = bestDown
	}
	r := &s.Runs[best]
	out.Since, out.Usual, out.Now = r.Start, r.Before*e, r.A/r.B*e
}

// learn updates the long-run level, the spread and the shape of the week.
func (s *State) learn(m *Model, b Bin, mean, season, over float64) {
	y := float64(b.Count)
	s.Events = m.Memory*s.Events + y
	s.Volume = m.Memory*s.Volume + b.Exposure
	// A change of level is not spread: what lies far out counts as 3 sd.
	far := 9 * (mean + mean*mean*over)
	square := min((y-mean)*(y-mean), far)
	s.Excess = max(0, m.Memory*s.Excess+square-mean)
	s.Square = m.Memory*s.Square + mean*mean
	if m.Weekday {
		w := &s.Week[b.Weekday]
		w[0] = m.Memory*w[0] + min(y, mean+math.Sqrt(far))
		w[1] = m.Memory*w[1] + mean/season // as if all days were alike
	}
}

// season is what a weekday bears of the mean day, drawn towards 1 until enough
// was seen.
func (s *State) season(day int) float64 {
	const belief = 20
	w := s.Week[day]
	return (w[0] + belief) / (w[1] + belief)
}

// Prior is how probable it is, before anything is seen, that a series changed
// within the last Recent steps.
func (m *Model) Prior() float64 { return 1 - math.Pow(1-m.Hazard, float64(m.Recent)) }
