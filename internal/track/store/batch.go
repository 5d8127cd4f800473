package store

import (
	"math"
	"time"

	"github.com/duckdb/duckdb-go/v2"

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
// batch. The number of the batch is a column of each table and no field.
type field[R any] struct {
	column string
	has    func(*R) bool // it is not NULL
	set    func(c duckdb.DataChunk, column, row int, r *R) error
}

var documentFields = []field[Document]{
	plain("document", func(d *Document) string { return d.ID }),
	plain("name", func(d *Document) string { return d.Name }),
	text("url", func(d *Document) string { return d.URL }),
	text("publisher", func(d *Document) string { return d.Publisher }),
	text("title", func(d *Document) string { return d.Title }),
	text("language", func(d *Document) string { return d.Language }),
	day("published", func(d *Document) string { return d.Published }),
	plain("status", func(d *Document) string { return d.Status }),
	text("detail", func(d *Document) string { return d.Detail }),
	plain("sentences", func(d *Document) int32 { return int32(d.Sentences) }),
	plain("events", func(d *Document) int32 { return int32(d.Events) }),
	plain("counted", func(d *Document) int32 { return int32(d.Counted) }),
	text("dateline", func(d *Document) string { return d.Dateline }),
	text("zones", func(d *Document) string { return d.Zones }),
	text("text", func(d *Document) string { return d.Text }),
	plain("version", func(d *Document) int32 { return int32(d.version) }),
}

var eventFields = []field[record.Event]{
	plain("id", func(e *record.Event) string { return e.ID }),
	plain("origin", func(e *record.Event) string { return e.Origin }),
	text("document", func(e *record.Event) string { return e.Document }),
	day("published", func(e *record.Event) string { return e.Published }),
	text("publisher", func(e *record.Event) string { return e.Publisher }),
	text("url", func(e *record.Event) string { return e.URL }),
	day("day", func(e *record.Event) string { return e.Day }),
	day("last", func(e *record.Event) string { return e.Last }),
	plain("source", func(e *record.Event) string { return e.Source }),
	plain("target", func(e *record.Event) string { return e.Target }),
	text("source_actor", func(e *record.Event) string { return e.SourceActor }),
	text("target_actor", func(e *record.Event) string { return e.TargetActor }),
	text("source_name", func(e *record.Event) string { return e.SourceName }),
	text("target_name", func(e *record.Event) string { return e.TargetName }),
	text("act", func(e *record.Event) string { return e.Act }),
	plain("type", func(e *record.Event) string { return e.Type }),
	text("mode", func(e *record.Event) string { return e.Mode }),
	text("cameo", func(e *record.Event) string { return e.CAMEO }),
	plain("quad", func(e *record.Event) uint8 { return uint8(e.Quad) }),
	float("goldstein", func(e *record.Event) float64 { return e.Goldstein }),
	float("score", func(e *record.Event) float64 { return e.Score }),
	list("contexts", func(e *record.Event) []string { return e.Contexts }),
	plain("mutual", func(e *record.Event) bool { return e.Symmetric }),
	text("place", func(e *record.Event) string { return e.Place }),
	plain("geonameid", func(e *record.Event) int32 { return int32(e.GeoNames) }),
	double("lat", func(e *record.Event) float64 { return e.Lat }),
	double("lon", func(e *record.Event) float64 { return e.Lon }),
	text("country", func(e *record.Event) string { return e.Country }),
	text("admin1", func(e *record.Event) string { return e.Admin1 }),
	text("factuality", func(e *record.Event) string { return e.Factuality }),
	text("said_by", func(e *record.Event) string { return e.SaidBy }),
	text("said_kind", func(e *record.Event) string { return e.SaidKind }),
	float("confidence", func(e *record.Event) float64 { return e.Confidence }),
	plain("counted", func(e *record.Event) bool { return e.Counted }),
	text("not_counted", func(e *record.Event) string { return e.NotCounted }),
	text("sentence", func(e *record.Event) string { return e.Sentence }),
	plain("start", func(e *record.Event) int32 { return int32(e.Start) }),
	plain("stop", func(e *record.Event) int32 { return int32(e.End) }),
	plain("reports", func(e *record.Event) int32 { return int32(e.Reports) }),
}

var recordFields = []field[Record]{
	plain("id", func(r *Record) string { return r.ID }),
	plain("document", func(r *Record) string { return r.Document }),
	plain("record", func(r *Record) string { return string(r.JSON) }),
}

var sketchFields = []field[fold.Sketch]{
	plain("document", func(k *fold.Sketch) string { return k.ID }),
	day("day", func(k *fold.Sketch) string { return k.Day }),
	plain("sketch", func(k *fold.Sketch) []byte {
		b, err := k.MarshalBinary()
		if err != nil {
			panic(err) // it holds nothing that could fail
		}
		return b
	}),
}

// plain is a column that is never NULL.
func plain[R, T any](column string, get func(*R) T) field[R] {
	return field[R]{column, func(*R) bool { return true }, func(c duckdb.DataChunk, column, row int, r *R) error {
		return duckdb.SetChunkValue(c, column, row, get(r))
	}}
}

// maybe is a column that is NULL where get says no.
func maybe[R, T any](column string, get func(*R) (T, bool)) field[R] {
	return field[R]{column, func(r *R) bool { _, ok := get(r); return ok }, func(c duckdb.DataChunk, column, row int, r *R) error {
		if v, ok := get(r); ok {
			return duckdb.SetChunkValue(c, column, row, v)
		}
		return duckdb.SetChunkValue[any](c, column, row, nil)
	}}
}

// text is a string, or NULL for the empty one.
func text[R any](column string, get func(*R) string) field[R] {
	return maybe(column, func(r *R) (string, bool) { s := get(r); return s, s != "" })
}

func float[R any](column string, get func(*R) float64) field[R] {
	return maybe(column, func(r *R) (float32, bool) { x := get(r); return float32(x), !math.IsNaN(x) })
}

func double[R any](column string, get func(*R) float64) field[R] {
	return maybe(column, func(r *R) (float64, bool) { x := get(r); return x, !math.IsNaN(x) })
}

func list[R any](column string, get func(*R) []string) field[R] {
	return maybe(column, func(r *R) ([]string, bool) { l := get(r); return l, len(l) > 0 })
}

// day is a whole date, or NULL for what is none.
func day[R any](column string, get func(*R) string) field[R] {
	return maybe(column, func(r *R) (time.Time, bool) { return dateOf(get(r)) })
}

func dateOf(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}
