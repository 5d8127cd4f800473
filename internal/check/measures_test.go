package check

import (
	"slices"
	"strings"
	"testing"

	"entente/internal/record"
)

func TestSanctions(t *testing.T) {
	on := func(state, by, status string) record.Claim {
		return record.Claim{Kind: record.ClaimSanctions, State: state, Other: by, Status: status}
	}
	for _, c := range []struct {
		claim   record.Claim
		day     string
		verdict record.Verdict
		says    string
	}{
		{on("PRK", "United Nations", "under"), "2017-05-01", record.Supported, "since 2006-10-14"},
		{on("PRK", "United Nations", "under"), "2005-05-01", record.Refuted, "the first came on 2006-10-14"},
		{on("SYR", "United Nations", "under"), "2019-05-01", record.Refuted, "no regime to 2025-09-30 names it"},
		{on("SYR", "United Nations", ""), "2019-05-01", record.NotCovered, ""}, // "UN sanctions on Syria" may be wished for
		{on("SYR", "United Nations", "under"), "2026-05-01", record.NotCovered, ""},
		{on("SYR", "United Nations", "under"), "", record.NotCovered, ""},
		{on("LBR", "United Nations", "under"), "2019-05-01", record.Stale, "ended on 2016-05-25"},
		{on("LBR", "United Nations", "was"), "2019-05-01", record.Supported, ""},
		{on("YEM", "United Nations", "under"), "2019-05-01", record.Mixed, "Houthis"},
		{on("BRA", "European Union", "under"), "2019-05-01", record.NotCovered, ""},
		{on("RUS", "European Union", ""), "2014-05-01", record.Supported, "Decision 2014/145/CFSP"},
		{on("RUS", "", "under"), "2022-05-01", record.Supported, ""},
		{on("SDN", "USA", "lifted"), "2018-01-01", record.Supported, "2017-10-12"},
		{on("BRA", "", "under"), "2019-05-01", record.NotCovered, ""},
	} {
		f := checker(t).Check([]record.Claim{c.claim}, c.day)[0]
		if f.Verdict != c.verdict || !strings.Contains(f.Text, c.says) {
			t.Errorf("%s by %q %s on %s: %s: %s", c.claim.State, c.claim.Other, c.claim.Status, c.day, f.Verdict, f.Text)
		}
		if f.Verdict != record.NotCovered && (len(f.Grounds) == 0 || !strings.HasPrefix(f.Grounds[0].Row, "reference/sanctions.tsv") || f.Grounds[0].AsOf == "") {
			t.Errorf("%s by %q: grounds %+v", c.claim.State, c.claim.Other, f.Grounds)
		}
	}
}

func TestExercises(t *testing.T) {
	year := func(y string) *record.DaySpan { return &record.DaySpan{First: y + "-01-01", Last: y + "-12-31"} }
	for _, c := range []struct {
		claim   record.Claim
		day     string
		verdict record.Verdict
		says    string
	}{
		{record.Claim{State: "RUS", Other: "CHN", Counted: "Vostok", Within: year("2018")}, "2020-01-01", record.Supported, "Russia and China took part in Vostok in 2018."},
		{record.Claim{State: "RUS", Other: "CHN", Counted: "Vostok", Within: year("2014")}, "2020-01-01", record.NotCovered, "in 2018 and 2022"},
		{record.Claim{State: "JPN", Counted: "Vostok", Within: year("2018")}, "2020-01-01", record.NotCovered, "does not know"},
		{record.Claim{State: "THA", Other: "USA", Counted: "Cobra Gold", Change: "annual"}, "2015-03-01", record.Supported, ""},
		{record.Claim{Counted: "Cobra Gold", Change: "annual"}, "2015-03-01", record.Supported, ""},
		{record.Claim{Counted: "RIMPAC", Change: "annual"}, "2015-03-01", record.Mixed, "every two years"},
		{record.Claim{Counted: "Foal Eagle", Change: "annual"}, "2022-03-01", record.Stale, "ended in 2018"},
		{record.Claim{State: "KOR", Other: "USA", Counted: "Foal Eagle", Within: year("2017")}, "2022-03-01", record.Supported, ""},
	} {
		c.claim.Kind = record.ClaimExercise
		f := checker(t).Check([]record.Claim{c.claim}, c.day)[0]
		if f.Verdict != c.verdict || !strings.Contains(f.Text, c.says) {
			t.Errorf("%+v on %s: %s: %s", c.claim, c.day, f.Verdict, f.Text)
		}
	}
}

func TestBeltAndRoad(t *testing.T) {
	for _, c := range []struct {
		state, status, day string
		verdict            record.Verdict
	}{
		{"ITA", "", "2021-01-01", record.Supported},
		{"ITA", "", "2025-01-01", record.Stale},
		{"ITA", "left", "2025-01-01", record.Supported},
		{"ITA", "joined", "2019-04-01", record.Supported},
		{"DEU", "", "2021-01-01", record.NotCovered}, // the list is open
		{"CHL", "joined", "2015-01-01", record.NotCovered},
	} {
		f := checker(t).Check([]record.Claim{{Kind: record.ClaimMembership, State: c.state, Other: "Belt and Road Initiative", Status: c.status}}, c.day)[0]
		if f.Verdict != c.verdict {
			t.Errorf("%s %s on %s: %s: %s", c.state, c.status, c.day, f.Verdict, f.Text)
		}
	}
}

// Our own tables of sanctions and exercises hold together.
func TestVerifyMeasures(t *testing.T) {
	for _, s := range slices.Concat(checker(t).regimes(), checker(t).series()) {
		t.Errorf("%s: %s: %s", s.Row, s.Kind, s.Text)
	}
}
