package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"entente/internal/diag"
	"entente/internal/text"
)

// TestPages reads pages of ours in testdata/pages: each has beside it the text
// that must come out, line for line, below a head with what is known about it.
func TestPages(t *testing.T) {
	names, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(names) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			page, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(strings.TrimSuffix(name, "html") + "txt")
			if err != nil {
				t.Fatal(err)
			}
			doc, derr := ReadPage(name, "https://www.example.org/story", string(page), text.Date{})
			if derr != nil {
				t.Fatal(derr)
			}
			checkZones(t, doc)
			var got strings.Builder
			got.WriteString("title: " + doc.Title + "\npublisher: " + doc.Publisher + "\ndate: " + day(doc.Published) + "\n\n")
			for line := range strings.Lines(doc.Body) {
				if line = strings.TrimSpace(line); line != "" {
					got.WriteString(line + "\n")
				}
			}
			for _, z := range doc.Zones {
				got.WriteString("\n" + z.Kind.String() + ": " + doc.Body[z.Start:z.End])
			}
			if g, w := strings.TrimSpace(got.String()), strings.TrimSpace(string(want)); g != w {
				t.Errorf("got\n%s\n\nwant\n%s", g, w)
			}
		})
	}
}

func day(d text.Date) string {
	if !d.Known() {
		return "-"
	}
	return string([]byte{byte('0' + d.Year/1000), byte('0' + d.Year/100%10), byte('0' + d.Year/10%10), byte('0' + d.Year%10), '-', byte('0' + d.Month/10), byte('0' + d.Month%10), '-', byte('0' + d.Day/10), byte('0' + d.Day%10)})
}

const pageProse = "<p>Ministers of both countries met in the capital on Monday and agreed, after long talks, to open the border for goods.</p><p>It had been closed since the war, and nobody in the towns on either side had expected it to open this year.</p>"

// TestDayOfPublication: what a page says, and which of it is believed.
func TestDayOfPublication(t *testing.T) {
	for _, c := range []struct{ name, head, above, below, address, want string }{
		{"JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-03T09:00:00+02:00","dateModified":"2024-06-01"}</script>`, "", "", "", "2024-05-03"},
		{"JSON-LD in a graph, with a line break in a string", "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\"},{\"@type\":[\"Article\"],\"headline\":\"a\nb\",\"datePublished\":\"2024-05-03\"}]}</script>", "", "", "", "2024-05-03"},
		{"JSON-LD that is broken, read as a script", `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-03T09:00:00+02:00",}</script>`, "", "", "", "2024-05-03"},
		{"OpenGraph", `<meta property="article:published_time" content="2024-05-03">`, "", "", "", "2024-05-03"},
		{"meta in words", `<meta name="pubdate" content="May 3, 2024">`, "", "", "", "2024-05-03"},
		{"meta that is no date, then one that is", `<meta name="date" content="today"><meta name="pubdate" content="20240503">`, "", "", "", "2024-05-03"},
		{"time element", "", `<time datetime="2024-05-03T08:00:00+02:00">this morning</time>`, "", "", "2024-05-03"},
		{"time element without an attribute", "", `<time>3 May 2024</time>`, "", "", "2024-05-03"},
		{"the time beside the headline, not one of another story", "", `<time datetime="2024-05-03">x</time>`, `<div><a href="/x">Other</a> <time datetime="2024-05-09">9 May</time></div>`, "", "2024-05-03"},
		{"evening in America, next day in UTC", `<meta property="article:published_time" content="2024-05-04T01:10:00Z">`, `<p>May 3, 2024, 9:10 pm ET</p>`, "", "", "2024-05-03"},
		{"the same told by the address", `<meta property="article:published_time" content="2024-05-04T01:10:00Z">`, "", "", "https://example.org/2024/05/03/talks", "2024-05-03"},
		{"a time with a zone stays", `<meta property="article:published_time" content="2024-05-04T01:10:00+02:00">`, `<p>May 3, 2024</p>`, "", "", "2024-05-04"},
		{"address with the month in letters", "", "", "", "https://example.org/world/2024/may/03/talks", "2024-05-03"},
		{"address with dashes", "", "", "", "https://example.org/world/talks-resume-2024-05-03", "2024-05-03"},
		{"no date in an id", "", "", "", "https://example.org/world/20245503-201", "-"},
		{"visible, in words", "", `<div>Posted on 3rd May 2024 by Jane Doe</div>`, "", "", "2024-05-03"},
		{"visible, in figures that allow one reading", "", `<div>27/05/2024 10:15</div>`, "", "", "2024-05-27"},
		{"visible, in figures with dots", "", `<div>3.5.2024</div>`, "", "", "2024-05-03"},
		{"visible, in figures that allow two", "", `<div>03/05/2024</div>`, "", "", "-"},
		{"the day of a change is no day of publication", "", `<div>Updated May 9, 2024</div><div>May 3, 2024</div>`, "", "", "2024-05-03"},
		{"but better than nothing", `<meta property="article:modified_time" content="2024-05-09">`, "", "", "", "2024-05-09"},
		{"a day that no calendar has", `<meta name="date" content="2024-02-31">`, "", "", "", "-"},
		{"none", "", "", "", "", "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := "<html><head><title>Border to open for goods</title>" + c.head + "</head><body><h1>Border to open for goods</h1>" + c.above + "<article>" + pageProse + "</article>" + c.below + "</body></html>"
			doc, derr := ReadPage("p", c.address, page, text.Date{})
			if derr != nil {
				t.Fatal(derr)
			}
			if got := day(doc.Published); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestCharsetOfAPage: bytes before declarations, declarations before guesses.
func TestCharsetOfAPage(t *testing.T) {
	const said = "Café owners in Zürich said – “nobody” had asked them."
	page := func(head string) string {
		return "<html><head>" + head + "</head><body><article>" + pageProse + "<p>" + said + "</p></article></body></html>"
	}
	in1252 := func(s string) string {
		out, err := charmap.Windows1252.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	in16 := func(s string, o unicode.Endianness, b unicode.BOMPolicy) string {
		out, err := unicode.UTF16(o, b).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct{ name, page string }{
		{"UTF-8, declared", page(`<meta charset="utf-8">`)},
		{"UTF-8, not declared", page("")},
		{"UTF-8 that declares Latin-1", page(`<meta charset="iso-8859-1">`)},
		{"UTF-8 with a mark", bom + page("")},
		{"Windows-1252, declared", in1252(page(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">`))},
		{"Windows-1252 that declares Latin-1", in1252(page(`<meta charset=ISO-8859-1>`))},
		{"Windows-1252, not declared", in1252(page(""))},
		{"Windows-1252 that declares UTF-8", in1252(page(`<meta charset="utf-8">`))},
		{"declared far down", in1252(page("<script>" + strings.Repeat("x", 3000) + `</script><meta charset="windows-1252">`))},
		{"declared in XML", in1252(`<?xml version="1.0" encoding="windows-1252"?>` + page(""))},
		{"UTF-16, little-endian, with a mark", in16(page(""), unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16, big-endian, with a mark", in16(page(""), unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 without a mark", in16(page(""), unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Open([]string{"-"}, Options{Stdin: strings.NewReader(c.page)})
			defer r.Close()
			doc, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(doc.Body, said) {
				t.Errorf("read as %q", doc.Body)
			}
		})
	}
	t.Run("UTF-8 with a bad byte", func(t *testing.T) {
		doc, derr := ReadPage("p", "", strings.Replace(page(""), "owners", "own\xffers", 1), text.Date{})
		if derr != nil {
			t.Fatal(derr)
		}
		if !strings.Contains(doc.Body, "Café own\ufffders in Zürich") {
			t.Errorf("read as %q", doc.Body)
		}
	})
	t.Run("letters of no Latin encoding, not declared", func(t *testing.T) {
		greek, err := charmap.ISO8859_7.NewEncoder().String("<html><body><p>" + strings.Repeat("Οι υπουργοί συναντήθηκαν στην πρωτεύουσα. ", 9))
		if err != nil {
			t.Fatal(err)
		}
		if _, derr := ReadPage("p", "", greek, text.Date{}); derr == nil || derr.Reason != diag.Encoding {
			t.Errorf("got %v, want %q", derr, diag.Encoding)
		}
	})
}

// TestHostilePages: whatever is done to a page, it is read or refused with a
// reason, and soon.
func TestHostilePages(t *testing.T) {
	const n = 50_000
	for _, c := range []struct {
		name, page string
		reason     diag.Reason // "" where the article must be found
	}{
		{"deep", strings.Repeat("<div>", n) + pageProse, ""},
		{"deep and closed", strings.Repeat("<div><b>", n) + pageProse + strings.Repeat("</b></div>", n), ""},
		{"ends that end nothing", strings.Repeat("<i>", 300) + strings.Repeat("</b></section>", n) + pageProse, ""},
		{"tables in tables", strings.Repeat("<table><tr><td>", n) + pageProse, ""},
		{"times in times", strings.Repeat("<time>", n) + pageProse, ""},
		{"headings in headings", strings.Repeat("<h1><div>", n) + pageProse, ""},
		{"endless attributes", "<p " + strings.Repeat(`a="b" c `, n) + ">" + pageProse, ""},
		{"an attribute of many classes", `<p class="` + strings.Repeat("related ", n) + `">x</p>` + pageProse, ""},
		{"a quote that never closes", pageProse + `<p class="` + strings.Repeat("x ", n), ""},
		{"a comment that never closes", pageProse + strings.Repeat("<!-- ", n), ""},
		{"scripts that never close", pageProse + strings.Repeat("<script>", n), ""},
		{"less-than signs", pageProse + "<div>" + strings.Repeat("<", n) + "</div>", ""},
		{"JSON in JSON", `<script type="application/ld+json">` + strings.Repeat("[", n) + "</script>" + pageProse, ""},
		{"links in links", strings.Repeat("<a href=//x.org/>", n) + pageProse, ""},
		{"too many tags", pageProse + strings.Repeat("<b></b>", maxNodes), diag.TooLong},
		{"too large", pageProse + strings.Repeat("<!--"+strings.Repeat("x", 1020)+"-->", maxPage/1024), diag.TooLong},
		{"nothing but tags", strings.Repeat("<p>", n), diag.Empty},
		{"nothing but a menu", strings.Repeat("<a href=/x>News</a> ", n), diag.Empty},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now() // it takes a second; what is not linear takes hours, and a machine may be busy
			doc, derr := ReadPage("p", "https://example.org/", "<html><body>"+c.page, text.Date{})
			if took := time.Since(began); took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
			switch {
			case c.reason != "":
				if derr == nil || derr.Reason != c.reason || derr.Msg == "" {
					t.Errorf("got %v, want %q", derr, c.reason)
				}
			case derr != nil:
				t.Error(derr)
			case !strings.Contains(doc.Body, "nobody in the towns"):
				t.Errorf("article lost: %.200q", doc.Body)
			}
		})
	}
}

func TestPageLargerThanTheLimitIsRefusedWhileReading(t *testing.T) {
	page := "<html><body>" + pageProse + strings.Repeat("<!-- "+strings.Repeat("x", 1<<20)+"-->\n", maxPage>>20)
	r := Open([]string{"-"}, Options{Stdin: strings.NewReader(page)})
	defer r.Close()
	_, err := r.Next()
	var de *diag.Error
	if !errors.As(err, &de) || de.Reason != diag.TooLong {
		t.Errorf("got %v", err)
	}
}
