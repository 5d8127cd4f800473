package series

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func sample(t *testing.T, by string) *Series {
	t.Helper()
	events := []Event{
		{Day: "2024-03-04", Source: "KEN", Target: "SOM", Quad: 4, Score: -9},
		{Day: "2024-03-10", Source: "SOM", Target: "KEN", Quad: 3, Score: -2},
		{Day: "2024-03-11", Source: "KEN", Target: "SOM", Symmetric: true, Quad: 1, Score: 1},
		{Day: "2024-03-11", Source: "KEN", Target: "ETH", Quad: 1, Score: 1}, // another dyad
		{Source: "KEN", Target: "SOM", Quad: 1, Score: 1},                    // no day
	}
	s, err := Build(events, map[string]int{"2024-03-06": 3, "2024-03-19": 2}, "KEN", "SOM", by)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWeeksStartOnMondayAndHaveNoGap(t *testing.T) {
	s := sample(t, "week")
	if len(s.Bins) != 3 || s.Bins[0].Start != "2024-03-04" || s.Bins[2].Start != "2024-03-18" || s.Bins[0].Days != 7 {
		t.Fatalf("bins %+v", s.Bins)
	}
	a, b := &s.Bins[0], &s.Bins[1]
	if a.Conf != 2 || a.Coop != 0 || a.Articles != 3 || a.Forth.Quads != [4]int{0, 0, 0, 1} || a.Back.Quads != [4]int{0, 0, 1, 0} || a.Forth.Conflict != -9 {
		t.Errorf("first week %+v", a)
	}
	// What both do stands in both directions and counts once.
	if b.Coop != 1 || b.Forth.Quads[0] != 1 || b.Back.Quads[0] != 1 || b.Conf != 0 {
		t.Errorf("second week %+v", b)
	}
	if c := &s.Bins[2]; c.Articles != 2 || c.Coop+c.Conf != 0 || c.CoopCI[1] != 3.69 && c.CoopCI[1] != 3.689 {
		t.Errorf("third week %+v", c)
	}
}

func TestDirectionFollowsTheOrderAskedFor(t *testing.T) {
	s, err := Build([]Event{{Day: "2024-03-04", Source: "KEN", Target: "SOM", Quad: 4, Score: -9}}, nil, "SOM", "KEN", "month")
	if err != nil || len(s.Bins) != 1 || s.Bins[0].Start != "2024-03-01" || s.Bins[0].Days != 31 || s.Bins[0].Back.Quads[3] != 1 || s.Bins[0].Forth.Quads[3] != 0 {
		t.Errorf("%v %+v", err, s)
	}
}

func TestIntervalsOfCounts(t *testing.T) {
	// Exact bounds: 1 -> 0.025 to 5.572, 10 -> 4.795 to 18.390.
	for n, want := range map[int][2]float64{1: {0.025, 5.572}, 10: {4.795, 18.390}} {
		got := interval(n)
		for i := range got {
			if d := got[i] - want[i]; d > 0.06 || d < -0.06 {
				t.Errorf("%d: %v, want about %v", n, got, want)
			}
		}
	}
}

func TestUnknownStepIsSaid(t *testing.T) {
	if _, err := Build(nil, nil, "A", "B", "year"); err == nil || !strings.Contains(err.Error(), `"year"`) {
		t.Errorf("%v", err)
	}
}

func TestPictureIsWellFormed(t *testing.T) {
	s := sample(t, "day")
	s.First = `<KEN & co>`
	var b strings.Builder
	if err := s.SVG(&b); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(b.String()))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(b.String(), "2024-03-10: cooperation 0, conflict 1") {
		t.Error("a bin is not told in words")
	}
}
