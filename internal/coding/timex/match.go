package timex

import (
	"strconv"
	"strings"

	"entente/internal/text"
)

// at reads the expression that starts at token i: its end and meaning, or i.
// The readings are tried from the longest and surest to the shortest.
func (m *matcher) at(i int) (int, when) {
	if m.low(i) == "the" || m.low(i) == "that" || m.low(i) == "these" {
		return m.theExpr(i)
	}
	for _, read := range [...]func(*matcher, int) (int, when){
		(*matcher).numeric, (*matcher).clock, (*matcher).set, (*matcher).modified, (*matcher).yearBefore, (*matcher).quarters,
		(*matcher).ago, (*matcher).relative, (*matcher).calendarDate, (*matcher).dayWord, (*matcher).holiday,
		(*matcher).decade, (*matcher).duration, (*matcher).year, (*matcher).reference,
	} {
		if next, w := read(m, i); next > i {
			return next, w
		}
	}
	return i, when{}
}

// theExpr reads what may follow "the".
func (m *matcher) theExpr(i int) (int, when) {
	j := i + 1
	if m.low(i) == "these" {
		if m.low(j) == "days" {
			return j + 1, open("DATE", "PRESENT_REF", "these days")
		}
		return i, when{}
	}
	if m.low(i) == "that" && m.unit(j) != 0 && !m.plural(j) && m.told != noDay {
		return j + 1, m.unitOf(m.told, m.unit(j), 0, "narrative", "that <unit>")
	}
	if m.low(i) == "that" {
		return i, when{}
	}
	// "the nine months", "the first nine months"
	k := j
	if m.is(k, kOrdinal) && m.num(k, kOrdinal) == 1 {
		k++
	}
	if n, e := m.amount(k); e > k && m.unit(e) != 0 && m.low(e+1) != "ago" && m.low(e+1) != "earlier" && m.plural(e) {
		return e + 1, open("DURATION", period(n, m.unit(e)), "the <number> <units>")
	}
	if next, w := m.yearBefore(j); next > j {
		return next, w
	}
	for m.low(j) == "latest" || m.low(j) == "fiscal" || m.low(j) == "full" || m.low(j) == "entire" || m.low(j) == "whole" || m.low(j) == "same" {
		j++
	}
	if m.is(j, kUnit) && !m.plural(j) || m.low(j) == "period" && m.low(j-1) == "latest" {
		return m.bareUnit(i, j)
	}
	if m.low(j) == "past" || m.low(j) == "future" || m.low(j) == "near" && m.low(j+1) == "future" {
		if next, w := m.relative(j); next > j {
			return next, w
		}
		for m.low(j) == "near" {
			j++
		}
		if m.low(j+1) == "of" {
			return i, when{} // "the future of relations"
		}
		v := "PAST_REF"
		if m.low(j) == "future" {
			v = "FUTURE_REF"
		}
		if n := m.low(j + 1); m.is(j+1, kUnit) || startsLetter(n) && m.tagged && (m.doc.Tokens[j].UPOS == text.ADJ || m.doc.Tokens[j].UPOS == text.ADP) {
			return i, when{}
		}
		return j + 1, open("DATE", v, "the past, the future")
	}
	if j >= m.last {
		return i, when{}
	}
	// "the 26th of June"
	if d, ok := m.ordinal(j); ok && m.low(j+1) == "of" && m.is(j+2, kMonth) {
		if next, w := m.monthDay(j+2, j+3, d); next > j {
			return next, w
		}
	}
	if y, ok := m.digits(j, 4, 4); ok {
		if q, has := m.ordinal(j + 1); has && q <= 4 && m.low(j+2) == "quarter" && m.isYear(j) { // "the 1988 third quarter"
			m.quarter = 4*y + q - 1
			return j + 3, inQuarter(y, q, "quarter of a year")
		}
	}
	if y, ok := m.digits(j, 4, 4); ok && m.isYear(j) && m.low(j+1) == "period" {
		return j + 2, inYear(y, "the <year> period")
	}
	if next, w := m.at(j); next > j && m.low(j) != "the" {
		switch w.rule {
		case "weekday", "month", "reference":
			return i, when{} // "the Friday meeting", "the recent talks" are read from their own token
		}
		return next, w
	}
	return i, when{}
}

// bareUnit reads "the year", "the quarter", "the weekend" at tokens [i,j].
func (m *matcher) bareUnit(i, j int) (int, when) {
	u := byte('Q')
	if m.is(j, kUnit) {
		u = m.val(j, kUnit)[0]
	}
	switch u {
	case 'Q':
		if m.quarter != 0 {
			w := inQuarter(m.quarter/4, m.quarter%4+1, "the quarter told before")
			w.anchor = "narrative"
			return j + 1, w
		}
		if !m.known {
			return i, when{}
		}
		w := m.lastQuarter((m.m+1)/3%4+1, "the quarter")
		return j + 1, w
	case 'K':
		return j + 1, m.weekend(0, "the weekend")
	case 'Y', 'W':
		if n := m.low(j + 1); n == "ended" || n == "ending" {
			return j + 1, open("DURATION", period("1", u), "the <unit> ended")
		}
		if prev := m.low(i - 1); prev == "of" || prev == "for" || prev == "during" || prev == "in" || prev == "by" || j > i+1 {
			if w := m.relUnit(u, 0, "the <unit>"); w.typ != "" {
				return j + 1, w
			}
		}
	}
	return i, when{}
}

// set reads what recurs.
func (m *matcher) set(i int) (int, when) {
	switch {
	case m.low(i) == "every" || m.low(i) == "each":
		j := i + 1
		if m.low(j) == "other" && m.unit(j+1) != 0 {
			return j + 2, open("SET", period("2", m.unit(j+1)), "every other <unit>")
		}
		if m.unit(j) != 0 && !m.is(j, kOrdinal) {
			return j + 1, open("SET", period("1", m.unit(j)), "every <unit>")
		}
		if n, e := m.amount(j); e > j && m.unit(e) != 0 {
			return e + 1, open("SET", period(n, m.unit(e)), "every <number> <units>")
		}
		if m.is(j, kWeekday) {
			return m.everyWeekday(j, m.num(j, kWeekday))
		}
		if m.is(j, kMonth) {
			return j + 1, open("SET", "XXXX-"+pad(m.num(j, kMonth), 2), "every <month>")
		}
		if m.is(j, kSeason) {
			return j + 1, open("SET", "XXXX-"+m.val(j, kSeason), "every <season>")
		}
		if m.is(j, kPart) {
			return j + 1, open("SET", "XXXX-XX-XXT"+m.val(j, kPart), "every <part of the day>")
		}
	case m.is(i, kWeekdays):
		return m.everyWeekday(i, m.num(i, kWeekdays))
	case m.is(i, kWeekday) && m.is(i+1, kPart) && m.plural(i+1):
		return m.everyWeekday(i, m.num(i, kWeekday))
	case m.is(i, kSet) && !(m.is(i, kSet) && m.low(i) == "annual" && m.capital(i) && i > m.first):
		return i + 1, open("SET", m.val(i, kSet), "daily, annually")
	case (m.low(i) == "a" || m.low(i) == "an" || m.low(i) == "per") && m.unit(i+1) != 0:
		prev := m.low(i - 1)
		if prev == "once" || prev == "twice" || prev == "times" || prev == "%" || prev == "percent" || prev == "million" || prev == "billion" || prev == "dollars" || prev != "" && prev[0] >= '0' && prev[0] <= '9' {
			if n := m.low(i + 2); n != "ago" && n != "earlier" && n != "later" {
				return i + 2, open("SET", period("1", m.unit(i+1)), "times a <unit>")
			}
		}
	}
	return i, when{}
}

func (m *matcher) everyWeekday(i, d int) (int, when) {
	v := "XXXX-WXX-" + strconv.Itoa(d)
	if m.is(i+1, kPart) {
		return i + 2, open("SET", v+"T"+m.val(i+1, kPart), "every <weekday>")
	}
	return i + 1, open("SET", v, "every <weekday>")
}

// modified reads "early", "mid-", "late", "the end of", "earlier" with the
// period that they narrow.
func (m *matcher) modified(i int) (int, when) {
	s := m.low(i)
	for _, p := range [...]string{"mid-", "post-", "pre-"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return m.prefixed(i, p, rest)
		}
	}
	mod := ""
	j := i + 1
	switch {
	case s == "earlier" || s == "later":
		mod = map[string]string{"earlier": "START", "later": "END"}[s]
		if m.low(j) == "in" || m.low(j) == "on" {
			j++
		}
	case m.is(i, kMod):
		mod = m.val(i, kMod)
		switch s {
		case "beginning", "start", "end", "middle", "close":
			if m.low(j) != "of" {
				return i, when{}
			}
			j++
		default:
			if m.low(j) == "in" || m.low(j) == "-" || m.low(j) == "on" {
				j++
			}
		}
		if m.low(j) == "the" {
			j++
		}
	default:
		return i, when{}
	}
	if u := m.unit(j); u != 0 && !m.plural(j) && m.low(j-1) == "the" {
		if u == 'D' && s == "end" {
			return i, when{} // a turn of speech
		}
		if w := m.relUnit(u, 0, "<part> of the <unit>"); w.typ != "" {
			return j + 1, w.part(mod)
		}
	}
	for _, read := range [...]func(*matcher, int) (int, when){
		(*matcher).quarters, (*matcher).relative, (*matcher).calendarDate, (*matcher).dayWord, (*matcher).decade, (*matcher).holiday,
	} {
		if next, w := read(m, j); next > j {
			if w.typ == "DURATION" {
				return i, when{}
			}
			return next, w.part(mod)
		}
	}
	if y, ok := m.digits(j, 4, 4); ok && y >= 1000 && y <= 2199 && s != "earlier" && s != "later" {
		return j + 1, inYear(y, "<part> of <year>").part(mod)
	}
	return i, when{}
}

// prefixed reads "mid-June", "mid-1990s", "post-1959".
func (m *matcher) prefixed(i int, prefix, rest string) (int, when) {
	if w := m.Tagger.words[rest]; w != nil && w.kinds&(1<<kMonth) != 0 && prefix == "mid-" {
		mo, _ := strconv.Atoi(*w.values[kMonth])
		next := i + 1
		if y, e := m.yearAfter(next); e > next {
			return e, inMonth(y, mo, "mid-<month> <year>").part("MID")
		}
		return next, m.bareMonth(i, next, mo).part("MID")
	}
	if len(rest) == 4 {
		if y, err := strconv.Atoi(rest); err == nil && y >= 1000 && y < 2200 {
			w := inYear(y, prefix+"<year>")
			if prefix == "mid-" {
				w = w.part("MID")
			}
			return i + 1, w
		}
	}
	if d, ok := decadeOf(rest); ok && prefix == "mid-" {
		return i + 1, inDecade(m.fullDecade(d, rest), "mid-<decade>").part("MID")
	}
	return i, when{}
}

// yearBefore reads "year-earlier period", "year-ago quarter", "year-end".
func (m *matcher) yearBefore(i int) (int, when) {
	if m.low(i) == "year" && m.low(i+1) == "-" {
		switch m.low(i + 2) {
		case "earlier", "ago":
			next := i + 3
			switch m.low(next) {
			case "period", "quarter":
				next++
			default:
				if q, ok := m.ordinal(next); ok && q <= 4 && m.low(next+1) == "quarter" && m.known {
					m.quarter = 4*atoi(m.lastQuarter(q, "").value[:4]) + q - 1
					next += 2
				}
			}
			return next, m.yearAgo("year-earlier")
		case "end":
			if m.y != 0 {
				y := m.y
				if m.known && m.m <= 3 && m.tense(i, i+3) <= 0 {
					y--
				}
				w := onDay(civil(y, 12, 31), "year-end")
				w.anchor = "document"
				return i + 3, w
			}
		}
	}
	return i, when{}
}

// yearAgo is a year before the quarter that was told, else before the
// document's year.
func (m *matcher) yearAgo(rule string) when {
	var w when
	switch {
	case m.quarter != 0:
		w = inQuarter(m.quarter/4-1, m.quarter%4+1, rule)
		w.anchor = "narrative"
	case m.y != 0:
		w = inYear(m.y-1, rule)
		w.anchor = "document"
	default:
		w = open("DATE", "", rule)
		w.reason = noDate
	}
	return w
}

// quarters reads quarters and halves of a year.
func (m *matcher) quarters(i int) (int, when) {
	j := i
	for m.low(j) == "fiscal" {
		j++
	}
	q, half := 0, false
	switch s := m.low(j); {
	case len(s) == 2 && s[0] == 'q' && s[1] >= '1' && s[1] <= '4' && m.capital(j):
		q, j = int(s[1]-'0'), j+1
	case len(s) == 2 && s[0] == 'h' && (s[1] == '1' || s[1] == '2') && m.capital(j):
		if _, ok := m.digits(j+1, 4, 4); ok {
			q, half, j = int(s[1]-'0'), true, j+1
		}
	default:
		n, ok := m.ordinal(j)
		if !ok || n > 4 {
			return i, when{}
		}
		k := j + 1
		for m.low(k) == "-" || m.low(k) == "fiscal" {
			k++
		}
		switch {
		case m.low(k) == "quarter":
			q, j = n, k+1
		case m.low(k) == "half" && n <= 2 && (m.low(k+1) == "of" || k > j+1):
			q, half, j = n, true, k+1
			if m.low(j) == "of" && !(m.low(j+1) == "the" && m.unit(j+2) == 'Y' || m.is(j+1, kRel) || m.isYear(j+1)) {
				return i, when{}
			}
		}
	}
	if q == 0 {
		return i, when{}
	}
	k := j
	if m.low(k) == "of" {
		k++
	}
	if m.low(k) == "fiscal" {
		k++
	}
	y := 0
	switch {
	case m.isYear(k):
		y, _ = m.digits(k, 4, 4)
		j = k + 1
	case m.is(k, kRel) && m.unit(k+1) == 'Y' && m.y != 0:
		y, j = m.y+m.num(k, kRel), k+2
	case k > j && m.low(k) == "the" && m.unit(k+1) == 'Y':
		y, j = m.y, k+2
	}
	if half {
		if y == 0 {
			y = m.y
		}
		if y == 0 {
			w := open("DATE", "XXXX-H"+strconv.Itoa(q), "half of a year")
			w.reason = noDate
			return j, w
		}
		return j, inHalf(y, q, "half of a year")
	}
	if y != 0 {
		m.quarter = 4*y + q - 1
		return j, inQuarter(y, q, "quarter of a year")
	}
	if !m.known {
		w := open("DATE", "XXXX-Q"+strconv.Itoa(q), "quarter")
		w.reason = noDate
		return j, w
	}
	w := m.lastQuarter(q, "quarter")
	m.quarter = 4*atoi(w.value[:4]) + q - 1
	return j, w
}

// lastQuarter is the quarter q that has begun last before the document's date.
func (m *matcher) lastQuarter(q int, rule string) when {
	y := m.y
	if 3*q-2 > m.m {
		y--
	}
	w := inQuarter(y, q, rule)
	w.anchor = "document"
	return w
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// isYear reports whether token i is a year by its looks.
func (m *matcher) isYear(i int) bool {
	n, ok := m.digits(i, 4, 4)
	return ok && n >= 1000 && n <= 2199
}

// ago reads "three years ago", "two days later", "a week from now".
func (m *matcher) ago(i int) (int, when) {
	n, j := m.amount(i)
	if j == i {
		return i, when{}
	}
	for m.low(j) == "-" || m.low(j) == "more" {
		j++
	}
	u := m.unit(j)
	if u == 0 {
		return i, when{}
	}
	j++
	sign, anchor := 0, "document"
	switch m.low(j) {
	case "ago":
		sign = -1
	case "earlier", "before":
		sign, anchor = -1, "narrative"
		if m.low(j) == "before" && m.last > j+1 && startsLetter(m.low(j+1)) {
			return i, when{} // "two years before the war": a duration
		}
	case "later", "afterwards":
		sign, anchor = 1, "narrative"
	case "hence":
		sign = 1
	case "from":
		if m.low(j+1) == "now" || m.low(j+1) == "today" {
			sign = 1
			j++
		}
	}
	if sign == 0 {
		return i, when{}
	}
	j++
	v, err := strconv.Atoi(n)
	if err != nil {
		if n == "X" && anchor == "narrative" {
			return j, open("DURATION", period(n, u), "some <units> later")
		}
		if n == "X" {
			return j, open("DATE", map[int]string{-1: "PAST_REF", 1: "FUTURE_REF"}[sign], "some <units> ago")
		}
		return j, open("DATE", "", "<number> <units> ago")
	}
	if u == 'Y' && v == 1 && sign < 0 && (m.quarter != 0 || anchor == "narrative" && m.told == noDay) {
		return j, m.yearAgo("a year ago")
	}
	at := m.ref
	if anchor == "narrative" && m.told != noDay {
		at = m.told
	} else {
		anchor = "document"
	}
	return j, m.unitOf(at, u, sign*v, anchor, "<number> <units> ago or later")
}

// unitOf is the unit that lies n units from the day at.
func (m *matcher) unitOf(at day, u byte, n int, anchor, rule string) when {
	if at == noDay {
		w := open("DATE", "", rule)
		w.reason = noDate
		return w
	}
	if n > 100000 || n < -100000 {
		return open("DATE", "", rule)
	}
	y, mo, _ := at.date()
	var w when
	switch u {
	case 'D':
		w = onDay(at+day(n), rule)
	case 'W':
		w = inWeek(at+day(7*n), rule)
	case 'F':
		w = inWeek(at+day(14*n), rule)
	case 'K':
		w = inWeekend(at+day(7*n), rule)
	case 'M':
		y, mo = addMonths(y, mo, n)
		w = inMonth(y, mo, rule)
	case 'Q':
		y, mo = addMonths(y, mo, 3*n)
		w = inQuarter(y, (mo+2)/3, rule)
	case 'Y':
		w = inYear(y+n, rule)
	case 'E':
		w = inYear(y+10*n, rule)
		if n == 0 {
			w = inDecade(y/10, rule)
		}
	case 'C':
		w = inYear(y+100*n, rule)
		if n == 0 {
			w = when{"DATE", pad(y/100, 2), civil(y/100*100, 1, 1), civil(y/100*100+99, 12, 31), "", "", rule}
		}
	default:
		w = onDay(at, rule)
		w.typ = "TIME"
	}
	w.anchor = anchor
	if y+n < 1 && u == 'Y' {
		return open("DATE", "", rule)
	}
	return w
}

func startsLetter(s string) bool { return s != "" && s[0] >= 'a' && s[0] <= 'z' }
