// Package coder sends one page past every judge and binds what they say into
// records. In comes a document with body and zones; out goes a Coding: the
// layers (actors, places, times, attributions, domains, statements) and the
// records, each with its evidence, its codes in every codebook, whether it is
// counted, and why. It opens no files, keeps no state between documents and is
// safe for many goroutines.
package coder

import (
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
	"entente/internal/knowledge/lexicon"
	"entente/internal/knowledge/petrarch"
	"entente/internal/knowledge/reference"
	"entente/internal/reading/parse"
	"entente/internal/record"
	"entente/internal/text"
)

// Built is the knowledge that comes from outside the tables: statistical models
// by name, the gazetteer, and dictionaries of the user's own.
type Built struct {
	Models       map[string]string
	Gazetteer    string
	Dictionaries []petrarch.Dictionary
}

// A Coder is all knowledge and every judge, for one language.
type Coder struct {
	book        *codebook.Book
	lex         *lexicon.Lexicon
	parser      *parse.Parser
	who         *actor.Resolver
	claims      func() *claim.Finder // made when first asked for: few runs do
	where       *place.Locator
	timex       *timex.Tagger
	attribution *attribution.Judge
	domain      *domain.Finder
	what        *event.Finder
	kin         relation.Kin
	roles       *role.Finder        // nil without its model: what the lexicon leaves open stays so
	grades      *attribution.Grader // nil without its model: records then have no value of factuality
	sure        *relation.Judge     // nil without its model: records then have no confidence
	trust       *trust.Judge        // nil without its model: no record is then left out for want of trust
}

// Code reads doc. It writes on the page (the parser does) and returns the
// ledger; the result shares no memory with later calls.
func (c *Coder) Code(doc *text.Document) *record.Coding { return c.code(doc, nil, false) }

// Records is Code for those who want the records alone: these are the same, and
// who says what is left out of sentences that bear on none of them.
func (c *Coder) Records(doc *text.Document) *record.Coding { return c.code(doc, nil, true) }

func (c *Coder) code(doc *text.Document, parties []text.Span, recordsOnly bool) *record.Coding {
	c.parser.Parse(doc) // the only one who writes on the page
	out := &record.Coding{Doc: c.describe(doc)}
	out.Actors = given(doc, c.who.Resolve(doc), parties)
	out.Places = c.where.Locate(doc, out.Actors)
	out.Times = c.timex.Tag(doc)
	out.Domains = c.domain.Find(doc)
	frames := c.what.Find(doc, out.Actors, out.Places, func(first, last int32) []string {
		return c.domain.Around(doc, doc.SentenceOf(first), first, last)
	})
	var said *attribution.Layer
	if recordsOnly {
		said = c.attribution.FindFor(doc, out.Actors, triggers(frames))
	} else {
		said = c.attribution.Find(doc, out.Actors)
	}
	said.Drop(c.deeds(frames))
	out.Attributions, out.Statements = said.Said, said.Statements
	c.receive(doc, out.Actors, frames)
	c.bind(doc, out, frames, said)
	return out
}

func triggers(frames []event.Frame) []int32 {
	out := make([]int32, len(frames))
	for i := range frames {
		out[i] = frames[i].Trigger
	}
	return out
}

// Claims are what doc, which out was coded from, states and tables could bear
// out.
func (c *Coder) Claims(doc *text.Document, out *record.Coding) []record.Claim {
	return c.claims().Find(doc, out)
}

// Occasions are what doc says that its events took place beside.
func (c *Coder) Occasions(doc *text.Document) []record.Occasion { return c.claims().Occasions(doc) }

// Tables are the reference tables that actors are resolved with.
func (c *Coder) Tables() *reference.Tables { return c.who.Tables() }

func (c *Coder) describe(doc *text.Document) record.Doc {
	return record.Doc{ID: doc.ID, Path: doc.Path, Offset: doc.Offset, Title: doc.Title, URL: doc.URL, Publisher: doc.Publisher, Language: doc.Language, Published: doc.Published.String()}
}

// faceToFace reports whether people stand before each other in act: a visit
// can be read from where it took place only then.
func (c *Coder) faceToFace(act string) bool {
	switch {
	case c.book.Within(act, "discuss-by-telephone"), c.book.Within(act, "mediate"), act == actVisit, c.book.Within(act, "host-a-visit"):
		return false
	}
	return true
}
