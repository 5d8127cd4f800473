// Package table reads the tab-separated tables of the data folder: `#` lines
// are comments, the first other line names the columns, cells may hold lists
// joined by `|`. Columns are found by name, so their order is free and extra
// ones do no harm. Every mistake is reported with file, line and column, all of
// a file's together; the caller decides what a cell means.
package table

import (
	"io/fs"
	"sort"
	"strings"

	"entente/internal/diag"
)

// A Table is one file, read whole.
type Table struct {
	Path string
	Rows []Row
	Errs diag.List
	cols map[string]int
}

// A Row is one line of a table.
type Row struct {
	t     *Table
	Line  int // 1-based
	cells []string
}

// Read reads the table at path and wants the named columns. A missing file or
// column is an error; a line with too many cells is noted in Errs.
func Read(files fs.FS, path string, want ...string) (*Table, error) {
	b, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, &diag.Error{File: path, Msg: "cannot read the table: " + err.Error(), Reason: diag.Missing}
	}
	t := &Table{Path: path}
	n := strings.Count(string(b), "\n") + 1
	t.Rows = make([]Row, 0, n)
	line := 0
	for rest := string(b); rest != ""; {
		var s string
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			s, rest = rest[:i], rest[i+1:]
		} else {
			s, rest = rest, ""
		}
		line++
		s = strings.TrimSuffix(s, "\r")
		if s == "" || s[0] == '#' {
			continue
		}
		cells := strings.Split(s, "\t")
		if t.cols == nil {
			t.cols = make(map[string]int, len(cells))
			for i, c := range cells {
				t.cols[strings.TrimSpace(c)] = i
			}
			for _, w := range want {
				if _, ok := t.cols[w]; !ok {
					names := make([]string, 0, len(t.cols))
					for c := range t.cols {
						names = append(names, c)
					}
					sort.Strings(names)
					e := &diag.Error{File: path, Line: line, Msg: "the header has no column " + quote(w), Reason: diag.Syntax}
					if near := diag.Nearest(w, names); near != "" {
						e.Hint = "did you mean " + quote(near) + "?"
					}
					t.Errs.Add(e)
				}
			}
			if len(t.Errs.Errs) > 0 {
				return nil, t.Errs.Err()
			}
			continue
		}
		if len(cells) > len(t.cols) {
			t.Errs.Add(&diag.Error{File: path, Line: line, Msg: "more cells than columns", Hint: "cells are separated by one tab each", Reason: diag.Syntax})
			continue
		}
		t.Rows = append(t.Rows, Row{t: t, Line: line, cells: cells})
	}
	return t, nil
}

// ReadAll reads every .tsv file of dir whose header has all wanted columns, in
// the order of their names; files of other shapes are left to other readers.
func ReadAll(files fs.FS, dir string, want ...string) ([]*Table, error) {
	names, err := fs.Glob(files, dir+"/*.tsv")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var out []*Table
	for _, n := range names {
		t, err := Read(files, n)
		if err != nil {
			return nil, err
		}
		ok := true
		for _, w := range want {
			if _, has := t.cols[w]; !has {
				ok = false
			}
		}
		if ok {
			out = append(out, t)
		}
	}
	return out, nil
}

// Get is the cell under column col, trimmed; "" where the row is short.
func (r Row) Get(col string) string {
	i, ok := r.t.cols[col]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// List is the cell split at `|`, empty parts dropped.
func (r Row) List(col string) []string {
	s := r.Get(col)
	if s == "" {
		return nil
	}
	parts := strings.Split(s, "|")
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// Bad notes a mistake in the row's column col.
func (r Row) Bad(col, msg, hint string) {
	column := 1
	if i, ok := r.t.cols[col]; ok {
		for j := 0; j < i && j < len(r.cells); j++ {
			column += len(r.cells[j]) + 1
		}
	}
	r.t.Errs.Add(&diag.Error{File: r.t.Path, Line: r.Line, Column: column, Msg: msg, Hint: hint, Reason: diag.Syntax})
}

func quote(s string) string { return `"` + s + `"` }
