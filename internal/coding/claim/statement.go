package claim

import (
	"fmt"
	"slices"

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

// hearsay are contents that a hedge without a source hands on: "reportedly".
func (p *page) hearsay() {
	for i := range p.c.Attributions {
		a := &p.c.Attributions[i]
		if a.Kind != record.SaidAgentless || a.Hedge == "" {
			continue
		}
		first, last := p.TokensAt(text.Span(a.Cue))
		if p.foresees(first, last) {
			continue // "is expected to": the forecast says it
		}
		p.out = append(p.out, record.Claim{Kind: record.ClaimHearsay, Span: a.Cue, Text: p.Text(text.Span(a.Cue)), Sentence: p.SentenceOf(first), Said: int32(i), Why: a.Why})
	}
}

// foresees reports whether a word of foresight stands among tokens [first,last).
func (p *page) foresees(first, last int32) bool {
	at := p.TokenSpan(first, last)
	return slices.ContainsFunc(p.c.Statements, func(s record.Statement) bool {
		return s.Kind == "forecast" && at.Contains(text.Span(s.Cue))
	})
}
