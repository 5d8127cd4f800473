package findings

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

//go:embed page.html
var pageSource string

// page holds no script and asks for nothing from outside; articles and users'
// tables are hostile text, so that all goes through the template's escaping.
var page = template.Must(template.New("page").Parse(pageSource))

type htmlPage struct {
	Title, Meta, AsOf string
	Claims            int
	Bar               []htmlCount
	Density           Density
	Evidence          []htmlCount
	Sentences         []htmlSentence
}

type htmlCount struct {
	Class, Name string
	N           int
}

type htmlSentence struct {
	N     int
	Parts []htmlPart
	Cards []htmlCard
}

// A htmlPart is a stretch under one verdict; Ends are the findings whose claims
// end with it.
type htmlPart struct {
	Text, Class, Title string
	Ends               []htmlCount
}

type htmlCard struct {
	N                    int
	Class, Verdict, Kind string
	Claim, Text, Said    string
	Grounds              []record.Ground
	Same                 int // an earlier card that rests on the same; 0 none
	Fold                 bool
}

// classes are the style of each verdict.
var classes = map[record.Verdict]string{record.Refuted: "refuted", record.Vacant: "refuted", record.Stale: "stale", record.Mixed: "stale", record.Unverified: "unverified",
	record.Supported: "supported", record.Open: "open", record.Context: "open", record.NotCovered: "none", record.NotCheckable: "none"}

// fold is how many grounds are shown without being asked for.
const fold = 3

// HTML writes one self-contained page.
func HTML(w io.Writer, p Page) error {
	c := p.Tally()
	out := htmlPage{Title: p.heading(), Meta: terminal.OneLine(p.Doc.ID), AsOf: p.AsOf, Claims: c.Claims, Density: c.Density}
	if out.Title == "" {
		out.Title, out.Meta = out.Meta, ""
	}
	if out.Title == "" {
		out.Title = "untitled"
	}
	for _, e := range c.Density.counts() {
		out.Evidence = append(out.Evidence, htmlCount{Name: strings.SplitN(terminal.Plural(e.n, e.what), " ", 2)[1], N: e.n})
	}
	date := p.Coding.Doc.Published
	if date == "" {
		date = "no document date"
	}
	for _, s := range []string{terminal.OneLine(p.Doc.Publisher), date, "reference as of " + p.AsOf} {
		if s != "" && out.Meta != "" {
			s = " · " + s
		}
		out.Meta += s
	}
	for _, v := range order {
		if n := c.Verdicts[v]; n > 0 {
			out.Bar = append(out.Bar, htmlCount{classes[v], string(v), n})
		}
	}
	for i := range p.Doc.Sentences {
		s := htmlSentence{N: i + 1, Parts: p.parts(p.Doc.Sentences[i].Span)}
		for j := range p.Findings {
			if f := &p.Findings[j]; int(f.Claim.Sentence) == i {
				card := htmlCard{N: j + 1, Class: classes[f.Verdict], Verdict: string(f.Verdict), Kind: string(f.Claim.Kind),
					Claim: short(f.Claim.Text), Text: f.Text, Said: p.said(f), Grounds: f.Grounds, Fold: len(f.Grounds) > fold}
				if k := p.same(j); k >= 0 {
					card.Same, card.Grounds = k+1, nil
				}
				s.Cards = append(s.Cards, card)
			}
		}
		out.Sentences = append(out.Sentences, s)
	}
	return page.Execute(w, out)
}

// said is whose word a claim is where it is not the article's.
func (p *Page) said(f *record.Finding) string {
	if f.Claim.Said < 0 || int(f.Claim.Said) >= len(p.Coding.Attributions) || f.Claim.Kind == record.ClaimHearsay {
		return ""
	}
	switch a := &p.Coding.Attributions[f.Claim.Said]; {
	case a.Kind == record.SaidAgentless:
		return "said by nobody named"
	case a.Source.Start < a.Source.End && (a.Kind == record.SaidUnnamed || p.named(text.Span(a.Source))):
		return "said by " + terminal.OneLine(p.Doc.Text(text.Span(a.Source)))
	}
	return ""
}

// parts cuts a sentence wherever a claim begins or ends. Of claims over one
// stretch the shortest shows.
func (p *Page) parts(s text.Span) []htmlPart {
	over := func(at int32) int {
		best := -1
		for i := range p.Findings {
			c := p.Findings[i].Claim.Span
			if c.Start <= at && at < c.End && (best < 0 || c.End-c.Start < p.Findings[best].Claim.Span.End-p.Findings[best].Claim.Span.Start) {
				best = i
			}
		}
		return best
	}
	edge := map[int32]bool{}
	for i := range p.Findings {
		edge[p.Findings[i].Claim.Span.Start], edge[p.Findings[i].Claim.Span.End] = true, true
	}
	var out []htmlPart
	for i := s.Start; i < s.End; {
		j := i + 1
		for j < s.End && !edge[j] {
			j++
		}
		part := htmlPart{Text: p.Doc.Body[i:j]}
		if f := over(i); f >= 0 {
			v := p.Findings[f].Verdict
			part.Class, part.Title = classes[v], string(v)+" ("+string(p.Findings[f].Claim.Kind)+")"
		}
		for k := range p.Findings {
			if p.Findings[k].Claim.Span.End == j {
				part.Ends = append(part.Ends, htmlCount{Class: classes[p.Findings[k].Verdict], N: k + 1})
			}
		}
		out = append(out, part)
		i = j
	}
	return out
}
