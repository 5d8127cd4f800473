package feature

import (
	"entente/internal/knowledge/model"
	"entente/internal/text"
)

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
	f[0] = model.Mix1(300, w.Form)
	f[1] = model.Mix1(301, w.Cased)
	f[2] = model.Mix1(302, w.Shape)
	f[3] = model.Mix1(303, w.Suffix[1])
	f[4] = model.Mix1(304, w.Suffix[2])
	f[5] = model.Mix1(305, w.Suffix[3])
	f[6] = model.Mix1(306, w.Prefix[1])
	f[7] = model.Mix1(307, w.Prefix[2])
	f[8] = model.Mix1(308, w.Fine)
	f[9] = model.Mix2(309, w.Tag, w.Shape)
	f[10] = model.Mix1(310, b.Form)
	f[11] = model.Mix1(311, a.Form)
	f[12] = model.Mix1(312, c.Form)
	f[13] = model.Mix1(313, d.Form)
	f[14] = model.Mix2(314, b.Form, w.Form)
	f[15] = model.Mix2(315, w.Form, c.Form)
	f[16] = model.Mix1(316, b.Fine)
	f[17] = model.Mix1(317, c.Fine)
	f[18] = model.Mix3(318, b.Fine, w.Fine, c.Fine)
	f[19] = model.Mix2(319, b.Shape, w.Shape)
	f[20] = model.Mix2(320, w.Shape, c.Shape)
	f[21] = model.Mix3(321, b.Shape, w.Shape, c.Shape)
	f[22] = model.Mix1(322, w.Group[0])
	f[23] = model.Mix1(323, w.Group[1])
	f[24] = model.Mix1(324, w.Group[2])
	f[25] = model.Mix1(325, b.Group[1])
	f[26] = model.Mix1(326, b.Group[2])
	f[27] = model.Mix1(327, c.Group[1])
	f[28] = model.Mix1(328, c.Group[2])
	f[29] = model.Mix2(329, w.Group[1], w.Shape)
	f[30] = model.Mix2(330, b.Group[1], w.Group[1])
	f[31] = model.Mix2(331, w.Group[1], c.Group[1])
	f[32] = model.Mix1(332, a.Group[1])
	f[33] = model.Mix1(333, d.Group[1])
	f[34] = model.Mix1(334, l)
	f[35] = model.Mix2(335, l, w.Form)
	f[36] = model.Mix2(336, l, w.Shape)
	f[37] = model.Mix2(337, l, w.Fine)
	f[38] = model.Mix2(338, l, w.Group[1])
	f[39] = model.Mix2(339, l, w.Group[2])
	f[40] = model.Mix2(340, l, b.Form)
	f[41] = model.Mix2(341, l, c.Form)
	f[42] = model.Mix3(342, l, b.Fine, w.Fine)
	f[43] = model.Mix3(343, l, w.Fine, c.Fine)
	f[44] = model.Mix3(344, l, b.Group[1], w.Group[0])
	f[45] = model.Mix3(345, l, w.Group[0], c.Group[0])
	f[46] = model.Mix2(346, b.Form, w.Shape)
	f[47] = model.Mix2(347, c.Form, w.Shape)
	f[48] = model.Mix2(348, w.Suffix[2], w.Shape)
	f[49] = model.Mix3(349, b.Group[0], w.Group[0], c.Group[0])
	f[50] = model.Mix2(350, w.Group[2], w.Shape)
	f[51] = model.Mix3(351, l, b.Group[2], w.Shape)
}
