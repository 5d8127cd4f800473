package fetch

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"sync"
	"time"

	"entente/internal/diag"
)

// A Page is an article's page, or what its host takes for one.
type Page struct {
	Response
	Seed   string // the address that the user named, in its normal form
	List   string // the feed, sitemap or list that led here; "" for a page that was named itself
	Listed Item   // what that list says of it
}

const (
	ahead    = 4    // pages of one list that are fetched before they are taken
	maxParts = 1000 // lists that one address may lead to
	nested   = 4    // sitemap indexes within each other
	soonest  = time.Minute
)

// Articles fetches what lies behind seeds: a feed, a sitemap or a list gives its
// articles in its own order, a page gives itself. Seeds are worked on side by
// side, and pages come as they arrive. An error is a *diag.Error for one
// address, after which it goes on; it ends early only when ctx does.
//
// What was handed out before, by this client or in the State it was given, is
// passed over. A page counts as handed out once the loop's body is done with
// it: what the body breaks off at will come again in another run.
//
// At most Parallel times 5 pages of MaxPage bytes are held at once, and at most
// Parallel lists of MaxList bytes.
func (c *Client) Articles(ctx context.Context, seeds ...string) iter.Seq2[Page, error] {
	return c.merge(ctx, seeds, func(ctx context.Context, r *run, seed string) {
		r.poll(ctx, seed, 0)
	})
}

// Watch is Articles again and again, each seed after the time that the feed
// (ttl, sy:updatePeriod) or its host (Cache-Control) says, but not sooner than
// every and not later than Longest. It ends when ctx does or the loop is left.
func (c *Client) Watch(ctx context.Context, every time.Duration, seeds ...string) iter.Seq2[Page, error] {
	every = max(every, soonest)
	return c.merge(ctx, seeds, func(ctx context.Context, r *run, seed string) {
		for ctx.Err() == nil {
			if wait := c.kept(seed).Next.Sub(c.opts.Now()); wait > 0 && c.opts.Sleep(ctx, wait) != nil {
				return
			}
			if !r.poll(ctx, seed, every) {
				return
			}
		}
	})
}

// A run is one loop over Articles or Watch.
type run struct {
	c      *Client
	out    chan handed
	places chan struct{}

	mu      sync.Mutex
	claimed map[uint64]bool // addresses that some list is fetching at the moment
}

type handed struct {
	page Page
	err  error
	done chan bool // whether the loop's body came to its end
}

// merge runs work for each seed and hands what it gives to one loop.
func (c *Client) merge(ctx context.Context, seeds []string, work func(context.Context, *run, string)) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		r := &run{c: c, out: make(chan handed), places: make(chan struct{}, c.opts.Parallel), claimed: map[uint64]bool{}}
		var wg sync.WaitGroup
		named := map[string]bool{}
		for _, s := range seeds {
			u, derr := parse(s)
			if derr != nil {
				wg.Go(func() { r.give(ctx, Page{}, derr) })
				continue
			}
			if seed := u.String(); !named[seed] {
				named[seed] = true
				wg.Go(func() { work(ctx, r, seed) })
			}
		}
		go func() { wg.Wait(); close(r.out) }()
		var cur chan bool
		defer func() { // also when the loop's body panics
			cancel()
			if cur != nil {
				cur <- false
			}
			for h := range r.out {
				h.done <- false
			}
		}()
		for h := range r.out {
			cur = h.done
			if !yield(h.page, h.err) {
				return
			}
			cur = nil
			h.done <- true
		}
	}
}

// give hands one thing to the loop and reports whether it is done with.
func (r *run) give(ctx context.Context, p Page, err error) bool {
	if err != nil && ctx.Err() != nil {
		return false // the caller knows
	}
	h := handed{p, err, make(chan bool, 1)}
	select {
	case r.out <- h:
		return <-h.done
	case <-ctx.Done():
		return false
	}
}

// A poll is one visit to one seed.
type poll struct {
	*run
	seed    string
	visited map[string]bool // lists, so that indexes that name each other come to an end
	left    int             // addresses that may still be fetched
	every   time.Duration   // how often the lists say to look; the shortest of them
	over    bool            // the loop was left
}

// poll visits seed once and books the next visit; false: the loop was left.
func (r *run) poll(ctx context.Context, seed string, every time.Duration) bool {
	select {
	case r.places <- struct{}{}:
		defer func() { <-r.places }()
	case <-ctx.Done():
		return false
	}
	c := r.c
	p := &poll{run: r, seed: seed, visited: map[string]bool{}, left: c.opts.MaxItems}
	p.follow(ctx, seed, 0)
	if p.over || ctx.Err() != nil {
		return false
	}
	next := c.opts.Now().Add(min(max(p.every, every), max(every, c.opts.Longest)))
	u, _ := parse(seed)
	c.mu.Lock()
	if h := c.hosts[authority(u)]; h != nil && h.next.Sub(c.opts.Now()) > c.opts.MaxWait {
		next = later(next, h.next)
	}
	c.mu.Unlock()
	c.keep(seed, func(l *list) { l.Next = next })
	return true
}

// give is that of the run, and remembers that the loop was left.
func (p *poll) give(ctx context.Context, page Page, err error) bool {
	if !p.over && !p.run.give(ctx, page, err) {
		p.over = true
	}
	return !p.over
}

// follow reads the list at addr and hands out what is new in it. It reports
// whether all of it was done with: only then are its validators kept, so that
// what failed for now is tried again even if the list does not change.
func (p *poll) follow(ctx context.Context, addr string, depth int) bool {
	c := p.c
	if p.visited[addr] {
		return true
	}
	if depth > nested || len(p.visited) >= maxParts {
		p.give(ctx, Page{}, &diag.Error{File: addr, Msg: fmt.Sprintf("lies too deep in sitemap indexes, or is one of more than %d sitemaps", maxParts), Hint: "name the sitemap itself", Reason: TooLarge})
		return false
	}
	p.visited[addr] = true
	kept := c.kept(addr)
	r, err := c.Get(ctx, addr, kept.Validators)
	if err != nil {
		p.give(ctx, Page{}, err)
		return false
	}
	p.visited[r.Final] = true
	if r.NotModified {
		p.soon(max(r.Fresh, kept.Every))
		return p.followAll(ctx, kept.Parts, depth)
	}
	got, derr := c.read(r)
	switch {
	case derr != nil:
		p.give(ctx, Page{}, derr)
		return false
	case got.page && depth > 0:
		p.give(ctx, Page{}, &diag.Error{File: addr, Msg: "is named as a sitemap and is a page", Reason: WrongType})
		return false
	}
	p.soon(max(r.Fresh, got.every))
	if got.page {
		return p.page(ctx, addr, kept, r)
	}
	complete := p.items(ctx, addr, got.items)
	complete = p.followAll(ctx, got.parts, depth) && complete
	if complete {
		c.keep(addr, func(l *list) { l.Validators, l.Parts, l.Every = r.Validators, got.parts, got.every })
	}
	return complete
}

func (p *poll) followAll(ctx context.Context, parts []string, depth int) bool {
	complete := true
	for _, at := range parts {
		if p.over || ctx.Err() != nil {
			return false
		}
		u, derr := parse(at)
		if derr != nil {
			p.give(ctx, Page{}, derr)
			continue
		}
		complete = p.follow(ctx, u.String(), depth+1) && complete
	}
	return complete
}

// soon takes down how long something stays as it is.
func (p *poll) soon(d time.Duration) {
	if d > 0 && (p.every == 0 || d < p.every) {
		p.every = d
	}
}

// page hands out a page that was named itself, unless it is the same as before.
func (p *poll) page(ctx context.Context, addr string, kept Kept, r Response) bool {
	body := strconv.FormatUint(hash(string(r.Body)), 16)
	if body == kept.Body {
		p.c.unchanged.Add(1)
		return true
	}
	if !p.give(ctx, Page{Response: r, Seed: p.seed}, nil) {
		return false
	}
	p.c.pages.Add(1)
	p.c.keep(addr, func(l *list) {
		l.Validators, l.Body = r.Validators, body
		l.mark(addressID(addr), addressID(r.Final))
	})
	return true
}

func addressID(address string) uint64 { return hash("address " + address) }

// A fetched is an item on its way: ids under which it is known, and what came.
type fetched struct {
	item Item
	ids  []uint64
	r    Response
	err  error
}

// items fetches what is new among items, a few ahead of the loop, and hands it
// out in the order of the list. Items of one host are asked for in that order,
// too.
func (p *poll) items(parent context.Context, addr string, items []Item) bool {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	shown := map[uint64]bool{}
	queue := make(chan chan fetched, ahead-1)
	tooMany := false
	go func() {
		defer close(queue)
		last := map[string]chan struct{}{}
		for _, it := range items {
			f, host, news := p.news(addr, it)
			for _, id := range f.ids {
				shown[id] = true
			}
			if !news {
				continue
			}
			if p.left--; p.left < 0 {
				tooMany = true
				continue // the rest is shown, and is not forgotten
			}
			ch := make(chan fetched, 1)
			select {
			case queue <- ch:
			case <-ctx.Done():
				return
			}
			before, mine := last[host], make(chan struct{})
			last[host] = mine
			go func() {
				if before != nil {
					<-before
				}
				if f.err == nil {
					f.r, f.err = p.c.get(ctx, f.item.URL, Validators{}, p.c.pageLimit)
				}
				close(mine)
				ch <- f
			}()
		}
	}()
	complete := true
	for ch := range queue {
		f := <-ch
		if p.over || ctx.Err() != nil {
			cancel()
			continue // nothing is left running behind
		}
		complete = p.hand(ctx, addr, f) && complete
	}
	if p.over || parent.Err() != nil {
		return false
	}
	if tooMany {
		complete = false
		p.give(ctx, Page{}, &diag.Error{File: addr, Msg: fmt.Sprintf("leads to more than %d new addresses; the rest is left for the next time", p.c.opts.MaxItems), Reason: TooLarge})
	}
	p.c.keep(addr, func(l *list) { l.trim(shown) })
	return complete
}

// news prepares an item, and reports whether it is to be fetched: it was not
// handed out before, and no other list is at it.
func (p *poll) news(addr string, it Item) (f fetched, host string, news bool) {
	f = fetched{item: it}
	u, derr := parse(it.URL)
	if derr != nil {
		f.err = derr
	} else {
		f.item.URL, host = u.String(), authority(u)
	}
	f.ids = []uint64{addressID(f.item.URL)}
	if it.ID != "" && it.ID != it.URL {
		f.ids = append(f.ids, hash("item "+addr+" "+it.ID))
	}
	if p.c.handedOut(f.ids) {
		p.c.known.Add(1)
		p.c.keep(addr, func(l *list) { l.mark(f.ids...) })
		return f, host, false
	}
	if !p.claim(f.ids...) {
		p.c.known.Add(1)
		return f, host, false
	}
	return f, host, true
}

// claim takes ids for one list while it is at them; false: another has one.
func (r *run) claim(ids ...uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		if r.claimed[id] {
			return false
		}
	}
	for _, id := range ids {
		r.claimed[id] = true
	}
	return true
}

func (r *run) release(ids []uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		delete(r.claimed, id)
	}
}

// hand gives what was fetched to the loop; false: it is to be tried again.
func (p *poll) hand(ctx context.Context, addr string, f fetched) bool {
	c := p.c
	defer func() { p.release(f.ids) }()
	err := f.err
	if err == nil {
		got, derr := c.read(f.r)
		switch {
		case derr != nil:
			err = derr
		case !got.page:
			err = &diag.Error{File: f.r.URL, Msg: "is listed as an article and is a list itself", Hint: "name it to have its articles", Reason: NotArticle}
		case f.r.Final != f.r.URL:
			final := addressID(f.r.Final)
			if c.handedOut([]uint64{final}) || !p.claim(final) { // two ways to one page
				c.known.Add(1)
				c.keep(addr, func(l *list) { l.mark(f.ids...) })
				return true
			}
			f.ids = append(f.ids, final)
		}
	}
	if err != nil {
		if !p.give(ctx, Page{}, err) || again(finding(err).Reason) {
			return false
		}
	} else {
		if !p.give(ctx, Page{Response: f.r, Seed: p.seed, List: addr, Listed: f.item}, nil) {
			return false
		}
		c.pages.Add(1)
	}
	c.keep(addr, func(l *list) { l.mark(f.ids...) })
	return true
}
