package explain

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"entente/internal/record"
	"entente/internal/text"
)

// Options say how to print for a terminal.
type Options struct {
	Width int  // columns; 0 is 100
	Color bool // ANSI colours; else marks are drawn on a line below
	Why   bool // print the reason for each field
}

var ansi = [numLayers]string{"\x1b[1;4;31m", "\x1b[3;35m", "\x1b[32m", "\x1b[33m", "\x1b[1;36m"}

// Signs under the text where there is no colour.
const signs = "^\"@#~"

// Terminal prints the article sentence by sentence with what was found in each.
func Terminal(w io.Writer, doc *text.Document, c *record.Coding, o Options) error {
	if o.Width <= 20 {
		o.Width = 100
	}
	p := &printer{w: w, o: o, doc: doc, c: c, m: marks(doc, c)}
	p.head()
	items := bySentence(doc, c)
	for i := range doc.Sentences {
		p.sentence(i, items[i])
	}
	p.foot()
	return p.err
}

type printer struct {
	w   io.Writer
	o   Options
	doc *text.Document
	c   *record.Coding
	m   []uint8
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *printer) style(on, s string) string {
	if !p.o.Color {
		return s
	}
	return on + s + "\x1b[0m"
}

func (p *printer) head() {
	d := p.doc
	title := d.Title
	for _, z := range d.Zones {
		if title == "" && z.Kind == text.ZoneTitle {
			title = oneLine(d.Text(z.Span))
		}
	}
	if title != "" {
		p.printf("%s\n", p.style("\x1b[1m", title))
	}
	date := p.c.Doc.Published
	if date == "" {
		date = "no document date"
	}
	n, counted, _ := counts(d, p.c)
	p.printf("%s, %s, %d sentences, %d words; %d events found, %d counted\n", d.ID, date, len(d.Sentences), len(d.Tokens), n, counted)
	if p.o.Color {
		for l := layer(0); l < numLayers; l++ {
			p.printf("%s%s\x1b[0m ", ansi[l], layerNames[l])
		}
		p.printf("\n")
	} else {
		p.printf("marks: ^ trigger  \" cue  @ place  # time  ~ actor\n")
	}
	p.printf("\n")
}

// sentence prints one sentence, wrapped, with its marks, then its findings.
func (p *printer) sentence(i int, items []item) {
	s := p.doc.Sentences[i]
	lead := fmt.Sprintf("%3d  ", i+1)
	for _, ln := range p.wrap(s.Span, p.o.Width-len(lead)) {
		p.printf("%s", lead)
		p.line(ln)
		lead = "     "
	}
	for j := range items {
		p.item(&items[j])
	}
	for k := range p.c.Attributions {
		a := &p.c.Attributions[k]
		if !s.Span.Contains(text.Span(a.Cue)) {
			continue
		}
		src := oneLine(a.Text)
		if src == "" {
			src = "nobody named"
		}
		line := fmt.Sprintf("said by %s (%s), cue \"%s\"", src, a.Kind, oneLine(p.doc.Text(text.Span(a.Cue))))
		if a.Hedge != "" {
			line += ", hedge"
		}
		p.printf("     %s %s\n", p.style("\x1b[35m", "»"), line)
	}
	for k := range p.c.Statements {
		st := &p.c.Statements[k]
		if int(st.Sentence) == i {
			p.printf("     %s %s, not an event: \"%s\"\n", p.style("\x1b[34m", "~"), st.Kind, oneLine(p.doc.Text(text.Span(st.Cue))))
		}
	}
	p.printf("\n")
}

// wrap cuts a span into lines of at most width columns at white space.
func (p *printer) wrap(s text.Span, width int) []text.Span {
	var out []text.Span
	start, space, col := s.Start, int32(-1), 0
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(p.doc.Body[i:s.End])
		if r == ' ' || r == '\n' || r == '\t' || r == '\u00a0' {
			space = i
		}
		if col++; col > width && space > start {
			out = append(out, text.Span{Start: start, End: space})
			start = space + 1
			col = utf8.RuneCountInString(p.doc.Body[start : i+int32(n)])
			space = -1
		}
		i += int32(n)
	}
	if start < s.End {
		out = append(out, text.Span{Start: start, End: s.End})
	}
	return out
}

func (p *printer) line(s text.Span) {
	var b, under strings.Builder
	cur := layer(numLayers)
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(p.doc.Body[i:s.End])
		if r < ' ' {
			r = ' '
		}
		l := layer(numLayers)
		for k := layer(0); k < numLayers; k++ {
			if p.m[i]&(1<<k) != 0 {
				l = k
				break
			}
		}
		if p.o.Color && l != cur {
			if cur != numLayers {
				b.WriteString("\x1b[0m")
			}
			if l != numLayers {
				b.WriteString(ansi[l])
			}
			cur = l
		}
		b.WriteRune(r)
		if l == numLayers {
			under.WriteByte(' ')
		} else {
			under.WriteByte(signs[l])
		}
		i += int32(n)
	}
	if p.o.Color && cur != numLayers {
		b.WriteString("\x1b[0m")
	}
	p.printf("%s\n", b.String())
	if u := strings.TrimRight(under.String(), " "); !p.o.Color && u != "" {
		p.printf("     %s\n", u)
	}
}

func (p *printer) item(it *item) {
	r := it.record
	verdict := p.style("\x1b[1;32m", "counted")
	sign := p.style("\x1b[1;32m", "●")
	if !r.Counted {
		verdict = p.style("\x1b[2m", "not counted: "+strings.Join(r.NotCounted, "; "))
		sign = p.style("\x1b[2m", "○")
	}
	word := oneLine(p.doc.Text(text.Span(it.ev.Trigger)))
	if it.again {
		p.printf("     %s event %s again: \"%s\"\n", sign, it.label, word)
		return
	}
	kind := "event"
	if it.topic {
		kind = "topic"
	}
	p.printf("     %s %s %s  %s  \"%s\"  %s\n", sign, kind, it.label, p.style("\x1b[1m", r.Act), word, verdict)
	p.printf("         %s\n", codes(r))
	arrow := "→"
	if r.Symmetric {
		arrow = "↔"
	}
	for k := range r.Source {
		p.printf("           %s\n", who(&r.Source[k]))
	}
	for k := range r.Target {
		p.printf("         %s %s\n", arrow, who(&r.Target[k]))
	}
	for k := range r.Third {
		p.printf("         third party %s\n", who(&r.Third[k]))
	}
	p.printf("         where %s; when %s\n", where(r.Place), whenOf(r.Date))
	p.printf("         said by %s\n", saidBy(r))
	if p.o.Why {
		for _, y := range whys(r, it.ev) {
			p.printf("         %s\n", p.style("\x1b[2m", "why "+y))
		}
	}
}

func (p *printer) foot() {
	n, counted, reasons := counts(p.doc, p.c)
	p.printf("%d events, %d counted", n, counted)
	for _, k := range sortedKeys(reasons) {
		p.printf("; %d %s", reasons[k], k)
	}
	p.printf("\n")
	if len(p.c.Domains) > 0 {
		names := make([]string, len(p.c.Domains))
		for i, d := range p.c.Domains {
			names[i] = d.Name
		}
		p.printf("domains: %s\n", strings.Join(names, ", "))
	}
	p.people()
}

// people lists each actor of the document once, with its mentions counted.
func (p *printer) people() {
	type entry struct {
		a *record.Actor
		n int
	}
	var list []entry
	at := map[int32]int{}
	for i := range p.c.Actors {
		a := &p.c.Actors[i]
		if k, ok := at[a.Entity]; ok {
			list[k].n++
			continue
		}
		at[a.Entity] = len(list)
		list = append(list, entry{a, 1})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].n > list[j].n })
	p.printf("actors:\n")
	for i, e := range list {
		if i == 20 {
			p.printf("  and %d more\n", len(list)-i)
			break
		}
		p.printf("  %3d× %s\n", e.n, who(e.a))
	}
}
