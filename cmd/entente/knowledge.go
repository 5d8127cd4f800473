package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"entente/data"
	"entente/internal/diag"
)

// knowledgeFlags are shared by all commands that code.
type knowledgeFlags struct {
	Data string `placeholder:"DIR" help:"Folder laid over the built-in tables: a file there takes the place of its namesake."`
}

// files are the embedded tables, with the user's folder over them.
func (k knowledgeFlags) files() (fs.FS, error) {
	if k.Data == "" {
		return data.FS, nil
	}
	info, err := os.Stat(k.Data)
	if err != nil || !info.IsDir() {
		return nil, &diag.Error{File: k.Data, Msg: "no such folder", Hint: "--data takes a folder laid out as data/ in the source", Reason: diag.Missing}
	}
	top := os.DirFS(k.Data)
	if err := laidOut(k.Data, top); err != nil {
		return nil, err
	}
	return overlay{top, data.FS}, nil
}

// laidOut refuses a folder that would change nothing: one that has none of the
// folders that tables stand in.
func laidOut(name string, top fs.FS) error {
	known, err := fs.ReadDir(data.FS, ".")
	if err != nil {
		return err
	}
	var names []string
	for _, e := range known {
		if info, err := fs.Stat(top, e.Name()); err == nil && info.IsDir() {
			return nil
		}
		names = append(names, e.Name())
	}
	d := &diag.Error{File: name, Msg: "holds no tables: none of the folders " + strings.Join(names, ", "), Hint: "--data takes a folder laid out as data/ in the source", Reason: diag.Missing}
	if info, err := fs.Stat(top, "data"); err == nil && info.IsDir() {
		d.Hint = "did you mean " + filepath.Join(name, "data") + "?"
	}
	return d
}

// An overlay is two trees as one: a file of top hides its namesake in base.
type overlay struct{ top, base fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.top.Open(name)
	if err == nil {
		if info, ierr := f.Stat(); ierr != nil || !info.IsDir() {
			return f, nil
		}
		// A folder on top does not hide the one below: ReadDir joins them.
		f.Close()
		if b, berr := o.base.Open(name); berr == nil {
			return b, nil
		}
		return o.top.Open(name)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	return o.base.Open(name)
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	top, terr := fs.ReadDir(o.top, name)
	base, berr := fs.ReadDir(o.base, name)
	if terr != nil && berr != nil {
		return nil, berr
	}
	have := map[string]bool{}
	for _, e := range top {
		have[e.Name()] = true
	}
	for _, e := range base {
		if !have[e.Name()] {
			top = append(top, e)
		}
	}
	sort.Slice(top, func(i, j int) bool { return top[i].Name() < top[j].Name() })
	return top, nil
}
