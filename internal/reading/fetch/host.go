package fetch

import (
	"context"
	"net/url"
	"time"

	"entente/internal/diag"
)

// A host is what is known of one of them while the program runs. Its turn is
// held by the one goroutine that may ask it; the other fields are guarded by
// the client's lock, since the state is read at any time.
//
// The time of the next request is a plain time and not a rate.Limiter: it has to
// outlive the program, and to move when the host says Retry-After.
type host struct {
	turn  chan struct{}
	users int       // goroutines that hold or await the turn
	next  time.Time // the earliest start of the next request

	lost time.Duration // waited in vain since the last answer
	rest time.Time     // until then it is left alone

	rules *rules    // what robots.txt says; nil: not read yet
	until time.Time // read it again after this
	down  *diag.Error
}

// maxHosts is how many hosts are kept in mind; beyond it, those that nobody
// uses and that need not be waited for are forgotten.
const maxHosts = 4096

// hostRest is how long a host is left alone once it has used up HostTimeout.
const hostRest = 10 * time.Minute

func newHost(next time.Time) *host {
	return &host{turn: make(chan struct{}, 1), next: next}
}

// authority is the scheme, name and port of u: what one robots.txt holds for.
func authority(u *url.URL) string { return u.Scheme + "://" + u.Host }

// enter is the host of u, kept until leave.
func (c *Client) enter(u *url.URL) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := authority(u)
	h := c.hosts[name]
	if h == nil {
		if len(c.hosts) >= maxHosts {
			c.forget()
		}
		h = newHost(time.Time{})
		c.hosts[name] = h
	}
	h.users++
	return h
}

func (c *Client) leave(h *host) {
	c.mu.Lock()
	h.users--
	c.mu.Unlock()
}

func (c *Client) forget() {
	now := c.opts.Now()
	for name, h := range c.hosts {
		if h.users == 0 && !h.next.After(now) && !h.rest.After(now) {
			delete(c.hosts, name)
		}
	}
}

// take waits for the turn; with an error it is not held.
func (h *host) take(ctx context.Context) error {
	select {
	case h.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *host) give() { <-h.turn }

// await waits until the host may be asked, and books the request after this one.
func (c *Client) await(ctx context.Context, h *host, pause time.Duration) error {
	c.mu.Lock()
	now := c.opts.Now()
	wait := h.next.Sub(now)
	if wait > c.opts.MaxWait {
		at := h.next
		c.mu.Unlock()
		return &diag.Error{Msg: "belongs to a host that asks to be left alone until " + at.UTC().Format(time.RFC3339), Reason: Waiting}
	}
	h.next = later(h.next, now).Add(pause)
	c.mu.Unlock()
	if wait <= 0 {
		return ctx.Err()
	}
	return c.opts.Sleep(ctx, wait)
}

// answered and unanswered keep the account of time that a host has cost.
func (c *Client) answered(h *host) {
	c.mu.Lock()
	h.lost = 0
	c.mu.Unlock()
}

func (c *Client) unanswered(h *host, took time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.lost += took; h.lost >= c.opts.HostTimeout {
		h.lost, h.rest = 0, c.opts.Now().Add(hostRest)
	}
}

func (c *Client) resting(h *host) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.rest.After(c.opts.Now()) {
		return &diag.Error{Msg: "belongs to a host that has not answered for long; it is left alone until " + h.rest.UTC().Format(time.RFC3339), Reason: TimedOut}
	}
	return nil
}
