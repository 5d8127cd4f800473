// Package pipeline runs documents past the coder. Documents come in from a
// source, are coded side by side by a number of workers, and go
// out to a sink in the order in which they were read, so that the same input
// gives the same bytes at any number of workers. What the reader skips, and
// what the coder fails on, goes to the sink in its place as a finding, and is
// counted by reason. The package holds a bounded amount of text at a time; it
// knows nothing of formats and asks for no time.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/text"
)

// A Source hands out documents one after the other: a *source.Reader, or pages as
// they are fetched. Next is the next one, or a *diag.Error for one that is skipped,
// after which it goes on; io.EOF ends the run.
type Source interface {
	Next() (*text.Document, error)
}

// A Coder codes one document. It is called from several goroutines at once.
type Coder func(*text.Document) *record.Coding

// A Result is one document as coded, or the finding why there is none.
type Result struct {
	Doc    *text.Document // nil when it could not be read
	Coding *record.Coding // nil when skipped
	Skip   *diag.Error    // nil when coded
	Stack  []byte         // where the coder failed, for Skip.Reason Internal
}

// A Summary counts a run.
type Summary struct {
	Read      int                 // documents that were read
	Coded     int                 // of those, how many were coded
	Sentences int                 //
	Bytes     int64               // of body text that was coded
	Records   int                 //
	Counted   int                 // records put forward as having happened
	Skipped   map[diag.Reason]int // documents and files left out, by reason
}

// Skips is how many documents and files were left out in all.
func (s *Summary) Skips() int {
	n := 0
	for _, c := range s.Skipped {
		n += c
	}
	return n
}

// bytesInFlight bounds the text that is held between reading and the sink. A
// single document may be larger; it then travels alone.
const bytesInFlight = 32 << 20

// Run reads until the reader ends, the sink refuses or ctx is done. It calls
// sink in input order from this goroutine alone. The error is the sink's, the
// context's, or nil; skipped documents are no error.
func Run(ctx context.Context, src Source, code Coder, workers int, sink func(Result) error) (Summary, error) {
	workers = max(1, workers)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	type job struct {
		res  Result
		cost int
		done chan struct{}
	}
	jobs := make(chan *job)              // to the workers
	order := make(chan *job, 16*workers) // to the sink, as read
	budget := newBudget(bytesInFlight)   // taken by the reader, given back by the sink
	var readErr error                    // set before order is closed
	var ended bool                       // all was read; likewise
	defer budget.stop()

	go func() {
		defer close(order)
		defer close(jobs)
		for {
			doc, err := src.Next()
			if err == io.EOF {
				ended = true
				return
			}
			j := &job{done: make(chan struct{})}
			if err != nil {
				if !errors.As(err, &j.res.Skip) {
					readErr = err
					return
				}
				close(j.done)
			} else {
				j.res.Doc, j.cost = doc, len(doc.Body)
				if !budget.take(j.cost) {
					return
				}
			}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			if doc == nil {
				continue
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range workers {
		go func() {
			for j := range jobs {
				one(code, &j.res)
				close(j.done)
			}
		}()
	}

	sum := Summary{Skipped: map[diag.Reason]int{}}
	for {
		var j *job
		var open bool
		select {
		case j, open = <-order:
		case <-ctx.Done():
			return sum, ctx.Err()
		}
		if !open {
			if readErr == nil && !ended { // the reader saw that ctx is done before we did
				return sum, ctx.Err()
			}
			return sum, readErr
		}
		select {
		case <-j.done:
		case <-ctx.Done():
			return sum, ctx.Err()
		}
		sum.add(&j.res)
		if err := sink(j.res); err != nil {
			return sum, err
		}
		budget.give(j.cost)
	}
}

// one codes a document; a failure of ours becomes a finding that names it.
func one(code Coder, r *Result) {
	defer func() {
		if p := recover(); p != nil {
			r.Coding = nil
			r.Stack = debug.Stack()
			r.Skip = &diag.Error{
				File: r.Doc.Path, Line: r.Doc.Line,
				Msg:    fmt.Sprintf("coding of document %q failed: %v", r.Doc.ID, p),
				Hint:   "this is a mistake of the program's; please report it with the document",
				Reason: diag.Internal,
			}
		}
	}()
	r.Coding = code(r.Doc)
}

func (s *Summary) add(r *Result) {
	if r.Doc != nil {
		s.Read++
	}
	if r.Skip != nil {
		s.Skipped[r.Skip.Reason]++
		return
	}
	s.Coded++
	s.Bytes += int64(len(r.Doc.Body))
	s.Sentences += len(r.Doc.Sentences)
	if r.Coding == nil {
		return
	}
	s.Records += len(r.Coding.Records)
	for i := range r.Coding.Records {
		if r.Coding.Records[i].Counted {
			s.Counted++
		}
	}
}

// A budget lets the reader run ahead by so many bytes and no further.
type budget struct {
	mu   sync.Mutex
	more *sync.Cond
	free int
	used int
	dead bool
}

func newBudget(n int) *budget {
	b := &budget{free: n}
	b.more = sync.NewCond(&b.mu)
	return b
}

// take waits until n bytes are free or nothing is in flight; false: the run is over.
func (b *budget) take(n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.dead && b.used > 0 && b.used+n > b.free {
		b.more.Wait()
	}
	b.used += n
	return !b.dead
}

func (b *budget) give(n int) {
	b.mu.Lock()
	b.used -= n
	b.mu.Unlock()
	b.more.Signal()
}

func (b *budget) stop() {
	b.mu.Lock()
	b.dead = true
	b.mu.Unlock()
	b.more.Broadcast()
}
