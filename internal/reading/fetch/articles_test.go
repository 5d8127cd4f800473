package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/internal/diag"
)

// reread is a state written down and read again.
func reread(t *testing.T, s State) State {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var out State
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if again, _ := json.Marshal(out); !bytes.Equal(b, again) {
		t.Errorf("the state changes in writing: %s and %s", b, again)
	}
	return out
}

const sitemapNS = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

func TestEveryKindOfList(t *testing.T) {
	for _, c := range []struct {
		name, mediatype, body string
		want                  []Item
	}{
		{"RSS", "application/rss+xml", rssOf("HOST/a", "/b", "c"), []Item{
			{"HOST/a", "HOST/a", "On HOST/a", "Mon, 02 Mar 2026 07:00:00 GMT", "en"},
			{"HOST/b", "/b", "On /b", "Mon, 02 Mar 2026 07:00:00 GMT", "en"},
			{"HOST/news/c", "c", "On c", "Mon, 02 Mar 2026 07:00:00 GMT", "en"}}},
		{"RSS served as a page", "text/html", rssOf("/a"), []Item{{"HOST/a", "/a", "On /a", "Mon, 02 Mar 2026 07:00:00 GMT", "en"}}},
		{"RSS in another encoding", "text/xml", "<?xml version='1.0' encoding='windows-1252'?><rss version='2.0'><channel><item><title>Caf\xe9</title><link>/a</link></item></channel></rss>", []Item{{"HOST/a", "HOST/a", "Café", "", ""}}},
		{"RSS without links", "application/rss+xml", "<rss version='2.0'><channel><item><guid>HOST/a</guid></item><item><title>A note</title></item></channel></rss>", []Item{{"HOST/a", "HOST/a", "", "", ""}}},
		{"RSS 1.0", "application/rdf+xml", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="/a"><title>A</title><link>/a</link></item></rdf:RDF>`, []Item{{"HOST/a", "HOST/a", "A", "", ""}}},
		{"Atom", "application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><id>tag:1</id><title>A</title><link rel="alternate" href="../a"/><updated>2026-03-02T07:00:00Z</updated></entry></feed>`, []Item{{"HOST/a", "tag:1", "A", "2026-03-02T07:00:00Z", "en"}}},
		{"JSON Feed", "application/feed+json", `{"version":"https://jsonfeed.org/version/1.1","language":"en","items":[{"id":"7","url":"HOST/a","title":"A","date_published":"2026-03-02T07:00:00Z"}]}`, []Item{{"HOST/a", "7", "A", "2026-03-02T07:00:00Z", "en"}}},
		{"news sitemap", "application/xml", `<?xml version="1.0"?><urlset ` + sitemapNS + ` xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> HOST/a </loc><n:news><n:publication><n:name>P</n:name><n:language>en</n:language></n:publication><n:publication_date>2026-03-02</n:publication_date><n:title>A &amp; B</n:title></n:news></url><url><loc>HOST/b</loc><lastmod>2026-03-01</lastmod></url><url></url></urlset>`, []Item{
			{"HOST/a", "HOST/a", "A & B", "2026-03-02", "en"}, {"HOST/b", "HOST/b", "", "", ""}}},
		{"list", "text/plain; charset=utf-8", "\ufeff# ours\nHOST/a\r\n\n  HOST/b\n", []Item{{URL: "HOST/a", ID: "HOST/a"}, {URL: "HOST/b", ID: "HOST/b"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newClock()
			s := newSite(t, k)
			s.article("/a", "/b", "/news/c")
			s.gives("/news/list", c.mediatype, c.body)
			var got []Item
			for p, err := range newClient(t, k, Options{}, s).Articles(t.Context(), s.URL+"/news/list") {
				if err != nil {
					t.Fatal(err)
				}
				if p.URL != p.Listed.URL || p.Seed != s.URL+"/news/list" || p.List != p.Seed || !strings.Contains(string(p.Body), "Words of /") {
					t.Errorf("got %+v", p)
				}
				got = append(got, p.Listed)
			}
			for i := range c.want {
				c.want[i] = Item{onSite(s, c.want[i].URL), onSite(s, c.want[i].ID), onSite(s, c.want[i].Title), c.want[i].Published, c.want[i].Language}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func onSite(s *site, text string) string { return strings.ReplaceAll(text, "HOST", s.URL) }

func TestPackedSitemap(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a")
	packed := gzipped(t, strings.NewReader(onSite(s, `<urlset `+sitemapNS+`><url><loc>HOST/a</loc></url></urlset>`)))
	s.gives("/news.xml.gz", "application/octet-stream", string(packed))
	paths, errs := gather(newClient(t, k, Options{}, s), s.URL+"/news.xml.gz")
	wantPaths(t, paths, "/a")
	if errs != nil {
		t.Error(errs)
	}
}

func TestWhatIsNoListAndNoPage(t *testing.T) {
	deep := "<rss version='2.0'><channel><item>" + strings.Repeat("<a:b>", 100_000)
	for _, c := range []struct {
		name, mediatype, body string
		want                  diag.Reason
		line                  int
	}{
		{"broken RSS", "application/rss+xml", "<rss version='2.0'><channel>\n<item><link>/a</link>\n<item", diag.Syntax, 3},
		{"nested too deep", "application/rss+xml", deep, diag.Syntax, 0},
		{"broken sitemap", "application/xml", "<urlset>\n<url><loc>/a</loc></url>\n<url><loc", diag.Syntax, 3},
		{"broken JSON", "application/feed+json", `{"version":"https://jsonfeed.org/version/1","items":[`, diag.Syntax, 0},
		{"other JSON", "application/json", `{"ok":true}`, WrongType, 0},
		{"other XML", "application/xml", `<?xml version="1.0"?><svg></svg>`, WrongType, 0},
		{"bytes", "application/octet-stream", "\x01\x02\x03", WrongType, 0},
		{"packed bytes", "application/gzip", string(gzipped(t, strings.NewReader("some words"))), WrongType, 0},
		{"packed badly", "application/gzip", "\x1f\x8b\x08nothing", HostFailed, 0},
		{"empty", "text/html", " \n", diag.Empty, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := newClock()
			s := newSite(t, k)
			s.article("/a")
			s.gives("/x", c.mediatype, c.body)
			paths, errs := gather(newClient(t, k, Options{}, s), s.URL+"/x")
			if len(paths) != 0 || len(errs) != 1 {
				t.Fatalf("got %v, %v", paths, errs)
			}
			if derr := wantReason(t, errs[0], c.want, s.URL+"/x"); derr.Line != c.line {
				t.Errorf("on line %d, want %d: %v", derr.Line, c.line, derr)
			}
		})
	}
}

func TestPagesThatAreNamed(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b")
	s.gives("/text", "text/plain", "Kenya condemned Uganda on Monday.\nhttps://example.org/\n")
	s.does("/bare", func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = nil
		io.WriteString(w, "<!DOCTYPE html><p>words")
	})
	c := newClient(t, k, Options{}, s)
	var got []string
	for p, err := range c.Articles(t.Context(), s.URL+"/a", s.URL+"/b", s.URL+"/text", s.URL+"/bare", s.URL+"/a#again", "ftp://example.org/") {
		if err != nil {
			wantReason(t, err, BadAddress, "ftp://example.org/")
			continue
		}
		if p.Seed != p.URL || p.List != "" || p.Listed != (Item{}) {
			t.Errorf("got %+v", p)
		}
		got = append(got, strings.TrimPrefix(p.URL, s.URL))
	}
	slices.Sort(got)
	wantPaths(t, got, "/a", "/b", "/bare", "/text")
	s.visits()
	// The same bytes again are nothing new, though the host gives no validators.
	if paths, errs := gather(newClient(t, k, Options{State: reread(t, c.State())}, s), s.URL+"/a"); paths != nil || errs != nil {
		t.Errorf("got %v, %v", paths, errs)
	}
	s.gives("/a", "text/html", "<html>Other words")
	if paths, _ := gather(newClient(t, k, Options{State: c.State()}, s), s.URL+"/a"); len(paths) != 1 {
		t.Error("a page that has changed is not handed out")
	}
}

func TestSitemapIndexesThatNameEachOther(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b")
	index := func(parts ...string) string {
		return `<sitemapindex ` + sitemapNS + `><sitemap><loc>` + strings.Join(parts, "</loc></sitemap><sitemap><loc>") + `</loc></sitemap></sitemapindex>`
	}
	s.gives("/index", "application/xml", index("HOST/index", "HOST/other", "HOST/map"))
	s.gives("/other", "application/xml", index("HOST/index", "HOST/map2", "HOST/a"))
	s.gives("/map", "application/xml", `<urlset `+sitemapNS+`><url><loc>HOST/a</loc></url></urlset>`)
	s.gives("/map2", "application/xml", `<urlset `+sitemapNS+`><url><loc>HOST/b</loc></url><url><loc>HOST/a</loc></url></urlset>`)
	paths, errs := gather(newClient(t, k, Options{}, s), s.URL+"/index")
	wantPaths(t, paths, "/b", "/a")
	if len(errs) != 1 {
		t.Fatalf("got %v", errs)
	}
	wantReason(t, errs[0], WrongType, s.URL+"/a") // named as a sitemap
	wantPaths(t, s.paths(), "/index", "/other", "/map2", "/b", "/a", "/a", "/map")

	// Without end.
	s.does("/deep", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, onSite(s, index("HOST/deep?"+r.URL.RawQuery+"x")))
	})
	paths, errs = gather(newClient(t, k, Options{}, s), s.URL+"/deep")
	if len(paths) != 0 || len(errs) != 1 || len(s.paths()) != nested+1 {
		t.Errorf("got %v, %v", paths, errs)
	}
	wantReason(t, errs[0], TooLarge, s.URL+"/deep?"+strings.Repeat("x", nested+1))
}

func TestOnePageIsFetchedOnce(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b", "/c")
	s.does("/short", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b", 301) })
	s.gives("/feed", "application/rss+xml", rssOf("/a", "HOST/a#comments", "/b", "/short", "/a"))
	s.gives("/feed2", "application/rss+xml", rssOf("HOST/a", "/c"))
	c := newClient(t, k, Options{}, s)
	paths, errs := gather(c, s.URL+"/feed")
	wantPaths(t, paths, "/a", "/b")
	more, errs2 := gather(c, s.URL+"/feed2")
	wantPaths(t, more, "/c")
	if errs != nil || errs2 != nil {
		t.Error(errs, errs2)
	}
	wantPaths(t, s.paths(), "/feed", "/a", "/b", "/short", "/b", "/feed2", "/c")
	if n := c.Counts(); n.Pages != 3 || n.Known != 4 {
		t.Errorf("counts %+v", n)
	}
}

// Two feeds at once that list the same: whoever comes first.
func TestFeedsSideBySideShareTheirPages(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	var links []string
	for i := range 20 {
		links = append(links, fmt.Sprint("/", i))
	}
	s.article(links...)
	s.gives("/feed", "application/rss+xml", rssOf(links...))
	s.gives("/feed2", "application/rss+xml", rssOf(links...))
	paths, errs := gather(newClient(t, k, Options{}, s), s.URL+"/feed", s.URL+"/feed2")
	slices.Sort(paths)
	slices.Sort(links)
	wantPaths(t, paths, links...)
	if errs != nil || len(s.paths()) != 22 {
		t.Error("pages are fetched more than once", errs)
	}
}

// withETag serves a feed by whether it has changed.
func (s *site) withETag(path, body string) {
	body = onSite(s, body)
	tag := fmt.Sprintf(`"%x"`, hash(body))
	s.does(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(304)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, body)
	})
}

func TestNothingIsFetchedTwiceAfterARestart(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b", "/c")
	s.withETag("/feed", rssOf("/a", "/b"))
	c := newClient(t, k, Options{}, s)
	paths, _ := gather(c, s.URL+"/feed")
	wantPaths(t, paths, "/a", "/b")
	s.visits()

	k.Sleep(t.Context(), time.Hour)
	c2 := newClient(t, k, Options{State: reread(t, c.State())}, s)
	paths, errs := gather(c2, s.URL+"/feed")
	if paths != nil || errs != nil || c2.Counts().Unchanged != 1 {
		t.Errorf("got %v, %v, %+v", paths, errs, c2.Counts())
	}
	wantPaths(t, s.paths(), "/feed")
	before, after := c.State(), c2.State()
	before.Hosts, after.Hosts = nil, nil
	for addr, k := range after.Lists {
		k.Next = before.Lists[addr].Next
		after.Lists[addr] = k
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("the state was %+v and is %+v", before, after)
	}

	s.withETag("/feed", rssOf("/c", "/a", "/b"))
	paths, _ = gather(newClient(t, k, Options{State: reread(t, c2.State())}, s), s.URL+"/feed")
	wantPaths(t, paths, "/c")
	wantPaths(t, s.paths(), "/feed", "/c")
}

// A sitemap index that has not changed may name sitemaps that have.
func TestUnchangedIndexIsFollowed(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b")
	s.withETag("/index", `<sitemapindex><sitemap><loc>HOST/map</loc></sitemap></sitemapindex>`)
	s.withETag("/map", `<urlset><url><loc>HOST/a</loc></url></urlset>`)
	c := newClient(t, k, Options{}, s)
	gather(c, s.URL+"/index")
	s.withETag("/map", `<urlset><url><loc>HOST/b</loc></url><url><loc>HOST/a</loc></url></urlset>`)
	paths, errs := gather(newClient(t, k, Options{State: reread(t, c.State())}, s), s.URL+"/index")
	wantPaths(t, paths, "/b")
	if errs != nil {
		t.Error(errs)
	}
}

// What failed for now is tried again though the feed has not changed; what will
// not work is not.
func TestFailuresOfTheMomentAreTriedAgain(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a")
	s.does("/busy", status(500))
	s.does("/gone", status(410))
	s.gives("/video", "video/mp4", "x")
	s.gives("/list", "text/xml", rssOf("/a"))
	s.withETag("/feed", rssOf("/a", "/busy", "/gone", "/video", "/list", "gopher://x/"))
	c := newClient(t, k, Options{Retries: -1}, s)
	paths, errs := gather(c, s.URL+"/feed")
	wantPaths(t, paths, "/a")
	var reasons []string
	for _, err := range errs {
		reasons = append(reasons, string(finding(err).Reason))
	}
	wantPaths(t, reasons, string(HostFailed), string(NotFound), string(WrongType), string(NotArticle), string(BadAddress))
	s.visits()
	s.article("/busy")
	paths, errs = gather(c, s.URL+"/feed")
	wantPaths(t, paths, "/busy")
	if errs != nil {
		t.Error(errs)
	}
	wantPaths(t, s.paths(), "/feed", "/busy")
	gather(c, s.URL+"/feed")
	if c.Counts().Unchanged != 1 {
		t.Error("the feed is read whole though all of it is done with")
	}
}

// A loop that is left, or whose body panics, has not done with its page.
func TestWhatTheLoopBreaksOffAtComesAgain(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b", "/c", "/d", "/e", "/f", "/g")
	s.withETag("/feed", rssOf("/a", "/b", "/c", "/d", "/e", "/f", "/g"))
	before := runtime.NumGoroutine()
	c := newClient(t, k, Options{}, s)
	n := 0
	for _, err := range c.Articles(t.Context(), s.URL+"/feed") {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	func() {
		defer func() { recover() }()
		for range c.Articles(t.Context(), s.URL+"/feed") {
			panic("the store is full")
		}
	}()
	paths, errs := gather(newClient(t, k, Options{State: reread(t, c.State())}, s), s.URL+"/feed")
	wantPaths(t, paths, "/c", "/d", "/e", "/f", "/g")
	if errs != nil {
		t.Error(errs)
	}
	c.Close()
	for range 3000 { // servers end their goroutines a little later
		if runtime.NumGoroutine() <= before+6 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestCancelledLoopEnds(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/c")
	s.does("/b", hang)
	s.gives("/feed", "application/rss+xml", rssOf("/a", "/b", "/c"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := newClient(t, k, Options{}, s)
	n := 0
	for _, err := range c.Articles(ctx, s.URL+"/feed") {
		if err != nil {
			t.Errorf("the caller knows that it ended: %v", err)
		}
		n++
		cancel()
	}
	if n != 1 || c.Counts().Pages != 1 {
		t.Errorf("%d pages", n)
	}
	// The body came to its end for /a, so that /a is done with.
	if got := c.State().Lists[s.URL+"/feed"].Seen; len(got) != 2 {
		t.Errorf("marked %v", got)
	}
}

func TestNoMoreThanAFewPagesAhead(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	var links []string
	for i := range 40 {
		links = append(links, fmt.Sprint("/", i))
	}
	s.article(links...)
	s.gives("/feed", "application/rss+xml", rssOf(links...))
	for range newClient(t, k, Options{}, s).Articles(t.Context(), s.URL+"/feed") {
		time.Sleep(20 * time.Millisecond) // time enough to fetch all
		if n := len(s.paths()); n > 1+1+ahead {
			t.Errorf("%d requests before the first page was taken", n)
		}
		break
	}
}

func TestLongListsAreLeftForTheNextTime(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b", "/c", "/d", "/e")
	s.withETag("/feed", rssOf("/a", "/b", "/c", "/d", "/e"))
	c := newClient(t, k, Options{MaxItems: 2}, s)
	for _, want := range [][]string{{"/a", "/b"}, {"/c", "/d"}, {"/e"}} {
		paths, errs := gather(c, s.URL+"/feed")
		wantPaths(t, paths, want...)
		if len(want) == 1 {
			if errs != nil {
				t.Error(errs)
			}
		} else if len(errs) != 1 {
			t.Errorf("does not say that some are left: %v", errs)
		} else {
			wantReason(t, errs[0], TooLarge, s.URL+"/feed")
		}
	}
}

func TestOldItemsAreForgotten(t *testing.T) {
	l := &list{seen: map[uint64]int{}}
	for i := range uint64(5000) {
		l.mark(i)
	}
	l.mark(7) // shown again
	l.trim(map[uint64]bool{1: true, 2: true})
	if got := l.inOrder(); len(got) != oldSeen+2 || got[0] != 1 || got[1] != 2 || got[2] != 4001 || got[len(got)-1] != 7 {
		t.Errorf("%d are kept: %v … %v", len(got), got[:3], got[len(got)-1])
	}
}

// watch looks n times at the feed and says when.
func watch(t *testing.T, o Options, every time.Duration, n int, set func(*site)) []time.Duration {
	t.Helper()
	k := newClock()
	s := newSite(t, k)
	set(s)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	feed := s.pages["/feed"]
	var at []time.Duration
	s.does("/feed", func(w http.ResponseWriter, r *http.Request) {
		if at = append(at, k.since()); len(at) == n {
			cancel()
		}
		feed(w, r)
	})
	for range newClient(t, k, o, s).Watch(ctx, every, s.URL+"/feed") {
	}
	return at
}

func TestWatchLooksAsOftenAsTheFeedSays(t *testing.T) {
	plainFeed := rssOf("/a")
	for _, c := range []struct {
		name  string
		every time.Duration
		set   func(*site)
		want  time.Duration // between two looks
	}{
		{"says nothing", 15 * time.Minute, func(s *site) { s.gives("/feed", "text/xml", plainFeed) }, 15 * time.Minute},
		{"too often", time.Second, func(s *site) { s.gives("/feed", "text/xml", plainFeed) }, soonest},
		{"ttl", 15 * time.Minute, func(s *site) {
			s.gives("/feed", "text/xml", strings.Replace(plainFeed, "<channel>", "<channel><ttl>60</ttl>", 1))
		}, time.Hour},
		{"ttl below every", 2 * time.Hour, func(s *site) {
			s.gives("/feed", "text/xml", strings.Replace(plainFeed, "<channel>", "<channel><ttl>60</ttl>", 1))
		}, 2 * time.Hour},
		{"a ttl of a year", 15 * time.Minute, func(s *site) {
			s.gives("/feed", "text/xml", strings.Replace(plainFeed, "<channel>", "<channel><ttl>525600</ttl>", 1))
		}, 24 * time.Hour},
		{"so often in a period", 15 * time.Minute, func(s *site) {
			s.gives("/feed", "text/xml", strings.Replace(plainFeed, `<rss version="2.0"><channel>`, `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>`, 1))
		}, 6 * time.Hour},
		{"Cache-Control", 15 * time.Minute, func(s *site) {
			s.does("/feed", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Cache-Control", "max-age=3600")
				io.WriteString(w, plainFeed)
			})
		}, time.Hour},
		{"a host that fails", 15 * time.Minute, func(s *site) { s.does("/feed", status(404)) }, 15 * time.Minute},
		{"a host that asks to wait", 15 * time.Minute, func(s *site) {
			s.does("/feed", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "7200")
				w.WriteHeader(429)
			})
		}, 2 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := watch(t, Options{}, c.every, 3, func(s *site) { s.article("/a"); c.set(s) })
			if len(at) != 3 {
				t.Fatalf("looked at %v", at)
			}
			for i := range 2 {
				if d := at[i+1] - at[i]; d < c.want || d > c.want+5*time.Second {
					t.Errorf("looked at %v, want every %v", at, c.want)
				}
			}
		})
	}
}

func TestWatchGoesOnWhereItWas(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a", "/b")
	s.withETag("/feed", rssOf("/a"))
	c := newClient(t, k, Options{}, s)
	for _, err := range c.Watch(t.Context(), time.Hour, s.URL+"/feed") {
		if err != nil {
			t.Fatal(err)
		}
		// From here on the feed has one more; the next look finds it.
		if n := c.Counts().Pages; n == 0 {
			s.withETag("/feed", rssOf("/b", "/a"))
			continue
		}
		break
	}
	if got := s.visits(); len(got) != 5 || got[3].path != "/feed" || got[3].at < time.Hour || got[4].path != "/b" {
		t.Errorf("asked %v", got)
	}
	// A restart within the hour waits for its end.
	done := reread(t, c.State())
	k2 := newClock()
	k2.Sleep(t.Context(), k.since()+10*time.Minute)
	s.clock = k2
	next := done.Lists[s.URL+"/feed"].Next.Sub(start)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for p, err := range newClient(t, k2, Options{State: done}, s).Watch(ctx, time.Hour, s.URL+"/feed") {
		if err != nil || p.URL != s.URL+"/b" {
			t.Errorf("got %q, %v", p.URL, err)
		}
		cancel()
	}
	if got := s.visits(); len(got) < 2 || got[1].at < next {
		t.Errorf("asked %v, before %v", got, next)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("text/xml", []byte(rssOf("/a")))
	f.Add("application/json", []byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"url":"/a"}]}`))
	f.Add("application/xml", []byte(`<sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>`))
	f.Add("text/plain", []byte("https://example.org/\n"))
	f.Add("text/html", []byte("<html>"))
	f.Add("text/xml", []byte("<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='a'/></entry></feed>"))
	c, _ := New(Options{Now: newClock().Now, MaxList: 1 << 20})
	f.Fuzz(func(t *testing.T, mediatype string, body []byte) {
		l, derr := c.read(Response{URL: "https://example.org/x", Final: "https://example.org/x", Type: mediatype, Body: body})
		if derr != nil && (derr.Reason == "" || derr.File == "" || strings.Contains(derr.Msg, "\n")) {
			t.Errorf("a finding without reason or place: %q", derr)
		}
		if l.page && (l.items != nil || l.parts != nil) {
			t.Error("a page that is a list")
		}
	})
}
