package pipeline

import (
	"fmt"
	"time"

	"entente/internal/check"
	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/fold"
)

// Together are reports that bear on one another: what one tells, others may bear
// out, add to, or count otherwise.
type Together struct {
	rarity   func(word string) float64
	docs     []*text.Document
	codings  []*record.Coding
	sketches []*fold.Sketch
	groups   map[string][]check.Telling // by article and record: the tellings of its incident, its own among them
}

// NewTogether is none yet. rarity is of words: a fixed table's.
func NewTogether(rarity func(word string) float64) *Together { return &Together{rarity: rarity} }

// Add takes a report up.
func (t *Together) Add(doc *text.Document, c *record.Coding) {
	s := Sketch(doc, c, t.rarity)
	t.docs, t.codings, t.sketches = append(t.docs, doc), append(t.codings, c), append(t.sketches, &s)
}

// Fold finds what is told by more than one report. occasions are those of a page.
// Copies of each other are one report. It returns the counted incidents that have a
// day as a series of events.
func (t *Together) Fold(occasions func(*text.Document) []record.Occasion) ([]check.Event, error) {
	t.dateUndated()
	folded, err := fold.All(t.sketches)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i := range t.sketches {
		at[t.sketches[i].ID] = i
	}
	t.groups = map[string][]check.Telling{}
	var events []check.Event
	for i := range folded.Incidents {
		n := &folded.Incidents[i]
		events = append(events, asEvents(n)...)
		if n.Independent < 2 {
			continue
		}
		var group []check.Telling
		copies := map[string]bool{}
		for _, r := range n.Reports {
			k := at[r.Article]
			rec := recordOf(t.codings[k], r.Record)
			first := r.CopyOf // of copies only one tells
			if first == "" {
				first = r.Article
			}
			if copies[first] || rec == nil {
				continue
			}
			copies[first] = true
			tell := check.Telling{Report: "report " + r.Article, Record: rec, Sentence: t.docs[k].Text(text.Span(r.Span))}
			for _, o := range occasions(t.docs[k]) {
				if o.Sentence == rec.Evidence[0].Sentence && tell.Occasion == "" {
					tell.Occasion = o.Text
				}
			}
			group = append(group, tell)
		}
		for _, r := range n.Reports {
			t.groups[r.Article+"\x00"+r.Record] = group
		}
	}
	return events, nil
}

// oneTime is how many days may lie between reports that are of one time.
const oneTime = 14

// dateUndated folds reports without a date as of the day of those beside them,
// where these are of one time: who lays a report of today beside one without a date
// asks whether the two are of one thing.
func (t *Together) dateUndated() {
	first, last := "", ""
	for _, s := range t.sketches {
		if s.Day != "" && (first == "" || s.Day < first) {
			first = s.Day
		}
		last = max(last, s.Day)
	}
	a, err1 := time.Parse(time.DateOnly, first)
	b, err2 := time.Parse(time.DateOnly, last)
	if err1 != nil || err2 != nil || b.Sub(a) > oneTime*24*time.Hour {
		return
	}
	for _, s := range t.sketches {
		if s.Day == "" {
			s.Day = first
		}
	}
}

func recordOf(c *record.Coding, id string) *record.Record {
	for i := range c.Records {
		if c.Records[i].ID == id {
			return &c.Records[i]
		}
	}
	return nil
}

// Others are, for each record of a report that others tell of too, its telling and
// theirs.
func (t *Together) Others(c *record.Coding, found func(mine *check.Telling, others []check.Telling)) {
	for i := range c.Records {
		r := &c.Records[i]
		group := t.groups[c.Doc.ID+"\x00"+r.ID]
		mine := check.Telling{Record: r}
		var others []check.Telling
		for _, g := range group {
			switch {
			case g.Record == r:
				mine = g
			case g.Record.Doc.ID != c.Doc.ID:
				others = append(others, g)
			}
		}
		if len(others) > 0 {
			found(&mine, others)
		}
	}
}

// asEvents are the pairs of states of a counted incident.
func asEvents(n *fold.Incident) (out []check.Event) {
	if !n.Counted || n.First == "" {
		return nil
	}
	seen := map[string]bool{}
	for _, a := range n.Source {
		for _, b := range n.Target {
			x, y := codeOf(a), codeOf(b)
			if x == "" || y == "" || x == y || seen[x+y] {
				continue
			}
			seen[x+y] = true
			r := &n.Reports[0]
			out = append(out, check.Event{A: x, B: y, Type: n.Type, Quad: n.Quad, First: n.First, Last: n.Last, Row: "report " + r.Article,
				Says: fmt.Sprintf("%s to %s, %s, %s", x, y, n.First, n.Act)})
		}
	}
	return out
}

// codeOf is the country of an actor as folding writes it: "RUS GOV MIL".
func codeOf(s string) string {
	if len(s) == 3 || len(s) > 3 && s[3] == ' ' {
		return s[:3]
	}
	return ""
}
