package forecast

import "math"

// Rules say: who did this to an actor so many days ago is the answer to that.
// The body of a rule is a deed between the asked and a candidate, in either
// direction, and its age; its head is the asked relation. How often a rule was
// right is counted, and weights of rules are fitted, day by day, as questions
// and their answers go by.
type rules struct {
	both        int32
	tries, hits []float32 // by head, body and age
	weight      []float32
	steep       []float32 // sums of squared slopes
	bias        []float32 // by head, of a candidate without a deed
	lastTries   []float32 // by head, body and age, of the last deed alone
	lastHits    []float32
	all, right  []float32 // by head
}

const ageBuckets = 8

// bucket cuts ages in days: 1, 2, 3-4, 5-7, 8-15, 16-31, 32-92, more.
func bucket(age float32) int32 {
	for i, top := range [...]float32{1, 2, 4, 7, 15, 31, 92} {
		if age <= top {
			return int32(i)
		}
	}
	return ageBuckets - 1
}

func newRules(both int32) *rules {
	n := int(both) * int(both) * ageBuckets
	f := func(n int) []float32 { return make([]float32, n) }
	return &rules{both: both, tries: f(n), hits: f(n), weight: f(n), steep: f(n), bias: f(int(both)), lastTries: f(n), lastHits: f(n), all: f(int(both)), right: f(int(both))}
}

func (r *rules) at(head, body, bucket int32) int32 { return (head*r.both+body)*ageBuckets + bucket }

// A ruleScratch lists the rules that speak for each candidate of a question.
type ruleScratch struct {
	fired []int32
	from  []int32 // by candidate, and the end of the last
	last  []int32 // by candidate: the rule of the last deed, or -1
	score []float64
}

// fire finds the rules for each candidate.
func (r *rules) fire(m *memory, q Query, day int32, candidates []int32, s *ruleScratch) {
	s.fired, s.from, s.last = s.fired[:0], s.from[:0], s.last[:0]
	for _, o := range candidates {
		s.from = append(s.from, int32(len(s.fired)))
		last, when := int32(-1), int32(-1)
		if p, ok := m.pair.cell[uint64(q.Subject)<<32|uint64(uint32(o))]; ok {
			for _, d := range m.deeds[p] {
				c := &m.fact.cells[d]
				rule := r.at(q.Relation, c.list%m.both, bucket(float32(day-c.last)))
				s.fired = append(s.fired, rule)
				if c.last > when {
					last, when = rule, c.last
				}
			}
		}
		s.last = append(s.last, last)
	}
	s.from = append(s.from, int32(len(s.fired)))
}

// A verdict is what the rules say of a candidate.
type verdict struct{ orElse, best, lift, second, last, fitted float32 }

func (r *rules) judge(q Query, s *ruleScratch, i int) (v verdict) {
	base := (r.right[q.Relation] + 0.2) / (r.all[q.Relation] + 20)
	none := float32(1)
	for _, k := range s.fired[s.from[i]:s.from[i+1]] {
		p := (r.hits[k] + 5*base) / (r.tries[k] + 5)
		none *= 1 - p
		if p > v.best {
			v.best, v.second = p, v.best
		} else if p > v.second {
			v.second = p
		}
		v.lift += float32(math.Log(float64(p / base)))
		v.fitted += r.weight[k]
	}
	v.orElse = 1 - none
	if s.from[i] == s.from[i+1] {
		v.fitted = r.bias[q.Relation]
	}
	if k := s.last[i]; k >= 0 {
		v.last = (r.lastHits[k] + 5*base) / (r.lastTries[k] + 5)
	}
	return v
}

// learn takes one question's answers in. It writes on rules of its head alone.
func (r *rules) learn(q Query, s *ruleScratch, answers []bool) {
	s.score = s.score[:0]
	others, count := 0.0, 0
	for i := range answers {
		x := float64(r.judgeFitted(q, s, i))
		e := math.Exp(min(x, 30))
		s.score = append(s.score, e)
		if answers[i] {
			count++
		} else {
			others += e
		}
	}
	for i, right := range answers {
		hit := float32(0)
		if right {
			hit = 1
		}
		r.all[q.Relation]++
		r.right[q.Relation] += hit
		slope := 0.0
		if right {
			slope = s.score[i]/(s.score[i]+others) - 1
		} else {
			for j, also := range answers {
				if also {
					slope += s.score[i] / (s.score[j] + others)
				}
			}
		}
		for _, k := range s.fired[s.from[i]:s.from[i+1]] {
			r.tries[k]++
			r.hits[k] += hit
			if count > 0 {
				g := float32(slope) + 1e-4*r.weight[k]
				r.steep[k] += g * g
				r.weight[k] -= 0.1 * g / float32(math.Sqrt(float64(r.steep[k])+0.1))
			}
		}
		if s.from[i] == s.from[i+1] {
			r.bias[q.Relation] -= 0.01 * float32(slope)
		}
		if k := s.last[i]; k >= 0 {
			r.lastTries[k]++
			r.lastHits[k] += hit
		}
	}
}

func (r *rules) judgeFitted(q Query, s *ruleScratch, i int) (x float32) {
	if s.from[i] == s.from[i+1] {
		return r.bias[q.Relation]
	}
	for _, k := range s.fired[s.from[i]:s.from[i+1]] {
		x += r.weight[k]
	}
	return x
}
