package feature

import "entente/internal/text"

// A NameTag is a class of the name tagger: outside, or the first or a further
// word of a name of a kind.
type NameTag uint8

// NumNameTags is the number of classes.
const NumNameTags = 9

// NameStart is the class of the first word of a name, NameInside of a later one.
func NameStart(k text.MentionKind) NameTag  { return 1 + 2*NameTag(k) }
func NameInside(k text.MentionKind) NameTag { return 2 + 2*NameTag(k) }

// Kind is the kind of name; t must not be 0.
func (t NameTag) Kind() text.MentionKind { return text.MentionKind(t-1) / 2 }

// Inside reports whether t goes on with the name before it.
func (t NameTag) Inside() bool { return t != 0 && t%2 == 0 }

// Follows reports whether t may come after p.
func (t NameTag) Follows(p NameTag) bool {
	return !t.Inside() || p == t || p == t-1
}

// NumNameFeatures is the number of features of one word for the name tagger.
const NumNameFeatures = 52

// NameFeatures writes the features of word i after a word of class p.
func (s *Words) NameFeatures(i int, p NameTag, f *[NumNameFeatures]uint64) {
	j := i + pad
	a, b, w, c, d := &s.w[j-2], &s.w[j-1], &s.w[j], &s.w[j+1], &s.w[j+2]
	l := uint64(p)
	f[0] = mix1(300, w.Form)
	f[1] = mix1(301, w.Cased)
	f[2] = mix1(302, w.Shape)
	f[3] = mix1(303, w.Suffix[1])
	f[4] = mix1(304, w.Suffix[2])
	f[5] = mix1(305, w.Suffix[3])
	f[6] = mix1(306, w.Prefix[1])
	f[7] = mix1(307, w.Prefix[2])
	f[8] = mix1(308, w.Fine)
	f[9] = mix2(309, w.Tag, w.Shape)
	f[10] = mix1(310, b.Form)
	f[11] = mix1(311, a.Form)
	f[12] = mix1(312, c.Form)
	f[13] = mix1(313, d.Form)
	f[14] = mix2(314, b.Form, w.Form)
	f[15] = mix2(315, w.Form, c.Form)
	f[16] = mix1(316, b.Fine)
	f[17] = mix1(317, c.Fine)
	f[18] = mix3(318, b.Fine, w.Fine, c.Fine)
	f[19] = mix2(319, b.Shape, w.Shape)
	f[20] = mix2(320, w.Shape, c.Shape)
	f[21] = mix3(321, b.Shape, w.Shape, c.Shape)
	f[22] = mix1(322, w.Group[0])
	f[23] = mix1(323, w.Group[1])
	f[24] = mix1(324, w.Group[2])
	f[25] = mix1(325, b.Group[1])
	f[26] = mix1(326, b.Group[2])
	f[27] = mix1(327, c.Group[1])
	f[28] = mix1(328, c.Group[2])
	f[29] = mix2(329, w.Group[1], w.Shape)
	f[30] = mix2(330, b.Group[1], w.Group[1])
	f[31] = mix2(331, w.Group[1], c.Group[1])
	f[32] = mix1(332, a.Group[1])
	f[33] = mix1(333, d.Group[1])
	f[34] = mix1(334, l)
	f[35] = mix2(335, l, w.Form)
	f[36] = mix2(336, l, w.Shape)
	f[37] = mix2(337, l, w.Fine)
	f[38] = mix2(338, l, w.Group[1])
	f[39] = mix2(339, l, w.Group[2])
	f[40] = mix2(340, l, b.Form)
	f[41] = mix2(341, l, c.Form)
	f[42] = mix3(342, l, b.Fine, w.Fine)
	f[43] = mix3(343, l, w.Fine, c.Fine)
	f[44] = mix3(344, l, b.Group[1], w.Group[0])
	f[45] = mix3(345, l, w.Group[0], c.Group[0])
	f[46] = mix2(346, b.Form, w.Shape)
	f[47] = mix2(347, c.Form, w.Shape)
	f[48] = mix2(348, w.Suffix[2], w.Shape)
	f[49] = mix3(349, b.Group[0], w.Group[0], c.Group[0])
	f[50] = mix2(350, w.Group[2], w.Shape)
	f[51] = mix3(351, l, b.Group[2], w.Shape)
}
