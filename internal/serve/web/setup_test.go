package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/data"
	"entente/internal/check"
	"entente/internal/coder"
	"entente/internal/knowledge/frequency"
	"entente/internal/knowledge/reference"
	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/serve/export"
	"entente/internal/text"
	"entente/internal/track/store"
)

type knowledge struct {
	coder   *coder.Coder
	checker *check.Checker
	rarity  func(string) float64
}

var known = sync.OnceValue(func() knowledge {
	c, err := coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		panic(err)
	}
	words, err := frequency.Load(data.FS, "en")
	if err != nil {
		panic(err)
	}
	pack, err := reference.LoadPack(data.FS)
	if err != nil {
		panic(err)
	}
	return knowledge{c, check.New(c.Tables(), pack), words.Rarity}
})

// config is for a server over a new store in dir. Its limits are wide unless a
// test draws them in.
func config(t testing.TB, dir string, log io.Writer) Config {
	t.Helper()
	db, err := store.Open(context.Background(), dir, store.Options{Create: true, Memory: "256MB"})
	if err != nil {
		t.Fatal(err)
	}
	k := known()
	keeper := &pipeline.Keeper{Store: db, Version: store.Version{Program: "test"}, Rarity: k.rarity, Now: time.Now, Batch: 100, Records: func(d *text.Document, c *record.Coding) []store.Record {
		var out []store.Record
		for i := range c.Records {
			out = append(out, store.Record{ID: c.Records[i].ID, Document: c.Doc.ID, JSON: export.Record(export.Page{Doc: d, Coding: c}, &c.Records[i])})
		}
		return out
	}}
	return Config{Store: db, Coder: k.coder, Checker: k.checker, Keeper: keeper, Workers: 2, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)), Version: "test", Rate: 1e6, Burst: 1e6}
}

// A site is a running server.
type site struct {
	testing.TB
	*Server
	url string
	log *lockedBuffer
}

// lockedBuffer is a log that several goroutines write.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

func newSite(t testing.TB, change func(*Config)) *site {
	t.Helper()
	log := &lockedBuffer{}
	c := config(t, filepath.Join(t.TempDir(), "s"), log)
	if change != nil {
		change(&c)
	}
	s := New(c)
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		s.stopped()
		srv.Close()
		if err := c.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	return &site{t, s, srv.URL, log}
}

// demo is a server over the demonstration's reports, shared by tests that change
// nothing.
func demo(t *testing.T) *site {
	t.Helper()
	one := demoSite()
	return &site{t, one.Server, one.url, one.log}
}

var demoSite = sync.OnceValue(func() *site {
	dir, err := os.MkdirTemp("", "entente-web")
	if err != nil {
		panic(err)
	}
	leave = append(leave, func() { os.RemoveAll(dir) })
	t := outside{}
	log := &lockedBuffer{}
	s := New(config(t, filepath.Join(dir, "s"), log))
	srv := httptest.NewServer(s.Handler())
	one := &site{t, s, srv.URL, log}
	reports, err := os.ReadFile("../../../examples/demo/reports.jsonl")
	if err != nil {
		panic(err)
	}
	if a := one.send("POST", "/v1/ingest", string(reports), "Content-Type", "application/jsonl"); a.status != http.StatusOK {
		panic(string(a.body))
	}
	leave = append(leave, func() { srv.Close(); s.Store.Close() })
	return one
})

var leave []func()

func TestMain(m *testing.M) {
	code := m.Run()
	for i := len(leave) - 1; i >= 0; i-- {
		leave[i]()
	}
	os.Exit(code)
}

// outside stands for a test where there is none.
type outside struct{ testing.TB }

func (outside) Helper()           {}
func (outside) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// send sends a request with headers in pairs.
func (s *site) send(method, path, body string, headers ...string) answer {
	s.Helper()
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, b}
}

// get asks for JSON into v.
func (s *site) get(path string, v any) answer {
	s.Helper()
	a := s.send("GET", path, "")
	if a.status != http.StatusOK {
		s.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		s.Fatalf("%s: %v: %s", path, err, a.body)
	}
	return a
}

// everything walks all pages of a list.
func everything[T any](s *site, path string, limit int) []T {
	s.Helper()
	var out []T
	after := ""
	for range 1000 {
		var p Rows[T]
		sign := "?"
		if strings.Contains(path, "?") {
			sign = "&"
		}
		a := s.get(fmt.Sprintf("%s%slimit=%d%s", path, sign, limit, after), &p)
		out = append(out, p.Rows...)
		if (p.Next == "") != (a.header.Get("Link") == "") {
			s.Errorf("%s: next %q and link %q", path, p.Next, a.header.Get("Link"))
		}
		if p.Next == "" {
			return out
		}
		after = "&after=" + p.Next
	}
	s.Fatal("no end")
	return nil
}

// sql asks for the only number of a question.
func (s *site) sql(q string) int {
	s.Helper()
	body, _ := json.Marshal(map[string]string{"sql": q})
	a := s.send("POST", "/v1/query", string(body), "Content-Type", "application/json")
	var got struct{ Rows [][]int }
	if err := json.Unmarshal(a.body, &got); err != nil || len(got.Rows) != 1 || len(got.Rows[0]) != 1 {
		s.Fatalf("%s: %v: %s", q, err, a.body)
	}
	return got.Rows[0][0]
}
