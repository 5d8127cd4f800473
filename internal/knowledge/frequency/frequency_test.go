package frequency

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"entente/data"
)

func TestCommonWordsTellLess(t *testing.T) {
	f, err := Load(data.FS, "en")
	if err != nil {
		t.Fatal(err)
	}
	last := -1.0
	for _, w := range []string{"the", "minister", "ceasefire", "mogadishu", "Nobody-has-this-word"} {
		r := f.Rarity(w)
		if r <= last || r < 0 || r > 12 {
			t.Errorf("%q: %.2f after %.2f", w, r, last)
		}
		last = r
	}
}

func TestAWordStandsOnce(t *testing.T) {
	_, err := Load(fstest.MapFS{"lang/en/frequency.tsv": {Data: []byte("word\na\nb\na\n")}}, "en")
	if err == nil || !strings.Contains(err.Error(), "frequency.tsv:4") {
		t.Errorf("%v", err)
	}
}

// TestDerived makes the table again from the order of words in GloVe, where the
// shared data is at hand: the first 20,000 with a letter or figure.
func TestDerived(t *testing.T) {
	shared := os.Getenv("ENTENTE_SHARED")
	if shared == "" {
		shared = "../../../../shared"
	}
	b, err := os.ReadFile(filepath.Join(shared, "data/nlp/glove/glove60k.words.txt"))
	if err != nil {
		t.Skip("no list of words: ", err)
	}
	var want []string
	for w := range strings.Lines(string(b)) {
		w = strings.TrimSpace(w)
		plain := !strings.ContainsFunc(w, func(r rune) bool { return r >= 0x80 || r <= ' ' || strings.ContainsRune(`|"#`, r) })
		if plain && strings.ContainsAny(w, "abcdefghijklmnopqrstuvwxyz0123456789") && len(want) < 20000 {
			want = append(want, w)
		}
	}
	f, err := Load(data.FS, "en")
	if err != nil {
		t.Fatal(err)
	}
	if len(f.rank) != len(want) {
		t.Fatalf("%d words, want %d", len(f.rank), len(want))
	}
	for i, w := range want {
		if f.rank[w] != i+1 {
			t.Fatalf("%q is of rank %d, want %d", w, f.rank[w], i+1)
		}
	}
}
