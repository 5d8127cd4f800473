// Package findings writes what the check of an article found, in the order of
// its text: each claim with its verdict, the sentence that can be quoted and the
// rows it rests on, then a head count and how much evidence the article gives.
package findings

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

// A Page is one article with its findings.
type Page struct {
	Doc      *text.Document
	Coding   *record.Coding
	Findings []record.Finding
	AsOf     string // last day on which the tables were looked after
}

// A Count is the head count of a page.
type Count struct {
	Claims   int                    `json:"claims"`
	Verdicts map[record.Verdict]int `json:"verdicts"`
	Density  Density                `json:"evidence"`
}

// A Density is how much an article gives to check.
type Density struct {
	Sentences    int `json:"sentences"`
	Figures      int `json:"figures"`
	Dates        int `json:"dates"`
	Quotations   int `json:"quotations"`
	NamedSources int `json:"named_sources"`
	Names        int `json:"names_checked"` // names of office-holders
	NamesFailed  int `json:"names_failed"`
}

// counts are what there is to check, for showing.
func (d *Density) counts() []struct {
	n    int
	what string
} {
	return []struct {
		n    int
		what string
	}{{d.Sentences, "sentence"}, {d.Figures, "figure"}, {d.Dates, "date"}, {d.Quotations, "quotation"}, {d.NamedSources, "named source"}}
}

// heading is the headline, "" without one.
func (p *Page) heading() string {
	title := terminal.OneLine(p.Doc.Title)
	for _, z := range p.Doc.Zones {
		if title == "" && z.Kind == text.ZoneTitle {
			title = terminal.OneLine(p.Doc.Text(z.Span))
		}
	}
	return title
}

// order is how verdicts are listed.
var order = []record.Verdict{record.Refuted, record.Vacant, record.Stale, record.Mixed, record.Context, record.Unverified, record.Supported, record.Open, record.NotCovered, record.NotCheckable}

// Tally counts p.
func (p *Page) Tally() Count {
	c := Count{Claims: len(p.Findings), Verdicts: map[record.Verdict]int{}}
	for i := range p.Findings {
		f := &p.Findings[i]
		c.Verdicts[f.Verdict]++
		if f.Claim.Kind == record.ClaimOffice {
			c.Density.Names++
			if f.Verdict == record.Refuted || f.Verdict == record.Vacant {
				c.Density.NamesFailed++
			}
		}
	}
	d := &c.Density
	d.Sentences = len(p.Doc.Sentences)
	for i := range p.Doc.Tokens {
		if t := &p.Doc.Tokens[i]; t.UPOS == text.NUM && strings.ContainsAny(t.Form, "0123456789") {
			d.Figures++
		}
	}
	for i := range p.Coding.Times {
		if t := &p.Coding.Times[i]; t.Type == "DATE" && t.Value != "" && t.Value[0] >= '0' && t.Value[0] <= '9' {
			d.Dates++
		}
	}
	seen := map[string]bool{}
	for i := range p.Coding.Attributions {
		a := &p.Coding.Attributions[i]
		if a.Verb == record.Attitude {
			continue
		}
		if a.Quoted {
			d.Quotations++
		}
		if (a.Kind == record.SaidPerson || a.Kind == record.SaidOrganisation) && !seen[a.Text] && p.named(text.Span(a.Source)) {
			seen[a.Text] = true
			d.NamedSources++
		}
	}
	return c
}

// named reports whether the phrase is a proper name or has one in apposition:
// "both sides" name nobody, nor does a meeting of two ministers who have names.
func (p *Page) named(at text.Span) bool {
	first, last := p.Doc.TokensAt(at)
	for t := first; t < last; t++ {
		if p.Doc.Tokens[t].UPOS != text.PROPN {
			continue
		}
		h := t
		for h >= first && h < last && p.ofName(h) {
			h = p.Doc.Tokens[h].Head
		}
		if h < first || h >= last || p.Doc.Tokens[h].Head < first || p.Doc.Tokens[h].Head >= last {
			return true
		}
	}
	return false
}

// ofName reports whether token t belongs to the name or title that it hangs on.
func (p *Page) ofName(t int32) bool {
	switch p.Doc.Tokens[t].Rel {
	case text.Flat, text.Appos:
		return true
	}
	return false
}

// same is an earlier finding that says the same on the same rows, -1 for none.
func (p *Page) same(i int) int {
	f := &p.Findings[i]
	for k := range i {
		if g := &p.Findings[k]; len(f.Grounds) > 0 && g.Text == f.Text && slices.Equal(g.Grounds, f.Grounds) {
			return k
		}
	}
	return -1
}

// JSON writes p as one line.
func JSON(w io.Writer, p Page) error {
	if p.Findings == nil {
		p.Findings = []record.Finding{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Document record.Doc       `json:"document"`
		AsOf     string           `json:"as_of"`
		Findings []record.Finding `json:"findings"`
		Count    Count            `json:"count"`
	}{p.Coding.Doc, p.AsOf, p.Findings, p.Tally()})
}

// short cuts a long claim, which its sentence stands above.
func short(s string) string {
	const most = 70
	if r := []rune(terminal.OneLine(s)); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return terminal.OneLine(s)
}
