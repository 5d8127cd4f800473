package reference

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Own is the folder in which tables of a user's stand beside ours: files of the
// same names and columns, whose rows are added. A row on the same spell (person
// and office, or state and body, from the same day) takes the place of ours, so
// that an end can be written to it.
const Own = "reference/own/"

// spellOf is the row of the same person, office and first day; -1 for none.
func (t *Tables) spellOf(h *Holder) int32 {
	for _, i := range t.byOffice[officeKey{h.Code, h.Office}] {
		if o := &t.Holders[i]; o.Person == h.Person && o.From == h.From {
			return i
		}
	}
	return -1
}

// spellOf is the row of the same state, body, status and first day; -1 for none.
func (l *packLoader) spellOf(m *Membership) int {
	return slices.IndexFunc(l.memberships[m.Body], func(o Membership) bool {
		return m.State == o.State && m.Status == o.Status && m.From == o.From
	})
}

// twice tells of a body that stands twice, but where a user's row is read over
// ours.
func twice(f *table, b, first *Body) {
	if !strings.HasPrefix(b.Row, Own) || strings.HasPrefix(first.Row, Own) {
		f.wrong("body", fmt.Sprintf("%s stands twice", b.Name), "first in "+first.Row)
	}
}

// Bodies are all bodies whose members are listed, by name.
func (p *Pack) Bodies() []Body {
	var out []Body
	for _, b := range p.bodies {
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Body) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// A Raw is a table as its file has it, for showing it and for adding to it.
type Raw struct {
	Name    string   // "holders"
	File    string   // "reference/holders.tsv"
	Head    []string // its comment lines, without #
	Columns []string
	Rows    []RawRow
}

// A RawRow is one line of a table.
type RawRow struct {
	Line  int
	Cells []string
}

// AsOf is the day that the head names; "" for none.
func (r *Raw) AsOf() string {
	for _, h := range r.Head {
		if s, ok := strings.CutPrefix(h, "as of: "); ok {
			return s
		}
	}
	return ""
}

// Raws are the tables of the folders reference and reference/own, by file.
func Raws(fsys fs.FS) ([]Raw, error) {
	var out []Raw
	for _, folder := range [...]string{"reference/", Own} {
		entries, err := fs.ReadDir(fsys, strings.TrimSuffix(folder, "/"))
		if err != nil {
			if folder == Own {
				continue // nobody laid any over ours
			}
			return nil, err
		}
		for _, e := range entries {
			name, ok := strings.CutSuffix(e.Name(), ".tsv")
			if !ok {
				continue
			}
			b, err := fs.ReadFile(fsys, folder+e.Name())
			if err != nil {
				return nil, err
			}
			out = append(out, readRaw(name, folder+e.Name(), string(b)))
		}
	}
	return out, nil
}

func readRaw(name, file, body string) Raw {
	r := Raw{Name: name, File: file}
	n := 0
	for l := range strings.Lines(body) {
		n++
		l = strings.TrimRight(l, "\r\n")
		switch {
		case l == "":
		case strings.HasPrefix(l, "#"):
			r.Head = append(r.Head, strings.TrimPrefix(strings.TrimPrefix(l, "#"), " "))
		case r.Columns == nil:
			r.Columns = strings.Split(l, "\t")
		default:
			r.Rows = append(r.Rows, RawRow{n, strings.Split(l, "\t")})
		}
	}
	return r
}
