package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// A table is a file being read: its columns by name and its data lines.
type table struct {
	path     string
	errs     *diag.List
	cols     []string // names of the columns; few, so that looking through them beats a map
	width    int
	rest     string
	line     int // of the row in cells
	cells    []string
	ones     map[string][]string
	asOf     string   // of the head's line "# as of: ..."
	complete []string // of the head's line "# complete: ...", separated by commas
	own      *table   // the user's table of this name, whose rows come after ours; nil for none

	places strings.Builder // the text of row names
}

// open reads the head of a table. A missing file is a table without rows; one
// that lacks a needed column is reported and gives no rows.
//
// The rows of a user's table of the same name follow.
func open(fsys fs.FS, path string, errs *diag.List, need, other []string) *table {
	t := openOne(fsys, path, errs, need, other)
	if name, ok := strings.CutPrefix(path, "reference/"); ok {
		if own := openOne(fsys, Own+name, errs, need, other); own.rest != "" {
			t.own = own
		}
	}
	return t
}

func openOne(fsys fs.FS, path string, errs *diag.List, need, other []string) *table {
	t := &table{path: path, errs: errs}
	b, err := fs.ReadFile(fsys, path)
	if errors.Is(err, fs.ErrNotExist) {
		return t
	}
	if err != nil {
		errs.Add(&diag.Error{File: path, Msg: err.Error(), Reason: diag.Missing})
		return t
	}
	if !utf8.Valid(b) {
		errs.Add(&diag.Error{File: path, Msg: "table is not UTF-8", Hint: "save it as UTF-8", Reason: diag.Encoding})
		return t
	}
	t.rest = string(b)
	if !t.scan() {
		errs.Add(&diag.Error{File: path, Msg: "table has no header line", Hint: "the first line without # names the columns, separated by tabs", Reason: diag.Empty})
		return t
	}
	t.cols = make([]string, len(t.cells))
	known := append(append([]string(nil), need...), other...)
	for i, c := range t.cells {
		t.cols[i] = strings.TrimSpace(c)
	}
	ok := true
	for _, n := range need {
		if t.col(n) < 0 {
			hint := "name it in the header line"
			if near := diag.Nearest(n, t.cells); near != "" && !contains(known, near) {
				hint = fmt.Sprintf("rename column %q", near)
			}
			errs.Add(&diag.Error{File: path, Line: t.line, Column: 1, Msg: fmt.Sprintf("column %q is missing", n), Hint: hint, Reason: diag.Syntax})
			ok = false
		}
	}
	t.width = len(t.cells)
	if !ok {
		t.rest = ""
	}
	return t
}

// col is the number of the named column, -1 when the table has none. Of two
// columns of one name the last holds.
func (t *table) col(name string) int {
	for i := len(t.cols) - 1; i >= 0; i-- {
		if t.cols[i] == name {
			return i
		}
	}
	return -1
}

// rows is how many rows are left, comments counted too.
func (t *table) rows() int {
	if t.rest == "" {
		return 0
	}
	return strings.Count(t.rest, "\n") + 1
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// scan cuts the next line that is neither empty nor a comment into cells.
func (t *table) scan() bool {
	for t.rest != "" {
		line := t.rest
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line, t.rest = line[:i], line[i+1:]
		} else {
			t.rest = ""
		}
		t.line++
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			if s, ok := strings.CutPrefix(line, "# as of: "); ok {
				t.asOf = s
			}
			if s, ok := strings.CutPrefix(line, "# complete: "); ok {
				t.complete = strings.Split(s, ", ")
			}
			continue
		}
		t.cells = t.cells[:0]
		for {
			i := strings.IndexByte(line, '\t')
			if i < 0 {
				t.cells = append(t.cells, line)
				return true
			}
			t.cells = append(t.cells, line[:i])
			line = line[i+1:]
		}
	}
	if o := t.own; o != nil { // the user's rows, by the columns of their own header
		t.path, t.cols, t.width, t.rest, t.line, t.own = o.path, o.cols, o.width, o.rest, o.line, nil
		t.asOf = max(t.asOf, o.asOf)
		return t.scan()
	}
	return false
}

// next moves to the next well-formed row.
func (t *table) next() bool {
	for t.scan() {
		if len(t.cells) == t.width {
			return true
		}
		t.errs.Add(&diag.Error{File: t.path, Line: t.line, Column: 1, Msg: fmt.Sprintf("row has %d cells, the header %d", len(t.cells), t.width),
			Hint: "an empty cell still needs its tab", Reason: diag.Syntax})
	}
	return false
}

// row names the current row for a Why.
func (t *table) row() string {
	from := t.places.Len()
	if t.places.Cap()-from < len(t.path)+8 {
		// Hundreds share one piece of memory; none is ever freed alone.
		t.places, from = strings.Builder{}, 0
		t.places.Grow(max(len(t.path)+8, min(t.rows(), 512)*(len(t.path)+6)))
	}
	var digits [20]byte
	t.places.WriteString(t.path)
	t.places.WriteByte(':')
	t.places.Write(strconv.AppendInt(digits[:0], int64(t.line), 10))
	return t.places.String()[from:]
}

func (t *table) wrong(col, msg, hint string) {
	c := 1
	for i := 0; i < t.col(col) && i < len(t.cells); i++ {
		c += len(t.cells[i]) + 1
	}
	t.errs.Add(&diag.Error{File: t.path, Line: t.line, Column: c, Msg: msg, Hint: hint, Reason: diag.Syntax})
}

// get is a cell's text; "" where the table has no such column.
func (t *table) get(col string) string {
	if i := t.col(col); i >= 0 {
		return strings.TrimSpace(t.cells[i])
	}
	return ""
}

// must is a cell that may not be empty.
func (t *table) must(col string) string {
	s := t.get(col)
	if s == "" {
		t.wrong(col, fmt.Sprintf("cell %q is empty", col), "this column may not be empty")
	}
	return s
}

// list is a cell that holds several values, separated by "|".
func (t *table) list(col string) []string {
	s := t.get(col)
	if s == "" {
		return nil
	}
	if !strings.Contains(s, "|") {
		return []string{s}
	}
	out := strings.Split(s, "|")
	n := 0
	for _, p := range out {
		if p = strings.TrimSpace(p); p != "" {
			out[n] = p
			n++
		}
	}
	return out[:n]
}

// codes is a list of three-letter codes; spaces separate them as well.
func (t *table) codes(col string) []string {
	s := t.get(col)
	if s == "" {
		return nil
	}
	if isCode(s) {
		return t.single(s)
	}
	out := strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == ' ' || r == ',' })
	for _, c := range out {
		if !isCode(c) {
			t.wrong(col, fmt.Sprintf("%q is no code", c), "codes are three capital letters, several separated by |")
			return nil
		}
	}
	return out
}

// single is a list of one code; equal codes share it, as no list is ever
// changed.
func (t *table) single(s string) []string {
	if l := t.ones[s]; l != nil {
		return l
	}
	if t.ones == nil {
		t.ones = map[string][]string{}
	}
	l := []string{s}
	t.ones[s] = l
	return l
}

func isCode(s string) bool {
	if len(s) != 3 {
		return false
	}
	for i := 0; i < 3; i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// date is a day, month or year as YYYY-MM-DD, YYYY-MM or YYYY; empty is open.
func (t *table) date(col string) text.Date {
	s := t.get(col)
	if s == "" {
		return text.Date{}
	}
	d, ok := parseDate(s)
	if !ok {
		t.wrong(col, fmt.Sprintf("%q is no date", s), "write 2024-05-14, 2024-05 or 2024")
	}
	return d
}

func parseDate(s string) (text.Date, bool) {
	num := func(s string) (int, bool) {
		n := 0
		for i := 0; i < len(s); i++ {
			if s[i] < '0' || s[i] > '9' {
				return 0, false
			}
			n = n*10 + int(s[i]-'0')
		}
		return n, len(s) > 0
	}
	var d text.Date
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return d, false
	}
	y, ok := num(s[:4])
	if !ok || y == 0 {
		return d, false
	}
	d.Year = int16(y)
	if len(s) >= 7 {
		m, ok := num(s[5:7])
		if !ok || s[4] != '-' || m < 1 || m > 12 {
			return text.Date{}, false
		}
		d.Month = int8(m)
	}
	if len(s) == 10 {
		day, ok := num(s[8:])
		if !ok || s[7] != '-' || day < 1 || day > 31 {
			return text.Date{}, false
		}
		d.Day = int8(day)
	}
	return d, true
}
