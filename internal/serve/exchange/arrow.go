package exchange

import (
	"io"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"entente/internal/record"
)

// A field of the Arrow stream: the columns of the store's events, with NULL where
// they have it.
type arrowField struct {
	name string
	typ  arrow.DataType
	add  func(array.Builder, *record.Event)
}

func textField(name string, of func(*record.Event) string) arrowField {
	return arrowField{name, arrow.BinaryTypes.String, func(b array.Builder, e *record.Event) {
		if s := of(e); s != "" {
			b.(*array.StringBuilder).Append(s)
		} else {
			b.AppendNull()
		}
	}}
}

func dayField(name string, of func(*record.Event) string) arrowField {
	return arrowField{name, arrow.FixedWidthTypes.Date32, func(b array.Builder, e *record.Event) {
		if d, err := time.Parse(time.DateOnly, of(e)); err == nil {
			b.(*array.Date32Builder).Append(arrow.Date32FromTime(d))
		} else {
			b.AppendNull()
		}
	}}
}

func numberField(name string, of func(*record.Event) float64) arrowField {
	return arrowField{name, arrow.PrimitiveTypes.Float64, func(b array.Builder, e *record.Event) {
		if v := of(e); v == v {
			b.(*array.Float64Builder).Append(v)
		} else {
			b.AppendNull()
		}
	}}
}

func wholeField(name string, of func(*record.Event) int) arrowField {
	return arrowField{name, arrow.PrimitiveTypes.Int32, func(b array.Builder, e *record.Event) { b.(*array.Int32Builder).Append(int32(of(e))) }}
}

func yesField(name string, of func(*record.Event) bool) arrowField {
	return arrowField{name, arrow.FixedWidthTypes.Boolean, func(b array.Builder, e *record.Event) { b.(*array.BooleanBuilder).Append(of(e)) }}
}

var arrowFields = []arrowField{
	textField("id", func(e *record.Event) string { return e.ID }),
	textField("origin", func(e *record.Event) string { return e.Origin }),
	textField("document", func(e *record.Event) string { return e.Document }),
	dayField("published", func(e *record.Event) string { return e.Published }),
	textField("publisher", func(e *record.Event) string { return e.Publisher }),
	textField("url", func(e *record.Event) string { return e.URL }),
	dayField("day", func(e *record.Event) string { return e.Day }),
	dayField("last", func(e *record.Event) string { return e.Last }),
	textField("source", func(e *record.Event) string { return e.Source }),
	textField("target", func(e *record.Event) string { return e.Target }),
	textField("source_actor", func(e *record.Event) string { return e.SourceActor }),
	textField("target_actor", func(e *record.Event) string { return e.TargetActor }),
	textField("source_name", func(e *record.Event) string { return e.SourceName }),
	textField("target_name", func(e *record.Event) string { return e.TargetName }),
	textField("act", func(e *record.Event) string { return e.Act }),
	textField("type", func(e *record.Event) string { return e.Type }),
	textField("mode", func(e *record.Event) string { return e.Mode }),
	textField("cameo", func(e *record.Event) string { return e.CAMEO }),
	wholeField("quad", func(e *record.Event) int { return e.Quad }),
	numberField("goldstein", func(e *record.Event) float64 { return e.Goldstein }),
	numberField("score", func(e *record.Event) float64 { return e.Score }),
	textField("contexts", func(e *record.Event) string { return strings.Join(e.Contexts, ";") }),
	yesField("mutual", func(e *record.Event) bool { return e.Symmetric }),
	textField("place", func(e *record.Event) string { return e.Place }),
	wholeField("geonameid", func(e *record.Event) int { return e.GeoNames }),
	numberField("lat", func(e *record.Event) float64 { return e.Lat }),
	numberField("lon", func(e *record.Event) float64 { return e.Lon }),
	textField("country", func(e *record.Event) string { return e.Country }),
	textField("admin1", func(e *record.Event) string { return e.Admin1 }),
	textField("factuality", func(e *record.Event) string { return e.Factuality }),
	textField("said_by", func(e *record.Event) string { return e.SaidBy }),
	textField("said_kind", func(e *record.Event) string { return e.SaidKind }),
	numberField("confidence", func(e *record.Event) float64 { return e.Confidence }),
	yesField("counted", func(e *record.Event) bool { return e.Counted }),
	textField("not_counted", func(e *record.Event) string { return e.NotCounted }),
	textField("sentence", func(e *record.Event) string { return e.Sentence }),
	wholeField("start", func(e *record.Event) int { return e.Start }),
	wholeField("stop", func(e *record.Event) int { return e.End }),
	wholeField("reports", func(e *record.Event) int { return e.Reports }),
}

// An ArrowWriter writes events as a stream of Arrow's IPC format.
type ArrowWriter struct {
	w     *ipc.Writer
	b     *array.RecordBuilder
	n     int // rows in the builder
	total int
}

// arrowRows is how many rows go into one batch of the stream.
const arrowRows = 20000

// Arrow begins a stream.
func Arrow(w io.Writer) *ArrowWriter {
	fields := make([]arrow.Field, len(arrowFields))
	for i, f := range arrowFields {
		fields[i] = arrow.Field{Name: f.name, Type: f.typ, Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	return &ArrowWriter{w: ipc.NewWriter(w, ipc.WithSchema(schema)), b: array.NewRecordBuilder(memory.DefaultAllocator, schema)}
}

// Write adds one event.
func (a *ArrowWriter) Write(e *record.Event) error {
	for i := range arrowFields {
		arrowFields[i].add(a.b.Field(i), e)
	}
	a.total++
	if a.n++; a.n == arrowRows {
		return a.flush()
	}
	return nil
}

func (a *ArrowWriter) flush() error {
	a.n = 0
	r := a.b.NewRecordBatch()
	defer r.Release()
	return a.w.Write(r)
}

// Close writes out what is left and the end of the stream.
func (a *ArrowWriter) Close() error {
	if a.n > 0 || a.total == 0 {
		if err := a.flush(); err != nil {
			return err
		}
	}
	a.b.Release()
	return a.w.Close()
}

// Counts are the rows written; none is left out.
func (a *ArrowWriter) Counts() (rows, leftOut int) { return a.total, 0 }
