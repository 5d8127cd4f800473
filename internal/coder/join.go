package coder

import (
	"entente/internal/coding/event"
	"entente/internal/record"
)

// How mentions of one event within a document become one record. Two mentions
// join when they are of one kind, when nothing they say of actors, place and
// day conflicts, and when both are put forward as having happened (or neither
// is). A definite noun without actors ("the meeting", "the Qingdao talks")
// joins the last record of its kind.

// recall is how many drafts back an event can be told again. No article tells
// of so many; a text that does is a collection, in which the same words many
// pages on are another story. It keeps the work in step with the length.
const recall = 400

// retells finds the draft that frame f mentions again; -1 when it is news.
func (b *binding) retells(d *draft, f *event.Frame, bare bool, fact record.Factuality) int32 {
	for i := len(b.drafts) - 1; i >= max(0, len(b.drafts)-recall); i-- {
		o := &b.drafts[i]
		if !b.sameKind(o, d, f) {
			continue
		}
		if bare {
			if o.asserted || fact.Hypothetical || fact.Future {
				return int32(i)
			}
			continue
		}
		// A definite noun presupposes its event, whatever is then said of it.
		if o.asserted != d.asserted && !(f.Definite && o.asserted) {
			continue
		}
		if b.sameActors(o, f) && !b.conflict(o, f, fact) {
			return int32(i)
		}
	}
	return -1
}

func (b *binding) sameKind(o, d *draft, f *event.Frame) bool {
	if o.rec.Act == f.Act {
		return true
	}
	if o.act.Within(d.act) || d.act.Within(o.act) {
		return true
	}
	// Visits, talks and meetings are one another's names, and a definite noun
	// takes up whatever was of its type; two deeds of one type ("expelled
	// diplomats and closed a consulate") stay two.
	return o.typ != "" && o.typ == d.typ && (o.typ == "CONSULT" || f.Definite)
}

// sameActors reports whether f's actors are among the draft's, in the same
// roles, or in either for acts that go both ways.
func (b *binding) sameActors(o *draft, f *event.Frame) bool {
	both := o.rec.Symmetric || f.Symmetric || o.typ == "CONSULT"
	hit := false
	check := func(list []int32, first, second []record.Actor) bool {
		for _, a := range list {
			w := &b.out.Actors[a]
			switch {
			case anySame(first, w):
				hit = true
			case both && anySame(second, w):
				hit = true
			case vague(w) || len(first) == 0 && !both:
			default:
				return false
			}
		}
		return true
	}
	if !check(f.Source, o.rec.Source, o.rec.Target) || !check(f.Target, o.rec.Target, o.rec.Source) {
		return false
	}
	if len(o.rec.Source) > 0 && len(o.rec.Target) > 0 && (len(f.Source) == 0 || len(f.Target) == 0) {
		// Half of the pair is enough only for a mention that points back.
		return hit && (f.Definite || both)
	}
	return hit
}

func anySame(list []record.Actor, w *record.Actor) bool {
	for i := range list {
		if list[i].Entity == w.Entity {
			return true
		}
		if w.Country != "" && list[i].Country == w.Country && alikeSectors(&list[i], w) {
			return true
		}
	}
	return false
}

// alikeSectors: a state and its government's people stand for one another; a
// state and its protesters do not.
func alikeSectors(a, b *record.Actor) bool {
	return official(a) && official(b) || len(a.Sectors) > 0 && len(b.Sectors) > 0 && a.Sectors[0] == b.Sectors[0] && a.Kind != record.Group && b.Kind != record.Group
}

func official(a *record.Actor) bool {
	if len(a.Sectors) == 0 {
		return a.Kind == record.State
	}
	switch a.Sectors[0] {
	case "GOV", "MIL":
		return true
	}
	return false
}

// vague actors cannot tell two events apart: unresolved pronouns and nouns.
func vague(w *record.Actor) bool {
	return w.Country == "" && (w.Kind == record.Pronoun || w.Kind == record.Coalition)
}

// conflict reports whether f's place or day rules out that it is the draft's.
func (b *binding) conflict(o *draft, f *event.Frame, fact record.Factuality) bool {
	at := b.circumstances(f, fact)
	if p := at.place; precise(p) && precise(o.rec.Place) &&
		p.GeoNamesID != o.rec.Place.GeoNamesID {
		return true
	}
	d := &at.date
	if d.Text != "" && o.rec.Date.Text != "" && d.Start != "" && o.rec.Date.Start != "" {
		return d.End < o.rec.Date.Start || o.rec.Date.End < d.Start
	}
	return false
}

// join adds f as further evidence of the draft and lets it fill what is open.
func (b *binding) join(o *draft, f *event.Frame, fact record.Factuality) {
	r := &o.rec
	e := b.evidence(f)
	r.Evidence = append(r.Evidence, e)
	r.Rules = append(r.Rules, record.Why{Rule: "same event told again", Detail: b.doc.Tokens[f.Trigger].Form, Span: e.Trigger})
	if b.c.book.Within(f.Act, r.Act) && f.Act != r.Act {
		r.Act, o.act = f.Act, b.c.book.Act(f.Act)
	}
	if len(r.Source) == 0 && len(r.Target) > 0 {
		r.Source = b.others(f.Source, r.Target)
	}
	if len(r.Target) == 0 && len(r.Source) > 0 {
		r.Target = b.others(f.Target, r.Source)
		r.Symmetric = r.Symmetric || f.Symmetric
	}
	if r.Place == nil {
		r.Place = b.circumstances(f, fact).place
	}
	if r.Date.Text == "" {
		if d := &b.circumstances(f, fact).date; d.Text != "" {
			r.Date = *d
			b.background(r)
		}
	}
}

func (b *binding) others(list []int32, not []record.Actor) []record.Actor {
	var out []record.Actor
	for _, a := range list {
		if w := &b.out.Actors[a]; !anySame(not, w) {
			out = append(out, *w)
		}
	}
	return out
}

// precise reports a place small enough that another one rules it out.
func precise(p *record.Place) bool {
	return p != nil && (p.Resolution == "city" || p.Resolution == "point")
}
