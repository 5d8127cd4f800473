package explain

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

var update = flag.Bool("update", false, "rewrite testdata; read the diff as carefully as code")

// at is the span of the n-th (from 0) occurrence of words in s.
func at(t *testing.T, s, words string, n int) record.Span {
	t.Helper()
	from := 0
	for ; ; n-- {
		i := strings.Index(s[from:], words)
		if i < 0 {
			t.Fatalf("%q is not in the text", words)
		}
		if from += i; n == 0 {
			return record.Span{Start: int32(from), End: int32(from + len(words))}
		}
		from += len(words)
	}
}

// sample is a page coded by hand, so that the report alone is tested: a counted
// event with a second mention, one that is not counted with a topic under it,
// marks that nest, and a pronoun and a collective that lead to nobody.
func sample(t *testing.T) (*text.Document, *record.Coding) {
	body := "The Russian minister met the Chinese minister in Paris on Monday.\nAfter the meeting they said that Russian sanctions may follow."
	doc := &text.Document{ID: "sample.txt", Title: "Ministers meet", Body: body, Tokens: make([]text.Token, 23)}
	cut := int32(strings.IndexByte(body, '\n'))
	doc.Sentences = []text.Sentence{{Span: text.Span{Start: 0, End: cut}}, {Span: text.Span{Start: cut + 1, End: int32(len(body))}}}
	first := record.Span(doc.Sentences[0].Span)
	second := record.Span(doc.Sentences[1].Span)
	rus := record.Actor{Span: at(t, body, "Russian minister", 0), Text: "Russian minister", Kind: record.Person, Country: "RUS", Sectors: []string{"GOV"}, Office: "minister", Why: record.Why{Rule: "office", Detail: "lang/en/offices.tsv:1 reference/states.tsv:2 reference/states.tsv:2"}}
	chn := record.Actor{Span: at(t, body, "Chinese minister", 0), Text: "Chinese minister", Entity: 1, Kind: record.Person, Country: "CHN", Sectors: []string{"GOV"}, Office: "minister", Why: record.Why{Rule: "office", Detail: "lang/en/offices.tsv:1"}}
	they := record.Actor{Span: at(t, body, "they", 0), Text: "they", Entity: 2, Kind: record.Pronoun, Members: []int32{0, 1}}
	state := record.Actor{Span: at(t, body, "Russian", 1), Text: "Russian", Name: "Russia", Entity: 3, Kind: record.State, Country: "RUS"}
	nobody := record.Actor{Span: at(t, body, "Russian sanctions", 0), Text: "Russian sanctions", Entity: 4, Kind: record.Coalition}
	place := record.Place{Span: at(t, body, "Paris", 0), Text: "Paris", Name: "Paris", Country: "FRA", Resolution: "city", GeoNamesID: 2988507, Lat: 48.85341, Lon: 2.3488, Why: record.Why{Rule: "name of a place"}}
	when := record.Time{Span: at(t, body, "Monday", 0), Text: "Monday", Type: "DATE", Start: "2025-06-23", End: "2025-06-23", Why: record.Why{Rule: "weekday"}}
	said := record.Attribution{Cue: at(t, body, "said", 0), Source: they.Span, Content: at(t, body, "Russian sanctions may follow", 0), Text: "they", Kind: record.SaidPerson, Actor: 2}
	four, two := 4.0, 2.8
	visit := record.Record{ID: "1", Act: "make-a-visit", Counted: true, Source: []record.Actor{rus}, Target: []record.Actor{chn}, Place: &place,
		Codes:    []record.Code{{Codebook: "plover", Type: "CONSULT", Mode: "visit", Code: "CONSULT/visit", Score: &four}, {Codebook: "cameo", Type: "04", Code: "042", Mirror: "043", MirrorScore: &two}},
		Contexts: []string{"diplomatic"}, Date: record.Date{Start: "2025-06-23", End: "2025-06-23", Text: "Monday", Span: when.Span}, Factuality: record.Factuality{Certainty: record.Certain},
		Evidence: []record.Evidence{{SentenceSpan: first, Trigger: at(t, body, "met", 0), Why: []record.Why{{Rule: "lexicon/en/verbs.tsv:9", Detail: "meet"}}}, {Sentence: 1, SentenceSpan: second, Trigger: at(t, body, "meeting", 0)}},
		Rules:    []record.Why{{Rule: "same event told again", Detail: "meeting"}, {Rule: "same event told again", Detail: "talks"}}}
	topic := record.Record{ID: "3", Act: "follow", Factuality: record.Factuality{Certainty: record.Possible, Hypothetical: true}, NotCounted: []string{"topic of talks"}, Evidence: []record.Evidence{{Sentence: 1, SentenceSpan: second, Trigger: at(t, body, "follow", 0)}}}
	sanction := record.Record{ID: "2", Act: "impose-sanctions", Source: []record.Actor{state}, NotCounted: []string{"wanted, planned or possible, not done", "hearsay"}, Attribution: &said, SaidBy: "they",
		Codes: []record.Code{{Codebook: "plover"}}, Factuality: record.Factuality{Certainty: record.Uncommitted, Future: true},
		Evidence: []record.Evidence{{Sentence: 1, SentenceSpan: second, Trigger: at(t, body, "sanctions", 0)}}, Topics: []record.Record{topic}}
	return doc, &record.Coding{
		Doc: record.Doc{ID: "sample.txt", Published: "2025-06-27"}, Actors: []record.Actor{rus, chn, they, state, nobody}, Places: []record.Place{place}, Times: []record.Time{when},
		Attributions: []record.Attribution{said}, Records: []record.Record{visit, sanction},
		Domains:    []record.Domain{{Name: "diplomatic", Spans: []record.Span{at(t, body, "met", 0), at(t, body, "meeting", 0)}}},
		Statements: []record.Statement{{Kind: "forecast", Span: second, Cue: at(t, body, "may", 0), Sentence: 1, Said: 0}},
	}
}

// TestReports holds both reports to files that a person has read.
func TestReports(t *testing.T) {
	doc, c := sample(t)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"sample.txt":      func(b *bytes.Buffer) error { return Terminal(b, doc, c, Options{Width: 60, Why: true}) },
		"sample-ansi.txt": func(b *bytes.Buffer) error { return Terminal(b, doc, c, Options{Width: 100, Color: true}) },
		"sample.html":     func(b *bytes.Buffer) error { return HTML(b, doc, c) },
	} {
		var b, again bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		write(&again)
		if !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same coding gives another report", name)
		}
		if *update {
			if err := os.WriteFile("testdata/"+name, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s is no longer what is written:\n%s", name, &b)
		}
	}
}

// TestLinesFitThePage: no line is wider than the terminal but for words that
// cannot be cut, and signs stand under their words.
func TestLinesFitThePage(t *testing.T) {
	doc, c := sample(t)
	for _, width := range []int{60, 61, 80, 120} {
		var b bytes.Buffer
		if err := Terminal(&b, doc, c, Options{Width: width, Why: true}); err != nil {
			t.Fatal(err)
		}
		for l := range strings.Lines(b.String()) {
			l = strings.TrimRight(l, "\n")
			if terminal.CellsOf(l) > width && !strings.HasPrefix(l, "marks:") {
				t.Errorf("%d columns in a page of %d: %q", terminal.CellsOf(l), width, l)
			}
		}
	}
}

func TestActorTableLeavesOutNobody(t *testing.T) {
	_, c := sample(t)
	rows := actorRows(c)
	var got []string
	for _, r := range rows {
		got = append(got, r.Code+" "+r.Name)
	}
	if s := strings.Join(got, ", "); s != "RUS GOV Russian minister, CHN GOV Chinese minister, RUS Russia" {
		t.Errorf("actors: %s", s)
	}
	for _, r := range rows {
		if r.N != 1 {
			t.Errorf("%s is counted %d times", r.Name, r.N)
		}
	}
}

// hostile is what somebody who writes articles might send.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)` + "\x1b]0;owned\a\x1b[2J\u202e</title>"

func TestHostileTextIsOnlyShown(t *testing.T) {
	body := "Russia " + hostile + " China. " + hostile
	doc := &text.Document{ID: hostile, Title: hostile, Publisher: hostile, Body: body, Sentences: []text.Sentence{{Span: text.Span{Start: 0, End: int32(len(body))}}}}
	all := record.Span{Start: 0, End: int32(len(body))}
	why := record.Why{Rule: hostile, Detail: hostile}
	a := record.Actor{Span: all, Text: hostile, Name: hostile, Person: hostile, Office: hostile, Country: "RUS", Kind: record.Person, Why: why}
	p := record.Place{Span: all, Text: hostile, Name: hostile, Admin1: hostile, Why: why}
	said := record.Attribution{Cue: all, Text: hostile, Hedge: hostile, Kind: record.SaidPerson, Actor: -1, Why: why}
	c := &record.Coding{
		Doc: record.Doc{ID: hostile}, Actors: []record.Actor{a}, Places: []record.Place{p}, Attributions: []record.Attribution{said},
		Times: []record.Time{{Span: all, Text: hostile, Reason: hostile, Why: why}}, Domains: []record.Domain{{Name: hostile, Spans: []record.Span{all}}},
		Statements: []record.Statement{{Kind: "opinion", Span: all, Cue: all}},
		Records: []record.Record{{Act: "meet", Source: []record.Actor{a}, Target: []record.Actor{a}, Third: []record.Actor{a}, Place: &p, SaidBy: hostile, Attribution: &said, NotCounted: []string{hostile},
			Date: record.Date{Text: hostile, Reason: hostile}, Rules: []record.Why{why}, Evidence: []record.Evidence{{SentenceSpan: all, Trigger: all, Why: []record.Why{why}}}}},
	}
	var b bytes.Buffer
	if err := HTML(&b, doc, c); err != nil {
		t.Fatal(err)
	}
	onlyShows(t, b.String())
	b.Reset()
	if err := Terminal(&b, doc, c, Options{Why: true}); err != nil {
		t.Fatal(err)
	}
	if i := strings.IndexAny(b.String(), "\x1b\a\u202e"); i >= 0 {
		t.Errorf("the text steers the terminal: %q", b.String()[max(0, i-20):i+10])
	}
}

// onlyShows fails if a page has a script, an event handler, or anything that
// makes a browser ask for something.
func onlyShows(t *testing.T, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "link", "iframe", "object", "embed", "video", "audio", "base", "form", "svg", "source":
			t.Errorf("the page has <%s>", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "srcset", a.Key == "style":
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
				t.Errorf("<%s> leads to %q", n.Data, a.Val)
			}
		}
	}
}

func TestPageAsksForNothing(t *testing.T) {
	doc, c := sample(t)
	var b bytes.Buffer
	if err := HTML(&b, doc, c); err != nil {
		t.Fatal(err)
	}
	onlyShows(t, b.String())
	if m := regexp.MustCompile(`(?i)url\s*\(|@import|https?://|//[a-z]`).FindString(b.String()); m != "" {
		t.Errorf("the page names an address: %q", m)
	}
	if !strings.Contains(b.String(), `content="default-src 'none'`) {
		t.Error("the page does not forbid requests")
	}
	for _, id := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(b.String(), -1) {
		if strings.Count(b.String(), `id="`+id[1]+`"`) != 1 {
			t.Errorf("the link to %s leads nowhere", id[1])
		}
	}
}

func TestEmptyDocument(t *testing.T) {
	for _, doc := range []*text.Document{{}, {ID: "x"}, {ID: "x", Body: " \n"}} {
		var b bytes.Buffer
		if err := HTML(&b, doc, &record.Coding{}); err != nil {
			t.Error(err)
		}
		onlyShows(t, b.String())
		b.Reset()
		if err := Terminal(&b, doc, &record.Coding{}, Options{}); err != nil {
			t.Error(err)
		}
		if !strings.Contains(b.String(), "0 events") {
			t.Errorf("an empty report: %q", b.String())
		}
	}
}

// TestTextIsWholeInTheReport: whatever marks nest, the sentences can be read off
// the page letter by letter.
func TestTextIsWholeInTheReport(t *testing.T) {
	c, err := coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		t.Fatal(err)
	}
	body := "The Paris-based International Atomic Energy Agency\u2019s envoy to Iran said on Monday that \u201cthe talks between Iran\u2019s Foreign Minister and European Union officials in Vienna, Austria\u201d may resume next week.\n\nCafe\u0301 owners in S\u00e3o Paulo protested; \u6771\u4eac did not \U0001f600."
	doc := &text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2025, Month: 6, Day: 27}}
	coding := c.Code(doc)
	var b bytes.Buffer
	if err := HTML(&b, doc, coding); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "p" && n.Parent.Data == "section" {
			var s strings.Builder
			for d := range n.Descendants() {
				if d.Type == html.TextNode && d.Parent.Data != "sup" {
					s.WriteString(d.Data)
				}
			}
			shown = append(shown, s.String())
		}
	}
	if len(shown) != len(doc.Sentences) {
		t.Fatalf("%d sentences shown of %d", len(shown), len(doc.Sentences))
	}
	for i, s := range doc.Sentences {
		if shown[i] != doc.Text(s.Span) {
			t.Errorf("shown %q\nfor   %q", shown[i], doc.Text(s.Span))
		}
	}
}
