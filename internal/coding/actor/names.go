package actor

import (
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/text"
)

// names lays the tagger's personal names and organisations over the atoms, and
// takes the capitalised run after an office as a name.
func (p *page) names(first, last int32) {
	ms := p.doc.Mentions
	lo, hi := 0, len(ms)
	for lo < hi {
		mid := (lo + hi) / 2
		if ms[mid].First < first {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for k := lo; k < len(ms) && ms[k].First < last; k++ {
		m := &ms[k]
		switch m.Kind {
		case text.Person:
			p.personName(m.First, m.Last)
		case text.Organisation:
			p.orgName(m.First, m.Last)
		case text.Location, text.Misc:
			p.placeName(m)
		}
	}
	for i := first; i < last; i++ {
		a := p.atomAt(i)
		if a == nil || a.class != aAgent && a.class != aOffice || a.plural || a.last >= last || i != a.last-1 {
			continue
		}
		if p.takesName(a) && p.nameRun(a.last, last) {
			p.personName(a.last, p.runEnd(a.last, last))
		}
	}
	p.whole(first, last)
	p.surnames(first, last)
	for i := first; i < last; i++ {
		if p.r.w.title[p.toks[i].Lower] && capital(p.toks[i].Form) && i+1 < last && p.at[i] == 0 && p.at[i+1] == 0 && capital(p.toks[i+1].Form) {
			p.personName(i+1, p.runEnd(i+1, last))
		}
	}
}

// whole joins the parts of a personal name that the tagger has cut in two, begun
// too late or ended too early.
func (p *page) whole(first, last int32) {
	for i := first; i < last; i++ {
		a := p.atomAt(i)
		if a == nil || a.class != aPerson || i != a.last-1 || a.last >= last {
			continue
		}
		from, end := a.first, a.last
		if from > first && p.at[from-1] == 0 && capital(p.toks[from-1].Form) && p.holderName(from-1, end) {
			from-- // "Xi Jinping", of which the tagger takes the second half
		}
		for end < last {
			b, k := p.atomAt(end), &p.toks[end]
			if b != nil && (b.class == aPerson || b.class == aNamedOrg && b.last == end+1 && k.Rel == text.Flat && k.Head >= from && k.Head < end) {
				end = b.last
				continue
			}
			if b == nil && k.UPOS == text.PROPN && capital(k.Form) && !acronym(k.Form) && (k.Rel == text.Flat || k.Rel == text.Compound) && k.Head >= from && k.Head < end && !p.r.w.temporal[k.Lower] {
				end++
				continue
			}
			if b == nil && end+1 < last && p.isHyphen(end) && p.touching(end-1, end) && p.touching(end, end+1) && p.at[end+1] == 0 && p.toks[end+1].UPOS != text.VERB {
				end += 2 // "Kang Kyung-wha"
				continue
			}
			break
		}
		if from < a.first || end > a.last {
			p.drop(from, end)
			p.put(atom{first: from, last: end, class: aPerson, row: -1, nat: -1})
			i = end - 1
		}
	}
}

// holderName reports whether [first,last) is the full name of an office-holder.
func (p *page) holderName(first, last int32) bool {
	n, e := p.r.t.Names.Longest(p.toks[first:last])
	if int32(n) != last-first {
		return false
	}
	for e != 0 {
		var x reference.Entry
		if x, e = p.r.t.Names.Next(e); x.Kind == reference.HolderName {
			return true
		}
	}
	return false
}

// surnames makes persons of lone words that end a full name met before, or begin
// that of an office-holder whose family name comes first.
func (p *page) surnames(first, last int32) {
	for i := first; i < last; i++ {
		k := &p.toks[i]
		if a := p.atomAt(i); a != nil {
			if a.class == aPerson && a.last-a.first > 1 && i == a.last-1 {
				if p.sur == nil {
					p.sur = map[string]bool{}
				}
				p.sur[k.Form] = true
				if f := p.toks[a.first].Form; len(p.r.t.Surname(f)) > 0 && p.holderName(a.first, a.last) {
					p.sur[f] = true // "Xi", after "Xi Jinping"
				}
			}
			if (a.class == aCapital || a.class.within()) && a.last == i+1 && p.sur[k.Form] {
				a.class, a.row = aPerson, -1 // "Paris", after "Valeska Paris"
			}
			continue
		}
		if k.UPOS != text.PROPN && !(k.UPOS == text.NOUN && i > first) || !capital(k.Form) || !p.sur[k.Form] {
			continue
		}
		if i > first && p.at[i-1] == 0 && p.toks[i-1].UPOS == text.PROPN && capital(p.toks[i-1].Form) {
			continue
		}
		if i+1 < last && p.at[i+1] == 0 && p.toks[i+1].UPOS == text.PROPN && capital(p.toks[i+1].Form) {
			continue
		}
		p.put(atom{first: i, last: i + 1, class: aPerson, row: -1, nat: -1})
	}
}

// takesName reports whether a personal name can follow the atom directly.
func (p *page) takesName(a *atom) bool {
	if a.class == aOffice {
		return true
	}
	switch p.r.t.Agents[a.row].Kind {
	case "organ", "group", "collective", "instrument", "company":
		return false
	}
	return true
}

// nameRun reports whether a personal name may start at t: a capitalised word
// in no table that the tagger has not taken for something else.
func (p *page) nameRun(t, last int32) bool {
	if a := p.atomAt(t); a != nil && t+1 < last && a.class == aOrg && a.last == t+1 && p.at[t+1] == 0 && p.toks[t+1].UPOS == text.PROPN && capital(p.toks[t+1].Form) {
		return p.r.t.Orgs[a.row].Group // "Attorney-General Christian Porter"
	}
	if t >= last || p.at[t] != 0 || p.toks[t].UPOS != text.PROPN || !capital(p.toks[t].Form) || p.r.w.temporal[p.toks[t].Lower] {
		return false
	}
	return true
}

func (p *page) runEnd(t, last int32) int32 {
	e := t + 1
	for e < last {
		f := p.toks[e]
		switch {
		case p.at[e] != 0 && p.atomAt(e).class != aAgent && p.atomAt(e).class != aCapital:
			return e
		case p.day(e) || p.r.w.temporal[f.Lower] && f.UPOS != text.PROPN:
			return e
		case capital(f.Form) && (f.UPOS == text.PROPN || f.UPOS == text.X):
			e++
		case p.r.w.particle[f.Lower] && e+1 < last && capital(p.toks[e+1].Form):
			e++
		case p.isHyphen(e) && p.touching(e-1, e) && p.touching(e, e+1):
			e += 2
		default:
			return e
		}
	}
	if e > last {
		e = last
	}
	return e
}

// personName makes [first,last) a personal name, less the titles and offices
// at its front. A lone word that the tables know as a state stays that.
func (p *page) personName(first, last int32) {
	for t := first + 1; t < last; t++ {
		if k := &p.toks[t]; k.UPOS == text.CCONJ || k.Lower == "'s" || k.Lower == "and" {
			p.personName(first, t)
			p.personName(t+1, last)
			return
		}
		if p.toks[t].Lower == "of" || p.toks[t].Form == "," {
			last = t
		}
	}
	for first < last {
		if a := p.atomAt(first); a != nil && a.last < last {
			switch a.class {
			case aAgent, aOffice:
				if a.first == first && a.last == first+1 && last == first+2 && p.r.w.givenName[p.toks[first].Lower] && capital(p.toks[first].Form) && p.toks[first].UPOS == text.PROPN {
					break // "Dean Acheson"
				}
				first = a.last
				continue
			case aRegion, aCity:
				if b := p.atomAt(a.last); b != nil && (b.class == aAgent || b.class == aOffice) {
					first = a.last
					continue
				}
			case aName, aAdj, aOrg, aCapital, aSeat:
				if o := p.atomAt(first - 2); a.class == aName && o != nil && o.class == aOffice && p.toks[first-1].Lower == "of" && last-a.last > 1 {
					first = a.last // "minister of Jordan Ayman Safadi"
					continue
				}
				if b := p.atomAt(a.last); a.class == aAdj || b != nil && (b.class == aAgent || b.class == aOffice) {
					first = a.last
					continue
				}
			}
		} else if a != nil && a.last == last && (a.class == aAgent || a.class == aOffice) {
			if last == first+1 && p.r.w.givenName[p.toks[first].Lower] && capital(p.toks[first].Form) && p.sur[p.toks[first].Form] {
				break // "Amir said", of Yigal Amir
			}
			return
		}
		if p.r.w.title[p.toks[first].Lower] && first+1 < last {
			first++
			continue
		}
		break
	}
	for last > first && (p.toks[last-1].UPOS == text.PUNCT || strings.HasPrefix(p.toks[last-1].Form, "'") || last-1 > first && p.day(last-1)) {
		last--
	}
	if first >= last || p.toks[first].UPOS == text.NUM || p.r.w.temporal[p.toks[first].Lower] && last == first+1 {
		return
	}
	if a := p.atomAt(last - 1); a != nil && a.class == aPeople && a.last == last && last-first < 3 {
		return // "Twelve Americans", "Other Kenyans"
	}
	if last-first > 1 && p.thingName(first, last) {
		return // "Cyclone Nargis"
	}
	if last-first == 1 && acronym(p.toks[first].Form) {
		if p.at[first] == 0 {
			p.put(atom{first: first, last: last, class: aNamedOrg, row: -1, nat: -1})
		}
		return
	}
	if a := p.atomAt(first); a != nil && a.first <= first && a.last >= last {
		if b := p.atomAt(last); a.class.within() && last-first == 1 && b != nil && (b.class == aAgent || b.class == aOffice) && !p.sur[p.toks[first].Form] {
			return // "Kansas senator"
		}
		if a.class != aPerson && !a.class.within() && !((a.class == aCapital || a.class == aName) && last-first == 1 && p.doubtful(a) && p.sur[p.toks[first].Form]) {
			return
		}
	}
	if a := p.atomAt(first); a != nil && a.first < first && (a.class == aOrg || a.class == aName || a.class == aSeat) {
		return
	}
	p.drop(first, last)
	p.put(atom{first: first, last: last, class: aPerson, row: -1, nat: -1})
}

// day reports a word of the calendar, which no name holds: "Clinton Saturday".
// Months that are names too need a number beside them.
func (p *page) day(t int32) bool {
	l := p.toks[t].Lower
	if !p.r.w.temporal[l] {
		return false
	}
	switch l {
	case "april", "may", "june", "august", "jan", "mar", "jun", "sun", "sat", "wed":
		return int(t+1) < len(p.toks) && p.toks[t+1].UPOS == text.NUM
	}
	return true
}

// acronym reports a word of capitals only, which no person is called.
func acronym(s string) bool {
	if len(s) < 2 || len(s) > 6 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

func (p *page) doubtful(a *atom) bool {
	return p.state(a.row).Doubtful(p.toks[a.first].Form)
}

// drop clears the atoms that touch [first,last).
func (p *page) drop(first, last int32) {
	for t := first; t < last; t++ {
		if a := p.atomAt(t); a != nil {
			for u := a.first; u < a.last; u++ {
				p.at[u] = 0
			}
			a.class = none
		}
	}
}

// orgName makes a tagged organisation that no table knows an atom of its own,
// unless its words are already read: "Russian Foreign Ministry".
func (p *page) orgName(first, last int32) {
	for first < last && p.toks[first].UPOS == text.DET {
		first++
	}
	if first >= last {
		return
	}
	whole := last
	for last > first && p.day(last-1) {
		last--
	}
	if last < whole && last-first < 2 || p.thingName(first, last) {
		return // "Late Monday", "Mbeki Tuesday"
	}
	nat, noun := int32(-1), int32(-1)
	for t := first; t < last; t++ {
		a := p.atomAt(t)
		if a == nil {
			continue
		}
		if a.class == aAgent && p.r.t.Agents[a.row].Kind == "organ" && !strings.Contains(p.r.t.Agents[a.row].Note, "generic") {
			noun = a.row
		}
		if a.last > last || a.first < first {
			return
		}
		switch a.class {
		case aOrg, aSeat, aSet:
			return
		case aAgent, aOffice:
			if a.class == aAgent && int(a.last) < len(p.toks) && p.toks[a.last].Lower == "of" && p.ofState(a) {
				return // "Department of Education"
			}
			if a.last == last || t > first && p.toks[a.last].Lower == "of" || a.last-a.first > 1 {
				return
			}
		case aPerson:
			if a.last-a.first > 1 {
				return
			}
		case aName, aAdj, aCapital, aPeople:
			if a.first == first && a.last == last {
				return
			}
			if nat < 0 && a.class != aCapital {
				nat = a.row
			}
		case aRegion, aCity:
			if a.first == first && a.last == last {
				return
			}
			if nat < 0 {
				nat = p.stateRow(a)
			}
		}
	}
	p.drop(first, last)
	p.put(atom{first: first, last: last, class: aNamedOrg, row: noun, nat: nat})
}

// thingName reports the name of a place, a storm, a law or a thing.
func (p *page) thingName(first, last int32) bool {
	return p.r.w.thingLast[p.toks[last-1].Lower] && capital(p.toks[last-1].Form) || p.r.w.thingFirst[p.toks[first].Lower] && last-first > 1
}

// placeName keeps a state's name inside a longer place name from being an
// actor: the South China Sea, the Gulf of Mexico.
func (p *page) placeName(m *text.Mention) {
	for t := m.First; t < m.Last; t++ {
		a := p.atomAt(t)
		if a == nil || a.first <= m.First && a.last >= m.Last {
			continue
		}
		switch a.class {
		case aName, aCapital, aPrefix, aRegion, aCity:
		case aAdj:
			if m.Kind != text.Location {
				continue
			}
		default:
			continue
		}
		if m.Kind == text.Misc && a.class != aName {
			continue
		}
		other := false
		for u := m.First; u < m.Last; u++ {
			if b := p.atomAt(u); b != a {
				if b != nil && b.class != none {
					other = true // "Moscow-Beijing" tagged as one name
				}
				if p.r.w.direction[p.toks[u].Lower] || p.toks[u].UPOS == text.DET {
					other = true
				}
				if p.toks[u].Form == "," || p.isHyphen(u) || !capital(p.toks[u].Form) {
					other = true
				}
			}
		}
		if !other {
			p.drop(a.first, a.last)
		}
	}
}
