package reference

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"entente/internal/text"
)

func shippedPack(t *testing.T) *Pack {
	t.Helper()
	p, err := LoadPack(os.DirFS("../../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPackTrade(t *testing.T) {
	p := shippedPack(t)
	first := func(state, direction string) (out []string) {
		for _, x := range p.Partners(state, direction) {
			if x.Rank == 1 && x.Year >= 2014 {
				out = append(out, x.Partner)
			}
		}
		return out
	}
	if got := strings.Join(first("RUS", "export"), " "); got != "NLD NLD CHN CHN CHN CHN CHN" {
		t.Errorf("where Russia exports: %s", got)
	}
	if got := strings.Join(first("RUS", "import"), " "); got != "CHN CHN CHN CHN CHN CHN CHN" {
		t.Errorf("where Russia imports from: %s", got)
	}
	list := p.Partners("RUS", "export")
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.Year > b.Year || a.Year == b.Year && a.Rank >= b.Rank {
			t.Errorf("%v stands before %v", a, b)
		}
	}
	last := list[len(list)-5]
	if last.Year != 2023 || last.Share != 33 || last.Seen != (text.Date{Year: 2025, Month: 3, Day: 13}) || !strings.HasPrefix(last.Row, "reference/trade.tsv:") {
		t.Errorf("last first partner %+v", last)
	}
	if n := len(p.Partners("MEX", "export")); n == 0 || p.Partners("MEX", "export")[n-1].Row == "" {
		t.Error("Mexico exports nothing")
	}
	if p.AsOf("trade") != "2025-03-13" {
		t.Errorf("as of %q", p.AsOf("trade"))
	}
}

func TestPackPledges(t *testing.T) {
	p := shippedPack(t)
	spells := func(a, b string) string {
		var out []string
		for _, x := range p.Pledges(a, b) {
			to := "-"
			if x.To.Known() {
				to = strconv.Itoa(int(x.To.Year))
			}
			out = append(out, x.Kind+" "+strconv.Itoa(int(x.From.Year))+" "+to)
		}
		return strings.Join(out, ", ")
	}
	want := "consultation 1962 1964, consultation 2001 -, defence 1946 1980, nonaggression 1950 1980, nonaggression 1992 -, offence 1946 1950"
	if got := spells("RUS", "CHN"); got != want {
		t.Errorf("Russia and China: %s", got)
	}
	if spells("CHN", "RUS") != want {
		t.Error("the order of two states matters")
	}
	if got := spells("PRK", "RUS"); !strings.Contains(got, "defence 1961 1996") || !strings.Contains(got, "defence 2024 -") {
		t.Errorf("Russia and North Korea: %s", got)
	}
	if got := spells("USA", "GBR"); !strings.Contains(got, "defence 1949 -") {
		t.Errorf("United States and United Kingdom: %s", got)
	}
	if got := spells("IND", "PAK"); strings.Contains(got, "defence") {
		t.Errorf("India and Pakistan: %s", got)
	}
}

func TestPackReportsAllMistakes(t *testing.T) {
	const states = "iso3\nAAA\nBBB\n"
	_, err := LoadPack(fstest.MapFS{
		"reference/states.tsv": {Data: []byte(states)},
		"reference/trade.tsv": {Data: []byte("state\tdirection\tyear\trank\tpartner\tshare\tseen\n" +
			"AAA\texport\t2023\t1\tBBB\t33\t2025-03-13\n" + "AAA\texports\t2023\t0\tBBC\t133\t2025-13\n")},
		"reference/pledges.tsv": {Data: []byte("a\tb\tpledges\tfrom\tto\tseen\tsource\n" + "AAA\tBBB\tdefense\t2001\t1999\t\tx\n" + "AAA\tAAA\tdefence\t2001\t\t\t\n")},
	})
	if err == nil {
		t.Fatal("wrong tables are taken")
	}
	for _, want := range []string{
		`reference/trade.tsv:3:5: unknown direction "exports"`, `reference/trade.tsv:3:18: "0" is no number`, `reference/trade.tsv:3:20: "BBC" is no state`,
		`reference/trade.tsv:3:24: "133" is no number`, `reference/trade.tsv:3:28: "2025-13" is no date`,
		`reference/pledges.tsv:2:9: unknown pledges "defense"`, `the row ends before it begins`, `AAA stands against itself`, `cell "source" is empty`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

func TestPackWithoutTablesKnowsNothing(t *testing.T) {
	p, err := LoadPack(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if _, known := p.Borders("FRA", "DEU"); known || p.Partners("RUS", "export") != nil || p.Pledges("CHN", "RUS") != nil || p.AsOf("trade") != "" {
		t.Error("an empty pack knows something")
	}
}

func BenchmarkLoadPack(b *testing.B) {
	fsys := os.DirFS("../../../data")
	for b.Loop() {
		if _, err := LoadPack(fsys); err != nil {
			b.Fatal(err)
		}
	}
}
