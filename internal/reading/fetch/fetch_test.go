package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/internal/diag"
)

func TestGetSaysWhoAsks(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a")
	c := newClient(t, k, Options{Version: "1.2", Contact: "https://example.org/project"}, s)
	r, err := c.Get(t.Context(), s.URL+"/a#part", Validators{})
	if err != nil {
		t.Fatal(err)
	}
	if r.URL != s.URL+"/a" || r.Final != r.URL || !strings.HasPrefix(r.Type, "text/html") || !bytes.Contains(r.Body, []byte("Words of /a.")) {
		t.Errorf("got %+v", r)
	}
	const want = "entente/1.2 (reads news on a person's request; +https://example.org/project)"
	for _, v := range s.visits() {
		if got := v.head.Get("User-Agent"); got != want {
			t.Errorf("%s: %q", v.path, got)
		}
		if v.head.Get("Cookie") != "" || v.head.Get("Referer") != "" {
			t.Errorf("%s: says more than it must: %v", v.path, v.head)
		}
	}
	for _, bad := range []string{"a\r\nX-Evil: 1", "(a)", "Jürgen"} {
		if _, err := New(Options{Now: k.Now, Contact: bad}); err == nil {
			t.Errorf("%q goes into a header", bad)
		}
	}
}

func TestNothingNewIsNotSentAgain(t *testing.T) {
	k := newClock()
	s, other := newSite(t, k), newSite(t, k)
	s.does("/a", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 07:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") == "Mon, 02 Mar 2026 07:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html>words")
	})
	other.does("/there", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.URL+"/a", http.StatusFound) })
	c := newClient(t, k, Options{}, s, other)
	first, err := c.Get(t.Context(), other.URL+"/there", Validators{})
	if err != nil {
		t.Fatal(err)
	}
	if want := (Validators{s.URL + "/a", `"v1"`, "Mon, 02 Mar 2026 07:00:00 GMT"}); first.Validators != want || first.Fresh != 10*time.Minute {
		t.Errorf("got %+v", first)
	}
	other.visits()
	again, err := c.Get(t.Context(), other.URL+"/there", first.Validators)
	if err != nil || !again.NotModified || again.Body != nil || again.Validators != first.Validators || again.Final != s.URL+"/a" {
		t.Errorf("got %+v, %v", again, err)
	}
	for _, v := range other.visits() {
		if v.head.Get("If-None-Match") != "" {
			t.Error("one host is told what another gave")
		}
	}
	if n := c.Counts(); n.Unchanged != 1 {
		t.Errorf("counts %+v", n)
	}
}

func TestUnaskedNotModifiedIsAFailure(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.does("/a", status(304))
	_, err := newClient(t, k, Options{}, s).Get(t.Context(), s.URL+"/a", Validators{})
	wantReason(t, err, HostFailed, s.URL+"/a")
}

func TestOneRequestInTwoSecondsForEachHost(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b", "/c")
	c := newClient(t, k, Options{}, s)
	for _, p := range []string{"/a", "/b", "/c"} {
		if _, err := c.Get(t.Context(), s.URL+p, Validators{}); err != nil {
			t.Fatal(err)
		}
	}
	var at []time.Duration
	for _, v := range s.visits() {
		at = append(at, v.at)
	}
	if want := []time.Duration{0, 0, 2 * time.Second, 4 * time.Second}; !slices.Equal(at, want) {
		t.Errorf("asked at %v, want %v", at, want)
	}
}

func TestCrawlDelayIsKept(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.gives("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 20\n")
	s.article("/a", "/b")
	c := newClient(t, k, Options{}, s)
	c.Get(t.Context(), s.URL+"/a", Validators{})
	c.Get(t.Context(), s.URL+"/b", Validators{})
	if k.since() != 20*time.Second {
		t.Errorf("waited %v", k.since())
	}
}

// Hosts do not wait for each other: each holds its first page back until the
// other has been asked.
func TestHostsAreAskedSideBySide(t *testing.T) {
	k := newClock()
	s, other := newSite(t, k), newSite(t, k)
	var both sync.WaitGroup
	both.Add(2)
	for _, x := range []*site{s, other} {
		x.does("/a", func(w http.ResponseWriter, r *http.Request) {
			both.Done()
			both.Wait()
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>words")
		})
	}
	c := newClient(t, k, Options{Timeout: 30 * time.Second, Retries: -1}, s, other)
	paths, errs := gather(c, s.URL+"/a", other.URL+"/a")
	if len(paths) != 2 || errs != nil {
		t.Errorf("got %v, %v", paths, errs)
	}
}

// One host is never asked for two things at once.
func TestOneAtATimeForEachHost(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	busy := make(chan struct{}, 1)
	var seeds []string
	for i := range 8 {
		p := fmt.Sprint("/", i)
		s.does(p, func(w http.ResponseWriter, r *http.Request) {
			select {
			case busy <- struct{}{}:
				time.Sleep(time.Millisecond)
				<-busy
			default:
				t.Error("asked for two things at once")
			}
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>words")
		})
		seeds = append(seeds, s.URL+p)
	}
	if paths, errs := gather(newClient(t, k, Options{}, s), seeds...); len(paths) != 8 || errs != nil {
		t.Errorf("got %v, %v", paths, errs)
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	for name, header := range map[string]func(now time.Time) string{
		"seconds": func(time.Time) string { return "90" },
		"date":    func(now time.Time) string { return now.Add(90 * time.Second).Format(http.TimeFormat) },
	} {
		for _, code := range []int{429, 503} {
			t.Run(fmt.Sprint(name, " ", code), func(t *testing.T) {
				k := newClock()
				s := newSite(t, k)
				n := 0
				s.does("/a", func(w http.ResponseWriter, r *http.Request) {
					if n++; n == 1 {
						w.Header().Set("Retry-After", header(k.Now()))
						w.WriteHeader(code)
						return
					}
					w.Header().Set("Content-Type", "text/html")
					io.WriteString(w, "<html>words")
				})
				c := newClient(t, k, Options{}, s)
				if _, err := c.Get(t.Context(), s.URL+"/a", Validators{}); err != nil {
					t.Fatal(err)
				}
				if got := s.visits(); len(got) != 3 || got[2].at < 90*time.Second || got[2].at > 95*time.Second {
					t.Errorf("asked at %v", got)
				}
			})
		}
	}
}

// A host that asks to be left alone for a day is, by a program started anew, too.
func TestLongRetryAfterOutlivesTheProgram(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.does("/a", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(429)
	})
	c := newClient(t, k, Options{}, s)
	_, err := c.Get(t.Context(), s.URL+"/a", Validators{})
	wantReason(t, err, Waiting, s.URL+"/a")
	if k.since() != 0 {
		t.Errorf("waited %v for what is too long", k.since())
	}
	s.visits()
	s.article("/a")
	c = newClient(t, k, Options{State: reread(t, c.State())}, s)
	_, err = c.Get(t.Context(), s.URL+"/a", Validators{})
	derr := wantReason(t, err, Waiting, s.URL+"/a")
	if !strings.Contains(derr.Msg, "2026-03-03T08:00:00Z") {
		t.Errorf("does not say until when: %v", derr)
	}
	wantPaths(t, s.paths())
	k.Sleep(t.Context(), 24*time.Hour)
	if _, err = c.Get(t.Context(), s.URL+"/a", Validators{}); err != nil {
		t.Error(err)
	}
}

func TestBackOffGrowsAndEnds(t *testing.T) {
	waits := func(seed uint64) (at []time.Duration) {
		k := newClock()
		s := newSite(t, k)
		s.does("/a", status(500))
		// The address is that of the server, so the jitter is asked apart.
		c := newClient(t, k, Options{Seed: seed, Every: time.Millisecond}, s)
		_, err := c.Get(t.Context(), s.URL+"/a", Validators{})
		wantReason(t, err, HostFailed, s.URL+"/a")
		for _, v := range s.visits() {
			if v.path == "/a" {
				at = append(at, v.at)
			}
		}
		return at
	}
	at := waits(1)
	if len(at) != 4 {
		t.Fatalf("tried %d times, want 4", len(at))
	}
	for i, base := range []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second} {
		if d := at[i+1] - at[i]; d < base/2 || d > base*3/2+time.Millisecond {
			t.Errorf("try %d came after %v, want %v give or take a half", i+1, d, base)
		}
	}
	u, _ := parse("https://example.org/a")
	a, b := &Client{opts: Options{Seed: 1}}, &Client{opts: Options{Seed: 2}}
	if a.backoff(u, 0) != a.backoff(u, 0) || a.backoff(u, 0) == b.backoff(u, 0) {
		t.Error("the jitter does not come from its seed")
	}
}

func TestWhatIsNotTriedAgain(t *testing.T) {
	for code, want := range map[int]diag.Reason{400: Forbidden, 401: Forbidden, 403: Forbidden, 404: NotFound, 410: NotFound, 451: Forbidden} {
		k := newClock()
		s := newSite(t, k)
		s.does("/a", status(code))
		_, err := newClient(t, k, Options{}, s).Get(t.Context(), s.URL+"/a", Validators{})
		derr := wantReason(t, err, want, s.URL+"/a")
		if !strings.Contains(derr.Msg, fmt.Sprint(code)) || len(s.paths()) != 1 {
			t.Errorf("%d: %v", code, derr)
		}
	}
}

func TestRedirectsAreFollowedSoFar(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	for i := range 12 {
		s.does(fmt.Sprint("/", i), func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, fmt.Sprint(i+1), []int{301, 302, 303, 307, 308}[i%5]) // relative
		})
	}
	s.article("/8")
	c := newClient(t, k, Options{}, s)
	r, err := c.Get(t.Context(), s.URL+"/0", Validators{})
	if err != nil || r.URL != s.URL+"/0" || r.Final != s.URL+"/8" {
		t.Fatalf("got %+v, %v", r, err)
	}
	s.does("/8", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/0", 302) }) // round and round
	s.visits()
	_, err = c.Get(t.Context(), s.URL+"/0", Validators{})
	wantReason(t, err, Redirected, s.URL+"/0")
	if n := len(s.paths()); n != 9 {
		t.Errorf("asked %d times, want 9", n)
	}
	s.does("/empty", status(302))
	_, err = c.Get(t.Context(), s.URL+"/empty", Validators{})
	wantReason(t, err, Redirected, s.URL+"/empty")
}

// Robots.txt of the host that is redirected to is asked, too.
func TestRedirectsIntoWhatRobotsForbid(t *testing.T) {
	k := newClock()
	s, other := newSite(t, k), newSite(t, k)
	s.does("/a", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL+"/private", 302) })
	other.gives("/robots.txt", "text/plain", "User-agent: entente\nDisallow: /private\n")
	_, err := newClient(t, k, Options{}, s, other).Get(t.Context(), s.URL+"/a", Validators{})
	derr := wantReason(t, err, Robots, s.URL+"/a")
	if !strings.Contains(derr.Msg, "redirected to "+other.URL+"/private") {
		t.Errorf("does not say where to: %v", derr)
	}
	wantPaths(t, other.paths())
}

func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	for chunk := bytes.Repeat([]byte("words "), 1000); ; {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func gzipped(t *testing.T, unpacked io.Reader) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, unpacked); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestBodiesThatAreTooLarge(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.does("/endless", endless)
	s.does("/declared", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Length", "1000000")
		io.WriteString(w, "<html>")
	})
	bomb := gzipped(t, io.LimitReader(zeros{}, 4<<20))
	if len(bomb) > 100_000 {
		t.Fatal("the bomb does not fit")
	}
	s.does("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb)
	})
	s.does("/list.xml.gz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/gzip")
		w.Write(bomb)
	})
	c := newClient(t, k, Options{MaxPage: 100_000, MaxList: 200_000}, s)
	for _, p := range []string{"/endless", "/declared", "/bomb"} {
		before := c.Counts().Bytes
		_, err := c.Get(t.Context(), s.URL+p, Validators{})
		wantReason(t, err, TooLarge, s.URL+p)
		if n := c.Counts().Bytes - before; n > 100_001+1000 {
			t.Errorf("%s: read %d bytes", p, n)
		}
	}
	if paths, errs := gather(c, s.URL+"/list.xml.gz"); len(paths) != 0 || len(errs) != 1 {
		t.Errorf("got %v, %v", paths, errs)
	} else {
		wantReason(t, errs[0], TooLarge, s.URL+"/list.xml.gz")
	}
	if n := len(s.paths()); n != 4 {
		t.Errorf("asked %d times: what is too large stays so", n)
	}

	// What is listed as an article has the limit of a page, whatever it calls itself.
	s.gives("/long.txt", "text/plain", strings.Repeat("words ", 25_000))
	s.gives("/feed", "text/xml", rssOf("/long.txt"))
	if paths, errs := gather(c, s.URL+"/feed"); len(paths) != 0 || len(errs) != 1 {
		t.Errorf("got %v, %v", paths, errs)
	} else {
		wantReason(t, errs[0], TooLarge, s.URL+"/long.txt")
	}

	// A robots.txt without end is read so far, and holds.
	s.does("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "User-agent: *\nDisallow: /private\n")
		endless(w, r)
	})
	_, err := newClient(t, k, Options{}, s).Get(t.Context(), s.URL+"/private", Validators{})
	wantReason(t, err, Robots, s.URL+"/private")
}

func TestPackedBodies(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	packed := gzipped(t, strings.NewReader("<html>words"))
	give := func(enc string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", enc)
			w.Write(body)
		}
	}
	s.does("/gzip", give("gzip", packed))
	s.does("/half", give("gzip", packed[:len(packed)-6]))
	s.does("/none", give("gzip", []byte("<html>words")))
	s.does("/br", give("br", packed))
	c := newClient(t, k, Options{Retries: -1}, s)
	if r, err := c.Get(t.Context(), s.URL+"/gzip", Validators{}); err != nil || string(r.Body) != "<html>words" {
		t.Errorf("got %q, %v", r.Body, err)
	}
	for p, want := range map[string]diag.Reason{"/half": HostFailed, "/none": HostFailed, "/br": WrongType} {
		_, err := c.Get(t.Context(), s.URL+p, Validators{})
		wantReason(t, err, want, s.URL+p)
	}
}

func TestOtherTypesAreNotRead(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	for _, mediatype := range []string{"application/pdf", "image/png", "video/mp4", "application/zip", "image/svg+xml", "text/css"} {
		s.does("/a", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", mediatype)
			io.WriteString(w, strings.Repeat("x", 1000))
		})
		c := newClient(t, k, Options{}, s)
		_, err := c.Get(t.Context(), s.URL+"/a", Validators{})
		if derr := wantReason(t, err, WrongType, s.URL+"/a"); !strings.Contains(derr.Msg, mediatype) {
			t.Errorf("does not say what it is: %v", derr)
		}
	}
}

func hang(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func TestSlowAnswers(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.does("/silent", hang)
	s.does("/drip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, "w"); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(time.Millisecond)
		}
	})
	s.article("/b")
	c := newClient(t, k, Options{Retries: -1}, s)
	if _, err := c.Get(t.Context(), s.URL+"/b", Validators{}); err != nil { // and robots.txt, in good time
		t.Fatal(err)
	}
	c.opts.Timeout = 10 * time.Millisecond
	_, err := c.Get(t.Context(), s.URL+"/silent", Validators{})
	if derr := wantReason(t, err, TimedOut, s.URL+"/silent"); !strings.Contains(derr.Msg, "did not answer in time") {
		t.Error(derr)
	}
	// On a busy machine the first bytes may take their time, too.
	for {
		_, err := c.Get(t.Context(), s.URL+"/drip", Validators{})
		derr := wantReason(t, err, TimedOut, s.URL+"/drip")
		if strings.Contains(derr.Msg, "came too slowly") {
			break
		}
		if c.opts.Timeout *= 2; c.opts.Timeout > 10*time.Second {
			t.Fatal(derr)
		}
	}
}

func TestSilentHostIsLeftAlone(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.does("/a", hang)
	s.article("/b")
	c := newClient(t, k, Options{HostTimeout: 3 * time.Second, Retries: 5}, s)
	c.Get(t.Context(), s.URL+"/b", Validators{})
	before := c.Counts().Requests
	c.opts.Timeout = 10 * time.Millisecond
	_, err := c.Get(t.Context(), s.URL+"/a", Validators{})
	wantReason(t, err, TimedOut, s.URL+"/a")
	// The waits between tries are lost time, too: 2 s and 4 s, give or take a half.
	if n := c.Counts().Requests - before; n != 2 {
		t.Errorf("tried %d times, want 2", n)
	}
	c.opts.Timeout = time.Minute
	_, err = c.Get(t.Context(), s.URL+"/b", Validators{})
	wantReason(t, err, TimedOut, s.URL+"/b")
	if n := c.Counts().Requests - before; n != 2 {
		t.Error("asked though it is to be left alone")
	}
	k.Sleep(t.Context(), hostRest)
	if _, err = c.Get(t.Context(), s.URL+"/b", Validators{}); err != nil {
		t.Error(err)
	}
}

func TestClosedPort(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.Close()
	c := newClient(t, k, Options{}, s)
	_, err := c.Get(t.Context(), s.URL+"/a", Validators{})
	wantReason(t, err, Unreachable, s.URL+"/a")
}

func TestCancelledWherever(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	ctx, cancel := context.WithCancel(t.Context())
	s.does("/a", func(w http.ResponseWriter, r *http.Request) { cancel(); hang(w, r) })
	c := newClient(t, k, Options{}, s)
	if _, err := c.Get(ctx, s.URL+"/a", Validators{}); !errors.Is(err, context.Canceled) {
		t.Errorf("during a request: %v", err)
	}
	if _, err := c.Get(ctx, s.URL+"/b", Validators{}); !errors.Is(err, context.Canceled) {
		t.Errorf("before a request: %v", err)
	}
	// While it waits for its turn, with the real timer.
	c.Get(t.Context(), s.URL+"/c", Validators{})
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	c.opts.Sleep = sleep
	if _, err := c.Get(ctx, s.URL+"/d", Validators{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("during the wait: %v", err)
	}
}

func TestManyHostsAreForgotten(t *testing.T) {
	k := newClock()
	c := newClient(t, k, Options{})
	for i := range 3 * maxHosts {
		u, _ := parse(fmt.Sprintf("https://h%d.example/", i))
		h := c.enter(u)
		if i == 0 {
			h.next = k.Now().Add(time.Hour) // it asked to be left alone
		}
		c.leave(h)
	}
	if n := len(c.hosts); n > maxHosts || c.hosts["https://h0.example"] == nil {
		t.Errorf("%d hosts are kept", n)
	}
}
