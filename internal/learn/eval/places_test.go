package eval

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"entente/data"
	"entente/internal/coding/place"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/reading/parse"
)

func TestPlacesHoldTheirFloor(t *testing.T) {
	path := filepath.Join("..", "..", "..", "..", "shared", "data", "geo", "TR-News.xml")
	if _, err := os.Stat(path); err != nil {
		t.Skip("the shared data folder has no geo/TR-News.xml")
	}
	g, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	l, err := place.New(g, data.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse.New(data.FS, data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := readPlaceDocs(path, g, p)
	if err != nil {
		t.Fatal(err)
	}
	s := scorePlaces(docs, l, io.Discard, false)
	scoreGiven(&s, docs, l, io.Discard, false)
	if s.F1 < 0.90 || s.Acc161 < 0.92 || s.Country < 0.95 {
		t.Errorf("F1 %.3f, Acc@161 %.3f, country %.3f; the floor is .900, .920, .950", s.F1, s.Acc161, s.Country)
	}
	if s.GivenCountry.Value < 0.96 || s.GivenAcc161.Value < 0.90 || s.GivenCountry.Low > s.GivenCountry.Value || s.GivenCountry.High < s.GivenCountry.Value {
		t.Errorf("gold spans given: country %v, Acc@161 %v; the floor is .960, .900", s.GivenCountry, s.GivenAcc161)
	}
	if s.Gold < 1100 || s.Stateless == 0 || s.Adjectives == 0 {
		t.Errorf("%d gold spans, %d in no single state, %d adjectives", s.Gold, s.Stateless, s.Adjectives)
	}
}

func TestPhrasesAreFoundWhereMarksAreOff(t *testing.T) {
	if got := nearest("The attack in Ankara, the capital", "Ankara", 17); got != 14 {
		t.Errorf("Ankara at %d", got)
	}
	if got := nearest("nothing", "Ankara", 3); got != -1 {
		t.Errorf("found at %d", got)
	}
}
