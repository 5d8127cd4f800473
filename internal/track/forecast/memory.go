package forecast

// A memory is what was observed, counted in many ways. Reading it changes
// nothing, so that many questions can be answered at once.
type memory struct {
	size Size
	both int32 // relations in both directions
	naming
	stated []bool // by actor: its name says the country
	fade   *fadeTable

	fact   *table    // (subject, relation) -> object
	pair   *table    // subject -> object, whatever the relation and direction
	deeds  [][]int32 // by cell of pair: cells of fact
	object *table    // relation -> object
	land   *table    // (country of the subject, relation) -> object
	lands  *table    // (country of the subject, relation) -> country of the object
	to     *table    // (subject, relation) -> country of the object
	at     *table    // subject -> country of the object
	sector *table    // (sector of the subject, relation) -> object
	kinds  *table    // (sector of the subject, relation) -> sector of the object
	sister *table    // country of the subject -> object
}

func newMemory(size Size, names []string) *memory {
	n := readNames(names, size.Entities)
	e, r, c, s := int(size.Entities), 2*int(size.Relations), int(n.countries), int(n.sectors)
	m := &memory{
		size: size, both: int32(r), naming: n, stated: make([]bool, e), fade: newFadeTable(),
		fact: newTable(e*r, 60), pair: newTable(e, 120), object: newTable(r, 80),
		land: newTable(c*r, 60), lands: newTable(c*r, 0), to: newTable(e*r, 0), at: newTable(e, 0),
		sector: newTable(s*r, 0), kinds: newTable(s*r, 0), sister: newTable(c, 40),
	}
	for i := range m.stated {
		m.stated[i] = n.country[i] > 0
	}
	return m
}

// observe counts the facts of a day, seen from both ends. Tops of lists are
// brought up to date if they will be read.
func (m *memory) observe(day []Fact, read bool) {
	if len(day) == 0 {
		return
	}
	now := day[0].Day
	for _, f := range day {
		s, r, o := f.Subject, f.Relation, f.Object
		key, home := s*m.both+r, m.country[o]
		deed, fresh := m.fact.add(key, o, now, m.fade)
		p, first := m.pair.add(s, o, now, m.fade)
		if first {
			m.deeds = append(m.deeds, nil)
		}
		if fresh {
			m.deeds[p] = append(m.deeds[p], deed)
		}
		m.object.add(r, o, now, m.fade)
		if c := m.country[s]; c > 0 {
			m.land.add(c*m.both+r, o, now, m.fade)
			m.sister.add(c, o, now, m.fade)
			if home > 0 {
				m.lands.add(c*m.both+r, home, now, m.fade)
			}
		}
		if home > 0 {
			m.to.add(key, home, now, m.fade)
			m.at.add(s, home, now, m.fade)
		}
		m.sector.add(m.naming.sector[s]*m.both+r, o, now, m.fade)
		m.kinds.add(m.naming.sector[s]*m.both+r, m.naming.sector[o], now, m.fade)
	}
	// Those whose names say no country are of the one they deal with most.
	for i, f := range day {
		if s := f.Subject; !m.stated[s] && (i == 0 || day[i-1].Subject != s) {
			best := float32(0)
			for _, c := range m.at.list(s).cells {
				if n := m.at.cells[c].n; n > best {
					best, m.country[s] = n, m.at.cells[c].member
				}
			}
		}
	}
	if read {
		for _, t := range []*table{m.fact, m.pair, m.object, m.land, m.sister} {
			t.refresh(now+1, m.fade)
		}
	}
}

func (m *memory) view(c *counter, day int32) view { return c.view(day, m.fade) }
