package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/knowledge/frequency"
	"entente/internal/learn/eval"
	"entente/internal/pipeline"
	"entente/internal/record"
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
	return overAll(a, c.inputFlags, c.knowledgeFlags, c.dictionaryFlags, c.Args, func(*coder.Coder) error { return nil }, func(w io.Writer, _ []*fold.Sketch, all fold.Closed) error {
		return c.write(w, all.Incidents)
	})
}

// overAll codes all input, keeps a sketch of each article, folds them, and puts out
// what write makes of it. An article that cannot be read stops nothing: the status
// tells of it afterwards. first is asked once the tables are there.
func overAll(a *app, in inputFlags, k knowledgeFlags, d dictionaryFlags, args []string, first func(*coder.Coder) error, write func(io.Writer, []*fold.Sketch, fold.Closed) error) error {
	files, err := k.files()
	if err != nil {
		return err
	}
	c, err := a.coderOver(files, d)
	if err != nil {
		return err
	}
	words, err := frequency.Load(files, "en")
	if err != nil {
		return err
	}
	if err := first(c); err != nil {
		return err
	}
	out, err := openOutput(a, in.Output) // before the long part
	if err != nil {
		return err
	}
	in.Output = "" // the job writes nothing itself
	var all []*fold.Sketch
	j := job{app: a, inputFlags: in, args: args, coder: c.Records}
	j.write = func(dst []byte, r pipeline.Result) []byte {
		s := pipeline.Sketch(r.Doc, r.Coding, words.Rarity)
		all = append(all, &s)
		return dst
	}
	ran := j.do()
	if ran != nil && ran != error(status(exitSkipped)) {
		out.discard()
		return ran
	}
	folded, err := fold.All(all)
	var b bytes.Buffer
	if err == nil {
		err = write(&b, all, folded)
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

// grouper folds documents as the command does.
func grouper(code eval.Coder) eval.Grouper {
	return func(docs []*text.Document) (eval.Folding, error) {
		words, err := frequency.Load(data.FS, "en")
		if err != nil {
			return eval.Folding{}, err
		}
		sketches := make([]*fold.Sketch, len(docs))
		index, triggers := map[string]int{}, map[string]record.Span{}
		for i, d := range docs {
			c := code(d)
			s := pipeline.Sketch(d, c, words.Rarity)
			sketches[i], index[d.ID] = &s, i
			for k := range c.Records {
				triggers[c.Records[k].ID] = c.Records[k].Evidence[0].Trigger
			}
		}
		folded, err := fold.All(sketches)
		if err != nil {
			return eval.Folding{}, err
		}
		out := eval.Folding{Copies: make([]int, len(docs)), Stories: make([]int, len(docs))}
		for n, s := range folded.Stories {
			for _, m := range s.Articles {
				i := index[m.Article]
				out.Stories[i], out.Copies[i] = n, i
				if m.CopyOf != "" {
					out.Copies[i] = index[m.CopyOf]
				}
			}
		}
		for n, x := range folded.Incidents {
			for _, r := range x.Reports {
				out.Events = append(out.Events, eval.Told{Doc: index[r.Article], Trigger: triggers[r.Record], Incident: n})
			}
		}
		return out, nil
	}
}
