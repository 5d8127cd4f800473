package place

import (
	"math"

	"entente/internal/knowledge/gazetteer"
)

// The sums of a reading: what each sign adds to the logarithm of a place's
// population. Fitted by hill climbing on TR-News and LGL and then rounded
// towards where they began, since both lean to local news of one country.
var weights = struct {
	near                     float64 // other names within nearKm
	country, admin, same     float64 // other names in the same state, division; the same for readings as a state
	contained, containedBy   float64 // "X, Division", "X, State"
	capital, seat, alternate float64
	division                 float64
	state, region, point     float64 // fixed prominence of states, regions, points
	sharp, half, actor       float64
}{
	near:    1.5,
	country: 2.5, admin: 2.3, same: 0.7,
	contained: 5, containedBy: 3,
	capital: 1.4, seat: 0.35, alternate: -1.4,
	division: -0.5,
	state:    8.4, region: 8, point: 5.5,
	sharp: 1.8, half: 0.5, actor: 0.3,
}

// rounds of weighing the readings of all names against each other.
const rounds = 3

// A group is all mentions of one spelling: one text means one place by it.
type group struct {
	hits   gazetteer.Hits
	base   []float64 // prominence and fixed signs of each reading
	adjust []float64 // of them, what namesakes of one state take from each other
	score  []float64
	share  []float64 // belief in each reading, sums to 1
	county bool
	abroad bool // only ever stands for a government: says little of where the text is
	best   int
}

// resolve weighs the readings of all spellings together: each reading gains
// by other names whose likely readings lie in the same state or division.
func (p *page) resolve() {
	g := p.l.gaz
	index := map[gazetteer.Key]int{}
	for i := range p.names {
		n := &p.names[i]
		n.group = -1
		if n.verdict == refused && !n.context() {
			continue
		}
		key := n.key
		if n.county {
			key.Add(" county")
		}
		at, ok := index[key]
		if !ok {
			at = len(p.groups)
			index[key] = at
			gr := group{hits: n.hits, county: n.county, abroad: true, base: make([]float64, n.hits.Len()), adjust: make([]float64, n.hits.Len()), score: make([]float64, n.hits.Len()), share: make([]float64, n.hits.Len())}
			for k := range gr.base {
				gr.base[k] = p.prior(n.hits.At(k))
			}
			p.preferState(&gr)
			p.groups = append(p.groups, gr)
		}
		n.group = int32(at)
		if n.verdict != metonym || n.evidence&eMetonym == 0 {
			p.groups[at].abroad = false
		}
	}
	p.fixedSigns()
	p.admin = map[uint16]float64{}
	for r := range rounds {
		for i := range p.groups {
			p.weigh(&p.groups[i], r)
		}
		p.country = [256]float64{}
		clear(p.admin)
		p.outsideContext()
		p.spots = p.spots[:0]
		for i := range p.groups {
			gr := &p.groups[i]
			if gr.abroad {
				continue
			}
			p.addSpots(int32(i))
			for k := range gr.share {
				id := gr.hits.At(k).ID
				p.country[g.CountryNo(id)] += gr.share[k]
				w := gr.share[k]
				if gr.county {
					w /= 2
				}
				p.admin[g.Admin1No(id)] += w
			}
		}
	}
	for i := range p.groups {
		p.weigh(&p.groups[i], rounds)
	}
}

// preferState sets back the town and the division that are named like their
// state: "Kuwait" and "Hong Kong" are the whole.
func (p *page) preferState(gr *group) {
	g := p.l.gaz
	var state uint8
	for k := range gr.base {
		if id := gr.hits.At(k).ID; g.Class(id) == gazetteer.Country {
			state = g.CountryNo(id)
		}
	}
	if state == 0 {
		return
	}
	for k := range gr.base {
		if id := gr.hits.At(k).ID; g.Class(id) != gazetteer.Country && g.CountryNo(id) == state {
			gr.adjust[k] = -4
			gr.base[k] -= 4
		}
	}
}

// context reports whether a refused name still tells where the text is about:
// "Gainesville Times" does.
func (n *name) context() bool {
	return n.why == "name of an organisation" || n.why == "name of a street or building" || n.why == "first word of a longer name"
}

// outsideContext adds the dateline and the states of the actors.
func (p *page) outsideContext() {
	g := p.l.gaz
	for i := range p.actorCountries {
		p.country[p.actorCountries[i]] += weights.actor
	}
	if p.doc.Dateline == "" {
		return
	}
	if h := g.Lookup(gazetteer.KeyOf(p.doc.Dateline)); h.Len() > 0 {
		id := h.At(0).ID
		p.country[g.CountryNo(id)]++
		p.admin[g.Admin1No(id)]++
	}
}

// fixedSigns adds what a spelling's own mentions say by "X, Y".
func (p *page) fixedSigns() {
	for i := range p.names {
		n := &p.names[i]
		if n.group < 0 {
			continue
		}
		gr := &p.groups[n.group]
		for k := range gr.base {
			h := gr.hits.At(k)
			own := p.prior(h) + gr.adjust[k]
			v := own + p.containedIn(n, h.ID) + p.holds(i, h.ID)
			if v < own {
				gr.base[k] = min(gr.base[k], v)
			} else {
				gr.base[k] = max(gr.base[k], v)
			}
		}
	}
}

// weigh scores the readings of one spelling and shares belief among them.
func (p *page) weigh(gr *group, round int) {
	best := math.Inf(-1)
	for k := range gr.base {
		id := gr.hits.At(k).ID
		v := gr.base[k]
		if round > 0 {
			v += p.company(gr, id) + weights.near*saturate(p.around(gr, id))
		}
		gr.score[k] = v
		if v > best {
			best, gr.best = v, k
		}
	}
	sum := 0.0
	for k := range gr.score {
		gr.share[k] = math.Exp((gr.score[k] - best) * weights.sharp)
		sum += gr.share[k]
	}
	for k := range gr.share {
		gr.share[k] /= sum
	}
}

// company is what the other names of the page say for a reading.
func (p *page) company(gr *group, id gazetteer.ID) float64 {
	g := p.l.gaz
	c, a := g.CountryNo(id), g.Admin1No(id)
	others, near := p.country[c], p.admin[a]
	for j := range gr.share {
		if gr.abroad {
			break
		}
		o := gr.hits.At(j).ID
		if g.CountryNo(o) == c {
			others -= gr.share[j]
		}
		if g.Admin1No(o) == a {
			if gr.county {
				near -= gr.share[j] / 2
			} else {
				near -= gr.share[j]
			}
		}
	}
	v := 0.0
	if c != 0 {
		w := weights.country
		if g.Class(id) == gazetteer.Country {
			w = weights.same
		}
		v += w * saturate(others)
	}
	if a != 0 {
		v += weights.admin * saturate(near)
	}
	return v
}

// A spot is where a likely reading of a name lies, as a unit vector.
type spot struct {
	x, y, z float32
	share   float64
	group   *group
}

// nearKm is how far from each other towns of one text are still neighbours.
const nearKm = 100

// minShare is the belief below which a reading makes no neighbourhood.
const minShare = 0.1

// addSpots adds the likely readings of group i that are small enough to have
// neighbours: towns, districts and points.
func (p *page) addSpots(i int32) {
	gr := &p.groups[i]
	if gr.county {
		return
	}
	for k := range gr.share {
		id := gr.hits.At(k).ID
		if gr.share[k] < minShare || !small(p.l.gaz.Class(id)) {
			continue
		}
		x, y, z := p.l.vector(id)
		p.spots = append(p.spots, spot{x, y, z, gr.share[k], gr})
	}
}

func small(c gazetteer.Class) bool {
	return c == gazetteer.City || c == gazetteer.Admin2 || c == gazetteer.Point
}

// around is how many other names of the page lie near a reading.
func (p *page) around(gr *group, id gazetteer.ID) float64 {
	if gr.county || !small(p.l.gaz.Class(id)) || len(p.spots) == 0 {
		return 0
	}
	x, y, z := p.l.vector(id)
	n := 0.0
	for i := range p.spots {
		if s := &p.spots[i]; s.group != gr && x*s.x+y*s.y+z*s.z > nearCos {
			n += s.share
		}
	}
	return n
}

var nearCos = float32(math.Cos(nearKm / 6371.0))

func (l *Locator) vector(id gazetteer.ID) (x, y, z float32) {
	lat, lon := l.gaz.Point(id)
	la, lo := float64(lat)*math.Pi/180, float64(lon)*math.Pi/180
	return float32(math.Cos(la) * math.Cos(lo)), float32(math.Cos(la) * math.Sin(lo)), float32(math.Sin(la))
}

// saturate lets the first names count most.
func saturate(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return x / (x + weights.half)
}

// prior is how prominent a reading is before the text is looked at.
func (p *page) prior(h gazetteer.Hit) float64 {
	g := p.l.gaz
	v := 0.0
	switch g.Class(h.ID) {
	case gazetteer.Country:
		v = weights.state
	case gazetteer.Region:
		v = weights.region
	case gazetteer.Point:
		v = weights.point
	case gazetteer.Admin1, gazetteer.Admin2:
		v = math.Log10(float64(g.Population(h.ID))+10) + weights.division
	default:
		v = math.Log10(float64(g.Population(h.ID)) + 10)
		switch g.Seat(h.ID) {
		case 2:
			v += weights.capital
		case 1:
			v += weights.seat
		}
	}
	if h.Alternate {
		v += weights.alternate
	}
	return v
}

// containedIn is what "X, Y" says for one reading of X.
func (p *page) containedIn(n *name, c gazetteer.ID) float64 {
	if n.within < 0 {
		return 0
	}
	g := p.l.gaz
	m := &p.names[n.within]
	best := 0.0
	for j := range min(m.hits.Len(), 4) {
		o := m.hits.At(j).ID
		if o == c || g.CountryNo(o) == 0 || g.CountryNo(o) != g.CountryNo(c) {
			continue
		}
		switch g.Class(o) {
		case gazetteer.Admin1:
			if g.Admin1No(o) == g.Admin1No(c) {
				best = max(best, weights.contained)
			}
		case gazetteer.Country:
			best = max(best, weights.containedBy)
		}
	}
	return best
}

// holds is what "X, Y" says for one reading of Y.
func (p *page) holds(i int, o gazetteer.ID) float64 {
	if i == 0 || p.names[i-1].within != int32(i) {
		return 0
	}
	n := &p.names[i-1]
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

// divisionWords follow the name of a division and not that of its seat, alone
// or with a capital: "Kherson oblast", "New York Gov. Cuomo", "the Quebec
// government".
var divisionWords = map[string]bool{
	"province": true, "state": true, "region": true, "governorate": true, "oblast": true, "prefecture": true,
	"district": true, "krai": true, "canton": true,
	"gov": true, "gov.": true, "governor": true, "sen": true, "sen.": true, "senator": true, "premier": true,
	"legislature": true, "legislators": true, "lawmakers": true, "government": true, "lt.": true, "statehouse": true,
}

// divisionWord reports whether a word of a division follows.
func (p *page) divisionWord(n *name) bool {
	return int(n.last) < len(p.doc.Tokens) && divisionWords[p.doc.Tokens[n.last].Lower]
}
