package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"entente/internal/coding/domain"
	"entente/internal/diag"
	"entente/internal/knowledge/reference"
	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/serve/chart"
	"entente/internal/track/series"
	"entente/internal/track/store"
)

// trackFlags are shared by the commands that count over time: what is counted, of
// which store or files, and what comes out.
type trackFlags struct {
	DB     string `name:"db" placeholder:"DIR" help:"Folder of a store to ask, instead of reading files."`
	From   string `placeholder:"DAY" help:"First day, as 2024-01-31."`
	To     string `placeholder:"DAY" help:"Last day."`
	Type   string `placeholder:"TYPE" help:"Only this PLOVER event type: CONSULT, SANCTION ..."`
	Domain string `placeholder:"NAME" help:"Only what touches on this field: military, economic, diplomatic ..."`
	Origin string `placeholder:"NAME" help:"Rows of another data set in the store instead of our incidents: icews, polecat ..."`
	Format string `short:"f" enum:"auto,text,json,svg,png" default:"auto" help:"text (for reading), json, svg or png (a picture). Default: as the ending of --output says, else text."`
	Output string `short:"o" placeholder:"FILE" help:"Write to FILE instead of standard output."`

	Date    string `placeholder:"DAY" help:"Publication date of articles that give none, as 2025-06-27."`
	Workers int    `placeholder:"N" help:"Articles coded side by side (default: one for each core)."`
	Quiet   bool   `short:"q" help:"No progress and no summary; what is skipped is still said."`

	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

// stepFlag is the length of bins.
type stepFlag struct {
	By string `enum:"day,week,month" default:"week" help:"day, week (from Monday) or month (default: week)."`
}

// A tracking is a store to ask, and what its codes mean.
type tracking struct {
	app       *app
	db        *store.Store
	tables    *reference.Tables
	selection store.Selection
	called    map[string]string // names of codes as they were asked for
}

// check makes the selection of the flags, and refuses what selects nothing.
func (f *trackFlags) check(a *app) (q store.Selection, err error) {
	if f.Format == "auto" {
		f.Format = "text"
		if e := strings.TrimPrefix(strings.ToLower(filepath.Ext(f.Output)), "."); slices.Contains([]string{"json", "svg", "png"}, e) {
			f.Format = e
		}
	}
	if f.Format == "png" && f.Output == "" && term.IsTerminal(int(a.stdout.Fd())) {
		return q, usageError{&diag.Error{Msg: "a PNG is nothing for a terminal", Hint: "-o FILE.png"}}
	}
	q = store.Selection{Type: strings.ToUpper(f.Type), Field: strings.ToLower(f.Domain), Origin: strings.ToLower(f.Origin)}
	for _, d := range []struct {
		flag, value string
		into        *string
	}{{"--from", f.From, &q.From}, {"--to", f.To, &q.To}} {
		if d.value == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, d.value); err != nil {
			return q, usageError{&diag.Error{Msg: fmt.Sprintf("%s: %q is no day", d.flag, d.value), Hint: "a day is written as 2024-01-31"}}
		}
		*d.into = d.value
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		return q, usageError{&diag.Error{Msg: "--from lies after --to"}}
	}
	if q.Field != "" && !slices.Contains(domain.Contexts, q.Field) {
		return q, usageError{&diag.Error{Msg: fmt.Sprintf("--domain: PLOVER has no context %q", q.Field), Hint: "contexts are " + strings.Join(domain.Contexts, ", ")}}
	}
	return q, nil
}

// run asks the store that the flags name, or one that is made of the files for
// this once: both are asked in the same way. named is called before the long part;
// answer writes what comes out.
func (f *trackFlags) run(a *app, args []string, by string, named func(*tracking) error, answer func(*tracking, io.Writer) error) error {
	q, err := f.check(a)
	if err != nil {
		return err
	}
	q.By = by
	if f.DB != "" && len(args) > 0 {
		return usageError{&diag.Error{Msg: "either files or a store", Hint: "entente ingest brings files into a store"}}
	}
	files, err := f.files()
	if err != nil {
		return err
	}
	tables, err := reference.Load(files)
	if err != nil {
		return err
	}
	t := &tracking{app: a, tables: tables, selection: q, called: map[string]string{}}
	if err := named(t); err != nil {
		return err
	}
	out, err := openOutput(a, f.Output)
	if err != nil {
		return err
	}
	var skipped error
	dir := f.DB
	if dir == "" {
		if dir, err = os.MkdirTemp("", "entente-"); err == nil {
			defer os.RemoveAll(dir)
			dir = filepath.Join(dir, "store")
			err = f.ingest(a, dir, args)
		}
		if err == error(status(exitSkipped)) {
			skipped, err = err, nil
		}
	}
	var b bytes.Buffer
	if err == nil {
		err = f.ask(t, dir, &b, answer)
	}
	if err != nil {
		out.discard()
		return err
	}
	err = out.put(b.Bytes())
	if cerr := out.close(err == nil); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return skipped
}

func (f *trackFlags) ask(t *tracking, dir string, w io.Writer, answer func(*tracking, io.Writer) error) error {
	db, err := store.Open(t.app.ctx, dir, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	t.db = db
	if o := t.selection.Origin; o != "" && o != record.Origin {
		var known []string
		if known, err = db.Origins(t.app.ctx); err == nil && !slices.Contains(known, o) {
			err = usageError{&diag.Error{Msg: fmt.Sprintf("--origin: the store has nothing of %q", o), Hint: "it has " + strings.Join(append(known, ""), " ")}}
		}
	}
	if err == nil {
		err = answer(t, w)
	}
	return errors.Join(err, db.Close())
}

// ingest reads files into a store that lasts for one question.
func (f *trackFlags) ingest(a *app, dir string, args []string) error {
	if f.Workers < 0 {
		return usageError{&diag.Error{Msg: "--workers must be at least 1"}}
	}
	if f.Workers == 0 {
		f.Workers = runtime.GOMAXPROCS(0)
	}
	c := &ingestCmd{storeFlag: storeFlag{dir}, Workers: f.Workers, Batch: batchDocuments, Quiet: f.Quiet}
	opts := source.Options{Stdin: a.stdin}
	if f.Date != "" {
		d, err := parseDay(f.Date)
		if err != nil {
			return usageError{err}
		}
		opts.Date = d
	}
	if len(args) == 0 {
		args = []string{"-"}
	}
	code, err := a.coding(f.knowledgeFlags, f.dictionaryFlags)
	if err != nil {
		return err
	}
	db, err := store.Open(a.ctx, dir, store.Options{Create: true})
	if err != nil {
		return err
	}
	err = c.run(a, db, code, args, nil, opts)
	if cerr := db.Close(); cerr != nil {
		return cerr
	}
	return err
}

var actorCode = regexp.MustCompile(`^[A-Z]{3}([A-Z]{3})*$`)

// groups are PLOVER's codes for those who are no states.
var groups = map[string]string{
	"IGO": "international bodies", "NGO": "NGOs", "MNC": "companies", "IMG": "militant groups", "ISM": "groups of a creed",
	"EUR": "European Union", "UNO": "United Nations",
}

// party is a state by name or code, a body or group by name, or an actor code.
func (t *tracking) party(name string) (store.Party, error) {
	if s := stateNamed(t.tables, name); s != nil {
		return store.Party{Code: s.ISO3}, nil
	}
	if groups[name] != "" {
		return store.Party{Code: name}, nil
	}
	for i := range t.tables.Orgs {
		o := &t.tables.Orgs[i]
		if strings.EqualFold(o.Name, name) || slices.ContainsFunc(o.Aliases, func(n string) bool { return strings.EqualFold(n, name) }) {
			who := record.Actor{CAMEO: o.CAMEO, Country: o.Code, Sectors: o.Sectors}
			t.called[who.Code()] = o.Name
			return store.Party{Code: who.Code(), Body: true}, nil
		}
	}
	if actorCode.MatchString(name) && len(name) > 3 {
		return store.Party{Code: name, Body: true}, nil
	}
	return store.Party{}, usageError{&diag.Error{Msg: fmt.Sprintf("%q is no state that the tables know, nor a body or an actor code", name), Hint: "an English name, an ISO 3166 code, or the beginning of an actor code: Kenya, SOM, NATO, IGOMILNAT"}}
}

// name is what a code is called; "" where the tables do not say.
func (t *tracking) name(code string) string {
	if n := t.called[code]; n != "" {
		return n
	}
	for i := range t.tables.States {
		if t.tables.States[i].ISO3 == code {
			return t.tables.States[i].Name
		}
	}
	if g := groups[code]; g != "" {
		return g
	}
	for i := range t.tables.Orgs {
		if o := &t.tables.Orgs[i]; o.CAMEO == code && len(code) > 3 {
			return o.Name
		}
	}
	return ""
}

// series counts what q selects; first and second are its parties.
func (t *tracking) series(q store.Selection, volume map[string]int) (*series.Series, error) {
	sums, err := t.db.Sums(t.app.ctx, q)
	if err != nil {
		return nil, err
	}
	fields, err := t.db.Fields(t.app.ctx, q)
	if err != nil {
		return nil, err
	}
	return series.Build(series.Ask{First: q.A.Code, Second: q.B.Code, Origin: q.Origin, Type: q.Type, Field: q.Field, By: q.By, From: q.From, To: q.To}, sums, fields, volume)
}

// writeJSON writes one value on a line.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// writeDrawing writes a picture as the flags ask.
func (f *trackFlags) writeDrawing(w io.Writer, d *chart.Drawing) error {
	if f.Format == "png" {
		return d.PNG(w)
	}
	return d.SVG(w)
}
