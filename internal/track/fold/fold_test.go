package fold

import (
	"fmt"
	"math/rand/v2"
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

func sample() []Article {
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
	g := Group(sample())
	if want := []int{0, 0, 1, 2, 3}; !reflect.DeepEqual(g.Copy, want) {
		t.Errorf("copies %v, want %v", g.Copy, want)
	}
	if want := []int{0, 0, 0, 1, 1}; !reflect.DeepEqual(g.Story, want) {
		t.Errorf("stories %v, want %v", g.Story, want)
	}
}

func TestReportsOfOneDeedAreOneIncident(t *testing.T) {
	articles := sample()
	var got []string
	for _, n := range Incidents(articles, Group(articles)) {
		var of []string
		for _, r := range n.Reports {
			of = append(of, r.Record)
		}
		got = append(got, fmt.Sprintf("%s %d: %s", n.Type, n.Independent, strings.Join(of, " ")))
	}
	slices.Sort(got)
	// The two articles on Chile are one story, but Argentina is not Peru.
	want := []string{"ASSAULT 1: a2", "ASSAULT 2: a1 b1 c1", "CONSULT 1: d1", "CONSULT 1: e1"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("incidents %q, want %q", got, want)
	}
}

func TestOneArticleTwiceIsOneDataPoint(t *testing.T) {
	a := sample()[0]
	twin := a
	twin.ID = "z"
	articles := []Article{a, twin}
	if n := Incidents(articles, Group(articles)); len(n) != 2 || len(n[0].Reports) != 2 || n[0].Independent != 1 {
		t.Errorf("%d incidents, the first of %d reports", len(n), len(n[0].Reports))
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
		articles := sample()[:3]
		r := &articles[2].Records[0]
		change(r)
		for _, n := range Incidents(articles, Group(articles)) {
			for _, x := range n.Reports {
				if x.Record == "c1" && len(n.Reports) > 1 {
					t.Errorf("%s: folded with %v", name, n.Reports)
				}
			}
		}
	}
}

func TestWhoDidItMayBeDisputed(t *testing.T) {
	articles := sample()[1:3]
	articles[1].Records[0].Source = actors("ETH MIL")
	n := Incidents(articles, Group(articles))
	if len(n) != 2 || !slices.Equal(n[0].Disagreements, []string{"who did it: KEN MIL, by 1 others"}) && !slices.Equal(n[0].Disagreements, []string{"who did it: ETH MIL, by 1 others"}) {
		t.Errorf("%+v", n)
	}
	// One article that tells of two attackers disputes nothing.
	articles = sample()[:1]
	articles[0].Records[1] = event("a2", "shell", "ASSAULT", "ETH MIL", "SOM", "2024-03-05", "2024-03-05", nil)
	for _, x := range Incidents(articles, Group(articles)) {
		if len(x.Disagreements) > 0 {
			t.Errorf("%+v", x)
		}
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	articles := sample()
	want := Incidents(articles, Group(articles))
	for seed := range uint64(20) {
		draw := rand.New(rand.NewPCG(seed, 1))
		draw.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
		got := Incidents(articles, Group(articles))
		for i := range got {
			for k := range got[i].Reports {
				got[i].Reports[k].Copy = want[i].Reports[k].Copy
			}
			got[i].best, want[i].best = nil, nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("order %d gives %+v, want %+v", seed, got, want)
		}
	}
}
