package fetch

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entente/internal/diag"
)

// Robots.txt by RFC 9309. Ours, since the library there is (temoto/robotstxt
// 1.1.2) is of before the RFC; docs/decisions/fetch.md lists what it gets wrong.

const (
	robotsSize = 500 << 10        // read of a robots.txt; what follows is left
	robotsKept = 24 * time.Hour   // and then read again
	robotsDown = 15 * time.Minute // that nothing is fetched when the host cannot give it
	robotsHops = 5                // redirects followed on the way to it
	maxDelay   = time.Hour        // taken of a Crawl-delay
)

// A rules is what robots.txt says to us.
type rules struct {
	paths []rule
	delay time.Duration
}

type rule struct {
	allow   bool
	pattern string // in normal form; * and a closing $ are operators
}

// robots is what the host of u says; its turn must be held. A host that
// cannot say (5xx, too many requests) forbids everything for a while, unless
// it has said something before.
//
// Asking for it waits for no turn of the next request: it comes once a day, and
// a redirect may lead to a host whose turn another goroutine holds.
func (c *Client) robots(ctx context.Context, h *host, u *url.URL) (*rules, error) {
	c.mu.Lock()
	known, until, down := h.rules, h.until, h.down
	c.mu.Unlock()
	if c.opts.Now().Before(until) {
		if down != nil {
			return nil, down
		}
		return known, nil
	}
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	got, err := c.readRobots(ctx, h, at)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	kept := robotsKept
	down = nil
	if err != nil {
		derr := finding(err)
		if derr.Reason != HostFailed && derr.Reason != Waiting {
			return nil, derr // the host itself cannot be reached, and that is what is to be said
		}
		kept = robotsDown
		if got = known; got == nil {
			down = &diag.Error{Msg: "belongs to a host whose robots.txt cannot be read, so that nothing of it is: it " + derr.Msg, Hint: "try again later", Reason: HostFailed}
		}
	}
	c.mu.Lock()
	h.rules, h.down, h.until = got, down, c.opts.Now().Add(kept)
	c.mu.Unlock()
	if down != nil {
		return nil, down
	}
	return got, nil
}

func (c *Client) readRobots(ctx context.Context, h *host, at *url.URL) (*rules, error) {
	anyType := func(string) (int, bool) { return robotsSize, true }
	for range robotsHops + 1 {
		r, next, err := c.persist(ctx, h, at, func() (Response, *url.URL, time.Duration, error) {
			return c.ask(ctx, h, at, Validators{}, anyType)
		})
		var derr *diag.Error
		switch {
		case errors.As(err, &derr) && (derr.Reason == NotFound || derr.Reason == Forbidden || derr.Reason == Redirected || derr.Reason == BadAddress):
			return &rules{}, nil // 4xx: there is none, and all may be read
		case err != nil:
			return nil, err
		case next == nil:
			return parseRobots(r.Body), nil
		}
		at = next
	}
	return &rules{}, nil // lost in redirects: the RFC takes it for a host without one
}

// parseRobots takes from a robots.txt the groups that name us, or else those
// for everybody, joined in the order of the file.
func parseRobots(file []byte) *rules {
	if len(file) >= robotsSize { // cut: the last line may be half a line
		file = file[:strings.LastIndexAny(string(file), "\r\n")+1]
	}
	var ours, all rules
	var named bool             // some group names us
	var here, open, every bool // the group at hand is ours, still takes names, is for everybody
	text := strings.TrimPrefix(string(file), "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		add := func(to func(*rules)) {
			open = false
			if here {
				to(&ours)
			}
			if every {
				to(&all)
			}
		}
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !open {
				here, every, open = false, false, true
			}
			if value == "*" {
				every = true
			} else if strings.EqualFold(token(value), product) {
				here, named = true, true
			}
		case "allow", "disallow":
			add(func(r *rules) {
				if value != "" {
					r.paths = append(r.paths, rule{key == "allow", pattern(value)})
				}
			})
		case "crawl-delay": // not of the RFC, and meant when it is written
			add(func(r *rules) {
				if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
					r.delay = time.Duration(min(s, maxDelay.Seconds()) * float64(time.Second))
				}
			})
		}
	}
	if named {
		return &ours
	}
	return &all
}

// token is the name in a User-agent line: "entente/1.0" means us, "ententebot"
// does not.
func token(s string) string {
	for i := range len(s) {
		c := s[i]
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && c != '_' {
				return s[:i]
			}
		}
	}
	return s
}

// allows reports whether u may be read. The longest pattern that matches
// decides, and of two as long the one that allows.
func (r *rules) allows(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = strings.NewReplacer("*", "%2A", "$", "%24").Replace(normal(path))
	best, allow := -1, true
	for _, p := range r.paths {
		if n := len(p.pattern); (n > best || n == best && p.allow && !allow) && matches(p.pattern, path) {
			best, allow = n, p.allow
		}
	}
	return allow
}

// pattern is the normal form of a rule's path. A $ that does not close it is an
// ordinary letter.
func pattern(s string) string {
	if s[0] != '/' && s[0] != '*' {
		s = "/" + s
	}
	s = normal(s)
	end := strings.HasSuffix(s, "$")
	s = strings.ReplaceAll(strings.TrimSuffix(s, "$"), "$", "%24")
	if end {
		s += "$"
	}
	return s
}

// matches reports whether pattern matches from the beginning of path. Each
// piece between stars is taken where it first comes, which finds a match if
// there is one, and takes no longer than pattern times path.
func matches(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	piece, rest, star := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, piece) {
		return false
	}
	path = path[len(piece):]
	if !star {
		return !toEnd || path == ""
	}
	for star {
		piece, rest, star = strings.Cut(rest, "*")
		if !star && toEnd {
			return strings.HasSuffix(path, piece)
		}
		i := strings.Index(path, piece)
		if i < 0 {
			return false
		}
		path = path[i+len(piece):]
	}
	return true
}

// normal writes a path as RFC 9309 compares it: letters outside ASCII as
// escapes, escapes of letters that need none undone, all others in upper case.
func normal(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				i += 2
				if c = byte(n); unreserved(c) {
					b.WriteByte(c)
					continue
				}
				b.Write([]byte{'%', hex[c>>4], hex[c&15]})
				continue
			}
		}
		if c >= utf8.RuneSelf || c <= ' ' || c == 0x7f {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
