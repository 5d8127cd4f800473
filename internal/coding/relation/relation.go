// Package relation says what a source does to a target: a probability for each
// kind of act, learnt from annotated sentences. In come a parsed page, two
// phrases and the events that the lexicon found there; out goes a distribution
// over the types of PLOVER, with appeals and demands, comments and "nothing"
// told apart. It looks at the path between the two phrases, at the words
// around them and at what the lexicon knows of these words. It finds no actors
// and no triggers.
package relation

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/knowledge/model"
	"entente/internal/record"
	"entente/internal/text"
)

// A Class is a kind of act between two parties.
type Class uint8

// Classes: the types of PLOVER, REQUEST in two, and two that are no event.
const (
	Agree Class = iota
	Consult
	Support
	Cooperate
	Aid
	Concede
	Retreat
	Appeal
	Demand
	Accuse
	Reject
	Threaten
	Protest
	Sanction
	Mobilize
	Coerce
	Assault
	Comment // speaks of or to the other, and does nothing
	None    // does nothing to the other
	NumClasses
)

var classNames = [NumClasses]string{"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "APPEAL", "DEMAND", "ACCUSE",
	"REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "COMMENT", "NONE"}

func (c Class) String() string { return classNames[c] }

// ParseClass is the inverse of String.
func ParseClass(s string) (Class, bool) {
	i := slices.Index(classNames[:], s)
	return Class(max(i, 0)), i >= 0
}

// Type is the type of PLOVER that c belongs to, "" for none.
func (c Class) Type() string {
	switch c {
	case Appeal, Demand:
		return "REQUEST"
	case Comment, None:
		return ""
	}
	return c.String()
}

// Scores are the probabilities of the classes; they add up to 1.
type Scores [NumClasses]float64

// OfType is the probability of a type of PLOVER.
func (s *Scores) OfType(typ string) float64 {
	p := 0.0
	for c := range NumClasses {
		if c.Type() == typ {
			p += s[c]
		}
	}
	return p
}

// A Phrase is one of the two parties: tokens [First,Last) and their head. The
// zero Phrase is a party that the text does not name.
type Phrase struct {
	First, Last, Head int32
	Kind              record.ActorKind
	Country, Sector   string
}

// An Event is one that the lexicon's rules coded on the page.
type Event struct {
	Act, Type      string
	Symmetric      bool
	Source, Target []Phrase
	Factuality     record.Factuality
}

// A Pair is what is asked about.
type Pair struct {
	Source, Target Phrase
	Events         []Event
}

// FeatureSet names the features; a model made with others is refused.
const FeatureSet = "relations-1"

// A Judge scores pairs. It is safe for many goroutines.
type Judge struct {
	types, quads model.Linear
	a, b         float64 // calibration of Sure
	kin          Kin
	pool         sync.Pool
}

// Kin is what is known of words beside the weights.
type Kin struct {
	types  map[string][]string // part of speech and lemma -> types of their senses
	groups func(lower string) (small, middle, large uint32)
}

// NewKin takes the types of each lemma from the lexicon; groups tells the
// clusters of a word, 0 unknown.
func NewKin(lex *lexicon.Lexicon, book *codebook.Book, groups func(string) (uint32, uint32, uint32)) Kin {
	k := Kin{types: map[string][]string{}, groups: groups}
	lex.Each(func(s *lexicon.Sense) { // the order of types does not show: features are sorted
		key, typ := s.POS.String()+s.Head, book.Type(s.Act)
		if !s.NoEvent() && typ != "" && !slices.Contains(k.types[key], typ) {
			k.types[key] = append(k.types[key], typ)
		}
	})
	return k
}

// New makes a Judge from the bytes of a model.
func New(built string, kin Kin) (*Judge, error) {
	f, err := model.Open(built)
	if err != nil {
		return nil, err
	}
	if f.Features != FeatureSet {
		return nil, fmt.Errorf("model has features %q, this program makes %q", f.Features, FeatureSet)
	}
	j := &Judge{kin: kin}
	if j.types, err = f.Linear("weights"); err != nil {
		return nil, err
	}
	if j.quads, err = f.Linear("quads"); err != nil {
		return nil, err
	}
	c, err := f.Text("calibration")
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Sscan(c, &j.a, &j.b); err != nil {
		return nil, fmt.Errorf("model part \"calibration\": %w", err)
	}
	j.pool.New = func() any { return &scratch{} }
	return j, nil
}

// Score is the distribution for p on doc.
func (j *Judge) Score(doc *text.Document, p *Pair) Scores {
	x := j.pool.Get().(*scratch)
	defer j.pool.Put(x)
	x.read(doc, j.kin, p)
	var s Scores
	j.types.Probabilities(s[:], x.hashes)
	return s
}

// Quads are the probabilities of the quad classes for p's sentence: 0 neutral,
// verbal and material cooperation, verbal and material conflict.
func (j *Judge) Quads(doc *text.Document, p *Pair) (q [5]float64) {
	x := j.pool.Get().(*scratch)
	defer j.pool.Put(x)
	x.read(doc, j.kin, p)
	j.quads.Probabilities(q[:], x.hashes)
	return q
}

// Sure is the calibrated probability that an event of that type, which the
// lexicon found between the two of p, has the right type.
func (j *Judge) Sure(s *Scores, typ string) float64 {
	p := min(max(s.OfType(typ), 1e-6), 1-1e-6)
	return 1 / (1 + math.Exp(-j.a-j.b*math.Log(p/(1-p))))
}

// Between reports whether e stands between the source and the target of p.
func (e *Event) Between(p *Pair) bool {
	return touches(e.Source, &p.Source) && touches(e.Target, &p.Target) ||
		e.Symmetric && touches(e.Source, &p.Target) && touches(e.Target, &p.Source)
}

// Features are the features of p for training: sorted, each once.
func Features(doc *text.Document, kin Kin, p *Pair) []uint64 {
	x := &scratch{}
	x.read(doc, kin, p)
	return slices.Clone(x.hashes)
}
