package actor

import (
	"strconv"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// surname is the last part of a name, suffixes aside.
func surname(name string) string {
	ws := strings.Fields(name)
	for len(ws) > 1 {
		switch strings.ToLower(ws[len(ws)-1]) {
		case "jr", "jr.", "sr", "sr.", "ii", "iii":
			ws = ws[:len(ws)-1]
			continue
		}
		break
	}
	if len(ws) == 0 {
		return ""
	}
	return ws[len(ws)-1]
}

// samePerson reports whether a later name can be the person of an earlier,
// fuller one: the same name, its surname, or the part that stands first where
// the family name does.
func samePerson(earlier, later string) bool {
	if earlier == later {
		return true
	}
	a, b := strings.Fields(earlier), strings.Fields(later)
	if len(b) == 0 || len(a) == 0 {
		return false
	}
	if len(b) == 1 {
		return len(a) > 1 && (surname(earlier) == b[0] || a[0] == b[0] && len(b[0]) <= 5)
	}
	if len(b) < len(a) {
		return strings.HasSuffix(earlier, " "+later) || a[0] == b[0] && surname(earlier) == surname(later)
	}
	return len(b) > len(a) && (strings.HasSuffix(later, " "+earlier) || len(a) > 1 && a[0] == b[0] && surname(earlier) == surname(later))
}

// known finds the latest earlier mention of the person named by the atom, or
// what the table of holders says of the name; nil when neither is sure.
func (p *page) known(a *atom) *record.Actor {
	name := p.doc.Text(p.doc.TokenSpan(a.first, a.last))
	for i := len(p.out) - 1; i >= 0; i-- {
		if m := &p.out[i]; m.Person != "" && m.Country != "" && samePerson(m.Person, name) {
			return &m.Actor
		}
	}
	if h := p.holder(a.first, a.last); h != nil {
		return &record.Actor{Person: name, Country: h.Code, Why: record.Why{Rule: h.Row}}
	}
	return nil
}

// holder finds the office-holder that a bare name stands for. With a document
// date, the spell that covers it decides, and a surname alone is enough when
// only one person of that name held an office then. Without a date, only a full
// name that all rows give to one person of one country is taken.
func (p *page) holder(first, last int32) *reference.Holder {
	t := p.r.t
	var best *reference.Holder
	one := func(rows func(yield func(int32) bool)) *reference.Holder {
		best = nil
		clash := false
		for row := range rows {
			h := &t.Holders[row]
			if p.doc.Published.Known() && !h.In(p.doc.Published) {
				continue
			}
			if best != nil && (best.Code != h.Code || reference.Fold(best.Person) != reference.Fold(h.Person)) {
				clash = true
			}
			if best == nil {
				best = h
			}
		}
		if clash {
			return nil
		}
		return best
	}
	n, handle := t.Names.Longest(p.toks[first:last])
	if int32(n) == last-first && n > 1 {
		if h := one(func(yield func(int32) bool) {
			for e := handle; e != 0; {
				var x reference.Entry
				x, e = t.Names.Next(e)
				if x.Kind == reference.HolderName && !yield(x.Row) {
					return
				}
			}
		}); h != nil {
			return h
		}
	}
	if last-first == 1 && p.doc.Published.Known() {
		return one(func(yield func(int32) bool) {
			for _, row := range t.Surname(p.toks[first].Form) {
				if !yield(row) {
					return
				}
			}
		})
	}
	return nil
}

// namePerson settles who a named person is: an earlier mention's person, an
// office-holder of the tables, or a name and no more.
func (p *page) namePerson(i int) {
	m := &p.out[i]
	if j := p.earlier(i); j >= 0 {
		e := &p.out[j]
		m.key = e.key
		if m.Office == "" && len(m.Sectors) == 0 || m.Country == "" {
			if m.Country == "" || m.Country == e.Country {
				carry(m, e)
				m.Why = record.Why{Rule: "name carried from an earlier mention", Detail: e.Text}
			}
		}
		if len(m.Person) < len(e.Person) {
			m.Name = e.Name
		}
		if m.Name == "" {
			m.Name = e.Person
		}
		if m.gender == 0 {
			m.gender = e.gender
		}
		return
	}
	m.key = "P:" + m.Person
	for k := 2; p.keyTaken(m.key, i); k++ {
		m.key = "P:" + m.Person + strconv.Itoa(k)
	}
	m.Name = m.Person
	if m.Office == "" && len(m.Sectors) == 0 && m.Country == "" {
		first, last := p.nameTokens(m)
		if h := p.holder(first, last); h != nil {
			m.Country = h.Code
			m.Office = h.Office
			m.Sectors = append([]string(nil), h.Sectors...)
			m.base = p.cameoOf(h.Code)
			roles := h.CAMEO
			if roles == "" {
				roles = strings.Join(h.Sectors, "")
			}
			m.CAMEO = m.base + roles
			m.Name = h.Person
			m.Why = record.Why{Rule: "holder of an office at the document's date", Detail: h.Row}
			if !p.doc.Published.Known() {
				m.Why.Rule = "only person of that full name in the table of holders"
			}
		}
	}
}

func (p *page) keyTaken(key string, i int) bool {
	for j := range p.out[:i] {
		if p.out[j].key == key {
			return true
		}
	}
	return false
}

// nameTokens finds the tokens of the personal name inside a mention.
func (p *page) nameTokens(m *mention) (int32, int32) {
	for t := m.First; t < m.Last; t++ {
		if a := p.atomAt(t); a != nil && a.class == aPerson {
			return a.first, a.last
		}
	}
	return m.First, m.Last
}

// earlier is the nearest earlier mention of the same person; -1 when there is
// none or two different people share the short name.
func (p *page) earlier(i int) int {
	m := &p.out[i]
	found := -1
	for j := i - 1; j >= 0; j-- {
		e := &p.out[j]
		if e.Person == "" || !samePerson(e.Person, m.Person) {
			continue
		}
		if m.Country != "" && e.Country != "" && m.Country != e.Country {
			continue
		}
		if found < 0 {
			found = j
			continue
		}
		if p.out[found].key != e.key && p.out[found].Person != e.Person {
			return -1
		}
		// Prefer the mention that knows most.
		if p.out[found].Country == "" && e.Country != "" {
			found = j
		}
	}
	return found
}

// carry gives m what e is, as far as m does not say.
func carry(m, e *mention) {
	if m.Country == "" {
		m.Country = e.Country
		m.base = e.base
	}
	if m.Office == "" {
		m.Office = e.Office
	}
	if len(m.Sectors) == 0 {
		m.Sectors = e.Sectors
		m.CAMEO = m.base + strings.TrimPrefix(e.CAMEO, e.base)
	} else if m.base == "" || !strings.HasPrefix(m.CAMEO, m.base) {
		m.CAMEO = m.base + m.CAMEO
	}
	if m.Kind == record.Unknown {
		m.Kind = e.Kind
	}
}
