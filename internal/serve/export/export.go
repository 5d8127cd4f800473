// Package export writes codings in the formats that other programs read. A
// page and its coding come in; bytes go out, appended to the caller's buffer,
// the same bytes for the same coding. It decides nothing: what is counted, and
// as what, stands in the record. Each format has its file here and its page in
// docs/format.
package export

import (
	"fmt"
	"strings"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/text"
)

// A Page is one coded document. Its bytes are those that offsets point to.
type Page struct {
	Doc    *text.Document
	Coding *record.Coding
}

// Options choose what is put out.
type Options struct {
	CountedOnly bool // leave out records that are not counted
}

// A Format is one way of writing records.
type Format struct {
	Name   string
	Gloss  string // one line, for help
	Header string // written once before the first page, with its line end
	Append func(dst []byte, p Page, o Options) []byte
}

// Formats are all formats, the default first.
var Formats = []Format{
	{"plover", "JSON lines with the field names of the PLOVER manual, one record a line", "", appendPlover},
	{"tsv", "tab-separated values, one row for each source and target", tsvHeader, appendTSV},
}

// Find is the format called name, or an error that says which there are.
func Find(name string) (Format, error) {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names[i] = f.Name
	}
	e := &diag.Error{Msg: fmt.Sprintf("unknown format %q; there is %s", name, strings.Join(names, ", "))}
	if n := diag.Nearest(name, names); n != "" {
		e.Hint = fmt.Sprintf("did you mean %q?", n)
	}
	return Format{}, e
}

// bytesOf is the body text of s; empty when s is out of bounds.
func bytesOf(d *text.Document, s record.Span) string {
	if d == nil || s.Start < 0 || s.Start >= s.End || int(s.End) > len(d.Body) {
		return ""
	}
	return d.Body[s.Start:s.End]
}
