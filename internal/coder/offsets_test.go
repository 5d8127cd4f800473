package coder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"entente/internal/text"
)

// The same text as different programs save it. Offsets must hold in all of
// them, and what is found must not depend on how an apostrophe is drawn.
var dressings = []struct {
	name string
	do   func(string) string
}{
	{"as it is", func(s string) string { return s }},
	{"windows lines", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
	{"no-break spaces", func(s string) string { return strings.ReplaceAll(s, " the ", "\u00a0the\u00a0") }},
	{"soft hyphens", func(s string) string {
		return strings.NewReplacer("ing ", "i\u00adng ", "ment", "m\u00adent").Replace(s)
	}},
	{"curly quotes", func(s string) string {
		return strings.NewReplacer("'", "\u2019", `"`, "\u201d", " - ", " \u2014 ").Replace(s)
	}},
	{"byte order mark", func(s string) string { return "\ufeff" + s }},
	{"combining marks", func(s string) string { return strings.NewReplacer("e ", "e\u0301 ", "a", "a\u030a").Replace(s) }},
	{"capitals", strings.ToUpper},
}

// TestSpansReproduceTheirText holds on our own cases and, where the shared data
// folder is, on news text of many hands.
func TestSpansReproduceTheirText(t *testing.T) {
	var bodies []string
	cases, _ := filepath.Glob("../../testdata/cases/*.txtar")
	for _, name := range cases {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			if f.Name == "page" {
				bodies = append(bodies, string(f.Data))
			}
		}
	}
	twin, err := os.ReadFile("../../testdata/founding-twin.txt")
	if err != nil {
		t.Fatal(err)
	}
	bodies = append(bodies, string(twin))
	shared := os.Getenv("ENTENTE_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	news, _ := filepath.Glob(filepath.Join(shared, "data/attribution/polnear/dev/text/*.txt"))
	if len(news) == 0 {
		t.Logf("no shared data folder at %s: only our own cases are read", shared)
	}
	for i, name := range news {
		if testing.Short() && i == 10 {
			break
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, string(b))
	}
	c := theCoder(t)
	for k, d := range dressings {
		for i, body := range bodies {
			if k > 0 && (i+k)%len(dressings) != 0 && i > 20 {
				continue // each news text as it is, and in one of the dressings
			}
			body = d.do(body)
			doc := &text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2025, Month: 6, Day: 27}}
			if err := spansHold(doc, c.Code(doc)); err != nil {
				t.Errorf("%s, text %d: %v\n%.80q", d.name, i, err, body)
				break
			}
		}
	}
}
