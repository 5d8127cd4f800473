package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"entente/internal/diag"
	"entente/internal/reading/fetch"
	"entente/internal/reading/source"
	"entente/internal/text"
)

// webFlags say how addresses are read.
type webFlags struct {
	Addresses string        `name:"addresses" placeholder:"FILE" help:"Also read the addresses in FILE: one a line, # before comments."`
	Contact   string        `placeholder:"ADDRESS" help:"Mail or web address that hosts see, to turn to."`
	Pace      time.Duration `default:"2s" help:"Time between two requests to one host."`
	AllowHost []string      `placeholder:"HOST" help:"Host or network (10.1.0.0/16) that may lie in a private network; may be given again."`
	AllowPort []uint16      `placeholder:"PORT" help:"Port beside 80 and 443 that may be asked; may be given again."`
}

// seeds parts addresses from names of files, and adds those of --addresses.
func (f webFlags) seeds(args []string) (seeds, files []string, err error) {
	for _, a := range args {
		if isAddress(a) {
			seeds = append(seeds, a)
		} else {
			files = append(files, a)
		}
	}
	if f.Addresses == "" {
		return seeds, files, nil
	}
	r, err := os.Open(f.Addresses)
	if err != nil {
		return nil, nil, &diag.Error{File: f.Addresses, Msg: "cannot be read: " + err.Error(), Reason: diag.Missing}
	}
	defer r.Close()
	all, err := source.Addresses(r)
	if err != nil {
		var de *diag.Error
		if errors.As(err, &de) {
			de.File = f.Addresses
		}
		return nil, nil, err
	}
	for _, a := range all {
		seeds = append(seeds, a.URL)
	}
	return seeds, files, nil
}

func isAddress(s string) bool {
	return len(s) > 8 && (s[:7] == "http://" || s[:8] == "https://")
}

// A webReader is a client whose state lies in a store's folder.
type webReader struct {
	*fetch.Client
	file string
	opts source.Options
}

const webState = "fetch.json"

func (f webFlags) open(dir string, opts source.Options) (*webReader, error) {
	w := &webReader{file: filepath.Join(dir, webState), opts: opts}
	o := fetch.Options{Now: time.Now, Version: version, Contact: f.Contact, Every: f.Pace, Allow: f.AllowHost, Ports: append([]uint16{80, 443}, f.AllowPort...), Seed: uint64(os.Getpid())}
	raw, err := os.ReadFile(w.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if err := json.Unmarshal(raw, &o.State); err != nil {
			return nil, &diag.Error{File: w.file, Msg: "is not what was written: " + err.Error(), Hint: "take it away: feeds are then read from the start, and what is known is passed over", Reason: diag.Syntax}
		}
	}
	w.Client, err = fetch.New(o)
	return w, err
}

// save writes the state down. Nothing may be in it that the store does not have.
func (w *webReader) save() error {
	raw, err := json.Marshal(w.State())
	if err != nil {
		return err
	}
	part := w.file + ".part"
	if err := os.WriteFile(part, raw, 0o644); err != nil {
		return err
	}
	return os.Rename(part, w.file)
}

// A fetched is a page as it came, or the finding why it did not.
type fetched struct {
	page fetch.Page
	err  error
}

// pages hands pages from one goroutine, which fetches, to another. A page that
// nobody has taken yet is not done with, so that the state never runs ahead.
func (w *webReader) pages(ctx context.Context, watch time.Duration, seeds []string) <-chan fetched {
	out := make(chan fetched)
	go func() {
		defer close(out)
		all := w.Articles(ctx, seeds...)
		if watch > 0 {
			all = w.Watch(ctx, watch, seeds...)
		}
		for p, err := range all {
			select {
			case out <- fetched{p, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// document is a page as a document, with what its list says where the page itself
// is silent.
func (w *webReader) document(f fetched) (*text.Document, error) {
	if f.err != nil {
		return nil, f.err
	}
	p := &f.page
	opts := w.opts
	if d, err := source.ParseDate(p.Listed.Published); err == nil {
		opts.Date = d
	}
	doc, err := source.Page(p.Body, source.Meta{URL: p.Final, Type: p.Type}, opts)
	if err != nil {
		return nil, err
	}
	if doc.Title == "" {
		doc.Title = p.Listed.Title
	}
	return doc, nil
}

// A round is the source of one run of ingestion: files to their end, then pages
// for as long as they keep coming.
type round struct {
	ctx   context.Context
	files *source.Reader
	read  bool // the files, to their end
	web   *webReader
	pages <-chan fetched
	first *fetched      // taken already
	idle  time.Duration // the round ends when no page has come for so long; 0: at the end of the pages
	until time.Time     // and at the latest then; zero: never
	ended bool          // the pages have come to an end
}

func (r *round) Next() (*text.Document, error) {
	if r.files != nil && !r.read {
		doc, err := r.files.Next()
		if err != io.EOF {
			return doc, err
		}
		r.read = true
	}
	if f := r.first; f != nil {
		r.first = nil
		return r.web.document(*f)
	}
	if r.pages == nil {
		return nil, io.EOF
	}
	var over <-chan time.Time
	if r.idle > 0 {
		if time.Now().After(r.until) {
			return nil, io.EOF
		}
		t := time.NewTimer(r.idle)
		defer t.Stop()
		over = t.C
	}
	select {
	case f, more := <-r.pages:
		if !more {
			r.ended = true
			return nil, io.EOF
		}
		return r.web.document(f)
	case <-over:
		return nil, io.EOF
	case <-r.ctx.Done():
		return nil, r.ctx.Err()
	}
}

// Progress is that of the files; how many pages will come nobody knows.
func (r *round) Progress() (done, total int64) {
	if r.files == nil {
		return 0, 0
	}
	return r.files.Progress()
}
