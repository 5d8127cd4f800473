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
const NumTagFeatures = 64

// TagFeatures writes the features of word i; the words before it must have
// their tags.
func (s *Words) TagFeatures(i int, f *[NumTagFeatures]uint64) {
	j := i + pad
	a, b, w, c, d := &s.w[j-2], &s.w[j-1], &s.w[j], &s.w[j+1], &s.w[j+2]
	f[0] = mix1(0, w.Form)
	f[1] = mix1(1, w.Cased)
	f[2] = mix1(2, w.Shape)
	f[3] = mix1(3, w.Suffix[0])
	f[4] = mix1(4, w.Suffix[1])
	f[5] = mix1(5, w.Suffix[2])
	f[6] = mix1(6, w.Suffix[3])
	f[7] = mix1(7, w.Prefix[0])
	f[8] = mix1(8, w.Prefix[1])
	f[9] = mix1(9, w.Prefix[2])
	f[10] = mix2(10, w.Shape, w.Suffix[1])
	f[11] = mix2(11, w.Shape, b.Shape)
	f[12] = mix1(12, b.Form)
	f[13] = mix1(13, a.Form)
	f[14] = mix1(14, c.Form)
	f[15] = mix1(15, d.Form)
	f[16] = mix2(16, b.Form, w.Form)
	f[17] = mix2(17, w.Form, c.Form)
	f[18] = mix2(18, a.Form, b.Form)
	f[19] = mix2(19, c.Form, d.Form)
	f[20] = mix1(20, b.Fine)
	f[21] = mix1(21, a.Fine)
	f[22] = mix2(22, a.Fine, b.Fine)
	f[23] = mix2(23, b.Fine, w.Form)
	f[24] = mix2(24, b.Fine, c.Form)
	f[25] = mix2(25, b.Fine, w.Suffix[2])
	f[26] = mix3(26, a.Fine, b.Fine, w.Form)
	f[27] = mix1(27, b.Suffix[2])
	f[28] = mix1(28, c.Suffix[2])
	f[29] = mix1(29, c.Suffix[1])
	f[30] = mix1(30, d.Suffix[2])
	f[31] = mix1(31, c.Shape)
	f[32] = mix1(32, b.Shape)
	f[33] = mix2(33, w.Shape, c.Shape)
	f[34] = mix1(34, w.Group[0])
	f[35] = mix1(35, w.Group[1])
	f[36] = mix1(36, w.Group[2])
	f[37] = mix1(37, b.Group[1])
	f[38] = mix1(38, b.Group[2])
	f[39] = mix1(39, c.Group[0])
	f[40] = mix1(40, c.Group[1])
	f[41] = mix1(41, c.Group[2])
	f[42] = mix1(42, a.Group[1])
	f[43] = mix1(43, d.Group[1])
	f[44] = mix1(44, d.Group[2])
	f[45] = mix2(45, w.Group[1], b.Fine)
	f[46] = mix2(46, w.Group[1], c.Group[1])
	f[47] = mix3(47, b.Group[0], w.Group[0], c.Group[0])
	f[48] = mix2(48, b.Fine, c.Group[1])
	f[49] = mix3(49, a.Fine, b.Fine, c.Group[0])
	f[50] = mix2(50, w.Form, c.Group[1])
	f[51] = mix2(51, w.Form, c.Suffix[1])
	f[52] = mix3(52, b.Form, w.Suffix[1], c.Form)
	f[53] = mix2(53, w.Suffix[2], c.Group[0])
	f[54] = mix2(54, w.Form, d.Form)
	f[55] = mix2(55, w.Form, a.Form)
	f[56] = mix1(56, w.Prior)
	f[57] = mix2(57, w.Prior, b.Fine)
	f[58] = mix2(58, w.Prior, c.Prior)
	f[59] = mix2(59, w.Prior, w.Suffix[1])
	f[60] = mix2(60, w.Prior, w.Shape)
	f[61] = mix3(61, w.Prior, b.Fine, c.Prior)
	f[62] = mix3(62, b.Fine, c.Prior, d.Prior)
	f[63] = mix3(63, w.Prior, a.Fine, b.Fine)
}
