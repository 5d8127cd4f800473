package parse

import (
	"entente/internal/knowledge/model"
	"entente/internal/reading/parse/feature"
)

// Half of the tagger's features depend on one word alone. Words come back, so
// what those features score together is kept: one row read in order takes the
// place of dozens of lookups all over a table that is larger than the caches.
// The sums are the same integers, so a full or an empty memo gives the same
// tags.
const tagMemoRows = 1 << 11

type tagMemo struct {
	rows [tagMemoRows][feature.NumTagPlaces]tagRow
	f    [feature.NumTagAlone]uint64
}

// A tagRow is what the word with that key scores in one place; key 0 is empty.
type tagRow struct {
	key    uint64
	scores [feature.NumTags]int32
}

// add adds to scores what the words around word i score alone.
func (m *tagMemo) add(scores *[model.MaxClasses]int32, tags *model.Sparse, w *feature.Words, i int) {
	for p := range feature.NumTagPlaces {
		key := w.TagKey(i, p)
		r := &m.rows[key%tagMemoRows][p]
		if r.key != key {
			var sum [model.MaxClasses]int32
			tags.Add(&sum, w.TagAlone(i, p, m.f[:0]), 0)
			r.key = key
			copy(r.scores[:], sum[:])
		}
		for c, v := range r.scores {
			scores[c] += v
		}
	}
}
