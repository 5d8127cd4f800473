// Package fetch is the only room that opens connections, and it opens them only
// to addresses that the user named or that a feed, sitemap or list behind such
// an address names. What comes in is addresses; what goes out is pages as bytes,
// with their type, the address they came from in the end, and what the host gave
// to ask again by. On the way it asks robots.txt, keeps its distance from each
// host, waits when told to wait, and gives up when told no. It refuses, with a
// *diag.Error whose file is the address: other schemes and ports than those of
// the web, addresses of private networks (after the name was looked up, and for
// each redirect anew), bodies that are too large or too slow or of another type.
// It finds no article in a page, keeps nothing on disk, and knows no clock but
// the one it is handed.
package fetch

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"entente/internal/diag"
)

// Options says how a Client behaves; a field left at its zero value takes the
// default that stands beside it.
type Options struct {
	Now   func() time.Time                           // the clock; must be given
	Sleep func(context.Context, time.Duration) error // waits, or returns the context's error; nil: a timer

	Version string // of the program, for the User-Agent
	Contact string // whom a host's keeper can turn to, a mail or web address; goes into the User-Agent

	Every       time.Duration // between two requests to a host: 2 s; a longer Crawl-delay wins
	Timeout     time.Duration // for one request with its body: 60 s
	HostTimeout time.Duration // waited for a host in vain before it is left alone for 10 min: 2 min
	MaxWait     time.Duration // the longest that a host may make us wait for its next turn: 10 min
	Retries     int           // tries after the first where it may help: 3; negative: none
	Redirects   int           // followed for one address: 8; negative: none
	MaxPage     int           // bytes of one page, unpacked: 8 MB
	MaxList     int           // bytes of one feed, sitemap or list, unpacked: 50 MB, as sitemaps may have
	MaxItems    int           // addresses that one feed, sitemap or list may lead to: 50,000
	Parallel    int           // addresses that were named and are worked on at once: 16
	Longest     time.Duration // that Watch lets pass before it looks again: 24 h

	Allow    []string      // hosts and CIDRs that may lie in private networks
	Ports    []uint16      // 80 and 443
	Resolver *net.Resolver // nil: the system's
	Seed     uint64        // of the jitter in back-off
	State    State         // what an earlier run kept
}

// A Validators is what a host gave to ask by whether something has changed.
type Validators struct {
	URL          string `json:"url,omitempty"` // the address that gave them, after redirects; sent to no other
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// A Response is what an address gave.
type Response struct {
	URL         string // as asked for, in its normal form
	Final       string // after redirects
	Type        string // Content-Type as given, or as the bytes look where none was given
	Body        []byte // unpacked; owned by whoever gets it
	Validators  Validators
	NotModified bool          // nothing new since the validators that were handed in; Body is empty
	Fresh       time.Duration // how long the host says that this stays as it is; 0: not said
}

// Counts is what a Client has done so far.
type Counts struct {
	Requests  int64 // sent, robots.txt and redirects among them
	Bytes     int64 // of bodies, as they came over the wire
	Pages     int64 // handed out
	Known     int64 // passed over: handed out before, by this run or an earlier one
	Unchanged int64 // answers that nothing had changed
}

// A Client fetches. It serves many goroutines.
type Client struct {
	opts  Options
	agent string
	http  *http.Client

	mu    sync.Mutex
	hosts map[string]*host
	lists map[string]*list // what is kept for each feed, sitemap, list or page that was named

	requests, bytes, pages, known, unchanged atomic.Int64
}

// New makes a client. Its findings are those of the options: an entry of Allow
// that is neither host nor CIDR, a contact that does not fit into a header.
func New(o Options) (*Client, error) {
	o = o.withDefaults()
	if i := strings.IndexFunc(o.Contact, func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune("()\\", r) }); i >= 0 {
		return nil, &diag.Error{Msg: "a contact is a mail or web address, without brackets and outside ASCII", Hint: "for example --contact https://example.org/about-our-project"}
	}
	dial, err := dialer(o)
	if err != nil {
		return nil, err
	}
	c := &Client{opts: o, agent: userAgent(o), hosts: map[string]*host{}, lists: o.State.read()}
	for name, next := range o.State.Hosts {
		c.hosts[name] = newHost(next)
	}
	c.http = &http.Client{
		// Each hop is asked about in robots.txt and waits for its host's turn, so
		// redirects are followed by Get.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			// No Proxy: behind one the guard would see the proxy's address only.
			DialContext:            dial,
			TLSHandshakeTimeout:    10 * time.Second,
			IdleConnTimeout:        30 * time.Second,
			MaxIdleConns:           64,
			MaxIdleConnsPerHost:    1,
			MaxResponseHeaderBytes: 256 << 10,
			DisableCompression:     true, // unpacked in body.go, where both sizes are limited
			ForceAttemptHTTP2:      true,
		},
	}
	return c, nil
}

func (o Options) withDefaults() Options {
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	set(&o.Every, 2*time.Second)
	set(&o.Timeout, time.Minute)
	set(&o.HostTimeout, 2*time.Minute)
	set(&o.MaxWait, 10*time.Minute)
	set(&o.Longest, 24*time.Hour)
	set(&o.Retries, 3)
	set(&o.Redirects, 8)
	set(&o.MaxPage, 8<<20)
	set(&o.MaxList, 50<<20)
	set(&o.MaxItems, 50_000)
	set(&o.Parallel, 16)
	if o.Ports == nil {
		o.Ports = []uint16{80, 443}
	}
	return o
}

func set[T int | time.Duration](field *T, to T) {
	if *field == 0 {
		*field = to
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// product is the name that robots.txt may use for us.
const product = "entente"

func userAgent(o Options) string {
	s := product
	if o.Version != "" {
		s += "/" + o.Version
	}
	if o.Contact == "" {
		return s + " (reads news on a person's request)"
	}
	return s + " (reads news on a person's request; +" + o.Contact + ")"
}

// Close lets go of connections that are kept open.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Counts is what was done so far.
func (c *Client) Counts() Counts {
	return Counts{c.requests.Load(), c.bytes.Load(), c.pages.Load(), c.known.Load(), c.unchanged.Load()}
}

// Get fetches one address. since is what an earlier answer gave, or zero. A
// refusal is a *diag.Error; when ctx ends, its error comes back.
func (c *Client) Get(ctx context.Context, address string, since Validators) (Response, error) {
	return c.get(ctx, address, since, c.limit)
}

func (c *Client) get(ctx context.Context, address string, since Validators, lim limit) (Response, error) {
	asked, derr := parse(address)
	if derr != nil {
		return Response{}, derr
	}
	u := asked
	for hop := 0; ; hop++ {
		r, next, err := c.visit(ctx, u, since, lim)
		if err != nil {
			return Response{}, c.about(ctx, asked, u, err)
		}
		if next == nil {
			r.URL, r.Final = asked.String(), u.String()
			return r, nil
		}
		if hop >= c.opts.Redirects {
			return Response{}, &diag.Error{File: asked.String(), Msg: "is redirected too often, last to " + next.String(), Reason: Redirected}
		}
		u = next
	}
}

// about gives an error its place: the address asked for, and where it led.
func (c *Client) about(ctx context.Context, asked, at *url.URL, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	derr := finding(err)
	out := *derr
	out.File = asked.String()
	if at.String() != asked.String() {
		out.Msg = "redirected to " + at.String() + ", which " + out.Msg
	}
	return &out
}

// visit asks one host for u, without following where it points. It holds the
// host's turn throughout, back-off included: a host that asks to be left alone
// is.
func (c *Client) visit(ctx context.Context, u *url.URL, since Validators, lim limit) (Response, *url.URL, error) {
	h := c.enter(u)
	defer c.leave(h)
	if err := h.take(ctx); err != nil {
		return Response{}, nil, err
	}
	defer h.give()
	if err := c.resting(h); err != nil {
		return Response{}, nil, err
	}
	rules, err := c.robots(ctx, h, u)
	if err != nil {
		return Response{}, nil, err
	}
	if !rules.allows(u) {
		return Response{}, nil, &diag.Error{Msg: "robots.txt of " + u.Host + " asks programs not to read it", Hint: "open it in a browser and save it, if its terms let you", Reason: Robots}
	}
	pause := max(c.opts.Every, rules.delay)
	if since.URL != u.String() {
		since = Validators{}
	}
	return c.persist(ctx, h, u, func() (Response, *url.URL, time.Duration, error) {
		if err := c.await(ctx, h, pause); err != nil {
			return Response{}, nil, 0, err
		}
		return c.ask(ctx, h, u, since, lim)
	})
}

// persist tries until it works, cannot work, or has been tried often enough. A
// host that says when to come again is believed.
func (c *Client) persist(ctx context.Context, h *host, u *url.URL, try func() (Response, *url.URL, time.Duration, error)) (Response, *url.URL, error) {
	for n := 0; ; n++ {
		r, next, after, err := try()
		if err == nil || ctx.Err() != nil {
			return r, next, err
		}
		reason := finding(err).Reason
		wait := max(after, c.backoff(u, n))
		c.mu.Lock()
		h.next = later(h.next, c.opts.Now().Add(after))
		tooLong := h.next.Sub(c.opts.Now()) > c.opts.MaxWait
		c.mu.Unlock()
		if n >= c.opts.Retries || !again(reason) || tooLong {
			return r, nil, err
		}
		if reason == TimedOut || reason == Unreachable {
			c.unanswered(h, wait)
		}
		if c.resting(h) != nil {
			return r, nil, err
		}
		if err := c.opts.Sleep(ctx, wait); err != nil {
			return r, nil, err
		}
	}
}

// backoff is 2 s, 4 s, 8 s … give or take a half. The half comes from seed and
// address, so that it does not hang on which goroutine asks first.
func (c *Client) backoff(u *url.URL, n int) time.Duration {
	base := 2 * time.Second << min(n, 6)
	r := rand.New(rand.NewPCG(c.opts.Seed, hash(u.String())+uint64(n)))
	return base/2 + time.Duration(r.Int64N(int64(base)))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
