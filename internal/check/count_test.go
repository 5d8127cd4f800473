package check

import (
	"strings"
	"testing"

	"entente/internal/record"
)

func one(t *testing.T, c *Checker, k record.Claim, day string) record.Finding {
	t.Helper()
	fs := c.Check([]record.Claim{k}, day)
	if len(fs) != 1 {
		t.Fatalf("%d findings, want 1", len(fs))
	}
	return fs[0]
}

// What stands in the shares of years that are over.
func TestRecordVerdicts(t *testing.T) {
	rec := func(state, other, counted, change string) record.Claim {
		return record.Claim{Kind: record.ClaimRecord, State: state, Other: other, Counted: counted, Flow: map[string]string{"export": "export", "import": "import"}[counted], Change: change}
	}
	for _, c := range []struct {
		name  string
		claim record.Claim
		day   string
		want  record.Verdict
	}{
		{"all shares at their highest", rec("RUS", "CHN", "trade", "highest"), "2024-05-01", record.Supported},
		{"no share at its lowest", rec("RUS", "CHN", "trade", "lowest"), "2024-05-01", record.Mixed},
		{"of one flow", rec("JPN", "CHN", "import", "lowest"), "2024-05-01", record.Supported},
		{"before the figures", rec("RUS", "CHN", "trade", "highest"), "1998-05-01", record.NotCovered},
		{"long after the figures", rec("RUS", "CHN", "trade", "highest"), "2041-05-01", record.NotCovered},
		{"of one state with all", rec("DEU", "", "export", "highest"), "2024-05-01", record.NotCovered},
		{"that no table has", rec("TUR", "", "inflation", "lowest"), "2024-05-01", record.NotCovered},
	} {
		f := one(t, checker(t), c.claim, c.day)
		if f.Verdict != c.want {
			t.Errorf("%s: %s, want %s: %s", c.name, f.Verdict, c.want, f.Text)
		}
		if f.Verdict == record.Supported || f.Verdict == record.Mixed {
			if len(f.Grounds) == 0 || !strings.Contains(f.Text, "shares and no money") {
				t.Errorf("%s: %q rests on %d rows", c.name, f.Text, len(f.Grounds))
			}
		}
	}
}

// Silence refutes no number: only events that are there speak for it or against.
func TestCountVerdicts(t *testing.T) {
	met := func(days ...string) *Checker {
		var es []Event
		for _, d := range days {
			es = append(es, Event{A: "KOR", B: "JPN", Type: "CONSULT", Quad: 1, First: d, Last: d, Row: "events.jsonl:1", Says: "met"})
		}
		es = append(es, Event{A: "JPN", B: "KOR", Type: "ASSAULT", Quad: 4, First: "2018-01-01", Last: "2018-01-01"}, Event{A: "JPN", B: "CHN", Type: "CONSULT", Quad: 1, First: "2018-01-05", Last: "2018-01-05"})
		return checker(t).With(NewList(es))
	}
	k := record.Claim{Kind: record.ClaimCount, State: "JPN", Other: "KOR", Counted: "meeting", Number: 3, Within: &record.DaySpan{First: "2018-01-01", Last: "2018-09-01"}}
	first := k
	first.Number = 1
	for _, c := range []struct {
		name  string
		check *Checker
		claim record.Claim
		want  record.Verdict
	}{
		{"without events", checker(t), k, record.NotCovered},
		{"as many before", met("2018-02-01", "2018-05-01"), k, record.Supported},
		{"too few before", met("2018-02-01"), k, record.NotCovered},
		{"two reports of a day are one", met("2018-02-01", "2018-02-01"), k, record.NotCovered},
		{"others before the time", met("2017-02-01", "2017-05-01"), k, record.NotCovered},
		{"more before", met("2018-02-01", "2018-03-01", "2018-05-01"), k, record.Mixed},
		{"itself among them", met("2018-02-01", "2018-05-01", "2018-08-29"), k, record.Supported},
		{"no first", met("2018-02-01"), first, record.Mixed},
		{"a first, as far as is known", met(), first, record.NotCovered},
	} {
		if f := one(t, c.check, c.claim, "2018-09-01"); f.Verdict != c.want {
			t.Errorf("%s: %s, want %s: %s", c.name, f.Verdict, c.want, f.Text)
		}
	}
}
