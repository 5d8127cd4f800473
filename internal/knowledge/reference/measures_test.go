package reference

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"entente/internal/text"
)

// The Security Council has 14 regimes on states or in them in the middle of 2025,
// without that on ISIL and al-Qaida; those of before have ends.
func TestSanctionsOfTheUnitedNations(t *testing.T) {
	p := shippedPack(t)
	if !p.AllSanctions("United Nations") || p.AllSanctions("European Union") {
		t.Error("which lists are complete")
	}
	on := func(d text.Date) string {
		var out []string
		for _, s := range p.Sanctioned() {
			if slices.ContainsFunc(p.Sanctions(s), func(r Sanctions) bool { return r.Authority == "United Nations" && Covers(r.From, r.To, d) }) {
				out = append(out, s)
			}
		}
		return strings.Join(out, " ")
	}
	if got := on(text.Date{Year: 2025, Month: 6, Day: 30}); got != "AFG CAF COD GNB HTI IRQ LBN LBY PRK SDN SOM SSD YEM" {
		t.Errorf("in 2025: %s", got)
	}
	if got := on(text.Date{Year: 1989, Month: 6, Day: 30}); got != "ZAF" {
		t.Errorf("in 1989: %s", got)
	}
	orgs := map[string]bool{"USA": true, "GBR": true, "United Nations": true, "European Union": true}
	for _, s := range p.Sanctioned() {
		for _, r := range p.Sanctions(s) {
			if !orgs[r.Authority] {
				t.Errorf("%s: authority %s, whose words claims do not know", r.Row, r.Authority)
			}
		}
	}
}

func TestExercisesOfSeries(t *testing.T) {
	p := shippedPack(t)
	owner := map[string]string{}
	for _, name := range p.Series() {
		for _, e := range p.Exercises(name) {
			for _, a := range append(slices.Clone(e.Aliases), e.Name) {
				if o := owner[a]; o != "" && o != name {
					t.Errorf("%s names both %s and %s", a, o, name)
				}
				owner[a] = name
			}
		}
	}
	rows := p.Exercises("Vostok")
	if len(rows) < 2 || fmt.Sprint(rows[0].Years) != "[2010 2014 2018 2022]" || !slices.Contains(rows[1].Parties, "MNG") || rows[0].Rhythm != "rotating" {
		t.Errorf("Vostok: %+v", rows)
	}
	if got := fmt.Sprint(yearList([]string{"2007", "2012-2014"})); got != "[2007 2012 2013 2014]" {
		t.Errorf("years %s", got)
	}
}

func TestWrongMeasures(t *testing.T) {
	_, err := LoadPack(fstest.MapFS{
		"reference/states.tsv":    {Data: []byte("iso3\nAAA\nBBB\n")},
		"reference/sanctions.tsv": {Data: []byte("authority\tstate\ton\ttarget\tfrom\tto\tact\tsource\nAAA\tBBB\tall\tx\t2001\t2000\ty\tz\nAAA\tCCC\tstate\tx\t\t\ty\t\n")},
		"reference/exercises.tsv": {Data: []byte("name\taliases\tparties\tyears\trhythm\tto\tsource\nX\t\tAAA|CCC\t2012|2010\tdaily\t\tz\n")},
	})
	if err == nil {
		t.Fatal("wrong tables are taken")
	}
	for _, want := range []string{`unknown on "all"`, "the row ends before it begins", `"CCC" is no state of states.tsv`, `cell "from" is empty`, `cell "source" is empty`, "are no years in order", `unknown rhythm "daily"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

// A row of a user's on the same regime takes the place of ours: an end is written so.
func TestOwnSanctions(t *testing.T) {
	head := "authority\tstate\ton\ttarget\tfrom\tto\tact\tsource\n"
	p, err := LoadPack(fstest.MapFS{
		"reference/states.tsv":        {Data: []byte("iso3\nAAA\n")},
		"reference/sanctions.tsv":     {Data: []byte("# complete: United Nations\n" + head + "USA\tAAA\tstate\tx\t2001\t\ty\tz\n")},
		"reference/own/sanctions.tsv": {Data: []byte(head + "USA\tAAA\tstate\tx\t2001\t2009\ty\tz\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Sanctions("AAA"); len(got) != 1 || got[0].To.Year != 2009 || !p.AllSanctions("United Nations") {
		t.Errorf("%+v", got)
	}
}
