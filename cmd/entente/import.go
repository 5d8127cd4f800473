package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8/decor"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/serve/exchange"
	"entente/internal/track/store"
)

type importCmd struct {
	Files []string `arg:"" name:"file" help:"Files, packed with gzip or zip or not."`
	storeFlag
	Format  string `short:"f" default:"auto" help:"auto, icews, gdelt1, gdelt2, gdelt-mentions, polecat, phoenix, plover or acled."`
	Rejects string `placeholder:"FILE" help:"Where rows go that cannot be read (default: each file's own, with .rejected behind its name)."`
	Workers int    `default:"2" placeholder:"N" help:"Workers that read side by side."`
	Batch   int    `default:"200000" placeholder:"N" help:"Rows committed at once."`
	Quiet   bool   `short:"q" help:"No progress and no summary; what is left out is still said."`
	Profile string `hidden:"" name:"cpu-profile" help:"File for a CPU profile of the run."`

	knowledgeFlags `embed:""`
}

// An importing is one run of import.
type importing struct {
	*importCmd
	a        *app
	db       *store.Store
	tables   *exchange.Tables
	version  store.Version
	mentions exchange.Mentions
	bar      *progress
	read     atomic.Int64 // bytes of the files
	rejects  *rejects     // of all files, where --rejects names one
	sum      struct{ rows, events, known, bad int }
	begun    time.Time
}

func (c *importCmd) Run(a *app) error {
	if c.Batch < 1 || c.Workers < 1 {
		return usageError{&diag.Error{Msg: "--batch and --workers must be at least 1"}}
	}
	if c.Format != "auto" {
		f, err := exchange.Find(c.Format)
		if err != nil {
			return usageError{err}
		}
		if !f.Reads() {
			return usageError{&diag.Error{Msg: c.Format + " is only written"}}
		}
	}
	if c.Profile != "" {
		f, err := os.Create(c.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	tables, err := exchange.Load(files)
	if err != nil {
		return err
	}
	v := store.Version{Program: version}
	if v.Codebook, err = hashTree(files, []string{"codebook"}, dictionaryFlags{}); err != nil {
		return err
	}
	if v.Reference, err = hashTree(files, []string{"reference"}, dictionaryFlags{}); err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{Create: true})
	if err != nil {
		return err
	}
	run := &importing{importCmd: c, a: a, db: db, tables: tables, version: v, mentions: exchange.Mentions{}, begun: time.Now()}
	return errors.Join(run.do(), db.Close())
}

func (r *importing) do() error {
	var total int64
	for _, name := range r.Files {
		info, err := os.Stat(name)
		if err != nil || info.IsDir() {
			return &diag.Error{File: name, Msg: "is no file", Reason: diag.Missing}
		}
		total += info.Size()
	}
	if r.Rejects != "" {
		r.rejects = &rejects{name: r.Rejects}
	}
	r.bar = startBar(r.a, r.Quiet, func(*progress) (int64, int64) { return r.read.Load(), total }, decor.CountersKibiByte("% .1f / % .1f"))
	r.bar.noun = "rows"
	err := r.all()
	r.bar.stop()
	if r.rejects != nil {
		err = errors.Join(err, r.rejects.close())
	}
	if r.sum.bad > maxFindings {
		fmt.Fprintf(r.a.stderr, "and %d more that cannot be read\n", r.sum.bad-maxFindings)
	}
	if !r.Quiet {
		took := time.Since(r.begun)
		fmt.Fprintf(r.a.stderr, "%s: %s added, %d there already, %d cannot be read; %s, %.0f rows/s\n", plural(r.sum.rows, "row"), plural(r.sum.events, "event"), r.sum.known, r.sum.bad, took.Round(10*time.Millisecond), float64(r.sum.rows)/took.Seconds())
	}
	if err != nil {
		return err
	}
	if r.sum.bad > 0 {
		return status(exitSkipped)
	}
	return nil
}

// all reads mentions first: they say how many reports the events of the other
// files have.
func (r *importing) all() error {
	var events []string
	told := 0
	for _, name := range r.Files {
		is, err := r.holdsMentions(name)
		if err != nil {
			return err
		}
		if !is {
			events = append(events, name)
			continue
		}
		told++
		if err := r.members(name, func(m *member) error { return r.mentions.Read(m.in, r.badOf(m)) }); err != nil {
			return err
		}
	}
	if told > 0 && len(events) == 0 {
		return usageError{&diag.Error{Msg: "mentions alone hold no events", Hint: "name the files of events in the same command"}}
	}
	for _, name := range events {
		if err := r.file(name); err != nil {
			return err
		}
	}
	return nil
}

func (r *importing) holdsMentions(name string) (is bool, err error) {
	if r.Format != "auto" {
		return r.Format == "gdelt-mentions", nil
	}
	before := r.read.Load()
	stop := errors.New("seen enough")
	err = r.members(name, func(m *member) error {
		f, err := m.format(r.Format)
		is = err == nil && f.Mentions()
		return stop
	})
	r.read.Store(before)
	if errors.Is(err, stop) {
		err = nil
	}
	return is, err
}

// file imports one file, unless it was imported before.
func (r *importing) file(name string) error {
	hash, err := hashOf(r.a.ctx, name)
	if err != nil {
		return &diag.Error{File: name, Msg: err.Error(), Reason: diag.Unreadable}
	}
	mark := "sha256:" + hash
	if done, err := r.db.Imported(r.a.ctx, mark); err != nil || done {
		if err == nil {
			r.bar.say(name + ": was imported before; nothing is added")
		}
		return err
	}
	b := &store.Batch{Kind: store.Import, Note: name, Version: r.version, Events: make([]record.Event, 0, r.Batch+r.Batch/8)}
	commit := func() error {
		b.At = time.Now()
		n, err := r.db.Commit(r.a.ctx, b)
		if err != nil {
			return err
		}
		r.sum.known += b.Left
		r.sum.events += len(b.Events)
		if b.Since == 0 {
			b.Since = n
		}
		clear(b.Events)
		b.Events, b.Left = b.Events[:0], 0
		return nil
	}
	err = r.members(name, func(m *member) error {
		f, err := m.format(r.Format)
		if err != nil {
			return err
		}
		bad := r.badOf(m)
		return r.tables.Read(r.a.ctx, m.in, f, r.Workers, func(x exchange.Block) error {
			for _, w := range x.Bad {
				bad(w)
			}
			if m.err != nil {
				return m.err
			}
			r.sum.rows += x.Rows
			r.bar.docs.Add(int64(x.Rows))
			if f.Origin == "gdelt" {
				r.mentions.Apply(x.Events)
			}
			b.Events = append(b.Events, x.Events...)
			if len(b.Events) >= r.Batch {
				return commit()
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	b.Note = name + " " + mark // the file is in the store whole
	return commit()
}

// badOf says what is wrong with rows of a file and puts them aside.
func (r *importing) badOf(m *member) func(exchange.Bad) {
	aside := r.rejects
	if aside == nil {
		aside = &rejects{name: m.file + ".rejected"}
		m.aside = aside
	}
	return func(w exchange.Bad) {
		if r.sum.bad++; r.sum.bad <= maxFindings {
			r.bar.say((&diag.Error{File: m.name, Line: w.Line, Msg: w.Why}).Error())
		}
		if err := aside.add(m.head, w.Raw); err != nil && m.err == nil {
			m.err = err
		}
	}
}

// A member is one file, or one in an archive, that is being read.
type member struct {
	file, name string
	in         *bufio.Reader
	head       string // the line that names the columns, where there is one
	aside      *rejects
	err        error
}

// format tells the format and keeps the header.
func (m *member) format(name string) (f *exchange.Format, err error) {
	first, err := m.in.Peek(64 << 10)
	if len(first) == 0 {
		return nil, &diag.Error{File: m.name, Msg: "is empty", Reason: diag.Empty}
	}
	if name == "auto" {
		if f, err = exchange.Detect(first); err != nil {
			return nil, in(m.name, err)
		}
	} else if f, err = exchange.Find(name); err != nil {
		return nil, err
	}
	if f.Headed() {
		line, _, _ := bytes.Cut(first, []byte("\n"))
		m.head = strings.TrimRight(string(line), "\r")
	}
	return f, nil
}

// in puts the name of a file to a finding.
func in(name string, err error) error {
	var d *diag.Error
	if errors.As(err, &d) && d.File == "" {
		d.File = name
	}
	return err
}

// members opens a file and hands out what it holds: itself, or the files of an
// archive.
func (r *importing) members(name string, each func(*member) error) error {
	f, err := os.Open(name)
	if err != nil {
		return &diag.Error{File: name, Msg: err.Error(), Reason: diag.Unreadable}
	}
	defer f.Close()
	one := func(name string, from io.Reader) error {
		m := &member{file: f.Name(), name: name, in: bufio.NewReaderSize(from, 1<<16)}
		err := in(name, each(m))
		if m.aside != nil {
			err = errors.Join(err, m.aside.close())
		}
		return errors.Join(err, m.err)
	}
	counted := &countingReader{f, &r.read}
	head := bufio.NewReaderSize(counted, 1<<16)
	magic, _ := head.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(head)
		if err != nil {
			return &diag.Error{File: name, Msg: err.Error(), Reason: diag.Unreadable}
		}
		return one(name, z)
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		info, err := f.Stat()
		if err != nil {
			return err
		}
		z, err := zip.NewReader(countingAt{f, &r.read}, info.Size())
		if err != nil {
			return &diag.Error{File: name, Msg: err.Error(), Reason: diag.Unreadable}
		}
		for _, e := range z.File {
			if e.FileInfo().IsDir() {
				continue
			}
			x, err := e.Open()
			if err != nil {
				return &diag.Error{File: name + "/" + e.Name, Msg: err.Error(), Reason: diag.Unreadable}
			}
			err = one(name+"/"+e.Name, x)
			x.Close()
			if err != nil {
				return err
			}
		}
		return nil
	}
	return one(name, head)
}

type countingReader struct {
	from io.Reader
	n    *atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// countingAt counts what is read from an archive.
type countingAt struct {
	from io.ReaderAt
	n    *atomic.Int64
}

func (c countingAt) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.from.ReadAt(p, at)
	c.n.Add(int64(n))
	return n, err
}

// rejects is a file of rows that could not be read; it is there once there is one.
type rejects struct {
	name string
	f    *os.File
	w    *bufio.Writer
}

func (r *rejects) add(head, row string) error {
	if r.f == nil {
		f, err := os.Create(r.name)
		if err != nil {
			return err
		}
		r.f, r.w = f, bufio.NewWriter(f)
		if head != "" {
			fmt.Fprintln(r.w, head)
		}
	}
	_, err := r.w.WriteString(row + "\n")
	return err
}

func (r *rejects) close() error {
	if r.f == nil {
		return nil
	}
	return errors.Join(r.w.Flush(), r.f.Close())
}

// hashOf is the SHA-256 of a file.
func hashOf(ctx context.Context, name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), ctx.Err()
}
