package claim

import (
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// forecasts reads what is said to come: the statements that attribution found,
// and of what "will" be those that some table measures. Plans and promises are
// worded alike, so that the bare "will" of anything else is left out.
func (p *page) forecasts() {
	var read []int32 // verbs that a forecast was read from
	for i := range p.c.Statements {
		s := &p.c.Statements[i]
		if s.Kind != "forecast" {
			continue
		}
		cue, _ := p.TokensAt(text.Span(s.Cue))
		top, verb := p.foreseen(cue)
		read = append(read, verb)
		c := record.Claim{Kind: record.ClaimForecast, Sentence: s.Sentence, Said: s.Said, Why: s.Why}
		if !p.measured(&c, cue, verb) {
			c.State, c.Other = p.dyad()
		}
		p.foretell(c, top)
	}
	for t := range p.Tokens {
		if !p.word(int32(t), "will", "'ll", "wo", "shall") || p.Tokens[t].Rel != text.Aux {
			continue
		}
		verb := p.Tokens[t].Head
		s := p.SentenceOf(int32(t))
		if verb < 0 || slices.Contains(read, verb) || p.onlyIf(verb) || p.word(p.Sentences[s].Last-1, "?") {
			continue
		}
		c := record.Claim{Kind: record.ClaimForecast, Sentence: s, Said: p.saidOver(p.Tokens[verb].Span), Why: record.Why{Rule: "what will be, of something that is measured", Detail: p.Tokens[t].Lower, Span: record.Span(p.Tokens[t].Span)}}
		if p.measured(&c, verb, verb) {
			p.foretell(c, verb)
		}
	}
}

// onlyIf reports a verb in a clause that says on what condition.
func (p *page) onlyIf(v int32) bool {
	for range 4 {
		if v < 0 {
			return false
		}
		if p.Tokens[v].Rel == text.Advcl {
			if m := p.child(v, text.Mark); p.word(m, "if", "unless", "should", "when", "until", "till", "once") {
				return true
			}
		}
		for _, k := range p.kids[v] {
			if p.Tokens[k].Rel == text.Advcl && p.word(p.child(k, text.Mark), "if", "unless") {
				return true
			}
		}
		v = p.Tokens[v].Head
	}
	return false
}

// foreseen are, of a word of foresight, the word that heads its clause and the
// verb of what is to come.
func (p *page) foreseen(cue int32) (top, verb int32) {
	for _, k := range p.kids[cue] {
		switch p.Tokens[k].Rel {
		case text.Xcomp, text.Ccomp, text.Csubj, text.Advcl, text.Acl:
			if k > cue {
				return cue, k
			}
		}
	}
	if h := p.Tokens[cue].Head; h >= 0 { // "will likely depend", "the trajectory suggests"
		return h, h
	}
	return cue, cue
}

// foretell adds a forecast of the clause under top, with its horizon.
func (p *page) foretell(c record.Claim, top int32) {
	first, last := p.clause(top)
	at := p.TokenSpan(first, last)
	c.Span, c.Text = record.Span(at), strings.Join(strings.Fields(p.Text(at)), " ")
	c.Days = p.daysOf(c.Sentence)
	if c.Foretold == nil {
		c.Foretold = &record.Foretold{}
	}
	p.horizon(&c, first, last)
	// What is only to come is no claim that it is so.
	p.out = slices.DeleteFunc(p.out, func(o record.Claim) bool {
		return o.Sentence == c.Sentence && c.Foretold.Indicator != "" && o.State == c.State && o.Other == c.Other &&
			(o.Kind == record.ClaimPartner && c.Foretold.Indicator == record.ByRank || o.Kind == record.ClaimMembership && c.Foretold.Indicator == record.ByMembership)
	})
	p.out = append(p.out, c)
}

// clause are the tokens under top, without a stop at either end.
func (p *page) clause(top int32) (first, last int32) {
	first, last = top, top+1
	var walk func(t int32)
	walk = func(t int32) {
		first, last = min(first, t), max(last, t+1)
		for _, k := range p.kids[t] {
			walk(k)
		}
	}
	walk(top)
	for last > first+1 && p.Tokens[last-1].UPOS == text.PUNCT {
		last--
	}
	for first < last-1 && p.Tokens[first].UPOS == text.PUNCT {
		first++
	}
	return first, last
}

// horizon reads when a forecast is to come true: the first time in its clause,
// else in its sentence, that does not lie behind the document.
func (p *page) horizon(c *record.Claim, first, last int32) {
	s := &p.Sentences[c.Sentence]
	made := day(p.Published)
	for _, r := range [2][2]int32{{first, last}, {s.First, s.Last}} {
		for i := range p.c.Times {
			t := &p.c.Times[i]
			if t.First < r[0] || t.Last > r[1] || t.Type != "DATE" && (t.Type != "DURATION" || t.End == "") || t.Value == "PAST_REF" || t.Value == "PRESENT_REF" {
				continue
			}
			if t.End != "" && t.End <= made {
				continue
			}
			f := c.Foretold
			k := t.First - 1
			if p.word(k, "the") {
				k--
			}
			lead := ""
			if p.word(k, "by", "before", "until", "till", "in", "within", "over", "during", "from") {
				lead = p.Tokens[k].Lower
			}
			f.Horizon = strings.TrimSpace(lead + " " + t.Text)
			f.From, f.Due = t.Start, t.End
			switch lead {
			case "by", "until", "till", "within", "over":
				f.From = made
			case "before":
				f.From, f.Due = made, ""
				if t.Start != "" {
					f.Due = dayBefore(t.Start)
				}
			}
			return
		}
	}
}
