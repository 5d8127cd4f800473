package record

// A Foretold is what a forecast says in terms that could be measured. What its
// words leave open is empty. Whom it is about stands in the claim: State and
// Other, Person and Office, Flow and Rank.
type Foretold struct {
	Indicator Indicator `json:"indicator,omitempty"`
	Direction Direction `json:"direction,omitempty"`
	Denied    bool      `json:"denied,omitempty"`  // that it will not come: "unlikely to leave"
	Horizon   string    `json:"horizon,omitempty"` // words that say when: "by 2030", "the decades to come"
	From      string    `json:"from,omitempty"`    // first day that these can mean, YYYY-MM-DD
	Due       string    `json:"due,omitempty"`     // last day; "" where they set none
}

// An Indicator is what a forecast could be measured by.
type Indicator string

const (
	ByTrade       Indicator = "trade share"
	ByRank        Indicator = "rank among trade partners"
	ByAgreement   Indicator = "UN voting agreement"
	ByMembership  Indicator = "membership"
	ByOffice      Indicator = "office-holding"
	ByCooperation Indicator = "cooperation events"
	ByConflict    Indicator = "conflict events"
)

// A Direction is where an indicator is said to go.
type Direction string

const (
	Up   Direction = "up"
	Down Direction = "down"
	In   Direction = "in"  // joins, takes office, becomes
	Out  Direction = "out" // leaves
)

// A Prediction is a forecast as a ledger keeps it until its day has come.
type Prediction struct {
	ID       string `json:"id"` // hash of document and sentence: the same whenever the same text is checked
	Document string `json:"document"`
	Made     string `json:"made,omitempty"` // day of the document
	Sentence string `json:"sentence"`
	Open     bool   `json:"open"`             // measurable: indicator, direction, parties and last day are known
	Reason   string `json:"reason,omitempty"` // what a forecast that is not open lacks
	Claim    Claim  `json:"claim"`
}
