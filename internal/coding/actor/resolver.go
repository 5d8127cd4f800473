// Package actor finds everybody on a page who can act, or be acted on, and
// says who they are. A parsed document and the reference tables come in; one
// record.Actor for each mention goes out, sorted by position: names, offices
// and nouns of one noun phrase as one mention, appositions joined, with
// country, sectors, office and person as far as the words and the tables make
// them sure, and with the same Entity for the same actor. What is not sure
// stays open: a name in no table is Unknown, a pronoun with two candidates is
// unresolved. The package corrects nothing that a text says and finds no
// events.
package actor

import (
	"io/fs"
	"slices"
	"sort"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/knowledge/petrarch"
	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// A Resolver is the judge of actors. It is safe for many goroutines.
type Resolver struct {
	t   *reference.Tables
	gaz *gazetteer.Gazetteer
	w   words

	household map[string]int32 // surname -> row of the leader known by it
}

// words are the closed lists of the language that the judge asks for often.
type words struct {
	locative, placePrep, partnerPrep, motion, placeObject, placeSubject, placeHead, cityOf, toActor,
	weakHead, collective, stateHead, counterpart, temporal, led, based, backed, notPrefix, former,
	direction, particle, title, female, male, mass, relational, abstractTo, feature, ofFeature,
	quantity, approx, speaksFor, posted, givenName, onActor, focus, foreign, traveller, kin, upper, abroad, say, command, stateOf, thingLast, thingFirst set
}

type set map[string]bool

// New loads the reference tables under files and returns a resolver. With a
// gazetteer, big cities tell nationality too; nil does without. What the
// user's dictionaries say of a wording wins over the tables.
func New(files fs.FS, gaz *gazetteer.Gazetteer, dicts ...petrarch.Dictionary) (*Resolver, error) {
	t, err := reference.Load(files, dicts...)
	if err != nil {
		return nil, err
	}
	return FromTables(t, gaz), nil
}

// FromTables makes a resolver over tables that are loaded already.
func FromTables(t *reference.Tables, gaz *gazetteer.Gazetteer) *Resolver {
	r := &Resolver{t: t, gaz: gaz}
	for _, l := range [...]struct {
		dst  *set
		name string
	}{
		{&r.w.locative, "locative"}, {&r.w.placePrep, "place-prep"}, {&r.w.partnerPrep, "partner-prep"}, {&r.w.motion, "motion"},
		{&r.w.placeObject, "place-object"}, {&r.w.placeSubject, "place-subject"}, {&r.w.placeHead, "place-head"}, {&r.w.cityOf, "city-of"},
		{&r.w.toActor, "to-actor"}, {&r.w.weakHead, "weak-head"}, {&r.w.collective, "collective"}, {&r.w.stateHead, "state-head"},
		{&r.w.counterpart, "counterpart"}, {&r.w.temporal, "temporal"}, {&r.w.led, "led"}, {&r.w.based, "based"}, {&r.w.backed, "backed"},
		{&r.w.notPrefix, "not-prefix"}, {&r.w.former, "former"}, {&r.w.direction, "direction"}, {&r.w.particle, "particle"},
		{&r.w.title, "title"}, {&r.w.female, "female"}, {&r.w.male, "male"}, {&r.w.mass, "mass"},
		{&r.w.relational, "relational"}, {&r.w.abstractTo, "abstract-to"}, {&r.w.feature, "feature"}, {&r.w.ofFeature, "of-feature"},
		{&r.w.quantity, "quantity"}, {&r.w.approx, "approx"}, {&r.w.speaksFor, "speaks-for"}, {&r.w.posted, "posted"}, {&r.w.onActor, "on-actor"},
		{&r.w.givenName, "given-name"}, {&r.w.focus, "focus"}, {&r.w.foreign, "foreign"}, {&r.w.traveller, "traveller"},
		{&r.w.kin, "kin"}, {&r.w.upper, "upper"}, {&r.w.abroad, "abroad"}, {&r.w.say, "say"}, {&r.w.command, "command"}, {&r.w.stateOf, "state-of"},
		{&r.w.thingLast, "thing-last"}, {&r.w.thingFirst, "thing-first"},
	} {
		*l.dst = t.List(l.name)
	}
	r.household = households(t)
	return r
}

// Tables are what the resolver knows.
func (r *Resolver) Tables() *reference.Tables { return r.t }

// Resolve finds the actor mentions of a parsed document. The result belongs to
// the caller; Members and Antecede index into it.
func (r *Resolver) Resolve(doc *text.Document) []record.Actor {
	p := &page{r: r, doc: doc, toks: doc.Tokens}
	p.at = make([]int32, len(doc.Tokens))
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		p.sent = int32(i)
		p.scan(s.First, s.Last)
		p.chunks(s.First, s.Last)
	}
	return p.finish()
}

// finish sorts the mentions, joins appositions, binds mentions of one actor to
// one entity, and strips what is only needed on the way.
func (p *page) finish() []record.Actor {
	sort.SliceStable(p.out, func(i, j int) bool {
		a, b := &p.out[i], &p.out[j]
		if a.First != b.First {
			return a.First < b.First
		}
		if a.Last != b.Last {
			return a.Last > b.Last
		}
		return a.Span.Start < b.Span.Start
	})
	p.appositions()
	p.ethnics()
	p.bind()
	out := make([]record.Actor, len(p.out))
	for i := range p.out {
		out[i] = p.out[i].Actor
		placeInterstate(&out[i])
	}
	return out
}

// placeInterstate moves IGO from the sectors, where the table of agent nouns
// carries it ("peacekeepers"), to the country: PLOVER has it as that. A mention
// whose country is known keeps it, and only loses the word. A user's dictionary
// may carry its like for NGO and IMG.
func placeInterstate(a *record.Actor) {
	i := slices.IndexFunc(a.Sectors, func(s string) bool { return s == "IGO" || s == "NGO" || s == "IMG" })
	if i < 0 {
		return
	}
	kind := a.Sectors[i]
	a.Sectors = slices.Concat(a.Sectors[:i], a.Sectors[i+1:])
	if len(a.Sectors) == 0 {
		a.Sectors = nil
	}
	if a.Country == "" {
		a.Country = kind
	}
}
