package exchange

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

var acled = &Format{
	Name: "acled", Gloss: "ACLED, CSV with a header", Origin: "acled",
	header: []string{"event_id_cnty", "event_date", "event_type", "actor1"},
	bind:   bindACLED,
}

// inter are the sectors of ACLED's kinds of actors, by number and by name.
var inter = map[string]string{
	"1": "GOV", "state forces": "GOV", "2": "REB", "rebel group": "REB", "rebel groups": "REB", "rebel forces": "REB", "3": "UAF", "political militia": "UAF", "political militias": "UAF",
	"4": "UAF", "identity militia": "UAF", "identity militias": "UAF", "5": "OPP", "rioters": "OPP", "6": "OPP", "protesters": "OPP", "7": "CVL", "civilians": "CVL",
	"8": "", "external/other forces": "", "other forces": "", "external forces": "",
}

func bindACLED(t *Tables, c *columns) (readRow, error) {
	id, date, precision, typ, sub := c.find("event_id_cnty"), c.find("event_date"), c.find("time_precision"), c.find("event_type"), c.find("sub_event_type")
	type side struct{ name, kind int }
	sides := [2]side{{c.find("actor1"), c.find("inter1")}, {c.find("actor2"), c.find("inter2")}}
	country, admin1, location, lat, lon := c.find("country"), c.find("admin1"), c.find("location"), c.find("latitude"), c.find("longitude")
	source, notes := c.find("source"), c.find("notes")
	return func(p *parser, f []string) (err error) {
		if err := wrongSize(f, c.n); err != nil {
			return err
		}
		e := p.event("acled", cell(f, id))
		if e.ID == "" {
			return errors.New("no event id")
		}
		if e.Day, err = p.day(cell(f, date)); err != nil {
			return err
		}
		if e.Last, err = lastDay(e.Day, cell(f, precision)); err != nil {
			return err
		}
		k, ok := t.acled[strings.ToLower(cell(f, sub))]
		if !ok {
			if k, ok = t.acled[strings.ToLower(cell(f, typ))]; !ok {
				return fmt.Errorf("neither %q nor %q is a kind of event of ACLED", cell(f, sub), cell(f, typ))
			}
		}
		e.Type, e.Mode, e.Quad, e.Score, e.Contexts, e.CAMEO, e.Goldstein, e.Symmetric = k.typ, k.mode, k.quad, k.score, k.contexts, k.cameo, k.goldstein, k.both
		if k.none {
			e.Counted, e.NotCounted = false, "no act towards another"
		}
		e.Country = p.placeCountry(cell(f, country))
		e.Place, e.Admin1 = placeName(cell(f, location), cell(f, admin1), cell(f, country)), cell(f, admin1)
		if err := point(&e, cell(f, lat), cell(f, lon)); err != nil {
			return err
		}
		e.Publisher, e.Sentence = cell(f, source), cell(f, notes)
		var both [2]party
		for i, s := range sides {
			both[i] = t.acledParty(cell(f, s.name), cell(f, s.kind), cell(f, country))
		}
		if k.reverse {
			both[0], both[1] = both[1], both[0]
		}
		if both[1] == (party{}) {
			e.Symmetric = false
		}
		p.dyads(e, both[:1], both[1:])
		return nil
	}, nil
}

// acledParty reads a name like "Military Forces of Mali (2020-)" or "Protesters
// (India)": the country is the one that it names; groups, protesters and
// civilians without one are of the country of the event.
func (t *Tables) acledParty(name, kind, country string) (x party) {
	if name == "" {
		return x
	}
	x.name = name
	sector := inter[strings.ToLower(kind)]
	switch {
	case strings.HasPrefix(name, "Military Forces"):
		sector = "MIL"
	case strings.HasPrefix(name, "Police Forces"):
		sector = "COP"
	}
	of := name
	if i := strings.LastIndexByte(of, '('); i > 0 && strings.HasSuffix(of, ")") {
		inner := of[i+1 : len(of)-1]
		if st, ok := t.country(inner); ok {
			x.country = st.code
		}
		of = strings.TrimSpace(of[:i])
	}
	if x.country == "" {
		if _, after, ok := strings.Cut(of, " of "); ok {
			if st, ok := t.country(strings.TrimPrefix(after, "the ")); ok {
				x.country = st.code
			}
		}
	}
	if _, abroad := inter[strings.ToLower(kind)]; x.country == "" && abroad && sector != "" && sector != "MIL" && sector != "GOV" {
		if st, ok := t.country(country); ok {
			x.country = st.code
		}
	}
	x.actor = t.cameoCountry(x.country) + sector
	return x
}

// lastDay is the last day that an event can have taken place on: ACLED's dates are
// exact, or stand for a week or a month.
func lastDay(day, precision string) (string, error) {
	switch precision {
	case "", "1":
		return day, nil
	case "2", "3":
		d, err := time.Parse(time.DateOnly, day)
		if precision == "2" {
			return d.AddDate(0, 0, 6).Format(time.DateOnly), err
		}
		return time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), err
	}
	return "", fmt.Errorf("time_precision %q is not 1, 2 or 3", precision)
}
