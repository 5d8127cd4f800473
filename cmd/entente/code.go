package main

import (
	"entente/internal/pipeline"
	"entente/internal/serve/export"
	"entente/internal/serve/gaps"
)

type codeCmd struct {
	Args    []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format  string   `short:"f" default:"plover" placeholder:"NAME" help:"plover (JSON lines) or tsv (one row for each source and target)."`
	Counted bool     `xor:"which" help:"Put out only events that the text puts forward as having happened."`
	All     bool     `xor:"which" help:"Put out all records; the field counted tells them apart (the default)."`

	Gaps string `placeholder:"FILE" help:"Also write to FILE what was not understood: unknown actors and wordings, the most frequent first, with examples."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *codeCmd) Run(a *app) error {
	format, err := export.Find(c.Format)
	if err != nil {
		return usageError{err}
	}
	coder, err := a.coder(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	opts := export.Options{CountedOnly: c.Counted}
	j := job{app: a, inputFlags: c.inputFlags, args: c.Args, coder: coder.Records, header: format.Header}
	var seen *gaps.Collector
	var table *output
	if c.Gaps != "" {
		if table, err = openOutput(a, c.Gaps); err != nil {
			return err
		}
		seen = gaps.New(coder.Lists)
	}
	j.write = func(dst []byte, r pipeline.Result) []byte {
		if seen != nil {
			seen.Add(r.Doc, r.Coding)
		}
		return format.Append(dst, export.Page{Doc: r.Doc, Coding: r.Coding}, opts)
	}
	err = j.do()
	if seen == nil {
		return err
	}
	if s, ok := err.(status); err != nil && !(ok && s == exitSkipped) {
		table.discard()
		return err
	}
	if werr := seen.Write(table.w); werr != nil {
		table.close(false)
		return werr
	}
	if cerr := table.close(true); cerr != nil {
		return cerr
	}
	return err
}
