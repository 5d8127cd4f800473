package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente/internal/learn/eval"
	"entente/internal/pipeline"
	"entente/internal/serve/terminal"
	"entente/internal/text"
	"entente/internal/track/fold"
)

type foldCmd struct {
	Args    []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format  string   `short:"f" enum:"text,json" default:"text" help:"text (for reading) or json (one incident a line)."`
	Counted bool     `help:"Only incidents that at least one report counts."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *foldCmd) Run(a *app) error {
	coder, err := a.coder(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	return overAll(a, c.inputFlags, c.Args, coder.Records, func(w io.Writer, all []fold.Article) error {
		return c.write(w, fold.Incidents(all, fold.Group(all)))
	})
}

// overAll codes all input, keeps what folding needs of it in memory, and puts out
// what write makes of it.
func overAll(a *app, in inputFlags, args []string, code pipeline.Coder, write func(io.Writer, []fold.Article) error) error {
	var all []fold.Article
	keep := func(r pipeline.Result) { all = append(all, pipeline.Article(r.Doc, r.Coding)) }
	return afterAll(a, in, args, code, keep, func(w io.Writer) error { return write(w, all) })
}

// afterAll codes all input, hands it to keep, and puts out what write makes of it
// in the end. An article that cannot be read stops nothing: the status tells of it
// afterwards.
func afterAll(a *app, in inputFlags, args []string, code pipeline.Coder, keep func(pipeline.Result), write func(io.Writer) error) error {
	out, err := openOutput(a, in.Output) // before the long part
	if err != nil {
		return err
	}
	in.Output = "" // the job writes nothing itself
	j := job{app: a, inputFlags: in, args: args, coder: code}
	j.write = func(dst []byte, r pipeline.Result) []byte {
		keep(r)
		return dst
	}
	ran := j.do()
	if ran != nil && ran != error(status(exitSkipped)) {
		out.discard()
		return ran
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
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
	return ran
}

func (c *foldCmd) write(out io.Writer, incidents []fold.Incident) error {
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	n := 0
	for i := range incidents {
		x := &incidents[i]
		if c.Counted && !x.Counted {
			continue
		}
		n++
		if c.Format == "json" {
			if err := enc.Encode(x); err != nil {
				return err
			}
			continue
		}
		writeIncident(w, x)
	}
	if c.Format == "text" {
		fmt.Fprintf(w, "%d incidents\n", n)
	}
	return w.Flush()
}

func writeIncident(w io.Writer, x *fold.Incident) {
	days := x.First
	if x.Last != x.First {
		days += " to " + x.Last
	}
	if days == "" {
		days = "no day"
	}
	where := ""
	if x.Place != nil {
		where = ", " + x.Place.Name
	}
	counted := "counted"
	if !x.Counted {
		counted = "not counted"
	}
	target := terminal.OneLine(strings.Join(x.Target, ", "))
	if target == "" {
		target = "---"
	}
	source := terminal.OneLine(strings.Join(x.Source, ", "))
	if source == "" {
		source = "---"
	}
	fmt.Fprintf(w, "%s  %s  %s > %s  %s (%s)%s, %s\n", x.ID, days, source, target, x.Act, x.Type, where, counted)
	fmt.Fprintf(w, "    %d reports, %d of them no copies\n", len(x.Reports), x.Independent)
	for _, d := range x.Disagreements {
		fmt.Fprintf(w, "    disagree on %s\n", terminal.OneLine(d))
	}
	for _, r := range x.Reports {
		said := ""
		if r.SaidBy != "" {
			said = ", said by " + terminal.OneLine(r.SaidBy)
		}
		fmt.Fprintf(w, "    %s %s%s\n", terminal.OneLine(r.Article), r.Published, said)
	}
}

// grouper groups documents as the command does.
func grouper(code eval.Coder) eval.Grouper {
	return func(docs []*text.Document) (copies, stories []int) {
		articles := make([]fold.Article, len(docs))
		for i, d := range docs {
			articles[i] = pipeline.Article(d, code(d))
		}
		g := fold.Group(articles)
		return g.Copy, g.Story
	}
}
