package forecast

import (
	"math"
	"slices"
)

// Recurrency ranks by what has happened before (Gastinger et al. 2024, "History
// repeats itself"): the strict part sums past occurrences of the very fact, each
// halved as it ages, over the same sum for a fact of each day; the relaxed part
// is the object's share of all past facts of the relation. How fast a relation
// ages and how much of each part it takes is chosen on validation days.
type Recurrency struct {
	size   Size
	first  int32 // day of the first fact
	begun  bool
	past   map[[2]int32][]aged // by subject and relation
	counts []map[int32]int32   // by relation: how often each object
	total  []int32
	fade   []int8 // by relation: which of fades
	mix    []int8 // by relation: which of mixes
}

// An aged is a fact's past sum for each of fades, as of its last day.
type aged struct {
	object, last int32
	sum          [len(fades)]float64
}

var fades = [...]float64{0, 1e-4, 1e-3, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2}

var mixes = [...]float64{0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1}

// NewRecurrency observes train and valid, which are in order of days, and
// chooses on valid.
func NewRecurrency(size Size, train, valid []Fact) *Recurrency {
	r := &Recurrency{
		size: size, past: map[[2]int32][]aged{},
		counts: make([]map[int32]int32, 2*size.Relations), total: make([]int32, 2*size.Relations),
		fade: make([]int8, 2*size.Relations), mix: make([]int8, 2*size.Relations),
	}
	for i := range r.fade {
		r.counts[i] = map[int32]int32{}
		r.fade[i], r.mix[i] = int8(slices.Index(fades[:], 0.1)), int8(slices.Index(mixes[:], 0.999))
	}
	for _, d := range days(train) {
		r.Observe(d)
	}
	strict := make([][len(fades)]float64, 2*size.Relations)
	mixed := make([][len(fades)][len(mixes)]float64, 2*size.Relations)
	for _, d := range days(valid) {
		by := map[int32][]int32{}
		for _, g := range groups(size.both(d)) {
			r.try(g, d[0].Day, &strict[g.Relation], &mixed[g.Relation], by)
		}
		r.Observe(d)
	}
	for i := range r.fade {
		if strict[i] != [len(fades)]float64{} {
			r.fade[i] = int8(largest(strict[i][:]))
			r.mix[i] = int8(largest(mixed[i][r.fade[i]][:]))
		}
	}
	return r
}

func largest(v []float64) int {
	best := 0
	for i := range v {
		if v[i] > v[best] {
			best = i
		}
	}
	return best
}

// try adds the reciprocal ranks that each choice gives one question. by keeps
// the sorted counts of a relation from one question of a day to the next.
func (r *Recurrency) try(g group, day int32, strict *[len(fades)]float64, mixed *[len(fades)][len(mixes)]float64, by map[int32][]int32) {
	list := r.past[[2]int32{g.Subject, g.Relation}]
	sorted, ok := by[g.Relation]
	if !ok {
		for _, n := range r.counts[g.Relation] {
			sorted = append(sorted, n)
		}
		slices.Sort(sorted)
		by[g.Relation] = sorted
	}
	total := max(float64(r.total[g.Relation]), 1)
	counts := r.counts[g.Relation]
	for k, fade := range fades {
		whole := r.whole(fade, day)
		own := make([]float64, len(list))
		for i, a := range list {
			own[i] = a.sum[k] * math.Exp2(fade*float64(a.last-day)) / whole
		}
		for m, mix := range mixes {
			for _, want := range g.right {
				mine := (1 - mix) * float64(counts[want]) / total
				for i, a := range list {
					if a.object == want {
						mine += mix * own[i]
					}
				}
				// All by their counts, then those with a past of their own again.
				above, equal := 0, 0
				tally := func(score float64, n int) {
					if score > mine {
						above += n
					} else if score == mine {
						equal += n
					}
				}
				if mix == 1 {
					equal = 0
					tally(0, int(r.size.Entities))
				} else {
					// counts are whole numbers: compare the very products.
					lo := firstAt(sorted, func(n int32) bool { return (1-mix)*float64(n)/total >= mine })
					hi := firstAt(sorted, func(n int32) bool { return (1-mix)*float64(n)/total > mine })
					above, equal = len(sorted)-hi, hi-lo
					tally(0, int(r.size.Entities)-len(sorted))
				}
				for i, a := range list {
					base := (1 - mix) * float64(counts[a.object]) / total
					tally(base, -1)
					tally(base+mix*own[i], 1)
				}
				for _, o := range g.right { // filtered
					score := (1 - mix) * float64(counts[o]) / total
					for i, a := range list {
						if a.object == o {
							score += mix * own[i]
						}
					}
					tally(score, -1)
				}
				rank := 1 + float64(above) + float64(equal)/2
				mixed[k][m] += 1 / rank
				if mix == 1 {
					strict[k] += 1 / rank
				}
			}
		}
	}
}

func firstAt(sorted []int32, ok func(int32) bool) int {
	i, _ := slices.BinarySearchFunc(sorted, 0, func(n int32, _ int) int {
		if ok(n) {
			return 1
		}
		return -1
	})
	return i
}

// whole is the sum of a fact that occurred each day so far.
func (r *Recurrency) whole(fade float64, day int32) float64 {
	n := float64(day - r.first)
	if fade == 0 {
		return max(n, 1)
	}
	q := math.Exp2(-fade)
	return max(q*(1-math.Pow(q, n))/(1-q), 1e-300)
}

// Rank answers each query by itself.
func (r *Recurrency) Rank(day int32, queries []Query) []Answer {
	out := make([]Answer, len(queries))
	for i, q := range queries {
		counts, total := r.counts[q.Relation], max(float64(r.total[q.Relation]), 1)
		k, mix := r.fade[q.Relation], mixes[r.mix[q.Relation]]
		whole := r.whole(fades[k], day)
		score := make(map[int32]float64, len(counts))
		if mix < 1 {
			for o, n := range counts {
				score[o] = (1 - mix) * float64(n) / total
			}
		}
		for _, a := range r.past[[2]int32{q.Subject, q.Relation}] {
			score[a.object] += mix * a.sum[k] * math.Exp2(fades[k]*float64(a.last-day)) / whole
		}
		a := &out[i]
		for o := range score {
			a.Entities = append(a.Entities, o)
		}
		slices.Sort(a.Entities)
		for _, o := range a.Entities {
			a.Scores = append(a.Scores, score[o])
		}
	}
	return out
}

// Observe adds the facts of one day.
func (r *Recurrency) Observe(facts []Fact) {
	for _, f := range r.size.both(facts) {
		if !r.begun {
			r.first, r.begun = f.Day, true
		}
		r.counts[f.Relation][f.Object]++
		r.total[f.Relation]++
		key := [2]int32{f.Subject, f.Relation}
		list := r.past[key]
		i := slices.IndexFunc(list, func(a aged) bool { return a.object == f.Object })
		if i < 0 {
			i = len(list)
			list = append(list, aged{object: f.Object, last: f.Day})
		}
		a := &list[i]
		for k, fade := range fades {
			a.sum[k] = a.sum[k]*math.Exp2(fade*float64(a.last-f.Day)) + 1
		}
		a.last = f.Day
		r.past[key] = list
	}
}
