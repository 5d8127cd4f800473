package main

import (
	"context"
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

	"github.com/vbauerster/mpb/v8/decor"

	"entente/data"
	"entente/internal/coder"
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
	Args []string `arg:"" optional:"" name:"source" help:"Files, folders, patterns, archives, web addresses of pages, feeds and sitemaps, or - for standard input (the default)."`
	storeFlag
	Watch   bool          `help:"Go on: look at feeds and pages again, and at folders for what is new, until stopped."`
	Every   time.Duration `default:"10m" help:"With --watch: how often a feed is looked at that does not say itself."`
	Alerts  bool          `help:"After each round tell what has changed, as entente alerts does, whose flags these are with alert- before them."`
	Date    string        `placeholder:"DAY" help:"Publication date of articles that give none, as 2025-06-27."`
	Workers int           `placeholder:"N" help:"Articles coded side by side (default: one for each core)."`
	Batch   int           `default:"2000" placeholder:"N" help:"Documents committed at once."`
	Quiet   bool          `short:"q" help:"No progress and no summary; what is skipped is still said."`

	webFlags        `embed:""`
	Alert           alertFlags `embed:"" prefix:"alert-"`
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
	seeds, files, err := c.seeds(c.Args)
	if err != nil {
		return err
	}
	if len(seeds)+len(files) == 0 {
		files = []string{"-"}
	}
	if c.Watch && slices.Contains(files, "-") {
		return usageError{&diag.Error{Msg: "standard input cannot be watched", Hint: "name files, folders or addresses"}}
	}
	code, err := a.coding(c.knowledgeFlags, c.dictionaryFlags)
	if err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{Create: true})
	if err != nil {
		return err
	}
	err = c.run(a, db, code, files, seeds, opts)
	return errors.Join(err, db.Close())
}

func (c *ingestCmd) run(a *app, db *store.Store, code *coding, files, seeds []string, opts source.Options) error {
	in := &ingestion{ingestCmd: c, app: a, db: db, code: code, opts: opts}
	in.keeper = code.keeper(db, strings.Join(slices.Concat(files, seeds), " "), c.Batch)
	if c.Alerts {
		var err error
		if in.alarm, err = a.alarm(c.Alert, c.knowledgeFlags); err != nil {
			return err
		}
	}
	if len(seeds) > 0 {
		var err error
		if in.web, err = c.webFlags.open(db.Dir(), opts); err != nil {
			return err
		}
		defer in.web.Close()
	}
	if c.Watch {
		return in.watch(files, seeds)
	}
	r := &round{ctx: a.ctx, web: in.web}
	if len(files) > 0 {
		r.files = source.Open(files, opts)
		defer r.files.Close()
	}
	if len(seeds) > 0 {
		ctx, stop := context.WithCancel(a.ctx)
		defer stop()
		r.pages = in.web.pages(ctx, 0, seeds)
	}
	if err := in.round(r); err != nil {
		return err
	}
	if in.found > 0 {
		return status(exitSkipped)
	}
	return nil
}

// An ingestion is what the rounds of one command share.
type ingestion struct {
	*ingestCmd
	app    *app
	db     *store.Store
	code   *coding
	opts   source.Options
	keeper *pipeline.Keeper
	web    *webReader // nil where no address was named
	alarm  *alarm     // nil without --alerts
	found  int        // documents that were not coded
}

// round takes in what r hands out, folds, and then keeps what is known of the web:
// never before the pages are in the store.
func (in *ingestion) round(r *round) error {
	bar := startBar(in.app, in.Quiet, func(*progress) (int64, int64) { return r.Progress() }, decor.CountersKibiByte("% .1f / % .1f"))
	before := in.found
	led, err := pipeline.Ingest(in.app.ctx, r, in.code.Records, in.Workers, in.keeper, func(res pipeline.Result) {
		bar.step()
		if res.Skip != nil {
			if in.found++; in.found-before <= maxFindings {
				bar.say(res.Skip.Error())
			}
		}
	})
	bar.stop()
	if n := in.found - before - maxFindings; n > 0 {
		fmt.Fprintf(in.app.stderr, "and %d more: entente query --db %s \"SELECT name, status, detail FROM documents WHERE status NOT IN ('coded', 'no event', 'off topic')\"\n", n, in.DB)
	}
	if !in.Quiet && (led.Read > 0 || !in.Watch) {
		fmt.Fprintln(in.app.stderr, led.Line())
	}
	if err == nil {
		_, err = in.db.Fold(in.app.ctx)
	}
	if err == nil && in.alarm != nil {
		_, err = in.alarm.step(in.app.ctx, in.db)
	}
	if err == nil && in.web != nil {
		err = in.web.save()
	}
	return err
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
	*coder.Coder
	files   fs.FS // the tables
	rarity  func(word string) float64
	version store.Version
}

// keeper is what ingestion needs beside a source: note says what for.
func (c *coding) keeper(db *store.Store, note string, batch int) *pipeline.Keeper {
	return &pipeline.Keeper{Store: db, Version: c.version, Rarity: c.rarity, Note: note, Now: time.Now, Batch: batch, Records: wholeRecords}
}

// batchDocuments is how many documents are committed at once where no flag says.
const batchDocuments = 2000

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
	return &coding{coder, files, words.Rarity, v}, nil
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
