package coder

import (
	"entente/internal/coding/event"
	"entente/internal/coding/role"
	"entente/internal/record"
	"entente/internal/text"
)

// receive gives frames whose recipient the lexicon left open the actor that the
// role model marks as target, where it marks the frame's source as source. The
// model is asked for sentences with such a frame alone. What sources it finds
// beyond those of the lexicon are more often wrong than right, and left.
func (c *Coder) receive(doc *text.Document, who []record.Actor, frames []event.Frame) {
	if c.roles == nil {
		return
	}
	for from, to := 0, 0; from < len(frames); from = to {
		for to = from; to < len(frames) && frames[to].Sentence == frames[from].Sentence; {
			to++
		}
		c.receiveIn(doc, who, frames[from:to])
	}
}

// receiveIn is receive for the frames of one sentence.
func (c *Coder) receiveIn(doc *text.Document, who []record.Actor, frames []event.Frame) {
	open := func(f *event.Frame) bool { return c.lacksTarget(f, frames) }
	var hints []role.Hint
	wanted := false
	for i := range frames {
		f := &frames[i]
		hints = append(hints, role.Hint{Trigger: f.Trigger, Source: f.Source, Target: f.Target, Symmetric: f.Symmetric})
		wanted = wanted || open(f) && anyMayReceive(doc, who, f)
	}
	if !wanted {
		return
	}
	spans := c.roles.Find(doc, frames[0].Sentence, who, hints)
	for i := range frames {
		f := &frames[i]
		if !open(f) || !marked(spans, who, f.Source) {
			continue
		}
		if a := recipient(spans, who, f); a >= 0 {
			f.Target = []int32{a}
			f.Why = append(f.Why, record.Why{Rule: "target from the role model", Detail: who[a].Text, Span: who[a].Span})
		}
	}
}

// lacksTarget reports whether f, one of the frames of its sentence, has a doer and
// nobody it is done to. Who blames, praises or asks in a sentence that tells of
// an attack means its doer, whom the lexicon has looked for: never those whom it
// struck, nor their state.
func (c *Coder) lacksTarget(f *event.Frame, sentence []event.Frame) bool {
	typ := c.book.Type(f.Act)
	switch typ {
	case "ACCUSE", "SUPPORT", "REQUEST":
		for i := range sentence {
			if c.book.Type(sentence[i].Act) == "ASSAULT" {
				return false
			}
		}
	}
	return len(f.Target) == 0 && len(f.Source) > 0 && f.Place < 0 && typ != ""
}

// marked reports whether one of the actors stands in a phrase marked as source.
func marked(spans []role.Span, who []record.Actor, list []int32) bool {
	for _, s := range spans {
		for _, a := range list {
			if s.Role == role.Source && who[a].First < s.Last && s.First < who[a].Last {
				return true
			}
		}
	}
	return false
}

// recipient is the widest actor within the first phrase marked as target that
// may be the recipient of f; -1 where none may.
func recipient(spans []role.Span, who []record.Actor, f *event.Frame) int32 {
	for _, s := range spans {
		if s.Role != role.Target {
			continue
		}
		best := int32(-1)
		for a := range who {
			w := &who[a]
			if w.First >= s.First && w.Last <= s.Last && mayReceive(w, who, f) && (best < 0 || w.Last-w.First > who[best].Last-who[best].First) {
				best = int32(a)
			}
		}
		if best >= 0 {
			return best
		}
	}
	return -1
}

// anyMayReceive reports whether f's sentence has an actor to choose: most that
// lack a target have none, and the model need not be asked.
func anyMayReceive(doc *text.Document, who []record.Actor, f *event.Frame) bool {
	s := &doc.Sentences[f.Sentence]
	for a := range who {
		if w := &who[a]; w.First >= s.First && w.Last <= s.Last && mayReceive(w, who, f) {
			return true
		}
	}
	return false
}

// mayReceive reports whether w is neither a source of f, nor the state of one,
// nor stands before one that is the subject: who does something else.
func mayReceive(w *record.Actor, who []record.Actor, f *event.Frame) bool {
	if w.Kind == record.Pronoun {
		return false
	}
	for _, n := range f.Source {
		x := &who[n]
		if w.First < x.First && x.First < f.Trigger || x.Entity == w.Entity || x.First < w.Last && w.First < x.Last || w.Kind == record.State && x.Country == w.Country {
			return false
		}
	}
	return true
}

// WithRoles is the same coder with another role model; nil is none.
func (c *Coder) WithRoles(f *role.Finder) *Coder {
	other := *c
	other.roles = f
	return &other
}
