package eval

import (
	"fmt"
	"io/fs"
)

// An AlertTrial is what Alerts scores: a detector beside others, and controls over
// what it says of many series.
type AlertTrial struct {
	Methods  []AlertMethod
	Reader   AlertReader
	Controls []AlertControl
	Planted  int // changes planted of each kind
	Series   int // simulated
}

// Alerts scores methods that watch count series: planted changes found within
// some steps and how soon, at thresholds at which all raise equally many alarms
// on the series as they are; and what share of the alerts that controls show is
// chance. dir holds ICEWS quadruples; without it there are simulated series alone.
func Alerts(files fs.FS, dir string, trial AlertTrial, o Output) error {
	s := simulated(trial.Series, 260, false)
	s.compare(trial, 130, 260, o)
	fmt.Fprintln(o.Report)
	for _, rate := range []float64{0.02, 0.1, 0.5} {
		s.control(trial.Reader, trial.Controls, rate, 130, o)
	}
	if dir == "" {
		return nil
	}
	fmt.Fprintln(o.Report)
	p, train, err := readICEWS(files, dir, 30)
	if err != nil {
		return err
	}
	// The steps after the train part: nothing was set on them.
	p.compare(trial, train, len(p.exposure), o)
	fmt.Fprintln(o.Report)
	p.shuffled(len(p.exposure)).compare(trial, train, len(p.exposure), o)
	return nil
}

// compare puts methods side by side on one panel.
func (p *panel) compare(trial AlertTrial, from, to int, o Output) {
	w := o.Report
	years := float64(to-from) / p.perYear * float64(len(p.series))
	fmt.Fprintf(w, "%s: %d series, steps %d to %d, %.0f series-years\n", p.name, len(p.series), from, to-1, years)
	fmt.Fprintf(w, "share found within %d steps; steps until half and until 90 %% of all planted were found (-: not within reach)\n", within)
	alarms := make([]func(float64) int, len(trial.Methods))
	for i, m := range trial.Methods {
		alarms[i] = p.alarms(m, from, to)
	}
	sets := make([][]planting, len(changes))
	for k, c := range changes {
		sets[k] = p.plantings(c, trial.Planted, from, to, 0.3)
	}
	for _, rate := range []float64{0.2, 0.05} {
		fmt.Fprintf(w, "%-24s", fmt.Sprintf("%g alarms a series-year", rate))
		for _, c := range changes {
			fmt.Fprintf(w, " %-12s", c.name)
		}
		fmt.Fprintf(w, " %-6s alarms a year\n", "mean")
		for i, m := range trial.Methods {
			threshold := match(alarms[i], int(rate*years))
			fmt.Fprintf(w, "%-24s", m.Name)
			mean := 0.0
			for k, c := range changes {
				f := p.meet(m, c, threshold, sets[k])
				fmt.Fprintf(w, " %.3f %2s %2s ", f.share(), f.quantile(.5), f.quantile(.9))
				mean += f.share() / float64(len(changes))
			}
			fmt.Fprintf(w, " %.3f  %.1f\n", mean, float64(alarms[i](threshold))/(float64(to-from)/p.perYear))
		}
	}
}
