package coder

import (
	"slices"
	"sort"
	"time"

	"entente/internal/coding/event"
	"entente/internal/record"
	"entente/internal/text"
)

// up counts the steps from token t to ancestor a; -1 when a is none.
func (b *binding) up(t, a int32) int {
	for n := 0; t >= 0 && n < 40; n++ {
		if t == a {
			return n
		}
		t = b.doc.Tokens[t].Head
	}
	return -1
}

// near is the length of the path from an adjunct (place or time) head to an
// event's trigger or carrier; smaller is closer, -1 is out of reach. An adjunct
// that hangs below the event is nearest; one on the clause around it, next; one
// inside another clause is out of reach.
func (b *binding) near(x int32, f *event.Frame) int {
	for _, anchor := range [3]int32{f.Trigger, f.Carrier, f.Also} {
		if anchor < 0 {
			continue
		}
		if n := b.up(x, anchor); n > 0 && n <= 6 && !b.crossesClause(x, anchor) {
			return n
		}
	}
	// On the same governing verb, or on one above it within the sentence.
	reach := 2
	for c, n := f.Carrier, 8; n < 12; c, n = b.doc.Tokens[c].Head, n+1 {
		h := b.doc.Tokens[c].Head
		if h < 0 {
			break
		}
		if b.doc.Tokens[c].Rel == text.Advcl && b.meanwhile(c) {
			reach = 4
		}
		if m := b.up(x, h); m > 0 && m <= reach && !b.crossesClause(x, h) {
			return n + m
		}
		if b.doc.Tokens[h].Rel == text.Root {
			break
		}
	}
	return -1
}

// crossesClause reports whether the way up from x to anchor leaves a clause
// that has a verb of its own.
func (b *binding) crossesClause(x, anchor int32) bool {
	for t := x; t >= 0 && t != anchor; t = b.doc.Tokens[t].Head {
		if t == x {
			continue
		}
		switch b.doc.Tokens[t].Rel {
		case text.Advcl:
			// "was shot when he spoke in Lima": there, too.
			if !b.meanwhile(t) {
				return true
			}
		case text.AclRelcl, text.Ccomp, text.Parataxis, text.Acl:
			return true
		case text.Conj:
			if b.doc.Tokens[t].UPOS == text.VERB {
				return true
			}
		}
	}
	return false
}

// circumstances are the frame's place and day, worked out once.
func (b *binding) circumstances(f *event.Frame, fact record.Factuality) *circumstances {
	if b.now.frame != f {
		b.now = circumstances{f, b.placeOf(f), b.dateOf(f, fact)}
	}
	return &b.now
}

// placeOf is the event's own place: the nearest locative toponym of its
// sentence, or nil. The document's place is never taken for it.
func (b *binding) placeOf(f *event.Frame) *record.Place {
	s := &b.doc.Sentences[f.Sentence]
	best, bestN := -1, 1000
	from := sort.Search(len(b.out.Places), func(i int) bool { return b.out.Places[i].First >= s.First })
	for i := from; i < len(b.out.Places); i++ {
		p := &b.out.Places[i]
		if p.First >= s.Last {
			break
		}
		if i > from && b.holds(i) {
			continue // "in Qingdao, China": the finer of two that stand together
		}
		if p.Metonym || b.isParty(p, f) || b.speaks(p) || b.elsewhere(p, f) {
			continue
		}
		n := b.near(p.Head, f)
		if n < 0 || b.topicPlace(p.Head, f) {
			continue
		}
		// "in Qingdao, China": the finer of two that stand together.
		if n *= 2; p.Resolution == "country" || p.Resolution == "region" {
			n++
		}
		if n < bestN {
			best, bestN = i, n
		}
	}
	if best < 0 {
		return nil
	}
	p := b.out.Places[best]
	return &p
}

// topicPlace reports a place inside what talks are about, which is not where
// they are held: "discussed tensions in the Gulf", "talks on security in Asia".
func (b *binding) topicPlace(x int32, f *event.Frame) bool {
	if b.c.book.Type(f.Act) != "CONSULT" {
		return false
	}
	for n := 0; x >= 0 && x != f.Trigger && n < 8; n++ {
		tk := &b.doc.Tokens[x]
		if tk.Head == f.Trigger && tk.UPOS != text.PROPN {
			if tk.Rel == text.Obj {
				return n > 0 && b.doc.Tokens[f.Trigger].Lemma == "discuss"
			}
			if tk.Rel == text.Nmod || tk.Rel == text.Obl {
				for c := b.kids[x][0]; c >= 0; c = b.kids[c][1] {
					if w := b.doc.Tokens[c].Lower; b.doc.Tokens[c].Rel == text.Case && n > 0 && (w == "on" || w == "about" || w == "over") {
						return true
					}
				}
			}
		}
		x = tk.Head
	}
	return false
}

// speaks reports whether the toponym is itself the source of a statement:
// "Romania said".
func (b *binding) speaks(p *record.Place) bool {
	for i := range b.out.Attributions {
		if src := b.out.Attributions[i].Source; src == p.Span {
			return true
		}
	}
	return false
}

// isParty reports whether the toponym is itself one of the event's actors.
func (b *binding) isParty(p *record.Place, f *event.Frame) bool {
	for _, list := range [3][]int32{f.Source, f.Target, f.Third} {
		for _, a := range list {
			if w := &b.out.Actors[a]; w.First <= p.Head && p.Head < w.Last && (w.Kind == record.State || b.modifies(p.Head)) {
				return true
			}
		}
	}
	return false
}

// modifies reports whether token t is an adjective or a name before its noun:
// the "Somali" of "Somali soldiers", whatever place bears that name.
func (b *binding) modifies(t int32) bool {
	r := b.doc.Tokens[t].Rel
	return r == text.Amod || r == text.Compound
}

// Days before publication within which an event without a stated day is taken
// to lie, and within which a "recent" one is.
const (
	newsDays   = 2
	recentDays = 14
	pastDays   = 90 // an event dated earlier than this before the document is background
)

// dateOf is when the event took place: its own time expression, else the days
// before publication, else nothing with the reason.
func (b *binding) dateOf(f *event.Frame, fact record.Factuality) record.Date {
	s := &b.doc.Sentences[f.Sentence]
	best, bestN := -1, 1000
	from := sort.Search(len(b.out.Times), func(i int) bool { return b.out.Times[i].First >= s.First })
	for i := from; i < len(b.out.Times); i++ {
		t := &b.out.Times[i]
		if t.First >= s.Last {
			break
		}
		if t.Type != "DATE" && t.Type != "TIME" {
			continue
		}
		n := b.near(b.doc.HeadOf(t.First, t.Last), f)
		if n < 0 || b.ofAnother(t, f) {
			continue
		}
		if fact.Future && b.saidThen(t.First, t.Last, f) {
			continue // "will attack, Romania said on Monday"
		}
		// A year beside a day is the year of something else: "expelled them on
		// Saturday over an explosion in 2014".
		if len(t.Value) == len("2014") {
			n += 3
		}
		if n < bestN {
			best, bestN = i, n
		}
	}
	if best >= 0 {
		t := &b.out.Times[best]
		// What is told as done is not dated after its document: "agreed to meet
		// on Friday" speaks of the meeting.
		ahead := b.doc.Published.Day != 0 && t.Start > day(b.doc.Published, 0) && !fact.Future && !fact.Hypothetical
		if t.Start != "" && !ahead {
			return record.Date{Start: t.Start, End: t.End, Text: t.Text, Span: t.Span}
		}
		if t.Reason != "" && !b.doc.Published.Known() {
			return record.Date{Text: t.Text, Span: t.Span, Reason: t.Reason}
		}
	}
	if !b.doc.Published.Known() {
		return record.Date{Reason: "no document date"}
	}
	if b.doc.Published.Day == 0 {
		return record.Date{Reason: "the document's day is not known"}
	}
	if fact.Future {
		return record.Date{Start: day(b.doc.Published, 0), Reason: "said to come; no day given"}
	}
	if r := b.recent(f.Trigger); r >= 0 {
		return record.Date{Start: day(b.doc.Published, -recentDays), End: day(b.doc.Published, 0), Text: b.doc.Tokens[r].Form,
			Span: record.Span(b.doc.Tokens[r].Span), Reason: "\"recent\" read as the two weeks before publication"}
	}
	return record.Date{Start: day(b.doc.Published, -newsDays), End: day(b.doc.Published, 0), Reason: "no day in the text: the days before publication"}
}

// ofAnother reports whether a year or month says which of several things is meant,
// and not when the event was: "suspended the treaty of 1960". What such a word hangs
// on may be the event itself ("the invasion of 2022").
func (b *binding) ofAnother(t *record.Time, f *event.Frame) bool {
	if len(t.Value) > len("2014-05") || t.First == 0 || b.doc.Tokens[t.First-1].Lower != "of" {
		return false
	}
	h := b.doc.Tokens[b.doc.HeadOf(t.First, t.Last)].Head
	if h < 0 || h == f.Trigger || h == f.Carrier || b.doc.Tokens[h].UPOS != text.NOUN && b.doc.Tokens[h].UPOS != text.PROPN {
		return false
	}
	return !slices.ContainsFunc(b.frames, func(o event.Frame) bool { return o.Trigger == h })
}

// saidThen reports whether the time at [first,last) tells when the deed was
// spoken of, not when it is to come: it hangs on a verb of saying above it. Who
// speaks of his own deeds threatens or promises on that day.
func (b *binding) saidThen(first, last int32, f *event.Frame) bool {
	switch b.c.book.Type(f.Act) {
	case "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST":
	default:
		return false
	}
	x := b.doc.HeadOf(first, last)
	for n := 0; x >= 0 && n < 4; n++ {
		if x == f.Trigger || x == f.Carrier {
			return false
		}
		for i := range b.out.Attributions {
			if a := &b.out.Attributions[i]; a.CueTok == x {
				return a.Actor < 0 || !anySame(b.actors(f.Source), &b.out.Actors[a.Actor])
			}
		}
		x = b.doc.Tokens[x].Head
	}
	return false
}

func (b *binding) recent(t int32) int32 {
	for c := b.kids[t][0]; c >= 0; c = b.kids[c][1] {
		if w := b.doc.Tokens[c].Lower; w == "recent" || w == "recently" || w == "latest" {
			return c
		}
	}
	return -1
}

func day(d text.Date, add int) string {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day)+add, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
}

// longAgo reports whether the event is dated well before its document.
func (b *binding) longAgo(d record.Date) bool {
	p := b.doc.Published
	if !p.Known() || p.Day == 0 || d.End == "" {
		return false
	}
	if d.Text != "" && d.End < day(p, 0) && len(d.Start) == 10 && len(d.End) == 10 && d.Start[:4] == d.End[:4] && d.Start[5:] == "01-01" && d.End[5:] == "12-31" {
		return true // "last year", "in 1997": no longer news
	}
	return d.End < day(p, -pastDays)
}

// background marks a record that is dated long ago. It is asked again when a
// later mention brings the date.
func (b *binding) background(r *record.Record) {
	if r.Date.Start != "" && !r.Factuality.Historical && b.longAgo(r.Date) {
		r.Factuality.Historical = true
		r.Factuality.Why = append(r.Factuality.Why, record.Why{Rule: "dated long before the document", Detail: r.Date.Start, Span: r.Date.Span})
	}
}
