package alert

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// draw makes a series that rises, falls and bursts.
func draw(seed uint64, steps int) []Bin {
	r := rand.New(rand.NewPCG(seed, 7))
	out := make([]Bin, steps)
	for t := range out {
		e := 800 + 400*r.Float64()
		level := 2.0
		if t > steps/2 {
			level = 9
		}
		if t%53 == 52 {
			level *= 6
		}
		n := 0
		for x := -math.Log(r.Float64()); x < level*e/1000; x -= math.Log(r.Float64()) {
			n++
		}
		out[t] = Bin{n, e, t % 7}
	}
	return out
}

// slowPMF is the negative binomial by its textbook formula.
func slowPMF(y int, mean, shape float64) float64 {
	a, _ := math.Lgamma(shape + float64(y))
	b, _ := math.Lgamma(shape)
	c, _ := math.Lgamma(float64(y) + 1)
	return math.Exp(a - b - c + float64(y)*math.Log(mean/(mean+shape)) + shape*math.Log(shape/(mean+shape)))
}

func TestCountsAgainstSums(t *testing.T) {
	for _, d := range []negbin{{0.03, 0.2}, {1, 1e3}, {2.5, 0.7}, {40, 3}, {300, 50}} {
		sum, most := 0.0, 1000
		for y := range most {
			p := slowPMF(y, d.mean, d.shape)
			if got := math.Exp(d.logPMF(y)); math.Abs(got-p) > 1e-9*p+1e-300 {
				t.Fatalf("%v: P(%d) = %v, want %v", d, y, got, p)
			}
			if y < 60 {
				if up := d.upper(y); math.Abs(up-(1-sum)) > 1e-8 {
					t.Fatalf("%v: upper(%d) = %v, want %v", d, y, up, 1-sum)
				}
			}
			sum += p
			if y < 60 {
				if low := d.lower(y); math.Abs(low-sum) > 1e-8 {
					t.Fatalf("%v: lower(%d) = %v, want %v", d, y, low, sum)
				}
			}
		}
		low, high := d.interval(0.95)
		if d.lower(low-1) > 0.025 || d.lower(low) <= 0.025 || d.upper(high+1) > 0.025 || d.upper(high) <= 0.025 {
			t.Errorf("%v: interval %d to %d", d, low, high)
		}
	}
}

// A path is one whole history of changes, kept to itself: what the on-line
// detector merges is summed here over every history there can be.
type path struct {
	p, a, b    float64
	start, way int
}

func TestPosteriorIsThatOfAllHistories(t *testing.T) {
	m := Weekly
	m.Settle, m.Forget, m.Memory, m.Recent = 1e12, 1, 1, 3 // one spread throughout, nothing fades
	counts := []int{1, 0, 2, 1, 9, 7, 0, 12}
	reach := []float64{10, 12, 8, 10, 11, 9, 10, 10}
	var s State
	var paths []path
	events, volume := 0.5, reach[0]
	for step, y := range counts {
		e := reach[step]
		got := m.Step(&s, Bin{Count: y, Exposure: e})
		long := events / volume
		level := long
		if step == 0 {
			paths = []path{{1, 1, 1 / long, 0, 0}}
		} else {
			level = 0
			for _, x := range paths {
				level += x.p * x.a / x.b
			}
			var next []path
			for _, x := range paths {
				stay := x
				stay.p *= 1 - m.Hazard
				next = append(next, stay)
				for _, l := range m.Levels {
					way := 1
					if l.Ratio < 1 {
						way = -1
					}
					next = append(next, path{x.p * m.Hazard * l.Share, l.Shape, l.Shape / (l.Ratio * level), step, way})
				}
			}
			paths = next
			if math.Abs(got.Expected-level*e) > 1e-9*got.Expected {
				t.Fatalf("step %d: expected %v, want %v", step, got.Expected, level*e)
			}
		}
		sum := 0.0
		for i := range paths {
			x := &paths[i]
			mean := x.a / x.b * e
			shape := 1 / (m.Spread + 1/x.a + m.Spread/x.a)
			x.p *= slowPMF(y, mean, shape)
			sum += x.p
			x.a += float64(y) / (1 + mean*m.Spread)
			x.b += e / (1 + mean*m.Spread)
		}
		rise, fall := 0.0, 0.0
		for i := range paths {
			x := &paths[i]
			x.p /= sum
			if x.start > step-m.Recent && x.way > 0 {
				rise += x.p
			} else if x.start > step-m.Recent && x.way < 0 {
				fall += x.p
			}
		}
		if math.Abs(got.Rise-rise) > 1e-9 || math.Abs(got.Fall-fall) > 1e-9 {
			t.Fatalf("step %d: rise %v and fall %v, of all histories %v and %v", step, got.Rise, got.Fall, rise, fall)
		}
		events, volume = events+float64(y), volume+e
	}
	if len(paths) != 1<<(2*(len(counts)-1)) {
		t.Errorf("%d histories", len(paths))
	}
}

func TestPruningHardlyShows(t *testing.T) {
	full := Weekly
	full.Keep = 10000
	var a, b State
	for i, x := range draw(3, 300) {
		p, q := Weekly.Step(&a, x), full.Step(&b, x)
		if math.Abs(p.Rise-q.Rise) > 0.02 || math.Abs(p.Fall-q.Fall) > 0.02 || math.Abs(p.Expected-q.Expected) > 0.02*q.Expected {
			t.Fatalf("step %d: %+v, unpruned %+v", i, p, q)
		}
	}
	if len(a.Runs) > Weekly.Keep {
		t.Errorf("%d runs kept", len(a.Runs))
	}
}

func TestSavedAndRestoredGoesOnTheSame(t *testing.T) {
	for _, m := range []Model{Weekly, Daily} {
		var whole, bin, text State
		for i, x := range draw(5, 200) {
			want := m.Step(&whole, x)
			b, err := bin.MarshalBinary()
			if err != nil || len(b) > 3000 {
				t.Fatalf("step %d: %v, %d bytes", i, err, len(b))
			}
			var again State
			if err := again.UnmarshalBinary(b); err != nil {
				t.Fatal(err)
			}
			bin = again
			j, err := json.Marshal(&text)
			if err != nil {
				t.Fatal(err)
			}
			text = State{}
			if err := json.Unmarshal(j, &text); err != nil {
				t.Fatal(err)
			}
			if got := m.Step(&bin, x); got != want {
				t.Fatalf("step %d: %+v from bytes, want %+v", i, got, want)
			}
			if got := m.Step(&text, x); got != want {
				t.Fatalf("step %d: %+v from JSON, want %+v", i, got, want)
			}
		}
	}
}

func FuzzStateBytes(f *testing.F) {
	var s State
	for _, x := range draw(2, 30) {
		Weekly.Step(&s, x)
	}
	good, _ := s.MarshalBinary()
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		var s State
		if s.UnmarshalBinary(b) != nil {
			return
		}
		out, _ := s.MarshalBinary()
		var again State
		if err := again.UnmarshalBinary(out); err != nil || !reflect.DeepEqual(s, again) {
			t.Fatalf("%v: %+v, %+v", err, s, again)
		}
	})
}

func TestMoreNewsIsNoRise(t *testing.T) {
	var s State
	r := rand.New(rand.NewPCG(1, 1))
	for step := range 120 {
		e := 1000.0
		if step >= 100 {
			e = 4000
		}
		n := 0
		for x := -math.Log(r.Float64()); x < 3*e/1000; x -= math.Log(r.Float64()) {
			n++
		}
		if got := Weekly.Step(&s, Bin{Count: n, Exposure: e}); got.Rise > 0.5 && step >= 100 {
			t.Fatalf("step %d: rise %v although only more was read", step, got.Rise)
		}
	}
}

func TestRiseIsDatedAndNamed(t *testing.T) {
	var s State
	for step := range 80 {
		n := []int{2, 1, 3, 2}[step%4]
		if step >= 70 {
			n *= 6
		}
		got := Weekly.Step(&s, Bin{Count: n, Exposure: 100})
		if step < 70 && max(got.Rise, got.Fall) > 0.5 {
			t.Fatalf("step %d: %+v", step, got)
		}
		if step == 73 {
			if got.Rise < 0.95 || got.Since < 69 || got.Since > 71 || got.Usual > 4 || got.Now < 6 {
				t.Errorf("after the rise %+v", got)
			}
			if low, high := got.Interval(); low > high || got.Upper() <= 0 || got.Lower() <= 0 {
				t.Errorf("interval %d to %d, tails %v %v", low, high, got.Upper(), got.Lower())
			}
		}
	}
}

func TestNothingReadSaysNothing(t *testing.T) {
	var s State
	for _, x := range draw(9, 60) {
		Weekly.Step(&s, x)
	}
	runs := slices.Clone(s.Runs)
	got := Weekly.Step(&s, Bin{Count: 0})
	if got.Rise != 0 || got.Fall != 0 || !reflect.DeepEqual(runs, s.Runs) || s.Steps != 61 {
		t.Errorf("%+v", got)
	}
}

func TestWeekendsAreLearnt(t *testing.T) {
	var s State
	r := rand.New(rand.NewPCG(4, 4))
	week := [7]float64{1.3, 1.3, 1.3, 1.3, 1.3, 0.3, 0.2}
	var loud, still float64
	for step := range 700 {
		n := 0
		for x := -math.Log(r.Float64()); x < 8*week[step%7]; x -= math.Log(r.Float64()) {
			n++
		}
		got := Daily.Step(&s, Bin{Count: n, Exposure: 50, Weekday: step % 7})
		if step > 400 && got.Fall > 0.9 {
			t.Fatalf("step %d: a weekend is taken for a fall: %+v", step, got)
		}
		if step >= 693 && step%7 == 0 {
			loud = got.Expected
		} else if step%7 == 6 {
			still = got.Expected
		}
	}
	if loud < 7.5 || loud > 13 || still < 1 || still > 3 {
		t.Errorf("expected %v on a loud day and %v on a still one", loud, still)
	}
}

func BenchmarkTenThousandSeries(b *testing.B) {
	states := make([]State, 10000)
	bins := draw(8, 120)
	for _, x := range bins { // what is kept is full
		for i := range states {
			if i < 10 {
				Weekly.Step(&states[i], x)
			}
		}
	}
	for i := 10; i < len(states); i++ {
		states[i] = states[i%10]
		states[i].Runs = slices.Clone(states[i%10].Runs)
	}
	b.ResetTimer()
	for n := range b.N {
		for i := range states {
			Weekly.Step(&states[i], bins[n%len(bins)])
		}
	}
}
