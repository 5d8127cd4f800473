package parse

import (
	"io/fs"

	"entente/internal/text"
)

// A Segmenter is the part of a Parser that needs no trained model: it cuts a
// page into sentences and tokens and names lemmas. Training and scoring use it
// by itself. It is immutable and safe for many goroutines.
type Segmenter struct {
	seg *segmenter
	lem *lemmatiser
}

// NewSegmenter loads the segment and lemma tables of the data folder.
func NewSegmenter(files fs.FS) (*Segmenter, error) {
	seg, err := newSegmenter(files)
	if err != nil {
		return nil, err
	}
	lem, err := newLemmatiser(files)
	if err != nil {
		return nil, err
	}
	return &Segmenter{seg, lem}, nil
}

// Segment fills doc.Sentences and doc.Tokens from doc.Body and doc.Zones.
func (s *Segmenter) Segment(doc *text.Document) { s.seg.segment(doc) }

// Lemma is the lemma of a tagged word.
func (s *Segmenter) Lemma(form, lower string, tag text.UPOS, f text.Feats) string {
	return s.lem.lemma(form, lower, tag, f)
}
