package source

import (
	"bytes"
	"io"
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"entente/internal/diag"
	"entente/internal/text"
)

// maxPage is the most bytes that one page may have; a tree of it takes about
// ten times as much.
const maxPage = 64 << 20

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

// nextHTML reads the file as one page. The body is the text of its article as
// extracted, so that offsets count in that text and not in the markup.
func nextHTML(in *input) (*text.Document, error) {
	if in.given > 0 {
		return nil, io.EOF
	}
	page, derr := in.slurp()
	if derr != nil {
		return nil, derr
	}
	if len(page) > maxPage {
		return nil, &diag.Error{File: in.path, Msg: "page is larger than " + size(maxPage), Reason: diag.TooLong}
	}
	if page, derr = decodePage(in.path, page); derr != nil {
		return nil, derr
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, &diag.Error{File: in.path, Msg: "HTML: " + strings.TrimPrefix(err.Error(), "html: "), Reason: diag.Syntax}
	}
	about := readMarkup(root)
	doc := &text.Document{ID: in.path, Path: in.path}
	doc.URL, doc.Publisher, doc.Language = about.url, about.publisher, about.language
	base, _ := url.Parse(about.url)
	parser := readability.NewParser()
	art, err := parser.ParseAndMutate(root, base)
	if err != nil || art.Node == nil {
		return nil, &diag.Error{File: in.path, Msg: "no article found in the page", Hint: "save the article's text as plain text", Reason: diag.Empty}
	}
	body, marks := pageText(art.Node)
	if !hasProse(body) {
		return nil, &diag.Error{File: in.path, Msg: "no article found in the page", Hint: "save the article's text as plain text", Reason: diag.Empty}
	}
	if i := badUTF8(body); i >= 0 {
		return nil, encodingError(in.path, body, i, 1, 0)
	}
	doc.Title = first(about.title, art.Title())
	doc.Body = body
	if doc.Language == "" {
		doc.Language = art.Language()
	}
	// A page that declares English is often a template around something else,
	// and the other way round; the text itself is asked where it is long enough.
	if seen := detect(body); seen != "" {
		doc.Language = seen
	}
	for _, when := range about.published {
		// Markup is not the reader's writing: what is no date is passed over.
		if d, derr := readDate(when); derr == nil {
			doc.Published = d
			break
		}
	}
	markZonesWith(doc, in.opts.Date, marks)
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

// decodePage turns a page into UTF-8 by what it declares.
func decodePage(path, page string) (string, *diag.Error) {
	i := badUTF8(page)
	if i < 0 {
		return strings.TrimPrefix(page, bom), nil
	}
	enc, name, _ := charset.DetermineEncoding([]byte(page[:min(len(page), 1024)]), "")
	if name == "utf-8" || !strings.Contains(strings.ToLower(page[:min(len(page), 1024)]), "charset") {
		return "", encodingError(path, page, i, 1, 0)
	}
	out, err := enc.NewDecoder().String(page)
	if err != nil {
		return "", encodingError(path, page, i, 1, 0)
	}
	return out, nil
}

func first(ss ...string) string {
	for _, s := range ss {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// skipped elements hold no text of the article.
var skipped = map[string]bool{"head": true, "script": true, "style": true, "iframe": true, "svg": true, "audio": true, "video": true, "canvas": true, "noscript": true, "button": true, "form": true}

// blocks end the line before and after them; paragraphs also leave it blank.
var blocks = map[string]int{
	"p": 2, "blockquote": 2, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2, "ul": 2, "ol": 2, "dl": 2, "table": 2, "hr": 2, "pre": 2, "figure": 2, "figcaption": 2,
	"div": 1, "li": 1, "dt": 1, "dd": 1, "header": 1, "footer": 1, "main": 1, "section": 1, "article": 1, "aside": 1, "nav": 1, "address": 1, "tr": 1, "caption": 1,
}

// pageText renders the article and marks headings and captions, which only the
// markup tells apart from prose.
func pageText(root *html.Node) (string, []text.Zone) {
	var b strings.Builder
	var marks []text.Zone
	lines, space := 0, false
	word := func(w string) {
		if b.Len() > 0 {
			for range lines {
				b.WriteByte('\n')
			}
			if lines == 0 && space {
				b.WriteByte(' ')
			}
		}
		lines, space = 0, false
		b.WriteString(w)
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			s := n.Data
			for s != "" {
				i := strings.IndexAny(s, " \t\r\n\f")
				if i < 0 {
					word(s)
					return
				}
				if i > 0 {
					word(s[:i])
				}
				space = true
				s = s[i+1:]
			}
			return
		}
		if n.Type == html.ElementNode && skipped[n.Data] {
			return
		}
		gap := blocks[n.Data]
		lines = max(lines, gap)
		if n.Data == "br" {
			lines = max(lines, 1)
		}
		if n.Data == "td" || n.Data == "th" {
			space = true
		}
		from := b.Len()
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if kind, ok := markKinds[n.Data]; ok && b.Len() > from {
			for from < b.Len() && (b.String()[from] == '\n' || b.String()[from] == ' ') {
				from++
			}
			// Some pages set their first paragraph as a heading.
			if s := b.String()[from:]; kind == text.ZoneTitle && (len(s) > maxTitle || len(s) > 100 && hasStop(s)) {
				lines = max(lines, gap)
				return
			}
			marks = append(marks, text.Zone{Span: text.Span{Start: int32(from), End: int32(b.Len())}, Kind: kind})
		}
		lines = max(lines, gap)
	}
	walk(root)
	return b.String(), marks
}

var markKinds = map[string]text.ZoneKind{
	"h1": text.ZoneTitle, "h2": text.ZoneTitle, "h3": text.ZoneTitle, "h4": text.ZoneTitle, "h5": text.ZoneTitle, "h6": text.ZoneTitle,
	"figcaption": text.ZoneBoilerplate, "caption": text.ZoneBoilerplate,
}
