package findings

import (
	"fmt"
	"io"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
)

// Options say how to print for a terminal.
type Options struct {
	Width int  // columns; 0 is 100
	Color bool // ANSI colours
}

const (
	bold = "\x1b[1m"
	dim  = "\x1b[2m"
)

var ansi = map[record.Verdict]string{record.Refuted: "\x1b[1;31m", record.Vacant: "\x1b[1;31m", record.Stale: "\x1b[1;33m", record.Mixed: "\x1b[1;33m", record.Unverified: "\x1b[1;35m", record.Context: "\x1b[1;34m",
	record.Supported: "\x1b[1;32m", record.Open: "\x1b[1;34m", record.NotCovered: dim, record.NotCheckable: dim}

// minWidth is the narrowest page that is still laid out.
const minWidth = 40

type printer struct {
	strings.Builder
	o Options
}

func (b *printer) style(on, s string) string {
	if !b.o.Color || on == "" {
		return s
	}
	return on + s + "\x1b[0m"
}

// put prints words after lead, wrapped to the page and indented under their
// beginning.
func (b *printer) put(lead, style, words string) {
	indent := strings.Repeat(" ", terminal.CellsOf(lead))
	for i, l := range terminal.Fill(terminal.OneLine(words), max(b.o.Width-len(indent), 16)) {
		if i > 0 {
			lead = indent
		}
		fmt.Fprintf(b, "%s%s\n", lead, b.style(style, l))
	}
}

// Text writes p for reading.
func Text(w io.Writer, p Page, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	o.Width = max(o.Width, minWidth)
	b := &printer{o: o}
	if title := p.heading(); title != "" {
		b.put("", bold, title)
	}
	published := p.Coding.Doc.Published
	if published == "" {
		published = "no document date"
	}
	b.put("", "", terminal.OneLine(p.Doc.ID)+", "+published)
	sentence := int32(-1)
	for i := range p.Findings {
		f := &p.Findings[i]
		if s := f.Claim.Sentence; s != sentence && int(s) < len(p.Doc.Sentences) {
			sentence = s
			b.WriteString("\n")
			b.put(fmt.Sprintf("%3d  ", s+1), "", p.Doc.Text(p.Doc.Sentences[s].Span))
		}
		b.WriteString("     " + b.style(ansi[f.Verdict], fmt.Sprintf("%-13s", strings.ToUpper(string(f.Verdict)))))
		for k, l := range terminal.Fill(terminal.OneLine(fmt.Sprintf("%s “%s”", f.Claim.Kind, short(f.Claim.Text))), max(o.Width-19, 16)) {
			if k > 0 {
				b.WriteString(strings.Repeat(" ", 18))
			}
			b.WriteString(" " + b.style(bold, l) + "\n")
		}
		indent := strings.Repeat(" ", 19)
		b.put(indent, "", f.Text)
		if k := p.same(i); k >= 0 {
			b.put(indent, dim, fmt.Sprintf("rests on the same rows as “%s” of sentence %d", short(p.Findings[k].Claim.Text), p.Findings[k].Claim.Sentence+1))
			continue
		}
		for _, g := range f.Grounds {
			says := g.Row + ": " + g.Says
			if g.Source != "" {
				says += " [" + g.Source + "]"
			}
			b.put(indent+"rests on ", dim, says)
		}
	}
	c := p.Tally()
	var parts []string
	for _, v := range order {
		if n := c.Verdicts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	head := terminal.Plural(c.Claims, "claim")
	if len(parts) > 0 {
		head += ": " + strings.Join(parts, ", ")
	}
	b.WriteString("\n")
	b.put("", bold, head)
	var gives []string
	for _, e := range c.Density.counts() {
		gives = append(gives, terminal.Plural(e.n, e.what))
	}
	b.put("", "", fmt.Sprintf("evidence: %s; %d of %s of office-holders failed", strings.Join(gives, ", "), c.Density.NamesFailed, terminal.Plural(c.Density.Names, "name")))
	b.put("", "", "reference as of "+p.AsOf)
	_, err := io.WriteString(w, b.String())
	return err
}
