package fold

import (
	"cmp"
	"hash/fnv"
	"math/bits"
	"slices"
)

// Copies are found by shingles, runs of shingleWords words. Of an article at most
// keptShingles are kept: those whose hashes are small, under a bound that is halved
// until they are few enough, so that the kept ones of two articles can be held
// against each other under the lower of the two bounds. One in indexedOf is looked
// up, which is enough to find candidates.
const (
	shingleWords = 4
	keptShingles = 512
	indexedOf    = 4
	copyShare    = 0.45 // of the smaller one's shingles so many stand in the other
	copyTimes    = 3    // the larger has at most so many times as many: a note on top of an article is no copy of it
)

// shingles are the hashes of all runs of words, sorted, each once.
func shingles(words []Word) []uint32 {
	if len(words) < shingleWords {
		return nil
	}
	hashes := make([]uint64, len(words))
	for i, w := range words {
		h := fnv.New64a()
		h.Write([]byte(w.Form))
		hashes[i] = h.Sum64()
	}
	out := make([]uint32, 0, len(words))
	for i := range len(words) - shingleWords + 1 {
		h := uint64(shingleWords)
		for _, x := range hashes[i : i+shingleWords] {
			h = mix(h, x)
		}
		out = append(out, uint32(h>>32))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xbf58476d1ce4e5b9|1)
	return hi ^ lo
}

// sample keeps the small hashes of a sorted set.
func sample(set []uint32) ([]uint32, uint8) {
	scale := uint8(0)
	for len(set) > keptShingles {
		scale++
		set = under(set, scale)
	}
	return slices.Clip(slices.Clone(set)), scale
}

// under are the hashes of a sorted set that a sample of this scale keeps.
func under(set []uint32, scale uint8) []uint32 {
	n, _ := slices.BinarySearch(set, uint32(uint64(1)<<32>>scale-1))
	return set[:n]
}

// isCopy holds two sketches against each other.
func isCopy(a, b *Sketch) bool { return shareOf(a, b) >= copyShare }

// shareOf is how many of the smaller one's shingles stand in the other; 0 where
// the sizes are too far apart.
func shareOf(a, b *Sketch) float64 {
	scale := max(a.Scale, b.Scale)
	x, y := a.Shingles, b.Shingles
	if a.Scale < scale {
		x = under(x, scale)
	}
	if b.Scale < scale {
		y = under(y, scale)
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 || len(y) > copyTimes*len(x) {
		return 0
	}
	return float64(commonOf(x, y)) / float64(len(x))
}

// commonOf counts what two sorted sets have in common.
func commonOf(x, y []uint32) int {
	common, j := 0, 0
	for _, h := range x {
		for j < len(y) && y[j] < h {
			j++
		}
		if j < len(y) && y[j] == h {
			common++
		}
	}
	return common
}

// indexed are the shingles that candidates are found by.
func indexed(s *Sketch) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		for _, h := range s.Shingles {
			if h%indexedOf == 0 && !yield(h) {
				return
			}
		}
	}
}

// copies puts the articles of a day into groups: new ones, or those of the days
// that are open. A group that turns out to be part of another goes into the older.
func (st *State) copies(fresh []*art) {
	for _, a := range fresh {
		a.group = &group{head: a.ID, first: a.day, arts: []*art{a}}
		hits := map[*art]int{}
		var seen []*art
		for h := range indexed(a.Sketch) {
			a.sampled++
			for _, b := range st.byShingle[h] {
				if hits[b]++; hits[b] == 1 {
					seen = append(seen, b)
				}
			}
			st.byShingle[h] = append(st.byShingle[h], a)
		}
		slices.SortFunc(seen, before)
		for _, b := range seen {
			g, h := a.group.root(), b.group.root()
			// Of what is indexed of the smaller one about copyShare must be common.
			few := a.Scale == b.Scale && 4*hits[b] < min(a.sampled, b.sampled)
			if g == h || few || a.day-h.first > openDays || !isCopy(a.Sketch, b.Sketch) {
				continue
			}
			if cmp.Or(cmp.Compare(g.first, h.first), cmp.Compare(g.head, h.head)) < 0 {
				g, h = h, g
			}
			g.into = h
			h.arts = append(h.arts, g.arts...)
			g.arts = nil
		}
	}
	for _, a := range fresh {
		a.group = a.group.root()
	}
}
