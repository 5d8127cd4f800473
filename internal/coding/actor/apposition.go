package actor

import (
	"entente/internal/record"
	"entente/internal/text"
)

// appositions joins "president of Brazil, Dilma Rousseff" and "Dong Zhuo, the
// Chinese defence minister" into one mention, and gives a name in no table
// what is said of it behind a comma.
func (p *page) appositions() {
	gone := make([]bool, len(p.out))
	for i := 0; i < len(p.out); i++ {
		if gone[i] || p.out[i].mod {
			continue
		}
		j := p.after(i, gone)
		if j < 0 || !p.apposed(i, j) {
			continue
		}
		p.join(i, j)
		gone[j] = true
		// What lies inside the joined mention stays only if it is another actor.
		for k := i + 1; k < len(p.out) && p.out[k].First < p.out[i].Last; k++ {
			if k != j && p.out[k].state >= 0 && p.out[k].Country == p.out[i].Country {
				gone[k] = true
			}
		}
	}
	n := 0
	for i := range p.out {
		if !gone[i] {
			p.out[n] = p.out[i]
			n++
		}
	}
	p.out = p.out[:n]
}

// after is the mention that starts behind the comma that ends mention i.
func (p *page) after(i int, gone []bool) int {
	m := &p.out[i]
	t := m.Last
	if int(t) >= len(p.toks) || p.toks[t].Form != "," {
		return -1
	}
	end := p.doc.Sentences[m.sent].Last
	for k := t + 1; k < end && k < t+3; k++ {
		if p.toks[k].UPOS == text.DET || p.toks[k].UPOS == text.ADJ || p.toks[k].UPOS == text.PRON {
			continue
		}
		break
	}
	for j := i + 1; j < len(p.out); j++ {
		o := &p.out[j]
		if gone[j] || o.First < t {
			continue
		}
		if o.First > t+3 {
			return -1
		}
		if o.poss || o.mod || o.Kind == record.Pronoun {
			continue
		}
		for k := t + 1; k < o.First; k++ {
			switch p.toks[k].UPOS {
			case text.DET, text.ADJ, text.PRON, text.NUM:
			case text.PROPN, text.NOUN:
				if !p.r.w.title[p.toks[k].Lower] {
					return -1
				}
			default:
				return -1
			}
		}
		return j
	}
	return -1
}

// apposed reports whether the two are one actor said twice.
func (p *page) apposed(i, j int) bool {
	a, b := &p.out[i], &p.out[j]
	tree := p.toks[b.Head].Rel == text.Appos && p.toks[b.Head].Head >= a.First && p.toks[b.Head].Head < a.Last
	end := b.Last
	closed := tree
	if int(end) >= len(p.toks) || p.doc.SentenceOf(end) != a.sent {
		closed = true
	} else {
		switch p.toks[end].Form {
		case ",", ".", ")", ";", ":", "-", "–", "—":
			closed = true
		}
		if p.toks[end].UPOS == text.ADP || p.toks[end].UPOS == text.PRON {
			closed = true // "Dilma Rousseff, president of ...", ", who ..."
		}
	}
	if !closed || a.plural != b.plural && a.Person == "" && b.Person == "" {
		return false
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return false
	}
	// A list: "Obama, Chancellor Merkel and Hollande".
	if !tree && int(end+1) < len(p.toks) && p.toks[end].Form == "," {
		if c := p.toks[end+1]; c.UPOS == text.CCONJ {
			return false
		}
	}
	name := func(m *mention) bool {
		return m.Person == "" && (m.Kind == record.Unknown || m.Kind == record.Body || m.Kind == record.Group || m.Kind == record.Company || m.Kind == record.NGO) && m.Name != ""
	}
	office := func(m *mention) bool {
		return m.Person == "" && !m.plural && (m.Office != "" || m.counter || m.Kind == record.Agent && m.agent >= 0)
	}
	switch {
	case office(a) && b.Person != "" && b.Office == "" && len(b.Sectors) == 0:
		return true
	case a.Person != "" && office(b) && (a.Office == "" || tree):
		return b.def || b.indef || b.Office != "" || tree
	case name(a) && b.Person == "" && !b.plural && b.Name == "" && b.agent >= 0 && (b.def || b.indef || tree) && b.Kind != record.Person:
		return true
	}
	return false
}

// join makes mention i cover mention j as well.
func (p *page) join(i, j int) {
	a, b := &p.out[i], &p.out[j]
	a.Last = b.Last
	a.Span.End = b.Span.End
	a.Text = p.doc.Body[a.Span.Start:a.Span.End]
	if a.Person == "" {
		a.Person = b.Person
	}
	if a.gender == 0 {
		a.gender = b.gender
	}
	if a.offRow < 0 {
		a.offRow = b.offRow
	}
	if a.head == "" {
		a.head = b.head
	}
	if b.counter {
		a.counter, a.owner = true, b.owner
	}
	carry(a, b)
	if a.Person != "" {
		a.Kind = record.Person
	} else if b.agent >= 0 && a.Kind == record.Unknown {
		a.Kind = b.Kind
	}
	a.Why.Rule += ", apposition"
	if a.Why.Detail == "" {
		a.Why.Detail = b.Why.Detail
	}
}
