package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"

	"entente/internal/pipeline"
	"entente/internal/serve/terminal"
	"entente/internal/track/store"
)

type recodeCmd struct {
	storeFlag
	Apply   bool   `help:"Put the records in the place of those that are there; without it nothing is changed."`
	Workers int    `placeholder:"N" help:"Articles coded side by side (default: one for each core)."`
	Output  string `short:"o" placeholder:"FILE" help:"Write the differences to FILE instead of standard output."`
	Quiet   bool   `short:"q" help:"No summary."`

	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *recodeCmd) Run(a *app) error {
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	code, err := a.coding(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: !c.Apply})
	if err != nil {
		return err
	}
	err = c.run(a, db, code)
	return errors.Join(err, db.Close())
}

func (c *recodeCmd) run(a *app, db *store.Store, code *coding) error {
	out, err := openOutput(a, c.Output)
	if err != nil {
		return err
	}
	all, err := db.CountTexts(a.ctx)
	if err != nil {
		return err
	}
	k := code.keeper(db, "recode", batchDocuments)
	bar := startCount(a, int64(all), c.Quiet)
	sum, err := pipeline.Recode(a.ctx, code.Records, c.Workers, k, c.Apply, bar.step, func(d *pipeline.Difference) error {
		return writeDifference(out.w, d)
	})
	bar.stop()
	if cerr := out.close(err == nil); err == nil {
		err = cerr
	}
	if err == nil && c.Apply {
		_, err = db.Fold(a.ctx)
	}
	if !c.Quiet {
		fmt.Fprintf(a.stderr, "%s, %d with differences; %s: %d as before, %d otherwise, %d new, %d gone\n",
			plural(sum.Documents, "document"), sum.Differing, plural(sum.Records, "record"), sum.Same, sum.Changed, sum.New, sum.Gone)
	}
	return err
}

// writeDifference shows what became of a document: records that are gone with a
// minus, new ones with a plus, and of changed ones what has changed.
func writeDifference(w io.Writer, d *pipeline.Difference) error {
	fmt.Fprintf(w, "%s %s %s\n", d.Document.ID, d.Document.Published, terminal.OneLine(d.Document.Name))
	for _, r := range d.Gone {
		fmt.Fprintf(w, "  - %s\n", gist(r))
	}
	for _, r := range d.New {
		fmt.Fprintf(w, "  + %s\n", gist(r))
	}
	for _, p := range d.Changed {
		fmt.Fprintf(w, "  ~ %s\n      %s\n", gist(p[1]), strings.Join(changedFields(p[0], p[1]), ", "))
	}
	return nil
}

// gist is a record in one line.
func gist(r store.Record) string {
	var p struct {
		Actor, Recipient []struct {
			Code       string   `json:"code"`
			Sector     []string `json:"sector"`
			EntityText string   `json:"entity_text"`
		}
		Act       string
		Event     []string
		EventText string `json:"event_text"`
		Date      *string
		Counted   bool
		Text      string
	}
	if err := json.Unmarshal(r.JSON, &p); err != nil {
		return r.ID
	}
	side := func(all []struct {
		Code       string   `json:"code"`
		Sector     []string `json:"sector"`
		EntityText string   `json:"entity_text"`
	}) string {
		var names []string
		for _, e := range all {
			n := strings.TrimSpace(e.Code + " " + strings.Join(e.Sector, " "))
			if n == "" {
				n = e.EntityText
			}
			names = append(names, n)
		}
		if len(names) == 0 {
			return "---"
		}
		return strings.Join(names, ", ")
	}
	day := "no day"
	if p.Date != nil {
		day = *p.Date
	}
	counted := "counted"
	if !p.Counted {
		counted = "not counted"
	}
	return terminal.OneLine(fmt.Sprintf("%s  %s > %s  %s (%s) “%s”, %s", day, side(p.Actor), side(p.Recipient), p.Act, strings.Join(p.Event, " "), p.EventText, counted))
}

// changedFields names the fields of the record that differ, with small values.
func changedFields(before, now store.Record) (out []string) {
	var a, b map[string]json.RawMessage
	if json.Unmarshal(before.JSON, &a) != nil || json.Unmarshal(now.JSON, &b) != nil {
		return []string{"cannot be compared"}
	}
	names := map[string]bool{}
	for n := range a {
		names[n] = true
	}
	for n := range b {
		names[n] = true
	}
	for _, n := range slices.Sorted(maps.Keys(names)) {
		x, y := string(a[n]), string(b[n])
		switch {
		case x == y:
		case len(x)+len(y) < 60:
			out = append(out, fmt.Sprintf("%s %s -> %s", n, orNone(x), orNone(y)))
		default:
			out = append(out, n)
		}
	}
	return out
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
