package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"entente/internal/record"
)

// cameo has the columns of code --format tsv.
var cameo = &Format{
	Name: "cameo", Gloss: "CAMEO rows, tab-separated, with the columns of code --format tsv",
	columns: []string{"date", "source", "target", "cameo", "plover", "mode", "contexts", "goldstein", "counted", "factuality", "said_by", "place", "sentence", "document", "start", "end", "date_end",
		"geonameid", "lat", "lon", "country", "source_text", "target_text", "event_text", "not_counted", "record", "confidence"},
	write: writeCAMEO,
}

func writeCAMEO(t *Tables, dst []byte, e *record.Event) []byte {
	x := t.codeOf(e)
	if x == nil {
		return nil
	}
	c := e.CAMEO
	if c == "" {
		c = x.code
	}
	goldstein := e.Goldstein
	if goldstein != goldstein {
		goldstein = x.goldstein
	}
	counted := "no"
	if e.Counted {
		counted = "yes"
	}
	geo, start, end := "", "", ""
	if e.GeoNames > 0 {
		geo = strconv.Itoa(e.GeoNames)
	}
	if e.End > 0 {
		start, end = strconv.Itoa(e.Start), strconv.Itoa(e.End)
	}
	f := []string{e.Day, e.SourceActor, e.TargetActor, c, e.Type, e.Mode, strings.Join(e.Contexts, ";"), decimal(goldstein), counted, e.Factuality, e.SaidBy, e.Place, "", e.Document, start, end, e.Last,
		geo, decimal(e.Lat), decimal(e.Lon), e.Country, e.SourceName, e.TargetName, "", e.NotCounted, e.ID, decimal(e.Confidence)}
	for i := range f {
		if strings.ContainsAny(f[i], "\t\n\r\\") {
			f[i] = escape.Replace(f[i])
		}
	}
	return tabbed(dst, f...)
}

// escape is how docs/format/tsv.md keeps a row on one line.
var escape = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

// A Writer writes events in a format.
type Writer struct {
	rows    int // written
	leftOut int // events that the format has no words for

	t    *Tables
	f    *Format
	w    *bufio.Writer
	buf  []byte
	same []record.Event // rows of one event, for PLOVER
}

// Writer begins a file: with the header, where the format has one.
func (t *Tables) Writer(w io.Writer, f *Format) (*Writer, error) {
	if !f.Writes() {
		return nil, fmt.Errorf("%s is not written", f.Name)
	}
	out := &Writer{t: t, f: f, w: bufio.NewWriterSize(w, 1<<16)}
	if !f.bare {
		if _, err := out.w.Write(tabbed(nil, f.columns...)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Write writes one event. What both sides do to each other becomes two rows where
// the format has one for each direction; rows of one event that follow each other
// become one record of PLOVER.
func (w *Writer) Write(e *record.Event) error {
	if w.f == plover {
		if n := len(w.same); n > 0 && !sameEvent(&w.same[0], e) {
			if err := w.flush(); err != nil {
				return err
			}
		}
		w.same = append(w.same, *e)
		return nil
	}
	if err := w.row(e); err != nil || w.f == polecat {
		return err
	}
	if m, ok := w.t.mirror(e); ok {
		return w.row(&m)
	}
	return nil
}

func sameEvent(a, b *record.Event) bool {
	return a.Origin == b.Origin && a.ID == b.ID && a.Day == b.Day && a.Type == b.Type && a.Mode == b.Mode && a.CAMEO == b.CAMEO && a.Symmetric == b.Symmetric
}

// mirror is the other side's row: of what both do, and, of ours, of what CAMEO has
// a code for each side for. (Other sets have that row beside the first.)
func (t *Tables) mirror(e *record.Event) (record.Event, bool) {
	x := t.codes[e.CAMEO]
	if !e.Symmetric && (e.Origin != record.Origin || x == nil || x.mirror == "") {
		return record.Event{}, false
	}
	m := *e
	m.Source, m.SourceActor, m.SourceName, m.Target, m.TargetActor, m.TargetName = e.Target, e.TargetActor, e.TargetName, e.Source, e.SourceActor, e.SourceName
	if x != nil && x.mirror != "" {
		m.CAMEO, m.Goldstein = x.mirror, t.codes[x.mirror].goldstein
	}
	return m, true
}

func (w *Writer) row(e *record.Event) error {
	w.buf = w.f.write(w.t, w.buf[:0], e)
	if len(w.buf) == 0 {
		w.leftOut++
		return nil
	}
	w.rows++
	_, err := w.w.Write(w.buf)
	return err
}

func (w *Writer) flush() error {
	if len(w.same) == 0 {
		return nil
	}
	w.buf = w.t.WritePLOVER(w.buf[:0], w.same)
	w.same = w.same[:0]
	w.rows++
	_, err := w.w.Write(w.buf)
	return err
}

// Whole writes a record of ours as it was put out when it was coded.
func (w *Writer) Whole(json []byte) error {
	if err := w.flush(); err != nil {
		return err
	}
	w.rows++
	if _, err := w.w.Write(json); err != nil {
		return err
	}
	return w.w.WriteByte('\n')
}

// Close writes out what is left.
func (w *Writer) Close() error {
	if err := w.flush(); err != nil {
		return err
	}
	return w.w.Flush()
}

// Counts are the rows written and the events left out.
func (w *Writer) Counts() (rows, leftOut int) { return w.rows, w.leftOut }
