package claim

import (
	"slices"

	"entente/internal/record"
	"entente/internal/text"
)

// sanctions finds "Iran is under UN sanctions", "EU sanctions on Russia", "sanctions
// imposed by the EU on Belarus", "sanctions-hit Iran", "the EU lifted sanctions on
// Syria". Only what is said plainly of a state ("is under") is put so that a complete
// list could refute it: Status under or was.
func (p *page) sanctions() {
	for i := range p.Tokens {
		t := int32(i)
		switch {
		case p.word(t, "sanctions"):
			p.sanctionsNoun(t)
		case p.word(t, "sanctioned"):
			p.sanctionedWord(t)
		}
	}
}

// notYet are words before sanctions that make them none that are in force, or others
// than are.
var notYet = []string{"new", "further", "more", "fresh", "additional", "tougher", "stronger", "harsher", "possible", "potential", "proposed", "planned", "threatened", "future", "secondary", "possibly", "similar", "no", "without", "any", "tighter",
	"threat", "threaten", "threatens", "threatening", "call", "calls", "called", "calling", "urge", "urges", "urged", "urging", "want", "wants", "wanted", "demand", "demands", "demanded", "propose", "proposes", "seek", "seeks", "sought", "seeking",
	"consider", "considers", "considering", "considered", "mull", "mulls", "mulling", "veto", "vetoed", "block", "blocked", "blocks", "oppose", "opposes", "opposed", "reject", "rejected", "avoid", "avoided", "prospect", "risk", "face", "faces",
	"would", "could", "may", "might", "should", "if", "whether", "unless", "not", "n't", "never", "draft", "push", "pushed", "pushing", "support", "supports", "back", "backs", "discuss", "discussed", "discussing", "plan", "plans", "planning", "prepare", "preparing"}

// authoritiesBefore lists whose the sanctions at token t are by the words before
// them, and the first of these: "tough US and EU sanctions".
func (p *page) authoritiesBefore(t, start int32) (out []string, first int32) {
	k := t - 1
	for k > start && (p.Tokens[k].UPOS == text.ADJ && p.authorityEnding(k) == "" && !slices.Contains(notYet, p.Tokens[k].Lower) || p.word(k, "-") || p.word(k-1, "-") || p.word(k+1, "-")) {
		k--
	}
	first = k + 1
	for k >= start {
		name, at := p.authorityAt(k)
		if name == "" {
			break
		}
		out, first, k = append(out, name), at, at-1
		if !p.word(k, "and", ",", "&") {
			break
		}
		k--
		if p.word(k, ",") {
			k--
		}
	}
	slices.Reverse(out)
	return out, first
}

func (p *page) authorityEnding(k int32) string { name, _ := p.authorityAt(k); return name }

// authorityAt is the authority of the table whose name or adjective ends at token k,
// and its first token; another state or body is "".
func (p *page) authorityAt(k int32) (name string, first int32) {
	if b, at := p.bodyEnding(k); b != "" {
		return authority(b), at
	}
	if s := p.stateOf(k); s != "" {
		at := k
		for at > 0 && at > k-4 && p.Tokens[at-1].UPOS == text.PROPN && p.stateOf(at-1) == s {
			at--
		}
		return authority(s), at
	}
	return "", k
}

// authority is the table's word for a body or state, "" for one of which it has
// nothing.
func authority(name string) string {
	switch name {
	case "UN Security Council", "United Nations":
		return "United Nations"
	case "European Union", "EUR":
		return "European Union"
	case "USA", "GBR":
		return name
	}
	return ""
}

// authorityFrom is the authority named from token k on, an article aside.
func (p *page) authorityFrom(k int32) (name string, end int32) {
	if b, e := p.bodyAt(k); b != "" {
		return authority(b), e
	}
	s, e := p.stateAt(k)
	return authority(s), e
}

func (p *page) sanctionsNoun(t int32) {
	sent := &p.Sentences[p.SentenceOf(t)]
	start, end := sent.First, sent.Last
	if p.word(t+1, "-", "–") { // "sanctions-hit Iran"
		if p.word(t+2, "hit", "stricken", "ridden", "plagued", "battered", "squeezed", "struck") {
			if s, e := p.stateAt(t + 3); s != "" {
				p.add(record.Claim{Kind: record.ClaimSanctions, State: s}, t, e, "state said to be hit by sanctions")
			}
		}
		return
	}
	if t+1 < end && (p.Tokens[t+1].UPOS == text.NOUN || p.Tokens[t+1].UPOS == text.PROPN) || p.word(t+1, "'", "'s", "’", "’s") {
		return // "sanctions regime"
	}
	who, first := p.authoritiesBefore(t, start)
	if p.word(first-1, "under") || p.word(first-1, "to") && p.word(first-2, "subject") {
		if len(who) > 0 || p.word(t-1, "under", "international", "western", "economic", "heavy", "severe", "tough", "to") {
			p.underSanctions(who, first-1, t, start, end)
		}
		return
	}
	if slices.Contains(notYet, p.Tokens[max(first-1, start)].Lower) || p.unsure(first, start) {
		return
	}
	// What follows: "imposed by the EU on Belarus", "on Belarus by the EU".
	var on []string
	last := t + 1
	k := last
	for k < end && p.word(k, "imposed", "levied", "placed", "put", "slapped", "that", "which", "were", "are", "have", "been", "in", "place") {
		k++
	}
	for k < end {
		switch {
		case p.word(k, "by") && len(who) == 0:
			name, e := p.authorityFrom(k + 1)
			if name == "" {
				return
			}
			who, k = []string{name}, e
			last = e
			continue
		case p.word(k, "on", "upon", "against", "targeting") && on == nil:
			list, e := p.statesFrom(k + 1)
			if len(list) == 0 || e < end && (p.Tokens[e].UPOS == text.NOUN || p.Tokens[e].UPOS == text.PROPN || p.Tokens[e].UPOS == text.ADJ) {
				return
			}
			on, k = list, e
			last = e
			continue
		}
		break
	}
	status := ""
	if v := p.verbOver(first, start); v >= 0 {
		switch l := p.Tokens[v].Lemma; l {
		case "lift", "end", "drop", "remove", "terminate", "scrap", "revoke":
			if !p.Tokens[v].Feats.Has(text.Past) || p.child(v, text.AuxPass) >= 0 || p.denied(v) {
				return
			}
			status = "lifted"
			fallthrough
		case "impose", "slap", "levy", "place":
			if len(who) == 0 {
				j := v - 1
				for j > start && p.word(j, "has", "had", "have", "also", "already", "recently", "first") {
					j--
				}
				if name, _ := p.authorityAt(j); name != "" {
					who = []string{name}
				}
			}
			if status == "" && !p.Tokens[v].Feats.Has(text.Past) {
				return
			}
		}
	}
	for _, a := range who {
		for _, s := range on {
			if s != a {
				p.add(record.Claim{Kind: record.ClaimSanctions, State: s, Other: a, Status: status}, first, last, "sanctions of an authority on a state")
			}
		}
	}
}

// verbOver is the verb right before the words of sanctions, an article and adverbs
// aside; -1 for none.
func (p *page) verbOver(first, start int32) int32 {
	for k := first - 1; k >= max(start, first-5); k-- {
		switch {
		case p.Tokens[k].UPOS == text.VERB:
			return k
		case p.word(k, "its", "their", "the", "all", "most", "some", "economic", "heavy", "sweeping", "of"), p.Tokens[k].UPOS == text.ADJ, p.Tokens[k].UPOS == text.ADV, p.Tokens[k].UPOS == text.DET:
		default:
			return -1
		}
	}
	return -1
}

// unsure reports whether a word before token first says that the sanctions are
// wished, feared or fought and not in force.
func (p *page) unsure(first, start int32) bool {
	for k := first - 1; k >= max(start, first-8) && !p.word(k, ",", ";", ":"); k-- {
		if slices.Contains(notYet, p.Tokens[k].Lower) || p.word(k, "will", "to") {
			return true
		}
	}
	return false
}

// underSanctions reads what is said to be under them: "Iran, which has been under UN
// sanctions", "North Korea, under UN sanctions since 2006,".
func (p *page) underSanctions(who []string, first, t, start, end int32) {
	if p.word(first, "to") {
		first--
	}
	for p.word(first-1, "heavily", "already", "still", "currently", "long", "now") {
		first--
	}
	if t+1 < end && p.Tokens[t+1].UPOS != text.PUNCT && !p.word(t+1, "since", "over", "for", "because", "after", "and", "but", "from", "until", "when", "as", "due") {
		return // "under UN sanctions on North Korea" is by whose rules
	}
	var of []string
	from := first
	status := "under"
	if p.word(first-1, ",") && first-2 >= start {
		if s, at := p.stateEnding(first - 2); s != "" {
			of, from = []string{s}, at
		}
		if !p.word(t+1, "since", "over", "for") { // "Malaysia, under UN sanctions, must expel": by their rules
			status = ""
		}
	} else if s, ok := p.saidOf(first); ok && !s.became {
		if of, from = p.statesBefore(s.subject); len(of) > 0 {
			for k := s.subject + 1; k < first; k++ {
				if p.word(k, "was", "were", "had") {
					status = "was"
				}
			}
		}
	}
	// "A banker from Iran", "companies in Syria" are under them, and the state is not.
	if len(of) == 0 || from > start && !p.word(from-1, ",", ";", ":", "that", "while", "because", "but", "and", "as", "when", "where", "since", "although", "though", "“", "\"", "which", "said", "says", "the") {
		return
	}
	if p.word(from-1, "the") && from-1 > start && !p.word(from-2, ",", ";", ":", "that", "while", "because", "but", "and", "as", "when", "where", "since", "although", "though", "said", "says") {
		return
	}
	if len(who) == 0 {
		who = []string{""}
	}
	for _, a := range who {
		for _, s := range of {
			p.add(record.Claim{Kind: record.ClaimSanctions, State: s, Other: a, Status: status}, from, t+1, "state under sanctions")
		}
	}
}

// sanctionedWord reads "sanctioned countries such as Iran" and "Iran has been
// sanctioned by the EU".
func (p *page) sanctionedWord(t int32) {
	sent := &p.Sentences[p.SentenceOf(t)]
	k := t + 1
	if p.word(k, "country", "state", "nation", "countries", "states", "nations", "regimes") {
		k++
		switch {
		case p.word(k, "such") && p.word(k+1, "as"):
			k += 2
		case p.word(k, "like", "including"):
			k++
		case !p.word(k-1, "country", "state", "nation"):
			return
		}
		list, e := p.statesFrom(k)
		for _, s := range list {
			p.add(record.Claim{Kind: record.ClaimSanctions, State: s}, t, e, "sanctioned country")
		}
		return
	}
	if p.child(t, text.AuxPass) < 0 || p.denied(t) || !p.word(k, "by") {
		return
	}
	a, e := p.authorityFrom(k + 1)
	j := t - 1
	for j > sent.First && p.word(j, "is", "are", "was", "were", "has", "have", "had", "been", "being", "also", "already", "heavily") {
		j--
	}
	list, at := p.statesBefore(j)
	if a == "" || e <= k || len(list) == 0 || at > sent.First && !p.word(at-1, ",", "that", "while", "and", "but", "the") {
		return
	}
	for _, s := range list {
		p.add(record.Claim{Kind: record.ClaimSanctions, State: s, Other: a}, at, e, "state sanctioned by an authority")
	}
}
