package actor

import (
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// pronoun enters a personal or possessive pronoun, unresolved for now.
func (p *page) pronoun(t int32) {
	m := p.blank(t, t+1, t)
	m.Kind = record.Pronoun
	k := &p.toks[t]
	switch k.Lower {
	case "he", "him", "his", "himself":
		m.gender = -1
	case "she", "her", "hers", "herself":
		m.gender = 1
	case "it", "its", "itself":
		if k.Rel == text.Expl {
			return
		}
	case "they", "them", "their", "theirs", "themselves":
		m.plural = true
		m.Number = 0
	default:
		return
	}
	m.poss = k.Feats.Has(text.Possessive)
	m.head = k.Lower
	m.Why.Rule = "pronoun, unresolved"
	p.push(m)
}

// resolvePronoun binds a pronoun to the one candidate of this or the previous
// sentence, or to the parallel subject; else it stays open.
func (p *page) resolvePronoun(i int) {
	m := &p.out[i]
	best, rule := p.candidate(i)
	if best < 0 {
		return
	}
	e := &p.out[best]
	m.Antecede = int32(best)
	m.key = e.key
	if m.key == "" {
		return
	}
	m.Name, m.Country, m.Sectors, m.CAMEO, m.base = e.Name, e.Country, e.Sectors, e.CAMEO, e.base
	m.Office, m.Person, m.state = e.Office, "", -1
	m.Members = e.Members
	m.Why = record.Why{Rule: "pronoun: " + rule, Detail: e.Text, Span: e.Span}
}

func (p *page) candidate(i int) (int, string) {
	m := &p.out[i]
	if j, rule := p.continues(i); j >= 0 {
		return j, rule
	}
	subj := -1      // subject of the same clause, for possessives
	var seen [2]int // first candidate in this and the previous sentence
	seen = [2]int{-1, -1}
	var clash [2]bool
	prevSubj := -1
	verb := p.clause(m.Head)
	if m.gender == 0 && !m.plural && !m.poss && (p.toks[m.Head].Head < 0 || p.toks[p.toks[m.Head].Head].UPOS != text.VERB) {
		return -1, "" // "it is a game"
	}
	inside := p.inQuote(m.Head)
	for j := i - 1; j >= max(0, i-window); j-- {
		e := &p.out[j]
		back := m.sent - e.sent
		if back > 1 {
			break
		}
		if inside && p.speaks(e) {
			continue // who is quoted speaks of others
		}
		if !m.poss && !strings.Contains(m.head, "sel") && p.toks[m.Head].Head >= 0 && p.toks[m.Head].Head == p.toks[e.Head].Head {
			continue // "UNESCO declared it": not itself
		}
		if len(e.Sectors) > 0 && e.Sectors[0] == "JRN" && m.gender == 0 && p.speaks(e) {
			continue // the newspaper says what others do
		}
		rel := p.toks[e.Head].Rel
		isSubj := rel == text.Nsubj || rel == text.NsubjPass
		if back == 1 && isSubj && p.toks[e.Head].Head == p.doc.Sentences[e.sent].Root && !e.mod && p.couldBe(m, e) {
			prevSubj = j
		}
		if !p.agrees(m, e) {
			continue
		}
		if m.gender == 0 && !m.plural && !m.poss && (!isSubj || back == 1 && p.toks[m.Head].Rel != text.Nsubj && p.toks[m.Head].Rel != text.NsubjPass) {
			continue // "it" is an actor only where actors stand
		}
		if back == 0 && m.poss && isSubj && p.toks[e.Head].Head == verb {
			subj = j
		}
		k := int(back)
		if seen[k] < 0 {
			seen[k] = j
		} else if p.out[seen[k]].key != e.key {
			clash[k] = true
		}
	}
	if m.plural {
		// "Russia and China ... their": a pair is a candidate like another.
		for k := len(p.pairs) - 1; k >= 0 && subj < 0; k-- {
			a, b := p.pairs[k][0], p.pairs[k][1]
			back := m.sent - p.out[b].sent
			if int(b) >= i || back > 1 {
				break
			}
			if p.out[a].Country == "" || p.out[b].Country == "" || !p.joined(p.out[a].Last, p.out[b].First) && p.out[b].Antecede != a {
				continue
			}
			if back == 1 && seen[0] >= 0 {
				break
			}
			if j := seen[back]; j >= 0 {
				if p.out[j].key != p.pairKey(a, b) {
					clash[0], clash[1] = true, true
				}
				break
			}
			p.members(m, a, b)
			m.Why = record.Why{Rule: "pronoun: pair named before", Detail: p.out[a].Text + " and " + p.out[b].Text, Span: p.out[a].Span}
			return -1, ""
		}
	}
	switch {
	case subj >= 0:
		return subj, "subject of the clause"
	case seen[0] >= 0 && !clash[0] && (seen[1] < 0 || p.out[seen[1]].key == p.out[seen[0]].key || m.poss):
		return seen[0], "only candidate in the sentence"
	case seen[0] < 0 && seen[1] >= 0 && !clash[1]:
		return seen[1], "only candidate in the sentence before"
	case seen[0] < 0 && prevSubj >= 0 && (p.toks[m.Head].Rel == text.Nsubj || p.toks[m.Head].Rel == text.NsubjPass):
		return prevSubj, "parallel subject of the sentence before"
	}
	return -1, ""
}

// continues binds the subject of what somebody says to whoever says it ("the bank
// said it would"), and the subject of a clause joined by "and" or "but" to the
// subject that it goes on from; -1 when neither is there.
func (p *page) continues(i int) (int, string) {
	m := &p.out[i]
	k := &p.toks[m.Head]
	if m.poss || k.Rel != text.Nsubj && k.Rel != text.NsubjPass || k.Head < 0 || p.toks[k.Head].UPOS != text.VERB {
		return -1, ""
	}
	verb := k.Head
	rule := "subject of the clause it goes on from"
	up := p.toks[verb].Head
	switch p.toks[verb].Rel {
	case text.Ccomp:
		if up < 0 || up > m.Head || !p.r.w.say[p.toks[up].Lemma] {
			return -1, ""
		}
		rule = "whoever says it"
	case text.Conj:
		if up < 0 || up > m.Head || p.toks[up].UPOS != text.VERB || m.gender == 0 && !m.plural {
			return -1, ""
		}
	default:
		return -1, ""
	}
	if p.quoted(up, m.Head) {
		return -1, "" // a quotation speaks of others
	}
	for j := i - 1; j >= max(0, i-window) && p.out[j].sent == m.sent; j-- {
		e := &p.out[j]
		h := &p.toks[e.Head]
		if h.Head == up && (h.Rel == text.Nsubj || h.Rel == text.NsubjPass) && !e.mod && e.Why.Rule != "locative" && p.couldBe(m, e) {
			return j, rule
		}
	}
	return -1, ""
}

// speaks reports the subject of a verb of saying outside quotation marks.
func (p *page) speaks(e *mention) bool {
	h := &p.toks[e.Head]
	return h.Rel == text.Nsubj && h.Head >= 0 && p.r.w.say[p.toks[h.Head].Lemma] && !p.inQuote(e.Head)
}

// inQuote reports whether token t stands inside quotation marks, as far as its
// sentence shows.
func (p *page) inQuote(t int32) bool {
	s := &p.doc.Sentences[p.doc.SentenceOf(t)]
	n, open := 0, false
	for u := s.First; u < t; u++ {
		switch p.toks[u].Form {
		case "``", "“":
			n, open = 0, true
		case "”":
			n, open = 0, false
		case "''", "\"":
			n++
		}
	}
	if n > 0 || open {
		return open != (n%2 == 1)
	}
	for u := t + 1; u < s.Last; u++ {
		switch p.toks[u].Form {
		case "``", "“":
			return false
		case "”", "''":
			return true
		case "\"":
			n++
		}
	}
	return n%2 == 1
}

// quoted reports a quotation mark between two tokens.
func (p *page) quoted(a, b int32) bool {
	for t := min(a, b); t < max(a, b); t++ {
		switch p.toks[t].Form {
		case "\"", "“", "”", "``", "''", "'":
			return true
		}
	}
	return false
}

// couldBe is agrees for an antecedent that its place in the tree vouches for:
// any human noun will do for he or she, commentators too.
func (p *page) couldBe(m, e *mention) bool {
	if m.gender != 0 && e.Kind == record.Agent && !e.plural && e.Number < 2 && e.gender*m.gender >= 0 {
		return e.agent < 0 || p.r.t.Agents[e.agent].Kind == "agent" && !strings.Contains(p.r.t.Agents[e.agent].Note, "instrument")
	}
	if m.plural && e.Head >= 0 && e.Why.Rule != "locative" && p.r.w.mass[p.toks[e.Head].Lemma] {
		return true // "police said they", "the government said they"
	}
	c := e.comment
	e.comment = false
	ok := p.agrees(m, e)
	e.comment = c
	return ok
}

// agrees reports whether e can be what the pronoun m stands for.
func (p *page) agrees(m, e *mention) bool {
	if e.mod || e.comment || e.Kind == record.Pronoun && e.Antecede < 0 || e.Why.Rule == "locative" {
		return false
	}
	if e.Kind == record.Pronoun && e.head[0] != m.head[0] {
		return false
	}
	switch {
	case m.plural:
		return e.Kind == record.Coalition || e.plural || e.Kind == record.Pronoun || e.Kind == record.Group
	case m.gender != 0:
		if e.Kind == record.Pronoun {
			return e.gender == m.gender
		}
		return !e.plural && (e.Person != "" || e.Office != "" || e.Kind == record.Agent && e.gender != 0) && (e.gender == 0 || e.gender == m.gender)
	}
	switch e.Kind {
	case record.State, record.Body, record.Group, record.Company, record.NGO, record.Organ, record.Unknown, record.Pronoun:
		return !e.plural
	}
	return false
}

// clause is the verb that the noun phrase of tok hangs on.
func (p *page) clause(tok int32) int32 {
	for hops := 0; hops < 8; hops++ {
		h := p.toks[tok].Head
		if h < 0 {
			return tok
		}
		if p.toks[h].UPOS == text.VERB {
			return h
		}
		tok = h
	}
	return -1
}
