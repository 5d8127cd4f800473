// Package source turns files, folders, archives, feeds and standard input into
// documents. What comes in is a list of names as a person typed them; what goes
// out, in a fixed order, is one text.Document for each article, with its body,
// what is known about it, and the zones of the body that are not running prose.
// It refuses, with a *diag.Error that names file and line, whatever it cannot
// read honestly: broken encodings, binary files, damaged archives and such as
// would exhaust it, overlong lines, broken records, impossible dates and other
// languages than it was asked for. It holds a bounded amount at a time, writes
// nothing to disk and fetches nothing. It never changes a byte of the text that
// its input decodes to, cuts no sentences and knows no actors.
package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"entente/internal/diag"
	"entente/internal/text"
)

// Limits that hold when Options leaves them at 0.
const (
	DefaultMaxLine = 200 << 20 // bytes in one line
	maxBody        = 1 << 30   // bytes in one document; offsets are int32
)

// Options says how input is read.
type Options struct {
	Stdin     io.Reader // what "-" reads; nil: "-" is refused
	Date      text.Date // publication date of documents that give none
	MaxLine   int       // longest line in bytes; 0: DefaultMaxLine
	Languages []string  // languages to let through; nil: English only
	Limits    Limits    // for archives
}

// A Reader hands out documents one after the other. It is used by one
// goroutine; only Progress and Close may be called from others.
type Reader struct {
	opts  Options
	queue []item
	cur   atomic.Pointer[input] // a run that breaks off closes while Next still reads
	seen  map[string]int        // how often each document id was given out
	done  atomic.Int64
	total int64
}

// An item is one file to read, or the finding why there is none.
type item struct {
	path string
	size int64
	err  *diag.Error
}

// Open lists what args name: files, folders (walked in sorted order, hidden
// entries left out) and "-" for standard input. It opens nothing yet; a name
// that does not exist is reported by Next in its place.
func Open(args []string, opts Options) *Reader {
	if opts.MaxLine <= 0 {
		opts.MaxLine = DefaultMaxLine
	}
	if opts.Languages == nil {
		opts.Languages = []string{"en"}
	}
	opts.Limits.fill()
	r := &Reader{opts: opts, seen: map[string]int{}}
	for _, a := range args {
		r.add(a)
	}
	for _, it := range r.queue {
		r.total += it.size
	}
	return r
}

func (r *Reader) add(arg string) {
	if arg == "-" {
		r.queue = append(r.queue, item{path: "-"})
		return
	}
	info, err := os.Stat(arg)
	if errors.Is(err, fs.ErrNotExist) && isPattern(arg) {
		r.addMatches(arg)
		return
	}
	if err != nil {
		r.queue = append(r.queue, item{path: arg, err: openError(arg, err)})
		return
	}
	if !info.IsDir() {
		r.queue = append(r.queue, item{path: arg, size: info.Size()})
		return
	}
	before := len(r.queue)
	// The callback never returns a real error, so neither does WalkDir.
	_ = filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			r.queue = append(r.queue, item{path: path, err: openError(path, err)})
			return nil
		case path != arg && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		info, err := os.Stat(path) // follows links, as opening will
		if err != nil {
			r.queue = append(r.queue, item{path: path, err: openError(path, err)})
		} else if info.Mode().IsRegular() {
			r.queue = append(r.queue, item{path: path, size: info.Size()})
		}
		return nil
	})
	if len(r.queue) == before {
		r.queue = append(r.queue, item{path: arg, err: &diag.Error{File: arg, Msg: "folder holds no files", Reason: diag.Empty}})
	}
}

func openError(path string, err error) *diag.Error {
	if errors.Is(err, fs.ErrNotExist) {
		return &diag.Error{File: path, Msg: "no such file or folder", Reason: diag.Missing}
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return &diag.Error{File: path, Msg: "cannot be read: " + err.Error(), Reason: diag.Unreadable}
}

// Next is the next document, or a *diag.Error for one that is skipped, after
// which reading goes on; io.EOF ends the run.
func (r *Reader) Next() (*text.Document, error) {
	for {
		in := r.cur.Load()
		if in == nil {
			if len(r.queue) == 0 {
				return nil, io.EOF
			}
			it := r.queue[0]
			r.queue = r.queue[1:]
			if it.err != nil {
				return nil, it.err
			}
			opened, derr := r.open(it)
			if derr != nil {
				return nil, derr
			}
			in = opened
			r.cur.Store(in)
		}
		doc, err := in.step()
		if err == io.EOF {
			in.acc.from.end()
			r.Close()
			continue
		}
		if err != nil {
			return nil, err
		}
		if derr := r.finish(doc); derr != nil {
			return nil, derr
		}
		return doc, nil
	}
}

// finish makes the id unique, settles the date and the language.
func (r *Reader) finish(doc *text.Document) *diag.Error {
	if derr := settleLanguage(doc, r.opts.Languages); derr != nil {
		return derr
	}
	if !doc.Published.Known() {
		doc.Published = r.opts.Date
	}
	n := r.seen[doc.ID] + 1
	r.seen[doc.ID] = n
	if n > 1 {
		doc.ID = fmt.Sprintf("%s#%d", doc.ID, n)
		r.seen[doc.ID]++
	}
	return nil
}

// Progress is how many bytes of how many have been read; total leaves out
// standard input, whose length nobody knows.
func (r *Reader) Progress() (done, total int64) { return r.done.Load(), r.total }

// Close lets go of the open file, if any. It may be called while another
// goroutine is in Next, which then ends with an error or with what it had read.
func (r *Reader) Close() {
	if in := r.cur.Swap(nil); in != nil {
		in.close()
	}
}

// Files are the files that Open would read for args, without those that cannot be
// found: a watcher looks at them again and again.
func Files(args []string) []string {
	var out []string
	for _, it := range Open(args, Options{}).queue {
		if it.err == nil && it.path != "-" {
			out = append(out, it.path)
		}
	}
	return out
}
