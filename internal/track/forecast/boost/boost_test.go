package boost

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// planted makes groups of ten rows in which the answer is the one with the
// largest of a bent sum of two features; three others are noise.
func planted(seed uint64, groups int) *Data {
	rng := rand.New(rand.NewPCG(seed, 0))
	d := &Data{Features: 5}
	for range groups {
		best, top := 0, -1.0
		for i := range 10 {
			var row [5]float32
			for f := range row {
				row[f] = rng.Float32()
			}
			if rng.IntN(2) == 0 {
				row[1] = 0 // mostly nothing, as counts are
			}
			worth := float64(row[0]*row[0] + 2*row[1]*row[0])
			if worth > top {
				best, top = i, worth
			}
			d.Rows = append(d.Rows, row[:]...)
			d.Answers = append(d.Answers, false)
		}
		d.Answers[len(d.Answers)-10+best] = true
		d.Close(0)
	}
	return d
}

func options(workers int) Options {
	return Options{Trees: 80, Leaves: 15, Rate: 0.15, Columns: 0.7, Groups: 0.8, Ridge: 1, LeastCurvature: 1, Patience: 40, Seed: 3, Workers: workers}
}

func TestAnswersComeFirst(t *testing.T) {
	f := Train(planted(1, 1500), planted(2, 400), options(2))
	fresh := planted(3, 400)
	score := make([]float64, len(fresh.Answers))
	f.Score(fresh.Rows, fresh.Features, score)
	if mrr := fresh.MRR(score); mrr < 0.9 {
		t.Errorf("MRR %.3f: the rule was not learnt", mrr)
	}
	if f.Gain[0]+f.Gain[1] < 10*(f.Gain[2]+f.Gain[3]+f.Gain[4]) {
		t.Errorf("gains %v: noise was learnt", f.Gain)
	}
	// What is read as numbers and as bins goes the same way.
	binned := planted(3, 400)
	binned.cut(cuts(planted(1, 1500)), 1)
	again := make([]float64, len(score))
	for _, tree := range f.Trees {
		tree.add(binned, again, 1)
	}
	if !reflect.DeepEqual(score, again) {
		t.Error("rows are scored one way as numbers and another as bins")
	}
}

func TestSameForestAtAnyNumberOfWorkers(t *testing.T) {
	one := Train(planted(1, 1500), planted(2, 100), options(1))
	four := Train(planted(1, 1500), planted(2, 100), options(4))
	if !reflect.DeepEqual(one, four) {
		t.Error("forests differ")
	}
}

// TestThinnedRowsStandForMany: where unlikely rows were mostly left out, unless
// they were answers, offsets keep the trees from taking unlikely for likely.
func TestThinnedRowsStandForMany(t *testing.T) {
	thinned := func(seed uint64, groups int, keep float64, offsets bool) *Data {
		rng := rand.New(rand.NewPCG(seed, 0))
		d := &Data{Features: 1}
		for range groups {
			var x [40]float32
			var worth [40]float64
			sum := 0.0
			for i := range x {
				x[i] = rng.Float32()
				worth[i] = math.Exp(4 * float64(x[i]))
				sum += worth[i]
			}
			answer, at := 0, rng.Float64()*sum
			for at > worth[answer] {
				at -= worth[answer]
				answer++
			}
			for i := range x {
				offset := float32(0)
				if i != answer && x[i] < 0.6 {
					if rng.Float64() >= keep {
						continue
					}
					offset = float32(-math.Log(keep))
				}
				d.Rows, d.Answers = append(d.Rows, x[i]), append(d.Answers, i == answer)
				if offsets {
					d.Offsets = append(d.Offsets, offset)
				}
			}
			d.Close(0)
		}
		return d
	}
	mrr := func(offsets bool) float64 {
		o := options(2)
		o.Trees, o.Patience = 30, 30
		f := Train(thinned(1, 2000, 0.03, offsets), thinned(2, 300, 0.03, offsets), o)
		fresh := thinned(3, 1000, 1, false)
		score := make([]float64, len(fresh.Answers))
		f.Score(fresh.Rows, 1, score)
		return fresh.MRR(score)
	}
	with, without := mrr(true), mrr(false)
	if with < without+0.02 {
		t.Errorf("MRR %.3f with offsets, %.3f without", with, without)
	}
}
