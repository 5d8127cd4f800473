package corpus

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"entente/internal/reading/parse"
	"entente/internal/text"
)

// TreeScores counts how well tags and trees agree with a treebank, on its own
// tokens and predicted tags. Relations are compared without subtypes and
// punctuation counts, as in the CoNLL 2018 task.
type TreeScores struct {
	Sentences, Words         int
	UPOS, Feats, Heads, Both int
	Rels                     [text.NumRel]struct{ Gold, Found, Right int } // with subtypes
	Took                     time.Duration
}

// UAS and LAS are percentages of words.
func (s *TreeScores) UAS() float64 { return percent(s.Heads, s.Words) }
func (s *TreeScores) LAS() float64 { return percent(s.Both, s.Words) }

// TagAccuracy is the percentage of words with the right part of speech.
func (s *TreeScores) TagAccuracy() float64 { return percent(s.UPOS, s.Words) }

func percent(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }

// Trees reads the gold sentences with g and compares.
func Trees(g *parse.Grammar, gold []Sentence) *TreeScores {
	docs := make([]text.Document, len(gold))
	for i := range gold {
		docs[i] = page(&gold[i])
	}
	start := time.Now()
	for i := range docs {
		g.Read(&docs[i])
	}
	s := &TreeScores{Sentences: len(gold), Took: time.Since(start)}
	for i := range gold {
		for j := range gold[i].Tokens {
			s.count(&gold[i].Tokens[j], &docs[i].Tokens[j])
		}
	}
	return s
}

// page is a sentence as a document of its own, without the annotation.
func page(gold *Sentence) text.Document {
	d := text.Document{Sentences: []text.Sentence{{Last: int32(len(gold.Tokens))}}}
	for _, t := range gold.Tokens {
		d.Tokens = append(d.Tokens, text.Token{Form: t.Form, Lower: t.Lower})
	}
	return d
}

func (s *TreeScores) count(gold, got *text.Token) {
	s.Words++
	if gold.UPOS == got.UPOS {
		s.UPOS++
	}
	if mask := text.Past | text.Pres | text.Participle | text.Passive | text.Infinitive | text.Gerund | text.Possessive; gold.Feats&mask == got.Feats&mask {
		s.Feats++
	}
	s.Rels[gold.Rel].Gold++
	s.Rels[got.Rel].Found++
	if gold.Head == got.Head {
		s.Heads++
		if Parent(gold.Rel) == Parent(got.Rel) {
			s.Both++
		}
		if gold.Rel == got.Rel {
			s.Rels[gold.Rel].Right++
		}
	}
}

// Parent is the relation without its subtype.
func Parent(r text.Rel) string {
	p, _, _ := strings.Cut(r.String(), ":")
	return p
}

// SentencesPerSecond is the speed of tagging and parsing on one core.
func (s *TreeScores) SentencesPerSecond() float64 {
	return float64(s.Sentences) / s.Took.Seconds()
}

// WriteTo prints the scores; detail adds a line for each relation.
func (s *TreeScores) WriteTo(w io.Writer, name string, detail bool) {
	fmt.Fprintf(w, "%-22s %5d sentences  UPOS %5.2f  UAS %5.2f  LAS %5.2f  feats %5.2f  %6.0f sentences/s\n",
		name, s.Sentences, s.TagAccuracy(), s.UAS(), s.LAS(), percent(s.Feats, s.Words), s.SentencesPerSecond())
	if detail {
		s.WriteRels(w)
	}
}

// WriteRels prints a line for each relation, frequent ones first.
func (s *TreeScores) WriteRels(w io.Writer) {
	var rels []text.Rel
	for r := range s.Rels {
		if s.Rels[r].Gold > 0 {
			rels = append(rels, text.Rel(r))
		}
	}
	slices.SortStableFunc(rels, func(a, b text.Rel) int { return s.Rels[b].Gold - s.Rels[a].Gold })
	for _, r := range rels {
		c := s.Rels[r]
		fmt.Fprintf(w, "  %-14s gold %5d  P %5.1f  R %5.1f  F1 %5.1f\n", r, c.Gold,
			percent(c.Right, c.Found), percent(c.Right, c.Gold), percent(2*c.Right, c.Found+c.Gold))
	}
}
