package role

import (
	"entente/internal/knowledge/model"
	"testing"

	"entente/internal/reading/parse/feature"
)

// The words of the clusters are stored under the parser's hash.
func TestWordsAreLookedUpUnderTheParsersHash(t *testing.T) {
	for _, w := range []string{"", "troops", "Łódź"} {
		if model.Hash(w) != feature.WordHash(w) {
			t.Errorf("%q", w)
		}
	}
}

func TestStatesKeepPhrasesWhole(t *testing.T) {
	s, bs, is, bt, it, br := uint8(0), Begin(Source), Inside(Source), Begin(Target), Inside(Target), Begin(Side)
	for _, labels := range [][]uint8{{s, bs, is, s, bt, it, bt}, {bt, s, bs}, {br, s, br}, {bs, bs}} {
		states, ok := StatesOf(labels)
		if !ok {
			t.Errorf("%v has no states", labels)
			continue
		}
		for i, st := range states {
			if LabelOf(int(st)) != int(labels[i]) {
				t.Errorf("%v: label %d of state %d", labels, LabelOf(int(st)), st)
			}
		}
	}
	for _, labels := range [][]uint8{{is}, {bs, it}, {s, it}, {br, bs}} {
		if _, ok := StatesOf(labels); ok {
			t.Errorf("%v cannot be", labels)
		}
	}
}

func TestSpansAreReadOffLabels(t *testing.T) {
	got := Spans([]uint8{0, Begin(Source), Inside(Source), Begin(Target), Begin(Target), Inside(Target)}, 10)
	want := []Span{{Source, 11, 13}, {Target, 13, 14}, {Target, 14, 16}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}
