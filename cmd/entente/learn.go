package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"entente/data"
	"entente/internal/diag"
	"entente/internal/learn/eval"
	"entente/internal/learn/train"
)

type trainCmd struct {
	Recipes []string `arg:"" name:"recipe" help:"Recipe files, such as data/model/en-syntax.recipe, in the order in which models build upon each other; or the word gazetteer."`
	Shared  string   `default:"../shared" placeholder:"DIR" help:"Folder that holds the corpora (${default})."`
	Out     string   `default:"data/built" placeholder:"DIR" help:"Folder that models are written to (${default})."`
}

func (c *trainCmd) Run(a *app) error {
	if err := needShared(c.Shared); err != nil {
		return err
	}
	for _, r := range c.Recipes {
		var err error
		if r == "gazetteer" {
			err = train.Gazetteer(c.Shared, filepath.Dir(filepath.Clean(c.Out)), a.stderr)
		} else {
			err = train.Run(a.ctx, r, c.Shared, c.Out, a.stderr)
		}
		if err != nil {
			return fmt.Errorf("train %s: %w", r, err)
		}
	}
	return nil
}

// A scoring is what an evaluation is given.
type scoring struct {
	files   fs.FS
	shared  string
	w       io.Writer
	details io.Writer // what went wrong, line by line; nil unless asked for
}

// An evaluation scores one layer against text in the shared folder.
type evaluation struct {
	name  string
	gloss string
	run   func(s scoring) error
}

// evaluations are all there are; adding one is one line.
var evaluations = []evaluation{
	{"segment", "sentences and tokens against the treebanks", func(s scoring) error { return eval.Segment(s.files, s.shared, s.w) }},
	{"parse", "tags and trees on the treebanks, from gold tokens and from raw text", func(s scoring) error { return eval.Parse(s.files, data.Models("en"), s.shared, s.w) }},
	{"timex", "time expressions on TimeBank and AQUAINT", func(s scoring) error { return eval.Timex(s.files, s.shared, s.w) }},
	{"actors", "actor strings to country and sector", func(s scoring) error { return eval.Actors(s.files, data.Gazetteer, s.shared, s.w, s.details) }},
	{"places", "toponyms on TR-News and LGL", evalPlaces},
	{"plv", "source, target and PLOVER type of sentences, end to end", whole(eval.PLV)},
	{"relevance", "false alarms: events counted in irrelevant articles", whole(eval.Relevance)},
}

func evalPlaces(s scoring) error {
	_, err := eval.Places(s.shared, s.files, data.Models("en"), data.Gazetteer, s.w, s.details != nil)
	return err
}

// whole makes an evaluation of one that needs the whole coder.
func whole(score func(code eval.Coder, shared string, w, details io.Writer) error) func(scoring) error {
	return func(s scoring) error {
		code, err := newCoder(s.files)
		if err != nil {
			return err
		}
		return score(eval.Coder(code), s.shared, s.w, s.details)
	}
}

type evalCmd struct {
	Names  []string `arg:"" name:"name" help:"What to score; \"list\" says what there is."`
	Shared string   `default:"../shared" placeholder:"DIR" help:"Folder that holds the corpora (${default})."`
	Wrong  bool     `help:"List what went wrong, where the evaluation can."`

	knowledgeFlags `embed:""`
}

func (c *evalCmd) Run(a *app) error {
	if len(c.Names) == 1 && c.Names[0] == "list" {
		for _, e := range evaluations {
			fmt.Fprintf(a.stdout, "%-12s %s\n", e.name, e.gloss)
		}
		return nil
	}
	var todo []evaluation
	for _, n := range c.Names {
		e, err := findEvaluation(n)
		if err != nil {
			return usageError{err}
		}
		todo = append(todo, e)
	}
	if err := needShared(c.Shared); err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	s := scoring{files: files, shared: c.Shared, w: a.stdout}
	if c.Wrong {
		s.details = a.stdout
	}
	for _, e := range todo {
		if err := e.run(s); err != nil {
			return fmt.Errorf("eval %s: %w", e.name, err)
		}
	}
	return nil
}

func findEvaluation(name string) (evaluation, error) {
	var names []string
	for _, e := range evaluations {
		if e.name == name {
			return e, nil
		}
		names = append(names, e.name)
	}
	d := &diag.Error{Msg: fmt.Sprintf("unknown evaluation %q; there is %s", name, strings.Join(names, ", "))}
	if n := diag.Nearest(name, names); n != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", n)
	}
	return evaluation{}, d
}

func needShared(dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return &diag.Error{File: dir, Msg: "no shared data folder here", Hint: "say where the corpora are with --shared DIR", Reason: diag.Missing}
	}
	return nil
}
