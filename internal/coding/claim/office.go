package claim

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// offices finds "Defence Minister X", "X, the president of Y", "his counterpart
// X", "X is Y's chancellor": a name and an office in words, of a state or body
// that the words name too. What the actor judge only knew from its tables is no
// claim of the report.
func (p *page) offices() {
	for i := range p.c.Actors {
		a := &p.c.Actors[i]
		if a.Kind != record.Person || a.Country == "" {
			continue
		}
		if a.Person == "" {
			p.predicate(int32(i))
			continue
		}
		c := record.Claim{Kind: record.ClaimOffice, State: p.territory(a)}
		first, last, row := p.officeIn(a.First, a.Last, a.Person)
		c.Person = p.fullName(a, last)
		switch {
		case row != nil:
			if c.Office = row.Office; !p.claims(a, &c, first, last, row) {
				continue
			}
		case strings.HasPrefix(a.Why.Rule, "counterpart"):
			c.Office, first, last = a.Office, a.First, a.Last
		default:
			continue
		}
		if p.broken(a, c.Person) {
			continue
		}
		c.Status = p.status(a.First, first, last)
		if strings.HasPrefix(a.Office, "former ") && c.Status == "" && !fromTable(a) {
			c.Status = "former"
		}
		p.add(c, a.First, a.Last, "office and name in one phrase")
	}
}

// territory is the state or territory that the phrase names, which may be one
// that the actor judge counts to another: the foreign minister of Abkhazia.
func (p *page) territory(a *record.Actor) string {
	for t := a.First; t < a.Last; t++ {
		n, h := p.t.Names.Longest(p.Tokens[t:a.Last])
		for n > 0 && h != 0 {
			var e reference.Entry
			if e, h = p.t.Names.Next(h); e.Kind == reference.StateName || e.Kind == reference.StateAdjective {
				return p.t.States[e.Row].ISO3
			}
		}
		t += int32(max(n, 1)) - 1
	}
	return a.Country
}

// claims reports whether the words of actor a, with the office at [first,last), claim
// an office that tables know of, and sets the state that it is of. A name that the
// judge knows from its tables may leave the state out ("Treasury Secretary Henry
// Paulson"); of any other it must be named.
func (p *page) claims(a *record.Actor, c *record.Claim, first, last int32, row *reference.Office) bool {
	if !p.f.known[row.Office] && !strings.Contains(row.Office, "minister") {
		return false // an academic, a lawyer
	}
	if p.t.State(a.Country) == nil {
		if fromTable(a) {
			return p.namesState(a.First, a.Last, a.Country) || row.Country != ""
		}
		for t := max(first-4, p.Sentences[p.SentenceOf(first)].First); t < last; t++ {
			if b, _ := p.bodyAt(t); b != "" {
				return true // not "Commission President" of any commission
			}
		}
		return false
	}
	if own := p.stateBeside(first, last); own == a.Country || own != "" && p.t.State(own).Plover == a.Country {
		c.State = own
		return true
	} else if own != "" {
		return false
	}
	return fromTable(a) && (row.Country == a.Country || p.namesState(a.First, a.Last, a.Country))
}

// stateBeside is the state that the words right before or behind the office
// [first,last) name as its own: "Russian President", "Ghana's new president", "the
// president of Ghana". A state elsewhere in the phrase says nothing: the president
// of a college or a league is in a state and not its head.
func (p *page) stateBeside(first, last int32) string {
	sent := &p.Sentences[p.SentenceOf(first)]
	for t := first; t < last; t++ {
		if s := p.named(t); s != "" {
			return s // "US secretary of state" is one wording
		}
		if s := p.stateWord(t); s != "" {
			return s // "US Treasury" is a name of its own in "US Treasury Secretary"
		}
	}
	k := first - 1
	for k >= sent.First && (statusWords[p.Tokens[k].Lower] != "" || p.word(k, "-", "current", "serving", "long-time", "longtime", "veteran", "female", "embattled", "elected", "newly", "appointed", "democratically")) {
		k--
	}
	behind := ""
	if p.word(last, "of") && last+1 < sent.Last {
		at := last + 1
		if p.word(at, "the") {
			at++
		}
		behind = p.named(at, reference.StateName)
		if n, _ := p.t.Names.Longest(p.Tokens[at:sent.Last]); behind == "" || p.goesOn(at+int32(n), sent.Last) {
			return "" // of a league, of the Indian Orchard council
		}
		return behind
	}
	own := p.word(k, "'s", "’s", "'", "’")
	if own {
		k--
	}
	if k < sent.First {
		return ""
	}
	code := p.named(k)
	from := p.nameFirst(k)
	if before := from - 1; code == "" || before >= sent.First && (p.word(before, "'s", "’s", "-") || p.named(before) != "" && !p.word(before, ",") || p.Tokens[before].UPOS == text.PROPN && !p.timeWord(before)) {
		return "" // "IBM China president", "Bosnian Serb president"
	}
	return code
}

// goesOn reports whether a name that ended before token t goes on there.
func (p *page) goesOn(t, end int32) bool {
	return t < end && (p.Tokens[t].UPOS == text.NOUN || p.Tokens[t].UPOS == text.ADJ || p.Tokens[t].UPOS == text.PROPN && p.SentenceOf(t) == p.SentenceOf(t-1) && p.Tokens[t-1].UPOS == text.PROPN && p.Tokens[t].Rel == text.Compound || p.word(t, "'s", "’s", "-"))
}

// fullName is the person's name with the name words that stand before it in the
// phrase, up to the end of the office: of "Xi Jinping" the judge may have taken the
// second alone.
func (p *page) fullName(a *record.Actor, office int32) string {
	if strings.Contains(a.Person, " ") {
		return a.Person
	}
	start := p.Sentences[p.SentenceOf(a.First)].First
	for t := a.First; t < a.Last; t++ {
		if p.Tokens[t].Form != a.Person {
			continue
		}
		first, last := t, t+1
		for ; first > start && first != office && p.nameWord(first-1); first-- {
		}
		for ; last < a.Last && p.nameWord(last); last++ {
		}
		return strings.Join(strings.Fields(p.Text(p.TokenSpan(first, last))), " ")
	}
	return a.Person
}

// broken reports a name that goes on where it ends: its letters were spoilt on the
// way, as in "FranÃ§ois", and it was cut there.
func (p *page) broken(a *record.Actor, name string) bool {
	words := strings.Fields(name)
	if len(words) == 0 {
		return true
	}
	from := p.TokenSpan(a.First, a.Last).Start
	rest := p.Body[from:]
	last := words[len(words)-1]
	i := strings.Index(rest, last)
	if i < 0 {
		return false
	}
	r, n := utf8.DecodeRuneInString(rest[i+len(last):])
	return n > 0 && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSymbol(r) || r > 127 && r < 192 && !unicode.IsSpace(r) && r != '»')
}

// nameWord reports a word that can only be part of a name: no office, no state.
func (p *page) nameWord(t int32) bool {
	if p.Tokens[t].UPOS != text.PROPN || p.stateOf(t) != "" {
		return false
	}
	n, h := p.t.Nouns.Longest(p.Tokens[t : t+1])
	return n == 0 || h == 0
}

// fromTable reports whether the judge took the office from its tables.
func fromTable(a *record.Actor) bool {
	return strings.HasPrefix(a.Why.Rule, "hold") || strings.HasPrefix(a.Why.Rule, "held")
}

// officeIn finds the longest wording of an office among tokens [first,last)
// that lies outside of the person's name.
func (p *page) officeIn(first, last int32, person string) (from, to int32, office *reference.Office) {
	for t := first; t < last; t++ {
		n, h := p.t.Nouns.Longest(p.Tokens[t:last])
		if n == 0 {
			continue
		}
		for h != 0 {
			var e reference.Entry
			if e, h = p.t.Nouns.Next(h); e.Kind != reference.OfficeName && e.Kind != reference.OfficePlural {
				continue
			}
			if int32(n) > to-from && !strings.Contains(person, p.Text(p.TokenSpan(t, t+int32(n)))) {
				from, to, office = t, t+int32(n), &p.t.Offices[e.Row]
			}
		}
	}
	return from, to, office
}

// namesState reports whether the phrase, or the word before it, names the state.
func (p *page) namesState(first, last int32, code string) bool {
	for t := max(first-2, 0); t < last; t++ {
		if p.stateOf(t) == code {
			return true
		}
	}
	return false
}

// statusWords are words before an office, and what they say of it.
var statusWords = map[string]string{"former": "former", "ex": "former", "late": "former", "ousted": "former", "deposed": "former", "one-time": "former", "onetime": "former", "previous": "former", "retired": "former",
	"then": "then", "then-president": "former", "outgoing": "outgoing", "incoming": "designate", "designate": "designate", "elect": "designate", "president-elect": "designate", "acting": "acting", "interim": "acting",
	"caretaker": "acting", "new": "new", "newly": "new", "newly-appointed": "new", "newly-elected": "new", "past": "former", "next": "designate", "future": "designate", "prospective": "designate", "potential": "designate", "possible": "designate", "likely": "designate", "presumptive": "designate",
	"aspiring": "designate", "would-be": "designate", "first": "former", "disgraced": "former", "toppled": "former", "exiled": "former"}

// status reads the words before an office: former, acting, then, new.
func (p *page) status(first, office, last int32) string {
	for t := max(first-2, p.Sentences[p.SentenceOf(office)].First); t < last; t++ {
		w := p.Tokens[t].Lower
		switch st := statusWords[w]; {
		case w == "then":
			if t < first && !p.word(t+1, "-") && t+1 != first {
				continue
			}
			return st
		case st != "":
			return st
		}
		if strings.HasPrefix(w, "ex-") {
			return "former"
		}
		if strings.HasPrefix(w, "then-") {
			return "then"
		}
	}
	return ""
}

// predicate reads "X is Y's defence minister" and "X became president of Y" at
// the office mention i.
func (p *page) predicate(i int32) {
	a := &p.c.Actors[i]
	h := a.Head
	first, last, row := p.officeIn(a.First, a.Last, "\x00")
	if row == nil {
		return
	}
	c := record.Claim{Kind: record.ClaimOffice, State: a.Country, Office: row.Office}
	if !p.claims(a, &c, first, last, row) {
		return
	}
	verb := p.child(h, text.Cop)
	subject := p.child(h, text.Nsubj)
	if verb < 0 {
		return
	}
	if p.child(h, text.Aux) >= 0 || p.denied(h) || subject < 0 {
		return // "would be", "is not": no plain statement
	}
	j := p.actorAt[subject]
	if j < 0 || p.c.Actors[j].Kind != record.Person || p.c.Actors[j].Person == "" || p.c.Actors[j].Person == p.c.Actors[j].Office {
		return
	}
	s := &p.c.Actors[j]
	c.Person, c.Status = s.Person, p.status(a.First, a.First, a.Last)
	if p.word(verb, "was", "were") && c.Status == "" {
		c.Status = "was"
	}
	p.add(c, min(s.First, a.First), max(s.Last, a.Last), "a name is said to be the holder of an office")
}

func (p *page) denied(t int32) bool {
	for _, k := range p.kids[t] {
		if p.word(k, "not", "n't", "never", "no", "neither") {
			return true
		}
	}
	return false
}
