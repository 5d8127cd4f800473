package source

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

// articles181 is a benchmark of 181 pages with the article bodies that a
// person cut out, in the shared data folder.
const articles181 = "../../../../shared/data/extraction/articles181"

// extractFloor is what the extraction must not fall below: F1 over shared
// 4-grams of words, of the mean precision and recall, by the benchmark's rule.
const extractFloor = 0.965

var wordRE = regexp.MustCompile(`[\p{L}\p{N}_]+`)

// shingles counts the 4-grams of words; a shorter text is one gram.
func shingles(s string) map[string]int {
	words := wordRE.FindAllString(s, -1)
	out := map[string]int{}
	if len(words) < 4 {
		if len(words) > 0 {
			out[strings.Join(words, " ")]++
		}
		return out
	}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}

func TestArticlesAreFoundInRealPages(t *testing.T) {
	truth, err := os.ReadFile(filepath.Join(articles181, "ground-truth.json"))
	if err != nil {
		t.Skip("the shared data folder is not beside the repository")
	}
	var gold map[string]struct {
		ArticleBody string `json:"articleBody"`
	}
	if err := json.Unmarshal(truth, &gold); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for id := range gold {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var precision, recall float64
	for _, id := range ids {
		f, err := os.Open(filepath.Join(articles181, "html", id+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		zr, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(zr)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		r := Open([]string{"-"}, Options{Stdin: strings.NewReader(string(page))})
		in, derr := r.open(item{path: "-"})
		body := ""
		if derr == nil {
			if doc, err := nextHTML(in); err == nil {
				checkZones(t, doc)
				body = doc.Body
			}
		}
		got, want := shingles(body), shingles(gold[id].ArticleBody)
		tp, fp, fn := 0, 0, 0
		for g, n := range got {
			tp += min(n, want[g])
			fp += max(0, n-want[g])
		}
		for g, n := range want {
			fn += max(0, n-got[g])
		}
		all := tp + fp + fn
		if all == 0 {
			continue
		}
		if tp == 0 && fp == 0 {
			precision++ // nothing was said, so nothing wrong
		} else if tp > 0 {
			precision += float64(tp) / float64(tp+fp)
		}
		if tp > 0 {
			recall += float64(tp) / float64(tp+fn)
		}
		if testing.Verbose() && float64(tp) < 0.8*float64(tp+max(fp, fn)) {
			t.Logf("%s tp %d fp %d fn %d", id[:8], tp, fp, fn)
		}
	}
	p, r := precision/float64(len(ids)), recall/float64(len(ids))
	f1 := 2 * p * r / (p + r)
	t.Logf("%d pages: F1 %.3f, precision %.3f, recall %.3f", len(ids), f1, p, r)
	if f1 < extractFloor {
		t.Errorf("F1 %.3f is below %.3f", f1, extractFloor)
	}
}
