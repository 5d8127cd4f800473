package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Packed files hold the same rows: what one has given, the other does not add.
func TestImportOfPackedFiles(t *testing.T) {
	dir := t.TempDir()
	row := func(id string) string {
		f := make([]string, 61)
		f[0], f[1], f[5], f[15], f[25], f[26] = id, "20150218", "RUSGOV", "UKRMIL", "1", "042"
		return strings.Join(f, "\t") + "\n"
	}
	text := row("1") + row("2")
	var gz, z bytes.Buffer
	g := gzip.NewWriter(&gz)
	io.WriteString(g, text)
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	a := zip.NewWriter(&z)
	w, err := a.Create("20150218.export.CSV")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, text+row("3")+"4\tshort\n")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"a.gz": gz.Bytes(), "b.zip": z.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		file string
		exit int
		want []string
	}{
		{"a.gz", exitFine, []string{"2 rows: 2 events added, 0 there already"}},
		{"b.zip", exitSkipped, []string{"4 rows: 1 event added, 2 there already, 1 cannot be read", "b.zip/20150218.export.CSV:4: 2 fields where there should be 61"}},
		{"b.zip", exitFine, []string{"b.zip: was imported before"}},
	} {
		log, err := os.Create(filepath.Join(dir, "log"))
		if err != nil {
			t.Fatal(err)
		}
		got := run(&app{t.Context(), nil, os.Stdout, log}, []string{"import", filepath.Join(dir, c.file), "--db", filepath.Join(dir, "db")})
		log.Close()
		said, err := os.ReadFile(log.Name())
		if err != nil {
			t.Fatal(err)
		}
		if got != c.exit {
			t.Errorf("%s: exit status %d", c.file, got)
		}
		for _, w := range c.want {
			if !strings.Contains(string(said), w) {
				t.Errorf("%s: %q is not said:\n%s", c.file, w, string(said))
			}
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "b.zip.rejected"))
	if err != nil || string(b) != "4\tshort\n" {
		t.Errorf("put aside: %q, %v", b, err)
	}
}
