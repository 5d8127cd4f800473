package eval

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Relevance counts false alarms: events that are counted in articles which
// annotators marked as having no political conflict or violence (the BBC set,
// label 0: sport, business, show business, technology). Some of them do tell of
// events, a court case or a strike, so that the best score is not nought.
// details, when not nil, gets one line for each counted event.
func Relevance(code Coder, sharedDir string, w, details io.Writer) error {
	f, err := os.Open(filepath.Join(sharedDir, "data/events/relevance/BBC_News/train.tsv"))
	if err != nil {
		return err
	}
	defer f.Close()
	pages, events, sentences := 0, 0, 0
	types := map[string]int{}
	body := &strings.Builder{}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	body.WriteString("id\ttext\tx\ts\tt\tr\n")
	for n := 0; sc.Scan(); {
		if p := strings.Split(sc.Text(), "\t"); len(p) == 2 && p[1] == "0" {
			if n++; n%4 == 0 { // every fourth will do, and keeps it quick
				fmt.Fprintf(body, "%d\t%s\t\t\t\t\n", n, p[0])
			}
		}
	}
	if err := sc.Err(); err != nil {
		return err
	}
	_, docs, err := plvRows(strings.NewReader(body.String()))
	if err != nil {
		return err
	}
	for _, d := range docs {
		got := code(d)
		pages++
		sentences += len(d.Sentences)
		for i := range got.Records {
			r := &got.Records[i]
			if !r.Counted {
				continue
			}
			events++
			for _, c := range r.Codes {
				if c.Codebook == "plover" {
					types[c.Type]++
				}
			}
			if details != nil {
				e := &r.Evidence[0]
				fmt.Fprintf(details, "%s\t%s(%s > %s)\t%s\n", d.ID, r.Act, actorNames(r.Source), actorNames(r.Target), d.Body[e.SentenceSpan.Start:e.SentenceSpan.End])
			}
		}
	}
	fmt.Fprintf(w, "False alarms on irrelevant articles (BBC set, every fourth)\narticles %d, sentences %d, counted events %d, for each 100 sentences %.2f\n",
		pages, sentences, events, 100*ratio(events, sentences))
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
