package attribution

import (
	"entente/internal/knowledge/model"
	"entente/internal/record"
	"entente/internal/text"
)

// ChoiceFeatures names the features; a model made with others is refused. Change it
// with any change of a template.
const ChoiceFeatures = "attribution-2"

// An Option is one answer that may be chosen: a token that may be a cue, a phrase
// that may be its source, a stretch that may be its content. The option of no
// source has no tokens.
type Option struct {
	First, Last int32    // tokens
	Head        int32    // -1 for none
	Features    []uint64 // each once, unless two templates should meet
}

// A reading is a page as the learned choices see it.
type reading struct {
	*page
	j      *Judge
	quotes quotes
	rules  map[int32]*record.Attribution // what the rules found, by cue
}

func (r *reading) lemma(t int32) uint64 { return r.hash(t, 'l') }
func (r *reading) form(t int32) uint64  { return r.hash(t, 'f') }

// hash is the lemma or the form of token t; tokens off the page are one word.
func (r *reading) hash(t int32, which byte) uint64 {
	if t < 0 || int(t) >= len(r.Tokens) {
		return 1
	}
	if which == 'l' {
		return model.Hash(r.Tokens[t].Lemma)
	}
	return model.Hash(r.Tokens[t].Lower)
}

func (r *reading) tag(t int32) uint64 {
	if t < 0 || int(t) >= len(r.Tokens) {
		return 99
	}
	return uint64(r.Tokens[t].UPOS)
}

func (r *reading) fine(t int32) uint64 {
	if t < 0 || int(t) >= len(r.Tokens) {
		return 99
	}
	return uint64(r.Tokens[t].UPOS)<<16 | uint64(r.Tokens[t].Feats)
}

func (r *reading) rel(t int32) uint64 {
	if t < 0 {
		return 98
	}
	return uint64(r.Tokens[t].Rel)
}

// group is the cluster of the word among 512.
func (r *reading) group(t int32) uint64 {
	if t < 0 || int(t) >= len(r.Tokens) || r.j.groups == nil {
		return 0
	}
	_, g, _ := r.j.groups(r.Tokens[t].Lower)
	return uint64(g)
}

// class is what the table of cue words says of token t, as a number; 0 nothing.
func (r *reading) class(t int32) uint64 {
	if t < 0 {
		return 0
	}
	if c, ok := r.j.said[wordKeyOf(&r.Tokens[t])]; ok {
		return model.Hash(c.class) | 1
	}
	return 0
}

// effects are what the table of factuality says that t does to its clause and
// to its object.
func (r *reading) effects(t int32) (clause, object uint64) {
	tk := &r.Tokens[t]
	pos := byte('v')
	if tk.UPOS == text.NOUN {
		pos = 'n'
	}
	if e, ok := r.j.effect[effectKey{tk.Lemma, pos, 'c'}]; ok {
		clause = model.Hash(e.what) | 1
	}
	if e, ok := r.j.effect[effectKey{tk.Lemma, pos, 'o'}]; ok {
		object = model.Hash(e.what) | 1
	}
	return clause, object
}

// quoted tells how token t stands to quotation marks: 0 outside, 1 within.
func (r *reading) quoted(t int32) uint64 {
	if t < 0 || int(t) >= len(r.Tokens) || r.quotes.in[t] == 0 {
		return 0
	}
	return 1
}

// who is the kind of actor at token t.
func (r *reading) actor(t int32) uint64 {
	if t < 0 || int(t) >= len(r.Tokens) {
		return 0
	}
	if i := r.actorAt[t]; i >= 0 {
		return model.Hash(string(r.page.who[i].Kind)) | 1
	}
	return 0
}

// distance folds distances.
func distance(d int32) uint64 {
	sign := uint64(0)
	if d < 0 {
		d, sign = -d, 100
	}
	switch {
	case d <= 4:
		return sign + uint64(d)
	case d <= 7:
		return sign + 5
	case d <= 12:
		return sign + 6
	case d <= 20:
		return sign + 7
	}
	return sign + 8
}

// path is the way through the tree from a to b: relations up from a, then down
// to b; long ways are cut.
func (r *reading) path(a, b int32) uint64 {
	return model.Path(int(a), int(b), func(t int) (int, uint64) { return int(r.Tokens[t].Head), uint64(r.Tokens[t].Rel) })
}

// cueable reports whether t may be a cue at all.
func (r *reading) cueable(t int32) bool {
	tk := &r.Tokens[t]
	switch tk.UPOS {
	case text.VERB, text.NOUN, text.ADJ, text.ADV, text.AUX, text.ADP, text.SCONJ, text.PUNCT:
		return r.j.cueWord != nil && r.j.cueWord(CueWord(tk), tk.UPOS == text.VERB)
	}
	return false
}

// CueWord is the key under which the model knows words that may be cues.
func CueWord(tk *text.Token) uint64 { return model.Mix2(30, model.Hash(tk.Lemma), uint64(tk.UPOS)) }

// cue are the features of token t of sentence s as a cue.
func (r *reading) cue(t int32, s *text.Sentence, f []uint64) []uint64 {
	tk := &r.Tokens[t]
	lemma, form, tag, fine := r.lemma(t), r.form(t), r.tag(t), r.fine(t)
	h := tk.Head
	headLemma, headTag := uint64(2), uint64(97)
	if h >= 0 {
		headLemma, headTag = r.lemma(h), r.tag(h)
	}
	rule := uint64(0)
	if r.rules[t] != nil {
		rule = 1
	}
	class := r.class(t)
	ec, eo := r.effects(t)
	inQuote := r.quoted(t)
	f = append(f,
		model.Mix1(100, 0),
		model.Mix2(101, lemma, tag),
		model.Mix2(102, form, tag),
		model.Mix1(103, r.group(t)),
		model.Mix1(104, fine),
		model.Mix2(105, r.rel(t), tag),
		model.Mix2(106, r.rel(t), lemma),
		model.Mix2(107, headLemma, r.rel(t)),
		model.Mix2(108, headTag, r.rel(t)),
		model.Mix2(109, rule, class),
		model.Mix2(110, rule, lemma),
		model.Mix2(111, class, r.rel(t)),
		model.Mix2(112, ec, eo),
		model.Mix2(113, inQuote, lemma),
		model.Mix2(114, inQuote, class),
		model.Mix2(120, r.form(t-1), tag),
		model.Mix2(121, r.form(t+1), tag),
		model.Mix2(122, r.form(t-1), lemma),
		model.Mix2(123, r.form(t+1), lemma),
		model.Mix2(124, r.fine(t-1), r.fine(t+1)),
		model.Mix2(125, r.form(t-2), tag),
		model.Mix2(126, r.form(t+2), tag),
		model.Mix2(127, r.group(t-1), tag),
		model.Mix2(128, r.group(t+1), tag),
		model.Mix3(129, r.tag(t-1), tag, r.tag(t+1)),
		model.Mix2(130, distance(t-s.First), tag),
		model.Mix2(131, distance(s.Last-t), tag),
	)
	if h >= 0 {
		f = append(f, model.Mix2(132, r.group(h), r.rel(t)), model.Mix2(133, r.class(h), r.rel(t)))
	}
	subject, object, clause := uint64(0), uint64(0), uint64(0)
	var kids uint64
	for c := r.first[t]; c >= 0; c = r.next[c] {
		rel := r.rel(c)
		f = append(f, model.Mix2(140, rel, tag), model.Mix2(141, rel, lemma), model.Mix2(142, rel, r.group(c)), model.Mix3(143, rel, r.group(t), r.tag(c)))
		switch r.Tokens[c].Rel {
		case text.Nsubj, text.NsubjPass:
			subject = 1 + r.actor(c)
			f = append(f, model.Mix2(144, r.form(c), class), model.Mix2(145, r.actor(c), lemma), model.Mix2(146, r.actor(c), r.group(t)), model.Mix2(147, r.tag(c), lemma))
		case text.Obj, text.Iobj:
			object = 1 + r.tag(c)
			f = append(f, model.Mix2(148, r.tag(c), lemma), model.Mix2(149, r.actor(c), lemma), model.Mix2(150, r.group(c), r.group(t)))
		case text.Ccomp, text.Xcomp:
			clause = 1 + rel
			mark := uint64(0)
			if m := r.child(c, text.Mark); m >= 0 {
				mark = r.form(m)
			}
			f = append(f, model.Mix3(151, rel, mark, tag), model.Mix3(152, rel, mark, lemma), model.Mix2(153, rel, r.fine(c)), model.Mix2(154, r.quoted(c), lemma))
		case text.Obl, text.Nmod, text.Advcl, text.Acl:
			if k := r.child(c, text.Case, text.Mark); k >= 0 {
				f = append(f, model.Mix3(155, r.form(k), lemma, rel), model.Mix3(156, r.form(k), r.group(t), rel), model.Mix2(157, r.form(k), tag))
			}
		case text.Aux, text.AuxPass, text.Advmod, text.Cop:
			f = append(f, model.Mix2(158, r.form(c), tag), model.Mix2(159, r.form(c), lemma))
		}
		kids = model.Mix2(160, kids, rel)
	}
	f = append(f,
		model.Mix3(161, subject, object, clause),
		model.Mix3(162, min(subject, 1), min(object, 1), min(clause, 1)*10+class%7),
		model.Mix2(163, kids, tag),
		model.Mix3(164, min(subject, 1)*4+min(object, 1)*2+min(clause, 1), lemma, tag),
	)
	// Quotation marks: in the sentence, beside the word, and before it.
	any, before, after := uint64(0), uint64(0), uint64(0)
	for x := s.First; x < s.Last; x++ {
		if r.quotes.in[x] != 0 && r.quotes.in[x] != r.quotes.in[t] {
			any = 1
			if x < t {
				before = 1
			} else {
				after = 1
			}
		}
	}
	comma := uint64(0)
	if t > 0 && r.Tokens[t-1].UPOS == text.PUNCT {
		comma = r.form(t - 1)
	}
	f = append(f,
		model.Mix3(170, any, inQuote, lemma),
		model.Mix3(171, before, after, class),
		model.Mix3(172, before, after, tag<<1|inQuote),
		model.Mix3(173, before*2+after, r.rel(t), min(subject, 1)),
		model.Mix3(174, comma, before, r.group(t)),
		model.Mix2(175, comma, lemma),
	)
	return f
}
