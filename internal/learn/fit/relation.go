package fit

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"entente/internal/coding/relation"
	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/text"
)

// A Reader reads a page and says what the relation models are asked about.
type Reader interface {
	// Pair is asked where source and target are given; empty spans are not.
	Pair(doc *text.Document, source, target text.Span) *relation.Pair
	// MainPair is asked where only the sentence is.
	MainPair(doc *text.Document) *relation.Pair
	Kin() relation.Kin
}

// RelationOptions are how the relation model is fitted, in scoring and in training.
var RelationOptions = Options{Classes: int(relation.NumClasses), Passes: 20, Rate: 0.5, Decay: 1e-2, Least: 2, Seed: 1}

// QuadOptions are how the model of quad classes is fitted.
var QuadOptions = Options{Classes: 5, Passes: 20, Rate: 0.5, Decay: 1e-2, Least: 2, Seed: 1}

// Relations turns pairs into rows that count as weight says.
func Relations(r Reader, pairs []corpus.Pair, weight float64) []Row {
	rows, _ := Read(r, pairs, weight)
	return rows
}

// Read is Relations, and what is asked of each pair. A pair without a source
// and a target is read for its main pair.
func Read(r Reader, pairs []corpus.Pair, weight float64) (rows []Row, asked []*relation.Pair) {
	for i := range pairs {
		p := &pairs[i]
		doc := &text.Document{ID: "pair", Body: p.Body, Language: "en"}
		var q *relation.Pair
		if p.Source.End == 0 && p.Target.End == 0 {
			q = r.MainPair(doc)
		} else {
			q = r.Pair(doc, p.Source, p.Target)
		}
		rows = append(rows, Row{Features: relation.Features(doc, r.Kin(), q), Allowed: p.Allowed, Weight: weight})
		asked = append(asked, q)
	}
	return rows, asked
}

// Quads are the rows of Relations with the quad classes that their classes
// allow, 0 for what is no event or asks in words only. Sanctions are verbal
// conflict to some codebooks and material to others.
func Quads(rows []Row) []Row {
	out := make([]Row, len(rows))
	for i, r := range rows {
		set := uint64(0)
		for c := range relation.NumClasses {
			if r.Allowed>>c&1 == 1 {
				set |= quadsOf(c)
			}
		}
		r.Allowed = set
		out[i] = r
	}
	return out
}

func quadsOf(c relation.Class) uint64 {
	switch c {
	case relation.Agree, relation.Consult, relation.Support:
		return 1 << 1
	case relation.Cooperate, relation.Aid, relation.Concede, relation.Retreat:
		return 1 << 2
	case relation.Demand, relation.Accuse, relation.Reject, relation.Threaten:
		return 1 << 3
	case relation.Sanction:
		return 1<<3 | 1<<4
	case relation.Protest, relation.Mobilize, relation.Coerce, relation.Assault:
		return 1 << 4
	}
	return 1 << 0
}

// CaseWeight is how much a case sentence of the lexicon counts in the fit of
// the relation models: they are short and plain.
const CaseWeight = 0.5

// Folds is how many parts cross-validation has.
const Folds = 5

// A CrossValidation is a model for each part of some rows, fitted to the rows of
// the other parts and to a ground.
type CrossValidation struct {
	Models [Folds]*Linear
	Part   []int // of each row
}

// CrossValidate fits the models. Rows of one group are in one part; with the
// ground's groups given, ground rows of a group that is being scored are left
// out.
func CrossValidate(groups []string, rows, ground []Row, groundGroups []string, o Options) *CrossValidation {
	v := &CrossValidation{Part: partsOf(groups)}
	for k := range Folds {
		held := map[string]bool{}
		for i := range rows {
			if v.Part[i] == k {
				held[groups[i]] = true
			}
		}
		var train []Row
		for i := range ground {
			if groundGroups == nil || !held[groundGroups[i]] {
				train = append(train, ground[i])
			}
		}
		for i := range rows {
			if v.Part[i] != k {
				train = append(train, rows[i])
			}
		}
		v.Models[k] = Train(train, o)
	}
	return v
}

// Scores gives each of the rows the probabilities of the model that has not
// seen it.
func (v *CrossValidation) Scores(rows []Row) [][]float64 {
	out := make([][]float64, len(rows))
	for i := range rows {
		out[i] = v.Models[v.Part[i]].Scores(rows[i].Features)
	}
	return out
}

// partsOf gives each group one of the parts, drawn with a fixed seed.
func partsOf(groups []string) []int {
	names := slices.Clone(groups)
	slices.Sort(names)
	names = slices.Compact(names)
	rand.New(rand.NewPCG(20261129, 5)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	index := map[string]int{}
	for i, g := range names {
		index[g] = i % Folds
	}
	out := make([]int, len(groups))
	for i, g := range groups {
		out[i] = index[g]
	}
	return out
}

// Pack writes the models of types and of quad classes, and the calibration
// a, b of the first, as a model file.
func Pack(types, quads *Linear, a, b float64, limit int, inputs [32]byte) *model.Builder {
	out := model.NewBuilder(relation.FeatureSet, inputs)
	for _, m := range []struct {
		name string
		*Linear
	}{{"weights", types}, {"quads", quads}} {
		rows, top := m.Rows()
		out.Linear(m.name, limit, rows, top)
	}
	out.Text("calibration", number(a)+" "+number(b))
	return out
}

// number writes x in few digits, so that the file does not hang on the last bit.
func number(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// Groups are the groups of pairs.
func Groups(pairs []corpus.Pair) []string {
	out := make([]string, len(pairs))
	for i := range pairs {
		out[i] = pairs[i].Group
	}
	return out
}

// Trials are the events that the lexicon finds between the parties of pairs:
// the probability that a model which did not see the sentence gives to their
// type, and whether the annotation allows it.
func Trials(pairs []corpus.Pair, asked []*relation.Pair, scores [][]float64) []Trial {
	var out []Trial
	for i, q := range asked {
		s := relation.Scores(scores[i])
		for k := range q.Events {
			e := &q.Events[k]
			if e.Type == "" || !e.Between(q) {
				continue
			}
			right := false
			for c := range relation.NumClasses {
				right = right || pairs[i].Allowed>>c&1 == 1 && c.Type() == e.Type
			}
			out = append(out, Trial{s.OfType(e.Type), right})
		}
	}
	return out
}

// A Bin is the trials whose calibrated probability lies from Low up to High.
type Bin struct {
	Low, High float64
	N, Right  int
	Mean      float64 // of the calibrated probabilities
}

// Reliability sorts trials into bins of their calibrated probability.
func Reliability(trials []Trial, a, b float64) []Bin {
	return ReliabilityIn(trials, a, b, 0, 0.5, 0.7, 0.8, 0.9, 0.95, 1)
}

// ReliabilityIn is Reliability with the edges of bins given, from 0 to 1.
func ReliabilityIn(trials []Trial, a, b float64, edges ...float64) []Bin {
	edges[len(edges)-1] = 1.0001
	bins := make([]Bin, len(edges)-1)
	for i := range bins {
		bins[i].Low, bins[i].High = edges[i], min(edges[i+1], 1)
	}
	for _, t := range trials {
		p := Calibrated(t.P, a, b)
		for i := range bins {
			if p >= edges[i] && p < edges[i+1] {
				bins[i].N++
				bins[i].Mean += p
				if t.Right {
					bins[i].Right++
				}
			}
		}
	}
	for i := range bins {
		bins[i].Mean /= float64(max(bins[i].N, 1))
	}
	return bins
}
