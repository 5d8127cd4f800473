// Package check holds claims against the reference tables. In come claims, the
// day of their document and the tables; out go findings: a verdict, the rows
// that it rests on and one sentence for a reader. A wrong refutation is worse
// than silence, so that a claim is refuted only by rows with a public source
// that are known to hold on the day, and what no row reaches is not covered. It
// reads no text.
package check

import (
	"fmt"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// A Checker holds the tables. It is safe for many goroutines.
type Checker struct {
	t      *reference.Tables
	pack   *reference.Pack
	events Events
}

// New returns a Checker over tables.
func New(t *reference.Tables, p *reference.Pack) *Checker { return &Checker{t: t, pack: p} }

// With is the Checker that also asks a series of events: what is foretold or
// counted of two states is held against it.
func (c *Checker) With(e Events) *Checker {
	with := *c
	with.events = e
	return &with
}

// Check gives each claim its verdict. published is the day of the document,
// YYYY-MM-DD, a month or a year; "" unknown.
func (c *Checker) Check(claims []record.Claim, published string) []record.Finding {
	var out []record.Finding
	for i := range claims {
		k := claims[i]
		if k.Kind == record.ClaimPartner && k.Change != "" { // that it is so, and that it is new, are two claims
			bare := k
			bare.Change = ""
			out = append(out, c.one(&bare, published))
			if f := c.emerging(&k, published); f != nil {
				out = append(out, *f)
			}
			continue
		}
		out = append(out, c.one(&k, published))
	}
	return out
}

func (c *Checker) one(k *record.Claim, published string) record.Finding {
	f := record.Finding{Claim: *k}
	switch k.Kind {
	case record.ClaimOffice:
		c.office(&f, published)
	case record.ClaimPartner:
		c.partner(&f, published)
	case record.ClaimMembership:
		c.membership(&f, published)
	case record.ClaimAlliance:
		c.alliance(&f, published)
	case record.ClaimTrend:
		c.trend(&f, published)
	case record.ClaimBorder:
		c.border(&f)
	case record.ClaimCapital:
		c.capital(&f)
	case record.ClaimLocation:
		c.location(&f)
	case record.ClaimCount:
		c.count(&f, published)
	case record.ClaimRecord:
		c.best(&f, published)
	case record.ClaimSanctions:
		c.sanctions(&f, published)
	case record.ClaimExercise:
		c.exercise(&f, published)
	case record.ClaimHearsay:
		f.Verdict, f.Text = record.Unverified, fmt.Sprintf("“%s”: nobody is named who says so.", k.Text)
	case record.ClaimOpinion:
		f.Verdict, f.Text = record.NotCheckable, fmt.Sprintf("“%s” values; no table can bear it out.", k.Text)
	case record.ClaimForecast:
		c.forecast(&f, published)
	default:
		f.Verdict, f.Text = record.NotCovered, "No table reaches this claim."
	}
	return f
}

// name is a state's or body's name for readers.
func (c *Checker) name(code string) string {
	if s := c.t.State(code); s != nil {
		return s.Name
	}
	if code == "EUR" {
		return "the European Union"
	}
	return strings.ToUpper(code)
}

// AsOf is the last day on which any office-holder was seen in office: what the
// tables know ends there.
func (c *Checker) AsOf() string {
	latest := c.t.Holders[0].Seen
	for i := range c.t.Holders {
		if s := c.t.Holders[i].Seen; s.Known() && (!latest.Known() || before(latest, s)) {
			latest = s
		}
	}
	return day(latest)
}
