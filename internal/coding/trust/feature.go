package trust

import (
	"slices"
	"strconv"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A sight is the working memory for the records of one page.
type sight struct {
	groups      Groups
	doc         *text.Document
	out         *record.Coding
	first, next []int32 // first child and next sibling of each token; -1
	actorAt     []int32 // actor mention that each token heads or lies in; -1
	topics      []string
	hashes      []uint64
	r           *record.Record
	e           *record.Evidence
	s           *text.Sentence
	typ         string
	trigger     int32
}

// page takes in a page.
func (x *sight) page(doc *text.Document, out *record.Coding) {
	n := len(doc.Tokens)
	x.doc, x.out = doc, out
	x.first, x.next, x.actorAt = filled(x.first, n), filled(x.next, n), filled(x.actorAt, n)
	for t := n - 1; t >= 0; t-- {
		if h := doc.Tokens[t].Head; h >= 0 {
			x.next[t], x.first[h] = x.first[h], int32(t)
		}
	}
	for i := range out.Actors {
		for t := out.Actors[i].First; t < out.Actors[i].Last; t++ {
			x.actorAt[t] = int32(i)
		}
	}
	x.themes()
}

// leave forgets the page.
func (x *sight) leave() { x.doc, x.out, x.r, x.e, x.s = nil, nil, nil, nil, nil }

func filled(s []int32, n int) []int32 {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = -1
	}
	return s
}

// themes are what the page is about: clusters of nouns that stand out.
func (x *sight) themes() {
	x.topics = x.topics[:0]
	var count [65]int
	nouns := 0
	for i := range x.doc.Tokens {
		t := &x.doc.Tokens[i]
		if t.UPOS != text.NOUN {
			continue
		}
		if a, _, _ := x.groups(t.Lower); a > 0 && int(a) < len(count) {
			count[a]++
			nouns++
		}
	}
	for a, n := range count {
		if n >= 3 && n*12 >= nouns {
			x.topics = append(x.topics, "a"+strconv.Itoa(a))
		}
	}
}

// read writes the features of r, sorted, each once.
func (x *sight) read(r *record.Record, h Hint) {
	x.hashes = x.hashes[:0]
	x.r, x.e = r, &r.Evidence[0]
	x.s, x.trigger = &x.doc.Sentences[x.e.Sentence], x.e.TriggerTok
	x.typ = r.Type("plover")
	x.add("bias", "", "", "")
	x.add("type", x.typ, "", "")
	x.word()
	x.around()
	x.told()
	x.role("s", r.Source)
	x.role("t", r.Target)
	x.both()
	x.left()
	x.hint(h)
	for _, t := range x.topics {
		x.add("topic", t, "", "")
		x.add("topic", t, x.typ, "")
	}
	slices.Sort(x.hashes)
	x.hashes = slices.Compact(x.hashes)
}

// word: the trigger, its sense and its clusters.
func (x *sight) word() {
	t := x.tok(x.trigger)
	x.add("lemma", t.Lemma, "", "")
	x.add("sense", t.Lemma, x.r.Act, "")
	x.add("act", x.r.Act, "", "")
	x.add("pos", t.UPOS.String(), "", "")
	x.add("pos", t.UPOS.String(), x.typ, "")
	x.add("rel", t.Rel.String(), "", "")
	x.add("rel", t.Rel.String(), x.typ, "")
	for _, c := range x.classes(t) {
		x.add("class", c, "", "")
		x.add("class", c, x.typ, "")
	}
	if len(x.e.Why) > 0 {
		x.add("wording", x.e.Why[0].Detail, "", "")
		file, _, _ := strings.Cut(x.e.Why[0].Rule, ":")
		x.add("table", file, "", "")
	}
	for i := range x.r.Rules {
		x.add("rule", plain(x.r.Rules[i].Rule), "", "")
	}
}

// around: what hangs on the trigger and above it.
func (x *sight) around() {
	t := x.tok(x.trigger)
	for c := x.first[x.trigger]; c >= 0; c = x.next[c] {
		k := x.tok(c)
		rel := k.Rel.String()
		x.add("kid", rel, "", "")
		x.add("kid", rel, x.typ, "")
		switch k.Rel {
		case text.Aux, text.AuxPass, text.Advmod, text.Mark, text.Cop, text.CompoundPrt, text.Det, text.NmodPoss:
			x.add("kid word", rel, x.lemma(k), "")
			x.add("kid word", rel, x.lemma(k), x.typ)
		case text.Obj, text.Obl, text.Nmod, text.Xcomp, text.Ccomp, text.Compound, text.Amod, text.Advcl, text.Conj, text.Nsubj, text.NsubjPass:
			cs := x.caseOf(c)
			x.add("arg", rel, cs, x.typ)
			x.add("arg word", rel, cs, x.lemma(k))
			x.add("arg word", rel, x.lemma(k), t.Lemma)
			for _, cl := range x.classes(k) {
				x.add("arg class", rel, cl, x.typ)
			}
			known := "other"
			if a := x.actorAt[c]; a >= 0 {
				known = string(x.out.Actors[a].Kind)
			}
			x.add("arg is", rel, known, x.typ)
		}
	}
	chain := ""
	for h, n := t.Head, 0; h >= 0 && n < 3; h, n = x.tok(h).Head, n+1 {
		k := x.tok(h)
		x.add("above", few(n), x.lemma(k), "")
		for _, cl := range x.classes(k) {
			x.add("above class", few(n), cl, "")
		}
		chain += k.Rel.String() + ">"
		x.add("above rel", few(n), chain, t.Rel.String())
	}
	for k := int32(-2); k <= 2; k++ {
		if i := x.trigger + k; k != 0 && i >= x.s.First && i < x.s.Last {
			x.add("near", strconv.Itoa(int(k)), x.lemma(x.tok(i)), "")
		}
	}
	for i := x.s.First; i < x.s.Last; i++ {
		w := x.tok(i)
		if w.UPOS == text.NOUN || w.UPOS == text.VERB || w.UPOS == text.ADJ {
			x.add("in", w.Lemma, "", "")
			if cl := x.classes(w); cl != nil {
				x.add("in class", cl[0], "", "")
				x.add("in class", cl[1], "", "")
			}
		}
	}
}

// told: how the event is put forward.
func (x *sight) told() {
	f := &x.r.Factuality
	t := x.tok(x.trigger)
	tense := "other"
	switch {
	case t.Feats.Has(text.Past | text.Finite):
		tense = "past"
	case t.Feats.Has(text.Pres | text.Finite):
		tense = "present"
	case t.Feats.Has(text.Participle):
		tense = "participle"
	case t.Feats.Has(text.Gerund):
		tense = "gerund"
	case t.Feats.Has(text.Infinitive):
		tense = "infinitive"
	}
	if t.Feats.Has(text.Passive) {
		tense += " passive"
	}
	x.add("tense", tense, t.UPOS.String(), "")
	x.add("tense", tense, x.typ, "")
	x.add("certainty", f.Label(), "", "")
	if f.Future {
		x.add("future", x.typ, "", "")
	}
	x.add("value", strconv.Itoa(int(2*f.Value+20)), "", "")
	x.add("value", strconv.Itoa(int(f.Value+20)), x.typ, "")
	for i := range f.Why {
		x.add("told by", plain(f.Why[i].Rule), "", "")
	}
	a := x.r.Attribution
	if a == nil {
		x.add("said", "article", "", "")
	} else {
		x.add("said", string(a.Kind), a.Verb, "")
		x.add("said type", string(a.Kind), x.typ, "")
		if a.Quoted {
			x.add("quoted", x.typ, "", "")
		}
		if a.Hedge != "" {
			x.add("hedged", "", "", "")
		}
	}
	x.add("length", few(int(x.s.Last-x.s.First)/8), "", "")
	quotes, open := 0, false
	for i := x.s.First; i < x.s.Last; i++ {
		if f := x.tok(i).Form; f == `"` || f == "''" || f == "``" || f == "“" || f == "”" {
			quotes++
			if i < x.trigger {
				open = !open
			}
		}
	}
	if open {
		x.add("in quotes", x.typ, "", "")
	}
	if quotes > 0 {
		x.add("has quotes", "", "", "")
	}
}

// role: who was chosen, by which rule, how far away.
func (x *sight) role(side string, list []record.Actor) {
	rule := x.ruleOf(side)
	if len(list) == 0 {
		x.add("none", side, x.typ, "")
		x.add("none", side, x.r.Act, "")
		return
	}
	x.add("by", side, rule, "")
	x.add("by", side, rule, x.typ)
	x.add("by", side, rule, x.r.Act)
	x.add("many", side, few(len(list)), "")
	for i := range list {
		a := &list[i]
		w := x.tok(a.Head)
		sector := ""
		if len(a.Sectors) > 0 {
			sector = a.Sectors[0]
		}
		x.add("kind", side, string(a.Kind), "")
		x.add("kind", side, string(a.Kind), x.typ)
		x.add("sector", side, sector, x.typ)
		x.add("sectors", side, strings.Join(a.Sectors, "+"), "")
		x.add("sector by", side, sector, rule)
		x.add("code", side, codeOf(a), "")
		x.add("who", side, plain(a.Why.Rule), "")
		x.add("who", side, plain(a.Why.Rule), x.typ)
		x.add("who", "", plain(a.Why.Rule), string(a.Kind))
		x.add("head", side, x.lemma(w), "")
		x.add("head", "", x.lemma(w), "")
		x.add("head", side, x.lemma(w), x.typ)
		for _, c := range x.classes(w) {
			x.add("head class", side, c, "")
			x.add("head class", side, c, x.typ)
		}
		x.add("head pos", side, w.UPOS.String(), w.Rel.String())
		x.add("head rel", side, w.Rel.String(), x.typ)
		x.add("case", side, x.caseOf(a.Head), x.typ)
		x.add("words", side, few(int(a.Last-a.First)), "")
		x.way(side, a, rule)
		for t := a.First; t < a.Last; t++ {
			if k := x.tok(t); t != a.Head && (k.UPOS == text.NOUN || k.UPOS == text.ADJ) {
				x.add("with", side, k.Lemma, "")
			}
		}
		if a.Person != "" {
			x.add("person", side, strconv.FormatBool(a.Office != ""), sector)
		}
	}
}

// way: where the chosen phrase stands, seen from the trigger.
func (x *sight) way(side string, a *record.Actor, rule string) {
	if a.Head < x.s.First || a.Head >= x.s.Last {
		x.add("way", side, "other sentence", x.typ)
		x.add("way", side, "other sentence", rule)
		return
	}
	up, n := "", 0
	for h := x.trigger; n < 4; n++ {
		if down, ok := x.down(a.Head, h); ok {
			x.add("way", side, up+down, "")
			x.add("way", side, up+down, x.typ)
			x.add("way long", side, few(n+strings.Count(down, ">")), "")
			break
		}
		if x.tok(h).Head < 0 {
			x.add("way", side, "apart", "")
			break
		}
		up += x.tok(h).Rel.String() + "<"
		h = x.tok(h).Head
	}
	gap := int(a.Head - x.trigger)
	where := "after"
	if gap < 0 {
		gap, where = -gap, "before"
	}
	x.add("gap", side, where, few(gap/2))
	x.add("gap", side, where, x.typ)
	lo, hi := min(a.Head, x.trigger), max(a.Head, x.trigger)
	verbs, commas := 0, 0
	for i := lo + 1; i < hi; i++ {
		switch t := x.tok(i); {
		case t.UPOS == text.VERB:
			verbs++
		case t.Form == ",":
			commas++
		}
	}
	x.add("verbs between", side, where, few(verbs))
	x.add("commas between", side, where, few(commas))
}

// down is the way of relations from h down to t.
func (x *sight) down(t, h int32) (string, bool) {
	s := ""
	for n := 0; n < 5; n++ {
		if t == h {
			return s, true
		}
		k := x.tok(t)
		if k.Head < 0 {
			return "", false
		}
		s = k.Rel.String() + ">" + s
		t = k.Head
	}
	return "", false
}

// both: the two sides beside each other.
func (x *sight) both() {
	r := x.r
	if len(r.Source) == 0 || len(r.Target) == 0 {
		return
	}
	s, t := &r.Source[0], &r.Target[0]
	x.add("kinds", string(s.Kind), string(t.Kind), "")
	x.add("sectors both", sectorOf(s), sectorOf(t), "")
	x.add("sectors both", sectorOf(s), sectorOf(t), x.typ)
	country := "unknown"
	switch {
	case s.Country != "" && s.Country == t.Country:
		country = "same"
	case s.Country != "" && t.Country != "":
		country = "two"
	case s.Country != "" || t.Country != "":
		country = "one"
	}
	x.add("countries", country, "", "")
	x.add("countries", country, x.typ, "")
	x.add("rules both", x.ruleOf("s"), x.ruleOf("t"), "")
	x.add("rules both", x.ruleOf("s"), x.ruleOf("t"), x.typ)
	if r.Symmetric {
		x.add("symmetric", x.typ, "", "")
	}
	order := "s"
	if t.Head < s.Head {
		order = "t"
	}
	if x.trigger < min(s.Head, t.Head) {
		order = "v" + order
	} else if x.trigger > max(s.Head, t.Head) {
		order += "v"
	}
	x.add("order", order, x.typ, "")
}

// left: actors of the sentence that have no part in the record, and whether
// one of them is nearer than those that have.
func (x *sight) left() {
	taken := map[int32]bool{}
	for _, list := range [2][]record.Actor{x.r.Source, x.r.Target} {
		for i := range list {
			taken[list[i].Entity] = true
		}
	}
	side, nearest := 0, int32(99)
	where := ""
	for i := range x.out.Actors {
		a := &x.out.Actors[i]
		if a.Head < x.s.First || a.Head >= x.s.Last || taken[a.Entity] {
			continue
		}
		side++
		gap, w := a.Head-x.trigger, "after"
		if gap < 0 {
			gap, w = -gap, "before"
		}
		if gap < nearest {
			nearest, where = gap, w
		}
		if down, ok := x.down(a.Head, x.trigger); ok {
			x.add("left under", down, x.typ, "")
			x.add("left under", down, target(x.r), x.typ)
			x.add("left kind", string(a.Kind), down, target(x.r))
		}
	}
	x.add("left", few(side), target(x.r), "")
	x.add("left", few(side), target(x.r), x.typ)
	x.add("left nearest", where, few(int(nearest)/2), target(x.r))
	if len(x.r.Target) == 0 {
		// What stands where the target would.
		for c := x.first[x.trigger]; c >= 0; c = x.next[c] {
			k := x.tok(c)
			if k.Rel == text.Obj || k.Rel == text.Obl || k.Rel == text.Nmod || k.Rel == text.NsubjPass {
				x.add("open", k.Rel.String(), x.lemma(k), "")
				x.add("open", k.Rel.String(), k.UPOS.String(), x.typ)
				for _, cl := range x.classes(k) {
					x.add("open class", k.Rel.String(), cl, x.typ)
				}
			}
		}
		people := 0
		for i := x.s.First; i < x.s.Last; i++ {
			if t := x.tok(i); t.UPOS == text.PROPN || t.UPOS == text.PRON {
				if x.actorAt[i] < 0 {
					people++
				}
			}
		}
		x.add("open names", few(people), x.typ, "")
	}
}

func target(r *record.Record) string {
	if len(r.Target) == 0 {
		return "open"
	}
	return "full"
}

// hint: what the relation model says.
func (x *sight) hint(h Hint) {
	if h.Best == "" {
		return
	}
	x.add("sure", strconv.Itoa(int(10*h.Sure)), "", "")
	x.add("sure", strconv.Itoa(int(5*h.Sure)), x.typ, "")
	x.add("best", h.Best, x.typ, "")
	x.add("best", h.Best, "", "")
	x.add("top", strconv.Itoa(int(5*h.Top)), strconv.FormatBool(h.Best == x.typ), "")
}

// ruleOf is the rule that filled a side: the path of the lexicon's sense.
func (x *sight) ruleOf(side string) string {
	name := "source from "
	if side == "t" {
		name = "target from "
	}
	rule := ""
	for i := range x.e.Why {
		w := x.e.Why[i].Rule
		if strings.HasPrefix(w, name) || strings.HasPrefix(w, "side from ") {
			return w
		}
		if side == "t" && i > 0 && !strings.HasPrefix(w, "source") {
			rule = plain(w)
		}
	}
	return rule
}

func sectorOf(a *record.Actor) string {
	if len(a.Sectors) == 0 {
		return string(a.Kind)
	}
	return a.Sectors[0]
}

// codeOf is how far an actor is known.
func codeOf(a *record.Actor) string {
	switch {
	case a.Country != "" && len(a.Sectors) > 0:
		return "country and sector"
	case a.Country != "":
		return "country"
	case len(a.Sectors) > 0:
		return "sector"
	}
	return "unknown"
}

// plain is a rule without the line of its table, which moves.
func plain(rule string) string {
	if i := strings.IndexByte(rule, ':'); i >= 0 && strings.Contains(rule[:i], ".tsv") {
		return rule[:i]
	}
	return rule
}

// few is a small number, or a class of larger ones.
func few(n int) string {
	switch {
	case n < 5:
		return strconv.Itoa(n)
	case n < 8:
		return "5-7"
	case n < 16:
		return "8-15"
	}
	return "many"
}

func (x *sight) tok(t int32) *text.Token { return &x.doc.Tokens[t] }

// lemma is the word of a feature: a mark for names and numbers, which are not
// to be learnt by heart.
func (x *sight) lemma(w *text.Token) string {
	switch w.UPOS {
	case text.PROPN:
		return "NAME"
	case text.NUM:
		return "NUM"
	}
	return w.Lemma
}

func (x *sight) caseOf(t int32) string {
	for c := x.first[t]; c >= 0; c = x.next[c] {
		if x.tok(c).Rel == text.Case {
			return x.tok(c).Lower
		}
	}
	return ""
}

// classes are the clusters of a content word, coarsest first.
func (x *sight) classes(w *text.Token) []string {
	switch w.UPOS {
	case text.NOUN, text.VERB, text.ADJ, text.ADV:
	default:
		return nil
	}
	a, b, c := x.groups(w.Lower)
	if a == 0 {
		return nil
	}
	return []string{"a" + strconv.Itoa(int(a)), "b" + strconv.Itoa(int(b)), "c" + strconv.Itoa(int(c))}
}

// add writes one feature: the name of its template and up to three values.
func (x *sight) add(t, a, b, c string) {
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
