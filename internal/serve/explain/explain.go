// Package explain shows a person what was read in a text and why: the article
// with its actors, triggers, places, times and cues marked, and under each
// sentence the events told there, whether they are counted, and the rule,
// lexicon row or model behind each. In come a page and its Coding; out go lines
// for a terminal or one self-contained HTML page. It codes nothing itself.
package explain

import (
	"fmt"
	"sort"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

// A layer is one kind of mark on the text, in order of precedence: where two
// marks meet, the lower value is shown in the terminal.
type layer uint8

const (
	trigger layer = iota
	hollow        // a trigger of events that are not counted
	cue
	place
	when
	actor
	numLayers
)

var layerNames = [numLayers]string{"event", "not counted", "who says so", "place", "time", "actor"}

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
			l := hollow
			if rs[i].Counted {
				l = trigger
			}
			for _, e := range rs[i].Evidence {
				put(e.Trigger, l)
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

// notes are what a sentence tells beside events: who says what, and claims that
// are no events.
type note struct {
	said bool
	kind string
	text string
}

func notes(doc *text.Document, c *record.Coding) [][]note {
	out := make([][]note, len(doc.Sentences))
	i := 0
	for k := range c.Attributions {
		a := &c.Attributions[k]
		for i > 0 && doc.Sentences[i].Start > a.Cue.Start {
			i--
		}
		for i < len(doc.Sentences)-1 && doc.Sentences[i].End <= a.Cue.Start {
			i++
		}
		if i < len(doc.Sentences) && doc.Sentences[i].Contains(text.Span(a.Cue)) {
			out[i] = append(out[i], note{said: true, kind: string(a.Kind), text: saidNote(doc, c, a)})
		}
	}
	for k := range c.Statements {
		st := &c.Statements[k]
		if n := int(st.Sentence); n >= 0 && n < len(out) {
			out[n] = append(out[n], note{kind: st.Kind, text: fmt.Sprintf("%s, not an event: “%s”", st.Kind, terminal.OneLine(doc.Text(text.Span(st.Cue))))})
		}
	}
	return out
}

// counts is what the head of a report says of a document: events, how many of
// them count, and the first reason of each that does not.
func counts(c *record.Coding) (events, counted int, reasons map[string]int) {
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

// heading is the document's title, that of its first title zone, or its id.
func heading(doc *text.Document) string {
	title := terminal.OneLine(doc.Title)
	for _, z := range doc.Zones {
		if title == "" && z.Kind == text.ZoneTitle {
			title = terminal.OneLine(doc.Text(z.Span))
		}
	}
	return title
}
