package event

import (
	"entente/internal/knowledge/lexicon"
	"entente/internal/record"
	"entente/internal/text"
)

// applies reports whether sense s fits trigger t with the given slots.
func (m *matcher) applies(s *lexicon.Sense, t int32, args []arg) bool {
	for i, w := range s.Rest {
		switch s.POS {
		case lexicon.Noun:
			if !m.modifier(t, w, len(s.Rest)-i) {
				return false
			}
		default:
			if !m.hasWord(t, w) {
				return false
			}
		}
	}
	for i := range s.Conds {
		if m.holds(&s.Conds[i], t, args) == s.Conds[i].Not {
			return false
		}
	}
	return true
}

// modifier reports whether word w stands before noun t (at distance dist) or
// hangs on it: the "air" of "air strike", the "ceasefire" of "violation of the
// ceasefire".
func (m *matcher) modifier(t int32, w string, dist int) bool {
	if p := t - int32(dist); p >= 0 && m.is(p, w) {
		return true
	}
	if w == "of" {
		for c := m.first[t]; c >= 0; c = m.next[c] {
			if m.caseOf(c) == "of" {
				return true
			}
		}
		return false
	}
	for c := m.first[t]; c >= 0; c = m.next[c] {
		switch m.tok(c).Rel {
		case text.Amod, text.Compound, text.Nmod, text.NmodPoss, text.Flat:
			if m.is(c, w) {
				return true
			}
			for d := m.first[c]; d >= 0; d = m.next[d] {
				if m.is(d, w) && d < t {
					return true
				}
			}
		}
	}
	return false
}

func (m *matcher) is(t int32, w string) bool { tk := m.tok(t); return tk.Lemma == w || tk.Lower == w }

func (m *matcher) holds(c *lexicon.Cond, t int32, args []arg) bool {
	switch c.Kind {
	case lexicon.SlotIs, lexicon.SlotIsNot:
		hit := false
		for _, a := range args {
			if a.slot == c.Slot && m.fits(c, a.tok) {
				hit = true
				break
			}
		}
		return hit == (c.Kind == lexicon.SlotIs)
	case lexicon.SlotFull, lexicon.SlotEmpty:
		full := false
		for _, a := range args {
			full = full || a.slot == c.Slot
		}
		return full == (c.Kind == lexicon.SlotFull)
	case lexicon.Particle:
		for w := range c.Words {
			if m.hasWord(t, w) {
				return true
			}
		}
	case lexicon.Modifier:
		for x := m.first[t]; x >= 0; x = m.next[x] {
			switch m.tok(x).Rel {
			case text.Amod, text.Compound, text.Advmod, text.Nummod, text.NmodPoss, text.Nmod:
				if tk := m.tok(x); c.Words[tk.Lemma] || c.Words[tk.Lower] {
					return true
				}
			}
		}
		if t > 0 {
			if tk := m.tok(t - 1); c.Words[tk.Lemma] || c.Words[tk.Lower] {
				return true
			}
		}
	case lexicon.Near:
		s := &m.doc.Sentences[m.doc.SentenceOf(t)]
		for x := s.First; x < s.Last; x++ {
			if x != t {
				if tk := m.tok(x); c.Words[tk.Lemma] || c.Words[tk.Lower] {
					return true
				}
			}
		}
	case lexicon.PassiveIs:
		return m.passive(t)
	case lexicon.CompMust:
		for _, a := range args {
			if a.slot == "comp" && m.obliged(a.tok) {
				return true
			}
		}
	case lexicon.CompInf:
		for _, a := range args {
			if a.slot == "comp" && m.infinitive(a.tok) {
				return true
			}
		}
	case lexicon.CompNeg:
		for _, a := range args {
			if a.slot == "comp" && m.negated(a.tok) {
				return true
			}
		}
	}
	return false
}

// obliged reports whether clause v says what an actor must or should do.
func (m *matcher) obliged(v int32) bool {
	s := m.child(v, text.Nsubj, text.NsubjPass)
	if s < 0 || m.actorAt[s] < 0 || m.who[m.actorAt[s]].Kind == record.Pronoun {
		return false
	}
	for c := m.first[v]; c >= 0; c = m.next[c] {
		if m.tok(c).Rel == text.Aux {
			switch m.tok(c).Lower {
			case "must", "should", "ought":
				return true
			}
		}
	}
	// "has to end", "needs to end": the obligation governs the act.
	switch m.tok(v).Lemma {
	case "have", "need":
		return m.child(v, text.Xcomp) >= 0
	}
	return false
}

func (m *matcher) negated(t int32) bool {
	for c := m.first[t]; c >= 0; c = m.next[c] {
		switch m.tok(c).Lower {
		case "not", "n't", "never", "no", "neither":
			return true
		}
	}
	return false
}

// fits reports whether the phrase headed by h is one of the words or kinds
// that a condition asks for. A measuring noun passes the question on: "dozens
// of missiles".
func (m *matcher) fits(c *lexicon.Cond, h int32) bool {
	tk := m.tok(h)
	if c.Words[tk.Lemma] || c.Words[tk.Lower] {
		return true
	}
	if quantity(tk.Lemma) {
		if o := m.ofPhrase(h); o >= 0 && m.fits(c, o) {
			return true
		}
	}
	for x := m.first[h]; x >= 0; x = m.next[x] {
		if xt := m.tok(x); xt.Rel == text.Conj && (c.Words[xt.Lemma] || c.Words[xt.Lower]) {
			return true
		}
	}
	if c.Who == 0 {
		return false
	}
	if c.Who&lexicon.WhoEvent != 0 && m.eventWord(h) {
		return true
	}
	for _, a := range m.actors1(h) {
		w := m.standIn(a)
		if c.Who&lexicon.WhoActor != 0 {
			return true
		}
		if c.Who&lexicon.WhoState != 0 && (w.Kind == record.State || w.Kind == record.Organ || governs(w) || m.stateMembers(w)) {
			return true
		}
		if c.Who&lexicon.WhoPolitician != 0 && politician(w) {
			return true
		}
		if c.Who&lexicon.WhoPerson != 0 {
			switch w.Kind {
			case record.Person, record.Agent, record.Pronoun, record.Group:
				return true
			}
		}
	}
	return false
}

// standIn is the mention that a pronoun stands for: "it" is a state when the
// state is what it stands for. The search goes back a bounded way.
func (m *matcher) standIn(a int32) *record.Actor {
	w := &m.who[a]
	if w.Kind != record.Pronoun || w.Country == "" {
		return w
	}
	for i, n := a-1, 0; i >= 0 && n < 200; i, n = i-1, n+1 {
		if o := &m.who[i]; o.Entity == w.Entity && o.Kind != record.Pronoun {
			return o
		}
	}
	return w
}

func (m *matcher) stateMembers(w *record.Actor) bool {
	for _, i := range w.Members {
		if k := m.who[i].Kind; k == record.State || k == record.Organ || governs(&m.who[i]) {
			return true
		}
	}
	return false
}

// politician reports a party, or a person of government, parliament or party who
// commands no arms: what such a person attacks is attacked in words.
func politician(w *record.Actor) bool {
	if len(w.Sectors) == 0 {
		return false
	}
	switch w.Kind {
	case record.Person, record.Pronoun, record.Agent:
	default:
		if w.Sectors[0] != "PTY" {
			return false
		}
	}
	for _, s := range w.Sectors {
		switch s {
		case "MIL", "COP", "REB", "UAF", "SPY", "CRM":
			return false
		}
	}
	switch w.Sectors[0] {
	case "PTY", "LEG", "ELI":
		return true
	case "GOV":
		return w.Kind != record.Agent
	}
	return false
}

func governs(w *record.Actor) bool {
	if w.Office != "" {
		return true
	}
	for _, s := range w.Sectors {
		switch s {
		case "GOV", "MIL", "LEG", "JUD", "COP", "SPY":
			return true
		}
	}
	return false
}

// eventWord reports whether some sense of noun or verb h is an event.
func (m *matcher) eventWord(h int32) bool {
	tk := m.tok(h)
	for _, s := range m.lex.Senses(m.posOf(h), tk.Lemma) {
		if !s.NoEvent() {
			return true
		}
	}
	return false
}

func (m *matcher) ofPhrase(h int32) int32 {
	for c := m.first[h]; c >= 0; c = m.next[c] {
		if m.tok(c).Rel == text.Nmod && m.caseOf(c) == "of" {
			return c
		}
	}
	return -1
}

// slot are the head tokens in a slot.
func (m *matcher) slot(name string, args []arg) []int32 {
	var out []int32
	for _, a := range args {
		if a.slot == name {
			out = append(out, a.tok)
		}
	}
	return out
}

// heads follows a path to the head tokens at its end.
func (m *matcher) heads(p lexicon.Path, args []arg) []int32 {
	at := m.slot(p.Slots[0], args)
	for _, name := range p.Slots[1:] {
		var to []int32
		for _, h := range at {
			inner, _ := m.readArgs(h, m.posOf(h))
			to = append(to, m.slot(name, inner)...)
			m.release(inner)
		}
		at = to
	}
	return at
}

// follow returns the actors that a path leads to.
func (m *matcher) follow(p lexicon.Path, t int32, args []arg) []int32 {
	heads := m.heads(p, args)
	got := m.actors(heads)
	if len(got) == 0 && p.Inside {
		for _, h := range heads {
			if got = m.owners(h, 0); len(got) > 0 {
				break
			}
		}
	}
	return got
}

// actors are the actors named by the phrases with these heads, coordinated
// ones included, "the two ministers" taken apart.
func (m *matcher) actors(heads []int32) []int32 {
	var out []int32
	for _, h := range heads {
		out = append(out, m.actors1(h)...)
	}
	return out
}

func (m *matcher) actors1(h int32) []int32 {
	var out []int32
	if a := m.actorAt[h]; a >= 0 {
		out = m.alongside(out, h, a)
		out = m.members(out, a)
	} else if m.lex.Class("standsfor", m.tok(h).Lemma) {
		out = m.maker(out, h)
	} else if quantity(m.tok(h).Lemma) || m.tok(h).UPOS == text.NUM || m.tok(h).UPOS == text.DET || m.tok(h).UPOS == text.PRON {
		if o := m.ofPhrase(h); o >= 0 {
			out = append(out, m.actors1(o)...)
		}
	}
	if len(out) == 0 && (m.tok(h).Rel == text.OblTmod || m.lex.Class("dayword", m.tok(h).Lower)) {
		// "talks with President X today", read as one phrase headed by the day.
		for c := m.first[h]; c >= 0; c = m.next[c] {
			if m.tok(c).Rel == text.Compound && m.actorAt[c] >= 0 {
				return m.members(out, m.actorAt[c])
			}
		}
	}
	if rel := m.tok(h).Rel; len(out) == 0 && (rel == text.Nsubj || rel == text.NsubjPass) && m.lex.Class("dayword", m.tok(h).Lower) {
		// "The president on Monday declared", read with the day as subject.
		t := h - 1
		for t >= 0 && m.lex.Class("beforeday", m.tok(t).Lower) {
			t--
		}
		if t >= 0 && m.actorAt[t] >= 0 && m.who[m.actorAt[t]].Last == t+1 {
			return m.members(out, m.actorAt[t])
		}
	}
	if len(out) == 0 {
		if c := m.child(h, text.Appos); c >= 0 && m.actorAt[c] >= 0 {
			out = m.members(out, m.actorAt[c])
		}
	}
	for c := m.first[h]; c >= 0; c = m.next[c] {
		if m.tok(c).Rel == text.Conj && m.actorAt[c] >= 0 && m.actorAt[c] != m.actorAt[h] && m.caseOf(c) != "according_to" && m.child(c, text.Cop) < 0 {
			out = append(out, m.actors1(c)...)
		}
	}
	return out
}

// alongside adds an actor that only modifies the head of another's phrase,
// coordinated with its modifier: "Nigerian and British forces" are two.
func (m *matcher) alongside(out []int32, h, a int32) []int32 {
	for c := m.first[h]; c >= 0; c = m.next[c] {
		switch m.tok(c).Rel {
		case text.Amod, text.Compound, text.NmodPoss, text.Nmod:
			b := m.actorAt[c]
			if b >= 0 && b != a && m.who[b].Last < m.who[a].First && m.who[b].Entity != m.who[a].Entity && m.tok(m.who[b].Last).Lower == "and" {
				out = m.members(out, b)
			}
		}
	}
	return out
}

// maker is whose thing h is, when a thing stands for whoever sends it: the UN
// report that accuses, the Israeli jets that bomb.
func (m *matcher) maker(out []int32, h int32) []int32 {
	for c := m.first[h]; c >= 0; c = m.next[c] {
		ct := m.tok(c)
		if a := m.actorAt[c]; a >= 0 {
			switch ct.Rel {
			case text.NmodPoss, text.Amod, text.Compound:
				return m.members(out, a)
			case text.Nmod:
				if m.caseOf(c) == "by" {
					return m.members(out, a)
				}
			}
		}
		if ct.Rel == text.Compound || ct.Rel == text.Amod {
			if got := m.maker(out, c); len(got) > len(out) {
				return got
			}
		}
	}
	return out
}

func (m *matcher) members(out []int32, a int32) []int32 {
	if ms := m.who[a].Members; len(ms) > 0 {
		return append(out, ms...)
	}
	return append(out, a)
}

// doers are those who do what event noun h names; the second result is false
// when h names no event. To whom or where it was done is not who owns it: "the
// bombing of the embassies in Kenya" has no doer in its phrase.
func (m *matcher) doers(h int32) ([]int32, bool) {
	tk := m.tok(h)
	if tk.UPOS != text.NOUN {
		return nil, false
	}
	args, _ := m.readArgs(h, lexicon.Noun)
	defer m.release(args)
	senses := m.lex.Senses(lexicon.Noun, tk.Lemma)
	for i := range senses {
		s := &senses[i]
		if s.NoEvent() || m.book.Type(s.Act) == "" || !m.applies(s, h, args) {
			continue
		}
		for _, r := range s.Roles {
			if r.Kind != lexicon.Source && r.Kind != lexicon.Side {
				continue
			}
			for _, p := range r.Paths {
				if p.Slots[0] == "light" {
					continue // its governor is who condemns it, not who did it
				}
				got := m.follow(p, h, args)
				if m.book.Type(s.Act) == "ASSAULT" {
					got, _ = m.struck(got)
				}
				if len(got) > 0 {
					return got, true
				}
			}
		}
		// A state answers for repression on its ground.
		if m.book.Type(s.Act) == "COERCE" {
			return m.states(m.slot("in", args)), true
		}
		return nil, true
	}
	return nil, false
}

// owners are whom noun h belongs to: the doers of an event, else who stands in
// its phrase.
func (m *matcher) owners(h int32, depth int) []int32 {
	if got, event := m.doers(h); event {
		return got
	}
	return m.inside(h, depth)
}

func (m *matcher) states(heads []int32) []int32 {
	var out []int32
	for _, a := range m.actors(heads) {
		if m.who[a].Kind == record.State {
			out = append(out, a)
		}
	}
	return out
}

// inside looks within the phrase of h for whom it belongs to: possessor,
// adjective of state, of- or by-phrase.
func (m *matcher) inside(h int32, depth int) []int32 {
	if depth > 3 {
		return nil
	}
	for c := m.first[h]; c >= 0; c = m.next[c] {
		switch m.tok(c).Rel {
		case text.NmodPoss, text.Amod, text.Compound:
			if got := m.actors1(c); len(got) > 0 {
				return got
			}
		}
	}
	for c := m.first[h]; c >= 0; c = m.next[c] {
		ct := m.tok(c)
		switch {
		case ct.Rel == text.Nmod && within(m.caseOf(c)), ct.Rel == text.OblAgent:
			if got := m.actors1(c); len(got) > 0 {
				return got
			}
			if got := m.owners(c, depth+1); len(got) > 0 {
				return got
			}
		case ct.Rel == text.Acl && ct.UPOS == text.VERB:
			if b := m.child(c, text.OblAgent); b >= 0 {
				return m.actors1(b)
			}
		case ct.Rel == text.Nmod && m.actorAt[c] < 0, ct.Rel == text.Compound && m.actorAt[c] < 0:
			if got := m.owners(c, depth+1); len(got) > 0 {
				return got
			}
		}
	}
	return nil
}

// within lists prepositions that bind an owner to its noun.
func within(p string) bool {
	switch p {
	case "of", "by", "from", "against", "in", "with", "between", "on", "to", "for":
		return true
	}
	return false
}
