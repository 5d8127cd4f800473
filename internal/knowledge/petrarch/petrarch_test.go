package petrarch

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"entente/internal/diag"
	"entente/internal/text"
)

const shared = "../../../../shared/data/events/petrarch"

func TestActorsOfEveryForm(t *testing.T) {
	got, finds := Actors("a.actors", []byte(`<!-- of XML
[XXX] -->
# a comment
; another
RURITANIA_  [RUR] # with a comment
+RURITANIAN_
+KINGDOM_OF_RURITANIA
RUDOLF_V_ ; of the Elphbergs
+KING_RUDOLF
	[RURGOV 360101-20010203]
	[RURELI >20010204]
	[RUROPP <360101]
BLACK_MICHAEL [RURREB 010101-050000][---]
PRISONER OF ZENDA	[rurcvl]
HENTZAU_INC. [MNC/RUR]
`))
	if err := finds.Err(); err != nil {
		t.Fatal(err)
	}
	d := func(y int16, m, d int8) text.Date { return text.Date{Year: y, Month: m, Day: d} }
	want := []Actor{
		{[]string{"RURITANIA", "RURITANIAN", "KINGDOM OF RURITANIA"}, []Code{{Code: "RUR"}}, "a.actors:5"},
		{[]string{"RUDOLF V", "KING RUDOLF"}, []Code{{"RURGOV", d(1936, 1, 1), d(2001, 2, 3)}, {"RURELI", d(2001, 2, 4), text.Date{}}, {"RUROPP", text.Date{}, d(1936, 1, 1)}}, "a.actors:8"},
		{[]string{"BLACK MICHAEL"}, []Code{{"RURREB", d(2001, 1, 1), d(2005, 0, 0)}, {}}, "a.actors:13"},
		{[]string{"PRISONER OF ZENDA"}, []Code{{Code: "RURCVL"}}, "a.actors:14"},
		{[]string{"HENTZAU INC."}, []Code{{Code: "MNC"}}, "a.actors:15"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestWrongLinesAreNamedAndTheRestRead(t *testing.T) {
	got, finds := Actors("a.actors", []byte("+LOST\n[AAA]\nA_ [BBB 2004017-20061201]\nB [C?]\nC [DDD\nD [EEE 20040101]\nE [FFF]\n"))
	if len(got) != 5 || got[3].Codes[0].From.Year != 2004 || got[4].Names[0] != "E" || len(got[4].Codes) != 1 || len(got[0].Codes) != 0 {
		t.Errorf("got %+v", got)
	}
	var lines []int
	for _, e := range finds.Errs {
		lines = append(lines, e.Line)
		if e.Hint == "" || e.File != "a.actors" {
			t.Errorf("finding without a hint or file: %v", e)
		}
	}
	if want := []int{1, 2, 3, 4, 5}; !reflect.DeepEqual(lines, want) {
		t.Errorf("findings on lines %v, want %v", lines, want)
	}
}

func TestAgentsOfEveryForm(t *testing.T) {
	got, finds := Agents("a.agents", []byte(`!PERSON! = MAN, WOMEN
POLICE {} [ ~COP] # a comment
GOLDEN_GOOSE {GOLDEN_GEESE} [~GGS]
CONGRESS!PERSON! [~LEG]
AID_GROUP  [NGO~]
STONE [---]
`))
	if err := finds.Err(); err != nil {
		t.Fatal(err)
	}
	want := []Agent{
		{"POLICE", "-", "COP", false, "a.agents:2"},
		{"GOLDEN GOOSE", "GOLDEN GEESE", "GGS", false, "a.agents:3"},
		{"CONGRESSMAN", "-", "LEG", false, "a.agents:4"},
		{"CONGRESSWOMEN", "-", "LEG", false, "a.agents:4"},
		{"AID GROUP", "", "NGO", true, "a.agents:5"},
		{"STONE", "", "", false, "a.agents:6"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, finds = Agents("a", []byte("X!NONE! [~GOV]\nY\nZ [GOV]\n[~GOV]\n")); len(finds.Errs) != 4 {
		t.Errorf("findings %v, want one for each of four lines", finds.Errs)
	}
}

// The published dictionaries are read whole. What cannot be read in them are
// their own slips, and they are few.
func TestPublishedDictionaries(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the shared data folder is not beside the repository")
	}
	for _, c := range [...]struct {
		file   string
		agents bool
		n      int // entries
		names  int // names in them
		slips  int
	}{
		{"dictionaries/Phoenix.Countries.actors.txt", false, 18390, 25917, 5},
		{"dictionaries/Phoenix.International.actors.txt", false, 7841, 7907, 1},
		{"dictionaries/Phoenix.MilNonState.actors.txt", false, 1021, 1793, 0},
		{"PETR.Validate.actors.txt", false, 128, 161, 0},
		{"dictionaries/Phoenix.agents.txt", true, 3373, 3373, 2},
		{"PETR.Validate.agents.txt", true, 95, 95, 0},
	} {
		b, err := os.ReadFile(filepath.Join(shared, filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		var n, names int
		var finds *diag.List
		if c.agents {
			var as []Agent
			as, finds = Agents(c.file, b)
			n, names = len(as), len(as)
		} else {
			var as []Actor
			as, finds = Actors(c.file, b)
			n = len(as)
			for _, a := range as {
				names += len(a.Names)
			}
		}
		if n != c.n || names != c.names || len(finds.Errs) != c.slips || finds.Hidden > 0 {
			t.Errorf("%s: %d entries, %d names, findings %v; want %d, %d, %d", c.file, n, names, finds, c.n, c.names, c.slips)
		}
	}
}
