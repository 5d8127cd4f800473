package feature

import (
	"slices"

	"entente/internal/knowledge/model"
)

// NumTreeFeatures is the number of features of one state.
const NumTreeFeatures = 112

// A view is what the features see of a state: the three topmost words of the
// stack, the first three of the queue, and their dependents.
type view struct {
	s0, s1, s2, b0, b1, b2                          *Word
	n0, n1, m0                                      *node // of s0, s1, b0
	s0l, s0r, s1l, s1r, b0l, s0l2, s0r2, s1r2, b0l2 *Word
	s0lr, s0rr, s1lr, s1rr, b0lr                    uint64 // relations of s0l and so on
	d, e                                            uint64 // distances from s0 to b0, from s1 to s0
	c0, d0                                          uint64 // the word that marks the case of s0, b0: its leftmost dependent, as a rule
}

// Look takes the state in; the features are those of the state last looked at.
func (t *Tree) Look() {
	w, nodes, v := t.words.w, t.nodes, &t.v
	var i0, i1, i2 int32
	if n := len(t.stack); n > 2 {
		i0, i1, i2 = t.stack[n-1], t.stack[n-2], t.stack[n-3]
	} else if n == 2 {
		i0, i1 = t.stack[1], t.stack[0]
	} else if n == 1 {
		i0 = t.stack[0]
	}
	j0 := t.next
	v.s0, v.s1, v.s2 = &w[i0], &w[i1], &w[i2]
	v.b0, v.b1, v.b2 = &w[j0], &w[j0+1], &w[j0+2]
	n0, n1, m0 := &nodes[i0], &nodes[i1], &nodes[j0]
	v.n0, v.n1, v.m0 = n0, n1, m0
	v.s0l, v.s0r, v.s1l, v.s1r, v.b0l = &w[n0.l1], &w[n0.r1], &w[n1.l1], &w[n1.r1], &w[m0.l1]
	v.s0l2, v.s0r2, v.s1r2, v.b0l2 = &w[n0.l2], &w[n0.r2], &w[n1.r2], &w[m0.l2]
	v.s0lr, v.s0rr = uint64(nodes[n0.l1].rel), uint64(nodes[n0.r1].rel)
	v.s1lr, v.s1rr = uint64(nodes[n1.l1].rel), uint64(nodes[n1.r1].rel)
	v.b0lr = uint64(nodes[m0.l1].rel)
	v.d = distance(j0 - i0)
	v.e = distance(i0 - i1)
	v.c0, v.d0 = v.s0l.Kind, v.b0l.Kind
}

// Features writes all features of the state.
func (t *Tree) Features(f *[NumTreeFeatures]uint64) {
	t.Look()
	t.Together(f)
	for p := range NumTreeParts {
		t.Part(p, f)
	}
}

// A TreePart is a few features that see one word, or tags alone. They come back
// all the time, so that what they score together can be kept: PartKey says
// when they are the same.
type TreePart uint8

// Labels are scored with some features of each of the first NumLabelParts.
const (
	partS0        TreePart = iota // the top of the stack by itself
	partS1                        // the word below it
	partB0                        // the first of the queue
	partTags                      // tags of the top and of the first of the queue, and how far apart they stand
	partTagsBelow                 // the same of the two topmost
	partTop                       // the top, the tags and number of its dependents
	partTopQueue                  // tags of the top and of the first of the queue, with their dependents
	partBelowTop                  // tags of the two topmost, with their dependents
	partS2                        // the third word of the stack
	partB1                        // the second of the queue
	partB2                        // the third
	partQueue                     // tags at the head of the queue, with dependents
	partBelow                     // the word below the top, tags of its dependents
	NumTreeParts
	NumLabelParts = partBelowTop + 1
)

// PartFeatures are the places of each part's features among those of the state.
var PartFeatures = [NumTreeParts][]uint8{
	partS0:        {0, 1, 2, 94, 96},
	partS1:        {3, 4, 5, 98},
	partB0:        {8, 9, 10, 95, 97},
	partTags:      {20, 52, 54},
	partTagsBelow: {24, 55},
	partTop:       {47, 48, 59, 68, 75, 76},
	partTopQueue:  {40, 41, 42, 70, 73, 80},
	partBelowTop:  {43, 44, 45, 46, 71, 72, 81, 82},
	partS2:        {6, 7},
	partB1:        {11},
	partB2:        {13, 14},
	partQueue:     {21, 50, 61},
	partBelow:     {49, 60, 69, 78},
}

// MoveTogether are the places of the features in no part. Of the features that
// labels are scored with, LabelPartFeatures are in a part, LabelTogether in none.
var (
	MoveTogether                     = togetherOf(&PartFeatures)
	LabelPartFeatures, LabelTogether = labelsOf(&PartFeatures)
)

func togetherOf(parts *[NumTreeParts][]uint8) []uint8 {
	var rest []uint8
	for f := range uint8(NumTreeFeatures) {
		if !slices.ContainsFunc(parts[:], func(p []uint8) bool { return slices.Contains(p, f) }) {
			rest = append(rest, f)
		}
	}
	return rest
}

func labelsOf(parts *[NumTreeParts][]uint8) (in [NumLabelParts][]uint8, rest []uint8) {
	for _, f := range labelTemplates {
		p := slices.IndexFunc(parts[:NumLabelParts], func(p []uint8) bool { return slices.Contains(p, f) })
		if p < 0 {
			rest = append(rest, f)
		} else {
			in[p] = append(in[p], f)
		}
	}
	return in, rest
}

// PartKey is the same for two states whose features of part p are.
func (t *Tree) PartKey(p TreePart) uint64 {
	v := &t.v
	switch p {
	case partS0:
		return v.s0.Key
	case partS1:
		return v.s1.Key
	case partB0:
		return v.b0.Key
	case partTags:
		return v.s0.Fine | v.b0.Fine<<8 | v.d<<16
	case partTagsBelow:
		return v.s1.Fine | v.s0.Fine<<8 | v.e<<16
	case partTop:
		return model.Mix3(0, v.s0.Fine|v.s0l.Fine<<8|v.s0l2.Fine<<16|v.s0r.Fine<<24|v.s0r2.Fine<<32|v.s0lr<<40|v.s0rr<<48|uint64(v.n0.nl)<<56|uint64(v.n0.nr)<<60, v.n0.lset, v.n0.rset)
	case partTopQueue:
		return model.Mix2(0, v.s0.Fine|v.s0l.Fine<<8|v.s0r.Fine<<16|v.b0.Fine<<24|v.b0l.Fine<<32|v.b0lr<<40|v.s0rr<<48, v.n0.lset)
	case partBelowTop:
		return model.Mix3(0, v.s1.Fine|v.s1l.Fine<<8|v.s1r.Fine<<16|v.s0.Fine<<24|v.s0l.Fine<<32|v.s0r.Fine<<40|v.s1rr<<48|v.s0lr<<56, v.n1.lset, v.n1.rset)
	case partS2:
		return v.s2.Key
	case partB1:
		return v.b1.Key
	case partB2:
		return v.b2.Key
	case partQueue:
		return v.b0.Fine | v.b0l.Fine<<8 | v.b0l2.Fine<<16 | v.b1.Fine<<24 | uint64(v.m0.nl)<<32
	case partBelow:
		return model.Mix3(0, v.s1.Fine|v.s1r.Fine<<8|v.s1r2.Fine<<16|v.s1lr<<24|v.s1rr<<32|uint64(v.n1.nl)<<40|uint64(v.n1.nr)<<44, v.n1.lset, v.n1.rset)
	}
	return 0
}

// Part writes the features of part p.
func (t *Tree) Part(p TreePart, f *[NumTreeFeatures]uint64) {
	v := &t.v
	switch p {
	case partS0:
		f[0] = model.Mix1(100, v.s0.Form)
		f[1] = model.Mix1(101, v.s0.Fine)
		f[2] = model.Mix1(102, v.s0.Tagged)
		f[94] = model.Mix1(194, v.s0.Group[1])
		f[96] = model.Mix2(196, v.s0.Group[2], v.s0.Fine)
	case partS1:
		f[3] = model.Mix1(103, v.s1.Form)
		f[4] = model.Mix1(104, v.s1.Fine)
		f[5] = model.Mix1(105, v.s1.Tagged)
		f[98] = model.Mix2(198, v.s1.Group[2], v.s1.Fine)
	case partB0:
		f[8] = model.Mix1(108, v.b0.Form)
		f[9] = model.Mix1(109, v.b0.Fine)
		f[10] = model.Mix1(110, v.b0.Tagged)
		f[95] = model.Mix1(195, v.b0.Group[1])
		f[97] = model.Mix2(197, v.b0.Group[2], v.b0.Fine)
	case partTags:
		f[20] = model.Mix2(120, v.s0.Fine, v.b0.Fine)
		f[52] = model.Mix2(152, v.s0.Fine, v.d)
		f[54] = model.Mix3(154, v.s0.Fine, v.b0.Fine, v.d)
	case partTagsBelow:
		f[24] = model.Mix2(124, v.s1.Fine, v.s0.Fine)
		f[55] = model.Mix3(155, v.s1.Fine, v.s0.Fine, v.e)
	case partTop:
		f[47] = model.Mix3(147, v.s0.Fine, v.s0l.Fine, v.s0l2.Fine)
		f[48] = model.Mix3(148, v.s0.Fine, v.s0r.Fine, v.s0r2.Fine)
		f[59] = model.Mix2(159, v.s0.Fine, uint64(v.n0.nl)<<4|uint64(v.n0.nr))
		f[68] = model.Mix3(168, v.s0.Fine, v.s0lr, v.s0rr)
		f[75] = model.Mix2(175, v.s0.Fine, v.n0.lset)
		f[76] = model.Mix2(176, v.s0.Fine, v.n0.rset)
	case partTopQueue:
		f[40] = model.Mix3(140, v.s0.Fine, v.s0l.Fine, v.b0.Fine)
		f[41] = model.Mix3(141, v.s0.Fine, v.s0r.Fine, v.b0.Fine)
		f[42] = model.Mix3(142, v.s0.Fine, v.b0.Fine, v.b0l.Fine)
		f[70] = model.Mix3(170, v.s0.Fine, v.b0.Fine, v.b0lr)
		f[73] = model.Mix3(173, v.s0.Fine, v.b0.Fine, v.s0rr)
		f[80] = model.Mix3(180, v.s0.Fine, v.n0.lset, v.b0.Fine)
	case partBelowTop:
		f[43] = model.Mix3(143, v.s1.Fine, v.s1r.Fine, v.s0.Fine)
		f[44] = model.Mix3(144, v.s1.Fine, v.s1l.Fine, v.s0.Fine)
		f[45] = model.Mix3(145, v.s1.Fine, v.s0.Fine, v.s0l.Fine)
		f[46] = model.Mix3(146, v.s1.Fine, v.s0.Fine, v.s0r.Fine)
		f[71] = model.Mix3(171, v.s1.Fine, v.s0.Fine, v.s1rr)
		f[72] = model.Mix3(172, v.s1.Fine, v.s0.Fine, v.s0lr)
		f[81] = model.Mix3(181, v.s1.Fine, v.n1.rset, v.s0.Fine)
		f[82] = model.Mix3(182, v.s1.Fine, v.n1.lset, v.s0.Fine)
	case partS2:
		f[6] = model.Mix1(106, v.s2.Tagged)
		f[7] = model.Mix1(107, v.s2.Fine)
	case partB1:
		f[11] = model.Mix1(111, v.b1.Tagged)
	case partB2:
		f[13] = model.Mix1(113, v.b2.Tagged)
		f[14] = model.Mix1(114, v.b2.Fine)
	case partQueue:
		f[21] = model.Mix2(121, v.b0.Fine, v.b1.Fine)
		f[50] = model.Mix3(150, v.b0.Fine, v.b0l.Fine, v.b0l2.Fine)
		f[61] = model.Mix2(161, v.b0.Fine, uint64(v.m0.nl))
	case partBelow:
		f[49] = model.Mix3(149, v.s1.Fine, v.s1r.Fine, v.s1r2.Fine)
		f[60] = model.Mix2(160, v.s1.Fine, uint64(v.n1.nl)<<4|uint64(v.n1.nr))
		f[69] = model.Mix3(169, v.s1.Fine, v.s1lr, v.s1rr)
		f[78] = model.Mix3(178, v.s1.Fine, v.n1.lset, v.n1.rset)
	}
}

// Together writes the features that are in no part.
func (t *Tree) Together(f *[NumTreeFeatures]uint64) {
	v := &t.v
	f[12] = model.Mix1(112, v.b1.Fine)
	f[15] = model.Mix2(115, v.s0.Tagged, v.b0.Tagged)
	f[16] = model.Mix3(116, v.s0.Tagged, v.b0.Form, v.d)
	f[17] = model.Mix2(117, v.s0.Tagged, v.b0.Fine)
	f[18] = model.Mix2(118, v.s0.Fine, v.b0.Tagged)
	f[19] = model.Mix2(119, v.s0.Form, v.b0.Form)
	f[22] = model.Mix2(122, v.s1.Tagged, v.s0.Tagged)
	f[23] = model.Mix2(123, v.s1.Form, v.s0.Form)
	f[25] = model.Mix2(125, v.s1.Tagged, v.s0.Fine)
	f[26] = model.Mix2(126, v.s1.Fine, v.s0.Tagged)
	f[27] = model.Mix3(127, v.s1.Fine, v.s0.Fine, v.b0.Fine)
	f[28] = model.Mix3(128, v.b0.Kind, v.b1.Kind, v.b2.Kind)
	f[29] = model.Mix3(129, v.s0.Kind, v.b0.Kind, v.b1.Kind)
	f[30] = model.Mix3(130, v.s2.Fine, v.s1.Fine, v.s0.Fine)
	f[31] = model.Mix3(131, v.s0.Kind, v.b0.Kind, v.b1.Form)
	f[32] = model.Mix3(132, v.s0.Tagged, v.b0.Kind, v.b1.Kind)
	f[33] = model.Mix3(133, v.s0.Kind, v.b0.Tagged, v.b1.Kind)
	f[34] = model.Mix3(134, v.s1.Tagged, v.s0.Kind, v.b0.Kind)
	f[35] = model.Mix3(135, v.s1.Kind, v.s0.Tagged, v.b0.Kind)
	f[36] = model.Mix3(136, v.s1.Kind, v.s0.Kind, v.b0.Tagged)
	f[37] = model.Mix3(137, v.s1.Kind, v.s0.Kind, v.b0.Kind)
	f[38] = model.Mix3(138, v.s2.Kind, v.s1.Kind, model.Mix2(0, v.s0.Kind, v.b0.Kind))
	f[39] = model.Mix3(139, v.s1.Kind, v.s0.Kind, model.Mix2(0, v.b0.Kind, v.b1.Kind))
	f[51] = model.Mix2(151, v.s0.Form, v.d)
	f[53] = model.Mix2(153, v.b0.Form, v.d)
	f[56] = model.Mix3(156, v.s1.Form, v.s0.Fine, v.e)
	f[57] = model.Mix2(157, v.s0.Form, uint64(v.n0.nl))
	f[58] = model.Mix2(158, v.s0.Form, uint64(v.n0.nr))
	f[62] = model.Mix2(162, v.b0.Form, uint64(v.m0.nl))
	f[63] = model.Mix2(163, v.s0l.Form, v.s0lr)
	f[64] = model.Mix2(164, v.s0r.Form, v.s0rr)
	f[65] = model.Mix2(165, v.s1l.Form, v.s1lr)
	f[66] = model.Mix2(166, v.s1r.Form, v.s1rr)
	f[67] = model.Mix2(167, v.b0l.Form, v.b0lr)
	f[74] = model.Mix2(174, v.s0.Form, v.n0.lset)
	f[77] = model.Mix2(177, v.s1.Form, v.n1.rset)
	f[79] = model.Mix2(179, v.b0.Fine, v.m0.lset)

	// Attachment of prepositional phrases and clauses: the governor on
	// offer, the marking word, and the word inside.
	f[83] = model.Mix3(183, v.s1.Form, v.c0, v.s0.Fine)
	f[84] = model.Mix3(184, v.s1.Group[1], v.c0, v.s0.Group[0])
	f[85] = model.Mix3(185, v.s1.Fine, v.c0, v.s0.Group[1])
	f[86] = model.Mix3(186, v.s2.Form, v.c0, v.s1.Fine)
	f[87] = model.Mix3(187, v.s2.Group[1], v.c0, v.s1.Group[1])
	f[88] = model.Mix3(188, v.s0.Form, v.b0.Form, v.b1.Fine)
	f[89] = model.Mix3(189, v.s1.Form, v.s0.Fine, v.b0.Form)
	f[90] = model.Mix3(190, v.s0.Group[1], v.b0.Form, v.b1.Group[1])
	f[91] = model.Mix3(191, v.s1.Group[1], v.s0.Group[1], v.b0.Form)
	f[92] = model.Mix3(192, v.c0, v.s0.Fine, v.b0.Form)
	f[93] = model.Mix3(193, v.s0.Fine, v.d0, v.b0.Fine)

	f[99] = model.Mix2(199, v.s0.Group[1], v.b0.Group[1])
	f[100] = model.Mix2(200, v.s1.Group[1], v.s0.Group[1])
	f[101] = model.Mix2(201, v.s0.Group[2], v.b0.Group[2])
	f[102] = model.Mix2(202, v.s1.Group[2], v.s0.Group[2])
	f[103] = model.Mix3(203, v.s0.Group[0], v.b0.Group[0], v.b0.Fine)
	f[104] = model.Mix3(204, v.s1.Group[0], v.s0.Group[0], v.b0.Group[0])
	f[105] = model.Mix2(205, v.s0.Group[1], v.b0.Tagged)
	f[106] = model.Mix2(206, v.s0.Tagged, v.b0.Group[1])
	f[107] = model.Mix2(207, v.s1.Group[1], v.s0.Tagged)
	f[108] = model.Mix2(208, v.s1.Tagged, v.s0.Group[1])
	f[109] = model.Mix3(209, v.s0.Group[0], v.s0.Fine, model.Mix2(0, v.b0.Group[0], v.b0.Fine))
	f[110] = model.Mix3(210, v.b0.Group[1], v.b1.Group[1], v.s0.Fine)
	f[111] = model.Mix3(211, v.s1.Fine, v.s0r.Kind, model.Mix2(0, v.s0.Fine, v.s0rr))
}

// labelTemplates are the features that say something about the relation of a
// new arc: its two ends, their dependents, and what stands between.
var labelTemplates = [NumLabelFeatures]uint8{
	0, 1, 2, 3, 4, 5, 8, 9, 10, 12, 15, 17, 18, 19, 20, 22, 23, 24, 25, 26, 27, 34, 36, 37,
	40, 41, 43, 44, 45, 46, 54, 55, 63, 64, 65, 66, 67, 68, 70, 71, 72, 74, 75, 76, 79, 80, 81, 82,
	83, 84, 85, 92, 93, 96, 97, 98, 99, 100, 102, 105, 106, 107, 108, 111,
}

// NumLabelFeatures is the number of features that labels are scored with.
const NumLabelFeatures = 64

// LabelFeatures picks from the features of a state those for the label of the
// arc that is about to be made.
func LabelFeatures(f *[NumTreeFeatures]uint64, l *[NumLabelFeatures]uint64) {
	for i, t := range labelTemplates {
		l[i] = f[t]
	}
}

// distance is a number of words, coarser the larger it is.
func distance(d int32) uint64 {
	switch {
	case d < 5:
		return uint64(d)
	case d < 7:
		return 5
	case d < 11:
		return 6
	}
	return 7
}
