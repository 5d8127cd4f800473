package check

import (
	"fmt"
	"strings"

	"entente/internal/record"
)

// countedTypes are the PLOVER types of events that a counted noun or verb can mean.
// What stands in none is not looked for among events.
var countedTypes = map[string]string{
	"meeting": "CONSULT", "summit": "CONSULT", "visit": "CONSULT", "trip": "CONSULT", "talk": "CONSULT", "call": "CONSULT", "conversation": "CONSULT", "negotiation": "CONSULT", "consultation": "CONSULT",
	"dialogue": "CONSULT", "encounter": "CONSULT", "meet": "CONSULT", "speak": "CONSULT", "negotiate": "CONSULT", "host": "CONSULT", "receive": "CONSULT", "travel": "CONSULT",
	"attack": "ASSAULT", "strike": "ASSAULT", "airstrike": "ASSAULT", "raid": "ASSAULT", "bombing": "ASSAULT", "assault": "ASSAULT", "offensive": "ASSAULT", "bomb": "ASSAULT", "shell": "ASSAULT", "invade": "ASSAULT",
	"agreement": "AGREE", "deal": "AGREE", "agree": "AGREE", "sign": "AGREE", "sanctions": "SANCTION", "sanction": "SANCTION", "expulsion": "SANCTION", "expel": "SANCTION",
}

// count answers a claim that something was done for the so-manieth time. Whether
// there were others before is never told by silence: only events that are known
// can speak for the number (so many before) or against it (more before).
func (c *Checker) count(f *record.Finding, published string) {
	k := &f.Claim
	f.Verdict = record.NotCovered
	who := c.name(k.State)
	if k.Other != "" {
		who += " and " + c.name(k.Other)
	}
	over := "at any time"
	first := ""
	if k.Within != nil {
		first = k.Within.First
		over = span(k.Within.First, k.Within.Last)
	}
	ask := fmt.Sprintf("No table counts this. It is borne out by %s (“%s”) of %s %s; that none is at hand proves nothing.", earlier(k.Number-1), k.Counted, who, over)
	if k.Number == 1 {
		ask = fmt.Sprintf("No table counts this. One earlier case (“%s”) of %s %s would make it wrong; that none is at hand proves nothing.", k.Counted, who, over)
	}
	typ := countedTypes[k.Counted]
	doc := parseDay(published)
	if c.events == nil || typ == "" || k.Other == "" || !doc.Known() {
		f.Text = ask
		return
	}
	// What is told of is itself in the news of these days; earlier ones lie before them.
	until := whole(doc, false).AddDate(0, 0, -lately).Format("2006-01-02")
	var before []Event
	for _, e := range c.events.Between(k.State, k.Other, first, until) {
		if e.Type == typ && (len(before) == 0 || e.First > before[len(before)-1].Last) { // two on one day may be one
			before = append(before, e)
		}
	}
	for _, e := range before {
		f.Grounds = append(f.Grounds, record.Ground{Row: e.Row, Says: e.Says})
	}
	from, to := c.events.Days()
	known := fmt.Sprintf("the events at hand, from %s to %s, have %d earlier between %s %s", from, to, len(before), who, over)
	switch {
	case len(before) >= k.Number:
		f.Verdict, f.Text = record.Mixed, fmt.Sprintf("Called the %s %s, but %s; whether each is one of what is counted needs a look.", ordinal(k.Number), k.Counted, known)
	case len(before) == k.Number-1 && k.Number > 1:
		f.Verdict, f.Text = record.Supported, sentence(known)+", as the number says."
	default:
		f.Text = sentence(known) + ". " + ask
	}
}

// earlier words a number of earlier cases.
func earlier(n int) string {
	if n == 1 {
		return "one earlier case"
	}
	return fmt.Sprintf("%d earlier cases", n)
}

// lately is how many days before a report lie the events that it may be about.
const lately = 10

// best holds a record in trade against the shares of the table. These are parts of
// a state's exports or imports and not money: they bear a record out or stand
// beside it, and refute none.
func (c *Checker) best(f *record.Finding, published string) {
	k := &f.Claim
	f.Verdict = record.NotCovered
	if k.Counted != "trade" && k.Counted != "export" && k.Counted != "import" {
		f.Text = fmt.Sprintf("No table has figures on %s's %s.", c.name(k.State), k.Counted)
		return
	}
	if k.Other == "" {
		f.Text = fmt.Sprintf("The tables have what part partners have in %s's trade, and no sums of it.", c.name(k.State))
		for _, flow := range [...]string{"export", "import"} {
			if k.Flow != "" && k.Flow != flow {
				continue
			}
			_, list := latest(c.pack.Partners(k.State, flow), int(parseDay(published).Year))
			if len(list) > 0 && list[0].Rank == 1 {
				f.Grounds = append(f.Grounds, c.tradeGround(&list[0], k.State, flow))
			}
		}
		return
	}
	type side struct{ state, other, flow string }
	sides := []side{{k.State, k.Other, "export"}, {k.State, k.Other, "import"}, {k.Other, k.State, "export"}, {k.Other, k.State, "import"}}
	switch k.Flow { // Germany's exports to Poland are Poland's imports from Germany
	case "export":
		sides = []side{sides[0], sides[3]}
	case "import":
		sides = []side{sides[1], sides[2]}
	}
	var says []string
	so, not := 0, 0
	for _, s := range sides {
		at, peak, grounds := c.extremeOf(s.state, s.other, s.flow, k, published)
		if at.Year == 0 {
			continue
		}
		f.Grounds = append(f.Grounds, grounds...)
		say := fmt.Sprintf("%s's part in %s's %ss was %.3g %% in %d", c.name(s.other), c.name(s.state), s.flow, at.Share, at.Year)
		if peak.Year == at.Year {
			so++
			says = append(says, fmt.Sprintf("%s, the %s since %d", say, k.Change, at.Since))
		} else {
			not++
			says = append(says, fmt.Sprintf("%s, after %.3g %% in %d", say, peak.Share, peak.Year))
		}
	}
	const caveat = "the tables have shares and no money"
	switch {
	case so+not == 0:
		f.Text = fmt.Sprintf("The tables have no figures on trade of %s and %s near that time to compare.", c.name(k.State), c.name(k.Other))
	case not == 0:
		f.Verdict, f.Text = record.Supported, sentence(strings.Join(says, "; "))+" ("+caveat+")."
	default:
		f.Verdict, f.Text = record.Mixed, sentence(strings.Join(says, "; "))+"; "+caveat+", so that a record may be one all the same."
	}
}

// A shareAt is the share of one year.
type shareAt struct {
	Year  int // 0 unknown
	Share float64
	Since int // first year that it was compared with
}

// extremeOf is the last share before the report and the one at the claimed end over
// the claim's years. A year in which the partner is not listed counts with the
// largest share it can have had then. Zero where figures are missing or too old.
func (c *Checker) extremeOf(state, other, flow string, k *record.Claim, published string) (at, peak shareAt, grounds []record.Ground) {
	list := c.pack.Partners(state, flow)
	doc := int(parseDay(published).Year)
	from := firstYear(k)
	bare := record.Claim{Other: other, Rank: 1}
	var years []int
	for _, y := range yearsOf(list) {
		if y >= from && (doc == 0 || y <= doc) {
			years = append(years, y)
		}
	}
	if len(years) < leastYears || doc != 0 && doc-years[len(years)-1] > recent {
		return at, peak, nil
	}
	ground := func(y int) {
		for _, p := range list {
			if p.Year == y && p.Partner == other {
				grounds = append(grounds, c.tradeGround(&p, state, flow))
			}
		}
	}
	for _, y := range years {
		_, of := latest(list, y)
		rank, _, share := place(of, &bare)
		at = shareAt{y, share, years[0]}
		if rank == 0 {
			at.Year = 0
		}
		if peak.Year == 0 || k.Change == "highest" && share >= peak.Share || k.Change == "lowest" && rank != 0 && share <= peak.Share {
			peak = shareAt{y, share, years[0]}
		}
	}
	if ground(at.Year); peak.Year != at.Year {
		ground(peak.Year)
	}
	return at, peak, grounds
}

// leastYears is how many years of figures make a record one.
const leastYears = 4

// firstYear is the first year over which a record is claimed, 0 for ever.
func firstYear(k *record.Claim) int {
	if k.Within == nil {
		return 0
	}
	return int(parseDay(k.Within.First).Year)
}
