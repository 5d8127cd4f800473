package main

import (
	"bytes"

	"entente/internal/check"
	"entente/internal/knowledge/reference"
	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/serve/findings"
)

type checkCmd struct {
	Args   []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format string   `short:"f" enum:"text,json,html" default:"text" help:"text (for reading), json (one object a document) or html (one page)."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

// exitRefuted is the status of a check that refuted something.
const exitRefuted = 4

func (c *checkCmd) Run(a *app) error {
	coder, err := a.coder(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		return err
	}
	checker := check.New(coder.Tables(), pack)
	j := job{app: a, inputFlags: c.inputFlags, args: c.Args, coder: coder.Code}
	j.Quiet = true // the report is the summary
	refuted, pages := false, 0
	var failed error
	j.write = func(dst []byte, r pipeline.Result) []byte {
		var b bytes.Buffer
		page := findings.Page{Doc: r.Doc, Coding: r.Coding, Findings: checker.Check(coder.Claims(r.Doc, r.Coding), r.Coding.Doc.Published), AsOf: checker.AsOf()}
		for i := range page.Findings {
			refuted = refuted || page.Findings[i].Verdict == record.Refuted
		}
		pages++
		switch c.Format {
		case "json":
			failed = findings.JSON(&b, page)
		default:
			if pages > 1 {
				b.WriteString("\n")
			}
			failed = findings.Text(&b, page)
		}
		return append(dst, b.Bytes()...)
	}
	if err := j.do(); err != nil {
		return err
	}
	if failed == nil && refuted {
		return status(exitRefuted)
	}
	return failed
}
