package train

import (
	"cmp"
	"slices"

	"entente/internal/knowledge/model"
)

// Most decisions are easy: a determiner before a noun becomes its dependent.
// What always went the same way in training goes into a dictionary, and is not
// scored when reading. Only decisions seen as often as the recipe says count,
// and very few exceptions are allowed.
const sureShare = 0.995

// A census counts how often each choice was right under a key.
type census struct {
	classes int
	index   map[uint64]int32
	total   []int32
	right   []int32
}

func newCensus(classes int) *census { return &census{classes: classes, index: map[uint64]int32{}} }

// seen counts a decision under key; right reports for each class whether it
// was a right one.
func (c *census) seen(key uint64, right func(class int) bool) {
	i, ok := c.index[key]
	if !ok {
		i = int32(len(c.total))
		c.index[key] = i
		c.total = append(c.total, 0)
		c.right = append(c.right, make([]int32, c.classes)...)
	}
	c.total[i]++
	for k := range c.classes {
		if right(k) {
			c.right[int(i)*c.classes+k]++
		}
	}
}

// sure are the keys seen at least so often with one choice that is (nearly)
// always right.
func (c *census) sure(least int) []model.Pair {
	var pairs []model.Pair
	for key, i := range c.index {
		if int(c.total[i]) < least {
			continue
		}
		best, right := 0, c.right[int(i)*c.classes:][:c.classes]
		for k, n := range right {
			if n > right[best] {
				best = k
			}
		}
		if float64(right[best]) >= sureShare*float64(c.total[i]) {
			pairs = append(pairs, model.Pair{Hash: key, Value: uint32(best) + 1})
		}
	}
	slices.SortFunc(pairs, func(a, b model.Pair) int { return cmp.Compare(a.Hash, b.Hash) })
	return pairs
}
