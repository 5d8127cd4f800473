// Package explain shows a person what was read in a text and why: the article
// with its actors, triggers, places, times and cues marked, and under each
// sentence the events told there, whether they are counted, and the rule,
// lexicon row or model behind each. In come a page and its Coding; out go lines
// for a terminal or one self-contained HTML page. It codes nothing itself.
package explain

import (
	"fmt"
	"sort"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A layer is one kind of mark on the text, in order of precedence: where two
// marks meet, the lower value is shown in the terminal.
type layer uint8

const (
	trigger layer = iota
	cue
	place
	when
	actor
	numLayers
)

var layerNames = [numLayers]string{"trigger", "cue", "place", "time", "actor"}

// marks are, for every byte of the body, the set of layers that cover it.
func marks(doc *text.Document, c *record.Coding) []uint8 {
	m := make([]uint8, len(doc.Body)+1)
	put := func(s record.Span, l layer) {
		for i := s.Start; i < s.End && int(i) < len(m); i++ {
			m[i] |= 1 << l
		}
	}
	for i := range c.Actors {
		put(c.Actors[i].Span, actor)
	}
	for i := range c.Places {
		if !c.Places[i].Metonym {
			put(c.Places[i].Span, place)
		}
	}
	for i := range c.Times {
		put(c.Times[i].Span, when)
	}
	for i := range c.Attributions {
		put(c.Attributions[i].Cue, cue)
	}
	var walk func(rs []record.Record)
	walk = func(rs []record.Record) {
		for i := range rs {
			for _, e := range rs[i].Evidence {
				put(e.Trigger, trigger)
			}
			walk(rs[i].Topics)
		}
	}
	walk(c.Records)
	return m
}

// An item is something to tell about one sentence.
type item struct {
	at     int32 // byte, for order within the sentence
	record *record.Record
	label  string // 1-based number of the record; topics are "1.2"
	again  bool   // a further mention of a record told before
	topic  bool
	ev     *record.Evidence
}

// bySentence files every record mention, in text order, under its sentence.
func bySentence(doc *text.Document, c *record.Coding) [][]item {
	out := make([][]item, len(doc.Sentences))
	add := func(r *record.Record, label string, topic bool) {
		for j := range r.Evidence {
			e := &r.Evidence[j]
			if int(e.Sentence) < len(out) {
				out[e.Sentence] = append(out[e.Sentence], item{at: e.Trigger.Start, record: r, label: label, again: j > 0, topic: topic, ev: e})
			}
		}
	}
	for i := range c.Records {
		r := &c.Records[i]
		add(r, fmt.Sprint(i+1), false)
		for k := range r.Topics {
			add(&r.Topics[k], fmt.Sprintf("%d.%d", i+1, k+1), true)
		}
	}
	for i := range out {
		sort.SliceStable(out[i], func(a, b int) bool { return out[i][a].at < out[i][b].at })
	}
	return out
}

// who is an actor in one line: code, words, office.
func who(a *record.Actor) string {
	s := code(a) + "  " + oneLine(a.Text)
	if a.Office != "" {
		s += " (" + a.Office + ")"
	}
	return s
}

func code(a *record.Actor) string {
	parts := a.Sectors
	c := a.Country
	if c == "" {
		c = "---"
	}
	return strings.Join(append([]string{c}, parts...), " ")
}

func where(p *record.Place) string {
	if p == nil {
		return "no place of its own"
	}
	var parts []string
	for _, s := range []string{p.Name, p.Admin1, p.Country} {
		if s != "" && (len(parts) == 0 || parts[len(parts)-1] != s) {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, ", ")
	if p.Resolution != "" {
		s += " (" + p.Resolution + ")"
	}
	if p.Lat != 0 || p.Lon != 0 {
		s += fmt.Sprintf(" %.2f %.2f", p.Lat, p.Lon)
	}
	return s
}

func whenOf(d record.Date) string {
	var s string
	switch {
	case d.Start == "" && d.End == "":
		s = "not dated"
	case d.Start == d.End || d.End == "":
		s = d.Start
		if d.End == "" {
			s = "from " + s
		}
	default:
		s = d.Start + " to " + d.End
	}
	if d.Text != "" {
		s += ", \"" + oneLine(d.Text) + "\""
	}
	if d.Reason != "" {
		s += ", " + d.Reason
	}
	return s
}

func saidBy(r *record.Record) string {
	f := r.Factuality
	s := "the article"
	if r.Attribution != nil {
		s = r.SaidBy
		if s == "" {
			s = string(r.Attribution.Kind)
		}
		if r.Attribution.Hedge != "" {
			s += ", hedged \"" + r.Attribution.Hedge + "\""
		}
	}
	s += "; " + f.Label() + " " + strings.Join(auxiliary(f), " ")
	return strings.TrimSpace(s)
}

func auxiliary(f record.Factuality) []string {
	var out []string
	for _, x := range []struct {
		on   bool
		name string
	}{{f.Negated, "negated"}, {f.Future, "future"}, {f.Hypothetical, "hypothetical"}, {f.Habitual, "habitual"}, {f.Historical, "historical"}} {
		if x.on {
			out = append(out, x.name)
		}
	}
	return out
}

func codes(r *record.Record) string {
	var out []string
	for _, c := range r.Codes {
		name := strings.ToUpper(c.Codebook)
		switch {
		case c.Type == "":
			out = append(out, name+" none")
		case c.Mirror != "":
			out = append(out, name+" "+c.Code+"/"+c.Mirror)
		default:
			out = append(out, name+" "+c.Code)
		}
	}
	if len(r.Contexts) > 0 {
		out = append(out, "["+strings.Join(r.Contexts, " ")+"]")
	}
	return strings.Join(out, "  ")
}

// whys are all reasons of one mention, shortest form.
func whys(r *record.Record, e *record.Evidence) []string {
	var out []string
	add := func(ws []record.Why) {
		for _, w := range ws {
			s := w.Rule
			if w.Detail != "" {
				s += ": " + oneLine(w.Detail)
			}
			out = append(out, s)
		}
	}
	add(e.Why)
	for _, list := range [][]record.Actor{r.Source, r.Target, r.Third} {
		for i := range list {
			add([]record.Why{{Rule: "actor " + oneLine(list[i].Text), Detail: strings.TrimSpace(list[i].Why.Rule + " " + list[i].Why.Detail)}})
		}
	}
	if r.Place != nil {
		add([]record.Why{{Rule: "place " + oneLine(r.Place.Text), Detail: strings.TrimSpace(r.Place.Why.Rule + " " + r.Place.Why.Detail)}})
	}
	add(r.Factuality.Why)
	add(r.Rules)
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// counts is what the head of a report says of a document: events, how many of
// them count, and the first reason of each that does not.
func counts(doc *text.Document, c *record.Coding) (events, counted int, reasons map[string]int) {
	reasons = map[string]int{}
	for i := range c.Records {
		events++
		if c.Records[i].Counted {
			counted++
			continue
		}
		for _, r := range c.Records[i].NotCounted[:min(1, len(c.Records[i].NotCounted))] {
			reasons[r]++
		}
	}
	return
}

// sortedKeys lists reasons, the commonest first.
func sortedKeys(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return m[keys[i]] > m[keys[j]] || m[keys[i]] == m[keys[j]] && keys[i] < keys[j]
	})
	return keys
}
