package check

import (
	"fmt"
	"math"
	"time"

	"entente/internal/record"
	"entente/internal/text"
)

// resolveEvents holds what is foretold of cooperation or conflict of two states
// against a series of events: those from the day of the forecast to its last day
// against those of as many days before, each as a part of all events of its time,
// so that more news is no more conflict. What chance alone would do once in
// twenty times is no rise and no fall.
func (c *Checker) resolveEvents(f *record.Finding, made, due text.Date) {
	k := &f.Claim
	what := k.Foretold.Indicator
	if c.events == nil {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("No table has %s; a series of coded events would tell.", what)
		return
	}
	if !made.Known() {
		f.Verdict, f.Text = record.NotCovered, "The forecast has no day, so that nothing before it can be compared."
		return
	}
	from, to := whole(made, false), whole(due, true)
	length := to.Sub(from)
	start := from.Add(-length)
	first, last := c.events.Days()
	if last < to.Format(time.DateOnly) {
		f.Verdict, f.Text = record.Open, fmt.Sprintf("Open until %s: the events end on %s.", k.Foretold.Due, last)
		return
	}
	if first > start.Format(time.DateOnly) {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The events begin on %s; as many days before the forecast as it looks ahead begin on %s.", first, start.Format(time.DateOnly))
		return
	}
	dayBefore := from.AddDate(0, 0, -1)
	n0, v0 := c.tally(k, start, dayBefore)
	n1, v1 := c.tally(k, from, to)
	f.Text = fmt.Sprintf("%s of %s and %s: %d of %d events from %s to %s, %d of %d from %s to %s", what, c.name(k.State), c.name(k.Other),
		n0, v0, start.Format(time.DateOnly), dayBefore.Format(time.DateOnly), n1, v1, from.Format(time.DateOnly), to.Format(time.DateOnly))
	up, down := 1.0, 1.0
	if v0 > 0 && v1 > 0 {
		up, down = tails(n1, n0+n1, float64(v1)/float64(v0+v1))
	}
	so, against := up, down
	if k.Foretold.Direction == record.Down {
		so, against = down, up
	}
	switch {
	case so < chance:
		f.Verdict = record.Supported
	case against < chance:
		f.Verdict = record.Refuted
	default:
		f.Verdict = record.Mixed
		f.Text = sentence(f.Text) + ", which is no clear change"
	}
	f.Text += "."
}

// chance is how often chance alone may make a difference as large as one that
// counts as a rise or a fall.
const chance = 0.05

// tally is how many events of a forecast's kind lie within the days, and how many
// of all kinds and pairs.
func (c *Checker) tally(k *record.Claim, first, last time.Time) (n, all int) {
	a, b := first.Format(time.DateOnly), last.Format(time.DateOnly)
	for _, e := range c.events.Between(k.State, k.Other, a, b) {
		if (e.Quad == 1 || e.Quad == 2) == (k.Foretold.Indicator == record.ByCooperation) && e.Quad != 0 {
			n++
		}
	}
	return n, c.events.Volume(a, b)
}

// tails are the probabilities that of n draws at least, and at most, k hit, where
// each hits with probability p.
func tails(k, n int, p float64) (atLeast, atMost float64) {
	for i := 0; i <= n; i++ {
		lg := func(x int) float64 { v, _ := math.Lgamma(float64(x) + 1); return v }
		q := math.Exp(lg(n) - lg(i) - lg(n-i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
		if i >= k {
			atLeast += q
		}
		if i <= k {
			atMost += q
		}
	}
	return atLeast, atMost
}
