package timex

import (
	"strconv"
	"strings"
)

// numeric reads ISO and slashed dates.
func (m *matcher) numeric(i int) (int, when) {
	s := m.low(i)
	if len(s) < 6 || s[0] < '0' || s[0] > '9' {
		return i, when{}
	}
	if p := strings.Split(s, "-"); len(p) == 3 && len(p[0]) == 4 {
		y, e1 := strconv.Atoi(p[0])
		mo, e2 := strconv.Atoi(p[1])
		d, e3 := strconv.Atoi(p[2])
		if e1 == nil && e2 == nil && e3 == nil && y > 0 && mo >= 1 && mo <= 12 && d >= 1 && d <= daysIn(y, mo) {
			return i + 1, onDay(civil(y, mo, d), "ISO date")
		}
		return i, when{}
	}
	p := strings.Split(s, "/")
	if len(p) != 3 || len(p[0]) > 2 || len(p[1]) > 2 || len(p[2]) != 2 && len(p[2]) != 4 {
		return i, when{}
	}
	a, e1 := strconv.Atoi(p[0])
	b, e2 := strconv.Atoi(p[1])
	y, e3 := strconv.Atoi(p[2])
	if e1 != nil || e2 != nil || e3 != nil || a < 1 || b < 1 || a > 12 && b > 12 {
		return i, when{}
	}
	if len(p[2]) == 2 {
		y = m.century(y)
	}
	if a <= 12 && b <= 12 && a != b {
		w := open("DATE", "", "slashed date")
		w.reason = "day and month can be read either way"
		return i + 1, w
	}
	if a > 12 {
		a, b = b, a
	}
	if y < 1 || b > daysIn(y, a) {
		return i, when{}
	}
	return i + 1, onDay(civil(y, a, b), "slashed date")
}

// century completes a year of two digits to the one nearest the document's.
func (m *matcher) century(yy int) int {
	at := m.y
	if at == 0 {
		at = 2000
	}
	y := at - at%100 + yy
	if y > at+30 {
		y -= 100
	}
	return y
}

// clock reads a time of day, with the day that stands beside it.
func (m *matcher) clock(i int) (int, when) {
	h, min, next := 0, 0, i
	if a, b, ok := strings.Cut(m.low(i), ":"); ok && len(b) == 2 && len(a) <= 2 {
		var e1, e2 error
		h, e1 = strconv.Atoi(a)
		min, e2 = strconv.Atoi(b)
		if e1 != nil || e2 != nil || h > 24 || min > 59 || h < 0 || min < 0 {
			return i, when{}
		}
		next = i + 1
	} else if n, ok := m.digits(i, 1, 2); ok && n <= 12 && (isHalf(m.low(i+1)) != 0) {
		h, next = n, i+1
	} else {
		return i, when{}
	}
	switch isHalf(m.low(next)) {
	case 'p':
		if h < 12 {
			h += 12
		}
		next++
	case 'a':
		if h == 12 {
			h = 0
		}
		next++
	}
	for m.is(next, kZone) || m.low(next) == "time" && m.is(next-1, kZone) || m.low(next) == "local" && m.low(next+1) == "time" || m.low(next) == "time" && m.low(next-1) == "local" {
		next++
	}
	at := "T" + pad(h, 2) + ":" + pad(min, 2)
	k := next
	if m.low(k) == "on" || m.low(k) == "," {
		k++
	}
	for _, read := range [...]func(*matcher, int) (int, when){(*matcher).calendarDate, (*matcher).dayWord} {
		if e, w := read(m, k); e > k && len(w.value) >= 10 && w.from == w.to {
			w.typ, w.value, w.rule = "TIME", w.value[:10]+at, "clock and day"
			return e, w
		}
	}
	if !m.known {
		w := open("TIME", at, "clock")
		w.reason = noDate
		return next, w
	}
	w := onDay(m.ref, "clock")
	w.typ, w.value, w.anchor = "TIME", w.value+at, "document"
	return next, w
}

const noDate = "no document date"

// isHalf is 'a' or 'p' for a.m. and p.m.
func isHalf(s string) byte {
	switch s {
	case "a.m.", "am", "a.m":
		return 'a'
	case "p.m.", "pm", "p.m":
		return 'p'
	}
	return 0
}
