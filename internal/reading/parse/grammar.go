package parse

import (
	"fmt"
	"sync"

	"entente/internal/knowledge/model"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// A Grammar is the statistical part of the parser: it takes a page that is cut
// into sentences and tokens and writes tags, features, trees and names on it.
// It is immutable and safe for many goroutines.
type Grammar struct {
	groups *feature.Lexicon
	tags   *model.Sparse
	moves  *model.Dense
	labels *model.Sparse
	names  *model.Sparse // nil: no names are looked for

	// Decisions that are not scored, since they always went one way. The sure
	// dicts are empty where a model was trained without them.
	dict       *model.Dict // word -> its only tag
	sureTags   *model.Dict // tag and word -> the word's tag
	sureMoves  *model.Dict
	sureLabels *model.Dict

	pool sync.Pool
}

// scratch is what one goroutine needs to read one sentence after the other.
type scratch struct {
	words    *feature.Words
	tree     feature.Tree
	names    []feature.NameTag
	margins  []float32
	tagMemo  tagMemo
	tagFeat  [feature.NumTagTogether]uint64
	treeMemo treeMemo
	nameFeat [feature.NumNameFeatures]uint64
}

// OpenGrammar opens the models "groups", "tagger", "tree" and, if present,
// "names".
func OpenGrammar(models map[string]string) (*Grammar, error) {
	g := &Grammar{}
	open := func(name string, take func(f *model.File) error) error {
		f, err := model.Open(models[name])
		if err == nil && f.Features != feature.Set {
			err = fmt.Errorf("it was made for features %q, this program has %q", f.Features, feature.Set)
		}
		if err == nil {
			err = take(f)
		}
		if err != nil {
			return fmt.Errorf("open model %s: %w", name, err)
		}
		return nil
	}
	err := open("groups", func(f *model.File) (err error) {
		g.groups, err = feature.OpenLexicon(f)
		return err
	})
	if err == nil {
		err = open("tagger", func(f *model.File) (err error) {
			if g.dict, err = f.Dict("dict"); err != nil {
				return err
			}
			if g.sureTags, err = f.DictOrEmpty("sure"); err != nil {
				return err
			}
			g.tags, err = f.Sparse("tags")
			return err
		})
	}
	if err == nil {
		err = open("tree", func(f *model.File) (err error) {
			if g.sureMoves, err = f.DictOrEmpty("sure-moves"); err != nil {
				return err
			}
			if g.sureLabels, err = f.DictOrEmpty("sure-labels"); err != nil {
				return err
			}
			if g.moves, err = f.Dense("moves"); err != nil {
				return err
			}
			g.labels, err = f.Sparse("labels")
			return err
		})
	}
	if err == nil && models["names"] != "" {
		err = open("names", func(f *model.File) (err error) {
			g.names, err = f.Sparse("names")
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	g.pool.New = func() any { return &scratch{words: feature.NewWords(g.groups)} }
	return g, nil
}

// Read tags and parses every sentence of doc and finds its names. Form and
// Lower of the tokens must be set; lemmas are left alone.
func (g *Grammar) Read(doc *text.Document) {
	s := g.pool.Get().(*scratch)
	defer g.pool.Put(s)
	doc.Mentions = doc.Mentions[:0]
	for i := range doc.Sentences {
		g.sentence(doc, &doc.Sentences[i], s)
	}
}

func (g *Grammar) sentence(doc *text.Document, sent *text.Sentence, s *scratch) {
	tokens := doc.Tokens[sent.First:sent.Last]
	s.words.Reset(tokens)
	g.tag(tokens, s)
	g.finite(tokens, s)
	g.build(tokens, sent, s)
	if g.names != nil {
		g.findNames(doc, sent, s)
	}
}

// tag sets UPOS and Feats, from left to right.
func (g *Grammar) tag(tokens []text.Token, s *scratch) {
	for i := range tokens {
		t := &tokens[i]
		tag := feature.Tag(g.dict.Get(s.words.Cased(i)))
		if tag == 0 {
			tag = feature.Tag(g.sureTags.Get(s.words.SureKey(i)))
		}
		if tag != 0 && tag <= feature.Tag(feature.NumTags) {
			tag--
		} else {
			var scores [model.MaxClasses]int32
			s.tagMemo.add(&scores, g.tags, s.words, i)
			s.words.TagTogether(i, &s.tagFeat)
			g.tags.Add(&scores, s.tagFeat[:], 0)
			tag = feature.Tag(best(scores[:feature.NumTags]))
		}
		s.words.SetTag(i, tag)
		t.UPOS = tag.UPOS()
		t.Feats = tag.Feats() | wordFeats(t)
	}
}

func best(scores []int32) int {
	b := 0
	for c, v := range scores {
		if v > scores[b] {
			b = c
		}
	}
	return b
}

// build sets heads and relations. Every word costs two moves, so the time is
// linear however long the sentence.
func (g *Grammar) build(tokens []text.Token, sent *text.Sentence, s *scratch) {
	s.tree.Reset(s.words)
	for !s.tree.Done() {
		shift, left, right := s.tree.Allowed()
		if shift && !left { // nothing else to do with an empty stack
			s.tree.Apply(feature.Shift, 0)
			continue
		}
		m := feature.Move(g.sureMoves.Get(s.tree.SureKey()))
		scored := m == 0
		if scored {
			s.treeMemo.look(&s.tree)
			m = g.move(s, shift, left, right)
		} else {
			m--
		}
		switch {
		case shift && m == feature.Shift:
			s.tree.Apply(feature.Shift, 0)
		case left && m == feature.Left, !right:
			s.tree.Apply(feature.Left, g.label(s, feature.Left, scored))
		default:
			s.tree.Apply(feature.Right, g.label(s, feature.Right, scored))
		}
	}
	sent.Root = sent.First
	for i := range tokens {
		h, rel := s.tree.Head(i)
		t := &tokens[i]
		if h < 0 {
			t.Head, t.Rel = -1, text.Root
			sent.Root = sent.First + int32(i)
			continue
		}
		if rel == text.Root {
			rel = text.Dep
		}
		t.Head, t.Rel = sent.First+int32(h), rel
	}
}

// move is the best of the allowed moves.
func (g *Grammar) move(s *scratch, shift, left, right bool) feature.Move {
	a, b, c := s.treeMemo.move(&s.tree, g.moves)
	switch {
	case shift && a >= b && (a >= c || !right): // whoever may shift may go left
		return feature.Shift
	case left && (b >= c || !right):
		return feature.Left
	}
	return feature.Right
}

// label is the relation of the arc that move m is about to make; scored
// reports whether the memo has looked at the state.
func (g *Grammar) label(s *scratch, m feature.Move, scored bool) text.Rel {
	if v := g.sureLabels.Get(s.tree.SureLabelKey(m)); v != 0 && v <= uint32(text.NumRel) {
		return text.Rel(v - 1)
	}
	if !scored {
		s.treeMemo.look(&s.tree)
	}
	salt := uint64(0)
	if m == feature.Left {
		salt = feature.LeftSalt
	}
	var scores [model.MaxClasses]int32
	s.treeMemo.label(&scores, &s.tree, g.labels, salt)
	return text.Rel(best(scores[:text.NumRel]))
}

// wordFeats are the features that the form alone decides.
func wordFeats(t *text.Token) text.Feats {
	switch t.UPOS {
	case text.PRON, text.DET:
		return pronounFeats[t.Lower]
	case text.ADV, text.SCONJ:
		return pronounFeats[t.Lower] & text.WhWord
	case text.VERB, text.AUX:
		if n := len(t.Lower); n > 1 && t.Lower[n-1] == 's' && t.Lower[n-2] != 's' {
			return text.Third
		}
	}
	return 0
}

var pronounFeats = map[string]text.Feats{
	"he": text.Third | text.Male, "him": text.Third | text.Male, "himself": text.Third | text.Male,
	"his": text.Third | text.Male | text.Possessive,
	"she": text.Third | text.Female, "herself": text.Third | text.Female,
	"her": text.Third | text.Female,
	"it":  text.Third, "itself": text.Third, "its": text.Third | text.Possessive,
	"they": text.Third | text.Plural, "them": text.Third | text.Plural, "themselves": text.Third | text.Plural,
	"their": text.Third | text.Plural | text.Possessive,
	"we":    text.Plural, "us": text.Plural, "ourselves": text.Plural, "our": text.Plural | text.Possessive,
	"my": text.Possessive, "your": text.Possessive,
	"these": text.Plural, "those": text.Plural,
	"who": text.WhWord, "whom": text.WhWord, "whose": text.WhWord | text.Possessive, "which": text.WhWord,
	"what": text.WhWord, "whoever": text.WhWord, "whatever": text.WhWord, "whichever": text.WhWord,
	"where": text.WhWord, "when": text.WhWord, "why": text.WhWord, "how": text.WhWord,
}
