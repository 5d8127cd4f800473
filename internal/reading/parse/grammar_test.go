package parse

import (
	"strings"
	"sync"
	"testing"

	"entente/data"
	"entente/internal/text"
)

func parser(t testing.TB) *Parser {
	t.Helper()
	p, err := New(data.FS, data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// relations writes a page as "word relation head" lines, for messages.
func relations(d *text.Document) string {
	var b strings.Builder
	for _, t := range d.Tokens {
		head := "ROOT"
		if t.Head >= 0 {
			head = d.Tokens[t.Head].Form
		}
		b.WriteString(t.Form + " " + t.UPOS.String() + " " + t.Rel.String() + " " + head + "\n")
	}
	return b.String()
}

// Each case is a sentence of ours and relations that an event coder lives on.
func TestRelationsThatEventsNeed(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		body string
		want []string // dependent relation head
	}{
		{"France expelled two Russian diplomats on Monday.", []string{"France nsubj expelled", "diplomats obj expelled", "Russian amod diplomats"}},
		{"The rebels were attacked by government troops.", []string{"rebels nsubj:pass attacked", "were aux:pass attacked", "troops obl:agent attacked", "by case troops"}},
		{"The minister said that talks would resume next week.", []string{"minister nsubj said", "resume ccomp said", "talks nsubj resume"}},
		{"Iran did not sign the agreement.", []string{"Iran nsubj sign", "not advmod sign", "agreement obj sign"}},
		{"Germany and Poland condemned the decision.", []string{"Germany nsubj condemned", "Poland conj Germany", "decision obj condemned"}},
		{"The president threatened to impose sanctions on Belarus.", []string{"impose xcomp threatened", "sanctions obj impose"}},
		{"Police arrested dozens of protesters in Minsk.", []string{"Police nsubj arrested", "dozens obj arrested", "protesters nmod dozens"}},
		{"\"We will leave the treaty,\" the minister said.", []string{"minister nsubj said", "treaty obj leave"}},
	} {
		doc := text.Document{Body: c.body}
		p.Parse(&doc)
		got := map[string]bool{}
		for _, tok := range doc.Tokens {
			if tok.Head >= 0 {
				got[tok.Form+" "+tok.Rel.String()+" "+doc.Tokens[tok.Head].Form] = true
			}
		}
		for _, w := range c.want {
			if !got[w] {
				t.Errorf("%s\nno %q in\n%s", c.body, w, relations(&doc))
			}
		}
	}
}

func TestPassiveParticipleIsMarked(t *testing.T) {
	doc := text.Document{Body: "Two officials were detained. Troops detained two officials."}
	parser(t).Parse(&doc)
	var passive []bool
	for _, tok := range doc.Tokens {
		if tok.Form == "detained" {
			passive = append(passive, tok.Feats.Has(text.Passive))
		}
	}
	if len(passive) != 2 || !passive[0] || passive[1] {
		t.Errorf("passive %v, want the first of two", passive)
	}
}

// wellFormed checks what every page must hold, whatever the text.
func wellFormed(t *testing.T, d *text.Document) {
	t.Helper()
	for _, s := range d.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			tok := &d.Tokens[i]
			switch {
			case tok.Head < 0:
				roots++
				if i != s.Root || tok.Rel != text.Root {
					t.Fatalf("token %d has no head but is not the root", i)
				}
			case tok.Head < s.First || tok.Head >= s.Last || tok.Head == i:
				t.Fatalf("head of token %d lies outside its sentence", i)
			}
			// A cycle would never come to the root.
			steps := int32(0)
			for h := i; h >= 0 && steps <= s.Last-s.First; h = d.Tokens[h].Head {
				steps++
				if s.Last-s.First > 500 {
					break
				}
			}
			if steps > s.Last-s.First {
				t.Fatalf("token %d hangs in a cycle", i)
			}
		}
		if roots != 1 && s.First < s.Last {
			t.Fatalf("sentence with %d roots", roots)
		}
	}
	for i, m := range d.Mentions {
		if m.First >= m.Last || m.Head < m.First || m.Head >= m.Last {
			t.Fatalf("mention %d spans %d to %d, head %d", i, m.First, m.Last, m.Head)
		}
		if i > 0 && m.First < d.Mentions[i-1].Last {
			t.Fatalf("mention %d overlaps the one before", i)
		}
	}
}

func TestOddPagesAreWellFormed(t *testing.T) {
	p := parser(t)
	for _, body := range []string{
		"", " ", ".", "\n\n\n", "word", "1 2 3", "((((", "Ünïcödé 中文 слово \u200b\u00a0 ok.",
		strings.Repeat("war and ", 3000) + "peace.",
		strings.Repeat("\"", 500), "MINISTERS MEET IN PARIS", "a\x00b",
	} {
		doc := text.Document{Body: body}
		p.Parse(&doc)
		wellFormed(t, &doc)
	}
}

func TestGoldTokensOfEmptySentence(t *testing.T) {
	g, err := OpenGrammar(data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	doc := text.Document{Sentences: []text.Sentence{{}, {}}}
	g.Read(&doc)
}

func TestManyGoroutinesReadAlike(t *testing.T) {
	p := parser(t)
	const body = "Kenya's president met Ethiopian officials in Nairobi on Friday. They signed a trade agreement."
	want := text.Document{Body: body}
	p.Parse(&want)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				doc := text.Document{Body: body}
				p.Parse(&doc)
				if relations(&doc) != relations(&want) || len(doc.Mentions) != len(want.Mentions) {
					t.Error("the same page is read in two ways")
				}
			}
		})
	}
	wg.Wait()
}

func TestModelsThatDoNotFitAreRefused(t *testing.T) {
	for _, name := range []string{"groups", "tagger", "tree", "names"} {
		m := data.Models("en")
		m[name] = m[name][:len(m[name])/2]
		if name == "names" || name == "tagger" {
			m[name] = "no model"
		}
		if _, err := OpenGrammar(m); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("a broken %s model gives %v", name, err)
		}
	}
	m := data.Models("en")
	m["tree"] = m["tagger"]
	if _, err := OpenGrammar(m); err == nil {
		t.Error("a tagger passes for a tree builder")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("The two ministers met in Geneva, officials said.")
	f.Add("\"No,\" he said. U.S.-led talks (again) fail...")
	f.Fuzz(func(t *testing.T, body string) {
		doc := text.Document{Body: body}
		parser(t).Parse(&doc)
		wellFormed(t, &doc)
	})
}
