package claim

import (
	"slices"

	"entente/internal/record"
	"entente/internal/text"
)

// measures are nouns of what is said to be at a record, by the name that the claim
// gives them: those of trade, which a table has, and those that none has.
var measures = map[string]string{
	"trade": "trade", "turnover": "trade", "commerce": "trade", "export": "export", "import": "import",
	"deficit": "deficit", "surplus": "surplus", "investment": "investment", "inflation": "inflation", "unemployment": "unemployment", "joblessness": "unemployment", "debt": "debt",
	"aid": "aid", "spending": "spending", "budget": "budget", "production": "production", "output": "production", "growth": "growth", "economy": "growth", "reserve": "reserves",
	"arrival": "arrivals", "remittance": "remittances", "shipment": "shipments", "sale": "sales", "approval": "approval", "turnout": "turnout",
}

// superlatives say at which end a record lies.
var superlatives = map[string]string{"highest": "highest", "largest": "highest", "biggest": "highest", "greatest": "highest", "strongest": "highest", "lowest": "lowest", "smallest": "lowest", "weakest": "lowest"}

// records finds what is said to be at its highest or lowest: "record trade", "an
// all-time high", "its highest level in ten years". It needs a measure and a state.
func (p *page) records() {
	for i := range p.Tokens {
		t := int32(i)
		start, end := p.Sentences[p.SentenceOf(t)].First, p.Sentences[p.SentenceOf(t)].Last
		change, last, within := p.extreme(t, end)
		if change == "" || p.word(end-1, "?") || p.unlike(t, start) {
			continue
		}
		m := p.measureNear(t, last, start, end)
		if m < 0 {
			continue
		}
		c := record.Claim{Kind: record.ClaimRecord, Counted: measures[p.Tokens[m].Lemma], Change: change, Within: within}
		if flow, is := goods[p.Tokens[m].Lemma]; is {
			c.Flow = flow
		}
		if !p.traders(&c, m, start, end) {
			continue
		}
		p.add(c, min(t, m), max(last, m+1), "a measure at its "+change)
	}
}

// extreme reads words of a record from token t: where it lies, the token behind, and
// over which days it is one.
func (p *page) extreme(t, end int32) (change string, last int32, within *record.DaySpan) {
	switch w := p.Tokens[t].Lower; {
	case w == "record" && p.Tokens[t].UPOS != text.VERB && !p.word(t-1, "on", "track", "the", "off", "'s") && !p.word(t+1, "on"):
		last = t + 1
		change = "highest"
		if p.word(t+1, "low", "lows") {
			change = "lowest"
		}
		if p.word(t+1, "high", "highs", "low", "lows", "level", "levels") {
			last++
		} else if p.word(t-1, "a", "new") && (last >= end || p.Tokens[last].UPOS == text.PUNCT || p.Tokens[last].UPOS == text.NUM || p.Tokens[last].UPOS == text.SYM || p.word(last, "in", "for", "last", "this", "at", "when", "and", "of")) {
			// "hit a record"
		} else if measures[p.Tokens[min(t+1, end-1)].Lemma] == "" && measures[p.Tokens[min(t+2, end-1)].Lemma] == "" {
			return "", 0, nil
		}
		if span, e := p.period(last, end, false); e > 0 {
			within, last = span, e
			if span != nil && len(span.First) > 4 && span.Last > day(p.Published) { // "record trade this year": ever, seen from then
				within = nil
			}
		}
		return change, last, within
	case w == "all-time" || w == "all" && p.word(t+1, "-") && p.word(t+2, "time"):
		k := t + 1
		if w == "all" {
			k = t + 3
		}
		switch {
		case p.word(k, "high", "highs", "peak", "record"):
			return "highest", k + 1, nil
		case p.word(k, "low", "lows"):
			return "lowest", k + 1, nil
		}
	case superlatives[w] != "":
		// "its highest level in ten years", "the lowest since 2014": without a time it is
		// no record but a rank.
		k := t + 1
		for k < end && (p.word(k, "level", "levels", "point", "volume", "figure", "value", "share", "total", "ever", "annual", "monthly", "trade") || measures[p.Tokens[k].Lemma] != "") {
			k++
		}
		if p.word(k-1, "ever") {
			return superlatives[w], k, nil
		}
		if !p.word(k, "in", "since", "for", "on", "ever") {
			return "", 0, nil
		}
		if span, e := p.period(k, min(end, k+8), false); e > 0 {
			return superlatives[w], e, span
		}
	}
	return "", 0, nil
}

// unlike reports words before a record that make it none: wish, doubt, denial.
func (p *page) unlike(t, start int32) bool {
	for k := max(start, t-8); k < t; k++ {
		if slices.Contains(unreal, p.Tokens[k].Lower) && !p.word(k, "once", "about", "set") || p.word(k, "near", "if", "below", "second", "third") {
			return true
		}
	}
	return p.word(t, "record") && p.word(t+1, "-") || p.word(t-1, "second", "-")
}

// measureNear is the noun of what is at a record: right behind or before the words
// for it, else the last before them in the sentence; -1 for none.
func (p *page) measureNear(t, last, start, end int32) int32 {
	for k := t; k < min(last+2, end); k++ {
		if measures[p.Tokens[k].Lemma] != "" && p.Tokens[k].UPOS == text.NOUN {
			return k
		}
	}
	for k := t - 1; k >= max(start, t-24) && !p.word(k, ",", ";", ":", "–", "—"); k-- {
		if measures[p.Tokens[k].Lemma] != "" && p.Tokens[k].UPOS == text.NOUN {
			return k
		}
	}
	return -1
}

// traders puts the states of a record into c: whose measure it is and, of trade, with
// whom; false where they are not sure.
func (p *page) traders(c *record.Claim, m, start, end int32) bool {
	var named []string
	toward := "" // "exports to China", "imports from China"
	for k := start; k < end; k++ {
		s := p.stateOf(k)
		if s == "" || p.inTime(k) || p.t.State(s) == nil {
			continue
		}
		j := k - 1
		if p.word(j, "the") {
			j--
		}
		if toward == "" && k > m && k-m < 6 && (c.Flow == "export" && p.word(j, "to") || c.Flow == "import" && p.word(j, "from") || p.word(j, "with")) {
			toward = s
		}
		if !slices.Contains(named, s) {
			named = append(named, s)
		}
	}
	if len(named) > 2 || len(named) == 0 && c.Counted != "trade" && c.Flow == "" {
		return false
	}
	if toward != "" {
		for _, s := range named {
			if s != toward {
				c.State = s
			}
		}
		c.Other = toward
		return c.State != ""
	}
	switch len(named) {
	case 1:
		if a, b := p.pair(p.SentenceOf(m), m); a != "" {
			c.State, c.Other = a, b
			return true
		}
		c.State = named[0]
		return true
	case 2:
		if c.Counted == "trade" { // between the two; "Russia's exports" of a sentence on China may be all of them
			c.State, c.Other = named[0], named[1]
			return true
		}
		if c.State = p.ownerOf(m); c.State == "" {
			return false
		}
		return true
	}
	c.State, c.Other = p.pair(p.SentenceOf(m), m)
	return c.State != ""
}
