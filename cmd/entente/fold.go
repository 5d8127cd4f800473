package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"entente/data"
	"entente/internal/diag"
	"entente/internal/knowledge/frequency"
	"entente/internal/learn/eval"
	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
	"entente/internal/track/fold"
	"entente/internal/track/store"
)

type foldCmd struct {
	Args    []string `arg:"" optional:"" name:"file" help:"Files, folders, or - for standard input (the default)."`
	Format  string   `short:"f" enum:"text,json" default:"text" help:"text (for reading) or json (one incident a line)."`
	Counted bool     `help:"Only incidents that at least one report counts."`
	DB      string   `name:"db" placeholder:"DIR" help:"With --explain: an incident of this store, and not of files."`
	Explain string   `placeholder:"ID" help:"Say why the reports of one incident are one, instead of listing incidents."`

	inputFlags      `embed:""`
	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *foldCmd) Run(a *app) error {
	if c.DB != "" {
		return c.explainStored(a)
	}
	return overAll(a, c.inputFlags, c.knowledgeFlags, c.dictionaryFlags, c.Args, func(w io.Writer, articles []*fold.Sketch, all fold.Closed) error {
		if c.Explain != "" {
			return c.explain(w, articles, all.Incidents)
		}
		return c.write(w, all.Incidents)
	})
}

// explainStored explains an incident of a store. What is stored are the groups and
// not the reasons, so the weeks around it are folded again.
func (c *foldCmd) explainStored(a *app) error {
	if c.Explain == "" || len(c.Args) > 0 {
		return usageError{&diag.Error{Msg: "--db goes with --explain ID and no files", Hint: "incidents of a store are listed with entente query"}}
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	id, first, last, err := db.IncidentDays(a.ctx, c.Explain)
	if err != nil {
		return err
	}
	if first != "" {
		from, err1 := time.Parse(time.DateOnly, first)
		to, err2 := time.Parse(time.DateOnly, last)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		// A story that was open when the incident began may have begun so much earlier.
		first, last = from.AddDate(0, 0, -28).Format(time.DateOnly), to.AddDate(0, 0, 14).Format(time.DateOnly)
	}
	var articles []*fold.Sketch
	for s, err := range db.Sketches(a.ctx, first, last) {
		if err != nil {
			return err
		}
		articles = append(articles, s)
	}
	all, err := fold.All(articles)
	if err != nil {
		return err
	}
	out, err := openOutput(a, c.Output)
	if err != nil {
		return err
	}
	c.Explain = id
	err = c.explain(out.w, articles, all.Incidents)
	if cerr := out.close(err == nil); err == nil {
		err = cerr
	}
	return err
}

// overAll codes all input, keeps a sketch of each article, folds them, and puts out
// what write makes of it.
func overAll(a *app, in inputFlags, k knowledgeFlags, d dictionaryFlags, args []string, write func(io.Writer, []*fold.Sketch, fold.Closed) error) error {
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
	var all []*fold.Sketch
	keep := func(r pipeline.Result) {
		s := pipeline.Sketch(r.Doc, r.Coding, words.Rarity)
		all = append(all, &s)
	}
	return afterAll(a, in, args, c.Records, keep, func(w io.Writer) error {
		folded, err := fold.All(all)
		if err != nil {
			return err
		}
		return write(w, all, folded)
	})
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

// explain writes why an incident is one. Its first letters will do.
func (c *foldCmd) explain(out io.Writer, articles []*fold.Sketch, all []fold.Incident) error {
	var n *fold.Incident
	for i := range all {
		if strings.HasPrefix(all[i].ID, c.Explain) {
			if n != nil {
				return usageError{&diag.Error{Msg: fmt.Sprintf("several incidents begin with %q", c.Explain), Hint: "give more of the id"}}
			}
			n = &all[i]
		}
	}
	if n == nil {
		return usageError{&diag.Error{Msg: fmt.Sprintf("no incident of these articles is %q", c.Explain), Hint: "entente fold without --explain lists them"}}
	}
	byID := map[string]*fold.Sketch{}
	for _, s := range articles {
		byID[s.ID] = s
	}
	x, err := fold.Explain(n.ID, all, func(id string) *fold.Sketch { return byID[id] })
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	if c.Format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(x); err != nil {
			return err
		}
		return w.Flush()
	}
	writeIncident(w, n)
	writeExplanation(w, x)
	return w.Flush()
}

func writeExplanation(w io.Writer, x *fold.Explanation) {
	for _, list := range x.Copies {
		for _, c := range list[1:] {
			fmt.Fprintf(w, "copy: %s is the text of %s, or of another copy: %.0f in a hundred runs of words\n", terminal.OneLine(c.Article), terminal.OneLine(list[0].Article), 100*c.Share)
		}
	}
	join := func(name string, j *fold.Join) {
		fmt.Fprintf(w, "%s: %s and %s", name, terminal.OneLine(j.ArticleA), terminal.OneLine(j.ArticleB))
		if j.Common != "" {
			fmt.Fprintf(w, ", %s", j.Common)
		}
		if j.Score > 0 {
			fmt.Fprintf(w, ", score %.1f", j.Score)
		}
		fmt.Fprintln(w)
		for _, f := range j.Fields {
			fmt.Fprintf(w, "    %-7s %+.1f  %s\n", f.Name, f.Score, terminal.OneLine(f.Note))
		}
		if j.Against != "" {
			fmt.Fprintf(w, "    against: %s\n", terminal.OneLine(j.Against))
		}
	}
	for i := range x.Joins {
		join("one", &x.Joins[i])
	}
	if len(x.Joins) == 0 {
		fmt.Fprintln(w, "a single report")
	}
	for i := range x.Inside {
		join("held together by others", &x.Inside[i])
	}
	for i := range x.Near {
		join("not the same", &x.Near[i])
	}
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
