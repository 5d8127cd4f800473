package attribution

import (
	"sort"

	"entente/internal/record"
	"entente/internal/text"
)

// Factuality judges the event with the given trigger and carrier (the light
// verb that bears tense and negation; the trigger itself otherwise). definite
// tells that a nominal trigger points back to something ("the attack"), which
// presupposes it. The second result is the nearest attribution whose content
// holds the trigger: an index into Said, or -1 for the article itself.
func (l *Layer) Factuality(trigger, carrier int32, definite bool) (record.Factuality, int32) {
	f := record.Factuality{Certainty: record.Certain}
	c := &climb{l: l, f: &f}
	p := l.p
	c.modifiers(trigger)
	if carrier != trigger {
		// "planned a demonstration"; a carrier that the noun is subject of ("the
		// talks focused on trade") says nothing of it.
		if r := p.Tokens[trigger].Rel; r != text.Nsubj && r != text.NsubjPass {
			c.governed(carrier, 'o')
		}
		c.modifiers(carrier)
		c.auxiliaries(carrier)
	}
	if p.Tokens[trigger].UPOS == text.VERB {
		c.auxiliaries(trigger)
	}
	if x := c.longAgo(carrier); x >= 0 {
		c.apply(effect{"hist", "years ago"}, x)
	}
	if c.perfect(carrier) >= 0 {
		if x := c.span(carrier); x >= 0 {
			c.apply(effect{"hab", "perfect over years: no single occasion"}, x)
		}
	}
	if h := p.Tokens[carrier].Head; p.Tokens[carrier].Rel == text.AclRelcl && (p.Tokens[h].Head < 0 || p.onTheDay(p.Tokens[h].Head) != carrier) {
		if x := c.had(carrier); x >= 0 {
			c.apply(effect{"hist", "pluperfect in a relative clause"}, x)
		}
	}
	c.up(carrier, definite && carrier == trigger)
	si := p.SentenceOf(trigger)
	if s := &p.Sentences[si]; s.Last > s.First && p.Tokens[s.Last-1].Form == "?" {
		c.apply(effect{"U", "question"}, s.Last-1)
	}
	said := l.holder(trigger, carrier)
	if said >= 0 {
		a := &l.Said[said]
		if cc, ok := l.j.said[wordKeyOf(&l.p.Tokens[a.CueTok])]; ok {
			switch cc.certainty {
			case record.Probable:
				c.lower(record.Probable)
			case record.Possible:
				c.lower(record.Possible)
			case record.Uncommitted:
				c.lower(record.Uncommitted)
			}
			f.Why = append(f.Why, record.Why{Rule: a.Why.Rule, Detail: "said: " + a.Why.Detail, Span: a.Cue})
		}
	}
	return f, said
}

// holder is the innermost attribution whose content covers the trigger and
// whose cue is not the trigger itself. The cue is of the trigger's sentence,
// unless that stands in a quotation.
func (l *Layer) holder(trigger, carrier int32) int32 {
	at := l.p.Tokens[trigger].Span
	si := l.p.SentenceOf(trigger)
	from, to := l.cuesOf(si, si)
	best, size := int32(-1), int32(1<<30)
	for _, wide := range [2]bool{false, true} {
		if wide {
			if best >= 0 || l.quotes.in == nil || l.quotes.in[trigger] == 0 {
				break
			}
			from, to = l.cuesOf(si-farCue, si+farCue)
		}
		for i := from; i < to; i++ {
			a := &l.Said[i]
			if a.Verb == record.Attitude || a.CueTok == trigger || a.CueTok == carrier || !text.Span(a.Content).Contains(at) && !text.Span(a.More).Contains(at) {
				continue
			}
			if n := a.Content.End - a.Content.Start; n < size {
				best, size = int32(i), n
			}
		}
	}
	return best
}

// farCue is how many sentences lie at most between a quoted sentence and the cue
// of its quotation.
const farCue = 8

// cuesOf are the attributions [from,to) with cues in sentences first to last;
// cues were found in reading order.
func (l *Layer) cuesOf(first, last int32) (from, to int) {
	first, last = max(first, 0), min(last, int32(len(l.p.Sentences))-1)
	at := func(t int32) int { return sort.Search(len(l.Said), func(i int) bool { return l.Said[i].CueTok >= t }) }
	return at(l.p.Sentences[first].First), at(l.p.Sentences[last].Last)
}

// climb collects effects on the way from a trigger to the root.
type climb struct {
	l      *Layer
	f      *record.Factuality
	denied int32 // token after the last one that denied, so that it denies once
}

var degree = map[record.Certainty]int{record.Certain: 3, record.Probable: 2, record.Possible: 1, record.Uncommitted: 0}

func (c *climb) lower(to record.Certainty) {
	if degree[to] < degree[c.f.Certainty] {
		c.f.Certainty = to
	}
}

func (c *climb) apply(e effect, t int32) {
	switch e.what {
	case "+":
		return
	case "-":
		if c.denied == t+1 {
			return // "No talks were held": seen from the noun and from its verb
		}
		c.denied = t + 1
		c.f.Negated = !c.f.Negated
	case "hyp":
		c.f.Hypothetical = true
		c.lower(record.Uncommitted)
	case "fut":
		c.f.Future = true
		c.lower(record.Probable)
	case "PR":
		c.lower(record.Probable)
	case "PS":
		c.lower(record.Possible)
	case "U":
		c.lower(record.Uncommitted)
	case "hab":
		c.f.Habitual = true
	case "hist":
		c.f.Historical = true
	}
	c.f.Why = append(c.f.Why, record.Why{Rule: e.at, Detail: c.l.p.Tokens[t].Lower + ": " + e.what, Span: record.Span(c.l.p.Tokens[t].Span)})
}

// modifiers reads adverbs, adjectives and determiners on the event word.
func (c *climb) modifiers(t int32) {
	p := c.l.p
	for x := p.first[t]; x >= 0; x = p.next[x] {
		tk := &p.Tokens[x]
		switch tk.Rel {
		case text.Cc:
			for _, k := range [2]byte{'j', 'm'} { // "nor", "rather than"
				if e, ok := c.l.j.effect[effectKey{tk.Lower, k, 'c'}]; ok && e.what == "-" {
					c.apply(e, x)
					break
				}
			}
		case text.Advmod, text.Amod, text.Det, text.Compound: // the tagger may take "imminent" for a noun
			if e, ok := c.l.j.effect[effectKey{tk.Lower, 'j', 'c'}]; ok {
				c.apply(e, x)
			}
		case text.Nsubj, text.NsubjPass, text.Obj:
			// "No soldiers were killed": the determiner denies the verb.
			if d := c.nobody(x); d >= 0 {
				c.apply(effect{"-", "determiner " + p.Tokens[d].Lower}, d)
			} else if tk.Lower == "nobody" || tk.Lower == "none" || tk.Lower == "nothing" {
				c.apply(effect{"-", "pronoun of denial"}, x)
			}
		case text.Mark, text.Case:
			e, ok := c.l.j.effect[effectKey{tk.Lower, 'm', 'c'}]
			if ok && (e.what == "-" || p.Tokens[t].UPOS != text.NOUN) {
				c.apply(e, x)
			} else if tk.Lower == "without" {
				c.apply(effect{"-", "without"}, x)
			}
		}
	}
}

// nobody is the word that makes an actor of noun x none at all: no, neither,
// zero, few without an article; -1 when there is none.
func (c *climb) nobody(x int32) int32 {
	p := c.l.p
	for d := p.first[x]; d >= 0 && d < x; d = p.next[d] {
		switch p.Tokens[d].Lower {
		case "no", "neither", "zero":
			return d
		case "few":
			if p.child(x, text.Det, text.NmodPoss) < 0 {
				return d
			}
		}
	}
	return -1
}

// marks reads what opens the clause of verb v: if, unless, whether.
func (c *climb) marks(v int32) {
	p := c.l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		if p.Tokens[x].Rel != text.Mark || p.Tokens[v].UPOS == text.NOUN {
			continue
		}
		if e, ok := c.l.j.effect[effectKey{p.Tokens[x].Lower, 'm', 'c'}]; ok {
			c.apply(e, x)
		}
	}
}

// auxiliaries reads modals, and the pluperfect as background.
func (c *climb) auxiliaries(v int32) {
	p := c.l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		tk := &p.Tokens[x]
		if tk.Rel != text.Aux && tk.Rel != text.AuxPass {
			continue
		}
		if e, ok := c.l.j.effect[effectKey{tk.Lower, 'x', 'c'}]; ok {
			if tk.Lower == "'d" && p.Tokens[v].Feats.Has(text.Participle) {
				continue // "had"
			}
			if (tk.Lower == "would" || tk.Lower == "'d") && c.l.reported(v) {
				e.what = "fut" // "said that it would": what was to come, told in the past
			}
			c.apply(e, x)
		}
		if tk.Lower == "going" || tk.Lemma == "go" {
			c.apply(effect{"fut", "going to"}, x)
		}
	}
	if p.Tokens[v].Feats.Has(text.Imperative) {
		c.apply(effect{"hyp", "imperative"}, v)
	}
}

// up climbs from token t to its governors, asking each what it does to what
// it governs. presupposed tells that only the direct governor may speak.
func (c *climb) up(t int32, presupposed bool) {
	p := c.l.p
	for steps := 0; steps < 12; steps++ {
		tk := &p.Tokens[t]
		h := tk.Head
		if h < 0 {
			return
		}
		ht := &p.Tokens[h]
		switch tk.Rel {
		case text.Ccomp, text.Xcomp:
			if !c.measured(h, t) {
				c.governed(h, 'c')
			}
			if tk.Rel == text.Ccomp {
				if _, said := c.l.j.said[wordKey{ht.Lemma, 'v'}]; said {
					return // attribution speaks for the rest
				}
			}
			c.clause(h)
			t = h
		case text.Advcl:
			if c.l.infinitive(t) {
				if p.Tokens[t].Lemma == "protest" {
					c.clause(h) // who does something to protest protests by it
					t = h
					continue
				}
				if !c.measured(h, t) && !c.governed(h, 'c') {
					c.apply(effect{"hyp", "purpose"}, t)
					return
				}
				if e := c.l.j.effect[effectKey{ht.Lemma, 'v', 'c'}]; e.what != "+" {
					return
				}
				c.clause(h) // "would go to meet": done if the going is
				t = h
				continue
			}
			// A gerund of means or result shares its clause's fate; a finite
			// clause stands for itself.
			if tk.Feats.Has(text.Finite) {
				return
			}
			if m := c.l.prep(t); m != "" {
				if !c.measured(h, t) && !c.aims(h, t, 'c') {
					c.governed(h, 'c')
				}
			} else if x := c.perfect(h); x >= 0 {
				c.apply(effect{"hab", "participle under a perfect: no single occasion"}, x)
			}
			c.clause(h)
			t = h
		case text.Acl:
			if c.l.infinitive(t) {
				if c.governed(h, 'c') {
					return
				}
				if v := ht.Head; tk.Lemma == "protest" && ht.Rel == text.Obj && p.Tokens[v].UPOS == text.VERB {
					c.clause(v) // "shut the road to protest"
					t = v
					continue
				}
				c.apply(effect{"hyp", "infinitive on a noun"}, t)
				return
			}
			if c.l.that(t) {
				c.governed(h, 'c')
			} else if m := c.l.prep(t); m != "" && !c.governed(h, 'c') { // "plans for attacking"
				// "accused Ukraine of attacking": the clause hangs on the object.
				if v := ht.Head; v >= 0 && p.Tokens[v].UPOS == text.VERB {
					switch ht.Rel {
					case text.Obj, text.Iobj, text.NsubjPass:
						c.governed(v, 'c')
					}
				}
			}
			return
		case text.AclRelcl, text.Parataxis:
			return
		case text.Conj:
			if ht.UPOS == text.VERB && tk.UPOS == text.VERB {
				// Modals of the first conjunct reach over a bare second one.
				if !tk.Feats.Has(text.Finite) || p.child(t, text.Nsubj, text.NsubjPass) < 0 {
					c.auxiliaries(h)
				}
			}
			c.marks(h) // "unless the father comes and agrees"
			t = h
		case text.Csubj:
			c.clause(h) // "expressing support can cost a life"
			return
		case text.Nsubj:
			// A verb says nothing of whether its subject happened, but for "an attack
			// is unlikely", "would be a mistake".
			if !presupposed {
				c.predicated(h)
			}
			return
		case text.NsubjPass:
			if !presupposed {
				c.predicated(h)
			}
			if p.child(h, text.AuxPass) < 0 {
				return // "the talks focused on": no passive, whatever the tree says
			}
			if c.governed(h, 'o') && presupposed {
				c.clause(h)
			}
			return
		case text.Obj, text.Obl, text.Iobj, text.OblAgent:
			told := c.governed(h, 'o') || tk.Rel == text.Obl && c.aims(h, t, 'o')
			if presupposed || told && tk.Rel == text.Obj {
				if told {
					c.clause(h)
				}
				return
			}
			if ht.UPOS != text.VERB {
				return
			}
			c.clause(h)
			t = h
		case text.Nmod, text.NmodPoss, text.Compound, text.Appos:
			c.governed(h, 'o')
			c.nominal(h)
			if presupposed {
				return
			}
			t = h
		default:
			return
		}
	}
}

// perfect is the "have" of a present perfect, -1 when v is in another tense.
func (c *climb) perfect(v int32) int32 {
	p := c.l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		if w := p.Tokens[x].Lower; p.Tokens[x].Rel == text.Aux && (w == "have" || w == "has" || w == "'ve") {
			return x
		}
	}
	return -1
}

// longAgo is the "ago" of "decades ago" on verb v, -1 without one.
func (c *climb) longAgo(v int32) int32 {
	p := c.l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		if p.Tokens[x].Lower == "ago" && x > 0 {
			switch p.Tokens[x-1].Lemma {
			case "year", "decade", "century", "generation":
				return x
			}
		}
	}
	return -1
}

// span is the noun of a stretch of years that v is said to have filled ("for a
// decade", "since 2008"); -1 for none.
func (c *climb) span(v int32) int32 {
	p := c.l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		tk := &p.Tokens[x]
		if tk.Rel != text.Obl && tk.Rel != text.OblTmod {
			continue
		}
		switch c.l.prep(x) {
		case "for":
			switch tk.Lemma {
			case "year", "decade", "century", "generation":
				return x
			}
		case "since":
			if len(tk.Form) == 4 && (tk.Form[:2] == "19" || tk.Form[:2] == "20" || tk.Form[:2] == "18") {
				return x
			}
		}
	}
	return -1
}

// had is the auxiliary of a pluperfect, -1 when v is in another tense.
func (c *climb) had(v int32) int32 {
	p := c.l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		if p.Tokens[x].Rel == text.Aux && p.Tokens[x].Lower == "had" {
			return x
		}
	}
	return -1
}

// governed applies what governor h does to its complement ('c') or noun ('o').
func (c *climb) governed(h int32, under byte) bool {
	tk := &c.l.p.Tokens[h]
	pos := byte('v')
	if tk.UPOS == text.NOUN || tk.UPOS == text.PROPN {
		pos = 'n'
	}
	word := tk.Lemma
	e, ok := c.l.j.effect[effectKey{word, pos, under}]
	if !ok {
		if e, ok = c.l.j.effect[effectKey{tk.Lower, pos, under}]; !ok {
			return false
		}
	}
	c.apply(e, h)
	return true
}

// aims applies what a verb with its preposition does to its noun ("look for") or
// to its gerund ("kept from visiting").
func (c *climb) aims(h, t int32, under byte) bool {
	e, ok := c.l.j.effect[effectKey{c.l.p.Tokens[h].Lemma + "_" + c.l.prep(t), 'v', under}]
	if ok {
		c.apply(e, h)
	}
	return ok
}

// measured reads the words of degree between governor h and clause t: "too ill
// to visit", "strong enough to attack", "came close to attacking", "stopped
// short of condemning", "had better leave".
func (c *climb) measured(h, t int32) bool {
	p := c.l.p
	for x := p.first[h]; x >= 0 && x < t; x = p.next[x] {
		w := p.Tokens[x].Lower
		switch {
		case w == "too" && p.Tokens[h].UPOS == text.ADJ, (w == "close" || w == "short" || w == "shy") && c.l.prep(t) != "":
			c.apply(effect{"-", w + " before a clause"}, x)
			return true
		case w == "yet" && p.Tokens[h].Lemma == "have":
			c.apply(effect{"-", "have yet to"}, x)
			return true
		case w == "enough" && p.Tokens[h].UPOS == text.ADJ, w == "better" && p.Tokens[h].Lower == "had" && x == h+1:
			c.apply(effect{"hyp", w + " before a clause"}, x)
			return true
		}
	}
	return false
}

// predicated reads what predicate h says of whether its subject happened.
func (c *climb) predicated(h int32) {
	p := c.l.p
	if p.Tokens[h].UPOS == text.ADJ {
		if e, ok := c.l.j.effect[effectKey{p.Tokens[h].Lower, 'j', 'c'}]; ok && e.what != "hist" && e.what != "hab" {
			c.apply(e, h)
		}
	}
	for x := p.first[h]; x >= 0 && x < h; x = p.next[x] {
		if p.Tokens[x].Rel == text.Aux && p.Tokens[x].Lower == "would" {
			c.apply(effect{"hyp", "subject of would"}, x)
		}
	}
}

// clause adds what hangs on a governing clause: its negation and modals.
func (c *climb) clause(h int32) {
	if c.l.p.Tokens[h].UPOS == text.VERB || c.l.p.Tokens[h].UPOS == text.ADJ {
		c.modifiers(h)
		c.auxiliaries(h)
	}
}

// nominal adds adjectives on a governing noun: "a planned round of talks".
func (c *climb) nominal(h int32) {
	p := c.l.p
	for x := p.first[h]; x >= 0; x = p.next[x] {
		if p.Tokens[x].Rel == text.Amod {
			if e, ok := c.l.j.effect[effectKey{p.Tokens[x].Lower, 'j', 'c'}]; ok {
				c.apply(e, x)
			}
		}
	}
}

func (l *Layer) infinitive(v int32) bool {
	for c := l.p.first[v]; c >= 0; c = l.p.next[c] {
		if t := &l.p.Tokens[c]; t.Rel == text.Mark && t.Lower == "to" {
			return true
		}
	}
	return false
}

func (l *Layer) prep(v int32) string {
	for c := l.p.first[v]; c >= 0; c = l.p.next[c] {
		if t := &l.p.Tokens[c]; (t.Rel == text.Mark || t.Rel == text.Case) && t.UPOS != text.PART {
			return t.Lower
		}
	}
	return ""
}

// reported tells whether verb v is what somebody said, told in the past and
// without a condition: its "would" is then the speaker's "will".
func (l *Layer) reported(v int32) bool {
	p := l.p
	for x := p.first[v]; x >= 0; x = p.next[x] {
		if p.Tokens[x].Rel != text.Advcl {
			continue
		}
		for y := p.first[x]; y >= 0; y = p.next[y] {
			switch p.Tokens[y].Lower {
			case "if", "were":
				return false
			}
		}
	}
	for v >= 0 && p.Tokens[v].Rel == text.Conj {
		v = p.Tokens[v].Head
	}
	if v < 0 || p.Tokens[v].Head < 0 {
		return false
	}
	h := p.Tokens[v].Head
	switch p.Tokens[v].Rel {
	case text.Ccomp, text.Parataxis:
	default:
		return false
	}
	if !p.Tokens[h].Feats.Has(text.Past) {
		return false
	}
	_, ok := l.j.said[wordKey{p.Tokens[h].Lemma, 'v'}]
	return ok
}
