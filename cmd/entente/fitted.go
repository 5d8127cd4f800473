package main

import (
	"fmt"
	"io/fs"
	"path/filepath"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/coding/relation"
	"entente/internal/coding/role"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/learn/corpus"
	"entente/internal/learn/eval"
	"entente/internal/learn/train"
	"entente/internal/record"
	"entente/internal/text"
)

// reader is the coder as the relation models read sentences with it: without the
// role model, which they were fitted without, and which has seen many of the
// shared sets' sentences.
func reader(c *coder.Coder) *coder.Coder { return c.WithRoles(nil) }

// The evaluations below fit models to the shared text by cross-validation; with
// a file of the user's they score the shipped model on it.

// ground is what the relation models are fitted to in an evaluation.
func (s scoring) ground() (g eval.Ground, err error) {
	if g.Own, err = corpus.ReadPairs(filepath.Join(s.corpus, "en-pairs.tsv")); err != nil {
		return g, err
	}
	g.Cases, err = casePairs(s.files)
	return g, err
}

func casePairs(files fs.FS) ([]corpus.Pair, error) {
	book, err := codebook.Load(files)
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Load(files, "en", book.Known, book.Names())
	if err != nil {
		return nil, err
	}
	return corpus.CasePairs(lex, book), nil
}

// evalPLV scores the relation model, which is handed source and target, and then
// the whole coder, which must find them.
func evalPLV(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	judge := func(int) *relation.Judge { return c.Relations() }
	if s.given {
		err = eval.ShippedPair(reader(c), c.Relations(), s.path, s.Output)
	} else {
		var g eval.Ground
		if g, err = s.ground(); err == nil {
			judge, err = eval.GivenPair(reader(c), s.path, g, s.Output)
		}
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(s.Report)
	s.Predictions = nil
	roles, err := s.unseenRoles(c)
	if err != nil {
		return err
	}
	return eval.PLV(func(i int) eval.Coder { return roles(c.With(judge(i))) }, s.path, s.Output)
}

func evalQuad(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	if s.given {
		return eval.ShippedQuads(reader(c), c.Relations(), s.path, s.Output)
	}
	g, err := s.ground()
	if err != nil {
		return err
	}
	return eval.QuadClasses(reader(c), s.path, filepath.Join(s.shared, "data/events/plv/train.tsv"), g, s.Output)
}

// evalSpans cross-validates on the shared sentences, which the shipped model
// has seen, and scores the shipped model on any others.
func evalSpans(s scoring) error {
	models := data.Models("en")
	c, err := loadCoder(s.files, models)
	if err != nil {
		return err
	}
	code := c.WithRoles(nil).Code // what the model starts from
	if s.given {
		f, err := role.New(models)
		if err != nil {
			return err
		}
		return eval.Spans(code, s.path, nil, mark(f), s.Output)
	}
	fit := func(sents []corpus.Phrases) (eval.Roles, error) {
		f, err := fitRoles(sents, train.RoleTrial)
		if err != nil {
			return nil, err
		}
		return mark(f), nil
	}
	return eval.Spans(code, s.path, fit, nil, s.Output)
}

func mark(f *role.Finder) eval.Roles {
	return func(p *corpus.Phrases) []role.Span {
		var out []role.Span
		hints := role.Hints(p.Coding)
		for i := range p.Doc.Sentences {
			out = append(out, f.Find(p.Doc, int32(i), p.Coding.Actors, hints)...)
		}
		return p.Spans(out)
	}
}

func fitRoles(sents []corpus.Phrases, o train.RoleOptions) (*role.Finder, error) {
	groups := data.Models("en")["groups"]
	dict, err := role.OpenGroups(map[string]string{"groups": groups})
	if err != nil {
		return nil, err
	}
	b, err := train.Roles(sents, dict, [32]byte{}, o)
	if err != nil {
		return nil, err
	}
	return role.New(map[string]string{"groups": groups, "roles": string(b)})
}

// unseenRoles gives a coder role models that have not seen the sentence at hand:
// many sentences of the shared sets stand in several of them. With a file of
// the user's it is left as it is.
func (s scoring) unseenRoles(c *coder.Coder) (func(*coder.Coder) eval.Coder, error) {
	if s.given {
		return func(c *coder.Coder) eval.Coder { return c.Code }, nil
	}
	sents, err := corpus.ReadPhrases(filepath.Join(s.shared, "data/events/cameo_spans/train.txt"), c.WithRoles(nil).Code)
	if err != nil {
		return nil, err
	}
	var models [corpus.Folds]*role.Finder
	for k := range models {
		o := train.RoleTrial
		o.Seeds = 1 // as good for what the coder asks of it
		if models[k], err = fitRoles(corpus.Without(sents, k), o); err != nil {
			return nil, err
		}
	}
	return func(c *coder.Coder) eval.Coder {
		return func(doc *text.Document) *record.Coding { return c.WithRoles(models[corpus.Fold(doc.Body)]).Code(doc) }
	}, nil
}

func evalGSR(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	roles, err := s.unseenRoles(c)
	if err != nil {
		return err
	}
	return eval.GSR(roles(c), s.path, s.Output)
}
