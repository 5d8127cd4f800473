// Package parse is the only one that writes on the page. A Document with body
// and zones comes in; it goes out with sentences, tokens, parts of speech,
// features, lemmas, dependency trees and named mentions, made in that order.
// Cutting and lemmas follow tables of the language; tags, trees and names are
// scored by the models of knowledge/model over the features of parse/feature.
// It refuses nothing: an empty page stays empty, and a sentence of thousands of
// words gets a tree in linear time.
//
// A slower and more accurate reader of trees would take the place of
// Grammar.build for the sentences that can hold an event: it needs the tokens
// of one sentence and sets Head, Rel and Root, nothing else.
package parse

import (
	"io/fs"

	"entente/internal/text"
)

// A Parser annotates pages. It is immutable and safe for many goroutines.
type Parser struct {
	*Segmenter
	grammar *Grammar
}

// New loads the tables of files (the data folder) and the models: "groups",
// "tagger", "tree" and "names". The strings of models are used in place.
func New(files fs.FS, models map[string]string) (*Parser, error) {
	s, err := NewSegmenter(files)
	if err != nil {
		return nil, err
	}
	g, err := OpenGrammar(models)
	if err != nil {
		return nil, err
	}
	return &Parser{s, g}, nil
}

// Groups are the clusters of a word among 64, 512 and 2048, numbered from 1; 0 unknown.
func (p *Parser) Groups(lower string) (small, middle, large uint32) {
	return p.grammar.groups.Groups(lower)
}

// Parse fills the second half of doc: sentences, tokens and mentions.
func (p *Parser) Parse(doc *text.Document) {
	p.Segment(doc)
	p.grammar.Read(doc)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		t.Lemma = p.Lemma(t.Form, t.Lower, t.UPOS, t.Feats)
	}
}
