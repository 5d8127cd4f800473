// Package train fits the models of reading to annotated text. A recipe comes
// in (features, seeds, passes, corpora by hash) and model files go out, with a
// card that says what they are made of and how well they do. The same recipe
// gives the same bytes: generators are seeded, sums are in fixed order, maps
// are never walked where order could show. It refuses corpora whose hash is
// not the recipe's. It makes features with reading/parse/feature, the code that
// reads with them later, and nothing else at run time depends on it.
package train

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// Run trains what the recipe says. Corpora are looked up in shared, models are
// written to out, which must hold the models that the recipe builds upon:
// groups before syntax, syntax before names. The context stops it between
// seeds. The card is written beside the recipe.
// Ground is asked for models above the coder alone.
func Run(ctx context.Context, recipePath, shared, out string, ground func(kind string) (Ground, error), log io.Writer) error {
	r, err := ReadRecipe(recipePath)
	if err != nil {
		return err
	}
	if err := r.check(recipePath, shared); err != nil {
		return err
	}
	t := &trainer{Recipe: r, shared: shared, out: out, log: log, start: time.Now()}
	var models []string
	switch r.Kind {
	case "groups":
		models, err = []string{"groups"}, t.groups()
	case "syntax":
		models, err = []string{"tagger", "tree"}, t.syntax(ctx)
	case "roles":
		models, err = []string{"roles"}, t.roles(ctx, ground)
	case "attribution":
		models, err = []string{"attribution"}, t.attribution(ctx, ground)
	case "factuality":
		models, err = []string{"factuality"}, t.factuality(ctx, ground)
	case "relations":
		models, err = []string{"relations"}, t.relations(ctx, ground)
	case "trust":
		models, err = []string{"trust"}, t.trust(ctx, ground)
	default:
		models, err = []string{"names"}, t.names(ctx)
	}
	if err != nil {
		return err
	}
	return t.card(recipePath, models...)
}

type trainer struct {
	*Recipe
	shared, out string
	log         io.Writer
	reliability []fit.Bin   // of a model of relations or trust
	covers      []fit.Cover // of a model of trust
	start       time.Time
}

func (t *trainer) logf(format string, args ...any) {
	fmt.Fprintf(t.log, "%6.1fs "+format+"\n", append([]any{time.Since(t.start).Seconds()}, args...)...)
}

func (t *trainer) path(model string) string {
	return filepath.Join(t.out, t.Language+"."+model+".bin")
}

func (t *trainer) write(name string, b *model.Builder) error {
	data, err := b.Bytes()
	if err != nil {
		return err
	}
	t.logf("%s: %d bytes, features dropped %v", name, len(data), b.Dropped)
	return os.WriteFile(t.path(name), data, 0o644)
}

// groups packs word clusters: lines of word, cluster among 64, 512, 2048.
func (t *trainer) groups() error {
	var pairs []model.Pair
	for _, c := range t.Corpora {
		if c.Use != "clusters" {
			continue
		}
		b, err := os.ReadFile(t.file(c, t.shared))
		if err != nil {
			return err
		}
		for l := range strings.Lines(string(b)) {
			col := strings.Split(strings.TrimRight(l, "\r\n"), "\t")
			if len(col) != 4 {
				return fmt.Errorf("%s: %q has not four columns", c.Path, l)
			}
			var g [3]uint32
			for i := range g {
				n, err := strconv.ParseUint(col[i+1], 10, 11)
				if err != nil {
					return fmt.Errorf("%s: %w", c.Path, err)
				}
				g[i] = uint32(n) + 1
			}
			pairs = append(pairs, model.Pair{Hash: feature.WordHash(col[0]), Value: feature.PackGroups(g[0], g[1], g[2])})
		}
	}
	b := model.NewBuilder(feature.Set, t.hash)
	b.Dict("groups", model.Buckets(len(pairs))+1, pairs) // roomy: every word must find its place
	if err := t.addPriors(b); err != nil {
		return err
	}
	return t.write("groups", b)
}

func (t *trainer) openGroups() (*feature.Lexicon, error) {
	b, err := os.ReadFile(t.path("groups"))
	if err != nil {
		return nil, fmt.Errorf("train the groups first: %w", err)
	}
	f, err := model.Open(string(b))
	if err != nil {
		return nil, err
	}
	return feature.OpenLexicon(f)
}

// sentences reads the recipe's treebanks without the genres it skips.
func (t *trainer) sentences() ([]corpus.Sentence, error) {
	var all []corpus.Sentence
	for _, c := range t.Corpora {
		if c.Use != "" && c.Use != "trees" {
			continue
		}
		sents, err := corpus.ReadTrees(t.file(c, t.shared))
		if err != nil {
			return nil, err
		}
		for _, s := range sents {
			if !slices.Contains(c.Skip, s.Genre) {
				all = append(all, s)
			}
		}
	}
	words := 0
	for _, s := range all {
		words += len(s.Tokens)
	}
	t.logf("%d sentences, %d words", len(all), words)
	return all, nil
}

func (t *trainer) syntax(ctx context.Context) error {
	groups, err := t.openGroups()
	if err != nil {
		return err
	}
	sents, err := t.sentences()
	if err != nil {
		return err
	}
	tagOpt := options{epochs: t.TagEpoch, margin: float32(t.Margin)}
	treeOpt := options{epochs: t.Epochs, explore: t.Explore, margin: float32(t.Margin)}
	tags := newSum(feature.NumTags)
	moves, labels := newSum(int(feature.NumMoves)), newSum(text.NumRel)
	dict := tagDictionary(sents)
	sure := syntaxSure{tags: tagCensus(sents), moves: newCensus(int(feature.NumMoves)), labels: newCensus(text.NumRel)}
	given := jackknife(sents, groups, tagOpt, 1)
	t.logf("tags of the training text")
	for seed := uint64(1); seed <= uint64(t.Seeds); seed++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		g := trainTagger(sents, groups, tagOpt, seed)
		tags.add(g.t, g.step)
		t.logf("seed %d: tagger, %d features", seed, g.t.n)
		b := trainTrees(sents, given, groups, treeOpt, seed, sure.moves, sure.labels, func(e int) { t.logf("seed %d: pass %d", seed, e) })
		moves.add(b.moves, b.moveStep)
		labels.add(b.labels, b.labelStep)
		t.logf("seed %d: trees, %d and %d features", seed, b.moves.n, b.labels.n)
	}
	return t.pack(dict, sure, tags, moves, labels)
}

// syntaxSure are the decisions that need no scores.
type syntaxSure struct{ tags, moves, labels *census }

// pack writes what has been summed up.
func (t *trainer) pack(dict map[uint64]feature.Tag, sure syntaxSure, tags, moves, labels *sum) error {
	b := model.NewBuilder(feature.Set, t.hash)
	b.Dict("dict", model.Buckets(len(dict)), dictPairs(dict))
	t.addSure(b, "sure", sure.tags, 1)
	b.Sparse("tags", t.Tags, tags.modelRows())
	if err := t.write("tagger", b); err != nil {
		return err
	}
	b = model.NewBuilder(feature.Set, t.hash)
	b.Dense("moves", t.Moves, moves.modelRows())
	b.Sparse("labels", t.Labels, labels.modelRows())
	t.addSure(b, "sure-moves", sure.moves, t.Seeds)
	t.addSure(b, "sure-labels", sure.labels, t.Seeds)
	return t.write("tree", b)
}

// addSure adds what c counted in so many rounds, if the recipe wants it.
func (t *trainer) addSure(b *model.Builder, name string, c *census, rounds int) {
	if t.Sure > 0 {
		pairs := c.sure(t.Sure * rounds)
		b.Dict(name, model.Buckets(len(pairs)), pairs)
	}
}
