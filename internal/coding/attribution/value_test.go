package attribution_test

import (
	"math"
	"testing"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/coding/attribution"
	"entente/internal/text"
)

func grader(t *testing.T) (*coder.Coder, *attribution.Grader) {
	t.Helper()
	c, err := coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		t.Fatal(err)
	}
	return c, c.Grader()
}

func tokenOf(t *testing.T, doc *text.Document, word string) int32 {
	t.Helper()
	for i := range doc.Tokens {
		if doc.Tokens[i].Form == word {
			return int32(i)
		}
	}
	t.Fatalf("no %q in %q", word, doc.Body)
	return -1
}

// The same words, put forward less and less surely, fall in grade, on the scale
// of news and on what all scales have in common. (On that of UDS "may" counts as
// not having happened.)
func TestGradesFollowWhatIsSaid(t *testing.T) {
	c, g := grader(t)
	for _, scale := range []string{"", attribution.News} {
		last := math.Inf(1)
		for _, s := range []struct{ body, word string }{
			{"The rebels attacked the town on Monday.", "attacked"},
			{"The rebels may attack the town on Monday.", "attack"},
			{"The rebels did not attack the town on Monday.", "attack"},
		} {
			doc := &text.Document{ID: "x", Body: s.body, Language: "en"}
			l := c.Attribution(doc)
			spread := g.Spread(l, tokenOf(t, doc, s.word), scale)
			total := 0.0
			for _, p := range spread {
				total += p
			}
			if math.Abs(total-1) > 1e-9 {
				t.Errorf("the grades of %q add up to %v", s.body, total)
			}
			if v := spread.Mean(); v >= last {
				t.Errorf("scale %q: %q has grade %.2f, not below %.2f", scale, s.body, v, last)
			} else {
				last = v
			}
		}
		if last >= 0 {
			t.Errorf("scale %q: what did not happen has grade %.2f", scale, last)
		}
	}
}

func TestMeanOfSpread(t *testing.T) {
	s := attribution.Spread{0: 0.25, 3: 0.25, 6: 0.5}
	if got := s.Mean(); got != 0.75 {
		t.Errorf("mean %v, want 0.75", got)
	}
}

func TestModelOfOtherFeaturesIsRefused(t *testing.T) {
	if _, err := attribution.NewGrader(data.Models("en")["relations"], nil); err == nil {
		t.Error("the relation model is taken for one of factuality")
	}
}
