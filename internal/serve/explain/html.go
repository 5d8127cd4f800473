package explain

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

//go:embed page.html
var pageSource string

// page holds no script and asks for nothing from outside; articles are hostile
// text, so that everything goes through the template's escaping.
var page = template.Must(template.New("page").Parse(pageSource))

type htmlPage struct {
	Title, Meta string
	Domains     []string
	Sentences   []htmlSentence
	Actors      []htmlActor
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

// A htmlPart is a stretch of text under one set of marks.
type htmlPart struct{ Text, Class, Title string }

type htmlItem struct {
	Label, Act, Word, Codes, Verdict, Where, When, Said string
	Counted, Again, Topic, Both                         bool
	Source, Target, Third, Why                          []string
}

type htmlNote struct{ Kind, Text string }

type htmlActor struct {
	Code, Text, Office, Kind string
	N                        int
}

// HTML writes one self-contained page.
func HTML(w io.Writer, doc *text.Document, c *record.Coding) error {
	m := marks(doc, c)
	p := htmlPage{Title: doc.Title, Meta: doc.ID}
	if p.Title == "" {
		for _, z := range doc.Zones {
			if z.Kind == text.ZoneTitle && p.Title == "" {
				p.Title = oneLine(doc.Text(z.Span))
			}
		}
	}
	if p.Title == "" {
		p.Title = doc.ID
	}
	date := c.Doc.Published
	if date == "" {
		date = "no document date"
	}
	for _, s := range []string{doc.Publisher, date, fmt.Sprintf("%d sentences", len(doc.Sentences))} {
		if s != "" {
			p.Meta += " · " + s
		}
	}
	var reasons map[string]int
	p.Events, p.Counted, reasons = counts(doc, c)
	for _, k := range sortedKeys(reasons) {
		p.Reasons = append(p.Reasons, fmt.Sprintf("%d %s", reasons[k], k))
	}
	for _, d := range c.Domains {
		p.Domains = append(p.Domains, d.Name)
	}
	titles := actorTitles(c)
	items := bySentence(doc, c)
	for i, s := range doc.Sentences {
		hs := htmlSentence{N: i + 1, Parts: parts(doc, m, s.Span, titles)}
		for j := range items[i] {
			hs.Items = append(hs.Items, htmlOf(doc, &items[i][j]))
		}
		for k := range c.Attributions {
			if a := &c.Attributions[k]; s.Span.Contains(text.Span(a.Cue)) {
				src := oneLine(a.Text)
				if src == "" {
					src = "nobody named"
				}
				n := fmt.Sprintf("said by %s (%s), cue “%s”", src, a.Kind, oneLine(doc.Text(text.Span(a.Cue))))
				if a.Hedge != "" {
					n += ", hedge"
				}
				hs.Notes = append(hs.Notes, htmlNote{"said", n})
			}
		}
		for k := range c.Statements {
			if st := &c.Statements[k]; int(st.Sentence) == i {
				hs.Notes = append(hs.Notes, htmlNote{st.Kind, fmt.Sprintf("%s, not an event: “%s”", st.Kind, oneLine(doc.Text(text.Span(st.Cue))))})
			}
		}
		p.Sentences = append(p.Sentences, hs)
	}
	seen := map[int32]int{}
	for i := range c.Actors {
		a := &c.Actors[i]
		if k, ok := seen[a.Entity]; ok {
			p.Actors[k].N++
			continue
		}
		seen[a.Entity] = len(p.Actors)
		p.Actors = append(p.Actors, htmlActor{Code: code(a), Text: oneLine(a.Text), Office: a.Office, Kind: string(a.Kind), N: 1})
	}
	return page.Execute(w, p)
}

func htmlOf(doc *text.Document, it *item) htmlItem {
	r := it.record
	h := htmlItem{Label: it.label, Act: r.Act, Word: oneLine(doc.Text(text.Span(it.ev.Trigger))), Counted: r.Counted, Again: it.again, Topic: it.topic, Both: r.Symmetric}
	if it.again {
		return h
	}
	h.Verdict = "counted"
	if !r.Counted {
		h.Verdict = "not counted: " + strings.Join(r.NotCounted, "; ")
	}
	h.Codes, h.Where, h.When, h.Said = codes(r), where(r.Place), whenOf(r.Date), saidBy(r)
	for i := range r.Source {
		h.Source = append(h.Source, who(&r.Source[i]))
	}
	for i := range r.Target {
		h.Target = append(h.Target, who(&r.Target[i]))
	}
	for i := range r.Third {
		h.Third = append(h.Third, who(&r.Third[i]))
	}
	h.Why = whys(r, it.ev)
	return h
}

// actorTitles are what the pointer shows over an actor, by first byte.
func actorTitles(c *record.Coding) map[int32]string {
	t := make(map[int32]string, len(c.Actors))
	for i := range c.Actors {
		t[c.Actors[i].Span.Start] = who(&c.Actors[i])
	}
	return t
}

// parts cuts a sentence wherever the set of marks changes.
func parts(doc *text.Document, m []uint8, s text.Span, titles map[int32]string) []htmlPart {
	var out []htmlPart
	for i := s.Start; i < s.End; {
		j := i + 1
		for j < s.End && m[j] == m[i] && titles[j] == "" {
			j++
		}
		pt := htmlPart{Text: doc.Body[i:j], Title: titles[i]}
		for l := layer(0); l < numLayers; l++ {
			if m[i]&(1<<l) != 0 {
				if pt.Class != "" {
					pt.Class += " "
				}
				pt.Class += layerNames[l]
			}
		}
		out = append(out, pt)
		i = j
	}
	return out
}
