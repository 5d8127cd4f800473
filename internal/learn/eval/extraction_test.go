package eval

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// extractionFloor is what the reading of pages must not fall below: F1 over
// shared 4-grams of words, and the share of days of publication.
const (
	extractionFloor = 0.97
	daysFloor       = 0.97
)

// TestArticlesAreFoundInRealPages reads the benchmark where it is there.
func TestArticlesAreFoundInRealPages(t *testing.T) {
	const dir = "../../../../shared/data/extraction/articles181"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared data folder is not beside the repository")
	}
	f1, days := extractionFigures(t, dir, "../../../corpus/page-dates.tsv")
	if f1 < extractionFloor || days < daysFloor {
		t.Errorf("F1 %.3f, days %.3f: below %.2f or %.2f", f1, days, extractionFloor, daysFloor)
	}
}

func extractionFigures(t *testing.T, dir, dates string) (f1, days float64) {
	t.Helper()
	var out strings.Builder
	if err := Extraction(dir, dates, Output{Report: &out}); err != nil {
		t.Fatal(err)
	}
	t.Log(out.String())
	for line := range strings.Lines(out.String()) {
		if s, ok := strings.CutPrefix(line, "F1 "); ok {
			f1 = leadingNumber(t, s)
		}
		if s, ok := strings.CutPrefix(line, "day of publication: right on "); ok {
			days = leadingNumber(t, s)
		}
	}
	return f1, days
}

func leadingNumber(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.Fields(s)[0], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestExtractionByTheSetsRule scores two pages of ours by hand: one read as it
// should be, one with a paragraph too little and one that should not be there.
func TestExtractionByTheSetsRule(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "html"), 0o755); err != nil {
		t.Fatal(err)
	}
	para := "The ministers met on Monday in the capital, spoke of grain, and agreed to meet again in spring."
	more := "Nobody in the city had expected that the talks, after so many years, would end before noon."
	page := `<html><head><meta property="article:published_time" content="2024-05-03T10:00:00+02:00"></head><body><article><p>` + para + `</p><p>` + more + `</p></article></body></html>`
	for _, id := range []string{"aaaaaaaaaaaaaaaa1", "bbbbbbbbbbbbbbbb2"} {
		f, err := os.Create(filepath.Join(dir, "html", id+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		w := gzip.NewWriter(f)
		w.Write([]byte(page))
		w.Close()
		f.Close()
	}
	truth := `{"aaaaaaaaaaaaaaaa1":{"articleBody":"` + para + " " + more + `","url":"https://example.org/a"},` +
		`"bbbbbbbbbbbbbbbb2":{"articleBody":"` + para + `","url":"https://example.org/b"}}`
	sheet := filepath.Join(dir, "dates.tsv")
	for path, s := range map[string]string{filepath.Join(dir, "ground-truth.json"): truth, sheet: "# sheet\npage\tdate\naaaaaaaaaaaaaaaa\t2024-05-03\nbbbbbbbbbbbbbbbb\t2024-05-04\n"} {
		if err := os.WriteFile(path, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tp, fp, fn := sharedGrams(para+" "+more, para)
	if words := len(strings.Fields(para)); tp != words-3 || fn != 0 || fp != len(strings.Fields(more)) {
		t.Errorf("shared grams %d, too many %d, missing %d", tp, fp, fn)
	}
	p := (1 + float64(tp)/float64(tp+fp)) / 2
	want := 2 * p / (p + 1)
	f1, days := extractionFigures(t, dir, sheet)
	if d := f1 - want; d > 0.001 || d < -0.001 {
		t.Errorf("F1 %.3f, want %.3f", f1, want)
	}
	if days != 0.5 {
		t.Errorf("days %.3f, want 0.5", days)
	}
}
