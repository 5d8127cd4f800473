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
	if got := spells("IRN", "RUS"); !strings.Contains(got, "neutrality 2025 -") || !strings.Contains(got, "defence 1946 1946") || strings.Count(got, "defence") > 1 {
		t.Errorf("Russia and Iran: %s", got)
	}
	if got := spells("SAU", "PAK"); !strings.Contains(got, "defence 2025 -") {
		t.Errorf("Saudi Arabia and Pakistan: %s", got)
	}
	if got := spells("USA", "GBR"); !strings.Contains(got, "defence 1949 -") {
		t.Errorf("United States and United Kingdom: %s", got)
	}
	if got := spells("IND", "PAK"); strings.Contains(got, "defence") {
		t.Errorf("India and Pakistan: %s", got)
	}
}

// on tells with which statuses a state was in a body on a day.
func on(p *Pack, body, state string, day text.Date) string {
	var out []string
	for _, m := range p.Memberships(body) {
		if m.State == state && Covers(m.From, m.To, day) {
			out = append(out, m.Status)
		}
	}
	return strings.Join(out, ", ")
}

func TestPackMemberships(t *testing.T) {
	p := shippedPack(t)
	day := func(s string) text.Date {
		d, ok := parseDate(s)
		if !ok {
			t.Fatalf("%q is no day", s)
		}
		return d
	}
	for _, c := range []struct{ body, state, day, want string }{
		{"NATO", "FIN", "2023-04-03", ""},
		{"NATO", "FIN", "2023-04-04", "member"},
		{"NATO", "SWE", "2024-03-06", ""},
		{"European Union", "GBR", "2020-01-31", "member"},
		{"European Union", "GBR", "2020-02-01", ""},
		{"European Union", "UKR", "2024-01-01", "candidate"},
		{"Shanghai Cooperation Organisation", "IRN", "2022-09-16", "observer"},
		{"Shanghai Cooperation Organisation", "IRN", "2025-06-25", "member"},
		{"Shanghai Cooperation Organisation", "BLR", "2025-06-25", "member"},
		{"BRICS", "IDN", "2024-12-31", ""},
		{"BRICS", "IDN", "2025-07-06", "member"},
		{"BRICS", "ARG", "2023-10-01", "invited"},
		{"ECOWAS", "NER", "2024-06-01", "member, suspended"},
		{"ECOWAS", "NER", "2025-02-01", ""},
		{"Council of Europe", "RUS", "2022-03-01", "member"},
		{"Council of Europe", "RUS", "2022-04-01", ""},
		{"OPEC", "QAT", "2019-02-01", ""},
		{"OPEC", "AGO", "2023-06-01", "member"},
		{"World Trade Organization", "RUS", "2012-08-21", ""},
		{"World Trade Organization", "RUS", "2013-01-01", "member"},
		{"World Trade Organization", "IRN", "2025-01-01", "observer"},
		{"International Criminal Court", "USA", "2025-01-01", ""},
		{"International Criminal Court", "PHL", "2018-01-01", "member"},
		{"International Criminal Court", "PHL", "2020-01-01", ""},
		{"ASEAN", "TLS", "2025-11-01", "member"},
		{"UN Security Council", "UKR", "2016-05-01", "elected member"},
		{"UN Security Council", "UKR", "2018-01-01", ""},
		{"UN Security Council", "CHN", "2020-01-01", "permanent member"},
		{"African Union", "MAR", "2016-01-01", ""},
	} {
		if got := on(p, c.body, c.state, day(c.day)); got != c.want {
			t.Errorf("%s in %s on %s: %q, want %q", c.state, c.body, c.day, got, c.want)
		}
	}
	for _, c := range []struct {
		body, day string
		members   int
	}{
		{"United Nations", "2025-12-31", 193}, {"United Nations", "2005-01-01", 191}, {"NATO", "2025-12-31", 32}, {"NATO", "2000-01-01", 19},
		{"European Union", "2025-12-31", 27}, {"European Union", "2016-01-01", 28}, {"European Monetary Union", "2025-12-31", 20},
		{"Shanghai Cooperation Organisation", "2025-06-25", 10}, {"BRICS", "2023-06-01", 5}, {"African Union", "2025-12-31", 55},
		{"UN Security Council", "2014-06-01", 15}, {"UN Security Council", "2017-06-01", 15}, {"UN Security Council", "2018-06-01", 15},
		{"UN Security Council", "2025-06-01", 15}, {"UN Security Council", "2026-06-01", 15}, {"World Trade Organization", "2025-12-31", 166},
		{"International Monetary Fund", "2025-12-31", 191}, {"World Bank", "2025-12-31", 189}, {"Arab League", "2025-12-31", 22},
		{"ECOWAS", "2025-12-31", 12}, {"ECOWAS", "2024-12-31", 15}, {"OPEC", "2025-12-31", 12}, {"G20", "2025-12-31", 20}, {"G7", "2025-12-31", 7},
		{"Asia-Pacific Economic Cooperation", "2025-12-31", 21}, {"Organisation of Islamic Cooperation", "2025-12-31", 57},
		{"Council of Europe", "2025-12-31", 46}, {"International Criminal Court", "2025-12-31", 125},
		{"Organisation for Economic Co-operation and Development", "2025-12-31", 38}, {"Commonwealth of Nations", "2025-12-31", 56},
		{"OSCE", "2025-12-31", 57}, {"Collective Security Treaty Organization", "2025-12-31", 6}, {"Eurasian Economic Union", "2025-12-31", 5},
	} {
		n := 0
		for _, m := range p.Memberships(c.body) {
			if m.Member() && Covers(m.From, m.To, day(c.day)) {
				n++
			}
		}
		if b, _ := p.Body(c.body); n != c.members || !b.Complete {
			t.Errorf("%s had %d members on %s, want %d (complete: %v)", c.body, n, c.day, c.members, b.Complete)
		}
	}
	if b, ok := p.Body("Commonwealth of Independent States"); !ok || b.Complete {
		t.Error("the list of the CIS is disputed, yet complete")
	}
	if _, ok := p.Body("Hogwarts"); ok {
		t.Error("a body that nobody knows")
	}
}

// TestPackBodiesAreOrganisations: a body is found in text by its name there.
func TestPackBodiesAreOrganisations(t *testing.T) {
	tb, err := Load(os.DirFS("../../../data"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for i := range tb.Orgs {
		names[tb.Orgs[i].Name] = true
	}
	p := shippedPack(t)
	if len(p.bodies) < 40 {
		t.Errorf("only %d bodies", len(p.bodies))
	}
	for name := range p.bodies {
		if !names[name] && name != "Belt and Road Initiative" { // no organisation: memoranda.tsv
			t.Errorf("%s is not in organisations.tsv", name)
		}
		if len(p.Memberships(name)) == 0 {
			t.Errorf("%s has no members", name)
		}
	}
}

// A state is in a body once at a time, whatever it is besides.
func TestPackMembershipsDoNotOverlap(t *testing.T) {
	p := shippedPack(t)
	for _, list := range p.memberships {
		for i := range list {
			for j := i + 1; j < len(list) && list[j].State == list[i].State; j++ {
				a, b := &list[i], &list[j]
				if a.Status != "suspended" && b.Status != "suspended" && (!a.To.Known() || ordinal(a.To, false) > ordinal(b.From, true)) {
					t.Errorf("%s overlaps %s", a.Row, b.Row)
				}
			}
		}
	}
}

func TestPackAgreement(t *testing.T) {
	p := shippedPack(t)
	list := p.Agreement("RUS", "CHN")
	share := map[int]float64{}
	for _, a := range list {
		share[a.Year] = a.Share
	}
	for year, want := range map[int]float64{2017: .80, 2018: .78, 2019: .79, 2020: .79, 2021: .78, 2022: .70, 2023: .68} {
		if share[year] != want {
			t.Errorf("Russia and China agreed on %.2f of the votes of %d, want %.2f", share[year], year, want)
		}
	}
	if a := list[0]; a.A != "CHN" || a.B != "RUS" || a.Year != 1990 || a.Votes != 84 || a.Source != "ideal points" || a.Row == "" {
		t.Errorf("first year %+v", a)
	}
	if l := p.Agreement("FRA", "DEU"); len(l) != 30 || l[29].Year != 2019 || l[29].Share < .85 || l[29].Source != "roll calls" {
		t.Errorf("France and Germany: %v", l)
	}
	if l := p.Agreement("CZE", "USA"); len(l) == 0 || l[0].Year != 1993 {
		t.Errorf("Czechia votes from %v on", l)
	}
}

func TestPackBorders(t *testing.T) {
	p := shippedPack(t)
	for _, c := range []struct {
		a, b, kind string
		known      bool
	}{
		{"RUS", "CHN", "land", true}, {"CHN", "RUS", "land", true}, {"FIN", "RUS", "land", true}, {"GBR", "IRL", "land", true}, {"PRK", "RUS", "land", true},
		{"SSD", "SDN", "land", true}, {"FRA", "GBR", "", true}, {"JPN", "KOR", "", true}, {"IRN", "ISR", "", true}, {"PSE", "ISR", "", false}, {"RUS", "RUS", "", false},
	} {
		if kind, known := p.Borders(c.a, c.b); kind != c.kind || known != c.known {
			t.Errorf("%s and %s: %q, %v", c.a, c.b, kind, known)
		}
	}
}

func TestPackReportsAllMistakes(t *testing.T) {
	const states = "iso3\nAAA\nBBB\n"
	_, err := LoadPack(fstest.MapFS{
		"reference/states.tsv": {Data: []byte(states)},
		"reference/trade.tsv": {Data: []byte("state\tdirection\tyear\trank\tpartner\tshare\tseen\n" +
			"AAA\texport\t2023\t1\tBBB\t33\t2025-03-13\n" + "AAA\texports\t2023\t0\tBBC\t133\t2025-13\n")},
		"reference/pledges.tsv":     {Data: []byte("a\tb\tpledges\tfrom\tto\tseen\tsource\n" + "AAA\tBBB\tdefense\t2001\t1999\t\tx\n" + "AAA\tAAA\tdefence\t2001\t\t\t\n")},
		"reference/bodies.tsv":      {Data: []byte("body\tcomplete\tsince\tasof\tsource\n" + "Club\tyes\t\t\tx\n" + "Club\tperhaps\t\t2025\tx\n")},
		"reference/memberships.tsv": {Data: []byte("body\tstate\tstatus\tfrom\tto\tsource\n" + "Clubs\tAAA\tfriend\t2001\t\tx\n")},
		"reference/votes.tsv":       {Data: []byte("a\tb\tfrom\tagreement\tsource\n" + "AAA\tBBB\t1990\t79/87 - 101/3 50\tx\n" + "BBB\tAAA\t1990\t79/87\tx\n")},
		"reference/borders.tsv":     {Data: []byte("a\tb\tkind\n" + "AAA\tBBB\tsea\n" + "AAA\t\tnone\n")},
		"reference/vacancies.tsv":   {Data: []byte("code\toffice\tfrom\tto\tacting\taliases\tsource\n" + "AAA\tminister of defence\t\t2001\t\t\t\n")},
	})
	if err == nil {
		t.Fatal("wrong tables are taken")
	}
	for _, want := range []string{
		`reference/trade.tsv:3:5: unknown direction "exports"`, `reference/trade.tsv:3:18: "0" is no number`, `reference/trade.tsv:3:20: "BBC" is no state`,
		`reference/trade.tsv:3:24: "133" is no number`, `reference/trade.tsv:3:28: "2025-13" is no date`,
		`reference/pledges.tsv:2:9: unknown pledges "defense"`, `the row ends before it begins`, `AAA stands against itself`, `reference/pledges.tsv:3:24: cell "source" is empty`,
		`reference/bodies.tsv:2:10: a complete list needs the day`, `reference/bodies.tsv:2:11: cell "asof" is empty`,
		`reference/bodies.tsv:3:1: Club stands twice`, `unknown complete "perhaps"`,
		`reference/memberships.tsv:2:1: "Clubs" is no body of bodies.tsv`, `unknown status "friend"`,
		`reference/votes.tsv:2:14: "101/3" is no agreement`, `"50" is no agreement`, `reference/votes.tsv:3:1: AAA and BBB stand twice`,
		`reference/borders.tsv:2:9: unknown kind "sea"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

func TestPackVacancies(t *testing.T) {
	p := shippedPack(t)
	in := func(code, office, day string) string {
		d, _ := parseDate(day)
		for _, v := range p.Vacancies(code, office) {
			if Covers(v.From, v.To, d) {
				if v.Acting == "" {
					return "nobody"
				}
				return v.Acting
			}
		}
		return ""
	}
	for _, c := range []struct{ code, office, day, want string }{
		{"CHN", "minister of defence", "2023-11-15", "nobody"},
		{"CHN", "minister of defence", "2023-12-29", ""},
		{"USA", "minister of defence", "2018-12-31", ""},
		{"USA", "minister of defence", "2019-03-01", "Patrick Shanahan"},
		{"USA", "minister of defence", "2019-07-01", "Mark Esper"},
		{"USA", "minister of defence", "2019-07-20", "Richard Spencer"},
		{"USA", "minister of defence", "2019-07-23", ""},
		{"IRN", "minister of foreign affairs", "2024-06-01", "Ali Bagheri Kani"},
	} {
		if got := in(c.code, c.office, c.day); got != c.want {
			t.Errorf("%s %s on %s: %q, want %q", c.code, c.office, c.day, got, c.want)
		}
	}
	for _, list := range p.vacancies {
		for i := 1; i < len(list); i++ {
			if ordinal(list[i-1].To, true) > ordinal(list[i].From, false) {
				t.Errorf("%s overlaps %s", list[i-1].Row, list[i].Row)
			}
		}
	}
	_, err := LoadPack(fstest.MapFS{
		"reference/states.tsv":    {Data: []byte("iso3\nAAA\n")},
		"reference/vacancies.tsv": {Data: []byte("code\toffice\tfrom\tto\tacting\taliases\tsource\n" + "AAA\tminister of defence\t\t2001\t\t\t\n")},
	})
	if err == nil || !strings.Contains(err.Error(), `reference/vacancies.tsv:2:25: cell "from" is empty`) || !strings.Contains(err.Error(), `cell "source" is empty`) {
		t.Errorf("a vacancy without its days: %v", err)
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

// Checks hold claims about ministers against holders.tsv; a row from memory
// alone may not refute one, so that the states most written about need better.
func TestMinistersOfTodayAreSourced(t *testing.T) {
	tb, err := Load(os.DirFS("../../../data"))
	if err != nil {
		t.Fatal(err)
	}
	day := text.Date{Year: 2025, Month: 12, Day: 20}
	for _, code := range strings.Fields("USA GBR FRA RUS CHN DEU ITA JPN CAN AUS IND BRA MEX ARG ZAF SAU TUR KOR IDN UKR ISR IRN PAK TWN PRK POL SYR LBN EGY PHL VNM ETH FIN SWE") {
		for _, office := range []string{"minister of defence", "minister of foreign affairs"} {
			var in []string
			for _, i := range tb.HoldersOf(code, office) {
				if h := &tb.Holders[i]; h.In(day) {
					in = append(in, h.Person+": "+h.Source)
				}
			}
			if len(in) != 1 || strings.HasSuffix(in[0], ": Entente") {
				t.Errorf("%s of %s: %q", office, code, in)
			}
		}
	}
}
