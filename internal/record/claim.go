package record

// A Claim is something that a report states and that tables could bear out or
// not: that somebody holds an office, that a state is a member of a body or the
// largest trade partner of another. It says what is claimed, in the report's
// words and in the tables' terms; whether it is so is for others to say.
type Claim struct {
	Kind     ClaimKind `json:"kind"`
	Span     Span      `json:"span"`
	Sentence int32     `json:"sentence"`
	Text     string    `json:"text"`
	State    string    `json:"state,omitempty"`   // ISO 3166 alpha-3 of the state, or the code of the body, that the claim is about
	Other    string    `json:"other,omitempty"`   // the other state; for a membership the body by its name in organisations.tsv
	Office   string    `json:"office,omitempty"`  // canonical, as in offices.tsv
	Person   string    `json:"person,omitempty"`  // name as written
	Status   string    `json:"status,omitempty"`  // of an office or a membership: former, acting, new, designate, then; joined, left, observer
	Flow     string    `json:"flow,omitempty"`    // of trade: import, export; "" both
	Rank     int       `json:"rank,omitempty"`    // of a partner: 1 the largest
	Change   string    `json:"change,omitempty"`  // emerging, up, down: the claim is that it is new or moves; highest, lowest of a record
	Days     []DaySpan `json:"days,omitempty"`    // days that its sentence names, else none
	Counted  string    `json:"counted,omitempty"` // what is counted or measured: "meeting", "trade", or the deed by its verb
	Number   int       `json:"number,omitempty"`  // of a count: 1 the first
	Within   *DaySpan  `json:"within,omitempty"`  // days over which a count or a record is claimed; an open end is "", nil is ever
	Around   *DaySpan  `json:"around,omitempty"`  // of a report without a date: the first and the last day that it names anywhere
	Said     int32     `json:"said"`              // index into Coding.Attributions; -1 the article
	Foretold *Foretold `json:"foretold,omitempty"`
	Why      Why       `json:"why"`
}

// A DaySpan is a range of days, YYYY-MM-DD, both ends included.
type DaySpan struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

// ClaimKind is what a claim is about.
type ClaimKind string

const (
	ClaimOffice     ClaimKind = "office"     // Person holds Office of State
	ClaimPartner    ClaimKind = "partner"    // Other is State's trade partner of that Rank
	ClaimMembership ClaimKind = "membership" // State is in Other
	ClaimAlliance   ClaimKind = "alliance"   // State and Other are allies
	ClaimLocation   ClaimKind = "location"   // a place lies in State
	ClaimBorder     ClaimKind = "border"     // State and Other border each other
	ClaimCapital    ClaimKind = "capital"    // the town Other is the capital of State
	ClaimTrend      ClaimKind = "trend"      // State and Other move: Change
	ClaimCount      ClaimKind = "count"      // State and Other did what is Counted for the Number-th time
	ClaimRecord     ClaimKind = "record"     // what is Counted, of State with Other, is at its highest or lowest
	ClaimContext    ClaimKind = "context"    // an event that other reports tell of as well
	ClaimSanctions  ClaimKind = "sanctions"  // State is under measures of Other, a body or a state; "" is anybody's
	ClaimExercise   ClaimKind = "exercise"   // State and Other took part in the series Counted, or Change says how often it is held
	ClaimHearsay    ClaimKind = "hearsay"    // told with a hedge and without a source
	ClaimOpinion    ClaimKind = "opinion"    // evaluative: nothing could bear it out
	ClaimForecast   ClaimKind = "forecast"   // what is said to come
)

// A Verdict is what tables say of a claim.
type Verdict string

const (
	Supported    Verdict = "supported"
	Refuted      Verdict = "refuted"
	Stale        Verdict = "stale"         // was so, or has been so for long
	Mixed        Verdict = "mixed"         // indicators disagree
	Vacant       Verdict = "vacant"        // nobody held the office that day
	NotCovered   Verdict = "not covered"   // the tables do not reach there
	Context      Verdict = "context"       // other reports tell the same and add to it
	Unverified   Verdict = "unverified"    // a hedge without a source
	NotCheckable Verdict = "not checkable" // opinion, or no measure is named
	Open         Verdict = "open"          // a forecast that a measure will tell on its day
)

// A Finding is a claim with its verdict and what that rests on.
type Finding struct {
	Claim   Claim    `json:"claim"`
	Verdict Verdict  `json:"verdict"`
	Text    string   `json:"text"` // one sentence that can be quoted
	Grounds []Ground `json:"grounds,omitempty"`
	Suggest string   `json:"suggest,omitempty"` // who may have been meant; never put into the text
	// Prediction is what a forecast comes to; nil for claims of another kind.
	Prediction *Prediction `json:"prediction,omitempty"`
}

// A Ground is one row of a table that a verdict rests on.
type Ground struct {
	Row    string `json:"row"` // "reference/holders.tsv:3160"
	Says   string `json:"says"`
	Source string `json:"source,omitempty"`
	AsOf   string `json:"as_of,omitempty"`
}

// An Occasion is what a report says that something took place beside.
type Occasion struct {
	Sentence int32  `json:"sentence"`
	Span     Span   `json:"span"`
	Text     string `json:"text"` // "on the sidelines of the summit of the Arab League in Tunis"
}
