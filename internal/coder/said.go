package coder

import (
	"entente/internal/coding/event"
	"entente/internal/record"
)

// deeds tells which attributions have the word of a deed for their cue: what is
// done is an event and says nothing.
func (c *Coder) deeds(frames []event.Frame) func(a *record.Attribution) bool {
	at := map[int32]bool{}
	for i := range frames {
		f := &frames[i]
		if c.inWords(f.Act) {
			continue
		}
		at[f.Trigger], at[f.Carrier] = true, true
	}
	return func(a *record.Attribution) bool { return at[a.CueTok] }
}

// inWords reports whether an act is done by saying something.
func (c *Coder) inWords(act string) bool {
	switch c.book.Type(act) {
	case "AGREE", "SUPPORT":
		return !c.book.Within(act, "sign-formal-agreement")
	case "REQUEST", "ACCUSE", "REJECT", "THREATEN":
		return true
	}
	return false
}
