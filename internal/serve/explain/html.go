package explain

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

//go:embed page.html
var pageSource string

// page holds no script and asks for nothing from outside; articles are hostile
// text, so that everything goes through the template's escaping.
var page = template.Must(template.New("page").Parse(pageSource))

type htmlPage struct {
	Title, Meta string
	Sentences   []htmlSentence
	Actors      []actorRow
	Places      []foundRow
	Times       []foundRow
	Domains     []domainRow
	Counted     int
	Events      int
	Reasons     []string
}

type htmlSentence struct {
	N     int
	Parts []htmlPart
	Items []htmlItem
	Notes []htmlNote
}

// A htmlPart is a stretch of text under one set of marks; Event is the label of
// the record whose trigger ends here.
type htmlPart struct{ Text, Class, Title, Event string }

type htmlItem struct {
	Label, Act, Word, Where, When, Said string
	Counted, Again, Topic, Both         bool
	Because, Codes                      []string
	Source, Target, Third               []actorWords
	Why                                 []whyLine
}

type htmlNote struct{ Class, Text string }

// classes are the style of each layer in the page.
var classes = [numLayers]string{"trigger", "trigger hollow", "cue", "place", "time", "actor"}

// HTML writes one self-contained page.
func HTML(w io.Writer, doc *text.Document, c *record.Coding) error {
	m := marks(doc, c)
	p := htmlPage{Title: heading(doc), Meta: terminal.OneLine(doc.ID)}
	if p.Title == "" {
		p.Title = terminal.OneLine(doc.ID)
	}
	if p.Title == "" {
		p.Title = "untitled"
	}
	date := c.Doc.Published
	if date == "" {
		date = "no document date"
	}
	for _, s := range []string{terminal.OneLine(doc.Publisher), date, terminal.Plural(len(doc.Sentences), "sentence"), terminal.Plural(len(doc.Tokens), "word")} {
		if s != "" {
			p.Meta += " · " + s
		}
	}
	var reasons map[string]int
	p.Events, p.Counted, reasons = counts(c)
	for _, k := range sortedKeys(reasons) {
		p.Reasons = append(p.Reasons, fmt.Sprintf("%d× %s", reasons[k], k))
	}
	p.Actors, p.Places, p.Times, p.Domains = actorRows(c), placeRows(c), timeRows(c), domainRows(doc, c)
	over := actorsOver(doc, c)
	items, extra := bySentence(doc, c), notes(doc, c)
	for i, s := range doc.Sentences {
		hs := htmlSentence{N: i + 1, Parts: parts(doc, c, m, s.Span, over, items[i])}
		for j := range items[i] {
			hs.Items = append(hs.Items, htmlOf(doc, c, &items[i][j]))
		}
		for _, n := range extra[i] {
			class := "claim"
			if n.said {
				class = "said"
			}
			hs.Notes = append(hs.Notes, htmlNote{class, n.text})
		}
		p.Sentences = append(p.Sentences, hs)
	}
	return page.Execute(w, p)
}

func htmlOf(doc *text.Document, c *record.Coding, it *item) htmlItem {
	r := it.record
	h := htmlItem{Label: it.label, Act: r.Act, Word: terminal.OneLine(doc.Text(text.Span(it.ev.Trigger))), Counted: r.Counted, Again: it.again, Topic: it.topic, Both: r.Symmetric}
	if it.again {
		return h
	}
	h.Because = r.NotCounted
	h.Codes, h.Where, h.When, h.Said = codes(r), where(r.Place), whenOf(r.Date), saidBy(r)
	for _, side := range []struct {
		from []record.Actor
		to   *[]actorWords
	}{{r.Source, &h.Source}, {r.Target, &h.Target}, {r.Third, &h.Third}} {
		for i := range side.from {
			*side.to = append(*side.to, who(c, &side.from[i]))
		}
	}
	h.Why = whys(r, it.ev)
	return h
}

// actorsOver are, for every byte of the body, one more than the index of the
// shortest actor mention over it; 0 for none.
func actorsOver(doc *text.Document, c *record.Coding) []int32 {
	t := make([]int32, len(doc.Body)+1)
	for i := range c.Actors {
		a := &c.Actors[i]
		for k := a.Span.Start; k < a.Span.End && int(k) < len(t); k++ {
			if o := t[k]; o == 0 || length(a.Span) < length(c.Actors[o-1].Span) {
				t[k] = int32(i) + 1
			}
		}
	}
	return t
}

func length(s record.Span) int32 { return s.End - s.Start }

// parts cuts a sentence wherever the set of marks or the actor changes, and
// after each trigger.
func parts(doc *text.Document, c *record.Coding, m []uint8, s text.Span, actors []int32, items []item) []htmlPart {
	ends := map[int32]string{}
	for i := range items {
		if e := items[i].ev.Trigger.End; ends[e] == "" {
			ends[e] = items[i].label
		} else if !strings.Contains(" "+ends[e]+" ", " "+items[i].label+" ") {
			ends[e] += " " + items[i].label
		}
	}
	var out []htmlPart
	for i := s.Start; i < s.End; {
		j := i + 1
		for j < s.End && m[j] == m[i] && actors[j] == actors[i] && ends[j] == "" {
			j++
		}
		pt := htmlPart{Text: doc.Body[i:j], Event: ends[j]}
		for l := layer(0); l < numLayers; l++ {
			if m[i]&(1<<l) != 0 {
				pt.Class = strings.TrimSpace(pt.Class + " " + classes[l])
			}
		}
		if actors[i] != 0 {
			w := who(c, &c.Actors[actors[i]-1])
			pt.Title = w.Code + "  " + w.Words
		}
		out = append(out, pt)
		i = j
	}
	return out
}
