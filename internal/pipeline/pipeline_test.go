package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"
	"time"

	"entente/internal/diag"
	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/text"
)

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		if i%17 == 5 {
			b.WriteString("{broken\n")
			continue
		}
		fmt.Fprintf(&b, `{"id":"d%d","text":"The ministers met on day %d."}`+"\n", i, i)
	}
	return b.String()
}

func reader(s string) *source.Reader {
	return source.Open([]string{"-"}, source.Options{Stdin: strings.NewReader(s)})
}

func TestOrderIsInputOrderAtAnyNumberOfWorkers(t *testing.T) {
	code := func(d *text.Document) *record.Coding {
		time.Sleep(time.Duration(rand.Intn(300)) * time.Microsecond)
		if d.ID == "d40" {
			panic("boom")
		}
		return &record.Coding{Records: []record.Record{{ID: d.ID, Counted: true}, {ID: d.ID}}}
	}
	run := func(workers int) (string, Summary) {
		var b strings.Builder
		sum, err := Run(context.Background(), reader(lines(300)), code, workers, func(r Result) error {
			switch {
			case r.Skip != nil:
				fmt.Fprintf(&b, "skip %s %d\n", r.Skip.Reason, r.Skip.Line)
			default:
				b.WriteString(r.Coding.Records[0].ID + "\n")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return b.String(), sum
	}
	one, sum := run(1)
	for _, w := range []int{2, 8} {
		if got, _ := run(w); got != one {
			t.Errorf("%d workers put out another order", w)
		}
	}
	if sum.Read != 282 || sum.Coded != 281 || sum.Skipped[diag.Syntax] != 18 || sum.Skipped[diag.Internal] != 1 || sum.Records != 562 || sum.Counted != 281 || sum.Skips() != 19 {
		t.Errorf("summary %+v", sum)
	}
	if !strings.Contains(one, "skip internal error 41") {
		t.Error("a failing document is not named by its line")
	}
}

func TestSinkStopsTheRun(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	_, err := Run(context.Background(), reader(lines(1000)), func(*text.Document) *record.Coding { return nil }, 4, func(Result) error {
		if n++; n == 10 {
			return stop
		}
		return nil
	})
	if err != stop || n != 10 {
		t.Errorf("error %v after %d results", err, n)
	}
}

func TestCancelDoesNotWaitForALongDocument(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	defer close(release)
	code := func(*text.Document) *record.Coding {
		cancel()
		<-release
		return nil
	}
	if _, err := Run(ctx, reader(lines(10)), code, 2, func(Result) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestOneLargeDocumentPassesTheBudget(t *testing.T) {
	b := newBudget(10)
	if !b.take(100) {
		t.Fatal("a large document must travel alone")
	}
	got := make(chan bool)
	go func() { got <- b.take(5) }()
	select {
	case <-got:
		t.Fatal("the budget was passed")
	case <-time.After(20 * time.Millisecond):
	}
	b.give(100)
	if !<-got {
		t.Error("the waiting reader was not let on")
	}
}

// slow gives one line at a time, so that the sink waits for the reader.
type slow struct{ rest string }

func (s *slow) Read(p []byte) (int, error) {
	if s.rest == "" {
		return 0, io.EOF
	}
	time.Sleep(50 * time.Microsecond)
	n := copy(p, s.rest[:strings.IndexByte(s.rest, '\n')+1])
	s.rest = s.rest[n:]
	return n, nil
}

// Whoever first sees that a run was stopped, reader or sink, it never passes for
// one that read everything.
func TestStoppedRunIsNeverTakenForAWholeOne(t *testing.T) {
	code := func(*text.Document) *record.Coding { return &record.Coding{} }
	for i := range 60 {
		ctx, stop := context.WithCancel(context.Background())
		src := source.Open([]string{"-"}, source.Options{Stdin: &slow{lines(60)}})
		n := 0
		sum, err := Run(ctx, src, code, 2, func(Result) error {
			if n++; n == 20 {
				stop()
				time.Sleep(time.Millisecond) // the reader sees it first
			}
			return nil
		})
		stop()
		src.Close()
		if err == nil && sum.Coded+sum.Skips() < 60 {
			t.Fatalf("round %d: %d of 60 read, and no error", i, sum.Coded+sum.Skips())
		}
	}
}
