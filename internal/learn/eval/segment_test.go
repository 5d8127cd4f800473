package eval

import (
	"os"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/reading/parse"
)

const shared = "../../../../shared"

func needShared(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(shared + "/data"); err != nil {
		t.Skip("the shared data folder is not there")
	}
}

// The floors are a ratchet: raise them with the score.
func TestSegmentationHoldsItsFloor(t *testing.T) {
	needShared(t)
	var out strings.Builder
	if err := Segment(data.FS, shared, &out); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path                    string
		sentences, tokens, lemm float64
	}{
		{"data/nlp/ud_ewt/en_ewt-ud-dev.conllu", .82, .989, .989},
		{"data/nlp/ud_gum/en_gum-ud-dev.conllu", .955, .997, .987},
	} {
		docs, err := readTreebank(shared + "/" + c.path)
		if err != nil {
			t.Fatal(err)
		}
		s := ScoreSegments(seg, docs)
		if s.Sentences.F1() < c.sentences || s.Tokens.F1() < c.tokens || float64(s.LemmasAnyCase) < c.lemm*float64(s.Words) {
			t.Errorf("%s: sentences %.4f, tokens %.4f, lemmas %.4f", c.path, s.Sentences.F1(), s.Tokens.F1(), float64(s.LemmasAnyCase)/float64(s.Words))
		}
	}
}
