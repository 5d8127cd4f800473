package network

import (
	"cmp"
	"math"
	"slices"
)

// A link is a directed edge with its weight.
type link struct {
	from, to int
	weight   float64
}

// pageRank is where somebody ends up who follows links by their weight and, one
// time in seven, starts again anywhere (Page and Brin; damping 0.85). It goes from
// who acts to who is acted on: those rank high whom others that rank high act on.
// A mutual act is a link each way. Without links all are nothing.
func pageRank(n int, links []link) []float64 {
	rank, out := make([]float64, n), make([]float64, n)
	total := 0.0
	for _, l := range links {
		out[l.from] += l.weight
		total += l.weight
	}
	if total == 0 {
		return rank
	}
	const damping = 0.85
	for i := range rank {
		rank[i] = 1 / float64(n)
	}
	next := make([]float64, n)
	for range 200 {
		loose := 0.0
		for i := range rank {
			if out[i] == 0 {
				loose += rank[i]
			}
		}
		for i := range next {
			next[i] = (1 - damping + damping*loose) / float64(n)
		}
		for _, l := range links {
			if l.weight > 0 {
				next[l.to] += damping * rank[l.from] * l.weight / out[l.from]
			}
		}
		moved := 0.0
		for i := range next {
			moved += math.Abs(next[i] - rank[i])
		}
		rank, next = next, rank
		if moved < 1e-12 {
			break
		}
	}
	for i := range rank {
		rank[i] = math.Round(rank[i]*1e5) / 1e5
	}
	return rank
}

// communities joins, step by step, the two groups whose union raises modularity
// most (Clauset, Newman and Moore), of equal ones those of the first actors. The
// groups are numbered from 1, the largest first; who is alone has 0.
func communities(n int, ties map[[2]int]float64) (of []int, modularity float64) {
	of = make([]int, n)
	keys := make([][2]int, 0, len(ties))
	total := 0.0
	for k, w := range ties {
		if w > 0 {
			keys = append(keys, k)
			total += w // whole numbers: their order does not show
		}
	}
	if total == 0 {
		return of, 0
	}
	slices.SortFunc(keys, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	between := make([]map[int]float64, n) // weight to each other group
	degree := make([]float64, n)
	for i := range between {
		between[i] = map[int]float64{}
	}
	for _, k := range keys {
		w := ties[k]
		between[k[0]][k[1]], between[k[1]][k[0]] = w, w
		degree[k[0]] += w
		degree[k[1]] += w
	}
	into := make([]int, n)
	for i := range into {
		into[i] = i
		modularity -= degree[i] / (2 * total) * degree[i] / (2 * total)
	}
	for {
		best, a, b := 1e-12, -1, -1
		for i := range between {
			for j, w := range between[i] {
				if j < i {
					continue
				}
				gain := w/total - degree[i]*degree[j]/(2*total*total)
				if gain > best || gain == best && (i < a || i == a && j < b) {
					best, a, b = gain, i, j
				}
			}
		}
		if a < 0 {
			break
		}
		modularity += best
		for j, w := range between[b] {
			delete(between[j], b)
			if j != a {
				between[a][j] += w
				between[j][a] = between[a][j]
			}
		}
		between[b] = nil
		degree[a], degree[b] = degree[a]+degree[b], 0
		for i := range into {
			if into[i] == b {
				into[i] = a
			}
		}
	}
	size := make([]int, n)
	for _, g := range into {
		size[g]++
	}
	var groups []int
	for g, k := range size {
		if k > 1 {
			groups = append(groups, g)
		}
	}
	slices.SortStableFunc(groups, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	for i, g := range into {
		of[i] = slices.Index(groups, g) + 1
	}
	return of, modularity
}
