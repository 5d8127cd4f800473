package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente/internal/record"
)

var icews = &Format{
	Name: "icews", Gloss: "ICEWS event data, 20 columns, tab-separated with a header", Origin: "icews",
	columns: []string{"Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country",
		"Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude"},
	header: []string{"Event ID", "Event Date", "Source Sectors", "Event Text", "Target Sectors", "Story ID"},
	bind:   bindICEWS,
	write:  writeICEWS,
}

func bindICEWS(t *Tables, c *columns) (readRow, error) {
	id, date, text, codeAt, intensity := c.find("Event ID"), c.find("Event Date"), c.find("Event Text"), c.find("CAMEO Code"), c.find("Intensity")
	sn, ss, sc := c.find("Source Name"), c.find("Source Sectors"), c.find("Source Country")
	tn, ts, tc := c.find("Target Name"), c.find("Target Sectors"), c.find("Target Country")
	story, publisher := c.find("Story ID"), c.find("Publisher")
	city, district, province, country, lat, lon := c.find("City"), c.find("District"), c.find("Province"), c.find("Country"), c.find("Latitude"), c.find("Longitude")
	return func(p *parser, f []string) (err error) {
		if err := wrongSize(f, c.n); err != nil {
			return err
		}
		e := p.event("icews", cell(f, id))
		if e.ID == "" {
			return errors.New("no event id")
		}
		if e.Day, err = p.day(cell(f, date)); err != nil {
			return err
		}
		e.Last = e.Day
		e.CAMEO = cell(f, codeAt)
		if e.CAMEO == "" { // one of the files has none
			if e.CAMEO = t.labels[strings.ToLower(cell(f, text))]; e.CAMEO == "" {
				return fmt.Errorf("no code for %q", cell(f, text))
			}
		}
		e.CAMEO = t.threeDigits(e.CAMEO)
		x := t.cameo(e.CAMEO)
		if x == nil {
			return fmt.Errorf("%q is no CAMEO code", e.CAMEO)
		}
		t.fill(&e, x)
		if e.Goldstein, err = number(cell(f, intensity), "intensity", -10, 10); err != nil {
			return err
		}
		if e.Goldstein != e.Goldstein {
			e.Goldstein = x.goldstein
		}
		e.Source, e.SourceActor = p.icewsActor(cell(f, sc), cell(f, ss))
		e.Target, e.TargetActor = p.icewsActor(cell(f, tc), cell(f, ts))
		e.SourceName, e.TargetName = cell(f, sn), cell(f, tn)
		e.Document, e.Publisher = cell(f, story), cell(f, publisher)
		e.Place = placeName(cell(f, city), cell(f, district), cell(f, province), cell(f, country))
		e.Admin1, e.Country = cell(f, province), p.placeCountry(cell(f, country))
		if err := point(&e, cell(f, lat), cell(f, lon)); err != nil {
			return err
		}
		p.out = append(p.out, e)
		return nil
	}, nil
}

// threeDigits puts back the zero that a spreadsheet has taken away: 42 is 042, and
// 211 is 0211, as there is no root 21.
func (t *Tables) threeDigits(c string) string {
	if strings.Trim(c, "0123456789") != "" || c == "" {
		return c
	}
	if len(c) < 3 {
		return strings.Repeat("0", 3-len(c)) + c
	}
	if t.cameo(c) == nil && t.codes["0"+c] != nil {
		return "0" + c
	}
	return c
}

// icewsActor is the tables' answer, remembered: a file has few kinds of actors.
func (p *parser) icewsActor(country, sectors string) (plover, actor string) {
	k := [2]string{country, sectors}
	if a, ok := p.actors[k]; ok {
		return a[0], a[1]
	}
	if len(p.actors) > 10000 {
		clear(p.actors)
	}
	plover, actor = p.t.icewsActor(country, sectors)
	p.actors[[2]string{strings.Clone(country), strings.Clone(sectors)}] = [2]string{plover, actor}
	return plover, actor
}

// icewsActor makes a code of a country's name and a list of sectors.
func (t *Tables) icewsActor(country, sectors string) (plover, actor string) {
	cameo := ""
	if st, ok := t.country(country); ok {
		plover, cameo = st.code, t.cameoCountry(st.code)
	}
	var codes []string
	for _, s := range t.sectorNames(sectors) {
		for _, c := range t.sectors[s] {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
	}
	for _, c := range codes {
		switch {
		case !slices.Contains(beyond, c):
			if len(cameo) < 12 {
				cameo += c
			}
		case plover == "":
			plover, cameo = c, c+cameo
		}
	}
	return plover, cameo
}

// sectorNames cuts a list of sectors, some of which have commas in their names.
func (t *Tables) sectorNames(s string) (out []string) {
	parts := strings.Split(strings.ToLower(s), ",")
	for i := 0; i < len(parts); i++ {
		name := strings.TrimSpace(parts[i])
		for j, longer := i+1, name; j < min(i+3, len(parts)); j++ {
			if longer += ", " + strings.TrimSpace(parts[j]); t.sectors[longer] != nil {
				name, i = longer, j
				break
			}
		}
		if name != "" {
			out = append(out, name)
		}
	}
	return out
}

func writeICEWS(t *Tables, dst []byte, e *record.Event) []byte {
	x := t.codeOf(e)
	if x == nil || e.Day == "" {
		return nil
	}
	c := e.CAMEO
	if c == "" {
		c = x.code
	}
	goldstein := e.Goldstein
	if goldstein != goldstein {
		goldstein = x.goldstein
	}
	place := e.Place
	province := e.Admin1
	if place == province {
		place = ""
	}
	country := t.nameOf(e.Country)
	if place == country {
		place = ""
	}
	return tabbed(dst, e.ID, e.Day, e.SourceName, t.icewsSectors(e.SourceActor), t.nameOf(e.Source), x.label, c, decimal(goldstein), e.TargetName, t.icewsSectors(e.TargetActor), t.nameOf(e.Target),
		e.Document, "", e.Publisher, place, "", province, country, decimal(e.Lat), decimal(e.Lon))
}

// icewsSectors are the names of an actor's sectors.
func (t *Tables) icewsSectors(actor string) string {
	var names []string
	codes := t.sectorsOf(actor)
	if c := t.countryOf(actor); slices.Contains(beyond, c) {
		if c == "UNO" || c == "EUR" {
			c = "IGO"
		}
		codes = append([]string{c}, codes...)
	}
	for _, c := range codes {
		if n := t.sector[c]; n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, ",")
}

// nameOf is a country's name by its code.
func (t *Tables) nameOf(c string) string {
	if i, ok := t.byCode[c]; ok {
		return t.states[i].name
	}
	return ""
}

// tabbed adds a row of fields; what would break it becomes a space.
func tabbed(dst []byte, fields ...string) []byte {
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, '\t')
		}
		for j := range len(f) {
			if c := f[j]; c == '\t' || c == '\n' || c == '\r' {
				dst = append(dst, ' ')
			} else {
				dst = append(dst, c)
			}
		}
	}
	return append(dst, '\n')
}

// decimal writes a number as short as it can be; a missing one is empty.
func decimal(v float64) string {
	if v != v {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
