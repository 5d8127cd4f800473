package corpus

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"entente/internal/text"
)

// A Facts is one sentence of a factuality corpus: words whose events are
// graded.
type Facts struct {
	Line  int
	Body  string
	Facts []Fact
}

// A Fact is one event word and how surely it is put forward as having
// happened, from -3 (certainly not) over 0 (open) to 3 (certainly).
type Fact struct {
	At    text.Span
	Word  string // as the corpus cuts it
	Value float64
}

const factsWant = `lines of JSON: {"text": "words apart by blanks", "targets": [{"span1": [first, last), "label": -3 to 3}]}`

// ReadFacts reads a file of graded event words.
func ReadFacts(path string) ([]Facts, error) {
	b, err := Read(path, factsWant)
	if err != nil {
		return nil, err
	}
	var all []Facts
	line := 0
	for l := range strings.Lines(string(b)) {
		line++
		if strings.TrimSpace(l) == "" {
			continue
		}
		var row struct {
			Text    string
			Targets []struct {
				Span1 [2]int
				Label *float64
			}
		}
		if err := json.Unmarshal([]byte(l), &row); err != nil {
			return nil, Malformed(path, line, err.Error(), factsWant)
		}
		words := strings.Fields(row.Text)
		body, at := joined(words)
		f := Facts{Line: line, Body: body}
		for _, t := range row.Targets {
			from, to := t.Span1[0], t.Span1[1]
			if from < 0 || to <= from || to > len(words) {
				return nil, Malformed(path, line, fmt.Sprintf("words %d to %d of %d", from, to, len(words)), factsWant)
			}
			if t.Label == nil || *t.Label < -3 || *t.Label > 3 {
				return nil, Malformed(path, line, "a target without a label from -3 to 3", factsWant)
			}
			f.Facts = append(f.Facts, Fact{text.Span{Start: at[from].Start, End: at[to-1].End}, strings.Join(words[from:to], " "), *t.Label})
		}
		all = append(all, f)
	}
	return all, nil
}

// FactSets are the factuality corpora by the folder that each lies in, with
// the name of each scale: annotators of one graded another thing than those of
// the next.
var FactSets = []struct{ Folder, Scale string }{{"UW", "uw"}, {"MEANTIME", "meantime"}, {"UDS_IH2", "uds"}}

// ScaleOf is the scale of the corpus that a path speaks of, "" for none.
func ScaleOf(path string) string {
	p := strings.ToLower(filepath.ToSlash(path))
	scale, at := "", -1
	for _, s := range FactSets {
		if i := strings.LastIndex(p, s.Scale); i > at {
			scale, at = s.Scale, i
		}
	}
	return scale
}

// TokenAt is the token of doc that begins the word at s, leaving out marks; -1
// for none.
func TokenAt(doc *text.Document, s text.Span) int32 {
	first, last := doc.TokensAt(s)
	for t := first; t < last; t++ {
		if doc.Tokens[t].UPOS != text.PUNCT {
			return t
		}
	}
	if first < last {
		return first
	}
	return -1
}
