// Package feature turns words and half-built trees into the hashed features
// that the reading models score, and holds the transition system those
// features describe. Tokens come in, feature hashes go out. It is a room of
// its own so that the parser and its trainer run the very same code: a weight
// trained on one feature must never be read for another. It keeps no weights
// and makes no decisions.
package feature

import (
	"unicode"
	"unicode/utf8"

	"entente/internal/knowledge/model"
	"entente/internal/text"
)

// Set names this set of features. It is written into model files, and a file
// with another name is refused: change it with any change of a template.
const Set = "en-2"

// pad is the place of the first word in the slices of Words: two boundary
// words lie before the first, three places after the last. The first of those
// three is the artificial root of the tree.
const pad = 2

// A Word is what the features see of one token, as hashes.
type Word struct {
	Form   uint64 // lower case, digits made alike
	Cased  uint64
	Shape  uint64
	Suffix [4]uint64 // last 1..4 letters
	Prefix [3]uint64
	Group  [3]uint64 // cluster among 64, 512 and 2048; 0 unknown
	Prior  uint64    // the tags that words with such a vector take; 0 unknown
	Tagged uint64    // Form and Tag together
	Tag    uint64    // coarse tag
	Fine   uint64
	Kind   uint64 // coarse tag, or the form of a function word
	Key    uint64 // Cased and Fine together: words of one key have the same features
}

// Words is the scratch of one sentence: its words with padding at both ends.
type Words struct {
	w   []Word
	n   int
	lex *Lexicon
}

// A Lexicon knows about words beyond those of the training text.
type Lexicon struct {
	groups *model.Dict // clusters
	priors *model.Dict // likely tags
}

// OpenLexicon takes the lexicon out of the model "groups".
func OpenLexicon(f *model.File) (*Lexicon, error) {
	g, err := f.Dict("groups")
	if err != nil {
		return nil, err
	}
	p, err := f.Dict("priors")
	if err != nil {
		return nil, err
	}
	return &Lexicon{g, p}, nil
}

// Groups are the clusters of a word among 64, 512 and 2048, numbered from 1; 0 unknown.
func (l *Lexicon) Groups(lower string) (small, middle, large uint32) {
	g := l.groups.Get(model.Hash(lower))
	return g & 0xff, g >> 8 & 0xfff, g >> 20
}

// NewWords makes scratch that looks words up in lex, which may be nil.
func NewWords(lex *Lexicon) *Words { return &Words{lex: lex} }

// Len is the number of words without padding.
func (s *Words) Len() int { return s.n }

// Cased is the hash of word i as written, the key of the tag dictionary.
func (s *Words) Cased(i int) uint64 { return s.w[i+pad].Cased }

// Reset fills s from a sentence. Tags are unknown until SetTag.
func (s *Words) Reset(tokens []text.Token) {
	s.n = len(tokens)
	need := s.n + pad + 3
	if cap(s.w) < need {
		s.w = make([]Word, need, need+need/2)
	}
	s.w = s.w[:need]
	s.w[0], s.w[1] = boundary(1), boundary(2)
	for i := range tokens {
		s.fill(&s.w[i+pad], &tokens[i])
	}
	s.w[need-3], s.w[need-2], s.w[need-1] = boundary(3), boundary(4), boundary(4)
}

func boundary(k uint64) Word {
	h := model.Mix1(900, k)
	return Word{Form: h, Cased: h, Shape: h, Tagged: h, Tag: 100 + k, Fine: 100 + k, Kind: 100 + k, Key: h}
}

func (s *Words) fill(w *Word, t *text.Token) {
	*w = Word{}
	w.Form = model.HashDigits(t.Lower)
	w.Cased = model.Hash(t.Form)
	w.Shape = shape(t.Form)
	end, n := len(t.Lower), 0
	for i := end; i > 0 && n < len(w.Suffix); n++ {
		_, size := utf8.DecodeLastRuneInString(t.Lower[:i])
		i -= size
		w.Suffix[n] = model.HashDigits(t.Lower[i:]) + uint64(n)
	}
	n = 0
	for i := 0; i < end && n < len(w.Prefix); n++ {
		_, size := utf8.DecodeRuneInString(t.Lower[i:])
		i += size
		w.Prefix[n] = model.HashDigits(t.Lower[:i]) + uint64(n)
	}
	if s.lex == nil {
		return
	}
	key := model.Hash(t.Lower)
	w.Prior = uint64(s.lex.priors.Get(key))
	if g := s.lex.groups.Get(key); g != 0 {
		w.Group = [3]uint64{uint64(g & 0xff), uint64(g >> 8 & 0xfff), uint64(g >> 20)}
	}
}

// SetTag records the tag of word i for the features of later words and the tree.
func (s *Words) SetTag(i int, t Tag) {
	w := &s.w[i+pad]
	w.Tag, w.Fine = uint64(t.UPOS())+1, uint64(t)+1
	w.Tagged = model.Mix2(901, w.Form, w.Tag)
	w.Key = model.Mix2(902, w.Cased, w.Fine)
	switch t.UPOS() {
	case text.ADP, text.SCONJ, text.CCONJ, text.PART, text.PUNCT, text.AUX:
		w.Kind = w.Form
	default:
		w.Kind = w.Fine
	}
}

// WordHash is the key under which dictionaries of words are built.
func WordHash(lower string) uint64 { return model.Hash(lower) }

// PackGroups packs the clusters of a word, numbered from 1, into a Dict value.
func PackGroups(small, middle, large uint32) uint32 { return small | middle<<8 | large<<20 }

// shape writes capitals as X, small letters as x, digits as 0, keeps the rest,
// and writes a run of one class at most twice.
func shape(s string) uint64 {
	h := model.Start
	var last rune
	run := 0
	for _, r := range s {
		c := r
		switch {
		case 'a' <= r && r <= 'z':
			c = 'x'
		case 'A' <= r && r <= 'Z':
			c = 'X'
		case '0' <= r && r <= '9':
			c = '0'
		case r < utf8.RuneSelf:
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		}
		if c == last {
			run++
			if run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		h = model.Step(h, uint64(c))
	}
	return model.Finish(h)
}
