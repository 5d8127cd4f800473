package main

import (
	"io/fs"
	"os"
	"path"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/reference"
)

// referenceFlags are the tables that claims are held against: ours, or those of
// --data, with the rows of a folder of the user's added.
type referenceFlags struct {
	knowledgeFlags `embed:""`
	Reference      string `placeholder:"DIR" help:"Folder with tables of your own, named and laid out as those of data/reference: their rows are added."`
}

func (r referenceFlags) files() (fs.FS, error) {
	files, err := r.knowledgeFlags.files()
	if err != nil || r.Reference == "" {
		return files, err
	}
	info, err := os.Stat(r.Reference)
	if err != nil || !info.IsDir() {
		return nil, &diag.Error{File: r.Reference, Msg: "no such folder", Hint: "--reference takes a folder with tables such as holders.tsv", Reason: diag.Missing}
	}
	tables, err := reference.Raws(files)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(r.Reference)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	var names []string
	for _, t := range tables {
		known[t.Name+".tsv"] = true
		names = append(names, t.Name)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tsv") && !known[e.Name()] {
			d := &diag.Error{File: path.Join(r.Reference, e.Name()), Msg: "is no table of ours", Hint: "tables are " + strings.Join(names, ", "), Reason: diag.Syntax}
			if near := diag.Nearest(strings.TrimSuffix(e.Name(), ".tsv"), names); near != "" {
				d.Hint = "did you mean " + near + ".tsv?"
			}
			return nil, d
		}
	}
	return mounted{os.DirFS(r.Reference), files}, nil
}

// mounted is a tree with the folder own at reference/own.
type mounted struct{ own, base fs.FS }

func (m mounted) within(name string) (string, bool) {
	if name == strings.TrimSuffix(reference.Own, "/") {
		return ".", true
	}
	return strings.CutPrefix(name, reference.Own)
}

func (m mounted) Open(name string) (fs.File, error) {
	if s, ok := m.within(name); ok {
		return m.own.Open(s)
	}
	return m.base.Open(name)
}

func (m mounted) ReadDir(name string) ([]fs.DirEntry, error) {
	if s, ok := m.within(name); ok {
		return fs.ReadDir(m.own, s)
	}
	return fs.ReadDir(m.base, name)
}
