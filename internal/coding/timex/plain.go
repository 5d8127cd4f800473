package timex

import (
	"strconv"
	"strings"

	"entente/internal/text"
)

// decade reads "1990s", "the '90s", "20th century".
func (m *matcher) decade(i int) (int, when) {
	s := m.low(i)
	if d, ok := decadeOf(s); ok {
		return i + 1, inDecade(m.fullDecade(d, s), "decade")
	}
	if n, ok := m.ordinal(i); ok {
		j := i + 1
		if m.low(j) == "-" {
			j++
		}
		if m.unit(j) == 'C' && !m.plural(j) && n <= 22 {
			return j + 1, when{"DATE", pad(n-1, 2), civil(100*n-100+1, 1, 1), civil(100*n, 12, 31), "none", "", "century"}
		}
	}
	return i, when{}
}

// decadeOf reads the tens of "1990s" (199) and "'90s" (9).
func decadeOf(s string) (int, bool) {
	s = strings.TrimPrefix(s, "'")
	s, ok := strings.CutSuffix(s, "s")
	s = strings.TrimSuffix(s, "'")
	if !ok || len(s) != 4 && len(s) != 2 || s[len(s)-1] != '0' {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || len(s) == 4 && (n < 1000 || n > 2190) {
		return 0, false
	}
	return n / 10, true
}

func (m *matcher) fullDecade(d int, s string) int {
	if d >= 10 {
		return d
	}
	return m.century(d*10) / 10
}

// duration reads "three hours", "a five-year plan", "decades".
func (m *matcher) duration(i int) (int, when) {
	n, j := m.amount(i)
	if j > i {
		hyphen := m.low(j) == "-"
		if hyphen {
			j++
		}
		for m.low(j) == "more" || m.low(j) == "full" || m.low(j) == "straight" || m.low(j) == "consecutive" || m.low(j) == "additional" || m.low(j) == "or" && m.low(j+1) == "so" || m.low(j) == "so" && m.low(j-1) == "or" {
			j++
		}
		u := m.unit(j)
		if u == 0 || u == 'Q' {
			return i, when{}
		}
		if m.low(i) == "a" || m.low(i) == "an" {
			// "a year" is a duration after a preposition, else a rate or a turn of speech.
			if n == "1" && (j == i+1) && !m.after(i, "for", "in", "within", "than", "of", "about", "nearly", "almost", "over", "after", "least", "half", "to", "lasted", "took", "during", "once", "under", "another", "by") {
				return i, when{}
			}
		}
		if n == "1" && m.plural(j) && m.low(i) != "one" {
			return i, when{}
		}
		if m.low(j+1) == "-" && m.low(j+2) == "old" || m.low(j+1) == "old" || m.low(j+1) == "-" && m.low(j+2) == "olds" {
			return j + 1, when{} // an age
		}
		next := j + 1
		if m.low(next) == "to" && m.low(next+1) == "come" {
			next += 2
		}
		// "a minute and a half"
		if n == "1" && m.low(next) == "and" && m.low(next+1) == "a" && m.low(next+2) == "half" {
			return next + 3, open("DURATION", period("1.5", u), "<number> <units>")
		}
		return next, open("DURATION", period(n, u), "<number> <units>")
	}
	// "for years", "decades of war", "years to come"
	if u := m.unit(i); u != 0 && m.plural(i) && u != 'S' && u != 'Q' {
		if m.low(i+1) == "to" && m.low(i+2) == "come" {
			return i + 3, open("DATE", "FUTURE_REF", "<units> to come")
		}
		if m.low(i+1) == "ago" {
			return i + 2, open("DATE", "PAST_REF", "<units> ago")
		}
		if m.after(i, "for", "in", "within", "of", "over", "after", "take", "takes", "took", "through", "many", "by", "or", "past") || m.low(i+1) == "of" || m.low(i+1) == "-" && m.low(i+2) == "long" {
			return i + 1, open("DURATION", period("X", u), "<units>")
		}
	}
	return i, when{}
}

// after reports whether the token before i is one of words.
func (m *matcher) after(i int, words ...string) bool {
	s := m.low(i - 1)
	for _, w := range words {
		if s == w {
			return true
		}
	}
	return false
}

// year reads a bare year, told from other numbers by the words around it.
func (m *matcher) year(i int) (int, when) {
	s := m.low(i)
	if y, e := m.yearAfter(i); e > i && s[0] == '\'' && (m.is(i-1, kYearCue) || m.low(i-1) == "of") {
		return e, inYear(y, "short year")
	}
	if !m.isYear(i) {
		return i, when{}
	}
	y, _ := m.digits(i, 4, 4)
	if m.is(i-1, kNumbered) || m.low(i-1) == "$" || m.low(i-1) == "#" || m.low(i-1) == "€" || m.low(i-1) == "£" || m.low(i-1) == "." || m.low(i-1) == ":" && y < 1900 {
		return i, when{}
	}
	next := m.low(i + 1)
	counted := next == "%" || next == "percent" || m.is(i+1, kUnit) || next == "people" || next == "men" || next == "women" ||
		next == "children" || next == "million" || next == "or" && m.is(i+2, kNumber) || next == "dollars"
	if counted {
		return i, when{}
	}
	plural := false
	if i+1 < m.last {
		t := m.doc.Tokens[i+1]
		plural = m.tagged && t.UPOS == text.NOUN && t.Feats.Has(text.Plural) ||
			!m.tagged && len(next) > 4 && strings.HasSuffix(next, "s") && !strings.HasSuffix(next, "ss") && startsLetter(next)
	}
	cue := ""
	if m.is(i-1, kYearCue) {
		cue = m.val(i-1, kYearCue)
	}
	switch {
	case cue == "1" || m.low(i-1) == "-" && m.isYear(i-2):
		return i + 1, inYear(y, "year")
	case y < 1600 || y > 2100:
		return i, when{}
	case plural && m.low(i-1) != "the" && m.low(i-1) != "'s":
		return i, when{}
	case cue == "2" || i == m.first || y >= 1900:
		return i + 1, inYear(y, "year")
	}
	return i, when{}
}

// reference reads words for the past, the present and the future.
func (m *matcher) reference(i int) (int, when) {
	if m.low(i) == "at" {
		if m.low(i+1) == "present" {
			return i + 2, open("DATE", "PRESENT_REF", "at present")
		}
		if (m.low(i+1) == "the" || m.low(i+1) == "this") && m.low(i+2) == "moment" {
			return i + 3, open("DATE", "PRESENT_REF", "at the moment")
		}
		return i, when{}
	}
	if !m.is(i, kRef) {
		return i, when{}
	}
	if m.low(i) == "now" && m.low(i+1) == "that" {
		return i, when{} // "now that" is "since"
	}
	return i + 1, open("DATE", m.val(i, kRef), "reference")
}
