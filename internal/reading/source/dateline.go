package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/text"
)

// A dateline is what stands before the first word of a report.
type dateline struct {
	end   int // bytes of the line that belong to it, dash and space included
	place string
	date  text.Date // possibly without a year
}

// maxDateline is how far into a line its dash may stand.
const maxDateline = 120

// parseDateline reads the dateline at the start of s, in the forms in use:
//
//	QINGDAO, June 26 (Agency) - Text     WASHINGTON (AP) — Text
//	MOSCOW, Russia — Text                Beijing, China (CNN) -- Text
//	LONDON: Text                         (Reuters) - Text
//	GENEVA, 12 June 2025 (UN) – Text     MOSCOW/KYIV, June 3 Text is none: no dash
//	NEW DELHI, June 3 (PTI) Text         Paris — Text
//	Oslo, Norway (June 3, 2025) – Text   OSLO, June 3 /PRNewswire/ -- Text
//
// A place is told from a subject by its capitals, an agency, a date or a
// region beside it; a bare name in small letters needs a long dash and a
// capital after it.
func parseDateline(s string) (dateline, bool) {
	var d dateline
	h := s[:min(len(s), maxDateline)]
	at := 0
	place, loud := placeName(h)
	at += len(place)
	region, dated, agency := false, false, false
	if place == "" {
		if day, rest, ok := datePrefix(h); ok && day.Day != 0 {
			d.date, dated = day, true
			at = len(h) - len(rest)
		}
	}
	for at < len(h) {
		rest := strings.TrimLeft(h[at:], " \u00a0")
		pad := len(h) - at - len(rest)
		if len(rest) > 1 && rest[0] == ',' {
			after := strings.TrimLeft(rest[1:], " ")
			skip := pad + len(rest) - len(after)
			if day, tail, ok := datePrefix(after); ok && !dated && (day.Day != 0 || day.Year != 0) {
				d.date, dated = day, true
				at += skip + len(after) - len(tail)
				continue
			}
			if r := regionName(after); r != "" && !region && place != "" {
				region = true
				at += skip + len(r)
				continue
			}
			if w := letters(after); w > 0 && isWeekday(after[:w]) && !dated {
				dated = true
				at += skip + w
				continue
			}
			break
		}
		// Press releases: "LOUISVILLE, KY--(Marketwire - June 3, 2025) -".
		if t := strings.TrimLeft(rest, "-"); len(t) < len(rest) && len(t) > 0 && t[0] == '(' && place != "" {
			pad += len(rest) - len(t)
			rest = t
		}
		if len(rest) > 2 && rest[0] == '(' && !agency {
			end := strings.IndexByte(rest, ')')
			if end < 2 || end > 60 {
				break
			}
			in := rest[1:end]
			if name, day, ok := strings.Cut(in, " - "); ok && !dated {
				if when, tail, ok := datePrefix(day); ok && tail == "" {
					d.date, dated, in = when, true, name
				}
			}
			if when, tail, ok := datePrefix(in); ok && tail == "" && when.Day != 0 && !dated {
				d.date, dated = when, true
			} else if end <= 45 && agencyName(in) {
				agency = true
			} else {
				break
			}
			at += pad + end + 1
			continue
		}
		// "NEW YORK, June 3, 2025 /PRNewswire/ --"
		if len(rest) > 3 && rest[0] == '/' && dated && !agency {
			if end := strings.IndexByte(rest[1:], '/'); end > 1 && end < 30 && agencyName(rest[1:1+end]) {
				agency = true
				at += pad + end + 2
				continue
			}
			break
		}
		// "MOSCOW June 3 (Interfax) -": a date without its comma.
		if loud && !dated && pad > 0 {
			if day, tail, ok := datePrefix(rest); ok && day.Day != 0 && letters(rest) > 0 {
				d.date, dated = day, true
				at += pad + len(rest) - len(tail)
				continue
			}
		}
		break
	}
	if at == 0 {
		return d, false
	}
	dash, long, n := dashAt(s[at:])
	rest := s[at+n:]
	switch {
	case dash == ':':
		if notPlaces[firstWord(place)] {
			return d, false
		}
		if !(loud && place != "" && (len(place) > 4 || dated || agency)) && !(dated && place != "") {
			return d, false
		}
	case dash != 0:
		switch {
		case notPlaces[firstWord(place)] && !agency:
			return d, false
		case agency, dated && place != "", loud && (region || len(place) > 3):
		case dated: // "12 June 2025 – Text"
		case region && long:
		case place != "" && long && nextIsCapital(rest):
		default:
			return d, false
		}
	case agency && (dated || loud) && place != "" && n > 0 && nextIsCapital(rest):
		// "NEW DELHI, June 3 (PTI) The": agencies that use no dash.
	case agency && at == len(s) && place != "":
		// "Washington (CNN)" on a line of its own.
	default:
		return d, false
	}
	if place == "" && !agency && !dated {
		return d, false
	}
	d.end = at + n
	d.place = tidyPlace(place)
	return d, true
}

// notPlaces are labels in capitals that stand where a place would.
var notPlaces = map[string]bool{
	"PUBLISHED": true, "UPDATED": true, "UPDATE": true, "DEAR": true, "EXCLUSIVE": true, "BREAKING": true, "WATCH": true, "OPINION": true, "ANALYSIS": true, "COMMENTARY": true,
	"FACTBOX": true, "EXPLAINER": true, "LIVE": true, "VIDEO": true, "PHOTOS": true, "REVIEW": true, "INTERVIEW": true, "QUESTION": true, "ANSWER": true, "NOTE": true, "FEATURE": true,
	"CORRECTION": true, "CLARIFICATION": true, "EDITORIAL": true, "TIMELINE": true, "SPECIAL": true, "NEWS": true, "FLASH": true, "URGENT": true, "ALERT": true, "READ": true, "SEE": true, "BY": true, "FROM": true, "TO": true, "MEMO": true, "WARNING": true, "DEVELOPING": true, "JUST": true,
}

func firstWord(s string) string { return s[:wordLen(s)] }

// strictDateline admits only forms that prose cannot have by chance: for
// datelines below the head.
func strictDateline(s string) bool {
	place, loud := placeName(s[:min(len(s), maxDateline)])
	if !loud || len(place) < 3 {
		return false
	}
	d, ok := parseDateline(s)
	return ok && (d.date.Day != 0 || strings.ContainsRune(s[:d.end], '('))
}

// placeName reads up to five capitalised words at the start of s, joined by
// small connecting words, hyphens, dots and slashes. loud: all of it is in
// capitals.
func placeName(s string) (name string, loud bool) {
	end, words := 0, 0
	loud = true
	for words < 5 {
		at := end
		for at < len(s) && s[at] == ' ' {
			at++
		}
		n := wordLen(s[at:])
		if n == 0 {
			break
		}
		w := s[at : at+n]
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) {
			if end > 0 && isJoiner(w) && wordLen(strings.TrimLeft(s[at+n:], " ")) > 0 {
				next := strings.TrimLeft(s[at+n:], " ")
				if nr, _ := utf8.DecodeRuneInString(next); unicode.IsUpper(nr) {
					end = at + n
					words++
					continue
				}
			}
			break
		}
		if isMonthDay(s[at:]) {
			break
		}
		if strings.ToUpper(w) != w {
			loud = false
		}
		end = at + n
		words++
	}
	name = strings.TrimRight(s[:end], " ")
	return name, loud && name != ""
}

// isMonthDay: "June 3" is no part of a place.
func isMonthDay(s string) bool {
	m, rest := monthName(s)
	return m != 0 && digits(strings.TrimLeft(rest, " .")) > 0
}

func isJoiner(w string) bool {
	switch w {
	case "de", "del", "da", "do", "di", "la", "le", "les", "el", "al", "of", "the", "upon", "on", "am", "sur", "and", "es":
		return true
	}
	return false
}

// wordLen is the length of the word at the start of s: letters, and between
// them hyphens, apostrophes, dots ("St.", "D.C.") and slashes.
func wordLen(s string) int {
	n := 0
	for n < len(s) {
		r, k := utf8.DecodeRuneInString(s[n:])
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
		case n > 0 && (r == '\'' || r == '’' || r == '/' || r == '-'):
			next, _ := utf8.DecodeRuneInString(s[n+k:])
			if !unicode.IsLetter(next) {
				return n
			}
		case n > 0 && r == '.' && n <= 4:
		default:
			return n
		}
		n += k
	}
	return n
}

// regionName is a second place after the comma: "Russia", "D.C.", "N.Y.",
// "United Arab Emirates".
func regionName(s string) string {
	name, _ := placeName(s)
	return name
}

// agencyName: what stands in the brackets is a short name, no remark.
func agencyName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) && !strings.Contains(s, ".") {
		return false
	}
	return len(strings.Fields(s)) <= 5 && !strings.ContainsAny(s, "0123456789$%;")
}

// dashAt reads space, a dash and space at the start of s; long tells "—", "–"
// and "--" from a hyphen. Without a dash n is the space alone.
func dashAt(s string) (dash rune, long bool, n int) {
	t := strings.TrimLeft(s, " \u00a0")
	n = len(s) - len(t)
	r, k := utf8.DecodeRuneInString(t)
	switch r {
	case '—', '–', '―', '\u0096', '\u0097': // the last two: dashes of Windows, read as Latin-1
		long = true
	case '-', '_':
		if strings.HasPrefix(t, "--") {
			long = true
			k = len(t) - len(strings.TrimLeft(t, "-"))
		} else if len(t) > 1 && t[1] != ' ' && r == '-' {
			return 0, false, n // "Moscow-based"
		}
	case ':':
		if len(t) > 1 && t[1] != ' ' {
			return 0, false, n
		}
	default:
		return 0, false, n
	}
	after := t[k:]
	trimmed := strings.TrimLeft(after, " \u00a0")
	return r, long, n + k + len(after) - len(trimmed)
}

func nextIsCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"'“‘«`"))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

func isWeekday(w string) bool {
	for _, d := range weekdays {
		if strings.EqualFold(w, d) {
			return true
		}
	}
	return false
}

// tidyPlace drops a wire slug's second city: "MOSCOW/KYIV" is written from
// both, and the first is where the desk sits.
func tidyPlace(p string) string {
	if i := strings.IndexByte(p, '/'); i > 0 {
		p = p[:i]
	}
	return strings.TrimRight(p, " .")
}
