package attribution

import (
	"entente/internal/knowledge/model"
	"entente/internal/text"
)

// withinPhrase are the relations of words that are not phrases of their own.
var withinPhrase = relSet(text.Det, text.Amod, text.Compound, text.Flat, text.Nummod, text.Case, text.Fixed, text.Goeswith, text.Punct, text.Cc)

func relSet(rels ...text.Rel) (s [text.NumRel]bool) {
	for _, r := range rels {
		s[r] = true
	}
	return s
}

// sources are the phrases of sentence s that may be the source of cue t, and the
// option that there is none.
func (r *reading) sources(t int32, s *text.Sentence, out []Option) []Option {
	rule := r.rules[t]
	order := uint64(0)
	none := Option{Head: -1}
	lemma, passive := r.lemma(t), uint64(0)
	if r.child(t, text.AuxPass, text.NsubjPass) >= 0 {
		passive = 1
	}
	ruleNone := uint64(0)
	if rule != nil && rule.Source.Start == rule.Source.End {
		ruleNone = 1
	} else if rule != nil {
		ruleNone = 2
	}
	subject := uint64(0)
	if r.child(t, text.Nsubj) >= 0 {
		subject = 1
	}
	none.Features = append(none.Features, model.Mix1(200, 0), model.Mix1(201, lemma), model.Mix2(202, ruleNone, passive), model.Mix2(203, r.rel(t), r.tag(t)),
		model.Mix3(204, subject, passive, r.fine(t)), model.Mix2(205, r.class(t), subject), model.Mix3(206, r.rel(t), subject, r.fine(t)), model.Mix2(207, r.group(t), passive))
	out = append(out, none)
	for h := s.First; h < s.Last; h++ {
		tk := &r.Tokens[h]
		switch tk.UPOS {
		case text.NOUN, text.PROPN, text.PRON:
		case text.DET, text.NUM, text.ADJ: // "some said", "two of them", "the poor"
			switch tk.Rel {
			case text.Nsubj, text.NsubjPass, text.OblAgent:
			default:
				continue
			}
		default:
			continue
		}
		if withinPhrase[tk.Rel] || h == t {
			continue
		}
		order++
		first, last := r.nounPhrase(h)
		if first <= t && t < last { // "the poll, which shows"
			if h < t {
				last = t
			} else {
				first = h
			}
		}
		o := Option{First: first, Last: last, Head: h}
		chosen := uint64(0)
		if rule != nil && rule.Source.Start <= tk.Start && tk.End <= rule.Source.End {
			chosen = 1
		}
		kase := uint64(0)
		if k := r.child(h, text.Case); k >= 0 {
			kase = r.form(k)
		}
		path := r.path(t, h)
		side := uint64(0)
		if h > t {
			side = 1
		}
		gap := t - last
		if h > t {
			gap = first - t - 1
		}
		d := distance(gap)
		q := r.quoted(h)<<1 | r.quoted(t)
		if r.quoted(h) == 1 && r.quoted(t) == 1 && r.quotes.in[h] != r.quotes.in[t] {
			q = 4
		}
		word := r.lemma(h)
		o.Features = append(o.Features,
			model.Mix1(300, 0),
			model.Mix1(301, path),
			model.Mix2(302, path, passive),
			model.Mix2(303, path, lemma),
			model.Mix2(304, path, r.tag(t)),
			model.Mix3(305, path, kase, passive),
			model.Mix2(306, path, r.tag(h)),
			model.Mix2(307, path, r.actor(h)),
			model.Mix2(308, path, r.class(t)),
			model.Mix3(309, path, side, d),
			model.Mix2(310, r.rel(h), r.rel(t)),
			model.Mix3(311, r.rel(h), kase, lemma),
			model.Mix2(312, side, d),
			model.Mix3(313, side, d, r.tag(h)),
			model.Mix3(314, side, d, q),
			model.Mix2(315, word, side),
			model.Mix1(316, r.group(h)),
			model.Mix2(317, r.group(h), r.group(t)),
			model.Mix1(318, r.actor(h)),
			model.Mix2(319, r.actor(h), r.class(t)),
			model.Mix2(320, q, r.rel(h)),
			model.Mix2(321, chosen, ruleNone),
			model.Mix3(322, chosen, r.tag(h), lemma),
			model.Mix3(323, min(order, 6), side, r.rel(h)),
			model.Mix3(324, kase, side, d),
			model.Mix3(325, subject, r.rel(h), path),
			model.Mix2(326, r.fine(t), path),
			model.Mix3(327, r.form(t+1), r.form(h), side),
			model.Mix2(328, uint64(distance(h-s.First)), side),
		)
		out = append(out, o)
	}
	return out
}

// nounPhrase is the phrase of noun h without its preposition and without the
// clauses that tell more of it.
func (r *reading) nounPhrase(h int32) (first, last int32) {
	first, last = r.subtree(h)
	for c := r.first[h]; c >= 0; c = r.next[c] {
		switch tk := &r.Tokens[c]; {
		case tk.Rel == text.Case && c < h, tk.Rel == text.Punct && c == first:
			first = max(first, c+1)
		case c > h && (tk.Rel == text.AclRelcl || tk.Rel == text.Acl || tk.Rel == text.Parataxis):
			f, _ := r.subtree(c)
			last = min(last, max(f, h+1))
		}
	}
	return r.trim(min(first, h), max(last, h+1))
}

// Kinds of stretches that may be a content.
const (
	ofChild = iota
	ofRest  // from behind the cue to the end of the sentence
	ofHead  // what stands before the cue and its source
	ofQuote
	ofBefore // the sentence before
	ofAfter  // the sentence after
	ofRule
	ofClause // the clause above, without the cue's own words
)

// contents are the stretches that may be the content of cue t of sentence si,
// whose source is at tokens [sf,sl).
func (r *reading) contents(t int32, si int32, sf, sl int32, out []Option) []Option {
	s := &r.Sentences[si]
	from := len(out)
	add := func(kind uint64, first, last, head int32, extra uint64) {
		if first < t && t < last { // around the cue: the longer side
			if t-first > last-t {
				last = t
			} else {
				first = t + 1
			}
		}
		if sf < sl && first < sl && sf < last && first <= sf && sl <= last {
			if sf-first >= last-sl {
				last = sf
			} else {
				first = sl
			}
		}
		first, last = r.trim(first, last)
		if first >= last {
			return
		}
		for i := from; i < len(out); i++ {
			if o := &out[i]; o.First == first && o.Last == last {
				o.Features = append(o.Features, r.content(t, s, kind, o, extra)...)
				return
			}
		}
		o := Option{First: first, Last: last, Head: head}
		o.Features = r.content(t, s, kind, &o, extra)
		out = append(out, o)
	}
	for c := r.first[t]; c >= 0; c = r.next[c] {
		switch r.Tokens[c].Rel {
		case text.Ccomp, text.Xcomp, text.Obj, text.Iobj, text.Obl, text.Advcl, text.Acl, text.Nmod, text.Parataxis, text.NsubjPass, text.Conj, text.Nsubj,
			text.Csubj, text.CsubjPass, text.Dep, text.AclRelcl, text.OblAgent, text.NmodPoss:
			kase := uint64(0)
			if k := r.child(c, text.Case, text.Mark); k >= 0 {
				kase = r.form(k)
			}
			f, l := r.subtree(c)
			add(ofChild, f, l, c, model.Mix2(40, r.rel(c), kase))
		}
	}
	end := s.Last
	for c := t + 1; c < s.Last; c++ {
		if r.Tokens[c].Lower == ";" {
			end = c
			break
		}
	}
	next := t + 1
	if sf < sl && sf >= t { // "said the minister"
		next = max(next, sl)
	}
	add(ofRest, next, end, -1, 0)
	if o := r.child(t, text.Iobj, text.Obj); o >= 0 { // "told reporters that"
		_, l := r.subtree(o)
		if l < end {
			add(ofRest, l, end, -1, 1)
		}
	}
	before := t
	if sf < sl && sf < t {
		before = sf
	}
	add(ofHead, s.First, before, -1, 0)
	if h := r.Tokens[t].Head; h >= 0 {
		f, l := r.subtree(h, t)
		add(ofClause, f, l, h, r.rel(t))
		if g := r.Tokens[h].Head; g >= 0 && r.Tokens[t].Rel != text.Parataxis {
			f, l := r.subtree(g, h)
			add(ofClause, f, l, g, 50+r.rel(h))
		}
	}
	last := int32(0)
	for x := s.First; x < s.Last; x++ {
		k := r.quotes.in[x]
		if k == 0 || k == last || k == r.quotes.in[t] {
			continue
		}
		last = k
		e := r.quotes.ends[k]
		add(ofQuote, max(e.open, s.First), min(e.close+1, s.Last), -1, min(uint64(e.close-e.open), 3))
	}
	if a := r.rules[t]; a != nil && a.Content.Start < a.Content.End {
		f, l := s.First, s.First
		for x := s.First; x < s.Last; x++ {
			if text.Span(a.Content).Overlaps(r.Tokens[x].Span) {
				if l == s.First {
					f = x
				}
				l = x + 1
			}
		}
		add(ofRule, f, l, -1, 0)
	}
	if si > 0 {
		p := &r.Sentences[si-1]
		add(ofBefore, p.First, p.Last, p.Root, r.quoted(p.First)<<1|r.quoted(p.Last-1))
	}
	if int(si)+1 < len(r.Sentences) {
		n := &r.Sentences[si+1]
		add(ofAfter, n.First, n.Last, n.Root, r.quoted(n.First)<<1|r.quoted(n.Last-1))
	}
	return out
}

// content are the features of a stretch as the content of cue t.
func (r *reading) content(t int32, s *text.Sentence, kind uint64, o *Option, extra uint64) []uint64 {
	lemma, class := r.lemma(t), r.class(t)
	side := uint64(0)
	gap := t - o.Last
	if o.First > t {
		side, gap = 1, o.First-t-1
	}
	quoted := uint64(0)
	if r.quotes.in[o.First] != 0 {
		quoted = 1
	}
	if r.quotes.in[o.Last-1] != 0 {
		quoted |= 2
	}
	if r.quotes.in[(o.First+o.Last)/2] != 0 {
		quoted |= 4
	}
	colon := uint64(0)
	if o.First > 0 && r.Tokens[o.First-1].Lower == ":" {
		colon = 1
	}
	size := distance(o.Last - o.First)
	k := model.Mix2(60, kind, extra)
	hasClause := uint64(0)
	if r.child(t, text.Ccomp) >= 0 {
		hasClause = 1
	}
	anyQuote := uint64(0)
	for x := s.First; x < s.Last; x++ {
		if r.quotes.in[x] != 0 && r.quotes.in[x] != r.quotes.in[t] {
			anyQuote = 1
			break
		}
	}
	rel := r.rel(t)
	return []uint64{
		model.Mix1(400, k),
		model.Mix1(401, kind),
		model.Mix2(402, k, lemma),
		model.Mix2(403, k, class),
		model.Mix2(404, k, r.group(t)),
		model.Mix2(405, k, rel),
		model.Mix3(406, k, r.fine(t), rel),
		model.Mix3(407, kind, side, distance(gap)),
		model.Mix3(408, kind, size, quoted),
		model.Mix2(409, k, quoted),
		model.Mix3(410, kind, quoted, lemma),
		model.Mix3(411, kind, hasClause, anyQuote),
		model.Mix3(412, k, hasClause, anyQuote),
		model.Mix3(413, k, hasClause, quoted),
		model.Mix2(414, kind, r.form(o.First)),
		model.Mix3(415, kind, r.form(o.First), lemma),
		model.Mix3(416, kind, r.tag(o.First), r.tag(o.Last-1)),
		model.Mix3(417, kind, r.form(o.First-1), side),
		model.Mix2(418, kind, r.form(o.Last)),
		model.Mix3(419, kind, colon, quoted),
		model.Mix3(420, kind, rel, anyQuote<<1|side),
		model.Mix3(421, kind, size, side),
		model.Mix3(422, kind, r.form(t+1), side),
		model.Mix3(423, kind, r.form(t-1), side),
		model.Mix3(424, k, r.tag(t), size),
		model.Mix3(425, kind, r.quoted(t), quoted),
	}
}
