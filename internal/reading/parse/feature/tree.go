package feature

import (
	"entente/internal/knowledge/model"
	"entente/internal/text"
)

// A Move is a step of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez, Satta
// 2011): words wait in a queue, open words lie on a stack.
type Move uint8

const (
	Shift Move = iota // the first of the queue goes onto the stack
	Left              // the top of the stack becomes a dependent of the first of the queue
	Right             // the top of the stack becomes a dependent of the word below it
	NumMoves
)

// A node is a word of the half-built tree. Places count as in Words, so that
// place 0 is nothing and the place behind the last word is the artificial root.
type node struct {
	head           int32
	l1, l2, r1, r2 int32 // outermost and second outermost dependents
	nl, nr         uint8
	rel            text.Rel
	lset, rset     uint64 // relations of the dependents, as bits
}

// A Tree is the state of the transition system for one sentence.
type Tree struct {
	words *Words
	nodes []node
	stack []int32
	next  int32
	root  int32
}

// Reset starts a tree over the words, which must have their tags.
func (t *Tree) Reset(w *Words) {
	t.words = w
	need := len(w.w)
	if cap(t.nodes) < need {
		t.nodes = make([]node, need, need+need/2)
		t.stack = make([]int32, 0, need+need/2)
	}
	t.nodes = t.nodes[:need]
	clear(t.nodes)
	t.stack = t.stack[:0]
	t.next, t.root = pad, int32(w.n+pad)
}

// Done reports whether every word has a head.
func (t *Tree) Done() bool { return t.next == t.root && len(t.stack) == 0 }

// Allowed reports which moves may be made. When only the root is left in the
// queue, the words on the stack are joined until one remains, so that every
// tree has one root.
func (t *Tree) Allowed() (shift, left, right bool) {
	n := len(t.stack)
	if t.next == t.root {
		return false, n == 1, n > 1
	}
	return true, n > 0, n > 1
}

// Apply makes a move; rel names the new arc's relation.
func (t *Tree) Apply(m Move, rel text.Rel) {
	if m == Shift {
		t.stack = append(t.stack, t.next)
		t.next++
		return
	}
	n := len(t.stack)
	d := t.stack[n-1]
	t.stack = t.stack[:n-1]
	if m == Left {
		h := &t.nodes[t.next]
		h.l2, h.l1 = h.l1, d
		h.nl = min(h.nl+1, 7)
		h.lset |= 1 << rel
		t.nodes[d].head = t.next
	} else {
		p := t.stack[n-2]
		h := &t.nodes[p]
		h.r2, h.r1 = h.r1, d
		h.nr = min(h.nr+1, 7)
		h.rset |= 1 << rel
		t.nodes[d].head = p
	}
	t.nodes[d].rel = rel
}

// Head is the head of word i, -1 for the root, and its relation.
func (t *Tree) Head(i int) (int, text.Rel) {
	n := &t.nodes[i+pad]
	if n.head == t.root {
		return -1, n.rel
	}
	return int(n.head) - pad, n.rel
}

// Front is the first word of the queue; it is the number of words when only
// the artificial root is left.
func (t *Tree) Front() int { return int(t.next) - pad }

// Stack calls f for the words on the stack, from the top down.
func (t *Tree) Stack(f func(word int)) {
	for i := len(t.stack) - 1; i >= 0; i-- {
		f(int(t.stack[i]) - pad)
	}
}

// LeftSalt is xored into the feature hashes when a Left arc is labelled: the
// label table reads the same features as the move table, with the direction.
const LeftSalt = 0x5bd1e9955bd1e995

// NumTreeFeatures is the number of features of one state.
const NumTreeFeatures = 112

// Features writes the features of the state.
func (t *Tree) Features(f *[NumTreeFeatures]uint64) {
	w, nodes := t.words.w, t.nodes
	var i0, i1, i2 int32
	if n := len(t.stack); n > 2 {
		i0, i1, i2 = t.stack[n-1], t.stack[n-2], t.stack[n-3]
	} else if n == 2 {
		i0, i1 = t.stack[1], t.stack[0]
	} else if n == 1 {
		i0 = t.stack[0]
	}
	j0 := t.next
	s0, s1, s2 := &w[i0], &w[i1], &w[i2]
	b0, b1, b2 := &w[j0], &w[j0+1], &w[j0+2]
	n0, n1, m0 := &nodes[i0], &nodes[i1], &nodes[j0]
	s0l, s0r, s1l, s1r, b0l := &w[n0.l1], &w[n0.r1], &w[n1.l1], &w[n1.r1], &w[m0.l1]
	s0l2, s0r2, s1r2, b0l2 := &w[n0.l2], &w[n0.r2], &w[n1.r2], &w[m0.l2]
	s0lr, s0rr := uint64(nodes[n0.l1].rel), uint64(nodes[n0.r1].rel)
	s1lr, s1rr := uint64(nodes[n1.l1].rel), uint64(nodes[n1.r1].rel)
	b0lr := uint64(nodes[m0.l1].rel)
	d := distance(j0 - i0)
	e := distance(i0 - i1)
	// The word that marks the case of s0, b0: its leftmost dependent, as a rule.
	c0, d0 := s0l.Kind, b0l.Kind

	f[0] = model.Mix1(100, s0.Form)
	f[1] = model.Mix1(101, s0.Fine)
	f[2] = model.Mix1(102, s0.Tagged)
	f[3] = model.Mix1(103, s1.Form)
	f[4] = model.Mix1(104, s1.Fine)
	f[5] = model.Mix1(105, s1.Tagged)
	f[6] = model.Mix1(106, s2.Tagged)
	f[7] = model.Mix1(107, s2.Fine)
	f[8] = model.Mix1(108, b0.Form)
	f[9] = model.Mix1(109, b0.Fine)
	f[10] = model.Mix1(110, b0.Tagged)
	f[11] = model.Mix1(111, b1.Tagged)
	f[12] = model.Mix1(112, b1.Fine)
	f[13] = model.Mix1(113, b2.Tagged)
	f[14] = model.Mix1(114, b2.Fine)
	f[15] = model.Mix2(115, s0.Tagged, b0.Tagged)
	f[16] = model.Mix3(116, s0.Tagged, b0.Form, d)
	f[17] = model.Mix2(117, s0.Tagged, b0.Fine)
	f[18] = model.Mix2(118, s0.Fine, b0.Tagged)
	f[19] = model.Mix2(119, s0.Form, b0.Form)
	f[20] = model.Mix2(120, s0.Fine, b0.Fine)
	f[21] = model.Mix2(121, b0.Fine, b1.Fine)
	f[22] = model.Mix2(122, s1.Tagged, s0.Tagged)
	f[23] = model.Mix2(123, s1.Form, s0.Form)
	f[24] = model.Mix2(124, s1.Fine, s0.Fine)
	f[25] = model.Mix2(125, s1.Tagged, s0.Fine)
	f[26] = model.Mix2(126, s1.Fine, s0.Tagged)
	f[27] = model.Mix3(127, s1.Fine, s0.Fine, b0.Fine)
	f[28] = model.Mix3(128, b0.Kind, b1.Kind, b2.Kind)
	f[29] = model.Mix3(129, s0.Kind, b0.Kind, b1.Kind)
	f[30] = model.Mix3(130, s2.Fine, s1.Fine, s0.Fine)
	f[31] = model.Mix3(131, s0.Kind, b0.Kind, b1.Form)
	f[32] = model.Mix3(132, s0.Tagged, b0.Kind, b1.Kind)
	f[33] = model.Mix3(133, s0.Kind, b0.Tagged, b1.Kind)
	f[34] = model.Mix3(134, s1.Tagged, s0.Kind, b0.Kind)
	f[35] = model.Mix3(135, s1.Kind, s0.Tagged, b0.Kind)
	f[36] = model.Mix3(136, s1.Kind, s0.Kind, b0.Tagged)
	f[37] = model.Mix3(137, s1.Kind, s0.Kind, b0.Kind)
	f[38] = model.Mix3(138, s2.Kind, s1.Kind, model.Mix2(0, s0.Kind, b0.Kind))
	f[39] = model.Mix3(139, s1.Kind, s0.Kind, model.Mix2(0, b0.Kind, b1.Kind))
	f[40] = model.Mix3(140, s0.Fine, s0l.Fine, b0.Fine)
	f[41] = model.Mix3(141, s0.Fine, s0r.Fine, b0.Fine)
	f[42] = model.Mix3(142, s0.Fine, b0.Fine, b0l.Fine)
	f[43] = model.Mix3(143, s1.Fine, s1r.Fine, s0.Fine)
	f[44] = model.Mix3(144, s1.Fine, s1l.Fine, s0.Fine)
	f[45] = model.Mix3(145, s1.Fine, s0.Fine, s0l.Fine)
	f[46] = model.Mix3(146, s1.Fine, s0.Fine, s0r.Fine)
	f[47] = model.Mix3(147, s0.Fine, s0l.Fine, s0l2.Fine)
	f[48] = model.Mix3(148, s0.Fine, s0r.Fine, s0r2.Fine)
	f[49] = model.Mix3(149, s1.Fine, s1r.Fine, s1r2.Fine)
	f[50] = model.Mix3(150, b0.Fine, b0l.Fine, b0l2.Fine)

	f[51] = model.Mix2(151, s0.Form, d)
	f[52] = model.Mix2(152, s0.Fine, d)
	f[53] = model.Mix2(153, b0.Form, d)
	f[54] = model.Mix3(154, s0.Fine, b0.Fine, d)
	f[55] = model.Mix3(155, s1.Fine, s0.Fine, e)
	f[56] = model.Mix3(156, s1.Form, s0.Fine, e)
	f[57] = model.Mix2(157, s0.Form, uint64(n0.nl))
	f[58] = model.Mix2(158, s0.Form, uint64(n0.nr))
	f[59] = model.Mix2(159, s0.Fine, uint64(n0.nl)<<4|uint64(n0.nr))
	f[60] = model.Mix2(160, s1.Fine, uint64(n1.nl)<<4|uint64(n1.nr))
	f[61] = model.Mix2(161, b0.Fine, uint64(m0.nl))
	f[62] = model.Mix2(162, b0.Form, uint64(m0.nl))

	f[63] = model.Mix2(163, s0l.Form, s0lr)
	f[64] = model.Mix2(164, s0r.Form, s0rr)
	f[65] = model.Mix2(165, s1l.Form, s1lr)
	f[66] = model.Mix2(166, s1r.Form, s1rr)
	f[67] = model.Mix2(167, b0l.Form, b0lr)
	f[68] = model.Mix3(168, s0.Fine, s0lr, s0rr)
	f[69] = model.Mix3(169, s1.Fine, s1lr, s1rr)
	f[70] = model.Mix3(170, s0.Fine, b0.Fine, b0lr)
	f[71] = model.Mix3(171, s1.Fine, s0.Fine, s1rr)
	f[72] = model.Mix3(172, s1.Fine, s0.Fine, s0lr)
	f[73] = model.Mix3(173, s0.Fine, b0.Fine, s0rr)
	f[74] = model.Mix2(174, s0.Form, n0.lset)
	f[75] = model.Mix2(175, s0.Fine, n0.lset)
	f[76] = model.Mix2(176, s0.Fine, n0.rset)
	f[77] = model.Mix2(177, s1.Form, n1.rset)
	f[78] = model.Mix3(178, s1.Fine, n1.lset, n1.rset)
	f[79] = model.Mix2(179, b0.Fine, m0.lset)
	f[80] = model.Mix3(180, s0.Fine, n0.lset, b0.Fine)
	f[81] = model.Mix3(181, s1.Fine, n1.rset, s0.Fine)
	f[82] = model.Mix3(182, s1.Fine, n1.lset, s0.Fine)

	// Attachment of prepositional phrases and clauses: the governor on
	// offer, the marking word, and the word inside.
	f[83] = model.Mix3(183, s1.Form, c0, s0.Fine)
	f[84] = model.Mix3(184, s1.Group[1], c0, s0.Group[0])
	f[85] = model.Mix3(185, s1.Fine, c0, s0.Group[1])
	f[86] = model.Mix3(186, s2.Form, c0, s1.Fine)
	f[87] = model.Mix3(187, s2.Group[1], c0, s1.Group[1])
	f[88] = model.Mix3(188, s0.Form, b0.Form, b1.Fine)
	f[89] = model.Mix3(189, s1.Form, s0.Fine, b0.Form)
	f[90] = model.Mix3(190, s0.Group[1], b0.Form, b1.Group[1])
	f[91] = model.Mix3(191, s1.Group[1], s0.Group[1], b0.Form)
	f[92] = model.Mix3(192, c0, s0.Fine, b0.Form)
	f[93] = model.Mix3(193, s0.Fine, d0, b0.Fine)

	f[94] = model.Mix1(194, s0.Group[1])
	f[95] = model.Mix1(195, b0.Group[1])
	f[96] = model.Mix2(196, s0.Group[2], s0.Fine)
	f[97] = model.Mix2(197, b0.Group[2], b0.Fine)
	f[98] = model.Mix2(198, s1.Group[2], s1.Fine)
	f[99] = model.Mix2(199, s0.Group[1], b0.Group[1])
	f[100] = model.Mix2(200, s1.Group[1], s0.Group[1])
	f[101] = model.Mix2(201, s0.Group[2], b0.Group[2])
	f[102] = model.Mix2(202, s1.Group[2], s0.Group[2])
	f[103] = model.Mix3(203, s0.Group[0], b0.Group[0], b0.Fine)
	f[104] = model.Mix3(204, s1.Group[0], s0.Group[0], b0.Group[0])
	f[105] = model.Mix2(205, s0.Group[1], b0.Tagged)
	f[106] = model.Mix2(206, s0.Tagged, b0.Group[1])
	f[107] = model.Mix2(207, s1.Group[1], s0.Tagged)
	f[108] = model.Mix2(208, s1.Tagged, s0.Group[1])
	f[109] = model.Mix3(209, s0.Group[0], s0.Fine, model.Mix2(0, b0.Group[0], b0.Fine))
	f[110] = model.Mix3(210, b0.Group[1], b1.Group[1], s0.Fine)
	f[111] = model.Mix3(211, s1.Fine, s0r.Kind, model.Mix2(0, s0.Fine, s0rr))
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

// SureKey is the state as the dictionary of sure moves sees it. States that
// share a key and nearly always went the same way in training are not scored.
func (t *Tree) SureKey() uint64 {
	w, nodes := t.words.w, t.nodes
	var i0, i1 int32
	if n := len(t.stack); n > 1 {
		i0, i1 = t.stack[n-1], t.stack[n-2]
	} else if n == 1 {
		i0 = t.stack[0]
	}
	n0, n1, m0 := &nodes[i0], &nodes[i1], &nodes[t.next]
	marks := uint64(0) // whether the ends have dependents that matter
	if n0.l1 != 0 {
		marks |= 1
	}
	if n0.r1 != 0 {
		marks |= 2
	}
	if n1.l1 != 0 {
		marks |= 4
	}
	if m0.l1 != 0 {
		marks |= 8
	}
	return model.Mix3(400, w[i1].Kind, w[i0].Kind, model.Mix3(401, w[t.next].Kind, w[t.next+1].Kind, w[n0.l1].Kind<<4|marks))
}

// SureLabelKey is an arc, not yet made, as the dictionary of sure labels sees it.
func (t *Tree) SureLabelKey(m Move) uint64 {
	w := t.words.w
	n := len(t.stack)
	dep := t.stack[n-1]
	head := t.next
	if m == Right {
		head = t.stack[n-2]
	}
	return model.Mix3(402, w[dep].Kind, w[head].Kind, w[t.nodes[dep].l1].Kind<<8|uint64(m)<<4|min(uint64(t.nodes[dep].nl), 2))
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
