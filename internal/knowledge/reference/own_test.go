package reference_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"entente/data"
	"entente/internal/knowledge/reference"
	"entente/internal/text"
)

type beside struct {
	fs.FS
	own fstest.MapFS
}

func (b beside) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, reference.Own) {
		return b.own.Open(name)
	}
	return b.FS.Open(name)
}

func (b beside) ReadDir(name string) ([]fs.DirEntry, error) {
	if name+"/" == reference.Own {
		return b.own.ReadDir(name)
	}
	return fs.ReadDir(b.FS, name)
}

// TestOwnRows: a user's rows are added to ours, and one on the same spell takes
// the place of ours.
func TestOwnRows(t *testing.T) {
	files := beside{data.FS, fstest.MapFS{
		reference.Own + "holders.tsv": {Data: []byte("person\tcode\toffice\tfrom\tto\tsource\tseen\n" +
			"Nia Otieno\tKEN\tminister of defence\t2026-10-01\t\tx.org\t2026-11-01\n" +
			"Andrei Belousov\tRUS\tminister of defence\t2024-05-14\t2026-09-30\tx.org\t2026-09-30\n")},
		reference.Own + "memberships.tsv": {Data: []byte("body\tstate\tstatus\tfrom\tto\tsource\n" +
			"NATO\tMNE\tmember\t2017-06-05\t2026-10-01\tx.org\n")},
	}}
	tables, err := reference.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if h := tables.HolderAt("KEN", "minister of defence", text.Date{Year: 2026, Month: 10, Day: 20}); h == nil || h.Person != "Nia Otieno" || h.Row != "reference/own/holders.tsv:2" {
		t.Errorf("the user's minister is %+v", h)
	}
	n := 0
	for _, i := range tables.HoldersOf("RUS", "minister of defence") {
		if h := &tables.Holders[i]; h.Person == "Andrei Belousov" {
			n++
			if h.To != (text.Date{Year: 2026, Month: 9, Day: 30}) || h.Row != "reference/own/holders.tsv:3" {
				t.Errorf("the user's row does not take the place of ours: %+v", h)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d rows on one spell, want 1", n)
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		t.Fatal(err)
	}
	n = 0
	for _, m := range pack.Memberships("NATO") {
		if m.State == "MNE" && m.Member() {
			n++
			if !m.To.Known() {
				t.Errorf("the user's end is not in %+v", m)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d memberships of Montenegro, want 1", n)
	}
	raws, err := reference.Raws(files)
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, r := range raws {
		if strings.HasPrefix(r.File, reference.Own) {
			own++
		}
	}
	if own != 2 {
		t.Errorf("%d tables of the user's are seen, want 2", own)
	}
}

// TestOwnRowsWrong: a slip in a user's table is told with its place.
func TestOwnRowsWrong(t *testing.T) {
	files := beside{data.FS, fstest.MapFS{reference.Own + "memberships.tsv": {Data: []byte("body\tstate\tstatus\tfrom\tto\tsource\nNATO\tXYZ\tmember\t2017\t\tx.org\n")}}}
	if _, err := reference.LoadPack(files); err == nil || !strings.Contains(err.Error(), "reference/own/memberships.tsv:2:6") {
		t.Errorf("error is %v", err)
	}
}
