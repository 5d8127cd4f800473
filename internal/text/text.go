// Package text is the page: one document, its bytes, and the grammar found in
// them. A Document comes in from reading/source with its body and zones;
// reading/parse alone adds sentences, tokens, trees and named mentions; from
// then on everyone reads it and no one writes. Every position is a byte offset
// into Body, which is never rewritten, so Body[s.Start:s.End] is always the
// evidence itself. The package knows no actors, events or languages.
package text

import "fmt"

// A Span is a half-open range of bytes in a Document's Body.
type Span struct{ Start, End int32 }

// Len is the number of bytes in s.
func (s Span) Len() int { return int(s.End - s.Start) }

// Contains reports whether t lies wholly within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// A Zone is a stretch of the body that is not running prose, or prose of a
// known part of the article. Prose that no zone covers is body text.
type Zone struct {
	Span
	Kind ZoneKind
}

// A ZoneKind says what a Zone holds. Only ZoneBody and ZoneLead text is cut
// into sentences; all other zones are kept out of them.
type ZoneKind uint8

const (
	ZoneBody        ZoneKind = iota // running prose
	ZoneTitle                       // headline
	ZoneDateline                    // "QINGDAO, June 26 (Agency) -"
	ZoneByline                      // "By Jane Doe and John Roe"
	ZoneBoilerplate                 // "Read more", captions, copyright, share links
)

var zoneNames = [...]string{"body", "title", "dateline", "byline", "boilerplate"}

func (k ZoneKind) String() string { return zoneNames[k] }

// ZoneNamed is the kind of that name.
func ZoneNamed(name string) (ZoneKind, bool) {
	for k, n := range zoneNames {
		if n == name {
			return ZoneKind(k), true
		}
	}
	return 0, false
}

// A Date is a calendar day. The zero Date is unknown. Month or Day may be 0
// where only the year or the month is known.
type Date struct {
	Year  int16
	Month int8
	Day   int8
}

// Known reports whether the year is known.
func (d Date) Known() bool { return d.Year != 0 }

// String is the date as far as it is known: 2025, 2025-06, 2025-06-27, or "".
func (d Date) String() string {
	switch {
	case !d.Known():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// A Document is one page. Source fills the first block, parse the second.
type Document struct {
	ID        string // unique within a run; from the input, or derived from path and place in it
	Path      string // where it was read, "-" for standard input
	Line      int    // 1-based line of the record in Path; 0 when the file is one document
	Offset    int64  // byte of the file at which Body begins: not 0 only for later parts of a very long text
	Summary   bool   // Body tells in short of an article that is not here: a feed's description
	Title     string // headline given beside the body, if any; never coded
	URL       string
	Publisher string
	Language  string // ISO 639-1, as declared or detected; "" unknown
	Published Date   // publication date; zero when unknown
	Dateline  string // place name of the dateline as written, e.g. "QINGDAO"
	Body      string // the bytes as given; all offsets point here
	Zones     []Zone // sorted, disjoint

	Sentences []Sentence
	Tokens    []Token   // all sentences' tokens, in order
	Mentions  []Mention // named entities, sorted by First
}

// Text is the body text of s.
func (d *Document) Text(s Span) string { return d.Body[s.Start:s.End] }

// TokenSpan is the span from the first through the last of tokens [first,last).
func (d *Document) TokenSpan(first, last int32) Span {
	if first >= last {
		return Span{}
	}
	return Span{d.Tokens[first].Start, d.Tokens[last-1].End}
}

// SentenceOf is the index of the sentence that holds token t.
func (d *Document) SentenceOf(t int32) int32 {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if d.Sentences[mid].Last <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

// HeadOf is the first of tokens [first,last) whose governor lies outside of them.
func (d *Document) HeadOf(first, last int32) int32 {
	for t := first; t < last; t++ {
		if h := d.Tokens[t].Head; h < first || h >= last {
			return t
		}
	}
	return first
}

// TokensAt are the tokens [first,last) that share bytes with s; both are 0 when
// none does.
func (d *Document) TokensAt(s Span) (first, last int32) {
	for i := range d.Tokens {
		if d.Tokens[i].Overlaps(s) {
			if last == 0 {
				first = int32(i)
			}
			last = int32(i) + 1
		}
	}
	return first, last
}

// A Sentence is a run of tokens [First,Last) with one tree, rooted at Root.
type Sentence struct {
	Span
	First, Last int32 // token indexes in the document, half-open
	Root        int32 // token index
	Paragraph   int32 // 0-based paragraph in the body
}

// A Token is one syntactic word. A clitic ("'s", "n't") is a token of its own,
// so that adjacent tokens may touch.
type Token struct {
	Span
	Form  string // normalised: straight quotes, no soft hyphens, NBSP as space; else the bytes of Span
	Lower string // Form in lower case
	Lemma string // lower-case lemma; proper nouns keep their form
	Head  int32  // token index of the governor; -1 for the sentence's root
	UPOS  UPOS
	Rel   Rel
	Feats Feats
}

// A Mention is a named entity found by the tagger: tokens [First,Last).
type Mention struct {
	Span
	First, Last int32
	Head        int32 // syntactic head token
	Kind        MentionKind
	Score       float32 // tagger margin, larger is surer
}

// A MentionKind is the class of a named mention.
type MentionKind uint8

const (
	Person MentionKind = iota
	Location
	Organisation
	Misc
)

var mentionNames = [...]string{"PER", "LOC", "ORG", "MISC"}

func (k MentionKind) String() string { return mentionNames[k] }
