package source

import (
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// ParseDate reads a calendar day as people and feeds write it: 2025-06-27,
// 2025-06-27T10:00:00Z, 20250627, June 27, 2025, 27 June 2025, Fri, 27 Jun
// 2025, also 2025-06 and 2025. Days that no calendar has, and 06/07/2025,
// which two continents read in two ways, are refused.
func ParseDate(s string) (text.Date, error) {
	d, derr := readDate(s)
	if derr != nil {
		return text.Date{}, derr
	}
	return d, nil
}

func readDate(s string) (text.Date, *diag.Error) {
	t := strings.TrimSpace(s)
	d, rest, ok := datePrefix(t)
	if !ok {
		e := &diag.Error{Msg: "not a date: " + quoted(t), Hint: "write it as 2025-06-27", Reason: diag.BadDate}
		if strings.Count(t, "/") == 2 {
			e.Msg = quoted(t) + " can be read as two different days"
		}
		return text.Date{}, e
	}
	if rest != "" && !strings.ContainsAny(rest[:1], "T t,;(+") {
		return text.Date{}, &diag.Error{Msg: "not a date: " + quoted(t), Hint: "write it as 2025-06-27", Reason: diag.BadDate}
	}
	if !possible(d) {
		return text.Date{}, &diag.Error{Msg: "impossible date " + quoted(t), Hint: "check month and day", Reason: diag.BadDate}
	}
	return d, nil
}

func quoted(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return `"` + s + `"`
}

// datePrefix reads a date, possible or not, at the start of s.
func datePrefix(s string) (d text.Date, rest string, ok bool) {
	s = skipWeekday(s)
	if n := digits(s); n > 0 {
		switch {
		case n == 8:
			return text.Date{Year: int16(number(s[:4])), Month: int8(number(s[4:6])), Day: int8(number(s[6:8]))}, s[8:], true
		case n == 4 && (len(s) == 4 || s[4] == '-' || s[4] == '/' || s[4] == '.'):
			return yearFirst(s)
		case n <= 2:
			return dayFirst(s)
		}
		return d, s, false
	}
	return monthFirst(s)
}

func yearFirst(s string) (d text.Date, rest string, ok bool) {
	d.Year = int16(number(s[:4]))
	if len(s) == 4 {
		return d, "", d.Year != 0
	}
	sep := s[4]
	s = s[5:]
	n := digits(s)
	if n == 0 || n > 2 {
		return d, s, false
	}
	d.Month = int8(number(s[:n]))
	s = s[n:]
	if s == "" || s[0] != sep {
		// "2025-00" must not pass as a year alone.
		return d, s, d.Month != 0
	}
	s = s[1:]
	if n = digits(s); n == 0 || n > 2 {
		return d, s, false
	}
	d.Day = int8(number(s[:n]))
	if d.Month == 0 || d.Day == 0 {
		d.Month, d.Day = 13, 32 // zeros here are wrong, not unknown
	}
	return d, s[n:], true
}

// dayFirst reads "27 June 2025", "27th June" and "27-Jun-2025".
func dayFirst(s string) (d text.Date, rest string, ok bool) {
	n := digits(s)
	d.Day = int8(number(s[:n]))
	s = strings.TrimLeft(skipOrdinal(s[n:]), " -.")
	s = strings.TrimPrefix(s, "of ")
	if d.Month, s = monthName(s); d.Month == 0 || d.Day == 0 {
		return d, s, false
	}
	d.Year, s = yearAfter(s)
	return d, s, true
}

// monthFirst reads "June 27, 2025", "June 27" and "June 2025".
func monthFirst(s string) (d text.Date, rest string, ok bool) {
	if d.Month, s = monthName(s); d.Month == 0 {
		return d, s, false
	}
	s = strings.TrimLeft(s, " .")
	n := digits(s)
	switch {
	case n == 4:
		d.Year = int16(number(s[:4]))
		return d, s[4:], true
	case n == 0 || n > 2:
		return d, s, false
	}
	d.Day = int8(number(s[:n]))
	if d.Day == 0 {
		return d, s, false
	}
	d.Year, s = yearAfter(skipOrdinal(s[n:]))
	return d, s, true
}

// yearAfter reads ", 2025", " , 2025" or " 2025"; without one s is unchanged.
func yearAfter(s string) (int16, string) {
	t := strings.TrimLeft(s, " ,-.")
	if n := digits(t); n == 4 && len(t) < len(s) {
		if y := number(t[:4]); y >= 1000 && y <= 2999 {
			return int16(y), t[4:]
		}
	}
	return 0, s
}

func skipOrdinal(s string) string {
	for _, o := range []string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(s, o) {
			return s[2:]
		}
	}
	return s
}

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// skipWeekday drops "Friday, " or "Fri " before a date.
func skipWeekday(s string) string {
	n := letters(s)
	if n < 3 {
		return s
	}
	w := strings.ToLower(s[:n])
	for _, full := range weekdays {
		if w == full || w == full[:3] || (n == 4 || n == 5) && strings.HasPrefix(full, w) {
			return strings.TrimLeft(s[n:], " ,.")
		}
	}
	return s
}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthName reads a month written in full or cut to three or four letters.
func monthName(s string) (int8, string) {
	n := letters(s)
	if n < 3 || n > 9 {
		return 0, s
	}
	w := strings.ToLower(s[:n])
	for i, full := range months {
		if w == full || (n == 3 || n == 4) && strings.HasPrefix(full, w) {
			return int8(i + 1), s[n:]
		}
	}
	return 0, s
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func letters(s string) int {
	n := 0
	for n < len(s) && (s[n]|0x20) >= 'a' && (s[n]|0x20) <= 'z' {
		n++
	}
	return n
}

// number is the value of a short run of digits.
func number(s string) int {
	v := 0
	for i := range len(s) {
		v = v*10 + int(s[i]-'0')
	}
	return v
}

func possible(d text.Date) bool {
	if d.Year < 1000 || d.Year > 2999 {
		return false
	}
	if d.Month == 0 {
		return d.Day == 0
	}
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 0 && int(d.Day) <= daysIn(int(d.Year), int(d.Month))
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// withYear gives the day of a dateline the year in which it is the last such
// day not after near: December 30 seen from 2 January 2025 is in 2024.
func withYear(d, near text.Date) text.Date {
	if d.Known() || !near.Known() || d.Day == 0 {
		return d
	}
	d.Year = near.Year
	if near.Month != 0 && (d.Month > near.Month || d.Month == near.Month && near.Day != 0 && d.Day > near.Day) {
		d.Year--
	}
	return d
}
