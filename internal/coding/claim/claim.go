// Package claim finds what a report states and tables could bear out: who holds
// which office, who is a member of what, who is whose largest trade partner, who
// is allied with whom; and, so that they are recognised as such, hedged hearsay,
// evaluations and forecasts. In come a parsed page and the layers of its coding;
// out go claims, sorted by place. It asks no table whether they are so.
package claim

import (
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// A Finder knows the wordings of offices and bodies. It is safe for many
// goroutines.
type Finder struct {
	t     *reference.Tables
	known map[string]bool // offices that somebody is known to hold or have held
	drill []series        // named series of exercises, longest name first
}

// New returns a Finder over tables. drills names the series of joint exercises by each
// of their names.
func New(t *reference.Tables, drills map[string]string) *Finder {
	f := &Finder{t, map[string]bool{}, seriesOf(drills)}
	for i := range t.Holders {
		f.known[t.Holders[i].Office] = true
	}
	return f
}

// A page is one document and what was coded from it.
type page struct {
	*text.Document
	c       *record.Coding
	f       *Finder
	t       *reference.Tables
	kids    [][]int32
	actorAt []int32 // of each token, the mention that it heads or else lies in; -1
	around  *record.DaySpan
	out     []record.Claim
}

// Find returns the claims of doc, which c was coded from.
func (f *Finder) Find(doc *text.Document, c *record.Coding) []record.Claim {
	p := &page{Document: doc, c: c, f: f, t: f.t, kids: make([][]int32, len(doc.Tokens)), actorAt: make([]int32, len(doc.Tokens))}
	for t := range doc.Tokens {
		p.actorAt[t] = -1
		if h := doc.Tokens[t].Head; h >= 0 {
			p.kids[h] = append(p.kids[h], int32(t))
		}
	}
	for i := range c.Actors {
		for t := c.Actors[i].First; t < c.Actors[i].Last; t++ {
			if p.actorAt[t] < 0 || c.Actors[i].Head == t {
				p.actorAt[t] = int32(i)
			}
		}
	}
	if !doc.Published.Known() {
		p.around = around(c.Times)
	}
	p.offices()
	p.partners()
	p.memberships()
	p.sanctions()
	p.exercises()
	p.alliances()
	p.locations()
	p.borders()
	p.capitals()
	p.counts()
	p.records()
	p.statements()
	p.forecasts()
	p.hearsay()
	slices.SortStableFunc(p.out, func(a, b record.Claim) int { return int(a.Span.Start - b.Span.Start) })
	return p.out
}

// add makes a claim of tokens [first,last).
func (p *page) add(c record.Claim, first, last int32, rule string) {
	at := p.TokenSpan(first, last)
	c.Span, c.Text = record.Span(at), strings.Join(strings.Fields(p.Text(at)), " ")
	c.Sentence = p.SentenceOf(first)
	c.Said = p.saidOver(at)
	c.Why = record.Why{Rule: rule, Detail: c.Text, Span: c.Span}
	c.Days = p.daysOf(c.Sentence)
	c.Around = p.around
	p.out = append(p.out, c)
}

// around is from the first to the last day that times name, nil for none: where a
// report has no date, when its story plays.
func around(times []record.Time) (out *record.DaySpan) {
	for i := range times {
		t := &times[i]
		if t.Start == "" || t.End == "" {
			continue
		}
		if out == nil {
			out = &record.DaySpan{First: t.Start, Last: t.End}
		}
		out.First, out.Last = min(out.First, t.Start), max(out.Last, t.End)
	}
	return out
}

// saidOver is the innermost attribution whose content holds the stretch.
func (p *page) saidOver(at text.Span) int32 {
	best, size := int32(-1), int32(1<<30)
	for i := range p.c.Attributions {
		a := &p.c.Attributions[i]
		if a.Verb == record.Attitude || !text.Span(a.Content).Contains(at) && !text.Span(a.More).Contains(at) {
			continue
		}
		if n := a.Content.End - a.Content.Start; n < size {
			best, size = int32(i), n
		}
	}
	return best
}

// daysOf are the days that sentence s names.
func (p *page) daysOf(s int32) (out []record.DaySpan) {
	sent := &p.Sentences[s]
	for i := range p.c.Times {
		t := &p.c.Times[i]
		if t.Start != "" && t.End != "" && sent.Contains(text.Span(t.Span)) {
			out = append(out, record.DaySpan{First: t.Start, Last: t.End})
		}
	}
	return out
}

// word reports whether token t of the page is one of words.
func (p *page) word(t int32, words ...string) bool {
	return t >= 0 && int(t) < len(p.Tokens) && slices.Contains(words, p.Tokens[t].Lower)
}

// state is the state that mention i stands for as a state; "" for anybody else.
func (p *page) state(i int32) string {
	if i < 0 {
		return ""
	}
	a := &p.c.Actors[i]
	for range 4 { // "its largest partner", "their alliance"
		if a.Kind != record.Pronoun || a.Antecede < 0 {
			break
		}
		a = &p.c.Actors[a.Antecede]
	}
	if a.Kind == record.State && a.Country != "" {
		return p.territory(a)
	}
	return ""
}

// stateOf is the state named by token t: a mention of a state, a place that is
// one, or an adjective or pronoun that stands for one.
func (p *page) stateOf(t int32) string {
	if t < 0 {
		return ""
	}
	if s := p.state(p.actorAt[t]); s != "" {
		if own := p.named(t); own != "" && p.t.State(own).Plover == s {
			return own // the judge counts Aruba to the Netherlands, tables do not
		}
		return s
	}
	for i := range p.c.Places {
		pl := &p.c.Places[i]
		if pl.First <= t && t < pl.Last {
			if pl.Resolution == "country" {
				return pl.Country
			}
			return "" // the Georgia of Atlanta
		}
	}
	if s := p.named(t); s != "" {
		return s
	}
	return p.named(t, reference.StateCapital, reference.StateSeat)
}

// named is the state in whose name or adjective token t lies, or in whose wording of
// the kinds.
func (p *page) named(t int32, kinds ...reference.Kind) string {
	if kinds == nil {
		kinds = []reference.Kind{reference.StateName, reference.StateAdjective}
	}
	sent := &p.Sentences[p.SentenceOf(t)]
	for first := max(t-4, sent.First); first <= t; first++ {
		n, h := p.t.Names.Longest(p.Tokens[first:sent.Last])
		for first+int32(n) > t && h != 0 {
			var e reference.Entry
			if e, h = p.t.Names.Next(h); slices.Contains(kinds, e.Kind) {
				return p.t.States[e.Row].ISO3
			}
		}
	}
	return ""
}

// stateWord is the state that token t alone is a name or adjective of.
func (p *page) stateWord(t int32) string {
	for _, h := p.t.Names.Longest(p.Tokens[t : t+1]); h != 0; {
		var e reference.Entry
		if e, h = p.t.Names.Next(h); e.Kind == reference.StateName || e.Kind == reference.StateAdjective {
			return p.t.States[e.Row].ISO3
		}
	}
	return ""
}

// child is the first child of t in one of the relations, -1 for none.
func (p *page) child(t int32, rels ...text.Rel) int32 {
	for _, k := range p.kids[t] {
		if slices.Contains(rels, p.Tokens[k].Rel) {
			return k
		}
	}
	return -1
}
