package main

import (
	"entente/internal/learn/eval"
	"entente/internal/track/alert"
)

// evalAlerts scores the detector of alerts beside others.
func evalAlerts(s scoring) error {
	trial := alertTrial()
	trial.Planted, trial.Series = 150, 600
	return eval.Alerts(s.files, s.path, trial, s.Output)
}

// alertTrial names what is scored: learn knows nothing of what follows records
// over time, so the two are joined here.
func alertTrial() eval.AlertTrial {
	const level = 0.1
	controlled := func(name string, c func() alert.Control, posterior bool) eval.AlertControl {
		return eval.AlertControl{Name: name, Start: func() func(chance, p []float64) []bool {
			c := c()
			return func(chance, p []float64) []bool {
				if posterior {
					return c.Choose(chance)
				}
				return c.Choose(p)
			}
		}}
	}
	return eval.AlertTrial{
		Methods: []eval.AlertMethod{
			{Name: "change points", Start: func(daily bool) eval.Watcher {
				m := alert.Weekly
				if daily {
					m = alert.Daily
				}
				var s alert.State
				return func(count int, exposure float64, weekday int, _ bool) (rise, fall float64) {
					r := m.Step(&s, alert.Bin{Count: count, Exposure: exposure, Weekday: weekday})
					return r.Score(true), r.Score(false)
				}
			}},
			eval.CUSUM(2, 26), eval.CUSUM(2, 52), eval.Plain(26), eval.Plain(52),
		},
		Reader: func() func(int, float64, int) (rise, fall, p float64) {
			m := alert.Weekly
			var s alert.State
			return func(count int, exposure float64, weekday int) (rise, fall, p float64) {
				r := m.Step(&s, alert.Bin{Count: count, Exposure: exposure, Weekday: weekday})
				return r.Rise, r.Fall, m.PValue(max(r.Rise, r.Fall))
			}
		},
		Controls: []eval.AlertControl{
			controlled("posterior mean <= 0.1", func() alert.Control { return alert.Posterior{Q: level} }, true),
			controlled("posterior mean <= 0.01", func() alert.Control { return alert.Posterior{Q: level / 10} }, true),
			controlled("e-BH 0.1", func() alert.Control { return alert.BH{Q: level} }, false),
			controlled("LORD++ 0.1", func() alert.Control { return &alert.LORD{Q: level} }, false),
			controlled("SAFFRON 0.1", func() alert.Control { return &alert.SAFFRON{Q: level} }, false),
		},
	}
}
