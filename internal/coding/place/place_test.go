package place_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"entente/data"
	"entente/internal/coding/place"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/reading/parse"
	"entente/internal/record"
	"entente/internal/text"
)

func tools(t testing.TB) (*place.Locator, *parse.Parser) {
	t.Helper()
	g, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	l, err := place.New(g, data.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse.New(data.FS, data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	return l, p
}

func page(p *parse.Parser, body string) *text.Document {
	doc := &text.Document{Language: "en", Body: body}
	p.Parse(doc)
	return doc
}

// short writes places as "Text=Country/feature", with ~ before metonyms.
func short(places []record.Place) string {
	var s []string
	for _, p := range places {
		m := ""
		if p.Metonym {
			m = "~"
		}
		s = append(s, fmt.Sprintf("%s%s=%s/%s", m, p.Text, p.Country, p.Resolution))
	}
	return strings.Join(s, " ")
}

func TestPlacesOfASentence(t *testing.T) {
	l, p := tools(t)
	for _, c := range []struct{ body, want string }{
		{"The two ministers met in Qingdao on Thursday.", "Qingdao=CHN/city"},
		{"Ships collided in the South China Sea.", "South China Sea=/region"},
		{"Fighting went on across the Donbas and near Kharkiv.", "Donbas=UKR/region Kharkiv=UKR/city"},
		{"A bomb went off in Paris, Texas.", "Paris=USA/city Texas=USA/admin1"},
		{"Two people drowned near Reading, England.", "Reading=GBR/city England=GBR/admin1"},
		{"Reading the letter took an hour.", ""},
		{"Paris Hilton sold her house.", ""},
		{"The Washington Post reported the raid.", ""},
		{"Troops withdrew from Aleppo and moved to Idlib.", "Aleppo=SYR/city Idlib=SYR/city"},
		{"Russia said that it would not yield.", "~Russia=RUS/country"},
		{"Thousands fled to Turkey last week.", "Turkey=TUR/country"},
		{"Protesters marched in the city of São Paulo.", "São Paulo=BRA/city"},
		{"Police in Nairobi and Mombasa made arrests.", "Nairobi=KEN/city Mombasa=KEN/city"},
		{"Settlers attacked a village in the West Bank.", "West Bank=PSE/region"},
		{"It happened in Washington, D.C., on Monday.", "Washington=USA/city D.C.=USA/admin1"},
		{"Us too, they shouted.", ""},
	} {
		if got := short(l.Locate(page(p, c.body), nil)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.body, got, c.want)
		}
	}
}

func TestAPlaceCarriesWhatIsKnown(t *testing.T) {
	l, p := tools(t)
	body := "The delegations met in Qingdao."
	got := l.Locate(page(p, body), nil)
	if len(got) != 1 {
		t.Fatalf("%v", got)
	}
	q := got[0]
	if q.Name != "Qingdao" || q.Admin1 != "Shandong" || q.Country != "CHN" || q.Resolution != "city" || q.GeoNamesID != 1797929 {
		t.Errorf("%+v", q)
	}
	if q.Lat < 35.9 || q.Lat > 36.2 || q.Lon < 120.2 || q.Lon > 120.5 {
		t.Errorf("point %v %v", q.Lat, q.Lon)
	}
	if body[q.Span.Start:q.Span.End] != "Qingdao" || q.Last-q.First != 1 || q.Why.Rule == "" || q.Why.Detail == "" {
		t.Errorf("evidence %+v", q)
	}
}

func TestGovernmentsAreMetonyms(t *testing.T) {
	l, p := tools(t)
	doc := page(p, "Moscow and Beijing signed the treaty in Qingdao.")
	who := []record.Actor{
		{First: 0, Last: 1, Kind: record.State, Country: "RUS", Why: record.Why{Rule: "metonym"}},
		{First: 2, Last: 3, Kind: record.State, Country: "CHN", Why: record.Why{Rule: "metonym"}},
	}
	if got, want := short(l.Locate(doc, who)), "~Moscow=RUS/city ~Beijing=CHN/city Qingdao=CHN/city"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheTextChoosesAmongNamesakes(t *testing.T) {
	l, p := tools(t)
	for _, c := range []struct{ body, want string }{
		{"Police in Columbus, Ohio, held a man from Springfield. He had lived in Dayton and Cincinnati.", "Springfield=Ohio"},
		{"Rebels shelled Tripoli. The Lebanese army sent men from Beirut and Sidon.", "Tripoli="},
		{"Soldiers from Batumi and Tbilisi crossed Georgia.", "Georgia="},
		{"Storms hit Georgia. In Atlanta, Savannah and Macon, Georgia, trees fell.", "Georgia=Georgia"},
	} {
		name, admin, _ := strings.Cut(c.want, "=")
		ok := false
		var all []string
		for _, q := range l.Locate(page(p, c.body), nil) {
			all = append(all, q.Text+"="+q.Admin1+"/"+q.Country)
			if q.Text == name && (q.Admin1 == admin || admin == "") {
				ok = true
			}
		}
		if !ok {
			t.Errorf("%q: %v", c.body, all)
		}
	}
}

func TestNeighboursChooseAmongNamesakes(t *testing.T) {
	l, p := tools(t)
	for _, c := range []struct{ body, want string }{
		{"Firemen from Butler, Warren and Clark counties in Ohio helped.", "Butler=Ohio Warren=Ohio Clark=Ohio Ohio=Ohio"},
		{"Jefferson County, Colo., has a new sheriff.", "Jefferson County=Colorado Colo=Colorado"},
		{"The road from Gordonvale to Edmonton was closed. Police in Cairns set up a camp.", "Gordonvale=Queensland Edmonton=Queensland Cairns=Queensland"},
		{"New York Gov. Smith signed the law.", "New York=New York"},
		{"Nobody knows a town like Kharkiv, Mo., better.", "Kharkiv=Missouri Mo=Missouri"},
	} {
		var got []string
		for _, q := range l.Locate(page(p, c.body), nil) {
			got = append(got, strings.TrimSuffix(q.Text, ".")+"="+q.Admin1)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.body, s, c.want)
		}
	}
}

func TestSpansMayBeGiven(t *testing.T) {
	l, p := tools(t)
	body := "Rebels left Kharkiv and the hamlet of Qwxtzville."
	var spans []record.Span
	for _, s := range []string{"Kharkiv", "Qwxtzville"} {
		i := int32(strings.Index(body, s))
		spans = append(spans, record.Span{Start: i, End: i + int32(len(s))})
	}
	got := l.LocateAt(page(p, body), nil, spans)
	if len(got) != 2 || got[0].Country != "UKR" || got[0].Lat == 0 || got[1].Country != "UKR" || got[1].Lat != 0 || got[1].Name != "" {
		t.Errorf("%+v", got)
	}
}

func TestAPersonOfTheTextIsNoTown(t *testing.T) {
	l, p := tools(t)
	for _, q := range l.Locate(page(p, "Michael Jackson sang. Jackson then left the stage."), nil) {
		t.Errorf("%+v", q)
	}
}

func TestEmptyPage(t *testing.T) {
	l, _ := tools(t)
	if got := l.Locate(&text.Document{}, nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestWordsTableReportsAllMistakes(t *testing.T) {
	g, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	_, err = place.New(g, fstest.MapFS{"lang/en/placewords.tsv": {Data: []byte("word\tclass\nin\tinn\nlonely\n")}})
	if err == nil || !strings.Contains(err.Error(), ":2:4: unknown class \"inn\"") || !strings.Contains(err.Error(), ":3:1:") {
		t.Errorf("%v", err)
	}
}

func FuzzLocate(f *testing.F) {
	l, p := tools(f)
	f.Add("Police in Columbus, Ohio (AP) - the Laurel County sheriff.")
	f.Add("Us, U.S.-based St. John's, Nfld., and São Tomé's \u00ad-")
	f.Fuzz(func(t *testing.T, body string) {
		doc := &text.Document{Language: "en", Body: body, Dateline: body}
		p.Parse(doc)
		for _, q := range l.Locate(doc, nil) {
			if q.First >= q.Last || int(q.Last) > len(doc.Tokens) || q.Head < q.First || q.Head >= q.Last || body[q.Span.Start:q.Span.End] != q.Text {
				t.Errorf("%+v", q)
			}
		}
	})
}

func BenchmarkLocate(b *testing.B) {
	l, p := tools(b)
	doc := page(p, strings.Repeat("The minister said in Moscow on Monday that troops had moved from Aleppo to Idlib. No date was given for the talks. ", 20))
	b.ReportAllocs()
	for b.Loop() {
		l.Locate(doc, nil)
	}
	b.ReportMetric(float64(len(doc.Sentences))*float64(b.N)/b.Elapsed().Seconds(), "sentences/s")
}
