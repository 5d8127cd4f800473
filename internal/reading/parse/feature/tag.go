package feature

import "entente/internal/text"

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
	return mix2(403, s.w[j].Cased, s.w[j-1].Fine)
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
			mix1(0, w.Form),
			mix1(1, w.Cased),
			mix1(2, w.Shape),
			mix1(3, w.Suffix[0]),
			mix1(4, w.Suffix[1]),
			mix1(5, w.Suffix[2]),
			mix1(6, w.Suffix[3]),
			mix1(7, w.Prefix[0]),
			mix1(8, w.Prefix[1]),
			mix1(9, w.Prefix[2]),
			mix2(10, w.Shape, w.Suffix[1]),
			mix1(34, w.Group[0]),
			mix1(35, w.Group[1]),
			mix1(36, w.Group[2]),
			mix1(56, w.Prior),
			mix2(59, w.Prior, w.Suffix[1]),
			mix2(60, w.Prior, w.Shape))
	case TagBefore:
		return append(f,
			mix1(12, w.Form),
			mix1(27, w.Suffix[2]),
			mix1(32, w.Shape),
			mix1(37, w.Group[1]),
			mix1(38, w.Group[2]))
	case TagBefore2:
		return append(f,
			mix1(13, w.Form),
			mix1(42, w.Group[1]))
	case TagAfter:
		return append(f,
			mix1(14, w.Form),
			mix1(28, w.Suffix[2]),
			mix1(29, w.Suffix[1]),
			mix1(31, w.Shape),
			mix1(39, w.Group[0]),
			mix1(40, w.Group[1]),
			mix1(41, w.Group[2]))
	case TagAfter2:
		return append(f,
			mix1(15, w.Form),
			mix1(30, w.Suffix[2]),
			mix1(43, w.Group[1]),
			mix1(44, w.Group[2]))
	}
	return f
}

// TagTogether writes the features of word i that depend on several words or on
// tags; the words before it must have theirs.
func (s *Words) TagTogether(i int, f *[NumTagTogether]uint64) {
	j := i + pad
	a, b, w, c, d := &s.w[j-2], &s.w[j-1], &s.w[j], &s.w[j+1], &s.w[j+2]
	f[0] = mix2(11, w.Shape, b.Shape)
	f[1] = mix2(16, b.Form, w.Form)
	f[2] = mix2(17, w.Form, c.Form)
	f[3] = mix2(18, a.Form, b.Form)
	f[4] = mix2(19, c.Form, d.Form)
	f[5] = mix1(20, b.Fine)
	f[6] = mix1(21, a.Fine)
	f[7] = mix2(22, a.Fine, b.Fine)
	f[8] = mix2(23, b.Fine, w.Form)
	f[9] = mix2(24, b.Fine, c.Form)
	f[10] = mix2(25, b.Fine, w.Suffix[2])
	f[11] = mix3(26, a.Fine, b.Fine, w.Form)
	f[12] = mix2(33, w.Shape, c.Shape)
	f[13] = mix2(45, w.Group[1], b.Fine)
	f[14] = mix2(46, w.Group[1], c.Group[1])
	f[15] = mix3(47, b.Group[0], w.Group[0], c.Group[0])
	f[16] = mix2(48, b.Fine, c.Group[1])
	f[17] = mix3(49, a.Fine, b.Fine, c.Group[0])
	f[18] = mix2(50, w.Form, c.Group[1])
	f[19] = mix2(51, w.Form, c.Suffix[1])
	f[20] = mix3(52, b.Form, w.Suffix[1], c.Form)
	f[21] = mix2(53, w.Suffix[2], c.Group[0])
	f[22] = mix2(54, w.Form, d.Form)
	f[23] = mix2(55, w.Form, a.Form)
	f[24] = mix2(57, w.Prior, b.Fine)
	f[25] = mix2(58, w.Prior, c.Prior)
	f[26] = mix3(61, w.Prior, b.Fine, c.Prior)
	f[27] = mix3(62, b.Fine, c.Prior, d.Prior)
	f[28] = mix3(63, w.Prior, a.Fine, b.Fine)
}

// TagFeatures writes all features of word i.
func (s *Words) TagFeatures(i int, f *[NumTagFeatures]uint64) {
	alone := f[:0]
	for p := range NumTagPlaces {
		alone = s.TagAlone(i, p, alone)
	}
	s.TagTogether(i, (*[NumTagTogether]uint64)(f[NumTagAlone:]))
}
