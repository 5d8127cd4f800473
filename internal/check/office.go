package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// single are the offices that one person holds at a time: only of these does
// another holder refute a claim.
var single = map[string]bool{"head of state": true, "head of government": true, "minister of foreign affairs": true, "minister of defence": true, "minister of finance": true,
	"minister of the interior": true, "secretary-general of the United Nations": true, "secretary-general of NATO": true, "president of the European Commission": true,
	"president of the European Council": true}

// top are offices that wordings confuse: a president may head the state or the
// government, a monarch or a leader stand above both.
var top = []string{"head of state", "head of government", "monarch", "president", "supreme leader", "party leader"}

// office checks that a person holds, or held, an office.
func (c *Checker) office(f *record.Finding, published string) {
	k := &f.Claim
	days := c.days(k, published)
	what := fmt.Sprintf("%s of %s", k.Office, c.name(k.State))
	if s := c.t.State(k.State); s == nil {
		what = k.Office
	}
	// The person: rows of this office, then rows of any office of the state that
	// wordings confuse with it.
	mine, close, others := c.spells(k)
	former := k.Status == "former" || k.Status == "then" || k.Status == "outgoing" || k.Status == "was" && len(k.Days) != 1 // of which days it was is not said
	if v := c.vacancy(k, days); v != nil && !former && k.Status != "designate" {
		f.Verdict, f.Grounds = record.Vacant, append(f.Grounds, *v)
		f.Text = fmt.Sprintf("The office of %s was vacant on %s.", what, days)
		if len(mine) > 0 {
			f.Text = fmt.Sprintf("The office of %s was vacant on %s; %s held it %s.", what, days, mine[0].Person, spellDays(mine))
		}
		return
	}
	for _, h := range mine {
		f.Grounds = append(f.Grounds, ground(h))
	}
	if len(mine) > 0 {
		switch {
		case !days.known():
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s was %s %s; the report gives no date.", mine[0].Person, what, spellDays(mine))
			if open := last(mine); !open.To.Known() {
				f.Text = fmt.Sprintf("%s is %s %s; the report gives no date.", open.Person, what, spellDays(mine))
			}
		case holdsAt(mine, days) || former && startedBefore(mine, days):
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s was %s %s.", mine[0].Person, what, spellDays(mine))
		case mayHold(mine, days):
			f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("%s was %s when the table last knew (%s).", mine[0].Person, what, day(last(mine).Seen))
		case (k.Status == "designate" || k.Status == "new") && startsSoon(mine, days):
			f.Verdict, f.Text = record.Supported, fmt.Sprintf("%s was %s %s.", mine[0].Person, what, spellDays(mine))
		default:
			c.notThen(f, mine, days, what)
		}
		return
	}
	if h := c.elsewhere(k, days); h != nil {
		f.Verdict = record.NotCovered
		f.Grounds = append(f.Grounds, ground(h))
		f.Text = fmt.Sprintf("The tables know %s as %s of %s, not as %s; the two may be one office under two names.", h.Person, h.Office, c.name(h.Code), what)
		return
	}
	if len(close) > 0 {
		f.Verdict, f.Suggest = record.NotCovered, close[0].Person
		f.Grounds = append(f.Grounds, ground(close[0]))
		f.Text = fmt.Sprintf("No %s of this name is in the tables; %s was %s, one letter off.", what, close[0].Person, spellDays(close[:1]))
		return
	}
	c.nobody(f, others, days, what, former)
}

// notThen is the verdict on somebody who held the office on other days.
func (c *Checker) notThen(f *record.Finding, mine []*reference.Holder, days dayRange, what string) {
	k := &f.Claim
	held := fmt.Sprintf("%s was %s %s", mine[0].Person, what, spellDays(mine))
	now := c.holders(k, days)
	switch {
	case endsAfter(mine, days) && startsSoon(mine, days): // no report knows who comes: the day of the table is late
		f.Verdict = record.NotCovered
		f.Text = fmt.Sprintf("%s; sources differ on when that began.", held)
	case justLeft(mine, days):
		f.Verdict = record.NotCovered
		f.Text = fmt.Sprintf("%s; reports look back on those who have just left.", held)
	case longGone(mine, days): // nobody takes a holder of so long ago for today's: the report tells of that time
		f.Verdict = record.NotCovered
		f.Text = fmt.Sprintf("%s; a report names somebody of so long ago as of that time.", held)
	case len(now) > 0 && trusted(now[0]) && trusted(mine[0]) && single[k.Office]:
		f.Verdict, f.Suggest = record.Stale, now[0].Person
		f.Grounds = append(f.Grounds, ground(now[0]))
		f.Text = fmt.Sprintf("%s; on %s it was %s.", held, days, now[0].Person)
		if endsAfter(mine, days) { // not yet
			f.Verdict = record.Refuted
		}
	default:
		f.Verdict = record.NotCovered
		f.Text = fmt.Sprintf("%s; the tables do not know who was on %s.", held, days)
	}
}

// nobody is the verdict on a name that no row of the office has.
func (c *Checker) nobody(f *record.Finding, others []*reference.Holder, days dayRange, what string, former bool) {
	k := &f.Claim
	never := fmt.Sprintf("%s never was %s in the tables", k.Person, what)
	now := c.holders(k, days)
	if !days.known() { // whoever holds it as far as the table reaches
		for _, h := range others {
			if !h.To.Known() {
				now = append(now, h)
			}
		}
	}
	for _, h := range now {
		f.Grounds = append(f.Grounds, ground(h))
	}
	switch {
	case len(others) == 0:
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("The tables have no holder of the office of %s.", what)
	case !single[k.Office] || len(now) == 0 || !trusted(now[0]) || former || k.Status == "acting" || k.Status == "designate" || k.Status == "new":
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("%s; they do not know every holder.", never)
		if len(now) > 0 {
			f.Text = fmt.Sprintf("%s; they name %s.", never, now[0].Person)
		}
	case !days.known() && !reaches(others):
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("%s; the report gives no date, and the tables do not reach back %d years without a gap.", never, farBack)
	case !days.known() && k.Around != nil && before(parseDay(k.Around.First), first(others).From):
		f.Verdict, f.Text = record.NotCovered, fmt.Sprintf("%s; the report gives no date and tells of days before %s, where they begin.", never, day(first(others).From))
	case akin(k.Person, now):
		f.Verdict, f.Suggest = record.NotCovered, now[0].Person
		f.Text = fmt.Sprintf("%s; they name %s, who has the same family name.", never, now[0].Person)
	default:
		f.Verdict, f.Suggest = record.Refuted, now[0].Person
		f.Text = fmt.Sprintf("The report gives no date; %s, on whatever day since %s; it is %s, %s.", never, day(first(others).From), now[0].Person, spellDays(now[:1]))
		if days.known() {
			f.Text = fmt.Sprintf("%s; on %s it was %s, %s.", never, days, now[0].Person, spellDays(now[:1]))
		}
	}
}

// farBack is how many years the rows of an office must go back for a report
// without a date to be held against all of them; wideGap is the longest time
// between two holders that is no gap.
const (
	farBack = 20
	wideGap = 120 * 24 * time.Hour
)

// reaches reports whether the rows of an office, all holders', follow each other
// without a gap over the last farBack years that they know: a name that no row
// has then is no holder's of a report of these years.
func reaches(rows []*reference.Holder) bool {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b *reference.Holder) int { return whole(b.From, false).Compare(whole(a.From, false)) }) // latest first
	var until, since time.Time
	for _, h := range rows {
		if !h.From.Known() {
			continue
		}
		to := h.To
		if !to.Known() {
			to = h.Seen
		}
		if !to.Known() {
			return false
		}
		end := whole(to, true)
		if until.IsZero() {
			until, since = end, whole(h.From, false)
			continue
		}
		if since.Sub(end) > wideGap {
			break
		}
		if from := whole(h.From, false); from.Before(since) {
			since = from
		}
	}
	return !until.IsZero() && !since.AddDate(farBack, 0, 0).After(until)
}

// first is the row that begins first.
func first(rows []*reference.Holder) *reference.Holder {
	out := rows[0]
	for _, h := range rows[1:] {
		if h.From.Known() && (!out.From.Known() || before(h.From, out.From)) {
			out = h
		}
	}
	return out
}

// spells sorts the rows of a claim's office into those of the person, those one
// letter off, and those of others.
func (c *Checker) spells(k *record.Claim) (mine, close, others []*reference.Holder) {
	for _, office := range sameOffices(k.Office) {
		for _, i := range c.t.HoldersOf(k.State, office) {
			h := &c.t.Holders[i]
			switch l := alike(k.Person, h); {
			case l == sameName:
				mine = append(mine, h)
			case office != k.Office:
			case l == near:
				close = append(close, h)
				others = append(others, h)
			default:
				others = append(others, h)
			}
		}
	}
	return mine, close, others
}

// sameOffices are the offices that a wording may mean.
func sameOffices(office string) []string {
	out := []string{office}
	if slices.Contains(top, office) {
		for _, o := range top {
			if o != office {
				out = append(out, o)
			}
		}
	}
	return out
}

// elsewhere is a row of the person in another office of the same state at that
// time: titles are worded in more than one way.
func (c *Checker) elsewhere(k *record.Claim, days dayRange) *reference.Holder {
	for i := range c.t.Holders {
		h := &c.t.Holders[i]
		if h.Code == k.State && h.Office != k.Office && alike(k.Person, h) == sameName && (!days.known() || days.within(h, 366)) {
			return h
		}
	}
	return nil
}

// holders are those whom a row knows to hold the office on one of the days.
func (c *Checker) holders(k *record.Claim, days dayRange) (out []*reference.Holder) {
	for _, i := range c.t.HoldersOf(k.State, k.Office) {
		if h := &c.t.Holders[i]; days.known() && known(h, days) {
			out = append(out, h)
		}
	}
	return out
}

// known reports whether a row is sure to hold on the day: an open end counts as
// far as its source has looked, and of a day that is only a year, the part that is
// sure.
func known(h *reference.Holder, d dayRange) bool {
	to := h.To
	if !to.Known() {
		to = h.Seen
	}
	return to.Known() && (!h.From.Known() || !whole(d.first, false).Before(whole(h.From, true))) && !whole(d.last, true).After(whole(to, false))
}

// trusted reports whether a row names a public source: what we wrote from memory
// may bear a claim out and refutes none.
func trusted(h *reference.Holder) bool {
	for _, s := range strings.Split(h.Source, ";") {
		if s = strings.TrimSpace(s); s != "" && s != "Entente" {
			return true
		}
	}
	return false
}

// akin reports whether a name may be another form of a holder's: the same family
// name, and a given name that begins alike.
func akin(person string, now []*reference.Holder) bool {
	for _, h := range now {
		if l := alike(person, h); l > surname || l == surname && initials(person, h) || oneOf(person, h) {
			return true
		}
	}
	return false
}

// oneOf reports whether a name of one word is any word of the holder's: which of a
// person's names stands alone differs from language to language.
func oneOf(person string, h *reference.Holder) bool {
	w := letters(person)
	if len(w) != 1 || len(w[0]) < 2 {
		return false
	}
	for _, name := range append([]string{h.Person}, h.Aliases...) {
		if slices.Contains(letters(name), w[0]) {
			return true
		}
	}
	return false
}

// initials reports whether a word of the name, the family name aside, begins as
// one of the holder's names does.
func initials(person string, h *reference.Holder) bool {
	family := letters(h.Surname)
	for _, name := range append([]string{h.Person}, h.Aliases...) {
		for _, x := range letters(name) {
			for _, y := range letters(person) {
				if !slices.Contains(family, x) && !slices.Contains(family, y) && x[0] == y[0] {
					return true
				}
			}
		}
	}
	return len(letters(person)) == 1
}

// vacancy is the row that says the office was empty on the day.
func (c *Checker) vacancy(k *record.Claim, d dayRange) *record.Ground {
	if !d.known() {
		return nil
	}
	for _, v := range c.pack.Vacancies(k.State, k.Office) {
		if v.Acting == "" && reference.Covers(v.From, v.To, d.first) && reference.Covers(v.From, v.To, d.last) {
			return &record.Ground{Row: v.Row, Says: fmt.Sprintf("%s of %s vacant %s", k.Office, c.name(k.State), span(day0(v.From), day0(v.To))), Source: v.Source}
		}
	}
	return nil
}

func ground(h *reference.Holder) record.Ground {
	return record.Ground{Row: h.Row, Says: fmt.Sprintf("%s, %s, %s", h.Person, h.Office, spellDays([]*reference.Holder{h})), Source: h.Source, AsOf: day(h.Seen)}
}

func last(hs []*reference.Holder) *reference.Holder {
	out := hs[0]
	for _, h := range hs[1:] {
		if before(out.From, h.From) {
			out = h
		}
	}
	return out
}

// spellDays words the days of spells: "from 2012-11-06 to 2024-05-12".
func spellDays(hs []*reference.Holder) string {
	var parts []string
	for _, h := range hs {
		s := ""
		if h.From.Known() {
			s = "from " + day(h.From)
		}
		if h.To.Known() {
			s += " to " + day(h.To)
		} else if h.Seen.Known() {
			s += " to at least " + day(h.Seen)
		}
		parts = append(parts, strings.TrimSpace(s))
	}
	return strings.Join(parts, " and ")
}

func day(d text.Date) string {
	switch {
	case d.Day != 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// day0 is day, "" for an unknown one.
func day0(d text.Date) string {
	if !d.Known() {
		return ""
	}
	return day(d)
}
