package explain

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

// Options say how to print for a terminal.
type Options struct {
	Width int  // columns; 0 is 100
	Color bool // ANSI colours; else marks are drawn on a line below
	Why   bool // print the reason for each field
}

var ansi = [numLayers]string{"\x1b[1;4;32m", "\x1b[1;4;31m", "\x1b[3;35m", "\x1b[4;36m", "\x1b[33m", "\x1b[1;34m"}

// Signs under the text where there is no colour.
const signs = "^-\"@#~"

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	green = "\x1b[1;32m"
	red   = "\x1b[1;31m"
	plain = ""
)

// minWidth is the narrowest page that is still laid out.
const minWidth = 40

// Terminal prints the article sentence by sentence with what was found in each.
func Terminal(w io.Writer, doc *text.Document, c *record.Coding, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	o.Width = max(o.Width, minWidth)
	p := &printer{w: w, o: o, doc: doc, c: c, m: marks(doc, c)}
	p.head()
	items, extra := bySentence(doc, c), notes(doc, c)
	for i := range doc.Sentences {
		p.sentence(i, items[i], extra[i])
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
	if !p.o.Color || on == plain {
		return s
	}
	return on + s + "\x1b[0m"
}

// put prints words after lead, wrapped to the page and indented under their
// beginning.
func (p *printer) put(lead, style, words string) {
	indent := strings.Repeat(" ", terminal.CellsOf(lead))
	for i, l := range terminal.Fill(terminal.Clean(words), max(p.o.Width-len(indent), 16)) {
		if i > 0 {
			lead = indent
		}
		p.printf("%s%s\n", lead, p.style(style, l))
	}
}

func (p *printer) head() {
	d := p.doc
	if title := heading(d); title != "" {
		p.put("", bold, title)
	}
	date := p.c.Doc.Published
	if date == "" {
		date = "no document date"
	}
	n, counted, _ := counts(p.c)
	p.put("", plain, fmt.Sprintf("%s, %s, %s, %s; %s found, %d counted", terminal.OneLine(d.ID), date, terminal.Plural(len(d.Sentences), "sentence"), terminal.Plural(len(d.Tokens), "word"), terminal.Plural(n, "event"), counted))
	p.printf("marks:")
	for l := layer(0); l < numLayers; l++ {
		if p.o.Color {
			p.printf("  %s%s\x1b[0m", ansi[l], layerNames[l])
		} else {
			p.printf("  %c %s", signs[l], layerNames[l])
		}
	}
	p.printf("\n\n")
}

// sentence prints one sentence, wrapped, with its marks, then its findings.
func (p *printer) sentence(i int, items []item, extra []note) {
	s := p.doc.Sentences[i]
	lead := fmt.Sprintf("%3d  ", i+1)
	indent := strings.Repeat(" ", len(lead))
	for _, ln := range p.wrap(s.Span, p.o.Width-len(lead)) {
		p.printf("%s", lead)
		p.line(ln, indent)
		lead = indent
	}
	for j := range items {
		p.item(&items[j])
	}
	for _, n := range extra {
		if n.said {
			p.put("     » ", dim, n.text)
		} else {
			p.put("     ~ ", dim, n.text)
		}
	}
	p.printf("\n")
}

// wrap cuts a span into lines of at most width columns, at white space where
// there is any.
func (p *printer) wrap(s text.Span, width int) []text.Span {
	var out []text.Span
	start, space, col, after := s.Start, int32(-1), 0, 0
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(p.doc.Body[i:s.End])
		w := terminal.Cells(r)
		if unicode.IsSpace(r) {
			space, after = i, col+w
		}
		if col += w; col > width {
			switch {
			case space > start:
				_, sn := utf8.DecodeRuneInString(p.doc.Body[space:s.End])
				out = append(out, text.Span{Start: start, End: space})
				start = space + int32(sn)
				col -= after
			case i > start:
				out = append(out, text.Span{Start: start, End: i})
				start, col = i, w
			}
			space = -1
		}
		i += int32(n)
	}
	if start < s.End {
		out = append(out, text.Span{Start: start, End: s.End})
	}
	return out
}

// line prints a stretch of text with its marks: as colours, or as signs below.
func (p *printer) line(s text.Span, indent string) {
	var b, under strings.Builder
	cur := layer(numLayers)
	for i := s.Start; i < s.End; {
		r, n := utf8.DecodeRuneInString(p.doc.Body[i:s.End])
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
		sign := byte(' ')
		if l != numLayers {
			sign = signs[l]
		}
		for range terminal.Cells(r) {
			under.WriteByte(sign)
		}
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsControl(r):
			b.WriteRune('\ufffd')
		case !unicode.Is(unicode.Cf, r):
			b.WriteRune(r)
		}
		i += int32(n)
	}
	if p.o.Color && cur != numLayers {
		b.WriteString("\x1b[0m")
	}
	p.printf("%s\n", strings.TrimRight(b.String(), " "))
	if u := strings.TrimRight(under.String(), " "); !p.o.Color && u != "" {
		p.printf("%s%s\n", indent, u)
	}
}

func (p *printer) item(it *item) {
	r := it.record
	verdict, sign, color := "counted", "●", green
	if !r.Counted {
		verdict, sign, color = "not counted", "○", red
	}
	kind := "event"
	if it.topic {
		kind = "topic"
	}
	word := terminal.OneLine(p.doc.Text(text.Span(it.ev.Trigger)))
	if it.again {
		p.put("     "+sign+" ", plain, fmt.Sprintf("%s %s again: “%s”", kind, it.label, word))
		return
	}
	if line := fmt.Sprintf("     %s %s %s  %s  “%s”  %s", sign, kind, it.label, terminal.Clean(r.Act), word, verdict); terminal.CellsOf(line) > p.o.Width {
		p.put("     "+sign+" ", bold, strings.TrimSpace(line)[len(sign):])
	} else {
		p.printf("     %s %s %s  %s  “%s”  %s\n", p.style(color, sign), kind, it.label, p.style(bold, terminal.Clean(r.Act)), word, p.style(color, verdict))
	}
	if !r.Counted {
		p.field("because", strings.Join(r.NotCounted, "; "))
	}
	p.field("codes", strings.Join(codes(r), "  "))
	source, target := "source", "target"
	if r.Symmetric {
		source, target = "between", "and"
	}
	for k := range r.Source {
		p.actor(source, &r.Source[k])
	}
	for k := range r.Target {
		p.actor(target, &r.Target[k])
	}
	for k := range r.Third {
		p.actor("third", &r.Third[k])
	}
	p.field("where", where(r.Place))
	p.field("when", whenOf(r.Date))
	p.field("said by", saidBy(r))
	if p.o.Why {
		for k, y := range whys(r, it.ev) {
			lead := "         " + p.pad("")
			if k == 0 {
				lead = "         " + p.pad("why")
			}
			p.put(lead, dim, y.About+": "+y.Text)
		}
	}
}

func (p *printer) pad(label string) string { return fmt.Sprintf("%-9s", label) }

func (p *printer) field(label, words string) { p.put("         "+p.pad(label), plain, words) }

func (p *printer) actor(label string, a *record.Actor) {
	w := who(p.c, a)
	p.field(label, w.Code+"  "+w.Words)
}

// maxRows is how many rows of a kind stand at the end.
const maxRows = 25

func (p *printer) foot() {
	n, counted, reasons := counts(p.c)
	p.put("", bold, fmt.Sprintf("%s, %d counted", terminal.Plural(n, "event"), counted))
	for _, k := range sortedKeys(reasons) {
		p.put(fmt.Sprintf("  %4d× ", reasons[k]), plain, "not counted: "+k)
	}
	if rows := actorRows(p.c); len(rows) > 0 {
		p.printf("%s\n", p.style(bold, "actors"))
		wide := 0
		for _, r := range rows {
			wide = min(max(wide, terminal.CellsOf(r.Code)), 18)
		}
		p.rows(len(rows), func(i int) (int, string) {
			r := rows[i]
			s := fmt.Sprintf("%-*s  %s", wide, r.Code, r.Name)
			if r.Office != "" {
				s += ", " + r.Office
			}
			if r.Written != "" {
				s += " (" + r.Written + ")"
			}
			return r.N, s
		})
	}
	for _, part := range []struct {
		title string
		rows  []foundRow
	}{{"places", placeRows(p.c)}, {"times", timeRows(p.c)}} {
		if len(part.rows) == 0 {
			continue
		}
		p.printf("%s\n", p.style(bold, part.title))
		p.rows(len(part.rows), func(i int) (int, string) {
			r := part.rows[i]
			s := r.Name + " “" + r.Written + "”"
			if p.o.Why {
				s += " — " + r.Why
			}
			return r.N, s
		})
	}
	if rows := domainRows(p.doc, p.c); len(rows) > 0 {
		p.printf("%s\n", p.style(bold, "domains"))
		p.rows(len(rows), func(i int) (int, string) { return rows[i].N, rows[i].Name + ": " + rows[i].Words })
	}
}

func (p *printer) rows(n int, row func(i int) (int, string)) {
	for i := range n {
		if i == maxRows {
			p.printf("        and %d more\n", n-i)
			return
		}
		count, s := row(i)
		p.put(fmt.Sprintf("  %4d× ", count), plain, s)
	}
}
