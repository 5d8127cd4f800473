package source

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/text"
)

// How far a head may reach, and how long the pieces of it may be, in bytes.
const (
	maxHeadLines = 10
	maxTitle     = 200
	maxSubhead   = 70
)

// markZones finds what in doc's body is not running prose, and on the way the
// dateline's place and, where nothing better is known, the publication date.
// near is the day by which a dateline without a year is read.
func markZones(doc *text.Document, near text.Date) { markZonesWith(doc, near, nil) }

// markZonesWith starts from zones that markup has already told.
func markZonesWith(doc *text.Document, near text.Date, told []text.Zone) {
	z := zoner{doc: doc, near: near, lines: splitLines(doc.Body), zones: told}
	if strings.HasPrefix(doc.Body, bom) {
		z.mark(0, len(bom), text.ZoneBoilerplate)
	}
	z.blankTold()
	z.proseEnds = z.endsInStops()
	z.tail(z.head())
	doc.Zones = tidy(z.zones)
}

type zoner struct {
	doc       *text.Document
	near      text.Date
	lines     []line
	zones     []text.Zone
	proseEnds bool // most lines of the body end as sentences do
}

// A line is a line's span without its end and without surrounding space; blank
// lines are kept, since they tell headings from wrapped prose.
type line struct {
	start, end int
	told       bool // covered by a zone from markup
}

func (l line) blank() bool { return l.start == l.end }

func splitLines(body string) []line {
	var out []line
	at := 0
	if strings.HasPrefix(body, bom) {
		at = len(bom)
	}
	for at <= len(body) {
		end := strings.IndexByte(body[at:], '\n')
		if end < 0 {
			end = len(body)
		} else {
			end += at
		}
		s := strings.TrimRightFunc(body[at:end], unicode.IsSpace)
		t := strings.TrimLeftFunc(s, unicode.IsSpace)
		out = append(out, line{start: at + len(s) - len(t), end: at + len(s)})
		at = end + 1
	}
	return out
}

func (z *zoner) text(i int) string { return z.doc.Body[z.lines[i].start:z.lines[i].end] }

func (z *zoner) mark(start, end int, kind text.ZoneKind) {
	if start < end {
		z.zones = append(z.zones, text.Zone{Span: text.Span{Start: int32(start), End: int32(end)}, Kind: kind})
	}
}

func (z *zoner) markLine(i int, kind text.ZoneKind) { z.mark(z.lines[i].start, z.lines[i].end, kind) }

// blankTold keeps lines that markup has told from being judged again.
func (z *zoner) blankTold() {
	at := 0
	for i := range z.lines {
		for at < len(z.zones) && int(z.zones[at].End) <= z.lines[i].start {
			at++
		}
		if at < len(z.zones) && int(z.zones[at].Start) <= z.lines[i].start && !z.lines[i].blank() {
			z.lines[i].told = true
		}
	}
}

// endsInStops looks at the first hundred lines of some length: where they do
// not end in stops, a short line without one says nothing about a heading.
func (z *zoner) endsInStops() bool {
	seen, stops := 0, 0
	for i := range z.lines {
		if l := z.lines[i]; l.end-l.start > maxSubhead {
			seen++
			if hasStop(z.text(i)) {
				stops++
			}
			if seen == 100 {
				break
			}
		}
	}
	return seen > 0 && stops*3 >= seen*2
}

// prose reports the next line after i that is neither blank nor told, or -1.
func (z *zoner) following(i int) int {
	for i++; i < len(z.lines); i++ {
		if !z.lines[i].blank() && !z.lines[i].told {
			return i
		}
	}
	return -1
}

func (z *zoner) blankAfter(i int) bool { return i+1 >= len(z.lines) || z.lines[i+1].blank() }
func (z *zoner) blankBefore(i int) bool {
	return i == 0 || z.lines[i-1].blank() || z.lines[i-1].told
}

// head walks the lines above the prose: headlines, date lines, bylines and the
// dateline. It returns the index of the first line of prose.
func (z *zoner) head() int {
	titles := 0
	for i, n := z.following(-1), 0; i >= 0; i, n = z.following(i), n+1 {
		s := z.text(i)
		next := z.following(i)
		if next < 0 || n >= maxHeadLines {
			z.leadDateline(i)
			return i
		}
		switch {
		case z.isGivenTitle(s):
			z.markLine(i, text.ZoneTitle)
			titles++
		case z.dateLine(i):
		case isByline(s):
			z.markLine(i, text.ZoneByline)
		case isBoilerplate(s):
			z.markLine(i, text.ZoneBoilerplate)
		case z.leadDateline(i):
			return i
		case titles < 3 && z.isHeadline(i, next):
			z.markLine(i, text.ZoneTitle)
			titles++
		default:
			return i
		}
	}
	return len(z.lines)
}

// isGivenTitle reports whether s is the title that came beside the body.
func (z *zoner) isGivenTitle(s string) bool {
	t := z.doc.Title
	return t != "" && len(s) < 2*len(t) && strings.EqualFold(strings.Join(strings.Fields(s), " "), strings.Join(strings.Fields(t), " "))
}

// dateLine reads a line that is nothing but a date ("Tuesday, June 3, 2025",
// "Published: 3 June 2025 10:15 GMT"); it dates a document that has no date.
func (z *zoner) dateLine(i int) bool {
	s := z.text(i)
	if len(s) > 80 {
		return false
	}
	t, kind := s, text.ZoneDateline
	for _, p := range []string{"published on", "published at", "published", "posted on", "posted at", "posted", "date", "issued on", "issued", "first published", "publish date", "last updated on", "last updated", "last modified", "updated on", "updated at", "updated", "modified"} {
		if rest, ok := cutFold(t, p); ok && rest != "" && (rest[0] == ':' || rest[0] == ' ') {
			t, kind = strings.TrimLeft(rest, ": "), text.ZoneBoilerplate
			break
		}
	}
	d, rest, ok := datePrefix(t)
	if !ok || !d.Known() && kind == text.ZoneDateline && strings.TrimSpace(rest) != "" || !isClock(rest) {
		return false
	}
	z.markLine(i, kind)
	if d = withYear(d, z.near); possible(d) && !z.doc.Published.Known() {
		z.doc.Published = d
	}
	return true
}

// isClock reports whether what follows a date on its line is a time of day, a
// zone or a note of an update: no prose.
func isClock(s string) bool {
	s = strings.Trim(s, " ,.|·•-–—/()")
	if s == "" {
		return true
	}
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, ",.|()·•-–—")
		if w == "" || digits(w) > 0 || len(w) <= 4 && strings.ToUpper(w) == w {
			continue
		}
		switch strings.ToLower(w) {
		case "at", "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "gmt", "updated", "updated:", "published", "published:", "last", "min", "mins", "minutes", "read", "ago", "hours", "hour", "on":
			continue
		}
		if m, rest := monthName(w); m != 0 && rest == "" || isWeekday(w) {
			continue
		}
		if w[0] == 'T' && digits(w[1:]) > 0 {
			continue
		}
		return false
	}
	return true
}

// leadDateline marks a dateline at the start of line i.
func (z *zoner) leadDateline(i int) bool {
	s := z.text(i)
	d, ok := parseDateline(s)
	if !ok {
		return false
	}
	l := z.lines[i]
	z.mark(l.start, l.start+d.end, text.ZoneDateline)
	if z.doc.Dateline == "" {
		z.doc.Dateline = d.place
	}
	if when := withYear(d.date, z.near); possible(when) && !z.doc.Published.Known() {
		z.doc.Published = when
	}
	return true
}

// isHeadline judges line i by its looks and by what follows it. A line is
// never a headline when nothing but it is there.
func (z *zoner) isHeadline(i, next int) bool {
	s := z.text(i)
	if len(s) > maxTitle || hasStop(s) || !startsHeadline(s) {
		return false
	}
	after := z.text(next)
	if z.blankAfter(i) {
		// Set off by a blank line; the text below must read as prose, or this
		// is one item in a list of sentences without stops.
		return z.proseBelow(next) || titleCase(s)
	}
	if isByline(after) || isDateOnly(after) || startsDateline(after) {
		return true
	}
	if titleCase(s) && len(s) < 120 {
		return hasStop(after) || len(after) > maxTitle
	}
	return len(s) < 120 && len(after) > 2*len(s) && len(after) > 160 && hasStop(after)
}

// proseBelow reports whether one of the next few lines ends as prose does.
func (z *zoner) proseBelow(i int) bool {
	for n := 0; i >= 0 && n < 12; i, n = z.following(i), n+1 {
		if hasStop(z.text(i)) {
			return true
		}
	}
	return false
}

func isDateOnly(s string) bool {
	_, rest, ok := datePrefix(s)
	return ok && isClock(rest)
}

func startsDateline(s string) bool {
	_, ok := parseDateline(s)
	return ok
}

// tail marks boilerplate, subheads, late bylines and everything below a
// closing heading ("Related news"), from the first line of prose on.
func (z *zoner) tail(from int) {
	closed := false
	for i := from; i < len(z.lines); i++ {
		l := z.lines[i]
		if l.blank() || l.told {
			continue
		}
		n := l.end - l.start
		if n > maxBoiler {
			closed = false // prose has come back: another article in the same file
			continue
		}
		s := z.text(i)
		switch {
		case isClosingHead(s) && (z.blankBefore(i) || z.blankAfter(i) || i+1 == len(z.lines)):
			closed = true
			z.markLine(i, text.ZoneBoilerplate)
		case closed && !(n >= 120 && hasStop(s) && !isListItem(s)):
			z.markLine(i, text.ZoneBoilerplate)
		case isBoilerplate(s):
			closed = false
			z.markLine(i, text.ZoneBoilerplate)
		case i > from && isByline(s) && z.blankBefore(i):
			closed = false
			z.markLine(i, text.ZoneByline)
		case i > from && z.isSubhead(i):
			closed = false
			z.markLine(i, text.ZoneTitle)
		default:
			closed = false
			if i > from && n > 8 && strictDateline(s) {
				z.leadDateline(i)
			}
		}
	}
}

// isSubhead judges a short line between blank lines, in a text whose prose
// ends in stops, with prose below it.
func (z *zoner) isSubhead(i int) bool {
	s := z.text(i)
	if !z.proseEnds || len(s) > maxSubhead || hasStop(s) || !startsHeadline(s) || !z.blankBefore(i) || !z.blankAfter(i) {
		return false
	}
	next := z.following(i)
	return next >= 0 && len(z.text(next)) > len(s)
}

// hasStop reports whether s ends as a sentence does, closing quotes and
// brackets aside. A colon or comma also keeps a line from being a headline.
func hasStop(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '"', '\'', '”', '’', '»', ')', ']', ' ', '\u00a0', '_', '*':
			s = s[:len(s)-n]
			continue
		case '.', '!', '?', '…', ':', ';', ',', '。':
			return true
		}
		return false
	}
	return false
}

// startsHeadline: a capital, a digit or a quote; never a bullet or small letter.
func startsHeadline(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘«`¿¡#*= "))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// titleCase reports whether most longer words of s begin with a capital.
func titleCase(s string) bool {
	words, caps := 0, 0
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimLeft(w, "\"'“‘«(`")
		if len(w) < 4 {
			continue
		}
		words++
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) || unicode.IsDigit(r) {
			caps++
		}
	}
	return words > 1 && caps*4 >= words*3
}

// tidy sorts zones and cuts overlaps, the earlier and then the longer winning.
func tidy(zones []text.Zone) []text.Zone {
	sort.SliceStable(zones, func(i, j int) bool {
		if zones[i].Start != zones[j].Start {
			return zones[i].Start < zones[j].Start
		}
		return zones[i].End > zones[j].End
	})
	out := zones[:0]
	end := int32(0)
	for _, z := range zones {
		if z.Start < end {
			z.Start = end
		}
		if z.Start >= z.End {
			continue
		}
		out = append(out, z)
		end = z.End
	}
	return out
}

// cutFold cuts the prefix p, in any case, off s.
func cutFold(s, p string) (string, bool) {
	if len(s) < len(p) || !strings.EqualFold(s[:len(p)], p) {
		return s, false
	}
	return s[len(p):], true
}
