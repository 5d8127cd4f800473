package source

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/text"
)

// A text beyond longText is no article but a collection of many. It is handed
// out in parts of about partText, cut between paragraphs where there are any:
// what a page needs while it is coded is some seventy times its text.
const (
	longText = 512 << 10
	partText = 256 << 10
)

// parts numbers the documents that one text is handed out in.
type parts struct {
	id    string
	at    int64 // offset of the next part
	lines int   // line ends before it
	n     int
	first *text.Document // whose date and place the later parts share
}

// add makes doc the next part: its id, its offset, its date.
func (p *parts) add(doc *text.Document) {
	doc.ID, doc.Offset = p.id, p.at
	p.pass(doc.Body)
	if p.n++; p.n == 1 {
		p.first = doc
		return
	}
	doc.ID += "#" + strconv.Itoa(p.n)
	doc.Published, doc.Dateline = p.first.Published, p.first.Dateline
}

// pass goes over a stretch of text.
func (p *parts) pass(body string) {
	p.at += int64(len(body))
	p.lines += strings.Count(body, "\n")
}

// cutPart is the length of the next part of s: all of a short text, else up to
// the last blank line, line end or space within partText, whichever there is.
func cutPart[T string | []byte](s T) int {
	if len(s) <= longText {
		return len(s)
	}
	head := string(s[:partText])
	for _, sep := range []string{"\n\n", "\r\n\r\n", "\n", ". ", " "} {
		if i := strings.LastIndex(head, sep); i > partText/2 {
			return i + len(sep)
		}
	}
	n := partText
	for n > partText-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}
