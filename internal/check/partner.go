package check

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// recent is for how many years before a report its "largest partner" may have been
// the largest: figures come late, and writers quote older ones.
const recent = 2

// tooOld is for how many years after the last figures these say something.
const tooOld = 6

// A standing is where a state stands among the partners of another in one flow.
type standing int

const (
	unknown standing = iota
	asClaimed
	wasClaimed // so in an earlier year, and clearly no longer
	nearClaimed
	farFromClaimed // no other count of the same trade could put it there
)

// partner checks who is whose largest trade partner. The tables have exports and
// imports and no sum of both, cover the larger partners alone, and come from one
// source where others count re-exports otherwise. So a rank is refuted only where
// the claimed partner has at most half of the share of whoever holds the rank (or
// twice as much, as the first), in each year that the report can speak of. Of
// exports and imports together that is safe as well: if A leads in the one, B in
// the other, and C has at most half of either, then C's sum is at most that of the
// larger of A and B.
func (c *Checker) partner(f *record.Finding, published string) {
	k := &f.Claim
	flows := []string{"export", "import"}
	if k.Flow != "" {
		flows = []string{k.Flow}
	}
	years := c.tradeYears(k, published)
	var says []string
	var count [farFromClaimed + 1]int
	for _, flow := range flows {
		best, say := unknown, ""
		var grounds []record.Ground
		for _, year := range years {
			st, sy, gs := c.stands(k, flow, year)
			if st != unknown && (best == unknown || st < best) {
				best, say, grounds = st, sy, gs
			}
		}
		count[best]++
		if best != unknown {
			says = append(says, say)
			f.Grounds = append(f.Grounds, grounds...)
		}
	}
	what := fmt.Sprintf("Among %s's partners %s is %s", c.name(k.State), c.name(k.Other), strings.Join(says, " and "))
	known := len(flows) - count[unknown]
	clear := count[wasClaimed] + count[farFromClaimed]
	switch {
	case known == 0:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no figures on %s's trade near that time.", c.name(k.State))
	case count[asClaimed] == known:
		f.Verdict, f.Text = record.Supported, what+"."
	case clear == len(flows) && k.Status == "was":
		f.Verdict, f.Text = record.NotCovered, what+"; the report does not say when it was."
	case clear == len(flows) && count[wasClaimed] > 0:
		f.Verdict, f.Text = record.Stale, what+"."
	case clear == len(flows):
		f.Verdict, f.Text = record.Refuted, what+"."
	case count[asClaimed] > 0 || len(flows) == 1:
		f.Verdict, f.Text = record.Mixed, what+"."
	default:
		f.Verdict, f.Text = record.Mixed, what+"; the tables have no sum of exports and imports."
	}
}

// tradeYears are the years that a claim can be about: that of the report, and
// those that its sentence names. 0 stands for the last of the tables.
func (c *Checker) tradeYears(k *record.Claim, published string) []int {
	doc := int(parseDay(published).Year)
	years := []int{doc}
	for _, s := range k.Days {
		if y := int(parseDay(s.First).Year); y != 0 && y != doc && (doc == 0 || y < doc) {
			years = append(years, y)
		}
	}
	if k.Status == "was" && len(years) > 1 {
		years = years[1:]
	}
	return years
}

// stands is where the claimed partner stands in one flow for a report of year.
func (c *Checker) stands(k *record.Claim, flow string, year int) (standing, string, []record.Ground) {
	all := c.pack.Partners(k.State, flow)
	last, list := latest(all, year)
	if len(list) == 0 || year != 0 && year-last > tooOld || !c.comparable(k.Other) {
		return unknown, "", nil
	}
	rank, holder, bound := place(list, k)
	say := fmt.Sprintf("not among the first %d in %ss of %d", len(list), flow, last)
	if len(list) == 1 {
		say = fmt.Sprintf("not the one partner listed in %ss of %d", flow, last)
	}
	var grounds []record.Ground
	for i := range list {
		if p := &list[i]; p.Partner == k.Other {
			say = fmt.Sprintf("%s in %ss of %d (%.3g %%)", ordinal(p.Rank), flow, last, p.Share)
			grounds = append(grounds, c.tradeGround(p, k.State, flow))
		}
	}
	if rank == k.Rank {
		return asClaimed, say, grounds
	}
	if holder == nil {
		return nearClaimed, say, grounds
	}
	say += fmt.Sprintf(", where %s is %s (%.3g %%)", c.name(holder.Partner), ordinal(k.Rank), holder.Share)
	grounds = append(grounds, c.tradeGround(holder, k.State, flow))
	if !beyond(rank, k.Rank, bound, holder.Share) {
		return nearClaimed, say, grounds
	}
	was := 0
	for _, y := range yearsOf(all) {
		if year != 0 && y > year+1 || y == last {
			continue
		}
		near, list := latest(all, y)
		rank, holder, bound := place(list, k)
		switch in := last-near <= recent; {
		case in && (holder == nil || !beyond(rank, k.Rank, bound, holder.Share)):
			return nearClaimed, say, grounds
		case rank == k.Rank:
			was = near
		}
	}
	if was != 0 {
		return wasClaimed, fmt.Sprintf("%s; it was %s in %d", say, ordinal(k.Rank), was), grounds
	}
	return farFromClaimed, say, grounds
}

// place is the rank of the claimed partner in one year's list (0: not listed), who
// holds the rank that is claimed, and the share of the former: at most so much, where it is
// not listed.
func place(list []reference.Partner, k *record.Claim) (rank int, holder *reference.Partner, bound float64) {
	sum, least := 0.0, 100.0
	for i := range list {
		p := &list[i]
		sum, least = sum+p.Share, min(least, p.Share)
		if p.Partner == k.Other {
			rank, bound = p.Rank, p.Share
		}
		if p.Rank == k.Rank {
			holder = p
		}
	}
	if rank == 0 {
		bound = min(least, 100-sum)
	}
	return rank, holder, bound
}

// beyond reports whether shares lie so far apart that no other count of the same
// trade could give the claimed rank.
func beyond(rank, claimed int, share, holder float64) bool {
	if rank != 0 && rank < claimed {
		return rank == 1 && share >= 2*holder
	}
	return share <= holder/2
}

// comparable reports whether the source ranks the partner at all: it counts
// states, no unions of them.
func (c *Checker) comparable(code string) bool {
	s := c.t.State(code)
	return s != nil
}

// longFirst is for how many data years in a row a partner that is said to be
// emerging must have been the largest to be called stale.
const longFirst = 3

// emerging checks whether somebody said to become the largest partner has long
// been it; nil where that is not so.
func (c *Checker) emerging(k *record.Claim, published string) *record.Finding {
	doc := parseDay(published)
	f := record.Finding{Claim: *k, Verdict: record.Stale}
	var says []string
	for _, flow := range []string{"export", "import"} {
		if k.Flow != "" && k.Flow != flow {
			continue
		}
		list := c.pack.Partners(k.State, flow)
		since, years := 0, 0
		for _, y := range yearsOf(list) {
			if doc.Known() && y > int(doc.Year) {
				break
			}
			p := rankedIn(list, y, k.Rank)
			if p == nil || p.Partner != k.Other {
				since, years = 0, 0
				continue
			}
			if years++; since == 0 {
				since = y
				f.Grounds = append(f.Grounds, c.tradeGround(p, k.State, flow))
			}
		}
		if years >= longFirst {
			says = append(says, fmt.Sprintf("in %ss in every data year since %d", flow, since))
		}
	}
	if len(says) == 0 {
		return nil
	}
	f.Text = fmt.Sprintf("Not new: %s has been %s's %s partner %s.", c.name(k.Other), c.name(k.State), ordinal(k.Rank), strings.Join(says, " and "))
	return &f
}

func ordinal(n int) string {
	switch n {
	case 1:
		return "first"
	case 2:
		return "second"
	case 3:
		return "third"
	}
	return fmt.Sprintf("%dth", n)
}

func (c *Checker) tradeGround(p *reference.Partner, state, flow string) record.Ground {
	return record.Ground{Row: p.Row, Says: fmt.Sprintf("%s, %ss %d: %s is %s, %.3g %%", c.name(state), flow, p.Year, c.name(p.Partner), ordinal(p.Rank), p.Share),
		Source: "CIA World Factbook", AsOf: day(p.Seen)}
}

// latest are the partners of the last data year that is not after year; of the
// last of all where year is 0.
func latest(list []reference.Partner, year int) (int, []reference.Partner) {
	last := 0
	for i := range list {
		if y := list[i].Year; year == 0 || y <= year {
			last = max(last, y)
		}
	}
	var out []reference.Partner
	for i := range list {
		if list[i].Year == last && last != 0 {
			out = append(out, list[i])
		}
	}
	return last, out
}

func yearsOf(list []reference.Partner) (out []int) {
	for i := range list {
		if !slices.Contains(out, list[i].Year) {
			out = append(out, list[i].Year)
		}
	}
	slices.Sort(out)
	return out
}

func rankedIn(list []reference.Partner, year, rank int) *reference.Partner {
	for i := range list {
		if list[i].Year == year && list[i].Rank == rank {
			return &list[i]
		}
	}
	return nil
}
