package timex

import (
	"strconv"
	"strings"

	"entente/internal/text"
)

// relative reads "last year", "this Friday", "the past three months".
func (m *matcher) relative(i int) (int, when) {
	if !m.is(i, kRel) {
		if m.low(i) == "recent" && m.unit(i+1) != 0 && m.plural(i+1) {
			return i + 2, open("DATE", "PAST_REF", "recent <units>")
		}
		return i, when{}
	}
	r := m.num(i, kRel)
	s := m.low(i)
	j := i + 1
	if s == "this" && (m.low(j) == "past" || m.low(j) == "coming") {
		r = m.num(j, kRel)
		s, j = m.low(j), j+1
	}
	if m.low(j) == "fiscal" || m.low(j) == "full" {
		j++
	}
	narrative := s == "following" || s == "previous" || s == "preceding"
	at, anchor := m.ref, "document"
	if narrative && m.told != noDay {
		at, anchor = m.told, "narrative"
	}
	switch {
	case m.unit(j) != 0 && !(m.is(j, kOrdinal) && m.is(j+1, kUnit)):
		u := m.unit(j)
		if m.plural(j) && !strings.HasPrefix(m.low(j), "this") {
			switch {
			case r > 0 || m.low(j+1) == "to" && m.low(j+2) == "come":
				return j + 1, open("DATE", "FUTURE_REF", "coming <units>")
			case s == "past" || s == "last" || s == "previous":
				return j + 1, open("DATE", "PAST_REF", "past <units>")
			}
			return i, when{}
		}
		if u == 'D' || u == 'H' || u == 'N' || u == 'S' {
			if u == 'D' && (narrative || s == "next") {
				if m.told != noDay {
					at, anchor = m.told, "narrative"
				}
				return j + 1, m.unitOf(at, u, r, anchor, "the <next> day")
			}
			if r == 0 {
				return i, when{}
			}
			return j + 1, open("DURATION", period("1", u), "the last <unit>")
		}
		if (s == "past" || s == "last" && m.low(i-1) == "the") && (u == 'E' || u == 'C') {
			return j + 1, m.span("1", u, r, "the past <unit>")
		}
		if narrative {
			return j + 1, m.unitOf(at, u, r, anchor, "the <following> <unit>")
		}
		w := m.relUnit(u, r, "<last> <unit>")
		if w.typ == "" {
			return i, when{}
		}
		// "this year's third quarter"
		if u == 'Y' && m.low(j+1) == "'s" && m.y != 0 {
			if q, ok := m.ordinal(j + 2); ok && q <= 4 && m.low(j+3) == "quarter" {
				m.quarter = 4*(m.y+r) + q - 1
				w = inQuarter(m.y+r, q, "<last> year's <nth> quarter")
				w.anchor = "document"
				return j + 4, w
			}
		}
		return j + 1, w
	case m.is(j, kWeekday):
		w := m.relWeekday(m.num(j, kWeekday), r)
		return m.withPart(j+1, w)
	case m.is(j, kMonth) && (m.low(j) != "may" || m.capital(j)):
		mo := m.num(j, kMonth)
		if d, ok := m.dayNumber(j + 1); ok {
			if next, w := m.monthDay(j, j+2, d); next > j {
				return next, w
			}
		}
		return j + 1, m.relMonth(mo, r)
	case m.is(j, kSeason) && m.low(j) != "falls" && (m.low(j) != "fall" || s != "the"):
		return j + 1, m.relSeason(m.val(j, kSeason), r)
	case m.is(j, kPart):
		return m.relPart(i, j, r)
	case m.is(j, kHoliday):
		if next, w := m.holiday(j); next > j {
			return next, w
		}
	}
	if s == "this" || s == "current" {
		return i, when{}
	}
	// "the past three months", "the next few days"
	if n, e := m.amount(j); e > j && m.low(j) != "a" && m.low(j) != "an" {
		for m.low(e) == "-" || m.low(e) == "or" || m.low(e) == "so" {
			e++
		}
		if u := m.unit(e); u != 0 {
			return e + 1, m.span(n, u, r, "the <last> <number> <units>")
		}
	}
	return i, when{}
}

// span is a stretch of n units that ends or begins on the document's day.
func (m *matcher) span(n string, u byte, r int, rule string) when {
	w := open("DURATION", period(n, u), rule)
	v, err := strconv.Atoi(n)
	if err != nil || v > 10000 || r == 0 {
		return w
	}
	if !m.known {
		w.reason = noDate
		return w
	}
	far := m.ref
	switch u {
	case 'D':
		far += day(r * v)
	case 'W', 'K':
		far += day(7 * r * v)
	case 'F':
		far += day(14 * r * v)
	case 'H', 'N', 'S':
	default:
		months := map[byte]int{'M': 1, 'Q': 3, 'Y': 12, 'E': 120, 'C': 1200, 'L': 12000}[u]
		y, mo := addMonths(m.y, m.m, r*v*months)
		if y < 1 {
			return w
		}
		far = civil(y, mo, min(m.d, daysIn(y, mo)))
	}
	w.from, w.to, w.anchor = min(far, m.ref), max(far, m.ref), "document"
	return w
}

// relUnit is the document's unit, the last or the next one.
func (m *matcher) relUnit(u byte, r int, rule string) when {
	if u == 'Y' && m.y != 0 {
		w := inYear(m.y+r, rule)
		w.anchor = "document"
		return w
	}
	if u == 'E' && m.y != 0 && r != 0 {
		w := inDecade(m.y/10+r, rule)
		w.anchor = "document"
		return w
	}
	if u == 'K' {
		return m.weekend(r, rule)
	}
	if !m.known {
		w := open("DATE", "", rule)
		w.reason = noDate
		return w
	}
	w := m.unitOf(m.ref, u, r, "document", rule)
	if u == 'Q' {
		m.quarter = 4*atoi(w.value[:4]) + int(w.value[6]-'1')
	}
	return w
}

// weekend is the document's, the last or the next weekend.
func (m *matcher) weekend(r int, rule string) when {
	if !m.known {
		w := open("DATE", "XXXX-WXX-WE", rule)
		w.reason = noDate
		return w
	}
	at := m.ref + day(7*r)
	if r == 0 && m.ref.weekday() <= 3 && m.tense(m.first, m.first) <= 0 {
		at -= 7 // early in the week the last weekend is meant
	}
	w := inWeekend(at, rule)
	w.anchor = "document"
	return w
}

func (m *matcher) relWeekday(d, r int) when {
	if !m.known {
		w := open("DATE", "XXXX-WXX-"+strconv.Itoa(d), "<last> <weekday>")
		w.reason = noDate
		return w
	}
	x := m.ref
	switch r {
	case -1:
		x -= day((m.ref.weekday()-d+6)%7 + 1)
	case 1:
		x += day((d-m.ref.weekday()+6)%7 + 1)
	default:
		x += day(d - m.ref.weekday())
	}
	w := onDay(x, "<last> <weekday>")
	w.anchor = "document"
	return w
}

func (m *matcher) relMonth(mo, r int) when {
	if !m.known {
		w := open("DATE", "XXXX-"+pad(mo, 2), "<last> <month>")
		w.reason = noDate
		return w
	}
	y := m.y
	if r < 0 && mo >= m.m {
		y--
	}
	if r > 0 && mo <= m.m {
		y++
	}
	w := inMonth(y, mo, "<last> <month>")
	w.anchor = "document"
	return w
}

func (m *matcher) relSeason(code string, r int) when {
	if !m.known {
		w := open("DATE", "XXXX-"+code, "<last> <season>")
		w.reason = noDate
		return w
	}
	y := m.y
	start := map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
	switch {
	case r < 0 && start+2 >= m.m:
		y--
	case r > 0 && start <= m.m:
		y++
	case r == 0 && code == "WI" && m.m <= 2:
		y--
	}
	w := inSeason(y, code, "<last> <season>")
	w.anchor = "document"
	return w
}

// relPart reads "this morning", "last night", "the next afternoon".
func (m *matcher) relPart(i, j, r int) (int, when) {
	if m.plural(j) {
		return i, when{}
	}
	at, anchor := m.ref, "document"
	s := m.low(i)
	if (s == "next" || s == "following" || s == "previous") && m.told != noDay {
		at, anchor = m.told, "narrative"
	}
	if at == noDay {
		w := open("TIME", "", "<last> <part of the day>")
		w.reason = noDate
		return j + 1, w
	}
	w := onDay(at+day(r), "<last> <part of the day>")
	w.typ, w.value, w.anchor = "TIME", w.value+"T"+m.val(j, kPart), anchor
	return j + 1, w
}

// withPart adds the part of the day that stands at token j to a day.
func (m *matcher) withPart(j int, w when) (int, when) {
	if m.is(j, kPart) && !m.plural(j) {
		w.typ, w.value = "TIME", w.value+"T"+m.val(j, kPart)
		return j + 1, w
	}
	return j, w
}

// calendarDate reads months and weekdays with what stands around them.
func (m *matcher) calendarDate(i int) (int, when) {
	if m.is(i, kPart) && !m.plural(i) && len(m.val(i, kPart)) == 5 { // "noon Thursday"
		next, w := i+1, when{}
		k := next
		if m.low(k) == "on" {
			k++
		}
		if e, d := m.calendarDate(k); e > k && d.from == d.to && len(d.value) >= 10 {
			next, w = e, d
			w.value = w.value[:10]
		} else if m.known {
			w = onDay(m.ref, "noon, midnight")
			w.anchor = "document"
		} else {
			w = open("TIME", "", "noon, midnight")
			w.reason = noDate
		}
		w.typ, w.value = "TIME", w.value+"T"+m.val(i, kPart)
		return next, w
	}
	if m.is(i, kWeekday) && (m.capital(i)) {
		j := i + 1
		if m.low(j) == "," {
			j++
		}
		if m.is(j, kMonth) {
			if d, ok := m.dayNumber(j + 1); ok {
				if next, w := m.monthDay(j, j+2, d); next > j {
					return next, w
				}
			}
		}
		if d, ok := m.dayNumber(j); ok && m.is(j+1, kMonth) && m.capital(j+1) {
			if next, w := m.monthDay(j+1, j+2, d); next > j {
				return next, w
			}
		}
		return m.withPart(i+1, m.weekday(i, i+1, m.num(i, kWeekday)))
	}
	// "26 June", "26th of June"
	if d, ok := m.dayNumber(i); ok {
		j := i + 1
		if m.low(j) == "of" {
			j++
		}
		if m.is(j, kMonth) && m.capital(j) && m.isMonth(j, true) {
			if next, w := m.monthDay(j, j+1, d); next > i {
				return next, w
			}
		}
		return i, when{}
	}
	if !m.is(i, kMonth) || !m.capital(i) {
		return m.seasonYear(i)
	}
	mo := m.num(i, kMonth)
	j := i + 1
	if d, ok := m.dayNumber(j); ok {
		if next, w := m.monthDay(i, j+1, d); next > i {
			return next, w
		}
	}
	if !m.isMonth(i, false) {
		return i, when{}
	}
	if m.low(j) == "," || m.low(j) == "of" {
		j++
	}
	if y, e := m.yearAfter(j); e > j {
		return e, inMonth(y, mo, "<month> <year>")
	}
	if m.is(j, kRel) && m.unit(j+1) == 'Y' && m.y != 0 {
		w := inMonth(m.y+m.num(j, kRel), mo, "<month> <last> year")
		w.anchor = "document"
		return j + 2, w
	}
	return i + 1, m.bareMonth(i, i+1, mo)
}

// isMonth tells the months from the verbs and names that look like them.
func (m *matcher) isMonth(i int, day bool) bool {
	switch m.low(i) {
	case "may", "march", "august", "april", "june":
	case "jan", "jun", "mar", "dec", "oct", "nov", "feb", "apr", "jul", "aug", "sept":
		return day || m.isYear(i+1) || m.is(i-1, kYearCue) || m.is(i-1, kRel)
	default:
		return true
	}
	if day || m.isYear(i+1) || m.isYear(i+2) && m.low(i+1) == "," {
		return true
	}
	t := m.doc.Tokens[i]
	if m.tagged && (t.UPOS == text.AUX || t.UPOS == text.VERB) {
		return false
	}
	prev := m.low(i - 1)
	switch m.low(i) {
	case "may", "march":
		return m.is(i-1, kYearCue) || m.is(i-1, kRel) || m.is(i-1, kMod) || prev == "on" || prev == "of" || prev == "and"
	}
	return i+1 >= m.last || !startsLetter(m.low(i+1)) || m.doc.Tokens[i+1].Form[0] > 'Z' // "April Glaspie", "June Smith"
}

// yearAfter reads the year that completes a date.
func (m *matcher) yearAfter(j int) (int, int) {
	if m.isYear(j) {
		y, _ := m.digits(j, 4, 4)
		return y, j + 1
	}
	if s := m.low(j); len(s) == 3 && s[0] == '\'' {
		if yy, err := strconv.Atoi(s[1:]); err == nil && yy >= 0 {
			return m.century(yy), j + 1
		}
	}
	return 0, j
}

// monthDay reads what follows month and day: a second day, the year. A date
// that does not exist is read over: its meaning has no type.
func (m *matcher) monthDay(month, j, d int) (int, when) {
	mo := m.num(month, kMonth)
	last := d
	if s := m.low(j); s == "-" || s == "–" || s == "to" {
		if e, ok := m.digits(j+1, 1, 2); ok && e > d && e <= 31 && (s != "to" || true) {
			last, j = e, j+2
		}
	}
	k := j
	if m.low(k) == "," || m.low(k) == "of" {
		k++
	}
	y, next := m.yearAfter(k)
	if next > k {
		if d > daysIn(y, mo) || last > daysIn(y, mo) {
			return next, when{}
		}
		return next, m.days(y, mo, d, last, "none", "<month> <day> <year>")
	}
	if d > daysIn(2024, mo) || last > daysIn(2024, mo) {
		return j, when{}
	}
	if m.y == 0 {
		w := open("DATE", "XXXX-"+pad(mo, 2)+"-"+pad(d, 2), "<month> <day>")
		w.reason = noDate
		return j, w
	}
	y = m.y
	if m.is(k, kRel) && m.unit(k+1) == 'Y' {
		y, j = m.y+m.num(k, kRel), k+2
	} else if m.known {
		y = m.nearYear(month, j, mo, d)
	}
	if d > daysIn(y, mo) {
		return j, when{}
	}
	return j, m.days(y, mo, d, last, "document", "<month> <day>")
}

func (m *matcher) days(y, mo, d, last int, anchor, rule string) when {
	w := onDay(civil(y, mo, d), rule)
	w.anchor = anchor
	if last > d && last <= daysIn(y, mo) {
		w.to = civil(y, mo, last)
		w.value += "/" + w.to.String()
	}
	return w
}

// nearYear is the year of a date without one: on the side of the document's
// date that the tense points to, else the nearest.
func (m *matcher) nearYear(i, next, mo, d int) int {
	best, bestGap := m.y, 1<<30
	t := m.tense(i, next)
	for k := i - 1; k >= m.first && k >= i-4; k-- {
		if s := m.low(k); t < 0 && (s == "by" || s == "until") {
			t = 0 // "agreed to leave by the end of March"
		}
	}
	for y := m.y - 1; y <= m.y+1; y++ {
		gap := int(civil(y, mo, min(d, daysIn(y, mo))) - m.ref)
		if t < 0 && gap > 0 || t > 0 && gap < 0 {
			gap *= 3 // the tense leans, it does not decide: "the treaty signed Dec. 5"
		}
		if gap < 0 {
			gap = -gap
		}
		if gap < bestGap {
			best, bestGap = y, gap
		}
	}
	return best
}

// bareMonth is a month without a year.
func (m *matcher) bareMonth(i, next, mo int) when {
	if !m.known {
		w := open("DATE", "XXXX-"+pad(mo, 2), "month")
		w.reason = noDate
		return w
	}
	y := m.y
	if mo != m.m {
		y = m.nearYear(i, next, mo, 15)
	}
	w := inMonth(y, mo, "month")
	w.anchor = "document"
	return w
}

// weekday is a bare weekday: the next one under a future verb, else the last,
// the document's own day included.
func (m *matcher) weekday(i, next, d int) when {
	if !m.known {
		w := open("DATE", "XXXX-WXX-"+strconv.Itoa(d), "weekday")
		w.reason = noDate
		return w
	}
	x := m.ref - day((m.ref.weekday()-d+7)%7)
	if m.tense(i, next) > 0 {
		x = m.ref + day((d-m.ref.weekday()+7)%7)
	}
	w := onDay(x, "weekday")
	w.anchor = "document"
	return w
}

// seasonYear reads "spring 2023", "the winter of 1994".
func (m *matcher) seasonYear(i int) (int, when) {
	if !m.is(i, kSeason) {
		return i, when{}
	}
	j := i + 1
	if m.low(j) == "of" {
		j++
	}
	if y, e := m.yearAfter(j); e > j {
		return e, inSeason(y, m.val(i, kSeason), "<season> <year>")
	}
	return i, when{}
}

// dayWord reads today, yesterday, tomorrow, tonight.
func (m *matcher) dayWord(i int) (int, when) {
	if !m.is(i, kDay) {
		return i, when{}
	}
	v, night := strings.CutSuffix(m.val(i, kDay), "NI")
	if !m.known {
		w := open("DATE", "", "today, yesterday")
		w.reason = noDate
		return i + 1, w
	}
	w := onDay(m.ref+day(atoi(v)), "today, yesterday")
	w.anchor = "document"
	if night {
		w.typ, w.value = "TIME", w.value+"TNI"
		return i + 1, w
	}
	return m.withPart(i+1, w)
}

// holiday reads a holiday with a rule, and its year.
func (m *matcher) holiday(i int) (int, when) {
	if !m.is(i, kHoliday) || !m.capital(i) {
		return i, when{}
	}
phrases:
	for _, p := range m.holidays[m.low(i)] {
		for k, w := range p.words {
			if m.low(i+k) != w {
				continue phrases
			}
		}
		next := i + len(p.words)
		k := next
		if m.low(k) == "," || m.low(k) == "of" {
			k++
		}
		if y, e := m.yearAfter(k); e > k {
			x, _ := holiday(p.value, y)
			return e, onDay(x, "holiday")
		}
		if !m.known {
			w := open("DATE", "", "holiday")
			w.reason = noDate
			return next, w
		}
		x, _ := holiday(p.value, m.y)
		_, mo, d := x.date()
		x, _ = holiday(p.value, m.nearYear(i, next, mo, d))
		w := onDay(x, "holiday")
		w.anchor = "document"
		return next, w
	}
	return i, when{}
}
