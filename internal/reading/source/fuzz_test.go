package source

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// fuzz drains whatever the bytes are taken for and checks what must hold of any
// input: findings are findings, bodies are UTF-8, zones are sorted within them,
// and reading ends.
func fuzz(t *testing.T, name string, next func(*input) (*text.Document, error), data string) {
	r := Open(nil, Options{MaxLine: 1 << 16, Limits: Limits{Unpacked: 1 << 20, Members: 1000}})
	r.opts.Stdin = strings.NewReader(data)
	in, derr := r.open(item{path: "-"})
	if derr != nil {
		return
	}
	if next != nil {
		in.next = next
	}
	for n := 0; ; n++ {
		if n > len(data)+2 && (next != nil || n > 1<<20) {
			t.Fatalf("%s does not end", name)
		}
		doc, err := in.next(in)
		if err == io.EOF {
			return
		}
		in.given++
		var de *diag.Error
		if err != nil {
			if !errors.As(err, &de) || de.Reason == "" || de.Msg == "" {
				t.Fatalf("%s: an error that is no finding: %#v", name, err)
			}
			continue
		}
		if doc.ID == "" || !utf8.ValidString(doc.Body) || strings.TrimSpace(doc.Body) == "" {
			t.Fatalf("%s: document %q with body %q", name, doc.ID, doc.Body)
		}
		if doc.Published.Known() && !possible(doc.Published) {
			t.Fatalf("%s: impossible date %v", name, doc.Published)
		}
		checkZones(t, doc)
		if r.finish(doc) == nil && doc.ID == "" {
			t.Fatal("no id")
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"Talks resume\nBy Jane Doe\n\nLONDON, May 2 (Reuters) - " + prose, bom + "Tuesday, June 3, 2025\n" + prose, "Sources\n\n\"x\"", "A, B (C) —", "MOSCOW/", "St. (", "Published: ", "\r\n\u00a0\n©"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { fuzz(t, "plain", nextPlain, s) })
}

func FuzzJSONLines(f *testing.F) {
	for _, s := range []string{`{"id":"a","date":"2025-06-27","text":"x"}`, `{"text":"\ud800"}`, `{"id":{},"text":"x"}`, "{\"text\":\"x\"}\n[", `{"text":null,"id":1e999}`, bom + `{"date":"June 31","text":"x"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { fuzz(t, "JSON lines", nextJSON, s) })
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<html><body><article><p>" + prose + "</p></article>", `<script type="application/ld+json">{"@type":"NewsArticle","@graph":[{}],"publisher":[[]]}</script><p>x`, `<html><meta charset="koi8-r"><p>` + "\xc1\xd2", "<table><figcaption> <h1>",
		`<html lang=en-US><body><h1>x</h1><time datetime="2024-05-03T01:00Z">3/5/2024</time><div class="relatedStories hidden"><a href="//y.org">` + prose + `</a></div><blockquote class=twitter-tweet>` + prose, "<a><p>" + prose + "</a><td><li><b></p></table><!-- <script>", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1<<14 {
			fuzz(t, "HTML", nextHTML, s)
		}
	})
}

func FuzzPetrarch(f *testing.F) {
	for _, s := range []string{`<Sentences><Sentence id="1" date="20080804"><Text>x</Text></Sentence>`, `<Sentence><Text>&amp;<b>`, `<Sentence id="1"><Text/></Sentence><Sentence>`, `<?xml version="1.0" encoding="latin1"?><Sentence>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { fuzz(t, "PETRARCH XML", nextPetrarch, s) })
}

func FuzzDateline(f *testing.F) {
	for _, s := range []string{"QINGDAO, June 26 (Agency) - ", "A,", "12 June 2025 –", "ST. JOHN'S, N.L. --", "\u00c9VRY — \u00c9", "Paris —"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := parseDateline(s); ok && (d.end <= 0 || d.end > len(s) || !strings.HasPrefix(s, d.place)) {
			t.Fatalf("%q: %+v", s, d)
		}
		ParseDate(s)
		isBoilerplate(s)
		isByline(s)
	})
}

// FuzzContainers takes bytes for whatever they show: archives, packings, wide
// encodings, feeds.
func FuzzContainers(f *testing.F) {
	files := []member{{"a.txt", prose}, {"b/c.jsonl", lines}}
	for _, s := range []string{
		gz(lines), zst(prose), gz("") + gz(prose), tarOf(files...), gz(tarOf(files...)), zipOf(files...), zipOf(member{"a.zip", zipOf(files...)}), "BZh91AY&SY",
		"\xff\xfea\x00b\x00", "\x00\x00\xfe\xff\x00\x00\x00a", "a\x00b\x00c\x00d\x00e\x00f\x00", "don\x92t \x93go\x94", rss, atomFeed, jsonFeed, "\x5d\x2a\x4d\x18\x04\x00\x00\x00\x37\xa4\x30\xec",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { fuzz(t, "a container", nil, s) })
}

func FuzzWARC(f *testing.F) {
	for _, s := range []string{
		each(func(s string) string { return s }), each(gz), crawl[2], gz(crawl[2])[:60] + gz(crawl[5]), crawl[2][:300] + crawl[5], "WARC/1.0\n\n", "WARC/1.1\r\nContent-Length: 99999999999\r\n\r\n",
		warcRecordOf("response", "http://x", "HTTP/1.1 200\n\n"), warcRecordOf("response", "http://x", httpOf("text/plain", "Transfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n", "5\r\nabc")),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1<<16 {
			fuzz(t, "WARC", nil, s)
		}
	})
}

func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"<urlset><url><loc>http://x</loc></url></urlset>", "<sitemapindex><sitemap>", "http://x\nhttps://y\n", gz("<urlset>"), rdf} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := Addresses(strings.NewReader(s))
		for _, a := range all {
			if !isWebAddress(a.URL) || a.Published.Known() && !possible(a.Published) {
				t.Fatalf("address %+v", a)
			}
		}
		var de *diag.Error
		if err != nil && (!errors.As(err, &de) || de.Msg == "" || de.Reason == "") {
			t.Fatalf("an error that is no finding: %#v", err)
		}
	})
}
