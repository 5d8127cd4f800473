package train

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A shared folder of a few lines of each source, and what must come of them.
func TestTinyReferenceIsTheSameEveryTime(t *testing.T) {
	shared, dir := t.TempDir(), t.TempDir()
	put := func(root, name, text string) {
		t.Helper()
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".gz") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			z.Write([]byte(text))
			z.Close()
			text = b.String()
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(dir, "reference/states.tsv", "iso3\tname\tofficial\taliases\tstatus\n"+
		"USA\tUnited States\t\tUS|USA\tmember\nFRA\tFrance\t\t\tmember\nDEU\tGermany\t\t\tmember\nSRB\tSerbia\t\t\tmember\nYUG\tYugoslavia\t\t\tformer\n"+
		"NAM\tNamibia\t\t\tmember\nTTO\tTrinidad and Tobago\t\t\tmember\nPSE\tPalestine\t\t\tobserver\n")
	put(shared, "data/reference/countrycode/codelist_core.csv", "fips,iso2c,iso3c,cown\n"+
		"US,US,USA,2\nFR,FR,FRA,220\nGM,DE,DEU,255\nRI,RS,SRB,\nWA,NA,NAM,565\nTD,TT,TTO,52\nBV,BV,BVT,\nWE,PS,PSE,\n")
	put(shared, "data/reference/factbook/trade_partners.csv", "gec,country,direction,data_year,first_seen,rank,partner,share_pct\n"+
		"fr,France,export,2023,2025-03-13,2,US,8\n"+"fr,France,export,2023,2025-03-13,10,Trinidad & Tobago,1\n"+
		"fr,France,export,2023,2025-03-13,1,Germany,14\n"+"fr,France,export,2023,2025-03-13,3,Europe,8\n"+
		"gz,Gaza Strip,export,2023,2025-03-13,1,US,8\n"+"bv,Bouvet Island,export,2023,2025-03-13,1,US,8\n"+"fr,France,import,,2025-03-13,1,US,8\n")
	put(shared, "data/reference/peacesciencer/atop_pledge_spells_1946_2018.csv", "ccode1,ccode2,pledge,from,to\n"+
		"220,2,nonagg,1949,2018\n"+"220,2,defense,1949,2018\n"+"220,345,consul,1996,2018\n"+"220,345,consul,1950,1992\n"+"220,999,defense,1949,2018\n")
	put(shared, "data/reference/peacesciencer/cow_states.csv", "statenme,ccode,endyear\nUS,2,2016\nFrance,220,2016\nGermany,255,2016\nGone,345,1990\n")
	put(shared, "data/reference/peacesciencer/cow_contdir.csv", "ccode1,ccode2,conttype,enddate\n"+
		"220,255,1,2016-12-01\n"+"255,220,1,2016-12-01\n"+"2,220,4,2016-12-01\n"+"2,220,1,1920-01-01\n")
	put(shared, "data/reference/ideal_points/IdealpointestimatesAll_Jun2024.csv", "session,NVotesAll,iso3c,Countryname,USAgree,RUSSAgree,BrazilAgree,ChinaAgree,IndiaAgree,IsraelAgree\n"+
		"44,50,FRA,France,0.1,,,,,\n"+"47,60,USA,United States,1,,,,,\n"+"47,50,FRA,France,0.555,,,,,\n"+"49,60,USA,United States,1,,,,,\n"+"49,70,FRA,France,0.42,NA,,,,\n")
	put(shared, "data/reference/unvotes/un_roll_calls.csv.gz", "rcid,session\n1,44\n2,45\n3,45\n4,45\n")
	put(shared, "data/reference/unvotes/un_votes.csv.gz", "rcid,country,country_code,vote\n"+
		"1,France,FR,yes\n1,Germany,DE,no\n"+ // too early
		"2,France,FR,yes\n3,France,FR,no\n4,France,FR,abstain\n"+
		"2,Germany,DE,yes\n3,Germany,DE,yes\n4,Germany,DE,abstain\n"+
		"2,Namibia,NA,yes\n"+"2,Atlantis,AT,yes\n")

	names := []string{"trade", "pledges", "votes", "borders"}
	var built [2]map[string]string
	var log bytes.Buffer
	for i := range built {
		log.Reset()
		if err := Reference(shared, dir, &log); err != nil {
			t.Fatal(err)
		}
		built[i] = map[string]string{}
		for _, n := range names {
			b, err := os.ReadFile(filepath.Join(dir, "reference", n+".tsv"))
			if err != nil {
				t.Fatal(err)
			}
			built[i][n] = string(b)
		}
	}
	want := map[string]string{
		"trade": "FRA\texport\t2023\t1\tDEU\t14\t2025-03-13\nFRA\texport\t2023\t2\tUSA\t8\t2025-03-13\nFRA\texport\t2023\t10\tTTO\t1\t2025-03-13\n",
		"pledges": "FRA\tSRB\tconsultation\t1996\t\t2018\tATOP\nFRA\tUSA\tdefence|nonaggression\t1949\t\t2018\tATOP\n" +
			"FRA\tYUG\tconsultation\t1950\t1992\t\tATOP\n",
		// France voted with Germany in two of three.
		"votes":   "DEU\tFRA\t1990\t67/3\troll calls\nDEU\tNAM\t1990\t100/1\troll calls\nFRA\tNAM\t1990\t100/1\troll calls\nFRA\tUSA\t1992\t56/50 - 42/60\tideal points\n",
		"borders": "DEU\tFRA\tland\nUSA\t\tnone\n",
	}
	for _, n := range names {
		if built[0][n] != built[1][n] {
			t.Errorf("two builds of %s differ", n)
		}
		text := built[0][n]
		_, rows, _ := strings.Cut(text[strings.LastIndex(text, "\n# "):][1:], "\n") // behind the head
		_, rows, _ = strings.Cut(rows, "\n")                                        // and the names of the columns
		if rows != want[n] {
			t.Errorf("%s:\n%swant\n%s", n, rows, want[n])
		}
	}
	for _, w := range []string{"trade.tsv: left out 1: partner Europe", "trade.tsv: left out 1: state Gaza Strip", "trade.tsv: left out 1: state Bouvet Island",
		"trade.tsv: left out 1: no year", "pledges.tsv: left out 1: states 220 999", "votes.tsv: left out 1: state Atlantis"} {
		if !strings.Contains(log.String(), w) {
			t.Errorf("%q is not in the log:\n%s", w, &log)
		}
	}
}
