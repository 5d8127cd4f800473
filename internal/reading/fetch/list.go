package fetch

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html/charset"

	"entente/internal/diag"
)

// An Item is what a feed, sitemap or list says of an article.
type Item struct {
	URL       string // absolute
	ID        string // as the feed names it; the address where it gives no name
	Title     string
	Published string // as written
	Language  string
}

// A listing is a feed, sitemap or list as read; or that it is a page.
type listing struct {
	page  bool
	items []Item
	parts []string      // the lists that a sitemap index names
	every time.Duration // how often the list says to look; 0: not said
}

// maxDepth is how deep the elements of a feed may nest. The feed reader calls
// itself for each level, and a file of open tags would end the program.
const maxDepth = 500

// read tells what r is and reads it, unless it is a page. The bytes decide
// before the type: many a feed is served as a page.
func (c *Client) read(r Response) (listing, *diag.Error) {
	refuse := func(reason diag.Reason, format string, args ...any) (listing, *diag.Error) {
		return listing{}, &diag.Error{File: r.URL, Msg: fmt.Sprintf(format, args...), Reason: reason}
	}
	mediatype, _, _ := mime.ParseMediaType(r.Type)
	body := r.Body
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err == nil {
			body, err = readMost(z, c.opts.MaxList, false)
		}
		if err != nil {
			derr := *finding(broken(err))
			derr.File = r.URL
			return listing{}, &derr
		}
		mediatype = "" // that of the packing
	}
	body = bytes.TrimLeft(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), " \t\r\n")
	isHTML := mediatype == "text/html" || mediatype == "application/xhtml+xml"
	switch {
	case len(body) == 0:
		return refuse(diag.Empty, "is empty")
	case body[0] == '<':
		switch root := rootOf(body); root {
		case "rss", "feed", "rdf":
			return readFeed(r, body)
		case "urlset", "sitemapindex":
			return readSitemap(r, body)
		default:
			if isHTML || root == "html" {
				return listing{page: true}, nil
			}
			return refuse(WrongType, "is XML, but neither feed nor sitemap: it begins with <%s>", shorten(root))
		}
	case body[0] == '{' && !isHTML:
		var head struct{ Version string }
		if err := json.Unmarshal(body, &head); err != nil {
			return refuse(diag.Syntax, "is JSON that cannot be read: %v", err)
		}
		if !strings.Contains(head.Version, "jsonfeed.org/version/") {
			return refuse(WrongType, "is JSON, but not a JSON Feed")
		}
		return readFeed(r, body)
	case isHTML:
		return listing{page: true}, nil
	case mediatype != "text/plain" && mediatype != "":
		return refuse(WrongType, "is %s, and neither page, feed, sitemap nor list by its bytes", shorten(mediatype))
	}
	if l := readLines(string(body)); l.items != nil {
		return l, nil
	}
	if mediatype == "" {
		return refuse(WrongType, "is packed, and neither feed, sitemap nor list")
	}
	return listing{page: true}, nil
}

// decoder reads XML as feeds write it.
func decoder(body []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// rootOf is the name of the first element in lower case, "" where none is found.
func rootOf(body []byte) string {
	d := decoder(body[:min(len(body), 64<<10)])
	for {
		t, err := d.RawToken()
		if err != nil {
			return ""
		}
		if e, ok := t.(xml.StartElement); ok {
			return strings.ToLower(e.Name.Local)
		}
	}
}

// clean takes out what no XML may hold, as readers of feeds do. It works on
// bytes, since the encoding may be any that has ASCII in it.
func clean(body []byte) []byte {
	head := bytes.ToLower(body[:min(len(body), 200)])
	if !bytes.Contains(head, []byte("encoding=")) || bytes.Contains(head, []byte("utf-8")) {
		body = bytes.ToValidUTF8(body, []byte("\ufffd"))
	}
	body = bytes.Clone(body)
	for i, c := range body {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			body[i] = ' '
		}
	}
	return body
}

// checkXML walks the tags before a reader that calls itself is let at them.
func checkXML(body []byte) error {
	d := decoder(body)
	for depth := 0; ; {
		t, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("elements nest deeper than %d", maxDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
}

func readFeed(r Response, body []byte) (listing, *diag.Error) {
	syntax := func(err error) (listing, *diag.Error) {
		derr := &diag.Error{File: r.URL, Msg: "is a feed that cannot be read: " + strings.ReplaceAll(err.Error(), "\n", " "), Reason: diag.Syntax}
		var se *xml.SyntaxError
		if errors.As(err, &se) {
			derr.Line, derr.Msg = se.Line, "is a feed that cannot be read: "+se.Msg
		}
		return listing{}, derr
	}
	if body[0] == '<' {
		body = clean(body)
		if err := checkXML(body); err != nil {
			return syntax(err)
		}
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	f, err := p.Parse(bytes.NewReader(body))
	if err != nil {
		return syntax(err)
	}
	l := listing{every: feedEvery(f)}
	for _, it := range f.Items {
		link := strings.TrimSpace(it.Link)
		if link == "" && isAddress(it.GUID) {
			link = it.GUID
		}
		if link == "" {
			continue // a note without a page of its own
		}
		item := Item{URL: absolute(r.Final, link), ID: strings.TrimSpace(it.GUID), Title: strings.TrimSpace(it.Title), Published: first(it.Published, it.Updated), Language: f.Language}
		if item.ID == "" {
			item.ID = item.URL
		}
		l.items = append(l.items, item)
	}
	return l, nil
}

// feedEvery is how often a feed says to look: ttl in minutes, or so many times
// in a period.
func feedEvery(f *gofeed.Feed) time.Duration {
	if r, ok := f.OriginalFeed().(*rss.Feed); ok {
		if n, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && n > 0 {
			return time.Duration(min(n, 1<<20)) * time.Minute
		}
	}
	sy := func(name string) string {
		if e := f.Extensions["sy"][name]; len(e) > 0 {
			return strings.TrimSpace(e[0].Value)
		}
		return ""
	}
	const day = 24 * time.Hour
	period := map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day}[sy("updatePeriod")]
	if n, err := strconv.Atoi(sy("updateFrequency")); err == nil && n > 0 {
		period /= time.Duration(n)
	}
	return period
}

func readSitemap(r Response, body []byte) (listing, *diag.Error) {
	var l listing
	d := decoder(body)
	for {
		t, err := d.Token()
		if err == io.EOF {
			return l, nil
		}
		if e, ok := t.(xml.StartElement); ok && err == nil {
			switch e.Name.Local {
			case "url":
				var u struct {
					Loc  string `xml:"loc"`
					News struct {
						Title     string `xml:"title"`
						Published string `xml:"publication_date"`
						Language  string `xml:"publication>language"`
					} `xml:"news"`
				}
				if err = d.DecodeElement(&u, &e); err == nil && strings.TrimSpace(u.Loc) != "" {
					at := absolute(r.Final, strings.TrimSpace(u.Loc))
					l.items = append(l.items, Item{URL: at, ID: at, Title: strings.TrimSpace(u.News.Title), Published: strings.TrimSpace(u.News.Published), Language: strings.TrimSpace(u.News.Language)})
				}
			case "sitemap":
				var s struct {
					Loc string `xml:"loc"`
				}
				if err = d.DecodeElement(&s, &e); err == nil && strings.TrimSpace(s.Loc) != "" {
					l.parts = append(l.parts, absolute(r.Final, strings.TrimSpace(s.Loc)))
				}
			}
		}
		if err != nil {
			line, _ := d.InputPos()
			msg := err.Error()
			var se *xml.SyntaxError
			if errors.As(err, &se) {
				line, msg = se.Line, se.Msg
			}
			return listing{}, &diag.Error{File: r.URL, Line: line, Msg: "is a sitemap that cannot be read: " + msg, Reason: diag.Syntax}
		}
	}
}

// readLines reads a list of addresses, one a line, with empty lines and lines
// that begin with #. Any other line makes it a text and no list.
func readLines(s string) listing {
	var l listing
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !isAddress(line) || strings.ContainsAny(line, " \t") {
			return listing{}
		}
		l.items = append(l.items, Item{URL: line, ID: line})
	}
	return l
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

func absolute(base, link string) string {
	b, err := url.Parse(base)
	if err != nil {
		return link
	}
	u, err := b.Parse(link)
	if err != nil {
		return link // refused when it is asked for
	}
	return u.String()
}

func first(ss ...string) string {
	for _, s := range ss {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}
