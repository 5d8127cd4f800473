package eval

import (
	"fmt"
	"sort"
	"strings"

	"entente/internal/coding/role"
	"entente/internal/learn/corpus"
)

// A Roles marks the phrases of a sentence of a page.
type Roles func(s *corpus.Phrases) []role.Span

// Spans scores the phrases of source and target, exact from first word to last,
// on a file of words and BIO tags. With fit, it cross-validates: sentences of
// the same words are in one part, and each part is marked by what was learned
// from the others. With roles, that model marks them all. Phrases of sides (R)
// are scored too; the headline is over sources and targets together.
func Spans(code Coder, path string, fit func([]corpus.Phrases) (Roles, error), roles Roles, o Output) error {
	sents, err := corpus.ReadPhrases(path, code)
	if err != nil {
		return err
	}
	got := make([][]role.Span, len(sents))
	how := "the shipped model"
	if roles != nil {
		for i := range sents {
			got[i] = roles(&sents[i])
		}
	} else {
		how = fmt.Sprintf("%d parts, each marked by what the others taught", corpus.Folds)
		for part := range corpus.Folds {
			r, err := fit(corpus.Without(sents, part))
			if err != nil {
				return err
			}
			for i := range sents {
				if corpus.Fold(sents[i].Doc.Body) == part {
					got[i] = r(&sents[i])
				}
			}
		}
	}
	reportSpans(sents, got, path, how, o)
	return nil
}

var spanRoles = [...]struct {
	role role.Role
	name string
}{{role.Source, "source"}, {role.Target, "target"}, {role.Side, "side"}}

func reportSpans(sents []corpus.Phrases, got [][]role.Span, path, how string, o Output) {
	// For each role right, predicted, gold; then the same of phrases that only
	// overlap, in any role's fourth place on.
	samples := map[role.Role]*Sample{}
	both := NewSample(3)
	for _, r := range spanRoles {
		samples[r.role] = NewSample(3)
	}
	var loose [3]int
	o.predict("line", "role", "gold", "predicted")
	for i := range sents {
		s := &sents[i]
		group := strings.Join(s.Words, " ")
		for _, r := range spanRoles {
			gold, pred := ofRole(s.Gold, r.role), ofRole(got[i], r.role)
			right := 0
			for _, g := range gold {
				for _, p := range pred {
					if p == g {
						right++
					}
					if r.role != role.Side && p.First < g.Last && g.First < p.Last {
						loose[0]++
						break
					}
				}
			}
			adds := []float64{float64(right), float64(len(pred)), float64(len(gold))}
			samples[r.role].Add(group, adds...)
			if r.role != role.Side {
				both.Add(group, adds...)
				loose[1] += len(pred)
				loose[2] += len(gold)
			}
			if len(gold)+len(pred) == 0 {
				continue
			}
			g, p := phraseTexts(s, gold), phraseTexts(s, pred)
			o.predict(s.Line, r.name, g, p)
			if g != p && o.Details != nil {
				fmt.Fprintf(o.Details, "%s\t%s\t%s\t%s\n", r.name, g, p, s.Doc.Body)
			}
		}
	}
	w := o.Report
	fmt.Fprintf(w, "phrases of source and target: %s, %d sentences; %s\n", path, len(sents), how)
	fmt.Fprintf(w, "%-15s %6s %9s %9s %7s  %s\n", "exact", "gold", "precision", "recall", "F1", "95 % interval")
	line := func(name string, s *Sample) {
		f := s.Figures(func(x []float64) []float64 {
			return []float64{f1(x[0], x[1], x[2]), over(x[0], x[1]), over(x[0], x[2]), x[2]}
		})
		fmt.Fprintf(w, "%-15s %6.0f %9.3f %9.3f %7.3f  [%.3f, %.3f]\n", name, f[3].Value, f[1].Value, f[2].Value, f[0].Value, f[0].Low, f[0].High)
	}
	line("source, target", both)
	for _, r := range spanRoles {
		line(r.name, samples[r.role])
	}
	fmt.Fprintf(w, "source and target that overlap: F1 %.3f\n", f1(float64(loose[0]), float64(loose[1]), float64(loose[2])))
}

func ofRole(spans []role.Span, r role.Role) (out []role.Span) {
	for _, s := range spans {
		if s.Role == r {
			out = append(out, s)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].First < out[j].First })
	return out
}

func phraseTexts(s *corpus.Phrases, spans []role.Span) string {
	var out []string
	for _, p := range spans {
		out = append(out, strings.Join(s.Words[p.First:p.Last], " "))
	}
	return strings.Join(out, " | ")
}
