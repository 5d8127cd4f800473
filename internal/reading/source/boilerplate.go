package source

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBoiler is the longest line that is judged as boilerplate, in bytes.
const maxBoiler = 400

// boilerStarts begin lines that belong to the page and not to the article. In
// small letters; the line's next byte must not be a letter.
var boilerStarts = []string{
	"read more", "read also", "also read", "read next", "read full", "read the full", "see also:", "related:", "related article", "related stories", "related news", "related topics",
	"more:", "more on this", "more from", "more stories", "more about", "more to read", "watch:", "watch live", "watch now", "listen:", "listen to this article", "listen now", "play video",
	"share this", "share on", "share via", "share article", "share:", "tweet this", "follow us", "follow @", "follow him on", "follow her on", "like us on", "join us on", "join our", "click here", "click to", "tap here",
	"sign up", "subscribe", "already a subscriber", "register now", "log in", "get our", "get the latest", "download our", "download the", "support our journalism", "support independent", "donate now", "make a donation",
	"advertisement", "sponsored", "promoted content", "story continues below", "article continues below", "continue reading", "skip to", "scroll to", "loading", "view comments", "leave a comment", "comments are", "post a comment", "join the conversation", "show comments",
	"all rights reserved", "copyright", "©", "(c) 20", "(c) 19", "this material may not be", "no part of this", "terms of", "privacy policy", "cookie",
	"photo:", "photo by", "photo credit", "photograph:", "photos:", "file photo", "file image", "image:", "image credit", "image source", "image caption", "image copyright", "images:", "picture:", "picture by", "pictured:", "caption:", "credit:", "video:", "graphic:", "illustration:", "map:", "media caption", "getty images", "file - ", "file – ", "file — ", "[photo", "[image", "(photo", "(file photo",
	"reporting by", "additional reporting", "editing by", "writing by", "compiled by", "with reporting by", "contributing:", "our standards:", "this story was", "this article was originally", "this article first appeared", "this story has been", "this article has been", "this report was", "correction:", "editor's note", "editor’s note", "note to editors", "for more information", "for media inquiries", "media contact", "contact:", "press contact", "contact us",
	"tags:", "topics:", "keywords:", "filed under", "categories:", "category:", "source:", "sources:", "source url", "via:", "url:", "http://", "https://", "www.", "last updated", "last modified", "page last", "print this", "email this", "print article", "estimated reading time", "reading time", "have an opinion", "got a tip", "have a question",
}

// boilerWords mark a line wherever they stand in it.
var boilerWords = []string{"all rights reserved", "getty images", "/afp", "afp/", "ap photo", "(ap photo", "reuters/", "epa-efe", "newsletter and", "our newsletter", "our daily newsletter", "our free app", "terms of use", "privacy policy", "terms of service", "may not be published, broadcast"}

// boilerEnds close short lines that are captions.
var boilerEnds = []string{"/reuters", "/ap", "/getty", "min read", "minute read", "minutes read", "comments"}

// closingHeads are headings after which no prose of the article follows.
var closingHeads = map[string]bool{
	"related news": true, "related articles": true, "related stories": true, "related links": true, "related topics": true, "related content": true, "related": true, "related coverage": true, "related reading": true,
	"sources": true, "source": true, "external links": true, "external link": true, "references": true, "see also": true, "further reading": true, "notes": true, "footnotes": true, "bibliography": true, "sister links": true, "related pages": true, "share this": true,
	"more stories": true, "more news": true, "read more": true, "most read": true, "most popular": true, "trending": true, "trending now": true, "recommended": true, "recommended for you": true, "you may also like": true, "you might also like": true, "more from this section": true, "about the author": true, "about the authors": true, "comments": true, "latest news": true, "top stories": true, "editor's picks": true, "editor’s picks": true, "more on this story": true, "more on this topic": true, "don't miss": true, "what to read next": true, "popular now": true, "topics": true, "tags": true,
}

func isClosingHead(s string) bool {
	if len(s) > 40 {
		return false
	}
	return closingHeads[strings.ToLower(strings.Trim(s, " =#*:_-–—"))]
}

// isBoilerplate judges one line by its wording. Prose may begin with most of
// these words too ("Share prices fell"), so the words after them count: a line
// that goes on as a long sentence is prose.
func isBoilerplate(s string) bool {
	if len(s) > maxBoiler {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(r) && !strings.ContainsRune("©([hw@", r) {
		if strings.Trim(s, "-–—_=*•·.|~# ") == "" {
			return true // a rule, or three stars
		}
		s = strings.TrimLeft(s, "•·▶►→>|*#-–— ")
	}
	var low [maxBoiler]byte
	l := string(lower(low[:0], s))
	for _, p := range boilerStarts {
		if !strings.HasPrefix(l, p) {
			continue
		}
		if len(l) == len(p) {
			return true
		}
		c := l[len(p)]
		closed := !(c >= 'a' && c <= 'z') || p[len(p)-1] == '/' || p[len(p)-1] == '.'
		if closed && (len(s) <= 160 || longBoiler(p)) && !sentenceLike(l, p) {
			return true
		}
	}
	if len(s) <= 250 {
		for _, w := range boilerWords {
			if strings.Contains(l, w) {
				return true
			}
		}
	}
	if len(s) <= 120 {
		for _, w := range boilerEnds {
			if strings.HasSuffix(l, w) && (w != "comments" || digits(l) > 0) {
				return true
			}
		}
	}
	return false
}

// longBoiler: notes and captions whose wording is plain enough to be believed
// on lines of any length.
func longBoiler(p string) bool {
	switch p {
	case "copyright", "reporting by", "additional reporting", "this article was originally", "this article first appeared", "file photo", "sign up", "subscribe":
		return true
	}
	return p[len(p)-1] == ':' || p[0] == '(' || p[0] == '[' || strings.HasPrefix(p, "file ") || strings.HasPrefix(p, "©")
}

// ambiguous starts are also how sentences begin; they count only on lines that
// do not run on as a sentence.
var ambiguous = map[string]bool{
	"copyright": true, "advertisement": true, "sponsored": true, "loading": true, "subscribe": true, "cookie": true, "terms of": true, "more from": true, "more about": true, "this story was": true, "this report was": true, "image source": true, "more stories": true, "file image": true, "related stories": true, "contact us": true, "download the": true, "get the latest": true, "for more information": true,
}

func sentenceLike(l, p string) bool {
	if !ambiguous[p] {
		return false
	}
	rest := strings.TrimSpace(l[len(p):])
	if rest == "" || strings.IndexByte(":©(0123456789", rest[0]) >= 0 || strings.HasPrefix(rest, "\u00a9") {
		return false
	}
	for _, v := range []string{" said ", " was ", " were ", " has ", " have ", " will ", " told ", " had ", " are "} {
		if strings.Contains(l[len(p)-1:], v) && !strings.HasPrefix(p, "this ") {
			return true
		}
	}
	return false
}

// lower appends s with A-Z as a-z.
func lower(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// isListItem reports whether s looks like an entry of a list of sources.
func isListItem(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("*•·-–—[^\"“‘'", r) || unicode.IsDigit(r) || strings.Contains(s, "http")
}

// isByline: "By Jane Doe", "By JANE DOE and John Roe, Associated Press", "Jane
// Doe, Moscow", "Jane Doe in Moscow and John Roe in Kyiv", "Associated Press
// Writer". A line that ends in a stop is none, and so is "By Monday".
func isByline(s string) bool {
	if len(s) > 140 || len(s) < 5 {
		return false
	}
	if hasStop(s) && !strings.HasSuffix(s, "Jr.") && !strings.HasSuffix(s, "Sr.") {
		return false
	}
	if rest, ok := cutFold(s, "by "); ok {
		return isNames(rest, 1)
	}
	for _, p := range []string{"written by ", "story by ", "words by ", "from our correspondent", "from our own correspondent", "staff writer", "associated press writer", "our correspondent", "web desk", "news desk", "agencies"} {
		if rest, ok := cutFold(s, p); ok && (rest == "" || p[len(p)-1] == ' ' && isNames(rest, 1)) {
			return true
		}
	}
	// "Jane Doe, Moscow": two to four capitalised words, comma, a role or city.
	name, place, ok := strings.Cut(s, ", ")
	if !ok || len(s) > 80 {
		return false
	}
	if n := len(strings.Fields(name)); n < 2 || n > 4 || !isNames(name, 2) {
		return false
	}
	l := strings.ToLower(place)
	for _, w := range bylineRoles {
		if strings.Contains(l, w) {
			return true
		}
	}
	n := len(strings.Fields(place))
	return n >= 1 && n <= 3 && isNames(place, 1) && !strings.ContainsAny(s, "0123456789\"“:")
}

var bylineRoles = []string{"correspondent", "writer", "reporter", "editor", "associated press", "reuters", "news", "press", "staff", "bureau", "columnist", "times", "post"}

// isNames reports whether s is a run of names: capitalised words joined by
// "and", "in", "of", "for" and commas, at least least words, none of them a
// day or a month.
func isNames(s string, least int) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, ",|()&/•·-–—")
		if w == "" {
			continue
		}
		switch w {
		case "and", "in", "of", "for", "at", "de", "van", "von", "der", "den", "la", "el", "al", "bin", "the", "with", "di", "da", "dos", "du", "le", "ibn":
			continue
		}
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) || isWeekday(w) {
			return false
		}
		if m, rest := monthName(w); m != 0 && rest == "" && len(w) > 3 {
			return false
		}
		n++
	}
	return n >= least && n <= 14
}
