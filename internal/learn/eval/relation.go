package eval

import (
	"fmt"
	"maps"
	"slices"

	"entente/internal/coding/relation"
	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
	"entente/internal/text"
)

// A Ground is what the relation models are fitted to beside the rows at hand.
type Ground struct {
	Own   []corpus.Pair // sentences of our own
	Cases []corpus.Pair // case sentences of the lexicon
}

func (g Ground) rows(r fit.Reader) []fit.Row {
	return append(fit.Relations(r, g.Own, 1), fit.Relations(r, g.Cases, fit.CaseWeight)...)
}

// GivenPair scores the relation model on PLV rows by cross-validation grouped
// by sentence: the model of each part is fitted to the other parts and to the
// ground. Root and quad class are those with the largest probability. It
// returns, for scoring the whole coder on these rows, the model of each row
// that has not seen it; two numbers of them, the calibration, are of all rows.
func GivenPair(r fit.Reader, path string, g Ground, o Output) (unseen func(i int) *relation.Judge, err error) {
	pairs, err := corpus.ReadPLV(path)
	if err != nil {
		return nil, err
	}
	rows, asked := fit.Read(r, pairs, 1)
	v := fit.CrossValidate(fit.Groups(pairs), rows, g.rows(r), nil, fit.RelationOptions)
	predicted := v.Scores(rows)
	scores := make([]relation.Scores, len(pairs))
	for i := range scores {
		scores[i] = relation.Scores(predicted[i])
	}
	fmt.Fprintf(o.Report, "given pair, %d-fold cross-validation grouped by sentence: %s\n", fit.Folds, path)
	reportPairs(pairs, scores, o)
	a, b := fit.Calibrate(fit.Trials(pairs, asked, predicted))
	var judges [fit.Folds]*relation.Judge
	for k, m := range v.Models {
		built, err := fit.Pack(m, m, a, b, 1<<20, [32]byte{}).Bytes() // no quad classes are asked for
		if err != nil {
			return nil, err
		}
		if judges[k], err = relation.New(string(built), r.Kin()); err != nil {
			return nil, err
		}
	}
	return func(i int) *relation.Judge { return judges[v.Part[i]] }, nil
}

// ShippedPair scores the shipped relation model on PLV rows that it was not
// fitted to.
func ShippedPair(r fit.Reader, j *relation.Judge, path string, o Output) error {
	pairs, err := corpus.ReadPLV(path)
	if err != nil {
		return err
	}
	scores := make([]relation.Scores, len(pairs))
	for i := range pairs {
		doc := &text.Document{ID: "pair", Body: pairs[i].Body, Language: "en"}
		q := r.Pair(doc, pairs[i].Source, pairs[i].Target)
		scores[i] = j.Score(doc, q)
	}
	fmt.Fprintf(o.Report, "given pair, shipped model: %s\n", path)
	reportPairs(pairs, scores, o)
	return nil
}

func reportPairs(pairs []corpus.Pair, scores []relation.Scores, o Output) {
	var root, quad Labels
	o.predict("id", "gold", "predicted", "probability")
	for i := range pairs {
		got, p := bestRoot(&scores[i])
		root.Add(pairs[i].Group, pairs[i].Label, got)
		quad.Add(pairs[i].Group, quads[pairs[i].Label], bestQuad(&scores[i]))
		o.predict(pairs[i].ID, pairs[i].Label, got, fmt.Sprintf("%.3f", p))
	}
	root.Write(o.Report)
	fmt.Fprintf(o.Report, "\ngiven pair, quad class\n")
	quad.Write(o.Report)
}

// rootOf is what the PLV set calls class c.
func rootOf(c relation.Class) string {
	switch t := c.Type(); t {
	case "CONCEDE", "RETREAT":
		return "YIELD"
	default:
		return t
	}
}

// QuadClasses scores the model of quad classes, which is handed a sentence and
// no parties, by cross-validation grouped by sentence. The PLV rows in plv help
// to fit it, but for those of the sentences that are being scored.
func QuadClasses(r fit.Reader, path, plv string, g Ground, o Output) error {
	pairs, err := corpus.ReadQuads(path)
	if err != nil {
		return err
	}
	others, err := corpus.ReadPLV(plv)
	if err != nil {
		return err
	}
	rows := fit.Relations(r, pairs, 1)
	groups := slices.Concat(fit.Groups(others), fit.Groups(g.Own), fit.Groups(g.Cases))
	ground := fit.Quads(append(fit.Relations(r, others, 1), g.rows(r)...))
	scores := fit.CrossValidate(fit.Groups(pairs), rows, ground, groups, fit.QuadOptions).Scores(rows)
	fmt.Fprintf(o.Report, "quad class of a sentence, 0 neutral, %d-fold cross-validation grouped by sentence: %s\n", fit.Folds, path)
	reportQuads(pairs, scores, o)
	return nil
}

// ShippedQuads scores the shipped model of quad classes.
func ShippedQuads(r fit.Reader, j *relation.Judge, path string, o Output) error {
	pairs, err := corpus.ReadQuads(path)
	if err != nil {
		return err
	}
	scores := make([][]float64, len(pairs))
	for i := range pairs {
		doc := &text.Document{ID: "pair", Body: pairs[i].Body, Language: "en"}
		q := j.Quads(doc, r.MainPair(doc))
		scores[i] = q[:]
	}
	fmt.Fprintf(o.Report, "quad class of a sentence, 0 neutral, shipped model: %s\n", path)
	reportQuads(pairs, scores, o)
	return nil
}

func reportQuads(pairs []corpus.Pair, scores [][]float64, o Output) {
	var l Labels
	o.predict("id", "gold", "predicted", "probability")
	for i := range pairs {
		top := 0
		for c, p := range scores[i] {
			if p > scores[i][top] {
				top = c
			}
		}
		l.Add(pairs[i].Group, pairs[i].Label, fmt.Sprint(top))
		o.predict(pairs[i].ID, pairs[i].Label, top, fmt.Sprintf("%.3f", scores[i][top]))
	}
	l.Write(o.Report)
}

// quads are the quad classes of the set's roots.
var quads = map[string]string{"AGREE": "1", "CONSULT": "1", "SUPPORT": "1", "COOPERATE": "2", "AID": "2", "YIELD": "2", "REQUEST": "3", "ACCUSE": "3",
	"REJECT": "3", "THREATEN": "3", "PROTEST": "4", "SANCTION": "4", "MOBILIZE": "4", "COERCE": "4", "ASSAULT": "4"}

// bestRoot is the likeliest root of the set; every row of it has one.
func bestRoot(s *relation.Scores) (string, float64) { return best(s, rootOf) }

func bestQuad(s *relation.Scores) string {
	q, _ := best(s, func(c relation.Class) string { return quads[rootOf(c)] })
	return q
}

// best sums the probabilities of classes of one name and takes the largest.
func best(s *relation.Scores, name func(relation.Class) string) (string, float64) {
	sums := map[string]float64{}
	total := 0.0
	for c := range relation.NumClasses {
		if n := name(c); n != "" {
			sums[n] += s[c]
			total += s[c]
		}
	}
	top := ""
	for _, n := range slices.Sorted(maps.Keys(sums)) {
		if top == "" || sums[n] > sums[top] {
			top = n
		}
	}
	return top, sums[top] / total
}
