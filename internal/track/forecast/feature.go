package forecast

import "math"

// queryViews are the counts of a question that all candidates share.
type queryViews struct {
	own, subject, relation, to, at, sector, kinds, land, lands, sister view
	objects, partners                                                  float32
}

func (m *memory) queryViews(q Query, day int32) (v queryViews) {
	key := q.Subject*m.both + q.Relation
	own, pair := m.fact.list(key), m.pair.list(q.Subject)
	v.own, v.subject, v.relation = m.view(&own.counter, day), m.view(&pair.counter, day), m.view(&m.object.list(q.Relation).counter, day)
	v.objects, v.partners = float32(len(own.cells)), float32(len(pair.cells))
	v.to, v.at = m.view(&m.to.list(key).counter, day), m.view(&m.at.list(q.Subject).counter, day)
	sector := m.naming.sector[q.Subject]*m.both + q.Relation
	v.sector, v.kinds = m.view(&m.sector.list(sector).counter, day), m.view(&m.kinds.list(sector).counter, day)
	if c := m.country[q.Subject]; c > 0 {
		v.land, v.lands, v.sister = m.view(&m.land.list(c*m.both+q.Relation).counter, day), m.view(&m.lands.list(c*m.both+q.Relation).counter, day), m.view(&m.sister.list(c).counter, day)
	}
	return v
}

// A sheet is written feature by feature.
type sheet struct {
	row   []float32
	names []string // nil but where features are listed
	list  bool
}

func (s *sheet) put(name string, x float32) { s.part("", name, x) }

// part puts one of several features of one name.
func (s *sheet) part(name, part string, x float32) {
	s.row = append(s.row, x)
	if s.list {
		s.names = append(s.names, name+part)
	}
}

func share(part, whole float32) float32 {
	if whole <= 1e-6 {
		return 0
	}
	return part / whole
}

var shareOf = [...]string{" share 2", " share 7", " share 30", " share 120"}

// full puts all that a counter and its share of a list say.
func (s *sheet) full(name string, v, whole view) {
	s.part(name, " age", v.age)
	s.part(name, " since", v.since)
	s.part(name, " n", v.n)
	s.part(name, " share", share(v.n, whole.n))
	for i, h := range [...]string{" 2", " 7", " 30", " 120"} {
		s.part(name, h, v.fading[i])
		if i > 0 {
			s.part(name, shareOf[i], share(v.fading[i], whole.fading[i]))
		}
	}
}

// brief puts the shares, and the age.
func (s *sheet) brief(name string, v, whole view) {
	s.part(name, " age", v.age)
	s.part(name, " share", share(v.n, whole.n))
	s.part(name, " share 30", share(v.fading[days30], whole.fading[days30]))
	s.part(name, " share 120", share(v.fading[days120], whole.fading[days120]))
}

// features writes what is known of a candidate, from days before day alone.
func (m *memory) features(out *sheet, q Query, day int32, qv *queryViews, o int32, weight *[ways][]float32, v verdict) {
	key := q.Subject*m.both + q.Relation
	own := m.view(m.fact.find(key, o), day)
	out.full("own", own, qv.own)
	var pair view
	deeds := 0
	pair.age, pair.since = never, -1
	if p, ok := m.pair.cell[uint64(q.Subject)<<32|uint64(uint32(o))]; ok {
		pair = m.view(&m.pair.cells[p].counter, day)
		deeds = len(m.deeds[p])
	}
	out.full("pair", pair, qv.subject)
	out.put("pair relations", float32(deeds))
	popular := m.view(&m.pair.list(o).counter, day)
	out.put("pair share of object", share(pair.n, popular.n))
	out.put("pair share of object 30", share(pair.fading[days30], popular.fading[days30]))
	back := m.view(m.fact.find(q.Subject*m.both+m.size.inverse(q.Relation), o), day)
	out.put("back age", back.age)
	out.put("back n", back.n)
	out.put("back 7", back.fading[days7])
	out.put("back 30", back.fading[days30])
	object := m.view(m.object.find(q.Relation, o), day)
	out.brief("object", object, qv.relation)
	out.put("object 7", object.fading[days7])
	out.put("object n", object.n)
	out.put("object of its own", share(object.n, popular.n))
	out.put("object of its own 30", share(object.fading[days30], popular.fading[days30]))
	out.put("popular age", popular.age)
	out.put("popular since", popular.since)
	out.put("popular n", popular.n)
	out.put("popular 2", popular.fading[days2])
	out.put("popular 7", popular.fading[days7])
	out.put("popular 30", popular.fading[days30])
	out.put("popular trend", share(popular.fading[days2], popular.fading[days30]))
	out.put("popular partners", float32(len(m.pair.list(o).cells)))

	out.put("asked n", qv.own.n)
	out.put("asked age", qv.own.age)
	out.put("asked 7", qv.own.fading[days7])
	out.put("asked 30", qv.own.fading[days30])
	out.put("asked objects", qv.objects)
	out.put("asked spread", share(qv.objects, qv.own.n))
	out.put("subject n", qv.subject.n)
	out.put("subject age", qv.subject.age)
	out.put("subject 7", qv.subject.fading[days7])
	out.put("subject 30", qv.subject.fading[days30])
	out.put("subject partners", qv.partners)
	out.put("relation n", qv.relation.n)
	out.put("relation 30", qv.relation.fading[days30])

	// How much more often the pair meets than two so popular would by chance.
	lift := float32(-10)
	if pair.n > 0 {
		lift = float32(math.Log(float64(pair.n) * 1000 / float64(qv.subject.n*popular.n)))
	}
	out.put("pair lift", lift)

	out.put("rule or", v.orElse)
	out.put("rule best", v.best)
	out.put("rule second", v.second)
	out.put("rule lift", v.lift)
	out.put("rule last", v.last)
	out.put("rule fitted", v.fitted)

	for i, name := range [...]string{wayHop: "hop", wayHopSame: "hop same", waySimilar: "similar", waySimilar2: "similar partners"} {
		if name != "" {
			out.put(name, weight[i][o])
		}
	}

	from, home := m.country[q.Subject], m.country[o]
	nothing := view{age: never}
	land, lands, sister, to, at := nothing, nothing, nothing, nothing, nothing
	if from > 0 {
		land, sister = m.view(m.land.find(from*m.both+q.Relation, o), day), m.view(m.sister.find(from, o), day)
		if home > 0 {
			lands = m.view(m.lands.find(from*m.both+q.Relation, home), day)
		}
	}
	if home > 0 {
		to, at = m.view(m.to.find(key, home), day), m.view(m.at.find(q.Subject, home), day)
	}
	out.brief("land", land, qv.land)
	out.brief("lands", lands, qv.lands)
	out.brief("sister", sister, qv.sister)
	out.brief("to", to, qv.to)
	out.brief("at", at, qv.at)
	out.put("at 7", share(at.fading[days7], qv.at.fading[days7]))
	sector := m.naming.sector[q.Subject]*m.both + q.Relation
	out.brief("sector", m.view(m.sector.find(sector, o), day), qv.sector)
	kinds := m.view(m.kinds.find(sector, m.naming.sector[o]), day)
	out.put("kinds", share(kinds.n, qv.kinds.n))
	same := float32(0)
	if from > 0 && home > 0 {
		same = 1
		if from == home {
			same = 2
		}
	}
	out.put("same country", same)
	out.put("object is state", flag(m.naming.sector[o] == sectorState))
	out.put("object is unplaced", flag(m.naming.sector[o] == sectorNone))
	out.put("subject is state", flag(m.naming.sector[q.Subject] == sectorState))
	out.put("subject is unplaced", flag(m.naming.sector[q.Subject] == sectorNone))
	out.put("same sector", flag(m.naming.sector[q.Subject] == m.naming.sector[o]))
	out.put("itself", flag(q.Subject == o))
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
