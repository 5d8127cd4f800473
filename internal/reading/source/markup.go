package source

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// A markup is what a page says about its article outside the text.
type markup struct {
	title, url, publisher, language string
	published                       []string // best first
}

// readMarkup walks the page once for JSON-LD, OpenGraph and plain meta. JSON-LD
// speaks of the article itself and is believed first.
func readMarkup(root *html.Node) markup {
	meta := map[string]string{}
	var m markup
	var ld []string
	var times []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "html":
				m.language = first(attr(n, "lang"), attr(n, "xml:lang"))
			case "meta":
				k := strings.ToLower(first(attr(n, "property"), attr(n, "name"), attr(n, "itemprop")))
				if v := strings.TrimSpace(attr(n, "content")); k != "" && v != "" && meta[k] == "" {
					meta[k] = v
				}
			case "link":
				if strings.EqualFold(attr(n, "rel"), "canonical") && meta["canonical"] == "" {
					meta["canonical"] = attr(n, "href")
				}
			case "script":
				if strings.Contains(attr(n, "type"), "ld+json") && n.FirstChild != nil {
					ld = append(ld, n.FirstChild.Data)
				}
			case "time":
				if v := attr(n, "datetime"); v != "" && len(times) < 3 {
					times = append(times, v)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	for _, s := range ld {
		readLD(s, &m)
	}
	m.title = first(m.title, meta["og:title"], meta["twitter:title"])
	m.url = first(meta["canonical"], meta["og:url"])
	m.publisher = first(m.publisher, meta["og:site_name"], meta["article:publisher_name"], meta["application-name"])
	m.language = first(m.language, meta["og:locale"])
	for _, k := range []string{"article:published_time", "datepublished", "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "pubdate", "publishdate", "date"} {
		if meta[k] != "" {
			m.published = append(m.published, meta[k])
		}
	}
	m.published = append(m.published, times...)
	return m
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// readLD takes headline, date and publisher from the first article found in a
// JSON-LD block; what is not JSON is passed over, as browsers do.
func readLD(s string, m *markup) {
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		return
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
			}
			if g, ok := t["@graph"]; ok && depth < 4 {
				visit(g, depth+1)
			}
			if e, ok := t["mainEntity"]; ok && depth < 4 {
				visit(e, depth+1)
			}
		}
	}
	visit(v, 0)
}

func isArticle(v any) bool {
	switch t := v.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || t == "ReportageNewsArticle"
	case []any:
		for _, e := range t {
			if isArticle(e) {
				return true
			}
		}
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
