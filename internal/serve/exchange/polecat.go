package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente/internal/record"
)

var polecat = &Format{
	Name: "polecat", Gloss: "POLECAT event data, 40 columns, tab-separated with a header", Origin: "polecat",
	columns: []string{"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
		"Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
		"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
		"Language", "Version"},
	header: []string{"Event ID", "Event Date", "Event Type", "Event Mode", "Actor Name", "Recipient Name", "Publication Date"},
	bind:   bindPOLECAT,
	write:  writePOLECAT,
}

// A party is one side of a row that has been taken apart.
type party struct{ country, actor, name string }

func bindPOLECAT(t *Tables, c *columns) (readRow, error) {
	id, date, typ, mode, contexts := c.find("Event ID"), c.find("Event Date"), c.find("Event Type"), c.find("Event Mode"), c.find("Contexts")
	intensity := c.find("Intensity", "Event Intensity")
	type side struct{ name, country, cow, primary, sectors int }
	sides := [2]side{}
	for i, s := range []string{"Actor", "Recipient"} {
		sides[i] = side{c.find(s + " Name"), c.find(s + " Country"), c.find(s + " COW"), c.find("Primary " + s + " Sector"), c.find(s + " Sectors")}
	}
	placename, city, district, province, country := c.find("Placename"), c.find("City"), c.find("District"), c.find("Province"), c.find("Country")
	lat, lon, geo, source, published := c.find("Latitude"), c.find("Longitude"), c.find("GeoNames ID"), c.find("Source"), c.find("Publication Date")
	story, text := c.find("Story ID"), c.find("Event Text")
	return func(p *parser, f []string) (err error) {
		if err := wrongSize(f, c.n); err != nil {
			return err
		}
		e := p.event("polecat", cell(f, id))
		if e.ID == "" {
			return errors.New("no event id")
		}
		if e.Day, err = p.day(cell(f, date)); err != nil {
			return err
		}
		e.Last = e.Day
		if s := cell(f, published); s != "" {
			if e.Published, err = p.day(s); err != nil {
				return err
			}
		}
		if err := t.ploverKind(&e, cell(f, typ), cell(f, mode)); err != nil {
			return err
		}
		v, err := number(cell(f, intensity), "intensity", -10, 10)
		if err != nil {
			return err
		}
		if v == v {
			e.Score = v
		}
		for _, x := range list(cell(f, contexts)) {
			e.Contexts = append(e.Contexts, strings.ToLower(x))
		}
		e.Place = placeName(cell(f, placename), cell(f, city), cell(f, district), cell(f, province), cell(f, country))
		e.Admin1, e.Country = cell(f, province), p.placeCountry(cell(f, country))
		if err := point(&e, cell(f, lat), cell(f, lon)); err != nil {
			return err
		}
		if s := cell(f, geo); s != "" {
			v, err := number(s, "GeoNames id", 0, 1<<31-1)
			if err != nil {
				return err
			}
			e.GeoNames = int(v)
		}
		e.Publisher, e.Document, e.Sentence = cell(f, source), cell(f, story), cell(f, text)
		var both [2][]party
		for i, s := range sides {
			both[i] = t.polecatParties(cell(f, s.name), cell(f, s.country), cell(f, s.cow), cell(f, s.primary), cell(f, s.sectors))
		}
		p.dyads(e, both[0], both[1])
		return nil
	}, nil
}

// polecatParties takes a side apart: one party for each country, each with its
// name where there are as many names as countries.
func (t *Tables) polecatParties(name, country, cow, primary, sectors string) (out []party) {
	names, countries := list(name), list(country)
	if len(countries) == 0 {
		for _, n := range list(cow) {
			if i, ok := t.byCOW[strings.TrimSuffix(n, ".0")]; ok {
				countries = append(countries, t.states[i].code)
			}
		}
	}
	sector := list(primary)
	n := max(len(countries), 1)
	if len(countries) == 0 && len(names) > 0 {
		n = len(names)
	}
	if n == 1 || len(sector) == 0 { // of several, all sectors of all are listed together
		for _, s := range list(sectors) {
			if !slices.Contains(sector, s) {
				sector = append(sector, s)
			}
		}
	}
	for i := range n {
		var x party
		if i < len(countries) {
			if st, ok := t.country(countries[i]); ok {
				x.country, x.actor = st.code, t.cameoCountry(st.code)
			} else if slices.Contains(beyond, countries[i]) {
				x.country, x.actor = countries[i], countries[i]
			}
		}
		switch {
		case len(names) == n:
			x.name = names[i]
		default:
			x.name = strings.Join(names, "; ")
		}
		s := sector
		if len(sector) == n {
			s = sector[i : i+1]
		}
		for k, c := range s {
			if len(c) == 3 && k < 3 {
				x.actor += c
			}
		}
		if x != (party{}) {
			out = append(out, x)
		}
	}
	return out
}

// dyads makes rows of two sides. Where there is one side of several, they do it
// to each other: each pair is one row.
func (p *parser) dyads(e record.Event, sources, targets []party) {
	add := func(a, b party, mutual bool) {
		e.Source, e.SourceActor, e.SourceName = a.country, a.actor, a.name
		e.Target, e.TargetActor, e.TargetName = b.country, b.actor, b.name
		e.Symmetric = e.Symmetric || mutual
		p.out = append(p.out, e)
	}
	if len(targets) == 0 && len(sources) > 1 && (e.Symmetric || e.Type == "CONSULT" || e.Type == "AGREE" || e.Type == "COOPERATE") {
		for i := range sources {
			for j := i + 1; j < len(sources); j++ {
				add(sources[i], sources[j], true)
			}
		}
		return
	}
	if len(sources) == 0 {
		sources = []party{{}}
	}
	if len(targets) == 0 {
		targets = []party{{}}
	}
	for _, a := range sources {
		for _, b := range targets {
			add(a, b, false)
		}
	}
}

// ploverKind puts in a type and mode of PLOVER with what they mean. A mode that
// the type does not have is kept, and the type's score stands.
func (t *Tables) ploverKind(e *record.Event, typ, mode string) error {
	typ, mode = strings.ToUpper(typ), strings.ToLower(mode)
	k, ok := t.kindOf(typ, mode)
	if !ok {
		return fmt.Errorf("%q is no PLOVER type", typ)
	}
	e.Type, e.Mode, e.Quad, e.Score = typ, mode, k.quad, k.score
	return nil
}

var quadNames = [...]string{"", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"}

func writePOLECAT(t *Tables, dst []byte, e *record.Event) []byte {
	if e.Type == "" || e.Day == "" {
		return nil
	}
	a := t.polecatSide(e.Source, e.SourceActor, e.SourceName)
	b := t.polecatSide(e.Target, e.TargetActor, e.TargetName)
	if e.Symmetric {
		for i := range a {
			a[i] = or(a[i], "None") + "; " + or(b[i], "None")
		}
		b = [6]string{}
	}
	geo := ""
	if e.GeoNames > 0 {
		geo = strconv.Itoa(e.GeoNames)
	}
	f := []string{e.ID, e.Day, e.Type, e.Mode, decimal(e.Score), quadNames[max(0, min(e.Quad, 4))], strings.Join(e.Contexts, "; "),
		a[0], a[1], a[2], a[3], a[4], "", a[5], "", b[0], b[1], b[2], b[3], b[4], "", b[5], "",
		e.Place, "", "", e.Admin1, e.Country, decimal(e.Lat), decimal(e.Lon), geo, "", "", e.Publisher, or(e.Published, e.Day), "", "", "", "", ""}
	for i := range f {
		f[i] = or(f[i], "None")
	}
	return tabbed(dst, f...)
}

// polecatSide are name, country, COW number, primary sector, all sectors and raw
// name of a side.
func (t *Tables) polecatSide(country, actor, name string) [6]string {
	sectors := t.sectorsOf(actor)
	first := ""
	if len(sectors) > 0 {
		first = sectors[0]
	}
	cow := ""
	if i, ok := t.byCode[country]; ok {
		cow = t.states[i].cow
	}
	name = strings.ReplaceAll(name, ";", ",")
	return [6]string{name, country, cow, first, strings.Join(sectors, "; "), name}
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}
