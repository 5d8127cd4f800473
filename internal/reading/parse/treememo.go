package parse

import (
	"entente/internal/knowledge/model"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// Half of the features of a state see one word, or tags alone. Words and
// patterns of tags come back, so what those features score together is kept,
// as it is for tags: a full or an empty memo gives the same trees.
const (
	moveMemoBits  = 11
	labelMemoBits = 10
)

// A treeMemo keeps what parts of states score, in rows chosen by their keys.
// Key 0 is empty: no key is 0, since no tag is.
type treeMemo struct {
	moves  [feature.NumTreeParts][1 << moveMemoBits]moveRow
	labels [feature.NumLabelParts][1 << labelMemoBits]labelRow
	all    [feature.NumTreeFeatures]uint64 // features by their places; those of parts are not always there
	some   [feature.NumTreeFeatures]uint64 // what is scored
}

type moveRow struct {
	key    uint64
	scores [feature.NumMoves]int32
}

type labelRow struct {
	key    uint64
	scores [text.NumRel]int32
}

// look takes in the state of t, to be scored by move and label.
func (m *treeMemo) look(t *feature.Tree) {
	t.Look()
	t.Together(&m.all)
}

// pick copies the features at the given places.
func (m *treeMemo) pick(places []uint8) []uint64 {
	for i, p := range places {
		m.some[i] = m.all[p]
	}
	return m.some[:len(places)]
}

// row is where a key belongs among 1<<bits.
func row(key uint64, bits int) uint64 { return key * 0x9e3779b97f4a7c15 >> (64 - bits) }

// move scores the moves.
func (m *treeMemo) move(t *feature.Tree, moves *model.Dense) (a, b, c int32) {
	a, b, c = moves.Score(m.pick(feature.MoveTogether))
	for p := range feature.NumTreeParts {
		key := t.PartKey(p)
		r := &m.moves[p][row(key, moveMemoBits)]
		if r.key != key {
			t.Part(p, &m.all)
			r.key = key
			r.scores[0], r.scores[1], r.scores[2] = moves.Score(m.pick(feature.PartFeatures[p]))
		}
		a, b, c = a+r.scores[0], b+r.scores[1], c+r.scores[2]
	}
	return a, b, c
}

// label adds what the relations of an arc score; salt is its direction.
func (m *treeMemo) label(scores *[model.MaxClasses]int32, t *feature.Tree, labels *model.Sparse, salt uint64) {
	labels.Add(scores, m.pick(feature.LabelTogether), salt)
	for p := range feature.NumLabelParts {
		key := t.PartKey(p) ^ salt
		r := &m.labels[p][row(key, labelMemoBits)]
		if r.key != key {
			var sum [model.MaxClasses]int32
			t.Part(p, &m.all)
			labels.Add(&sum, m.pick(feature.LabelPartFeatures[p]), salt)
			r.key = key
			copy(r.scores[:], sum[:])
		}
		for c, v := range r.scores {
			scores[c] += v
		}
	}
}
