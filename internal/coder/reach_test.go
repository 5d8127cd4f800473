package coder_test

import (
	"sort"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/knowledge/table"
)

// Every type and mode of PLOVER and every code of CAMEO below its roots must
// have a way in: a wording, a composition, a conversion, or a rule on meetings.
func TestEveryCodeCanBeProduced(t *testing.T) {
	book, err := codebook.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load(data.FS, "en", book.Known, book.Names())
	if err != nil {
		t.Fatal(err)
	}
	acts := map[string]bool{"make-a-visit": true, "meet-at-third-location": true} // from where a meeting took place
	for _, s := range lex.All() {
		acts[s.Act] = true
	}
	for _, outer := range book.Names() {
		for _, row := range book.Compose(outer) {
			acts[row.Act] = true
		}
	}
	have := map[string]bool{}
	for a := range acts {
		if a == "-" {
			continue
		}
		for _, c := range book.Codes(a) {
			have[c.Codebook+" "+c.Code] = true
			have[c.Codebook+" "+c.Mirror] = true
			have[c.Codebook+" "+c.Type] = true // a type is produced by any of its modes
		}
	}
	for _, c := range book.Conversions() {
		have["plover "+c.To] = true
	}
	for _, name := range book.Books() {
		tb, err := table.Read(data.FS, "codebook/"+name+"/table.tsv", "code")
		if err != nil {
			t.Fatal(err)
		}
		var missing []string
		for _, r := range tb.Rows {
			code := r.Get("code")
			if name == "cameo" && len(code) == 2 { // a root is never coded
				continue
			}
			if !have[name+" "+code] {
				missing = append(missing, code)
			}
		}
		sort.Strings(missing)
		if len(missing) > 0 {
			t.Errorf("%s: no way to %s", name, strings.Join(missing, " "))
		}
	}
}
