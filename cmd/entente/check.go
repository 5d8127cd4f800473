package main

import (
	"bytes"
	"errors"
	"fmt"

	"entente/internal/check"
	"entente/internal/knowledge/reference"
	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/serve/findings"
)

type checkCmd struct {
	Args    []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format  string   `short:"f" enum:"text,json,html" default:"text" help:"text (for reading), json (one object a document) or html (one self-contained page)."`
	Ledger  string   `placeholder:"FILE" help:"Enter open predictions into FILE, a JSON line each and each once."`
	Resolve string   `placeholder:"FILE" help:"Instead of reading articles, hold the predictions of the ledger FILE against the tables."`
	Events  string   `placeholder:"FILE" help:"Records that entente code put out: what is counted or foretold of two states is held against them."`
	Color   string   `enum:"auto,always,never" default:"auto" help:"auto, always or never."`
	Width   int      `placeholder:"N" help:"Columns (default: the terminal's, else 100)."`

	inputFlags      `embed:""`
	referenceFlags  `embed:""`
	dictionaryFlags `embed:""`
}

// exitRefuted is the status of a check that refuted something.
const exitRefuted = 4

// options are how the command's text is laid out.
func (c *checkCmd) options(a *app) (o findings.Options) {
	o.Width, o.Color = a.layout(c.Color, c.Width, c.Output)
	return o
}

// checker holds the tables, and the events if some are given.
func (c *checkCmd) checker(t *reference.Tables, p *reference.Pack) (*check.Checker, error) {
	k := check.New(t, p)
	if c.Events == "" {
		return k, nil
	}
	events, err := readEvents(c.Events)
	if err != nil {
		return nil, err
	}
	return k.With(events), nil
}

func (c *checkCmd) Run(a *app) error {
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
	checker, err := c.checker(coder.Tables(), pack)
	if err != nil {
		return err
	}
	asOf := checker.AsOf()
	o := c.options(a)
	j := job{app: a, inputFlags: c.inputFlags, args: c.Args, coder: coder.Code}
	j.Quiet = true // the report is the summary
	refuted, pages := false, 0
	var failed error
	j.write = func(dst []byte, r pipeline.Result) []byte {
		if pages++; c.Format == "html" && pages > 1 {
			return dst
		}
		page := findings.Page{Doc: r.Doc, Coding: r.Coding, Findings: checker.Check(coder.Claims(r.Doc, r.Coding), r.Coding.Doc.Published), AsOf: asOf}
		for i := range page.Findings {
			f := &page.Findings[i]
			refuted = refuted || f.Verdict == record.Refuted
			if f.Prediction != nil {
				check.Enter(f.Prediction, r.Coding.Doc.ID, r.Doc.Text(r.Doc.Sentences[f.Claim.Sentence].Span))
				book.add(f.Prediction)
			}
		}
		var b bytes.Buffer
		var err error
		switch c.Format {
		case "json":
			err = findings.JSON(&b, page)
		case "html":
			err = findings.HTML(&b, page)
		default:
			if pages > 1 {
				b.WriteString("\n")
			}
			err = findings.Text(&b, page, o)
		}
		failed = errors.Join(failed, err)
		return append(dst, b.Bytes()...)
	}
	ran := j.do()
	if ran != nil && ran != error(status(exitSkipped)) {
		return ran
	}
	if err := errors.Join(failed, book.close(a.stderr)); err != nil {
		return err
	}
	if ran != nil {
		return ran // some input was skipped, which says more than what was refuted in the rest
	}
	if c.Format == "html" && pages > 1 {
		return usageError{fmt.Errorf("--format html writes one page for one article; of %d articles only the first was written", pages)}
	}
	if refuted {
		return status(exitRefuted)
	}
	return nil
}
