package fetch

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
	"time"
)

// A State is what has to outlive the program for nothing to be fetched twice.
// The caller keeps it; it is written as JSON, the same bytes for the same
// content.
type State struct {
	Lists map[string]Kept      `json:"lists,omitempty"` // by address in its normal form
	Hosts map[string]time.Time `json:"hosts,omitempty"` // not to be asked before
}

// A Kept is what is kept for one feed, sitemap, list, or page that was named.
type Kept struct {
	Validators
	Body  string    `json:"body,omitempty"`  // hash of the last one, for pages whose host gives no validators
	Parts []string  `json:"parts,omitempty"` // the lists that a sitemap index names
	Seen  []string  `json:"seen,omitempty"`  // hashes of what was handed out: addresses, and names that a feed gives
	Next  time.Time `json:"next,omitzero"`   // Watch looks again after this

	Every time.Duration `json:"every,omitempty"` // how often the list itself says to look
}

// A list is a Kept at work.
type list struct {
	Kept // without Seen
	seen map[uint64]int
	n    int // grows with each mark, so that seen knows the order
}

// oldSeen is how many entries are kept that a list no longer shows: some come
// back when others are withdrawn.
const oldSeen = 1000

func (s State) read() map[string]*list {
	out := make(map[string]*list, len(s.Lists))
	for addr, k := range s.Lists {
		l := &list{Kept: k, seen: make(map[uint64]int, len(k.Seen))}
		for _, h := range k.Seen {
			if n, err := strconv.ParseUint(h, 16, 64); err == nil {
				l.mark(n)
			}
		}
		l.Seen, l.Parts = nil, slices.Clone(k.Parts)
		out[addr] = l
	}
	return out
}

// State is what is to be kept by now. What a loop over Articles or Watch has
// not finished with is not in it, and will be fetched again.
func (c *Client) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := State{Lists: make(map[string]Kept, len(c.lists)), Hosts: map[string]time.Time{}}
	for addr, l := range c.lists {
		k := l.Kept
		k.Parts = slices.Clone(l.Parts)
		for _, n := range l.inOrder() {
			k.Seen = append(k.Seen, strconv.FormatUint(n, 16))
		}
		s.Lists[addr] = k
	}
	now := c.opts.Now()
	for name, h := range c.hosts {
		if h.next.After(now) {
			s.Hosts[name] = h.next
		}
	}
	return s
}

// kept is what is known of addr; the caller must not hold on to it for writing.
func (c *Client) kept(addr string) Kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l := c.lists[addr]; l != nil {
		return l.Kept
	}
	return Kept{}
}

// keep changes what is known of addr.
func (c *Client) keep(addr string, change func(*list)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.lists[addr]
	if l == nil {
		l = &list{seen: map[uint64]int{}}
		c.lists[addr] = l
	}
	change(l)
}

// handedOut reports whether any list has one of ids.
func (c *Client) handedOut(ids []uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range c.lists {
		for _, id := range ids {
			if _, ok := l.seen[id]; ok {
				return true
			}
		}
	}
	return false
}

func (l *list) mark(ids ...uint64) {
	for _, id := range ids {
		l.n++
		l.seen[id] = l.n
	}
}

// inOrder is what was marked, the latest mark last.
func (l *list) inOrder() []uint64 {
	ids := slices.Collect(maps.Keys(l.seen))
	slices.SortFunc(ids, func(a, b uint64) int { return l.seen[a] - l.seen[b] })
	return ids
}

// trim forgets all but what the list shows now and the latest of the rest.
func (l *list) trim(shown map[uint64]bool) {
	old := slices.DeleteFunc(l.inOrder(), func(id uint64) bool { return shown[id] })
	for _, id := range old[:max(0, len(old)-oldSeen)] {
		delete(l.seen, id)
	}
}

// hash is 64 bits of SHA-256: a feed cannot name its items so that another's
// are taken for known.
func hash(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	return binary.BigEndian.Uint64(sum[:])
}
