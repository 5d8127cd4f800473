package watch

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/internal/record"
	"entente/internal/track/alert"
	"entente/internal/track/fold"
	"entente/internal/track/store"
)

// A world is a store with some news in it.
type world struct {
	t  *testing.T
	db *store.Store
	n  int
	b  store.Batch
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "s"), store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &world{t: t, db: db}
}

// read is a number of articles of a day that tell nothing.
func (w *world) read(day string, n int) {
	for range n {
		w.n++
		w.b.Documents = append(w.b.Documents, store.Document{ID: fmt.Sprintf("%016x", w.n), Name: "a", Published: day, Status: store.NoEvent, Text: "."})
	}
}

// acts are told apart by folding, and are all material conflict.
var acts = [][2]string{
	{"attack", "ASSAULT"}, {"expel-diplomats", "COERCE"}, {"impose-sanctions", "SANCTION"}, {"invade", "ASSAULT"}, {"mobilise-forces", "MOBILIZE"},
	{"seize-property", "COERCE"}, {"demonstrate", "PROTEST"}, {"arrest", "COERCE"},
}

// report is an article of ours that tells of one deed.
func (w *world) report(day, source, target, publisher string, act int) {
	w.n++
	id, a := fmt.Sprintf("%016x", w.n), acts[act%len(acts)]
	w.b.Documents = append(w.b.Documents, store.Document{ID: id, Name: "a", Publisher: publisher, Published: day, Status: store.Coded, Events: 1, Counted: 1, Text: "."})
	w.b.Events = append(w.b.Events, record.Event{
		ID: id, Origin: record.Origin, Document: id, Published: day, Publisher: publisher, Day: day, Last: day, Source: source, Target: target, SourceActor: source + "GOV", TargetActor: target,
		Act: a[0], Type: a[1], Quad: 4, Goldstein: record.Missing, Score: record.Missing, Lat: record.Missing, Lon: record.Missing, Confidence: 0.9, Counted: true, Sentence: fmt.Sprintf("It was %s, number %d.", a[0], w.n), Reports: 1,
	})
	w.b.Sketches = append(w.b.Sketches, fold.Sketch{ID: id, Day: day, Publisher: publisher, Tellings: []fold.Telling{{
		Record: id, Act: a[0], Type: a[1], Quad: 4, Counted: true, First: day, Last: day, Confidence: 0.9,
		Source: []fold.Party{{Country: source, Sectors: []string{"GOV"}}}, Target: []fold.Party{{Country: target}},
	}}})
}

// row is a row of another data set.
func (w *world) row(day, source, target string, quad uint8, mutual bool) {
	w.n++
	w.b.Events = append(w.b.Events, record.Event{
		ID: fmt.Sprint("r", w.n), Origin: "icews", Day: day, Last: day, Source: source, Target: target, Type: "ASSAULT", Quad: int(quad), Symmetric: mutual, Publisher: fmt.Sprint("P", w.n%3),
		Goldstein: record.Missing, Score: record.Missing, Lat: record.Missing, Lon: record.Missing, Confidence: record.Missing, Counted: true, Reports: 1, Contexts: []string{"military"},
	})
}

func (w *world) commit(kind store.Kind) {
	w.t.Helper()
	w.b.Kind, w.b.At = kind, time.Unix(0, 0)
	if _, err := w.db.Commit(w.t.Context(), &w.b); err != nil {
		w.t.Fatal(err)
	}
	w.b = store.Batch{}
	if _, err := w.db.Fold(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) step(m *Memory, o Options) *News {
	w.t.Helper()
	if o.Today == "" {
		o.Today = "2030-01-01"
	}
	n, err := Step(w.t.Context(), w.db, m, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) memory(o Options) *Memory {
	w.t.Helper()
	m, err := Remember(w.db.Dir(), o.Origin)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// states are the bytes that are kept of all series.
func (w *world) states() []byte {
	w.t.Helper()
	files, err := filepath.Glob(filepath.Join(w.db.Dir(), folder, "*.states"))
	if err != nil || len(files) != 1 {
		w.t.Fatal(files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

var weekly = Options{By: Week, Origin: record.Origin, Level: 0.1, Least: 10}

const start = "2023-01-02" // a Monday

// planted is a store of 70 weeks in which four pairs do something to each other
// now and then, and one of them in week 66 much more.
func planted(t *testing.T) *world {
	w := newWorld(t)
	for week := range 70 {
		for d := range 7 {
			w.read(addDays(start, 7*week+d), 4)
		}
		for p, pair := range [][2]string{{"RUS", "UKR"}, {"IND", "PAK"}, {"ISR", "LBN"}, {"CHN", "USA"}} {
			for k := range 1 + (week+p)%2 {
				w.report(addDays(start, 7*week+3*k+1), pair[0], pair[1], "Harbour Wire", week+p+k)
			}
		}
		if week == 66 {
			for k := range 12 {
				w.report(addDays(start, 7*week+k%6), "LBN", "ISR", []string{"Meridian Post", "Coast Daily", "Harbour Wire"}[k%3], k)
			}
		}
	}
	w.commit(store.Ingest)
	return w
}

func TestABurstIsToldOnceWithWhatItRestsOn(t *testing.T) {
	w := planted(t)
	m := w.memory(weekly)
	n := w.step(m, weekly)
	if len(n.Alerts) != 1 || n.Watched != 4 || n.Stepped != 70 {
		t.Fatalf("%+v", n)
	}
	a := n.Alerts[0]
	if a.Dyad.String() != "ISR-LBN" || a.Measure != "material conflict" || !a.Rise || a.Step != addDays(start, 7*66) || a.Days != 7 || a.Expected > 3 || a.Publishers != 3 || a.Rule != "" {
		t.Errorf("%+v", a)
	}
	// The evidence is what the store holds of that pair and week, and all of it.
	var want []string
	rows, err := w.db.DB().QueryContext(t.Context(), "SELECT DISTINCT id FROM incidents WHERE source IN ('ISR', 'LBN') AND day BETWEEN ?::DATE AND ?::DATE ORDER BY id", a.Step, addDays(a.Step, 6))
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	rows.Close()
	got := slices.Sorted(slices.Values(a.Incidents))
	if a.Seen < 12 || a.Seen != len(want) || !slices.Equal(got, want) || len(a.Evidence) != len(want) {
		t.Errorf("%d seen, incidents %v, the store has %v", a.Seen, got, want)
	}
	for i, e := range a.Evidence {
		if e.Incident != a.Incidents[i] || e.Day < a.Step || e.Day > addDays(a.Step, 6) || !strings.HasPrefix(e.Sentence, "It was "+e.Act) || len(e.Publishers) == 0 || e.Source != "LBNGOV" && e.Source != "ISRGOV" {
			t.Errorf("%+v", e)
		}
		if i > 0 && e.Day > a.Evidence[i-1].Day {
			t.Error("the newest stands first")
		}
	}
	if err := m.Keep(); err != nil {
		t.Fatal(err)
	}
	again := w.step(w.memory(weekly), weekly)
	if len(again.Alerts) != 0 || again.Stepped != 0 || again.Watched != 4 {
		t.Errorf("a second time: %+v", again)
	}
	// Whoever throws the states away gets the same ones.
	before := w.states()
	if err := os.RemoveAll(filepath.Join(w.db.Dir(), folder)); err != nil {
		t.Fatal(err)
	}
	fresh := w.step(w.memory(weekly), weekly)
	if len(fresh.Alerts) != 1 || fresh.Alerts[0].ID != a.ID || !bytes.Equal(before, w.states()) {
		t.Errorf("from the start: %+v", fresh)
	}
}

func TestWeekByWeekIsAsAtOnce(t *testing.T) {
	w := planted(t)
	m := w.memory(weekly)
	all := w.step(m, weekly)
	want := w.states()
	if err := os.RemoveAll(filepath.Join(w.db.Dir(), folder)); err != nil {
		t.Fatal(err)
	}
	m = w.memory(weekly)
	var got []alert.Alert
	for week := 40; week < 70; week++ {
		o := weekly
		o.Until = addDays(start, 7*week+6)
		n := w.step(m, o)
		if week > 40 && n.Stepped != 1 {
			t.Fatalf("week %d: %d steps are worked out, one is new", week, n.Stepped)
		}
		got = append(got, n.Alerts...)
	}
	if len(got) != 1 || len(all.Alerts) != 1 || got[0].ID != all.Alerts[0].ID || got[0].Step != all.Alerts[0].Step {
		t.Errorf("%+v, at once %+v", got, all.Alerts)
	}
	if !bytes.Equal(w.states(), want) {
		t.Error("other states than at once")
	}
	o := weekly
	o.Until = addDays(start, 7*66+5)
	if n := w.step(&Memory{}, o); len(n.Alerts) != 0 {
		t.Errorf("a week that is not over tells nothing: %+v", n.Alerts)
	}
}

func TestALateReportIsTakenIn(t *testing.T) {
	w := planted(t)
	m := w.memory(weekly)
	w.step(m, weekly)
	for _, late := range []struct {
		week, stepped int
	}{
		{69, 1}, // the newest week: from the checkpoint before it
		{60, 70 - 60},
		{20, 70}, // older than all checkpoints: from the start
	} {
		w.report(addDays(start, 7*late.week+5), "CHN", "USA", "Coast Daily", 6)
		w.commit(store.Ingest)
		n := w.step(m, weekly)
		if len(n.Alerts) != 0 || n.Stepped < late.stepped || n.Stepped > late.stepped+8 {
			t.Errorf("week %d: %d steps worked out, alerts %+v", late.week, n.Stepped, n.Alerts)
		}
		got := w.states()
		if err := os.RemoveAll(filepath.Join(w.db.Dir(), folder)); err != nil {
			t.Fatal(err)
		}
		if w.step(m, weekly); !bytes.Equal(w.states(), got) {
			t.Errorf("week %d: other states than from the start", late.week)
		}
	}
	// What comes late can itself be the news.
	for k := range 14 {
		w.report(addDays(start, 7*64+k%7), "RUS", "UKR", "Coast Daily", k)
	}
	w.commit(store.Ingest)
	n := w.step(m, weekly)
	if len(n.Alerts) != 1 || n.Alerts[0].Dyad.String() != "RUS-UKR" || n.Alerts[0].Step != addDays(start, 7*64) {
		t.Errorf("%+v", n.Alerts)
	}
}

func rules(t *testing.T, text string) []alert.Rule {
	t.Helper()
	out, err := alert.ParseRules("r", text, alert.Words{Types: []string{"ASSAULT"}, Fields: []string{"military"}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRulesAtTheBorder: three in seven days are three in seven days.
func TestRulesAtTheBorder(t *testing.T) {
	cases := []struct {
		rule string
		days []int // of the deeds, after the first day
		want string
	}{
		{"when RUS-UKR assault >= 3 in 7 days", []int{20, 23, 26}, "2023-01-28"},
		{"when RUS-UKR assault >= 3 in 7 days", []int{20, 23, 27}, ""},
		{"when RUS-UKR assault > 3 in 7 days", []int{20, 23, 26}, ""},
		{"when RUS-UKR assault > 3 in 7 days", []int{20, 23, 26, 26}, "2023-01-28"},
		{"when RUS-UKR military >= 3 in 1 day", []int{20, 20, 20}, "2023-01-22"},
		{"when any-UKR material conflict >= 3 in 7 days", []int{20, 23, 26}, "2023-01-28"},
		{"when RUS>UKR events >= 3 in 7 days", []int{20, 23, 26}, "2023-01-28"},
		{"when UKR>RUS events >= 3 in 7 days", []int{20, 23, 26}, ""},
		{"when UKR-RUS conflict >= 3 in 7 days", []int{20, 23, 26}, "2023-01-28"},
		{"when RUS-UKR cooperation >= 1 in 30 days", []int{20, 23, 26}, ""},
		{"when RUS-UKR assault >= 3 in 7 days; from 3 publishers", []int{20, 23, 26}, "2023-01-28"},
		{"when RUS-UKR assault >= 3 in 7 days; from 4 publishers", []int{20, 23, 26}, ""},
		{"when RUS-UKR assault < 1 in 12 days", []int{8, 20, 32}, ""},
		{"when RUS-UKR assault < 1 in 12 days", []int{8, 20, 33}, "2023-02-03"},
	}
	w := newWorld(t)
	for d := range 40 {
		w.row(addDays(start, d), "USA", "CHN", 3, false)
	}
	// Each has a pair of its own.
	for i, c := range cases {
		for _, d := range c.days {
			w.row(addDays(start, d), fmt.Sprintf("RUS%d", i), fmt.Sprintf("UKR%d", i), 4, false)
		}
	}
	w.commit(store.Import)
	for i, c := range cases {
		rule := strings.NewReplacer("RUS", fmt.Sprintf("RUS%d", i), "UKR", fmt.Sprintf("UKR%d", i)).Replace(c.rule)
		o := Options{By: Week, Origin: "icews", Least: 10, Rules: rules(t, rule), Since: "2023-01-20"}
		m := &Memory{}
		n := w.step(m, o)
		day := ""
		if len(n.Alerts) > 0 {
			day = n.Alerts[0].Since
			if got := len(n.Alerts[0].Incidents); got != n.Alerts[0].Seen || len(n.Alerts[0].Evidence) != got {
				t.Errorf("%s: %d seen, %d incidents", c.rule, n.Alerts[0].Seen, got)
			}
		}
		if day != c.want || len(n.Alerts) > 1 {
			t.Errorf("%s of days %v: %q (%d), want %q", c.rule, c.days, day, len(n.Alerts), c.want)
		}
		if n = w.step(m, o); len(n.Alerts) > 0 {
			t.Errorf("%s: told again: %+v", c.rule, n.Alerts)
		}
	}
}

// TestDirections: what both do to each other belongs to both directions, once.
func TestDirections(t *testing.T) {
	w := newWorld(t)
	for d := range 30 {
		day := addDays(start, d)
		w.row(day, "RUS", "UKR", 4, false)
		w.row(day, "CHN", "USA", 1, true)
		w.row(day, "SRB", "SRB", 4, true)
		w.row(day, "USA", "", 1, false)
	}
	w.commit(store.Import)
	for _, c := range []struct {
		directed, sides bool
		want            string
	}{
		{false, false, "CHN-USA verbal cooperation 7; RUS-UKR material conflict 7; SRB-SRB material conflict 7"},
		{true, false, "CHN>USA verbal cooperation 7; RUS>UKR material conflict 7; SRB>SRB material conflict 7; USA>CHN verbal cooperation 7"},
		{false, true, "CHN-USA cooperation 7; RUS-UKR conflict 7; SRB-SRB conflict 7"},
	} {
		o := Options{By: Week, Origin: "icews", Level: 0.1, Least: 1, Directed: c.directed, Sides: c.sides, Today: "2030-01-01"}
		r := &reader{db: w.db, o: &o}
		if _, err := r.read(t.Context()); err != nil {
			t.Fatal(err)
		}
		step := floorDiv(number(start), 7)
		var got []string
		rows, err := w.db.DB().QueryContext(t.Context(), o.counts()+" ORDER BY a, b", o.Origin, step, step)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var s, measure, n int
			var d alert.Dyad
			if err := rows.Scan(&s, &d.First, &d.Second, &measure, &n); err != nil {
				t.Fatal(err)
			}
			d.Directed = c.directed
			got = append(got, fmt.Sprintf("%s %s %d", d, measures[measure], n))
		}
		rows.Close()
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s, want %s", s, c.want)
		}
		if e := r.exposure(step); e != 28 {
			t.Errorf("%v rows of the week, want 28", e)
		}
	}
}

func TestDaysBeforeTheCountBegan(t *testing.T) {
	for day, want := range map[string]int{"1970-01-05": 0, "1970-01-04": -1, "2023-01-02": 19355, "1969-12-29": -7} {
		if n := number(day); n != want || dayOf(n) != day {
			t.Errorf("%s is %d and back %s", day, n, dayOf(n))
		}
	}
	if floorDiv(-1, 7) != -1 || floorDiv(-7, 7) != -1 || floorDiv(-8, 7) != -2 || floorDiv(6, 7) != 0 {
		t.Error("weeks before 1970")
	}
}
