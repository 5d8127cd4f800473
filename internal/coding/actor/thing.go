package actor

import (
	"strings"

	"entente/internal/text"
)

// thing marks buildings, and reports a building or weapon of nobody in
// particular that does nothing where it stands: "outside the embassy", "fired a
// missile". Who hits a mosque hits its people, so an object stays; a weapon is
// no more than its owner.
func (p *page) thing(g *group, m *mention, nat nation) bool {
	if m.agent < 0 || m.Person != "" || g.coll || m.Name != "" {
		return false
	}
	note := p.r.t.Agents[m.agent].Note
	m.thing = strings.Contains(note, "building")
	weapon := strings.Contains(note, "instrument")
	if !m.thing && !weapon || nat.known() || g.tail || p.bare {
		return false
	}
	head := g.headTok
	prep, _ := p.caseOf(head)
	gov, rel := p.governor(head)
	switch rel {
	case text.Nsubj:
		return gov < 0 || p.toks[gov].UPOS != text.VERB || p.r.w.placeSubject[p.toks[gov].Lemma]
	case text.Obj, text.NsubjPass:
		return weapon
	case text.OblAgent, text.Appos, text.Root:
		return false
	}
	return weapon || p.r.w.locative[prep] || p.r.w.placePrep[prep] || prep == "at" || prep == "to" || prep == "from" || prep == "toward" || prep == "towards" || prep == "for"
}
