package train

import "testing"

func TestOnlyFrequentAndConstantDecisionsAreSure(t *testing.T) {
	const often = 20
	c := newCensus(3)
	count := func(key uint64, class, n int) {
		for range n {
			c.seen(key, func(k int) bool { return k == class })
		}
	}
	count(10, 2, often)   // always so
	count(11, 1, often-1) // too rare
	count(12, 0, 20*often)
	count(12, 1, often) // one exception in twenty
	got := c.sure(often)
	if len(got) != 1 || got[0].Hash != 10 || got[0].Value != 3 {
		t.Errorf("sure decisions %v, want class 2 for key 10 only", got)
	}
	if got := c.sure(2 * often); len(got) != 0 {
		t.Errorf("with twice the count %v are sure, want none", got)
	}
}

func TestCorpusBesideTheRecipe(t *testing.T) {
	r := &Recipe{folder: "data/model"}
	if got := r.file(Corpus{Path: "../../corpus/a"}, "shared"); got != "corpus/a" {
		t.Error(got)
	}
	if got := r.file(Corpus{Path: "data/a"}, "shared"); got != "shared/data/a" {
		t.Error(got)
	}
}
