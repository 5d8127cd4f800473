package train

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/reading/parse/feature"
)

// options are the numbers of a recipe.
type options struct {
	epochs  int
	explore float64 // share of steps that follow the model's own, possibly wrong, move
	margin  float32 // an update is made even when right, but by less than this
}

// tagger is the tagger as it learns.
type tagger struct {
	dict map[uint64]feature.Tag
	t    *table
	step float32
	f    [feature.NumTagFeatures]uint64
}

// Words seen this often with (nearly) one tag are not scored at all.
const (
	dictCount = 50
	dictShare = 0.997
)

func tagDictionary(sents []corpus.Sentence) map[uint64]feature.Tag {
	counts := map[uint64]*[feature.NumTags]int{}
	for _, s := range sents {
		for i, t := range s.Tokens {
			h := feature.WordHash(t.Form)
			if counts[h] == nil {
				counts[h] = new([feature.NumTags]int)
			}
			counts[h][s.Tags[i]]++
		}
	}
	dict := map[uint64]feature.Tag{}
	for h, c := range counts {
		n, best := 0, 0
		for tag, k := range c {
			n += k
			if k > c[best] {
				best = tag
			}
		}
		if n >= dictCount && float64(c[best]) >= dictShare*float64(n) {
			dict[h] = feature.Tag(best)
		}
	}
	return dict
}

// tagCensus counts the tags of words behind a tag.
func tagCensus(sents []corpus.Sentence) *census {
	c := newCensus(feature.NumTags)
	w := feature.NewWords(nil)
	for _, s := range sents {
		w.Reset(s.Tokens)
		for i, t := range s.Tags {
			c.seen(w.SureKey(i), func(k int) bool { return k == int(t) })
			w.SetTag(i, t)
		}
	}
	return c
}

func trainTagger(sents []corpus.Sentence, groups *feature.Lexicon, o options, seed uint64) *tagger {
	g := &tagger{dict: tagDictionary(sents), t: newTable(feature.NumTags)}
	w := feature.NewWords(groups)
	rng := rand.New(rand.NewPCG(seed, 1))
	order := rng.Perm(len(sents))
	for range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			s := &sents[k]
			w.Reset(s.Tokens)
			for i := range s.Tokens {
				gold := s.Tags[i]
				tag, known := g.dict[feature.WordHash(s.Tokens[i].Form)]
				if !known {
					g.step++
					w.TagFeatures(i, &g.f)
					var scores [model.MaxClasses]float32
					g.t.score(scores[:], g.f[:], 0)
					best := argmax(scores[:feature.NumTags], -1)
					tag = feature.Tag(best)
					if best == int(gold) && o.margin > 0 {
						second := argmax(scores[:feature.NumTags], best)
						if scores[best]-scores[second] < o.margin {
							g.t.update(g.f[:], 0, best, second, g.step)
						}
					} else if best != int(gold) {
						g.t.update(g.f[:], 0, int(gold), best, g.step)
					}
				}
				w.SetTag(i, tag)
			}
		}
	}
	return g
}

// argmax is the class of the largest score, leaving one class out.
func argmax(scores []float32, but int) int {
	best := -1
	for c, v := range scores {
		if c != but && (best < 0 || v > scores[best]) {
			best = c
		}
	}
	return best
}

// average turns the weights into their averages, for tagging with g itself.
func (g *tagger) average() {
	for i := range g.t.w {
		g.t.w[i] -= g.t.u[i] / g.step
		g.t.u[i] = 0
	}
}

// tag sets the tags of w, which holds the sentence.
func (g *tagger) tag(w *feature.Words, s *corpus.Sentence, tags []feature.Tag) {
	for i := range s.Tokens {
		tag, known := g.dict[feature.WordHash(s.Tokens[i].Form)]
		if !known {
			w.TagFeatures(i, &g.f)
			var scores [model.MaxClasses]float32
			g.t.score(scores[:], g.f[:], 0)
			tag = feature.Tag(argmax(scores[:feature.NumTags], -1))
		}
		tags[i] = tag
		w.SetTag(i, tag)
	}
}

// jackknife tags every sentence with a tagger that has not seen it, so that
// the tree builder learns from tags as wrong as those it will meet.
func jackknife(sents []corpus.Sentence, groups *feature.Lexicon, o options, seed uint64) [][]feature.Tag {
	const folds, run = 5, 10
	tags := make([][]feature.Tag, len(sents))
	w := feature.NewWords(groups)
	for f := range folds {
		var rest []corpus.Sentence
		for i := range sents {
			if i/run%folds != f {
				rest = append(rest, sents[i])
			}
		}
		g := trainTagger(rest, groups, o, seed)
		g.average()
		for i := range sents {
			if i/run%folds == f {
				tags[i] = make([]feature.Tag, len(sents[i].Tokens))
				w.Reset(sents[i].Tokens)
				g.tag(w, &sents[i], tags[i])
			}
		}
	}
	return tags
}

func dictPairs(dict map[uint64]feature.Tag) []model.Pair {
	pairs := make([]model.Pair, 0, len(dict))
	for h, t := range dict {
		pairs = append(pairs, model.Pair{Hash: h, Value: uint32(t) + 1})
	}
	slices.SortFunc(pairs, func(a, b model.Pair) int { return cmp.Compare(a.Hash, b.Hash) })
	return pairs
}
