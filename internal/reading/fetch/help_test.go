package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"entente/internal/diag"
)

// A clock that nobody waits for: to sleep is to put it forward.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func newClock() *clock { return &clock{t: start} }

func (k *clock) Now() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.t
}

func (k *clock) Sleep(ctx context.Context, d time.Duration) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.t = later(k.t, k.t.Add(d))
	return ctx.Err()
}

func (k *clock) since() time.Duration { return k.Now().Sub(start) }

// A site is a server on loopback that keeps account of what it was asked.
type site struct {
	*httptest.Server
	clock *clock
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked []visit
}

type visit struct {
	path string
	at   time.Duration
	head http.Header
}

func newSite(t *testing.T, k *clock) *site {
	s := &site{clock: k, pages: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, visit{r.URL.RequestURI(), s.clock.since(), r.Header.Clone()})
	h := s.pages[r.URL.Path]
	s.mu.Unlock()
	if h == nil {
		http.NotFound(w, r)
		return
	}
	h(w, r)
}

// gives sets what a path is answered with; "HOST" in the body is the site.
func (s *site) gives(path, mediatype, body string) {
	body = strings.ReplaceAll(body, "HOST", s.URL)
	s.does(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", mediatype)
		io.WriteString(w, body)
	})
}

func (s *site) does(path string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = h
}

func (s *site) article(paths ...string) {
	for _, p := range paths {
		s.gives(p, "text/html; charset=utf-8", "<!doctype html><title>"+p+"</title><p>Words of "+p+".")
	}
}

// paths is what was asked so far, robots.txt left out, and forgets it.
func (s *site) paths() []string {
	var out []string
	for _, v := range s.visits() {
		if v.path != "/robots.txt" {
			out = append(out, v.path)
		}
	}
	return out
}

func (s *site) visits() []visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.asked
	s.asked = nil
	return out
}

// newClient may ask the sites, and nobody else in private networks.
func newClient(t *testing.T, k *clock, o Options, sites ...*site) *Client {
	t.Helper()
	o.Now, o.Sleep = k.Now, k.Sleep
	if o.Allow == nil {
		o.Allow = []string{"127.0.0.1"}
	}
	o.Ports = append(o.Ports, 80, 443)
	for _, s := range sites {
		u, _ := url.Parse(s.URL)
		port, _ := strconv.Atoi(u.Port())
		o.Ports = append(o.Ports, uint16(port))
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func wantReason(t *testing.T, err error, want diag.Reason, place string) *diag.Error {
	t.Helper()
	var derr *diag.Error
	if !errors.As(err, &derr) || derr.Reason != want {
		t.Fatalf("got %v, want %q", err, want)
	}
	if derr.File != place {
		t.Errorf("the place is %q, want %q", derr.File, place)
	}
	return derr
}

// gather runs a loop to its end: what came, as paths, and what went wrong.
func gather(c *Client, seeds ...string) (paths []string, errs []error) {
	for p, err := range c.Articles(context.Background(), seeds...) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		u, _ := url.Parse(p.URL)
		paths = append(paths, u.RequestURI())
	}
	return paths, errs
}

func wantPaths(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// fakeDNS answers for every name with what answer says, by number of the asking
// for an IPv4 address.
func fakeDNS(answer func(name string, n int) string) *net.Resolver {
	var mu sync.Mutex
	n := 0
	serve := func(conn net.Conn) {
		defer conn.Close()
		for {
			var size [2]byte
			if _, err := io.ReadFull(conn, size[:]); err != nil {
				return
			}
			raw := make([]byte, binary.BigEndian.Uint16(size[:]))
			if _, err := io.ReadFull(conn, raw); err != nil {
				return
			}
			var m dnsmessage.Message
			if err := m.Unpack(raw); err != nil || len(m.Questions) != 1 {
				return
			}
			q := m.Questions[0]
			m.Response, m.Authoritative, m.Additionals = true, true, nil
			ip := ""
			if q.Type == dnsmessage.TypeA {
				mu.Lock()
				ip = answer(strings.TrimSuffix(q.Name.String(), "."), n)
				n++
				mu.Unlock()
			}
			if a, err := netip.ParseAddr(ip); err == nil {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: a.As4()}}}
			}
			out, err := m.Pack()
			if err != nil {
				return
			}
			conn.Write(binary.BigEndian.AppendUint16(nil, uint16(len(out))))
			conn.Write(out)
		}
	}
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go serve(theirs)
		return ours, nil
	}}
}

func rssOf(items ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><language>en</language>`)
	for _, it := range items {
		fmt.Fprintf(&b, "<item><title>On %s</title><link>%s</link><guid>%s</guid><pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate></item>", it, it, it)
	}
	b.WriteString("</channel></rss>")
	return b.String()
}
