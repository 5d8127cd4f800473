package store

import (
	"math"
	"time"

	"entente/internal/record"
)

// A Document is one text that was read, or was not and why.
type Document struct {
	ID        string
	Name      string
	URL       string
	Publisher string
	Title     string
	Language  string
	Published string // YYYY-MM-DD, "" unknown
	Status    string
	Detail    string
	Sentences int
	Events    int
	Counted   int
	Text      string
}

// What a document's status is when it was read; else it is the reason why it was
// not.
const (
	Coded    = "coded"
	NoEvent  = "no event"
	OffTopic = "off topic"
)

// A Record is the whole record behind some events, as JSON.
type Record struct {
	ID       string
	Document string
	JSON     []byte
}

// A Sketch is what folding keeps of a document.
type Sketch struct {
	Document string
	Day      string
	Data     []byte
}

// A Version says what coded.
type Version struct {
	Program   string `json:"program"`
	Codebook  string `json:"codebook"`
	Lexicon   string `json:"lexicon"`
	Model     string `json:"model"`
	Reference string `json:"reference"`
}

// A Kind is what a batch does to what is there.
type Kind string

const (
	Ingest Kind = "ingest" // adds documents and what was coded from them
	Import Kind = "import" // adds rows of other data sets
	Recode Kind = "recode" // puts documents in the place of those with the same id
)

// A Batch is what is committed at once.
type Batch struct {
	Kind      Kind
	Note      string
	At        time.Time
	Version   Version
	Documents []Document
	Events    []record.Event
	Records   []Record
	Sketches  []Sketch
}

func (d *Document) row(version, batch int) []any {
	return []any{d.ID, d.Name, text(d.URL), text(d.Publisher), text(d.Title), text(d.Language), day(d.Published), d.Status, text(d.Detail),
		int32(d.Sentences), int32(d.Events), int32(d.Counted), text(d.Text), int32(version), int32(batch)}
}

func eventRow(e *record.Event, batch int) []any {
	return []any{
		e.ID, e.Origin, text(e.Document), day(e.Published), text(e.Publisher), text(e.URL), day(e.Day), day(e.Last),
		e.Source, e.Target, text(e.SourceActor), text(e.TargetActor), text(e.SourceName), text(e.TargetName),
		text(e.Act), e.Type, text(e.Mode), text(e.CAMEO), uint8(e.Quad), number(e.Goldstein), number(e.Score), list(e.Contexts), e.Symmetric,
		text(e.Place), int32(e.GeoNames), coordinate(e.Lat), coordinate(e.Lon), text(e.Country), text(e.Admin1),
		text(e.Factuality), text(e.SaidBy), text(e.SaidKind), number(e.Confidence), e.Counted, text(e.NotCounted),
		text(e.Sentence), int32(e.Start), int32(e.End), int32(e.Reports), int32(batch),
	}
}

// text is a string, or NULL for the empty one.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func number(x float64) any {
	if math.IsNaN(x) {
		return nil
	}
	return float32(x)
}

func coordinate(x float64) any {
	if math.IsNaN(x) {
		return nil
	}
	return x
}

func list(s []string) any {
	if len(s) == 0 {
		return nil
	}
	return s
}

// day is a whole date, or NULL for what is none.
func day(s string) any {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil
	}
	return t
}
