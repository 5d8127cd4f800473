// Package reference is what is known about states, organisations, groups,
// offices, office-holders and the nouns for people who act. Text tables come in
// from an fs.FS (reference/*.tsv and lang/en/*.tsv); typed rows and two phrase
// indexes go out, loaded once, never changed, safe for many goroutines. Facts
// carry days: a state that has ended or an office that has passed on is known
// as such. A table with wrong lines is refused with every mistake and its line.
// The package reads no document and judges no mention.
package reference

import (
	"strings"

	"entente/internal/text"
)

// Tables holds every row and the indexes over their wordings.
type Tables struct {
	States  []State
	Orgs    []Org // organisations, then groups
	Agents  []Agent
	Offices []Office
	Holders []Holder
	Regions []Region
	Sets    []Set

	Names *Index // names, adjectives, seats, persons: matched on the form
	Nouns *Index // agent nouns and offices: matched in lower case

	// What a user's dictionaries add; Own is nil and OwnAgents len(Agents) without.
	Own       *Index // their names, matched in lower case
	Dict      []DictEntry
	OwnAgents int32 // agents from here on are theirs, and win

	words    map[string]map[string]bool // closed word lists of the language, by list name
	byISO    map[string]int32
	bySur    map[string][]int32    // holders by surname, in table order
	byOffice map[officeKey][]int32 // holders of one office, in table order
}

type officeKey struct{ code, office string }

// A State is a state or a territory that acts like one.
type State struct {
	ISO3, ISO2 string
	Name       string
	Official   string
	Aliases    []string
	Adjectives []string
	Prefix     []string // Sino, Russo
	People     []string // Russians, Frenchmen
	Capital    []string
	Metonyms   []string // the Kremlin, Downing Street
	Plover     string   // PLOVER's code, where it is not ISO3
	CAMEO      string
	Status     string
	From, To   text.Date
	Note       string
	Ambiguous  []string // wordings that often mean something else
	Sector     string   // sector that its actors carry before any other
	Row        string   // "reference/states.tsv:14"
}

// Doubtful reports whether the wording often means something else.
func (s *State) Doubtful(wording string) bool {
	return contains(s.Ambiguous, wording)
}

// Uninhabited reports a territory without a people or government: it never acts.
func (s *State) Uninhabited() bool { return strings.Contains(s.Note, "a place only") }

// An Org is an international organisation, company, NGO, or a group.
type Org struct {
	Name     string
	Aliases  []string
	Code     string // PLOVER's country-like code (IGO, NGO, MNC, UNO), or the ISO3 of a national body
	Sectors  []string
	CAMEO    string
	Kind     string // as in the table: igo, ngo, company, party, organ, rebels
	From, To text.Date
	Note     string
	Group    bool // from groups.tsv
	Row      string

	Ambiguous []string // wordings that often mean something else
}

// Doubtful reports whether the wording often means something else.
func (o *Org) Doubtful(wording string) bool { return contains(o.Ambiguous, wording) }

// An Agent is a common noun for people who act: police, protesters, ministry.
type Agent struct {
	Noun, Plural string
	Sectors      []string
	CAMEO        string // roles only, run together: GOVMIL
	Kind         string
	Note         string
	Row          string
}

// An Office is a wording of an office and what it stands for.
type Office struct {
	Wording string
	Office  string
	Sectors []string
	CAMEO   string
	Country string // where the wording belongs to one state or body
	Scope   string
	Row     string
}

// A Holder is one spell of a person in an office.
type Holder struct {
	Person   string
	Aliases  []string
	Surname  string
	Code     string // ISO3 of the state, or the code of a body
	Office   string
	Sectors  []string
	CAMEO    string
	From, To text.Date
	Source   string
	Seen     text.Date // last day on which the source knew the holder in office
	Row      string
}

// In reports whether h held the office on the day, as far as the table can
// know: where no end is known, the row speaks for a year after it was last seen
// to hold.
func (h *Holder) In(day text.Date) bool {
	to := h.To
	if !to.Known() && h.Seen.Known() {
		to = h.Seen
		to.Year++
	}
	return Covers(h.From, to, day)
}

// A Region is a part of one state: a province, a territory, a landscape.
type Region struct {
	Name    string
	Country string // ISO3
	Row     string
}

// A Set is a few states under one name: the Koreas.
type Set struct {
	Name   string
	States []int32 // rows in States
	Row    string
}

// State finds a state by ISO 3166 alpha-3 code; nil when there is none.
func (t *Tables) State(iso3 string) *State {
	if i, ok := t.byISO[iso3]; ok {
		return &t.States[i]
	}
	return nil
}

// StateRow is the row of a state in States, by ISO 3166 alpha-3 code; -1 when
// there is none.
func (t *Tables) StateRow(iso3 string) int32 {
	if i, ok := t.byISO[iso3]; ok {
		return i
	}
	return -1
}

// List is a closed list as a set that the caller must not change; nil when
// the language has none of that name.
func (t *Tables) List(name string) map[string]bool { return t.words[name] }

// Surname lists the holders with that surname, in table order.
func (t *Tables) Surname(s string) []int32 { return t.bySur[s] }

// HoldersOf lists the spells of an office, in table order.
func (t *Tables) HoldersOf(code, office string) []int32 { return t.byOffice[officeKey{code, office}] }

// HolderAt is who held the office on the day; nil when no row covers it.
func (t *Tables) HolderAt(code, office string, day text.Date) *Holder {
	for _, i := range t.HoldersOf(code, office) {
		if h := &t.Holders[i]; Covers(h.From, h.To, day) {
			return h
		}
	}
	return nil
}

// Covers reports whether day lies in [from,to]. An open end covers everything
// on its side; a year or month without its day covers the whole of it. An
// unknown day is covered by nothing.
func Covers(from, to, day text.Date) bool {
	if !day.Known() {
		return false
	}
	d0, d1 := ordinal(day, false), ordinal(day, true)
	return (!from.Known() || ordinal(from, false) <= d1) && (!to.Known() || d0 <= ordinal(to, true))
}

// ordinal orders days; a missing month or day is its first or its last.
func ordinal(d text.Date, last bool) int {
	m, day := int(d.Month), int(d.Day)
	if last && m == 0 {
		m = 12
	}
	if last && day == 0 {
		day = 31
	}
	return int(d.Year)*10000 + m*100 + day
}
