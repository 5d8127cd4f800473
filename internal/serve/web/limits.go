package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits are a bucket for each of many callers. Their number is bounded: whoever
// comes with ever new addresses shares one bucket in the end.
type limits struct {
	mu    sync.Mutex
	each  map[string]*rate.Limiter
	rest  *rate.Limiter
	rate  rate.Limit
	burst int
	now   func() time.Time
}

const mostCallers = 10000

func newLimits(perSecond float64, burst int, now func() time.Time) *limits {
	r := rate.Limit(perSecond)
	return &limits{each: map[string]*rate.Limiter{}, rest: rate.NewLimiter(r, burst), rate: r, burst: burst, now: now}
}

// allow takes one from the caller's bucket.
func (l *limits) allow(caller string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.each[caller]
	if b == nil {
		if len(l.each) >= mostCallers {
			for k, x := range l.each { // full buckets say nothing
				if x.TokensAt(now) >= float64(l.burst) {
					delete(l.each, k)
				}
			}
		}
		if b = l.rest; len(l.each) < mostCallers {
			b = rate.NewLimiter(l.rate, l.burst)
			l.each[caller] = b
		}
	}
	return b.AllowN(now, 1)
}
