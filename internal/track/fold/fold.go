// Package fold makes one incident of many reports. In come articles with the
// words that they use and the records that were coded from them; out go copies
// (the same wire text, cut or touched up), stories (articles about one thing) and
// incidents: what several articles report as having been done once, with every
// report kept as evidence. The same articles in any order give the same groups.
// It reads no text: whoever calls it cuts an article into words.
package fold

import (
	"cmp"
	"slices"

	"entente/internal/record"
)

// A Word is one word of an article as it is compared: folded to small letters,
// and whether it is a name or a figure, which tell stories apart best.
type Word struct {
	Form string
	Name bool
}

// An Article is one report. Day is YYYY-MM-DD, "" where it is unknown.
type Article struct {
	ID        string
	Day       string
	Publisher string
	Words     []Word
	Records   []record.Record
}

// Groups say which articles belong together: for each article, in the order in
// which they were given, the number of its group. Numbers count up from 0 in the
// order of the least ID in each group.
type Groups struct {
	Copy  []int
	Story []int
}

// Group finds copies and stories.
func Group(articles []Article) Groups {
	order := byID(articles)
	sorted := make([]*Article, len(order))
	for i, k := range order {
		sorted[i] = &articles[k]
	}
	g := Groups{Copy: make([]int, len(articles)), Story: make([]int, len(articles))}
	copies := copiesOf(sorted)
	stories := storiesOf(sorted, copies)
	for i, k := range order {
		g.Copy[k], g.Story[k] = copies[i], stories[i]
	}
	return g
}

// byID is the order of the articles by their IDs; a group then hangs on what is
// in it and not on when it came.
func byID(articles []Article) []int {
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(articles[a].ID, articles[b].ID) })
	return order
}

// A union is a set of disjoint groups of numbers.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

func (u union) find(x int) int {
	for u[x] != x {
		u[x] = u[u[x]]
		x = u[x]
	}
	return x
}

// join puts the groups of a and b together, under the smaller number.
func (u union) join(a, b int) {
	a, b = u.find(a), u.find(b)
	u[max(a, b)] = min(a, b)
}

// numbers counts the groups up from 0 in order of their first members.
func (u union) numbers() []int {
	out, seen := make([]int, len(u)), map[int]int{}
	for i := range u {
		r := u.find(i)
		n, ok := seen[r]
		if !ok {
			n = len(seen)
			seen[r] = n
		}
		out[i] = n
	}
	return out
}
