package claim

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// locations are the places that the counted records are put at.
func (p *page) locations() {
	for i := range p.c.Records {
		r := &p.c.Records[i]
		if r.Place == nil || r.Place.Country == "" || !r.Counted {
			continue
		}
		first, last := p.TokensAt(text.Span(r.Place.Span))
		if first < last {
			p.add(record.Claim{Kind: record.ClaimLocation, State: r.Place.Country, Other: r.Place.Name}, first, last, "place of an event")
			p.out[len(p.out)-1].Why.Detail = fmt.Sprintf("GeoNames %d", r.Place.GeoNamesID)
		}
	}
}

// statements are trends and evaluations.
func (p *page) statements() {
	a, b := p.dyad()
	for i := range p.c.Statements {
		s := &p.c.Statements[i]
		c := record.Claim{State: a, Other: b, Sentence: s.Sentence, Said: s.Said, Why: s.Why, Span: s.Cue, Text: p.Text(text.Span(s.Cue)), Days: p.daysOf(s.Sentence)}
		switch s.Kind {
		case "forecast":
			continue // forecasts reads them
		case "trend":
			c.Kind, c.Change = record.ClaimTrend, direction(p.Text(text.Span(s.Cue)))
			if first, _ := p.TokensAt(text.Span(s.Cue)); !p.ofRelation(first, s.Sentence, a, b) {
				c.State, c.Other = "", ""
			}
		default:
			c.Kind = record.ClaimOpinion
		}
		p.out = append(p.out, c)
	}
}

// relationWords name what is between two states.
var relationWords = map[string]bool{"partnership": true, "relation": true, "relations": true, "relationship": true, "tie": true, "ties": true, "cooperation": true, "alliance": true, "align": true, "alignment": true, "trade": true, "bond": true, "friendship": true}

// ofRelation reports whether the word of change t of sentence s speaks of what is
// between states a and b: its noun or verb is a word for that, and the sentence
// names both or points to both.
func (p *page) ofRelation(t, s int32, a, b string) bool {
	near := append([]int32{p.Tokens[t].Head}, p.kids[t]...)
	if !slices.ContainsFunc(near, func(x int32) bool { return x >= 0 && relationWords[p.Tokens[x].Lemma] }) {
		return false
	}
	return p.ofBoth(s, a, b)
}

// ofBoth reports whether sentence s names states a and b, or points to both.
func (p *page) ofBoth(s int32, a, b string) bool {
	sent := &p.Sentences[s]
	both := false
	named := map[string]bool{}
	for t := sent.First; t < sent.Last; t++ {
		both = both || p.word(t, "their", "both", "bilateral", "mutual", "this") || p.word(t, "two") && p.word(t+1, "nations", "countries", "states", "sides", "neighbours", "neighbors")
		if c := p.stateOf(t); c != "" {
			named[c] = true
		}
	}
	return a != "" && (both || named[a] && named[b])
}

// direction is where a word of change points.
func direction(w string) string {
	switch w {
	case "worsening", "declining", "cooling":
		return "down"
	}
	return "up"
}

// handedOn are the words that hand on what somebody unnamed says or believes. The
// writer's own guess (apparently), law (was charged), asking and feeling hand on
// nothing.
var handedOn = map[string]bool{"reportedly": true, "allegedly": true, "supposedly": true, "purportedly": true, "rumoredly": true, "say": true, "report": true, "allege": true, "believe": true,
	"think": true, "claim": true, "rumor": true, "rumour": true, "understand": true, "suspect": true, "speculate": true, "speculation": true}

// hearsay are contents that a hedge without a source hands on ("reportedly"), where
// they tell of something that could be borne out.
func (p *page) hearsay() {
	for i := range p.c.Attributions {
		a := &p.c.Attributions[i]
		if a.Kind != record.SaidAgentless || a.Hedge == "" || !handedOn[p.Tokens[a.CueTok].Lemma] {
			continue
		}
		first, last := p.TokensAt(text.Span(a.Cue))
		if p.foresees(first, last) {
			continue // "is expected to": the forecast says it
		}
		switch tk := &p.Tokens[a.CueTok]; {
		case tk.UPOS == text.VERB && p.child(a.CueTok, text.AuxPass) < 0, tk.UPOS == text.NOUN && tk.Lemma != "speculation" && tk.Lemma != "rumor" && tk.Lemma != "rumour":
			continue // "it said", "US claims": whoever it is has been named
		}
		if slices.ContainsFunc(p.Tokens[first:last], func(t text.Token) bool { return slices.Contains(turns, t.Lower) }) || !p.tells(a, p.SentenceOf(first)) {
			continue
		}
		p.out = append(p.out, record.Claim{Kind: record.ClaimHearsay, Span: a.Cue, Text: p.Text(text.Span(a.Cue)), Sentence: p.SentenceOf(first), Said: int32(i), Why: a.Why})
	}
}

// turns are words in a cue that make it a turn of speech: "can be said to have", "the
// same could not be said".
var turns = []string{"can", "could", "should", "must", "not", "n't"}

// loose are kinds of claims that hearsay beside them adds nothing to.
var loose = []record.ClaimKind{record.ClaimOpinion, record.ClaimTrend, record.ClaimLocation, record.ClaimForecast, record.ClaimHearsay}

// tells reports whether what an attribution in sentence s hands on is an event, or
// another claim, or an act of somebody political: "Moscow is reportedly planning
// countermeasures".
func (p *page) tells(a *record.Attribution, s int32) bool {
	if slices.ContainsFunc(p.out, func(c record.Claim) bool {
		return c.Sentence == s && !slices.Contains(loose, c.Kind)
	}) {
		return true
	}
	if slices.ContainsFunc(p.c.Records, func(r record.Record) bool {
		return slices.ContainsFunc(r.Evidence, func(e record.Evidence) bool { return e.Sentence == s })
	}) {
		return true
	}
	// The content may be the words of the verb alone ("planning countermeasures"), and
	// the tree of so short a sentence is often wrong: who acts stands before the act.
	sent := &p.Sentences[s]
	cue, _ := p.TokensAt(text.Span(a.Cue))
	first, last := p.TokensAt(text.Span(a.Content))
	if first >= last {
		first, last = sent.First, sent.Last
	}
	for t := first; t < last; t++ {
		if !p.act(t) {
			continue
		}
		from := t - 1
		for from > max(sent.First, t-12) && !p.word(from, ";", ":", "“", "”", "\"") && (from >= first || from > cue-8) {
			from--
		}
		for k := from; k < t; k++ {
			if p.political(k) {
				return true
			}
		}
		return false
	}
	return false
}

// political reports whether token t heads the name of somebody in politics: a state
// or its capital, an organ, a body, people of a state, somebody in office.
func (p *page) political(t int32) bool {
	i := p.actorAt[t]
	if i < 0 {
		return p.Tokens[t].UPOS == text.PROPN && p.named(t, reference.StateName, reference.StateCapital, reference.StateSeat) != "" && !p.word(t-1, "in", "at", "near", "from", "of")
	}
	a := &p.c.Actors[i]
	if a.Head != t {
		return false
	}
	switch a.Kind {
	case record.State, record.Organ, record.Body, record.Agent:
		return a.Country != ""
	case record.Person:
		return a.Office != "" || a.Country != ""
	}
	return false
}

// states are verbs of what is and not of what is done.
var states = map[string]bool{"be": true, "have": true, "seem": true, "appear": true, "remain": true, "stay": true, "know": true, "think": true, "feel": true, "believe": true, "consider": true, "cost": true, "contain": true,
	"consist": true, "include": true, "involve": true, "own": true, "belong": true, "mean": true, "like": true, "love": true, "hate": true, "intrigue": true, "base": true, "concern": true, "relate": true}

// act reports whether token t is a verb of action; behind an adverb of hearsay a word
// in -ing is one whatever its tag.
func (p *page) act(t int32) bool {
	tk := &p.Tokens[t]
	if states[tk.Lemma] || handedOn[tk.Lemma] {
		return false
	}
	return tk.UPOS == text.VERB || strings.HasSuffix(tk.Lower, "ing") && handedOn[p.Tokens[max(t-1, 0)].Lower]
}

// foresees reports whether a word of foresight stands among tokens [first,last).
func (p *page) foresees(first, last int32) bool {
	at := p.TokenSpan(first, last)
	return slices.ContainsFunc(p.c.Statements, func(s record.Statement) bool {
		return s.Kind == "forecast" && at.Contains(text.Span(s.Cue))
	})
}
