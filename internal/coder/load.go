package coder

import (
	"entente/internal/knowledge/reference"
	"fmt"
	"io/fs"
	"sync"

	"entente/internal/coding/actor"
	"entente/internal/coding/attribution"
	"entente/internal/coding/claim"
	"entente/internal/coding/domain"
	"entente/internal/coding/event"
	"entente/internal/coding/place"
	"entente/internal/coding/relation"
	"entente/internal/coding/role"
	"entente/internal/coding/timex"
	"entente/internal/coding/trust"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/knowledge/lexicon"
	"entente/internal/reading/parse"
)

// New loads everything from files, rooted at the data folder. The tables do
// not know of one another but for the lexicon, which names acts, so they are
// read side by side: a person waits for this each time the program starts. Of
// several wrong tables the first in the order below is reported, whichever
// was noticed first.
func New(files fs.FS, built Built) (*Coder, error) {
	c := &Coder{}
	gaz, err := gazetteer.Open(built.Gazetteer) // decodes nothing
	if err != nil {
		return nil, fmt.Errorf("open the gazetteer: %w", err)
	}
	loads := [...]func() error{
		func() (err error) {
			if c.book, err = codebook.Load(files); err != nil {
				return err
			}
			if c.lex, err = lexicon.Load(files, "en", c.book.Known, c.book.Names()); err != nil {
				return err
			}
			c.what = event.New(c.lex, c.book)
			// The parser, read beside this, is asked for groups once all is loaded.
			c.kin = relation.NewKin(c.lex, c.book, c.Groups)
			if m := built.Models["relations"]; m != "" {
				if c.sure, err = relation.New(m, c.kin); err != nil {
					return fmt.Errorf("open model relations: %w", err)
				}
			}
			return nil
		},
		func() (err error) { c.parser, err = parse.New(files, built.Models); return err },
		func() (err error) {
			if built.Models["roles"] != "" {
				c.roles, err = role.New(built.Models)
			}
			return err
		},
		func() (err error) {
			c.who, err = actor.New(files, gaz, built.Dictionaries...)
			c.claims = sync.OnceValue(func() *claim.Finder { return claim.New(c.Tables(), reference.SeriesNames(files)) })
			return err
		},
		func() (err error) { c.where, err = place.New(gaz, files); return err },
		func() (err error) { c.timex, err = timex.New(files); return err },
		func() (err error) {
			// The parser, read beside this, is asked for groups once all is loaded.
			c.attribution, err = attribution.New(files, "en", built.Models["attribution"], c.Groups)
			return err
		},
		func() (err error) {
			if m := built.Models["factuality"]; m != "" {
				if c.grades, err = attribution.NewGrader(m, c.Groups); err != nil {
					return fmt.Errorf("open model factuality: %w", err)
				}
			}
			return nil
		},
		func() (err error) { c.domain, err = domain.New(files); return err },
		func() (err error) {
			if m := built.Models["trust"]; m != "" {
				if c.trust, err = trust.New(m, c.Groups); err != nil {
					return fmt.Errorf("open model trust: %w", err)
				}
			}
			return nil
		},
	}
	var errs [len(loads)]error
	var wait sync.WaitGroup
	for i, load := range loads {
		wait.Go(func() { errs[i] = load() })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}
