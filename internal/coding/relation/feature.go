package relation

import (
	"entente/internal/record"
	"entente/internal/text"
)

// features writes what the model sees of pair p into x.
func (x *scratch) features(p *Pair) {
	s, t := &p.Source, &p.Target
	x.pair = p
	x.phrases(s, t)
	x.tree(s, t)
	x.strings(s, t)
	x.known(p)
	x.modals()
}

// phrases: who the two are, and how they stand to each other.
func (x *scratch) phrases(s, t *Phrase) {
	x.phrase("s", s)
	x.phrase("t", t)
	order := "st"
	if t.First < s.First {
		order = "ts"
	}
	x.order = order
	x.add("order", order, "", "")
	gap := int(t.First - s.Last)
	if order == "ts" {
		gap = int(s.First - t.Last)
	}
	x.add("gap", bucket(gap), order, "")
	x.add("kinds", string(s.Kind)+s.Sector, string(t.Kind)+t.Sector, "")
	if s.Country != "" && s.Country == t.Country {
		x.add("same country", order, "", "")
	}
}

func (x *scratch) phrase(role string, p *Phrase) {
	if p.Last == 0 {
		x.add("missing", role, "", "")
		return
	}
	x.add("kind", role, string(p.Kind), "")
	x.add("sector", role, p.Sector, "")
	if p.Head >= 0 {
		h := x.tok(p.Head)
		x.add("head", role, x.word(h), "")
		x.add("rel", role, h.Rel.String(), "")
		x.add("case", role, x.caseOf(p.Head), "")
	}
	for i := p.First; i < p.Last; i++ {
		if tk := x.tok(i); tk.UPOS == text.NOUN || tk.UPOS == text.ADJ || tk.UPOS == text.VERB {
			x.add("in", role, tk.Lemma, "")
		}
	}
}

// tree: the path between the two, and what hangs on its verbs.
func (x *scratch) tree(s, t *Phrase) {
	if s.Head < 0 || t.Head < 0 || x.doc.SentenceOf(s.Head) != x.doc.SentenceOf(t.Head) {
		x.add("apart", "", "", "")
		return
	}
	top := x.common(s.Head, t.Head)
	up, down := x.rels(s.Head, top), x.rels(t.Head, top)
	x.add("path", up, down, "")
	w := x.tok(top)
	lem := x.word(w)
	x.add("top", lem, w.UPOS.String(), "")
	x.add("top", lem, up, down)
	for _, c := range x.classes(w) {
		x.add("top class", c, up, "")
		x.add("top class", c, x.caseOf(t.Head), "")
	}
	x.chain("s", s.Head, top)
	x.chain("t", t.Head, top)
	for _, side := range [2]struct {
		name string
		head int32
	}{{"s", s.Head}, {"t", t.Head}} {
		if v := x.governor(side.head); v >= 0 {
			x.predicate(side.name, v)
			x.add("case+verb", side.name, x.caseOf(side.head), x.word(x.tok(v)))
		}
	}
	if v := x.governor(s.Head); v >= 0 {
		u := x.governor(t.Head)
		if u >= 0 {
			x.add("verbs", x.word(x.tok(v)), x.word(x.tok(u)), x.caseOf(t.Head))
			for _, a := range x.classes(x.tok(v)) {
				for _, b := range x.classes(x.tok(u)) {
					x.add("verb classes", a, b, "")
				}
			}
		}
	}
}

// chain: each word from head up to top, by its lemma, class and relation.
func (x *scratch) chain(role string, head, top int32) {
	last := ""
	for h, n := x.tok(head).Head, 0; h >= 0 && n < 8 && head != top; n++ {
		w := x.tok(h)
		lem := x.word(w)
		x.add("on", role, lem, w.UPOS.String())
		x.add("on any", lem, "", "")
		for _, c := range x.classes(w) {
			x.add("on class", role, c, "")
		}
		x.lexical("on", role, h)
		if last != "" {
			x.add("on two", role, lem, last)
		}
		last = lem
		if h == top {
			break
		}
		h = w.Head
	}
}

// predicate: the verb or noun that governs one of the two, with what else it
// governs.
func (x *scratch) predicate(role string, v int32) {
	w := x.tok(v)
	lem := x.word(w)
	x.add("gov", role, lem, "")
	voice := "act"
	if w.Feats.Has(text.Passive) {
		voice = "pass"
	}
	x.add("gov", role, lem, voice)
	for c := x.child(v); c >= 0; c = x.sibling(c) {
		k := x.tok(c)
		switch k.Rel {
		case text.Obj, text.Iobj, text.Obl, text.OblAgent, text.Nmod, text.Xcomp, text.Ccomp, text.Advcl, text.CompoundPrt, text.NsubjPass, text.Conj, text.Acl:
			x.add("arg", role+k.Rel.String(), x.caseOf(c), x.word(k))
			x.add("gov+arg", role, lem, x.caseOf(c)+" "+x.word(k))
			for _, cl := range x.classes(k) {
				x.add("arg class", role+k.Rel.String(), x.caseOf(c), cl)
			}
			if k.Rel == text.Obj || k.Rel == text.Xcomp || k.Rel == text.Ccomp {
				x.lexical("arg", role, c)
				for d := x.child(c); d >= 0; d = x.sibling(d) {
					e := x.tok(d)
					switch e.Rel {
					case text.Obj, text.Nmod, text.Obl, text.Xcomp, text.Acl, text.Compound, text.Amod:
						x.add("arg2", role+k.Rel.String(), x.word(k), x.word(e))
						x.add("arg3", role, lem, x.word(e))
					}
				}
			}
		case text.Aux, text.Advmod, text.Mark, text.AuxPass, text.Cop:
			x.add("aux", role, k.Lemma, "")
			x.add("aux+verb", role, k.Lemma, lem)
		}
	}
	for a, n := w.Head, 0; a >= 0 && n < 3; n++ {
		k := x.tok(a)
		x.add("above", role, x.word(k), "")
		x.add("above+gov", role, x.word(k), lem)
		x.lexical("above", role, a)
		a = k.Head
	}
}

// strings: words between, behind and around, without a tree.
func (x *scratch) strings(s, t *Phrase) {
	if s.Last == 0 {
		s = t
	}
	if t.Last == 0 {
		t = s
	}
	from, to := s.Last, t.First
	if t.First < s.First {
		from, to = t.Last, s.First
	}
	x.region("between"+x.order, from, to, true)
	a, b := s.First, t.Last
	if t.First < s.First {
		a, b = t.First, s.Last
	}
	lo, hi := x.lo, x.hi
	x.region("before", max(lo, a-6), a, false)
	x.region("after", b, min(hi, b+10), false)
	x.region("all", lo, hi, false)
	// The first words that follow each of the two, whatever the tree says.
	x.following("s", s.Last, hi)
	x.following("t", t.Last, hi)
	for k, i := 0, t.First-1; i >= lo && k < 3; i, k = i-1, k+1 {
		x.add("lead", "t"+string(rune('0'+k)), x.word(x.tok(i)), "")
	}
}

func (x *scratch) region(name string, from, to int32, pairs bool) {
	last := ""
	for i := from; i < to; i++ {
		w := x.tok(i)
		if w.UPOS == text.PUNCT || x.inside(i) {
			continue
		}
		lem := x.word(w)
		x.add(name, lem, "", "")
		if content(w.UPOS) {
			for _, c := range x.classes(w) {
				x.add(name+"#", c, "", "")
			}
			x.lexical(name, "", i)
		}
		if pairs && last != "" {
			x.add(name+"2", last, lem, "")
		}
		last = lem
	}
}

// following: the first verb after a phrase, the next one, and the first noun.
func (x *scratch) following(role string, from, hi int32) {
	var first, second, noun string
	for i := from; i < min(hi, from+14); i++ {
		w := x.tok(i)
		switch {
		case x.inside(i):
		case w.UPOS == text.VERB && first == "":
			first = x.word(w)
			x.lexical("next", role, i)
			for _, c := range x.classes(w) {
				x.add("next class", role, c, "")
			}
		case w.UPOS == text.VERB && second == "":
			second = x.word(w)
		case w.UPOS == text.NOUN && noun == "" && first != "":
			noun = x.word(w)
		}
	}
	x.add("next", role, first, "")
	x.add("next2", role, first, second)
	x.add("next noun", role, first, noun)
	x.add("next3", first, second, noun)
}

// known: what the lexicon's rules coded between and around the two.
func (x *scratch) known(p *Pair) {
	none := true
	for i := range p.Events {
		e := &p.Events[i]
		place := "other"
		ss, st, ts, tt := touches(e.Source, &p.Source), touches(e.Source, &p.Target), touches(e.Target, &p.Source), touches(e.Target, &p.Target)
		switch {
		case ss && tt, e.Symmetric && st && ts:
			place = "pair"
			none = false
		case st && ts:
			place = "back"
		case ss:
			place = "source"
		case tt:
			place = "target"
		case st || ts:
			place = "crossed"
		}
		x.add("coded", place, e.Type, "")
		x.add("coded", place, e.Act, "")
		x.add("coded", place, e.Type, e.mood())
	}
	if none {
		x.add("coded", "no pair", "", "")
	}
}

func touches(list []Phrase, p *Phrase) bool {
	for i := range list {
		if list[i].First < p.Last && p.First < list[i].Last {
			return true
		}
	}
	return false
}

func (e *Event) mood() string {
	m := ""
	if e.Factuality.Negated {
		m += "neg "
	}
	if e.Factuality.Future {
		m += "fut "
	}
	if e.Factuality.Hypothetical {
		m += "hyp "
	}
	if e.Factuality.Certainty == record.Uncommitted {
		m += "unc"
	}
	return m
}

// modals: negation and modality, with the words they hang on.
func (x *scratch) modals() {
	for i := x.lo; i < x.hi; i++ {
		switch w := x.tok(i); w.Lemma {
		case "not", "never", "no", "will", "would", "must", "should", "may", "could":
			if w.Head >= 0 {
				x.add("modal", w.Lemma, x.word(x.tok(w.Head)), "")
			}
		}
	}
}
