// Package series counts what two actors did to each other over time. In come
// events (a day, who to whom, quad class, score) and how many articles were read
// of each day; out go bins of days, weeks or months with the counts of
// cooperation and of conflict in each direction, their scores, an interval for
// each count and the volume of news that it came from. Cooperation and conflict
// are never set off against each other: a pair that trades and fights does both.
package series

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// An Event is one incident between two actors.
type Event struct {
	Day            string // YYYY-MM-DD; the middle of its range where that is short
	Source, Target string // codes of states or bodies
	Symmetric      bool   // both do it
	Quad           int    // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Score          float64
}

// A Side counts one direction within a bin.
type Side struct {
	Quads       [4]int  `json:"quads"` // verbal cooperation, material cooperation, verbal conflict, material conflict
	Cooperation float64 `json:"cooperation"`
	Conflict    float64 `json:"conflict"` // sums of scores above and below 0
}

// A Bin is one stretch of days.
type Bin struct {
	Start    string     `json:"start"`
	Days     int        `json:"days"`
	Articles int        `json:"articles"` // read of these days, whatever they tell
	Forth    Side       `json:"forth"`    // the first does to the second
	Back     Side       `json:"back"`
	Coop     int        `json:"cooperation"` // incidents both ways, those of both sides once
	Conf     int        `json:"conflict"`
	CoopCI   [2]float64 `json:"cooperation_interval"` // 95 % for the mean of a Poisson count
	ConfCI   [2]float64 `json:"conflict_interval"`
}

// A Series is a dyad over time.
type Series struct {
	First  string `json:"first"`
	Second string `json:"second"`
	By     string `json:"by"`
	Bins   []Bin  `json:"bins"`
}

// Steps are the lengths of bins that Build knows.
var Steps = []string{"day", "week", "month"}

// Build counts the events between two actors. Bins reach without a gap from the
// first to the last day that has an article; events outside of them widen them.
// A week starts on Monday.
func Build(events []Event, articles map[string]int, first, second, by string) (*Series, error) {
	if !slices.Contains(Steps, by) {
		return nil, fmt.Errorf("bins are a day, a week or a month, not a %q", by)
	}
	s := &Series{First: first, Second: second, By: by}
	var days []string
	for d := range articles {
		days = append(days, d)
	}
	var mine []Event
	for _, e := range events {
		if e.Day != "" && (e.Source == first && e.Target == second || e.Source == second && e.Target == first) {
			mine = append(mine, e)
			days = append(days, e.Day)
		}
	}
	if len(days) == 0 {
		return s, nil
	}
	slices.Sort(days)
	from, err := time.Parse(time.DateOnly, days[0])
	if err != nil {
		return nil, fmt.Errorf("day %q: %w", days[0], err)
	}
	to, err := time.Parse(time.DateOnly, days[len(days)-1])
	if err != nil {
		return nil, fmt.Errorf("day %q: %w", days[len(days)-1], err)
	}
	for at := floor(from, by); !at.After(to); at = next(at, by) {
		s.Bins = append(s.Bins, Bin{Start: at.Format(time.DateOnly), Days: int(next(at, by).Sub(at).Hours() / 24)})
	}
	for d, n := range articles {
		s.at(d).Articles += n // sums of whole numbers: the order does not show
	}
	for _, e := range mine {
		b := s.at(e.Day)
		forth, back := e.Source == first, e.Source != first || e.Symmetric
		if e.Symmetric {
			forth = true
		}
		if forth {
			b.Forth.add(e)
		}
		if back {
			b.Back.add(e)
		}
		if e.Quad >= 3 {
			b.Conf++
		} else {
			b.Coop++
		}
	}
	for i := range s.Bins {
		b := &s.Bins[i]
		b.CoopCI, b.ConfCI = interval(b.Coop), interval(b.Conf)
	}
	return s, nil
}

func (d *Side) add(e Event) {
	if e.Quad >= 1 && e.Quad <= 4 {
		d.Quads[e.Quad-1]++
	}
	if e.Score > 0 {
		d.Cooperation += e.Score
	} else {
		d.Conflict += e.Score
	}
}

// at is the bin that holds a day.
func (s *Series) at(day string) *Bin {
	i, ok := slices.BinarySearchFunc(s.Bins, day, func(b Bin, d string) int { return cmp.Compare(b.Start, d) })
	if !ok {
		i--
	}
	return &s.Bins[i]
}

func floor(t time.Time, by string) time.Time {
	switch by {
	case "week":
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case "month":
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

func next(t time.Time, by string) time.Time {
	switch by {
	case "week":
		return t.AddDate(0, 0, 7)
	case "month":
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}

// interval is the 95 % interval for the mean of a Poisson variable of which n was
// counted, by Byar's approximation (Breslow and Day 1987), good to a few
// hundredths from n = 1 on; for 0 the exact upper bound.
func interval(n int) [2]float64 {
	const z = 1.959964
	if n == 0 {
		return [2]float64{0, 3.689}
	}
	x := float64(n)
	low := x * math.Pow(1-1/(9*x)-z/(3*math.Sqrt(x)), 3)
	high := (x + 1) * math.Pow(1-1/(9*(x+1))+z/(3*math.Sqrt(x+1)), 3)
	return [2]float64{math.Round(low*100) / 100, math.Round(high*100) / 100}
}
