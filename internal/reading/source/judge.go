package source

import (
	"strings"
	"unicode"
)

// judge goes over the lines of the chosen block and takes out what is no text
// of the article: lists of links, lines that are a link, parts of the page that
// name themselves, and the fringes above and below the prose. What the wording
// alone gives away in the midst of prose stays in the text, and becomes a zone.
func (f *articleFinder) judge(keep []bool) {
	total := 0
	for k := range keep {
		if keep[k] {
			total += int(f.lines[k].chars)
		}
	}
	f.linkBlocks(keep, total)
	for k := range keep {
		if keep[k] && f.isFurniture(k) {
			keep[k] = false
		}
	}
	f.fringes(keep)
}

// linkBlocks drops blocks that are mostly links, with the line that heads them.
func (f *articleFinder) linkBlocks(keep []bool, total int) {
	for i := int32(1); i < int32(len(f.nodes)); {
		n := &f.nodes[i]
		if n.kind != block && n.kind != para {
			i++
			continue
		}
		from, to := f.span(i)
		chars, link := 0, 0
		for k := from; k < to; k++ {
			if keep[k] {
				l := &f.lines[k]
				chars += int(l.chars)
				if f.isLink(k) {
					link += int(l.chars)
				}
			}
		}
		if chars == 0 {
			i = n.end
			continue
		}
		if link*2 > chars && chars*5 < total*2 && !f.isHeadingNode(i) {
			for k := from; k < to; k++ {
				keep[k] = false
			}
			i = n.end
			continue
		}
		i++
	}
}

// isLink reports whether a line is there for its link.
func (f *articleFinder) isLink(k int) bool {
	l := &f.lines[k]
	link := l.link
	if f.nodes[l.block].name == "li" {
		link -= l.away // a list of links to elsewhere may be what the article is about
	}
	return link*2 > l.chars && (l.chars < 100 || link*5 > l.chars*4 || !hasStop(f.string(k)))
}

// isFurniture: lines without a word, headings of what is none of the article's,
// names of buttons.
func (f *articleFinder) isFurniture(k int) bool {
	s := f.string(k)
	return strings.IndexFunc(s, isWord) < 0 || isClosingHead(s) || furniture[strings.ToLower(strings.Trim(s, " .!:…"))]
}

// fringes takes short lines without a stop off above the first prose and below
// the last.
func (f *articleFinder) fringes(keep []bool) {
	first, last := -1, -1
	for k := range keep {
		if keep[k] && f.lines[k].isProse() && !f.isHeading(k) {
			if first < 0 {
				first = k
			}
			last = k
		}
	}
	if first < 0 {
		return
	}
	for k := range keep[:first] {
		if keep[k] && f.isHead(k) {
			keep[k] = false
		}
	}
	for k := last + 1; k < len(keep); k++ {
		l := &f.lines[k]
		if keep[k] && (f.isHeading(k) || l.link*4 > l.chars && !hasStop(f.string(k))) {
			keep[k] = false
		}
	}
	f.signOff(keep)
}

// signOff takes the notes off the end of the article: who else reported, where
// to write to, what to subscribe to.
func (f *articleFinder) signOff(keep []bool) {
	for k, n := len(keep)-1, 0; k >= 0 && n < 6; k-- {
		if !keep[k] {
			continue
		}
		n++
		if l := &f.lines[k]; l.chars < 200 && isSignOff(strings.ToLower(f.string(k))) {
			keep[k] = false
		}
	}
}

func isSignOff(l string) bool {
	for _, p := range signOffStarts {
		if strings.HasPrefix(l, p) {
			return true
		}
	}
	for _, w := range signOffWords {
		if strings.Contains(l, w) {
			return true
		}
	}
	return false
}

var signOffStarts = []string{"follow ", "(reporting", "(additional reporting", "(writing by", "(editing by", "email ", "e-mail ", "contact ", "write to ", "reach ", "have a tip", "got a tip", "join our", "join us", "sign up", "subscribe", "like this story", "like this article", "like us on", "download:", "our standards", "for more information", "read more", "more:", "copyright", "©", "get the latest", "listen to this"}

var signOffWords = []string{"contributed reporting", "contributed to this", "contributed to the report", "contributed from", "newsletter", "follow us", "follow her", "follow him", "follow me", "can be reached", "may be reached", "be contacted", "sign up for", "subscribe to", "all rights reserved", "affiliate link", "associated press writer", "click here", "is a staff writer", "is a reporter"}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isHead: a headline, a byline, a date or a scrap of the page above the prose.
func (f *articleFinder) isHead(k int) bool {
	if f.isHeading(k) {
		return true
	}
	s := f.string(k)
	if isByline(s) || isDateOnly(s) {
		return true
	}
	n := f.nodes[f.lines[k].block].name
	return n != "p" && n != "li" && n != "blockquote" && f.lines[k].chars < 60 && !hasStop(s)
}

// furniture are lines that say what a part of the page is or does.
var furniture = map[string]bool{
	"advert": true, "ad": true, "advertisement": true, "comments": true, "comment": true, "share": true, "tweet": true, "print": true, "email": true, "sharing is caring": true, "view all": true, "more": true, "loading": true, "back to top": true, "top": true, "don't miss": true, "image": true, "video": true, "this slideshow requires javascript": true,
}
