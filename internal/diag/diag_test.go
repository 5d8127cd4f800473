package diag

import (
	"strings"
	"testing"
)

func TestErrorSaysWhereAndWhatToDo(t *testing.T) {
	e := &Error{File: "plover/codes.tsv", Line: 41, Column: 9, Msg: `act "impose-sanction" is not in codebook/acts.tsv`, Hint: `did you mean "impose-sanctions"?`}
	want := "plover/codes.tsv:41:9: act \"impose-sanction\" is not in codebook/acts.tsv\nhint: did you mean \"impose-sanctions\"?"
	if e.Error() != want {
		t.Errorf("got %q", e.Error())
	}
	if s := (&Error{Msg: "no input"}).Error(); s != "no input" {
		t.Errorf("without a place: %q", s)
	}
}

func TestListStopsAtItsLimit(t *testing.T) {
	l := List{Limit: 2}
	if l.Err() != nil {
		t.Error("an empty list is an error")
	}
	for _, m := range []string{"one", "two", "three", "four"} {
		l.Add(&Error{Msg: m})
	}
	if got := l.Err().Error(); got != "one\ntwo\nand 2 more" {
		t.Errorf("got %q", got)
	}
}

func TestNearestOffersOnlyWhatIsClose(t *testing.T) {
	words := strings.Fields("plover tsv sentences attributions")
	for in, want := range map[string]string{"plovr": "plover", "sentence": "sentences", "xml-rdf-turtle": ""} {
		if got := Nearest(in, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}
