package place

import (
	"fmt"
	"math"
	"strings"

	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
)

// What each sign adds to the logarithm of a place's population. The first
// three were measured on news with known coordinates.
const (
	wCountryNamed = 1.2
	wAdminNamed   = 1.5
	wContained    = 5.0
	wContainedBy  = 4.0
	wCapital      = 1.0
	wSeat         = 0.3
	wAlternate    = -1.0
	wDivision     = -1.2
	wSection      = -0.5
	wDateline     = 1.0
	scoreCountry  = 9.0
	scoreRegion   = 8.0
	scorePoint    = 5.5
)

// An adminVote counts what speaks for a first-level division.
type adminVote struct {
	no     uint16
	weight float32
}

// context gathers the states and divisions that the page speaks of.
func (p *page) context() {
	g := p.l.gaz
	for i := range p.names {
		n := &p.names[i]
		if n.verdict == refused && n.why != "name of an organisation" && n.why != "name of a street or building" {
			continue
		}
		top := n.hits.At(0).ID
		switch g.Class(top) {
		case gazetteer.Country:
			p.countries[g.CountryNo(top)] = 1
		case gazetteer.Admin1:
			p.addCountry(top, 1)
			p.vote(g.Admin1No(top), 1)
		case gazetteer.Region, gazetteer.Point:
			p.addCountry(top, 0.7)
		case gazetteer.City:
			if g.Seat(top) == 2 || g.Population(top) > 1000000 {
				p.addCountry(top, 0.6)
			}
		}
		for j := 1; j < min(n.hits.Len(), 4); j++ {
			if id := n.hits.At(j).ID; g.Class(id) == gazetteer.Admin1 && g.Class(top) == gazetteer.Country && n.evidence&eHolds != 0 {
				p.vote(g.Admin1No(id), 0.5)
			}
		}
		if n.within >= 0 {
			// A contained town speaks for its division.
			if id, ok := p.containedChoice(n); ok {
				p.addCountry(id, 1)
				p.vote(g.Admin1No(id), 1)
			}
		}
	}
	for i := range p.who {
		if no := g.CountryNoOf(p.who[i].Country); no != 0 && p.countries[no] < 1 {
			p.countries[no] = 1
		}
	}
	if p.doc.Dateline != "" {
		h := g.Lookup(gazetteer.KeyOf(p.doc.Dateline))
		if h.Len() > 0 {
			p.addCountry(h.At(0).ID, wDateline)
		}
	}
}

func (p *page) addCountry(id gazetteer.ID, w float32) {
	if no := p.l.gaz.CountryNo(id); no != 0 && p.countries[no] < w {
		p.countries[no] = w
	}
}

func (p *page) vote(no uint16, w float32) {
	if no == 0 {
		return
	}
	for i := range p.admins {
		if p.admins[i].no == no {
			p.admins[i].weight = max(p.admins[i].weight, w)
			return
		}
	}
	p.admins = append(p.admins, adminVote{no, w})
}

func (p *page) voted(no uint16) float32 {
	for _, v := range p.admins {
		if v.no == no && no != 0 {
			return v.weight
		}
	}
	return 0
}

// containedChoice is the best reading of a name that lies within the name
// behind it.
func (p *page) containedChoice(n *name) (gazetteer.ID, bool) {
	best, bestScore := gazetteer.ID(0), math.Inf(-1)
	for k := range n.hits.Len() {
		h := n.hits.At(k)
		if w, _ := p.containedIn(n, h.ID); w > 0 {
			if s := p.prior(h) + w; s > bestScore {
				best, bestScore = h.ID, s
			}
		}
	}
	return best, !math.IsInf(bestScore, -1)
}

// containedIn is what "X, Y" says for one reading of X.
func (p *page) containedIn(n *name, c gazetteer.ID) (float64, gazetteer.ID) {
	if n.within < 0 {
		return 0, 0
	}
	g := p.l.gaz
	m := &p.names[n.within]
	best, who := 0.0, gazetteer.ID(0)
	for j := range min(m.hits.Len(), 4) {
		o := m.hits.At(j).ID
		if o == c || g.CountryNo(o) == 0 || g.CountryNo(o) != g.CountryNo(c) {
			continue
		}
		switch g.Class(o) {
		case gazetteer.Admin1:
			if g.Admin1No(o) == g.Admin1No(c) && best < wContained {
				best, who = wContained, o
			}
		case gazetteer.Country:
			if best < wContainedBy {
				best, who = wContainedBy, o
			}
		}
	}
	return best, who
}

// holds is what "X, Y" says for one reading of Y.
func (p *page) holds(i int, o gazetteer.ID) float64 {
	if i == 0 {
		return 0
	}
	n := &p.names[i-1]
	if n.within != int32(i) {
		return 0
	}
	g := p.l.gaz
	cl := g.Class(o)
	if cl != gazetteer.Country && cl != gazetteer.Admin1 {
		return -2
	}
	best := 0.0
	for k := range n.hits.Len() {
		c := n.hits.At(k)
		if c.ID == o || g.CountryNo(c.ID) != g.CountryNo(o) {
			continue
		}
		if cl == gazetteer.Admin1 && g.Admin1No(c.ID) == g.Admin1No(o) && g.Class(c.ID) == gazetteer.City {
			best = max(best, 3+p.prior(c)/2)
		} else if cl == gazetteer.Country {
			best = max(best, 1+p.prior(c)/2)
		}
	}
	return best
}

// prior is how prominent a reading is before the text is looked at.
func (p *page) prior(h gazetteer.Hit) float64 {
	g := p.l.gaz
	v := 0.0
	switch g.Class(h.ID) {
	case gazetteer.Country:
		v = scoreCountry
	case gazetteer.Region:
		v = scoreRegion
	case gazetteer.Point:
		v = scorePoint
	case gazetteer.Admin1, gazetteer.Admin2:
		v = math.Log10(float64(g.Population(h.ID))+10) + wDivision
	default:
		v = math.Log10(float64(g.Population(h.ID)) + 10)
		switch g.Seat(h.ID) {
		case 2:
			v += wCapital
		case 1:
			v += wSeat
		}
	}
	if h.Alternate {
		v += wAlternate
	}
	return v
}

// resolve chooses a reading for every name that stays: first each on its own
// and the page's context, then once more with the divisions of the first
// choices as context.
func (p *page) resolve() {
	for round := range 2 {
		for i := range p.names {
			if p.names[i].verdict != refused {
				p.choose(i)
			}
		}
		if round == 0 {
			p.shareContainment()
			for i := range p.names {
				n := &p.names[i]
				if n.verdict == refused || p.l.gaz.Class(n.choice.ID) == gazetteer.Country {
					continue
				}
				p.addCountry(n.choice.ID, 0.5)
				p.vote(p.l.gaz.Admin1No(n.choice.ID), 0.4)
			}
		}
	}
}

func (p *page) choose(i int) {
	g := p.l.gaz
	n := &p.names[i]
	best := math.Inf(-1)
	for k := range n.hits.Len() {
		h := n.hits.At(k)
		v := p.prior(h)
		var signs [5]string
		s := signs[:0]
		class := g.Class(h.ID)
		if w, _ := p.containedIn(n, h.ID); w > 0 {
			v += w
			s = append(s, "inside the place named after it")
		}
		if w := p.holds(i, h.ID); w != 0 {
			v += w
			s = append(s, "holds the place named before it")
		}
		if class != gazetteer.Country {
			if c := p.countries[g.CountryNo(h.ID)]; c > 0 && g.CountryNo(h.ID) != 0 {
				v += wCountryNamed * float64(c)
				s = append(s, "country named")
			}
			if a := p.voted(g.Admin1No(h.ID)); a > 0 && class != gazetteer.Admin1 {
				v += wAdminNamed * float64(a)
				s = append(s, "division named")
			}
		}
		if class == gazetteer.Admin1 && p.divisionWord(n) {
			v += 2.5
			s = append(s, "called a division")
		}
		if v > best+1e-9 {
			best = v
			n.choice, n.score = h, v
			n.reason = strings.Join(s, ", ")
		}
	}
}

// divisionWord reports whether "province", "state" or the like follows.
func (p *page) divisionWord(n *name) bool {
	if int(n.last) >= len(p.doc.Tokens) {
		return false
	}
	switch p.doc.Tokens[n.last].Lower {
	case "province", "state", "region", "governorate", "oblast", "prefecture", "district", "krai", "canton":
		return true
	}
	return false
}

// shareContainment gives what "Paris, Texas" showed to every other "Paris" of
// the page.
func (p *page) shareContainment() {
	shared := map[gazetteer.Key]int32{}
	for i := range p.names {
		n := &p.names[i]
		if n.within >= 0 && n.verdict != refused {
			if _, ok := shared[n.key]; !ok {
				shared[n.key] = n.within
			}
		}
	}
	for i := range p.names {
		n := &p.names[i]
		if w, ok := shared[n.key]; ok && n.within < 0 {
			n.within = w
		}
	}
}

// places writes down what was found.
func (p *page) places() []record.Place {
	g := p.l.gaz
	var out []record.Place
	for i := range p.names {
		n := &p.names[i]
		if n.verdict == refused {
			continue
		}
		e := g.Place(n.choice.ID)
		span := p.doc.TokenSpan(n.first, n.last)
		pl := record.Place{
			Span: record.Span{Start: span.Start, End: span.End}, First: n.first, Last: n.last, Head: p.head(n),
			Text: p.doc.Text(span), Name: e.Name, GeoNamesID: e.GeoNamesID, Lat: e.Lat, Lon: e.Lon,
			Admin1: e.Admin1, Country: e.Country, Feature: e.Feature,
			Resolution: gazetteer.ClassOf(e.Feature).String(),
			Metonym:    n.verdict == metonym,
			Why:        record.Why{Rule: n.why, Detail: fmt.Sprintf("%s, score %.1f of %d readings", reasonOr(n.reason), n.score, n.hits.Len())},
		}
		if n.county {
			p.asCounty(n, &pl)
		}
		out = append(out, pl)
	}
	return out
}

func reasonOr(s string) string {
	if s == "" {
		return "most prominent"
	}
	return s
}

// asCounty turns the town or division that a county is named like into the
// county, as far as is known: it lies in the division that the page speaks of,
// and its point is that of the town when the two lie together, else of the
// division.
func (p *page) asCounty(n *name, pl *record.Place) {
	pl.Name = pl.Text
	pl.GeoNamesID = 0
	pl.Feature = "ADM2"
	pl.Resolution = "admin1"
	pl.Why.Rule = "county, at a place of its name"
}
