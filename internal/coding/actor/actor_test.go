package actor_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"entente/data"
	"entente/internal/learn/eval"
	"entente/internal/record"
	"entente/internal/text"
)

const shared = "../../../../shared"

// The meeting of two defence ministers: offices from the words, the second one
// carried over by "counterpart", wrong names left alone, metonyms but no towns.
const meeting = `The recent high-level meeting between Russian Defense Minister Andrei Bozhovsky and his Chinese counterpart, Dong Zhuo, in Qingdao has underscored a partnership between Moscow and Beijing. The discussions between the two defense ministers focused on research. Both sides highlighted trust. The two nations have deepened ties.`

func TestCounterpartTakesOffice(t *testing.T) {
	p, r := judges(t)
	doc := &text.Document{Body: meeting}
	p.Parse(doc)
	as := r.Resolve(doc)
	find := func(s string) *record.Actor {
		t.Helper()
		i := slices.IndexFunc(as, func(a record.Actor) bool { return a.Text == s })
		if i < 0 {
			t.Fatalf("no mention %q in %v", s, lines(as))
		}
		return &as[i]
	}
	rus, chn := find("Russian Defense Minister Andrei Bozhovsky"), find("Chinese counterpart, Dong Zhuo")
	if rus.Office != "minister of defence" || rus.CAMEO != "RUSGOVMIL" || rus.Person != "Andrei Bozhovsky" || rus.Kind != record.Person {
		t.Errorf("%+v", *rus)
	}
	if chn.Office != rus.Office || chn.CAMEO != "CHNGOVMIL" || chn.Person != "Dong Zhuo" || chn.Antecede < 0 || &as[chn.Antecede] != rus {
		t.Errorf("%+v", *chn)
	}
	two := find("two defense ministers")
	if two.Kind != record.Coalition || len(two.Members) != 2 || &as[two.Members[0]] != rus || &as[two.Members[1]] != chn {
		t.Errorf("%+v", *two)
	}
	for _, s := range []string{"Both sides", "two nations"} {
		if a := find(s); len(a.Members) != 2 || as[a.Members[0]].Country != "RUS" || as[a.Members[1]].Country != "CHN" {
			t.Errorf("%+v", *a)
		}
	}
	for _, a := range as {
		if a.Text == "Qingdao" {
			t.Errorf("a town acts: %+v", a)
		}
	}
}

func TestOneStateIsOneEntity(t *testing.T) {
	p, r := judges(t)
	doc := &text.Document{Body: "Russia rejected the report. Moscow said the Russian economy was strong. The Kremlin accused China. Beijing did not reply."}
	p.Parse(doc)
	entity := map[string]int32{}
	as := r.Resolve(doc)
	for i, a := range as {
		if a.Kind != record.State {
			continue
		}
		if e, ok := entity[a.Country]; ok && e != a.Entity {
			t.Errorf("%s is entity %d and %d", a.Country, e, a.Entity)
		}
		entity[a.Country] = a.Entity
		if a.Span.Start < 0 || doc.Body[a.Span.Start:a.Span.End] != a.Text {
			t.Errorf("span of %q is %v", a.Text, a.Span)
		}
		if a.Head < a.First || a.Head >= a.Last {
			t.Errorf("head of %q lies outside it", a.Text)
		}
		if i > 0 && as[i-1].First > a.First {
			t.Errorf("mentions are not sorted at %d", i)
		}
	}
	if len(entity) != 2 || entity["RUS"] != 0 {
		t.Errorf("entities %v", entity)
	}
}

func TestNameAloneStaysAName(t *testing.T) {
	p, r := judges(t)
	doc := &text.Document{Body: "Andrei Bozhovsky met Dong Zhuo on Monday."}
	p.Parse(doc)
	for _, a := range r.Resolve(doc) {
		if a.Country != "" || a.Office != "" {
			t.Errorf("%s became %s %s by its name", a.Text, a.Country, a.Office)
		}
	}
}

func TestPhrase(t *testing.T) {
	_, r := judges(t)
	for _, c := range []struct{ in, country, sector string }{
		{"two Chinese warplanes", "CHN", "MIL"},
		{"Russia’s ambassador to Poland", "RUS", "GOV"},
		{"Armenian Prime Minister Nikol Pashinyan", "ARM", "GOV"},
		{"president of the European Council", "EUR", "GOV"},
		{"a Somalia-based paramilitary group", "SOM", "PRM"},
		{"Tehran", "IRN", "GOV"},
		{"Mongolia", "MNG", ""},
		{"an opposition lawmaker", "", "LEG"},
		{"coronavirus", "", ""},
		{"", "", ""},
	} {
		a := r.Phrase(c.in, text.Date{})
		s := ""
		if len(a.Sectors) > 0 {
			s = a.Sectors[0]
		}
		if a.Country != c.country || s != c.sector {
			t.Errorf("%q is %s %s (%s), not %s %s", c.in, a.Country, s, a.Why.Rule, c.country, c.sector)
		}
	}
}

func TestSameTextSameActors(t *testing.T) {
	p, r := judges(t)
	read := func() []string {
		doc := &text.Document{Body: meeting}
		p.Parse(doc)
		return lines(r.Resolve(doc))
	}
	first := read()
	for range 5 {
		if !slices.Equal(first, read()) {
			t.Fatal("two readings differ")
		}
	}
}

// A page may be anything: the judge must answer, and stay inside it.
func FuzzResolve(f *testing.F) {
	f.Add(meeting)
	f.Add("U.S.-led \x00 of of the ' 's - Russia's")
	f.Add("North and South")
	f.Add("his counterpart, of the president to")
	p, r := judges(f)
	f.Fuzz(func(t *testing.T, s string) {
		doc := &text.Document{Body: s}
		p.Parse(doc)
		for _, a := range r.Resolve(doc) {
			if a.First < 0 || int(a.Last) > len(doc.Tokens) || a.First >= a.Last {
				t.Fatalf("%q has tokens [%d,%d)", a.Text, a.First, a.Last)
			}
		}
		r.Phrase(s, text.Date{})
	})
}

func TestActorCases(t *testing.T) {
	if _, err := os.Stat(filepath.Join(shared, "data", "events", "actor_cases")); err != nil {
		t.Skip("the shared data folder is not beside the repository")
	}
	if err := eval.Actors(data.FS, data.Gazetteer, shared, io.Discard, nil); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkResolve(b *testing.B) {
	p, r := judges(b)
	doc := &text.Document{Body: meeting}
	p.Parse(doc)
	b.ReportAllocs()
	for b.Loop() {
		r.Resolve(doc)
	}
	b.ReportMetric(float64(b.N*len(doc.Sentences))/b.Elapsed().Seconds(), "sentences/s")
}
