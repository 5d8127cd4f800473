package store

import (
	"database/sql/driver"
	"math"
	"time"

	"entente/internal/record"
	"entente/internal/track/fold"
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
	Dateline  string
	Zones     string // 0-27 dateline; 28-60 title
	Text      string
	version   int
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
	Sketches  []fold.Sketch

	Since int // of an Import: the first batch of the same file, 0 for this one
	Left  int // of an Import: rows that were there already; set by Commit
}

// A field is one column of a table of the truth, as it is had from a row of a
// batch; nil is NULL. The number of the batch is a column of each table and no
// field.
type field[R any] struct {
	column string
	value  func(*R) driver.Value
}

var documentFields = []field[Document]{
	{"document", func(d *Document) driver.Value { return d.ID }},
	{"name", func(d *Document) driver.Value { return d.Name }},
	{"url", func(d *Document) driver.Value { return text(d.URL) }},
	{"publisher", func(d *Document) driver.Value { return text(d.Publisher) }},
	{"title", func(d *Document) driver.Value { return text(d.Title) }},
	{"language", func(d *Document) driver.Value { return text(d.Language) }},
	{"published", func(d *Document) driver.Value { return day(d.Published) }},
	{"status", func(d *Document) driver.Value { return d.Status }},
	{"detail", func(d *Document) driver.Value { return text(d.Detail) }},
	{"sentences", func(d *Document) driver.Value { return int32(d.Sentences) }},
	{"events", func(d *Document) driver.Value { return int32(d.Events) }},
	{"counted", func(d *Document) driver.Value { return int32(d.Counted) }},
	{"dateline", func(d *Document) driver.Value { return text(d.Dateline) }},
	{"zones", func(d *Document) driver.Value { return text(d.Zones) }},
	{"text", func(d *Document) driver.Value { return text(d.Text) }},
	{"version", func(d *Document) driver.Value { return int32(d.version) }},
}

var eventFields = []field[record.Event]{
	{"id", func(e *record.Event) driver.Value { return e.ID }},
	{"origin", func(e *record.Event) driver.Value { return e.Origin }},
	{"document", func(e *record.Event) driver.Value { return text(e.Document) }},
	{"published", func(e *record.Event) driver.Value { return day(e.Published) }},
	{"publisher", func(e *record.Event) driver.Value { return text(e.Publisher) }},
	{"url", func(e *record.Event) driver.Value { return text(e.URL) }},
	{"day", func(e *record.Event) driver.Value { return day(e.Day) }},
	{"last", func(e *record.Event) driver.Value { return day(e.Last) }},
	{"source", func(e *record.Event) driver.Value { return e.Source }},
	{"target", func(e *record.Event) driver.Value { return e.Target }},
	{"source_actor", func(e *record.Event) driver.Value { return text(e.SourceActor) }},
	{"target_actor", func(e *record.Event) driver.Value { return text(e.TargetActor) }},
	{"source_name", func(e *record.Event) driver.Value { return text(e.SourceName) }},
	{"target_name", func(e *record.Event) driver.Value { return text(e.TargetName) }},
	{"act", func(e *record.Event) driver.Value { return text(e.Act) }},
	{"type", func(e *record.Event) driver.Value { return e.Type }},
	{"mode", func(e *record.Event) driver.Value { return text(e.Mode) }},
	{"cameo", func(e *record.Event) driver.Value { return text(e.CAMEO) }},
	{"quad", func(e *record.Event) driver.Value { return uint8(e.Quad) }},
	{"goldstein", func(e *record.Event) driver.Value { return float(e.Goldstein) }},
	{"score", func(e *record.Event) driver.Value { return float(e.Score) }},
	{"contexts", func(e *record.Event) driver.Value { return list(e.Contexts) }},
	{"mutual", func(e *record.Event) driver.Value { return e.Symmetric }},
	{"place", func(e *record.Event) driver.Value { return text(e.Place) }},
	{"geonameid", func(e *record.Event) driver.Value { return int32(e.GeoNames) }},
	{"lat", func(e *record.Event) driver.Value { return double(e.Lat) }},
	{"lon", func(e *record.Event) driver.Value { return double(e.Lon) }},
	{"country", func(e *record.Event) driver.Value { return text(e.Country) }},
	{"admin1", func(e *record.Event) driver.Value { return text(e.Admin1) }},
	{"factuality", func(e *record.Event) driver.Value { return text(e.Factuality) }},
	{"said_by", func(e *record.Event) driver.Value { return text(e.SaidBy) }},
	{"said_kind", func(e *record.Event) driver.Value { return text(e.SaidKind) }},
	{"confidence", func(e *record.Event) driver.Value { return float(e.Confidence) }},
	{"counted", func(e *record.Event) driver.Value { return e.Counted }},
	{"not_counted", func(e *record.Event) driver.Value { return text(e.NotCounted) }},
	{"sentence", func(e *record.Event) driver.Value { return text(e.Sentence) }},
	{"start", func(e *record.Event) driver.Value { return int32(e.Start) }},
	{"stop", func(e *record.Event) driver.Value { return int32(e.End) }},
	{"reports", func(e *record.Event) driver.Value { return int32(e.Reports) }},
}

var recordFields = []field[Record]{
	{"id", func(r *Record) driver.Value { return r.ID }},
	{"document", func(r *Record) driver.Value { return r.Document }},
	{"record", func(r *Record) driver.Value { return string(r.JSON) }},
}

var sketchFields = []field[fold.Sketch]{
	{"document", func(k *fold.Sketch) driver.Value { return k.ID }},
	{"day", func(k *fold.Sketch) driver.Value { return day(k.Day) }},
	{"sketch", func(k *fold.Sketch) driver.Value {
		b, err := k.MarshalBinary()
		if err != nil {
			panic(err) // it holds nothing that could fail
		}
		return b
	}},
}

// text is a string, or NULL for the empty one.
func text(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

func float(x float64) driver.Value {
	if math.IsNaN(x) {
		return nil
	}
	return float32(x)
}

func double(x float64) driver.Value {
	if math.IsNaN(x) {
		return nil
	}
	return x
}

func list(s []string) driver.Value {
	if len(s) == 0 {
		return nil
	}
	return s
}

// day is a whole date, or NULL for what is none.
func day(s string) driver.Value {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil
	}
	return t
}
