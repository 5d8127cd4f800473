package eval

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"entente/internal/coding/attribution"
	"entente/internal/learn/corpus"
	"entente/internal/record"
	"entente/internal/text"
)

// An Attributer reads a page as far as who says what, and can then be asked how
// surely any of its words is put forward.
type Attributer func(*text.Document) *attribution.Layer

// A Grader gives an event word a number from -3, certainly not, to 3.
type Grader struct {
	Name  string
	Grade func(l *attribution.Layer, t int32, scale string) float64
}

// RuleGrader grades by the rules' verdict alone: 3 certain, 2 probable, 1
// possible, 0 open, with the sign of the polarity.
var RuleGrader = Grader{"rules", func(l *attribution.Layer, t int32, _ string) float64 {
	f, _ := l.Factuality(t, t, false)
	return f.Grade()
}}

// ModelGrader grades by a model, on the scale of the set that is scored.
func ModelGrader(g *attribution.Grader) Grader {
	return Grader{"model", func(l *attribution.Layer, t int32, scale string) float64 {
		s := g.Spread(l, t, scale)
		return s.Mean()
	}}
}

// Factuality scores graders on event words that annotators graded: Pearson's r
// and the mean absolute error. The path is a file, or a folder with a folder
// for each set, of which the development parts are read.
func Factuality(read Attributer, path string, graders []Grader, o Output) error {
	files := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		files = nil
		for _, s := range corpus.FactSets {
			files = append(files, filepath.Join(path, s.Folder, "dev.jsonl"))
		}
	}
	head := []any{"file", "line", "word", "gold"}
	for _, g := range graders {
		head = append(head, g.Name)
	}
	o.predict(head...)
	fmt.Fprintf(o.Report, "factuality of given event words, -3 to 3; 95 %% interval in brackets\n")
	for _, f := range files {
		if err := factualityFile(read, f, graders, o); err != nil {
			return err
		}
	}
	return nil
}

func factualityFile(read Attributer, path string, graders []Grader, o Output) error {
	sents, err := corpus.ReadFacts(path)
	if err != nil {
		return err
	}
	scale := corpus.ScaleOf(path)
	samples := make([]*Sample, len(graders))
	for i := range samples {
		samples[i] = NewSample(7)
	}
	words := 0
	for i := range sents {
		s := &sents[i]
		doc := &text.Document{ID: fmt.Sprint(s.Line), Body: s.Body, Language: "en"}
		l := read(doc)
		for _, f := range s.Facts {
			words++
			t := corpus.TokenAt(doc, f.At)
			line := []any{path, s.Line, f.Word, f.Value}
			for k, g := range graders {
				v := 3.0 // a word that the page does not have: as most are
				if t >= 0 {
					v = g.Grade(l, t, scale)
				}
				samples[k].Add(s.Body, 1, v, f.Value, v*v, f.Value*f.Value, v*f.Value, math.Abs(v-f.Value))
				line = append(line, fmt.Sprintf("%.2f", v))
				if o.Details != nil && k == len(graders)-1 && math.Abs(v-f.Value) > 2 {
					fmt.Fprintf(o.Details, "%s\t%.1f\t%.2f\t%s\n", f.Word, f.Value, v, s.Body)
				}
			}
			o.predict(line...)
		}
	}
	fmt.Fprintf(o.Report, "%s: %d words in %d sentences, scale %s\n", path, words, len(sents), shown(scale))
	for k, g := range graders {
		f := samples[k].Figures(func(x []float64) []float64 { return []float64{pearson(x), over(x[6], x[0])} })
		fmt.Fprintf(o.Report, "  %-8s r %s  MAE %s\n", g.Name, f[0], f[1])
	}
	return nil
}

// pearson is the correlation of x and y from the sums 1, x, y, xx, yy, xy.
func pearson(s []float64) float64 {
	n := s[0]
	cov, vx, vy := n*s[5]-s[1]*s[2], n*s[3]-s[1]*s[1], n*s[4]-s[2]*s[2]
	if vx <= 0 || vy <= 0 {
		return 0
	}
	return cov / math.Sqrt(vx*vy)
}

// A Verdict is how certain an event word is, in MEANTIME's words: CERTAIN,
// PROBABLE or POSSIBLE, and POS or NEG.
type Verdict struct{ Certainty, Polarity string }

// RuleVerdict is what the rules say; what they leave open is POSSIBLE.
func RuleVerdict(l *attribution.Layer, t int32) Verdict {
	f, _ := l.Factuality(t, t, false)
	v := Verdict{"POSSIBLE", "POS"}
	switch f.Certainty {
	case record.Certain:
		v.Certainty = "CERTAIN"
	case record.Probable:
		v.Certainty = "PROBABLE"
	}
	if f.Negated {
		v.Polarity = "NEG"
	}
	return v
}

// Bounds between the verdicts of a model, chosen on MEANTIME's articles: its
// annotators call certain what those of the scale of news often grade lower.
const (
	certainFrom  = 0.23 // least probability of 3 or -3
	probableFrom = 0.18
	deniedFrom   = 0.4 // least probability of a grade below 0
)

// ModelVerdict reads a verdict off a model's grades on the scale of news.
func ModelVerdict(g *attribution.Grader, l *attribution.Layer, t int32) Verdict {
	s := g.Spread(l, t, attribution.News)
	v := Verdict{"POSSIBLE", "POS"}
	switch sure := s[0] + s[attribution.Grades-1]; {
	case sure >= certainFrom:
		v.Certainty = "CERTAIN"
	case sure >= probableFrom:
		v.Certainty = "PROBABLE"
	}
	denied := 0.0
	for _, p := range s[:attribution.Grades/2] {
		denied += p
	}
	if denied >= deniedFrom {
		v.Polarity = "NEG"
	}
	return v
}

// Certainty scores certainty and polarity of the events of MEANTIME, by the
// rules and by a model. Mentions that annotators left open in one of the two
// are left out of that one; an event of several words is judged at the first.
// The headline is the mean of the two macro-F1.
func Certainty(read Attributer, path string, g *attribution.Grader, o Output) error {
	sents, err := corpus.ReadWikinews(path)
	if err != nil {
		return err
	}
	var rules, model verdicts
	o.predict("article", "word", "certainty", "rules", "model", "polarity", "rules", "model", "sentence")
	for i := range sents {
		s := &sents[i]
		if len(s.Events) == 0 {
			continue
		}
		doc := &text.Document{ID: s.Article, Body: s.Body, Language: "en"}
		l := read(doc)
		for _, e := range s.Events {
			r, m := Verdict{"CERTAIN", "POS"}, Verdict{"CERTAIN", "POS"} // a word that the page does not have
			if t := corpus.TokenAt(doc, e.At); t >= 0 {
				r, m = RuleVerdict(l, t), ModelVerdict(g, l, t)
			}
			rules.add(s.Article, e, r)
			model.add(s.Article, e, m)
			o.predict(s.Article, e.Words, e.Certainty, r.Certainty, m.Certainty, e.Polarity, r.Polarity, m.Polarity, s.Body)
		}
	}
	fmt.Fprintf(o.Report, "certainty and polarity of given events: %s, %d sentences\n", path, len(sents))
	rules.write(o.Report, "rules")
	model.write(o.Report, "model")
	return nil
}

// verdicts are the labels of one judge: certainty, certain or not, polarity.
type verdicts struct{ certainty, coarse, polarity Labels }

func (v *verdicts) add(group string, e corpus.WikinewsEvent, got Verdict) {
	switch e.Certainty {
	case "CERTAIN", "PROBABLE", "POSSIBLE":
		v.certainty.Add(group, e.Certainty, got.Certainty)
		v.coarse.Add(group, coarse(e.Certainty), coarse(got.Certainty))
	}
	switch e.Polarity {
	case "POS", "NEG":
		v.polarity.Add(group, e.Polarity, got.Polarity)
	}
}

func (v *verdicts) write(w io.Writer, judge string) {
	fmt.Fprintf(w, "\n%s: certainty\n", judge)
	v.certainty.Write(w)
	fmt.Fprintf(w, "%s: polarity\n", judge)
	v.polarity.Write(w)
	c, p := v.certainty.Scores().Macro, v.polarity.Scores().Macro
	fmt.Fprintf(w, "%s: macro-F1 of certainty %s, of polarity %s, mean %.3f; certain against not certain %s\n", judge, c, p, (c.Value+p.Value)/2, v.coarse.Scores().Macro)
}

func coarse(certainty string) string {
	if certainty == "CERTAIN" {
		return certainty
	}
	return "not certain"
}
