package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/store"
)

// running is a server with its own listener, as the command starts it.
func running(t *testing.T, change func(*Config)) (s *Server, address string, stop func() error) {
	t.Helper()
	c := config(t, filepath.Join(t.TempDir(), "s"), io.Discard)
	if change != nil {
		change(&c)
	}
	l, err := Listen(t.Context(), "127.0.0.1:0", nil)
	if err != nil {
		t.Fatal(err)
	}
	s = New(c)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	stop = func() error {
		cancel()
		err := <-ended
		ended <- err
		return err
	}
	t.Cleanup(func() {
		stop()
		c.Store.Close()
	})
	return s, l.Addr().String(), stop
}

func TestListenRefuses(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:80", "news.example:80", "localhost.news.example:80", "8080", "x:y:z"} {
		var e *diag.Error
		if l, err := Listen(t.Context(), address, nil); !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("%s: %v %v", address, l, err)
		}
	}
	list, _ := tokens(t)
	l, err := Listen(t.Context(), "0.0.0.0:0", list)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

// Clients that send or read slowly hold nothing for long.
func TestSlowClients(t *testing.T) {
	_, address, _ := running(t, func(c *Config) { c.Patience = 500 * time.Millisecond })
	for name, sent := range map[string]string{
		"nothing":       "",
		"half a head":   "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
		"half a body":   "POST /v1/code HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nRussia",
		"a body nobody": "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
	} {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		fmt.Fprint(c, sent)
		c.SetDeadline(time.Now().Add(10 * time.Second))
		b, err := io.ReadAll(c) // until the server closes
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: held for %s, %q %v", name, took, b, err)
		}
		if name == "half a body" && !strings.Contains(string(b), " 408 ") {
			t.Errorf("%s: %.100s", name, b)
		}
		c.Close()
	}
}

// Work that takes longer than a client may take to send is not cut off.
func TestPatienceIsForClients(t *testing.T) {
	s, address, _ := running(t, func(c *Config) { c.Patience = 300 * time.Millisecond })
	s.coding <- struct{}{}
	s.coding <- struct{}{} // both places are taken for a while
	time.AfterFunc(1500*time.Millisecond, func() { <-s.coding; <-s.coding })
	res, err := http.Post("http://"+address+"/v1/code", "text/plain", strings.NewReader(gaziantep))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, err := io.ReadAll(res.Body); res.StatusCode != http.StatusOK || err != nil {
		t.Errorf("%d %s %v", res.StatusCode, b, err)
	}
}

// A server that is stopped in the middle of a body keeps whole batches, and what it
// says of them is so; sent again, nothing is kept twice and nothing is missing.
func TestShutdownKeepsWholeBatches(t *testing.T) {
	var slow atomic.Int32
	dir := filepath.Join(t.TempDir(), "s")
	serve := func() (string, func() error, *store.Store) {
		c := config(t, dir, io.Discard)
		c.Keeper.Batch = 4
		c.Workers = 1
		records := c.Keeper.Records
		c.Keeper.Records = func(d *text.Document, k *record.Coding) []store.Record {
			slow.Add(1)
			time.Sleep(20 * time.Millisecond)
			return records(d, k)
		}
		l, err := Listen(t.Context(), "127.0.0.1:0", nil)
		if err != nil {
			t.Fatal(err)
		}
		s := New(c)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- s.Serve(ctx, l) }()
		return l.Addr().String(), func() error { cancel(); return <-ended }, c.Store
	}
	const all = 60
	var body strings.Builder
	for i := range all {
		fmt.Fprintf(&body, "{\"text\":\"Russia attacked Ukraine on Friday, report %d said.\",\"date\":\"2024-02-03\"}\n", i)
	}
	address, stop, db := serve()
	type result struct {
		status int
		body   string
	}
	got := make(chan result, 1)
	go func() {
		res, err := http.Post("http://"+address+"/v1/ingest", "application/jsonl", strings.NewReader(body.String()))
		if err != nil {
			got <- result{0, err.Error()}
			return
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		got <- result{res.StatusCode, string(b)}
	}()
	// A listener hangs on the stream meanwhile: it must not hold the server up.
	stream, err := http.Get("http://" + address + "/v1/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	bufio.NewReader(stream.Body).ReadString('\n')
	for slow.Load() < 10 {
		time.Sleep(5 * time.Millisecond)
	}
	began := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("going down took %s", took)
	}
	if r := <-got; r.status != http.StatusServiceUnavailable || !strings.Contains(r.body, "send it again") {
		t.Errorf("%+v", r)
	}
	count := func(db *store.Store) (documents, records, batches int) {
		if err := db.DB().QueryRow("SELECT (SELECT count(*) FROM documents), (SELECT count(DISTINCT document) FROM records), (SELECT count(*) FROM batches)").Scan(&documents, &records, &batches); err != nil {
			t.Fatal(err)
		}
		return
	}
	documents, records, batches := count(db)
	if documents < 8 || documents >= all || records != documents || batches < 2 {
		t.Errorf("%d documents, %d with records, %d batches", documents, records, batches)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	address, stop, db = serve()
	res, err := http.Post("http://"+address+"/v1/ingest", "application/jsonl", strings.NewReader(body.String()))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(res.Body)
	res.Body.Close()
	if want := fmt.Sprintf(`"read":%d,"known":%d,`, all, documents); res.StatusCode != http.StatusOK || !strings.Contains(string(b), want) {
		t.Errorf("%d %s, want %s", res.StatusCode, b, want)
	}
	if n, _, _ := count(db); n != all {
		t.Errorf("%d documents of %d", n, all)
	}
	stop()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
