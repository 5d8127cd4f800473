package relation

import (
	"slices"
	"strconv"

	"entente/internal/text"
)

// scratch is the working memory for one pair.
type scratch struct {
	doc         *text.Document
	kin         Kin
	pair        *Pair
	lo, hi      int32   // tokens of the sentence, or sentences, of the two
	first, next []int32 // first child and next sibling of token lo+i, or -1
	order       string  // which of the two comes first
	hashes      []uint64
}

// read fills x.hashes with the features of p, sorted, each once.
func (x *scratch) read(doc *text.Document, kin Kin, p *Pair) {
	x.doc, x.kin, x.pair, x.hashes = doc, kin, p, x.hashes[:0]
	x.lo, x.hi = x.bounds(&p.Source, &p.Target)
	n := int(x.hi - x.lo)
	x.first, x.next = slices.Grow(x.first[:0], n)[:n], slices.Grow(x.next[:0], n)[:n]
	for i := range x.first {
		x.first[i] = -1
	}
	for t := x.hi - 1; t >= x.lo; t-- {
		x.next[t-x.lo] = -1
		if h := doc.Tokens[t].Head; h >= x.lo && h < x.hi {
			x.next[t-x.lo] = x.first[h-x.lo]
			x.first[h-x.lo] = t
		}
	}
	x.features(p)
	slices.Sort(x.hashes)
	x.hashes = slices.Compact(x.hashes)
}

// bounds are the tokens of the sentences from the first party to the last.
func (x *scratch) bounds(s, t *Phrase) (lo, hi int32) {
	if len(x.doc.Sentences) == 0 {
		return 0, 0
	}
	if s.Last == 0 {
		s = t
	}
	if t.Last == 0 {
		t = s
	}
	n := int32(len(x.doc.Sentences)) - 1
	a, b := x.doc.SentenceOf(min(s.First, t.First)), x.doc.SentenceOf(max(s.Last, t.Last, 1)-1)
	return x.doc.Sentences[min(a, n)].First, x.doc.Sentences[min(b, n)].Last
}

// add writes one feature: the name of its template and up to three values.
func (x *scratch) add(t, a, b, c string) {
	h := uint64(14695981039346656037)
	for _, s := range [4]string{t, a, b, c} {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 0x9e3779b97f4a7c15
			h ^= h >> 32
		}
		h = (h ^ 0x1f) * 0xd6e8feb86659fd93
		h ^= h >> 29
	}
	x.hashes = append(x.hashes, h)
}

func (x *scratch) tok(t int32) *text.Token { return &x.doc.Tokens[t] }

// child and sibling walk what hangs on a token; -1 ends.
func (x *scratch) child(t int32) int32   { return x.first[t-x.lo] }
func (x *scratch) sibling(t int32) int32 { return x.next[t-x.lo] }

// word is the word of a feature: the lemma, but a mark for names and numbers,
// which are not to be learnt by heart.
func (x *scratch) word(w *text.Token) string {
	switch w.UPOS {
	case text.PROPN:
		return "NAME"
	case text.NUM:
		return "NUM"
	}
	return w.Lemma
}

// inside reports whether token i belongs to one of the two.
func (x *scratch) inside(i int32) bool {
	p := x.pair
	return p.Source.First <= i && i < p.Source.Last || p.Target.First <= i && i < p.Target.Last
}

// classes are the clusters of a content word, finest last.
func (x *scratch) classes(w *text.Token) []string {
	if !content(w.UPOS) {
		return nil
	}
	a, b, c := x.kin.groups(w.Lower)
	if a == 0 || int(a) >= len(clusterNames[0]) || int(b) >= len(clusterNames[1]) || int(c) >= len(clusterNames[2]) {
		return nil
	}
	return []string{clusterNames[0][a], clusterNames[1][b], clusterNames[2][c]}
}

var clusterNames = [3][]string{clusterNamesOf("a", 65), clusterNamesOf("b", 513), clusterNamesOf("c", 2049)}

func clusterNamesOf(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = prefix + strconv.Itoa(i)
	}
	return out
}

func content(u text.UPOS) bool {
	return u == text.VERB || u == text.NOUN || u == text.ADJ || u == text.ADV
}

// typesOf are the types of the senses that the lexicon has for token i.
func (x *scratch) typesOf(i int32) []string {
	w := x.tok(i)
	switch w.UPOS {
	case text.VERB:
		return x.kin.types["v"+w.Lemma]
	case text.NOUN:
		return x.kin.types["n"+w.Lemma]
	case text.ADJ:
		return x.kin.types["a"+w.Lemma]
	}
	return nil
}

// lexical adds the types that the lexicon knows for token i.
func (x *scratch) lexical(where, role string, i int32) {
	for _, t := range x.typesOf(i) {
		x.add("lexicon", where, role, t)
	}
}

// caseOf is the preposition of token t.
func (x *scratch) caseOf(t int32) string {
	for c := x.child(t); c >= 0; c = x.sibling(c) {
		if x.tok(c).Rel == text.Case {
			return x.tok(c).Lower
		}
	}
	return ""
}

// governor is the nearest verb, adjective or event noun above t; -1 none.
func (x *scratch) governor(t int32) int32 {
	for h, n := x.tok(t).Head, 0; h >= 0 && n < 6; h, n = x.tok(h).Head, n+1 {
		switch w := x.tok(h); w.UPOS {
		case text.VERB, text.ADJ:
			return h
		case text.NOUN:
			if x.typesOf(h) != nil {
				return h
			}
		}
	}
	return -1
}

// common is the lowest token above both a and b.
func (x *scratch) common(a, b int32) int32 {
	for u, n := a, int32(0); u >= 0 && n < x.hi-x.lo; u, n = x.tok(u).Head, n+1 {
		for v, m := b, int32(0); v >= 0 && m < x.hi-x.lo; v, m = x.tok(v).Head, m+1 {
			if u == v {
				return u
			}
		}
	}
	return a
}

// rels are the relations from a up to top.
func (x *scratch) rels(a, top int32) string {
	s := ""
	for n := 0; a != top && a >= 0 && n < 8; n++ {
		s += x.tok(a).Rel.String() + ">"
		a = x.tok(a).Head
	}
	return s
}

func bucket(n int) string {
	switch {
	case n < 0:
		return "in"
	case n < 4:
		return strconv.Itoa(n)
	case n < 8:
		return "4-7"
	case n < 16:
		return "8-15"
	}
	return "far"
}
