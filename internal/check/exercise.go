package check

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// exercise checks who took part in an exercise of a named series, and how often it is
// held. The table is open: what it lacks may have been held, so that nothing is
// refuted.
func (c *Checker) exercise(f *record.Finding, published string) {
	k := &f.Claim
	rows := c.pack.Exercises(k.Counted)
	f.Verdict = record.NotCovered
	if len(rows) == 0 {
		f.Text = fmt.Sprintf("The table has no exercises called %s.", k.Counted)
		return
	}
	parties := k.State
	if k.State != "" {
		parties = c.name(k.State)
	}
	if k.Other != "" {
		parties += " and " + c.name(k.Other)
	}
	ground := func(e *reference.Exercise) {
		f.Grounds = append(f.Grounds, record.Ground{Row: e.Row, Says: fmt.Sprintf("%s with %s: %s", e.Name, c.names(e.Parties), years(e.Years)), Source: e.Source, AsOf: c.pack.AsOf("exercises")})
	}
	asked, named := exerciseYears(k, published)
	doc := int(parseDay(published).Year)
	if end := rows[0].To; end > 0 && !named && doc > end+1 {
		ground(&rows[0])
		f.Verdict, f.Text = record.Stale, fmt.Sprintf("The series %s ended in %d.", k.Counted, end)
		return
	}
	rhythm := rows[0].Rhythm
	says := ""
	if k.Change != "" && k.Change != rhythm && rhythm != "irregular" {
		says = fmt.Sprintf("%s is held %s", k.Counted, map[string]string{"annual": "every year", "biennial": "every two years", "rotating": "every four years, in turn with three others"}[rhythm])
	}
	if k.State == "" {
		ground(&rows[0])
		switch {
		case says != "":
			f.Verdict, f.Text = record.Mixed, says+"."
		case k.Change == rhythm:
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s is held as the word says; years that are sure: %s.", k.Counted, years(allYears(rows)))
		default:
			f.Text = fmt.Sprintf("The table does not know how often %s is held.", k.Counted)
		}
		return
	}
	var other []int // years of these parties that are not asked for
	for i := range rows {
		e := &rows[i]
		if !slices.Contains(e.Parties, k.State) || k.Other != "" && !slices.Contains(e.Parties, k.Other) {
			continue
		}
		hit := slices.DeleteFunc(slices.Clone(e.Years), func(y int) bool { return len(asked) > 0 && !slices.Contains(asked, y) })
		if len(hit) == 0 {
			other = append(other, e.Years...)
			continue
		}
		f.Grounds = nil
		ground(e)
		f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s took part in %s in %s.", sentence(parties), k.Counted, years(hit))
		if says != "" {
			f.Verdict, f.Text = record.Mixed, strings.TrimSuffix(f.Text, ".")+"; "+says+"."
		}
		return
	}
	slices.Sort(other)
	if other = slices.Compact(other); len(other) > 0 {
		f.Text = fmt.Sprintf("The table has %s in %s in %s and does not know of this one.", parties, k.Counted, years(other))
		return
	}
	f.Text = fmt.Sprintf("The table does not know that %s took part in %s; it has only what is sure.", parties, k.Counted)
}

// exerciseYears are the years that a claim can be about, none for any: that of its
// name; else those that its sentence names before the report; else that of the report
// and the one before.
func exerciseYears(k *record.Claim, published string) (out []int, named bool) {
	if k.Within != nil {
		return []int{int(parseDay(k.Within.First).Year)}, true
	}
	doc := int(parseDay(published).Year)
	for _, d := range k.Days {
		a, b := int(parseDay(d.First).Year), int(parseDay(d.Last).Year)
		for y := a; y <= b && y-a < 5; y++ {
			if doc == 0 || y <= doc {
				out = append(out, y)
			}
		}
	}
	if len(out) > 0 {
		return out, true
	}
	if doc > 0 {
		return []int{doc, doc - 1}, false
	}
	return nil, false
}

func allYears(rows []reference.Exercise) (out []int) {
	for i := range rows {
		out = append(out, rows[i].Years...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// years words years in order, those that follow each other as a range.
func years(list []int) string {
	var out []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		switch {
		case j-i >= 2:
			out = append(out, fmt.Sprintf("%d to %d", list[i], list[j]))
		default:
			for k := i; k <= j; k++ {
				out = append(out, fmt.Sprint(list[k]))
			}
		}
		i = j + 1
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
}

// names words states.
func (c *Checker) names(codes []string) string {
	var out []string
	for _, s := range codes {
		out = append(out, c.name(s))
	}
	return list(out)
}
