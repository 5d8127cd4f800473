package parse

import (
	"os"
	"testing"

	"entente/data"
	"entente/internal/knowledge/model"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// What is kept must be what all features score, at every state, while the memo
// is being filled and when it is full.
func TestKeptScoresAreThoseOfAllFeatures(t *testing.T) {
	body, err := os.ReadFile("../../../testdata/founding-twin.txt")
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(data.FS, data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	doc := &text.Document{Body: string(body)}
	p.Segment(doc)
	g := p.grammar
	s := g.pool.Get().(*scratch)
	states, arcs := 0, 0
	for range 2 {
		for i := range doc.Sentences {
			tokens := doc.Tokens[doc.Sentences[i].First:doc.Sentences[i].Last]
			s.words.Reset(tokens)
			g.tag(tokens, s)
			for s.tree.Reset(s.words); !s.tree.Done(); {
				shift, left, right := s.tree.Allowed()
				var all [feature.NumTreeFeatures]uint64
				s.treeMemo.look(&s.tree)
				a, b, c := s.treeMemo.move(&s.tree, g.moves)
				s.tree.Features(&all)
				if x, y, z := g.moves.Score(all[:]); a != x || b != y || c != z {
					t.Fatalf("kept moves %d %d %d, features score %d %d %d", a, b, c, x, y, z)
				}
				states++
				m := g.move(s, shift, left, right)
				if m == feature.Shift || shift && !left {
					s.tree.Apply(feature.Shift, 0)
					continue
				}
				if !right {
					m = feature.Left
				}
				salt := uint64(0)
				if m == feature.Left {
					salt = feature.LeftSalt
				}
				var kept, whole [model.MaxClasses]int32
				var some [feature.NumLabelFeatures]uint64
				s.treeMemo.label(&kept, &s.tree, g.labels, salt)
				feature.LabelFeatures(&all, &some)
				g.labels.Add(&whole, some[:], salt)
				if kept != whole {
					t.Fatalf("kept labels %v, features score %v", kept, whole)
				}
				arcs++
				s.tree.Apply(m, g.label(s, m, true))
			}
		}
	}
	if arcs != 2*len(doc.Tokens) || states <= arcs {
		t.Errorf("%d states and %d arcs for twice %d words", states, arcs, len(doc.Tokens))
	}
}
