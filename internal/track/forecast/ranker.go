package forecast

import (
	"fmt"
	"io"
	"math"
	"sync"

	"entente/internal/track/forecast/boost"
)

// Options say how a Ranker learns.
type Options struct {
	Names      []string // of actors, by number
	Questions  int      // trees are grown on the last days of train that ask so many
	Rules      int      // rules are counted on the last days that ask so many
	Share      float64  // of the questions of those days
	Candidates int      // ranked for a question
	Hard, Easy int      // candidates of a question that trees are grown on: the first, and drawn from the others
	ValidMost  int      // questions of valid that trees are stopped by, at most about
	Trees      boost.Options
	Workers    int
	Progress   io.Writer // may be nil
}

// DefaultOptions are those that the figures in docs/decisions/forecast.md are of.
func DefaultOptions(names []string, workers int) Options {
	return Options{
		Names: names, Questions: 62_500, Rules: 81_000, Share: 1, Candidates: 150, Hard: 24, Easy: 10, ValidMost: 5000, Workers: workers,
		Trees: boost.Options{Trees: 300, Leaves: 31, Rate: 0.08, Columns: 0.4, Groups: 0.7, Ridge: 10, LeastCurvature: 10, Patience: 40, Seed: 1, Workers: workers},
	}
}

// A Ranker answers with boosted trees over counts of what was observed.
type Ranker struct {
	Options
	memory   *memory
	rules    *rules
	forest   *boost.Forest
	features int
	spare    []*scratch
}

// NewRanker observes train and valid, which are in order of days. Rules are
// counted and trees grown on train; trees are stopped by valid.
func NewRanker(size Size, train, valid []Fact, o Options) *Ranker {
	r := prepare(size, o)
	grown, held := r.survey(train), &boost.Data{Features: r.features}
	share := min(1, float64(o.ValidMost)/float64(2*len(valid)))
	for _, d := range days(valid) {
		both := size.both(d)
		r.study(d[0].Day, groups(both), held, true, share, false)
		r.memory.observe(both, true)
	}
	r.report("%d groups and %d rows of %d features to grow on, %d and %d to stop by\n", grown.Len(), len(grown.Answers), r.features, held.Len(), len(held.Answers))
	o.Trees.Progress = func(trees int, loss, mrr float64) {
		if trees%20 == 0 {
			r.report("%4d trees: loss %.4f, MRR of valid %.2f\n", trees, loss, 100*mrr)
		}
	}
	r.forest = boost.Train(grown, held, o.Trees)
	r.report("%d trees kept, MRR of valid %.2f\n", len(r.forest.Trees), 100*r.forest.MRR)
	return r
}

func prepare(size Size, o Options) *Ranker {
	r := &Ranker{Options: o, memory: newMemory(size, o.Names), rules: newRules(2 * size.Relations)}
	for range max(1, o.Workers) {
		r.spare = append(r.spare, newScratch(r.memory))
	}
	r.features = len(featureNames(r.memory))
	return r
}

// survey observes train and makes rows of its last days, each from what was
// known before it.
func (r *Ranker) survey(train []Fact) *boost.Data {
	grown := &boost.Data{Features: r.features}
	all := days(train)
	begin, ruled := r.begin(all, r.Questions), r.begin(all, max(r.Questions, r.Rules))
	for i, d := range all {
		both := r.memory.size.both(d)
		if i >= ruled {
			r.study(d[0].Day, groups(both), grown, i >= begin, r.Share, true)
		}
		r.memory.observe(both, i+1 >= ruled)
	}
	return grown
}

// begin is the first of the last days that ask at least so many questions.
func (r *Ranker) begin(all [][]Fact, questions int) int {
	i := len(all)
	for i > 0 && questions > 0 {
		i--
		questions -= len(groups(r.memory.size.both(all[i])))
	}
	return i
}

func (r *Ranker) report(format string, args ...any) {
	if r.Progress != nil {
		fmt.Fprintf(r.Progress, format, args...)
	}
}

// featureNames lists the features in their order.
func featureNames(m *memory) []string {
	out := &sheet{list: true}
	var weight [ways][]float32
	for i := range weight {
		weight[i] = make([]float32, 1)
	}
	m.features(out, Query{}, 0, &queryViews{}, 0, &weight, verdict{})
	return out.names
}

// A studied question is what its answers teach.
type studied struct {
	rows    []float32
	answers []bool // of rows
	offsets []float32
	missed  int
	rule    ruleScratch
	right   []bool // of all candidates
}

// study learns from the questions of a day, before the day is observed: rows
// for the trees from a share of them, and counts for the rules from all.
func (r *Ranker) study(day int32, all []group, into *boost.Data, rows bool, portion float64, learn bool) {
	out := make([]studied, len(all))
	r.each(len(all), func(i int, s *scratch) {
		g, st := all[i], &out[i]
		take := rows && draw(day, g.Query, -1) < portion
		if !take && !learn {
			return
		}
		candidates := r.gather(g.Query, s)
		r.rules.fire(r.memory, g.Query, day, candidates, &st.rule)
		for _, c := range candidates {
			st.right = append(st.right, contains(g.right, c))
		}
		if take {
			r.collect(g, day, candidates, s, st, learn)
		}
		s.clear()
	})
	for i := range out {
		if st := &out[i]; len(st.answers) > 0 {
			into.Rows = append(into.Rows, st.rows...)
			into.Answers = append(into.Answers, st.answers...)
			into.Offsets = append(into.Offsets, st.offsets...)
			into.Close(st.missed)
		} else if rows && !learn && draw(day, all[i].Query, -1) < portion {
			into.Close(len(all[i].right))
		}
	}
	if !learn {
		return
	}
	// Each relation belongs to one worker: its rules see the questions in order.
	var wait sync.WaitGroup
	for w := range r.spare {
		wait.Go(func() {
			for i := range out {
				if int(all[i].Relation)%len(r.spare) == w {
					r.rules.learn(all[i].Query, &out[i].rule, out[i].right)
				}
			}
		})
	}
	wait.Wait()
}

// collect writes rows. Those to stop by are all candidates. Those to grow on are
// the first and, of the others, the answers and a few more, each of which stands
// for many: else trees would learn that to be unlikely is to be an answer.
func (r *Ranker) collect(g group, day int32, candidates []int32, s *scratch, st *studied, sample bool) {
	hits := 0
	for _, right := range st.right {
		if right {
			hits++
		}
	}
	st.missed = len(g.right) - hits
	if hits == 0 && sample {
		return
	}
	qv := r.memory.queryViews(g.Query, day)
	odds := float64(r.Easy) / float64(max(1, len(candidates)-r.Hard))
	for i, c := range candidates {
		offset := float32(0)
		if sample && i >= r.Hard && !st.right[i] {
			if draw(day, g.Query, c) >= odds {
				continue
			}
			offset = float32(-math.Log(min(1, odds)))
		}
		sh := sheet{row: st.rows}
		r.memory.features(&sh, g.Query, day, &qv, c, &s.weight, r.rules.judge(g.Query, &st.rule, i))
		st.rows = sh.row
		st.answers = append(st.answers, st.right[i])
		st.offsets = append(st.offsets, offset)
	}
}

// gather finds the candidates and leaves their weights in s.
func (r *Ranker) gather(q Query, s *scratch) []int32 {
	s.walk(r.memory, q)
	best := s.candidates(r.Candidates)
	out := make([]int32, len(best))
	for i, e := range best {
		out[i] = e.to
	}
	return out
}

// Rank answers each query by itself.
func (r *Ranker) Rank(day int32, queries []Query) []Answer {
	out := make([]Answer, len(queries))
	r.each(len(queries), func(i int, s *scratch) {
		q := queries[i]
		candidates := r.gather(q, s)
		r.rules.fire(r.memory, q, day, candidates, &s.rule)
		qv := r.memory.queryViews(q, day)
		sh := sheet{row: s.row[:0]}
		for k, c := range candidates {
			r.memory.features(&sh, q, day, &qv, c, &s.weight, r.rules.judge(q, &s.rule, k))
		}
		s.row = sh.row
		out[i] = Answer{candidates, make([]float64, len(candidates))}
		r.forest.Score(s.row, r.features, out[i].Scores)
		s.clear()
	})
	return out
}

// Observe adds the facts of one day to what is counted. Rules and trees stay.
func (r *Ranker) Observe(facts []Fact) { r.memory.observe(r.memory.size.both(facts), true) }

// each shares n questions out among the workers.
func (r *Ranker) each(n int, work func(i int, s *scratch)) {
	var wait sync.WaitGroup
	for w, s := range r.spare {
		wait.Go(func() {
			for i := w; i < n; i += len(r.spare) {
				work(i, s)
			}
		})
	}
	wait.Wait()
}

func contains(list []int32, x int32) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// draw is a number in [0, 1) that a day, a question and a candidate have.
func draw(day int32, q Query, c int32) float64 {
	x := uint64(uint32(day))<<32 | uint64(uint32(c))
	x ^= (uint64(uint32(q.Subject))<<20 + uint64(uint32(q.Relation))) * 0x9e3779b97f4a7c15
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / (1 << 53)
}
