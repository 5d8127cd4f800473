package check

import (
	"fmt"
	"time"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// A dayRange is the days that a claim can be about; the zero range is unknown.
type dayRange struct{ first, last text.Date }

func (d dayRange) known() bool { return d.first.Known() }

func (d dayRange) String() string {
	if d.first == d.last {
		return day(d.first)
	}
	return day(d.first) + " to " + day(d.last)
}

// days are those of the document, or, for what is told of another time, those
// that the sentence names.
func (c *Checker) days(k *record.Claim, published string) dayRange {
	doc := parseDay(published)
	out := dayRange{doc, doc}
	for _, s := range k.Days {
		a, b := parseDay(s.First), parseDay(s.Last)
		if a.Known() && b.Known() && (!doc.Known() || before(b, doc)) && (k.Status == "then" || k.Status == "was" || a.Year != doc.Year) {
			out = dayRange{a, b}
		}
	}
	return out
}

func parseDay(s string) (d text.Date) {
	var y, m, n int
	k, _ := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &n)
	if k == 0 {
		return d
	}
	return text.Date{Year: int16(y), Month: int8(m), Day: int8(n)}
}

func before(a, b text.Date) bool { return whole(a, false).Before(whole(b, false)) }

// whole is the first or the last day that d can mean.
func whole(d text.Date, last bool) time.Time {
	m, n := int(d.Month), int(d.Day)
	switch {
	case m == 0 && last:
		m, n = 12, 31
	case m == 0:
		m, n = 1, 1
	case n == 0 && last:
		return time.Date(int(d.Year), time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
	case n == 0:
		n = 1
	}
	return time.Date(int(d.Year), time.Month(m), n, 0, 0, 0, 0, time.UTC)
}

// slack is how many days a report may run behind or ahead of an appointment:
// sources differ on election, appointment and oath.
const slack = 45

// holdsAt reports whether one of the spells covers some of the days.
func holdsAt(hs []*reference.Holder, d dayRange) bool {
	for _, h := range hs {
		if d.within(h, slack) {
			return true
		}
	}
	return false
}

// within reports whether the days lie at most so many days outside of a spell.
func (d dayRange) within(h *reference.Holder, days int) bool {
	if h.From.Known() && whole(d.last, true).AddDate(0, 0, days).Before(whole(h.From, false)) {
		return false
	}
	to := h.To
	if !to.Known() {
		to = h.Seen
	}
	return !to.Known() || !whole(d.first, false).AddDate(0, 0, -days).After(whole(to, true))
}

// lookBack is how many days after the end of a spell a report may name its holder
// without a word that it is over: it tells of the months behind it as well.
const lookBack = 92

// justLeft reports whether one of the spells ended that short before the days.
func justLeft(hs []*reference.Holder, d dayRange) bool {
	for _, h := range hs {
		if h.To.Known() && !whole(d.first, false).Before(whole(h.To, false)) && d.within(h, lookBack) {
			return true
		}
	}
	return false
}

// longAgo is how many years after the end of a spell its holder is no slip but
// history.
const longAgo = 12

// longGone reports whether all spells ended that long before the days.
func longGone(hs []*reference.Holder, d dayRange) bool {
	for _, h := range hs {
		if !h.To.Known() || whole(d.first, false).Before(whole(h.To, true).AddDate(longAgo, 0, 0)) {
			return false
		}
	}
	return true
}

// mayHold reports whether the days lie behind the last day that a spell with an
// open end was seen.
func mayHold(hs []*reference.Holder, d dayRange) bool {
	for _, h := range hs {
		if !h.To.Known() && h.Seen.Known() && whole(d.first, false).After(whole(h.Seen, true)) {
			return true
		}
	}
	return false
}

// startedBefore reports whether one of the spells began before the days.
func startedBefore(hs []*reference.Holder, d dayRange) bool {
	for _, h := range hs {
		if !h.From.Known() || !whole(d.last, true).Before(whole(h.From, false)) {
			return true
		}
	}
	return false
}

// startsSoon reports whether a spell begins within a year of the days.
func startsSoon(hs []*reference.Holder, d dayRange) bool {
	for _, h := range hs {
		if h.From.Known() && whole(h.From, false).Sub(whole(d.first, false)) < 366*24*time.Hour {
			return true
		}
	}
	return false
}

// endsAfter reports whether all spells begin after the days.
func endsAfter(hs []*reference.Holder, d dayRange) bool { return !startedBefore(hs, d) }
