package train

import (
	"cmp"
	"context"
	"slices"

	"entente/internal/coding/attribution"
	"entente/internal/knowledge/model"
	"entente/internal/learn/corpus"
	"entente/internal/learn/fit"
	"entente/internal/record"
	"entente/internal/text"
)

// How the three models of attribution are fitted.
var attributionOptions = fit.Options{Classes: 2, Passes: 8, Rate: 0.1, Decay: 1e-3, Least: 4, Seed: 1}

// Which words are looked at: verbs, but not those seen so often that are a cue
// less than once in rareCue times; and other words that were a cue leastCues times
// and once in rareCue times at least.
const (
	oftenSeen = 40
	rareCue   = 50
	leastCues = 3
)

// attribution fits the models of cues, sources and contents to the recipe's
// articles.
func (t *trainer) attribution(ctx context.Context, load func(kind string) (Ground, error)) error {
	g, err := load(t.Kind)
	if err != nil {
		return err
	}
	var articles []corpus.Attributed
	for _, c := range t.Corpora {
		more, err := corpus.ReadAttributed(t.file(c, t.shared))
		if err != nil {
			return err
		}
		articles = append(articles, more...)
	}
	b, err := Attribution(ctx, g, articles, t.Tags, t.hash, t.logf)
	if err != nil {
		return err
	}
	return t.write("attribution", b)
}

// Attribution fits the models to articles.
func Attribution(ctx context.Context, g Ground, articles []corpus.Attributed, limit int, inputs [32]byte, logf func(string, ...any)) (*model.Builder, error) {
	docs := make([]*text.Document, len(articles))
	heads := make([][]saidAt, len(articles))
	who := make([][]record.Actor, len(articles))
	seen := map[uint64]int{} // words as cues
	all := map[uint64]int{}  // words at all
	verbs := map[uint64]bool{}
	for i := range articles {
		a := &articles[i]
		docs[i] = &text.Document{ID: a.Name, Body: a.Body, Language: "en"}
		who[i] = g.Code(docs[i]).Actors
		heads[i] = saidTokens(docs[i], a.Said)
		for _, s := range heads[i] {
			seen[attribution.CueWord(&docs[i].Tokens[s.cue])]++
		}
		for t := range docs[i].Tokens {
			h := attribution.CueWord(&docs[i].Tokens[t])
			all[h]++
			if docs[i].Tokens[t].UPOS == text.VERB {
				verbs[h] = true
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	never, words := map[uint64]int{}, map[uint64]int{}
	for h, n := range all {
		often := seen[h]*rareCue >= n
		switch {
		case verbs[h] && n >= oftenSeen && !often:
			never[h] = n
		case !verbs[h] && seen[h] >= leastCues && often:
			words[h] = n
		}
	}
	logf("%d articles, %d words beside verbs that may be cues, %d verbs that are none", len(articles), len(words), len(never))
	cueable := func(h uint64, verb bool) bool {
		if verb {
			return never[h] == 0
		}
		return words[h] > 0
	}
	var cues, sources, contents []fit.Row
	for i, doc := range docs {
		study := g.Said.Study(doc, who[i], cueable)
		gold := map[int32]*corpus.Said{}
		for _, s := range heads[i] {
			gold[s.cue] = s.said
		}
		for _, o := range study.Cues() {
			cues = append(cues, row(o.Features, gold[o.Head] != nil))
		}
		for _, s := range heads[i] {
			options := study.Sources(s.cue)
			k := goldOption(doc, options, s.said.Source)
			for j := range options {
				if k >= 0 {
					sources = append(sources, row(options[j].Features, j == k))
				}
			}
			source := attribution.Option{Head: -1}
			if k >= 0 {
				source = options[k]
			}
			options = study.Contents(s.cue, source)
			if k := goldOption(doc, options, s.said.Content); k >= 0 {
				for j := range options {
					contents = append(contents, row(options[j].Features, j == k))
				}
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	logf("%d words that may be cues, %d phrases that may be sources, %d stretches that may be contents", len(cues), len(sources), len(contents))
	b := model.NewBuilder(attribution.ChoiceFeatures, inputs)
	for _, d := range []struct {
		name  string
		words map[uint64]int
	}{{"words", words}, {"never", never}} {
		var pairs []model.Pair
		for h, n := range d.words {
			pairs = append(pairs, model.Pair{Hash: h, Value: uint32(n)})
		}
		slices.SortFunc(pairs, func(a, b model.Pair) int { return cmp.Compare(a.Hash, b.Hash) })
		b.Dict(d.name, model.Buckets(len(pairs))+1, pairs)
	}
	for _, m := range []struct {
		name string
		rows []fit.Row
	}{{"cues", cues}, {"sources", sources}, {"contents", contents}} {
		rows, top := fit.Train(m.rows, attributionOptions).Rows()
		b.Linear(m.name, limit, rows, top)
		logf("%s: %d features", m.name, len(rows))
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// row is an example of yes or no.
func row(features []uint64, right bool) fit.Row {
	f := slices.Clone(features)
	slices.Sort(f)
	r := fit.Row{Features: slices.Compact(f), Allowed: 1, Weight: 1}
	if right {
		r.Allowed = 2
	}
	return r
}

type saidAt struct {
	cue  int32
	said *corpus.Said
}

// saidTokens finds the token that heads each cue: the first verb whose governor
// lies outside of it, else the first word of that kind.
func saidTokens(doc *text.Document, all []corpus.Said) (out []saidAt) {
	for i := range all {
		first, last := doc.TokensAt(all[i].Cue[0])
		if first == last {
			continue
		}
		cue := int32(-1)
		for t := first; t < last; t++ {
			h := doc.Tokens[t].Head
			if h >= first && h < last {
				continue
			}
			if cue < 0 || doc.Tokens[t].UPOS == text.VERB && doc.Tokens[cue].UPOS != text.VERB {
				cue = t
			}
		}
		out = append(out, saidAt{cue, &all[i]})
	}
	return out
}

// goldOption is the option that shares most with the gold stretches, measured by
// what both have against what either has; that of no tokens where there is no
// gold; -1 where none shares a quarter.
func goldOption(doc *text.Document, options []attribution.Option, gold []text.Span) int {
	best, top := -1, 0.25
	whole := 0
	for _, g := range gold {
		whole += g.Len()
	}
	for i := range options {
		o := &options[i]
		if o.First == o.Last {
			if len(gold) == 0 {
				return i
			}
			continue
		}
		at := doc.TokenSpan(o.First, o.Last)
		common := 0
		for _, g := range gold {
			common += max(0, int(min(g.End, at.End)-max(g.Start, at.Start)))
		}
		if share := float64(common) / float64(whole+at.Len()-common); share > top {
			best, top = i, share
		}
	}
	return best
}
