package claim

import (
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// gatherings are nouns of what something may take place beside: "on the sidelines of
// the summit".
var gatherings = map[string]bool{"summit": true, "conference": true, "forum": true, "meeting": true, "assembly": true, "session": true, "congress": true, "talks": true, "talk": true, "ceremony": true,
	"funeral": true, "celebration": true, "parade": true, "games": true, "council": true, "exercise": true, "drill": true, "visit": true, "trip": true, "tour": true, "anniversary": true, "inauguration": true, "olympics": true, "dialogue": true}

// Occasions are what doc says something took place on the margins of, at or during,
// by sentence: other reports of the same deed may not say it.
func (f *Finder) Occasions(doc *text.Document) (out []record.Occasion) {
	kids := make([][]int32, len(doc.Tokens))
	for t := range doc.Tokens {
		if h := doc.Tokens[t].Head; h >= 0 {
			kids[h] = append(kids[h], int32(t))
		}
	}
	p := &page{Document: doc, kids: kids}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for t := sent.First; t < sent.Last; t++ {
			from := int32(-1)
			switch {
			case p.word(t, "sidelines", "margins", "sideline", "fringes") && p.word(t+1, "of"):
				from = t + 2
			case p.word(t, "during", "alongside", "attending") || p.word(t, "ahead") && p.word(t+1, "of"):
				from = t + 1
				if p.word(t, "ahead") {
					from++
				}
			}
			if from < 0 || from >= sent.Last {
				continue
			}
			// The words go on to the last noun before the phrase ends.
			end, gathering := from, false
			for k := from; k < min(from+14, sent.Last); k++ {
				tk := &doc.Tokens[k]
				if tk.UPOS == text.VERB || tk.UPOS == text.AUX || tk.UPOS == text.PRON || tk.UPOS == text.PUNCT && !p.word(k, "-", "(", ")") || p.timeHead(k) {
					break
				}
				if tk.UPOS == text.ADP && !p.word(k, "of", "for") && gathering {
					break
				}
				if tk.UPOS == text.NOUN || tk.UPOS == text.PROPN || p.word(k, ")") {
					end = k + 1
				}
				gathering = gathering || gatherings[strings.ToLower(tk.Lemma)]
			}
			name := false
			for k := from; k < end; k++ {
				name = name || doc.Tokens[k].UPOS == text.PROPN
			}
			if !gathering || !name && !p.word(t, "sidelines", "margins") {
				continue
			}
			lead := "on the sidelines of "
			switch {
			case p.word(t, "during", "attending"):
				lead = "during "
			case p.word(t, "alongside"):
				lead = "alongside "
			case p.word(t, "ahead"):
				lead = "ahead of "
			}
			at := p.TokenSpan(from, end)
			out = append(out, record.Occasion{Sentence: int32(s), Span: record.Span(at), Text: lead + strings.Join(strings.Fields(p.Text(at)), " ")})
		}
	}
	return out
}

// timeHead reports a word with which a time begins: "on Thursday".
func (p *page) timeHead(t int32) bool {
	return p.word(t, "on", "last", "this", "next", "yesterday", "today", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
