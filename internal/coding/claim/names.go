package claim

import (
	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// Names are found here by their words and not by the tree: where one stands right
// before or behind a set phrase, its place says more than a tree that is wrong in
// one arc of six.

// stateAt is the state whose name, or a pronoun for it, begins at token t, an
// article aside, and the token behind. A name that goes on (China Mobile) or owns
// something (China's envoy) is no state here.
func (p *page) stateAt(t int32) (code string, end int32) {
	if t < 0 || int(t) >= len(p.Tokens) {
		return "", t
	}
	last := p.Sentences[p.SentenceOf(t)].Last
	if p.word(t, "the") && t+1 < last {
		t++
	}
	if p.Tokens[t].UPOS == text.PRON && p.Tokens[t].Rel != text.NmodPoss {
		return p.state(p.actorAt[t]), t + 1
	}
	n, h := p.t.Names.Longest(p.Tokens[t:last])
	for n > 0 && h != 0 {
		var e reference.Entry
		if e, h = p.t.Names.Next(h); e.Kind != reference.StateName {
			continue
		}
		end = t + int32(n)
		if end < last && (p.Tokens[end].UPOS == text.PROPN && p.Tokens[end].Form[0] < 'a' && !p.timeWord(end) || p.word(end, "'s", "’s", "'", "’", "-")) {
			return "", t
		}
		if code = p.t.States[e.Row].ISO3; p.stateOf(t) == code || p.stateOf(end-1) == code {
			return code, end
		}
	}
	return "", t
}

// stateEnding is the state whose name ends at token t, and its first token.
func (p *page) stateEnding(t int32) (code string, first int32) {
	if t < 0 || int(t) >= len(p.Tokens) {
		return "", t
	}
	start := p.Sentences[p.SentenceOf(t)].First
	for first = max(t-5, start); first <= t; first++ {
		if p.word(first, "the") {
			continue
		}
		if c, end := p.stateAt(first); c != "" && end == t+1 {
			return c, first
		}
	}
	return "", t
}

// statesFrom lists the states named one after the other from token t: "Brazil,
// India and China". A name behind the last comma and "and" counts only where a
// comma has parted others before it, for it may begin a new part of the sentence.
func (p *page) statesFrom(t int32) (out []string, end int32) {
	code, end := p.stateAt(t)
	if code == "" {
		return nil, t
	}
	out = append(out, code)
	for {
		next, comma, and := end, false, false
		if p.word(next, ",") {
			comma, next = true, next+1
		}
		if p.word(next, "and", "or", "&") {
			and, next = true, next+1
		}
		if !comma && !and || comma && and && len(out) < 2 {
			return out, end
		}
		code, e := p.stateAt(next)
		if code == "" {
			return out, end
		}
		if comma && !and && !p.word(e, ",", "and", "or") {
			return out, end // ", Turkey said": no list
		}
		out, end = append(out, code), e
		if and {
			return out, end
		}
	}
}

// statesBefore lists the states named one after the other up to token t.
func (p *page) statesBefore(t int32) (out []string, first int32) {
	code, first := p.stateEnding(t)
	if code == "" {
		return nil, t
	}
	out = append(out, code)
	for k := first - 1; k > 0; k = first - 1 {
		if p.word(k, "the") {
			k--
		}
		if len(out) == 1 && !p.word(k, "and") || len(out) > 1 && !p.word(k, ",") {
			break
		}
		if len(out) == 1 && p.word(k-1, ",") {
			k--
		}
		code, f := p.stateEnding(k - 1)
		if code == "" {
			break
		}
		out, first = append(out, code), f
	}
	return out, first
}

// bodyAt is the international body whose name begins at token t, an article
// aside, and the token behind.
func (p *page) bodyAt(t int32) (name string, end int32) {
	if t < 0 || int(t) >= len(p.Tokens) {
		return "", t
	}
	last := p.Sentences[p.SentenceOf(t)].Last
	if p.word(t, "the") && t+1 < last {
		t++
	}
	if e := p.beltAndRoad(t, last); e > t {
		return beltAndRoad, e
	}
	n, h := p.t.Names.Longest(p.Tokens[t:last])
	for n > 0 && h != 0 {
		var e reference.Entry
		if e, h = p.t.Names.Next(h); e.Kind == reference.OrgName && p.t.Orgs[e.Row].Kind == "body" {
			return p.plus(p.t.Orgs[e.Row].Name, t+int32(n))
		}
	}
	if i := p.actorAt[t]; i >= 0 && p.c.Actors[i].Kind == record.Body && p.c.Actors[i].First <= t {
		return p.c.Actors[i].Name, p.c.Actors[i].Last
	}
	return "", t
}

// plus reads a mark behind the name of a body, as in OPEC+: it makes another body,
// known or not.
func (p *page) plus(name string, end int32) (string, int32) {
	if !p.word(end, "+") && !p.word(end, "plus") {
		return name, end
	}
	for i := range p.t.Orgs {
		if p.t.Orgs[i].Name == name+"+" {
			return name + "+", end + 1
		}
	}
	return "", end
}

// bodyEnding is the body whose name ends at token t, and its first token.
func (p *page) bodyEnding(t int32) (name string, first int32) {
	if t < 0 || int(t) >= len(p.Tokens) {
		return "", t
	}
	start := p.Sentences[p.SentenceOf(t)].First
	for first = max(t-7, start); first <= t; first++ {
		if p.word(first, "the") {
			continue
		}
		if b, end := p.bodyAt(first); b != "" && end == t+1 {
			return b, first
		}
	}
	return "", t
}

// beltAndRoad is the initiative as bodies.tsv has it. It is no organisation and acts
// nowhere, so that its names are known here alone.
const beltAndRoad = "Belt and Road Initiative"

var beltNames = [][]string{{"one", "belt", "one", "road"}, {"one", "belt", ",", "one", "road"}, {"belt", "and", "road"}, {"belt", "&", "road"}, {"belt", "-", "and", "-", "road"}, {"belt-and-road"}, {"bri"}}

// beltAndRoad is the token behind a name of the initiative that begins at token t,
// whose it is aside ("China's"); t for none.
func (p *page) beltAndRoad(t, last int32) int32 {
	k := t
	if p.word(k, "china", "beijing") && p.word(k+1, "'s", "’s") {
		k += 2
	} else if p.word(k, "chinese", "chinese-led", "china-led", "its") {
		k++
	}
	for _, name := range beltNames {
		e := k + int32(len(name))
		if e > last || p.Tokens[k].Form[0] >= 'a' || name[0] == "bri" && p.Tokens[k].Form != "BRI" {
			continue
		}
		same := true
		for i, w := range name {
			same = same && p.Tokens[k+int32(i)].Lower == w
		}
		if same {
			if e < last && p.word(e, "initiative", "project", "scheme", "programme", "program", "plan", "strategy") {
				e++
			}
			return e
		}
	}
	return t
}
