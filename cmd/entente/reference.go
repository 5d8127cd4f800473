package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/knowledge/reference"
)

// referenceCmd shows, checks and adds to what claims are held against.
type referenceCmd struct {
	Show   refShowCmd   `cmd:"" help:"List the tables, or show one table, or all rows on a state, a body or a person."`
	Verify refVerifyCmd `cmd:"" help:"Load all tables and list what a keeper should look at."`
	Add    refAddCmd    `cmd:"" help:"Add a row to a table of your own, after checking it."`
}

type refShowCmd struct {
	Name           string `arg:"" optional:"" help:"A table (holders), or a state by code or name (RUS, Russia)."`
	referenceFlags `embed:""`
}

func (c *refShowCmd) Run(a *app) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	raws, err := reference.Raws(files)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.stdout)
	switch {
	case c.Name == "":
		listTables(out, raws)
	case slices.ContainsFunc(raws, func(r reference.Raw) bool { return r.Name == c.Name }):
		for _, r := range raws {
			if r.Name == c.Name {
				showTable(out, &r)
			}
		}
	default:
		tables, err := reference.Load(files)
		if err != nil {
			return err
		}
		title, cell := c.Name, c.Name // a body or a person
		if s := stateNamed(tables, c.Name); s != nil {
			title, cell = fmt.Sprintf("%s (%s)", s.Name, s.ISO3), s.ISO3
		}
		if !showRows(out, raws, title, cell) {
			return unknownTable(c.Name, raws)
		}
	}
	return out.Flush()
}

func unknownTable(name string, raws []reference.Raw) error {
	var names []string
	for _, r := range raws {
		if !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	d := &diag.Error{Msg: fmt.Sprintf("%q is neither a table nor a state, a body or a person in one", name), Hint: "tables are " + strings.Join(names, ", "), Reason: diag.Missing}
	if near := diag.Nearest(name, names); near != "" {
		d.Hint = fmt.Sprintf("did you mean %s?", near)
	}
	return usageError{d}
}

// stateNamed is a state by its code or one of its names.
func stateNamed(t *reference.Tables, name string) *reference.State {
	for i := range t.States {
		s := &t.States[i]
		if slices.ContainsFunc(append([]string{s.ISO3, s.ISO2, s.Name, s.Official}, s.Aliases...), func(n string) bool { return n != "" && strings.EqualFold(n, name) }) {
			return s
		}
	}
	return nil
}

func listTables(w io.Writer, raws []reference.Raw) {
	for _, r := range raws {
		about := ""
		if len(r.Head) > 0 {
			about = r.Head[0]
		}
		day := r.AsOf()
		if day == "" {
			day = "-"
		}
		fmt.Fprintf(w, "%-30s %6d rows  as of %-10s  %s\n", r.File, len(r.Rows), day, about)
	}
}

func showTable(w io.Writer, r *reference.Raw) {
	fmt.Fprintf(w, "%s\n", r.File)
	for _, h := range r.Head {
		fmt.Fprintf(w, "# %s\n", h)
	}
	fmt.Fprintln(w, strings.Join(r.Columns, "\t"))
	for _, row := range r.Rows {
		fmt.Fprintln(w, strings.Join(row.Cells, "\t"))
	}
}

// showRows prints every row that has the code or name in a cell, and reports
// whether there is one.
func showRows(w io.Writer, raws []reference.Raw, title, cell string) bool {
	found := false
	for _, r := range raws {
		var rows []reference.RawRow
		for _, row := range r.Rows {
			if slices.ContainsFunc(row.Cells, func(c string) bool {
				return slices.ContainsFunc(strings.Split(c, "|"), func(part string) bool { return strings.EqualFold(part, cell) })
			}) {
				rows = append(rows, row)
			}
		}
		if len(rows) == 0 {
			continue
		}
		if !found {
			fmt.Fprintln(w, title)
		}
		found = true
		fmt.Fprintf(w, "\n%s: %s\n", r.File, strings.Join(r.Columns, " | "))
		for _, row := range rows {
			fmt.Fprintf(w, "%7d  %s\n", row.Line, strings.Join(row.Cells, " | "))
		}
	}
	return found
}

type refVerifyCmd struct {
	Full           bool `help:"List every row without a public source, not only how many there are."`
	referenceFlags `embed:""`
}

func (c *refVerifyCmd) Run(a *app) error {
	files, err := c.files()
	if err != nil {
		return err
	}
	tables, pack, err := loadReference(files)
	if err != nil {
		return err
	}
	raws, err := reference.Raws(files)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.stdout)
	rows := 0
	for _, r := range raws {
		rows += len(r.Rows)
	}
	fmt.Fprintf(out, "%d tables load, %d rows\n", len(raws), rows)
	var kinds []string
	count := map[string]int{}
	for _, s := range check.New(tables, pack).Verify() {
		if count[s.Kind]++; count[s.Kind] == 1 {
			kinds = append(kinds, s.Kind)
		}
		if s.Kind != "no source" || c.Full {
			fmt.Fprintf(out, "%s: %s: %s\n", s.Row, s.Kind, s.Text)
		}
	}
	for _, k := range kinds {
		fmt.Fprintf(out, "%d %s\n", count[k], k)
	}
	return out.Flush()
}

func loadReference(files fs.FS) (*reference.Tables, *reference.Pack, error) {
	tables, err := reference.Load(files)
	if err != nil {
		return nil, nil, err
	}
	pack, err := reference.LoadPack(files)
	return tables, pack, err
}

type refAddCmd struct {
	Table          string   `arg:"" help:"Table, as holders."`
	Cells          []string `arg:"" name:"column=value" help:"Cells of the row; a column that is not named stays empty."`
	referenceFlags `embed:""`
}

func (c *refAddCmd) Run(a *app) error {
	folder := c.Reference
	if folder == "" && c.Data != "" {
		folder = filepath.Join(c.Data, filepath.FromSlash(reference.Own))
	}
	if folder == "" {
		return usageError{errors.New("add needs --reference DIR or --data DIR: the folder of your own tables (ours are part of the program)")}
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	raws, err := reference.Raws(files)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(raws, func(r reference.Raw) bool { return r.Name == c.Table })
	if i < 0 {
		return unknownTable(c.Table, raws)
	}
	columns := raws[i].Columns
	name := filepath.Join(folder, c.Table+".tsv")
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, r := range raws {
		if r.File == reference.Own+c.Table+".tsv" && r.Columns != nil {
			columns = r.Columns
		}
	}
	row, err := rowOf(columns, c.Cells)
	if err != nil {
		return usageError{err}
	}
	body := string(old)
	if body == "" {
		body = strings.Join(columns, "\t") + "\n"
	}
	if !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	if slices.Contains(strings.Split(body, "\n"), row) {
		return usageError{&diag.Error{File: name, Msg: "the row stands there already", Reason: diag.Syntax}}
	}
	body += row + "\n"
	// All tables are loaded with the new one before it is written.
	if _, _, err := loadReference(without{files, reference.Own + c.Table + ".tsv", []byte(body)}); err != nil {
		return err
	}
	if err := os.WriteFile(name+".part", []byte(body), 0o666); err != nil {
		return err
	}
	if err := os.Rename(name+".part", name); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "%s:%d: %s\n", name, strings.Count(body, "\n"), strings.ReplaceAll(row, "\t", " | "))
	return err
}

// rowOf makes a line of a table from "column=value" words.
func rowOf(columns, cells []string) (string, error) {
	row := make([]string, len(columns))
	for _, c := range cells {
		col, value, ok := strings.Cut(c, "=")
		if !ok {
			return "", fmt.Errorf("%q is no column=value", c)
		}
		i := slices.Index(columns, col)
		if i < 0 {
			d := &diag.Error{Msg: fmt.Sprintf("no column %q", col), Hint: "columns are " + strings.Join(columns, ", ")}
			if near := diag.Nearest(col, columns); near != "" {
				d.Hint = fmt.Sprintf("did you mean %s?", near)
			}
			return "", d
		}
		if strings.ContainsAny(value, "\t\n\r") {
			return "", fmt.Errorf("the value of %s holds a tab or a line end", col)
		}
		row[i] = strings.TrimSpace(value)
	}
	if strings.HasPrefix(row[0], "#") {
		return "", errors.New("a row may not begin with #, which marks a comment")
	}
	return strings.Join(row, "\t"), nil
}
