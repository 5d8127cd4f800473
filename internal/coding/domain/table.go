package domain

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strconv"
	"strings"

	"entente/internal/diag"
)

const tableFile = "lang/en/domains.tsv"

// Contexts are PLOVER's.
var Contexts = []string{
	"military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
	"pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
	"human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
	"health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
	"cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
}

func read(files fs.FS) (*Finder, error) {
	data, err := fs.ReadFile(files, tableFile)
	if err != nil {
		return nil, fmt.Errorf("read domains: %w", err)
	}
	f := &Finder{first: make(map[string][2]int32, 2048)}
	contextOf := map[string]string{}
	type row struct {
		phrase, domain string
		words          []string
		weight         float32
	}
	var rows []row
	var errs diag.List
	head := true
	seen := make(map[[2]string]int, bytes.Count(data, []byte("\n")))
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if head {
			head = false
			continue
		}
		c := strings.Split(line, "\t")
		bad := func(col int, msg, hint string) {
			at := 1
			for _, s := range c[:min(col, len(c))] {
				at += len(s) + 1
			}
			errs.Add(&diag.Error{File: tableFile, Line: i + 1, Column: at, Msg: msg, Hint: hint, Reason: diag.Syntax})
		}
		if len(c) != 5 {
			bad(0, fmt.Sprintf("%d columns, should be 5", len(c)), "phrase, domain, context, weight and note are parted by tabs")
			continue
		}
		weight, err := strconv.ParseFloat(c[3], 32)
		words := strings.Fields(c[0])
		phrase := strings.Join(words, " ")
		switch {
		case phrase == "" || phrase != strings.ToLower(phrase):
			bad(0, fmt.Sprintf("phrase %q is empty or has capitals", c[0]), "")
		case c[1] == "":
			bad(1, "no domain", "")
		case !slices.Contains(Contexts, c[2]):
			hint := "the contexts are PLOVER's"
			if n := diag.Nearest(c[2], Contexts); n != "" {
				hint = fmt.Sprintf("did you mean %q?", n)
			}
			bad(2, fmt.Sprintf("%q is no context", c[2]), hint)
		case err != nil || weight <= 0 || weight > 1:
			bad(3, fmt.Sprintf("weight %q is not between 0 and 1", c[3]), "1 shows the domain alone, 0.5 needs a second word")
		case contextOf[c[1]] != "" && contextOf[c[1]] != c[2]:
			bad(2, fmt.Sprintf("domain %s had the context %s before", c[1], contextOf[c[1]]), "")
		case seen[[2]string{phrase, c[1]}] > 0:
			bad(0, fmt.Sprintf("%q stands twice for %s", phrase, c[1]), fmt.Sprintf("first in line %d", seen[[2]string{phrase, c[1]}]))
		default:
			seen[[2]string{phrase, c[1]}] = i + 1
			contextOf[c[1]] = c[2]
			rows = append(rows, row{phrase, c[1], words, float32(weight)})
			if strings.Contains(phrase, "-") {
				// Tokenisers differ on whether a hyphen is a word.
				apart := strings.ReplaceAll(phrase, "-", " - ")
				rows = append(rows, row{apart, c[1], strings.Fields(apart), float32(weight)})
			}
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	for d := range contextOf {
		f.domains = append(f.domains, d)
	}
	sort.Strings(f.domains)
	if len(f.domains) > 64 {
		return nil, &diag.Error{File: tableFile, Msg: fmt.Sprintf("%d domains, at most 64 are read", len(f.domains)), Reason: diag.Syntax}
	}
	number := map[string]int32{}
	for i, d := range f.domains {
		number[d] = int32(i)
		f.context = append(f.context, contextOf[d])
		f.names = append(f.names, contextOf[d])
	}
	sort.Strings(f.names)
	f.names = slices.Compact(f.names)
	for i := range f.domains {
		at, _ := slices.BinarySearch(f.names, f.context[i])
		f.ofName = append(f.ofName, int32(at))
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(strings.Compare(a.words[0], b.words[0]), len(b.words)-len(a.words),
			strings.Compare(a.phrase, b.phrase), strings.Compare(a.domain, b.domain))
	})
	f.entries = make([]entry, 0, len(rows))
	for i, r := range rows {
		words := r.words
		f.entries = append(f.entries, entry{words, number[r.domain], r.weight})
		at, ok := f.first[words[0]]
		if !ok {
			at[0] = int32(i)
		}
		at[1] = int32(i + 1)
		f.first[words[0]] = at
	}
	return f, nil
}
