package text

import "testing"

func TestRelationsFoldIntoWhatIsKept(t *testing.T) {
	for in, want := range map[string]Rel{"nsubj:pass": NsubjPass, "nsubj:outer": Nsubj, "obl:agent": OblAgent, "obl:unmarked": OblTmod, "acl:relcl": AclRelcl, "flat:foreign": Flat} {
		if got, ok := ParseRel(in); !ok || got != want {
			t.Errorf("ParseRel(%q) = %v, %v, want %v", in, got, ok, want)
		}
	}
	if _, ok := ParseRel("nothing:like"); ok {
		t.Error("an unknown relation is accepted")
	}
	for r := Rel(0); int(r) < NumRel; r++ {
		if got, ok := ParseRel(r.String()); !ok || got != r {
			t.Errorf("%v does not come back from its name", r)
		}
	}
	for u := UPOS(0); int(u) < NumUPOS; u++ {
		if got, ok := ParseUPOS(u.String()); !ok || got != u {
			t.Errorf("%v does not come back from its name", u)
		}
	}
}

func TestSpans(t *testing.T) {
	a, b, c := Span{2, 6}, Span{3, 5}, Span{6, 8}
	if !a.Contains(b) || b.Contains(a) || !a.Overlaps(b) || a.Overlaps(c) || c.Overlaps(a) {
		t.Error("spans are half-open: 2-6 contains 3-5 and only touches 6-8")
	}
}

func TestSentenceOfToken(t *testing.T) {
	d := Document{Sentences: []Sentence{{First: 0, Last: 3}, {First: 3, Last: 4}, {First: 4, Last: 9}}}
	for tok, want := range map[int32]int32{0: 0, 2: 0, 3: 1, 4: 2, 8: 2} {
		if got := d.SentenceOf(tok); got != want {
			t.Errorf("token %d is in sentence %d, want %d", tok, got, want)
		}
	}
}
