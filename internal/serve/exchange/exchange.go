// Package exchange reads the rows of other data sets into events and writes
// events as these sets would: ICEWS, GDELT, POLECAT, Phoenix, PLOVER JSON and
// ACLED. A file is read by several workers and comes out in its order; a row
// that cannot be read is handed out as it stands with the reason, and the rest
// goes on. What the sets call acts, countries and sectors is looked up in
// tables; no row is guessed at. Files, stores and formats are for the caller.
package exchange

import (
	"fmt"
	"strings"

	"entente/internal/diag"
	"entente/internal/record"
)

// A Format is one way to write events down.
type Format struct {
	Name   string
	Gloss  string // one line, for help
	Origin string // of the rows that are read

	json    bool
	columns []string                                            // in their order, where files have no header or are written
	sizes   []int                                               // numbers of fields that tell a file without a header
	header  []string                                            // columns that tell a file with a header
	bind    func(t *Tables, c *columns) (readRow, error)        // nil: not read
	write   func(t *Tables, dst []byte, e *record.Event) []byte // nil: not written, or as groups
	bare    bool                                                // written without a header
}

// A readRow makes events of the fields of one row.
type readRow func(p *parser, f []string) error

// Formats in the order in which they are tried on a file.
var Formats = []*Format{icews, polecat, acled, phoenix, gdelt1, gdelt2, mentions, plover, cameo}

// Find is the format of that name.
func Find(name string) (*Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	e := &diag.Error{Msg: fmt.Sprintf("unknown format %q; there is %s", name, strings.Join(names, ", "))}
	if n := diag.Nearest(name, names); n != "" {
		e.Hint = fmt.Sprintf("did you mean %q?", n)
	}
	return nil, e
}

// Reads reports whether files of the format can be read.
func (f *Format) Reads() bool { return f.bind != nil || f.json || f == mentions }

// Writes reports whether events can be written in the format.
func (f *Format) Writes() bool { return f.write != nil }

// Headed reports whether a file of the format begins with the names of its
// columns.
func (f *Format) Headed() bool { return f.header != nil && f.sizes == nil }

// Mentions reports the format that holds no events but mentions of them.
func (f *Format) Mentions() bool { return f == mentions }

// Detect tells the format by the first line of a file.
func Detect(head []byte) (*Format, error) {
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), bom), "\n")
	line = strings.TrimRight(line, "\r")
	if strings.HasPrefix(strings.TrimSpace(line), "{") {
		return plover, nil
	}
	f, _ := split(nil, line, delimiterOf(line))
	c := newColumns(f)
	for _, x := range Formats {
		if x.header != nil && c.hasAll(x.header) {
			return x, nil
		}
		for _, n := range x.sizes {
			if len(f) == n && delimiterOf(line) == '\t' {
				return x, nil
			}
		}
	}
	return nil, &diag.Error{Line: 1, Msg: fmt.Sprintf("this line with %d fields is of no format that is known", len(f)), Hint: "name it with --format: icews, gdelt1, gdelt2, gdelt-mentions, polecat, phoenix, plover or acled", Reason: diag.Syntax}
}
