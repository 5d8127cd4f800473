package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"entente/data"
	"entente/internal/diag"
	"entente/internal/knowledge/frequency"
	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/serve/export"
	"entente/internal/text"
	"entente/internal/track/store"
)

// storeFlag names the store that a command works on.
type storeFlag struct {
	DB string `name:"db" required:"" placeholder:"DIR" help:"Folder of the store."`
}

type ingestCmd struct {
	Args []string `arg:"" optional:"" name:"source" help:"Files, folders, or - for standard input (the default)."`
	storeFlag
	Date    string `placeholder:"DAY" help:"Publication date of articles that give none, as 2025-06-27."`
	Workers int    `placeholder:"N" help:"Articles coded side by side (default: one for each core)."`
	Batch   int    `default:"2000" placeholder:"N" help:"Documents committed at once."`
	Quiet   bool   `short:"q" help:"No progress and no summary; what is skipped is still said."`

	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *ingestCmd) Run(a *app) error {
	if c.Workers < 0 {
		return usageError{&diag.Error{Msg: "--workers must be at least 1"}}
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Batch < 1 {
		return usageError{&diag.Error{Msg: "--batch must be at least 1"}}
	}
	opts := source.Options{Stdin: a.stdin}
	if c.Date != "" {
		d, err := parseDay(c.Date)
		if err != nil {
			return usageError{err}
		}
		opts.Date = d
	}
	args := c.Args
	if len(args) == 0 {
		args = []string{"-"}
	}
	code, err := a.coding(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{Create: true})
	if err != nil {
		return err
	}
	err = c.run(a, db, code, args, opts)
	return errors.Join(err, db.Close())
}

func (c *ingestCmd) run(a *app, db *store.Store, code *coding, args []string, opts source.Options) error {
	k := &pipeline.Keeper{Store: db, Version: code.version, Rarity: code.rarity, Note: strings.Join(args, " "), Now: time.Now, Batch: c.Batch, Records: wholeRecords}
	src := source.Open(args, opts)
	defer src.Close()
	bar := startProgress(a, src, c.Quiet)
	found := 0
	led, err := pipeline.Ingest(a.ctx, src, code.records, c.Workers, k, func(r pipeline.Result) {
		bar.step()
		if r.Skip != nil {
			if found++; found <= maxFindings {
				bar.say(r.Skip.Error())
			}
		}
	})
	bar.stop()
	if found > maxFindings {
		fmt.Fprintf(a.stderr, "and %d more: entente query --db %s \"SELECT name, status, detail FROM documents WHERE status NOT IN ('coded', 'no event', 'off topic')\"\n", found-maxFindings, c.DB)
	}
	if !c.Quiet {
		fmt.Fprintln(a.stderr, led.Line())
	}
	if err == nil {
		_, err = db.Fold(a.ctx)
	}
	if err != nil {
		return err
	}
	if found > 0 {
		return status(exitSkipped)
	}
	return nil
}

// wholeRecords are the records of a document as code puts them out.
func wholeRecords(d *text.Document, c *record.Coding) []store.Record {
	out := make([]store.Record, len(c.Records))
	for i := range c.Records {
		out[i] = store.Record{ID: c.Records[i].ID, Document: c.Doc.ID, JSON: export.Record(export.Page{Doc: d, Coding: c}, &c.Records[i])}
	}
	return out
}

// A coding is what codes for a store, and by which program and knowledge.
type coding struct {
	records pipeline.Coder
	rarity  func(word string) float64
	version store.Version
}

// coding loads what codes for a store.
func (a *app) coding(k knowledgeFlags, d dictionaryFlags) (*coding, error) {
	files, err := k.files()
	if err != nil {
		return nil, err
	}
	coder, err := a.coderOver(files, d)
	if err != nil {
		return nil, err
	}
	words, err := frequency.Load(files, "en")
	if err != nil {
		return nil, err
	}
	v, err := versionOf(files, d)
	if err != nil {
		return nil, err
	}
	return &coding{coder.Records, words.Rarity, v}, nil
}

// versionOf is the program with the knowledge that it codes by.
func versionOf(files fs.FS, d dictionaryFlags) (v store.Version, err error) {
	v.Program = version
	for into, dirs := range map[*string][]string{&v.Codebook: {"codebook"}, &v.Lexicon: {"lexicon", "lang"}, &v.Reference: {"reference"}} {
		if *into, err = hashTree(files, dirs, d); err != nil {
			return v, err
		}
	}
	h := sha256.New()
	models := data.Models("en")
	for _, name := range slices.Sorted(maps.Keys(models)) {
		fmt.Fprintf(h, "%s %d\n%s", name, len(models[name]), models[name])
	}
	fmt.Fprint(h, data.Gazetteer)
	v.Model = hex.EncodeToString(h.Sum(nil)[:8])
	return v, nil
}

// hashTree is a hash of all files below some folders, and of dictionaries of the
// user's.
func hashTree(files fs.FS, dirs []string, d dictionaryFlags) (string, error) {
	h := sha256.New()
	for _, dir := range dirs {
		err := fs.WalkDir(files, dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := fs.ReadFile(files, p)
			fmt.Fprintf(h, "%s %d\n", p, len(b))
			h.Write(b)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	for _, name := range slices.Concat(d.Actors, d.Agents) {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%d\n", len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}
