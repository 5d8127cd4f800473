package eval

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Relevance counts false alarms: events that are counted in articles which
// annotators marked as having no political conflict or violence (the BBC set,
// label 0: sport, business, show business, technology). Some of them do tell of
// events, a court case or a strike, so that the best score is not nought.
func Relevance(code Coder, sharedDir string, o Output) error {
	w, details := o.Report, o.Details
	f, err := os.Open(filepath.Join(sharedDir, "data/events/relevance/BBC_News/train.tsv"))
	if err != nil {
		return err
	}
	defer f.Close()
	articles, events, sentences := 0, 0, 0
	types := map[string]int{}
	var ids, texts []string
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 0; sc.Scan(); {
		if p := strings.Split(sc.Text(), "\t"); len(p) == 2 && p[1] == "0" {
			if n++; n%4 == 0 { // every fourth will do, and keeps it quick
				ids, texts = append(ids, fmt.Sprint(n)), append(texts, strings.Trim(p[0], `"`))
			}
		}
	}
	if err := sc.Err(); err != nil {
		return err
	}
	docs, err := pages(ids, texts)
	if err != nil {
		return err
	}
	for _, d := range docs {
		got := code(d)
		articles++
		sentences += len(d.Sentences)
		for i := range got.Records {
			r := &got.Records[i]
			if !r.Counted {
				continue
			}
			events++
			types[r.Type("plover")]++
			if details != nil {
				e := &r.Evidence[0]
				fmt.Fprintf(details, "%s\t%s(%s > %s)\t%s\n", d.ID, r.Act, actorNames(r.Source), actorNames(r.Target), d.Body[e.SentenceSpan.Start:e.SentenceSpan.End])
			}
		}
	}
	fmt.Fprintf(w, "False alarms on irrelevant articles (BBC set, every fourth)\narticles %d, sentences %d, counted events %d, for each 100 sentences %.2f\n",
		articles, sentences, events, 100*ratio(events, sentences))
	var names []string
	for t := range types {
		names = append(names, t)
	}
	sort.Strings(names)
	for _, t := range names {
		fmt.Fprintf(w, "  %-10s %d\n", t, types[t])
	}
	return nil
}
