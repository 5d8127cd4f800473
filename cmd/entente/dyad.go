package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"entente/internal/coder"
	"entente/internal/diag"
	"entente/internal/track/fold"
	"entente/internal/track/series"
)

type dyadCmd struct {
	First  string   `arg:"" help:"A state: its name or ISO code."`
	Second string   `arg:"" help:"Another."`
	Args   []string `arg:"" optional:"" name:"file" help:"Articles: files, folders, or - for standard input (the default)."`
	By     string   `enum:"day,week,month" default:"week" help:"day, week or month (default: week)."`
	Format string   `short:"f" enum:"text,json,svg" default:"text" help:"text (for reading), json or svg (a picture)."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *dyadCmd) Run(a *app) error {
	var states [2]string
	named := func(coder *coder.Coder) error {
		for i, name := range [2]string{c.First, c.Second} {
			s := stateNamed(coder.Tables(), name)
			if s == nil {
				return usageError{&diag.Error{Msg: fmt.Sprintf("%q is no state that the tables know", name), Hint: "an English name or an ISO 3166 code: entente dyad Kenya SOM news/"}}
			}
			states[i] = s.ISO3
		}
		return nil
	}
	return overAll(a, c.inputFlags, c.knowledgeFlags, c.dictionaryFlags, c.Args, named, func(w io.Writer, articles []*fold.Sketch, all fold.Closed) error {
		read := map[string]int{}
		for _, s := range articles {
			if s.Day != "" {
				read[s.Day]++
			}
		}
		s, err := series.Build(events(all.Incidents, c.By), read, states[0], states[1], c.By)
		if err != nil {
			return err
		}
		switch c.Format {
		case "json":
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			return enc.Encode(s)
		case "svg":
			return s.SVG(w)
		}
		return writeSeries(w, s)
	})
}

// longest is how many days the range of an incident may have to be put into a bin.
var longest = map[string]int{"day": 7, "week": 15, "month": 45}

// events are the counted incidents between states. A short range of days stands
// on its middle, a longer one, as "recently" leaves it, on its last day, since
// news is of what has just been.
func events(incidents []fold.Incident, by string) (out []series.Event) {
	for i := range incidents {
		n := &incidents[i]
		first, err1 := time.Parse(time.DateOnly, n.First)
		last, err2 := time.Parse(time.DateOnly, n.Last)
		long := int(last.Sub(first).Hours() / 24)
		if !n.Counted || err1 != nil || err2 != nil || long > longest[by] {
			continue
		}
		day := n.Last
		if long <= longest["day"] {
			day = first.AddDate(0, 0, long/2).Format(time.DateOnly)
		}
		pairs := map[[2]string]bool{}
		for _, src := range n.Source {
			for _, dst := range n.Target {
				p := [2]string{strings.Fields(src + " ?")[0], strings.Fields(dst + " ?")[0]}
				if !pairs[p] { // two ministers of one state are one side
					pairs[p] = true
					out = append(out, series.Event{Day: day, Source: p[0], Target: p[1], Symmetric: n.Symmetric, Quad: n.Quad, Score: n.Score})
				}
			}
		}
	}
	return out
}

func writeSeries(w io.Writer, s *series.Series) error {
	fmt.Fprintf(w, "%s and %s, by %s\n%-10s %8s   %-24s %-24s  %s %s>%s and %s>%s\n", s.First, s.Second, s.By, "", "articles", "cooperation (95 %)", "conflict (95 %)", "scores", s.First, s.Second, s.Second, s.First)
	empty := 0
	for i := range s.Bins {
		b := &s.Bins[i]
		if b.Articles+b.Coop+b.Conf == 0 && i+1 < len(s.Bins) {
			empty++
			continue
		}
		if empty > 0 {
			fmt.Fprintf(w, "%-10s %8s   %d without an article or an incident\n", "...", "", empty)
			empty = 0
		}
		fmt.Fprintf(w, "%-10s %8d   %3d %-20s %3d %-20s  %+.1f %+.1f, %+.1f %+.1f\n", b.Start, b.Articles, b.Coop, fmt.Sprintf("(%.1f to %.1f)", b.CoopCI[0], b.CoopCI[1]), b.Conf,
			fmt.Sprintf("(%.1f to %.1f)", b.ConfCI[0], b.ConfCI[1]), b.Forth.Cooperation, b.Forth.Conflict, b.Back.Cooperation, b.Back.Conflict)
	}
	_, err := fmt.Fprintf(w, "incidents that count, each once; those whose days are a range of more than %d days are left out\n", longest[s.By])
	return err
}
