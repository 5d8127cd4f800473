package train

import (
	"context"
	"fmt"

	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
)

// factuality fits the grader of events to the recipe's graded words and, where
// it names articles of MEANTIME, to their certainty and polarity. Of these only
// sentences are taken that stand in a training file of graded words too, so
// that the development parts of the same corpus stay unseen.
func (t *trainer) factuality(ctx context.Context, load func() (Ground, error)) error {
	g, err := load()
	if err != nil {
		return err
	}
	rows, err := t.facts(g.Attributer)
	if err != nil {
		return err
	}
	t.logf("%d rows of graded words", len(rows))
	if err := ctx.Err(); err != nil {
		return err
	}
	return t.write("factuality", fit.FactModel(rows, nil, t.Tags, t.hash))
}

func (t *trainer) facts(a fit.Attributer) ([]fit.FactRow, error) {
	var rows []fit.FactRow
	seen := map[string]bool{}
	for _, c := range t.Corpora {
		if c.Use != "facts" {
			continue
		}
		sents, err := corpus.ReadFacts(t.file(c, t.shared))
		if err != nil {
			return nil, err
		}
		more := fit.Facts(a, sents, corpus.ScaleOf(c.Path))
		for i := range more {
			seen[more[i].Key] = true
		}
		rows = append(rows, more...)
	}
	for _, c := range t.Corpora {
		switch c.Use {
		case "facts":
			continue
		case "wikinews":
		default:
			return nil, fmt.Errorf("%s: use %q is not one of facts, wikinews", c.Path, c.Use)
		}
		sents, err := corpus.ReadWikinews(t.file(c, t.shared))
		if err != nil {
			return nil, err
		}
		for _, r := range fit.WikinewsFacts(a, sents) {
			if seen[r.Key] {
				rows = append(rows, r)
			}
		}
	}
	return rows, nil
}
