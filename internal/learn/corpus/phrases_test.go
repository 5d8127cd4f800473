package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/coding/role"
	"entente/internal/record"
	"entente/internal/text"
)

func readTagged(t *testing.T, lines string) ([]Phrases, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.txt")
	if err := os.WriteFile(path, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	// A reader that cuts at blanks alone: coarser than the corpus.
	return ReadPhrases(path, func(d *text.Document) *record.Coding {
		at := int32(0)
		for _, w := range strings.Fields(d.Body) {
			i := int32(strings.Index(d.Body[at:], w)) + at
			at = i + int32(len(w))
			d.Tokens = append(d.Tokens, text.Token{Span: text.Span{Start: i, End: at}})
		}
		return &record.Coding{}
	})
}

func TestPhrasesGoOverToTheText(t *testing.T) {
	all, err := readTagged(t, "The B-S\nU I-S\n. I-S\nS I-S\n. I-S\nblamed O\nOslo B-T\n's I-T\nvan I-T\n- I-T\ndrivers I-T\n. O\n\n\nTogo B-S\nagreed O\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[1].Line != 15 {
		t.Fatalf("got %d sentences, the second at line %d", len(all), all[len(all)-1].Line)
	}
	s := &all[0]
	if s.Doc.Body != "The U.S. blamed Oslo's van-drivers." {
		t.Errorf("body %q", s.Doc.Body)
	}
	if want := []role.Span{{Role: role.Source, First: 0, Last: 5}, {Role: role.Target, First: 6, Last: 11}}; s.Gold[0] != want[0] || s.Gold[1] != want[1] {
		t.Errorf("gold %v", s.Gold)
	}
	// Tokens: The U.S. blamed Oslo's van-drivers.
	labels := s.Labels()
	for i, want := range []uint8{role.Begin(role.Source), role.Inside(role.Source), 0, role.Begin(role.Target), role.Inside(role.Target)} {
		if labels[i] != want {
			t.Errorf("token %d: label %d, want %d", i, labels[i], want)
		}
	}
	if got := s.Spans([]role.Span{{Role: role.Source, First: 0, Last: 2}, {Role: role.Target, First: 3, Last: 4}}); got[0] != s.Gold[0] || got[1] != (role.Span{Role: role.Target, First: 6, Last: 8}) {
		t.Errorf("back over the words: %v", got)
	}
}

func TestBadTagsSayWhere(t *testing.T) {
	for lines, want := range map[string]string{
		"Togo B-S\nagreed\n": "x.txt:2:",
		"Togo B-X\n":         "x.txt:1:",
		"\n\n":               "no sentence",
	} {
		if _, err := readTagged(t, lines); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", lines, err, want)
		}
	}
}
