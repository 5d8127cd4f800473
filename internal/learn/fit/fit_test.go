package fit

import (
	"math"
	"reflect"
	"testing"
)

// rows of three classes: feature 10+c says the class; feature 1 is in all; one
// row in three allows two classes.
func toy() []Row {
	var rows []Row
	for i := range 90 {
		c := i % 3
		r := Row{Features: []uint64{1, uint64(10 + c), uint64(100 + i%7)}, Allowed: 1 << c, Weight: 1}
		if i%9 == c {
			r.Allowed |= 1 << ((c + 1) % 3)
		}
		rows = append(rows, r)
	}
	return rows
}

var toyOptions = Options{Classes: 3, Passes: 15, Rate: 0.5, Decay: 1e-3, Least: 2, Seed: 1}

func TestFitFindsTheFeatureThatDecides(t *testing.T) {
	m := Train(toy(), toyOptions)
	for c := range 3 {
		p := m.Scores([]uint64{1, uint64(10 + c), 999})
		if p[c] < 0.8 {
			t.Errorf("class %d has probability %.2f of its own feature", c, p[c])
		}
		if s := p[0] + p[1] + p[2]; math.Abs(s-1) > 1e-9 {
			t.Errorf("probabilities add up to %v", s)
		}
	}
}

func TestFitIsRepeatable(t *testing.T) {
	a, topA := Train(toy(), toyOptions).Rows()
	b, topB := Train(toy(), toyOptions).Rows()
	if topA != topB || !reflect.DeepEqual(a, b) {
		t.Error("two fits to the same rows differ")
	}
}

func TestRowsOfNoWeightDoNotCount(t *testing.T) {
	rows := toy()
	for i := range rows {
		if rows[i].Allowed&1 != 0 {
			rows[i].Weight = 0
		}
	}
	m := Train(rows, toyOptions)
	if _, ok := m.index[10]; ok {
		t.Error("a feature of rows that do not count has weights")
	}
}

func TestCalibrate(t *testing.T) {
	// 0.9 is right in six of ten, 0.5 in three of ten.
	var trials []Trial
	for i := range 100 {
		trials = append(trials, Trial{0.9, i%10 < 6}, Trial{0.5, i%10 < 3})
	}
	a, b := Calibrate(trials)
	for p, want := range map[float64]float64{0.9: 0.6, 0.5: 0.3} {
		if got := 1 / (1 + math.Exp(-a-b*Logit(p))); math.Abs(got-want) > 0.01 {
			t.Errorf("%v is calibrated to %.3f, want %v", p, got, want)
		}
	}
}

func TestMostWeighsByHowOften(t *testing.T) {
	m := Train(toy(), toyOptions)
	most := m.Most(3)
	for c := range 3 {
		if !most[uint64(10+c)] {
			t.Errorf("the feature that decides class %d is not among the three that speak most: %v", c, most)
		}
	}
	o := toyOptions
	o.Only = most
	again := Train(toy(), o)
	if rows, _ := again.Rows(); len(rows) != 3 {
		t.Errorf("%d features have weights, want those that may", len(rows))
	}
	if p := again.Scores([]uint64{1, 10, 999}); p[0] < 0.8 {
		t.Errorf("class 0 has probability %.2f of its own feature", p[0])
	}
}
