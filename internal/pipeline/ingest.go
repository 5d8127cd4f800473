package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/store"
)

// A Keeper is what Ingest needs beside a source and a coder.
type Keeper struct {
	Store   *store.Store
	Version store.Version
	Note    string           // for the batches: the sources as named
	Now     func() time.Time // the clock
	Batch   int              // documents that are committed at once
	seen    *store.Seen      // read once, for all runs

	Rarity func(word string) float64 // of words: a fixed table's

	// Records are what is kept of a coded document's records beside its events.
	Records func(*text.Document, *record.Coding) []store.Record
}

// A Ledger counts what became of the documents of a run.
type Ledger struct {
	Read      int            // documents that were read
	Known     int            // of those, in the store already
	Status    map[string]int // the others, by their status in the store
	Sentences int
	Records   int
	Counted   int
	Batches   int
}

// A batch is also committed when it has so many bytes of text, or when so much time
// has gone by: what a kill can cost is coding anew what one batch holds.
const (
	batchBytes = 24 << 20
	batchTime  = 20 * time.Second
)

// Ingest reads src to its end, codes what the store does not have, and commits it
// batch by batch. Documents that could not be read or coded are kept with the
// reason. step, if not nil, is told of each document. When the run breaks off,
// what was coded until then is committed before Ingest returns.
func Ingest(ctx context.Context, src Source, code Coder, workers int, k *Keeper, step func(Result)) (Ledger, error) {
	led := Ledger{Status: map[string]int{}}
	if k.seen == nil {
		var err error
		if k.seen, err = k.Store.Seen(ctx); err != nil {
			return led, err
		}
	}
	seen := k.seen
	var mu sync.RWMutex // seen is asked by the workers
	known := func(id string) bool {
		mu.RLock()
		defer mu.RUnlock()
		return seen.Has(id)
	}
	w := k.writer(ctx, store.Ingest)
	names := sync.Map{} // names of documents in flight, by their ids
	_, err := Run(ctx, src, func(d *text.Document) *record.Coding {
		name := d.ID
		d.ID = DocumentID(d)
		if known(d.ID) {
			return nil
		}
		names.Store(d, name)
		return pathless(code, d)
	}, workers, func(r Result) error {
		if step != nil {
			step(r)
		}
		doc := k.document(&r, &names)
		led.Read++
		if r.Coding == nil && r.Skip == nil || known(doc.ID) {
			led.Known++
			return nil
		}
		mu.Lock()
		seen.Add(doc.ID)
		mu.Unlock()
		led.Status[doc.Status]++
		led.Sentences += doc.Sentences
		led.Records += doc.Events
		led.Counted += doc.Counted
		return w.add(doc, &r)
	})
	if cerr := w.finish(); err == nil {
		err = cerr
	}
	led.Batches = w.batches
	return led, err
}

// pathless codes a document without its path: what is kept of an article does not
// hang on the file that it was read from.
func pathless(code Coder, d *text.Document) *record.Coding {
	path := d.Path
	defer func() { d.Path = path }()
	d.Path = ""
	return code(d)
}

// A writer puts documents into batches and commits these, one after the other, beside
// the coding of the next one.
type writer struct {
	k       *Keeper
	ctx     context.Context
	kind    store.Kind
	batch   *store.Batch
	size    int
	began   time.Time
	batches int
	flight  chan error // how the batch ends that is being committed; nil: there is none
	err     error      // why one could not be
}

func (k *Keeper) writer(ctx context.Context, kind store.Kind) *writer {
	// What is coded is kept even when the run is being stopped.
	w := &writer{k: k, ctx: context.WithoutCancel(ctx), kind: kind}
	w.fresh()
	return w
}

func (w *writer) fresh() {
	w.batch = &store.Batch{Kind: w.kind, Note: w.k.Note, Version: w.k.Version}
	w.size, w.began = 0, w.k.Now()
}

// add takes a document in, with what was coded from it, and commits when there is
// enough.
func (w *writer) add(doc store.Document, r *Result) error {
	b := w.batch
	b.Documents = append(b.Documents, doc)
	if r.Coding != nil {
		b.Events = append(b.Events, r.Coding.Events(r.Doc.Body)...)
		b.Records = append(b.Records, w.k.Records(r.Doc, r.Coding)...)
		b.Sketches = append(b.Sketches, Sketch(r.Doc, r.Coding, w.k.Rarity))
	}
	w.size += len(doc.Text)
	if len(b.Documents) >= w.k.Batch || w.size >= batchBytes || w.k.Now().Sub(w.began) >= batchTime {
		return w.commit()
	}
	return nil
}

// commit hands the batch over to be committed, once the one before it is.
func (w *writer) commit() error {
	if err := w.wait(); err != nil || len(w.batch.Documents) == 0 {
		return err
	}
	b, flight := w.batch, make(chan error, 1)
	b.At = w.k.Now()
	go func() {
		_, err := w.k.Store.Commit(w.ctx, b)
		flight <- err
	}()
	w.flight = flight
	w.fresh()
	return nil
}

// wait returns when nothing is being committed. After a batch that could not be, none
// is committed any more.
func (w *writer) wait() error {
	if w.flight != nil {
		if w.err = <-w.flight; w.err == nil {
			w.batches++
		}
		w.flight = nil
	}
	return w.err
}

// finish commits what is left, and returns when all of it is there.
func (w *writer) finish() error {
	if err := w.commit(); err != nil {
		return err
	}
	return w.wait()
}

// document is the row of a result.
func (k *Keeper) document(r *Result, names *sync.Map) store.Document {
	if r.Doc == nil { // it could not be read at all
		name := r.Skip.File
		if r.Skip.Line > 0 {
			name += ":" + strconv.Itoa(r.Skip.Line)
		}
		return store.Document{ID: hashOf("unread", name, r.Skip.Msg), Name: name, Status: string(r.Skip.Reason), Detail: r.Skip.Msg}
	}
	d := r.Doc
	out := store.Document{
		ID: d.ID, Name: d.ID, URL: d.URL, Publisher: d.Publisher, Title: d.Title, Language: d.Language,
		Published: d.Published.String(), Sentences: len(d.Sentences), Dateline: d.Dateline, Zones: writeZones(d.Zones), Text: d.Body,
	}
	if names != nil {
		if n, ok := names.LoadAndDelete(d); ok {
			out.Name = n.(string)
		}
	}
	if r.Skip != nil {
		out.Status, out.Detail, out.Sentences = string(r.Skip.Reason), r.Skip.Msg, 0
		return out
	}
	if r.Coding == nil {
		return out
	}
	out.Events = len(r.Coding.Records)
	for i := range r.Coding.Records {
		if r.Coding.Records[i].Counted {
			out.Counted++
		}
	}
	switch {
	case out.Events > 0:
		out.Status = store.Coded
	case acts(r.Coding):
		out.Status = store.NoEvent
	default:
		out.Status = store.OffTopic
	}
	return out
}

// acts reports whether a text names anybody whom events are coded of: a state, a
// body, or somebody of theirs.
func acts(c *record.Coding) bool {
	for i := range c.Actors {
		if c.Actors[i].Country != "" {
			return true
		}
	}
	return false
}

// DocumentID is the id under which a store keeps a document: it hangs on what was
// published where, and not on the file that it was read from. The same article
// read again, from another file or feed, is the same document; a copy under
// another publisher or address is one of its own.
func DocumentID(d *text.Document) string {
	at := ""
	if d.Offset > 0 {
		at = fmt.Sprint(d.Offset) // a later part of a very long text
	}
	return hashOf("document", d.URL, d.Publisher, d.Published.String(), at, d.Body)
}

func hashOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

// Line says in one line what the run did.
func (l *Ledger) Line() string {
	var b strings.Builder
	n := l.Status[store.Coded] + l.Status[store.NoEvent] + l.Status[store.OffTopic]
	fmt.Fprintf(&b, "%d read", l.Read)
	if l.Known > 0 {
		fmt.Fprintf(&b, ", %d of them known", l.Known)
	}
	fmt.Fprintf(&b, "; %d coded, %d with events: %d records, %d counted", n, l.Status[store.Coded], l.Records, l.Counted)
	for _, s := range slices.Sorted(maps.Keys(l.Status)) {
		if s != store.Coded {
			fmt.Fprintf(&b, "; %d %s", l.Status[s], s)
		}
	}
	return b.String()
}
