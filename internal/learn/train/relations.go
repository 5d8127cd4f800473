package train

import (
	"context"
	"fmt"

	"entente/internal/coding/attribution"
	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
	"entente/internal/record"
	"entente/internal/text"
)

// A Ground is what models above the coder need beside corpora: the coder that
// reads their sentences, without a relation model of its own, and the case
// sentences of its lexicon.
type Ground struct {
	Reader fit.Reader
	fit.Attributer
	Code  func(*text.Document) *record.Coding
	Cases []corpus.Pair
	Said  *attribution.Judge
	Score fit.Scorer // for trust: all models but that one
	Plain fit.Scorer // for trust: without the relation model, which has learnt our own sentences
}

// relations fits the model of types and that of quad classes to the recipe's
// corpora and the lexicon's cases, and calibrates how sure a record is.
func (t *trainer) relations(ctx context.Context, load func(kind string) (Ground, error)) error {
	g, err := load(t.Kind)
	if err != nil {
		return err
	}
	var plv, own, quads []corpus.Pair
	for _, c := range t.Corpora {
		read, list := corpus.ReadPairs, &own
		switch c.Use {
		case "plv":
			read, list = corpus.ReadPLV, &plv
		case "quads":
			read, list = corpus.ReadQuads, &quads
		case "pairs":
		default:
			return fmt.Errorf("%s: use %q is not one of plv, pairs, quads", c.Path, c.Use)
		}
		pairs, err := read(t.file(c, t.shared))
		if err != nil {
			return err
		}
		*list = append(*list, pairs...)
	}
	plvRows, asked := fit.Read(g.Reader, plv, 1)
	ground := append(fit.Relations(g.Reader, own, 1), fit.Relations(g.Reader, g.Cases, fit.CaseWeight)...)
	t.logf("%d marked sentences, %d of our own, %d cases of the lexicon", len(plv), len(own), len(g.Cases))
	unseen := fit.CrossValidate(fit.Groups(plv), plvRows, ground, nil, fit.RelationOptions)
	trials := fit.Trials(plv, asked, unseen.Scores(plvRows))
	a, b := fit.Calibrate(trials)
	t.logf("calibrated on %d records", len(trials))
	if err := ctx.Err(); err != nil {
		return err
	}
	all := append(append([]fit.Row(nil), plvRows...), ground...)
	types := fit.Train(all, fit.RelationOptions)
	t.logf("types")
	quadRows := append(fit.Relations(g.Reader, quads, 1), fit.Quads(all)...)
	out := fit.Pack(types, fit.Train(quadRows, fit.QuadOptions), a, b, t.Tags, t.hash)
	t.logf("quad classes")
	t.reliability = fit.Reliability(trials, a, b)
	return t.write("relations", out)
}
