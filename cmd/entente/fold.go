package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente/internal/learn/eval"
	"entente/internal/pipeline"
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

// articles codes all input and keeps what folding needs of it, in memory.
func articles(a *app, in inputFlags, args []string, code pipeline.Coder) ([]fold.Article, error) {
	var out []fold.Article
	in.Output = "" // the job writes nothing itself
	j := job{app: a, inputFlags: in, args: args, coder: code}
	j.write = func(dst []byte, r pipeline.Result) []byte {
		out = append(out, pipeline.Article(r.Doc, r.Coding))
		return dst
	}
	return out, j.do()
}

func (c *foldCmd) Run(a *app) error {
	coder, err := a.coder(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	all, err := articles(a, c.inputFlags, c.Args, coder.Records)
	if err != nil {
		return err
	}
	incidents := fold.Incidents(all, fold.Group(all))
	w, err := openOutput(a, c.Output)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := c.write(&b, incidents); err != nil {
		return err
	}
	if err := w.put([]byte(b.String())); err != nil {
		return err
	}
	return w.close(true)
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
	target := strings.Join(x.Target, ", ")
	if target == "" {
		target = "---"
	}
	source := strings.Join(x.Source, ", ")
	if source == "" {
		source = "---"
	}
	fmt.Fprintf(w, "%s  %s  %s > %s  %s (%s)%s, %s\n", x.ID, days, source, target, x.Act, x.Type, where, counted)
	fmt.Fprintf(w, "    %d reports, %d of them no copies\n", len(x.Reports), x.Independent)
	for _, d := range x.Disagreements {
		fmt.Fprintf(w, "    disagree on %s\n", d)
	}
	for _, r := range x.Reports {
		said := ""
		if r.SaidBy != "" {
			said = ", said by " + r.SaidBy
		}
		fmt.Fprintf(w, "    %s %s%s\n", r.Article, r.Published, said)
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
