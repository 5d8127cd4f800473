package actor

import (
	"entente/internal/record"
	"entente/internal/text"
)

// Actors of several states, and actors whom a hyphen ties to a state that they
// are not of. docs/decisions/actors.md has the rules as a table.

// enterSet enters a name for a few states together, "the two Koreas", as a
// collective with each of them as a member. lead is the first token of a number
// before it, -1 none.
func (p *page) enterSet(a *atom, lead int32) {
	set := &p.r.t.Sets[a.row]
	m := p.blank(a.first, a.last, p.headOf(a.first, a.last))
	if lead >= 0 && lead < a.first {
		m = p.blank(lead, a.last, m.Head)
	}
	m.Kind, m.Name, m.Number = record.Coalition, set.Name, int32(len(set.States))
	m.plural, m.def = true, true
	m.key = "T:" + set.Name
	m.next = len(set.States)
	m.Why = record.Why{Rule: "several states under one name", Detail: set.Row}
	p.push(m)
	for _, row := range set.States {
		b := atom{first: a.first, last: a.last, class: aName, row: row, nat: -1}
		s := p.stateMention(&b, "member of a set of states")
		s.mod = true // never read on by itself
		p.push(s)
	}
}

// compound reads "Franco-German" before the noun of an organ or people: the
// brigade is of both, one part of it of each. It takes the states into the
// group and gives the token after the second; ok is false for anything else,
// such as talks between the two. One person of two states, "a British-Iranian
// aid worker", is nobody's for sure; only who is American in the second place
// is an American, whose is the row of state; -1 says none.
func (p *page) compound(g *group, a *atom, second int32, open bool, last int32) (next, state int32, ok bool) {
	b := p.atomAt(second)
	if open || b == nil || !compoundPart(a) || !compoundPart(b) || b.class == aPrefix || p.isHyphen(b.last) {
		return 0, -1, false
	}
	noun := b.last
	for noun < last && p.at[noun] == 0 && (p.toks[noun].UPOS == text.ADJ || p.toks[noun].UPOS == text.NOUN && noun+1 < last) {
		noun++ // "joint", "border"
	}
	n := p.atomAt(noun)
	if n == nil || n.class != aAgent && n.class != aOffice {
		return 0, -1, false
	}
	if one := n.class == aOffice || agentKind(p.r.t.Agents[n.row].Kind) == record.Agent; one && !n.plural && a.class != aPrefix {
		if b.class == aAdj && p.state(b.row).ISO3 == "USA" {
			return b.last, b.row, true
		}
		return b.last, -1, true
	}
	g.pairs[0], g.pairs[1] = p.at[a.first], p.at[b.first]
	return b.last, -1, true
}

func compoundPart(a *atom) bool {
	return a.class == aName || a.class == aAdj || a.class == aPrefix
}

// enterPairs makes the group of a compound a collective of one part for each
// state.
func (p *page) enterPairs(g *group) {
	if g.pairs[0] == 0 || g.headAtom == 0 || g.nat.known() || g.person != 0 {
		return
	}
	for _, id := range g.pairs {
		if id == 0 {
			continue
		}
		a := &p.atoms[id-1]
		cp := *g
		cp.inner = append([]int32(nil), g.inner...)
		cp.nat = p.nationOf(a.row, a.class, a.first)
		cp.first, cp.last, cp.headTok = a.first, a.last, a.last-1
		cp.number, cp.elliptic, cp.det, cp.pairs = 0, true, "", [4]int32{}
		p.enter(&cp)
		g.parts = append(g.parts, a.first)
		g.first = min(g.first, a.first)
	}
	g.coll = true
}

// ledBy reads "NATO-led", "Hamas-led": who follows is of the leader's state or
// body. A people or faith has none and lends none.
func (p *page) ledBy(a *atom) (n nation, next int32, ok bool) {
	if a.class != aOrg || !p.isHyphen(a.last) || !p.touching(a.last-1, a.last) || int(a.last+1) >= len(p.toks) || !p.r.w.led[p.toks[a.last+1].Lower] {
		return nation{}, 0, false
	}
	n = p.orgNation(a)
	if n.code == "ISM" || n.code == "" {
		n = nation{org: -1}
	}
	n.org, n.kind = -1, aAdj // its own sectors are not those of what it leads
	return n, a.last + 2, true
}

// alliance reports a head that stands for states fighting together.
func (p *page) alliance(g *group) bool {
	if g.headAtom == 0 {
		return false
	}
	a := &p.atoms[g.headAtom-1]
	if a.class != aAgent || a.last-a.first > 1 {
		return false
	}
	switch p.lemmaOf(a) {
	case "coalition", "alliance":
		return true
	}
	return false
}
