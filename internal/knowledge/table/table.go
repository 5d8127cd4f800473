// Package table reads the tab-separated tables of the data folder: `#` lines
// are comments, the first other line names the columns, cells may hold lists
// joined by `|`. Columns are found by name, so their order is free and extra
// ones do no harm. Every mistake is reported with file, line and column, all of
// a file's together; the caller decides what a cell means.
package table

import (
	"io/fs"
	"sort"
	"strconv"
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
	rest := string(b)
	t.Rows = make([]Row, 0, strings.Count(rest, "\n")+1)
	// The rows cut their cells from one array: a table has thousands of rows,
	// and every program start reads it.
	all := make([]string, 0, strings.Count(rest, "\t")+cap(t.Rows))
	line := 0
	for rest != "" {
		s := rest
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			s, rest = rest[:i], rest[i+1:]
		} else {
			rest = ""
		}
		line++
		s = strings.TrimSuffix(s, "\r")
		if s == "" || s[0] == '#' {
			continue
		}
		from := len(all)
		for {
			i := strings.IndexByte(s, '\t')
			if i < 0 {
				break
			}
			all, s = append(all, s[:i]), s[i+1:]
		}
		all = append(all, s)
		cells := all[from:len(all):len(all)]
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

// ReadAll reads every .tsv file of dir, in the order of their names.
func ReadAll(files fs.FS, dir string) ([]*Table, error) {
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
		out = append(out, t)
	}
	return out, nil
}

// Has reports whether the header names all of the columns, which tells files
// of one folder apart by their shape.
func (t *Table) Has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := t.cols[c]; !ok {
			return false
		}
	}
	return true
}

// At is the place of the row as a person reads it: "lexicon/en/light.tsv:14".
func (r Row) At() string { return r.t.Path + ":" + strconv.Itoa(r.Line) }

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
