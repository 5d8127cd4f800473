package coder_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"entente/internal/text"
)

// Records leaves out what bears on no record, and only that: on pages with
// quotations, hearsay and speakers, sentence after sentence, its records are those
// of Code to the byte.
func TestRecordsAreThoseOfCode(t *testing.T) {
	files, err := filepath.Glob("../../examples/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no examples")
	}
	pages := []string{
		"\"We will not leave Niger,\" French President Emmanuel Macron said on Monday. \"The junta expelled our ambassador. It has no right to do that. It attacked our soldiers.\"\n\nThe price of rice rose, traders said. Analysts expect rain.",
		"Rwanda reportedly attacked Uganda on Monday. Traders said the price of rice rose. Kenya expelled two Ugandan diplomats, according to the Foreign Ministry. The weather, experts believe, will change.",
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, string(b))
	}
	fewer, records := false, 0
	for i, body := range pages {
		page := func() *text.Document {
			return &text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2018, Month: 5, Day: 5}}
		}
		all, alone := theCoder(t).Code(page()), theCoder(t).Records(page())
		want, err1 := json.Marshal(all.Records)
		got, err2 := json.Marshal(alone.Records)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if string(got) != string(want) {
			t.Errorf("page %d: records differ", i)
		}
		records += len(all.Records)
		fewer = fewer || len(alone.Attributions) < len(all.Attributions)
	}
	if !fewer || records == 0 {
		t.Errorf("%d records, and nothing was left out: this compares nothing", records)
	}
}
