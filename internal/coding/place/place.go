// Package place finds the toponyms of a page and says which places they are.
// In comes a parsed Document and the actors found in it; out goes one Place
// for each name of a place, sorted by position, with its GeoNames entry,
// country and point, and the reasons for that choice. Names of persons and of
// most organisations are refused. A name that stands for a government
// ("Moscow and Beijing agreed") or sits inside the name of a public body
// ("Kabul police") is kept, but marked Metonym: nothing happens there. Which
// event belongs to which place is not decided here.
package place

import (
	"io/fs"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
	"entente/internal/text"
)

// A Locator finds places. It serves any number of goroutines.
type Locator struct {
	gaz   *gazetteer.Gazetteer
	words map[string]wordClass
}

// New reads the table of words around places from files, rooted at data/.
func New(g *gazetteer.Gazetteer, files fs.FS) (*Locator, error) {
	words, err := readWords(files)
	if err != nil {
		return nil, err
	}
	return &Locator{gaz: g, words: words}, nil
}

// Locate returns the places named in doc, sorted by position. The actors in
// who tell governments from the towns that they sit in.
func (l *Locator) Locate(doc *text.Document, who []record.Actor) []record.Place {
	p := l.page(doc, who)
	for s := range doc.Sentences {
		p.scan(int32(s))
	}
	p.counties()
	p.rememberPersons()
	p.judge()
	p.actorStates()
	p.resolve()
	return p.places()
}

// LocateAt says which places the names at spans are, for callers who know
// where names of places stand; spans are sorted and do not overlap. One Place
// is returned for each span; where the gazetteer knows no such name it bears no
// name of its own and no point, only the state that the page speaks of most.
func (l *Locator) LocateAt(doc *text.Document, who []record.Actor, spans []record.Span) []record.Place {
	p := l.page(doc, who)
	of := make([]int, 0, len(spans)) // the span of each name
	for i, s := range spans {
		if n, ok := p.nameAt(s); ok {
			p.names = append(p.names, n)
			of = append(of, i)
		}
	}
	p.counties()
	p.rememberPersons()
	p.judge()
	for i := range p.names {
		if n := &p.names[i]; n.verdict == refused {
			n.verdict, n.why = located, "given"
		}
	}
	p.actorStates()
	p.resolve()
	out := make([]record.Place, len(spans))
	home := p.topState()
	for i, s := range spans {
		out[i] = record.Place{Span: s, Text: doc.Body[s.Start:s.End], Country: home, Why: record.Why{Rule: "place: not in the gazetteer", Detail: "the state that the text speaks of most"}}
	}
	for i, pl := range p.places() {
		out[of[i]] = pl
	}
	return out
}

func (l *Locator) page(doc *text.Document, who []record.Actor) *page {
	p := &page{l: l, doc: doc, who: who, class: make([]wordClass, len(doc.Tokens))}
	for i := range doc.Tokens {
		p.class[i] = l.words[doc.Tokens[i].Lower]
		if lemma := doc.Tokens[i].Lemma; lemma != "" && lemma != doc.Tokens[i].Lower {
			p.class[i] |= l.words[lemma]
		}
	}
	return p
}

// A page is the work on one document.
type page struct {
	l     *Locator
	doc   *text.Document
	who   []record.Actor
	class []wordClass
	names []name

	persons   map[string]bool // last names of persons in the document, lower case
	mention   int             // first mention that can still touch a name
	actor     int
	groups    []group
	spots     []spot
	country   [256]float64       // names by the state of their likely readings
	admin     map[uint16]float64 // and by division
	top       uint16
	topWeight float64
	topKnown  bool

	actorCountries []uint8 // states of the actors
}

// A name is a candidate: tokens [first,last) that the gazetteer knows.
type name struct {
	first, last int32
	sentence    int32
	hits        gazetteer.Hits
	key         gazetteer.Key
	evidence    evidence
	county      bool // "X County": a division that the gazetteer lacks
	list        bool // one of "X, Y and Z counties"
	within      int32
	outside     int32 // "X, Division" where the gazetteer knows no such X there; -1 none
	verdict     verdict
	why         string
	group       int32 // among the spellings of the page; -1 none
}

// evidence is a set of signs about a name.
type evidence uint32

const (
	eIn        evidence = 1 << iota // "in X"
	eMotion                         // "fled to X", "invaded X"
	eTo                             // "to X" after anything else
	eNoun                           // "the city of X", "the streets of X", "X province"
	eWithin                         // "X, Country"
	eHolds                          // "City, X"
	eTagLoc                         // tagged as a location
	eTagPer                         // tagged as a person
	eTagOrg                         // tagged as, or inside, an organisation
	ePossess                        // "X's"
	eSubject                        // subject of a verb
	eActs                           // subject of a verb in the active voice
	eHead                           // first word of a sentence
	eLeftName                       // a capitalised word before it that is part of its name
	eRightName                      // and after it
	eCivic                          // "X police"
	eOrg                            // "X Post"
	eFacility                       // "X Street"
	eTitle                          // "President X"
	ePostTitle                      // "X President Y"
	eMetonym                        // the actors say that it is a government
	eState                          // the actors say that it is a state
	eInside                         // inside the longer name of an actor
	eAbbrev                         // a short form, "Ky."
	eBasedOn                        // "X-based"
	eThe                            // "the X"
	eListed                         // joined by "and" or a comma to a name of a place
	locative   = eIn | eMotion | eNoun | eWithin | eHolds | eBasedOn
)

// A verdict is what becomes of a name.
type verdict uint8

const (
	refused verdict = iota
	metonym
	located
)
