package check

import (
	"os"
	"strings"
	"testing"

	"entente/internal/knowledge/reference"
)

func TestBackgroundOfTwoStates(t *testing.T) {
	files := os.DirFS("../../data")
	tables, err := reference.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		t.Fatal(err)
	}
	c := New(tables, pack)
	g := c.Between("RUS", "CHN", "2018-01-01", "2019-12-31")
	var years []string
	for _, v := range g.Votes {
		years = append(years, v.Says[:4])
		if v.Row == "" || v.Source == "" || v.AsOf == "" {
			t.Errorf("without a ground: %+v", v)
		}
	}
	if got := strings.Join(years, " "); got != "2017 2018 2019" {
		t.Errorf("years of votes: %s", got)
	}
	says := strings.Join(g.Lines(), "\n")
	for _, want := range []string{"Russia, exports 2019: China is first, ", "pledge of nonaggression from 1992", "Shanghai Cooperation Organi", "BRICS"} {
		if !strings.Contains(says, want) {
			t.Errorf("no %q in\n%s", want, says)
		}
	}
	for _, not := range []string{"2020:", "exports 2021", "pledge of defence", "NATO"} {
		if strings.Contains(says, not) {
			t.Errorf("%q in\n%s", not, says)
		}
	}
	// A treaty that ended before the span is not part of it; one of the span is.
	if old := strings.Join(c.Between("CHN", "RUS", "1955-01-01", "1956-12-31").Lines(), "\n"); !strings.Contains(old, "pledge of defence from 1946") || strings.Contains(old, "from 1992") {
		t.Errorf("of 1955:\n%s", old)
	}
	if lines := c.Between("NRU", "SMR", "1900-01-01", "1900-12-31").Lines(); len(lines) != 0 {
		t.Errorf("two small states in 1900: %q", lines)
	}
}
