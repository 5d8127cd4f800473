package source

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"

	"entente/internal/diag"
	"entente/internal/text"
)

// An Address is one entry of a list of pages: of a sitemap or a feed.
type Address struct {
	URL       string
	List      bool      // it leads to another list: an entry of a sitemap index
	Title     string    // "" where the list gives none
	Published text.Date // zero where the list gives none
	Modified  text.Date // of the page or the list; no day of publication
	Publisher string    // news:publication, or the feed's title
	Language  string    // as declared
}

// Addresses reads a list of addresses: a sitemap or sitemap index, with what
// Google's news extension adds, an RSS, Atom or JSON feed, or one address a
// line; each may be packed as gzip or zstd. They come out in the order of the
// list, without those that are no web addresses. What was read before an error
// comes with it.
func Addresses(from io.Reader) ([]Address, error) {
	r := Open(nil, Options{Stdin: from})
	in := &input{path: "-", opts: &r.opts}
	c := &counter{r: r, from: from}
	in.acc = &account{limits: &r.opts.Limits, from: c}
	in.rd = bufio.NewReaderSize(c, headSize)
	if derr := in.settle(); derr != nil {
		derr.File = ""
		return nil, derr
	}
	head, _ := in.rd.Peek(headSize)
	head = []byte(strings.TrimLeft(strings.TrimPrefix(string(head), bom), " \t\r\n"))
	var all []Address
	var err error
	switch {
	case looksSitemap(head):
		all, err = sitemapAddresses(in)
	case looksFeed(head) || looksJSONFeed(head):
		all, err = feedAddresses(in)
	case isWebAddress(firstLine(head)):
		all, err = lineAddresses(in)
	default:
		err = &diag.Error{Msg: "no list of addresses", Hint: "give a sitemap, a feed, or one address a line", Reason: diag.Syntax}
	}
	var de *diag.Error
	if errors.As(err, &de) {
		de.File = "" // the caller knows where it comes from
	}
	return all, err
}

// looksSitemap tells sitemaps and their indexes by their first element.
func looksSitemap(head []byte) bool {
	name, _ := rootElement(head)
	return name == "urlset" || name == "sitemapindex"
}

// nextSitemap refuses a sitemap as an article: it has only addresses.
func nextSitemap(in *input) (*text.Document, error) {
	return nil, in.fail(&diag.Error{Msg: "is a sitemap: a list of addresses without text", Hint: "the pages that it names must be fetched", Reason: diag.Syntax})
}

// maxAddresses in one list: the protocol's 50,000 and room for those that do
// not keep to it.
const maxAddresses = 1_000_000

// A sitemapEntry is a <url> or a <sitemap>. Names are taken without their
// namespaces, which many sitemaps get wrong.
type sitemapEntry struct {
	Loc     string `xml:"loc"`
	Lastmod string `xml:"lastmod"`
	News    struct {
		Title     string `xml:"title"`
		Published string `xml:"publication_date"`
		By        struct {
			Name     string `xml:"name"`
			Language string `xml:"language"`
		} `xml:"publication"`
	} `xml:"news"`
}

func sitemapAddresses(in *input) ([]Address, error) {
	if h, _ := in.rd.Peek(len(bom)); string(h) == bom {
		in.rd.Discard(len(bom))
	}
	dec := xml.NewDecoder(&atMost{from: in.rd, left: maxPage})
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = charset.NewReaderLabel
	var all []Address
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, sitemapError(dec, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "url" && start.Name.Local != "sitemap" {
			continue
		}
		var e sitemapEntry
		if err := dec.DecodeElement(&e, &start); err != nil {
			return all, sitemapError(dec, err)
		}
		if len(all) == maxAddresses {
			return all, &diag.Error{Msg: "list of more than 1000000 addresses", Reason: diag.TooLong}
		}
		if e.Loc = strings.TrimSpace(e.Loc); isWebAddress(e.Loc) {
			all = append(all, Address{
				URL: e.Loc, List: start.Name.Local == "sitemap", Title: plainLine(e.News.Title), Published: dayOf(e.News.Published),
				Modified: dayOf(e.Lastmod), Publisher: plainLine(e.News.By.Name), Language: strings.TrimSpace(e.News.By.Language),
			})
		}
	}
}

func sitemapError(dec *xml.Decoder, err error) error {
	var de *diag.Error
	if errors.As(err, &de) {
		return de
	}
	line, col := dec.InputPos()
	return &diag.Error{Line: line, Column: col, Msg: "sitemap breaks off: " + strings.TrimPrefix(err.Error(), "XML syntax error "), Reason: diag.Syntax}
}

func feedAddresses(in *input) ([]Address, error) {
	page, derr := in.slurp()
	if derr != nil {
		return nil, derr
	}
	if len(page) > maxPage {
		return nil, &diag.Error{Msg: "feed is larger than " + size(maxPage), Reason: diag.TooLong}
	}
	feed, err := parseFeed(page)
	if err != nil {
		return nil, err
	}
	var all []Address
	for _, it := range feed.Items {
		if u := strings.TrimSpace(it.Link); isWebAddress(u) {
			all = append(all, Address{URL: u, Title: plainLine(it.Title), Published: itemDate(it), Modified: itemUpdated(it), Publisher: itemPublisher(feed, it), Language: feed.Language})
		}
	}
	return all, nil
}

func itemUpdated(it *gofeed.Item) text.Date { return dayOf(it.Updated) }

// lineAddresses reads one address a line, as the sitemap protocol also allows.
func lineAddresses(in *input) ([]Address, error) {
	var all []Address
	var buf []byte
	for n := 1; ; n++ {
		line, err := readLine(in.rd, buf[:0], 1<<16)
		if err == io.EOF {
			return all, nil
		}
		if err == errLong || len(all) == maxAddresses {
			return all, tooLong("", n, 1<<16)
		}
		if err != nil {
			return all, readError("", err)
		}
		buf = line
		if u := strings.TrimSpace(strings.TrimPrefix(string(line), bom)); isWebAddress(u) {
			all = append(all, Address{URL: u})
		}
	}
}

// dayOf is a day as a list gives it, or none: what is no date is passed over.
func dayOf(s string) text.Date {
	if strings.TrimSpace(s) == "" {
		return text.Date{}
	}
	d, derr := readDate(s)
	if derr != nil {
		return text.Date{}
	}
	return d
}

func isWebAddress(s string) bool {
	for _, p := range []string{"http://", "https://"} {
		if rest, ok := cutFold(s, p); ok && rest != "" && !strings.ContainsAny(s, " \t\r\n<>\"") {
			return true
		}
	}
	return false
}

func firstLine(head []byte) string {
	line, _, _ := strings.Cut(string(head), "\n")
	return strings.TrimSpace(line)
}

// atMost ends a stream with a finding when it is longer than it may be.
type atMost struct {
	from io.Reader
	left int
}

func (a *atMost) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, &diag.Error{Msg: "list is larger than " + size(maxPage), Reason: diag.TooLong}
	}
	n, err := a.from.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}
