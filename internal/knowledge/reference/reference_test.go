package reference

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"entente/internal/knowledge/petrarch"
	"entente/internal/text"
)

const head = "# test\niso3\tiso2\tname\tofficial\taliases\tadjectives\tpeople\tprefix\tcapital\tmetonyms\tplover\tcameo\tstatus\tfrom\tto\tnote\n"

func small(extra map[string]string) fstest.MapFS {
	fs := fstest.MapFS{
		"reference/states.tsv": {Data: []byte(head +
			"RUS\tRU\tRussia\tRussian Federation\t\tRussian\tRussians|Russian\tRusso-\tMoscow\tthe Kremlin\tRUS\tRUS\tmember\t1991-12-25\t\t\n" +
			"SUN\tSU\tSoviet Union\t\tUSSR\tSoviet\tSoviets\t\tMoscow\t\tRUS\tRUS\tformer\t1922-12-30\t1991-12-25\t\n" +
			"CIV\tCI\tCôte d'Ivoire\t\tIvory Coast\tIvorian\tIvorians\t\tYamoussoukro\t\t\tCIV\tmember\t1960\t\t\n" +
			"GNB\tGW\tGuinea-Bissau\t\t\t\t\t\tBissau\t\t\tGNB\tmember\t\t\tambiguous=Bissau;sector=PRE\n")},
		"lang/en/agents.tsv": {Data: []byte("noun\tplural\tsectors\tcameo\tkind\tnote\n" +
			"police officer\t\tCOP\tCOP\tagent\t\npoliceman\tpolicemen\tCOP\tCOP\tagent\t\n")},
		"lang/en/offices.tsv": {Data: []byte("wording\toffice\tsectors\tcameo\tcountry\tscope\n" +
			"minister of defence\tminister of defence\tGOV|MIL\tGOVMIL\t\tstate\n")},
		"reference/holders.tsv": {Data: []byte("person\taliases\tsurname\tcode\toffice\tsectors\tcameo\tfrom\tto\tsource\n" +
			"Jean Élan\t\tÉlan\tRUS\tminister of defence\tGOV|MIL\t\t2001-03-28\t2007-02-15\tx\n" +
			"Anna Berg\t\tBerg\tRUS\tminister of defence\tGOV|MIL\t\t2007-02-16\t\tx\n")},
	}
	for k, v := range extra {
		fs[k] = &fstest.MapFile{Data: []byte(v)}
	}
	return fs
}

func tokens(s string) []text.Token {
	var out []text.Token
	for _, w := range strings.Fields(s) {
		out = append(out, text.Token{Form: w, Lower: strings.ToLower(w)})
	}
	return out
}

func found(t *testing.T, x *Index, s string) (int, []string) {
	t.Helper()
	n, h := x.Longest(tokens(s))
	var out []string
	for h != 0 {
		var e Entry
		e, h = x.Next(h)
		out = append(out, fmt.Sprint(e.Kind, " ", e.Row))
	}
	return n, out
}

func TestLongestPhrase(t *testing.T) {
	tb, err := Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x    *Index
		in   string
		n    int
		want string
	}{
		{tb.Names, "Russian Federation said", 2, "state 0"},
		{tb.Names, "Russian said", 1, "adjective 0,people 0"},
		{tb.Names, "russian", 0, ""},
		{tb.Names, "RUSSIA", 1, "state 0"},
		{tb.Names, "Moscow", 1, "capital 0,capital 1"},
		{tb.Names, "Kremlin", 1, "seat 0"},
		{tb.Names, "Cote d'Ivoire", 2, "state 2"},
		{tb.Names, "Côte d'Ivoire", 2, "state 2"},
		{tb.Names, "Guinea - Bissau", 3, "state 3"},
		{tb.Names, "Guinea-Bissau", 1, "state 3"},
		{tb.Names, "Russo", 1, "prefix 0"},
		{tb.Names, "Jean Elan", 2, "holder 0"},
		{tb.Nouns, "Police Officers", 2, "agents 0"},
		{tb.Nouns, "policemen", 1, "agents 1"},
		{tb.Nouns, "ministers of defence", 3, "offices 0"},
		{tb.Nouns, "minister of", 0, ""},
	} {
		n, e := found(t, c.x, c.in)
		if n != c.n || strings.Join(e, ",") != c.want {
			t.Errorf("%q: %d %v, not %d %s", c.in, n, e, c.n, c.want)
		}
	}
	if !tb.State("GNB").Doubtful("Bissau") || tb.State("GNB").Sector != "PRE" || tb.State("XXX") != nil {
		t.Error("notes of states are not read")
	}
}

func TestOfficesPassOn(t *testing.T) {
	tb, err := Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day  text.Date
		want string
	}{
		{text.Date{Year: 2001, Month: 3, Day: 27}, ""},
		{text.Date{Year: 2001, Month: 3, Day: 28}, "Jean Élan"},
		{text.Date{Year: 2007, Month: 2, Day: 15}, "Jean Élan"},
		{text.Date{Year: 2007, Month: 2, Day: 16}, "Anna Berg"},
		{text.Date{Year: 2030}, "Anna Berg"},
		{text.Date{}, ""},
	} {
		got := ""
		if h := tb.HolderAt("RUS", "minister of defence", c.day); h != nil {
			got = h.Person
		}
		if got != c.want {
			t.Errorf("%v: %q, not %q", c.day, got, c.want)
		}
	}
	if len(tb.Surname("Elan")) != 1 || len(tb.Surname("Élan")) != 1 {
		t.Error("surname is not found with and without accents")
	}
}

func TestWrongLinesAreAllReported(t *testing.T) {
	_, err := Load(small(map[string]string{
		"lang/en/offices.tsv":   "wording\toffice\tsectors\nchief\t\tGOV\nboss\tboss\tgov\nlate\trow\n",
		"reference/holders.tsv": "person\tcode\toffice\tfrom\tto\nA B\tRUS\tx\t2010-13-01\t\nC D\tRUS\tx\t2010\t2009\n",
		"reference/groups.tsv":  "nane\tcode\nX\tIMG\n",
	}))
	if err == nil {
		t.Fatal("wrong tables are taken")
	}
	for _, want := range []string{
		`lang/en/offices.tsv:2:7: cell "office" is empty`,
		`lang/en/offices.tsv:3:11: "gov" is no code`,
		`lang/en/offices.tsv:4:1: row has 2 cells, the header 3`,
		`reference/holders.tsv:2:11: "2010-13-01" is no date`,
		`reference/holders.tsv:3:16: the office ends before it begins`,
		`reference/groups.tsv:1:1: column "name" is missing`,
		`hint: rename column "nane"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in\n%v", want, err)
		}
	}
	if _, err := Load(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "states.tsv") {
		t.Errorf("no tables: %v", err)
	}
}

func TestFoldTableIsWhole(t *testing.T) {
	if utf8.RuneCountInString(accented) != len(bare) {
		t.Fatalf("%d accented letters, %d bare ones", utf8.RuneCountInString(accented), len(bare))
	}
	if got := Fold("Şükrü Łódź São Čapek"); got != "Sukru Lodz Sao Capek" {
		t.Error(got)
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	tb, err := Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	toks := tokens("The Russian Federation and Guinea-Bissau spoke")
	if n := testing.AllocsPerRun(100, func() {
		for i := range toks {
			tb.Names.Longest(toks[i:])
			tb.Nouns.Longest(toks[i:])
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestShippedTablesLoad(t *testing.T) {
	tb, err := Load(os.DirFS("../../../data"))
	if err != nil {
		t.Fatal(err)
	}
	if len(tb.States) < 200 || len(tb.Orgs) < 300 || len(tb.Agents) < 500 {
		t.Errorf("%d states, %d organisations, %d agent nouns", len(tb.States), len(tb.Orgs), len(tb.Agents))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(head + "RUS\tRU\tRussia\t\t\t\t\t\t\t\t\t\t\t\t\t\n")
	f.Add("iso3\tname\nRUS\t-\n\xff")
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = Load(small(map[string]string{"reference/states.tsv": s, "lang/en/agents.tsv": s, "reference/holders.tsv": s}))
	})
}

func BenchmarkLoad(b *testing.B) {
	files := os.DirFS("../../../data")
	for b.Loop() {
		if _, err := Load(files); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLongest(b *testing.B) {
	tb, err := Load(os.DirFS("../../../data"))
	if err != nil {
		b.Fatal(err)
	}
	toks := tokens("The recent meeting between Russian Defense Minister Andrei Ivanov and his Chinese counterpart in the South China Sea surprised police officers of the United Nations")
	b.ReportAllocs()
	for b.Loop() {
		for i := range toks {
			tb.Names.Longest(toks[i:])
			tb.Nouns.Longest(toks[i:])
		}
	}
	b.ReportMetric(float64(b.N*len(toks))/b.Elapsed().Seconds(), "words/s")
}

func dictionary(t *testing.T, actors, agents string) petrarch.Dictionary {
	t.Helper()
	a, bad := petrarch.Actors("own.actors", []byte(actors))
	g, worse := petrarch.Agents("own.agents", []byte(agents))
	if bad.Err() != nil || worse.Err() != nil {
		t.Fatal(bad.Errs, worse.Errs)
	}
	return petrarch.Dictionary{Actors: a, Agents: g}
}

func TestDictionaryCodesAreSplit(t *testing.T) {
	d := dictionary(t, `A [RUSGOVMIL]
B [IGOUNOHLH]
C [IGOEUREEC]
D [MNCRUS]
E [NGMHRI]
F [XQZREB]
G [REBMUS]
H [IMGMUSALQ]
I [CIVMED]
`, "")
	tabs, err := Load(small(nil), d)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"RUS GOV MIL", "UNO MED", "EUR", "RUS BUS", "NGO SOC", "XQZ REB", " REB REL", "IMG REL", "CIV JRN"}
	for i, w := range want {
		org, ok := tabs.Dict[i].At(text.Date{})
		if !ok {
			t.Fatalf("entry %d says nothing", i)
		}
		o := &tabs.Orgs[org]
		if got := strings.Join(append([]string{o.Code}, o.Sectors...), " "); got != w {
			t.Errorf("%s: %q, want %q", o.CAMEO, got, w)
		}
	}
}

func TestDictionaryCodeDependsOnTheDay(t *testing.T) {
	tabs, err := Load(small(nil), dictionary(t, "A\n+B C\n\t[RUSGOV 19950101-20041231]\n\t[RUSELI >20050101]\nD [RUSGOV <19990101][RUSCVL]\nE [---]\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	if n, h := tabs.Own.Longest(tokens("B C D")); n != 2 || h == 0 {
		t.Errorf("the synonym has %d words in the index, want 2", n)
	}
	for _, c := range []struct {
		entry int
		day   text.Date
		want  string // "-" says nothing
	}{
		{0, text.Date{Year: 1994, Month: 12, Day: 31}, "-"},
		{0, text.Date{Year: 1995, Month: 1, Day: 1}, "RUSGOV"},
		{0, text.Date{Year: 2004, Month: 12, Day: 31}, "RUSGOV"},
		{0, text.Date{Year: 2030}, "RUSELI"},
		{0, text.Date{}, "-"},
		{1, text.Date{Year: 1990}, "RUSGOV"},
		{1, text.Date{Year: 2010}, "RUSCVL"},
		{1, text.Date{}, "RUSCVL"},
		{2, text.Date{Year: 2010}, "nobody"},
	} {
		got := "-"
		if org, ok := tabs.Dict[c.entry].At(c.day); ok {
			if got = "nobody"; org >= 0 {
				got = tabs.Orgs[org].CAMEO
			}
		}
		if got != c.want {
			t.Errorf("entry %d on %v: %s, want %s", c.entry, c.day, got, c.want)
		}
	}
}

func TestWithoutDictionariesNothingIsAdded(t *testing.T) {
	tabs, err := Load(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	if tabs.Own != nil || int(tabs.OwnAgents) != len(tabs.Agents) {
		t.Error("tables without dictionaries have an index of them")
	}
}

// A user's dictionaries may be large: fifty thousand entries with a code by
// days each.
func BenchmarkUseDictionary(b *testing.B) {
	var src strings.Builder
	for i := range 50000 {
		fmt.Fprintf(&src, "NAME_%d_OF_SOMEBODY_\n+OTHER_%d_\n\t[RUSGOV 19950101-20041231]\n", i, i)
	}
	text := []byte(src.String())
	for b.Loop() {
		a, _ := petrarch.Actors("own.actors", text)
		if _, err := Load(small(nil), petrarch.Dictionary{Actors: a}); err != nil {
			b.Fatal(err)
		}
	}
}
