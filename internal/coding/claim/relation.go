package claim

import (
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

var ranks = map[string]int{"largest": 1, "biggest": 1, "top": 1, "main": 1, "leading": 1, "primary": 1, "number-one": 1, "no.1": 1, "principal": 1}

var ordinals = map[string]int{"second": 2, "third": 3, "fourth": 4, "fifth": 5, "2nd": 2, "3rd": 3}

// partnerWords end a phrase that names a trade partner, with the flow of goods
// seen from the state whose partner it is.
var partnerWords = map[string]string{"partner": "", "market": "export", "destination": "export", "customer": "export", "buyer": "export", "supplier": "import", "source": "import"}

// partners finds "China is Russia's largest trading partner", "Germany, the
// biggest market for Polish exports".
func (p *page) partners() {
	for t := range p.Tokens {
		h := int32(t)
		flow, ok := partnerWords[p.Tokens[h].Lemma]
		if !ok || p.Tokens[h].UPOS != text.NOUN {
			continue
		}
		rank, trade, first := 0, false, h
		for k := h - 1; k >= max(h-6, 0) && p.Tokens[k].Head >= 0; k-- {
			w := p.Tokens[k].Lower
			switch {
			case ranks[w] > 0:
				rank, first = max(rank, 1), k
				if k > 0 && ordinals[p.Tokens[k-1].Lower] > 0 {
					rank, first = ordinals[p.Tokens[k-1].Lower], k-1
				}
			case w == "trading" || w == "trade" || w == "commercial" || w == "economic" && p.Tokens[h].Lemma == "partner":
				trade, first = true, k
			case w == "export" || w == "import":
				trade, flow, first = true, w, k
			case strings.HasPrefix(w, "second-") && ranks[w[len("second-"):]] > 0:
				rank, first = 2, k
			case strings.HasPrefix(w, "third-") && ranks[w[len("third-"):]] > 0:
				rank, first = 3, k
			default:
				if w != "single" && w != "-" && w != "and" && w != "overall" && w != "foreign" && ordinals[w] == 0 {
					k = -1
				}
			}
			if k < 0 {
				break
			}
		}
		if rank == 0 || !trade || p.denied(h) {
			continue
		}
		if k := p.child(h, text.Nmod); k >= 0 && flow == "" && p.goods(k) == "" && p.Tokens[k].Lemma == "good" {
			flow = "export"
		}
		owner, owned := p.owner(h, first)
		other, change, at := p.holder(h)
		if owner == "" || other == "" || owner == other {
			continue
		}
		from, to := min(first, owned, at), max(h, owned, at)+1
		p.add(record.Claim{Kind: record.ClaimPartner, State: owner, Other: other, Flow: flow, Rank: rank, Change: change}, from, to, "largest partner")
	}
}

func (p *page) goods(int32) string { return "" }

// owner is the state whose partner h is: "Russia's …", "its …", "… of Russia".
func (p *page) owner(h, first int32) (state string, at int32) {
	if k := p.child(h, text.NmodPoss); k >= 0 {
		if s := p.stateOf(k); s != "" {
			return s, k
		}
	}
	for _, k := range p.kids[h] {
		if p.Tokens[k].Rel == text.Nmod && k > h {
			if c := p.child(k, text.Case); p.word(c, "of", "for") {
				if s := p.stateOf(k); s != "" {
					return s, k
				}
			}
		}
	}
	for k := max(first-3, 0); k < first; k++ { // "Russia 's", "Poland 's"
		if p.word(k+1, "'s", "'", "’s") {
			if s := p.stateOf(k); s != "" {
				return s, k
			}
		}
	}
	return "", h
}

// holder is the state that is said to be the partner h: the subject of "is", of
// "remains", of "emerging as", or what stands in apposition.
func (p *page) holder(h int32) (state, change string, at int32) {
	if p.child(h, text.Cop) >= 0 {
		if k := p.child(h, text.Nsubj); k >= 0 {
			return p.stateOf(k), "", k
		}
	}
	v := p.Tokens[h].Head
	if v < 0 {
		return "", "", h
	}
	switch p.Tokens[h].Rel {
	case text.Appos:
		return p.stateOf(v), "", v
	case text.Obl, text.Nmod, text.Xcomp, text.Obj, text.Advcl, text.Ccomp, text.AclRelcl, text.Acl:
		switch p.Tokens[v].Lemma {
		case "emerge", "become", "rise":
			change = "emerging"
		case "overtake", "replace", "surpass", "grow":
			change = "emerging"
		case "remain", "stay", "be", "make", "represent":
		default:
			if p.Tokens[v].UPOS == text.VERB && !slices.Contains([]string{"have", "see", "consider", "count"}, p.Tokens[v].Lemma) {
				return "", "", h
			}
		}
		if k := p.child(v, text.Nsubj); k >= 0 {
			if s := p.stateOf(k); s != "" {
				return s, change, k
			}
		}
		if g := p.Tokens[v].Head; g >= 0 && (p.Tokens[v].Rel == text.Acl || p.Tokens[v].Rel == text.AclRelcl) { // "China emerging as"
			return p.stateOf(g), change, g
		}
	}
	if k := p.child(h, text.Appos); k >= 0 { // "its largest trading partner, China"
		return p.stateOf(k), "", k
	}
	return "", "", h
}

// memberships finds "NATO member Turkey", "Finland joined NATO", "Iran is a
// member of the SCO".
func (p *page) memberships() {
	for t := range p.Tokens {
		h := int32(t)
		switch lemma := p.Tokens[h].Lemma; {
		case lemma == "member" || lemma == "observer":
			p.memberNoun(h)
		case p.Tokens[h].UPOS == text.VERB && (lemma == "join" || lemma == "leave" || lemma == "quit"):
			p.memberVerb(h)
		}
	}
}

func (p *page) memberNoun(h int32) {
	body := ""
	at := h
	for _, k := range p.kids[h] {
		if b := p.body(k); b != "" && (p.Tokens[k].Rel == text.Compound || p.Tokens[k].Rel == text.Nmod || p.Tokens[k].Rel == text.NmodPoss) {
			body, at = b, k
		}
	}
	if body == "" || p.denied(h) {
		return
	}
	status := ""
	if p.Tokens[h].Lemma == "observer" {
		status = "observer"
	}
	for _, k := range p.kids[h] {
		switch p.Tokens[k].Lower {
		case "former":
			status = "former"
		case "founding", "full", "permanent", "original":
			status = p.Tokens[k].Lower
		case "non", "non-permanent", "aspiring", "prospective", "potential", "candidate", "associate", "would-be", "fellow", "newest", "new", "other", "most", "all", "some", "many":
			return
		}
	}
	var who []int32
	switch {
	case p.child(h, text.Cop) >= 0:
		if p.child(h, text.Aux) >= 0 { // "will be", "has been"
			return
		}
		who = p.listed(p.child(h, text.Nsubj))
	case p.Tokens[h].Rel == text.Appos:
		who = []int32{p.Tokens[h].Head}
	case p.Tokens[h].Rel == text.Compound || p.Tokens[h].Rel == text.Nmod: // "NATO member Turkey"
		who = []int32{p.Tokens[h].Head}
	default:
		for _, k := range p.kids[h] {
			if r := p.Tokens[k].Rel; (r == text.Appos || r == text.Flat || r == text.Compound && k > h) && k == h+1 {
				who = append(who, k)
			}
		}
	}
	for _, w := range who {
		if s := p.stateOf(w); s != "" {
			p.add(record.Claim{Kind: record.ClaimMembership, State: s, Other: body, Status: status}, min(w, at, h), max(w, at, h)+1, "member of a body")
		}
	}
}

func (p *page) memberVerb(v int32) {
	o := p.child(v, text.Obj)
	if o < 0 || p.denied(v) {
		return
	}
	body := p.body(o)
	if body == "" || !p.Tokens[v].Feats.Has(text.Past) && !p.Tokens[v].Feats.Has(text.Finite) {
		return
	}
	for _, k := range p.kids[v] {
		if p.Tokens[k].Rel == text.Aux && !p.word(k, "has", "have", "had", "did") {
			return // "will join", "may join"
		}
	}
	status := "joined"
	if p.Tokens[v].Lemma != "join" {
		status = "left"
	}
	for _, w := range p.listed(p.child(v, text.Nsubj)) {
		if s := p.stateOf(w); s != "" {
			p.add(record.Claim{Kind: record.ClaimMembership, State: s, Other: body, Status: status}, min(w, v, o), max(w, v, o)+1, "entry into or exit from a body")
		}
	}
}

// listed is a noun with those that are joined to it.
func (p *page) listed(h int32) (out []int32) {
	if h < 0 {
		return nil
	}
	out = append(out, h)
	for _, k := range p.kids[h] {
		if p.Tokens[k].Rel == text.Conj {
			out = append(out, k)
		}
	}
	return out
}

// body is the international body that token t heads or belongs to, by its name.
func (p *page) body(t int32) string {
	if i := p.actorAt[t]; i >= 0 && p.c.Actors[i].Kind == record.Body {
		return p.c.Actors[i].Name
	}
	return ""
}

// alliances finds "their alliance", "X's ally Y", "the alliance between X and Y",
// and of two states that the report is about.
func (p *page) alliances() {
	a, b := p.dyad()
	for t := range p.Tokens {
		h := int32(t)
		tk := &p.Tokens[h]
		if tk.UPOS != text.NOUN {
			continue
		}
		switch tk.Lemma {
		case "alliance":
			x, y := a, b
			if named := p.statesUnder(h); len(named) == 2 {
				x, y = named[0], named[1]
			} else if len(named) == 1 {
				continue // with somebody who is no state, or of many
			}
			if x == "" || y == "" || p.body(h) != "" || p.otherAlliance(h) {
				continue
			}
			p.add(record.Claim{Kind: record.ClaimAlliance, State: x, Other: y}, h, h+1, "the word alliance between two states")
		case "ally":
			if k := p.child(h, text.NmodPoss); k >= 0 {
				x := p.stateOf(k)
				y := ""
				for _, w := range append(p.kids[h], tk.Head) {
					if w >= 0 && w != k && y == "" && (w > h && p.Tokens[w].Head == h && (p.Tokens[w].Rel == text.Appos || p.Tokens[w].Rel == text.Flat) || w == tk.Head && tk.Rel == text.Appos) {
						y = p.stateOf(w)
					}
				}
				if p.child(h, text.Cop) >= 0 {
					y = p.stateOf(p.child(h, text.Nsubj))
				}
				if x != "" && y != "" && x != y {
					p.add(record.Claim{Kind: record.ClaimAlliance, State: x, Other: y}, min(k, h), max(k, h)+1, "ally of a state")
				}
			}
		}
	}
}

// otherAlliance reports an alliance that is not the two states' own: of parties,
// or one that the words call by another's name.
func (p *page) otherAlliance(h int32) bool {
	for _, k := range p.kids[h] {
		switch p.Tokens[k].Lower {
		case "western", "ruling", "opposition", "coalition", "party", "military-political", "electoral", "rebel", "nato", "new", "an":
			return true
		}
	}
	return false
}

// statesUnder are the states named in the phrase under h.
func (p *page) statesUnder(h int32) (out []string) {
	var walk func(t int32, depth int)
	walk = func(t int32, depth int) {
		for _, k := range p.kids[t] {
			if depth < 3 {
				if s := p.stateOf(k); s != "" && !slices.Contains(out, s) && p.Tokens[k].UPOS != text.PRON {
					out = append(out, s)
				}
				walk(k, depth+1)
			}
		}
	}
	walk(h, 0)
	return out
}

// dyad are the two states that the report is about: those of its counted
// records, if these are all between the same two.
func (p *page) dyad() (a, b string) {
	for i := range p.c.Records {
		r := &p.c.Records[i]
		if !r.Counted || len(r.Source) == 0 || len(r.Target) == 0 {
			continue
		}
		x, y := r.Source[0].Country, r.Target[0].Country
		if x == "" || y == "" || x == y {
			continue
		}
		if y < x {
			x, y = y, x
		}
		if a != "" && (a != x || b != y) {
			return "", ""
		}
		a, b = x, y
	}
	return a, b
}
