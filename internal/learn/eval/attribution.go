package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente/internal/learn/corpus"
	"entente/internal/record"
	"entente/internal/text"
)

// A Sayer says who says what on a page.
type Sayer func(doc *text.Document) []record.Attribution

// Attribution scores who says what on a folder of annotated articles. Cues,
// contents and sources are scored each by itself: a predicted span is right
// (partial) when it shares a character with a gold span, each matched at most
// once, the longest common stretch first; exact when it is that span to the
// character, marks at its ends aside; and by the characters it shares. An
// attribution is whole when its cue, its content and its source all overlap
// those of one gold attribution, or both have no source.
func Attribution(say Sayer, dir string, o Output) error {
	articles, err := corpus.ReadAttributed(dir)
	if err != nil {
		return err
	}
	o.predict("article", "part", "gold", "predicted")
	samples := [3]*Sample{NewSample(8), NewSample(8), NewSample(8)}
	whole := NewSample(3)
	gold := 0
	for i := range articles {
		a := &articles[i]
		doc := &text.Document{ID: a.Name, Body: a.Body, Language: "en"}
		said := say(doc)
		gold += len(a.Said)
		for part, name := range saidParts {
			g, p := goldParts(a.Said, part), saidSpans(doc, said, part)
			pairs := matchSpans(g, p)
			samples[part].Add(a.Name, append(countSpans(a.Body, g, p, pairs), sharedBytes(g, p)...)...)
			o.writePairs(a.Name+"\t"+name, a.Body, g, p, pairs)
		}
		whole.Add(a.Name, float64(wholeSaid(a.Said, doc, said)), float64(len(said)), float64(len(a.Said)))
	}
	w := o.Report
	fmt.Fprintf(w, "who says what: %s, %d articles, %d attributions\n", dir, len(articles), gold)
	fmt.Fprintf(w, "%-9s %6s %9s %9s  %-22s %9s %9s\n", "", "gold", "precision", "recall", "partial F1", "exact F1", "by letter")
	for part, name := range saidParts {
		f := samples[part].Figures(func(x []float64) []float64 {
			return []float64{f1(x[0], x[2], x[3]), over(x[0], x[2]), over(x[0], x[3]), f1(x[1], x[2], x[3]), f1(x[4], x[5], x[6]), x[3]}
		})
		fmt.Fprintf(w, "%-9s %6.0f %9.3f %9.3f  %-22s %9.3f %9.3f\n", name, f[5].Value, f[1].Value, f[2].Value, f[0], f[3].Value, f[4].Value)
	}
	fmt.Fprintf(w, "cue, content and source of one attribution: F1 %s\n", whole.F1(0, 1, 2))
	return nil
}

var saidParts = [3]string{"cue", "content", "source"}

func goldParts(all []corpus.Said, part int) (out [][]text.Span) {
	for i := range all {
		if s := ofSaid(&all[i], part); len(s) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func ofSaid(s *corpus.Said, part int) []text.Span {
	return [...][]text.Span{s.Cue, s.Content, s.Source}[part]
}

func saidSpans(doc *text.Document, all []record.Attribution, part int) (out [][]text.Span) {
	for i := range all {
		if s := ofAttribution(&all[i], part); len(s) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func ofAttribution(a *record.Attribution, part int) (out []text.Span) {
	for _, s := range [...][]record.Span{{a.Cue}, {a.Content, a.More}, {a.Source}}[part] {
		if s.Start < s.End {
			out = append(out, text.Span(s))
		}
	}
	return out
}

// inCommon is how many bytes two sets of stretches have in common.
func inCommon(a, b []text.Span) (n int) {
	for _, x := range a {
		for _, y := range b {
			n += max(0, int(min(x.End, y.End)-max(x.Start, y.Start)))
		}
	}
	return n
}

// matchSpans pairs gold with predicted spans that overlap, each at most once:
// pairs[i] is the prediction of gold i, or -1.
func matchSpans(gold, predicted [][]text.Span) []int {
	type pair struct{ g, p, n int }
	var all []pair
	for g := range gold {
		for p := range predicted {
			if n := inCommon(gold[g], predicted[p]); n > 0 {
				all = append(all, pair{g, p, n})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(b.n, a.n) })
	out, used := make([]int, len(gold)), make([]bool, len(predicted))
	for i := range out {
		out[i] = -1
	}
	for _, x := range all {
		if out[x.g] < 0 && !used[x.p] {
			out[x.g], used[x.p] = x.p, true
		}
	}
	return out
}

// countSpans are the sums partial, exact, predicted, gold.
func countSpans(body string, gold, predicted [][]text.Span, pairs []int) []float64 {
	partial, exact := 0.0, 0.0
	for g, p := range pairs {
		if p < 0 {
			continue
		}
		partial++
		if spanWords(body, gold[g]) == spanWords(body, predicted[p]) {
			exact++
		}
	}
	return []float64{partial, exact, float64(len(predicted)), float64(len(gold))}
}

// sharedBytes are the sums common, predicted, gold of bytes, each counted once,
// and a place that is left free.
func sharedBytes(gold, predicted [][]text.Span) []float64 {
	g, p := union(gold), union(predicted)
	return []float64{float64(inCommon(g, p)), float64(inCommon(p, p)), float64(inCommon(g, g)), 0}
}

func union(all [][]text.Span) (out []text.Span) {
	flat := slices.Concat(all...)
	slices.SortFunc(flat, func(a, b text.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for _, s := range flat {
		if k := len(out) - 1; k >= 0 && s.Start <= out[k].End {
			out[k].End = max(out[k].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

func spanWords(body string, at []text.Span) string {
	var parts []string
	for _, s := range at {
		parts = append(parts, strings.Trim(body[s.Start:s.End], " \n\t\"'“”‘’,.;:—–-"))
	}
	return strings.Join(parts, " ")
}

// wholeSaid counts gold attributions of which a predicted one, matched by its
// cue, has all parts.
func wholeSaid(gold []corpus.Said, doc *text.Document, said []record.Attribution) (n int) {
	for g, p := range matchSpans(goldParts(gold, 0), saidSpans(doc, said, 0)) {
		if p < 0 {
			continue
		}
		right := true
		for part := 1; part < len(saidParts); part++ {
			want, got := ofSaid(&gold[g], part), ofAttribution(&said[p], part)
			if len(want) == 0 && len(got) == 0 {
				continue
			}
			right = right && inCommon(want, got) > 0
		}
		if right {
			n++
		}
	}
	return n
}

func (o Output) writePairs(key, body string, gold, predicted [][]text.Span, pairs []int) {
	if o.Predictions == nil && o.Details == nil {
		return
	}
	used := make([]bool, len(predicted))
	line := func(g, p string) {
		name, part, _ := strings.Cut(key, "\t")
		o.predict(name, part, g, p)
		if o.Details != nil && (g == "" || p == "") {
			fmt.Fprintf(o.Details, "%s\t%s\t%s\n", key, strings.ReplaceAll(g, "\n", " "), strings.ReplaceAll(p, "\n", " "))
		}
	}
	for g, p := range pairs {
		got := ""
		if p >= 0 {
			used[p] = true
			got = spanWords(body, predicted[p])
		}
		line(spanWords(body, gold[g]), got)
	}
	for p := range predicted {
		if !used[p] {
			line("", spanWords(body, predicted[p]))
		}
	}
}
