package fold

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
)

// Sweep feeds a State with sketches that come by day, undated ones first, and
// yields what closes on the way; afterwards from.Rest tells what is still open.
// Undated articles are folded to copies of each other and otherwise stay alone.
func Sweep(ctx context.Context, from *State, in iter.Seq2[*Sketch, error]) iter.Seq2[Closed, error] {
	return func(yield func(Closed, error) bool) {
		var of []*Sketch // the day that is being read
		done := func() (Closed, error) {
			if err := ctx.Err(); err != nil || len(of) == 0 {
				return Closed{}, err
			}
			day := of[0].Day
			batch := of
			of = nil
			if day == "" {
				return undated(batch)
			}
			return from.Advance(day, batch)
		}
		for s, err := range in {
			if err == nil && len(of) > 0 && s.Day < of[0].Day {
				err = fmt.Errorf("fold: an article of %q after those of %q", s.Day, of[0].Day)
			}
			if err == nil && len(of) > 0 && s.Day != of[0].Day {
				var c Closed
				if c, err = done(); err == nil && len(c.Stories)+len(c.Incidents) > 0 && !yield(c, nil) {
					return
				}
			}
			if err != nil {
				yield(Closed{}, err)
				return
			}
			of = append(of, s)
		}
		if c, err := done(); err != nil || len(c.Stories)+len(c.Incidents) > 0 {
			yield(c, err)
		}
	}
}

// undated folds articles whose day is unknown.
func undated(sketches []*Sketch) (Closed, error) {
	st := NewState()
	for _, s := range sketches {
		st.arts = append(st.arts, newArt(s))
	}
	slices.SortFunc(st.arts, before)
	for i := 1; i < len(st.arts); i++ {
		if st.arts[i].ID == st.arts[i-1].ID {
			return Closed{}, fmt.Errorf("fold: article %q came twice", st.arts[i].ID)
		}
	}
	st.take(st.arts, false)
	return st.Rest(), nil
}

// All folds a batch in memory: its stories and incidents, both by day.
func All(sketches []*Sketch) (Closed, error) {
	sorted := slices.SortedFunc(slices.Values(sketches), func(a, b *Sketch) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	st := NewState()
	var out Closed
	add := func(c Closed) {
		out.Stories, out.Incidents = append(out.Stories, c.Stories...), append(out.Incidents, c.Incidents...)
	}
	for c, err := range Sweep(context.Background(), st, func(yield func(*Sketch, error) bool) {
		for _, s := range sorted {
			if !yield(s, nil) {
				return
			}
		}
	}) {
		if err != nil {
			return Closed{}, err
		}
		add(c)
	}
	add(st.Rest())
	slices.SortStableFunc(out.Stories, func(a, b Story) int { return cmp.Compare(a.First, b.First) })
	sortIncidents(out.Incidents)
	return out, nil
}
