package claim

import (
	"slices"

	"entente/internal/record"
	"entente/internal/text"
)

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
			} else if len(named) == 1 || !p.ofBoth(p.SentenceOf(h), x, y) {
				continue // with somebody who is no state, or of many
			}
			if p.t.State(x) == nil || p.t.State(y) == nil || p.body(h) != "" || p.otherAlliance(h) {
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

// body is the international body that token t heads or belongs to, by its name.
func (p *page) body(t int32) string {
	if i := p.actorAt[t]; i >= 0 && p.c.Actors[i].Kind == record.Body {
		return p.c.Actors[i].Name
	}
	return ""
}
