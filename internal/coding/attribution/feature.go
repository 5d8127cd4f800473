package attribution

import (
	"slices"
	"strconv"
	"strings"

	"entente/internal/knowledge/model"
	"entente/internal/text"
)

// sight is what the model of factuality sees of one word: features of the word,
// its clause, its governors up to the root, the words around it, and what the
// rules made of it.
type sight struct {
	l      *Layer
	groups Groups
	hashes []uint64
}

// read fills x.hashes with the features of token t, sorted, each once: those
// that hold for all scales, and with a scale all of them again for it alone.
func (x *sight) read(l *Layer, t int32, scale string) {
	x.l, x.hashes = l, x.hashes[:0]
	x.word(t)
	x.clause(t)
	x.below(t)
	x.above(t)
	x.around(t)
	x.sentence(t)
	x.rules(t)
	slices.Sort(x.hashes)
	x.hashes = slices.Compact(x.hashes)
	if scale != "" {
		of := model.Hash(scale)
		for _, h := range x.hashes {
			x.hashes = append(x.hashes, model.Mix2(1, h, of))
		}
	}
}

// add writes one feature: its name and up to three values.
func (x *sight) add(name, a, b, c string) {
	h := model.Start
	for _, s := range [4]string{name, a, b, c} {
		h = model.Step(h, model.Hash(s))
	}
	x.hashes = append(x.hashes, model.Finish(h))
}

func (x *sight) tok(t int32) *text.Token { return &x.l.p.Tokens[t] }

// lemma is the word of a feature: names and numbers are not to be learnt by
// heart.
func (x *sight) lemma(t int32) string {
	w := x.tok(t)
	switch w.UPOS {
	case text.PROPN:
		return "NAME"
	case text.NUM:
		return "NUM"
	}
	return strings.ToLower(w.Lemma)
}

// classes adds the clusters of a content word under a name.
func (x *sight) classes(name, a string, t int32) {
	switch w := x.tok(t); w.UPOS {
	case text.VERB, text.NOUN, text.ADJ, text.ADV:
		s, m, l := x.groups(w.Lower)
		if s != 0 {
			x.add(name+" group", a, "a"+strconv.Itoa(int(s)), "")
			x.add(name+" group", a, "b"+strconv.Itoa(int(m)), "")
			x.add(name+" group", a, "c"+strconv.Itoa(int(l)), "")
		}
	}
}

// shape is part of speech and morphology.
func (x *sight) shape(t int32) string {
	w := x.tok(t)
	return w.UPOS.String() + strconv.Itoa(int(w.Feats&(text.Past|text.Pres|text.Finite|text.Infinitive|text.Participle|text.Gerund|text.Passive|text.Imperative)))
}

// word: the event word itself.
func (x *sight) word(t int32) {
	w := x.tok(t)
	x.add("bias", "", "", "")
	x.add("form", w.Lower, "", "")
	x.add("lemma", x.lemma(t), w.UPOS.String(), "")
	x.add("lemma+shape", x.lemma(t), x.shape(t), "")
	x.add("shape", x.shape(t), "", "")
	x.add("rel", w.Rel.String(), "", "")
	x.add("shape+rel", x.shape(t), w.Rel.String(), "")
	x.add("lemma+rel", x.lemma(t), w.Rel.String(), "")
	x.classes("word", "", t)
	if n := len(w.Lower); n > 3 {
		x.add("end", w.Lower[n-3:], w.UPOS.String(), "")
	}
	if w.UPOS == text.NOUN && w.Feats.Has(text.Plural) {
		x.add("plural", "", "", "")
	}
}

// tense is how a verb or predicate stands: its auxiliaries in order and its form.
func (x *sight) tense(v int32) string {
	p := x.l.p
	var b strings.Builder
	for c := p.first[v]; c >= 0; c = p.next[c] {
		switch k := x.tok(c); k.Rel {
		case text.Aux, text.AuxPass, text.Cop:
			b.WriteString(k.Lower + " ")
		case text.Mark:
			if k.Lower == "to" {
				b.WriteString("to ")
			}
		}
	}
	return b.String() + x.shape(v)
}

var denials = map[string]bool{"not": true, "n't": true, "n’t": true, "never": true, "no": true, "neither": true, "nor": true, "without": true,
	"nobody": true, "nothing": true, "none": true, "hardly": true, "barely": true, "scarcely": true, "cannot": true, "nowhere": true}

// denied tells what denies token v, directly or through its arguments; "" nothing.
func (x *sight) denied(v int32) string {
	p := x.l.p
	for c := p.first[v]; c >= 0; c = p.next[c] {
		k := x.tok(c)
		if denials[k.Lower] {
			return k.Rel.String()
		}
		switch k.Rel {
		case text.Nsubj, text.NsubjPass, text.Obj, text.Obl, text.Advmod:
			for d := p.first[c]; d >= 0; d = p.next[d] {
				if denials[x.tok(d).Lower] {
					return "of " + k.Rel.String()
				}
			}
		}
	}
	return ""
}

// carrier is the verb whose tense holds for token t: itself, or that which it is
// an argument of.
func (x *sight) carrier(t int32) int32 {
	for n := 0; n < 4; n++ {
		w := x.tok(t)
		if w.UPOS == text.VERB || w.UPOS == text.AUX || w.Head < 0 || x.l.p.child(t, text.Cop) >= 0 {
			return t
		}
		t = w.Head
	}
	return t
}

// clause: tense, mood, voice, negation, subject, marks of the carrier.
func (x *sight) clause(t int32) {
	p := x.l.p
	v := x.carrier(t)
	own := "own"
	if v != t {
		own = "other"
		x.add("carrier", x.lemma(v), x.tok(t).Rel.String(), "")
		x.classes("carrier", x.tok(t).Rel.String(), v)
	}
	tense, denied := x.tense(v), x.denied(v)
	x.add("tense", own, tense, "")
	x.add("tense+rel", own, tense, x.tok(v).Rel.String())
	x.add("tense+lemma", own, tense, x.lemma(v))
	x.add("tense+denied", own, tense, denied)
	if denied != "" {
		x.add("denied", own, denied, "")
		x.add("denied+lemma", own, x.lemma(v), "")
		x.add("denied any", "", "", "")
	}
	subject := ""
	if s := p.child(v, text.Nsubj, text.NsubjPass, text.Csubj, text.Expl); s >= 0 {
		subject = x.lemma(s)
		if u := x.tok(s).UPOS; u == text.PRON {
			subject = x.tok(s).Lower
		}
		x.add("subject", own, subject, "")
		x.add("subject+tense", own, subject, tense)
		x.add("subject shape", own, x.shape(s), "")
	} else {
		x.add("no subject", own, x.tok(v).Rel.String(), "")
	}
	for c := p.first[v]; c >= 0; c = p.next[c] {
		switch k := x.tok(c); k.Rel {
		case text.Aux, text.AuxPass, text.Cop, text.Mark, text.Advmod, text.Cc:
			x.add("small", own+k.Rel.String(), k.Lower, "")
			x.add("small+lemma", own, k.Lower, x.lemma(v))
		case text.Advcl:
			m := x.l.prep(c)
			x.add("has clause", own, m, "")
			x.add("has clause", own, m, tense)
		case text.OblTmod, text.NmodTmod:
			x.add("time", own, x.lemma(c), "")
		}
	}
}

// below: what hangs on the word.
func (x *sight) below(t int32) {
	p := x.l.p
	for c := p.first[t]; c >= 0; c = p.next[c] {
		k := x.tok(c)
		if k.Rel == text.Punct {
			continue
		}
		x.add("has", k.Rel.String(), "", "")
		x.add("has", k.Rel.String(), x.lemma(c), "")
		x.add("has+lemma", k.Rel.String(), x.lemma(t), "")
		x.classes("has", k.Rel.String(), c)
		if e, ok := x.l.j.effect[effectKey{k.Lower, 'j', 'c'}]; ok {
			x.add("has effect", e.what, "", "")
		}
		switch k.Rel {
		case text.Obj, text.Nsubj, text.NsubjPass, text.Nmod, text.Obl, text.Xcomp, text.Ccomp:
			if d := p.child(c, text.Det, text.NmodPoss, text.Case); d >= 0 {
				x.add("has det", k.Rel.String(), x.tok(d).Lower, "")
			} else {
				x.add("has bare", k.Rel.String(), x.shape(c), strconv.FormatBool(k.Feats.Has(text.Plural)))
			}
		}
	}
}

// above: each governor up to the root, with the relations between.
func (x *sight) above(t int32) {
	p := x.l.p
	path := ""
	for n, at := 0, t; n < 6; n++ {
		w := x.tok(at)
		h := w.Head
		if h < 0 {
			x.add("path", path, "root", "")
			x.add("depth", strconv.Itoa(n), "", "")
			return
		}
		rel := w.Rel.String()
		path += rel + ">"
		if n < 3 {
			x.add("path", path, "", "")
			x.add("path+shape", path, x.shape(h), "")
			x.add("path+lemma", path, x.lemma(h), "")
			x.add("path+tense", path, x.tense(h), "")
			x.classes("path", path, h)
		}
		k := strconv.Itoa(n)
		mark := x.l.prep(at)
		if x.l.infinitive(at) {
			mark = "to"
		}
		x.add("up", rel, x.lemma(h), "")
		x.add("up", rel, mark, x.lemma(h))
		x.add("up any", x.lemma(h), "", "")
		x.add("up rel", rel, k, "")
		x.add("up mark", rel, mark, "")
		x.add("up tense", rel, x.tense(h), "")
		x.classes("up", rel, h)
		if d := x.denied(h); d != "" {
			x.add("up denied", rel, k, "")
			x.add("up denied", rel, x.lemma(h), "")
		}
		pos, under := byte('v'), byte('o')
		if u := x.tok(h).UPOS; u == text.NOUN || u == text.PROPN {
			pos = 'n'
		}
		switch w.Rel {
		case text.Ccomp, text.Xcomp, text.Acl, text.Advcl:
			under = 'c'
		}
		if e, ok := x.l.j.effect[effectKey{x.tok(h).Lemma, pos, under}]; ok {
			x.add("up effect", rel, e.what, k)
			x.add("up effect", e.what, "", "")
		}
		if c, ok := x.l.j.said[wordKey{x.tok(h).Lemma, pos}]; ok {
			x.add("up said", rel, c.class, string(c.certainty))
		}
		for c := p.first[h]; c >= 0; c = p.next[c] {
			k := x.tok(c)
			if c == at {
				continue
			}
			switch k.Rel {
			case text.Aux, text.AuxPass, text.Mark, text.Advmod:
				x.add("up small", rel, k.Lower, "")
			case text.Nsubj, text.NsubjPass:
				if n < 2 {
					s := x.lemma(c)
					if k.UPOS == text.PRON {
						s = k.Lower
					}
					x.add("up subject", rel, s, "")
				}
			default:
				if n == 0 {
					x.add("sister", rel, k.Rel.String(), x.lemma(c))
				}
			}
		}
		at = h
	}
}

// around: words by their place and in bags.
func (x *sight) around(t int32) {
	s := &x.l.p.Sentences[x.l.p.SentenceOf(t)]
	at := func(i int32) string {
		if i < s.First || i >= s.Last {
			return "-"
		}
		return x.tok(i).Lower
	}
	for d := int32(1); d <= 3; d++ {
		k := strconv.Itoa(int(d))
		x.add("left", k, at(t-d), "")
		x.add("right", k, at(t+d), "")
	}
	x.add("left two", at(t-2), at(t-1), "")
	x.add("right two", at(t+1), at(t+2), "")
	x.add("both", at(t-1), at(t+1), "")
	x.add("left+lemma", at(t-1), x.lemma(t), "")
	x.add("right+lemma", at(t+1), x.lemma(t), "")
	x.add("left three", at(t-3), at(t-2), at(t-1))
	for i := max(s.First, t-6); i < min(s.Last, t+7); i++ {
		side := "left bag"
		if i > t {
			side = "right bag"
		}
		if i != t && x.tok(i).UPOS != text.PUNCT {
			x.add(side, x.lemma(i), "", "")
			x.classes(side, "", i)
		}
	}
}

// sentence: its kind, and where in it the word stands.
func (x *sight) sentence(t int32) {
	s := &x.l.p.Sentences[x.l.p.SentenceOf(t)]
	end := x.tok(s.Last - 1).Form
	x.add("ends", end, "", "")
	x.add("starts", x.tok(s.First).Lower, "", "")
	x.add("length", bucket(int(s.Last-s.First)), "", "")
	x.add("place", bucket(int(t-s.First)), "", "")
	x.add("from end", bucket(int(s.Last-t)), "", "")
	open := false
	for i := s.First; i < t; i++ {
		switch x.tok(i).Form {
		case "\"", "“":
			open = !open
		case "``":
			open = true
		case "''":
			open = false
		}
	}
	if open {
		x.add("quoted", "", "", "")
	}
	for i := s.First; i < s.Last; i++ {
		w := x.tok(i)
		switch w.UPOS {
		case text.AUX, text.PART, text.SCONJ, text.PRON, text.ADV:
			side := "before"
			if i > t {
				side = "after"
			}
			x.add("sentence has", w.Lower, side, "")
		}
	}
}

// rules: what the tables made of it.
func (x *sight) rules(t int32) {
	f, said := x.l.Factuality(t, t, false)
	x.add("verdict", f.Label(), "", "")
	mood := f.Label()
	for _, m := range []struct {
		name string
		on   bool
	}{{"neg", f.Negated}, {"fut", f.Future}, {"hyp", f.Hypothetical}, {"hab", f.Habitual}, {"hist", f.Historical}} {
		if m.on {
			x.add("mood", m.name, "", "")
			mood += " " + m.name
		}
	}
	x.add("moods", mood, "", "")
	x.add("moods+shape", mood, x.shape(t), "")
	x.add("moods+rel", mood, x.tok(t).Rel.String(), "")
	x.add("moods+lemma", mood, x.lemma(t), "")
	for _, w := range f.Why {
		x.add("why", w.Detail, "", "")
	}
	x.add("why n", strconv.Itoa(len(f.Why)), "", "")
	if said >= 0 {
		a := &x.l.Said[said]
		x.add("said", a.Verb, string(a.Kind), "")
		x.add("said cue", x.lemma(a.CueTok), "", "")
		x.add("said tense", a.Verb, x.tense(a.CueTok), "")
	}
}

func bucket(n int) string {
	switch {
	case n < 4:
		return strconv.Itoa(n)
	case n < 8:
		return "4"
	case n < 16:
		return "8"
	case n < 32:
		return "16"
	}
	return "32"
}
