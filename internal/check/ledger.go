package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// forecast says whether a forecast is open, that is whether some measure will
// tell on its day, or what it lacks: a measure, a bound or a day.
func (c *Checker) forecast(f *record.Finding, published string) {
	k := &f.Claim
	p := &record.Prediction{Made: published, Claim: *k}
	f.Prediction = p
	ft := record.Foretold{}
	if k.Foretold != nil {
		ft = *k.Foretold
	}
	var lacks []string
	switch {
	case ft.Indicator == "":
		lacks = append(lacks, "no measure: nothing that tables or events count is named")
	case k.State == "", k.Other == "" && ft.Indicator != record.ByOffice:
		lacks = append(lacks, "no bound: it is not said between whom")
	case ft.Direction == "":
		lacks = append(lacks, "no bound: it is not said where it goes")
	}
	switch {
	case ft.Horizon == "":
		lacks = append(lacks, "no horizon: no time is named")
	case ft.Due == "":
		lacks = append(lacks, fmt.Sprintf("no horizon: “%s” has no known last day", ft.Horizon))
	}
	if len(lacks) > 0 {
		p.Reason = strings.Join(lacks, "; ")
		f.Verdict, f.Text = record.NotCheckable, fmt.Sprintf("Unfalsifiable: %s.", p.Reason)
		return
	}
	p.Open = true
	f.Verdict, f.Text = record.Open, fmt.Sprintf("Open: %s; falls due on %s.", c.wording(k), ft.Due)
}

// wording says what is foretold in the terms of its measure.
func (c *Checker) wording(k *record.Claim) string {
	ft, a, b := k.Foretold, c.name(k.State), k.Other
	if s := c.t.State(b); s != nil {
		b = s.Name
	}
	not := ""
	if ft.Denied {
		not = "not "
	}
	flow := "exports and imports"
	if k.Flow != "" {
		flow = k.Flow + "s"
	}
	who := k.Person
	if who == "" {
		who = "whoever held it"
	}
	switch ft.Indicator {
	case record.ByMembership:
		if ft.Direction == record.Out {
			return fmt.Sprintf("membership, %s %sout of %s", a, not, b)
		}
		return fmt.Sprintf("membership, %s %sin %s", a, not, b)
	case record.ByOffice:
		if ft.Direction == record.Out {
			return fmt.Sprintf("office-holding, %s %sout of the office of %s of %s", who, not, k.Office, a)
		}
		return fmt.Sprintf("office-holding, %s %sin the office of %s of %s", who, not, k.Office, a)
	case record.ByRank:
		return fmt.Sprintf("trade, %s %s%s among %s's partners in %s", b, not, ordinal(k.Rank), a, flow)
	case record.ByTrade:
		return fmt.Sprintf("trade, share of %s in %s's %s %s%s", b, a, flow, not, ft.Direction)
	}
	return fmt.Sprintf("%s of %s and %s %s%s", ft.Indicator, a, b, not, ft.Direction)
}

// Enter completes a prediction for a ledger: the document that it stands in and
// its sentence, and an id that is the same whenever the same text is checked.
func Enter(p *record.Prediction, document, sentence string) {
	p.Document, p.Sentence = document, strings.Join(strings.Fields(sentence), " ")
	h := sha256.New()
	for _, s := range []string{p.Document, p.Made, p.Sentence, p.Claim.Text} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	p.ID = hex.EncodeToString(h.Sum(nil)[:10])
}

// Resolve holds an open prediction against the tables as they are now. Verdict
// Open: they do not reach its day; Supported: it came true; Refuted: it did not;
// Mixed: its figures went both ways; NotCovered: no table tells.
func (c *Checker) Resolve(p *record.Prediction) record.Finding {
	f := record.Finding{Claim: p.Claim, Prediction: p}
	k := &p.Claim
	if !p.Open || k.Foretold == nil {
		f.Verdict, f.Text = record.NotCheckable, "Not open: "+p.Reason+"."
		return f
	}
	due := parseDay(k.Foretold.Due)
	switch k.Foretold.Indicator {
	case record.ByMembership:
		c.resolveMember(&f, due)
	case record.ByOffice:
		c.resolveOffice(&f, parseDay(p.Made), due)
	case record.ByRank, record.ByTrade:
		c.resolveTrade(&f, parseDay(p.Made), due)
	case record.ByAgreement:
		c.resolveVotes(&f, parseDay(p.Made), due)
	case record.ByCooperation, record.ByConflict:
		c.resolveEvents(&f, parseDay(p.Made), due)
	default:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("No table has %s.", k.Foretold.Indicator)
	}
	if k.Foretold.Denied {
		switch f.Verdict {
		case record.Supported:
			f.Verdict = record.Refuted
		case record.Refuted:
			f.Verdict = record.Supported
		}
	}
	switch f.Verdict {
	case record.Supported:
		f.Text = "Came true: " + f.Text
	case record.Refuted:
		f.Text = "Did not come true: " + f.Text
	}
	return f
}

// wait is the verdict where the tables end before the day.
func wait(f *record.Finding, table, end string) {
	if end == "" {
		end = "an unknown day"
	}
	f.Verdict, f.Text = record.Open, fmt.Sprintf("Open until %s: the table of %s ends on %s.", f.Claim.Foretold.Due, table, end)
}

func (c *Checker) resolveMember(f *record.Finding, due text.Date) {
	k := &f.Claim
	body, known := c.pack.Body(k.Other)
	if !known || !body.Complete {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no complete list of the members of %s.", k.Other)
		return
	}
	if before(body.AsOf, due) {
		wait(f, "memberships", day0(body.AsOf))
		return
	}
	in := false
	for _, m := range c.pack.Memberships(k.Other) {
		if m.State != k.State {
			continue
		}
		f.Grounds = append(f.Grounds, record.Ground{Row: m.Row, Says: fmt.Sprintf("%s, %s of %s %s", c.name(m.State), m.Status, m.Body, span(day0(m.From), day0(m.To))), Source: m.Source, AsOf: day0(body.AsOf)})
		in = in || m.Member() && reference.Covers(m.From, m.To, due)
	}
	was := "no member"
	if in {
		was = "a member"
	}
	if len(f.Grounds) == 0 {
		f.Grounds = append(f.Grounds, record.Ground{Row: body.Row, Says: "complete list of members of " + k.Other, Source: body.Source, AsOf: day0(body.AsOf)})
	}
	f.Verdict, f.Text = verdictOf(in == (k.Foretold.Direction == record.In)), fmt.Sprintf("on %s %s was %s of %s.", k.Foretold.Due, c.name(k.State), was, k.Other)
}

func verdictOf(so bool) record.Verdict {
	if so {
		return record.Supported
	}
	return record.Refuted
}

func (c *Checker) resolveOffice(f *record.Finding, made, due text.Date) {
	k := &f.Claim
	what := fmt.Sprintf("%s of %s", k.Office, c.name(k.State))
	at := func(d text.Date) *reference.Holder {
		for _, h := range c.holders(k, dayRange{d, d}) {
			if trusted(h) {
				return h
			}
		}
		return nil
	}
	who := k.Person
	if who == "" && made.Known() {
		if h := at(made); h != nil {
			who = h.Person
			f.Grounds = append(f.Grounds, ground(h))
		}
	}
	if who == "" {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables do not know who was %s when this was foretold.", what)
		return
	}
	person := *k
	person.Person = who
	mine, _, _ := c.spells(&person)
	now := at(due)
	if now == nil {
		// A spell of the person that began or ended in time tells as well.
		for _, h := range mine {
			if k.Foretold.Direction == record.In && trusted(h) && h.From.Known() && (!made.Known() || !before(h.From, made)) && !before(due, h.From) {
				now = h
			}
			if k.Foretold.Direction == record.Out && trusted(h) && h.To.Known() && (!made.Known() || !before(h.To, made)) && !before(due, h.To) {
				f.Grounds = append(f.Grounds, ground(h))
				f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s was %s %s.", h.Person, what, spellDays([]*reference.Holder{h}))
				return
			}
		}
	}
	if now == nil {
		wait(f, "office-holders", c.AsOf())
		if !before(parseDay(c.AsOf()), due) {
			f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables do not know who was %s on %s.", what, k.Foretold.Due)
		}
		return
	}
	f.Grounds = append(f.Grounds, ground(now))
	held := slices.Contains(mine, now)
	if !held && alike(who, now) == sameName {
		held = true
	}
	if k.Foretold.Direction == record.In && !held && !single[k.Office] {
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("%s was %s; the office may have more than one holder.", now.Person, what)
		return
	}
	f.Verdict, f.Text = verdictOf(held == (k.Foretold.Direction == record.In)), fmt.Sprintf("on %s %s was %s.", k.Foretold.Due, now.Person, what)
}

// resolveTrade compares the last data year when the forecast was made with the
// year in which it falls due; a rank needs the latter alone.
func (c *Checker) resolveTrade(f *record.Finding, made, due text.Date) {
	k := &f.Claim
	flows := []string{"export", "import"}
	if k.Flow != "" {
		flows = []string{k.Flow}
	}
	up, down, last := 0, 0, 0
	var says []string
	for _, flow := range flows {
		list := c.pack.Partners(k.State, flow)
		for i := range list {
			last = max(last, list[i].Year)
		}
		if k.Foretold.Indicator == record.ByRank {
			p := rankedIn(list, int(due.Year), k.Rank)
			if p == nil {
				continue
			}
			f.Grounds = append(f.Grounds, c.tradeGround(p, k.State, flow))
			says = append(says, fmt.Sprintf("in %ss of %d it was %s (%.3g %%)", flow, p.Year, c.name(p.Partner), p.Share))
			if p.Partner == k.Other {
				up++
			} else {
				down++
			}
			continue
		}
		var from, to *reference.Partner
		for i := range list {
			p := &list[i]
			if p.Partner != k.Other {
				continue
			}
			if made.Known() && p.Year <= int(made.Year) && p.Year < int(due.Year) {
				from = p
			}
			if p.Year == int(due.Year) {
				to = p
			}
		}
		if from == nil || to == nil {
			continue
		}
		f.Grounds = append(f.Grounds, c.tradeGround(from, k.State, flow), c.tradeGround(to, k.State, flow))
		says = append(says, fmt.Sprintf("the share in %ss went from %.3g %% (%d) to %.3g %% (%d)", flow, from.Share, from.Year, to.Share, to.Year))
		switch {
		case to.Share > from.Share:
			up++
		case to.Share < from.Share:
			down++
		}
	}
	if len(says) == 0 {
		wait(f, "trade", fmt.Sprint(last))
		if last >= int(due.Year) || last == 0 {
			f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no figures on %s's trade with %s to compare for %d.", c.name(k.State), c.name(k.Other), due.Year)
		}
		return
	}
	c.went(f, says, up, down)
}

// went is the verdict on figures of which so many rose and fell.
func (c *Checker) went(f *record.Finding, says []string, up, down int) {
	f.Text = strings.Join(says, "; ") + "."
	if f.Claim.Foretold.Direction == record.Down {
		up, down = down, up
	}
	switch {
	case up > 0 && down > 0:
		f.Verdict, f.Text = record.Mixed, sentence(f.Text)
	default:
		f.Verdict = verdictOf(up > 0)
	}
}

func (c *Checker) resolveVotes(f *record.Finding, made, due text.Date) {
	k := &f.Claim
	var from, to *reference.Agreement
	list := c.pack.Agreement(k.State, k.Other)
	last := 0
	for i := range list {
		a := &list[i]
		last = a.Year
		if made.Known() && a.Year <= int(made.Year) && a.Year < int(due.Year) {
			from = a
		}
		if a.Year == int(due.Year) {
			to = a
		}
	}
	if from == nil || to == nil {
		wait(f, "votes", fmt.Sprint(last))
		if last >= int(due.Year) || last == 0 {
			f.Verdict, f.Text = record.NotCovered, "The tables have no two years of votes to compare."
		}
		return
	}
	for _, a := range []*reference.Agreement{from, to} {
		f.Grounds = append(f.Grounds, record.Ground{Row: a.Row, Says: fmt.Sprintf("General Assembly %d: %s and %s voted alike in %.2f", a.Year, c.name(k.State), c.name(k.Other), a.Share), Source: a.Source})
	}
	up, down := 0, 0
	if to.Share > from.Share {
		up++
	} else {
		down++
	}
	c.went(f, []string{fmt.Sprintf("agreement went from %.2f (%d) to %.2f (%d)", from.Share, from.Year, to.Share, to.Year)}, up, down)
}
