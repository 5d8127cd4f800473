package exchange

import (
	"errors"
	"fmt"
	"strings"

	"entente/internal/record"
)

// phoenix is the daily file of 26 columns without a header, and the historical
// one of the Cline Center with a header.
var phoenix = &Format{
	Name: "phoenix", Gloss: "Phoenix: 26 columns without a header, or the Cline Center's with one", Origin: "phoenix",
	columns: []string{"id", "date", "year", "month", "day", "source", "source_root", "source_agent", "source_others", "target", "target_root", "target_agent", "target_others",
		"code", "root_code", "quad_class", "goldstein", "joined_issues", "lat", "lon", "placename", "statename", "countryname", "sentence_id", "urls", "sources"},
	header: []string{"eid", "story_date", "source", "target", "code"},
	sizes:  []int{26},
	bind:   bindPhoenix,
}

func bindPhoenix(t *Tables, c *columns) (readRow, error) {
	id, date := c.find("eid", "id"), c.find("story_date", "date")
	source, target, codeAt, goldstein := c.find("source"), c.find("target"), c.find("code"), c.find("goldstein")
	lat, lon, place, state, country := c.find("lat"), c.find("lon"), c.find("placename"), c.find("statename"), c.find("countryname")
	article, urls, publishers := c.find("aid", "sentence_id"), c.find("urls", "url"), c.find("sources", "process")
	size := c.n
	if size == 0 {
		size = 26
	}
	return func(p *parser, f []string) (err error) {
		if err := wrongSize(f, size); err != nil {
			return err
		}
		e := p.event("phoenix", cell(f, id))
		if e.ID == "" {
			return errors.New("no event id")
		}
		if e.Day, err = p.day(cell(f, date)); err != nil {
			return err
		}
		e.Last, e.Published = e.Day, e.Day
		e.CAMEO = t.threeDigits(cell(f, codeAt))
		x := t.cameo(e.CAMEO)
		if x == nil {
			return fmt.Errorf("%q is no CAMEO code", e.CAMEO)
		}
		t.fill(&e, x)
		if e.Goldstein, err = number(cell(f, goldstein), "Goldstein score", -10, 10); err != nil {
			return err
		}
		if e.Goldstein != e.Goldstein {
			e.Goldstein = x.goldstein
		}
		e.SourceActor, e.TargetActor = cell(f, source), cell(f, target)
		e.Source, e.Target = t.countryOf(e.SourceActor), t.countryOf(e.TargetActor)
		e.Place = placeName(cell(f, place), cell(f, state), cell(f, country))
		e.Admin1, e.Country = cell(f, state), p.placeCountry(cell(f, country))
		if err := point(&e, cell(f, lat), cell(f, lon)); err != nil {
			return err
		}
		if e.Lat == 0 && e.Lon == 0 { // what it writes for no place
			e.Lat, e.Lon = record.Missing, record.Missing
		}
		all := list(cell(f, urls))
		if len(all) > 0 {
			e.URL, e.Reports = all[0], len(all)
		}
		e.Document = cell(f, article)
		e.Publisher, _, _ = strings.Cut(cell(f, publishers), ";")
		p.out = append(p.out, e)
		return nil
	}, nil
}
