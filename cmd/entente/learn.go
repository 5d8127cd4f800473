package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"entente/data"
	"entente/internal/diag"
	"entente/internal/learn/eval"
	"entente/internal/learn/train"
	"entente/internal/record"
	"entente/internal/text"
)

type trainCmd struct {
	Recipes []string `arg:"" name:"recipe" help:"Recipe files, such as data/model/en-syntax.recipe, in the order in which models build upon each other; or one of the words gazetteer and reference."`
	Shared  string   `default:"../shared" placeholder:"DIR" help:"Folder that holds the corpora (${default})."`
	Out     string   `default:"data/built" placeholder:"DIR" help:"Folder that models are written to (${default})."`
}

func (c *trainCmd) Run(a *app) error {
	if err := needShared(c.Shared); err != nil {
		return err
	}
	for _, r := range c.Recipes {
		var err error
		data := filepath.Dir(filepath.Clean(c.Out))
		switch r {
		case "gazetteer":
			err = train.Gazetteer(c.Shared, data, a.stderr)
		case "reference":
			err = train.Reference(c.Shared, data, a.stderr)
		default:
			err = train.Run(a.ctx, r, c.Shared, c.Out, relationGround, a.stderr)
		}
		if err != nil {
			return fmt.Errorf("train %s: %w", r, err)
		}
	}
	return nil
}

// relationGround loads the coder that reads sentences for the models above it:
// the embedded one, without the model that is to be fitted and those that build
// upon it.
func relationGround(kind string) (g train.Ground, err error) {
	if g.Cases, err = casePairs(data.FS); err != nil {
		return g, err
	}
	models := data.Models("en")
	delete(models, "trust")
	if kind != "trust" { // that one alone is above all others
		for _, m := range []string{"relations", "roles", "factuality"} {
			delete(models, m)
		}
	}
	if kind == "attribution" {
		delete(models, kind)
	}
	c, err := loadCoder(data.FS, models)
	if err != nil {
		return g, err
	}
	g.Reader, g.Attributer, g.Code, g.Said, g.Score, g.Plain = c, c, c.Code, c.Said(), c.Scored, c.With(nil).Scored
	return g, nil
}

// A scoring is what an evaluation is given.
type scoring struct {
	files  fs.FS
	shared string
	path   string // the text to score, where the evaluation has input
	given  bool   // path is the user's, not that of the shared folder
	corpus string // folder of our own annotated sentences
	eval.Output
}

// An evaluation scores one layer against annotated text: that of the shared
// folder or, where input names a default of one file, another of its form.
type evaluation struct {
	name, input string
	gloss       string
	run         func(s scoring) error
}

// evaluations are all there are; adding one is one line.
var evaluations = []evaluation{
	{"extraction", "data/extraction/articles181", "the article in an HTML page, and its day of publication; takes a folder", evalExtraction},
	{"segment", "", "sentences and tokens against the treebanks", func(s scoring) error { return eval.Segment(s.files, s.shared, s.Report) }},
	{"parse", "", "tags and trees on the treebanks, from gold tokens and from raw text", func(s scoring) error { return eval.Parse(s.files, data.Models("en"), s.shared, s.Report) }},
	{"timex", "", "time expressions on TimeBank and AQUAINT", func(s scoring) error { return eval.Timex(s.files, s.shared, s.Report) }},
	{"actors", "", "actor strings to country and sector", func(s scoring) error { return eval.Actors(s.files, data.Gazetteer, s.shared, s.Report, s.Details) }},
	{"attribution", "data/attribution/polnear/dev", "who says what: cues, contents and sources of statements; takes a folder", whole(func(code eval.Coder, s scoring) error {
		return eval.Attribution(func(d *text.Document) []record.Attribution { return code(d).Attributions }, s.path, s.Output)
	})},
	{"fold", "data/duplicates/ecbplus", "articles to stories, and copies of one text; takes a folder", whole(func(code eval.Coder, s scoring) error { return eval.Fold(grouper(code), s.path, s.Output) })},
	{"officecheck", "", "verdicts on made sentences about office-holders, true and corrupted", evalOfficeCheck},
	{"tradecheck", "", "verdicts on made sentences about largest trade partners, true and corrupted", evalTradeCheck},
	{"membercheck", "", "verdicts on made sentences about memberships, true and corrupted", evalMemberCheck},
	{"measurecheck", "", "verdicts on made sentences about sanctions, joint exercises and the Belt and Road, true and corrupted", evalMeasureCheck},
	{"factbench", "data/reference/benchmarks/factbench_leader", "FactBench's relation leader against the tables: person, state, years; takes a folder", evalFactBench},
	{"places", "", "toponyms on TR-News and LGL", evalPlaces},
	{"plv", "data/events/plv/train.tsv", "PLOVER type between a given source and target; then all three end to end", evalPLV},
	{"quad", "data/events/cameo_quad/train.tsv", "quad class of a sentence, or neutral", evalQuad},
	{"gsr", "data/events/plover_gsr/records.json", "whole records on PLOVER's gold standard", evalGSR},
	{"spans", "data/events/cameo_spans/train.txt", "phrases of source and target, cross-validated; with a file, the shipped model", evalSpans},
	{"factuality", "data/factuality", "how surely event words are put forward, -3 to 3, on UW, MEANTIME and UDS", evalFactuality},
	{"certainty", "data/meantime/intra-doc_annotation", "certainty and polarity of events on MEANTIME's articles", evalCertainty},
	{"alerts", "data/forecast/ICEWS05-15", "change points and bursts: planted changes found and how soon, at equal false alarms, and what controls show; takes a folder", evalAlerts},
	{"tkg", "data/forecast/ICEWS14", "who will do what to whom next, on a temporal knowledge graph; takes a folder", evalTKG},
	{"relevance", "", "false alarms: events counted in irrelevant articles", whole(func(code eval.Coder, s scoring) error { return eval.Relevance(code, s.shared, s.Output) })},
}

func evalExtraction(s scoring) error {
	return eval.Extraction(s.path, filepath.Join(s.corpus, "page-dates.tsv"), s.Output)
}

func evalPlaces(s scoring) error {
	_, err := eval.Places(s.shared, s.files, data.Models("en"), data.Gazetteer, s.Report, s.Details != nil)
	return err
}

// whole makes an evaluation of one that needs the whole coder.
func whole(score func(code eval.Coder, s scoring) error) func(scoring) error {
	return func(s scoring) error {
		code, err := newCoder(s.files)
		if err != nil {
			return err
		}
		return score(eval.Coder(code), s)
	}
}

type evalCmd struct {
	Names       []string `arg:"" name:"name" help:"What to score; \"list\" says what there is. A file after a name is scored in place of the one in the shared folder."`
	Shared      string   `default:"../shared" placeholder:"DIR" help:"Folder that holds the corpora (${default})."`
	Corpus      string   `default:"corpus" placeholder:"DIR" help:"Folder that holds annotated sentences of our own, for evaluations that fit a model (${default})."`
	Wrong       bool     `help:"List what went wrong, where the evaluation can."`
	Predictions string   `placeholder:"FILE" aliases:"ranks" help:"Write what was predicted for each row, tab-separated, where the evaluation can."`

	knowledgeFlags `embed:""`
}

func (c *evalCmd) Run(a *app) error {
	if len(c.Names) == 1 && c.Names[0] == "list" {
		for _, e := range evaluations {
			fmt.Fprintf(a.stdout, "%-12s %s\n", e.name, e.gloss)
			if e.input != "" {
				fmt.Fprintf(a.stdout, "%-12s takes a file; else DIR/%s\n", "", e.input)
			}
		}
		return nil
	}
	todo, paths, err := c.parse()
	if err != nil {
		return usageError{err}
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	s := scoring{files: files, shared: c.Shared, corpus: c.Corpus, Output: eval.Output{Report: a.stdout}}
	if c.Wrong {
		s.Details = a.stdout
	}
	for i, e := range todo {
		s.given = paths[i] != ""
		if !s.given {
			if err := needShared(c.Shared); err != nil {
				return err
			}
			paths[i] = filepath.Join(c.Shared, filepath.FromSlash(e.input))
		}
		s.path = paths[i]
		if err := c.score(e, s); err != nil {
			return fmt.Errorf("eval %s: %w", e.name, err)
		}
	}
	return nil
}

// parse tells the names of evaluations from the files that follow some of them;
// an evaluation without one gets "".
func (c *evalCmd) parse() (todo []evaluation, paths []string, err error) {
	for _, n := range c.Names {
		e, err := findEvaluation(n)
		if err == nil {
			todo, paths = append(todo, e), append(paths, "")
			continue
		}
		if !isPath(n) {
			return nil, nil, err
		}
		last := len(todo) - 1
		switch {
		case last < 0:
			return nil, nil, &diag.Error{Msg: fmt.Sprintf("%q stands before any evaluation", n), Hint: "entente eval NAME FILE"}
		case todo[last].input == "":
			return nil, nil, &diag.Error{Msg: fmt.Sprintf("eval %s takes no file", todo[last].name), Hint: "entente eval list"}
		case paths[last] != "":
			return nil, nil, &diag.Error{Msg: fmt.Sprintf("eval %s takes one file, not %q as well", todo[last].name, n)}
		}
		paths[last] = n
	}
	if c.Predictions != "" && (len(todo) != 1 || todo[0].input == "") {
		return nil, nil, &diag.Error{Msg: "--predictions goes with one evaluation, of those that take a file", Hint: "entente eval list"}
	}
	return todo, paths, nil
}

// isPath reports whether an argument can only be meant as a file.
func isPath(arg string) bool {
	if strings.ContainsAny(arg, `./\`) {
		return true
	}
	_, err := os.Stat(arg)
	return err == nil
}

// score runs one evaluation and keeps its predictions if they are wanted.
func (c *evalCmd) score(e evaluation, s scoring) (err error) {
	if c.Predictions == "" {
		return e.run(s)
	}
	f, err := os.Create(c.Predictions)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	s.Predictions = w
	return errors.Join(e.run(s), w.Flush(), f.Close())
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
