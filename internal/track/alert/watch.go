package alert

import (
	"cmp"
	"fmt"
	"slices"
)

// A Watch looks at many series at once, without a rule for any, and shows what
// changed in them. Its state goes into JSON or, by AppendBinary, into bytes.
type Watch struct {
	Model   Model
	Control Control
	Rest    int // steps in which a series that was shown is not shown again the same way
	Events  int // evidence: so many events at least in a rise
	Sources int // and so many publishers; 0: not asked
	Series  map[string]*Watched
}

// A Watched is what a Watch remembers of one series.
type Watched struct {
	State State `json:"state"`
	Rose  int   `json:"rose"` // steps until a rise may be shown again
	Fell  int   `json:"fell"`
}

// NewWatch watches at level q: of the alerts that a step shows, at most the share
// q is chance on average, however the series hang together and however seldom
// anything changes, if counts at a level are as the model has them.
func NewWatch(m Model, q float64) *Watch {
	return &Watch{Model: m, Control: BH{q}, Rest: m.Recent, Events: 3, Series: map[string]*Watched{}}
}

// An Input is what one series shows in a step.
type Input struct {
	Key        string // what the series is known by from step to step: unique
	Dyad       Dyad
	Measure    string
	Bin        Bin
	Publishers int      // independent publishers behind the count
	Incidents  []string // ids, the newest first
}

// Step takes in one step of all series, which begins on a day and is some days
// long, and returns the alerts of it, the most probable first. The order of the
// inputs does not matter. A series that is absent is not counted as 0: name each
// in every step.
func (w *Watch) Step(day string, days int, in []Input) ([]Alert, error) {
	order := slices.Clone(in)
	slices.SortFunc(order, func(a, b Input) int { return cmp.Compare(a.Key, b.Key) })
	for i := 1; i < len(order); i++ {
		if order[i].Key == order[i-1].Key {
			return nil, fmt.Errorf("step %s: series %q stands twice", day, order[i].Key)
		}
	}
	readings := make([]Reading, len(order))
	p := make([]float64, len(order))
	for i := range order {
		x := &order[i]
		s := w.Series[x.Key]
		if s == nil {
			s = &Watched{}
			w.Series[x.Key] = s
		}
		readings[i] = w.Model.Step(&s.State, x.Bin)
		p[i] = w.Model.PValue(w.evidence(x, s, &readings[i]))
	}
	var out []Alert
	for i, show := range w.Control.Choose(p) {
		x, r := &order[i], &readings[i]
		s := w.Series[x.Key]
		s.Rose, s.Fell = max(0, s.Rose-1), max(0, s.Fell-1)
		if !show || p[i] >= 1 {
			continue
		}
		rise := r.Rise >= r.Fall
		if rise {
			s.Rose = w.Rest
			// What comes back to its level after a burst is no news.
			s.Fell = w.Rest
		} else {
			s.Fell = w.Rest
		}
		out = append(out, r.alert(x, day, days, rise))
	}
	slices.SortStableFunc(out, func(a, b Alert) int { return cmp.Compare(b.Probability, a.Probability) })
	return out, nil
}

// evidence is the probability of a change that may be shown: 0 where the series
// rests or too little stands behind it.
func (w *Watch) evidence(x *Input, s *Watched, r *Reading) float64 {
	if w.Sources > 0 && x.Publishers < w.Sources && r.Rise >= r.Fall {
		return 0
	}
	if r.Rise >= r.Fall {
		if s.Rose > 1 || x.Bin.Count < w.Events {
			return 0
		}
		return r.Rise
	}
	if s.Fell > 1 {
		return 0
	}
	return r.Fall
}

// alert tells a reading.
func (r *Reading) alert(x *Input, day string, days int, rise bool) Alert {
	a := Alert{
		Kind: Change, Dyad: x.Dyad, Measure: x.Measure, Rise: rise,
		Step: day, Days: days, Seen: r.Count, Expected: r.Expected,
		Probability: r.Fall, Since: addDays(day, (r.Since-r.Step)*days),
		Publishers: x.Publishers, Incidents: x.Incidents[:min(len(x.Incidents), MaxIncidents)],
	}
	if rise {
		a.Probability = r.Rise
	}
	if rise && r.Since == r.Step {
		a.Kind = Burst // nothing but the newest step speaks for it so far
	}
	a.Interval[0], a.Interval[1] = r.Interval()
	a.sign()
	return a
}

// PValue is what the posterior probability of a change is worth as a p value. The
// odds after a series was seen over those before are an e-value: where nothing
// changes their mean is 1, so that they exceed 1/p with probability p at most.
// Unlike the posterior it does not rest on changes being as frequent as the model
// supposes.
func (m *Model) PValue(posterior float64) float64 {
	if posterior <= 0 {
		return 1
	}
	prior := m.Prior()
	return min(1, prior/(1-prior)*max(1-posterior, 1e-15)/posterior)
}
