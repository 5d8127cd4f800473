package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Dyad is who does something to whom. Each side is a code as in records
// ("RUS", "IGO") or Any.
type Dyad struct {
	First    string `json:"first"`
	Second   string `json:"second"`
	Directed bool   `json:"directed"` // the first does it to the second; else either to the other
}

// Any stands for every actor.
const Any = "any"

func (d Dyad) String() string {
	if d.Directed {
		return d.First + ">" + d.Second
	}
	return d.First + "-" + d.Second
}

// Kinds of alert.
const (
	Threshold = "threshold" // so many in so many days
	Usual     = "usual"     // so many times what is usual
	Change    = "change"    // the level changed
	Burst     = "burst"     // one step stands out from the level
)

// An Alert says what was seen, what was to be expected, and on what it rests.
type Alert struct {
	ID          string   `json:"id"`             // the same for the same alert, whoever works it out again
	Rule        string   `json:"rule,omitempty"` // name of the user's rule; empty for the watch over all series
	Kind        string   `json:"kind"`
	Dyad        Dyad     `json:"dyad"`
	Measure     string   `json:"measure"`
	Rise        bool     `json:"rise"`
	Step        string   `json:"step"` // first day of the stretch counted
	Days        int      `json:"days"` // and its length
	Seen        int      `json:"seen"` // events in it
	Expected    float64  `json:"expected"`
	Interval    [2]int   `json:"interval"` // 95 % of counts were expected to lie in it
	Probability float64  `json:"probability"`
	Since       string   `json:"since"` // first day of what the alert tells
	Publishers  int      `json:"publishers"`
	Incidents   []string `json:"incidents"` // ids, the newest first, up to MaxIncidents
	Channels    []string `json:"channels,omitempty"`

	// What the incidents tell, in their order, where the caller knows it.
	Evidence []Evidence `json:"evidence,omitempty"`
}

// An Evidence is one incident of an alert, as its fullest report tells it.
type Evidence struct {
	Incident   string   `json:"incident"`
	Day        string   `json:"day"`
	Source     string   `json:"source"` // actors as in records, several parted by commas
	Target     string   `json:"target"`
	Mutual     bool     `json:"mutual,omitempty"` // both do it to each other
	Act        string   `json:"act"`
	Publishers []string `json:"publishers"` // independent ones
	Sentence   string   `json:"sentence"`
}

// MaxIncidents is how many incidents an alert names at most.
const MaxIncidents = 20

// sign gives an alert its id: a hash of what it is about and since when. Counts
// that grow while it holds do not make a new alert of it.
func (a *Alert) sign() {
	sum := sha256.Sum256([]byte(strings.Join([]string{a.Rule, a.Kind, a.Dyad.String(), a.Measure, way(a.Rise), a.Since}, "\x00")))
	a.ID = hex.EncodeToString(sum[:8])
}

func way(rise bool) string {
	if rise {
		return "rise"
	}
	return "fall"
}

// Title says an alert in one line.
func (a *Alert) Title() string {
	var b strings.Builder
	if a.Rule != "" {
		b.WriteString(a.Rule + ": ")
	}
	fmt.Fprintf(&b, "%s %s: %d seen", a.Dyad, a.Measure, a.Seen)
	if a.Days == 1 {
		fmt.Fprintf(&b, " on %s", a.Step)
	} else {
		fmt.Fprintf(&b, " in %d days from %s", a.Days, a.Step)
	}
	fmt.Fprintf(&b, ", %s expected (%d to %d)", number(a.Expected), a.Interval[0], a.Interval[1])
	switch {
	case a.Kind == Change && a.Rise:
		b.WriteString("; the level rose")
	case a.Kind == Change:
		b.WriteString("; the level fell")
	}
	return b.String()
}

// number keeps two digits of small ones.
func number(x float64) string {
	if x >= 10 || x == 0 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.*f", max(0, 1-int(math.Floor(math.Log10(x)))), x)
}

// A Book remembers what was told, so that nothing is told twice and a rule keeps
// its quiet period. It is small and goes into JSON as it is.
type Book struct {
	Sent map[string]string   `json:"sent"` // id of an alert: the day it was told of
	Told map[string][]string `json:"told"` // rule and series: the days it was told of
}

// Admit says whether an alert of a day is to go out, and notes it if so. quiet is
// how many days its rule rests for this series: afterwards, and, since a late
// report can bring up a day that was passed, before as well.
func (b *Book) Admit(a *Alert, today string, quiet int) bool {
	if b.Sent == nil {
		b.Sent, b.Told = map[string]string{}, map[string][]string{}
	}
	if _, ok := b.Sent[a.ID]; ok {
		return false
	}
	kind := a.Kind
	if a.Rule == "" {
		// To the watch a burst is a rise in its first step.
		kind = way(a.Rise)
	}
	// Kept as one word: the keys of a JSON object.
	series := strings.Join([]string{a.Rule, kind, a.Dyad.String(), a.Measure}, "|")
	if quiet > 0 {
		from, to := addDays(today, -quiet), addDays(today, quiet)
		for _, day := range b.Told[series] {
			if from <= day && day <= to {
				return false
			}
		}
		b.Told[series] = append(b.Told[series], today)
	}
	b.Sent[a.ID] = today
	return true
}

// Forget drops what was told of days before one: the Book need not grow for ever.
func (b *Book) Forget(before string) {
	for id, day := range b.Sent {
		if day < before {
			delete(b.Sent, id)
		}
	}
	for s, days := range b.Told {
		days = slices.DeleteFunc(days, func(day string) bool { return day < before })
		if b.Told[s] = days; len(days) == 0 {
			delete(b.Told, s)
		}
	}
}
