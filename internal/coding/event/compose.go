package event

import (
	"strings"

	"entente/internal/knowledge/codebook"
	"entente/internal/record"
	"entente/internal/text"
)

// composeAll binds outer frames to their content and makes their acts finer,
// innermost first: in "demanded an end to the attacks" the end of attacks is
// composed before the demand. Tokens are visited from the leaves up by walking
// frames in order of falling depth in the tree.
func (m *matcher) composeAll() {
	order := make([]int32, 0, len(m.frames))
	depth := make([]int, len(m.frames))
	for i := range m.frames {
		if len(m.content[i]) > 0 {
			order = append(order, int32(i))
			depth[i] = m.depth(m.frames[i].Trigger)
		}
	}
	// Few frames have content: insertion sort keeps it stable and plain.
	for i := 1; i < len(order); i++ {
		for j := i; j > 0 && depth[order[j]] > depth[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	for _, fi := range order {
		m.compose(fi)
	}
}

func (m *matcher) depth(t int32) (d int) {
	for h := m.tok(t).Head; h >= 0 && d < 500; h = m.tok(h).Head {
		d++
	}
	return d
}

func (m *matcher) compose(fi int32) {
	f := &m.frames[fi]
	args, _ := m.readArgs(f.Trigger, m.posOf(f.Trigger))
	defer m.release(args)
	var heads []int32
	for _, p := range m.content[fi] {
		for _, h := range m.heads(p, args) {
			if h != f.Trigger && !within32(heads, h) {
				heads = append(heads, h)
			}
		}
	}
	if len(heads) == 0 {
		return
	}
	var inner *Frame
	for _, h := range heads {
		if k := m.innerAt(h, 0); k >= 0 && k != fi && m.frames[k].Outer < 0 {
			if inner == nil {
				inner = &m.frames[k]
			}
			m.frames[k].Outer = fi
			f.Content = append(f.Content, k)
		}
	}
	for _, row := range m.book.Compose(f.Act) {
		if !m.rowFits(&row, heads, inner) {
			continue
		}
		f.Why = append(f.Why, record.Why{Rule: row.At, Detail: f.Act + " + " + row.Inner + " -> " + row.Act, Span: record.Span(m.tok(heads[0]).Span)})
		f.Act, f.Composed = row.Act, true
		break
	}
	if inner != nil && f.Act != "-" {
		m.borrow(f, inner)
	}
}

func within32(list []int32, x int32) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// innerAt is the frame that content head h triggers or leads to: through a
// light verb's noun ("to hold talks"), coordination, or an of-phrase.
func (m *matcher) innerAt(h int32, depth int) int32 {
	if k := m.frameAt[h]; k >= 0 {
		return k
	}
	if depth > 3 {
		return -1
	}
	for c := m.first[h]; c >= 0; c = m.next[c] {
		ct := m.tok(c)
		switch ct.Rel {
		case text.Obj, text.NsubjPass, text.Xcomp, text.Conj:
			if k := m.innerAt(c, depth+1); k >= 0 {
				return k
			}
		case text.Nmod:
			if m.caseOf(c) == "of" {
				if k := m.innerAt(c, depth+1); k >= 0 {
					return k
				}
			}
		case text.Obl:
			if k := m.frameAt[c]; k >= 0 && m.frames[k].Carrier == h {
				return k
			}
		}
	}
	return -1
}

func (m *matcher) rowFits(row *codebook.Compose, heads []int32, inner *Frame) bool {
	switch pat := row.Inner; {
	case pat == "*":
		return true
	case pat == "neg":
		for _, h := range heads {
			if m.negated(h) {
				return true
			}
		}
	case strings.HasPrefix(pat, "plover:"):
		return inner != nil && m.book.Type(inner.Act) == pat[len("plover:"):]
	case strings.HasPrefix(pat, "ctx:"):
		if m.ctx == nil {
			return false
		}
		for _, h := range heads {
			first, last := m.extent(h)
			for _, c := range m.ctx(first, last) {
				if c == pat[len("ctx:"):] {
					return true
				}
			}
		}
	case strings.HasPrefix(pat, "word:"):
		w := pat[len("word:"):]
		for _, h := range heads {
			first, last := m.extent(h)
			for t := first; t < last; t++ {
				if m.is(t, w) {
					return true
				}
			}
		}
	case strings.HasSuffix(pat, "*"):
		return inner != nil && strings.HasPrefix(inner.Act, pat[:len(pat)-1])
	default:
		return inner != nil && m.book.Within(inner.Act, pat)
	}
	return false
}

// extent is the range of tokens of the phrase headed by h, at most 40 tokens.
func (m *matcher) extent(h int32) (first, last int32) {
	first, last = h, h+1
	stack := [64]int32{h}
	n := 1
	for seen := 0; n > 0 && seen < 40; seen++ {
		n--
		for c := m.first[stack[n]]; c >= 0; c = m.next[c] {
			if m.tok(c).Rel == text.Punct || m.tok(c).Rel == text.Parataxis {
				continue
			}
			first, last = min(first, c), max(last, c+1)
			if n < len(stack) {
				stack[n] = c
				n++
			}
		}
		if n > len(stack)-1 {
			break
		}
	}
	return first, last
}

// borrow fills an outer act's missing target from its content. Who asks or
// blames aims at the inner act's doer, and at nobody when he is not named; who promises, threatens or refuses aims
// at the one it would be done to.
func (m *matcher) borrow(f, inner *Frame) {
	if len(f.Target) > 0 {
		return
	}
	try := [][]int32{inner.Target, inner.Source}
	switch m.book.Type(f.Act) {
	case "REQUEST", "ACCUSE", "SUPPORT":
		try = [][]int32{inner.Source} // whoever suffers it is not blamed or asked for it
	}
	for _, list := range try {
		if got := m.distinct(list, f.Source); len(got) > 0 {
			f.Target = got
			f.Why = append(f.Why, record.Why{Rule: "target from the content", Detail: m.who[got[0]].Text, Span: m.who[got[0]].Span})
			return
		}
	}
}

// drop removes frames that are not events of their own: those that a
// composition row ended, and a noun's frame beside its verb's when both say
// the same ("imposed sanctions" read from the verb and from the noun).
func (m *matcher) drop() {
	keep := m.frames[:0]
	index := make([]int32, len(m.frames))
	dead := make([]bool, len(m.frames))
	for i := range m.frames {
		f := &m.frames[i]
		if f.Act == "-" { // the row ended the outer event and what it is about
			dead[i] = true
			for _, c := range f.Content {
				dead[c] = true
			}
			continue
		}
		if v := m.means(f); v >= 0 && !dead[v] {
			m.merge(&m.frames[v], f)
			m.frames[v].Also, dead[i] = f.Trigger, true
			continue
		}
		if f.Nominal && f.Carrier != f.Trigger {
			if v := m.frameAt[f.Carrier]; v >= 0 && m.frames[v].Act != "-" && (m.sameKind(&m.frames[v], f) || m.sameSides(&m.frames[v], f)) {
				m.merge(&m.frames[v], f)
				dead[i] = true
			}
		}
	}
	for i := range m.frames {
		index[i] = -1
		if !dead[i] {
			index[i] = int32(len(keep))
			keep = append(keep, m.frames[i])
		}
	}
	for i := range keep {
		f := &keep[i]
		if f.Outer >= 0 {
			f.Outer = index[f.Outer]
		}
		cs := f.Content[:0]
		for _, c := range f.Content {
			if index[c] >= 0 {
				cs = append(cs, index[c])
			}
		}
		f.Content = cs
	}
	m.frames = keep
}

// means is the frame whose purpose f is, when both are one deed: "used tear gas
// to disperse protesters"; -1 for none.
func (m *matcher) means(f *Frame) int32 {
	tk := m.tok(f.Trigger)
	if f.Nominal || tk.Head < 0 || tk.Rel != text.Advcl && tk.Rel != text.Xcomp || !m.infinitive(f.Trigger) {
		return -1
	}
	if v := m.frameAt[tk.Head]; v >= 0 && m.frames[v].Act == f.Act && m.sameSides(&m.frames[v], f) {
		return v
	}
	return -1
}

func (m *matcher) sameKind(v, n *Frame) bool {
	return v.Act == n.Act || m.book.Within(v.Act, n.Act) || m.book.Within(n.Act, v.Act) ||
		m.book.Type(v.Act) != "" && m.book.Type(v.Act) == m.book.Type(n.Act)
}

// sameSides reports whether verb and noun tell of one deed between the same two:
// "provided support for", which is aid and no praise besides.
func (m *matcher) sameSides(v, n *Frame) bool {
	same := func(a, b []int32) bool {
		return len(a) > 0 && len(b) > 0 && m.who[a[0]].Entity == m.who[b[0]].Entity
	}
	return same(v.Source, n.Source) && same(v.Target, n.Target)
}

// merge gives the verb's frame what only the noun's frame knows.
func (m *matcher) merge(v, n *Frame) {
	if m.book.Within(n.Act, v.Act) {
		v.Act = n.Act
	}
	if len(v.Source) == 0 {
		v.Source = m.distinct(n.Source, v.Target)
	}
	if len(v.Target) == 0 {
		v.Target = m.distinct(n.Target, v.Source)
	}
	v.Why = append(v.Why, n.Why...)
}
