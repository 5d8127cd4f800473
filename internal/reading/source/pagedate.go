package source

import (
	"strings"

	"entente/internal/text"
)

// published is the day on which a page says that its article came out: by what
// the page tells machines, then by a date beside the headline, then by the
// address, then by what scripts carry along; at last the day of a change.
func (a *article) published(about markup, address string) text.Date {
	for _, find := range []func() text.Date{
		func() text.Date { return a.firstDate(about.published) },
		func() text.Date { return a.timeElement(about.times) },
		func() text.Date { return dateInAddress(first(about.url, address)) },
		func() text.Date { return dateInAddress(address) },
		func() text.Date { return a.visibleDate() },
		func() text.Date { return dateInScript(a.src) },
		func() text.Date { return a.firstDate(about.modified) },
	} {
		if d := find(); d.Known() {
			return d
		}
	}
	return text.Date{}
}

// firstDate is the first that is one. Markup is not the reader's writing: what
// is no date is passed over.
func (a *article) firstDate(ss []string) text.Date {
	for _, s := range ss {
		if d := a.pageDate(s); d.Known() {
			return d
		}
	}
	return text.Date{}
}

// pageDate also reads dates in figures where the order of day and month is
// certain, or the page's language tells it.
func (a *article) pageDate(s string) text.Date {
	s = strings.TrimSpace(s)
	if d, derr := readDate(s); derr == nil {
		return d
	}
	if d := a.figures(s); d.Known() {
		return d
	}
	return text.Date{}
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
func (a *article) timeElement(times []int32) text.Date {
	best, bestAt := text.Date{}, int32(-1)
	for _, i := range times {
		d := a.pageDate(first(a.attr(i, "datetime"), a.attr(i, "content"), a.attr(i, "title")))
		if !d.Known() {
			d = a.dateWithin(a.content(i))
		}
		if !d.Known() {
			continue
		}
		at := i - a.headline
		if at < 0 {
			at = -3 * at
		}
		if bestAt < 0 || at < bestAt {
			best, bestAt = d, at
		}
	}
	return best
}

// visibleDate looks for a date in the short lines about the headline and the
// first line of the article.
func (a *article) visibleDate() text.Date {
	from, to := a.first[a.headline], a.start
	if to < from {
		from, to = to, from
	}
	// Behind the headline first, as pages are mostly laid out, then above it, then
	// below the article.
	for k := from; k < min(to+3, int32(len(a.lines))); k++ {
		if d := a.dateInLine(int(k)); d.Known() {
			return d
		}
	}
	for k := from - 1; k >= max(0, from-8); k-- {
		if d := a.dateInLine(int(k)); d.Known() {
			return d
		}
	}
	for k := a.last + 1; k < min(a.last+8, int32(len(a.lines))); k++ {
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
	return a.dateWithin(a.string(k))
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
			if d, rest, ok := datePrefix(s[i:]); ok && d.Known() && possible(d) && plausible(d) && (rest == "" || rest[0] < '0' || rest[0] > '9') {
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
			if d, _, ok := datePrefix(strings.ReplaceAll(s[:min(len(s), 11)], "_", "-")); ok && d.Known() && possible(d) && plausible(d) {
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
		if d, _, ok := datePrefix(s); ok && d.Known() && possible(d) && plausible(d) {
			return d
		}
	}
	return text.Date{}
}
