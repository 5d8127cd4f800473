package claim

import (
	"fmt"
	"slices"
	"time"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// courses are verbs of going up or down; what goes is their subject or object.
var courses = map[string]record.Direction{
	"grow": record.Up, "rise": record.Up, "increase": record.Up, "expand": record.Up, "climb": record.Up, "double": record.Up, "triple": record.Up,
	"surge": record.Up, "jump": record.Up, "soar": record.Up, "boom": record.Up, "strengthen": record.Up, "deepen": record.Up, "improve": record.Up,
	"intensify": record.Up, "escalate": record.Up, "widen": record.Up, "boost": record.Up, "broaden": record.Up, "flourish": record.Up, "warm": record.Up, "accelerate": record.Up,
	"fall": record.Down, "drop": record.Down, "shrink": record.Down, "decline": record.Down, "decrease": record.Down, "plunge": record.Down, "halve": record.Down,
	"slump": record.Down, "collapse": record.Down, "weaken": record.Down, "deteriorate": record.Down, "cool": record.Down, "ease": record.Down, "subside": record.Down,
	"diminish": record.Down, "reduce": record.Down, "cut": record.Down, "lower": record.Down, "sever": record.Down, "suffer": record.Down, "contract": record.Down, "abate": record.Down,
	"worsen": record.Down,
}

// trends are words that say where a trend points.
var trends = map[string]record.Direction{"upward": record.Up, "growth": record.Up, "rise": record.Up, "improvement": record.Up, "upward-moving": record.Up,
	"expansion": record.Up, "increase": record.Up, "downward": record.Down, "decline": record.Down, "deterioration": record.Down, "decrease": record.Down}

// goods are nouns of trade, with the flow that they name.
var goods = map[string]string{"trade": "", "turnover": "", "commerce": "", "export": "export", "import": "import"}

// strife are nouns of what two states do against each other; more of it is up.
var strife = map[string]bool{"tension": true, "tensions": true, "conflict": true, "hostility": true, "hostilities": true, "clash": true, "clashes": true, "fighting": true, "violence": true, "confrontation": true, "rivalry": true}

var (
	entering = map[string]bool{"join": true, "enter": true, "accede": true, "admit": true, "accept": true}
	exiting  = map[string]bool{"leave": true, "quit": true, "exit": true, "withdraw": true}
	taking   = map[string]bool{"become": true, "appoint": true, "name": true, "elect": true, "take": true, "succeed": true, "serve": true, "install": true}
	parting  = map[string]bool{"resign": true, "retire": true, "quit": true, "oust": true, "step": true, "dismiss": true, "sack": true, "depart": true, "stand": true}
	toRank   = map[string]bool{"become": true, "remain": true, "overtake": true, "replace": true, "emerge": true, "surpass": true}
	striking = map[string]bool{"attack": true, "invade": true, "bomb": true, "strike": true}
	joining  = map[string]bool{"cooperate": true, "collaborate": true}
)

// measured reads what verb says will come, seen from the word of foresight cue,
// if it is something that tables or events count.
func (p *page) measured(c *record.Claim, cue, verb int32) bool {
	f := &record.Foretold{Denied: p.denied(verb) || p.denied(cue) || p.word(cue, "unlikely")}
	c.Foretold = f
	s := p.subjectOf(cue, verb)
	for _, read := range []func(*record.Claim, int32, int32) bool{p.toMember, p.toPartner, p.toOffice, p.toCourse, p.toDeed} {
		if read(c, s, verb) {
			return true
		}
	}
	return p.toTrend(c, cue, verb)
}

// subjectOf is who or what is to do or undergo verb.
func (p *page) subjectOf(cue, verb int32) int32 {
	if k := p.child(verb, text.Nsubj, text.NsubjPass); k >= 0 {
		return k
	}
	if p.Tokens[verb].Rel == text.Xcomp && cue != verb && p.child(cue, text.AuxPass, text.Cop) < 0 {
		if k := p.child(cue, text.Obj); k >= 0 { // "expect trade to grow"
			return k
		}
	}
	for t, n := verb, 0; t >= 0 && n < 4; t, n = p.Tokens[t].Head, n+1 {
		if k := p.child(t, text.Nsubj, text.NsubjPass); k >= 0 {
			return k
		}
		if h := p.Tokens[t].Head; h >= 0 && p.Tokens[t].Rel == text.Acl && p.child(h, text.Cop) < 0 { // "nations poised to"; but "is on the verge of"
			return h
		}
	}
	return -1
}

// among are the objects and phrases of v, and what these say of its subject.
func (p *page) among(v int32) (out []int32) {
	if p.child(v, text.Cop) >= 0 || p.Tokens[v].UPOS == text.NOUN { // "will be a member"
		out = append(out, v)
	}
	for _, k := range p.kids[v] {
		switch p.Tokens[k].Rel {
		case text.Obj, text.Obl, text.Xcomp, text.Nmod, text.Acl:
			out = append(out, k)
		}
	}
	return out
}

// toMember reads entry into a body and exit from one.
func (p *page) toMember(c *record.Claim, s, v int32) bool {
	state := p.stateOf(s)
	if state == "" {
		return false
	}
	lemma := p.Tokens[v].Lemma
	dir := record.In
	switch {
	case entering[lemma]:
	case exiting[lemma], lemma == "pull" && p.word(p.child(v, text.CompoundPrt, text.Advmod), "out"):
		dir = record.Out
	case lemma == "become" || lemma == "be" || lemma == "remain" || p.child(v, text.Cop) >= 0:
		for _, k := range p.among(v) {
			if p.Tokens[k].Lemma != "member" {
				continue
			}
			for _, b := range p.kids[k] {
				if body := p.bodyIn(b); body != "" {
					return p.foretold(c, record.Claim{State: state, Other: body}, record.ByMembership, record.In)
				}
			}
		}
		return false
	default:
		return false
	}
	for _, k := range p.among(v) {
		if body := p.bodyIn(k); body != "" {
			return p.foretold(c, record.Claim{State: state, Other: body}, record.ByMembership, dir)
		}
	}
	return false
}

// bodyIn is the body that the phrase headed by t names. Within "a member of the
// European Union", which is one actor, it is no mention of its own.
func (p *page) bodyIn(t int32) string {
	if b := p.body(t); b != "" {
		return b
	}
	for first := max(p.Sentences[p.SentenceOf(t)].First, t-6); first <= t; first++ {
		n, h := p.t.Names.Longest(p.Tokens[first : t+1])
		for first+int32(n) == t+1 && h != 0 {
			var e reference.Entry
			if e, h = p.t.Names.Next(h); e.Kind == reference.OrgName && p.t.Orgs[e.Row].Kind == "body" {
				return p.t.Orgs[e.Row].Name
			}
		}
	}
	return ""
}

func (p *page) foretold(c *record.Claim, w record.Claim, by record.Indicator, to record.Direction) bool {
	c.State, c.Other, c.Person, c.Office, c.Flow, c.Rank = w.State, w.Other, w.Person, w.Office, w.Flow, w.Rank
	c.Foretold.Indicator, c.Foretold.Direction = by, to
	return true
}

// toPartner reads who is to be the largest partner in trade.
func (p *page) toPartner(c *record.Claim, s, v int32) bool {
	other := p.stateOf(s)
	if other == "" || !toRank[p.Tokens[v].Lemma] && p.child(v, text.Cop) < 0 {
		return false
	}
	for _, k := range p.among(v) {
		flow, ok := partnerWords[p.Tokens[k].Lemma]
		if !ok {
			continue
		}
		rank, trade := 0, flow != ""
		for _, a := range p.kids[k] {
			w := p.Tokens[a].Lower
			switch {
			case ordinals[w] > 0:
				rank = ordinals[w]
			case ranks[w] > 0:
				rank = max(rank, 1)
			case w == "trading" || w == "trade" || w == "economic" || w == "commercial":
				trade = true
			case p.Tokens[a].Rel == text.Nmod && p.stateOf(a) == "" && p.child(a, text.Case) >= 0 && p.word(p.child(a, text.Case), "of", "for"):
				return false // of gas: no table has the trade in single goods
			}
		}
		owner := p.ownerOf(k)
		if rank > 0 && trade && owner != "" && owner != other {
			return p.foretold(c, record.Claim{State: owner, Other: other, Flow: flow, Rank: rank}, record.ByRank, record.In)
		}
	}
	return false
}

// ownerOf is the state whose partner k is: "China's largest supplier", "the
// largest supplier of China".
func (p *page) ownerOf(k int32) string {
	for _, a := range p.kids[k] {
		if r := p.Tokens[a].Rel; r == text.NmodPoss || r == text.Nmod && p.word(p.child(a, text.Case), "of", "for", "to") {
			if s := p.stateOf(a); s != "" {
				return s
			}
		}
	}
	return ""
}

// toOffice reads who is to take or to leave an office.
func (p *page) toOffice(c *record.Claim, s, v int32) bool {
	lemma := p.Tokens[v].Lemma
	dir := record.In
	switch {
	case parting[lemma], (lemma == "leave") && p.leavesOffice(v):
		if (lemma == "step" || lemma == "stand") && !p.word(p.child(v, text.CompoundPrt, text.Advmod), "down", "aside") {
			return false
		}
		dir = record.Out
	case taking[lemma], p.child(v, text.Cop) >= 0, p.Tokens[v].UPOS == text.NOUN:
	default:
		return false
	}
	if s < 0 || p.actorAt[s] < 0 {
		return false
	}
	who := &p.c.Actors[p.actorAt[s]]
	for range 4 {
		if who.Kind == record.Pronoun && who.Antecede >= 0 {
			who = &p.c.Actors[who.Antecede]
		}
	}
	if who.Kind != record.Person {
		return false
	}
	w := record.Claim{State: who.Country, Office: who.Office, Person: who.Person}
	if w.Person != "" {
		_, office, _ := p.officeIn(who.First, who.Last, who.Person)
		w.Person = p.fullName(who, office)
	}
	for _, k := range p.among(v) {
		if i := p.actorAt[k]; i >= 0 && p.c.Actors[i].Office != "" && p.c.Actors[i].Kind == record.Person && p.c.Actors[i].Country != "" {
			w.State, w.Office = p.c.Actors[i].Country, p.c.Actors[i].Office
			return p.foretold(c, w, record.ByOffice, dir)
		}
	}
	if dir == record.Out && w.Office != "" && w.State != "" {
		return p.foretold(c, w, record.ByOffice, dir)
	}
	return false
}

func (p *page) leavesOffice(v int32) bool {
	o := p.child(v, text.Obj)
	return o >= 0 && slices.Contains([]string{"office", "post", "job", "position"}, p.Tokens[o].Lemma)
}

// toCourse reads where trade, votes, ties or strife of two states go.
func (p *page) toCourse(c *record.Claim, s, v int32) bool {
	dir, ok := courses[p.Tokens[v].Lemma]
	if !ok {
		return false
	}
	what, whose := s, s
	if o := p.child(v, text.Obj); o >= 0 { // "will deepen their cooperation"
		what = o
		if s < 0 {
			whose = o
		}
	}
	if what < 0 {
		return false
	}
	lemma := p.Tokens[what].Lemma
	if lemma == "share" || lemma == "volume" || lemma == "level" || lemma == "value" { // "the volume of trade"
		for _, k := range p.kids[what] {
			if _, ok := goods[p.Tokens[k].Lemma]; ok && p.Tokens[k].Rel == text.Nmod {
				what, lemma = k, p.Tokens[k].Lemma
			}
		}
	}
	if p.Tokens[v].Lemma == "worsen" && strife[lemma] {
		dir = record.Up
	}
	flow, trade := goods[lemma]
	var by record.Indicator
	switch {
	case trade:
		by = record.ByTrade
	case lemma == "agreement" && p.about(what, "voting", "vote", "assembly"):
		by = record.ByAgreement
	case strife[lemma]:
		by = record.ByConflict
	case relationWords[lemma] || lemma == "collaboration" || lemma == "coordination":
		by = record.ByCooperation
	default:
		return false
	}
	a, b := p.pair(c.Sentence, what, whose)
	return p.foretold(c, record.Claim{State: a, Other: b, Flow: flow}, by, dir)
}

// about reports whether one of the words hangs on t.
func (p *page) about(t int32, words ...string) bool {
	for _, k := range p.kids[t] {
		if slices.Contains(words, p.Tokens[k].Lemma) {
			return true
		}
	}
	return false
}

// pair are the two states that a phrase names, or its subject, or that the
// sentence points back to; empty where these are not two.
func (p *page) pair(sentence int32, phrases ...int32) (a, b string) {
	var named []string
	for _, t := range phrases {
		if t < 0 {
			continue
		}
		for _, s := range append([]string{p.stateOf(t)}, p.statesUnder(t)...) {
			if s != "" && !slices.Contains(named, s) {
				named = append(named, s)
			}
		}
		if len(named) >= 2 {
			break
		}
	}
	switch {
	case len(named) == 2:
		return named[0], named[1]
	case len(named) > 2:
		return "", ""
	}
	a, b = p.dyad()
	if a == "" || len(named) == 1 && named[0] != a && named[0] != b {
		return "", ""
	}
	s := &p.Sentences[sentence]
	for t := s.First; t < s.Last; t++ {
		if p.word(t, "their", "both", "bilateral", "mutual") || p.word(t, "two") && p.word(t+1, "nations", "countries", "states", "sides", "neighbours", "neighbors", "capitals") {
			return a, b
		}
	}
	return "", ""
}

// toDeed reads what one state is to do to or with another.
func (p *page) toDeed(c *record.Claim, s, v int32) bool {
	lemma := p.Tokens[v].Lemma
	by := record.ByConflict
	if joining[lemma] {
		by = record.ByCooperation
	} else if !striking[lemma] {
		return false
	}
	a := p.stateOf(s)
	for _, k := range p.among(v) {
		if b := p.stateOf(k); a != "" && b != "" && a != b {
			return p.foretold(c, record.Claim{State: a, Other: b}, by, record.Up)
		}
	}
	return false
}

// toTrend reads a trend that is said to go on: "the trajectory of their
// relationship suggests a continued upward trend".
func (p *page) toTrend(c *record.Claim, cue, verb int32) bool {
	related := int32(-1)
	for _, k := range p.kids[cue] {
		if relationWords[p.Tokens[k].Lemma] || strife[p.Tokens[k].Lemma] || goods[p.Tokens[k].Lemma] != "" || p.Tokens[k].Lemma == "trade" {
			related = k
		}
	}
	o := p.child(verb, text.Obj, text.Obl)
	if related < 0 || o < 0 {
		return false
	}
	dir := trends[p.Tokens[o].Lemma]
	for _, k := range p.kids[o] {
		if d := trends[p.Tokens[k].Lower]; d != "" {
			dir = d
		}
	}
	if dir == "" {
		return false
	}
	by := record.ByCooperation
	if flow, ok := goods[p.Tokens[related].Lemma]; ok {
		by, c.Flow = record.ByTrade, flow
	} else if strife[p.Tokens[related].Lemma] {
		by = record.ByConflict
	}
	a, b := p.pair(c.Sentence, related)
	return p.foretold(c, record.Claim{State: a, Other: b, Flow: c.Flow}, by, dir)
}

func day(d text.Date) string {
	switch {
	case !d.Known():
		return ""
	case d.Day != 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d", d.Year)
}

func dayBefore(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}
