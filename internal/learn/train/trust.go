package train

import (
	"context"
	"fmt"
	"strings"

	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
	"entente/internal/text"
)

// trustLimits are the limits of trust that the card tells the price of.
var trustLimits = []float64{0, 0.2, 0.3, 0.35, 0.4, 0.42, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75}

// trust fits the model of trust to the judged records of the recipe's articles.
func (t *trainer) trust(ctx context.Context, load func(kind string) (Ground, error)) error {
	g, err := load(t.Kind)
	if err != nil {
		return err
	}
	var articles []*text.Document
	var judged []corpus.Judged
	var pairs []corpus.Pair
	for _, c := range t.Corpora {
		switch c.Use {
		case "articles":
			more, err := corpus.ReadArticles(t.file(c, t.shared))
			if err != nil {
				return err
			}
			articles = append(articles, more...)
		case "judged":
			more, err := corpus.ReadJudged(t.file(c, t.shared))
			if err != nil {
				return err
			}
			judged = append(judged, more...)
		case "pairs":
			more, err := corpus.ReadPairs(t.file(c, t.shared))
			if err != nil {
				return err
			}
			pairs = append(pairs, more...)
		default:
			return fmt.Errorf("%s: use %q is not one of articles, judged, pairs", c.Path, c.Use)
		}
	}
	j := fit.Judge(g.Score, articles, judged)
	t.logf("%d judged records, %d of which have become others since", len(judged), j.Lost)
	if err := ctx.Err(); err != nil {
		return err
	}
	ground := fit.Marked(g.Plain, pairs, fit.MarkedWeight)
	t.logf("%d records of %d sentences of our own", len(ground), len(pairs))
	trials := j.Trials(ground, fit.TrustOptions)
	a, b := fit.Calibrate(trials)
	t.logf("calibrated")
	t.reliability = fit.ReliabilityIn(trials, a, b, 0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1)
	t.covers = j.Covers(trials, a, b, trustLimits...)
	return t.write("trust", j.Model(ground, t.Tags, a, b, t.hash))
}

// trustTable says how often records of a trust were right, and what a limit costs.
func (t *trainer) trustTable(b *strings.Builder) {
	b.WriteString("\nTrust, by cross-validation on the judged records, whole articles apart: how many are right in type, source and target and rightly counted.\n\n" +
		"| trust | records | mean trust | right |\n|---|---|---|---|\n")
	for _, r := range t.reliability {
		fmt.Fprintf(b, "| %.2f to %.2f | %d | %.3f | %.3f |\n", r.Low, r.High, r.N, r.Mean, float64(r.Right)/float64(max(r.N, 1)))
	}
	b.WriteString("\nWhat counts when less trust than the limit does not:\n\n" +
		"| limit | records that stay | right ones that stay | of those that stay: type, source, target right | rightly counted | both |\n|---|---|---|---|---|---|\n")
	for _, c := range t.covers {
		fmt.Fprintf(b, "| %.2f | %.3f | %.3f | %.3f | %.3f | %.3f |\n", c.Least, c.Share, c.Kept, c.Parts, c.Count, c.Both)
	}
}
