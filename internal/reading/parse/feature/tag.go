package feature

import (
	"entente/internal/knowledge/model"
	"entente/internal/text"
)

// A Tag is a part of speech, for verbs, auxiliaries, nouns and some pronouns
// refined by the morphology that trees and events need. Predicting both at
// once is better than one after the other: "have" before a participle and
// before an infinitive are told apart by the same words.
type Tag uint8

// The refined tags follow the plain ones; a plain VERB or NOUN tag occurs only
// where a treebank gives no features.
const (
	verbPast Tag = Tag(iota) + Tag(text.VERB) + 1
	verbPres
	verbInf
	verbImp
	verbIng
	verbGer
	verbPart
	verbPassive
	auxPast
	auxPres
	auxInf
	auxIng
	auxPart
	nounPlural
	propnPlural
	pronWh
	pronPoss
	NumTags int = iota + int(text.VERB) + 1
)

var tagUPOS = [NumTags]text.UPOS{
	verbPast: text.VERB, verbPres: text.VERB, verbInf: text.VERB, verbImp: text.VERB,
	verbIng: text.VERB, verbGer: text.VERB, verbPart: text.VERB, verbPassive: text.VERB,
	auxPast: text.AUX, auxPres: text.AUX, auxInf: text.AUX, auxIng: text.AUX, auxPart: text.AUX,
	nounPlural: text.NOUN, propnPlural: text.PROPN, pronWh: text.PRON, pronPoss: text.PRON,
}

var tagFeats = [NumTags]text.Feats{
	verbPast:    text.Past | text.Finite,
	verbPres:    text.Pres | text.Finite,
	verbInf:     text.Infinitive,
	verbImp:     text.Imperative | text.Finite,
	verbIng:     text.Pres | text.Participle,
	verbGer:     text.Gerund,
	verbPart:    text.Past | text.Participle,
	verbPassive: text.Past | text.Participle | text.Passive,
	auxPast:     text.Past | text.Finite,
	auxPres:     text.Pres | text.Finite,
	auxInf:      text.Infinitive,
	auxIng:      text.Pres | text.Participle,
	auxPart:     text.Past | text.Participle,
	nounPlural:  text.Plural,
	propnPlural: text.Plural,
	pronWh:      text.WhWord,
	pronPoss:    text.Possessive,
}

// UPOS is the part of speech that t refines.
func (t Tag) UPOS() text.UPOS {
	if t <= Tag(text.VERB) {
		return text.UPOS(t)
	}
	return tagUPOS[t]
}

// Feats are the features that t stands for.
func (t Tag) Feats() text.Feats { return tagFeats[t] }

// RefineTag is the tag for a part of speech and the features of a treebank.
func RefineTag(u text.UPOS, f text.Feats) Tag {
	switch u {
	case text.VERB:
		switch {
		case f.Has(text.Imperative):
			return verbImp
		case f.Has(text.Passive):
			return verbPassive
		case f.Has(text.Participle | text.Past):
			return verbPart
		case f.Has(text.Participle):
			return verbIng
		case f.Has(text.Gerund):
			return verbGer
		case f.Has(text.Infinitive):
			return verbInf
		case f.Has(text.Past):
			return verbPast
		case f.Has(text.Pres):
			return verbPres
		}
	case text.AUX:
		switch {
		case f.Has(text.Participle | text.Past):
			return auxPart
		case f.Has(text.Participle), f.Has(text.Gerund):
			return auxIng
		case f.Has(text.Infinitive):
			return auxInf
		case f.Has(text.Past):
			return auxPast
		case f.Has(text.Pres):
			return auxPres
		}
	case text.NOUN:
		if f.Has(text.Plural) {
			return nounPlural
		}
	case text.PROPN:
		if f.Has(text.Plural) {
			return propnPlural
		}
	case text.PRON:
		if f.Has(text.WhWord) {
			return pronWh
		}
		if f.Has(text.Possessive) {
			return pronPoss
		}
	}
	return Tag(u)
}

// SureKey is word i after the tag before it, as the dictionary of sure tags
// sees them.
func (s *Words) SureKey(i int) uint64 {
	j := i + pad
	return model.Mix2(403, s.w[j].Cased, s.w[j-1].Fine)
}

// NumTagFeatures is the number of features of one word for the tagger.
const NumTagFeatures = NumTagAlone + NumTagTogether

// NumTagAlone is how many of them depend on one word alone and not on its tag,
// NumTagTogether how many depend on several words or on tags. What the former
// score is the same wherever the word is met.
const (
	NumTagAlone    = 35
	NumTagTogether = 29
)

// A TagPlace is where a word stands as seen from the word that is tagged.
type TagPlace uint8

const (
	TagHere TagPlace = iota
	TagBefore
	TagBefore2
	TagAfter
	TagAfter2
	NumTagPlaces
)

// tagOffsets are the distances from the word that is tagged.
var tagOffsets = [NumTagPlaces]int{0, -1, -2, 1, 2}

// TagKey is the word at place p of word i. Words of the same key have the same
// features alone.
func (s *Words) TagKey(i int, p TagPlace) uint64 { return s.w[i+pad+tagOffsets[p]].Cased }

// TagAlone appends the features of word i that depend on the word at place p
// alone.
func (s *Words) TagAlone(i int, p TagPlace, f []uint64) []uint64 {
	w := &s.w[i+pad+tagOffsets[p]]
	switch p {
	case TagHere:
		return append(f,
			model.Mix1(0, w.Form),
			model.Mix1(1, w.Cased),
			model.Mix1(2, w.Shape),
			model.Mix1(3, w.Suffix[0]),
			model.Mix1(4, w.Suffix[1]),
			model.Mix1(5, w.Suffix[2]),
			model.Mix1(6, w.Suffix[3]),
			model.Mix1(7, w.Prefix[0]),
			model.Mix1(8, w.Prefix[1]),
			model.Mix1(9, w.Prefix[2]),
			model.Mix2(10, w.Shape, w.Suffix[1]),
			model.Mix1(34, w.Group[0]),
			model.Mix1(35, w.Group[1]),
			model.Mix1(36, w.Group[2]),
			model.Mix1(56, w.Prior),
			model.Mix2(59, w.Prior, w.Suffix[1]),
			model.Mix2(60, w.Prior, w.Shape))
	case TagBefore:
		return append(f,
			model.Mix1(12, w.Form),
			model.Mix1(27, w.Suffix[2]),
			model.Mix1(32, w.Shape),
			model.Mix1(37, w.Group[1]),
			model.Mix1(38, w.Group[2]))
	case TagBefore2:
		return append(f,
			model.Mix1(13, w.Form),
			model.Mix1(42, w.Group[1]))
	case TagAfter:
		return append(f,
			model.Mix1(14, w.Form),
			model.Mix1(28, w.Suffix[2]),
			model.Mix1(29, w.Suffix[1]),
			model.Mix1(31, w.Shape),
			model.Mix1(39, w.Group[0]),
			model.Mix1(40, w.Group[1]),
			model.Mix1(41, w.Group[2]))
	case TagAfter2:
		return append(f,
			model.Mix1(15, w.Form),
			model.Mix1(30, w.Suffix[2]),
			model.Mix1(43, w.Group[1]),
			model.Mix1(44, w.Group[2]))
	}
	return f
}

// TagTogether writes the features of word i that depend on several words or on
// tags; the words before it must have theirs.
func (s *Words) TagTogether(i int, f *[NumTagTogether]uint64) {
	j := i + pad
	a, b, w, c, d := &s.w[j-2], &s.w[j-1], &s.w[j], &s.w[j+1], &s.w[j+2]
	f[0] = model.Mix2(11, w.Shape, b.Shape)
	f[1] = model.Mix2(16, b.Form, w.Form)
	f[2] = model.Mix2(17, w.Form, c.Form)
	f[3] = model.Mix2(18, a.Form, b.Form)
	f[4] = model.Mix2(19, c.Form, d.Form)
	f[5] = model.Mix1(20, b.Fine)
	f[6] = model.Mix1(21, a.Fine)
	f[7] = model.Mix2(22, a.Fine, b.Fine)
	f[8] = model.Mix2(23, b.Fine, w.Form)
	f[9] = model.Mix2(24, b.Fine, c.Form)
	f[10] = model.Mix2(25, b.Fine, w.Suffix[2])
	f[11] = model.Mix3(26, a.Fine, b.Fine, w.Form)
	f[12] = model.Mix2(33, w.Shape, c.Shape)
	f[13] = model.Mix2(45, w.Group[1], b.Fine)
	f[14] = model.Mix2(46, w.Group[1], c.Group[1])
	f[15] = model.Mix3(47, b.Group[0], w.Group[0], c.Group[0])
	f[16] = model.Mix2(48, b.Fine, c.Group[1])
	f[17] = model.Mix3(49, a.Fine, b.Fine, c.Group[0])
	f[18] = model.Mix2(50, w.Form, c.Group[1])
	f[19] = model.Mix2(51, w.Form, c.Suffix[1])
	f[20] = model.Mix3(52, b.Form, w.Suffix[1], c.Form)
	f[21] = model.Mix2(53, w.Suffix[2], c.Group[0])
	f[22] = model.Mix2(54, w.Form, d.Form)
	f[23] = model.Mix2(55, w.Form, a.Form)
	f[24] = model.Mix2(57, w.Prior, b.Fine)
	f[25] = model.Mix2(58, w.Prior, c.Prior)
	f[26] = model.Mix3(61, w.Prior, b.Fine, c.Prior)
	f[27] = model.Mix3(62, b.Fine, c.Prior, d.Prior)
	f[28] = model.Mix3(63, w.Prior, a.Fine, b.Fine)
}

// TagFeatures writes all features of word i.
func (s *Words) TagFeatures(i int, f *[NumTagFeatures]uint64) {
	alone := f[:0]
	for p := range NumTagPlaces {
		alone = s.TagAlone(i, p, alone)
	}
	s.TagTogether(i, (*[NumTagTogether]uint64)(f[NumTagAlone:]))
}
