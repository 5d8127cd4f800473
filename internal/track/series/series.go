// Package series counts what was done over time: between two parties, by and to
// one, or by all. In come sums of incidents by day, direction and type, and how
// much was read of each day; out go bins of days, weeks or months with counts of
// cooperation and of conflict, who acted, scores, rates by the volume of news and
// the interval of each. Cooperation and conflict are never set off against each
// other: a pair that trades and fights does both. What both do together is one
// act. The package reads no store and draws nothing.
package series

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"entente/internal/diag"
	"entente/internal/record"
)

// An Ask says what a series is of. First and Second are as the sums have them;
// where Second is empty the series is of First and all others, where both are, of
// everybody.
type Ask struct {
	First  string `json:"first,omitempty"`
	Second string `json:"second,omitempty"`
	Origin string `json:"origin"`
	Type   string `json:"type,omitempty"`
	Field  string `json:"domain,omitempty"`
	By     string `json:"by"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

// A Rate is a count and what it says of the rate behind it.
type Rate struct {
	N            int         `json:"n"`
	Interval     [2]float64  `json:"interval"`           // 95 % for the mean of a Poisson count: exact
	Per1000      *float64    `json:"per_1000,omitempty"` // by 1,000 read; nothing where nothing was
	Interval1000 *[2]float64 `json:"per_1000_interval,omitempty"`
}

// A Side counts one direction: each incident stands in one.
type Side struct {
	Quads        [4]int  `json:"quads"` // verbal cooperation, material cooperation, verbal conflict, material conflict
	Cooperation  float64 `json:"cooperation_score"`
	Conflict     float64 `json:"conflict_score"` // sums of PLOVER's scores, by quad class
	CooperationG float64 `json:"cooperation_goldstein"`
	ConflictG    float64 `json:"conflict_goldstein"`
}

// A TypeCount is how many incidents are of one type.
type TypeCount struct {
	Type string `json:"type"`
	Quad int    `json:"quad"`
	N    int    `json:"n"`
}

// A FieldCount is how many incidents touch on one field; one may touch on several.
type FieldCount struct {
	Field       string `json:"domain"`
	Cooperation int    `json:"cooperation"`
	Conflict    int    `json:"conflict"`
}

// A Tally is what was counted in a stretch of days.
type Tally struct {
	Read        int          `json:"read"` // of these days, whatever it tells
	Cooperation Rate         `json:"cooperation"`
	Conflict    Rate         `json:"conflict"`
	Other       int          `json:"other,omitempty"` // neither: no quad class
	Quads       [4]int       `json:"quads"`
	Reports     int          `json:"reports"`
	Forth       Side         `json:"forth"` // First alone acts; where nobody was asked for, anybody
	Back        Side         `json:"back"`  // Second alone, or another, acts on First
	Together    Side         `json:"together"`
	Types       []TypeCount  `json:"types,omitempty"`
	Fields      []FieldCount `json:"domains,omitempty"`
}

// A Bin is one stretch of days.
type Bin struct {
	Start string `json:"start"`
	Days  int    `json:"days"` // of it within the span asked for
	Tally
}

// A Series is what was counted over time.
type Series struct {
	Ask
	Unit    string `json:"unit"` // what rates are by: articles, or rows of another data set
	Bins    []Bin  `json:"bins"`
	Total   Tally  `json:"total"`
	Outside int    `json:"outside,omitempty"` // incidents long before or after anything was read
	Trends  Trends `json:"trend"`
}

// Steps are the lengths of bins.
var Steps = []string{"day", "week", "month"}

const (
	mostBins = 20000
	// Reports of the first days read tell of the weeks before; what lies further
	// back is history that the text recalls, and would draw the axis out by years.
	recalled = 31
)

// Build makes a series. Days of the sums are first days of steps or any days
// within. Where ask names no span, bins reach without a gap from the first to the
// last day of which something was read, and up to a month beyond it where
// incidents lie there; where nothing was read they follow the incidents.
func Build(ask Ask, sums []record.Sum, fields []record.FieldSum, read map[string]int) (*Series, error) {
	if !slices.Contains(Steps, ask.By) {
		return nil, fmt.Errorf("bins are a day, a week or a month, not a %q", ask.By)
	}
	s := &Series{Ask: ask, Unit: "articles"}
	if ask.Origin == "" {
		s.Origin = record.Origin
	}
	if s.Origin != record.Origin {
		s.Unit = "rows of " + s.Origin
	}
	from, to, err := span(ask, sums, read)
	if err != nil || to.IsZero() {
		s.finish()
		return s, err
	}
	for at := floor(from, ask.By); !at.After(to); at = next(at, ask.By) {
		first, last := at, next(at, ask.By).AddDate(0, 0, -1)
		if ask.From != "" && first.Before(from) {
			first = from
		}
		if ask.To != "" && last.After(to) {
			last = to
		}
		s.Bins = append(s.Bins, Bin{Start: at.Format(time.DateOnly), Days: days(first, last) + 1})
		if len(s.Bins) > mostBins {
			return nil, &diag.Error{Msg: fmt.Sprintf("more than %d bins between %s and %s", mostBins, from.Format(time.DateOnly), to.Format(time.DateOnly)), Hint: "--by month, or --from and --to"}
		}
	}
	for d, n := range read { // whole numbers: their order does not show
		if b := s.at(d); b != nil {
			b.Read += n
			s.Total.Read += n
		}
	}
	for i := range sums {
		b := s.at(sums[i].Day)
		if b == nil {
			s.Outside += sums[i].N
			continue
		}
		b.add(&sums[i], &s.Ask)
		s.Total.add(&sums[i], &s.Ask)
	}
	for i := range fields {
		if b := s.at(fields[i].Day); b != nil {
			b.addField(&fields[i])
			s.Total.addField(&fields[i])
		}
	}
	s.finish()
	return s, nil
}

// span is the first and last day; zero where there is nothing.
func span(ask Ask, sums []record.Sum, read map[string]int) (from, to time.Time, err error) {
	var first, last string
	widen := func(d string) {
		if first == "" || d < first {
			first = d
		}
		if d > last {
			last = d
		}
	}
	for d := range read {
		widen(d)
	}
	low, high := "", "9999-12-31"
	if first != "" {
		f, err1 := time.Parse(time.DateOnly, first)
		l, err2 := time.Parse(time.DateOnly, last)
		if err := cmp.Or(err1, err2); err != nil {
			return from, to, err
		}
		low, high = f.AddDate(0, 0, -recalled).Format(time.DateOnly), l.AddDate(0, 0, recalled).Format(time.DateOnly)
	}
	for i := range sums {
		if d := sums[i].Day; d >= low && d <= high {
			widen(d)
		}
	}
	if ask.From != "" {
		first = ask.From
	}
	if ask.To != "" {
		last = ask.To
	}
	if first == "" || last == "" || first > last {
		return from, to, nil
	}
	from, err = time.Parse(time.DateOnly, first)
	if err == nil {
		to, err = time.Parse(time.DateOnly, last)
	}
	return from, to, err
}

// Span is the first and the last day of the bins; "" where there are none.
func (s *Series) Span() (from, to string) {
	if len(s.Bins) == 0 {
		return "", ""
	}
	first, last := &s.Bins[0], &s.Bins[len(s.Bins)-1]
	from, to = max(first.Start, s.From), s.To
	if start, err := time.Parse(time.DateOnly, last.Start); err == nil && to == "" {
		to = next(start, s.By).AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return from, to
}

// finish works out rates and trends.
func (s *Series) finish() {
	for i := range s.Bins {
		s.Bins[i].finish()
	}
	s.Total.finish()
	s.Trends = Trends{trend(s.Bins, func(b *Bin) int { return b.Cooperation.N }), trend(s.Bins, func(b *Bin) int { return b.Conflict.N })}
}

func (t *Tally) finish() {
	for _, r := range []*Rate{&t.Cooperation, &t.Conflict} {
		ci := exact(r.N)
		r.Interval = [2]float64{cents(ci[0]), cents(ci[1])}
		if t.Read > 0 {
			k := 1000 / float64(t.Read)
			v := round(float64(r.N)*k, 4)
			r.Per1000, r.Interval1000 = &v, &[2]float64{round(ci[0]*k, 4), round(ci[1]*k, 4)}
		}
	}
	for _, d := range []*Side{&t.Forth, &t.Back, &t.Together} {
		for _, v := range []*float64{&d.Cooperation, &d.Conflict, &d.CooperationG, &d.ConflictG} {
			*v = math.Round(*v*10)/10 + 0 // no negative zero
		}
	}
	slices.SortFunc(t.Types, func(a, b TypeCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Quad, b.Quad))
	})
	slices.SortFunc(t.Fields, func(a, b FieldCount) int {
		return cmp.Or(cmp.Compare(b.Cooperation+b.Conflict, a.Cooperation+a.Conflict), cmp.Compare(a.Field, b.Field))
	})
}

func (t *Tally) add(n *record.Sum, ask *Ask) {
	t.Reports += n.Reports
	d := &t.Forth
	switch {
	case n.Mutual:
		d = &t.Together
	case ask.First != "" && n.Source != ask.First:
		d = &t.Back
	}
	switch n.Quad {
	case 1, 2:
		t.Cooperation.N += n.N
		d.Cooperation += n.Score
		d.CooperationG += n.Goldstein
	case 3, 4:
		t.Conflict.N += n.N
		d.Conflict += n.Score
		d.ConflictG += n.Goldstein
	default:
		t.Other += n.N
	}
	if n.Quad >= 1 && n.Quad <= 4 {
		t.Quads[n.Quad-1] += n.N
		d.Quads[n.Quad-1] += n.N
	}
	i := slices.IndexFunc(t.Types, func(c TypeCount) bool { return c.Type == n.Type && c.Quad == n.Quad })
	if i < 0 {
		i = len(t.Types)
		t.Types = append(t.Types, TypeCount{Type: n.Type, Quad: n.Quad})
	}
	t.Types[i].N += n.N
}

func (t *Tally) addField(n *record.FieldSum) {
	i := slices.IndexFunc(t.Fields, func(c FieldCount) bool { return c.Field == n.Field })
	if i < 0 {
		i = len(t.Fields)
		t.Fields = append(t.Fields, FieldCount{Field: n.Field})
	}
	if n.Conflict {
		t.Fields[i].Conflict += n.N
	} else {
		t.Fields[i].Cooperation += n.N
	}
}

// at is the bin that holds a day, nil where none does.
func (s *Series) at(day string) *Bin {
	i, ok := slices.BinarySearchFunc(s.Bins, day, func(b Bin, d string) int { return cmp.Compare(b.Start, d) })
	if !ok {
		i--
	}
	if i < 0 {
		return nil
	}
	if i == len(s.Bins)-1 {
		start, err1 := time.Parse(time.DateOnly, s.Bins[i].Start)
		d, err2 := time.Parse(time.DateOnly, day)
		if cmp.Or(err1, err2) != nil || !d.Before(next(start, s.By)) {
			return nil
		}
	}
	return &s.Bins[i]
}

func days(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

func floor(t time.Time, by string) time.Time {
	switch by {
	case "week":
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case "month":
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

func next(t time.Time, by string) time.Time {
	switch by {
	case "week":
		return t.AddDate(0, 0, 7)
	case "month":
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}
