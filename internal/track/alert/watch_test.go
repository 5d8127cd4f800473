package alert

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

func inputs(series, step int, all [][]Bin) []Input {
	var in []Input
	for i := range series {
		in = append(in, Input{Key: fmt.Sprintf("s%03d", i), Dyad: Dyad{"RUS", fmt.Sprintf("A%02d", i), true}, Measure: "assault", Bin: all[i][step], Publishers: 3, Incidents: []string{fmt.Sprint(i, "-", step)}})
	}
	return in
}

// TestOrderAndRestartDoNotShow: series in any order, and a watch written to JSON
// after each step, give the same alerts.
func TestOrderAndRestartDoNotShow(t *testing.T) {
	const series, steps = 10, 80
	var all [][]Bin
	for i := range series {
		all = append(all, draw(uint64(i), steps))
	}
	plain, mixed := NewWatch(Weekly, 0.1), NewWatch(Weekly, 0.1)
	r := rand.New(rand.NewPCG(6, 6))
	shown := 0
	for step := range steps {
		day := addDays("2020-01-06", 7*step)
		want, err := plain.Step(day, 7, inputs(series, step, all))
		if err != nil {
			t.Fatal(err)
		}
		in := inputs(series, step, all)
		r.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		got, err := mixed.Step(day, 7, in)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("step %d: %+v, in order %+v", step, got, want)
		}
		shown += len(want)
		if step%8 > 0 {
			continue
		}
		b, err := json.Marshal(mixed.Series)
		if err != nil {
			t.Fatal(err)
		}
		mixed = NewWatch(Weekly, 0.1)
		if err := json.Unmarshal(b, &mixed.Series); err != nil {
			t.Fatal(err)
		}
	}
	if shown < series || shown > 8*series {
		t.Errorf("%d alerts of %d series that rose once and burst now and then", shown, series)
	}
}

func TestAlertTellsWhatItRestsOn(t *testing.T) {
	w := NewWatch(Weekly, 0.1)
	var got []Alert
	for step := range 60 {
		n := []int{2, 1, 3, 2}[step%4]
		if step >= 55 {
			n = 14
		}
		in := Input{Key: "k", Dyad: Dyad{"RUS", "UKR", true}, Measure: "assault", Bin: Bin{Count: n, Exposure: 100}, Publishers: 4, Incidents: []string{"i1", "i2"}}
		a, err := w.Step(addDays("2020-01-06", 7*step), 7, []Input{in})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a...)
	}
	if len(got) != 1 {
		t.Fatalf("%d alerts of one rise: %+v", len(got), got)
	}
	a := got[0]
	if a.ID == "" || !a.Rise || a.Seen != 14 || a.Since < "2021-01-18" || a.Since > "2021-02-08" || a.Expected < 1 || a.Expected > 4 || a.Interval[1] > 9 || a.Probability < 0.9 || a.Publishers != 4 || len(a.Incidents) != 2 {
		t.Errorf("%+v", a)
	}
	if _, err := w.Step("2022-01-03", 7, []Input{{Key: "x"}, {Key: "x"}}); err == nil {
		t.Error("one series may not stand twice in a step")
	}
}

func TestEvidenceIsAsked(t *testing.T) {
	w := NewWatch(Weekly, 0.1)
	w.Sources = 3
	for step := range 60 {
		n := 2
		if step >= 55 {
			n = 20
		}
		a, err := w.Step(addDays("2020-01-06", 7*step), 7, []Input{{Key: "k", Bin: Bin{Count: n, Exposure: 100}, Publishers: 2}})
		if err != nil || len(a) > 0 {
			t.Fatalf("step %d: %v %+v of two publishers, three are asked for", step, err, a)
		}
	}
}

func TestControlsKeepTheirLevel(t *testing.T) {
	if got, want := (BH{0.1}).Choose([]float64{0.9, 0.02, 0.04, 0.001}), []bool{false, true, true, true}; reflect.DeepEqual(got, want) != true {
		t.Errorf("BH %v, want %v", got, want) // 0.001 <= .025, 0.02 <= .05, 0.04 <= .075
	}
	if got, want := (Posterior{0.1}).Choose([]float64{0.5, 0.01, 0.2, 0.05}), []bool{false, true, true, true}; !reflect.DeepEqual(got, want) {
		t.Errorf("Posterior %v, want %v", got, want) // mean of 0.01, 0.05, 0.2 is 0.087
	}
	sum := 0.0
	for j := 1; j < 100_000; j++ {
		sum += gamma(j)
	}
	if sum > 1 {
		t.Errorf("the levels of LORD sum to %v", sum)
	}
	// One in fifty is no chance: the share of chance among those shown.
	for _, c := range []Control{BH{0.1}, &LORD{Q: 0.1}, &SAFFRON{Q: 0.1}} {
		r := rand.New(rand.NewPCG(11, 11))
		shown, wrong := 0, 0
		for range 60 {
			p := make([]float64, 200)
			for i := range p {
				p[i] = r.Float64()
				if i%50 == 0 {
					p[i] *= 1e-7
				}
			}
			for i, s := range c.Choose(p) {
				if s {
					shown++
					if i%50 != 0 {
						wrong++
					}
				}
			}
		}
		if shown < 100 || float64(wrong) > 0.13*float64(shown) {
			t.Errorf("%T: %d of %d shown are chance", c, wrong, shown)
		}
	}
}
