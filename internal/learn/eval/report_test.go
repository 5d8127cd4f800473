package eval

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

// Ten rows: six of A (four right, one B, one nothing), three of B (two right,
// one A), one of C (as A).
func tenRows() *Labels {
	var l Labels
	for i, r := range [][2]string{
		{"A", "A"}, {"A", "A"}, {"A", "A"}, {"A", "A"}, {"A", "B"}, {"A", ""},
		{"B", "B"}, {"B", "B"}, {"B", "A"},
		{"C", "A"},
	} {
		l.Add(fmt.Sprint("row", i), r[0], r[1])
	}
	return &l
}

func TestLabelScoresByHand(t *testing.T) {
	s := tenRows().Scores()
	want := []LabelScore{
		{"A", 6, 4.0 / 6, 4.0 / 6, 4.0 / 6}, // predicted A six times, four of them right
		{"B", 3, 2.0 / 3, 2.0 / 3, 2.0 / 3}, // predicted B three times, two of them right
		{"C", 1, 0, 0, 0},
	}
	if len(s.By) != len(want) {
		t.Fatalf("labels %v", s.By)
	}
	for i, b := range s.By {
		if b != want[i] {
			t.Errorf("got %+v, want %+v", b, want[i])
		}
	}
	if !near(s.Accuracy.Value, 0.6) {
		t.Errorf("accuracy %v: six of ten are right", s.Accuracy)
	}
	if !near(s.Macro.Value, (2.0/3+2.0/3+0)/3) {
		t.Errorf("macro-F1 %v", s.Macro)
	}
	if !near(s.Weighted.Value, (6*2.0/3+3*2.0/3)/10) {
		t.Errorf("weighted F1 %v", s.Weighted)
	}
	for _, f := range []Figure{s.Accuracy, s.Macro, s.Weighted} {
		if !(f.Low < f.Value && f.Value < f.High) {
			t.Errorf("interval %v does not enclose its value", f)
		}
	}
	if again := tenRows().Scores(); fmt.Sprint(again) != fmt.Sprint(s) {
		t.Errorf("the same rows gave %v and %v", s, again)
	}
}

func TestPrecisionAndRecallArePulledApart(t *testing.T) {
	var l Labels
	for range 3 {
		l.Add("g", "A", "B")
	}
	l.Add("g", "A", "A")
	l.Add("g", "B", "B")
	s := l.Scores()
	// A: precision 1, recall 1/4, F1 2/5. B: precision 1/4, recall 1, F1 2/5.
	if a, b := s.By[0], s.By[1]; a.Precision != 1 || a.Recall != 0.25 || !near(a.F1, 0.4) || b.Precision != 0.25 || b.Recall != 1 || !near(b.F1, 0.4) {
		t.Errorf("got %+v and %+v", a, b)
	}
	// All rows are one group, so that every drawing is the same.
	if s.Accuracy != (Figure{0.4, 0.4, 0.4}) {
		t.Errorf("one group has no spread: %v", s.Accuracy)
	}
}

// Of 100 rows 20 are hits: the standard error is 0.04, so that 95 % lie within
// about 0.12 and 0.28. The same rows in ten groups of all hits and all misses
// tell ten times less.
func TestIntervalsKnowGroups(t *testing.T) {
	alone, grouped := NewSample(2), NewSample(2)
	for i := range 100 {
		hit := 0.0
		if i < 20 {
			hit = 1
		}
		alone.Add(fmt.Sprint(i), hit, 1)
		grouped.Add(fmt.Sprint(i/10), hit, 1)
	}
	a, g := alone.Ratio(0, 1), grouped.Ratio(0, 1)
	if a.Value != 0.2 || math.Abs(a.Low-0.12) > 0.011 || math.Abs(a.High-0.28) > 0.011 {
		t.Errorf("ungrouped: %v", a)
	}
	if g.Value != 0.2 || g.High-g.Low < 2*(a.High-a.Low) {
		t.Errorf("grouped: %v, not wider than %v", g, a)
	}
}

func TestF1OfSpans(t *testing.T) {
	s := NewSample(3)
	s.Add("1", 1, 2, 2)
	s.Add("2", 2, 2, 3)
	// Three right, four predicted, five gold: precision 3/4, recall 3/5.
	if f := s.F1(0, 1, 2); !near(f.Value, 2*0.75*0.6/(0.75+0.6)) || f.Low != 0.5 || f.High != 0.8 {
		t.Errorf("%v; alone the groups have 2/4 and 4/5", f)
	}
	if f := NewSample(3).F1(0, 1, 2); f != (Figure{}) {
		t.Errorf("nothing scored: %v", f)
	}
}

func TestConfusionsStayWithinTheirWidth(t *testing.T) {
	var b strings.Builder
	tenRows().Write(&b)
	want := `confusions: gold down, predicted across
             a   b   c   d
a  A         4   1   .   1
b  B         1   2   .   .
c  C         1   .   .   .
d  (none) (never gold)
`
	if !strings.HasSuffix(b.String(), want) {
		t.Errorf("got:\n%s\nwant at its end:\n%s", b.String(), want)
	}
	var wide Labels
	for i := range 40 {
		wide.Add("g", fmt.Sprintf("LABEL-%02d", i), fmt.Sprintf("LABEL-%02d", (i+1)%40))
	}
	b.Reset()
	wide.Write(&b)
	for _, line := range strings.Split(b.String(), "\n") {
		if len(line) > 100 {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
	if n := strings.Count(b.String(), "ag LABEL-32 "); n != 2 {
		t.Errorf("40 columns need two blocks, got %d", n)
	}
}
