package main

import (
	"fmt"
	"io"

	"entente/internal/check"
	"entente/internal/knowledge/reference"
	"entente/internal/serve/chart"
	"entente/internal/serve/terminal"
	"entente/internal/track/series"
	"entente/internal/track/store"
)

type dyadCmd struct {
	First  string   `arg:"" help:"A state, body or group: its name or code."`
	Second string   `arg:"" help:"Another."`
	Args   []string `arg:"" optional:"" name:"file" help:"Articles: files, folders, or - for standard input (the default where no store is named)."`
	stepFlag
	Newest int  `default:"5" placeholder:"N" help:"How many of the latest incidents are listed with their evidence."`
	Rate   bool `help:"Draw incidents by 1,000 read instead of incidents."`

	trackFlags `embed:""`
}

// A dyadPage is what json has of a dyad.
type dyadPage struct {
	*series.Series
	Background *check.Background `json:"background,omitempty"`
	Newest     []store.Happening `json:"newest,omitempty"`
}

func (c *dyadCmd) Run(a *app) error {
	named := func(t *tracking) (err error) {
		q := &t.selection
		if q.A, err = t.party(c.First); err == nil {
			q.B, err = t.party(c.Second)
		}
		return err
	}
	return c.run(a, c.Args, c.By, named, func(t *tracking, w io.Writer) error {
		volume, err := t.db.Volume(a.ctx, t.selection)
		if err != nil {
			return err
		}
		page := dyadPage{}
		if page.Series, err = t.series(t.selection, volume); err != nil {
			return err
		}
		if page.Background, err = c.background(t, page.Series); err != nil {
			return err
		}
		if c.Format == "svg" || c.Format == "png" {
			o := chart.Options{Rate: c.Rate, Names: t.name}
			if page.Background != nil {
				o.Notes = page.Background.Lines()
			}
			return c.writeDrawing(w, chart.Series([]*series.Series{page.Series}, o))
		}
		if page.Newest, err = t.db.Newest(a.ctx, t.selection, max(c.Newest, 0)); err != nil {
			return err
		}
		if c.Format == "json" {
			return writeJSON(w, page)
		}
		return c.text(t, w, &page)
	})
}

// background is what the tables have on two states, over the span of the series.
func (c *dyadCmd) background(t *tracking, s *series.Series) (*check.Background, error) {
	if t.selection.A.Body || t.selection.B.Body || s.First == s.Second || groups[s.First] != "" || groups[s.Second] != "" {
		return nil, nil
	}
	files, err := c.files()
	if err != nil {
		return nil, err
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		return nil, err
	}
	from, to := s.Span()
	return check.New(t.tables, pack).Between(s.First, s.Second, from, to), nil
}

func (c *dyadCmd) text(t *tracking, w io.Writer, p *dyadPage) error {
	if err := chart.Text(w, p.Series, t.name); err != nil {
		return err
	}
	if p.Background != nil {
		for i, l := range p.Background.Lines() {
			if i == 0 {
				fmt.Fprintln(w, "\nbackground, from the reference tables:")
			}
			fmt.Fprintln(w, terminal.OneLine(l))
		}
	}
	return writeNewest(w, p.Newest)
}

// writeNewest lists incidents with the words that they rest on.
func writeNewest(w io.Writer, list []store.Happening) (err error) {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nnewest:")
	for i := range list {
		h := &list[i]
		arrow := ">"
		if h.Mutual {
			arrow = "="
		}
		_, err = fmt.Fprintf(w, "%s  %s %s %s  %s, %s  (%s)\n", h.Day, orDash(h.SourceActor), arrow, orDash(h.TargetActor), terminal.OneLine(h.Type), terminal.Plural(h.Reports, "report"), terminal.OneLine(h.ID))
		for _, e := range h.Evidence {
			from := e.Publisher
			if from == "" {
				from = e.Document
			}
			mark := ""
			if e.Copy {
				mark = ", a copy"
			}
			_, err = fmt.Fprintf(w, "    %s %s%s: %s\n", e.Published, terminal.OneLine(from), mark, terminal.OneLine(e.Sentence))
		}
	}
	return err
}

func orDash(s string) string {
	if s == "" {
		return "---"
	}
	return terminal.OneLine(s)
}
