// Package gaps gathers what was read and not understood, so that users can grow
// their tables where it pays: names and phrases that act and are in no table,
// and verbs between two known actors of which no event was made. Coded pages
// come in, in the order of reading; a table goes out, the most frequent first,
// each with an example. It judges nothing: many verbs are rightly no event.
package gaps

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A Collector counts gaps. It is not safe for use by many goroutines.
type Collector struct {
	listed func(verb string) bool // whether the lexicon has senses of the verb
	gaps   map[key]*gap
}

type key struct{ kind, wording string }

type gap struct {
	key
	count, docs int
	last        *text.Document
	example     string
	document    string
}

// New makes a Collector; listed tells which verbs have senses.
func New(listed func(verb string) bool) *Collector {
	return &Collector{listed: listed, gaps: map[key]*gap{}}
}

// longest is how many bytes of a sentence are shown as example.
const longest = 300

func (c *Collector) add(kind, wording string, doc *text.Document, sentence int32) {
	wording = strings.Join(strings.Fields(wording), " ")
	if wording == "" {
		return
	}
	k := key{kind, wording}
	g := c.gaps[k]
	if g == nil {
		s := doc.Text(doc.Sentences[sentence].Span)
		if len(s) > longest {
			s = strings.ToValidUTF8(s[:longest], "") + " …"
		}
		g = &gap{key: k, example: strings.Join(strings.Fields(s), " "), document: doc.ID}
		c.gaps[k] = g
	}
	g.count++
	if g.last != doc {
		g.docs, g.last = g.docs+1, doc
	}
}

// Add counts the gaps of one page.
func (c *Collector) Add(doc *text.Document, coding *record.Coding) {
	at := make([]int32, len(doc.Tokens)) // the actor that a token heads
	for i := range at {
		at[i] = -1
	}
	acts := map[int32]bool{} // actors that records name
	trigger := map[int32]bool{}
	each(coding.Records, func(r *record.Record) {
		for i := range r.Evidence {
			e := &r.Evidence[i]
			trigger[e.TriggerTok] = true
			for _, list := range [][]int32{e.Source, e.Target, e.Third} {
				for _, a := range list {
					acts[a] = true
				}
			}
		}
	})
	for i := range coding.Actors {
		a := &coding.Actors[i]
		if a.Head < 0 || int(a.Head) >= len(at) {
			continue
		}
		at[a.Head] = int32(i)
		named := doc.Tokens[a.Head].UPOS == text.PROPN
		if a.Resolved() || a.Kind == record.Pronoun || !named && len(a.Sectors) > 0 {
			continue // some table knows who, or what kind of people
		}
		// A gap is an actor that does something: a subject, or a party of a record.
		if acts[int32(i)] || subject(doc.Tokens[a.Head].Rel) {
			kind := "unknown name"
			if !named {
				kind = "unknown noun"
			}
			c.add(kind, a.Text, doc, doc.SentenceOf(a.First))
		}
	}
	c.verbs(doc, coding, at, trigger)
}

// verbs finds those with a known subject and another known party.
func (c *Collector) verbs(doc *text.Document, coding *record.Coding, at []int32, trigger map[int32]bool) {
	known := func(t int32) bool { return at[t] >= 0 && coding.Actors[at[t]].Resolved() }
	type sides struct {
		doer, other bool
		particle    string
		preposition string
	}
	verb := map[int32]*sides{}
	var order []int32
	for t := range doc.Tokens {
		tk := &doc.Tokens[t]
		if tk.Head < 0 || doc.Tokens[tk.Head].UPOS != text.VERB || trigger[tk.Head] {
			continue
		}
		s := verb[tk.Head]
		if s == nil {
			s = &sides{}
			verb[tk.Head] = s
			order = append(order, tk.Head)
		}
		switch tk.Rel {
		case text.Nsubj, text.OblAgent:
			s.doer = s.doer || known(int32(t))
		case text.Obj, text.Iobj, text.NsubjPass:
			s.other = s.other || known(int32(t))
		case text.Obl:
			if known(int32(t)) {
				s.other = true
				s.preposition = preposition(doc, int32(t))
			}
		case text.CompoundPrt:
			s.particle = tk.Lower
		}
	}
	for _, v := range order {
		s := verb[v]
		if !s.doer || !s.other {
			continue
		}
		w := doc.Tokens[v].Lemma
		kind := "wording that is not listed"
		if c.listed(w) {
			kind = "wording of no listed sense"
		}
		for _, more := range []string{s.particle, s.preposition} {
			if more != "" {
				w += " " + more
			}
		}
		c.add(kind, w, doc, doc.SentenceOf(v))
	}
}

func subject(r text.Rel) bool { return r == text.Nsubj || r == text.NsubjPass || r == text.OblAgent }

// preposition is the word before phrase t.
func preposition(doc *text.Document, t int32) string {
	s := &doc.Sentences[doc.SentenceOf(t)]
	for i := s.First; i < t; i++ {
		if k := &doc.Tokens[i]; k.Head == t && k.Rel == text.Case {
			return k.Lower
		}
	}
	return ""
}

func each(list []record.Record, do func(*record.Record)) {
	for i := range list {
		do(&list[i])
		each(list[i].Topics, do)
	}
}

// Write puts out the table, tab-separated with a header: the most frequent
// first, and of equals those of more documents, then by name.
func (c *Collector) Write(w io.Writer) error {
	list := make([]*gap, 0, len(c.gaps))
	for _, g := range c.gaps {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *gap) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(b.docs, a.docs), cmp.Compare(a.kind, b.kind), cmp.Compare(a.wording, b.wording))
	})
	if _, err := fmt.Fprintln(w, "count\tdocuments\tkind\twording\texample\tdocument"); err != nil {
		return err
	}
	for _, g := range list {
		if _, err := fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\t%s\n", g.count, g.docs, g.kind, g.wording, g.example, strings.ReplaceAll(g.document, "\t", " ")); err != nil {
			return err
		}
	}
	return nil
}
