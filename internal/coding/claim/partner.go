package claim

import (
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

var ranks = map[string]int{"largest": 1, "biggest": 1, "top": 1, "main": 1, "leading": 1, "primary": 1, "number-one": 1, "no.1": 1, "principal": 1, "foremost": 1}

var ordinals = map[string]int{"second": 2, "third": 3, "fourth": 4, "fifth": 5, "2nd": 2, "3rd": 3}

// partnerWords end a phrase that names a trade partner, with the flow of goods
// seen from the state whose partner it is.
var partnerWords = map[string]string{"partner": "", "market": "export", "destination": "export", "customer": "export", "buyer": "export", "importer": "export", "supplier": "import", "source": "import", "exporter": "import"}

// goodsWords are goods as a whole; of some goods alone the tables know nothing.
var goodsWords = map[string]string{"export": "export", "import": "import", "good": "", "goods": "", "product": "", "merchandise": "", "shipment": ""}

// A partnerPhrase is "Russia's second-largest export market" or "the top source of
// Ghana's imports".
type partnerPhrase struct {
	head, first, last int32 // last: the token behind it
	rank              int
	flow              string
	trade             bool // says that trade is meant
	owner             string
}

// partners finds "China is Russia's largest trading partner", "Germany, Poland's
// biggest export market", "its largest trading partner, China".
func (p *page) partners() {
	for t := range p.Tokens {
		h := int32(t)
		f, ok := p.partnerPhrase(h)
		if !ok {
			continue
		}
		c := record.Claim{Kind: record.ClaimPartner, State: f.owner, Flow: f.flow, Rank: f.rank}
		from, to := f.first, f.last
		if other, s, at, ok := p.partnerOf(&f); ok {
			c.Other, c.Change = other, s.change
			if s.past {
				c.Status = "was"
			}
			from, to = min(from, at), max(to, at+1)
		}
		if c.Other == "" || c.Other == f.owner {
			continue
		}
		p.add(c, from, to, "largest partner")
	}
}

// partnerPhrase reads the phrase that the noun h heads; ok is false where it is
// no rank in trade as a whole with a state.
func (p *page) partnerPhrase(h int32) (f partnerPhrase, ok bool) {
	flow, is := partnerWords[p.Tokens[h].Lemma]
	if !is || p.Tokens[h].Lower != p.Tokens[h].Lemma { // in the plural the rank is that of a group
		return f, false
	}
	start, end := p.Sentences[p.SentenceOf(h)].First, p.Sentences[p.SentenceOf(h)].Last
	f = partnerPhrase{head: h, first: h, last: h + 1, flow: flow}
	if !p.partnerWordsBefore(&f, start) || !p.partnerWordsBehind(&f, end) {
		return f, false
	}
	switch k := f.first - 1; {
	case f.owner != "":
		if p.word(k, "the") {
			f.first--
		}
	case p.word(k, "'s", "’s", "'", "’"):
		if f.owner = p.stateOf(k - 1); f.owner == "" {
			return f, false
		}
		f.first = p.nameFirst(k - 1)
		if p.word(f.first-1, "the") {
			f.first--
		}
	case p.word(k, "its", "their"):
		f.owner, f.first = p.stateOf(k), k
	}
	return f, f.owner != "" && f.trade && f.rank > 0
}

// nameFirst is the first token of the longest name that ends at token t; t if there
// is none.
func (p *page) nameFirst(t int32) int32 {
	sent := &p.Sentences[p.SentenceOf(t)]
	for first := max(t-5, sent.First); first < t; first++ {
		if n, h := p.t.Names.Longest(p.Tokens[first:sent.Last]); h != 0 && first+int32(n) == t+1 {
			return first
		}
	}
	return t
}

// partnerWordsBefore reads rank and trade from the words before the head.
func (p *page) partnerWordsBefore(f *partnerPhrase, start int32) bool {
	for k := f.head - 1; k >= start; k-- {
		w := p.Tokens[k].Lower
		switch {
		case ranks[w] > 0:
			f.rank, f.first = max(f.rank, 1), k
		case ordinals[w] > 0 && f.rank > 0:
			f.rank, f.first = ordinals[w], k
		case w == "trading" || w == "trade" || w == "commercial" && p.Tokens[f.head].Lemma == "partner" || w == "economic" && p.Tokens[f.head].Lemma == "partner":
			f.trade, f.first = true, k
		case (w == "export" || w == "import") && (f.flow == "" || f.flow == w):
			f.trade, f.flow, f.first = true, w, k
		case w == "single" || w == "-" || w == "and" || w == "overall" || w == "foreign" || w == "bilateral":
		default:
			if a, b, cut := strings.Cut(w, "-"); cut && ordinals[a] > 0 && ranks[b] > 0 {
				f.rank, f.first = ordinals[a], k
				continue
			}
			return f.rank > 0
		}
	}
	return f.rank > 0
}

// partnerWordsBehind reads owner and goods from the words behind the head; false
// where they narrow the rank down, to some goods or to a part of the world.
func (p *page) partnerWordsBehind(f *partnerPhrase, end int32) bool {
	lemma := p.Tokens[f.head].Lemma
	k := f.head + 1
	switch {
	case k >= end:
		return true
	case p.word(k, "after", "behind", "among", "outside", "within", "across", "besides", "except"):
		return false
	case p.word(k, "in", "on") && k+1 < end:
		return p.Tokens[k+1].UPOS == text.NUM || p.word(k+1, "recent") || p.word(k+1, "trade", "goods") && p.stateOf(k+2) == ""
	case lemma == "exporter" && p.word(k, "to"):
		code, e := p.owning(k+1, end)
		f.trade, f.owner, f.last = true, code, e
		return code != "" && !p.narrowed(e, end)
	case p.word(k, "for") && p.lasting(k+1, end):
		return true
	case p.word(k, "of", "for", "from"):
	default:
		return true
	}
	// "of [the] Ghana['s imports]", "for Polish exports", "of imports to Ghana"
	j := k + 1
	if flow, is := p.goods(j); is { // no owner before the goods
		if !f.goods(flow) {
			return false
		}
		f.last = j + 1
		if p.word(j+1, "to", "into", "for", "from", "of") {
			code, e := p.owning(j+2, end)
			if code == "" {
				return false
			}
			f.owner, f.last = code, e
		}
		return !p.narrowed(f.last, end)
	}
	code, e := p.owning(j, end)
	if code == "" {
		return false
	}
	f.owner, f.last = code, e
	if p.word(e, "'s", "’s", "'", "’") {
		e++
	}
	if flow, is := p.goods(e); is {
		f.last = e + 1
		return f.goods(flow) && !p.narrowed(f.last, end)
	}
	return e == f.last && lemma != "importer" && lemma != "exporter" && !p.narrowed(e, end) && p.Tokens[min(e, end-1)].UPOS != text.NOUN && p.Tokens[min(e, end-1)].UPOS != text.ADJ
}

// lasting reports whether the words from t say for how long: "some time", "the
// past ten years".
func (p *page) lasting(t, end int32) bool {
	for k := t; k < min(t+5, end) && p.Tokens[k].UPOS != text.PUNCT; k++ {
		switch p.Tokens[k].Lemma {
		case "time", "year", "decade", "month", "quarter", "now", "long", "today":
			return true
		}
	}
	return false
}

// goods reports whether token t is a word for goods as a whole, with its flow.
func (p *page) goods(t int32) (flow string, ok bool) {
	if int(t) >= len(p.Tokens) {
		return "", false
	}
	flow, ok = goodsWords[p.Tokens[t].Lemma]
	if ok && int(t)+1 < len(p.Tokens) && p.Tokens[t+1].UPOS == text.NOUN {
		return "", false // "import duties"
	}
	return flow, ok
}

// goods takes goods up into the phrase; false where they flow the other way.
func (f *partnerPhrase) goods(flow string) bool {
	f.trade = true
	return flow == "" || f.flow == "" || flow == f.flow
}

// narrowed reports whether a phrase that ended before token t goes on so that its
// rank is one of a part.
func (p *page) narrowed(t, end int32) bool {
	return t < end && (p.word(t, "after", "behind", "among", "outside", "within", "across", "besides", "except") || p.word(t, "in") && t+1 < end && p.Tokens[t+1].UPOS != text.NUM)
}

// owning is the state that the words from t name as a noun, an adjective or a
// pronoun, and the token behind them.
func (p *page) owning(t, end int32) (string, int32) {
	if t < end && p.word(t, "the", "both") {
		t++
	}
	if t >= end {
		return "", t
	}
	if p.word(t, "its", "their") {
		return p.stateOf(t), t + 1
	}
	code := p.stateOf(t)
	e := t + 1
	if n, h := p.t.Names.Longest(p.Tokens[t:end]); n > 0 && h != 0 {
		e = t + int32(n)
	}
	return code, e
}

// partnerOf is the state that is said to be the partner of phrase f, and where it
// stands.
func (p *page) partnerOf(f *partnerPhrase) (other string, s saying, at int32, ok bool) {
	start, end := p.Sentences[p.SentenceOf(f.head)].First, p.Sentences[p.SentenceOf(f.head)].Last
	behind := f.last
	// "Russia's largest trading partner is China"
	if behind < end && p.Tokens[behind].UPOS != text.PUNCT {
		k := behind
		for ; k < end && p.word(k, "is", "was", "remains", "remained", "has", "been", "became", "still", "now", "currently", "by", "far"); k++ {
			s.past = s.past || p.word(k, "was")
			s.became = s.became || p.word(k, "became")
		}
		if k > behind {
			other, e := p.stateAt(k)
			return other, s, k, other != "" && !p.word(e, "and", "or")
		}
		if other, _ := p.stateAt(behind); other != "" { // "its largest trading partner China"
			return other, s, behind, true
		}
	}
	// "China, Russia's largest trading partner,"
	before := f.first - 1
	for before > start && p.word(before, "the", "now", "still", "currently", "also", "long", "by", "far", "already") {
		before--
	}
	if p.word(before, ",", "(", "–", "—") && before > start {
		if other, at := p.stateEnding(before - 1); other != "" && (behind >= end || !p.word(behind, ",") || other != f.owner) {
			return other, s, at, true
		}
	}
	// "its largest trading partner, China"
	if p.word(behind, ",", "(") && behind+1 < end {
		if other, e := p.stateAt(behind + 1); other != "" && (e >= end || p.Tokens[e].UPOS == text.PUNCT || p.word(e, "and")) && other != f.owner {
			if _, said := p.saidOf(f.first); !said {
				return other, s, behind + 1, true
			}
		}
	}
	// "China is", "China has emerged as", "Brazil counts China as"
	if s, ok := p.saidOf(f.first); ok {
		other, at := p.stateEnding(s.subject)
		return other, s, at, other != ""
	}
	if p.word(before, "as") || p.word(before+1, "as") {
		if other, at := p.stateEnding(before - 1); other != "" && at > start && joiners[p.Tokens[at-1].Lemma] == "object" {
			return other, s, at, true
		}
		if other, at := p.stateEnding(before - 1); other != "" && at > start+1 && p.word(at-1, "the") && joiners[p.Tokens[at-2].Lemma] == "object" {
			return other, s, at, true
		}
	}
	return "", s, 0, false
}
