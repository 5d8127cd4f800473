package check

import (
	"os"
	"sync"
	"testing"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

var shipped = sync.OnceValues(func() (*Checker, error) {
	files := os.DirFS("../../data")
	t, err := reference.Load(files)
	if err != nil {
		return nil, err
	}
	p, err := reference.LoadPack(files)
	return New(t, p), err
})

func checker(t *testing.T) *Checker {
	t.Helper()
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func in(year string) []record.DaySpan {
	return []record.DaySpan{{First: year + "-01-01", Last: year + "-12-31"}}
}

// The facts are old enough to stay: who governed, traded and belonged where in
// years that are over.
func TestVerdicts(t *testing.T) {
	office := func(person, state, office, status string, days ...record.DaySpan) record.Claim {
		return record.Claim{Kind: record.ClaimOffice, Person: person, State: state, Office: office, Status: status, Days: days}
	}
	partner := func(state, other, flow string, rank int) record.Claim {
		return record.Claim{Kind: record.ClaimPartner, State: state, Other: other, Flow: flow, Rank: rank}
	}
	member := func(state, body, status string, days ...record.DaySpan) record.Claim {
		return record.Claim{Kind: record.ClaimMembership, State: state, Other: body, Status: status, Days: days}
	}
	pm, fm, hos := "head of government", "minister of foreign affairs", "head of state"
	for _, c := range []struct {
		name  string
		claim record.Claim
		day   string
		want  record.Verdict
	}{
		{"in office", office("Gordon Brown", "GBR", pm, ""), "2008-07-01", record.Supported},
		{"another person", office("Martin Ostrander", "GBR", pm, ""), "2008-07-01", record.Refuted},
		{"of another state", office("Gordon Brown", "CAN", pm, ""), "2008-07-01", record.Refuted},
		{"long gone", office("Gordon Brown", "GBR", pm, ""), "2014-07-01", record.Stale},
		{"just gone", office("Gordon Brown", "GBR", pm, ""), "2010-07-20", record.NotCovered},
		{"long before", office("Gordon Brown", "GBR", pm, ""), "2002-07-01", record.Refuted},
		{"weeks before the oath", office("Gordon Brown", "GBR", pm, ""), "2007-06-10", record.Supported},
		{"months before: the table may be late", office("Gordon Brown", "GBR", pm, ""), "2007-01-10", record.NotCovered},
		{"said to be over", office("Gordon Brown", "GBR", pm, "former"), "2014-07-01", record.Supported},
		{"told of its day", office("Gordon Brown", "GBR", pm, "was", in("2008")[0]), "2014-07-01", record.Supported},
		{"somebody acting", office("Martin Ostrander", "GBR", pm, "acting"), "2008-07-01", record.NotCovered},
		{"somebody to come", office("Martin Ostrander", "GBR", pm, "designate"), "2008-07-01", record.NotCovered},
		{"a former one nobody knows", office("Martin Ostrander", "GBR", pm, "former"), "2008-07-01", record.NotCovered},
		{"misspelt", office("Gordon Borwn", "GBR", pm, ""), "2008-07-01", record.NotCovered},
		{"the given name's first letter", office("Geoffrey Brown", "GBR", pm, ""), "2008-07-01", record.NotCovered},
		{"an office of many", office("Martin Ostrander", "GBR", "member of parliament", ""), "2008-07-01", record.NotCovered},
		{"another office of the same person", office("Gordon Brown", "GBR", fm, ""), "2006-07-01", record.NotCovered},
		{"beyond the tables", office("Martin Ostrander", "GBR", pm, ""), "1890-07-01", record.NotCovered},
		{"an office that stood empty", office("Li Shangfu", "CHN", "minister of defence", ""), "2023-11-20", record.Vacant},
		{"a president who governs", office("Barack Obama", "USA", "president", ""), "2012-03-03", record.Supported},
		{"no such state", office("Barack Obama", "ZZZ", hos, ""), "2012-03-03", record.NotCovered},

		{"first in both", partner("RUS", "CHN", "", 1), "2019-05-05", record.Supported},
		{"first in exports", partner("POL", "DEU", "export", 1), "2018-05-05", record.Supported},
		{"far from it", partner("POL", "CHN", "export", 1), "2018-05-05", record.Refuted},
		{"not listed at all", partner("RUS", "NPL", "", 1), "2019-05-05", record.Refuted},
		{"first, said to be second", partner("POL", "DEU", "export", 2), "2018-05-05", record.Refuted},
		{"a close race", partner("GBR", "DEU", "export", 1), "2018-05-05", record.Mixed},
		{"no figures near", partner("RUS", "CHN", "", 1), "1950-05-05", record.NotCovered},
		{"no state", partner("RUS", "EUR", "", 1), "2019-05-05", record.NotCovered},

		{"a member", member("TUR", "NATO", ""), "2018-05-05", record.Supported},
		{"since when", member("TUR", "NATO", "", in("1952")[0]), "2018-05-05", record.Supported},
		{"not yet", member("FIN", "NATO", ""), "2018-05-05", record.Refuted},
		{"had not joined", member("FIN", "NATO", "joined"), "2018-05-05", record.Refuted},
		{"joined", member("FIN", "NATO", "joined"), "2023-04-05", record.Supported},
		{"never", member("UKR", "NATO", ""), "2018-05-05", record.Refuted},
		{"no more", member("GBR", "European Union", ""), "2022-05-05", record.Stale},
		{"left", member("GBR", "European Union", "left"), "2022-05-05", record.Supported},
		{"about to leave", member("GBR", "European Union", "left"), "2018-05-05", record.NotCovered},
		{"was a member", member("GBR", "European Union", "was"), "2022-05-05", record.Supported},
		{"an observer", member("BLR", "Shanghai Cooperation Organisation", "observer"), "2018-05-05", record.Supported},
		{"an observer called a member", member("BLR", "Shanghai Cooperation Organisation", ""), "2018-05-05", record.Refuted},
		{"a list with gaps", member("USA", "Commonwealth of Independent States", ""), "2018-05-05", record.NotCovered},
		{"after the list ends", member("UKR", "NATO", ""), "2031-05-05", record.NotCovered},
		{"a body without a list", member("UKR", "Bilderberg", ""), "2018-05-05", record.NotCovered},
		{"without a day", member("TUR", "NATO", ""), "", record.Supported},

		{"allies by a body", record.Claim{Kind: record.ClaimAlliance, State: "TUR", Other: "GRC"}, "2018-05-05", record.Supported},
		{"no defence pact", record.Claim{Kind: record.ClaimAlliance, State: "CHN", Other: "RUS"}, "2015-05-05", record.Mixed},
		{"a trend of nobody", record.Claim{Kind: record.ClaimTrend, Text: "growing"}, "2018-05-05", record.NotCheckable},
		{"votes one way, trade the other", record.Claim{Kind: record.ClaimTrend, State: "CHN", Other: "RUS", Change: "up"}, "2024-05-05", record.Mixed},
		{"hearsay", record.Claim{Kind: record.ClaimHearsay, Text: "reportedly"}, "2018-05-05", record.Unverified},
		{"a value", record.Claim{Kind: record.ClaimOpinion, Text: "milestone"}, "2018-05-05", record.NotCheckable},
		{"a forecast", record.Claim{Kind: record.ClaimForecast}, "2018-05-05", record.NotCheckable},
		{"neighbours", record.Claim{Kind: record.ClaimBorder, State: "TCD", Other: "SDN"}, "2018-05-05", record.Supported},
		{"no neighbours on land", record.Claim{Kind: record.ClaimBorder, State: "TCD", Other: "KEN", Status: "land"}, "2018-05-05", record.Refuted},
		{"neighbours at sea, perhaps", record.Claim{Kind: record.ClaimBorder, State: "JPN", Other: "RUS"}, "2018-05-05", record.NotCovered},
		{"a capital", record.Claim{Kind: record.ClaimCapital, State: "GHA", Other: "Accra"}, "2018-05-05", record.Supported},
		{"another state's capital", record.Claim{Kind: record.ClaimCapital, State: "DEU", Other: "Vienna"}, "2018-05-05", record.Refuted},
		{"a town that is no capital", record.Claim{Kind: record.ClaimCapital, State: "AUS", Other: "Sydney"}, "2018-05-05", record.NotCovered},
		{"a place", record.Claim{Kind: record.ClaimLocation, State: "TUR", Other: "Gaziantep"}, "2018-05-05", record.Supported},
	} {
		fs := checker(t).Check([]record.Claim{c.claim}, c.day)
		if len(fs) == 0 {
			t.Errorf("%s: no finding", c.name)
			continue
		}
		f := fs[0]
		if f.Verdict != c.want {
			t.Errorf("%s: %s, want %s: %s", c.name, f.Verdict, c.want, f.Text)
		}
		if f.Text == "" {
			t.Errorf("%s: nothing is said", c.name)
		}
		if refuting := f.Verdict == record.Refuted || f.Verdict == record.Stale || f.Verdict == record.Vacant; refuting && len(f.Grounds) == 0 {
			t.Errorf("%s: refuted without grounds", c.name)
		}
	}
}

// TestNotNew: that a partner is the largest, and that it only becomes it, are two
// claims.
func TestNotNew(t *testing.T) {
	claim := record.Claim{Kind: record.ClaimPartner, State: "RUS", Other: "CHN", Rank: 1, Change: "emerging"}
	got := checker(t).Check([]record.Claim{claim}, "2024-05-05")
	if len(got) != 2 || got[0].Verdict != record.Supported || got[1].Verdict != record.Stale {
		t.Errorf("%+v", got)
	}
	if got := checker(t).Check([]record.Claim{claim}, "2018-05-05"); len(got) == 0 || got[0].Verdict != record.Supported {
		t.Errorf("%+v", got)
	}
}

// TestMemoryRefutesNothing: a row without a public source bears claims out and
// refutes none.
func TestMemoryRefutesNothing(t *testing.T) {
	for source, want := range map[string]bool{"Entente": false, "": false, "Factbook": true, "Entente; Factbook": true} {
		if got := trusted(&reference.Holder{Source: source}); got != want {
			t.Errorf("%q: %v", source, got)
		}
	}
}

func TestDays(t *testing.T) {
	h := func(from, to, seen string) *reference.Holder {
		return &reference.Holder{From: parseDay(from), To: parseDay(to), Seen: parseDay(seen)}
	}
	on := func(day string) dayRange { return dayRange{parseDay(day), parseDay(day)} }
	for _, c := range []struct {
		name string
		got  bool
		want bool
	}{
		{"within", on("2010-05-05").within(h("2009-01-01", "2011-01-01", ""), 0), true},
		{"a day late", on("2011-01-02").within(h("2009-01-01", "2011-01-01", ""), 0), false},
		{"late within the slack", on("2011-02-01").within(h("2009-01-01", "2011-01-01", ""), slack), true},
		{"a year as an end holds to its last day", on("2011-12-31").within(h("2009-01-01", "2011", ""), 0), true},
		{"of a year as an end only its beginning is sure", known(h("2009-01-01", "2011", ""), on("2011-06-01")), false},
		{"nor of a year as a beginning", known(h("2009", "2011-01-01", ""), on("2009-06-01")), false},
		{"sure in between", known(h("2009", "2011", ""), on("2010-06-01")), true},
		{"an open end is sure as far as it was seen", known(h("2009-01-01", "", "2012-01-01"), on("2011-06-01")), true},
		{"and no further", known(h("2009-01-01", "", "2012-01-01"), on("2012-06-01")), false},
		{"where it may still hold", mayHold([]*reference.Holder{h("2009-01-01", "", "2012-01-01")}, on("2012-06-01")), true},
		{"just left", justLeft([]*reference.Holder{h("2009-01-01", "2012-01-01", "")}, on("2012-03-01")), true},
		{"left long ago", justLeft([]*reference.Holder{h("2009-01-01", "2012-01-01", "")}, on("2013-03-01")), false},
		{"a year and its months", before(text.Date{Year: 2009}, text.Date{Year: 2009, Month: 2}), true},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v", c.name, c.got)
		}
	}
}

// A report without a date is held against all that the tables know of an office,
// if that goes far enough back without a gap.
func TestHowFarBackTheRowsOfAnOfficeReach(t *testing.T) {
	row := func(from, to int16) *reference.Holder {
		h := &reference.Holder{From: text.Date{Year: from, Month: 1, Day: 1}}
		if to > 0 {
			h.To = text.Date{Year: to, Month: 1, Day: 1}
		} else {
			h.Seen = text.Date{Year: 2026, Month: 1, Day: 1}
		}
		return h
	}
	for name, c := range map[string]struct {
		rows []*reference.Holder
		want bool
	}{
		"without a gap":       {[]*reference.Holder{row(2000, 2012), row(2020, 0), row(2012, 2020)}, true},
		"too short":           {[]*reference.Holder{row(2012, 2020), row(2020, 0)}, false},
		"a gap of two years":  {[]*reference.Holder{row(1990, 2012), row(2014, 2020), row(2020, 0)}, false},
		"one that began 1990": {[]*reference.Holder{row(1990, 0)}, true},
		"no row":              {nil, false},
	} {
		if got := reaches(c.rows); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
