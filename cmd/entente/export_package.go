package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/serve/exchange"
	"entente/internal/track/store"
)

// kept are columns that do not leave the store: texts belong to those who wrote
// them, and numbers of batches say nothing outside.
var kept = map[string]bool{"documents.text": true, "documents.batch": true, "events.batch": true}

// stays are tables that are of use to the program alone.
var stays = []string{"records", "sketches"}

// pack writes the whole store as a data package.
func (c *exportCmd) pack(a *app, knowledge fs.FS) (err error) {
	if entries, err := os.ReadDir(c.Package); err == nil && len(entries) > 0 {
		return &diag.Error{File: c.Package, Msg: "is there already and not empty", Hint: "name a new folder"}
	}
	part := strings.TrimRight(c.Package, "/") + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(part)
		}
	}()
	if err := os.MkdirAll(filepath.Join(part, "data"), 0o755); err != nil {
		return err
	}
	// One thread: how many rows lie in a group of Parquet must not rest on the cores.
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true, Out: part, Threads: 1})
	if err != nil {
		return err
	}
	defer db.Close()
	p := &exchange.Package{Program: version, Schema: store.Schema, Rows: map[string]int{}}
	add := func(name, table string) error {
		f, err := os.ReadFile(filepath.Join(part, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(f)
		p.Files = append(p.Files, exchange.PackageFile{Path: name, Bytes: int64(len(f)), SHA256: hex.EncodeToString(sum[:]), Table: table})
		return nil
	}
	write := func(name string, b []byte) error {
		full := filepath.Join(part, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, b, 0o644); err != nil {
			return err
		}
		return add(name, "")
	}
	for i := range store.Tables {
		t := &store.Tables[i]
		if slices.Contains(stays, t.Name) {
			continue
		}
		out := exchange.PackageTable{Name: t.Name, Gloss: t.Gloss}
		var columns []store.Column
		for _, col := range t.Columns {
			if !kept[t.Name+"."+col.Name] {
				columns = append(columns, col)
				out.Columns = append(out.Columns, exchange.PackageColumn(col))
			}
		}
		p.Tables = append(p.Tables, out)
		n := 0
		if err := db.DB().QueryRowContext(a.ctx, "SELECT count(*) FROM "+t.Name).Scan(&n); err != nil {
			return err
		}
		p.Rows[t.Name] = n
		for _, format := range []string{"parquet", "csv"} {
			name := "data/" + t.Name + "." + format
			if err := db.CopyTable(a.ctx, t.Name, columns, filepath.Join(part, filepath.FromSlash(name)), format); err != nil {
				return err
			}
			if err := add(name, t.Name); err != nil {
				return err
			}
		}
	}
	err = fs.WalkDir(knowledge, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !packed(name) {
			return err
		}
		b, err := fs.ReadFile(knowledge, name)
		if err != nil {
			return err
		}
		return write("codebook/"+strings.TrimPrefix(name, "codebook/"), b)
	})
	if err != nil {
		return err
	}
	if p.Coded, p.Day, err = coded(a, db); err != nil {
		return err
	}
	slices.SortFunc(p.Files, func(a, b exchange.PackageFile) int { return cmp.Compare(a.Path, b.Path) })
	for _, x := range []struct {
		name string
		text []byte
	}{{"datapackage.json", p.Descriptor()}, {"CITATION.cff", p.Citation()}, {"README.md", p.Readme()}} {
		if err := write(x.name, x.text); err != nil {
			return err
		}
	}
	slices.SortFunc(p.Files, func(a, b exchange.PackageFile) int { return cmp.Compare(a.Path, b.Path) })
	if err := os.WriteFile(filepath.Join(part, "SHA256SUMS"), exchange.Checksums(p.Files), 0o644); err != nil {
		return err
	}
	os.Remove(c.Package) // an empty folder
	if err := os.Rename(part, c.Package); err != nil {
		return err
	}
	if !c.Quiet {
		fmt.Fprintf(a.stderr, "%s, %s in %s\n", plural(len(p.Files)+1, "file"), plural(p.Rows["events"], "event"), path.Clean(c.Package))
	}
	return nil
}

// packed are the tables that name acts, countries and sectors.
func packed(name string) bool {
	return strings.HasPrefix(name, "codebook/") || name == "reference/states.tsv" || name == "reference/foreign.tsv"
}

// coded are the versions that coded, and the day of the newest batch.
func coded(a *app, db *store.Store) (all []string, day string, err error) {
	rows, err := db.DB().QueryContext(a.ctx, "SELECT program, codebook, lexicon, model, reference FROM versions ORDER BY version")
	if err != nil {
		return nil, "", err
	}
	defer rows.Close()
	for rows.Next() {
		var v [5]string
		if err := rows.Scan(&v[0], &v[1], &v[2], &v[3], &v[4]); err != nil {
			return nil, "", err
		}
		line := "program " + v[0]
		for i, n := range []string{"codebook", "lexicon", "models", "reference"} {
			if v[i+1] != "" {
				line += ", " + n + " " + v[i+1]
			}
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		return nil, "", err
	}
	err = db.DB().QueryRowContext(a.ctx, "SELECT coalesce(strftime(max(added), '%Y-%m-%d'), '') FROM batches").Scan(&day)
	return all, day, err
}
