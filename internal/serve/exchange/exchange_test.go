package exchange

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"entente/data"
	"entente/internal/record"
)

var tables = sync.OnceValue(func() *Tables {
	t, err := Load(data.FS)
	if err != nil {
		panic(err)
	}
	return t
})

// read reads a whole file of a format.
func read(t *testing.T, f *Format, text string) (events []record.Event, bad []Bad) {
	t.Helper()
	err := tables().Read(t.Context(), strings.NewReader(text), f, 2, func(b Block) error {
		events, bad = append(events, b.Events...), append(bad, b.Bad...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events, bad
}

// gist is an event in one line.
func gist(e record.Event) string {
	mutual, counted := "", ""
	if e.Symmetric {
		mutual = " mutual"
	}
	if !e.Counted {
		counted = " not counted: " + e.NotCounted
	}
	last := ""
	if e.Last != e.Day {
		last = "/" + e.Last
	}
	return fmt.Sprintf("%s %s %s%s %s(%s)>%s(%s) %s %s/%s q%d g%v s%v %v @%s %s %v,%v n%d%s%s", e.Origin, e.ID, e.Day, last, e.SourceActor, e.Source, e.TargetActor, e.Target, e.CAMEO, e.Type, e.Mode, e.Quad, e.Goldstein, e.Score, e.Contexts, e.Place, e.Country, e.Lat, e.Lon, e.Reports, mutual, counted)
}

const icewsHead = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"

const polecatHead = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion\n"

// gdeltRow fills a row of n columns with those that are given by place.
func gdeltRow(n int, cells map[int]string) string {
	f := make([]string, n)
	for i, c := range cells {
		f[i] = c
	}
	return strings.Join(f, "\t") + "\n"
}

func TestEveryFormatIsRead(t *testing.T) {
	gdelt := map[int]string{0: "410000001", 1: "20150218", 5: "ROMGOV", 6: "ROMANIA", 7: "ROM", 15: "IGOUNO", 16: "UNITED NATIONS", 25: "1", 26: "042", 29: "1", 30: "1.9", 31: "4", 33: "3"}
	with := func(more map[int]string) map[int]string {
		out := map[int]string{}
		for _, m := range []map[int]string{gdelt, more} {
			for k, v := range m {
				out[k] = v
			}
		}
		return out
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"icews", icewsHead +
			"20718170\t2014-01-01\tJohn Example\tExecutive,Executive Office,Government\tRussian Federation\tMake a visit\t042\t1.9\tNavy of Example\tNavy Mechanized (Ships, Tanks, Planes),Military\tUkraine\t31234\t2\tThe Paper\tKyiv\t\tKyiv\tUkraine\t50.45\t30.52\n" +
			"20718171\t1/7/2014\tCitizen (Gaza)\tGeneral Population / Civilian / Social\tOccupied Palestinian Territory\tfight with small arms and light weapons\t\t\tUnited Nations\tInternational Government Organization,Global\t\t31234\t4\t\t\t\t\tOccupied Palestinian Territory\t31.5\t34.47\n" +
			"20718172\t2014-01-02\tA\t\tFrance\tx\t42\t1\tB\t\tJapan\t1\t1\t\t\t\t\t\t\t\n" +
			"20718173\t2014-01-02\tA\t\tFrance\tx\t13y\t-1\tB\t\tJapan\t1\t1\t\t\t\t\t\tNULL\tNULL\n", []string{
			"icews 20718170 2014-01-01 RUSGOV(RUS)>UKRMIL(UKR) 042 CONSULT/visit q1 g1.9 s4 [] @Kyiv UKR 50.45,30.52 n1",
			"icews 20718171 2014-01-07 PSECVL(PSE)>IGO(IGO) 193 ASSAULT/firearms q4 g-10 s-9 [military] @Occupied Palestinian Territory PSE 31.5,34.47 n1",
			"icews 20718172 2014-01-02 FRA(FRA)>JPN(JPN) 042 CONSULT/visit q1 g1 s4 [] @  NaN,NaN n1",
			"icews 20718173 2014-01-02 FRA(FRA)>JPN(JPN) 13y THREATEN/ q3 g-1 s-3.5 [] @  NaN,NaN n1",
		}},
		{"gdelt1", gdeltRow(58, with(map[int]string{49: "4", 50: "Bucharest, Romania", 51: "RO", 52: "RO10", 53: "44.43", 54: "26.1", 56: "20150219", 57: "http://example.org/a"})) +
			gdeltRow(57, with(map[int]string{0: "410000002", 25: "0", 26: "190", 30: "-10", 51: "GZ", 56: "20150219"})), []string{
			"gdelt 410000001 2015-02-18 ROMGOV(ROU)>IGOUNO(UNO) 042 CONSULT/visit q1 g1.9 s4 [] @Bucharest, Romania ROU 44.43,26.1 n3",
			"gdelt 410000002 2015-02-18 ROMGOV(ROU)>IGOUNO(UNO) 190 ASSAULT/ q4 g-10 s-9 [military] @ PSE NaN,NaN n3 not counted: no root event",
		}},
		{"gdelt2", gdeltRow(61, with(map[int]string{51: "4", 52: "Bucharest, Romania", 53: "RO", 54: "RO10", 55: "", 56: "44.43", 57: "26.1", 59: "20150219120000", 60: "http://example.org/a"})), []string{
			"gdelt 410000001 2015-02-18 ROMGOV(ROU)>IGOUNO(UNO) 042 CONSULT/visit q1 g1.9 s4 [] @Bucharest, Romania ROU 44.43,26.1 n3",
		}},
		{"polecat", polecatHead +
			"p1\t2023-02-01\tCOERCE\tarrest\t-7.0\tMATERIAL CONFLICT\tlegal; human_rights\tPolice\tTUR\t640\tCOP\tCOP\tNone\tPolice\tNone\tJournalists\tFRA; DEU\t220; 255\tMED\tMED\tNone\tjournalists\tNone\tNone\tGaziantep\tNone\tGaziantep\tTUR\t37.06\t37.38\t314830\tGaziantep\tPPLA\tThe Wire\t2023-02-02\tNone\tNone\tNone\tEN\t1.0\t\t\n" +
			"p2\t2023-02-01\tCONSULT\tNone\t2.5\tVERBAL COOPERATION\tNone\tMinister A; Minister B\tKEN; SOM\t501; 520\tGOV\tGOV\tNone\tx\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tEN\t1.0\n" +
			"p3\t2023-02-01\tPROTEST\tNone\t-5\tMATERIAL CONFLICT\tNone\tCaf\xe9 owners\tNone\t220\tCVL\tCVL\tNone\tx\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tNone\tEN\t1.0\n", []string{
			"polecat p1 2023-02-01 TURCOP(TUR)>FRAMED(FRA)  COERCE/arrest q4 gNaN s-7 [legal human_rights] @Gaziantep TUR 37.06,37.38 n1",
			"polecat p1 2023-02-01 TURCOP(TUR)>DEUMED(DEU)  COERCE/arrest q4 gNaN s-7 [legal human_rights] @Gaziantep TUR 37.06,37.38 n1",
			"polecat p2 2023-02-01 KENGOV(KEN)>SOMGOV(SOM)  CONSULT/ q1 gNaN s2.5 [] @  NaN,NaN n1 mutual",
			"polecat p3 2023-02-01 FRACVL(FRA)>()  PROTEST/ q4 gNaN s-5 [] @  NaN,NaN n1",
		}},
		{"phoenix", "1_v0.2.0\t20150601\t2015\t06\t01\tUSAGOV\tUSA\tGOV\t\tIRNMIL\tIRN\tMIL\t\t112\t11\t3\t-2.0\tNUCLEAR\t35.69\t51.42\tTehran\tTehran\tIRN\tabc_1\thttp://a.example;http://b.example\tone;two\n", []string{
			"phoenix 1_v0.2.0 2015-06-01 USAGOV(USA)>IRNMIL(IRN) 112 ACCUSE/allege q3 g-2 s-3.5 [] @Tehran IRN 35.69,51.42 n2",
		}},
		{"phoenix", "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,countryname,aid,process\n" +
			"NYT1,6/1/1979,1979,6,1,USAGOV,USA,GOV,,IRN,IRN,,,42,4,1,1.9,,0,0,\"Shiraz, \"\"old\"\" town\",,Iran,77,NYT\n", []string{
			"phoenix NYT1 1979-06-01 USAGOV(USA)>IRN(IRN) 042 CONSULT/visit q1 g1.9 s4 [] @Shiraz, \"old\" town IRN NaN,NaN n1",
		}},
		{"plover", `{"id":"x1","date":"2000-01-01","source":[{"code":"RUS","sector":["GOV"]}],"eventType":"THREATEN","mode":["violence"],"target":[{"code":"UKR","sector":["GOV"]},{"code":"POL","sector":["GOV"]}]}` + "\n" +
			`{"id":"x2","date":null,"actor":[{"code":"KEN","sector":["GOV"]},{"code":"SOM","sector":["GOV"]}],"event":["CONSULT"],"mode":[],"recipient":[],"counted":false,"not_counted":["negated"],"event_loc":{"resolved_place":"Nairobi","lat":-1.28,"lon":36.82,"geonameid":184745,"country_code":"KEN"},"cameo":[{"code":"040","goldstein":1}]}`, []string{
			"plover x1 2000-01-01 RUSGOV(RUS)>UKRGOV(UKR)  THREATEN/violence q3 gNaN s-3.5 [] @  NaN,NaN n1",
			"plover x1 2000-01-01 RUSGOV(RUS)>POLGOV(POL)  THREATEN/violence q3 gNaN s-3.5 [] @  NaN,NaN n1",
			"plover x2  KENGOV(KEN)>SOMGOV(SOM) 040 CONSULT/ q1 g1 s2.5 [] @Nairobi KEN -1.28,36.82 n1 mutual not counted: negated",
		}},
		{"acled", "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,admin1,location,latitude,longitude,source,notes\n" +
			"MLI1,2023-05-04,2023,1,Battles,Armed clash,Military Forces of Mali (2021-),1,JNIM: Group,2,Mali,Mopti,Sevare,14.53,-4.1,Wire,\"Two\nlines, \"\"quoted\"\"\"\n" +
			"IND2,04 May 2023,2023,2,Protests,Excessive force against protesters,Protesters (India),Protesters,Police Forces of India (2014-),State forces,India,Delhi,Delhi,28.6,77.2,Wire,note\n" +
			"IND3,2023-02-01,2023,3,Strategic developments,Headquarters or base established,Rebels (India),2,,,India,Delhi,Delhi,28.6,77.2,Wire,note\n", []string{
			"acled MLI1 2023-05-04 MLIMIL(MLI)>MLIREB(MLI) 190 ASSAULT/ q4 g-10 s-9 [] @Sevare MLI 14.53,-4.1 n1 mutual",
			"acled IND2 2023-05-04/2023-05-10 INDCOP(IND)>INDOPP(IND) 175 ASSAULT/ q4 g-9 s-9 [repression] @Delhi IND 28.6,77.2 n1",
			"acled IND3 2023-02-01/2023-02-28 INDREB(IND)>()  / q0 gNaN sNaN [] @Delhi IND 28.6,77.2 n1 not counted: no act towards another",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Detect([]byte(c.text))
			if err != nil || f.Name != c.name {
				t.Fatalf("detected %v, %v", f, err)
			}
			events, bad := read(t, f, c.text)
			for _, b := range bad {
				t.Errorf("line %d: %s", b.Line, b.Why)
			}
			for i, e := range events {
				if i >= len(c.want) || gist(e) != c.want[i] {
					t.Errorf("event %d\n got %s\nwant %s", i, gist(e), append(c.want, make([]string, len(events))...)[i])
				}
			}
			if len(events) < len(c.want) {
				t.Errorf("%d events, want %d", len(events), len(c.want))
			}
		})
	}
}

func TestBadRowsAreNamedAndKept(t *testing.T) {
	good := "1\t2014-01-01\tA\t\tFrance\tx\t042\t1.9\tB\t\tJapan\t1\t1\t\t\t\t\t\t\t\n"
	rows := []struct{ row, why string }{
		{strings.Replace(good, "2014-01-01", "2014-02-30", 1), `"2014-02-30" is no day`},
		{strings.Replace(good, "\t042", "\t999", 1), `"999" is no CAMEO code`},
		{strings.Replace(good, "1.9", "high", 1), `intensity "high" is no number`},
		{strings.Replace(good, "1.9", "19", 1), `intensity "19" is not between -10 and 10`},
		{"1\t2014-01-01\tA\n", "3 fields where there should be 20"},
		{strings.Replace(good, "1\t", "\t", 1), "no event id"},
		{strings.TrimSuffix(good, "\t\n") + "91\t3\n", `latitude "91" is not between -90 and 90`},
	}
	text := icewsHead
	for _, r := range rows {
		text += good + r.row
	}
	events, bad := read(t, icews, text)
	if len(events) != len(rows) || len(bad) != len(rows) {
		t.Fatalf("%d events, %d bad", len(events), len(bad))
	}
	for i, b := range bad {
		if b.Line != 3+2*i || b.Why != rows[i].why || b.Raw+"\n" != rows[i].row {
			t.Errorf("bad row %d: line %d, %q, %q", i, b.Line, b.Why, b.Raw)
		}
	}
	for _, c := range []struct {
		f         *Format
		text, why string
		line      int
	}{
		{gdelt2, gdeltRow(60, map[int]string{0: "1"}), "60 fields where there should be 61", 1},
		{gdelt2, gdeltRow(61, map[int]string{0: "x", 1: "20150101"}), `the id "x" is no number`, 1},
		{gdelt2, gdeltRow(61, map[int]string{0: "1", 1: "20150101", 26: "042", 25: "2"}), `IsRootEvent is "2", neither 0 nor 1`, 1},
		{plover, "{\"id\":\"1\",\"event\":[\"AID\"]}\n{\"id\":", "no JSON: unexpected end of JSON input", 2},
		{plover, `{"id":"1","event":["HELP"]}`, `"HELP" is no PLOVER type`, 1},
		{plover, `{"id":"1","event":{"a":1}}`, `field "event" holds a object`, 1},
		{plover, `{"id":"1"}`, "no event: neither a type nor an act", 1},
		{acled, "event_id_cnty,event_date,event_type,actor1,notes\nA,2023-01-01,Battles,B,\"a\nb\"\nA,2023-01-01,Picnic,B,c\n", `neither "" nor "Picnic" is a kind of event of ACLED`, 4},
		{acled, "event_id_cnty,event_date,event_type,actor1,notes\nA,2023-01-01,Battles,B,\"a\n", "a quote is not closed", 2},
	} {
		_, bad := read(t, c.f, c.text)
		if len(bad) != 1 || !strings.HasPrefix(bad[0].Why, c.why) || bad[0].Line != c.line {
			t.Errorf("%q: %+v, want line %d: %s", c.text, bad, c.line, c.why)
		}
	}
	if _, err := Detect([]byte("a\tb\tc\n")); err == nil || !strings.Contains(err.Error(), "3 fields") {
		t.Errorf("an unknown file: %v", err)
	}
	err := tables().Read(t.Context(), strings.NewReader("Event ID\tEvent Date\n"), icews, 1, func(Block) error { return nil })
	if err == nil || !strings.Contains(err.Error(), `no column "Source Sectors"`) {
		t.Errorf("a header that lacks columns: %v", err)
	}
}

// Several workers give the rows of the file in its order, with its lines.
func TestOrderAndLines(t *testing.T) {
	var b strings.Builder
	b.WriteString(icewsHead)
	n := 40000
	for i := range n {
		day := "2014-01-01"
		if i%1000 == 7 {
			day = "never"
		}
		fmt.Fprintf(&b, "%d\t%s\tSomebody of some standing\tMilitary\tFrance\tx\t042\t1.9\tB\t\tJapan\t1\t1\t\t\t\t\t\t\t\n", i, day)
	}
	if b.Len() < 3*blockSize {
		t.Fatal("the file is too short to be cut")
	}
	events, bad := read(t, icews, b.String())
	if len(events) != n-n/1000 || len(bad) != n/1000 {
		t.Fatalf("%d events, %d bad", len(events), len(bad))
	}
	want := 0
	for _, e := range events {
		if want%1000 == 7 {
			want++
		}
		if e.ID != fmt.Sprint(want) {
			t.Fatalf("%s where %d should be", e.ID, want)
		}
		want++
	}
	for i, x := range bad {
		if x.Line != 1000*i+7+2 {
			t.Errorf("bad row %d in line %d", i, x.Line)
		}
	}
	err := tables().Read(t.Context(), strings.NewReader(b.String()), icews, 2, func(Block) error { return fmt.Errorf("full") })
	if err == nil || err.Error() != "full" {
		t.Errorf("an error of the taker: %v", err)
	}
}

// samples are events of ours with all that the formats should carry.
func samples() []record.Event {
	base := record.Event{Origin: "entente", Day: "2024-03-04", Last: "2024-03-04", Goldstein: record.Missing, Score: record.Missing, Lat: record.Missing, Lon: record.Missing, Confidence: record.Missing, Counted: true, Reports: 1}
	a := base
	a.ID, a.Source, a.Target, a.SourceActor, a.TargetActor, a.SourceName, a.TargetName = "0a", "RUS", "UKR", "RUSGOVMIL", "UKRGOV", "the Russian ministry", "Kyiv"
	a.CAMEO, a.Type, a.Mode, a.Quad, a.Goldstein, a.Score, a.Contexts = "138", "THREATEN", "violence", 3, -7, -3.5, []string{"military"}
	a.Place, a.Country, a.Admin1, a.Lat, a.Lon, a.GeoNames, a.Publisher, a.URL, a.Published, a.Document = "Kharkiv", "UKR", "07", 49.98081, 36.25272, 706483, "The Wire", "http://example.org/1", "2024-03-05", "d1"
	b := base
	b.ID, b.Source, b.Target, b.SourceActor, b.TargetActor, b.SourceName, b.TargetName = "0b", "XKX", "SRB", "", "SRBGOV", "Kosovo; its \"state\"", "Serbia"
	b.Source, b.SourceActor = "KOS", "KSVGOV"
	b.CAMEO, b.Type, b.Quad, b.Goldstein, b.Score, b.Symmetric = "040", "CONSULT", 1, 1, 2.5, true
	c := base
	c.ID, c.Source, c.SourceActor, c.SourceName, c.Counted, c.NotCounted = "0c", "NGO", "NGO", "an aid group", false, "negated"
	c.CAMEO, c.Type, c.Quad, c.Goldstein, c.Score = "073", "AID", 2, 7.4, 10
	return []record.Event{a, b, c}
}

func write(t *testing.T, f *Format, events []record.Event) (string, *Writer) {
	t.Helper()
	var out bytes.Buffer
	w, err := tables().Writer(&out, f)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		if err := w.Write(&events[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String(), w
}

// What is written in a format and read again is what it was, but for the fields
// that docs/format/exchange.md says the format has no place for.
func TestRoundTrips(t *testing.T) {
	lost := map[*Format][]string{
		icews:   {"Origin", "URL", "Published", "GeoNames", "Contexts", "Counted", "NotCounted", "Symmetric"},
		gdelt2:  {"Origin", "ID", "Publisher", "Document", "GeoNames", "Contexts", "NotCounted", "Symmetric", "Published"},
		polecat: {"Origin", "URL", "Document", "CAMEO", "Goldstein", "Counted", "NotCounted", "Published"},
		plover:  {"Origin"},
	}
	for f, fields := range lost {
		in := samples()
		text, _ := write(t, f, in)
		got, bad := read(t, f, text)
		for _, b := range bad {
			t.Errorf("%s: line %d: %s\n%s", f.Name, b.Line, b.Why, b.Raw)
		}
		var want []record.Event
		for i := range in {
			want = append(want, in[i])
			if m, ok := tables().mirror(&in[i]); ok && f != polecat && f != plover {
				want = append(want, m)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d events, want %d\n%s", f.Name, len(got), len(want), text)
		}
		for i := range want {
			if f == polecat { // lists are joined by semicolons
				want[i].SourceName = strings.ReplaceAll(want[i].SourceName, ";", ",")
			}
			for _, e := range []*record.Event{&got[i], &want[i]} {
				v := reflect.ValueOf(e).Elem()
				for _, n := range fields {
					v.FieldByName(n).SetZero()
				}
				for k := range v.NumField() {
					if x := v.Field(k); x.Kind() == reflect.Float64 && math.IsNaN(x.Float()) {
						x.SetFloat(-999)
					}
				}
				if len(e.Contexts) == 0 {
					e.Contexts = nil
				}
			}
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("%s\n got %+v\nwant %+v", f.Name, got[i], want[i])
			}
		}
		// A second time, from what was read: the same bytes where the ids stay.
		if again, _ := write(t, f, samples()); again != text {
			t.Errorf("%s: the same events give other bytes", f.Name)
		}
	}
}

// A set's own rows go out as they came in.
func TestOwnRowsComeBack(t *testing.T) {
	row := "20718170\t2014-01-01\tJohn Example\tGovernment\tRussia\tMake a visit\t042\t1.9\tB\tMilitary\tUkraine\t31234\t\tThe Paper\tKyiv\t\tOblast\tUkraine\t50.45\t30.52\n"
	events, _ := read(t, icews, icewsHead+row)
	if got, _ := write(t, icews, events); got != icewsHead+row {
		t.Errorf("got\n%s\nwant\n%s", got, icewsHead+row)
	}
}

func TestWhatHasNoWordsIsCounted(t *testing.T) {
	e := samples()[0]
	e.Type, e.Mode, e.Quad, e.CAMEO = "", "", 0, "010" // a statement
	if text, w := write(t, polecat, []record.Event{e}); w.leftOut != 1 || strings.Count(text, "\n") != 1 {
		t.Errorf("%d left out:\n%s", w.leftOut, text)
	}
	e = samples()[0]
	e.CAMEO = "" // a row of POLECAT
	text, w := write(t, icews, []record.Event{e})
	if w.rows != 1 || !strings.Contains(text, "\t137\t") {
		t.Errorf("a type without a code: %s", text)
	}
	cam, _ := write(t, cameo, samples())
	if lines := strings.Split(cam, "\n"); len(lines) != 6 || !strings.HasPrefix(lines[3], "2024-03-04\tSRBGOV\tKSVGOV\t040\tCONSULT") {
		t.Errorf("mirrored row:\n%s", cam)
	}
	if _, err := tables().Writer(&bytes.Buffer{}, acled); err == nil {
		t.Error("ACLED is written")
	}
}

func TestMentionsRaiseReports(t *testing.T) {
	row := func(id, url string) string {
		return strings.Join([]string{id, "20150218230000", "20150218230000", "1", "a.example", url, "1", "0", "0", "0", "1", "100", "900", "-1", "", ""}, "\t") + "\n"
	}
	m, bad := Mentions{}, 0
	text := row("7", "http://a/1") + row("7", "http://a/2") + row("7", "http://a/2") + row("8", "http://a/1") + "9\tshort\n"
	if f, err := Detect([]byte(text)); err != nil || !f.Mentions() {
		t.Fatal(f, err)
	}
	if err := m.Read(strings.NewReader(text), func(b Bad) {
		if bad++; b.Line != 5 || b.Why != "2 fields where there should be 16" {
			t.Errorf("%+v", b)
		}
	}); err != nil || bad != 1 {
		t.Fatal(err, bad)
	}
	events := []record.Event{{ID: "7", Reports: 1}, {ID: "8", Reports: 4}, {ID: "9", Reports: 2}}
	m.Apply(events)
	if events[0].Reports != 2 || events[1].Reports != 4 || events[2].Reports != 2 {
		t.Errorf("%+v", events)
	}
}

// The tables are whole: every code of CAMEO and type of PLOVER is known, each way,
// and every sector of ICEWS that is written is read as the same.
func TestTablesAreWhole(t *testing.T) {
	x := tables()
	for c, v := range x.codes {
		if v.typ != "" {
			if k, ok := x.kindOf(v.typ, v.mode); !ok || k.quad != v.quad {
				t.Errorf("%s is %s/%s, which is no kind", c, v.typ, v.mode)
			}
		}
		if v.label == "" || v.cameoQuad == 0 {
			t.Errorf("%s has no label or quad", c)
		}
	}
	if len(x.codes) < 270 || len(x.modes) != 16 {
		t.Errorf("%d codes, %d types", len(x.codes), len(x.modes))
	}
	for typ := range x.modes {
		if k, ok := x.kindOf(typ, ""); !ok || x.codes[k.cameo] == nil {
			t.Errorf("%s has no CAMEO code", typ)
		}
	}
	for c, name := range x.sector {
		if got := x.sectors[strings.ToLower(name)]; len(got) != 1 || got[0] != c {
			t.Errorf("%s is written %q and read %v", c, name, got)
		}
	}
	for _, s := range x.states {
		if got := x.countryOf(x.cameoCountry(s.code) + "GOV"); got != s.code {
			t.Errorf("%s is written %s and read %s", s.code, x.cameoCountry(s.code), got)
		}
		if st, ok := x.country(s.name); !ok || st.iso3 != s.iso3 {
			t.Errorf("the name %s is read %v", s.name, st)
		}
		if i, ok := x.byFIPS[s.fips]; s.fips != "" && (!ok || x.states[i].code != s.code) {
			t.Errorf("%s is written %s", s.iso3, s.fips)
		}
	}
	for c, want := range map[string]string{"42": "042", "211": "0211", "112": "112", "1011": "1011", "13y": "13y", "999": "999"} {
		if got := x.threeDigits(c); got != want {
			t.Errorf("%s is %s, want %s", c, got, want)
		}
	}
	for _, c := range []struct{ set, code, want string }{{"fips", "RS", "RUS"}, {"fips", "UP", "UKR"}, {"fips", "GM", "DEU"}, {"fips", "CH", "CHN"}, {"fips", "SZ", "CHE"}, {"cow", "255", "DEU"}, {"cow", "365", "RUS"}, {"cow", "710", "CHN"}, {"cow", "345", "SRB"}} {
		m := map[string]map[string]int{"fips": x.byFIPS, "cow": x.byCOW}[c.set]
		if i, ok := m[c.code]; !ok || x.states[i].iso3 != c.want {
			t.Errorf("%s %s is not %s", c.set, c.code, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(icewsHead + "1\t2014-01-01\t")
	f.Add(gdeltRow(61, map[int]string{0: "1", 1: "20150101", 26: "042", 25: "1"}))
	f.Add(`{"id":"1","event":["AID"]}`)
	f.Add("event_id_cnty,event_date,event_type,actor1,notes\nA,2023-01-01,Battles,B,\"a\nb\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Detect([]byte(text))
		if err != nil || x.Mentions() {
			return
		}
		rows, out := 0, 0
		tables().Read(t.Context(), strings.NewReader(text), x, 1, func(b Block) error {
			rows += b.Rows
			out += len(b.Bad)
			for _, e := range b.Events {
				if e.ID == "" || e.Origin == "" {
					t.Errorf("an event without id or origin: %+v", e)
				}
			}
			return nil
		})
		if out > rows {
			t.Errorf("%d bad of %d rows", out, rows)
		}
	})
}
