package source

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/text"
)

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Daily &amp; Herald</title><link>https://x.org</link><description>d</description><language>en-us</language>
<item><title>Talks &lt;b&gt;resume&lt;/b&gt;</title><link>https://x.org/1</link><guid isPermaLink="false">g1</guid><pubDate>Fri, 27 Jun 2025 23:30:00 -0500</pubDate><description>Short.</description><content:encoded><![CDATA[<h2>A long history</h2><p>` + prose + `</p><script>no()</script><p>` + prose + `</p>]]></content:encoded></item>
<item><title>Second</title><link>https://x.org/2</link><dc:date>2025-06-26</dc:date><description>&lt;p&gt;` + prose + `&lt;/p&gt;&lt;img src="x"/&gt;</description></item>
<item><title>Third</title><guid>urn:3</guid><pubDate>soon</pubDate><dc:publisher>Agency</dc:publisher><description>` + prose + `

` + prose + `</description></item>
<item><title>Nothing</title><link>https://x.org/4</link></item>
</channel></rss>`

const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.org"><title>Old Herald</title><link>https://x.org</link><description>d</description></channel>
<item rdf:about="https://x.org/1"><title>Talks</title><link>https://x.org/1</link><description>` + prose + `</description><dc:date>2025-06-27T10:00:00Z</dc:date></item></rdf:RDF>`

const atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom Herald</title><updated>2025-06-30T00:00:00Z</updated>
<entry><title>Talks</title><link href="https://x.org/1"/><id>urn:1</id><published>2025-06-27T10:00:00Z</published><updated>2025-06-29T10:00:00Z</updated><content type="html">&lt;p&gt;` + prose + `&lt;/p&gt;</content></entry>
<entry><title>More</title><link href="https://x.org/2"/><id>urn:2</id><updated>2025-06-28T10:00:00Z</updated><summary>` + prose + `</summary></entry></feed>`

const jsonFeed = `{ "version": "https:\/\/jsonfeed.org\/version\/1.1", "title": "JSON Herald",
"items": [{"id": "1", "url": "https://x.org/1", "title": "Talks", "date_published": "2025-06-27T10:00:00Z", "content_html": "<p>` + prose + `</p>"},
{"id": "2", "url": "https://x.org/2", "content_text": "` + prose + `"}]}`

func TestFeeds(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"news", rss, "https://x.org/1|Talks resume|Daily & Herald|2025-6-27|false https://x.org/2|Second|Daily & Herald|2025-6-26|true |Third|Agency||true"},
		{"news.rdf", rdf, "https://x.org/1|Talks|Old Herald|2025-6-27|true"},
		{"news.atom", bom + atomFeed, "https://x.org/1|Talks|Atom Herald|2025-6-27|false https://x.org/2|More|Atom Herald|2025-6-28|true"},
		{"news.json", jsonFeed, "https://x.org/1|Talks|JSON Herald|2025-6-27|false https://x.org/2||JSON Herald||false"},
		{"news.gz", gz(rss), "https://x.org/1|Talks resume|Daily & Herald|2025-6-27|false https://x.org/2|Second|Daily & Herald|2025-6-26|true |Third|Agency||true"},
	} {
		docs, errs := readFile(t, c.name, c.in, Options{})
		var got []string
		for _, d := range docs {
			got = append(got, fmt.Sprintf("%s|%s|%s|%s|%v", d.URL, d.Title, d.Publisher, dateString(d.Published), d.Summary))
			if want := first(d.URL, "urn:3"); d.ID != c.name+"!/"+want || !strings.Contains(d.Body, prose) || strings.ContainsAny(d.Body, "<>") {
				t.Errorf("%s: %s: %q", c.name, d.ID, d.Body)
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.want)
		}
		if strings.Contains(c.want, "Third") {
			if len(errs) != 1 || errs[0].Reason != diag.Empty || errs[0].File != c.name+"!/https://x.org/4" {
				t.Errorf("%s: findings %v", c.name, errs)
			}
			if z := zoned(docs[0]); z != "title:A long history" || docs[2].Body != prose+"\n\n"+prose {
				t.Errorf("zones %s, paragraphs %q", z, docs[2].Body)
			}
		} else if len(errs) > 0 {
			t.Errorf("%s: findings %v", c.name, errs)
		}
	}
}

func TestWhatIsNoFeedIsNotTakenForOne(t *testing.T) {
	for _, s := range []string{
		`{"text":"the \"version\": \"https://jsonfeed.org/version/1\" of it"}`, `{"text":"https://jsonfeed.org/version/1.1"}`,
		"<feed>x</feed>", "<rssfeed>", "<Sentences><Sentence><Text>rss</Text></Sentence></Sentences>", "<!-- <rss> --><note/>", "<", "<!", "<!--", "< rss>",
	} {
		if looksFeed([]byte(s)) || looksJSONFeed([]byte(s)) {
			t.Errorf("%s is taken for a feed", s)
		}
	}
	docs, errs := stdin(t, `<?xml version="1.0"?><rss version="2.0"><channel><title>x`, Options{})
	if len(docs) != 0 || len(errs) != 1 || errs[0].Hint == "" && errs[0].Reason != diag.Empty {
		t.Errorf("broken feed: %d documents, %v", len(docs), errs)
	}
}

func TestAddresses(t *testing.T) {
	news := `<?xml version="1.0" encoding="ISO-8859-1"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://x.org/1?a=1&amp;b=2 </loc><lastmod>2025-06-28</lastmod><news:news><news:publication><news:name>Herald</news:name><news:language>en</news:language></news:publication><news:publication_date>2025-06-27T08:00:00+02:00</news:publication_date><news:title>Caf` + "\xe9" + ` talks</news:title></news:news><image:image><image:loc>https://x.org/a.png</image:loc><image:title>no</image:title></image:image></url>
<url><loc>https://x.org/2</loc><lastmod>yesterday</lastmod></url><url><loc>javascript:x</loc></url><url/></urlset>`
	index := `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://x.org/s1.xml.gz</loc><lastmod>2025-06-27T01:02:03Z</lastmod></sitemap></sitemapindex>`
	day := func(m, d int8) text.Date { return text.Date{Year: 2025, Month: m, Day: d} }
	one := Address{URL: "https://x.org/1?a=1&b=2", Title: "Café talks", Published: day(6, 27), Modified: day(6, 28), Publisher: "Herald", Language: "en"}
	for _, c := range []struct {
		name, in string
		want     []Address
		err      string
	}{
		{"sitemap", news, []Address{one, {URL: "https://x.org/2"}}, ""},
		{"packed sitemap", gz(news), []Address{one, {URL: "https://x.org/2"}}, ""},
		{"index", bom + index, []Address{{URL: "https://x.org/s1.xml.gz", List: true, Modified: day(6, 27)}}, ""},
		{"lines", "https://x.org/1\r\n\nftp://x\nHTTP://x.org/2\n", []Address{{URL: "https://x.org/1"}, {URL: "HTTP://x.org/2"}}, ""},
		{"feed", atomFeed, []Address{{URL: "https://x.org/1", Title: "Talks", Published: day(6, 27), Modified: day(6, 29), Publisher: "Atom Herald"}, {URL: "https://x.org/2", Title: "More", Published: day(6, 28), Modified: day(6, 28), Publisher: "Atom Herald"}}, ""},
		{"JSON feed", jsonFeed, []Address{{URL: "https://x.org/1", Title: "Talks", Published: day(6, 27), Publisher: "JSON Herald"}, {URL: "https://x.org/2", Publisher: "JSON Herald"}}, ""},
		{"cut", strings.TrimSuffix(index, "</sitemapindex>") + "<sitemap><loc>http://", []Address{{URL: "https://x.org/s1.xml.gz", List: true, Modified: day(6, 27)}}, "breaks off"},
		{"empty", "", nil, "empty"},
		{"prose", prose, nil, "no list of addresses"},
		{"picture", "\x89PNG\r\n\x1a\n", nil, "PNG"},
		{"cut packing", gz(news)[:60], nil, "gzip data"},
	} {
		got, err := Addresses(strings.NewReader(c.in))
		if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.err)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s\n got %+v\nwant %+v", c.name, got, c.want)
		}
	}
	if _, err := io.ReadAll(&atMost{from: strings.NewReader("abc"), left: 2}); err == nil || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("a list without end: %v", err)
	}
}
