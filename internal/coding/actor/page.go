package actor

import (
	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// page is the working state of one document.
type page struct {
	r      *Resolver
	doc    *text.Document
	toks   []text.Token
	atoms  []atom
	at     []int32 // for each token 1 + the atom that covers it; 0 none
	sent   int32
	cs     []chunk // chunks of the sentence in hand
	hold   []held  // adjectives waiting for a noun
	out    []mention
	pairs  [][2]int32         // mentions named side by side, in order
	ids    map[string]int32   // entities by key
	named  map[string][]int32 // mentions of persons by the first and last word of their names
	scenes []scene            // which states each sentence names
	plot   string             // code of the one state that the document is about; "" none
	home   string             // code of the state of the dateline
	teams  [][]int32          // three and more named together
	sur    map[string]bool    // last parts of the full names met so far
	bare   bool               // a phrase without a parse
}

// window is how many mentions back a search goes; pages may be books.
const window = 300

// A class says what an atom, one known wording, can be.
type class uint8

const (
	none      class = iota
	aName           // state by name
	aAdj            // adjective of a state
	aPeople         // noun for a state's people, never an adjective: Russians
	aCapital        // capital
	aSeat           // seat that stands for a government: the Kremlin
	aPrefix         // Sino-
	aOrg            // organisation or group of the tables
	aNamedOrg       // named by the tagger, in no table
	aAgent          // agent noun
	aOffice         // wording of an office
	aPerson         // personal name
	aRegion         // part of a state: says where somebody is from, acts never
	aCity           // the same of a big city; row is the state's
	aSet            // a few states under one name: the Koreas
)

// An atom is the longest known wording at its first token.
type atom struct {
	first, last int32
	class       class
	plural      bool
	people      bool  // an adjective that is also a noun for the people
	row         int32 // in the table of its class, of a named body that of the noun in its name; -1 none
	nat         int32 // state inside an organisation in no table; -1 none
}

// nation is where an actor belongs.
type nation struct {
	code   string // Country of the record
	cameo  string
	sector string // sector that comes before any other
	name   string
	why    string // table row
	kind   class
	tok    int32
	org    int32 // row of an organisation; -1
}

func (n nation) known() bool { return n.code != "" }

// A mention is a record.Actor in the making.
type mention struct {
	record.Actor
	sent    int32
	key     string // mentions with one key are one entity; "" decides itself by order
	head    string // lemma of the head noun
	gender  int8   // 1 she, -1 he, 0 unknown
	plural  bool
	def     bool // "the", "this", "both"
	indef   bool
	mod     bool  // only a modifier, no argument
	poss    bool  // possessive pronoun
	state   int32 // row of the state; -1
	agent   int32
	counter bool    // "counterpart"
	comment bool    // commentators: analysts, observers
	thing   bool    // a building, which acts as the subject of a verb only
	parts   []int32 // first tokens of the members, where the phrase names them
	next    int     // how many of the mentions that follow are its members, where they share its words
	org     int32   // row of the organisation that heads it; -1
	owner   int32   // mention that possesses this one ("his", "Bozhovsky's"), as token; -1
	offRow  int32   // row of the office; -1
	base    string  // CAMEO code of the country in CAMEO
}

func (p *page) state(row int32) *reference.State { return &p.r.t.States[row] }

func (p *page) nationOf(row int32, k class, tok int32) nation {
	if k == aRegion {
		r := &p.r.t.Regions[row]
		n := nation{code: r.Country, cameo: p.cameoOf(r.Country), name: r.Name, why: r.Row, kind: k, tok: tok, org: -1}
		if s := p.r.t.State(r.Country); s != nil {
			n.name = s.Name
		}
		return n
	}
	s := p.state(row)
	// PLOVER folds a dependency into its sovereign; where PLOVER's code is no
	// ISO code the table's own stands.
	code := s.Plover
	if p.r.t.State(code) == nil {
		code = s.ISO3
	}
	return nation{code: code, cameo: s.CAMEO, sector: s.Sector, name: s.Name, why: s.Row, kind: k, tok: tok, org: -1}
}

// atomAt is the atom that covers token t; nil none.
func (p *page) atomAt(t int32) *atom {
	if t < 0 || int(t) >= len(p.at) || p.at[t] == 0 {
		return nil
	}
	return &p.atoms[p.at[t]-1]
}

// headOf is the token of [first,last) that the tree hangs the others on.
func (p *page) headOf(first, last int32) int32 {
	for t := last - 1; t >= first; t-- {
		h := p.toks[t].Head
		if (h < first || h >= last) && p.toks[t].UPOS != text.PUNCT && p.toks[t].Rel != text.Det && p.toks[t].Rel != text.Case {
			return t
		}
	}
	return last - 1
}

// touching reports whether nothing stands between two tokens.
func (p *page) touching(a, b int32) bool {
	return a >= 0 && int(b) < len(p.toks) && p.toks[a].End == p.toks[b].Start
}

func (p *page) isHyphen(t int32) bool {
	if t < 0 || int(t) >= len(p.toks) {
		return false
	}
	switch p.toks[t].Form {
	case "-", "–", "‑", "—", "/":
		return true
	}
	return false
}

// caseOf is the preposition that governs the phrase headed by tok, in lower
// case, and the token it stands on; "" and -1 when none.
func (p *page) caseOf(tok int32) (string, int32) {
	s := &p.doc.Sentences[p.doc.SentenceOf(tok)]
	for hops := 0; hops < 4; hops++ {
		for c := tok - 1; c >= s.First && c > tok-9; c-- {
			if p.toks[c].Head == tok && p.toks[c].Rel == text.Case && p.toks[c].UPOS == text.ADP {
				return p.toks[c].Lower, c
			}
		}
		if p.toks[tok].Rel == text.Conj && p.toks[tok].Head >= 0 {
			tok = p.toks[tok].Head
			continue
		}
		break
	}
	// The word before, when the tree has lost the preposition.
	c := tok - 1
	for c >= s.First && (p.toks[c].UPOS == text.DET || p.toks[c].UPOS == text.ADJ || p.at[c] != 0 && p.at[c] == p.at[tok]) {
		c--
	}
	if c >= s.First && p.toks[c].UPOS == text.ADP {
		return p.toks[c].Lower, c
	}
	return "", -1
}
