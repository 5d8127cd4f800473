package source

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"entente/internal/diag"
	"entente/internal/text"
)

func warcRecordOf(kind, uri, block string, more ...string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2025-06-28T01:02:03Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, strings.Join(more, ""), len(block), block)
}

func httpOf(media, more, body string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: " + media + "\r\nServer: x\r\nLast-Modified: Tue, 01 Mar 2011 00:00:00 GMT\r\n" + more + "\r\n" + body
}

func squeeze(w io.WriteCloser, b *bytes.Buffer, s string) string {
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func deflated(s string, raw bool) string {
	var b bytes.Buffer
	if raw {
		w, _ := flate.NewWriter(&b, 6)
		return squeeze(w, &b, s)
	}
	return squeeze(zlib.NewWriter(&b), &b, s)
}

func chunked(s string, n int) string {
	var b strings.Builder
	for s != "" {
		k := min(n, len(s))
		fmt.Fprintf(&b, "%x;x=y\r\n%s\r\n", k, s[:k])
		s = s[k:]
	}
	return b.String() + "0\r\n\r\n"
}

var crawl = []string{
	warcRecordOf("warcinfo", "", "software: x\r\n"),
	warcRecordOf("request", "http://x.org/a", "GET /a HTTP/1.1\r\n\r\n"),
	warcRecordOf("response", "http://x.org/a", httpOf("text/html; charset=utf-8", "", samplePage)),
	warcRecordOf("metadata", "http://x.org/a", "fetchTimeMs: 3\r\n"),
	warcRecordOf("revisit", "http://x.org/b", "HTTP/1.1 200 OK\r\n\r\n"),
	warcRecordOf("response", "<http://x.org/c>", httpOf("TEXT/HTML", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gz(samplePage), 100))),
	warcRecordOf("response", "http://x.org/logo.png", httpOf("image/png", "", "\x89PNG\r\n\x1a\n\x00WARC/1.0\r\nno")),
	warcRecordOf("response", "http://x.org/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"+samplePage),
	warcRecordOf("response", "http://x.org/robots.txt", httpOf("text/plain", "", "User-agent: *\n")),
	warcRecordOf("response", "http://x.org/d", httpOf("text/plain", "", prose)),
	warcRecordOf("resource", "http://x.org/e", samplePage, "Content-Type: text/html\r\n"),
	warcRecordOf("conversion", "http://x.org/f", prose, "Content-Type: text/plain\r\n"),
}

const inCrawl = "!/http://x.org/a !/http://x.org/c !/http://x.org/d !/http://x.org/e !/http://x.org/f"

func each(f func(string) string) string {
	var b strings.Builder
	for _, r := range crawl {
		b.WriteString(f(r))
	}
	return b.String()
}

func TestWARC(t *testing.T) {
	asIs := func(s string) string { return s }
	for _, c := range []struct{ name, in string }{
		{"a.warc", each(asIs)},
		{"a.warc.gz", each(gz)},
		{"whole.warc.gz", gz(each(asIs))},
		{"a.warc.zst", each(zst)},
		{"one.one.warc", strings.ReplaceAll(each(asIs), "WARC/1.0\r\nWARC-Type", "WARC/1.1\r\nWARC-Type")},
		{"a.tar", ""},
	} {
		prefix := c.name
		if c.in == "" {
			c.in = tarOf(member{"b.warc.gz", each(gz)})
			prefix += "!/b.warc.gz"
		}
		docs, errs := readFile(t, c.name, c.in, Options{})
		if got := strings.ReplaceAll(told(docs, errs), prefix+"!/", "!/"); got != inCrawl {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, inCrawl)
			continue
		}
		for _, d := range docs {
			if strings.ReplaceAll(d.Body, "\n\n"+prose, "") != prose || d.URL != d.ID[len(prefix)+2:] {
				t.Errorf("%s: %s %q from %s", c.name, d.ID, d.Body, d.URL)
			}
			if d.Published.Known() {
				t.Errorf("%s: %s was dated %v, by a day that is no day of publication", c.name, d.ID, d.Published)
			}
		}
	}
}

func TestPageBodiesOfResponses(t *testing.T) {
	latin := strings.Replace(samplePage, prose, "Le caf\xe9 \xe8 aperto. "+prose, 1)
	dated := func(d string) string {
		return strings.Replace(samplePage, "<title>", `<meta property="article:published_time" content="`+d+`"><title>`, 1)
	}
	enc, _ := zstd.NewWriter(nil)
	for _, c := range []struct {
		name, block, has, date string
		reason                 diag.Reason
	}{
		{"gzip", httpOf("text/html", "Content-Encoding: gzip\r\n", gz(samplePage)), prose, "", ""},
		{"deflate with a head", httpOf("text/html", "Content-Encoding: deflate\r\n", deflated(samplePage, false)), prose, "", ""},
		{"deflate without", httpOf("text/html", "Content-Encoding: deflate\r\n", deflated(samplePage, true)), prose, "", ""},
		{"zstd", httpOf("text/html", "Content-Encoding: zstd\r\n", string(enc.EncodeAll([]byte(samplePage), nil))), prose, "", ""},
		{"gzip that the crawler took off", httpOf("text/html", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", samplePage), prose, "", ""},
		{"twice", httpOf("text/html", "Content-Encoding: deflate, gzip\r\n", gz(deflated(samplePage, false))), prose, "", ""},
		{"brotli", httpOf("text/html", "Content-Encoding: br\r\n", "\x0b\x02\x80<p>"), "", "", diag.Unreadable},
		{"brotli that the crawler took off", httpOf("text/html", "Content-Encoding: br\r\n", samplePage), prose, "", ""},
		{"broken gzip", httpOf("text/html", "Content-Encoding: gzip\r\n", gz(samplePage)[:100]), "", "", diag.Damaged},
		{"broken chunk", httpOf("text/html", "Transfer-Encoding: chunked\r\n", chunked(samplePage, 100)[:300]), "", "", diag.Damaged},
		{"five times", httpOf("text/html", "Content-Encoding: gzip,gzip,gzip,gzip,gzip\r\n", gz(samplePage)), "", "", diag.Bomb},
		{"declared by the server", httpOf("text/html; charset=\"ISO-8859-1\"", "", latin), "Le café è aperto.", "", ""},
		{"declared for plain text", httpOf("text/plain;charset=windows-1252", "", "Caf\xe9 \xe8. "+prose), "Café è. " + prose, "", ""},
		{"dated by its markup", httpOf("text/html", "", dated("2025-06-20T01:00:00Z")), prose, "2025-6-20", ""},
		{"dated after the visit", httpOf("text/html", "", dated("2025-07-20")), prose, "", ""},
		{"dateline without a year", httpOf("text/plain", "", "QINGDAO, Dec 30 (Agency) - "+prose), prose, "2024-12-30", ""},
		{"lines without returns", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + samplePage, prose, "", ""},
		{"binary", httpOf("text/html", "", "\x00\x01"), "", "", diag.Binary},
		{"redirection", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n" + samplePage, "", "", diag.Empty},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := stdin(t, warcRecordOf("response", "https://x.org/p", c.block), Options{})
			if c.reason != "" {
				if len(docs) != 0 || len(errs) != 1 || errs[0].Reason != c.reason {
					t.Errorf("%d documents, findings %v", len(docs), errs)
				}
				return
			}
			if len(docs) != 1 || len(errs) != 0 {
				t.Fatalf("%d documents, findings %v", len(docs), errs)
			}
			if d := docs[0]; !strings.Contains(d.Body, c.has) || dateString(d.Published) != c.date || d.URL != "https://x.org/p" {
				t.Errorf("%s of %s: %q", d.URL, dateString(d.Published), d.Body)
			}
		})
	}
}

func TestTruncatedByTheCrawlerIsReadAsFarAsItGoes(t *testing.T) {
	block := httpOf("text/html", "Content-Encoding: gzip\r\n", gz(samplePage+strings.Repeat("<!-- "+prose+" -->", 50)))
	docs, errs := stdin(t, warcRecordOf("response", "http://x.org/a", block[:len(block)-20], "WARC-Truncated: length\r\n"), Options{})
	if len(docs) != 1 || len(errs) != 0 {
		t.Errorf("%d documents, findings %v", len(docs), errs)
	}
}

// A damaged record costs itself: one finding that says where, and the next
// whole record is read.
func TestDamagedRecordsAreSteppedOver(t *testing.T) {
	rec := func(n int) string {
		return warcRecordOf("response", fmt.Sprintf("http://x.org/%d", n), httpOf("text/html", fmt.Sprintf("X-Id: %d\r\n", n*7919), samplePage))
	}
	flip := func(s string, at int) string { return s[:at] + string([]byte{s[at] ^ 0xff}) + s[at+1:] }
	whole := "!/http://x.org/1 !/http://x.org/3"
	long := strings.Replace(rec(2), "Content-Length: ", "Content-Length: 9", 1)
	short := strings.Replace(rec(2), "Content-Length: ", "Content-Length: 1\r\nX: ", 1)
	a, b := gz(rec(1)), gz(rec(2))
	for _, c := range []struct {
		name, in string
		at       int
		want     string
	}{
		{"cut", rec(1) + rec(2)[:400] + rec(3), len(rec(1)), whole},
		{"cut in its head", rec(1) + rec(2)[:60] + rec(3), len(rec(1)), whole},
		{"cut at the end", rec(1) + rec(3) + rec(2)[:400], len(rec(1) + rec(3)), whole},
		{"too long", rec(1) + long + rec(3), len(rec(1)), whole},
		{"too short", rec(1) + short + rec(3), len(rec(1)), whole},
		{"no length", rec(1) + strings.Replace(rec(2), "Content-Length", "Content-Size", 1) + rec(3), len(rec(1)), whole},
		{"garbage", rec(1) + strings.Repeat("garbage ", 30000) + rec(3), len(rec(1)), whole},
		{"garbage at the end", rec(1) + rec(3) + "garbage", len(rec(1) + rec(3)), whole},
		{"gzip cut", a + b[:len(b)/2] + gz(rec(3)), len(a), whole},
		{"gzip cut in its head", a + b[:7] + gz(rec(3)), len(a), whole},
		{"gzip changed", a + flip(b, len(b)/2) + gz(rec(3)), len(a), whole},
		{"gzip with a wrong sum", a + flip(b, len(b)-6) + gz(rec(3)), len(a), whole},
		{"gzip cut at the end", a + gz(rec(3)) + b[:len(b)-3], len(a + gz(rec(3))), whole},
		{"gzip around a cut record", a + gz(rec(2)[:400]) + gz(rec(3)), len(a), whole},
		{"gzip with garbage between", a + strings.Repeat("\x1f\x8b\x08 garbage ", 30) + gz(rec(3)), len(a), whole},
		{"gzip damaged twice", a + flip(b, len(b)/2) + gz(rec(3)) + b[:len(b)/2], len(a), whole},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := stdin(t, c.in, Options{})
			if got := strings.ReplaceAll(told(docs, nil), "-!/", "!/"); got != c.want {
				t.Errorf("documents %s, want %s", got, c.want)
			}
			n := 1
			if strings.HasSuffix(c.name, "twice") {
				n = 2
			}
			if len(errs) != n || errs[0].Reason != diag.Damaged || errs[0].Hint == "" || !strings.Contains(errs[0].Msg, fmt.Sprintf("at byte %d:", c.at)) {
				t.Errorf("findings %v, want one at byte %d", errs, c.at)
			}
		})
	}
}

func TestDamageWithoutEndIsGivenUp(t *testing.T) {
	docs, errs := stdin(t, strings.Repeat("WARC/1.0\r\nWARC-Type: response\r\n\r\n", 5000), Options{})
	if len(docs) != 0 || len(errs) != maxDamaged+1 {
		t.Errorf("%d documents, %d findings", len(docs), len(errs))
	}
}

// The dictionary in the first frame of a .warc.zst is that of all others.
func TestWARCWithItsOwnDictionary(t *testing.T) {
	var samples [][]byte
	for i := range 60 {
		samples = append(samples, []byte(warcRecordOf("response", fmt.Sprintf("http://x.org/%d", i), httpOf("text/html", fmt.Sprintf("X: %x\r\n", i*i*7919), samplePage))))
	}
	dict, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 7, Contents: samples, History: samples[0], Offsets: [3]int{1, 4, 8}})
	if err != nil {
		t.Fatal(err)
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderDict(dict))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{string(dict), zst(string(dict))} {
		in := zstdSkippable[:0] + "\x5d\x2a\x4d\x18" + le32(len(d)) + d
		for _, s := range samples[:3] {
			in += string(w.EncodeAll(s, nil))
		}
		docs, errs := stdin(t, in, Options{})
		if got := told(docs, errs); got != "-!/http://x.org/0 -!/http://x.org/1 -!/http://x.org/2" {
			t.Errorf("got %s", got)
		}
	}
}

func TestAfterGrantsADayForTimeZones(t *testing.T) {
	visit := text.Date{Year: 2025, Month: 6, Day: 30}
	for _, c := range []struct {
		d    text.Date
		want bool
	}{
		{text.Date{Year: 2025, Month: 7, Day: 1}, false}, {text.Date{Year: 2025, Month: 7, Day: 2}, true}, {text.Date{Year: 2025, Month: 7}, false},
		{text.Date{Year: 2025, Month: 8}, true}, {text.Date{Year: 2026}, true}, {text.Date{Year: 2025}, false}, {text.Date{}, false},
	} {
		if got := after(c.d, visit); got != c.want {
			t.Errorf("%v after %v: %v", c.d, visit, got)
		}
	}
}
