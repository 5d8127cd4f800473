package parse

import (
	"os"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/text"
)

// benchPage is the dev part of EWT as one page of gold tokens.
func benchPage(b *testing.B) *text.Document {
	raw, err := os.ReadFile("../../../../shared/data/nlp/ud_ewt/en_ewt-ud-dev.conllu")
	if err != nil {
		b.Skip("the shared data folder is not beside the repository")
	}
	d := &text.Document{}
	first := int32(0)
	for l := range strings.Lines(string(raw)) {
		l = strings.TrimRight(l, "\n")
		col := strings.Split(l, "\t")
		switch {
		case l == "":
			d.Sentences = append(d.Sentences, text.Sentence{First: first, Last: int32(len(d.Tokens))})
			first = int32(len(d.Tokens))
		case l[0] != '#' && !strings.ContainsAny(col[0], "-."):
			d.Tokens = append(d.Tokens, text.Token{Form: col[1], Lower: strings.ToLower(col[1])})
		}
	}
	return d
}

func BenchmarkRead(b *testing.B) {
	d := benchPage(b)
	for _, with := range []string{"tagger and trees", "and names"} {
		b.Run(with, func(b *testing.B) {
			models := data.Models("en")
			if with != "and names" {
				models["names"] = ""
			}
			g, err := OpenGrammar(models)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				g.Read(d)
			}
			b.ReportMetric(float64(len(d.Sentences))*float64(b.N)/b.Elapsed().Seconds(), "sentences/s")
			b.ReportMetric(float64(len(d.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	models := data.Models("en")
	for b.Loop() {
		if _, err := OpenGrammar(models); err != nil {
			b.Fatal(err)
		}
	}
}
