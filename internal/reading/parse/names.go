package parse

import (
	"entente/internal/knowledge/model"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// findNames adds the sentence's names to doc.Mentions.
func (g *Grammar) findNames(doc *text.Document, sent *text.Sentence, s *scratch) {
	s.names, s.margins = s.names[:0], s.margins[:0]
	var last feature.NameTag
	for i := range int(sent.Last - sent.First) {
		if last == 0 && small(doc.Tokens[int(sent.First)+i].Form) {
			s.names, s.margins = append(s.names, 0), append(s.margins, 0)
			continue
		}
		s.words.NameFeatures(i, last, &s.nameFeat)
		var scores [model.MaxClasses]int32
		g.names.Add(&scores, s.nameFeat[:], 0)
		b, second := 0, -1
		for c := 1; c < feature.NumNameTags; c++ {
			if !feature.NameTag(c).Follows(last) {
				continue
			}
			if scores[c] > scores[b] {
				b, second = c, b
			} else if second < 0 || scores[c] > scores[second] {
				second = c
			}
		}
		last = feature.NameTag(b)
		s.names = append(s.names, last)
		s.margins = append(s.margins, float32(scores[b]-scores[max(second, 0)])/(1<<20))
	}
	for i := 0; i < len(s.names); {
		if s.names[i] == 0 {
			i++
			continue
		}
		m := text.Mention{First: sent.First + int32(i), Kind: s.names[i].Kind(), Score: s.margins[i]}
		for i++; i < len(s.names) && s.names[i].Inside(); i++ {
			m.Score = min(m.Score, s.margins[i])
		}
		m.Last = sent.First + int32(i)
		m.Span = doc.TokenSpan(m.First, m.Last)
		m.Head = doc.HeadOf(m.First, m.Last)
		doc.Mentions = append(doc.Mentions, m)
	}
}

// small reports whether a word begins with a small letter or a mark. Hardly a
// name begins so, and four words in five do: they are not scored.
func small(form string) bool {
	return form == "" || form[0] < '0' || form[0] > '9' && form[0] < 'A' || form[0] > 'Z' && form[0] < 0x80
}
