package source

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A markup is what a page says about its article outside the text.
type markup struct {
	title, url, publisher, language string
	published                       []string // best first
	modified                        []string // when it was changed: better than nothing
	times                           []int32  // <time> elements and the like, in the order of the page
}

// metaDates name the day of publication in <meta>, the plainest first.
var metaDates = []string{
	"article:published_time", "datepublished", "og:article:published_time", "article:published", "published_time", "og:pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "bt:pubdate", "ptime",
	"dc.date.issued", "dc.date.created", "dc.date", "dcterms.issued", "dcterms.created", "dcterms.date", "dcsext.articlefirstpublished", "article.published", "pubdate", "publishdate", "publish_date", "publish-date", "published-date", "publication_date", "publicationdate", "article_date_original", "articlepublished", "originalpublicationdate", "displaydate", "date_published", "date",
}

var metaModified = []string{"article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "revised"}

// How much is read of a headline, in bytes, and of dates in a page.
const (
	maxHeadline = 1000
	maxTimes    = 100
)

// readMarkup walks the page once for JSON-LD, OpenGraph and plain meta. JSON-LD
// speaks of the article itself and is believed first.
func readMarkup(p *page) markup {
	meta := map[string]string{}
	var m markup
	var ld []string
	head := "" // the <title>
	for i := int32(0); i < int32(len(p.nodes)); i++ {
		n := &p.nodes[i]
		switch n.name {
		case "html":
			m.language = first(p.attr(i, "lang"), p.attr(i, "xml:lang"))
		case "meta":
			k := strings.ToLower(first(p.attr(i, "property"), p.attr(i, "name"), p.attr(i, "itemprop")))
			if k == "" {
				continue
			}
			if v := strings.TrimSpace(p.attr(i, "content")); v != "" && meta[k] == "" {
				meta[k] = v
			}
		case "link":
			if strings.EqualFold(p.attr(i, "rel"), "canonical") && meta["canonical"] == "" {
				meta["canonical"] = p.attr(i, "href")
			}
		case "title":
			if head == "" && n.parent >= 0 && p.nodes[n.parent].name != "svg" {
				head = p.content(i, maxHeadline)
			}
		case "script":
			if strings.Contains(n.data, "ld+json") && n.end > i+1 {
				ld = append(ld, p.nodes[i+1].data)
			}
		case "time":
			m.times = append(m.times, i)
		case "abbr", "span", "div", "p":
			if len(n.data) < 500 && strings.Contains(n.data, "datePublished") {
				m.times = append(m.times, i)
			}
		}
	}
	m.times = m.times[:min(len(m.times), maxTimes)]
	for _, s := range ld {
		readLD(s, &m)
	}
	m.title = first(m.title, meta["og:title"], meta["twitter:title"], head)
	m.url = first(absolute(meta["canonical"]), absolute(meta["og:url"]))
	m.publisher = siteName(m.publisher, meta["og:site_name"], meta["article:publisher_name"], meta["application-name"])
	m.language = first(m.language, meta["og:locale"])
	m.title, m.publisher = html.UnescapeString(m.title), html.UnescapeString(m.publisher)
	m.title = withoutSite(m.title, m.publisher)
	for _, k := range metaDates {
		if meta[k] != "" {
			m.published = append(m.published, meta[k])
		}
	}
	for _, k := range metaModified {
		if meta[k] != "" {
			m.modified = append(m.modified, meta[k])
		}
	}
	return m
}

// siteName is the first that is a name, and not an address or the name of an
// account or of a machine that anybody may publish with.
func siteName(ss ...string) string {
	for _, s := range ss {
		s = strings.TrimSpace(s)
		if s != "" && s[0] != '@' && !strings.Contains(s, "://") && s != "Blogger" && s != "WordPress" {
			return s
		}
	}
	return ""
}

// absolute is an address that says its site; others lead nowhere without one.
func absolute(s string) string {
	if strings.HasPrefix(s, "//") {
		return "https:" + s
	}
	if siteOf(s) == "" {
		return ""
	}
	return s
}

// withoutSite cuts the name of the site off a title: "Talks resume | Daily".
func withoutSite(title, site string) string {
	if site == "" {
		return title
	}
	for _, dash := range []string{" | ", " - ", " – ", " — ", " :: ", " · "} {
		if rest, ok := strings.CutSuffix(title, dash+site); ok {
			return strings.TrimSpace(rest)
		}
	}
	return title
}

// readLD takes headline, date and publisher from the first article found in a
// JSON-LD block; what is not JSON is passed over, as browsers do.
func readLD(s string, m *markup) {
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<!--"), "-->")
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "//<![CDATA["), "//]]>")
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		if json.Unmarshal([]byte(withoutControls(s)), &v) != nil {
			return
		}
	}
	var visit func(v any, depth int)
	visit = func(v any, depth int) {
		switch t := v.(type) {
		case []any:
			for _, e := range t {
				visit(e, depth)
			}
		case map[string]any:
			if isArticle(t["@type"]) {
				m.title = first(m.title, str(t["headline"]))
				m.publisher = first(m.publisher, str(t["publisher"]))
				if d := str(t["datePublished"]); d != "" {
					m.published = append(m.published, d)
				}
				if d := str(t["dateModified"]); d != "" {
					m.modified = append(m.modified, d)
				}
			}
			if depth < 4 {
				for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
					visit(t[k], depth+1)
				}
			}
		}
	}
	visit(v, 0)
}

// withoutControls makes line ends and tabs within strings spaces: pages write
// them there, JSON forbids it.
func withoutControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

func isArticle(v any) bool {
	switch t := v.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || slices.Contains([]string{"Review", "WebPage", "Report", "ClaimReview"}, t)
	case []any:
		return slices.ContainsFunc(t, isArticle)
	}
	return false
}

// str is a string, or the name of an object.
func str(v any) string {
	switch t := v.(type) {
	case string:
		return strings.TrimSpace(t)
	case map[string]any:
		return str(t["name"])
	case []any:
		if len(t) > 0 {
			return str(t[0])
		}
	}
	return ""
}
