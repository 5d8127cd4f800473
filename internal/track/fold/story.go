package fold

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Stories are groups by mean similarity: two groups are joined while the mean of
// the cosines between their articles is at least storyLeast, the nearest first.
// Names and figures count nameWeight times as much as other words, and two of
// them side by side are a word of their own. All set on development text.
const (
	storyLeast = 0.20
	nameWeight = 3
	pairWeight = 2
	storyDays  = 14 // articles of one story lie at most so many days apart
)

// A vector is an article's words with their weights, sorted by word.
type vector []weight

type weight struct {
	word int
	w    float64
}

// storiesOf numbers the stories; copies of an article are in its story.
func storiesOf(articles []*Article, copies []int) []int {
	u := newUnion(len(articles))
	first := map[int]int{}
	var heads []int // one article for each group of copies
	for i, c := range copies {
		if k, ok := first[c]; ok {
			u.join(k, i)
		} else {
			first[c] = i
			heads = append(heads, i)
		}
	}
	vectors := vectorsOf(articles, heads)
	days := make([]int, len(heads))
	for k, i := range heads {
		days[k] = dayNumber(articles[i].Day)
	}
	c := newClusters(len(heads))
	for p := range pairsOf(vectors) {
		if a, b := days[p.a], days[p.b]; a == 0 || b == 0 || a-b <= storyDays && b-a <= storyDays {
			c.add(p.a, p.b, p.sum)
		}
	}
	for _, group := range c.run(storyLeast) {
		for _, x := range group[1:] {
			u.join(heads[group[0]], heads[x])
		}
	}
	return u.numbers()
}

// vectorsOf weighs the words of the heads: how often they stand there, and how
// few of the articles have them.
func vectorsOf(articles []*Article, heads []int) []vector {
	index := map[string]int{}
	var in []int // articles that have the word
	counts := make([]map[int]float64, len(heads))
	for k, i := range heads {
		counts[k] = map[int]float64{}
		bump := func(s string, by float64) {
			n, ok := index[s]
			if !ok {
				n = len(in)
				index[s], in = n, append(in, 0)
			}
			if counts[k][n] == 0 {
				in[n]++
			}
			counts[k][n] += by
		}
		last := ""
		for _, w := range articles[i].Words {
			if !w.Name {
				if len(w.Form) > 2 && !common[w.Form] {
					bump(stem(w.Form), 1)
				}
				last = ""
				continue
			}
			bump(w.Form, nameWeight)
			if last != "" {
				bump(last+" "+w.Form, pairWeight)
			}
			last = w.Form
		}
	}
	out := make([]vector, len(heads))
	for k := range heads {
		norm := 0.0
		for n, c := range counts[k] {
			// A word that only this article has still tells how much is its own.
			w := (1 + math.Log(c)) * math.Log(float64(len(heads)+1)/float64(max(in[n], 2)))
			if in[n] == 1 {
				w /= 2
			}
			out[k] = append(out[k], weight{n, w})
		}
		slices.SortFunc(out[k], func(a, b weight) int { return cmp.Compare(a.word, b.word) })
		for _, x := range out[k] {
			norm += x.w * x.w
		}
		for i := range out[k] {
			out[k][i].w /= math.Sqrt(max(norm, 1e-12))
		}
	}
	return out
}

// stem cuts common endings, so that "elections" is "election".
func stem(w string) string {
	if len(w) > 4 {
		for _, e := range [...]string{"ing", "ed", "es", "s"} {
			if len(w) > len(e)+2 && w[len(w)-len(e):] == e {
				return w[:len(w)-len(e)]
			}
		}
	}
	return w
}

// common words tell nothing of what an article is about.
var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range [...]string{"the", "and", "for", "with", "from", "that", "this", "its", "was", "were", "are", "been", "has", "have", "had", "his", "she", "her", "they",
		"them", "their", "not", "but", "who", "which", "will", "would", "can", "could", "said", "says", "say", "after", "before", "about", "over", "into", "than", "also", "out", "more",
		"one", "two", "new", "when", "you", "our", "there", "what", "all", "being", "did", "does", "just", "when", "where", "while", "some", "any", "other", "such", "only", "very", "him"} {
		m[w] = true
	}
	return m
}()

// A pair is two groups and the sum of the cosines between their articles.
type pair struct {
	a, b int
	sum  float64
}

// leastCosine is below what a pair of articles is looked at.
const leastCosine = 0.05

// pairsOf yields the pairs of vectors that have something in common, a before b.
func pairsOf(vectors []vector) func(yield func(pair) bool) {
	return func(yield func(pair) bool) {
		lists := map[int][]weight{} // of each word: vectors so far
		sums := make([]float64, len(vectors))
		for b, v := range vectors {
			var touched []int
			for _, x := range v {
				for _, y := range lists[x.word] {
					if sums[y.word] == 0 {
						touched = append(touched, y.word)
					}
					sums[y.word] += x.w * y.w
				}
				lists[x.word] = append(lists[x.word], weight{b, x.w})
			}
			slices.Sort(touched)
			for _, a := range touched {
				if s := sums[a]; s > leastCosine && !yield(pair{a, b, s}) {
					return
				}
				sums[a] = 0
			}
		}
	}
}

// clusters join groups by mean similarity.
type clusters struct {
	members [][]int
	sums    []map[int]float64 // to other living groups
	queue   queue
}

func newClusters(n int) *clusters {
	c := &clusters{members: make([][]int, n), sums: make([]map[int]float64, n)}
	for i := range n {
		c.members[i], c.sums[i] = []int{i}, map[int]float64{}
	}
	return c
}

func (c *clusters) add(a, b int, sum float64) {
	c.sums[a][b], c.sums[b][a] = sum, sum
	c.queue = append(c.queue, pair{a, b, sum})
}

// run joins until no mean is at least least, and returns the groups.
func (c *clusters) run(least float64) (out [][]int) {
	heap.Init(&c.queue)
	for c.queue.Len() > 0 {
		p := heap.Pop(&c.queue).(pair)
		if p.sum < least {
			break
		}
		if c.members[p.a] == nil || c.members[p.b] == nil {
			continue // one of them has been joined since
		}
		n := len(c.members)
		c.members = append(c.members, append(slices.Clone(c.members[p.a]), c.members[p.b]...))
		slices.Sort(c.members[n])
		c.members[p.a], c.members[p.b] = nil, nil
		sums := map[int]float64{}
		for _, k := range [2]int{p.a, p.b} {
			for o, s := range c.sums[k] {
				if c.members[o] != nil {
					sums[o] += s
				}
			}
			c.sums[k] = nil
		}
		c.sums = append(c.sums, sums)
		for o, s := range sums {
			c.sums[o][n] = s
			heap.Push(&c.queue, pair{o, n, s / float64(len(c.members[o])*len(c.members[n]))})
		}
	}
	for _, m := range c.members {
		if len(m) > 1 {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// A queue gives the largest mean first; of equal ones that of the smallest
// numbers, so that nothing hangs on the order of arrival.
type queue []pair

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	if a.sum != b.sum {
		return a.sum > b.sum
	}
	return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(pair)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
