package train

import (
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/knowledge/gazetteer"
)

func TestGazetteerIsBuiltFromTheTablesAsTheyAre(t *testing.T) {
	g, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	want, err := GazetteerInputs(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := g.Inputs(); got != hex.EncodeToString(want[:]) {
		t.Errorf("data/built/gazetteer.bin is older than its tables %v; run go generate ./data", GazetteerTables)
	}
}

// A gazetteer of a few lines: two towns of one name, a division, a state.
func TestTinyGazetteerIsTheSameEveryTime(t *testing.T) {
	shared, dir := t.TempDir(), t.TempDir()
	put := func(root, name, text string) {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	city := func(id, name, alt, lat, lon, code, country, admin, pop string) string {
		return strings.Join([]string{id, name, name, alt, lat, lon, "P", code, country, "", admin, "7", "", "", pop, "", "", "", ""}, "\t") + "\n"
	}
	put(shared, "data/gazetteer/countryInfo.txt", "AA\tAAA\t1\tAA\tAland\tFoo\t1\t900000\tEU\t.aa\tX\tX\t\t\t\t\t77\t\t\nBB\tBBB\t1\tBB\tBland\tFoo\t1\t500\tEU\t.bb\tX\tX\t\t\t\t\t78\t\t\n")
	put(shared, "data/gazetteer/admin1CodesASCII.txt", "AA.01\tNorth Province\tNorth Province\t90\n")
	put(shared, "data/gazetteer/cities500.txt",
		city("1", "Foo", "Foograd,ФУ", "10", "20", "PPL", "AA", "01", "40000")+
			city("2", "Foo", "", "-10", "-20", "PPLC", "BB", "02", "30000")+
			city("3", "Of", "", "1", "1", "PPL", "AA", "01", "9000")+
			city("4", "Hope", "", "1", "1", "PPL", "AA", "01", "9000"))
	put(dir, "reference/regions.tsv", "name\taliases\tlat\tlon\tcountry\tfeature\tresolution\tgeonameid\tnote\tstates\tsource\tasof\nAland\tthe Lands\t12\t22\tAAA\tPCLI\tcountry\t77\t\t\tGeoNames\t2026-11\nMid Sea\t\t0\t0\t\tSEA\tregion\t\tbetween the two\tAAA|BBB\tEntente\t2026-11\n")
	put(dir, "reference/districts.tsv", "code\tname\nAA.01.7\tBar County\n")
	put(dir, "lang/en/toponym_stop.tsv", "name\tkind\tnote\nof\tdrop\t\nhope\tweak\t\n")
	put(dir, "lang/en/given_names.tsv", "name\nAnna\n")
	var built [2]string
	for i := range built {
		if err := Gazetteer(shared, dir, io.Discard); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "built", "gazetteer.bin"))
		if err != nil {
			t.Fatal(err)
		}
		built[i] = string(b)
	}
	if built[0] != built[1] {
		t.Error("two builds differ")
	}
	g, err := gazetteer.Open(built[0])
	if err != nil {
		t.Fatal(err)
	}
	h := g.Lookup(gazetteer.KeyOf("foo"))
	if h.Len() != 2 || g.Place(h.At(0).ID).Country != "BBB" {
		t.Errorf("the capital Foo does not come first of %d", h.Len())
	}
	if p := g.Place(h.At(1).ID); p.Admin1 != "North Province" || p.Lat != 10 || p.Lon != 20 || p.GeoNamesID != 1 || p.Population != 40000 {
		t.Errorf("the other Foo: %+v", p)
	}
	if h := g.Lookup(gazetteer.KeyOf("Foograd")); h.Len() != 1 || !h.At(0).Alternate {
		t.Error("alternate name")
	}
	if g.Lookup(gazetteer.KeyOf("Of")).Len() != 0 || !g.Lookup(gazetteer.KeyOf("Hope")).Weak {
		t.Error("stop list")
	}
	if p := g.Place(g.Lookup(gazetteer.KeyOf("Lands")).At(0).ID); p.GeoNamesID != 77 || p.Feature != "PCLI" || p.Population != 900000 {
		t.Errorf("state: %+v", p)
	}
	if p := g.Place(g.Lookup(gazetteer.KeyOf("Mid Sea")).At(0).ID); p.Country != "" || p.Shared != "AAA BBB" || p.Note != "between the two" {
		t.Errorf("sea: %+v", p)
	}
	for _, n := range []string{"Bar County", "Bar Co.", "County Bar", "Bar"} {
		p := g.Place(g.Lookup(gazetteer.KeyOf(n)).At(0).ID)
		if p.Feature != "ADM2" || p.Admin1 != "North Province" || p.Population != 58000 || p.Lat < 5 || p.Lat > 10 {
			t.Errorf("%s: %+v", n, p)
		}
	}
	if p := g.Place(g.Lookup(gazetteer.KeyOf("North")).At(0).ID); p.Feature != "ADM1" {
		t.Errorf("division by its bare name: %+v", p)
	}
	if !g.GivenName("Anna") || g.GivenName("Foo") {
		t.Error("given names")
	}
}

func TestGazetteerTablesReportAllMistakes(t *testing.T) {
	dir := t.TempDir()
	b := gazBuilder{posts: map[gazetteer.Key]*gazPost{}}
	b.states = []gazState{{iso3: "AAA"}, {iso3: "BBB"}}
	if err := os.MkdirAll(filepath.Join(dir, "reference"), 0o755); err != nil {
		t.Fatal(err)
	}
	table := "name\taliases\tlat\tlon\tcountry\tfeature\tresolution\tgeonameid\tnote\tstates\tsource\tasof\n" +
		"A\t\t95\t0\t\tSEA\tregion\t\t\t\tEntente\t2026-11\n" + "B\t\t5\t0\t\tSEE\tregion\t\t\t\tEntente\t2026-11\n" + "C\t\t5\t0\tZZZ\tSEA\tregion\t\t\t\tEntente\t2026-11\n" + "D\t\t5\t0\t\tSEA\tcity\t\t\t\tEntente\t2026-11\n" + "E\n" +
		"F\t\t5\t0\t\tSEA\tregion\t\t\tAAA|ZZZ\tEntente\t2026-11\n" + "G\t\t5\t0\tAAA\tSEA\tregion\t\t\tBBB\tEntente\t2026-11\n" + "H\t\t5\t0\t\tSEA\tregion\t\t\t\t\t2026-11\n" + "I\t\t5\t0\t\tSEA\tregion\t\t\t\tEntente\tNov\n"
	if err := os.WriteFile(filepath.Join(dir, "reference", "regions.tsv"), []byte(table), 0o644); err != nil {
		t.Fatal(err)
	}
	err := b.readRegions(os.DirFS(dir))
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range []string{":2:4: ", ":3:9: unknown feature code \"SEE\"", ":4:8: \"ZZZ\" is no state", ":5:13: resolution \"city\"", ":6:1: 1 columns", "\"ZZZ\" is no state", ":8:25: the states lack AAA", "no source", "\"Nov\" is no month"} {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not in:\n%v", w, err)
		}
	}
}
