package table

import (
	"strings"
	"testing"
	"testing/fstest"
)

func files(s string) fstest.MapFS { return fstest.MapFS{"t.tsv": {Data: []byte(s)}} }

func TestCellsAreFoundByColumnName(t *testing.T) {
	tb, err := Read(files("# head\r\nb\ta\tlist\r\n\r\n1\t2\tx| y |\r\n3\r\n"), "t.tsv", "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	if len(tb.Rows) != 2 || tb.Rows[0].Get("a") != "2" || tb.Rows[0].Get("b") != "1" {
		t.Fatalf("rows %+v", tb.Rows)
	}
	if l := tb.Rows[0].List("list"); len(l) != 2 || l[1] != "y" {
		t.Errorf("list is %q", l)
	}
	if r := tb.Rows[1]; r.Get("a") != "" || r.Get("b") != "3" || r.At() != "t.tsv:5" {
		t.Errorf("a short row reads %q %q at %s", r.Get("a"), r.Get("b"), r.At())
	}
}

func TestMistakesNameTheirPlace(t *testing.T) {
	if _, err := Read(files("act\tcode\nx\ty\n"), "t.tsv", "acts"); err == nil || !strings.Contains(err.Error(), `t.tsv:1: the header has no column "acts"`) ||
		!strings.Contains(err.Error(), `did you mean "act"?`) {
		t.Errorf("missing column: %v", err)
	}
	tb, err := Read(files("a\tb\n1\t2\t3\nx\ty\n"), "t.tsv")
	if err != nil {
		t.Fatal(err)
	}
	tb.Rows[0].Bad("b", "wrong", "mend it")
	got := tb.Errs.Err().Error()
	for _, want := range []string{"t.tsv:2: more cells than columns", "t.tsv:3:3: wrong", "hint: mend it"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if _, err := Read(files(""), "none.tsv"); err == nil || !strings.Contains(err.Error(), "none.tsv") {
		t.Errorf("missing file: %v", err)
	}
}
