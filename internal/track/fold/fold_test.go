package fold

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente/internal/record"
)

func words(s string) (out []Word) {
	for i, w := range strings.Fields(s) {
		w = strings.Trim(w, ".,")
		name := w[0] >= 'A' && w[0] <= 'Z' && i > 0 || w[0] >= '0' && w[0] <= '9'
		out = append(out, Word{strings.ToLower(w), name})
	}
	return out
}

// rarity stands in for a table: function words tell nothing, all others as much.
func rarity(w string) float64 {
	if strings.Contains(" the a an of in to and on by at is was were had it its after while said for who from with ", " "+w+" ") {
		return 0.1
	}
	return 6
}

func sketches(articles []Article) (out []*Sketch) {
	for _, a := range articles {
		s := NewSketch(a, rarity)
		out = append(out, &s)
	}
	return out
}

// folded folds articles, and fails the test where that fails.
func folded(t *testing.T, articles []Article) Closed {
	t.Helper()
	c, err := All(sketches(articles))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func records(n *Incident) (out []string) {
	for _, r := range n.Reports {
		out = append(out, r.Record)
	}
	return out
}

func actors(codes ...string) (out []record.Actor) {
	for _, c := range codes {
		country, sector, _ := strings.Cut(c, " ")
		a := record.Actor{Country: country, CAMEO: country + sector, Text: c}
		if sector != "" {
			a.Sectors = []string{sector}
		}
		out = append(out, a)
	}
	return out
}

func event(id, act, typ, source, target, first, last string, place *record.Place) record.Record {
	r := record.Record{ID: id, Act: act, Codes: []record.Code{{Codebook: "plover", Type: typ}}, Source: actors(source), Counted: true,
		Date: record.Date{Start: first, End: last}, Place: place, Evidence: []record.Evidence{{}}}
	if target != "" {
		r.Target = actors(target)
	}
	return r
}

const (
	border = "Kenyan troops shelled the Somali border town of Elwak on Tuesday after raiders killed 14 herders, the army said. The shelling lasted 3 hours. Elwak was empty by noon, officials in Nairobi said, and 2,000 people had fled to Mandera county."
	again  = "The Kenyan army fired shells at Elwak, a town on the Somali side of the border, on Tuesday. Elwak had sheltered the raiders who killed 14 herders in Mandera county, Nairobi said. Some 2,000 people fled."
	other  = "Chilean voters chose a new parliament on Sunday. The centre coalition in Santiago won 61 of 155 seats, the election service said, while turnout fell to 48 percent in Valparaiso and Antofagasta."
	others = "Turnout in the vote for the parliament of Chile fell to 48 percent, the election service in Santiago said on Sunday. The coalition of the centre has 61 of 155 seats; Valparaiso and Antofagasta went to the left."
)

func five() []Article {
	elwak := &record.Place{Name: "Elwak", GeoNamesID: 1, Country: "SOM", Lat: 2.8, Lon: 40.9, Resolution: "city"}
	return []Article{
		{ID: "a", Day: "2024-03-06", Publisher: "One", Words: words(border), Records: []record.Record{event("a1", "shell", "ASSAULT", "KEN MIL", "SOM", "2024-03-05", "2024-03-05", elwak), event("a2", "kill", "ASSAULT", "--- REB", "KEN CVL", "2024-03-05", "2024-03-05", nil)}},
		{ID: "b", Day: "2024-03-06", Publisher: "Two", Words: words("NAIROBI (Own Agency) " + border), Records: []record.Record{event("b1", "shell", "ASSAULT", "KEN MIL", "SOM", "2024-03-05", "2024-03-05", elwak)}},
		{ID: "c", Day: "2024-03-07", Publisher: "Three", Words: words(again), Records: []record.Record{event("c1", "attack", "ASSAULT", "KEN", "SOM", "2024-03-05", "2024-03-05", nil)}},
		{ID: "d", Day: "2024-03-07", Publisher: "Three", Words: words(other), Records: []record.Record{event("d1", "meet", "CONSULT", "CHL GOV", "ARG GOV", "2024-03-03", "2024-03-03", nil)}},
		{ID: "e", Day: "2024-03-07", Publisher: "One", Words: words(others), Records: []record.Record{event("e1", "meet", "CONSULT", "CHL GOV", "PER GOV", "2024-03-03", "2024-03-03", nil)}},
	}
}

func TestCopiesAndStories(t *testing.T) {
	var got []string
	for _, s := range folded(t, five()).Stories {
		for _, m := range s.Articles {
			got = append(got, m.Article+"<"+m.CopyOf)
		}
		got = append(got, ".")
	}
	if want := []string{"a<", "b<a", "c<", ".", "d<", "e<", "."}; !slices.Equal(got, want) {
		t.Errorf("stories and copies %q, want %q", got, want)
	}
}

func TestReportsOfOneDeedAreOneIncident(t *testing.T) {
	var got []string
	for _, n := range folded(t, five()).Incidents {
		got = append(got, fmt.Sprintf("%s %d: %s", n.Type, n.Independent, strings.Join(records(&n), " ")))
	}
	slices.Sort(got)
	// The two articles on Chile are one story, but Argentina is not Peru.
	want := []string{"ASSAULT 1: a2", "ASSAULT 2: a1 b1 c1", "CONSULT 1: d1", "CONSULT 1: e1"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("incidents %q, want %q", got, want)
	}
}

func TestOneArticleTwiceIsOneDataPoint(t *testing.T) {
	a := five()[0]
	twin := a
	twin.ID, twin.Day = "z", "2024-03-09"
	if n := folded(t, []Article{a, twin}).Incidents; len(n) != 2 || len(n[0].Reports) != 2 || n[0].Independent != 1 || n[0].Reports[1].CopyOf != "a" {
		t.Errorf("%+v", n)
	}
}

func TestNeitherDayNorPlaceMayDisagree(t *testing.T) {
	for name, change := range map[string]func(r *record.Record){
		"another day":     func(r *record.Record) { r.Date = record.Date{Start: "2024-03-01", End: "2024-03-01"} },
		"another country": func(r *record.Record) { r.Place = &record.Place{Country: "ETH", GeoNamesID: 9} },
		"a far town": func(r *record.Record) {
			r.Place = &record.Place{Country: "SOM", GeoNamesID: 8, Lat: 9, Lon: 45, Resolution: "city"}
		},
		"another target": func(r *record.Record) { r.Target = actors("ETH") },
		"another type":   func(r *record.Record) { r.Codes = []record.Code{{Codebook: "plover", Type: "COERCE"}} },
	} {
		articles := five()[:3]
		change(&articles[2].Records[0])
		for _, n := range folded(t, articles).Incidents {
			if slices.Contains(records(&n), "c1") && len(n.Reports) > 1 {
				t.Errorf("%s: folded with %v", name, n.Reports)
			}
		}
	}
}

func TestWhatIsDisputed(t *testing.T) {
	articles := five()[1:3]
	articles[1].Records[0].Source = actors("ETH MIL")
	n := folded(t, articles).Incidents
	if len(n) != 2 || !slices.Equal(n[0].Disagreements, []string{"who did it: KEN MIL, by 1 others"}) && !slices.Equal(n[0].Disagreements, []string{"who did it: ETH MIL, by 1 others"}) {
		t.Errorf("%+v", n)
	}
	// One article that tells of two attackers disputes nothing.
	articles = five()[:1]
	articles[0].Records[1] = event("a2", "shell", "ASSAULT", "ETH MIL", "SOM", "2024-03-05", "2024-03-05", nil)
	for _, x := range folded(t, articles).Incidents {
		if len(x.Disagreements) > 0 {
			t.Errorf("%+v", x)
		}
	}
	// How many, and when: by how many independent reports; copies count once.
	articles = five()[:3]
	for i, n := range []int32{14, 14, 11} {
		articles[i].Records[0].Target[0].Number = n
	}
	articles[2].Records[0].Date = record.Date{Start: "2024-03-06", End: "2024-03-06"}
	if n := folded(t, articles).Incidents; !slices.ContainsFunc(n, func(n Incident) bool {
		return slices.Equal(n.Disagreements, []string{"how many: 11 (1), 14 (1)", "when: 2024-03-05 (1), 2024-03-06 (1)"})
	}) {
		t.Errorf("%+v", n)
	}
}

func TestUndatedArticlesFoldToCopiesOnly(t *testing.T) {
	articles := five()
	for i := range articles {
		articles[i].Day = "2024-03"
	}
	c := folded(t, articles)
	var got []string
	for _, n := range c.Incidents {
		got = append(got, strings.Join(records(&n), " "))
	}
	if slices.Sort(got); len(c.Stories) != 4 || !slices.Equal(got, []string{"a1 b1", "a2", "c1", "d1", "e1"}) {
		t.Errorf("%d stories, incidents %q", len(c.Stories), got)
	}
}

func TestSketchesComeBack(t *testing.T) {
	all := five()
	all[0].Records[0].Target[0].Number = 3
	all[1].Day, all[2].Records = "", nil
	for _, s := range sketches(all) {
		b, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back Sketch
		if err := back.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(*s, back) {
			x, _ := json.Marshal(s)
			y, _ := json.Marshal(back)
			t.Errorf("%v\n%s\n%s", err, x, y)
		}
		for n := range b {
			if back.UnmarshalBinary(b[:n]) == nil {
				t.Errorf("%d of %d bytes are taken for a sketch", n, len(b))
			}
		}
	}
}
