package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What no script can play: readers that go away, signals, and files that may
// not be opened.

// try runs a command line in this process and returns its status and what it
// said on standard error.
func try(t *testing.T, ctx context.Context, stdin io.Reader, stdout *os.File, args ...string) (int, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "stderr")
	stderr, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	code := run(&app{ctx, stdin, stdout, stderr}, args)
	said, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return code, string(said)
}

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"id\":\"%d\",\"text\":\"Iran attacked Iraq on Monday, and the ministers met in Paris.\"}\n", i)
	}
	return b.String()
}

func TestReaderThatHasEnoughIsNoFailure(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close() // as "| head -1" does
	if code, said := try(t, context.Background(), strings.NewReader(lines(50)), w, "code"); code != exitFine || said != "" {
		t.Errorf("status %d, said %q", code, said)
	}
}

func TestFullDiskIsSaidOnce(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	code, said := try(t, context.Background(), strings.NewReader(lines(5)), full, "code", "-q")
	if code != exitFailed || strings.Count(said, "no space left") != 1 {
		t.Errorf("status %d, said %q", code, said)
	}
}

// An endless input is read until it is stopped.
type endless struct{ rest string }

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		e.rest = lines(100)
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestStoppedRunKeepsWhatItHas(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.jsonl")
	ctx, stop := context.WithCancel(context.Background())
	time.AfterFunc(700*time.Millisecond, stop) // as a signal does
	code, said := try(t, ctx, &endless{}, os.Stdout, "code", "-o", out)
	if code != exitInterrupted || !strings.Contains(said, "interrupted") || !strings.Contains(said, "incomplete output is left in "+out+".part") {
		t.Errorf("status %d, said %q", code, said)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("an incomplete output has taken its name")
	}
	if _, err := os.Stat(out + ".part"); err != nil {
		t.Error(err)
	}
}

func TestFileWithoutPermission(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	name := filepath.Join(t.TempDir(), "closed.txt")
	if err := os.WriteFile(name, []byte("The ministers met."), 0); err != nil {
		t.Fatal(err)
	}
	code, said := try(t, context.Background(), nil, os.Stdout, "code", name)
	if code != exitFailed || !strings.Contains(said, name+": cannot be read: permission denied") {
		t.Errorf("status %d, said %q", code, said)
	}
}
