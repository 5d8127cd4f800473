// Package attribution tells whose word a stretch of text is, and how surely an
// event is put forward as having happened. In come a parsed page and its actor
// mentions; out go attributions (source, cue, content), statements that are no
// events (forecasts, trends, opinions), and, asked for one trigger at a time, a
// factuality. It never decides what is counted: that is a table of codebook's.
package attribution

import (
	"fmt"
	"io/fs"
	"strings"

	"entente/internal/knowledge/table"
	"entente/internal/record"
	"entente/internal/text"
)

// A Judge holds the cue words of one language. It is safe for many goroutines.
type Judge struct {
	said    map[wordKey]cue
	effect  map[effectKey]effect
	groups  func(lower string) (small, middle, large uint32)
	cueWord func(word uint64, verb bool) bool
	scorer  *scorer // nil without its model: the rules then stand alone
}

type wordKey struct {
	lemma string
	pos   byte
}

type cue struct {
	class     string
	certainty record.Certainty
	at        string
}

type effectKey struct {
	word  string
	pos   byte
	under byte // 'c' comp, 'o' obj
}

type effect struct {
	what string
	at   string
}

// New reads lang/<lang>/said.tsv and lang/<lang>/factuality.tsv, and opens the
// model of attributions, if there is one. groups tells the clusters of a word, 0
// unknown.
func New(files fs.FS, lang, built string, groups func(lower string) (small, middle, large uint32)) (*Judge, error) {
	j := &Judge{said: map[wordKey]cue{}, effect: map[effectKey]effect{}, groups: groups}
	if built != "" {
		if err := j.learn(built); err != nil {
			return nil, err
		}
	}
	t, err := table.Read(files, "lang/"+lang+"/said.tsv", "lemma", "pos", "class", "certainty")
	if err != nil {
		return nil, err
	}
	for _, r := range t.Rows {
		c := record.Certainty(r.Get("certainty"))
		switch c {
		case record.Certain, record.Probable, record.Possible, record.Uncommitted:
		default:
			r.Bad("certainty", fmt.Sprintf("certainty %q is none of CT, PR, PS, U", c), "")
		}
		if len(r.Get("pos")) != 1 || !strings.Contains("vnap", r.Get("pos")) {
			r.Bad("pos", fmt.Sprintf("part of speech %q is none of v, n, a, p", r.Get("pos")), "")
			continue
		}
		j.said[wordKey{r.Get("lemma"), r.Get("pos")[0]}] = cue{r.Get("class"), c, r.At()}
	}
	if err := t.Errs.Err(); err != nil {
		return nil, err
	}
	if t, err = table.Read(files, "lang/"+lang+"/factuality.tsv", "word", "pos", "under", "effect"); err != nil {
		return nil, err
	}
	for _, r := range t.Rows {
		switch r.Get("effect") {
		case "+", "-", "hyp", "fut", "PR", "PS", "U", "hab", "hist":
		default:
			r.Bad("effect", fmt.Sprintf("effect %q is unknown", r.Get("effect")), "effects are + - hyp fut PR PS U hab hist")
		}
		if len(r.Get("pos")) != 1 || !strings.Contains("vnjxm", r.Get("pos")) {
			r.Bad("pos", fmt.Sprintf("part of speech %q is none of v, n, j, x, m", r.Get("pos")), "")
			continue
		}
		e := effect{r.Get("effect"), r.At()}
		p := r.Get("pos")[0]
		switch r.Get("under") {
		case "comp":
			j.effect[effectKey{r.Get("word"), p, 'c'}] = e
		case "obj":
			j.effect[effectKey{r.Get("word"), p, 'o'}] = e
		case "any":
			for _, u := range "co" {
				k := effectKey{r.Get("word"), p, byte(u)}
				if _, ok := j.effect[k]; !ok {
					j.effect[k] = e
				}
			}
		default:
			r.Bad("under", fmt.Sprintf("%q is none of comp, obj, any", r.Get("under")), "")
		}
	}
	return j, t.Errs.Err()
}

// page is a document with its children lists.
type page struct {
	*text.Document
	first, next []int32
	who         []record.Actor
	actorAt     []int32
}

func newPage(doc *text.Document, who []record.Actor) *page {
	n := len(doc.Tokens)
	all := make([]int32, 3*n)
	p := &page{Document: doc, first: all[:n:n], next: all[n : 2*n : 2*n], actorAt: all[2*n:], who: who}
	for i := range all {
		all[i] = -1
	}
	for t := n - 1; t >= 0; t-- {
		if h := doc.Tokens[t].Head; h >= 0 {
			p.next[t], p.first[h] = p.first[h], int32(t)
		}
	}
	for i := range who {
		for t := who[i].First; t < who[i].Last && int(t) < n; t++ {
			if p.actorAt[t] < 0 || who[i].Head == t {
				p.actorAt[t] = int32(i)
			}
		}
	}
	return p
}

func (p *page) child(t int32, rels ...text.Rel) int32 {
	for c := p.first[t]; c >= 0; c = p.next[c] {
		for _, r := range rels {
			if p.Tokens[c].Rel == r {
				return c
			}
		}
	}
	return -1
}

// subtree is the range of tokens under t, leaving out the subtrees of not.
// A crossing tree makes the range an over-estimate, never a wrong offset.
func (p *page) subtree(t int32, not ...int32) (first, last int32) {
	first, last = t, t+1
	stack := []int32{t}
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
	kids:
		for c := p.first[x]; c >= 0; c = p.next[c] {
			for _, n := range not {
				if c == n {
					continue kids
				}
			}
			first, last = min(first, c), max(last, c+1)
			stack = append(stack, c)
		}
	}
	return first, last
}

// trim drops punctuation from the ends of [first,last).
func (p *page) trim(first, last int32) (int32, int32) {
	for first < last && p.Tokens[first].UPOS == text.PUNCT {
		first++
	}
	for last > first && p.Tokens[last-1].UPOS == text.PUNCT {
		last--
	}
	return first, last
}

func (p *page) span(first, last int32) record.Span {
	first, last = p.trim(first, last)
	return record.Span(p.TokenSpan(first, last))
}

// A Layer is what Find made of one page, and answers for its triggers.
type Layer struct {
	Said       []record.Attribution
	Statements []record.Statement
	j          *Judge
	p          *page
	quotes     quotes
}

// Find reads who says what in doc.
func (j *Judge) Find(doc *text.Document, who []record.Actor) *Layer { return j.find(doc, who, nil) }

// FindFor is Find for those who only ask about the events with these triggers:
// what is said in sentences from which nothing reaches them is left out.
func (j *Judge) FindFor(doc *text.Document, who []record.Actor, triggers []int32) *Layer {
	if triggers == nil {
		triggers = []int32{}
	}
	return j.find(doc, who, triggers)
}

// find looks at all sentences where triggers is nil.
func (j *Judge) find(doc *text.Document, who []record.Actor, triggers []int32) *Layer {
	l := &Layer{j: j, p: newPage(doc, who)}
	for si := range doc.Sentences {
		s := &doc.Sentences[si]
		for t := s.First; t < s.Last; t++ {
			l.cueAt(t, s)
		}
	}
	if j.scorer != nil {
		l.choose(triggers)
	}
	for si := range doc.Sentences {
		l.statement(int32(si))
	}
	return l
}

func (l *Layer) cueAt(t int32, s *text.Sentence) {
	tk := &l.p.Tokens[t]
	switch tk.UPOS {
	case text.VERB:
		if c, ok := l.j.said[wordKey{tk.Lemma, 'v'}]; ok {
			l.verbCue(t, c, s)
		}
	case text.NOUN:
		if c, ok := l.j.said[wordKey{tk.Lemma, 'n'}]; ok {
			l.nounCue(t, c)
		}
	case text.ADV, text.ADJ:
		if c, ok := l.j.said[wordKey{tk.Lower, 'a'}]; ok {
			l.adverbCue(t, c)
		}
	}
	if tk.Lower == "according" && t+1 < s.Last && l.p.Tokens[t+1].Lower == "to" {
		if c, ok := l.j.said[wordKey{"according_to", 'p'}]; ok {
			l.according(t, c, s)
		}
	}
}

// verbCue reads "X said that …", "…, X said", "it is believed that …", "has
// been interpreted as …".
func (l *Layer) verbCue(t int32, c cue, s *text.Sentence) {
	p := l.p
	subj := p.child(t, text.Nsubj)
	passive := p.child(t, text.AuxPass, text.NsubjPass) >= 0
	agent := p.child(t, text.OblAgent)
	content := p.child(t, text.Ccomp)
	if content < 0 {
		content = p.onTheDay(t)
	}
	inverted := false
	if content < 0 {
		switch {
		case p.Tokens[t].Rel == text.Parataxis && p.Tokens[t].Head >= 0 && !l.toldOf(t):
			content, inverted = p.Tokens[t].Head, true
		case c.class == "interpretation" || passive:
			content = p.child(t, text.Xcomp, text.Advcl, text.Obl)
			if o := content; o >= 0 && p.Tokens[o].Rel == text.Obl && !asPhrase(p, o) {
				content = -1
			}
		default:
			if x := p.child(t, text.Parataxis); x >= 0 && x > t {
				content = x
			} else if x := p.child(t, text.Xcomp); x >= 0 && c.class == "claim" {
				content = x
			}
		}
	}
	quoted := l.quoteIn(s)
	if content < 0 && !(quoted && subj >= 0 && c.class != "interpretation") {
		return
	}
	a := record.Attribution{Actor: -1, CueTok: t, Verb: c.class, Quoted: quoted, Cue: record.Span(p.Tokens[t].Span),
		Why: record.Why{Rule: c.at, Detail: p.Tokens[t].Lemma, Span: record.Span(p.Tokens[t].Span)}}
	switch {
	case inverted:
		f, e := p.subtree(content, t)
		a.Content = p.span(f, e)
	case content >= 0:
		a.Content = p.span(p.subtree(content))
	default: // only quotation marks say what was said
		a.Content = record.Span(s.Span)
	}
	src := subj
	if passive {
		src = agent
	}
	if subj < 0 && !passive && (p.Tokens[t].Rel == text.Conj || p.Tokens[t].Rel == text.Advcl) {
		if h := p.Tokens[t].Head; h >= 0 {
			src = p.child(h, text.Nsubj)
		}
	}
	switch {
	case src >= 0 && p.Tokens[src].Lower != "it" && p.Tokens[src].Lower != "there":
		f, e := l.phrase(src)
		l.source(&a, src, f, e)
	case passive || subj >= 0:
		a.Kind = record.SaidAgentless
	default:
		return
	}
	a.Hedge = l.hedge(c, p.Tokens[t].Lemma, a.Kind)
	l.Said = append(l.Said, a)
}

// onTheDay is the clause of verb t that the parser hung on the day of saying as
// if it told of the day: "said on Monday that troops had left"; -1 for none.
func (p *page) onTheDay(t int32) int32 {
	for d := p.first[t]; d >= 0; d = p.next[d] {
		if tk := &p.Tokens[d]; d < t || tk.Rel != text.Obl && tk.Rel != text.OblTmod {
			continue
		}
		for c := p.first[d]; c >= 0; c = p.next[c] {
			if p.Tokens[c].Rel != text.AclRelcl && p.Tokens[c].Rel != text.Acl || p.child(c, text.Nsubj, text.NsubjPass) < 0 {
				continue
			}
			if k := p.child(c, text.Mark); k >= 0 && p.Tokens[k].Lower == "that" {
				return c
			}
		}
	}
	return -1
}

// toldOf reports whether passive verb t says something of a subject of its own:
// "…, and the town was reported calm" does not report what stands before it.
func (l *Layer) toldOf(t int32) bool {
	s := l.p.child(t, text.NsubjPass)
	return s >= 0 && l.p.Tokens[s].UPOS != text.PRON && l.p.child(t, text.AuxPass) >= 0
}

// hedge names the cue when its class leaves the content open.
func (l *Layer) hedge(c cue, lemma string, k record.SaidKind) string {
	if c.certainty != record.Certain || k == record.SaidAgentless {
		return lemma
	}
	return ""
}

func asPhrase(p *page, t int32) bool {
	for c := p.first[t]; c >= 0; c = p.next[c] {
		if p.Tokens[c].Rel == text.Case && p.Tokens[c].Lower == "as" {
			return true
		}
	}
	return false
}

func (l *Layer) nounCue(t int32, c cue) {
	p := l.p
	content := int32(-1)
	for x := p.first[t]; x >= 0; x = p.next[x] {
		if (p.Tokens[x].Rel == text.Acl || p.Tokens[x].Rel == text.Ccomp) && l.that(x) {
			content = x
		}
	}
	if content < 0 {
		return
	}
	a := record.Attribution{Actor: -1, CueTok: t, Verb: c.class, Cue: record.Span(p.Tokens[t].Span), Content: p.span(p.subtree(content)),
		Why: record.Why{Rule: c.at, Detail: p.Tokens[t].Lemma, Span: record.Span(p.Tokens[t].Span)}}
	src := p.child(t, text.NmodPoss)
	if src < 0 {
		for x := p.first[t]; x >= 0; x = p.next[x] {
			if p.Tokens[x].Rel == text.Nmod {
				if k := p.child(x, text.Case); k >= 0 && (p.Tokens[k].Lower == "by" || p.Tokens[k].Lower == "of" || p.Tokens[k].Lower == "from") {
					src = x
				}
			}
		}
	}
	if src >= 0 {
		f, e := l.phrase(src)
		l.source(&a, src, f, e)
	} else {
		a.Kind = record.SaidAgentless
	}
	a.Hedge = l.hedge(c, p.Tokens[t].Lemma, a.Kind)
	l.Said = append(l.Said, a)
}

func (l *Layer) that(v int32) bool {
	for c := l.p.first[v]; c >= 0; c = l.p.next[c] {
		if l.p.Tokens[c].Rel == text.Mark && l.p.Tokens[c].Lower == "that" {
			return true
		}
	}
	return false
}

func (l *Layer) adverbCue(t int32, c cue) {
	p := l.p
	h := p.Tokens[t].Head
	if h < 0 {
		return
	}
	f, e := p.subtree(h, t)
	l.Said = append(l.Said, record.Attribution{Actor: -1, CueTok: t, Kind: record.SaidAgentless, Verb: c.class, Hedge: p.Tokens[t].Lower,
		Cue: record.Span(p.Tokens[t].Span), Content: p.span(f, e),
		Why: record.Why{Rule: c.at, Detail: p.Tokens[t].Lower, Span: record.Span(p.Tokens[t].Span)}})
}

// according reads "according to X": X hangs on the clause, or "according" does.
func (l *Layer) according(t int32, c cue, s *text.Sentence) {
	p := l.p
	src := p.Tokens[t].Head
	if src >= 0 && src < t || src < 0 { // parsed as a participle with X below it
		src = p.child(t, text.Obl, text.Nmod, text.Obj)
	}
	if src < 0 || src < s.First || src >= s.Last {
		return
	}
	a := record.Attribution{Actor: -1, CueTok: t, Verb: c.class,
		Cue: record.Span{Start: p.Tokens[t].Start, End: p.Tokens[t+1].End},
		Why: record.Why{Rule: c.at, Detail: "according to", Span: record.Span(p.Tokens[t].Span)}}
	f, e := l.phrase(src)
	l.source(&a, src, f, e)
	top := p.Tokens[src].Head
	if top == t {
		top = p.Tokens[t].Head
	}
	if top < 0 {
		top = s.Root
	}
	f, e = p.subtree(top, src, t)
	a.Content = p.span(f, e)
	l.Said = append(l.Said, a)
}

// quoteIn reports whether sentence s opens or closes a quotation.
func (l *Layer) quoteIn(s *text.Sentence) bool {
	for t := s.First; t < s.Last; t++ {
		switch l.p.Tokens[t].Form {
		case "\"", "``", "''", "«", "»":
			return true
		}
	}
	return false
}

// phrase is the phrase of speaker h: a relative clause about the speaker is not
// its name.
func (l *Layer) phrase(h int32) (f, e int32) {
	p := l.p
	f, e = p.subtree(h)
	for c := p.first[h]; c >= 0; c = p.next[c] {
		if r := p.Tokens[c].Rel; (r == text.AclRelcl || r == text.Acl || r == text.Parataxis) && c > h {
			e = min(e, c)
			cf, _ := p.subtree(c)
			e = min(e, cf)
		}
	}
	if e <= h {
		e = h + 1
	}
	return p.trim(f, e)
}

// source sets the speaker of a: the phrase of tokens [f,e) with head h, the
// actor, and how it is named.
func (l *Layer) source(a *record.Attribution, h, f, e int32) {
	p := l.p
	a.Source = record.Span(p.TokenSpan(f, e))
	a.Text = p.Text(text.Span(a.Source))
	a.Actor = p.actorAt[h]
	if a.Actor >= 0 {
		a.Kind = p.kindOf(a.Actor, h)
	} else {
		a.Kind = p.kindOfName(f, e)
	}
}
