package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestRobotsRules goes through RFC 9309: 2.2.1 groups, 2.2.2 the longest match,
// 2.2.3 special characters, and the examples of section 5.
func TestRobotsRules(t *testing.T) {
	const wild = `User-agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-agent: entente
User-agent: bazbot
Disallow: /example/page.html

User-agent: quxbot
`
	const longest = "User-Agent: entente\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n"
	for _, c := range []struct {
		name, file, path string
		want             bool
	}{
		{"5.1 our group, not that for all", wild, "/example/other.html", true},
		{"5.1 two names above one group", wild, "/example/page.html", false},
		{"5.1 the group for all does not hold for us", wild, "/a.gif", true},
		{"5.2 the longer wins", longest, "/example/page/disallowed.gif", false},
		{"5.2 the shorter holds for the rest", longest, "/example/page/else.gif", true},

		{"no file", "", "/a", true},
		{"a page instead of a file", "<!doctype html>\n<p>Hello: world</p>", "/a", true},
		{"for all", "User-agent: *\nDisallow: /\n", "/a", false},
		{"for another", "User-agent: other\nDisallow: /\n", "/a", true},
		{"capitals", "USER-AGENT: EnTenTe\nDISALLOW: /a\n", "/a", false},
		{"paths keep theirs", "User-agent: *\nDisallow: /A\n", "/a", true},
		{"name with version", "User-agent: entente/2.0 (x)\nDisallow: /a\n", "/a", false},
		{"not a longer name", "User-agent: ententebot\nDisallow: /a\n", "/a", true},
		{"not a shorter name", "User-agent: ent\nDisallow: /a\n", "/a", true},
		{"groups of one name are joined", "User-agent: entente\nDisallow: /a\n\nUser-agent: x\nDisallow: /x\n\nUser-agent: entente\nDisallow: /b\n", "/b", false},
		{"groups for all are joined", "User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n", "/a", false},
		{"our empty group frees us", "User-agent: entente\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/a", true},
		{"rules before any name", "Disallow: /\nUser-agent: *\nDisallow: /b\n", "/a", true},
		{"lines that say nothing leave a group open", "User-agent: x\nSitemap: http://h/s.xml\nUser-agent: entente\nDisallow: /a\n", "/a", false},
		{"comments", "User-agent: * # all\nDisallow: /a # not this\n#Disallow: /b\n", "/b", true},
		{"comment after the path", "User-agent: * # all\nDisallow: /a # not this\n", "/a", false},
		{"carriage returns alone", "User-agent: *\rDisallow: /a\r", "/a", false},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /a\n", "/a", false},

		{"prefix", "User-agent: *\nDisallow: /fish\n", "/fishheads/yummy.html", false},
		{"prefix from the beginning only", "User-agent: *\nDisallow: /fish\n", "/x/fish", true},
		{"allow wins a tie", "User-agent: *\nDisallow: /page\nAllow: /page\n", "/page", true},
		{"allow wins a tie in the other order", "User-agent: *\nAllow: /page\nDisallow: /page\n", "/page", true},
		{"star", "User-agent: *\nDisallow: /a*b\n", "/a/x/b/c", false},
		{"star from the beginning only", "User-agent: *\nDisallow: /a*b\n", "/x/axb", true},
		{"star for nothing", "User-agent: *\nDisallow: /a*b\n", "/ab", false},
		{"stars need their pieces in order", "User-agent: *\nDisallow: /*x*y\n", "/yx", true},
		{"end", "User-agent: *\nDisallow: /*.php$\n", "/folder/a.php", false},
		{"end is the end", "User-agent: *\nDisallow: /*.php$\n", "/a.php?b=c", true},
		{"the end is looked for from behind", "User-agent: *\nDisallow: /*ab$\n", "/abab", false},
		{"end without star", "User-agent: *\nDisallow: /a$\n", "/ab", true},
		{"the piece before the end and that at it do not share", "User-agent: *\nDisallow: /aba*aba$\n", "/aba", true},
		{"dollar in the middle is a letter", "User-agent: *\nDisallow: /a$b\n", "/a$b", false},
		{"length counts as written", "User-agent: *\nDisallow: /*.php\nAllow: /index.p\n", "/index.php", true},
		{"query", "User-agent: *\nDisallow: /s?q=\n", "/s?q=x", false},
		{"query not in the path", "User-agent: *\nDisallow: /s?q=\n", "/s", true},
		{"without a slash", "User-agent: *\nDisallow: private\n", "/private/a", false},

		{"letters outside ASCII, rule plain", "User-agent: *\nDisallow: /foo/bar/ツ\n", "/foo/bar/%E3%83%84", false},
		{"letters outside ASCII, rule escaped", "User-agent: *\nDisallow: /foo/bar/%e3%83%84\n", "/foo/bar/ツ", false},
		{"escape of a letter", "User-agent: *\nDisallow: /foo/bar/%62%61%7A\n", "/foo/bar/baz", false},
		{"escaped slash is not a slash", "User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
		{"escapes in lower case", "User-agent: *\nDisallow: /a%3Cd%3E\n", "/a%3cd%3e", false},
		{"escaped star is a star", "User-agent: *\nDisallow: /file-with-a-%2A.html\n", "/file-with-a-*.html", false},
		{"escaped star is no operator", "User-agent: *\nDisallow: /file-with-a-%2A.html\n", "/file-with-a-b.html", true},
		{"robots.txt itself", "User-agent: *\nDisallow: /\n", "/robots.txt", true},
	} {
		u, err := url.Parse("http://example.org" + c.path)
		if err != nil {
			t.Fatal(err)
		}
		if got := parseRobots([]byte(c.file)).allows(u); got != c.want {
			t.Errorf("%s: %s allowed %v, want %v", c.name, c.path, got, c.want)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	for _, c := range []struct {
		file string
		want time.Duration
	}{
		{"User-agent: *\nCrawl-delay: 10\n", 10 * time.Second},
		{"User-agent: *\nCrawl-delay: 0.5\nDisallow: /a\n", 500 * time.Millisecond},
		{"User-agent: *\nCrawl-delay: soon\n", 0},
		{"User-agent: *\nCrawl-delay: -3\n", 0},
		{"User-agent: *\nCrawl-delay: NaN\n", 0},
		{"User-agent: *\nCrawl-delay: 1e99\n", maxDelay},
		{"User-agent: x\nCrawl-delay: 10\nUser-agent: *\nDisallow: /a\n", 0},
	} {
		if got := parseRobots([]byte(c.file)).delay; got != c.want {
			t.Errorf("%q: %v, want %v", c.file, got, c.want)
		}
	}
}

func TestRobotsThatNeverEnd(t *testing.T) {
	file := "User-agent: *\nDisallow: /a\n" + strings.Repeat("#\n", robotsSize) + "Disallow: /b\n"
	r := parseRobots([]byte(file[:robotsSize]))
	if len(r.paths) != 1 {
		t.Errorf("%d rules", len(r.paths))
	}
	// A line that is cut is no rule: "/" would forbid more than "/private" does.
	file = "User-agent: *\nDisallow: /a\n" + strings.Repeat("#", robotsSize-40) + "\nDisallow: /private"
	if r := parseRobots([]byte(file[:robotsSize])); len(r.paths) != 1 || len(file) <= robotsSize {
		t.Errorf("%d rules of %d bytes", len(r.paths), len(file))
	}
	// Many stars take no time.
	slow := parseRobots([]byte("User-agent: *\nDisallow: /" + strings.Repeat("*a", 50_000) + "$\n"))
	if u, _ := url.Parse("http://h/" + strings.Repeat("a", maxAddress)); !slow.allows(u) {
		t.Error("there are more stars than letters")
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\n", "/a%zz?q")
	f.Add("User-agent: entente\rAllow: %\rCrawl-delay: 1", "/é")
	f.Fuzz(func(t *testing.T, file, path string) {
		r := parseRobots([]byte(file))
		r.allows(&url.URL{Path: "/" + path})
		for _, p := range r.paths {
			if n := pattern(p.pattern); n != p.pattern {
				t.Errorf("the normal form of %q is %q", p.pattern, n)
			}
		}
	})
}

func TestRobotsAreAskedFirstAndKeptForADay(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.gives("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\n")
	s.article("/a", "/private")
	c := newClient(t, k, Options{}, s)
	if _, err := c.Get(t.Context(), s.URL+"/a", Validators{}); err != nil {
		t.Fatal(err)
	}
	_, err := c.Get(t.Context(), s.URL+"/private", Validators{})
	derr := wantReason(t, err, Robots, s.URL+"/private")
	if !strings.Contains(derr.Msg, "robots.txt") || derr.Hint == "" {
		t.Errorf("says %v", derr)
	}
	if got := s.visits(); len(got) != 2 || got[0].path != "/robots.txt" || got[1].path != "/a" {
		t.Errorf("asked %v", got)
	}
	k.Sleep(t.Context(), 23*time.Hour)
	c.Get(t.Context(), s.URL+"/a", Validators{})
	wantVisits(t, s, "/a")
	k.Sleep(t.Context(), 2*time.Hour)
	s.gives("/robots.txt", "text/plain", "")
	if _, err := c.Get(t.Context(), s.URL+"/private", Validators{}); err != nil {
		t.Error(err)
	}
	wantVisits(t, s, "/robots.txt", "/private")
}

func wantVisits(t *testing.T, s *site, want ...string) {
	t.Helper()
	var got []string
	for _, v := range s.visits() {
		got = append(got, v.path)
	}
	wantPaths(t, got, want...)
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func TestRobotsByStatus(t *testing.T) {
	for code, want := range map[int]bool{200: true, 401: true, 403: true, 404: true, 410: true, 429: false, 500: false, 503: false} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			k := newClock()
			s := newSite(t, k)
			s.does("/robots.txt", status(code))
			s.article("/a")
			c := newClient(t, k, Options{}, s)
			_, err := c.Get(t.Context(), s.URL+"/a", Validators{})
			if want {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantReason(t, err, HostFailed, s.URL+"/a")
			if got := s.paths(); got != nil {
				t.Errorf("asked for %q all the same", got)
			}
			// For a time nothing is asked at all, and then again.
			c.Get(t.Context(), s.URL+"/a", Validators{})
			if got := s.visits(); got != nil {
				t.Errorf("asked %v within %v", got, robotsDown)
			}
			k.Sleep(t.Context(), robotsDown)
			s.does("/robots.txt", status(404))
			if _, err := c.Get(t.Context(), s.URL+"/a", Validators{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRobotsOfADayAgoHoldWhileTheHostFails(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.gives("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private\n")
	s.article("/a", "/private")
	c := newClient(t, k, Options{}, s)
	c.Get(t.Context(), s.URL+"/a", Validators{})
	k.Sleep(t.Context(), 25*time.Hour)
	s.does("/robots.txt", status(500))
	if _, err := c.Get(t.Context(), s.URL+"/a", Validators{}); err != nil {
		t.Error(err)
	}
	_, err := c.Get(t.Context(), s.URL+"/private", Validators{})
	wantReason(t, err, Robots, s.URL+"/private")
}

func TestRobotsThatAreRedirected(t *testing.T) {
	k := newClock()
	s, other := newSite(t, k), newSite(t, k)
	for i := range 5 {
		s.does([]string{"/robots.txt", "/r1", "/r2", "/r3", "/r4"}[i], func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, []string{"/r1", "/r2", "/r3", "/r4", other.URL + "/their-robots"}[i], http.StatusFound)
		})
	}
	other.gives("/their-robots", "text/plain", "User-agent: *\nDisallow: /private\n")
	s.article("/a", "/private")
	c := newClient(t, k, Options{}, s, other)
	_, err := c.Get(t.Context(), s.URL+"/private", Validators{})
	wantReason(t, err, Robots, s.URL+"/private")

	// Without end, it is taken for a host without robots.txt.
	other.does("/robots.txt", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) })
	other.article("/b")
	if _, err := c.Get(t.Context(), other.URL+"/b", Validators{}); err != nil {
		t.Error(err)
	}
}
