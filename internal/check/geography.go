package check

import (
	"fmt"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// border checks that two states border each other. The table knows borders on
// land: two states without one may still meet at sea, so that only a border on
// land is refuted.
func (c *Checker) border(f *record.Finding) {
	k := &f.Claim
	a, b := c.name(k.State), c.name(k.Other)
	kind, known := c.pack.Borders(k.State, k.Other)
	says := record.Ground{Row: "reference/borders.tsv", AsOf: c.pack.AsOf("borders")}
	switch {
	case kind != "":
		says.Says = fmt.Sprintf("%s and %s share a %s border", a, b, kind)
		f.Verdict, f.Text = record.Supported, says.Says+"."
		f.Grounds = append(f.Grounds, says)
	case known && k.Status == "land":
		says.Says = fmt.Sprintf("all land borders of %s and %s; none between them", a, b)
		f.Verdict, f.Text = record.Refuted, fmt.Sprintf("%s and %s share no border on land.", a, b)
		f.Grounds = append(f.Grounds, says)
	case known:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("%s and %s share no border on land; the tables do not know those at sea.", a, b)
	default:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables do not know the borders of both %s and %s.", a, b)
	}
}

// capital checks what the capital of a state is. A town that the table does not
// have may be a former capital, or one spelt otherwise; only the capital of
// another state refutes.
func (c *Checker) capital(f *record.Finding) {
	k := &f.Claim
	s := c.t.State(k.State)
	if s == nil || len(s.Capital) == 0 {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no capital of %s.", c.name(k.State))
		return
	}
	own := record.Ground{Row: s.Row, Says: fmt.Sprintf("capital of %s: %s", s.Name, strings.Join(s.Capital, ", "))}
	if isCapital(s, k.Other) {
		f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s is the capital of %s.", k.Other, s.Name)
		f.Grounds = append(f.Grounds, own)
		return
	}
	for i := range c.t.States {
		o := &c.t.States[i]
		if o.ISO3 == k.State || !isCapital(o, k.Other) {
			continue
		}
		f.Verdict, f.Suggest = record.Refuted, s.Capital[0]
		f.Text = fmt.Sprintf("%s is the capital of %s; that of %s is %s.", k.Other, o.Name, s.Name, s.Capital[0])
		f.Grounds = append(f.Grounds, own, record.Ground{Row: o.Row, Says: fmt.Sprintf("capital of %s: %s", o.Name, strings.Join(o.Capital, ", "))})
		return
	}
	f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have %s as capital of %s; they do not know former capitals and other spellings.", strings.Join(s.Capital, ", "), s.Name)
	f.Grounds = append(f.Grounds, own)
}

func isCapital(s *reference.State, town string) bool {
	for _, name := range s.Capital {
		if strings.EqualFold(reference.Fold(name), reference.Fold(town)) {
			return true
		}
	}
	return false
}
