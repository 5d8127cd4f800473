package source

import (
	"strings"

	"entente/internal/text"
)

// published is the day on which a page says that its article came out: by what
// the page tells machines, then by a date beside the headline, by the address,
// by what scripts carry along; at last the day of a change. Machines are often
// told the time in UTC, by which an evening in America is the next day: where
// readers are shown the day before or after, that is the newsroom's day.
func (a *article) published(about markup, address string) text.Date {
	told, utc := a.firstDate(about.published)
	if !told.Known() {
		told, utc = a.timeElement(about.times)
	}
	shown := a.dateBeside()
	if !shown.Known() {
		shown = dateInAddress(first(about.url, address))
	}
	if !shown.Known() {
		shown = dateInAddress(address)
	}
	switch {
	case told.Known():
		if utc && (nextDay(shown) == told || nextDay(told) == shown) {
			return shown
		}
		return told
	case shown.Known():
		return shown
	}
	if d := a.dateAround(); d.Known() {
		return d
	}
	if d := dateInScript(a.src); d.Known() {
		return d
	}
	d, _ := a.firstDate(about.modified)
	return d
}

// firstDate is the first that is one, and whether its time may be in UTC. Markup
// is not the reader's writing: what is no date is passed over.
func (a *article) firstDate(ss []string) (text.Date, bool) {
	for _, s := range ss {
		if d := a.pageDate(s); d.Known() {
			return d, isUTC(s)
		}
	}
	return text.Date{}, false
}

// isUTC reports whether a time is given in UTC, or may be: it has no zone.
func isUTC(s string) bool {
	for _, z := range []string{"Z", "+00:00", "+0000", " GMT", " UTC"} {
		if strings.HasSuffix(s, z) {
			return true
		}
	}
	_, clock, ok := strings.Cut(s, ":")
	return strings.Contains(s, "GMT+0000") || ok && !strings.ContainsAny(clock, "+-") && !strings.ContainsAny(clock, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// nextDay of a day that is not known is not known.
func nextDay(d text.Date) text.Date {
	switch {
	case d.Month == 0 || d.Day == 0:
		return text.Date{}
	case int(d.Day) < daysIn(int(d.Year), int(d.Month)):
		d.Day++
	case d.Month < 12:
		d.Month, d.Day = d.Month+1, 1
	default:
		d = text.Date{Year: d.Year + 1, Month: 1, Day: 1}
	}
	return d
}

// pageDate also reads dates in figures where the order of day and month is
// certain, or the page's language tells it.
func (a *article) pageDate(s string) text.Date {
	s = strings.TrimSpace(s)
	if d, derr := readDate(s); derr == nil && d.Day != 0 {
		return d
	}
	if d := a.figures(s); d.Known() {
		return d
	}
	return a.dateWithin(s)
}

// figures reads "19/11/2019", "11/19/2019" and "19.11.2019" at the start of s.
func (a *article) figures(s string) text.Date {
	var v [3]int
	sep := byte(0)
	for i := range v {
		n := digits(s)
		if n == 0 || n > 4 || i < 2 && n > 2 || i == 2 && n != 4 {
			return text.Date{}
		}
		v[i] = number(s[:n])
		s = s[n:]
		if i == 2 {
			break
		}
		if s == "" || s[0] != '/' && s[0] != '.' && s[0] != '-' || i == 1 && s[0] != sep {
			return text.Date{}
		}
		sep = s[0]
		s = s[1:]
	}
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return text.Date{}
	}
	day, month := v[0], v[1]
	american := sep == '/' && strings.HasPrefix(strings.ToLower(strings.ReplaceAll(a.language, "_", "-")), "en-us")
	switch {
	case month > 12 || american && day <= 12:
		day, month = month, day
	case day <= 12 && day != month && sep == '/' && !dayBeforeMonth(a.language):
		return text.Date{}
	}
	d := text.Date{Year: int16(v[2]), Month: int8(month), Day: int8(day)}
	if !possible(d) || month == 0 || day == 0 {
		return text.Date{}
	}
	return d
}

// dayBeforeMonth: English of any land but America, and any other language.
func dayBeforeMonth(language string) bool {
	l := strings.ToLower(strings.ReplaceAll(language, "_", "-"))
	return l != "" && l != "en" && l != "en-us"
}

// timeElement is the date of the <time> that stands nearest to the headline,
// rather after than before it; those in lists of other stories stand further.
func (a *article) timeElement(times []int32) (best text.Date, utc bool) {
	bestAt := int32(-1)
	for _, i := range times {
		when := first(a.attr(i, "datetime"), a.attr(i, "content"), a.attr(i, "title"))
		d := a.pageDate(when)
		if !d.Known() {
			d = a.dateWithin(a.content(i, 200))
		}
		if !d.Known() {
			continue
		}
		at := i - a.headline
		if at < 0 {
			at = -3 * at
		}
		if bestAt < 0 || at < bestAt {
			best, bestAt, utc = d, at, isUTC(when)
		}
	}
	return best, utc
}

// dateBeside looks for a date between the headline and the first line of the
// article.
func (a *article) dateBeside() text.Date {
	from, to := a.first[a.headline], a.start
	switch {
	case to < from: // a caption or a teaser above the headline
		to = from + 8
	case to > from+30: // the headline of something else
		from = to - 8
	}
	return a.dateInLines(from, max(to, from+2)+1)
}

// dateAround looks above the headline and below the article.
func (a *article) dateAround() text.Date {
	from := min(a.first[a.headline], a.start)
	for k := from - 1; k >= max(0, from-8); k-- {
		if d := a.dateInLine(int(k)); d.Known() {
			return d
		}
	}
	return a.dateInLines(a.last+1, a.last+9)
}

func (a *article) dateInLines(from, to int32) text.Date {
	for k := from; k < min(to, int32(len(a.lines))); k++ {
		if d := a.dateInLine(int(k)); d.Known() {
			return d
		}
	}
	return text.Date{}
}

func (a *article) dateInLine(k int) text.Date {
	if l := &a.lines[k]; l.chars > 150 || l.isProse() && l.chars > 100 {
		return text.Date{}
	}
	s := a.string(k)
	for _, p := range []string{"updated", "last updated", "last modified", "modified", "correction"} {
		if _, ok := cutFold(s, p); ok {
			return text.Date{}
		}
	}
	return a.dateWithin(s)
}

// dateWithin is the first full date in s, wherever a word begins.
func (a *article) dateWithin(s string) text.Date {
	if len(s) > 400 {
		return text.Date{}
	}
	word := false
	for i := range len(s) {
		c := s[i]
		letter := c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
		if letter && !word {
			if d, rest, ok := datePrefix(s[i:]); ok && d.Day != 0 && possible(d) && plausible(d) && (rest == "" || rest[0] < '0' || rest[0] > '9') {
				return d
			}
			if d := a.figures(s[i:]); d.Known() && plausible(d) {
				return d
			}
		}
		word = letter
	}
	return text.Date{}
}

// plausible: the web is not older, and figures beyond are no years.
func plausible(d text.Date) bool { return d.Year >= 1990 && d.Year < 2100 }

// dateInAddress reads /2024/05/03/, /2024/may/03/, 2024-05-03 and 20240503 in
// an address.
func dateInAddress(address string) text.Date {
	if _, rest, ok := strings.Cut(address, "//"); ok {
		address = rest
	}
	_, path, _ := strings.Cut(address, "/")
	for i := range len(path) {
		if i > 0 && path[i-1] >= '0' && path[i-1] <= '9' || path[i] < '1' || path[i] > '2' {
			continue
		}
		s := path[i:]
		switch n := digits(s); {
		case n == 8, n == 4 && len(s) > 8 && (s[4] == '-' || s[4] == '/' || s[4] == '_'):
			if d, _, ok := datePrefix(strings.ReplaceAll(s[:min(len(s), 11)], "_", "-")); ok && d.Day != 0 && possible(d) && plausible(d) {
				return d
			}
			if n == 4 {
				if m, rest := monthName(s[5:]); m != 0 && len(rest) > 1 {
					if k := digits(rest[1:]); k == 1 || k == 2 {
						d := text.Date{Year: int16(number(s[:4])), Month: m, Day: int8(number(rest[1 : 1+k]))}
						if d.Day > 0 && possible(d) && plausible(d) {
							return d
						}
					}
				}
			}
		case n > 10 && strings.HasPrefix(path[i:], "20"): // 191118-like runs are ids, 20191118104500 is a time
			if d, _, ok := datePrefix(s[:8]); ok && possible(d) && plausible(d) {
				return d
			}
		}
	}
	return text.Date{}
}

// scriptDates are keys under which scripts carry the day of publication.
var scriptDates = []string{`datePublished`, `publishedDate`, `publishDate`, `publish_date`, `published_at`, `publishedAt`, `firstPublished`, `pubDate`, `pub_date`, `publicationDate`, `publication_date`}

func dateInScript(src string) text.Date {
	for _, k := range scriptDates {
		i := strings.Index(src, k)
		if i < 0 {
			continue
		}
		s := strings.TrimLeft(src[i+len(k):min(len(src), i+len(k)+60)], "\\\"' :=>")
		if d, _, ok := datePrefix(s); ok && d.Day != 0 && possible(d) && plausible(d) {
			return d
		}
	}
	return text.Date{}
}
