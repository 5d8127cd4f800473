package event

import (
	"strings"

	"entente/internal/knowledge/lexicon"
	"entente/internal/record"
	"entente/internal/text"
)

// An arg is one filled slot around a trigger: its name and the head token.
type arg struct {
	slot string
	tok  int32
}

// readArgs reads the slots of trigger t off the tree. The second result is the
// token that carries tense and negation. The slice is scratch; release it.
func (m *matcher) readArgs(t int32, pos lexicon.POS) ([]arg, int32) {
	var a []arg
	if n := len(m.spare); n > 0 {
		a, m.spare = m.spare[n-1][:0], m.spare[:n-1]
	}
	switch pos {
	case lexicon.Verb:
		return m.verbArgs(a, t), t
	case lexicon.Noun:
		return m.nounArgs(a, t)
	default:
		return m.adjArgs(a, t), t
	}
}

func (m *matcher) release(a []arg) { m.spare = append(m.spare, a) }

// posOf is the lexicon's part of speech for any token.
func (m *matcher) posOf(t int32) lexicon.POS {
	switch m.tok(t).UPOS {
	case text.VERB, text.AUX:
		return lexicon.Verb
	case text.ADJ:
		return lexicon.Adjective
	}
	return lexicon.Noun
}

// child is the first child of t with one of the relations, or -1.
func (m *matcher) child(t int32, rels ...text.Rel) int32 {
	for c := m.first[t]; c >= 0; c = m.next[c] {
		for _, r := range rels {
			if m.tok(c).Rel == r {
				return c
			}
		}
	}
	return -1
}

// passive reports whether verb v is passive: by its auxiliary, its subject, or
// as a bare participle that modifies a noun.
func (m *matcher) passive(v int32) bool {
	tk := m.tok(v)
	if tk.Rel == text.Ccomp && m.reduced(v) >= 0 || m.undergone(v) {
		return true
	}
	if m.verbless(v) >= 0 && m.child(v, text.OblAgent, text.AuxPass) < 0 {
		return false
	}
	if s, _ := m.swallowed(v); s >= 0 {
		return false
	}
	have := false
	for c := m.first[v]; c >= 0; c = m.next[c] {
		switch ct := m.tok(c); ct.Rel {
		case text.NsubjPass, text.CsubjPass:
			// A finite verb without auxiliary is active, whatever its subject is
			// called; "called on" is read as a participle more often than not.
			if tk.Rel == text.Conj || !tk.Feats.Has(text.Finite) && tk.Lemma != "call" || m.child(v, text.Aux, text.AuxPass) >= 0 {
				return true
			}
		case text.AuxPass:
			return true
		case text.OblAgent:
			return !m.bareAgent(v, c) && !m.ofObject(v, c)
		case text.Aux:
			if ct.Lemma == "have" {
				have = true
			}
		}
	}
	if have || m.plainObject(v) >= 0 {
		return false
	}
	if tk.Rel == text.Acl && strings.HasSuffix(tk.Lower, "ed") && m.marker(v) == "" && m.child(v, text.Nsubj, text.Aux) < 0 && m.lex.Class("doneto", tk.Lemma) {
		return true // "the woman accused of", "a suspect arrested in a raid"
	}
	return tk.Feats.Has(text.Passive) && (tk.Rel == text.Acl || tk.Rel == text.Advcl || tk.Rel == text.Conj || tk.Rel == text.Amod)
}

// bareAgent reports whether c, called an agent of v, follows it without "by":
// "a sniper killed Dr. X" read as "a sniper killed by". It is the object.
func (m *matcher) bareAgent(v, c int32) bool {
	if m.caseOf(c) != "" {
		return false
	}
	first, _ := m.extent(c)
	return first == v+1 && m.tok(first).UPOS != text.ADP
}

// ofObject reports whether by-phrase c belongs to the object of v, which has a
// subject of its own: "the rebels dismissed a proposal by the government".
func (m *matcher) ofObject(v, c int32) bool {
	o := m.plainObject(v)
	return o > v && o < c && m.child(v, text.Nsubj) >= 0 && m.child(v, text.AuxPass, text.NsubjPass) < 0
}

// plainObject is the object of v that no preposition introduces, or -1: the
// parser may call "in the violence" an object.
func (m *matcher) plainObject(v int32) int32 {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		if m.tok(c).Rel == text.Obj {
			if p := m.caseOf(c); p == "" || particle(p) {
				return c
			}
		}
	}
	return -1
}

// caseOf is the preposition of nominal t: "with", "because_of", or "".
func (m *matcher) caseOf(t int32) string {
	for c := m.first[t]; c >= 0; c = m.next[c] {
		ct := m.tok(c)
		if ct.Rel != text.Case || ct.UPOS == text.PART {
			continue
		}
		if f := m.child(c, text.Fixed); f >= 0 {
			switch ct.Lower + "_" + m.tok(f).Lower {
			case "because_of":
				return "because_of"
			case "due_to":
				return "due_to"
			case "according_to":
				return "according_to"
			case "instead_of":
				return "instead_of"
			case "out_of":
				return "out_of"
			case "ahead_of":
				return "ahead_of"
			case "such_as":
				return "like"
			}
		}
		if ct.Lower == "to" && c > 0 && m.tok(c-1).Lower == "according" {
			return "according_to"
		}
		return ct.Lower
	}
	return ""
}

// surface is the surface subject of verb v, shared through conjunction,
// control and clauses that modify it; -1 when none is sure.
func (m *matcher) surface(v int32, depth int) int32 {
	if depth > 6 {
		return -1
	}
	if c := m.child(v, text.Nsubj, text.NsubjPass); c >= 0 {
		return m.antecedent(m.truerSubject(c, v))
	}
	if c, _ := m.swallowed(v); c >= 0 {
		return c
	}
	// A state that opens the sentence is no adverb: "Iran executed three men".
	if c := m.child(v, text.Advmod); c >= 0 && c < v && m.actorAt[c] >= 0 {
		if w := &m.who[m.actorAt[c]]; w.Kind == record.State && w.Last <= v && c == m.doc.Sentences[m.doc.SentenceOf(c)].First {
			return c
		}
	}
	// The subject may hang on the auxiliary: "has so far refused".
	if x := m.child(v, text.Aux, text.AuxPass); x >= 0 {
		if c := m.child(x, text.Nsubj, text.NsubjPass); c >= 0 {
			return m.antecedent(c)
		}
	}
	tk := m.tok(v)
	p := tk.Head
	if p < 0 {
		return -1
	}
	switch tk.Rel {
	case text.Conj:
		if s := m.afterwards(p, v); s >= 0 {
			return s
		}
		switch m.tok(p).UPOS {
		case text.VERB, text.AUX, text.ADJ:
			return m.surface(p, depth+1)
		case text.NOUN:
			if m.child(p, text.Cop) >= 0 {
				return m.surface(p, depth+1)
			}
		}
	case text.Xcomp:
		if o := m.child(p, text.Obj, text.Iobj); o >= 0 && !subjectControl(m.tok(p).Lemma) {
			return o
		}
		return m.surface(p, depth+1)
	case text.Advcl:
		if !tk.Feats.Has(text.Finite) {
			if w := m.marker(v); blames(m.tok(p).Lemma) && (w == "of" || w == "for" || w == "with" || w == "over") {
				return m.logicalObject(p, depth+1) // "accused Ukraine of shelling the town"
			}
			return m.surface(p, depth+1)
		}
	case text.Acl, text.AclRelcl:
		if g := m.tok(p).Head; g >= 0 && m.tok(g).UPOS == text.VERB && while(m.marker(v)) {
			return m.surface(g, depth+1) // "praised the staff before meeting the victims"
		}
		if tk.Feats.Has(text.Infinitive) || m.infinitive(v) {
			return m.owner(p) // "Russia's plan to attack"
		}
		if g := m.closing(v, p); g >= 0 {
			return m.surface(g, depth+1)
		}
		if m.whereClause(v) {
			return -1 // "a town where expressing support is dangerous": not the town
		}
		if tk.Rel == text.Acl && strings.HasSuffix(tk.Lower, "ing") && m.child(p, text.Cop) >= 0 && v > 0 && m.tok(v-1).Rel == text.Punct {
			return m.surface(p, depth+1) // "Japan is the main donor, giving"
		}
		if m.actorAt[p] < 0 && m.lex.Class("standsfor", m.tok(p).Lemma) {
			if o := m.owner(p); o >= 0 {
				return o // "issued a report accusing"
			}
		}
		for m.tok(p).Rel == text.Nmod && m.tok(p).Head >= 0 && example(m.caseOf(p)) {
			p = m.tok(p).Head // "aircraft including gunships killed"
		}
		return p
	}
	return -1
}

// example lists words that put a part beside its whole.
func example(prep string) bool { return prep == "including" || prep == "like" }

// blames lists verbs whose "of" or "for" clause tells what their object did.
func blames(lemma string) bool {
	switch lemma {
	case "accuse", "blame", "condemn", "convict", "criticize", "criticise", "denounce", "slam", "assail", "suspect", "fault",
		"charge", "indict", "sentence", "jail", "arrest", "detain", "prosecute", "try", "fine", "punish", "sanction", "rebuke",
		"praise", "thank", "commend", "applaud", "forgive", "pardon", "acquit", "clear", "lambast", "lambaste", "chastise", "hail":
		return true
	}
	return false
}

// while lists words that hang a gerund on the clause, never on a noun.
func while(mark string) bool {
	switch mark {
	case "before", "after", "while", "when", "since", "by", "upon", "despite", "besides":
		return true
	}
	return false
}

// logicalObject is the object of verb v, or its subject where v is passive.
func (m *matcher) logicalObject(v int32, depth int) int32 {
	if m.passive(v) {
		return m.surface(v, depth)
	}
	if o := m.child(v, text.Obj, text.Iobj); o >= 0 {
		return m.antecedent(o)
	}
	return -1
}

// whereClause reports whether the relative clause of v says where or when, or
// has a clause for its subject.
func (m *matcher) whereClause(v int32) bool {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		switch ct := m.tok(c); {
		case ct.Rel == text.Csubj:
			return true
		case ct.Rel == text.Advmod && c < v && (ct.Lower == "where" || ct.Lower == "when"):
			return true
		}
	}
	return false
}

// infinitive reports a "to" before the verb.
func (m *matcher) infinitive(v int32) bool {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		if ct := m.tok(c); ct.Rel == text.Mark && ct.Lower == "to" {
			return true
		}
	}
	return false
}

// owner is who a plan or decision (noun n) belongs to: its possessor, its
// adjective of state, or the subject of the verb that governs it.
func (m *matcher) owner(n int32) int32 {
	for c := m.first[n]; c >= 0; c = m.next[c] {
		switch m.tok(c).Rel {
		case text.NmodPoss, text.Amod, text.Compound:
			if m.actorAt[c] >= 0 {
				return c
			}
		}
	}
	switch tk := m.tok(n); tk.Rel {
	case text.Obj, text.Obl:
		if g := tk.Head; g >= 0 {
			return m.surface(g, 3)
		}
	}
	return -1
}

// subjectControl lists verbs with an object whose infinitive's subject is
// their own subject: "promised Ukraine to deliver".
func subjectControl(lemma string) bool {
	switch lemma {
	case "promise", "vow", "pledge", "threaten", "use", "deploy", "send", "take", "need", "have", "launch":
		return true
	}
	return false
}

// antecedent is the noun that a relative pronoun stands for, else c itself.
func (m *matcher) antecedent(c int32) int32 {
	switch m.tok(c).Lower {
	case "who", "which", "that", "whom":
		if m.actorAt[c] >= 0 && m.who[m.actorAt[c]].Country != "" {
			return c
		}
		for h, n := m.tok(c).Head, 0; h >= 0 && n < 6; h, n = m.tok(h).Head, n+1 {
			if m.tok(h).Rel == text.AclRelcl {
				return m.tok(h).Head
			}
		}
	}
	return c
}

func (m *matcher) verbArgs(a []arg, v int32) []arg {
	tk := m.tok(v)
	passive := m.passive(v)
	if s := m.surface(v, 0); s >= 0 {
		if passive {
			a = append(a, arg{"obj", s})
		} else {
			a = append(a, arg{"subj", s})
		}
	}
	// Two subjects are one that the parser did not join: "the United States and
	// South Korea failed".
	for c, n := m.first[v], 0; c >= 0 && c < v; c = m.next[c] {
		if r := m.tok(c).Rel; r != text.Nsubj && r != text.NsubjPass {
			continue
		}
		if n++; n > 1 && m.actorAt[c] >= 0 {
			if m.enumerated(m.who[m.actorAt[c]].First) {
				slot := "subj"
				if passive {
					slot = "obj"
				}
				a = append(a, arg{slot, c})
			}
		}
	}
	hasObj := passive
	for c := m.first[v]; c >= 0; c = m.next[c] {
		switch ct := m.tok(c); ct.Rel {
		case text.Obj:
			o := m.antecedent(c)
			if p := m.caseOf(c); p != "" && !particle(p) {
				a = append(a, arg{p, o})
				a = m.nominalPreps(a, c)
				break
			}
			a = append(a, arg{"obj", o})
			hasObj = true
			if r := m.recipient(v, c); r >= 0 {
				a = append(a, arg{"iobj", r})
			}
			a = m.nominalPreps(a, o)
		case text.Iobj:
			a = append(a, arg{"iobj", c})
			if !passive && m.child(v, text.Obj, text.Ccomp) < 0 {
				a = append(a, arg{"obj", c}) // "warned Sweden of retaliation"
				hasObj = true
			}
		case text.OblAgent:
			if m.bareAgent(v, c) {
				a, hasObj = append(a, arg{"obj", c}), true
			} else if m.ofObject(v, c) {
				a = append(a, arg{"by", c})
			} else {
				a = append(a, arg{"subj", c})
			}
		case text.Obl, text.OblTmod:
			switch p := m.caseOf(c); {
			case p == "by" && passive:
				a = append(a, arg{"subj", c})
			case p == "" && ct.Rel == text.OblTmod:
				a = m.nominalPreps(a, c) // "met on Friday with", hung on the day
			case p == "" && m.bareObject(c, v) && !hasObj:
				a = append(a, arg{"obj", c})
				hasObj = true
				a = m.nominalPreps(a, c)
			case p != "":
				a = append(a, arg{p, m.antecedent(c)})
				if (particle(p) || p == "over" && c == m.takenOver(v)) && m.child(v, text.Obj) < 0 && !passive {
					a = append(a, arg{"obj", m.antecedent(c)}) // "ruled out talks", read as "out talks"
				}
				if o := m.calledThat(c); p == "as" && !hasObj && o >= 0 {
					a = append(a, arg{"obj", o}) // "denounced as a crime Iran's arrests"
					hasObj = true
					a = m.nominalPreps(a, o)
					break
				}
				// "in talks with Russia": what hangs on the noun is within reach too.
				a = m.nominalPreps(a, c)
			}
		case text.Ccomp, text.Xcomp:
			if o := m.reduced(c); o >= 0 {
				a = append(a, arg{"obj", o})
				hasObj = true
				a = m.nominalPreps(a, o)
				break
			}
			if o := m.titled(c); o < 0 && ct.UPOS == text.NOUN && m.child(c, text.Det) >= 0 && m.child(v, text.Obj) < 0 && !m.lex.Class("linkverb", tk.Lemma) {
				// "called off the strike": an object after a particle or an adverb.
				a = append(a, arg{"obj", c})
				hasObj = true
				a = m.nominalPreps(a, c)
				break
			} else if o >= 0 && !hasObj {
				a = append(a, arg{"obj", o})
				hasObj = true
				a = m.nominalPreps(a, o)
				break
			}
			a = append(a, arg{"comp", c})
		case text.Advcl:
			if m.infinitive(c) {
				a = append(a, arg{"comp", c})
			} else if mk := m.marker(c); mk != "" {
				a = append(a, arg{mk, c}) // "accused of attacking": a preposition with a clause
			}
		}
	}
	if _, o := m.swallowed(v); o >= 0 && !hasObj {
		a = append(a, arg{"obj", o})
		hasObj = true
		a = m.nominalPreps(a, o)
	}
	if !hasObj && tk.Rel == text.AclRelcl {
		// "the base that Israel attacked": the noun is the object.
		if s := m.child(v, text.Nsubj); s >= 0 && tk.Head >= 0 && m.antecedent(s) == s {
			a = append(a, arg{"obj", tk.Head})
			hasObj = true
		}
	}
	if !hasObj {
		// "condemned and boycotted the vote": the object is shared.
		for c := m.first[v]; c >= 0; c = m.next[c] {
			if ct := m.tok(c); ct.Rel == text.Conj && ct.UPOS == text.VERB && m.child(c, text.Nsubj, text.NsubjPass) < 0 {
				if o := m.child(c, text.Obj); o >= 0 && o < c+6 {
					a = append(a, arg{"obj", o})
				}
				break
			}
		}
	}
	if passive && blames(tk.Lemma) {
		// "was accused of misusing funds by officials": nobody misuses by somebody.
		if c := m.child(v, text.Advcl); c >= 0 && strings.HasSuffix(m.tok(c).Lower, "ing") {
			for k := m.first[c]; k >= 0; k = m.next[k] {
				if m.caseOf(k) == "by" && m.actorAt[k] >= 0 {
					a = append(a, arg{"subj", k})
				}
			}
		}
	}
	if passive && tk.Rel == text.Acl && m.child(v, text.Nsubj, text.NsubjPass) < 0 && tk.Head >= 0 {
		a = m.nominalPreps(a, tk.Head)
	}
	return a
}

// enumerated reports whether the actor that begins at token f goes on a list:
// "Turkey, Iran and the Russian government".
func (m *matcher) enumerated(f int32) bool {
	if f > 0 && m.tok(f-1).Rel == text.Det {
		f--
	}
	if f < 2 {
		return false
	}
	return m.tok(f-1).Lower == "and" || m.tok(f-1).Lower == "," && m.actorAt[f-2] >= 0
}

// particle lists words that the parser may take for a preposition of what is
// the verb's object: "shot down a jet".
func particle(p string) bool {
	switch p {
	case "down", "off", "out", "up", "back", "aside":
		return true
	}
	return false
}

// marker is the preposition that introduces a gerund clause: "of attacking".
func (m *matcher) marker(v int32) string {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		if ct := m.tok(c); (ct.Rel == text.Mark || ct.Rel == text.Case) && ct.UPOS != text.PART {
			return ct.Lower
		}
	}
	return ""
}

// nominalPreps appends the prepositional dependents of noun n, nearest first,
// and then those that hang on them: which noun of a chain a phrase belongs to
// is the parser's weakest point ("the supply of drones by Iran to Russia").
func (m *matcher) nominalPreps(a []arg, n int32) []arg { return m.preps(a, n, 0) }

func (m *matcher) preps(a []arg, n int32, depth int) []arg {
	for c := m.first[n]; c >= 0; c = m.next[c] {
		ct := m.tok(c)
		switch ct.Rel {
		case text.Nmod, text.Obl, text.OblAgent, text.OblTmod:
			p := m.caseOf(c)
			if p != "" && (depth == 0 || p != "of") {
				a = append(a, arg{p, m.antecedent(c)})
			}
			if depth < 2 && c > n {
				a = m.preps(a, c, depth+1)
			}
		case text.Acl, text.Advcl:
			if m.infinitive(c) {
				a = append(a, arg{"comp", c})
			} else if mk := m.marker(c); mk != "" {
				a = append(a, arg{mk, c})
			} else if depth < 2 && ct.Rel == text.Acl {
				// "a ring engraved with a name to the museum"; but who stands
				// behind the participle's "by" did that, and not the noun: "the
				// attack, condemned by the White House".
				start := len(a)
				a = withoutSlot(m.preps(a, c, depth+1), start, "by")
			}
		}
	}
	return a
}

// withoutSlot drops the args of that slot from a[start:].
func withoutSlot(a []arg, start int, slot string) []arg {
	kept := a[:start]
	for _, x := range a[start:] {
		if x.slot != slot {
			kept = append(kept, x)
		}
	}
	return kept
}

func (m *matcher) nounArgs(a []arg, n int32) ([]arg, int32) {
	carrier := n
	for c := m.first[n]; c >= 0; c = m.next[c] {
		switch ct := m.tok(c); ct.Rel {
		case text.NmodPoss:
			a = append(a, arg{"poss", c})
		case text.Amod, text.Compound:
			if w := m.actorAt[c]; w >= 0 && strings.Contains(m.who[w].Why.Rule, "building") {
				a = append(a, arg{"of", c}) // "the clinic bombing": the clinic was bombed
				continue
			}
			a = append(a, arg{"mod", c})
			// "Russia-China talks": parts of the compound hang on each other.
			for d := m.first[c]; d >= 0; d = m.next[d] {
				switch m.tok(d).Rel {
				case text.Compound, text.Amod, text.Conj, text.Flat, text.Nmod:
					a = append(a, arg{"mod", d})
				}
			}
		case text.Nmod, text.Nsubj, text.Dep:
			if m.caseOf(c) == "" && c < n && m.actorAt[c] >= 0 {
				a = append(a, arg{"mod", c})
			}
		}
	}
	a = m.nominalPreps(a, n)
	if v := m.tok(n).Head; m.tok(n).Rel == text.Obj && v >= 0 && m.tok(v).UPOS == text.VERB && !m.passive(v) {
		// An active verb has no agent: "condemned the killing of farmers by troops".
		for c := m.first[v]; c >= 0; c = m.next[c] {
			if c > n && m.tok(c).Rel == text.Obl && m.actorAt[c] >= 0 && m.caseOf(c) == "by" {
				a = append(a, arg{"by", c})
			}
		}
	}
	// What a verb form on the noun adds: "talks held between", "an attack carried out by".
	for c := m.first[n]; c >= 0; c = m.next[c] {
		if ct := m.tok(c); ct.Rel == text.Acl && ct.UPOS == text.VERB {
			if l, ok := m.lightUse(c, n, true); ok {
				a = m.lightArgs(a, c, l, n)
			}
		}
	}
	g, obj := m.governor(n)
	if g >= 0 {
		if l, ok := m.lightUse(g, obj, false); ok {
			carrier = g
			a = m.lightArgs(a, g, l, obj)
		} else if m.tok(g).UPOS == text.VERB {
			carrier = n
		}
	}
	return a, carrier
}

func (m *matcher) adjArgs(a []arg, t int32) []arg {
	if s := m.surface(t, 0); s >= 0 {
		a = append(a, arg{"subj", s})
	}
	for c := m.first[t]; c >= 0; c = m.next[c] {
		switch ct := m.tok(c); ct.Rel {
		case text.Obl, text.Nmod:
			if p := m.caseOf(c); p != "" {
				a = append(a, arg{p, m.antecedent(c)})
			}
		case text.Ccomp, text.Xcomp:
			a = append(a, arg{"comp", c})
		case text.Advcl:
			if m.infinitive(c) {
				a = append(a, arg{"comp", c})
			} else if mk := m.marker(c); mk != "" {
				a = append(a, arg{mk, c})
			}
		}
	}
	return a
}

// hasWord reports whether w is a particle, adverb, object or preposition of v.
func (m *matcher) hasWord(v int32, w string) bool {
	for c := m.first[v]; c >= 0; c = m.next[c] {
		ct := m.tok(c)
		if ct.Lemma == w || ct.Lower == w {
			return true
		}
		switch ct.Rel {
		case text.Obl, text.Obj, text.Xcomp, text.Advcl:
			if m.lex.Class("dayword", ct.Lower) {
				continue // "called on Friday" has no particle
			}
			for d := m.first[c]; d >= 0; d = m.next[d] {
				if dt := m.tok(d); (dt.Rel == text.Case || dt.Rel == text.Mark) && dt.Lower == w {
					return true
				}
			}
		}
	}
	return false
}
