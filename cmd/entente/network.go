package main

import (
	"io"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/serve/chart"
	"entente/internal/track/network"
)

type networkCmd struct {
	Args []string `arg:"" optional:"" name:"file" help:"Articles: files, folders, or - for standard input (the default where no store is named)."`
	Of   string   `placeholder:"ACTOR" help:"Only what this state, body or group does to others and they to it."`
	Min  int      `default:"1" placeholder:"N" help:"Only pairs with at least N incidents between them."`

	trackFlags `embed:""`
}

func (c *networkCmd) Run(a *app) error {
	if c.Min < 1 {
		return usageError{&diag.Error{Msg: "--min must be at least 1"}}
	}
	named := func(t *tracking) (err error) {
		if c.Of != "" {
			t.selection.A, err = t.party(c.Of)
		}
		t.selection.Dyads = true
		return err
	}
	return c.run(a, c.Args, "day", named, func(t *tracking, w io.Writer) error {
		q := t.selection
		sums, err := t.db.Totals(a.ctx, q)
		if err != nil {
			return err
		}
		n := network.Build(sums, c.Min)
		n.Origin, n.From, n.To, n.Type, n.Field = q.Origin, q.From, q.To, q.Type, q.Field
		if n.Origin == "" {
			n.Origin = record.Origin
		}
		switch c.Format {
		case "svg", "png":
			return c.writeDrawing(w, chart.Network(n, chart.Options{Names: t.name}))
		case "json":
			return writeJSON(w, n)
		}
		return chart.NetworkText(w, n, t.name)
	})
}
