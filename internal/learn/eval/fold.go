package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"entente/internal/learn/corpus"
	"entente/internal/text"
)

// A Grouper numbers the groups of copies and of stories that documents fall in.
type Grouper func(docs []*text.Document) (copies, stories []int)

// Fold scores the grouping of articles on ECB+: stories against its subtopics
// (each topic has two, of one kind of event), B-cubed; and copies against altered
// articles that it makes itself, by pairs.
func Fold(group Grouper, dir string, o Output) error {
	docs, gold, err := corpus.ReadECB(dir)
	if err != nil {
		return err
	}
	_, stories := group(docs)
	o.predict("document", "gold", "story")
	for i, d := range docs {
		o.predict(d.ID, gold[i], stories[i])
	}
	w := o.Report
	distinct := slices.Compact(slices.Sorted(slices.Values(gold)))
	fmt.Fprintf(w, "articles to stories: %s, %d articles of %d stories\n", dir, len(docs), len(distinct))
	p, r, f := bcubed(gold, stories)
	fmt.Fprintf(w, "B-cubed: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	return foldCopies(group, docs, o)
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

// foldCopies alters every third article in one of five ways and asks which of all
// articles are copies.
func foldCopies(group Grouper, docs []*text.Document, o Output) error {
	draw := rand.New(rand.NewPCG(20261129, 9))
	var all []*text.Document
	var origin []int
	kinds := map[int]string{}
	for i, d := range docs {
		all, origin = append(all, &text.Document{ID: d.ID, Body: d.Body, Language: "en"}), append(origin, i)
		if i%3 == 0 && len(strings.Fields(d.Body)) >= 60 {
			kind, body := alter(d.Body, i/3%5, draw)
			kinds[len(all)] = kind
			all, origin = append(all, &text.Document{ID: d.ID + "-copy", Body: body, Language: "en"}), append(origin, i)
		}
	}
	copies, _ := group(all)
	found := map[string][2]int{}
	groups := map[int][]int{}
	for i := range all {
		groups[copies[i]] = append(groups[copies[i]], i)
		if k, ok := kinds[i]; ok {
			n := found[k]
			n[1]++
			if copies[i] == copies[i-1] {
				n[0]++
			}
			found[k] = n
		}
	}
	pairs, right := 0, 0
	for _, g := range groups {
		for a := range g {
			for b := a + 1; b < len(g); b++ {
				pairs++
				if origin[g[a]] == origin[g[b]] {
					right++
				} else if o.Details != nil {
					fmt.Fprintf(o.Details, "taken for copies\t%s\t%s\n", all[g[a]].ID, all[g[b]].ID)
				}
			}
		}
	}
	fmt.Fprintf(o.Report, "copies: %d made, pairs found %d, of these right %.3f (some articles of the set are copies themselves)\n", len(kinds), pairs, ratio(right, pairs))
	for _, k := range alterations {
		fmt.Fprintf(o.Report, "  %-28s %d of %d\n", k, found[k][0], found[k][1])
	}
	return nil
}

var alterations = [...]string{"agency line and footer", "one sentence in five cut", "one word in twelve replaced", "first half only", "sentences in other order"}

// alter changes a text as newspapers change wire copy.
func alter(body string, kind int, draw *rand.Rand) (string, string) {
	sentences := strings.SplitAfter(body, ". ")
	switch kind {
	case 0:
		return alterations[0], "PORT REYES (Own Agency) - " + body + " Reporting by Ada Quill; editing by John Roe. Read more on our pages."
	case 1:
		var out []string
		for i, s := range sentences {
			if i%5 != 2 {
				out = append(out, s)
			}
		}
		return alterations[1], strings.Join(out, "")
	case 2:
		words := strings.Fields(body)
		for i := range words {
			if draw.IntN(12) == 0 {
				words[i] = [...]string{"reportedly", "major", "local", "recent", "some", "several"}[draw.IntN(6)]
			}
		}
		return alterations[2], strings.Join(words, " ")
	case 3:
		return alterations[3], strings.Join(sentences[:(len(sentences)+1)/2], "")
	}
	draw.Shuffle(len(sentences), func(i, j int) { sentences[i], sentences[j] = sentences[j], sentences[i] })
	return alterations[4], strings.Join(sentences, "")
}
