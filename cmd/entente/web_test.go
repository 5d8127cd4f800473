package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A newsroom is a host of ours with a feed that can grow.
type newsroom struct {
	*httptest.Server
	mu    sync.Mutex
	items []string // texts; item n has the address /n.html
	asked map[string]int
}

func newNewsroom(t *testing.T, items ...string) *newsroom {
	n := &newsroom{items: items, asked: map[string]int{}}
	n.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.asked[r.URL.Path]++
		var i int
		switch {
		case r.URL.Path == "/feed.xml":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>`)
			for i := range n.items {
				fmt.Fprintf(w, `<item><title>Item %d</title><link>/%d.html</link><pubDate>Tue, 05 Mar 2024 08:00:00 GMT</pubDate></item>`, i, i)
			}
			fmt.Fprint(w, `</channel></rss>`)
		case len(n.items) > 0 && func() bool { _, err := fmt.Sscanf(r.URL.Path, "/%d.html", &i); return err == nil && i < len(n.items) }():
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>Item %d</title></head><body><article><h1>Item %d</h1><p>%s</p></article></body></html>`, i, i, n.items[i])
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(n.Close)
	return n
}

func (n *newsroom) add(text string) {
	n.mu.Lock()
	n.items = append(n.items, text)
	n.mu.Unlock()
}

func (n *newsroom) count(path string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked[path]
}

// ingest runs the command against the newsroom.
func (n *newsroom) ingest(t *testing.T, ctx context.Context, db string, args ...string) int {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	u, err := url.Parse(n.URL)
	if err != nil {
		t.Fatal(err)
	}
	args = append([]string{"ingest", "-q", "--db", db, "--pace", "1ms", "--allow-host", u.Hostname(), "--allow-port", u.Port()}, args...)
	return run(&app{ctx, strings.NewReader(""), null, null}, args)
}

const longer = " The two ministers spoke for two hours about trade, energy and the border, and agreed to meet again."

func TestIngestFromAFeed(t *testing.T) {
	n := newNewsroom(t, "The foreign minister of Kenya met the foreign minister of Somalia in Nairobi on Monday."+longer, "Kenya expelled two diplomats of Ethiopia on Monday."+longer)
	db := filepath.Join(t.TempDir(), "db")
	for range 2 { // the second time there is nothing new
		if got := n.ingest(t, t.Context(), db, n.URL+"/feed.xml"); got != exitFine {
			t.Fatalf("exit status %d", got)
		}
	}
	if a, b := n.count("/0.html"), n.count("/1.html"); a != 1 || b != 1 {
		t.Errorf("pages were asked for %d and %d times", a, b)
	}
	n.add("Somalia accused Ethiopia of sending troops over the border on Monday." + longer)
	if got := n.ingest(t, t.Context(), db, n.URL+"/feed.xml", n.URL+"/none.html"); got != exitSkipped {
		t.Fatalf("exit status %d", got)
	}
	got := "\n" + contents(t, db)
	for _, want := range []string{" expel ", "/0.html", "/1.html", "/2.html", "Item 2", "2024-03-05", "not found"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the store", want)
		}
	}
	if c := strings.Count(got, "\ndocuments ["); c != 4 {
		t.Errorf("%d documents, want three pages and one that is not there", c)
	}
}

// Without leave no address in the machine's own network is asked.
func TestIngestAsksNoInnerAddress(t *testing.T) {
	n := newNewsroom(t, "text")
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	u, _ := url.Parse(n.URL)
	got := run(&app{t.Context(), strings.NewReader(""), null, null}, []string{"ingest", "-q", "--db", filepath.Join(t.TempDir(), "db"), "--allow-port", u.Port(), n.URL + "/feed.xml"})
	if got != exitSkipped || n.count("/feed.xml")+n.count("/robots.txt") > 0 {
		t.Errorf("exit status %d, asked %v", got, n.asked)
	}
}

func TestWatch(t *testing.T) {
	n := newNewsroom(t, "The foreign minister of Kenya met the foreign minister of Somalia in Nairobi on Monday."+longer)
	dir := t.TempDir()
	db, inbox := filepath.Join(dir, "db"), filepath.Join(dir, "inbox")
	if err := os.Mkdir(inbox, 0o755); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(inbox, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(inbox, name), old, old); err != nil { // nobody writes to it any more
			t.Fatal(err)
		}
	}
	put("a.txt", "2024-03-06\n\nKenya expelled two diplomats of Ethiopia on Tuesday.\n")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	status := make(chan int, 1)
	go func() { status <- n.ingest(t, ctx, db, "--watch", inbox, n.URL+"/feed.xml") }()
	// Each round ends in a saved state of the web; what came before is then stored.
	batches := func() int {
		all, _ := filepath.Glob(filepath.Join(db, "segments", "batches", "*.json"))
		return len(all)
	}
	wait := func(what string, done func() bool) {
		t.Helper()
		for end := time.Now().Add(time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("waited in vain for " + what)
			}
		}
	}
	wait("the page and the first file", func() bool { return batches() > 0 && n.count("/0.html") == 1 })
	put("b.txt", "2024-03-07\n\nEthiopia accused Kenya of shelling a village on Wednesday.\n")
	before := batches()
	wait("the second file", func() bool { return batches() > before })
	stop()
	if got := <-status; got != exitFine {
		t.Errorf("exit status %d", got)
	}
	got := contents(t, db)
	for _, want := range []string{"a.txt", "b.txt", "/0.html"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the store", want)
		}
	}
}
