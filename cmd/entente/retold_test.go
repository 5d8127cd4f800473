package main

import (
	"bytes"
	"slices"
	"testing"

	"golang.org/x/tools/txtar"

	"entente/data"
	"entente/internal/knowledge/frequency"
	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/track/fold"
)

// uncoded are tellings in which no meeting between the two is coded: ministers who
// are received, hosted or welcomed, who sit down, "their" ministers. What is not
// coded cannot be folded; a telling that is coded now may leave the list.
var uncoded = []string{"03.txt", "10.txt", "11.txt", "16.txt", "18.txt"}

// TestTwentyTellingsAreOneMeeting folds twenty articles on one meeting of two
// ministers: however it is put, one story, and one incident that counts.
func TestTwentyTellingsAreOneMeeting(t *testing.T) {
	code, err := newCoder(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	words, err := frequency.Load(data.FS, "en")
	if err != nil {
		t.Fatal(err)
	}
	a, err := txtar.ParseFile("../../testdata/retold/qingdao.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all []*fold.Sketch
	for _, f := range a.Files {
		src := source.Open([]string{"-"}, source.Options{Stdin: bytes.NewReader(f.Data)})
		doc, err := src.Next()
		src.Close()
		if err != nil {
			t.Fatal(err)
		}
		doc.ID = f.Name
		s := pipeline.Sketch(doc, code(doc), words.Rarity)
		all = append(all, &s)
	}
	folded, err := fold.All(all)
	if err != nil {
		t.Fatal(err)
	}
	if len(folded.Stories) != 1 {
		t.Errorf("%d stories", len(folded.Stories))
	}
	var counted []fold.Incident
	for _, n := range folded.Incidents {
		if n.Counted {
			counted = append(counted, n)
		}
	}
	if len(counted) != 1 || counted[0].Type != "CONSULT" {
		t.Fatalf("%d incidents that count, want the meeting alone: %+v", len(counted), counted)
	}
	for _, f := range a.Files {
		in := slices.ContainsFunc(counted[0].Reports, func(r fold.Report) bool { return r.Article == f.Name })
		if !in && !slices.Contains(uncoded, f.Name) {
			t.Errorf("%s is not in the incident", f.Name)
		}
	}
	// The first telling once more, under another name, adds a report and no data point.
	again := *all[0]
	again.ID = "again"
	twice, err := fold.All(append(all, &again))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range twice.Incidents {
		if n.ID == counted[0].ID && (n.Independent != counted[0].Independent || len(n.Reports) != len(counted[0].Reports)+1) {
			t.Errorf("the first telling twice: %d reports, %d independent; before %d and %d", len(n.Reports), n.Independent, len(counted[0].Reports), counted[0].Independent)
		}
	}
}
