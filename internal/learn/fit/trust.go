package fit

import (
	"slices"

	"entente/internal/coding/relation"
	"entente/internal/coding/trust"
	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/record"
	"entente/internal/text"
)

// TrustOptions are how the model of trust is fitted, in scoring and in training.
var TrustOptions = Options{Classes: trust.Classes, Passes: 15, Rate: 0.05, Decay: 1e-2, Least: 3, Seed: 1}

// A Scorer codes an article and gives each record with its features.
type Scorer func(*text.Document) []trust.Scored

// Judgements are judged records as rows of the model, with the articles that they
// are of.
type Judgements struct {
	Rows   []Row
	Groups []string // articles: they never part between training and scoring
	Right  []bool   // right and rightly counted
	Parts  []int    // what the reader said, in the bits of trust
	Lost   int      // judged records that the program has made into others since
}

// Judge codes the articles that judged records are of, and joins the two.
func Judge(score Scorer, articles []*text.Document, judged []corpus.Judged) (j Judgements) {
	type key struct {
		document       string
		trigger        int32
		typ            string
		source, target int32
	}
	said := map[key]int{}
	wanted := map[string]bool{}
	for _, r := range judged {
		v := 0
		if r.RightParts {
			v |= trust.Right
		}
		if r.RightCount {
			v |= trust.Counts
		}
		said[key{r.Document, r.Trigger, r.Type, r.Source, r.Target}] = v
		wanted[r.Document] = true
	}
	all := len(said)
	for _, d := range articles {
		mark := corpus.Mark(d.Body)
		if !wanted[mark] {
			continue
		}
		for _, r := range score(d) {
			k := key{mark, r.Evidence[0].Trigger.Start, r.Type("plover"), -1, -1}
			if len(r.Source) > 0 {
				k.source = r.Source[0].Span.Start
			}
			if len(r.Target) > 0 {
				k.target = r.Target[0].Span.Start
			}
			v, ok := said[k]
			if !ok {
				continue
			}
			delete(said, k) // an article that stands twice counts once
			j.Rows = append(j.Rows, Row{Features: slices.Clone(r.Features), Allowed: 1 << v, Weight: 1})
			j.Groups, j.Parts = append(j.Groups, mark), append(j.Parts, v)
			j.Right = append(j.Right, v == trust.Right|trust.Counts)
		}
	}
	j.Lost = all - len(j.Rows)
	return j
}

// MarkedWeight is how much a sentence of our own counts beside a judged record:
// it is short and plain, and says nothing of what matters.
const MarkedWeight = 0.3

// Marked are rows of sentences whose parties and type are marked: a record between
// the two is right in its parts if its type is, and wrong if not; whether it is
// rightly counted is left open. Records of others are not looked at.
func Marked(score Scorer, pairs []corpus.Pair, weight float64) []Row {
	var rows []Row
	for i := range pairs {
		p := &pairs[i]
		for _, r := range score(&text.Document{ID: p.ID, Body: p.Body, Language: "en"}) {
			between := overlap(r.Source, p.Source) && (overlap(r.Target, p.Target) || p.Target.Len() == 0 && len(r.Target) == 0) ||
				r.Symmetric && overlap(r.Source, p.Target) && overlap(r.Target, p.Source)
			if !r.Counted || !between {
				continue
			}
			allowed := uint64(1<<0 | 1<<trust.Counts)
			for c := range relation.NumClasses {
				if p.Allowed>>c&1 == 1 && c.Type() == r.Type("plover") {
					allowed = 1<<trust.Right | 1<<(trust.Right|trust.Counts)
				}
			}
			rows = append(rows, Row{Features: slices.Clone(r.Features), Allowed: allowed, Weight: weight})
		}
	}
	return rows
}

func overlap(list []record.Actor, s text.Span) bool {
	for i := range list {
		if list[i].Span.Start < s.End && s.Start < list[i].Span.End {
			return true
		}
	}
	return false
}

// Trials are the probabilities that models which have not seen a record's article
// give it of being right and rightly counted.
func (j *Judgements) Trials(ground []Row, o Options) []Trial {
	scores := CrossValidate(j.Groups, j.Rows, ground, nil, o).Scores(j.Rows)
	out := make([]Trial, len(scores))
	for i, s := range scores {
		out[i] = Trial{s[trust.Right|trust.Counts], j.Right[i]}
	}
	return out
}

// Model fits the model to all judged records and the ground.
func (j *Judgements) Model(ground []Row, limit int, a, b float64, inputs [32]byte) *model.Builder {
	out := model.NewBuilder(trust.FeatureSet, inputs)
	rows, top := Train(append(slices.Clone(j.Rows), ground...), TrustOptions).Rows()
	out.Linear("verdicts", limit, rows, top)
	out.Text("calibration", number(a)+" "+number(b))
	return out
}

// A Cover is what stays when only records trusted at least so far count.
type Cover struct {
	Least        float64 // calibrated probability
	Share        float64 // of the judged records that stay
	Kept         float64 // of the right ones that stay
	Parts, Count float64 // of those that stay: type, source and target right; rightly counted
	Both         float64
}

// Covers are the covers at each limit, of trials that were calibrated with a, b.
func (j *Judgements) Covers(trials []Trial, a, b float64, limits ...float64) []Cover {
	var out []Cover
	for _, least := range limits {
		c := Cover{Least: least}
		n, right, kept := 0.0, 0.0, 0.0
		for i, t := range trials {
			if t.Right {
				right++
			}
			if Calibrated(t.P, a, b) < least {
				continue
			}
			n++
			if t.Right {
				kept++
			}
			if j.Parts[i]&trust.Right != 0 {
				c.Parts++
			}
			if j.Parts[i]&trust.Counts != 0 {
				c.Count++
			}
		}
		c.Share, c.Kept = n/float64(max(len(trials), 1)), kept/max(right, 1)
		c.Parts, c.Count, c.Both = c.Parts/max(n, 1), c.Count/max(n, 1), kept/max(n, 1)
		out = append(out, c)
	}
	return out
}
