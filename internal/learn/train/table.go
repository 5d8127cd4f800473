package train

import (
	"cmp"
	"slices"

	"entente/internal/knowledge/model"
)

// A table holds the weights of a perceptron while it learns: exact hashes, one
// row of classes each, and the sums that averaging needs. Rows come into being
// when first updated.
type table struct {
	classes int
	index   []entry // open addressing
	n       int
	w, u    []float32 // weights; weights times the step they were set at
}

type entry struct {
	hash uint64 // 0 is empty
	row  int
}

func newTable(classes int) *table {
	t := &table{classes: classes}
	t.resize(1 << 16)
	return t
}

func (t *table) resize(n int) {
	old := t.index
	t.index = make([]entry, n)
	for _, e := range old {
		if e.hash != 0 {
			*t.entry(e.hash) = e
		}
	}
}

// entry is where h is, or the empty place where it would go.
func (t *table) entry(h uint64) *entry {
	mask := len(t.index) - 1
	i := int(h>>20) & mask
	for t.index[i].hash != 0 && t.index[i].hash != h {
		i = (i + 1) & mask
	}
	return &t.index[i]
}

func (t *table) row(h uint64) int {
	e := t.entry(h)
	if e.hash == h {
		return e.row
	}
	if 2*t.n > len(t.index) {
		t.resize(2 * len(t.index))
		e = t.entry(h)
	}
	*e = entry{h, t.n}
	t.n++
	for range t.classes {
		t.w = append(t.w, 0)
		t.u = append(t.u, 0)
	}
	return e.row
}

// score adds up the rows of the features.
func (t *table) score(scores []float32, features []uint64, salt uint64) {
	scores = scores[:t.classes]
	for _, h := range features {
		e := t.entry(h ^ salt)
		if e.hash == 0 {
			continue
		}
		w := t.w[e.row*t.classes:][:t.classes]
		for c := range w {
			scores[c] += w[c]
		}
	}
}

// update moves the features towards one class and away from another.
func (t *table) update(features []uint64, salt uint64, good, bad int, step float32) {
	for _, h := range features {
		r := t.row(h^salt) * t.classes
		t.w[r+good]++
		t.u[r+good] += step
		t.w[r+bad]--
		t.u[r+bad] -= step
	}
}

// A sum adds up the averaged weights of several seeds.
type sum struct {
	classes int
	index   map[uint64]int32
	hashes  []uint64
	w       []float32
}

func newSum(classes int) *sum { return &sum{classes: classes, index: map[uint64]int32{}} }

func (s *sum) add(t *table, steps float32) {
	for _, e := range t.index {
		if e.hash == 0 {
			continue
		}
		r := e.row * t.classes
		j, ok := s.index[e.hash]
		if !ok {
			j = int32(len(s.hashes))
			s.index[e.hash] = j
			s.hashes = append(s.hashes, e.hash)
			s.w = append(s.w, make([]float32, s.classes)...)
		}
		row := s.w[int(j)*s.classes:]
		for c := range t.classes {
			row[c] += t.w[r+c] - t.u[r+c]/steps
		}
	}
}

// modelRows are the rows in order of their hashes.
func (s *sum) modelRows() []model.Row {
	rows := make([]model.Row, len(s.hashes))
	for i, h := range s.hashes {
		rows[i] = model.Row{Hash: h, Weights: s.w[i*s.classes : (i+1)*s.classes]}
	}
	slices.SortFunc(rows, func(a, b model.Row) int { return cmp.Compare(a.Hash, b.Hash) })
	return rows
}
