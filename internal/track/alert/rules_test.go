package alert

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

var words = Words{
	Types:  []string{"ASSAULT", "COERCE", "PROTEST"},
	Fields: []string{"cyber", "human_rights"},
	Actor:  func(c string) bool { return strings.Contains("RUS UKR CHN ISR LBN IGO", c) },
}

func TestRulesAreRead(t *testing.T) {
	text := `# mine
when RUS-UKR assault > 20 in 7 days
China: when any-CHN conflict > 3 x usual in 2 weeks; quiet 30 days; to desk, mail
when change in ISR-LBN material conflict
  quiet 2 weeks   # the rule goes on here
  from 3 publishers
when burst in RUS>UKR cyber
few: when RUS>IGO events <= 2 in 30 days
when ISR-LBN COERCE >= 2.5x usual
`
	rules, err := ParseRules("r.rules", text, words)
	if err != nil {
		t.Fatal(err)
	}
	want := []Rule{
		{Name: "RUS-UKR assault > 20 in 7 days", Kind: Threshold, Dyad: Dyad{"RUS", "UKR", false}, Measure: Measure{"type", "assault"}, Compare: ">", Number: 20, Days: 7, Quiet: 7, Line: 2},
		{Name: "China", Kind: Usual, Dyad: Dyad{"any", "CHN", false}, Measure: Measure{"side", "conflict"}, Compare: ">", Number: 3, Days: 14, Quiet: 30, Channels: []string{"desk", "mail"}, Line: 3},
		{Name: "change in ISR-LBN material conflict", Kind: Change, Dyad: Dyad{"ISR", "LBN", false}, Measure: Measure{"quad", "material conflict"}, Days: 7, Quiet: 14, Publishers: 3, Line: 4},
		{Name: "burst in RUS>UKR cyber", Kind: Burst, Way: 1, Dyad: Dyad{"RUS", "UKR", true}, Measure: Measure{"field", "cyber"}, Days: 7, Quiet: 7, Line: 7},
		{Name: "few", Kind: Threshold, Dyad: Dyad{"RUS", "IGO", true}, Measure: Measure{"events", "events"}, Compare: "<=", Number: 2, Days: 30, Quiet: 7, Line: 8},
		{Name: "ISR-LBN COERCE >= 2.5x usual", Kind: Usual, Dyad: Dyad{"ISR", "LBN", false}, Measure: Measure{"type", "coerce"}, Compare: ">=", Number: 2.5, Days: 7, Quiet: 7, Line: 9},
	}
	for i := range want {
		if i >= len(rules) || !reflect.DeepEqual(rules[i], want[i]) {
			t.Errorf("rule %d is\n%+v, want\n%+v", i, rules[min(i, len(rules)-1)], want[i])
		}
	}
}

// TestMistakesInRulesNameTheirPlace: line and column, and a hint that helps.
func TestMistakesInRulesNameTheirPlace(t *testing.T) {
	for _, c := range [][3]string{
		{"when RUS-UKR asault > 20 in 7 days", "r:1:14", `did you mean "assault"`},
		{"when RUS-UKR assault > twenty in 7 days", "r:1:24", "number is wanted"},
		{"when RUS-UKR assault > 20", "r:1:26", "in 7 days"},
		{"when RUS-UKR assault > 20 in 7 moons", "r:1:32", `"days" or "weeks"`},
		{"when RUS-XYZ assault > 20 in 7 days", "r:1:10", `no actor has the code "XYZ"`},
		{"when rus-UKR assault > 20 in 7 days", "r:1:6", `did you mean "RUS"`},
		{"when RUS assault > 20 in 7 days", "r:1:6", "two actors"},
		{"when any-any assault > 20 in 7 days", "r:1:6", "everything"},
		{"when change RUS-UKR assault", "r:1:13", `"in" is wanted`},
		{"when RUS-UKR material > 2 in 7 days", "r:1:14", "material conflict or material cooperation"},
		{"when RUS-UKR assault > 3 x usal", "r:1:28", `"usual" is wanted`},
		{"# fine\n\nwen RUS-UKR assault > 3 x usual", "r:3:1", `did you mean "when"`},
		{"when RUS-UKR assault > 3 x usual; quite 7 days", "r:1:35", `did you mean "quiet"`},
		{"when RUS-UKR assault > 3 x usual to", "r:1:36", "channel"},
		{"a: when RUS-UKR assault > 3 x usual\na: when RUS-UKR coerce > 3 x usual", "r:2:1", "first is on line 1"},
		{"when RUS-UKR assault > 2 in 99999 days", "r:1:29", "too many"},
	} {
		_, err := ParseRules("r", c[0], words)
		if err == nil || !strings.HasPrefix(err.Error(), c[1]+": ") || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("%s\n%v\nwant %s … %s", c[0], err, c[1], c[2])
		}
	}
	_, err := ParseRules("r", "when RUS-UKR x > 1 in 1 day\nwhen RUS-UKR y > 1 in 1 day", words)
	if err == nil || !strings.Contains(err.Error(), "r:1:14") || !strings.Contains(err.Error(), "r:2:14") {
		t.Errorf("both mistakes should be told: %v", err)
	}
}

func FuzzRules(f *testing.F) {
	f.Add("a: when RUS>UKR material conflict >= 2.5x usual in 2 weeks; quiet 3 days; from 2 publishers; to x, y\n  to z")
	f.Add("when , ; : > x")
	f.Fuzz(func(t *testing.T, s string) {
		rules, err := ParseRules("r", s, Words{Types: words.Types})
		if err == nil {
			for _, r := range rules {
				if r.Name == "" || r.Days < 1 || r.Quiet < 1 {
					t.Fatalf("%+v", r)
				}
			}
		}
	})
}

// track is a year of days with so many a day, and other counts at its end.
func track(daily float64, end ...int) Track {
	tr := Track{Dyad: Dyad{"RUS", "UKR", false}, First: "2023-01-02"}
	left := 0.0
	for range 364 {
		left += daily
		n := int(left)
		left -= float64(n)
		tr.Days = append(tr.Days, Day{Count: n, Articles: 50})
	}
	for i, n := range end {
		tr.Days = append(tr.Days, Day{Count: n, Articles: 50, Publishers: []string{"a", fmt.Sprint(i)}, Incidents: []string{fmt.Sprint("i", i)}})
	}
	return tr
}

func one(t *testing.T, rule string, tr Track, book *Book) []Alert {
	t.Helper()
	rules, err := ParseRules("r", rule, words)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Judge(rules, func(d Dyad, m Measure) ([]Track, error) { return []Track{tr}, nil }, book)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRulesAreHeldAgainstSeries(t *testing.T) {
	quiet, loud := track(0.5, 0, 1, 0, 1, 0, 1, 0), track(0.5, 2, 3, 4, 5, 3, 4, 4)
	last := track(1, 0, 0, 0, 0, 0, 0, 0)
	for _, c := range []struct {
		rule  string
		tr    Track
		want  int
		since string
	}{
		{"when RUS-UKR assault > 20 in 7 days", loud, 1, "2024-01-06"}, // 2+3+4+5+3+4 and one of the day before pass 20
		{"when RUS-UKR assault > 20 in 7 days", quiet, 0, ""},
		{"when RUS-UKR assault > 3 x usual", loud, 1, ""},
		{"when RUS-UKR assault > 3 x usual", quiet, 0, ""},
		{"when RUS-UKR assault > 8 x usual", loud, 0, ""},
		{"when change in RUS-UKR assault", loud, 1, "2024-01-01"},
		{"when fall in RUS-UKR assault", loud, 0, ""},
		{"when change in RUS-UKR assault", quiet, 0, ""},
		{"when burst in RUS-UKR assault", loud, 1, "2024-01-01"},
		{"when burst in RUS-UKR assault", quiet, 0, ""},
		{"when RUS-UKR assault < 1 in 7 days", last, 1, "2024-01-07"},
		{"when RUS-UKR assault > 20 in 7 days; from 8 publishers", loud, 1, ""},
		{"when RUS-UKR assault > 20 in 7 days; from 9 publishers", loud, 0, ""},
		{"when RUS-UKR assault < 20 in 999 days", quiet, 0, ""}, // nobody knows
		{"when RUS-UKR assault > 180 in 999 days", quiet, 1, "2023-12-29"},
	} {
		got := one(t, c.rule, c.tr, &Book{})
		if len(got) != c.want {
			t.Errorf("%s: %+v, want %d", c.rule, got, c.want)
			continue
		}
		if len(got) == 1 && c.since != "" && got[0].Since != c.since {
			t.Errorf("%s: since %s, want %s", c.rule, got[0].Since, c.since)
		}
	}
	unread := track(0.5, 1, 1, 0, 0, 0, 0, 1)
	for i := range 7 {
		unread.Days[364+i].Articles = 0
	}
	if got := one(t, "when RUS-UKR assault >= 1 in 7 days", unread, &Book{}); len(got) != 1 || got[0].Expected < 3 || got[0].Expected > 4 {
		t.Errorf("of days whose deeds were told later as much is expected as of others: %+v", got)
	}
	a := one(t, "when RUS-UKR assault > 20 in 7 days", loud, &Book{})[0]
	if a.Seen != 25 || a.Expected < 3 || a.Expected > 4 || a.Publishers != 8 || a.Incidents[0] != "i6" || a.Step != "2024-01-01" || a.Probability < 0.99 {
		t.Errorf("%+v", a)
	}
	if s := a.Title(); s != "RUS-UKR assault > 20 in 7 days: RUS-UKR assault: 25 seen in 7 days from 2024-01-01, 3.4 expected (0 to 8)" {
		t.Error(s)
	}
}

// TestAChangeIsToldOnce: it stays probable for weeks, and the likeliest day of it
// moves by a step now and then.
func TestAChangeIsToldOnce(t *testing.T) {
	book := &Book{}
	tr := track(0.5)
	shown := 0
	for day := range 70 {
		tr.Days = append(tr.Days, Day{Count: 2 + day%3, Articles: 50})
		shown += len(one(t, "when rise in RUS-UKR assault", tr, book))
	}
	if shown != 1 {
		t.Errorf("one rise is told %d times", shown)
	}
}

func TestTheSameAlertIsNotSentTwice(t *testing.T) {
	book := &Book{}
	rule := "when RUS-UKR assault > 20 in 7 days; quiet 3 days"
	tr := track(0.5, 2, 3, 4, 5, 3, 4, 4)
	first := one(t, rule, tr, book)
	tr.Days = append(tr.Days, Day{Count: 9, Articles: 50})
	if again := one(t, rule, tr, book); len(first) != 1 || len(again) != 0 {
		t.Fatalf("%d, then %d alerts", len(first), len(again))
	}
	for range 20 { // it ends, and comes back
		tr.Days = append(tr.Days, Day{Articles: 50})
	}
	if none := one(t, rule, tr, book); len(none) != 0 {
		t.Fatalf("%+v of nothing", none)
	}
	tr.Days = append(tr.Days, Day{Count: 30, Articles: 50})
	if back := one(t, rule, tr, book); len(back) != 1 || back[0].ID == first[0].ID {
		t.Errorf("what comes back is an alert of its own: %+v", back)
	}
	quiet := &Book{}
	a, b := first[0], first[0]
	b.Since = "2024-02-02"
	b.sign()
	if !quiet.Admit(&a, "2024-01-07", 3) || quiet.Admit(&b, "2024-01-10", 3) || quiet.Admit(&b, "2024-01-04", 3) || !quiet.Admit(&b, "2024-01-11", 3) {
		t.Errorf("the quiet period is not kept: %+v", quiet)
	}
	// To the watch a burst that stays is one rise, and a fall is another thing.
	burst := Alert{Kind: Burst, Dyad: Dyad{"RUS", "UKR", false}, Measure: "conflict", Rise: true, Since: "2024-01-01"}
	level, fall := burst, burst
	level.Kind, level.Since, fall.Kind, fall.Rise = Change, "2023-12-25", Change, false
	for _, a := range []*Alert{&burst, &level, &fall} {
		a.sign()
	}
	if !book.Admit(&burst, "2024-01-07", 83) || book.Admit(&level, "2024-01-14", 83) || book.Admit(&level, "2023-12-31", 83) || !book.Admit(&fall, "2024-01-14", 83) || !book.Admit(&level, "2024-04-01", 83) {
		t.Errorf("%+v", book)
	}
	book.Forget("2030-01-01")
	if len(book.Sent)+len(book.Told) != 0 {
		t.Errorf("%+v", book)
	}
}
