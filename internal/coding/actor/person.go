package actor

import (
	"strconv"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
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
	for i := len(p.out) - 1; i >= max(0, len(p.out)-window); i-- {
		if m := &p.out[i]; m.Person != "" && m.Country != "" && samePerson(m.Person, name) {
			return &m.Actor
		}
	}
	if h := p.holder(a.first, a.last, ""); h != nil {
		return &record.Actor{Person: name, Country: h.Code, Why: record.Why{Rule: h.Row}}
	}
	return nil
}

// holder finds the office-holder that a name stands for; office narrows it to
// rows of that office, "" to none. With a document date, the spell that covers
// it decides, and a surname alone is enough when only one person of that name
// held an office then. Without a date, only a full name that all rows give to
// one person of one country is taken.
func (p *page) holder(first, last int32, office string) *reference.Holder {
	t := p.r.t
	day := p.doc.Published
	office, former := strings.CutPrefix(office, "former ")
	fits := func(h *reference.Holder) bool {
		switch {
		case office != "" && h.Office != office && !(top(office) && top(h.Office)) && !ranks(office, h):
			return false
		case !day.Known():
			return true
		case former:
			return reference.Covers(h.From, text.Date{}, day) && !reference.Covers(h.From, h.To, day)
		}
		return h.In(day)
	}
	var best *reference.Holder
	clash := false
	take := func(row int32) {
		h := &t.Holders[row]
		switch {
		case !fits(h):
		case best == nil:
			best = h
		case best.Code != h.Code || reference.Fold(best.Person) != reference.Fold(h.Person):
			clash = true
		case top(h.Office) && !top(best.Office):
			best = h
		}
	}
	var buf [8]text.Token
	toks := append(buf[:0], p.toks[first:last]...)
	if k := &toks[len(toks)-1]; len(k.Form) > 2 {
		k.Form = strings.TrimSuffix(k.Form, ".") // "Dong Jun." ends a sentence
	}
	switch n, e := t.Names.Longest(toks); {
	case int32(n) == last-first && n > 1:
		for x := e; x != 0; {
			var y reference.Entry
			if y, x = t.Names.Next(x); y.Kind == reference.HolderName {
				take(y.Row)
			}
		}
		if best == nil && office == "" && day.Known() {
			return p.past(e, day)
		}
	case last-first == 1 && day.Known():
		for _, row := range t.Surname(p.toks[first].Form) {
			take(row)
		}
	}
	if clash {
		return nil
	}
	if best == nil && last-first == 1 && day.Known() && (office == "" || former) {
		best = p.lately(first, day)
	}
	if best == nil && last-first == 1 && !day.Known() && (office == "" || top(office)) {
		if row, ok := p.r.household[p.toks[first].Form]; ok {
			best = &t.Holders[row]
		}
	}
	if best != nil && last-first == 1 && office == "" && p.namesake(first, best) {
		return nil
	}
	return best
}

// namesake reports whether the text names somebody else of h's surname in
// full: a lone "Gonzalez" is then the one of whom the text speaks.
func (p *page) namesake(tok int32, h *reference.Holder) bool {
	form := p.toks[tok].Form
	who := " " + strings.ToLower(h.Person) + " "
	for i := range p.doc.Mentions {
		n := &p.doc.Mentions[i]
		if n.Kind != text.Person || n.Last-n.First < 2 || p.toks[n.Last-1].Form != form {
			continue
		}
		if given := p.toks[n.Last-2].Lower; len(given) > 2 && !strings.Contains(who, " "+given+" ") && !strings.HasSuffix(given, ".") {
			return true
		}
	}
	return false
}

// households finds the leaders whom news names by surname alone and everybody
// knows: the list has their full names, the map their surnames.
func households(t *reference.Tables) map[string]int32 {
	out := map[string]int32{}
	names := t.List("household")
	for i := range t.Holders {
		h := &t.Holders[i]
		if _, seen := out[h.Surname]; !seen && h.Surname != "" && top(h.Office) && names[h.Person] {
			out[h.Surname] = int32(i)
		}
	}
	return out
}

// lately is the one head of state or government of that surname who has left
// within the years in which a surname alone still says enough.
func (p *page) lately(tok int32, day text.Date) *reference.Holder {
	const years = 5
	var best *reference.Holder
	for _, row := range p.r.t.Surname(p.toks[tok].Form) {
		h := &p.r.t.Holders[row]
		if !top(h.Office) || !h.To.Known() || !reference.Covers(h.To, text.Date{Year: h.To.Year + years, Month: h.To.Month, Day: h.To.Day}, day) {
			continue
		}
		if best != nil && (best.Code != h.Code || reference.Fold(best.Person) != reference.Fold(h.Person)) {
			return nil
		}
		best = h
	}
	return best
}

// partyTag reports "R-Ind." or "(D-Calif.)" behind a name: the way in which the
// American press introduces its politicians.
func (p *page) partyTag(t int32) bool {
	if int(t+1) >= len(p.toks) || p.toks[t].Form != "," && p.toks[t].Form != "(" {
		return false
	}
	f := p.toks[t+1].Form
	if len(f) == 1 && int(t+3) < len(p.toks) && p.isHyphen(t+2) && p.touching(t+1, t+2) && p.touching(t+2, t+3) {
		f += "-" + p.toks[t+3].Form
	}
	return len(f) > 3 && (f[0] == 'R' || f[0] == 'D' || f[0] == 'I') && f[1] == '-' && f[2] >= 'A' && f[2] <= 'Z'
}

// everHeld is the one state that was led by people of the surname that ends at
// token last; "" when there are several or none. For texts without a day.
func (p *page) everHeld(last int32) string {
	code := ""
	for _, row := range p.r.t.Surname(p.toks[last-1].Form) {
		if h := &p.r.t.Holders[row]; top(h.Office) {
			if code = one(code, h.Code); code == several {
				return ""
			}
		}
	}
	return code
}

// ranks reports a rank or seat that the office of h goes with: a chief of staff is
// a general, a speaker sits in parliament.
func ranks(office string, h *reference.Holder) bool {
	if len(h.Sectors) == 0 {
		return false
	}
	switch office {
	case "military commander", "military officer":
		return h.Sectors[0] == "MIL"
	case "member of parliament":
		return h.Sectors[0] == "LEG"
	}
	return false
}

// offices counts the changes of office in the rows of a full name.
func (p *page) offices(first, last int32) int {
	t := p.r.t
	_, e := t.Names.Longest(p.toks[first:last])
	seen := ""
	n := 0
	for e != 0 {
		var x reference.Entry
		if x, e = t.Names.Next(e); x.Kind != reference.HolderName {
			continue
		}
		if o := t.Holders[x.Row].Office; o != seen {
			seen = o
			n++
		}
	}
	return n
}

// past finds who held an office before the day and holds none on it: the one
// person that the wording names.
func (p *page) past(e int32, day text.Date) *reference.Holder {
	t := p.r.t
	var best *reference.Holder
	for e != 0 {
		var x reference.Entry
		if x, e = t.Names.Next(e); x.Kind != reference.HolderName {
			continue
		}
		h := &t.Holders[x.Row]
		if best != nil && (best.Code != h.Code || reference.Fold(best.Person) != reference.Fold(h.Person)) || !h.To.Known() || !reference.Covers(h.To, text.Date{}, day) {
			return nil
		}
		if best == nil || top(h.Office) && !top(best.Office) {
			best = h
		}
	}
	return best
}

// top reports the offices that "president" and "leader" both stand for.
func top(office string) bool { return office == "head of state" || office == "head of government" }

// namePerson settles who a named person is: an earlier mention's person, an
// office-holder of the tables, or a name and no more.
func (p *page) namePerson(i int) {
	m := &p.out[i]
	defer p.remember(i)
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
	for k := 2; ; k++ {
		if _, taken := p.ids[m.key]; !taken {
			break
		}
		m.key = "P:" + m.Person + " " + strconv.Itoa(k)
	}
	if m.org >= 0 {
		return // a dictionary of the user's has said who this is
	}
	m.Name = m.Person
	if m.Office == "" && len(m.Sectors) > 0 || m.Office != "" && m.Country != "" || m.Country != "" && !p.doc.Published.Known() {
		return
	}
	if m.Country == "" && p.partyTag(m.Last) {
		m.Country, m.base = "USA", p.cameoOf("USA")
		if len(m.Sectors) == 0 {
			m.Sectors, m.CAMEO, m.Office = []string{"LEG"}, "LEG", "member of parliament"
		}
		m.CAMEO = m.base + m.CAMEO
		m.Why.Rule += ", party and state of a US politician"
		return
	}
	first, last := p.nameTokens(m)
	h := p.holder(first, last, m.Office)
	if h == nil && m.Country == "" && top(m.Office) && !p.doc.Published.Known() {
		if code := p.everHeld(last); code != "" {
			m.Country, m.base = code, p.cameoOf(code)
			m.CAMEO = m.base + m.CAMEO
			m.Why.Rule += ", one state had heads of that name"
			return
		}
	}
	if h == nil && m.Country == "" && last-first > 1 && m.Office != "" {
		h = p.beyondTitle(m, first, last)
	}
	if h == nil || m.Country != "" && m.Country != h.Code {
		return
	}
	m.Country = h.Code
	m.base = p.cameoOf(h.Code)
	m.Name = h.Person
	if m.Office == "" && !p.doc.Published.Known() && (last-first == 1 || p.offices(first, last) > 1) {
		// Which of the offices was held cannot be said without a day.
		m.Sectors = append([]string(nil), h.Sectors[:min(1, len(h.Sectors))]...)
		m.CAMEO = strings.Join(m.Sectors, "")
	} else if m.Office == "" {
		m.Office = h.Office
		m.Sectors = append([]string(nil), h.Sectors...)
		m.CAMEO = h.CAMEO
		if m.CAMEO == "" {
			m.CAMEO = strings.Join(h.Sectors, "")
		}
	}
	if p.r.t.State(h.Code) != nil {
		m.CAMEO = m.base + m.CAMEO
	}
	if p.doc.Published.Known() && !h.In(p.doc.Published) {
		if !strings.HasPrefix(m.Office, "former") {
			m.Office = "former " + m.Office
			m.Sectors = []string{"ELI"}
			m.CAMEO = m.base + "ELI"
		}
		m.Why = record.Why{Rule: "held the office before the document's date", Detail: h.Row}
		return
	}
	m.Why = record.Why{Rule: "holder of an office at the document's date", Detail: h.Row}
	if !p.doc.Published.Known() {
		m.Why.Rule = "only person of that full name in the table of holders"
		if last-first == 1 {
			m.Why.Rule = "leader known by surname alone"
		}
	}
}

// beyondTitle asks for the holder of a full name whose title in the text is not
// the office that the table has: a general, an ayatollah, or somebody whom the
// text calls by an office given up since. Then the table's office stands; a
// title that the table says nothing of stays, and only the state is taken.
func (p *page) beyondTitle(m *mention, first, last int32) *reference.Holder {
	h := p.holder(first, last, "")
	if h == nil {
		return nil
	}
	o := p.r.t.Offices[max(m.offRow, 0)]
	if m.offRow >= 0 && o.Scope != "state" && o.Scope != "local" || p.doc.Published.Known() && p.hasHeld(first, last, m.Office) {
		m.Office, m.Sectors, m.CAMEO = "", nil, ""
	}
	return h
}

// servesAnother reports whether the group's person is by full name an office-holder
// of another state than the one that the wording of the office implies: "Foreign
// Secretary" is British of somebody whom no table knows, and not of Vikram Misri.
func (p *page) servesAnother(g *group, code string) bool {
	if g.person == 0 {
		return false
	}
	a := &p.atoms[g.person-1]
	if a.last-a.first < 2 {
		return false
	}
	h := p.holder(a.first, a.last, "")
	return h != nil && h.Code != code
}

// hasHeld reports whether the table gives the office to the full name at some
// time.
func (p *page) hasHeld(first, last int32, office string) bool {
	t := p.r.t
	for _, e := t.Names.Longest(p.toks[first:last]); e != 0; {
		var x reference.Entry
		if x, e = t.Names.Next(e); x.Kind == reference.HolderName && t.Holders[x.Row].Office == office {
			return true
		}
	}
	return false
}

// remember files the mention under the words that a later, shorter name may
// be.
func (p *page) remember(i int) {
	if p.named == nil {
		p.named = map[string][]int32{}
	}
	name := p.out[i].Person
	first, _, _ := strings.Cut(name, " ")
	last := surname(name)
	p.named[last] = append(p.named[last], int32(i))
	if first != last {
		p.named[first] = append(p.named[first], int32(i))
	}
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
	list := p.named[surname(m.Person)]
	for k := len(list) - 1; k >= max(0, len(list)-window); k-- {
		j := int(list[k])
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
