package pipeline

import (
	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/fold"
)

// Sketch is what folding keeps of a coded document. rarity is a fixed table's.
func Sketch(doc *text.Document, c *record.Coding, rarity func(word string) float64) fold.Sketch {
	return fold.NewSketch(article(doc, c), rarity)
}

// article is a coded document as it is folded: its words, and its records.
func article(doc *text.Document, c *record.Coding) fold.Article {
	a := fold.Article{ID: c.Doc.ID, Day: c.Doc.Published, Publisher: c.Doc.Publisher, Records: c.Records}
	for s := range doc.Sentences {
		first := doc.Sentences[s].First
		for t := first; t < doc.Sentences[s].Last; t++ {
			tk := &doc.Tokens[t]
			b := tk.Form[0]
			capital, figure := b >= 'A' && b <= 'Z', b >= '0' && b <= '9'
			if !capital && !figure && (b < 'a' || b > 'z') && b < 0x80 {
				continue
			}
			a.Words = append(a.Words, fold.Word{Form: tk.Lower, Name: figure || capital && (t > first || tk.UPOS == text.PROPN)})
		}
	}
	return a
}
