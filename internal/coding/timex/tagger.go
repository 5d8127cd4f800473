// Package timex finds time expressions on a page and says what they mean. A
// parsed document comes in (tokens are enough; where it has tags and trees, the
// tense of the governing verb tells last Friday from next Friday); its times go
// out in order, with TIMEX3 type and value, the first and last day that they
// can mean, and what they lean on: the document's date, a date told before, or
// nothing. It refuses dates that do not exist, never guesses a day for a
// relative expression without a document date, and leaves numbers that are no
// years alone.
package timex

import (
	"strconv"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A matcher is the state of one Tag call.
type matcher struct {
	*Tagger
	doc   *text.Document
	words []*word // one for each token; nil where the table has none
	first int     // of the current sentence
	last  int     // one past its end

	known   bool // the document's date, to the day
	ref     day
	y, m, d int // of ref; y alone may be known

	tagged  bool // parts of speech are there
	told    day  // last date told, for "the next day"; noDay if none
	quarter int  // last quarter told, as 4*year+quarter-1; 0 none
}

// Tag finds the time expressions of doc.
func (g *Tagger) Tag(doc *text.Document) []record.Time {
	m := &matcher{Tagger: g, doc: doc, words: make([]*word, len(doc.Tokens)), told: noDay, ref: noDay}
	if y := int(doc.Published.Year); y >= 1500 && y < 9000 {
		m.y = y
	}
	if p := doc.Published; m.y != 0 && p.Month >= 1 && p.Month <= 12 && p.Day >= 1 && int(p.Day) <= daysIn(int(p.Year), int(p.Month)) {
		m.known = true
		m.m, m.d = int(p.Month), int(p.Day)
		m.ref = civil(m.y, m.m, m.d)
	}
	for i := range doc.Tokens {
		m.words[i] = g.words[doc.Tokens[i].Lower]
		m.tagged = m.tagged || doc.Tokens[i].UPOS != text.X && doc.Tokens[i].UPOS != text.PUNCT
	}
	var out []record.Time
	for _, s := range doc.Sentences {
		m.first, m.last = int(s.First), int(s.Last)
		for i := m.first; i < m.last; {
			if !m.mayOpen(i) {
				i++
				continue
			}
			next, w := m.at(i)
			if next <= i || next == i+1 && m.givenName(i) {
				i++
				continue
			}
			if w.typ == "" {
				i = next // an impossible date, a person's age: no time
				continue
			}
			if w.from != noDay && (w.from < firstDay || w.to > lastDay) {
				w = open(w.typ, "", w.rule)
				w.reason = "before the year 1 or after 9999"
			}
			out = append(out, m.time(i, next, w))
			if w.from != noDay && w.typ != "DURATION" && w.typ != "SET" {
				m.told = w.from
			}
			i = next
		}
	}
	return out
}

// givenName reports whether token i opens a person's name of several words: the
// Jan of "Jan Kavan" is no month.
func (m *matcher) givenName(i int) bool {
	for k := range m.doc.Mentions {
		n := &m.doc.Mentions[k]
		if int(n.First) > i {
			break
		}
		if int(n.First) == i {
			return n.Kind == text.Person && n.Last-n.First > 1
		}
	}
	return false
}

// Days outside four-digit years are not written.
var firstDay, lastDay = civil(1, 1, 1), civil(9999, 12, 31)

// mayOpen is the gate: most tokens cannot start an expression.
func (m *matcher) mayOpen(i int) bool {
	if w := m.words[i]; w != nil && w.kinds&opens != 0 {
		return true
	}
	s := m.doc.Tokens[i].Lower
	switch c := s[0]; {
	case c >= '0' && c <= '9', c == '\'':
		return true
	case c == 'a', c == 'e', c == 't', c == 'm', c == 'p', c == 'q', c == 'h', c == 'l':
		switch s {
		case "a", "an", "the", "every", "each", "at", "half", "earlier", "later", "these", "time", "that", "h1", "h2", "q1", "q2", "q3", "q4":
			return true
		}
		return strings.HasPrefix(s, "mid-") || strings.HasPrefix(s, "post-") || strings.HasPrefix(s, "pre-")
	}
	return false
}

// time is the ledger's entry of tokens [i,next).
func (m *matcher) time(i, next int, w when) record.Time {
	s := m.doc.TokenSpan(int32(i), int32(next))
	t := record.Time{
		Span: record.Span{Start: s.Start, End: s.End}, First: int32(i), Last: int32(next), Text: m.doc.Text(s),
		Type: w.typ, Value: w.value, Anchor: w.anchor, Reason: w.reason, Why: record.Why{Rule: w.rule},
	}
	if w.from != noDay && w.to != noDay {
		t.Start, t.End = w.from.String(), w.to.String()
	}
	return t
}

// Small readings of a token. Each is false past the end of the sentence.

func (m *matcher) is(i int, k kind) bool {
	return i >= m.first && i < m.last && m.words[i] != nil && m.words[i].kinds&(1<<k) != 0
}

func (m *matcher) val(i int, k kind) string { return *m.words[i].values[k] }

func (m *matcher) num(i int, k kind) int {
	n, _ := strconv.Atoi(m.val(i, k))
	return n
}

func (m *matcher) low(i int) string {
	if i < m.first || i >= m.last {
		return ""
	}
	return m.doc.Tokens[i].Lower
}

func (m *matcher) capital(i int) bool {
	c := m.doc.Tokens[i].Form[0]
	return c >= 'A' && c <= 'Z'
}

// digits reads a token of 1 to 4 digits.
func (m *matcher) digits(i, least, most int) (int, bool) {
	s := m.low(i)
	if len(s) < least || len(s) > most {
		return 0, false
	}
	n := 0
	for k := 0; k < len(s); k++ {
		if s[k] < '0' || s[k] > '9' {
			return 0, false
		}
		n = 10*n + int(s[k]-'0')
	}
	return n, true
}

// dayNumber reads "26", "26th" or "first".
func (m *matcher) dayNumber(i int) (int, bool) {
	if n, ok := m.digits(i, 1, 2); ok {
		return n, n >= 1 && n <= 31
	}
	return m.ordinal(i)
}

// ordinal reads "26th" or "first".
func (m *matcher) ordinal(i int) (int, bool) {
	if m.is(i, kOrdinal) {
		return m.num(i, kOrdinal), true
	}
	s := m.low(i)
	if len(s) < 3 || len(s) > 4 {
		return 0, false
	}
	switch s[len(s)-2:] {
	case "st", "nd", "rd", "th":
		n, err := strconv.Atoi(s[:len(s)-2])
		return n, err == nil && n >= 1 && n <= 31
	}
	return 0, false
}

// amount reads how many: "3", "2.5", "X" where it is not told. The second
// result is the token after it; i when there is none.
func (m *matcher) amount(i int) (string, int) {
	switch m.low(i) {
	case "a", "an":
		switch {
		case m.low(i+1) == "couple":
			if m.low(i+2) == "of" {
				return "2", i + 3
			}
			return "2", i + 2
		case m.low(i+1) == "few" || m.low(i+1) == "number" && m.low(i+2) == "of":
			if m.low(i+1) == "number" {
				return "X", i + 3
			}
			return "X", i + 2
		case m.is(i+1, kNumber):
			return m.amount(i + 1)
		}
		return "1", i + 1
	case "half":
		if m.low(i+1) == "a" || m.low(i+1) == "an" {
			return "0.5", i + 2
		}
		return "", i
	}
	if m.is(i, kVague) {
		return "X", i + 1
	}
	if m.is(i, kNumber) {
		total, part, j := 0, 0, i
		for m.is(j, kNumber) || j > i && (m.low(j) == "-" || m.low(j) == "and") && m.is(j+1, kNumber) {
			if !m.is(j, kNumber) {
				j++
			}
			switch n := m.num(j, kNumber); {
			case n == 12 && m.low(j) == "dozen":
				part = max(part, 1) * 12
			case n >= 1000:
				total += max(part, 1) * n
				part = 0
			case n == 100:
				part = max(part, 1) * n
			default:
				part += n
			}
			if j++; total > 1e6 || part > 1e6 {
				return "", i
			}
		}
		return strconv.Itoa(total + part), j
	}
	s := m.low(i)
	if s == "" || s[0] < '0' || s[0] > '9' || len(s) > 9 {
		return "", i
	}
	s = strings.ReplaceAll(s, ",", "")
	if _, err := strconv.ParseFloat(s, 64); err != nil {
		return "", i
	}
	if m.low(i+1) == "1/2" {
		return s + ".5", i + 2
	}
	return s, i + 1
}

// unit reads a unit of time; 0 when there is none.
func (m *matcher) unit(i int) byte {
	if !m.is(i, kUnit) || m.is(i, kOrdinal) && m.tagged && m.doc.Tokens[i].UPOS == text.ADJ {
		return 0
	}
	if m.low(i) == "second" && m.low(i-1) != "a" && m.low(i-1) != "one" && m.low(i-1) != "per" && m.low(i-1) != "every" && m.low(i-1) != "-" {
		return 0 // "the 1988 second quarter"
	}
	return m.val(i, kUnit)[0]
}

// plural reports whether the token is a plural: "years".
func (m *matcher) plural(i int) bool {
	return strings.HasSuffix(m.low(i), "s") || m.low(i) == "centuries"
}

// period is the TIMEX3 value of an amount of units.
func period(n string, unit byte) string {
	switch unit {
	case 'E':
		if n != "X" {
			return "P" + n + "0Y"
		}
	case 'C', 'L':
		if n != "X" {
			return "P" + n + "00Y"
		}
	case 'F':
		if v, err := strconv.Atoi(n); err == nil {
			return "P" + strconv.Itoa(2*v) + "W"
		}
		return "PXW"
	case 'K':
		if n == "1" {
			return "P2D"
		}
		return "P" + n + "WE"
	case 'H', 'S':
		if v, ok := strings.CutSuffix(n, ".5"); ok && unit == 'H' && v != "0" {
			return "PT" + v + "H30M"
		}
		return "PT" + n + string(unit)
	case 'N':
		return "PT" + n + "M"
	case 'Y':
		if v, ok := strings.CutSuffix(n, ".5"); ok && v != "0" {
			return "P" + v + "Y6M"
		}
	}
	return "P" + n + string(unit)
}
