package check

import (
	"strings"
	"testing"

	"entente/internal/record"
)

// met is a record of two defence ministers who met.
func met(start, end string, change ...func(*record.Record)) Telling {
	r := &record.Record{ID: "r", Act: "meet", Counted: true, Symmetric: true, Date: record.Date{Start: start, End: end},
		Source: []record.Actor{{Country: "RUS", Sectors: []string{"GOV", "MIL"}, Office: "minister of defence"}},
		Target: []record.Actor{{Country: "CHN", Sectors: []string{"GOV", "MIL"}, Office: "minister of defence"}},
		Codes:  []record.Code{{Codebook: "plover", Type: "CONSULT", Mode: "visit"}}, Evidence: []record.Evidence{{}}}
	for _, c := range change {
		c(r)
	}
	return Telling{Report: "report b", Sentence: "They met.", Record: r}
}

func inTown(name string, id int32) func(*record.Record) {
	return func(r *record.Record) { r.Place = &record.Place{Name: name, GeoNamesID: id, Resolution: "city"} }
}

func TestContext(t *testing.T) {
	day, none := "2025-06-26", ""
	qingdao := inTown("Qingdao", 1797929)
	beside := func(w Telling, occasion string) Telling { w.Occasion = occasion; return w }
	for _, c := range []struct {
		name        string
		mine, other Telling
		want        record.Verdict // "" where the two are not surely one
		says        string
	}{
		{"adds the occasion", met(day, day, qingdao), beside(met(day, day, qingdao), "on the sidelines of a summit"), record.Context, "on the sidelines of a summit (report b)"},
		{"has the occasion itself", beside(met(day, day, qingdao), "during a summit"), beside(met(day, day, qingdao), "on the sidelines of a summit"), record.Supported, "Also told by report b"},
		{"adds the town", met(day, day), met(day, day, qingdao), record.Context, "in Qingdao"},
		{"adds the day", met(none, none, qingdao), met(day, day, qingdao), record.Context, "on 2025-06-26 (report b). This report names no day"},
		{"no day and no town", met(none, none), met(day, day, qingdao), "", ""},
		{"another day", met(day, day, qingdao), met("2025-06-28", "2025-06-28", qingdao), "", ""},
		{"another town", met(day, day, inTown("Beijing", 1816670)), met(day, day, qingdao), "", ""},
		{"other ministers", met(day, day, qingdao), met(day, day, qingdao, func(r *record.Record) {
			r.Source[0].Office, r.Source[0].Sectors = "minister of foreign affairs", []string{"GOV"}
		}), "", ""},
		{"another state", met(day, day, qingdao), met(day, day, qingdao, func(r *record.Record) { r.Target[0].Country = "IRN" }), "", ""},
		{"a third party", met(day, day, qingdao), met(day, day, qingdao, func(r *record.Record) { r.Target = append(r.Target, record.Actor{Country: "IRN"}) }), "", ""},
		{"by telephone", met(day, day), met(day, day, func(r *record.Record) { r.Codes = []record.Code{{Codebook: "plover", Type: "CONSULT", Mode: "phone"}} }), "", ""},
		{"only planned", met(day, day, qingdao), met(day, day, qingdao, func(r *record.Record) { r.Counted = false }), "", ""},
	} {
		f := checker(t).Context(&c.mine, []Telling{c.other})
		switch {
		case f == nil && c.want != "":
			t.Errorf("%s: nothing, want %s", c.name, c.want)
		case f != nil && (f.Verdict != c.want || !strings.Contains(f.Text, c.says)):
			t.Errorf("%s: %s %q, want %s and %q", c.name, f.Verdict, f.Text, c.want, c.says)
		case f != nil && (len(f.Grounds) != 1 || f.Grounds[0].Says != "They met."):
			t.Errorf("%s: grounds %+v", c.name, f.Grounds)
		}
	}
}

// A count of people that differs is shown and not judged.
func TestContextToll(t *testing.T) {
	hit := func(n int32, words string) Telling {
		return met("2025-06-26", "2025-06-26", inTown("Gao", 2457161), func(r *record.Record) {
			r.Act, r.Symmetric, r.Codes = "kill", false, []record.Code{{Codebook: "plover", Type: "ASSAULT"}}
			r.Target = []record.Actor{{Country: "MLI", Sectors: []string{"MIL"}, Number: n, Text: words}}
		})
	}
	mine, other, like := hit(12, "12 soldiers"), hit(15, "15 soldiers"), hit(12, "twelve soldiers")
	if f := checker(t).Context(&mine, []Telling{other}); f == nil || f.Verdict != record.Mixed || !strings.Contains(f.Text, "“15 soldiers” where this report has “12 soldiers”") {
		t.Errorf("another count: %+v", f)
	}
	if f := checker(t).Context(&mine, []Telling{like}); f == nil || f.Verdict != record.Supported {
		t.Errorf("the same count: %+v", f)
	}
}
