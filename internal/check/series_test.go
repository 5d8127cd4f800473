package check

import (
	"fmt"
	"math"
	"testing"

	"entente/internal/record"
)

// monthly makes n events of a quad class in the month of 2018, of days one behind
// the other.
func monthly(a, b string, quad, month, n int) (out []Event) {
	for i := range n {
		d := fmt.Sprintf("2018-%02d-%02d", month, 1+i)
		out = append(out, Event{A: a, B: b, Type: "X", Quad: quad, First: d, Last: d})
	}
	return out
}

func TestForecastsOfEvents(t *testing.T) {
	p := record.Prediction{Made: "2018-03-01", Open: true, Claim: record.Claim{Kind: record.ClaimForecast, State: "IND", Other: "PAK",
		Foretold: &record.Foretold{Indicator: record.ByConflict, Direction: record.Up, From: "2018-03-01", Due: "2018-03-28"}}}
	down := p
	down.Claim.Foretold = &record.Foretold{Indicator: record.ByConflict, Direction: record.Down, From: "2018-03-01", Due: "2018-03-28"}
	joint := p
	joint.Claim.Foretold = &record.Foretold{Indicator: record.ByCooperation, Direction: record.Up, From: "2018-03-01", Due: "2018-03-28"}
	with := func(feb, mar, otherFeb, otherMar int) []Event {
		es := append(monthly("PAK", "IND", 4, 2, feb), monthly("IND", "PAK", 3, 3, mar)...)
		es = append(es, monthly("BRA", "PER", 1, 2, otherFeb)...)
		es = append(es, monthly("BRA", "PER", 1, 3, otherMar)...)
		return append(es, monthly("BRA", "PER", 1, 1, 1)[0], Event{A: "BRA", B: "PER", Type: "X", Quad: 1, First: "2018-04-01", Last: "2018-04-01"})
	}
	for _, c := range []struct {
		name   string
		p      record.Prediction
		events []Event
		want   record.Verdict
	}{
		{"more of it", p, with(1, 15, 20, 20), record.Supported},
		{"less of it", p, with(15, 1, 20, 20), record.Refuted},
		{"less, as foretold", down, with(15, 1, 20, 20), record.Supported},
		{"one more", p, with(3, 4, 20, 20), record.Mixed},
		{"more news and no more conflict", p, with(4, 12, 6, 20), record.Mixed},
		{"conflict is no cooperation", joint, with(1, 15, 20, 20), record.Mixed},
		{"the events end too early", p, with(1, 15, 20, 20)[:16], record.Open},
		{"the events begin too late", p, append(monthly("IND", "PAK", 4, 3, 5), monthly("IND", "PAK", 4, 4, 1)...), record.NotCovered},
	} {
		f := checker(t).With(NewList(c.events)).Resolve(&c.p)
		if f.Verdict != c.want {
			t.Errorf("%s: %s, want %s: %s", c.name, f.Verdict, c.want, f.Text)
		}
	}
	if f := checker(t).Resolve(&p); f.Verdict != record.NotCovered {
		t.Errorf("without events: %s", f.Text)
	}
}

func TestTails(t *testing.T) {
	for _, c := range []struct {
		k, n            int
		p               float64
		atLeast, atMost float64
	}{{5, 5, 0.5, 1.0 / 32, 1}, {0, 5, 0.5, 1, 1.0 / 32}, {1, 2, 0.5, 0.75, 0.75}, {2, 3, 0.2, 0.104, 0.992}} {
		if a, b := tails(c.k, c.n, c.p); math.Abs(a-c.atLeast) > 1e-9 || math.Abs(b-c.atMost) > 1e-9 {
			t.Errorf("%d of %d at %g: %g and %g, want %g and %g", c.k, c.n, c.p, a, b, c.atLeast, c.atMost)
		}
	}
}
