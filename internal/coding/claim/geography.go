package claim

import (
	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// borders finds "Chad borders Sudan" and "Chad shares a land border with Sudan".
func (p *page) borders() {
	for i := range p.Tokens {
		t := int32(i)
		if p.Tokens[t].Lemma != "border" {
			continue
		}
		sent := &p.Sentences[p.SentenceOf(t)]
		c := record.Claim{Kind: record.ClaimBorder}
		verb, behind := t, t+1
		if p.Tokens[t].UPOS == text.NOUN && p.word(t+1, "with") {
			behind = t + 2
			for verb = t - 1; verb > max(t-6, sent.First) && p.Tokens[verb].Lemma != "share" && p.Tokens[verb].Lemma != "have"; verb-- {
				if p.word(verb, "land") {
					c.Status = "land"
				}
			}
			if l := p.Tokens[verb].Lemma; l != "share" && l != "have" {
				continue
			}
		} else if !p.word(t, "borders", "bordered") { // the tagger may take it for a noun between two names
			continue
		}
		if p.denied(verb) {
			continue
		}
		before := verb - 1
		if p.word(before, "which") { // "Chad, which borders Sudan"
			before--
			if p.word(before, ",") {
				before--
			}
		}
		first := int32(0)
		if c.State, first = p.stateEnding(before); c.State == "" {
			continue
		}
		var end int32
		if c.Other, end = p.stateAt(behind); c.Other != "" && c.Other != c.State {
			p.add(c, first, end, "border between two states")
		}
	}
}

// capitals finds "Accra, the capital of Ghana", "Ghana's capital, Accra" and "the
// Ghanaian capital Accra". A capital of another kind (regional, commercial) has
// its word before it and is none.
func (p *page) capitals() {
	for i := range p.Tokens {
		t := int32(i)
		if !p.word(t, "capital") || p.Tokens[t].UPOS != text.NOUN {
			continue
		}
		c := record.Claim{Kind: record.ClaimCapital}
		first, last := t, t+1
		switch {
		case p.word(t-1, "the") && p.word(t+1, "of"):
			if c.State, last = p.stateAt(t + 2); c.State == "" {
				continue
			}
			before := t - 2
			if p.word(before, ",") || p.word(before, "is", "remains") && !p.denied(t) {
				before--
			} else {
				continue
			}
			c.Other, first = p.cityEnding(before)
		case p.word(t-1, "'s", "’s"):
			c.State = p.stateOf(t - 2)
			first = t - 2
			c.Other, last = p.cityAt(t + 1)
		default:
			c.State = p.named(t-1, reference.StateAdjective)
			first = t - 1
			c.Other, last = p.cityAt(t + 1)
		}
		if c.State != "" && c.Other != "" {
			p.add(c, first, last, "capital of a state")
		}
	}
}

// cityAt is the town that begins at token t, a comma aside, and the token behind.
func (p *page) cityAt(t int32) (name string, end int32) {
	if p.word(t, ",") {
		t++
	}
	for i := range p.c.Places {
		if pl := &p.c.Places[i]; pl.First == t && pl.Resolution == "city" {
			return pl.Text, pl.Last
		}
	}
	return "", t
}

// cityEnding is the town that ends at token t, and its first token.
func (p *page) cityEnding(t int32) (name string, first int32) {
	for i := range p.c.Places {
		if pl := &p.c.Places[i]; pl.Last == t+1 && pl.Resolution == "city" {
			return pl.Text, pl.First
		}
	}
	return "", t
}
