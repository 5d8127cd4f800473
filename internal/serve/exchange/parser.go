package exchange

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"entente/internal/record"
)

// A parser is one worker's hands: what it has made, and what it has looked up
// before.
type parser struct {
	t      *Tables
	out    []record.Event
	days   map[string]string
	actors map[[2]string][2]string // by country and sectors of ICEWS
	cut    []string
}

// event is a new row with nothing in it.
func (p *parser) event(origin, id string) record.Event {
	return record.Event{
		ID: id, Origin: origin, Goldstein: record.Missing, Score: record.Missing, Lat: record.Missing, Lon: record.Missing, Confidence: record.Missing,
		Counted: true, Reports: 1,
	}
}

// layouts are the ways in which the sets write days, beside YYYY-MM-DD.
var layouts = []string{"20060102", "1/2/2006", "2 January 2006", "2-January-2006", "02-Jan-06", "January 2, 2006"}

// day reads a day; a clock behind it is left away.
func (p *parser) day(s string) (string, error) {
	if d, ok := p.days[s]; ok {
		return d, nil
	}
	text := s
	if len(text) > 10 && text[4] == '-' && (text[10] == ' ' || text[10] == 'T') {
		text = text[:10]
	}
	if len(text) == 14 && strings.Trim(text, "0123456789") == "" {
		text = text[:8]
	}
	d, err := time.Parse(time.DateOnly, text)
	for i := 0; err != nil && i < len(layouts); i++ {
		d, err = time.Parse(layouts[i], text)
	}
	if err != nil {
		return "", fmt.Errorf("%q is no day", s)
	}
	if d.Year() < 1800 || d.Year() > 2199 {
		return "", fmt.Errorf("the day %q cannot be", s)
	}
	if len(p.days) > 10000 {
		clear(p.days)
	}
	out := d.Format(time.DateOnly)
	p.days[strings.Clone(s)] = out
	return out, nil
}

// number reads a number; an empty one is missing.
func number(s, what string, least, most float64) (float64, error) {
	if s == "" {
		return record.Missing, nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v != v {
		return 0, fmt.Errorf("%s %q is no number", what, s)
	}
	if v < least || v > most {
		return 0, fmt.Errorf("%s %q is not between %g and %g", what, s, least, most)
	}
	return v, nil
}

// point reads a place on the globe; half of one is none.
func point(e *record.Event, lat, lon string) error {
	y, err := number(lat, "latitude", -90, 90)
	if err != nil {
		return err
	}
	x, err := number(lon, "longitude", -180, 180)
	if err != nil {
		return err
	}
	if y == y && x == x {
		e.Lat, e.Lon = y, x
	}
	return nil
}

// count reads a number of reports; none is one.
func count(s string) (int, error) {
	if s == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<30 {
		return 0, fmt.Errorf("%q is no count", s)
	}
	return max(n, 1), nil
}

// list cuts what POLECAT and PLOVER join with a semicolon.
func list(s string) (out []string) {
	for x := range strings.SplitSeq(s, ";") {
		if x = strings.TrimSpace(x); x != "" && x != "None" {
			out = append(out, x)
		}
	}
	return out
}

// placeCountry is the alpha-3 code of a place's country, by name or code.
func (p *parser) placeCountry(s string) string {
	if st, ok := p.t.country(s); ok {
		return st.iso3
	}
	return ""
}

// placeName is the finest of some names.
func placeName(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}
