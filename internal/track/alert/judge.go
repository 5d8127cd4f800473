package alert

import (
	"cmp"
	"fmt"
	"slices"
)

// A Track is a series by day, as rules are held against it.
type Track struct {
	Dyad  Dyad // of two actors, never Any
	First string
	Days  []Day // without a gap, the last is the day of judging
}

// A Day is one day of a Track.
type Day struct {
	Count      int
	Articles   int      // read of that day, whatever they tell
	Publishers []string // independent ones behind the count
	Incidents  []string // ids
}

// A Lookup brings the tracks that a rule asks for: one for each pair of actors
// that a dyad with Any can mean, of which anything was counted.
type Lookup func(d Dyad, m Measure) ([]Track, error)

// Surely is how probable a change must be for a rule that asks for one, Rarely
// how improbable a count for one that asks for bursts. Least is how many events
// make a rise, whatever is usual: one where nothing was before is no finding.
const (
	Surely = 0.9
	Rarely = 0.001
	Least  = 3
)

// Judge holds rules against their tracks and returns what is to go out, in the
// order of the rules, the largest count first. What went out is noted in book.
func Judge(rules []Rule, look Lookup, book *Book) ([]Alert, error) {
	var out []Alert
	for i := range rules {
		r := &rules[i]
		tracks, err := look(r.Dyad, r.Measure)
		if err != nil {
			return out, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		var mine []Alert
		for k := range tracks {
			a, ok := r.judge(&tracks[k])
			today := addDays(tracks[k].First, len(tracks[k].Days)-1)
			if ok && a.Publishers >= r.Publishers && book.Admit(&a, today, r.Quiet) {
				mine = append(mine, a)
			}
		}
		slices.SortFunc(mine, func(a, b Alert) int {
			return cmp.Or(cmp.Compare(b.Seen, a.Seen), cmp.Compare(a.Dyad.String(), b.Dyad.String()))
		})
		out = append(out, mine...)
	}
	return out, nil
}

// judge holds one rule against one track.
func (r *Rule) judge(t *Track) (Alert, bool) {
	end := len(t.Days)
	if end < r.least() {
		return Alert{}, false
	}
	a := Alert{
		Rule: r.Name, Kind: r.Kind, Dyad: t.Dyad, Measure: r.Measure.String(), Days: r.Days,
		Step: addDays(t.First, end-r.Days), Seen: t.sum(end, r.Days), Channels: r.Channels,
	}
	a.Publishers, a.Incidents = t.behind(end, r.Days)
	ok := false
	if r.Kind == Change || r.Kind == Burst {
		ok = r.change(t, &a)
	} else {
		ok = r.count(t, &a)
	}
	if ok {
		a.sign()
	}
	return a, ok
}

// least is how many days a track must have. So many events are so many, even if
// reading began in the middle of the stretch; so few are not.
func (r *Rule) least() int {
	if r.Kind == Threshold && r.Compare[0] == '>' {
		return 1
	}
	return r.Days
}

// count judges Threshold and Usual.
func (r *Rule) count(t *Track, a *Alert) bool {
	end := len(t.Days)
	a.Rise = r.Compare == ">" || r.Compare == ">="
	d := t.usual(end, r.Days)
	a.Expected = d.mean
	a.Interval[0], a.Interval[1] = d.interval(0.95)
	if a.Rise {
		a.Probability = 1 - d.upper(a.Seen)
	} else {
		a.Probability = 1 - d.lower(a.Seen)
	}
	if !r.holds(t, end) {
		return false
	}
	since := end
	for since > r.least() && r.holds(t, since-1) { // as far back as it is known: it is the same alert
		since--
	}
	a.Since = addDays(t.First, since-1)
	return true
}

// holds reports whether the condition holds of the days up to end.
func (r *Rule) holds(t *Track, end int) bool {
	seen := t.sum(end, r.Days)
	limit := r.Number
	if r.Kind == Usual {
		if end < 2*r.Days {
			return false // nothing to call usual
		}
		limit *= t.usual(end, r.Days).mean
		if r.Compare[0] == '>' && seen < Least {
			return false
		}
	}
	n := float64(seen)
	switch r.Compare {
	case ">":
		return n > limit
	case ">=":
		return n >= limit
	case "<":
		return n < limit
	}
	return n <= limit
}

// change judges Change and Burst: stretches of Days days that end today go past a
// detector.
func (r *Rule) change(t *Track, a *Alert) bool {
	var s State
	var last Reading
	first := len(t.Days) % r.Days
	for end := first + r.Days; end <= len(t.Days); end += r.Days {
		last = Weekly.Step(&s, Bin{Count: t.sum(end, r.Days), Exposure: float64(t.articles(end, r.Days))})
	}
	a.Expected = last.Expected
	a.Interval[0], a.Interval[1] = last.Interval()
	if r.Kind == Burst {
		a.Rise, a.Since, a.Probability = true, a.Step, 1-last.Upper()
		return a.Seen >= Least && last.Upper() <= Rarely
	}
	a.Rise = last.Rise >= last.Fall
	a.Probability = max(last.Rise, last.Fall)
	a.Since = addDays(t.First, first+last.Since*r.Days)
	return a.Probability >= Surely && (r.Way >= 0 || !a.Rise) && (r.Way <= 0 || a.Rise) && (!a.Rise || a.Seen >= Least)
}

func (t *Track) sum(end, days int) (n int) {
	for _, d := range t.Days[max(0, end-days):end] {
		n += d.Count
	}
	return n
}

func (t *Track) articles(end, days int) (n int) {
	for _, d := range t.Days[max(0, end-days):end] {
		n += d.Articles
	}
	return n
}

// behind is how many publishers and which incidents stand behind a count, the
// newest incidents first.
func (t *Track) behind(end, days int) (publishers int, incidents []string) {
	seen := map[string]bool{}
	for i := end - 1; i >= max(0, end-days); i-- {
		for _, p := range t.Days[i].Publishers {
			seen[p] = true
		}
		for _, id := range t.Days[i].Incidents {
			if len(incidents) < MaxIncidents && !slices.Contains(incidents, id) {
				incidents = append(incidents, id)
			}
		}
	}
	return len(seen), incidents
}

// usual is what the stretches of the same length in the year before lead to
// expect, given how much was read.
func (t *Track) usual(end, days int) negbin {
	reach := float64(t.articles(end, days))
	events, volume := 0.5, reach
	var past [][2]float64
	for at := end - days; at-days >= 0 && at > end-days-365; at -= days {
		y, e := float64(t.sum(at, days)), float64(t.articles(at, days))
		if e == 0 {
			continue
		}
		past = append(past, [2]float64{y, e})
		events, volume = events+y, volume+e
	}
	if volume == 0 {
		return negbin{0, 1}
	}
	if reach == 0 {
		// What was done in these days was told later: as of a stretch of the usual
		// length of reading.
		reach = volume / float64(len(past))
	}
	rate := events / volume
	const settle = 20
	excess, square := Weekly.Spread*settle, float64(settle)
	for _, p := range past {
		m := rate * p[1]
		excess += (p[0]-m)*(p[0]-m) - m
		square += m * m
	}
	over := min(max(excess/square, 1e-3), 5)
	run := Run{A: events, B: volume}
	return run.predict(reach, over)
}
