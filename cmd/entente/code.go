package main

import (
	"entente/internal/pipeline"
	"entente/internal/serve/export"
)

type codeCmd struct {
	Args    []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format  string   `short:"f" default:"plover" placeholder:"NAME" help:"plover (JSON lines) or tsv (one row for each source and target)."`
	Counted bool     `xor:"which" help:"Put out only events that the text puts forward as having happened."`
	All     bool     `xor:"which" help:"Put out all records; the field counted tells them apart (the default)."`

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
	j := job{app: a, inputFlags: c.inputFlags, args: c.Args, coder: coder, header: format.Header}
	j.write = func(dst []byte, r pipeline.Result) []byte {
		return format.Append(dst, export.Page{Doc: r.Doc, Coding: r.Coding}, opts)
	}
	return j.do()
}
