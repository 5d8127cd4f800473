package source

import (
	"errors"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/text"
)

const onePage = `<!doctype html><html lang="en"><head><title>Talks</title>
<meta property="article:published_time" content="2024-03-05T10:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Talks</h1><p>Kenya condemned Uganda on Monday. The ministers met in Nairobi and spoke for two hours about trade and the border.</p>
<p>Uganda rejected the charge on Tuesday and recalled its ambassador from Nairobi for consultations on the matter.</p></article></body></html>`

func TestPageIsReadAsAFileWouldBe(t *testing.T) {
	doc, err := Page([]byte(onePage), Meta{URL: "https://example.org/talks", Type: "text/html; charset=utf-8"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if doc.ID != "https://example.org/talks" || doc.URL != doc.ID || doc.Published != (text.Date{Year: 2024, Month: 3, Day: 5}) || doc.Title != "Talks" || doc.Language != "en" {
		t.Errorf("got %q %q %v %q %q", doc.ID, doc.URL, doc.Published, doc.Title, doc.Language)
	}
	if !strings.Contains(doc.Body, "Kenya condemned Uganda on Monday.") || strings.Contains(doc.Body, "Home") {
		t.Errorf("body: %q", doc.Body)
	}
}

func TestEncodingOfTheHostIsBelieved(t *testing.T) {
	latin := strings.Replace(onePage, "ambassador", "envoy Jos\xe9", 1) // says nothing of its encoding itself
	doc, err := Page([]byte(latin), Meta{URL: "https://example.org/talks", Type: "text/html; charset=ISO-8859-1"}, Options{})
	if err != nil || !strings.Contains(doc.Body, "envoy José") {
		t.Errorf("got %v, %v", doc, err)
	}
	wide := make([]byte, 0, 2*len(onePage))
	for _, c := range []byte(onePage) {
		wide = append(wide, c, 0)
	}
	doc, err = Page(wide, Meta{URL: "https://example.org/talks", Type: "text/html; charset=utf-16le"}, Options{})
	if err != nil || !strings.Contains(doc.Body, "Kenya condemned Uganda") {
		t.Errorf("got %v, %v", doc, err)
	}
}

func TestPageInPlainText(t *testing.T) {
	day := text.Date{Year: 2024, Month: 3, Day: 6}
	doc, err := Page([]byte("Kenya condemned Uganda on Monday.\n"), Meta{URL: "https://example.org/a.txt", Type: "text/plain"}, Options{Date: day})
	if err != nil || doc.Body != "Kenya condemned Uganda on Monday.\n" || doc.Published != day || doc.URL != "https://example.org/a.txt" {
		t.Errorf("got %+v, %v", doc, err)
	}
}

func TestPagesThatAreNone(t *testing.T) {
	for _, c := range []struct {
		body, mediatype string
		want            diag.Reason
	}{
		{"", "text/html", diag.Empty},
		{"\n \n", "text/plain", diag.Empty},
		{"%PDF-1.7 ...", "text/html", diag.Binary},
		{"<html><body><a href=/a>Home</a> <a href=/b>World</a></body></html>", "text/html", diag.Empty},
		{"Kenya condemned \xff Uganda.", "text/plain", diag.Encoding},
		{strings.Repeat("Kenya condemned Uganda on Monday.\n", 20000), "text/plain", diag.TooLong},
		{"Министры встретились в Москве и говорили о торговле и о границе между двумя странами в течение двух часов.", "text/plain", diag.Language},
	} {
		_, err := Page([]byte(c.body), Meta{URL: "https://example.org/", Type: c.mediatype}, Options{})
		var derr *diag.Error
		if !errors.As(err, &derr) || derr.Reason != c.want || derr.File != "https://example.org/" {
			t.Errorf("%.40q: got %v, want %s", c.body, err, c.want)
		}
	}
}
