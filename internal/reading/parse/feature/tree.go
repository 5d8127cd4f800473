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
	v     view
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
