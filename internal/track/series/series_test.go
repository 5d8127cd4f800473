package series

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"entente/internal/record"
)

func sample(t *testing.T, by string) *Series {
	t.Helper()
	sums := []record.Sum{
		{Day: "2024-03-04", Source: "KEN", Target: "SOM", Type: "ASSAULT", Quad: 4, N: 1, Score: -9, Goldstein: -10, Reports: 3},
		{Day: "2024-03-10", Source: "SOM", Target: "KEN", Type: "ACCUSE", Quad: 3, N: 1, Score: -2, Reports: 1},
		{Day: "2024-03-11", Source: "KEN", Target: "SOM", Mutual: true, Type: "CONSULT", Quad: 1, N: 2, Score: 2, Reports: 2},
		{Day: "2024-03-11", Source: "SOM", Target: "KEN", Type: "", Quad: 0, N: 1, Reports: 1},
		{Day: "1998-08-07", Source: "SOM", Target: "KEN", Type: "ASSAULT", Quad: 4, N: 1, Score: -9}, // the text recalls it
	}
	fields := []record.FieldSum{{Day: "2024-03-04", Field: "military", Conflict: true, N: 1}, {Day: "2024-03-11", Field: "diplomatic", N: 2}, {Day: "2024-03-11", Field: "military", N: 1}}
	s, err := Build(Ask{First: "KEN", Second: "SOM", By: by}, sums, fields, map[string]int{"2024-03-06": 3, "2024-03-19": 2})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWeeksStartOnMondayAndHaveNoGap(t *testing.T) {
	s := sample(t, "week")
	if len(s.Bins) != 3 || s.Bins[0].Start != "2024-03-04" || s.Bins[2].Start != "2024-03-18" || s.Bins[0].Days != 7 || s.Outside != 1 {
		t.Fatalf("bins %+v, %d outside", s.Bins, s.Outside)
	}
	a, b := &s.Bins[0], &s.Bins[1]
	if a.Conflict.N != 2 || a.Cooperation.N != 0 || a.Read != 3 || a.Forth.Quads != [4]int{0, 0, 0, 1} || a.Back.Quads != [4]int{0, 0, 1, 0} || a.Forth.Conflict != -9 || a.Forth.ConflictG != -10 || a.Reports != 4 {
		t.Errorf("first week %+v", a)
	}
	// What both do together counts once and is of neither direction.
	if b.Cooperation.N != 2 || b.Together.Quads[0] != 2 || b.Forth.Quads != [4]int{} || b.Back.Quads != [4]int{} || b.Other != 1 || b.Conflict.N != 0 {
		t.Errorf("second week %+v", b)
	}
	// Nothing was read in the second week: there is no rate.
	if b.Cooperation.Per1000 != nil || a.Conflict.Per1000 == nil || *a.Conflict.Per1000 != 666.7 {
		t.Errorf("rates %+v %+v", b.Cooperation, a.Conflict)
	}
	if c := &s.Bins[2]; c.Read != 2 || c.Cooperation.N+c.Conflict.N != 0 || c.Cooperation.Interval[1] != 3.69 {
		t.Errorf("third week %+v", c)
	}
	if n := &s.Total; n.Read != 5 || len(n.Types) != 4 || n.Types[0].Type != "CONSULT" || n.Types[0].N != 2 || len(n.Fields) != 2 || n.Fields[0] != (FieldCount{"diplomatic", 2, 0}) || n.Fields[1] != (FieldCount{"military", 1, 1}) {
		t.Errorf("total %+v", n)
	}
}

func TestDirectionFollowsTheOrderAskedFor(t *testing.T) {
	sums := []record.Sum{{Day: "2024-03-04", Source: "KEN", Target: "SOM", Quad: 4, N: 1, Score: -9}}
	s, err := Build(Ask{First: "SOM", Second: "KEN", By: "month"}, sums, nil, nil)
	if err != nil || len(s.Bins) != 1 || s.Bins[0].Start != "2024-03-01" || s.Bins[0].Days != 31 || s.Bins[0].Back.Quads[3] != 1 || s.Bins[0].Forth.Quads[3] != 0 {
		t.Errorf("%v %+v", err, s)
	}
	sums[0].Target = "" // of one against all: the others have no code
	if s, err = Build(Ask{First: "KEN", By: "month"}, sums, nil, nil); err != nil || s.Bins[0].Forth.Quads[3] != 1 {
		t.Errorf("%v %+v", err, s)
	}
}

func TestSpanAskedForCutsBins(t *testing.T) {
	sums := []record.Sum{{Day: "2024-01-29", Source: "A", Target: "B", Quad: 1, N: 4}} // a sum of the week of Wednesday, 31 January
	s, err := Build(Ask{First: "A", Second: "B", By: "week", From: "2024-01-31", To: "2024-02-13"}, sums, nil, map[string]int{"2024-01-29": 7})
	if err != nil || len(s.Bins) != 3 || s.Bins[0].Days != 5 || s.Bins[1].Days != 7 || s.Bins[2].Days != 2 || s.Bins[0].Cooperation.N != 4 || s.Total.Read != 7 {
		t.Errorf("%v %+v", err, s)
	}
	if from, to := s.Span(); from != "2024-01-31" || to != "2024-02-13" {
		t.Error(from, to)
	}
	if from, to := sample(t, "week").Span(); from != "2024-03-04" || to != "2024-03-24" {
		t.Error(from, to)
	}
	if _, err := Build(Ask{By: "day", From: "0001-01-01", To: "2024-01-01"}, nil, nil, nil); err == nil || !strings.Contains(err.Error(), "20000 bins") {
		t.Errorf("a span of two thousand years by day: %v", err)
	}
	if s, err := Build(Ask{By: "day"}, nil, nil, nil); err != nil || len(s.Bins) != 0 || s.Trends.Conflict.Told {
		t.Errorf("nothing: %+v %v", s, err)
	}
}

func TestIntervalsOfCounts(t *testing.T) {
	// Garwood's bounds, as tables of the Poisson distribution have them.
	for n, want := range map[int][2]float64{0: {0, 3.689}, 1: {0.0253, 5.572}, 5: {1.623, 11.668}, 10: {4.795, 18.390}, 100: {81.364, 121.627}} {
		got := exact(n)
		for i := range got {
			if math.Abs(got[i]-want[i]) > 0.001 {
				t.Errorf("%d: %v, want %v", n, got, want)
			}
		}
	}
	if got := exact(2000000); math.Abs(got[0]-1997229) > 2 || math.Abs(got[1]-2002773) > 2 {
		t.Errorf("of a large count: %v", got)
	}
}

// The trend of counts that were drawn with a known one is found, and in nineteen
// of twenty runs its interval holds the truth.
func TestTrendIsFoundAndItsIntervalHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	poisson := func(m float64) (n int) {
		l, p := math.Exp(-m), 1.0
		for n = -1; p > l; n++ {
			p *= r.Float64()
		}
		return n
	}
	holds, runs := 0, 400
	for range runs {
		var bins []Bin
		for i := range 52 {
			b := Bin{Start: time.Date(2024, 1, 1+7*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
			b.Read = 100 + 10*i // more is read from week to week: that is no trend
			b.Conflict.N = poisson(0.03 * float64(b.Read) * math.Exp(math.Log(2)*float64(i)/51))
			bins = append(bins, b)
		}
		tr := trend(bins, func(b *Bin) int { return b.Conflict.N })
		if !tr.Told || tr.Falls() || tr.Over < 1.1 || tr.Over > 3.5 {
			t.Fatalf("%+v", tr)
		}
		if tr.OverCI[0] <= 2 && 2 <= tr.OverCI[1] {
			holds++
		}
	}
	if share := float64(holds) / float64(runs); share < 0.92 || share > 0.99 {
		t.Errorf("the interval holds the truth in %.3f of runs, want about 0.95", share)
	}
}

func TestTrendIsNotToldOfLittle(t *testing.T) {
	at := func(i, n int) Bin {
		b := Bin{Start: fmt.Sprintf("2024-01-%02d", i+1)}
		b.Read, b.Conflict.N = 10, n
		return b
	}
	var few, end []Bin
	for i := range 12 {
		few = append(few, at(i, i%2))
		end = append(end, at(i, 0))
	}
	end[11] = at(11, 50)
	for name, bins := range map[string][]Bin{"few": few, "at one end": end, "none": nil} {
		if tr := trend(bins, func(b *Bin) int { return b.Conflict.N }); tr.Told && (tr.Rises() || tr.Falls()) && name != "at one end" || tr.Why == "" && !tr.Told {
			t.Errorf("%s: %+v", name, tr)
		}
	}
}

func TestUnknownStepIsSaid(t *testing.T) {
	if _, err := Build(Ask{By: "year"}, nil, nil, nil); err == nil || !strings.Contains(err.Error(), `"year"`) {
		t.Errorf("%v", err)
	}
}
