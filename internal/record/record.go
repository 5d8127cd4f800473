// Package record is the ledger: what was coded from a document, with its
// evidence. It is the waist of the program: judges fill it, formats, store and
// series read it, and either side can be rebuilt without asking the other.
// Spans are byte offsets into the body of the document that a Coding names.
// Fields tagged json:"-" anchor an entry to tokens of the page while it is
// being coded; they mean nothing once the page is gone.
package record

// A Span is a half-open range of bytes in the document's body.
type Span struct {
	Start int32 `json:"start"`
	End   int32 `json:"end"`
}

// Why says what made an entry: the room that did, the rule, lexicon row, table
// row or model behind it, and, where it helps, the wording it rests on.
type Why struct {
	Rule   string `json:"rule"`             // e.g. "lexicon/en/verbs.tsv:214", "passive subject is target"
	Detail string `json:"detail,omitempty"` // e.g. the word, the score
	Span   Span   `json:"span,omitzero"`
}

// A Coding is everything that was coded from one document. The layers are
// sorted by position; records by first evidence.
type Coding struct {
	Doc          Doc
	Actors       []Actor // every actor mention
	Places       []Place
	Times        []Time
	Attributions []Attribution
	Domains      []Domain
	Statements   []Statement
	Records      []Record
}

// Doc is what a record keeps of its document.
type Doc struct {
	ID        string `json:"id"`
	Path      string `json:"path,omitempty"`
	Offset    int64  `json:"offset,omitempty"` // byte of the file at which the document's text begins: later parts of a very long text
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Language  string `json:"language,omitempty"`
	Published string `json:"published,omitempty"` // YYYY-MM-DD
}

// An Actor is one mention of somebody who can act, resolved as far as is sure.
type Actor struct {
	Span              Span   `json:"span"`
	First, Last, Head int32  `json:"-"`      // tokens [First,Last) and the syntactic head
	Entity            int32  `json:"entity"` // same number for all mentions of one actor in the document
	Text              string `json:"text"`

	Kind     ActorKind `json:"kind"`
	Name     string    `json:"name,omitempty"`    // canonical name: "Russia", "United Nations"
	Country  string    `json:"country,omitempty"` // ISO 3166 alpha-3, or PLOVER's IGO, NGO, MNC, IMG, ISM, EUR, UNO; "" unknown
	Sectors  []string  `json:"sectors,omitempty"` // PLOVER sectors, primary first
	CAMEO    string    `json:"cameo,omitempty"`   // CAMEO actor code: RUSGOVMIL
	Office   string    `json:"office,omitempty"`  // "minister of defence"
	Person   string    `json:"person,omitempty"`  // name as written; only the table of office-holders is asked about it
	Members  []int32   `json:"members,omitempty"` // for "the two ministers": indexes into Coding.Actors
	Antecede int32     `json:"-"`                 // mention that a pronoun or "his counterpart" leans on; -1 none
	Number   int32     `json:"number,omitempty"`  // how many, when said: "three soldiers"
	Why      Why       `json:"why"`
}

// Resolved reports whether the actor has a country or non-state code.
func (a *Actor) Resolved() bool { return a.Country != "" }

// ActorKind classes what an actor mention is.
type ActorKind string

const (
	State     ActorKind = "state"     // a state or its metonym: Russia, Moscow, the Kremlin
	Body      ActorKind = "body"      // international organisation
	Group     ActorKind = "group"     // armed, ethnic or political group
	Company   ActorKind = "company"   //
	NGO       ActorKind = "ngo"       //
	Organ     ActorKind = "organ"     // ministry, parliament, court, army of a state
	Person    ActorKind = "person"    // named person, with or without office
	Agent     ActorKind = "agent"     // common noun: protesters, police
	Pronoun   ActorKind = "pronoun"   // resolved to Entity, or unresolved
	Coalition ActorKind = "coalition" // Members says who: both sides, the two nations
	Unknown   ActorKind = "unknown"   // named, but in no table
)

// A Place is one toponym in locative use.
type Place struct {
	Span        Span     `json:"span"`
	First, Last int32    `json:"-"`
	Head        int32    `json:"-"`
	Text        string   `json:"text"`
	Name        string   `json:"name,omitempty"` // gazetteer's name
	GeoNamesID  int32    `json:"geonameid,omitempty"`
	Lat         float32  `json:"lat"`
	Lon         float32  `json:"lon"`
	Admin1      string   `json:"admin1,omitempty"`
	Country     string   `json:"country,omitempty"` // ISO alpha-3; "" where no single state holds it
	States      []string `json:"states,omitempty"`  // alpha-3 codes of the states that share, border or claim it, where there are several
	Note        string   `json:"note,omitempty"`    // on a disputed standing
	Feature     string   `json:"feature,omitempty"` // GeoNames feature code: PPLA, PCLI, SEA
	Resolution  string   `json:"resolution"`        // "point", "city", "admin1", "country", "region"
	Metonym     bool     `json:"metonym,omitempty"` // used for a government; never a place of an event
	Why         Why      `json:"why"`
}

// A Time is one time expression, normalised.
type Time struct {
	Span        Span   `json:"span"`
	First, Last int32  `json:"-"`
	Text        string `json:"text"`
	Type        string `json:"type"`             // TIMEX3: DATE, TIME, DURATION, SET
	Value       string `json:"value,omitempty"`  // TIMEX3 value; "" when it has none
	Start       string `json:"start,omitempty"`  // YYYY-MM-DD, first day it can mean
	End         string `json:"end,omitempty"`    // YYYY-MM-DD, last day
	Anchor      string `json:"anchor,omitempty"` // "document", "narrative", "none"
	Reason      string `json:"reason,omitempty"` // why there is no Start: "no document date"
	Why         Why    `json:"why"`
}

// An Attribution says whose word a stretch of text is.
type Attribution struct {
	Source  Span     `json:"source,omitzero"`
	Cue     Span     `json:"cue,omitzero"`
	Content Span     `json:"content"`
	More    Span     `json:"more,omitzero"` // the quotation that takes the content up: "…," she said. "…"
	CueTok  int32    `json:"-"`             // head token of the cue
	Kind    SaidKind `json:"kind"`
	Actor   int32    `json:"actor"` // index into Coding.Actors; -1 none
	Text    string   `json:"text,omitempty"`
	Quoted  bool     `json:"quoted,omitempty"` // inside quotation marks
	Hedge   string   `json:"hedge,omitempty"`  // "reportedly"
	Verb    string   `json:"verb,omitempty"`   // cue class: report, belief, interpretation, promise, denial, attitude
	Why     Why      `json:"why"`
}

// SaidKind types the source of an attribution.
type SaidKind string

const (
	SaidPerson       SaidKind = "person"       // named person or office
	SaidOrganisation SaidKind = "organisation" // named state, organisation, group or outlet
	SaidUnnamed      SaidKind = "unnamed"      // "analysts", "a senior official", "sources"
	SaidAgentless    SaidKind = "agentless"    // "has been interpreted as", "reportedly"
	SaidArticle      SaidKind = "article"      // the article itself
)

// Attitude is the class of cues that show how somebody stands to something and
// say of no event that it happened: "opposes", "praised".
const Attitude = "attitude"

// Factuality is whether an event is put forward as having happened.
type Factuality struct {
	Certainty    Certainty `json:"certainty"`
	Negated      bool      `json:"negated,omitempty"`
	Future       bool      `json:"future,omitempty"`
	Hypothetical bool      `json:"hypothetical,omitempty"` // wanted, planned, possible, conditional, topic of talks
	Habitual     bool      `json:"habitual,omitempty"`     // "consistently", generic present
	Historical   bool      `json:"historical,omitempty"`   // background, before the news of this text
	Value        float64   `json:"value,omitempty"`        // learnt grade of the first mention, in hundredths: 3 certainly happened, -3 certainly not; 0: open, or not graded
	Why          []Why     `json:"why,omitempty"`
}

// Label is FactBank's two-letter label: CT+, CT-, PR+, PR-, PS+, PS-, Uu.
func (f Factuality) Label() string {
	if f.Certainty == Uncommitted {
		return "Uu"
	}
	if f.Negated {
		return string(f.Certainty) + "-"
	}
	return string(f.Certainty) + "+"
}

// Grade is the label as a number: 3 certain, 2 probable, 1 possible, 0 open,
// below 0 for what is denied.
func (f Factuality) Grade() float64 {
	g := map[Certainty]float64{Certain: 3, Probable: 2, Possible: 1}[f.Certainty]
	if f.Negated {
		return -g
	}
	return g
}

// Certainty is FactBank's degree.
type Certainty string

const (
	Certain     Certainty = "CT"
	Probable    Certainty = "PR"
	Possible    Certainty = "PS"
	Uncommitted Certainty = "U"
)

// A Domain is a field of relations that the text speaks of.
type Domain struct {
	Name    string `json:"name"`              // military, diplomatic, economic, infrastructure, energy, technology, cyber, ai ...
	Context string `json:"context,omitempty"` // PLOVER context it maps to
	Spans   []Span `json:"spans"`
}

// A Statement is a claim that is no event: a forecast, a trend, an opinion.
type Statement struct {
	Kind     string `json:"kind"` // forecast, trend, opinion, relation
	Span     Span   `json:"span"`
	Cue      Span   `json:"cue"`
	Sentence int32  `json:"sentence"`
	Said     int32  `json:"said"` // index into Coding.Attributions; -1 the article
	Why      Why    `json:"why"`
}

// A Record is one event: who did what to whom, where, when, who says so, how
// surely, with the evidence of every mention of it in the document.
type Record struct {
	ID          string // hash of document id, act, actors and first evidence
	Doc         Doc
	Act         string  // plain name of the act: "impose-sanctions"
	Codes       []Code  // one per codebook, in the codebooks' order
	Source      []Actor // who does it; for a symmetric act, one side
	Target      []Actor // to whom; may be empty
	Third       []Actor // mediator, host, beneficiary
	Symmetric   bool    // both sides do it to each other
	Contexts    []string
	Place       *Place
	Date        Date
	Factuality  Factuality
	Attribution *Attribution // nil: the article itself says so
	SaidBy      string       // resolved speaker: "RUS GOV", or the words
	Confidence  float64      // calibrated probability, in hundredths, that the type is right for these actors; 0: not weighed
	Trust       float64      // calibrated probability, in hundredths, that the whole record is right and rightly counted; 0: not counted anyway
	Counted     bool
	NotCounted  []string // why it is not counted, plain words
	Evidence    []Evidence
	Topics      []Record // what talks were about: nested, never counted
	Rules       []Why    // conversions and joins that were applied, in order
}

// In is what a codebook calls the record's act; nil when it has no word.
func (r *Record) In(codebook string) *Code {
	for i := range r.Codes {
		if r.Codes[i].Codebook == codebook {
			return &r.Codes[i]
		}
	}
	return nil
}

// Type is the type that a codebook gives the record, "" for none.
func (r *Record) Type(codebook string) string {
	if c := r.In(codebook); c != nil {
		return c.Type
	}
	return ""
}

// A Code is what one codebook calls the act.
type Code struct {
	Codebook    string   `json:"codebook"`
	Type        string   `json:"type"`             // PLOVER type; CAMEO root
	Mode        string   `json:"mode,omitempty"`   // PLOVER mode
	Code        string   `json:"code"`             // full code: "CONSULT/visit", "042"
	Mirror      string   `json:"mirror,omitempty"` // code of the target's row, where it differs: "043"
	Contexts    []string `json:"contexts,omitempty"`
	Score       *float64 `json:"score,omitempty"`        // PLOVER score or CAMEO Goldstein
	MirrorScore *float64 `json:"mirror_score,omitempty"` // score of the mirror code
	Quad        int      `json:"quad,omitempty"`
}

// A Date is when an event took place, as a range of days.
type Date struct {
	Start  string `json:"start,omitempty"` // YYYY-MM-DD
	End    string `json:"end,omitempty"`
	Text   string `json:"text,omitempty"`
	Span   Span   `json:"span,omitzero"`
	Reason string `json:"reason,omitempty"` // why it is unknown, or how it was inferred
}

// Evidence is one mention of the event.
type Evidence struct {
	Sentence     int32   `json:"sentence"` // 0-based
	SentenceSpan Span    `json:"sentence_span"`
	Trigger      Span    `json:"trigger"`
	TriggerTok   int32   `json:"-"`
	Source       []int32 `json:"source,omitempty"` // indexes into Coding.Actors
	Target       []int32 `json:"target,omitempty"`
	Third        []int32 `json:"third,omitempty"`
	Why          []Why   `json:"why"`
}
