package source

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// maxPage is the most bytes that one page may have; a tree of it takes about
// ten times as much.
const maxPage = 64 << 20

// maxDetect is how much of a page's text is looked at to tell its language.
const maxDetect = 2 << 10

func looksHTML(head []byte) bool {
	for len(head) > 4 && bytes.HasPrefix(head, []byte("<!--")) {
		end := bytes.Index(head, []byte("-->"))
		if end < 0 {
			break
		}
		head = bytes.TrimLeft(head[end+3:], " \t\r\n")
	}
	h := bytes.ToLower(head[:min(len(head), 1024)])
	return bytes.HasPrefix(h, []byte("<!doctype html")) || bytes.HasPrefix(h, []byte("<html")) || bytes.HasPrefix(h, []byte("<head")) ||
		bytes.HasPrefix(h, []byte("<?xml")) && bytes.Contains(h, []byte("<html"))
}

// nextHTML reads the file as one page.
func nextHTML(in *input) (*text.Document, error) {
	if in.given > 0 {
		return nil, io.EOF
	}
	src, derr := in.slurp()
	if derr != nil {
		return nil, derr
	}
	doc, derr := ReadPage(in.path, in.from.url, src, in.opts.Date)
	if derr != nil {
		return nil, derr
	}
	return doc, nil
}

// ReadPage finds the article in an HTML page. The body is its text as
// extracted, so that offsets count in that text and not in the markup; the
// document's id is path. address is where the page was found, "" where nobody
// knows; near is the day by which a dateline without a year is read.
func ReadPage(path, address, src string, near text.Date) (*text.Document, *diag.Error) {
	if len(src) > maxPage {
		return nil, &diag.Error{File: path, Msg: "page is larger than " + size(maxPage), Reason: diag.TooLong}
	}
	src, derr := decodePage(path, src)
	if derr != nil {
		return nil, derr
	}
	p, ok := parsePage(src)
	if !ok {
		return nil, &diag.Error{File: path, Msg: fmt.Sprintf("page has more than %d tags", maxNodes), Hint: "save the article's text as plain text", Reason: diag.TooLong}
	}
	about := readMarkup(p)
	art := findArticle(readLines(p, first(about.url, address)))
	body, marks := art.render()
	if art.start < 0 || !hasProse(body) {
		return nil, &diag.Error{File: path, Msg: "no article found in the page", Hint: "save the article's text as plain text", Reason: diag.Empty}
	}
	doc := &text.Document{ID: path, Path: path, URL: first(about.url, address), Publisher: about.publisher, Language: about.language, Body: body}
	if doc.Publisher == "" {
		doc.Publisher = siteOf(doc.URL)
	}
	doc.Title = about.title
	art.headline = art.findHeadline(about.title)
	if doc.Title == "" && p.nodes[art.headline].name == "h1" {
		doc.Title = p.content(art.headline, maxHeadline)
	}
	// A page that declares English is often a template around something else,
	// and the other way round; the text itself is asked where it is long enough.
	if seen := detect(strings.ToValidUTF8(body[:min(len(body), maxDetect)], "")); seen != "" {
		doc.Language = seen
	}
	art.language = first(about.language, doc.Language)
	doc.Published = art.published(about, address)
	markZonesWith(doc, near, marks)
	return doc, nil
}

// hasProse reports whether any line reads like a sentence: with a stop, or at
// least eight words. A page of menus and links has none.
func hasProse(body string) bool {
	for l := range strings.Lines(body) {
		if hasStop(strings.TrimSpace(l)) || len(strings.Fields(l)) >= 8 {
			return true
		}
	}
	return false
}

func first(ss ...string) string {
	for _, s := range ss {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}
