package actor

import (
	"entente/internal/knowledge/gazetteer"
	"entente/internal/text"
)

// Cities and provinces say where somebody is from, and never act: "Shanghai
// police", "Kansas senator". Only those count that a reader takes for one place
// without thinking: large, and far larger than any namesake in another state.
const (
	cityPeople = 300_000
	cityTimes  = 10
	cityWords  = 3
)

// cityAtom is the well-known city or province that starts at token i.
func (p *page) cityAtom(i, last int32) (atom, bool) {
	g := p.r.gaz
	if g == nil || p.toks[i].UPOS != text.PROPN || !capital(p.toks[i].Form) || p.inName(i) {
		return atom{}, false
	}
	var key gazetteer.Key
	a := atom{first: i, last: i, class: aCity, row: -1, nat: -1}
	for t := i; t < last && t < i+cityWords && p.at[t] == 0 && capital(p.toks[t].Form); t++ {
		if t > i {
			key.Add(" ")
		}
		key.Add(p.toks[t].Form)
		if s := p.bigCity(key); s >= 0 {
			a.last, a.row = t+1, s
		}
	}
	if a.row < 0 {
		return atom{}, false
	}
	if t := a.last; t < last && p.toks[t].UPOS == text.PROPN && capital(p.toks[t].Form) {
		// "Boston Globe" is no Boston; "Boston Police" is.
		if n, _ := p.r.t.Nouns.Longest(p.toks[t:last]); n == 0 && !p.r.w.temporal[p.toks[t].Lower] {
			return atom{}, false
		}
	}
	return a, true
}

// inName reports a capitalised word before token i that would make it part of
// a longer name: "Jackson Houston".
func (p *page) inName(i int32) bool {
	if i <= p.sentStart() || p.at[i-1] != 0 {
		return false
	}
	k := &p.toks[i-1]
	return k.UPOS == text.PROPN && capital(k.Form) && !p.r.w.temporal[k.Lower]
}

// bigCity is the row of the state in which the one big place of that name lies;
// -1 when the name says less.
func (p *page) bigCity(key gazetteer.Key) int32 {
	g := p.r.gaz
	hits := g.Lookup(key)
	if hits.Len() == 0 || hits.Weak {
		return -1
	}
	var top gazetteer.ID = -1
	for i := range hits.Len() {
		if h := hits.At(i); local(g.Class(h.ID)) && (top < 0 || g.Population(h.ID) > g.Population(top)) {
			top = h.ID
		}
	}
	if top < 0 || g.Population(top) < cityPeople {
		return -1
	}
	no := g.CountryNo(top)
	for i := range hits.Len() {
		id := hits.At(i).ID
		if g.CountryNo(id) != no && (!local(g.Class(id)) || g.Population(id)*cityTimes > g.Population(top)) {
			return -1
		}
	}
	iso := g.Place(top).Country
	return p.r.t.StateRow(iso)
}

// local reports a place in one state by its kind.
func local(c gazetteer.Class) bool {
	return c == gazetteer.City || c == gazetteer.Admin1 || c == gazetteer.Admin2
}

// stateRow is the row of the state that a wording of a state or of its part
// names; -1 none.
func (p *page) stateRow(a *atom) int32 {
	switch a.class {
	case aName, aAdj, aPeople, aCapital, aSeat, aPrefix, aCity:
		return a.row
	case aRegion:
		return p.r.t.StateRow(p.r.t.Regions[a.row].Country)
	}
	return -1
}

// within reports a class that says where somebody is from and never acts.
func (c class) within() bool { return c == aRegion || c == aCity }
