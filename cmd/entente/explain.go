package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"entente/internal/pipeline"
	"entente/internal/serve/explain"
)

type explainCmd struct {
	Args  []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	HTML  string   `name:"html" placeholder:"FILE" help:"Write one self-contained HTML page to FILE (- for standard output)."`
	Why   bool     `help:"Print the rule, lexicon row or model behind every field." default:"true" negatable:""`
	Color string   `enum:"auto,always,never" default:"auto" help:"auto, always or never."`
	Width int      `placeholder:"N" help:"Columns (default: the terminal's, else 100)."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

// layout is how wide text for reading is, 0 as its writer likes, and whether it has
// colours: by what was asked for, else by what stands at the other end.
func (a *app) layout(color string, width int, output string) (int, bool) {
	tty := term.IsTerminal(int(a.stdout.Fd())) && output == ""
	if width == 0 && tty {
		if w, _, err := term.GetSize(int(a.stdout.Fd())); err == nil {
			width = w
		}
	}
	return width, color == "always" || color == "auto" && tty && os.Getenv("NO_COLOR") == ""
}

func (c *explainCmd) Run(a *app) error {
	if c.HTML != "" {
		if c.Output != "" {
			return usageError{errors.New("--html FILE and --output FILE both name the output; leave out --output")}
		}
		c.Output = c.HTML
	}
	coder, err := a.coder(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	o := explain.Options{Why: c.Why}
	o.Width, o.Color = a.layout(c.Color, c.Width, c.Output)
	pages := 0
	j := job{app: a, inputFlags: c.inputFlags, args: c.Args, coder: coder.Code}
	j.Quiet = true // the report is the summary
	var failed error
	var second bool
	j.write = func(dst []byte, r pipeline.Result) []byte {
		var b bytes.Buffer
		if pages++; c.HTML != "" {
			if pages > 1 {
				second = true
				return dst
			}
			failed = explain.HTML(&b, r.Doc, r.Coding)
		} else {
			if pages > 1 {
				b.WriteString("\n")
			}
			failed = explain.Terminal(&b, r.Doc, r.Coding, o)
		}
		return append(dst, b.Bytes()...)
	}
	if err := j.do(); err != nil {
		return err
	}
	if second {
		return usageError{fmt.Errorf("--html writes one page for one article; of %d articles only the first is in %s", pages, c.HTML)}
	}
	return failed
}
