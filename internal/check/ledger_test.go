package check_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"entente/data"
	"entente/internal/check"
	"entente/internal/coder"
	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

var theLedger = sync.OnceValues(func() (*coder.Coder, error) {
	return coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
})

// forecasts are the findings on the forecasts of a body.
func forecasts(t *testing.T, body string, day text.Date) (*check.Checker, []record.Finding) {
	t.Helper()
	c, err := theLedger()
	if err != nil {
		t.Fatal(err)
	}
	pack, err := reference.LoadPack(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	k := check.New(c.Tables(), pack)
	doc := &text.Document{ID: "a", Body: body, Language: "en", Published: day}
	out := c.Code(doc)
	var fs []record.Finding
	for _, f := range k.Check(c.Claims(doc, out), out.Doc.Published) {
		if f.Claim.Kind == record.ClaimForecast {
			fs = append(fs, f)
		}
	}
	return k, fs
}

func TestForecasts(t *testing.T) {
	day := text.Date{Year: 2016, Month: 8, Day: 10}
	for _, c := range []struct {
		body, about, by, due string // about: state, other; by: indicator, direction; due: "" unfalsifiable
		lacks                string
		outcome              record.Verdict // of an open one
	}{
		{"Montenegro will become a member of NATO in 2017.", "MNE NATO", "membership in", "2017-12-31", "", record.Supported},
		{"Sweden is expected to join the African Union in 2019.", "SWE African Union", "membership in", "2019-12-31", "", record.Refuted},
		{"Sweden is unlikely to leave the European Union before 2020.", "SWE European Union", "membership out", "2019-12-31", "", record.Supported},
		{"The United Kingdom is set to leave the European Union by 2021.", "GBR European Union", "membership out", "2021-12-31", "", record.Supported},
		{"Ukraine is on track to join the European Union by 2040.", "UKR European Union", "membership in", "2040-12-31", "", record.Open},
		{"Trade between Germany and Poland is expected to increase in 2019.", "DEU POL", "trade share up", "2019-12-31", "", record.Supported},
		{"Analysts expect trade between Germany and Poland to fall in 2019.", "DEU POL", "trade share down", "2019-12-31", "", record.Refuted},
		{"India is poised to become Bangladesh's largest trading partner next year.", "BGD IND", "rank among trade partners in", "2017-12-31", "", record.Refuted},
		{"China's exports to Germany are projected to rise in 2060.", "CHN DEU", "trade share up", "2060-12-31", "", record.Open},
		{"Theresa May is set to resign as prime minister of the United Kingdom by the end of 2016.", "GBR ", "office-holding out", "2016-12-31", "", record.Refuted},
		{"Cooperation between Serbia and Hungary is forecast to deepen over the next two years.", "SRB HUN", "cooperation events up", "2018-08-10", "", record.NotCovered},
		{"Agreement in voting between India and China is likely to fall next year.", "IND CHN", "UN voting agreement down", "2017-12-31", "", record.Refuted},
		{"Tensions between India and Pakistan are bound to escalate in the coming months.", "IND PAK", "conflict events up", "", "no horizon", ""},
		{"Sweden is on the verge of joining NATO.", "SWE NATO", "membership in", "", "no horizon", ""},
		{"The future of relations will likely depend on many things.", "", "", "", "no measure", ""},
		{"India is poised to play a larger role by 2030.", "", "", "", "no measure", ""},
		{"Trade is expected to grow in 2030.", "", "trade share up", "", "no bound", ""},
	} {
		k, fs := forecasts(t, c.body, day)
		if len(fs) != 1 {
			t.Errorf("%s: %d forecasts, want 1", c.body, len(fs))
			continue
		}
		f := fs[0]
		ft := f.Claim.Foretold
		if about := strings.TrimSpace(f.Claim.State + " " + f.Claim.Other); about != strings.TrimSpace(c.about) {
			t.Errorf("%s: about %q, want %q", c.body, about, c.about)
		}
		if by := strings.TrimSpace(string(ft.Indicator) + " " + string(ft.Direction)); by != c.by {
			t.Errorf("%s: measured by %q, want %q", c.body, by, c.by)
		}
		if c.lacks != "" {
			if f.Verdict != record.NotCheckable || f.Prediction.Open || !strings.Contains(f.Prediction.Reason, c.lacks) {
				t.Errorf("%s: %s, %q, want it to lack %q", c.body, f.Verdict, f.Prediction.Reason, c.lacks)
			}
			continue
		}
		if f.Verdict != record.Open || !f.Prediction.Open || ft.Due != c.due {
			t.Errorf("%s: %s, due %q, want open and %q", c.body, f.Verdict, ft.Due, c.due)
			continue
		}
		if got := k.Resolve(f.Prediction); got.Verdict != c.outcome {
			t.Errorf("%s: resolved as %s, want %s: %s", c.body, got.Verdict, c.outcome, got.Text)
		} else if (c.outcome == record.Supported || c.outcome == record.Refuted) && len(got.Grounds) == 0 {
			t.Errorf("%s: resolved on no ground", c.body)
		}
	}
}

// TestNoForecasts: plans, questions and conditions are no forecasts that could
// be held against a table.
func TestNoForecasts(t *testing.T) {
	for _, body := range []string{
		"The minister will visit Paris on Friday.",
		"Will Finland join NATO next month?",
		"If talks fail, Sweden will leave the European Union next year.",
		"The two ministers set to work on a treaty.",
		"Finland joined NATO in April 2023.",
	} {
		if _, fs := forecasts(t, body, text.Date{Year: 2024, Month: 3, Day: 10}); len(fs) > 0 {
			t.Errorf("%s: forecast %+v", body, fs[0].Claim)
		}
	}
}

// TestForecastIsNoClaim: what is only to come is not checked as if it were so.
func TestForecastIsNoClaim(t *testing.T) {
	c, err := theLedger()
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{"India will become Bangladesh's largest trading partner next year.", "Kenya will become a member of the European Union by 2030."} {
		doc := &text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2024, Month: 3, Day: 10}}
		for _, k := range c.Claims(doc, c.Code(doc)) {
			if k.Kind == record.ClaimPartner || k.Kind == record.ClaimMembership {
				t.Errorf("%s: claimed as so: %+v", body, k)
			}
		}
	}
}

func TestEnter(t *testing.T) {
	a, b, c := record.Prediction{Made: "2024-01-01"}, record.Prediction{Made: "2024-01-01"}, record.Prediction{Made: "2024-01-01"}
	check.Enter(&a, "one", "It will  rise.")
	check.Enter(&b, "one", "It will rise.")
	check.Enter(&c, "two", "It will rise.")
	if a.ID != b.ID || a.ID == c.ID || len(a.ID) != 20 || a.Sentence != "It will rise." {
		t.Errorf("ids %s %s %s", a.ID, b.ID, c.ID)
	}
}

// with is the shipped tables with these files in place of theirs or beside them.
type with struct {
	fs.FS
	own fstest.MapFS
}

func (w with) Open(name string) (fs.File, error) {
	if _, ok := w.own[name]; ok {
		return w.own.Open(name)
	}
	return w.FS.Open(name)
}

func TestVerify(t *testing.T) {
	const head = "person\taliases\tsurname\tcode\toffice\tsectors\tcameo\tfrom\tto\tsource\tseen\n"
	row := func(person, from, to, source string) string {
		return strings.Join([]string{person, "", "", "KEN", "minister of defence", "GOV", "", from, to, source, to}, "\t") + "\n"
	}
	files := with{data.FS, fstest.MapFS{
		"reference/holders.tsv": {Data: []byte(head + row("Anna Abel", "2001-01-01", "2003-01-01", "x.org") + row("Bert Cole", "2002-12-01", "2004-01-01", "x.org") +
			row("Dora East", "2004-01-02", "2005-01-01", "Entente") + row("Ed Frost", "2006-01-01", "2007-01-01", "x.org"))},
		"reference/vacancies.tsv": {Data: []byte("code\toffice\tfrom\tto\tacting\taliases\tsource\n")},
	}}
	tables, err := reference.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range check.New(tables, pack).Verify() {
		if s.Kind != "incomplete list" {
			got = append(got, s.Kind+" "+s.Row)
		}
	}
	want := "overlap reference/holders.tsv:3, gap reference/holders.tsv:5, no source reference/holders.tsv:4"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("slips are %s, want %s", s, want)
	}
}
