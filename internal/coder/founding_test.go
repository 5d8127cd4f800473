package coder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/record"
	"entente/internal/text"
)

// The report that the project was founded on has one real event and eighteen
// sentences of topic, opinion and forecast. What is asserted here is mostly
// restraint. The text is not ours, so it lies beside the repository; a report
// of the same shape in our own words is testdata/founding-twin.txt and is held
// to the same assertions wherever the tests run.

func article(t *testing.T, name string) string {
	t.Helper()
	paths := map[string]string{"twin": "../../testdata/founding-twin.txt"}
	if dir := os.Getenv("ENTENTE_SHARED"); dir != "" {
		paths["founding"] = filepath.Join(dir, "seed/article.txt")
	} else {
		paths["founding"] = "../../../shared/seed/article.txt"
	}
	b, err := os.ReadFile(paths[name])
	if err != nil {
		t.Skipf("the %s article is not here: %v", name, err)
	}
	return string(b)
}

func TestFoundingArticle(t *testing.T) { assertFounding(t, article(t, "founding")) }

func TestFoundingTwin(t *testing.T) { assertFounding(t, article(t, "twin")) }

func assertFounding(t *testing.T, body string) {
	c := theCoder(t)
	got := c.Code(&text.Document{ID: "a", Body: body, Language: "en"})
	var counted []*record.Record
	for i := range got.Records {
		if got.Records[i].Counted {
			counted = append(counted, &got.Records[i])
		}
	}
	line := func(s record.Span) int { return strings.Count(body[:s.Start], "\n") + 1 }

	// 1. Exactly one counted event, and the later mentions are attached to it.
	if len(counted) != 1 {
		for _, r := range counted {
			t.Logf("counted: %s %q line %d", r.Act, body[r.Evidence[0].Trigger.Start:r.Evidence[0].Trigger.End], line(r.Evidence[0].Trigger))
		}
		t.Fatalf("%d counted events, want 1", len(counted))
	}
	e1 := counted[0]
	lines := map[int]bool{}
	for _, e := range e1.Evidence {
		lines[line(e.Trigger)] = true
	}
	for _, want := range []int{1, 3, 4, 7, 11} {
		if !lines[want] {
			t.Errorf("the mention of the meeting in sentence %d is not attached (have %v)", want, lines)
		}
	}
	// The event: a visit of the Russian minister to his Chinese counterpart.
	if p := e1.Codes[0]; p.Type != "CONSULT" || p.Mode != "visit" {
		t.Errorf("PLOVER code is %s, want CONSULT/visit", p.Code)
	}
	cameo := e1.Codes[1]
	if cameo.Code != "042" || cameo.Mirror != "043" {
		t.Errorf("CAMEO code is %s mirror %s, want 042 and 043", cameo.Code, cameo.Mirror)
	}
	for _, ctx := range []string{"military", "diplomatic"} {
		if !contains(e1.Contexts, ctx) {
			t.Errorf("contexts %v lack %s", e1.Contexts, ctx)
		}
	}
	if len(e1.Source) != 1 || len(e1.Target) != 1 {
		t.Fatalf("source %d and target %d actors, want one each", len(e1.Source), len(e1.Target))
	}
	src, tgt := e1.Source[0], e1.Target[0]
	for _, a := range []record.Actor{src, tgt} {
		if a.Office != "minister of defence" || strings.Join(a.Sectors, " ") != "GOV MIL" {
			t.Errorf("%s: office %q sectors %v", a.Text, a.Office, a.Sectors)
		}
	}
	if src.Country != "RUS" || tgt.Country != "CHN" {
		t.Errorf("source %s target %s, want RUS and CHN", src.Country, tgt.Country)
	}
	// 2. Offsets reproduce the text.
	for _, s := range []record.Span{src.Span, tgt.Span, e1.Evidence[0].Trigger, e1.Evidence[0].SentenceSpan} {
		if s.End <= s.Start || int(s.End) > len(body) {
			t.Errorf("span %v is not in the text", s)
		}
	}
	if got := body[src.Span.Start:src.Span.End]; !strings.Contains(got, src.Person) || src.Person == "" {
		t.Errorf("source span %q does not hold the person %q", got, src.Person)
	}
	if p := e1.Place; p != nil && body[p.Span.Start:p.Span.End] != "Qingdao" {
		t.Errorf("place span reads %q", body[p.Span.Start:p.Span.End])
	}
	// 3. Nothing else happened: no counted event of a material or verbal kind.
	// (One counted record of type CONSULT was asserted above.)
	// 4. No actor is made from a toponym in its place use.
	for _, r := range append(append([]record.Record(nil), got.Records...), e1.Topics...) {
		for _, list := range [][]record.Actor{r.Source, r.Target} {
			for _, a := range list {
				if s := body[a.Span.Start:a.Span.End]; a.Kind != record.Person && (strings.Contains(s, "Qingdao") || a.Country == "UKR") {
					t.Errorf("actor %q made from a place or topic", s)
				}
			}
		}
	}
	for _, p := range got.Places {
		if s := body[p.Span.Start:p.Span.End]; (s == "Moscow" || s == "Beijing") && !p.Metonym {
			t.Errorf("%s is a government here, not a place", s)
		}
	}
	// 5. The event's place.
	if e1.Place == nil || e1.Place.Name != "Qingdao" || e1.Place.Country != "CHN" || e1.Place.Resolution != "city" {
		t.Errorf("place is %+v, want Qingdao, CHN, city", e1.Place)
	} else if e1.Place.Lat < 35.5 || e1.Place.Lat > 36.7 || e1.Place.Lon < 119.5 || e1.Place.Lon > 121 {
		t.Errorf("Qingdao lies at %.2f %.2f", e1.Place.Lat, e1.Place.Lon)
	}
	// 6. No document date: no date, and it says why. With one: a range.
	if e1.Date.Start != "" || e1.Date.Reason != "no document date" {
		t.Errorf("date %+v, want none with reason", e1.Date)
	}
	dated := c.Code(&text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2025, Month: 6, Day: 27}})
	for _, r := range dated.Records {
		if r.Counted && (r.Date.Start == "" || r.Date.Start >= r.Date.End || r.Date.End > "2025-06-27") {
			t.Errorf("with a document date the event is dated %+v, want a range that ends with it", r.Date)
		}
	}
	// 8, 9. The counterpart has the Chinese office; the name stays as written.
	if tgt.Person != "Dong Zhuo" {
		t.Errorf("counterpart's name is %q", tgt.Person)
	}
	// 10. Unnamed sources and the hedge.
	unnamed := map[int]bool{}
	hedge := ""
	for _, a := range got.Attributions {
		if a.Kind == record.SaidUnnamed || a.Kind == record.SaidAgentless {
			unnamed[line(a.Cue)] = true
			if line(a.Cue) == 11 {
				hedge = a.Hedge
			}
		}
	}
	for _, want := range []int{3, 11, 13} {
		if !unnamed[want] {
			t.Errorf("sentence %d has no unnamed source (have %v)", want, unnamed)
		}
	}
	if hedge != "reportedly" {
		t.Errorf("sentence 11 has hedge %q", hedge)
	}
	// 11. Forecasts are forecasts.
	forecasts := map[int]bool{}
	for _, s := range got.Statements {
		if s.Kind == "forecast" {
			forecasts[line(s.Cue)] = true
		}
	}
	for _, want := range []int{16, 18} {
		if !forecasts[want] {
			t.Errorf("sentence %d is no forecast (have %v)", want, forecasts)
		}
	}
	// 16. Domains.
	var domains []string
	for _, d := range got.Domains {
		domains = append(domains, d.Name)
	}
	for _, want := range []string{"military", "diplomatic", "economic", "infrastructure", "energy", "technology", "cyber", "ai"} {
		if !contains(domains, want) {
			t.Errorf("domain %s is not found (have %v)", want, domains)
		}
	}
	// Topics of the talks hang under them, hypothetical and not counted.
	for _, r := range e1.Topics {
		if r.Counted || !r.Factuality.Hypothetical {
			t.Errorf("topic %s is counted or not hypothetical", r.Act)
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
