package forecast

// Who may be the answer: partners of the asked, past objects of the relation,
// those that others of the country name, and those a walk of two or three steps
// leads to. Each way leaves a weight, a share of one.
const (
	wayOwn      = iota // past objects of subject and relation
	wayPair            // partners
	wayObject          // objects of the relation
	wayLand            // objects of the relation, from actors of the same country
	wayHop             // partners of partners
	wayHopSame         // objects of the relation, from partners
	waySimilar         // objects of the relation, from those who share its objects with the asked
	waySimilar2        // the same, from those who share partners with the asked
	waySister          // partners of actors of the same country
	ways
)

// A scratch is what one worker needs to answer.
type scratch struct {
	weight  [ways][]float32
	seen    []bool
	touched []int32
	like    []float32 // how alike other subjects are
	alike   []int32
	row     []float32
	views   queryViews
	rule    ruleScratch
}

func newScratch(m *memory) *scratch {
	s := &scratch{seen: make([]bool, m.size.Entities), like: make([]float32, m.size.Entities)}
	for i := range s.weight {
		s.weight[i] = make([]float32, m.size.Entities)
	}
	return s
}

func (s *scratch) add(way int, e int32, w float32) {
	if !s.seen[e] {
		s.seen[e] = true
		s.touched = append(s.touched, e)
	}
	s.weight[way][e] += w
}

func (s *scratch) clear() {
	for _, e := range s.touched {
		s.seen[e] = false
		for i := range s.weight {
			s.weight[i][e] = 0
		}
	}
	s.touched = s.touched[:0]
}

func (s *scratch) resemble(e int32, w float32) {
	if s.like[e] == 0 {
		s.alike = append(s.alike, e)
	}
	s.like[e] += w
}

func head(e []edge, n int) []edge { return e[:min(n, len(e))] }

// similar walks from those who are alike to their objects of the relation.
func (s *scratch) similar(m *memory, way int, q Query) {
	for _, e := range s.alike {
		w := s.like[e]
		s.like[e] = 0
		if e == q.Subject {
			continue
		}
		for _, o := range head(m.fact.list(e*m.both+q.Relation).top, 12) {
			s.add(way, o.to, w*o.weight)
		}
	}
	s.alike = s.alike[:0]
}

// walk leaves weights on all who may be the answer.
func (s *scratch) walk(m *memory, q Query) {
	own := m.fact.list(q.Subject*m.both + q.Relation).top
	partners := m.pair.list(q.Subject).top
	for _, e := range own {
		s.add(wayOwn, e.to, e.weight)
	}
	for _, e := range partners {
		s.add(wayPair, e.to, e.weight)
	}
	for _, e := range m.object.list(q.Relation).top {
		s.add(wayObject, e.to, e.weight)
	}
	if c := m.country[q.Subject]; c > 0 {
		for _, e := range m.land.list(c*m.both + q.Relation).top {
			s.add(wayLand, e.to, e.weight)
		}
		for _, e := range m.sister.list(c).top {
			s.add(waySister, e.to, e.weight)
		}
	}
	for _, e := range head(partners, 40) {
		for _, o := range head(m.pair.list(e.to).top, 30) {
			if o.to != q.Subject {
				s.add(wayHop, o.to, e.weight*o.weight)
			}
		}
		for _, o := range head(m.fact.list(e.to*m.both+q.Relation).top, 15) {
			s.add(wayHopSame, o.to, e.weight*o.weight)
		}
	}
	back := m.size.inverse(q.Relation)
	for _, e := range head(own, 20) {
		for _, o := range head(m.fact.list(e.to*m.both+back).top, 20) {
			s.resemble(o.to, e.weight*o.weight)
		}
	}
	s.similar(m, waySimilar, q)
	for _, e := range head(partners, 25) {
		for _, o := range head(m.pair.list(e.to).top, 15) {
			s.resemble(o.to, e.weight*o.weight)
		}
	}
	s.similar(m, waySimilar2, q)
}

// worth is what each way counts for when candidates are chosen.
var worth = [ways]float32{wayOwn: 1, wayPair: 0.5, wayObject: 0.3, wayLand: 0.35, wayHop: 0.15, wayHopSame: 0.4, waySimilar: 0.4, waySimilar2: 0.4, waySister: 0.2}

// candidates are the n that weigh most, the weightiest first.
func (s *scratch) candidates(n int) []edge {
	p := picker{keep: n, edges: make([]edge, 0, n)}
	for _, e := range s.touched {
		w := float32(0)
		for i := range s.weight {
			w += worth[i] * s.weight[i][e]
		}
		p.add(edge{e, w})
	}
	return p.sorted()
}
