package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente/internal/reading/source"
	"entente/internal/text"
)

// An Output is where an evaluation writes: its scores, and, where these are not
// nil, a line for each thing that went wrong and a table of all predictions.
type Output struct {
	Report, Details, Predictions io.Writer
}

// predict writes one line of the table of predictions; the first is its header.
func (o Output) predict(fields ...any) {
	if o.Predictions == nil {
		return
	}
	line := make([]string, len(fields))
	for i, f := range fields {
		line[i] = strings.NewReplacer("\t", " ", "\n", " ").Replace(fmt.Sprint(f))
	}
	fmt.Fprintln(o.Predictions, strings.Join(line, "\t"))
}

// pages sends sentences through the product's own reader, which knows
// datelines, and returns a document for each.
func pages(ids, sentences []string) ([]*text.Document, error) {
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for i, s := range sentences {
		if err := enc.Encode(map[string]string{"id": ids[i], "text": s, "language": "en"}); err != nil {
			return nil, err
		}
	}
	r := source.Open([]string{"-"}, source.Options{Stdin: &lines})
	defer r.Close()
	var docs []*text.Document
	for {
		d, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	if len(docs) != len(sentences) {
		return nil, fmt.Errorf("%d sentences gave %d documents", len(sentences), len(docs))
	}
	return docs, nil
}
