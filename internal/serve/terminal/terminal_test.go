package terminal

import (
	"slices"
	"testing"
)

func TestNothingOfATextSteersTheTerminal(t *testing.T) {
	if got := OneLine("a\x1b[31m\n b\u202ec\x00"); got != "a\ufffd[31m bc\ufffd" {
		t.Errorf("%q", got)
	}
}

func TestLinesFit(t *testing.T) {
	for words, want := range map[string][]string{
		"one two three":    {"one two", "three"},
		"北京 met Moscow":    {"北京 met", "Moscow"}, // two columns for each sign
		"incomprehensible": {"incomprehensible"},
		"":                 nil,
	} {
		if got := Fill(words, 8); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
