package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
)

// A Sample holds what each row of an evaluation adds to a few sums, and says
// between which bounds a figure made of those sums may lie. Rows of one group
// (one document, one sentence) are drawn together, since they are not
// independent of each other.
type Sample struct {
	width  int
	index  map[string]int
	groups [][]float64 // sums of each group, in the order in which groups came
}

// NewSample returns a sample of rows that add to width sums.
func NewSample(width int) *Sample { return &Sample{width: width, index: map[string]int{}} }

// Add adds one row of a group.
func (s *Sample) Add(group string, adds ...float64) {
	i, ok := s.index[group]
	if !ok {
		i = len(s.groups)
		s.index[group] = i
		s.groups = append(s.groups, make([]float64, s.width))
	}
	for j, a := range adds {
		s.groups[i][j] += a
	}
}

// A Figure is a score with its 95 % interval.
type Figure struct{ Value, Low, High float64 }

func (f Figure) String() string { return fmt.Sprintf("%.3f [%.3f, %.3f]", f.Value, f.Low, f.High) }

// Rounds of drawing, and the seed: the same rows give the same interval.
const (
	bootstrapRounds = 1000
	bootstrapSeed   = 20161112
)

// Figures computes scores from the sums over all groups, each with the interval
// in which the middle 95 % of its values lie when as many groups are drawn with
// replacement, 1,000 times. stat must not keep the sums it is given.
func (s *Sample) Figures(stat func(sums []float64) []float64) []Figure {
	sums := make([]float64, s.width)
	total := func(pick func(i int) []float64) []float64 {
		clear(sums)
		for i := range s.groups {
			for j, v := range pick(i) {
				sums[j] += v
			}
		}
		return stat(sums)
	}
	values := total(func(i int) []float64 { return s.groups[i] })
	rounds := make([][]float64, len(values))
	draw := rand.New(rand.NewPCG(bootstrapSeed, uint64(len(s.groups))))
	for range bootstrapRounds {
		for k, v := range total(func(int) []float64 { return s.groups[draw.IntN(len(s.groups))] }) {
			rounds[k] = append(rounds[k], v)
		}
	}
	out := make([]Figure, len(values))
	for k, v := range values {
		slices.Sort(rounds[k])
		out[k] = Figure{v, rounds[k][bootstrapRounds*25/1000], rounds[k][bootstrapRounds*975/1000-1]}
	}
	return out
}

// Ratio is the figure of one sum over another: found over gold.
func (s *Sample) Ratio(part, whole int) Figure {
	return s.Figures(func(sums []float64) []float64 { return []float64{over(sums[part], sums[whole])} })[0]
}

// F1 is the figure of the F1 of three sums: right, predicted, gold.
func (s *Sample) F1(right, predicted, gold int) Figure {
	return s.Figures(func(sums []float64) []float64 { return []float64{f1(sums[right], sums[predicted], sums[gold])} })[0]
}

// f1 is the harmonic mean of right/predicted and right/gold.
func f1(right, predicted, gold float64) float64 { return over(2*right, predicted+gold) }

func over(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Labels collects rows of a classification: what the gold label is and what was
// predicted. No prediction is the empty label.
type Labels struct {
	rows []labelRow
}

type labelRow struct{ group, gold, predicted string }

// Add adds one row; rows of one group are drawn together for the intervals.
func (l *Labels) Add(group, gold, predicted string) {
	l.rows = append(l.rows, labelRow{group, gold, predicted})
}

// LabelScores are the headlines of a classification. Macro-F1 is the plain mean
// over the labels that occur as gold, weighted F1 the mean weighted by their
// rows; a label that is only predicted costs precision but has no F1 of its own.
type LabelScores struct {
	Rows                      int
	Accuracy, Macro, Weighted Figure
	By                        []LabelScore // gold labels, sorted
}

// A LabelScore is what one gold label reached.
type LabelScore struct {
	Label                 string
	Support               int
	Precision, Recall, F1 float64
}

// Scores computes the headlines. A label of which a drawing has no gold row
// does not count in that round's macro-F1.
func (l *Labels) Scores() LabelScores {
	gold, _ := l.labels()
	n := len(gold)
	place := map[string]int{}
	for i, g := range gold {
		place[g] = i
	}
	// For each gold label: right, predicted, gold; then the rows that are right
	// and all rows.
	s := NewSample(3*n + 2)
	for _, r := range l.rows {
		adds := make([]float64, 3*n+2)
		adds[3*place[r.gold]+2]++
		adds[3*n+1]++
		if i, ok := place[r.predicted]; ok {
			adds[3*i+1]++
		}
		if r.predicted == r.gold {
			adds[3*place[r.gold]]++
			adds[3*n]++
		}
		s.Add(r.group, adds...)
	}
	out := LabelScores{Rows: len(l.rows)}
	if n == 0 {
		return out
	}
	first := true // the first call is for the rows as they are
	figures := s.Figures(func(sums []float64) []float64 {
		var macro, weighted, seen float64
		for i := range gold {
			right, predicted, support := sums[3*i], sums[3*i+1], sums[3*i+2]
			f := f1(right, predicted, support)
			if first {
				out.By = append(out.By, LabelScore{gold[i], int(support), over(right, predicted), over(right, support), f})
			}
			if support > 0 {
				seen++
				macro += f
				weighted += f * support
			}
		}
		first = false
		return []float64{over(sums[3*n], sums[3*n+1]), over(macro, seen), over(weighted, sums[3*n+1])}
	})
	out.Accuracy, out.Macro, out.Weighted = figures[0], figures[1], figures[2]
	return out
}

// labels lists the gold labels and those that are only predicted, both sorted.
func (l *Labels) labels() (gold, other []string) {
	isGold, isOther := map[string]bool{}, map[string]bool{}
	for _, r := range l.rows {
		isGold[r.gold] = true
	}
	for _, r := range l.rows {
		if !isGold[r.predicted] {
			isOther[r.predicted] = true
		}
	}
	return sorted(isGold), sorted(isOther)
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// Write prints the scores of each label, the headlines with their intervals,
// and the confusions.
func (l *Labels) Write(w io.Writer) {
	s := l.Scores()
	width := 12
	for _, b := range s.By {
		width = max(width, len(shown(b.Label)))
	}
	fmt.Fprintf(w, "%-*s %9s %9s %9s %9s\n", width, "label", "precision", "recall", "F1", "support")
	for _, b := range s.By {
		fmt.Fprintf(w, "%-*s %9.3f %9.3f %9.3f %9d\n", width, shown(b.Label), b.Precision, b.Recall, b.F1, b.Support)
	}
	fmt.Fprintf(w, "%-*s %s of %d rows; 95 %% interval in brackets\n", width, "accuracy", s.Accuracy, s.Rows)
	fmt.Fprintf(w, "%-*s %s\n%-*s %s\n", width, "macro-F1", s.Macro, width, "weighted F1", s.Weighted)
	l.writeConfusions(w, 100)
}

// writeConfusions prints a table with a row for each gold label and a column
// for each label that was predicted, in as many blocks as columns need to stay
// within the width. Columns have short keys, which the rows' names explain.
func (l *Labels) writeConfusions(w io.Writer, width int) {
	gold, other := l.labels()
	if len(gold) == 0 {
		return
	}
	all := append(slices.Clone(gold), other...)
	count := map[[2]string]int{}
	name, most := 0, 0
	for _, r := range l.rows {
		k := [2]string{r.gold, r.predicted}
		count[k]++
		most = max(most, count[k])
	}
	for _, a := range all {
		name = max(name, len(shown(a)))
	}
	lead := name + 4 // "key name "
	cell := max(3, len(fmt.Sprint(most))) + 1
	fit := max(1, (width-lead)/cell)
	fmt.Fprintf(w, "confusions: gold down, predicted across\n")
	for from := 0; from < len(all); from += fit {
		block := all[from:min(from+fit, len(all))]
		var b strings.Builder
		fmt.Fprintf(&b, "%-*s", lead, "")
		for i := range block {
			fmt.Fprintf(&b, "%*s", cell, key(from+i))
		}
		b.WriteByte('\n')
		for i, g := range gold {
			fmt.Fprintf(&b, "%-2s %-*s ", key(i), name, shown(g))
			for _, p := range block {
				if n := count[[2]string{g, p}]; n > 0 {
					fmt.Fprintf(&b, "%*d", cell, n)
				} else {
					fmt.Fprintf(&b, "%*s", cell, ".")
				}
			}
			b.WriteByte('\n')
		}
		io.WriteString(w, b.String())
	}
	for i, o := range other {
		fmt.Fprintf(w, "%-2s %s (never gold)\n", key(len(gold)+i), shown(o))
	}
}

// key is the short name of the i-th label: a to z, then aa, ab.
func key(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return key(i/26-1) + key(i%26)
}

func shown(label string) string {
	if label == "" {
		return "(none)"
	}
	return label
}
