package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"entente/internal/diag"
	"entente/internal/learn/eval"
	"entente/internal/learn/train"
)

type trainCmd struct {
	Recipes []string `arg:"" name:"recipe" help:"Recipe files, such as data/model/en-syntax.recipe, in the order in which models build upon each other."`
	Shared  string   `default:"../shared" placeholder:"DIR" help:"Folder that holds the corpora (${default})."`
	Out     string   `default:"data/built" placeholder:"DIR" help:"Folder that models are written to (${default})."`
}

func (c *trainCmd) Run(a *app) error {
	if err := needShared(c.Shared); err != nil {
		return err
	}
	for _, r := range c.Recipes {
		if err := train.Run(a.ctx, r, c.Shared, c.Out, a.stderr); err != nil {
			return fmt.Errorf("train %s: %w", r, err)
		}
	}
	return nil
}

// An evaluation scores one layer against text in the shared folder.
type evaluation struct {
	name  string
	gloss string
	run   func(files fs.FS, shared string, w io.Writer) error
}

// evaluations are all there are; adding one is one line.
var evaluations = []evaluation{
	{"segment", "sentences and tokens against the treebanks", eval.Segment},
	{"plv", "end-to-end coding against PLV: source, target, root", evalPLV},
}

type evalCmd struct {
	Names  []string `arg:"" name:"name" help:"What to score; \"list\" says what there is."`
	Shared string   `default:"../shared" placeholder:"DIR" help:"Folder that holds the corpora (${default})."`

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
	for _, e := range todo {
		if err := e.run(files, c.Shared, a.stdout); err != nil {
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

// evalPLV scores the whole coder. ENTENTE_MISSES names a file for the rows
// that are not found.
func evalPLV(files fs.FS, shared string, w io.Writer) error {
	code, err := newCoder(files)
	if err != nil {
		return err
	}
	var details io.Writer
	if name := os.Getenv("ENTENTE_MISSES"); name != "" {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		details = f
	}
	return eval.PLV(eval.Coder(code), shared, w, details)
}
