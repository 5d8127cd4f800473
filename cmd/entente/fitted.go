package main

import (
	"fmt"
	"io/fs"
	"path/filepath"

	"entente/data"
	"entente/internal/coding/relation"
	"entente/internal/coding/role"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/learn/corpus"
	"entente/internal/learn/eval"
	"entente/internal/learn/train"
)

// The evaluations below fit models to the shared text by cross-validation; with
// a file of the user's they score the shipped model on it.

// ground is what the relation models are fitted to in an evaluation.
func (s scoring) ground() (g eval.Ground, err error) {
	g.Own = filepath.Join(s.corpus, "en-pairs.tsv")
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
		err = eval.ShippedPair(c, c.Relations(), s.path, s.Output)
	} else {
		var g eval.Ground
		if g, err = s.ground(); err != nil {
			return err
		}
		if err = eval.GivenPair(c, s.path, g, s.Output); err != nil {
			return err
		}
		judge, err = eval.UnseenJudges(c, s.path, g)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(s.Report)
	s.Predictions = nil
	return eval.PLV(func(i int) eval.Coder { return c.With(judge(i)).Code }, s.path, s.Output)
}

func evalQuad(s scoring) error {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return err
	}
	if s.given {
		return eval.ShippedQuads(c, c.Relations(), s.path, s.Output)
	}
	g, err := s.ground()
	if err != nil {
		return err
	}
	return eval.QuadClasses(c, s.path, filepath.Join(s.shared, "data/events/plv/train.tsv"), g, s.Output)
}

// evalSpans cross-validates on the shared sentences, which the shipped model
// has seen, and scores the shipped model on any others.
func evalSpans(code eval.Coder, s scoring) error {
	models := data.Models("en")
	marker := func(models map[string]string) (eval.Roles, error) {
		f, err := role.New(models)
		if err != nil {
			return nil, err
		}
		return func(p *corpus.Phrases) []role.Span {
			var out []role.Span
			hints := role.Hints(p.Coding)
			for i := range p.Doc.Sentences {
				out = append(out, f.Find(p.Doc, int32(i), p.Coding.Actors, hints)...)
			}
			return p.Spans(out)
		}, nil
	}
	if s.given {
		roles, err := marker(models)
		if err != nil {
			return err
		}
		return eval.Spans(code, s.path, nil, roles, s.Output)
	}
	groups, err := role.OpenGroups(models)
	if err != nil {
		return err
	}
	fit := func(sents []corpus.Phrases) (eval.Roles, error) {
		b, err := train.Roles(sents, groups, [32]byte{}, train.RoleTrial)
		if err != nil {
			return nil, err
		}
		return marker(map[string]string{"groups": models["groups"], "roles": string(b)})
	}
	return eval.Spans(code, s.path, fit, nil, s.Output)
}
