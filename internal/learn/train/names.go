package train

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"

	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/reading/parse"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// names trains the name tagger on tags predicted by the syntax models, which
// must be in the output folder.
func (t *trainer) names(ctx context.Context) error {
	groups, err := t.openGroups()
	if err != nil {
		return err
	}
	sents, err := t.named(groups)
	if err != nil {
		return err
	}
	s := newSum(feature.NumNameTags)
	o := options{epochs: t.Epochs, margin: float32(t.Margin)}
	for seed := uint64(1); seed <= uint64(t.Seeds); seed++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, steps := trainNames(sents, groups, o, seed)
		s.add(b, steps)
		t.logf("seed %d: names, %d features", seed, b.n)
	}
	b := model.NewBuilder(feature.Set, t.hash)
	b.Sparse("names", t.Tags, s.modelRows())
	return t.write("names", b)
}

// named reads the corpora that have names and tags their words.
func (t *trainer) named(groups *feature.Lexicon) ([]corpus.Sentence, error) {
	models := map[string]string{}
	for _, m := range []string{"groups", "tagger", "tree"} {
		b, err := os.ReadFile(t.path(m))
		if err != nil {
			return nil, err
		}
		models[m] = string(b)
	}
	g, err := parse.OpenGrammar(models)
	if err != nil {
		return nil, err
	}
	var all []corpus.Sentence
	for _, c := range t.Corpora {
		read := corpus.ReadNames
		if c.Use == "trees" {
			read = corpus.ReadTrees
		}
		sents, err := read(t.file(c, t.shared))
		if err != nil {
			return nil, err
		}
		for _, s := range sents {
			if s.Names == nil || slices.Contains(c.Skip, s.Genre) {
				continue
			}
			TagForNames(g, &s)
			all = append(all, s)
		}
	}
	t.logf("%d sentences with names", len(all))
	return all, nil
}

// TagForNames gives a sentence the tags that g predicts.
func TagForNames(g *parse.Grammar, s *corpus.Sentence) {
	d := text.Document{Sentences: []text.Sentence{{Last: int32(len(s.Tokens))}}}
	for _, t := range s.Tokens {
		d.Tokens = append(d.Tokens, text.Token{Form: t.Form, Lower: t.Lower})
	}
	g.Read(&d)
	s.Tokens = d.Tokens
	s.Tags = s.Tags[:0:0]
	for _, t := range d.Tokens {
		s.Tags = append(s.Tags, feature.RefineTag(t.UPOS, t.Feats))
	}
}

func trainNames(sents []corpus.Sentence, groups *feature.Lexicon, o options, seed uint64) (*table, float32) {
	t := newTable(feature.NumNameTags)
	w := feature.NewWords(groups)
	rng := rand.New(rand.NewPCG(seed, 3))
	order := rng.Perm(len(sents))
	var step float32
	var f [feature.NumNameFeatures]uint64
	for range o.epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			s := &sents[k]
			w.Reset(s.Tokens)
			for i, tag := range s.Tags {
				w.SetTag(i, tag)
			}
			var last feature.NameTag
			for i, gold := range s.Names {
				step++
				w.NameFeatures(i, last, &f)
				var scores [model.MaxClasses]float32
				t.score(scores[:], f[:], 0)
				best := bestName(scores[:], last, 255)
				// After a wrong word the right class may not be allowed.
				want := gold
				if !want.Follows(last) {
					want--
				}
				if best != want {
					t.update(f[:], 0, int(want), int(best), step)
				} else if second := bestName(scores[:], last, best); scores[best]-scores[second] < o.margin {
					t.update(f[:], 0, int(best), int(second), step)
				}
				last = best
			}
		}
	}
	return t, step
}

// bestName is the best class but one that may follow last.
func bestName(scores []float32, last, but feature.NameTag) feature.NameTag {
	best := feature.NameTag(0)
	if but == 0 {
		best = 1
	}
	for c := best + 1; c < feature.NameTag(feature.NumNameTags); c++ {
		if c != but && c.Follows(last) && scores[c] > scores[best] {
			best = c
		}
	}
	return best
}
