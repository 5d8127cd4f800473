package role

import (
	"strings"

	"entente/internal/knowledge/model"
	"entente/internal/record"
	"entente/internal/text"
)

// Set names this set of features. It is written into the model file, and a file
// with another name is refused: change it with any change of a template.
const Set = "roles-en-1"

// A word is what the features see of one token, as hashes or small numbers.
type word struct {
	form, lemma   uint64
	fine          uint64 // tag and morphology
	tag           uint64
	shape         uint64
	group, finer  uint64 // clusters among 512 and 2048
	rel           uint64
	head          int // within the sentence; -1 the root
	core          int // head of the smallest phrase that holds the word
	phrase        int // head of the argument that holds the word
	actor         uint64
	place         uint64 // of the word in its actor mention: first, inside, last
	given         uint64 // roles that hints gave the mention
	mainRole      uint64 // role in the first of the hints
	anyRole       uint64 // role that a hint gave to any mention within the phrase
	depth         int
	toRoot        uint64 // path from the core to the root
	toMain        uint64 // path from the core to the main trigger
	toNear        uint64 // path from the core to the nearest trigger
	kase          uint64 // preposition of the core
	outerCase     uint64 // preposition of the phrase
	isTrigger     uint64
	side          uint64 // before or after the main trigger
	left, right   int    // extent of the core phrase without what follows it
	fLeft, fRight int    // extent of everything under the core
	order         uint64 // the how-manieth phrase of the sentence
}

// A Page is the scratch of one sentence.
type Page struct {
	groups *model.Dict
	w      []word
	n      int
	main   int // main trigger, within the sentence; the root where there is none
	voice  uint64
	mainW  uint64
	f      []uint64
}

// NewPage makes scratch that looks words up in groups.
func NewPage(groups *model.Dict) *Page { return &Page{groups: groups} }

// Len is the number of words.
func (p *Page) Len() int { return p.n }

// pad words lie before the first and after the last.
const pad = 2

// Reset fills p from a sentence.
func (p *Page) Reset(doc *text.Document, s int32, who []record.Actor, hints []Hint) {
	sent := &doc.Sentences[s]
	tokens := doc.Tokens[sent.First:sent.Last]
	p.n = len(tokens)
	need := p.n + 2*pad
	if cap(p.w) < need {
		p.w = make([]word, need+need/2)
	}
	p.w = p.w[:need]
	for i := range pad {
		p.w[i] = word{form: 1, lemma: 1, fine: 1, tag: 1, head: -1}
		p.w[need-1-i] = word{form: 2, lemma: 2, fine: 2, tag: 2, head: -1}
	}
	w := p.w[pad : pad+p.n]
	root := 0
	for i := range tokens {
		t := &tokens[i]
		x := word{
			form: model.Hash(t.Lower), lemma: model.Hash(t.Lemma), tag: uint64(t.UPOS) + 10, fine: uint64(t.UPOS)<<16 | uint64(t.Feats),
			shape: shape(t.Form), rel: uint64(t.Rel) + 1, head: int(t.Head - sent.First), core: i, phrase: i,
			left: i, right: i, fLeft: i, fRight: i,
		}
		if t.Head < 0 {
			x.head, root = -1, i
		}
		if g := p.groups.Get(x.form); g != 0 {
			x.group, x.finer = uint64(g>>8&0xfff), uint64(g>>20)
		}
		w[i] = x
	}
	p.heads(tokens, w)
	p.actors(sent, w, who, hints)
	p.triggers(sent, tokens, w, root, hints)
}

// inner are the relations within the smallest phrase.
var inner = set(text.Det, text.Amod, text.Compound, text.Flat, text.Nummod, text.NmodPoss, text.Case, text.Fixed, text.Goeswith)

// outer are those that hang one phrase under another.
var outer = set(text.Nmod, text.Appos, text.Conj, text.Acl, text.AclRelcl, text.NmodTmod, text.List, text.Dep)

func set(rels ...text.Rel) (s [text.NumRel]bool) {
	for _, r := range rels {
		s[r] = true
	}
	return s
}

// heads finds for each word the smallest phrase and the argument it stands in,
// and their extents.
func (p *Page) heads(tokens []text.Token, w []word) {
	for i := range w {
		c := i
		for steps := 0; steps < 8 && w[c].head >= 0 && inner[tokens[c].Rel]; steps++ {
			c = w[c].head
		}
		w[i].core = c
		o := c
		for steps := 0; steps < 12 && w[o].head >= 0 && (inner[tokens[o].Rel] || outer[tokens[o].Rel]); steps++ {
			o = w[o].head
		}
		w[i].phrase = o
		for h := w[i].head; h >= 0 && w[i].depth < 20; h = w[h].head {
			w[i].depth++
		}
		if t := &tokens[i]; t.Rel == text.Case && w[i].head >= 0 && w[w[i].head].kase == 0 {
			w[w[i].head].kase = w[i].form
		}
	}
	for i := range w {
		if tokens[i].Rel != text.Case || i > w[i].core { // a preposition is no part of its phrase, "'s" is
			c := &w[w[i].core]
			c.left, c.right = min(c.left, i), max(c.right, i)
		}
		for h, steps := i, 0; h >= 0 && steps < 20; h, steps = w[h].head, steps+1 {
			w[h].fLeft, w[h].fRight = min(w[h].fLeft, i), max(w[h].fRight, i)
		}
	}
	n, last := uint64(0), -1
	for i := range w {
		w[i].outerCase = w[w[i].phrase].kase
		if c := w[i].core; c != last && (tokens[c].UPOS == text.NOUN || tokens[c].UPOS == text.PROPN || tokens[c].UPOS == text.PRON) {
			n, last = n+1, c
		}
		w[i].order = min(n, 6)
	}
}

// Roles that hints gave, as bits.
const (
	hintSource = 1 << iota
	hintTarget
	hintSide
)

// actors notes which mention each word stands in, and what hints say of it.
func (p *Page) actors(sent *text.Sentence, w []word, who []record.Actor, hints []Hint) {
	given := func(a int32, hs []Hint) (bits uint64) {
		for i := range hs {
			h := &hs[i]
			for k, list := range [2][]int32{h.Source, h.Target} {
				for _, x := range list {
					if x != a && who[x].Entity != who[a].Entity {
						continue
					}
					switch {
					case h.Symmetric:
						bits |= hintSide
					case k == 0:
						bits |= hintSource
					default:
						bits |= hintTarget
					}
				}
			}
		}
		return bits
	}
	main := hints[:0]
	if m := p.mainHint(sent, w, hints); m >= 0 {
		main = hints[m : m+1]
	}
	for a := range who {
		m := &who[a]
		if m.First < sent.First || m.Last > sent.Last || m.First >= m.Last {
			continue
		}
		all, first := given(int32(a), hints), given(int32(a), main)
		for t := m.First; t < m.Last; t++ {
			x := &w[t-sent.First]
			if x.actor != 0 && m.Kind == record.Coalition {
				continue // members say more
			}
			x.actor = model.Hash(string(m.Kind))
			if m.Resolved() {
				x.actor++
			}
			if len(m.Sectors) > 0 {
				x.actor += 2
			}
			x.place = 2
			if t == m.First {
				x.place = 1
			}
			if t == m.Last-1 {
				x.place |= 4
			}
			x.given, x.mainRole = all, first
			w[x.core].anyRole |= all
			w[x.phrase].anyRole |= all << 4
			w[x.core].anyRole |= first << 8
			w[x.phrase].anyRole |= first << 12
		}
	}
}

// mainHint is the hint with the trigger that stands highest in the tree, the
// first of those; -1 where the sentence has none.
func (p *Page) mainHint(sent *text.Sentence, w []word, hints []Hint) int {
	best := -1
	for i := range hints {
		t := hints[i].Trigger
		if t < sent.First || t >= sent.Last {
			continue
		}
		if best < 0 || w[t-sent.First].depth < w[hints[best].Trigger-sent.First].depth {
			best = i
		}
	}
	return best
}

// triggers computes the paths from phrases to the triggers and to the root.
func (p *Page) triggers(sent *text.Sentence, tokens []text.Token, w []word, root int, hints []Hint) {
	p.main = root
	none := uint64(1)
	if m := p.mainHint(sent, w, hints); m >= 0 {
		p.main, none = int(hints[m].Trigger-sent.First), 0
	}
	p.mainW = w[p.main].lemma
	p.voice = none<<1 | uint64(tokens[p.main].UPOS)<<2
	if tokens[p.main].Feats.Has(text.Passive) {
		p.voice |= 1
	}
	for i := range hints {
		if t := hints[i].Trigger; t >= sent.First && t < sent.Last {
			w[t-sent.First].isTrigger = 1
		}
	}
	w[p.main].isTrigger = 2 + none
	for i := range w {
		x := &w[i]
		x.side = 1
		if i > p.main {
			x.side = 2
		} else if i == p.main {
			x.side = 3
		}
		if x.core != i {
			continue
		}
		x.toRoot = path(w, i, root)
		x.toMain = path(w, i, p.main)
		near, dist := p.main, 1<<10
		for k := range hints {
			t := int(hints[k].Trigger - sent.First)
			if t < 0 || t >= p.n {
				continue
			}
			if d := max(t-i, i-t); d < dist {
				near, dist = t, d
			}
		}
		x.toNear = path(w, i, near)
	}
}

// path is the way through the tree from a to b: relations upwards from a, then
// upwards from b, with what joins them left out; long ways are cut.
func path(w []word, a, b int) uint64 {
	return model.Path(a, b, func(i int) (int, uint64) { return w[i].head, w[i].rel })
}

// MoveFeature is the feature under which the transitions out of a state stand.
func MoveFeature(from int) uint64 { return model.Mix1(99, uint64(from)) }

// Features are the features of word i; the slice is good until the next call.
func (p *Page) Features(i int) []uint64 {
	f := p.f[:0]
	j := i + pad
	a, b, w, c, d := &p.w[j-2], &p.w[j-1], &p.w[j], &p.w[j+1], &p.w[j+2]
	n := &p.w[w.core+pad]   // the smallest phrase
	o := &p.w[w.phrase+pad] // the argument
	gov := &word{lemma: 3, tag: 3}
	if o.head >= 0 {
		gov = &p.w[o.head+pad]
	}
	edge := func(left, right int) uint64 {
		switch {
		case i < left:
			return 1
		case i == left && i == right:
			return 2
		case i == left:
			return 3
		case i == right:
			return 4
		case i > right:
			return 5
		}
		return 6
	}
	core := edge(n.left, n.right)
	full := edge(n.fLeft, n.fRight)
	arg := edge(o.left, o.right)
	rest := edge(o.fLeft, o.fRight)
	isHead := uint64(0)
	if w.core == i {
		isHead = 1
	}
	isArg := uint64(0)
	if w.core == w.phrase {
		isArg = 1
	}
	anyCore, anyPhrase := n.anyRole, o.anyRole

	f = append(f,
		model.Mix1(100, 0),
		model.Mix1(101, w.form),
		model.Mix1(102, w.lemma),
		model.Mix1(103, w.fine),
		model.Mix1(104, w.group),
		model.Mix1(105, w.finer),
		model.Mix1(106, w.shape),
		model.Mix1(107, b.form),
		model.Mix1(108, c.form),
		model.Mix1(109, a.form),
		model.Mix1(110, d.form),
		model.Mix2(111, b.fine, w.fine),
		model.Mix2(112, w.fine, c.fine),
		model.Mix3(113, b.tag, w.tag, c.tag),
		model.Mix2(114, b.form, w.tag),
		model.Mix2(115, c.form, w.tag),
		model.Mix2(116, b.group, w.tag),
		model.Mix2(117, c.group, w.tag),
		model.Mix3(118, a.tag, b.tag, w.tag),
		model.Mix3(119, w.tag, c.tag, d.tag),
		model.Mix2(120, w.rel, w.tag),
		// the phrase
		model.Mix3(130, n.rel, core, isArg),
		model.Mix3(131, n.tag, core, full),
		model.Mix3(132, o.rel, rest, arg),
		model.Mix3(133, n.lemma, core, isHead),
		model.Mix2(134, n.finer, core),
		model.Mix2(135, n.kase, core),
		model.Mix3(136, o.outerCase, rest, isArg),
		model.Mix3(137, o.outerCase, gov.lemma, core),
		model.Mix3(138, o.rel, gov.lemma, core),
		model.Mix3(139, o.rel, gov.finer, core),
		model.Mix3(140, n.group, o.rel, core),
		model.Mix3(141, w.order, core, n.tag),
		// paths
		model.Mix2(150, n.toRoot, core),
		model.Mix2(151, n.toMain, core),
		model.Mix3(152, n.toMain, core, p.voice),
		model.Mix3(153, n.toMain, core, p.mainW),
		model.Mix2(154, n.toNear, core),
		model.Mix3(155, o.toMain, isArg, core),
		model.Mix3(156, o.toMain, rest, p.voice),
		model.Mix3(157, o.toMain, o.outerCase, core),
		model.Mix3(158, o.toMain, p.mainW, core),
		model.Mix2(159, o.toRoot, core),
		model.Mix2(160, p.mainW, w.side),
		model.Mix3(161, o.toMain, n.toMain, core),
		// actors and hints
		model.Mix3(170, w.actor, w.place, core),
		model.Mix2(171, w.given, w.place),
		model.Mix2(172, w.mainRole, w.place),
		model.Mix3(173, w.mainRole, w.given, core),
		model.Mix2(174, anyCore, core),
		model.Mix2(175, anyPhrase, core),
		model.Mix3(176, anyPhrase, arg, rest),
		model.Mix3(177, anyPhrase, o.rel, core),
		model.Mix3(178, anyCore, n.rel, core),
		model.Mix3(179, w.actor, w.mainRole, b.mainRole),
		model.Mix3(180, w.mainRole, c.mainRole, w.place),
		model.Mix3(181, anyCore, w.order, core),
		model.Mix3(182, w.actor, o.rel, core),
		model.Mix2(183, w.isTrigger, w.tag),
		model.Mix2(184, b.isTrigger, w.tag),
		// cuts
		model.Mix3(190, w.tag, core, full),
		model.Mix3(191, b.form, core, full),
		model.Mix3(192, c.form, core, full),
		model.Mix3(193, w.rel, n.rel, o.rel),
		model.Mix3(194, c.rel, c.tag, core),
		model.Mix3(195, w.form, core, isArg),
	)
	p.f = f
	return f
}

// shape tells capitals, figures and marks apart.
func shape(s string) uint64 {
	switch {
	case s == "":
		return 0
	case strings.ToUpper(s) == s && strings.ToLower(s) != s:
		return 1
	case s[0] >= 'A' && s[0] <= 'Z':
		return 2
	case s[0] >= '0' && s[0] <= '9':
		return 3
	case s[0] >= 'a' && s[0] <= 'z':
		return 4
	}
	return 5
}
