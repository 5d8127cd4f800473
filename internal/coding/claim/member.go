package claim

import (
	"slices"

	"entente/internal/record"
	"entente/internal/text"
)

// memberships finds "NATO member Turkey", "Finland joined NATO", "Iran is a
// member of the SCO", "EU states such as Spain".
func (p *page) memberships() {
	for t := range p.Tokens {
		h := int32(t)
		switch lemma := p.Tokens[h].Lemma; {
		case lemma == "member" || lemma == "observer":
			p.memberNoun(h)
		case p.word(h, "states", "countries", "nations") && !p.word(h-1, "member"):
			p.memberNoun(h)
		case p.Tokens[h].UPOS == text.VERB && (lemma == "join" || lemma == "leave") || p.word(h, "quit"):
			p.memberVerb(h, h)
		case lemma == "withdraw" && p.word(h+1, "from"), lemma == "pull" && p.word(h+1, "out") && p.word(h+2, "of"), lemma == "exit", lemma == "accede" && p.word(h+1, "to"):
			last := h
			for p.word(last+1, "from", "out", "of", "to") {
				last++
			}
			p.memberVerb(h, last)
		case lemma == "signatory" || lemma == "participant" || p.word(h, "part") && p.word(h+1, "of"):
			p.memberNoun(h)
		case lemma == "sign" && p.Tokens[h].UPOS == text.VERB:
			p.signs(h)
		}
	}
}

// signs reads "signed up to the Belt and Road", "signed a memorandum with China on
// the Belt and Road".
func (p *page) signs(v int32) {
	end := p.Sentences[p.SentenceOf(v)].Last
	for k, paper := v+1, false; k < min(v+16, end) && !p.word(k, ";", ":"); k++ {
		paper = paper || p.word(k, "up", "on", "onto", "memorandum", "mou", "agreement", "deal", "accord", "document", "documents")
		if p.beltAndRoad(k, end) > k {
			if paper {
				p.memberVerb(v, k-1)
			}
			return
		}
	}
}

// noMembers are words before "member" of those who are none, or not yet.
var noMembers = []string{"non", "non-permanent", "nonpermanent", "aspiring", "prospective", "potential", "candidate", "associate", "would-be", "future", "possible", "neighbouring", "neighboring", "partner", "no", "any",
	"accession", "applicant", "non-eu", "non-nato", "parliament", "delegation", "board", "team", "staff", "crew", "family", "one-time"}

// memberNoun reads the phrase that "member", "observer" or "states" heads.
func (p *page) memberNoun(h int32) {
	start, end := p.Sentences[p.SentenceOf(h)].First, p.Sentences[p.SentenceOf(h)].Last
	plural := p.Tokens[h].Lower != p.Tokens[h].Lemma
	bare := p.word(h, "states", "countries", "nations")
	status := ""
	if p.Tokens[h].Lemma == "observer" {
		status = "observer"
	}
	first, last := h, h+1
	if p.word(last, "state", "states", "country", "countries", "nation", "nations") && p.Tokens[h].Lemma != "observer" {
		plural = p.word(last, "states", "countries", "nations")
		last++
	}
	qualify := func() { // words of status before the phrase
		for first > start {
			switch w := p.Tokens[first-1].Lower; {
			case w == "founding" || w == "full" || w == "full-fledged" || w == "fully-fledged" || w == "permanent" || w == "original":
				if status == "" {
					status = w
				}
			case w == "fledged" || w == "-":
			case w == "former":
				status = "former"
			case w == "fellow" || w == "newest" || w == "new" || w == "other" || w == "key" || w == "an" || w == "a" || w == "the" || w == "both" || w == "all" || w == "long-time" || w == "longtime" || w == "elected":
			default:
				return
			}
			first--
		}
	}
	qualify()
	body, of := "", false
	if b, at := p.bodyEnding(first - 1); b != "" && first > start {
		body, first = b, at
		qualify()
	} else if p.word(last, "of", "in", "with", "at") && !bare && !(p.word(last, "in", "with", "at") && status != "observer") {
		if b, e := p.bodyAt(last + 1); b != "" && (e >= end || p.Tokens[e].UPOS != text.NOUN && p.Tokens[e].UPOS != text.PROPN && !p.word(e, "'s", "’s", "'", "’", "-")) {
			body, last, of = b, e, true
		}
	}
	if l := p.Tokens[h].Lemma; (l == "signatory" || l == "participant" || l == "part") && body != beltAndRoad {
		return
	}
	if body == "" || first > start && (slices.Contains(noMembers, p.Tokens[first-1].Lower) || p.word(first-1, "-", "'s", "’s")) || p.denied(h) {
		return
	}
	who, from, to, status := p.membersOf(first, last, plural, of, status)
	if len(who) == 0 || bare && !p.word(last, "such", "like", "including") && !p.word(last+1, "including") {
		return
	}
	for _, s := range who {
		p.add(record.Claim{Kind: record.ClaimMembership, State: s, Other: body, Status: status}, min(first, from), max(last, to), "member of a body")
	}
}

// membersOf lists the states that are said to be what tokens [first,last) say.
func (p *page) membersOf(first, last int32, plural, of bool, status string) (who []string, from, to int32, now string) {
	start, end := p.Sentences[p.SentenceOf(first)].First, p.Sentences[p.SentenceOf(first)].Last
	// "NATO member Turkey", "BRICS members Brazil and India", "such as Spain"
	k := last
	if p.word(k, ",") && p.word(k+1, "such", "including", "like") {
		k++
	}
	switch {
	case p.word(k, "such") && p.word(k+1, "as"):
		k += 2
	case p.word(k, "like", "including"):
		k++
	case of:
		k = end
	}
	if k < end {
		if !plural && k == last {
			if code, e := p.stateAt(k); code != "" && p.Tokens[e-1].UPOS == text.PROPN {
				return []string{code}, k, e, status
			}
		} else if list, e := p.statesFrom(k); len(list) > 0 {
			return list, k, e, status
		}
		if k > last {
			return nil, 0, 0, ""
		}
	}
	// "As a member of NATO, Turkey"
	if first > start && p.word(first-1, "as") && p.word(last, ",") && p.SentenceOf(first-1) == p.SentenceOf(first) {
		if code, e := p.stateAt(last + 1); code != "" && first-1 == start {
			return []string{code}, last + 1, e, status
		}
		return nil, 0, 0, ""
	}
	// "Turkey, a member of NATO,"; without an article the words may be one more
	// item of a list: "Russia, NATO members and China"
	if p.word(first-1, ",") && (p.word(first, "a", "an", "both", "the", "also") || p.word(first, "fellow")) && first-1 > start {
		if p.word(first, "both") {
			list, at := p.statesBefore(first - 2)
			if len(list) == 2 {
				return list, at, last, status
			}
			return nil, 0, 0, ""
		}
		if code, at := p.stateEnding(first - 2); code != "" && !plural && (last >= end || p.Tokens[last].UPOS == text.PUNCT || p.word(last, "since", "and", "that", "which")) {
			return []string{code}, at, last, status
		}
		return nil, 0, 0, ""
	}
	// "Turkey is", "has been", "became a member of NATO"
	if s, ok := p.saidOf(first); ok {
		list, at := p.statesBefore(s.subject)
		switch {
		case s.became:
			status = "joined"
		case s.past && status == "":
			status = "was"
		}
		if !plural && len(list) > 1 {
			list = list[:1]
		}
		return list, at, last, status
	}
	return nil, 0, 0, ""
}

// memberVerb reads "Finland joined NATO" and "Britain left the EU", where the words of
// the verb run from token v to last.
func (p *page) memberVerb(v, last int32) {
	body, e := p.bodyAt(last + 1)
	end := p.Sentences[p.SentenceOf(v)].Last
	if body == "" || p.denied(v) || !p.Tokens[v].Feats.Has(text.Past) && !p.word(v, "quit") || p.word(v, "joining", "leaving", "quitting") {
		return
	}
	if e < end && (p.Tokens[e].UPOS == text.NOUN || p.Tokens[e].UPOS == text.PROPN || p.Tokens[e].UPOS == text.ADJ || p.Tokens[e].UPOS == text.VERB || p.word(e, "'s", "’s", "'", "’", "-")) {
		return // "joined NATO exercises", "left the EU reeling"
	}
	if p.word(e, "in", "for", "with", "at", "on") && e+1 < end && p.Tokens[e+1].UPOS != text.NUM && !p.timeWord(e+1) && !p.word(e+2, "ceremony") {
		return // "joined the G7 in condemning", "left the UN for talks"
	}
	s := v - 1
	for s > 0 && p.word(s, "has", "have", "had", "recently", "formally", "officially", "also", "just", "already", "only", "finally", "which", "that", ",") || s > 0 && p.timeWord(s) {
		s--
	}
	status := "joined"
	switch p.Tokens[v].Lemma {
	case "leave", "quit", "withdraw", "pull", "exit":
		status = "left"
	}
	who, at := p.statesBefore(s)
	for _, state := range who {
		p.add(record.Claim{Kind: record.ClaimMembership, State: state, Other: body, Status: status}, at, e, "entry into or exit from a body")
	}
}

// timeWord reports a word that belongs to a day, a month or a year.
func (p *page) timeWord(t int32) bool {
	for i := range p.c.Times {
		if first, last := p.TokensAt(text.Span(p.c.Times[i].Span)); first <= t && t < last {
			return true
		}
	}
	return false
}
