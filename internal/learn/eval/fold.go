package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"entente/internal/learn/corpus"
	"entente/internal/record"
	"entente/internal/text"
)

// A Grouper folds documents.
type Grouper func(docs []*text.Document) (Folding, error)

// A Folding says what belongs together: for each document the numbers of its copies
// and of its story, and the events told in them.
type Folding struct {
	Copies, Stories []int
	Events          []Told
}

// A Told is an event of a document: where its words stand, and the number of what
// was done once.
type Told struct {
	Doc      int
	Trigger  record.Span
	Incident int
}

// Fold scores the folding of the articles of ECB+: stories against its subtopics
// (each topic has two, of one kind of event), B-cubed, with all articles on one day
// and spread over weeks; events against its coreference of events; and copies
// against altered articles that it makes itself.
func Fold(group Grouper, dir string, o Output) error {
	docs, gold, mentions, err := corpus.ReadECB(dir)
	if err != nil {
		return err
	}
	for _, d := range docs {
		d.Published = evalDay
	}
	folded, err := group(docs)
	if err != nil {
		return err
	}
	o.predict("document", "gold", "story")
	for i, d := range docs {
		o.predict(d.ID, gold[i], folded.Stories[i])
	}
	w := o.Report
	distinct := slices.Compact(slices.Sorted(slices.Values(gold)))
	fmt.Fprintf(w, "articles to stories: %s, %d articles of %d stories\n", dir, len(docs), len(distinct))
	p, r, f := bcubed(gold, folded.Stories)
	fmt.Fprintf(w, "B-cubed, all on one day: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	foldEvents(folded.Events, docs, mentions, o)

	online, err := group(spread(docs, gold))
	if err != nil {
		return err
	}
	p, r, f = bcubed(gold, online.Stories)
	fmt.Fprintf(w, "B-cubed, each story over ten days of two months: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	return foldCopies(group, docs, folded.Copies, o)
}

// spread gives articles days: each story begins on some day of 50 and is told for
// ten days, the first ones being the busiest.
func spread(docs []*text.Document, gold []string) (out []*text.Document) {
	draw := rand.New(rand.NewPCG(20261129, 4))
	begin := map[string]int{}
	for i, d := range docs {
		if _, ok := begin[gold[i]]; !ok {
			begin[gold[i]] = draw.IntN(50)
		}
		day := begin[gold[i]] + draw.IntN(1+draw.IntN(10)) // 0 to 9
		out = append(out, &text.Document{ID: d.ID, Body: d.Body, Language: "en", Published: text.Date{Year: 2026, Month: int8(1 + day/28), Day: int8(1 + day%28)}})
	}
	return out
}

// bcubed is the mean over articles of how much of their group is right, and of
// how much of their gold group is in it. Gold groups are drawn for the interval.
func bcubed(gold []string, got []int) (p, r, f Figure) {
	type cell struct {
		gold string
		got  int
	}
	both, byGold, byGot := map[cell]int{}, map[string]int{}, map[int]int{}
	for i := range gold {
		both[cell{gold[i], got[i]}]++
		byGold[gold[i]]++
		byGot[got[i]]++
	}
	s := NewSample(3)
	for i := range gold {
		n := float64(both[cell{gold[i], got[i]}])
		s.Add(gold[i], n/float64(byGot[got[i]]), n/float64(byGold[gold[i]]), 1)
	}
	all := s.Figures(func(x []float64) []float64 {
		p, r := over(x[0], x[2]), over(x[1], x[2])
		return []float64{p, r, over(2*p*r, p+r)}
	})
	return all[0], all[1], all[2]
}

// evalDay is the day of all articles of ECB+, which are undated: what lies in one
// window of days is the hardest to tell apart.
var evalDay = text.Date{Year: 2026, Month: 1, Day: 1}
