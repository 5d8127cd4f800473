package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/serve/exchange"
	"entente/internal/track/store"
)

type exportCmd struct {
	storeFlag
	Format    string `short:"f" enum:"plover,cameo,gdelt2,icews,polecat,csv,parquet,arrow" default:"plover" help:"plover, cameo, gdelt2, icews, polecat, csv, parquet or arrow (an IPC stream)."`
	From      string `placeholder:"DAY" help:"First day."`
	To        string `placeholder:"DAY" help:"Last day."`
	Dyad      string `placeholder:"A-B" help:"Only between these two: RUS-UKR."`
	Type      string `placeholder:"TYPE" help:"Only this PLOVER type."`
	Origin    string `placeholder:"SET" help:"Only rows of this origin: entente, icews, gdelt ..."`
	Incidents bool   `help:"What was done once, by all reports, in the place of our events."`
	Counted   bool   `help:"Only what is counted."`
	Output    string `short:"o" placeholder:"FILE" help:"Write to FILE instead of standard output."`
	Package   string `placeholder:"DIR" help:"Write a data package to a new folder: tables as Parquet and CSV, codebook, checksums."`
	Quiet     bool   `short:"q" help:"No summary."`

	knowledgeFlags `embed:""`
}

func (c *exportCmd) Run(a *app) error {
	x, err := c.selection()
	if err != nil {
		return usageError{err}
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	tables, err := exchange.Load(files)
	if err != nil {
		return err
	}
	if c.Package != "" {
		if *x != (store.Rows{}) || c.Output != "" {
			return usageError{&diag.Error{Msg: "a package holds the whole store: --package goes without a selection and --output"}}
		}
		return c.pack(a, files)
	}
	if c.Format == "csv" || c.Format == "parquet" {
		return c.copy(a, x)
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	out, err := openOutput(a, c.Output)
	if err != nil {
		return err
	}
	w, err := c.writer(tables, out.w)
	if err == nil {
		err = c.events(a, db, x, w)
	}
	if err == nil {
		err = w.Close()
	}
	if cerr := out.close(err == nil); err == nil {
		err = cerr
	}
	if err == nil && !c.Quiet {
		rows, left := w.Counts()
		fmt.Fprint(a.stderr, plural(rows, "row"), " written")
		if left > 0 {
			fmt.Fprintf(a.stderr, "; %d left out: %s has no words for them", left, c.Format)
		}
		fmt.Fprintln(a.stderr)
	}
	return err
}

// An eventWriter takes events one by one.
type eventWriter interface {
	Write(*record.Event) error
	Close() error
	Counts() (rows, leftOut int)
}

func (c *exportCmd) writer(t *exchange.Tables, w io.Writer) (eventWriter, error) {
	if c.Format == "arrow" {
		return exchange.Arrow(w), nil
	}
	f, err := exchange.Find(c.Format)
	if err != nil {
		return nil, err
	}
	return t.Writer(w, f)
}

// events writes the rows; our own records go out to PLOVER as they were coded.
func (c *exportCmd) events(a *app, db *store.Store, x *store.Rows, w eventWriter) error {
	whole, ok := w.(*exchange.Writer)
	if ok && c.Format == "plover" && !x.Incidents {
		if x.Origin == "" || x.Origin == record.Origin {
			ours := *x
			ours.Origin = record.Origin
			if err := db.EachWhole(a.ctx, &ours, func(_ string, j []byte) error { return whole.Whole(j) }); err != nil {
				return err
			}
		}
		if x.Origin == record.Origin {
			return nil
		}
		x.Foreign = true
	}
	return db.Events(a.ctx, x, w.Write)
}

// copy lets the store write the file: beside its place, or for standard output in
// a folder of its own.
func (c *exportCmd) copy(a *app, x *store.Rows) (err error) {
	dir := filepath.Dir(c.Output)
	if c.Output == "" {
		if dir, err = os.MkdirTemp("", "entente"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true, Out: dir})
	if err != nil {
		return err
	}
	defer db.Close()
	part := filepath.Join(dir, "events.part")
	if c.Output != "" {
		part = c.Output + ".part"
	}
	if err := db.CopyEvents(a.ctx, x, part, c.Format); err != nil {
		os.Remove(part)
		return err
	}
	if c.Output != "" {
		return os.Rename(part, c.Output)
	}
	f, err := os.Open(part)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(a.stdout, f)
	return err
}

func (c *exportCmd) selection() (*store.Rows, error) {
	x := &store.Rows{Incidents: c.Incidents, Type: strings.ToUpper(c.Type), Origin: c.Origin, Counted: c.Counted}
	for _, d := range []struct {
		flag, day string
		into      *string
	}{{"--from", c.From, &x.From}, {"--to", c.To, &x.To}} {
		if d.day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, d.day); err != nil {
			return nil, &diag.Error{Msg: d.flag + ": " + d.day + " is no day", Hint: "write it as 2025-06-27"}
		}
		*d.into = d.day
	}
	if c.Dyad != "" {
		a, b, ok := strings.Cut(strings.ToUpper(c.Dyad), "-")
		if !ok || a == "" || b == "" {
			return nil, &diag.Error{Msg: "--dyad: " + c.Dyad + " are not two sides", Hint: "write them as RUS-UKR"}
		}
		x.A, x.B = a, b
	}
	if x.From != "" && x.To != "" && x.To < x.From {
		return nil, errors.New("--to lies before --from")
	}
	return x, nil
}
