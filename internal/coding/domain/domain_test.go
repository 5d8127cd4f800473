package domain_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entente/data"
	"entente/internal/coding/domain"
	"entente/internal/reading/parse"
	"entente/internal/text"
)

func finder(t testing.TB) (*domain.Finder, *parse.Parser) {
	t.Helper()
	f, err := domain.New(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse.New(data.FS, data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	return f, p
}

func page(p *parse.Parser, body string) *text.Document {
	doc := &text.Document{Language: "en", Body: body}
	p.Parse(doc)
	return doc
}

func TestDomainsOfAPage(t *testing.T) {
	f, p := finder(t)
	for _, c := range []struct{ body, want, not string }{
		{"The army moved tanks towards the border after the ceasefire broke down.", "military", "economic cyber"},
		{"The foreign ministers held talks on bilateral relations.", "diplomatic", "military"},
		{"Hackers stole files from the ministry in a cyberattack.", "cyber", "military"},
		{"They agreed to work together on artificial intelligence and cybersecurity.", "ai cyber technology", "military"},
		{"The firms will invest in infrastructure, energy and technology.", "infrastructure energy technology", "cyber"},
		{"Inspectors found traces of enriched uranium at the reactor.", "nuclear", "economic"},
		{"The court sentenced the journalist after a short trial.", "legal", "military"},
		{"Both sides praised their military-technical work.", "military", ""},
		{"The tariffs hurt exports.", "trade economic", "military"},
		{"Counter-terrorism police raided two flats.", "terrorism", ""},
		{"The weather was mild and the children played.", "", "military diplomatic economic"},
	} {
		doc := page(p, c.body)
		var names []string
		for _, d := range f.Find(doc) {
			names = append(names, d.Name)
			for _, s := range d.Spans {
				if s.Start >= s.End || int(s.End) > len(c.body) {
					t.Errorf("%q: bad span %v", c.body, s)
				}
			}
		}
		for _, w := range strings.Fields(c.want) {
			if !slices.Contains(names, w) {
				t.Errorf("%q: %s not found in %v", c.body, w, names)
			}
		}
		for _, w := range strings.Fields(c.not) {
			if slices.Contains(names, w) {
				t.Errorf("%q: %s should not be found", c.body, w)
			}
		}
	}
}

func TestContextsAroundAnEvent(t *testing.T) {
	f, p := finder(t)
	doc := page(p, "The army shelled the town. Voters went to the polls in a general election.")
	if got := f.Around(doc, 0, 0, 99); !slices.Equal(got, []string{"military"}) {
		t.Errorf("first sentence: %v", got)
	}
	if got := f.Around(doc, 1, doc.Sentences[1].First, doc.Sentences[1].Last); !slices.Equal(got, []string{"election"}) {
		t.Errorf("second sentence: %v", got)
	}
	if got := f.Around(doc, 9, 0, 1); got != nil {
		t.Errorf("no such sentence: %v", got)
	}
}

func TestEveryContextHasWords(t *testing.T) {
	b, err := fs.ReadFile(data.FS, "lang/en/domains.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if len(domain.Contexts) != 37 {
		t.Errorf("%d contexts", len(domain.Contexts))
	}
	for _, c := range domain.Contexts {
		if n := strings.Count(string(b), "\t"+c+"\t"); n < 10 {
			t.Errorf("context %s has %d words", c, n)
		}
	}
}

func TestAllMistakesOfATableAreReported(t *testing.T) {
	_, err := domain.New(fstest.MapFS{"lang/en/domains.tsv": {Data: []byte("# head\nphrase\tdomain\tcontext\tweight\tnote\nArmy\tmilitary\tmilitary\t1\t\nnavy\tmilitary\tmilitray\t1\t\nspy\tintelligence\tintelligence\t7\t\nshort\n")}})
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range []string{":3:1:", ":4:15: \"militray\" is no context", "did you mean \"military\"", ":5:", ":6:"} {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not in %v", w, err)
		}
	}
}

func TestAroundAllocatesOnlyItsAnswer(t *testing.T) {
	f, p := finder(t)
	doc := page(p, "The children played in the garden and went home.")
	if n := testing.AllocsPerRun(100, func() { f.Around(doc, 0, 0, doc.Sentences[0].Last) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkFind(b *testing.B) {
	f, p := finder(b)
	doc := page(p, strings.Repeat("The army moved tanks towards the border after the ceasefire broke down. ", 50))
	for b.Loop() {
		f.Find(doc)
	}
	b.ReportMetric(float64(len(doc.Sentences))*float64(b.N)/b.Elapsed().Seconds(), "sentences/s")
}
