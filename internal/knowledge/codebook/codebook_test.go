package codebook

import (
	"strings"
	"testing"
	"testing/fstest"

	"entente/data"
)

// A scholar adds an ontology by adding a folder: no Go code knows it.
func TestNewCodebookIsAFolder(t *testing.T) {
	fs := fstest.MapFS{
		"codebook/acts.tsv":               {Data: []byte("act\tparent\tsides\tgloss\nconsult\t\tboth\t\nmeet\tconsult\tboth\t\n")},
		"codebook/compose.tsv":            {Data: []byte("outer\tinner\tact\n")},
		"codebook/counted.tsv":            {Data: []byte("condition\tcounted\treason\n")},
		"codebook/plover/table.tsv":       {Data: []byte("code\ttype\tmode\tscore\tquad\tneeds\nCONSULT\tCONSULT\t\t2.5\t1\t\n")},
		"codebook/plover/codes.tsv":       {Data: []byte("act\tcode\tcontexts\nconsult\tCONSULT\tdiplomatic\n")},
		"codebook/plover/conversions.tsv": {Data: []byte("when\ttype\tto\tnote\n")},
		"codebook/ours/table.tsv":         {Data: []byte("code\ttype\tscore\tquad\nT1\ttalk\t\t1\n")},
		"codebook/ours/codes.tsv":         {Data: []byte("act\tcode\nmeet\tT1\n")},
	}
	b, err := Load(fs)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(b.Books(), " "); got != "plover ours" {
		t.Errorf("books are %q", got)
	}
	codes := b.Codes("meet")
	if codes[0].Code != "CONSULT" || codes[1].Code != "T1" {
		t.Errorf("codes of meet: %+v; a parent's row stands in where the act has none", codes)
	}
	if c := b.Codes("consult"); c[1].Type != "" {
		t.Errorf("a codebook without a row for the act or its parents gives %+v", c[1])
	}
}

func TestShippedCodebooksAreWhole(t *testing.T) {
	b, err := Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range b.Names() {
		for _, c := range b.Codes(name) {
			if c.Codebook == "cameo" && c.Code == "" {
				t.Errorf("act %s has no CAMEO code", name)
			}
		}
		if _, ok := b.Code("plover", name); !ok {
			t.Errorf("act %s has neither a PLOVER code nor a '-'", name)
		}
	}
}

func TestWrongRowsAreNamed(t *testing.T) {
	fs := fstest.MapFS{
		"codebook/acts.tsv":               {Data: []byte("act\tparent\tsides\tgloss\nmeet\tmeat\tboth\t\n")},
		"codebook/compose.tsv":            {Data: []byte("outer\tinner\tact\nmeet\tnothing\tmeat\n")},
		"codebook/counted.tsv":            {Data: []byte("condition\tcounted\treason\nnegated\tperhaps\t\n")},
		"codebook/plover/conversions.tsv": {Data: []byte("when\ttype\tto\tnote\n")},
	}
	_, err := Load(fs)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"acts.tsv:2:6", "did you mean \"meet\"?", "compose.tsv:2", "counted.tsv:2:9"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error lacks %q:\n%v", want, err)
		}
	}
}

func TestTrustIsAProbability(t *testing.T) {
	for cond, ok := range map[string]bool{"trust<0.4": true, "trust<0.6+type:ASSAULT": true, "trust<2": false, "trust<much": false} {
		files := fstest.MapFS{
			"codebook/acts.tsv":               {Data: []byte("act\tparent\tsides\tgloss\nmeet\t\tboth\t\n")},
			"codebook/compose.tsv":            {Data: []byte("outer\tinner\tact\n")},
			"codebook/counted.tsv":            {Data: []byte("condition\tcounted\treason\n" + cond + "\tno\tx\n")},
			"codebook/plover/table.tsv":       {Data: []byte("code\ttype\tmode\tscore\tquad\tneeds\nCONSULT\tCONSULT\t\t2.5\t1\t\n")},
			"codebook/plover/codes.tsv":       {Data: []byte("act\tcode\tcontexts\nmeet\tCONSULT\tdiplomatic\n")},
			"codebook/plover/conversions.tsv": {Data: []byte("when\ttype\tto\tnote\n")},
		}
		b, err := Load(files)
		if (err == nil) != ok {
			t.Errorf("%s: %v", cond, err)
		}
		if err == nil && !b.Counting()[0].Trust() {
			t.Errorf("%s is not seen to speak of trust", cond)
		}
	}
}
