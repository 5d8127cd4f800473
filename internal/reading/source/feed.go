package source

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed"

	"entente/internal/diag"
	"entente/internal/text"
)

// looksFeed tells RSS 2.0, RSS 1.0 and Atom by their first element.
func looksFeed(head []byte) bool {
	switch name, ns := rootElement(head); name {
	case "rss":
		return true
	case "RDF":
		return bytes.Contains(ns, []byte("purl.org/rss/1.0"))
	case "feed":
		return bytes.Contains(ns, []byte("w3.org/2005/Atom")) || bytes.Contains(ns, []byte("purl.org/atom/ns"))
	}
	return false
}

// rootElement is the local name of the first element in head, and its tag.
func rootElement(head []byte) (name string, tag []byte) {
	for {
		head = bytes.TrimLeft(head, " \t\r\n")
		if len(head) < 2 || head[0] != '<' {
			return "", nil
		}
		stop := ">"
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			stop = "-->"
		case head[1] != '?' && head[1] != '!':
			end := bytes.IndexByte(head, '>')
			if end < 0 {
				end = len(head)
			}
			tag = head[1:end]
			full, _, _ := strings.Cut(string(tag[:min(len(tag), 64)]), " ")
			full = strings.TrimRight(strings.Fields(full + " -")[0], "/")
			if i := strings.IndexByte(full, ':'); i >= 0 {
				full = full[i+1:]
			}
			return full, tag
		}
		i := bytes.Index(head, []byte(stop))
		if i < 0 {
			return "", nil
		}
		head = head[i+len(stop):]
	}
}

// looksJSONFeed looks for the version that a JSON feed declares; in a string of
// another kind of JSON the quotes would be escaped.
func looksJSONFeed(head []byte) bool {
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	h := bytes.ReplaceAll(head[:min(len(head), 1024)], []byte(`\/`), []byte("/"))
	i := bytes.Index(h, []byte("://jsonfeed.org/version/1"))
	if i < 0 {
		return false
	}
	before := bytes.TrimRight(bytes.TrimSuffix(bytes.TrimSuffix(h[:i], []byte("https")), []byte("http")), " \t\r\n\"")
	return bytes.HasSuffix(bytes.TrimRight(bytes.TrimSuffix(before, []byte(":")), " \t"), []byte(`"version"`))
}

// A feedReader holds the items of one feed.
type feedReader struct {
	feed *gofeed.Feed
	i    int
}

// nextFeed hands out the items of a feed, each as a document. The body is the
// item's own content where it has some; else it is the description, which tells
// of an article and is not it, and is marked as a summary.
func nextFeed(in *input) (*text.Document, error) {
	if in.feed == nil {
		page, derr := in.slurp()
		if derr == nil && len(page) > maxPage {
			derr = &diag.Error{File: in.path, Msg: "feed is larger than " + size(maxPage), Reason: diag.TooLong}
		}
		if derr != nil {
			in.next = ended
			return nil, derr
		}
		feed, err := parseFeed(page)
		if err != nil {
			return nil, in.fail(err)
		}
		if len(feed.Items) == 0 {
			return nil, in.fail(&diag.Error{Msg: "feed holds no items", Reason: diag.Empty})
		}
		in.feed = &feedReader{feed: feed}
	}
	f := in.feed
	if f.i == len(f.feed.Items) {
		return nil, io.EOF
	}
	it := f.feed.Items[f.i]
	f.feed.Items[f.i] = nil
	f.i++
	return in.feedItem(it)
}

func parseFeed(page string) (feed *gofeed.Feed, err error) {
	feed, err = gofeed.NewParser().ParseString(strings.TrimPrefix(page, bom))
	if err != nil {
		return nil, &diag.Error{Msg: "feed cannot be read: " + err.Error(), Hint: "fetch or copy the file again", Reason: diag.Syntax}
	}
	return feed, nil
}

func (in *input) feedItem(it *gofeed.Item) (*text.Document, error) {
	feed := in.feed.feed
	doc := &text.Document{Path: in.path, Title: plainLine(it.Title), URL: strings.TrimSpace(it.Link)}
	doc.ID = in.path + inArchive + printable(first(doc.URL, it.GUID, strconv.Itoa(in.feed.i)))
	doc.Publisher = itemPublisher(feed, it)
	doc.Published = itemDate(it)
	var marks []text.Zone
	if doc.Body, marks = fragmentText(it.Content); doc.Body == "" {
		doc.Body, marks = fragmentText(it.Description)
		doc.Summary = true
	}
	if doc.Body == "" {
		return nil, &diag.Error{File: doc.ID, Msg: "item has neither content nor description", Hint: "the page itself must be fetched", Reason: diag.Empty}
	}
	if i := badUTF8(doc.Body); i >= 0 {
		return nil, encodingError(doc.ID, doc.Body, i, 1, 0)
	}
	// As with pages: what a feed declares is often a template's.
	if doc.Language = detect(doc.Body); doc.Language == "" {
		doc.Language = feed.Language
	}
	markZonesWith(doc, in.opts.Date, marks)
	return doc, nil
}

func itemPublisher(feed *gofeed.Feed, it *gofeed.Item) string {
	if dc := it.DublinCoreExt; dc != nil && len(dc.Publisher) > 0 {
		return plainLine(dc.Publisher[0])
	}
	if dc := feed.DublinCoreExt; dc != nil && len(dc.Publisher) > 0 {
		return plainLine(dc.Publisher[0])
	}
	return plainLine(feed.Title)
}

// itemDate is the day of publication as written. An item that says only when it
// was updated was published then, for all that its feed tells. What is no date
// is passed over, as in the markup of pages.
func itemDate(it *gofeed.Item) text.Date {
	for _, when := range []string{it.Published, it.Updated} {
		if when != "" {
			if d, derr := readDate(when); derr == nil && d.Known() {
				return d
			}
		}
	}
	return text.Date{}
}

// fragmentText is the text of a piece of HTML, or of plain text, which comes
// out as it is but for white space.
func fragmentText(s string) (string, []text.Zone) {
	if strings.TrimSpace(s) == "" {
		return "", nil
	}
	p, ok := parsePage(keepLines(s))
	if !ok {
		return "", nil
	}
	a := wholeArticle(readLines(p, ""))
	return a.render()
}

// keepLines: in plain text a blank line parts paragraphs, as <p> does in HTML.
func keepLines(s string) string {
	if strings.ContainsAny(s, "<>") {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\n\n", "<p>")
}

// plainLine is a title or name without markup, on one line.
func plainLine(s string) string {
	if strings.ContainsAny(s, "<&") {
		s, _ = fragmentText(s)
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "\ufffd")
}
