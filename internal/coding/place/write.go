package place

import (
	"fmt"
	"strings"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
)

// places writes down what was found.
func (p *page) places() []record.Place {
	g := p.l.gaz
	var out []record.Place
	for i := range p.names {
		n := &p.names[i]
		if n.verdict == refused {
			continue
		}
		gr := &p.groups[n.group]
		best := gr.best
		if p.divisionWord(n) {
			best = p.divisionOf(gr)
		}
		h := gr.hits.At(best)
		e := g.Place(h.ID)
		span := p.doc.TokenSpan(n.first, n.last)
		pl := record.Place{
			Span: record.Span{Start: span.Start, End: span.End}, First: n.first, Last: n.last, Head: p.head(n),
			Text: p.doc.Text(span), Name: e.Name, GeoNamesID: e.GeoNamesID, Lat: e.Lat, Lon: e.Lon,
			Admin1: e.Admin1, Country: e.Country, States: strings.Fields(e.Shared), Note: e.Note, Feature: e.Feature,
			Resolution: resolution(e.Feature),
			Metonym:    n.verdict == metonym,
			Why:        record.Why{Rule: "place: " + n.why, Detail: p.reason(i, gr)},
		}
		if n.county {
			p.asCounty(i, &pl)
		}
		p.asOutside(n, &pl)
		out = append(out, pl)
	}
	return out
}

// resolution is how fine a place is. Districts count as divisions: their
// feature code tells them apart.
func resolution(feature string) string {
	c := gazetteer.ClassOf(feature)
	if c == gazetteer.Admin2 {
		c = gazetteer.Admin1
	}
	return c.String()
}

// divisionOf is the reading for "X province": the likeliest division of the
// spelling, if it lies in the state that the spelling is taken to lie in.
func (p *page) divisionOf(gr *group) int {
	g := p.l.gaz
	best := -1
	for k := range gr.score {
		id := gr.hits.At(k).ID
		if g.Class(id) == gazetteer.Admin1 && g.CountryNo(id) == g.CountryNo(gr.hits.At(gr.best).ID) && (best < 0 || gr.score[k] > gr.score[best]) {
			best = k
		}
	}
	if best < 0 {
		return gr.best
	}
	return best
}

// reason says in words why this reading was chosen, with the runner-up.
func (p *page) reason(i int, gr *group) string {
	if len(gr.base) == 1 {
		return "only one place of this name"
	}
	g := p.l.gaz
	second := -1
	for k := range gr.score {
		if k != gr.best && (second < 0 || gr.score[k] > gr.score[second]) {
			second = k
		}
	}
	id := gr.hits.At(gr.best).ID
	why := "most prominent"
	switch {
	case p.containedIn(&p.names[i], id) > 0:
		why = "inside the place named after it"
	case p.holds(i, id) > 0:
		why = "holds the place named before it"
	case gr.best != 0:
		why = "other names of the text lie near"
	}
	o := g.Place(gr.hits.At(second).ID)
	return fmt.Sprintf("%s; score %.1f, next of %d: %s %s %s %.1f", why, gr.score[gr.best], len(gr.base), o.Feature, o.Admin1, o.Country, gr.score[second])
}

// asCounty turns the town that a county is named like into the county, as far
// as is known: GeoNames' cities name no counties. It lies in the division that
// the page speaks of most, at the town of that division that is named nearest
// in the text, else at the division itself.
func (p *page) asCounty(i int, pl *record.Place) {
	g := p.l.gaz
	n := &p.names[i]
	gr := &p.groups[n.group]
	admin, best := p.topAdmin()
	for k := range gr.base {
		a := g.Admin1No(gr.hits.At(k).ID)
		if v := p.admin[a] + 0.3; a != 0 && v > best {
			best, admin = v, a
		}
	}
	if n.within >= 0 {
		m := &p.names[n.within]
		if m.group >= 0 {
			o := &p.groups[m.group]
			if id := o.hits.At(o.best).ID; g.Class(id) == gazetteer.Admin1 {
				admin = g.Admin1No(id)
			}
		}
	}
	anchor, distance, division := gazetteer.ID(-1), len(p.names)+1, gazetteer.ID(-1)
	for j := max(0, i-nearNames); j < min(len(p.names), i+nearNames); j++ {
		m := &p.names[j]
		if m.group < 0 || m.county {
			continue
		}
		o := &p.groups[m.group]
		id := o.hits.At(o.best).ID
		if g.Admin1No(id) != admin {
			continue
		}
		if g.Class(id) == gazetteer.Admin1 {
			division = id
			continue
		}
		if d := max(i-j, j-i); g.Class(id) == gazetteer.City && d < distance {
			anchor, distance = id, d
		}
	}
	for k := range gr.base {
		if id := gr.hits.At(k).ID; anchor < 0 && g.Admin1No(id) == admin {
			anchor = id
		}
	}
	if anchor < 0 {
		anchor = division
	}
	if anchor >= 0 {
		e := g.Place(anchor)
		pl.Lat, pl.Lon, pl.Admin1, pl.Country, pl.States, pl.Note = e.Lat, e.Lon, e.Admin1, e.Country, nil, ""
		pl.Why.Detail = "the list of places has no counties; put at " + e.Name
	}
	pl.Name = pl.Text
	pl.GeoNamesID = 0
	pl.Feature = "ADM2"
	pl.Resolution = "admin1"
}

// asOutside puts a town that the gazetteer lacks into the division that is
// named behind it ("Holliday, Mo."), at the division's point, unless the town
// that was chosen lies in that division anyhow.
func (p *page) asOutside(n *name, pl *record.Place) {
	if n.outside < 0 {
		return
	}
	m := &p.names[n.outside]
	if m.group < 0 {
		return
	}
	o := &p.groups[m.group]
	e := p.l.gaz.Place(o.hits.At(o.best).ID)
	if gazetteer.ClassOf(e.Feature) != gazetteer.Admin1 || pl.Admin1 == e.Admin1 && pl.Country == e.Country {
		return
	}
	pl.Name, pl.GeoNamesID, pl.Lat, pl.Lon, pl.Admin1, pl.Country = pl.Text, 0, e.Lat, e.Lon, e.Admin1, e.Country
	pl.States, pl.Note, pl.Resolution = nil, "", "admin1"
	pl.Why.Detail = "no such place is known in " + e.Name + "; put at that division"
}

// nearNames is how many names before and after a county are looked at.
const nearNames = 300

// topAdmin is the division that the page speaks of most.
func (p *page) topAdmin() (uint16, float64) {
	if !p.topKnown {
		p.topKnown = true
		for j := range p.groups {
			o := &p.groups[j]
			if a := p.l.gaz.Admin1No(o.hits.At(o.best).ID); a != 0 && !o.county && p.admin[a] > p.topWeight {
				p.topWeight, p.top = p.admin[a], a
			}
		}
	}
	return p.top, p.topWeight
}

// topState is the state that the names of the page lie in most, "" if none.
func (p *page) topState() string {
	best := 0.0
	state := ""
	for i := range p.groups {
		gr := &p.groups[i]
		if gr.abroad {
			continue
		}
		id := gr.hits.At(gr.best).ID
		if v := p.country[p.l.gaz.CountryNo(id)]; p.l.gaz.CountryNo(id) != 0 && v > best {
			best, state = v, p.l.gaz.Place(id).Country
		}
	}
	return state
}
