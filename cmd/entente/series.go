package main

import (
	"fmt"
	"io"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/serve/chart"
	"entente/internal/track/series"
	"entente/internal/track/store"
)

type seriesCmd struct {
	Args []string `arg:"" optional:"" name:"file" help:"Articles: files, folders, or - for standard input (the default where no store is named)."`
	stepFlag
	Of   string `placeholder:"ACTOR" help:"Only what this state, body or group does to others and they to it."`
	Top  int    `placeholder:"N" help:"Instead of one series, one for each of the N pairs with most incidents (at most 12)."`
	Rate bool   `help:"Draw incidents by 1,000 read instead of incidents."`

	trackFlags `embed:""`
}

// mostPairs fit on a page.
const mostPairs = 12

func (c *seriesCmd) Run(a *app) error {
	if c.Top < 0 || c.Top > mostPairs {
		return usageError{&diag.Error{Msg: fmt.Sprintf("--top takes 1 to %d", mostPairs)}}
	}
	named := func(t *tracking) (err error) {
		if c.Of != "" {
			t.selection.A, err = t.party(c.Of)
		}
		return err
	}
	return c.run(a, c.Args, c.By, named, func(t *tracking, w io.Writer) error {
		all, err := c.all(t)
		if err != nil {
			return err
		}
		switch c.Format {
		case "svg", "png":
			return c.writeDrawing(w, chart.Series(all, chart.Options{Rate: c.Rate, Names: t.name}))
		case "json":
			for _, s := range all {
				if err := writeJSON(w, s); err != nil {
					return err
				}
			}
			return nil
		}
		for i, s := range all {
			if i > 0 {
				fmt.Fprintln(w)
			}
			if err := chart.Text(w, s, t.name); err != nil {
				return err
			}
		}
		if len(all) == 0 {
			_, err = fmt.Fprintln(w, "no pair has an incident in this span")
		}
		return err
	})
}

// all are the series asked for: one, or one for each of the busiest pairs.
func (c *seriesCmd) all(t *tracking) ([]*series.Series, error) {
	volume, err := t.db.Volume(t.app.ctx, t.selection)
	if err != nil {
		return nil, err
	}
	if c.Top == 0 {
		s, err := t.series(t.selection, volume)
		return []*series.Series{s}, err
	}
	pairs, err := t.db.Busiest(t.app.ctx, t.selection, c.Top)
	if err != nil {
		return nil, err
	}
	asked := make([]store.Selection, len(pairs))
	var together []record.Sum
	for i, p := range pairs {
		q := t.selection
		if q.A.Code == "" {
			q.A = store.Party{Code: p[0]}
		}
		q.B = store.Party{Code: p[1]}
		sums, err := t.db.Sums(t.app.ctx, q)
		if err != nil {
			return nil, err
		}
		asked[i], together = q, append(together, sums...)
	}
	// All lie over one span, that of what is drawn.
	whole, err := series.Build(series.Ask{By: c.By, From: t.selection.From, To: t.selection.To}, together, nil, volume)
	if err != nil || len(whole.Bins) == 0 {
		return nil, err
	}
	var out []*series.Series
	for _, q := range asked {
		q.From, q.To = whole.Span()
		s, err := t.series(q, volume)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}
