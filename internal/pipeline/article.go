package pipeline

import (
	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/fold"
)

// Article is a coded document as it is folded: its words, and its records.
func Article(doc *text.Document, c *record.Coding) fold.Article {
	a := fold.Article{ID: c.Doc.ID, Day: c.Doc.Published, Publisher: c.Doc.Publisher, Records: c.Records}
	if len(a.Day) != len("2006-01-02") {
		a.Day = "" // a month or a year is no day
	}
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
