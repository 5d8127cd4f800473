package train

import (
	"context"

	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
)

// factuality fits the grader of events to the recipe's graded words, each
// corpus on the scale that its folder names.
func (t *trainer) factuality(ctx context.Context, load func() (Ground, error)) error {
	g, err := load()
	if err != nil {
		return err
	}
	var rows []fit.Row
	for _, c := range t.Corpora {
		sents, err := corpus.ReadFacts(t.file(c, t.shared))
		if err != nil {
			return err
		}
		rows = append(rows, fit.Facts(g.Attributer, sents, corpus.ScaleOf(c.Path))...)
	}
	t.logf("%d rows of graded words", len(rows))
	if err := ctx.Err(); err != nil {
		return err
	}
	return t.write("factuality", fit.FactModel(rows, t.Tags, t.hash))
}
