package attribution

import (
	"entente/internal/record"
	"entente/internal/text"
)

// kindOf types actor i, whose phrase has head h, as a speaker. A pronoun is what
// it stands for; words that name nobody ("officials", "the ministry" of no
// state) are unnamed.
func (p *page) kindOf(i, h int32) record.SaidKind {
	w := &p.who[i]
	for range 4 {
		if w.Kind != record.Pronoun || w.Person != "" || w.Antecede < 0 || int(w.Antecede) >= len(p.who) {
			break
		}
		w = &p.who[w.Antecede]
		h = w.Head
	}
	switch w.Kind {
	case record.State, record.Body, record.Group, record.Company, record.NGO:
		return record.SaidOrganisation
	case record.Organ:
		if w.Country != "" || w.Name != "" {
			return record.SaidOrganisation
		}
		return p.kindOfName(w.First, w.Last)
	case record.Person:
		return record.SaidPerson
	case record.Unknown:
		if k := p.kindOfName(w.First, w.Last); k != record.SaidUnnamed {
			return k
		}
		return record.SaidOrganisation
	}
	switch {
	case w.Person != "" || w.Office != "" && w.Country != "":
		return record.SaidPerson
	case len(w.Members) > 0 || w.Kind == record.Pronoun && w.Country != "":
		return record.SaidOrganisation
	}
	return record.SaidUnnamed
}

// kindOfName types a phrase of tokens [f,e) that is no actor by the names in it:
// the last name counts, as in "the Times columnist Ann Poe".
func (p *page) kindOfName(f, e int32) record.SaidKind {
	kind := record.SaidUnnamed
	for i := range p.Mentions {
		m := &p.Mentions[i]
		switch {
		case m.First >= e || m.Last <= f:
		case m.Kind == text.Person:
			kind = record.SaidPerson
		default:
			kind = record.SaidOrganisation
		}
	}
	if kind != record.SaidUnnamed {
		return kind
	}
	for t := f; t < e; t++ {
		if p.Tokens[t].UPOS == text.PROPN {
			return record.SaidOrganisation
		}
	}
	return kind
}
