package timex

import "strconv"

// A day counts days of the Gregorian calendar; 0 is 1 January 1970.
type day int32

const noDay day = -1 << 31

// civil is the day of a date that exists.
func civil(y, m, d int) day {
	if m <= 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return day(era*146097 + doe - 719468)
}

// date is the inverse of civil.
func (x day) date() (y, m, d int) {
	z := int(x) + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d = doy - (153*mp+2)/5 + 1
	m = mp + 3
	if m > 12 {
		m -= 12
	}
	y = yoe + era*400
	if m <= 2 {
		y++
	}
	return y, m, d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weekday is 1 for Monday to 7 for Sunday.
func (x day) weekday() int { return (int(x)%7+7+3)%7 + 1 }

// daysIn is the length of a month.
func daysIn(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// addMonths moves a month by n.
func addMonths(y, m, n int) (int, int) {
	k := y*12 + m - 1 + n
	return floorDiv(k, 12), k - floorDiv(k, 12)*12 + 1
}

// isoWeek is the ISO 8601 week of a day.
func (x day) isoWeek() (year, week int) {
	thursday := x - day(x.weekday()) + 4
	y, _, _ := thursday.date()
	return y, int(thursday-civil(y, 1, 1))/7 + 1
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

func (x day) String() string {
	y, m, d := x.date()
	return pad(y, 4) + "-" + pad(m, 2) + "-" + pad(d, 2)
}

// A when is what an expression means: its TIMEX3 type and value and the days
// that it can cover.
type when struct {
	typ, value string
	from, to   day // noDay where they are not known
	anchor     string
	reason     string
	rule       string
}

func open(typ, value, rule string) when {
	return when{typ: typ, value: value, from: noDay, to: noDay, anchor: "none", rule: rule}
}

func onDay(x day, rule string) when {
	return when{"DATE", x.String(), x, x, "none", "", rule}
}

func inMonth(y, m int, rule string) when {
	return when{"DATE", pad(y, 4) + "-" + pad(m, 2), civil(y, m, 1), civil(y, m, daysIn(y, m)), "none", "", rule}
}

func inYear(y int, rule string) when {
	return when{"DATE", pad(y, 4), civil(y, 1, 1), civil(y, 12, 31), "none", "", rule}
}

func inQuarter(y, q int, rule string) when {
	return when{"DATE", pad(y, 4) + "-Q" + strconv.Itoa(q), civil(y, 3*q-2, 1), civil(y, 3*q, daysIn(y, 3*q)), "none", "", rule}
}

func inHalf(y, h int, rule string) when {
	return when{"DATE", pad(y, 4) + "-H" + strconv.Itoa(h), civil(y, 6*h-5, 1), civil(y, 6*h, daysIn(y, 6*h)), "none", "", rule}
}

func inWeek(x day, rule string) when {
	y, w := x.isoWeek()
	monday := x - day(x.weekday()) + 1
	return when{"DATE", pad(y, 4) + "-W" + pad(w, 2), monday, monday + 6, "none", "", rule}
}

func inWeekend(x day, rule string) when {
	w := inWeek(x, rule)
	w.value += "-WE"
	w.from = w.to - 1
	return w
}

func inDecade(d int, rule string) when {
	return when{"DATE", pad(d, 3) + "X", civil(d*10, 1, 1), civil(d*10+9, 12, 31), "none", "", rule}
}

// inSeason is a season of the north; winter begins in the year's December,
// unless it is told by the year in which it ends.
func inSeason(y int, code string, rule string) when {
	m := map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
	y2, m2 := addMonths(y, m, 2)
	return when{"DATE", pad(y, 4) + "-" + code, civil(y, m, 1), civil(y2, m2, daysIn(y2, m2)), "none", "", rule}
}

// part narrows a period to its start, middle or end.
func (w when) part(mod string) when {
	if w.from == noDay || w.to == noDay {
		return w
	}
	n := w.to - w.from + 1
	switch mod {
	case "START":
		w.to = w.from + max(n/3, 1) - 1
	case "MID":
		w.from, w.to = w.from+n/3, w.to-n/3
	case "END":
		w.from = w.to - max(n/3, 1) + 1
	}
	return w
}
