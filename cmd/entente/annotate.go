package main

import (
	"entente/internal/pipeline"
	"entente/internal/serve/export"
)

type annotateCmd struct {
	Args   []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Layers []string `short:"l" placeholder:"NAME,…" help:"Layers to put out, of zones, sentences, tokens, mentions, actors, places, times, attributions, domains, statements, events (default: all)."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *annotateCmd) Run(a *app) error {
	layers, err := export.FindLayers(c.Layers)
	if err != nil {
		return usageError{err}
	}
	coder, err := a.coder(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	j := job{app: a, inputFlags: c.inputFlags, args: c.Args, coder: coder.Code}
	j.write = func(dst []byte, r pipeline.Result) []byte {
		return export.AppendAnnotation(dst, export.Page{Doc: r.Doc, Coding: r.Coding}, layers)
	}
	return j.do()
}
