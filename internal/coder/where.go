package coder

import (
	"entente/internal/coding/event"
	"entente/internal/record"
	"entente/internal/text"
)

// What a sentence names is often the place of something else: of what is
// demanded or condemned, of what talks are about, of where an actor comes from
// or holds office, of where a thing was said. This file tells those places.

// bodily are the types whose deeds are done where their objects are. The
// others are words, and the places inside what is said are not theirs.
var bodily = map[string]bool{"ASSAULT": true, "COERCE": true, "PROTEST": true, "MOBILIZE": true, "AID": true}

// aboutOthers are the types of words whose object is what others do: a place
// inside it is theirs.
var aboutOthers = map[string]bool{"REQUEST": true, "ACCUSE": true, "REJECT": true, "THREATEN": true}

// talkedOver are verbs of talks whose object is their topic.
var talkedOver = map[string]bool{"discuss": true, "debate": true, "review": true, "consider": true}

// setting are nouns behind "on" that say where one meets, not about what.
var setting = map[string]bool{"sideline": true, "margin": true, "border": true, "outskirts": true, "island": true, "coast": true, "shore": true, "ship": true, "street": true}

// elsewhere reports whether the toponym, though near, is not where the event
// took place.
func (b *binding) elsewhere(p *record.Place, f *event.Frame) bool {
	typ := b.c.book.Type(f.Act)
	for _, a := range f.Source {
		if b.belongs(p, &b.out.Actors[a], true, bodily[typ]) {
			return true
		}
	}
	for _, a := range f.Target {
		if b.belongs(p, &b.out.Actors[a], false, bodily[typ]) {
			return true
		}
	}
	return b.home(p) || b.insideContent(p, f, typ) || b.whereSaid(p, f, typ)
}

// belongs reports whether the toponym is part of what the actor is called: "a
// man from Leeds", "the governor of Lima", "California's attorney general",
// "the mufti, the highest judge in Egypt". Where an actor stands ("police in
// Cairo") is where it acts. A victim's own town is where it is hurt.
func (b *binding) belongs(p *record.Place, w *record.Actor, source, bodily bool) bool {
	toks := b.doc.Tokens
	if toks[p.Head].Rel == text.Compound && b.listed(toks[p.Head].Head, w.Head) {
		return !source && !bodily // "a Leeds teenager", but "Leeds residents marched"
	}
	if w.First <= p.First && p.Last <= w.Last && p.Head != w.Head {
		switch b.preposition(p.Head) {
		case "in", "at", "near", "outside", "around", "across":
			return false
		}
		return source || !bodily
	}
	c, appos := p.Head, false
	for n := 0; !b.listed(toks[c].Head, w.Head); n++ {
		appos = appos || toks[c].Rel == text.Appos
		if c = toks[c].Head; c < 0 || n > 6 {
			return false
		}
	}
	if b.floats(p.Head, c) {
		return false
	}
	switch toks[c].Rel {
	case text.Nmod, text.NmodPoss, text.Compound, text.Appos:
	default:
		return false
	}
	if appos || toks[c].Rel == text.Appos {
		return source && c != p.Head
	}
	switch b.preposition(c) {
	case "from":
		return true
	case "of", "for", "to":
		return source || !bodily
	case "":
		return source || !bodily
	}
	return false
}

// home reports whether the toponym says where a person lives: "James Hall, 26,
// of Leeds". The words say so, however the tree hangs them.
func (b *binding) home(p *record.Place) bool {
	return p.First >= 2 && b.doc.Tokens[p.First-1].Lower == "of" && b.doc.Tokens[p.First-2].Form == ","
}

// listed reports whether token t is head or stands in one list with it.
func (b *binding) listed(t, head int32) bool {
	for n := 0; t >= 0 && n < 5; n++ {
		if t == head {
			return true
		}
		if b.doc.Tokens[t].Rel != text.Conj {
			return false
		}
		t = b.doc.Tokens[t].Head
	}
	return false
}

// holds reports whether place i of the page is named right behind a smaller
// place that it holds: "Dresden, in eastern Saxony". It then says where that
// one lies, and nothing of its own.
func (b *binding) holds(i int) bool {
	if i == 0 {
		return false
	}
	q, p := &b.out.Places[i-1], &b.out.Places[i]
	if q.Country != p.Country || p.Country == "" || p.Resolution != "country" && (p.Resolution != "admin1" || q.Admin1 != p.Admin1) || p.First <= q.Last {
		return false
	}
	for t := q.Last; t < p.First; t++ {
		switch w := &b.doc.Tokens[t]; {
		case t == q.Last && w.Form != "," && w.Form != "(":
			return false
		case w.Form == ",", w.Form == "(", w.Lower == "in", w.Lower == "the", w.Form == "-", w.UPOS == text.ADJ, b.direction(t, p.First):
		default:
			return false
		}
	}
	return true
}

// direction reports whether t is part of a word like "south-eastern".
func (b *binding) direction(t, end int32) bool {
	return t+1 < end && b.doc.Tokens[t+1].Form == "-"
}

// floats reports whether toponym x, "in x", hangs on another name where it
// belongs to the clause: "a man from Leeds in London", "talks on Korea in
// Beijing".
func (b *binding) floats(x, name int32) bool {
	toks := b.doc.Tokens
	return x != name && toks[x].Head == name && toks[name].UPOS == text.PROPN && b.preposition(x) == "in"
}

// insideContent reports whether the toponym lies inside what a word deed is
// about: "condemned the attack in Paris", "asked Turkey to guard its embassy in
// Ankara", "discussed tensions in the Red Sea", "talks on Crimea".
func (b *binding) insideContent(p *record.Place, f *event.Frame, typ string) bool {
	if bodily[typ] && typ != "PROTEST" {
		return false
	}
	toks := b.doc.Tokens
	c := p.Head
	for n := 0; toks[c].Head != f.Trigger; n++ {
		if c = toks[c].Head; c < 0 || n > 10 {
			return false
		}
	}
	if b.floats(p.Head, c) {
		return false
	}
	switch b.preposition(c) {
	case "about", "over", "regarding", "concerning", "against":
		return true
	case "on":
		return !setting[toks[c].Lemma] && !(c == p.Head && (p.Feature == "ISL" || p.Feature == "ISLS"))
	}
	if f.Nominal || typ == "PROTEST" {
		return false
	}
	switch toks[c].Rel {
	case text.Xcomp, text.Ccomp:
		return true
	case text.Obj:
		if c == p.Head {
			return typ != "CONSULT" // "visited Lima"
		}
		if !aboutOthers[typ] && !talkedOver[toks[f.Trigger].Lemma] {
			return false // "signed a treaty in Lima", "held talks in Lima"
		}
		for _, list := range [2][]int32{f.Source, f.Target} {
			for _, a := range list {
				if w := &b.out.Actors[a]; w.First <= c && c < w.Last {
					return false
				}
			}
		}
		return true
	}
	return false
}

// whereSaid reports whether the toponym is only where the words were spoken
// that tell of the deed: "said in Geneva that rebels had shelled the town".
func (b *binding) whereSaid(p *record.Place, f *event.Frame, typ string) bool {
	if !bodily[typ] {
		return false
	}
	toks := b.doc.Tokens
	for t, n := f.Carrier, 0; t >= 0 && n < 6; t, n = toks[t].Head, n+1 {
		if toks[t].Rel != text.Ccomp || toks[t].Head < 0 {
			continue
		}
		verb := toks[t].Head
		if b.up(p.Head, verb) > 0 && b.up(p.Head, t) < 0 && !b.between(p.Head, t, f.Trigger) {
			return true
		}
	}
	return false
}

// between reports whether x stands behind the verb of its clause or the deed,
// so that it may hang too high in the tree.
func (b *binding) between(x, clause, trigger int32) bool {
	return clause > b.doc.Tokens[clause].Head && x > min(clause, trigger)
}

// meanwhile reports whether the clause of t runs at the same time as the one
// it hangs on.
func (b *binding) meanwhile(t int32) bool {
	for c := b.kids[t][0]; c >= 0; c = b.kids[c][1] {
		switch b.doc.Tokens[c].Lower {
		case "when", "while":
			return true
		}
	}
	return false
}

// preposition is the word that ties noun t to what it hangs on, "" for none.
func (b *binding) preposition(t int32) string {
	for c := b.kids[t][0]; c >= 0; c = b.kids[c][1] {
		if b.doc.Tokens[c].Rel == text.Case && c < t {
			return b.doc.Tokens[c].Lower
		}
	}
	return ""
}
