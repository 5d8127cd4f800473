package fold

import (
	"hash/fnv"
	"math/bits"
	"slices"
)

// Copies are found by shingles, runs of shingleWords words: articles that may be
// copies share the least hash of a permutation in one of the bands, and are
// copies when of the smaller one's shingles so many stand in the other.
const (
	shingleWords = 4
	bands        = 24
	bandRows     = 3
	copyShare    = 0.55
)

// copiesOf numbers the groups of articles that are copies of each other.
func copiesOf(articles []*Article) []int {
	u := newUnion(len(articles))
	sets := make([][]uint64, len(articles))
	buckets := map[[2]uint64][]int{}
	for i, a := range articles {
		sets[i] = shingles(a.Words)
		if len(sets[i]) == 0 {
			continue
		}
		for b := range bands {
			key := [2]uint64{uint64(b), 0}
			for r := range bandRows {
				key[1] = mix(key[1], least(sets[i], uint64(b*bandRows+r)))
			}
			for _, j := range buckets[key] {
				if u.find(i) != u.find(j) && isCopy(sets[i], sets[j]) {
					u.join(i, j)
				}
			}
			buckets[key] = append(buckets[key], i)
		}
	}
	return u.numbers()
}

// shingles are the hashes of all runs of words, sorted, each once.
func shingles(words []Word) []uint64 {
	if len(words) < shingleWords {
		return nil
	}
	out := make([]uint64, 0, len(words))
	for i := range len(words) - shingleWords + 1 {
		h := fnv.New64a()
		for _, w := range words[i : i+shingleWords] {
			h.Write([]byte(w.Form))
			h.Write([]byte{0})
		}
		out = append(out, h.Sum64())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// least is the smallest of the hashes under the n-th permutation.
func least(set []uint64, n uint64) uint64 {
	best := ^uint64(0)
	for _, h := range set {
		best = min(best, mix(h, n))
	}
	return best
}

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0x9e3779b97f4a7c15, (b+1)*0xbf58476d1ce4e5b9|1)
	return hi ^ lo
}

// isCopy holds two sorted sets against each other. A short note on top of a long
// article is no copy of it: the larger may have at most three times as many.
func isCopy(a, b []uint64) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) > 3*len(a) {
		return false
	}
	common, j := 0, 0
	for _, x := range a {
		for j < len(b) && b[j] < x {
			j++
		}
		if j < len(b) && b[j] == x {
			common++
		}
	}
	return float64(common) >= copyShare*float64(len(a))
}
