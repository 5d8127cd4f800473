package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"entente/internal/check"
	"entente/internal/coder"
	"entente/internal/diag"
	"entente/internal/knowledge/frequency"
	"entente/internal/knowledge/reference"
	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/serve/findings"
	"entente/internal/text"
	"entente/internal/track/store"
)

type checkCmd struct {
	Args    []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format  string   `short:"f" enum:"text,json,html" default:"text" help:"text (for reading), json (one object a document) or html (one self-contained page)."`
	Ledger  string   `placeholder:"FILE" help:"Enter open predictions into FILE, a JSON line each and each once."`
	Resolve string   `placeholder:"FILE" help:"Instead of reading articles, hold the predictions of the ledger FILE against the tables."`
	Events  string   `placeholder:"FILE" help:"Records that entente code put out: what is counted or foretold of two states is held against them."`
	DB      string   `name:"db" placeholder:"DIR" help:"The same with the incidents of a store."`
	Context []string `sep:"none" placeholder:"PATH" help:"Files or folders of other reports, read and not checked, that may bear out or add to what is. Articles named side by side do so for each other."`
	Color   string   `enum:"auto,always,never" default:"auto" help:"auto, always or never."`
	Width   int      `placeholder:"N" help:"Columns (default: the terminal's, else 100)."`

	inputFlags      `embed:""`
	referenceFlags  `embed:""`
	dictionaryFlags `embed:""`

	stored *storedEvents // what --db names
}

// exitRefuted is the status of a check that refuted something.
const exitRefuted = 4

// options are how the command's text is laid out.
func (c *checkCmd) options(a *app) (o findings.Options) {
	o.Width, o.Color = a.layout(c.Color, c.Width, c.Output)
	return o
}

// checker holds the tables, and the events if some are given.
func (c *checkCmd) checker(t *reference.Tables, p *reference.Pack, more ...check.Event) (*check.Checker, error) {
	k := check.New(t, p)
	if c.stored != nil {
		return k.With(c.stored), nil
	}
	if c.Events != "" {
		events, err := readEvents(c.Events)
		if err != nil {
			return nil, err
		}
		more = append(more, events...)
	}
	if len(more) == 0 {
		return k, nil
	}
	return k.With(check.NewList(more)), nil
}

func (c *checkCmd) Run(a *app) error {
	if c.DB == "" {
		return c.run(a)
	}
	if c.Events != "" {
		return usageError{&diag.Error{Msg: "--events and --db exclude each other", Hint: "import the events into the store: entente import"}}
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	c.stored = &storedEvents{ctx: a.ctx, db: db}
	err = c.run(a)
	if c.stored.err != nil {
		err = c.stored.err
	}
	return errors.Join(err, db.Close())
}

func (c *checkCmd) run(a *app) error {
	if c.Resolve != "" {
		return c.resolve(a)
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	coder, err := a.coderOver(files, c.dictionaryFlags)
	if err != nil {
		return err
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		return err
	}
	book, err := openLedger(c.Ledger)
	if err != nil {
		return err
	}
	k := checkRun{checkCmd: c, coder: coder, book: book, layout: c.options(a)}
	c.Quiet = true // the report is the summary
	var ran error
	if len(c.Args) > 1 || len(c.Context) > 0 {
		ran = k.together(a, pack)
	} else {
		ran = k.oneByOne(a, pack)
	}
	if ran != nil && ran != error(status(exitSkipped)) {
		return ran
	}
	if err := errors.Join(k.failed, book.close(a.stderr)); err != nil {
		return err
	}
	if ran != nil {
		return ran // some input was skipped, which says more than what was refuted in the rest
	}
	if c.Format == "html" && k.pages > 1 {
		return usageError{fmt.Errorf("--format html writes one page for one article; of %d articles only the first was written", k.pages)}
	}
	if k.refuted {
		return status(exitRefuted)
	}
	return nil
}

// A checkRun is one run over articles.
type checkRun struct {
	*checkCmd
	coder   *coder.Coder
	checker *check.Checker
	book    *ledger
	layout  findings.Options
	others  *pipeline.Together // reports that bear on one another; nil where none do
	asOf    string
	pages   int
	refuted bool
	failed  error
}

// hold takes up the tables and the events that claims are held against.
func (k *checkRun) hold(pack *reference.Pack, events ...check.Event) (err error) {
	if k.checker, err = k.checkCmd.checker(k.coder.Tables(), pack, events...); err == nil {
		k.asOf = k.checker.AsOf()
	}
	return err
}

// oneByOne checks and writes each article as it comes: any number of them.
func (k *checkRun) oneByOne(a *app, pack *reference.Pack) error {
	if err := k.hold(pack); err != nil {
		return err
	}
	j := job{app: a, inputFlags: k.inputFlags, args: k.Args, coder: k.coder.Code}
	j.write = func(dst []byte, r pipeline.Result) []byte { return k.page(dst, r) }
	return j.do()
}

// together reads all articles, and those of --context, before it checks any:
// what one tells, others may bear out or add to. All are held in memory.
func (k *checkRun) together(a *app, pack *reference.Pack) error {
	files, err := k.files()
	if err != nil {
		return err
	}
	words, err := frequency.Load(files, "en")
	if err != nil {
		return err
	}
	k.others = pipeline.NewTogether(words.Rarity)
	if len(k.Context) > 0 {
		in := k.inputFlags
		in.Output = ""
		j := job{app: a, inputFlags: in, args: k.Context, coder: k.coder.Code}
		j.write = func(dst []byte, r pipeline.Result) []byte {
			k.others.Add(r.Doc, r.Coding)
			return dst
		}
		if err := j.do(); err != nil && err != error(status(exitSkipped)) {
			return err
		}
	}
	var mine []pipeline.Result
	keep := func(r pipeline.Result) {
		mine = append(mine, r)
		k.others.Add(r.Doc, r.Coding)
	}
	return afterAll(a, k.inputFlags, k.Args, k.coder.Code, keep, func(w io.Writer) error {
		events, err := k.others.Fold(k.coder.Occasions)
		if err != nil {
			return err
		}
		if err := k.hold(pack, events...); err != nil {
			return err
		}
		for _, r := range mine {
			if _, err := w.Write(k.page(nil, r)); err != nil {
				return err
			}
		}
		return nil
	})
}

// page appends the findings of one article to dst.
func (k *checkRun) page(dst []byte, r pipeline.Result) []byte {
	if k.pages++; k.Format == "html" && k.pages > 1 {
		return dst
	}
	page := findings.Page{Doc: r.Doc, Coding: r.Coding, Findings: k.checker.Check(k.coder.Claims(r.Doc, r.Coding), r.Coding.Doc.Published), AsOf: k.asOf}
	if k.others != nil {
		k.context(&page)
	}
	for i := range page.Findings {
		f := &page.Findings[i]
		k.refuted = k.refuted || f.Verdict == record.Refuted
		if f.Prediction != nil {
			check.Enter(f.Prediction, r.Coding.Doc.ID, r.Doc.Text(r.Doc.Sentences[f.Claim.Sentence].Span))
			k.book.add(f.Prediction)
		}
	}
	var b bytes.Buffer
	var err error
	switch k.Format {
	case "json":
		err = findings.JSON(&b, page)
	case "html":
		err = findings.HTML(&b, page)
	default:
		if k.pages > 1 {
			b.WriteString("\n")
		}
		err = findings.Text(&b, page, k.layout)
	}
	k.failed = errors.Join(k.failed, err)
	return append(dst, b.Bytes()...)
}

// context adds what other reports tell of the events of page.
func (k *checkRun) context(page *findings.Page) {
	k.others.Others(page.Coding, func(mine *check.Telling, others []check.Telling) {
		if f := k.checker.Context(mine, others); f != nil {
			at := f.Claim.Span
			f.Claim.Text = page.Doc.Text(text.Span(at))
			page.Findings = append(page.Findings, *f)
		}
	})
	slices.SortStableFunc(page.Findings, func(a, b record.Finding) int { return int(a.Claim.Span.Start - b.Claim.Span.Start) })
}
