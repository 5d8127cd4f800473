package fold

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
)

// KeepEvery is how far apart the days are whose states are kept: those whose
// number, counted from 1970, it divides. An update begins at the last of them
// before what has changed, and ends at the first where the state is what it was.
const KeepEvery = 8

// An Archive holds what folding needs of all that was ever read. Days are
// YYYY-MM-DD; the day of undated articles is "".
type Archive interface {
	// Sketches yields the sketches of the days from first to last, both included,
	// by day; within a day in any order. Sketches(ctx, "", "") are the undated ones.
	Sketches(ctx context.Context, first, last string) iter.Seq2[*Sketch, error]
	// Days are the first and last day that has sketches; "" where there is none.
	Days(ctx context.Context) (first, last string, err error)
	// LastState is the kept state of the last day before the given one that has
	// any, nil where there is none.
	LastState(ctx context.Context, before string) (day string, state []byte, err error)
	// State is the kept state of the given day, nil where there is none.
	State(ctx context.Context, day string) ([]byte, error)
	// KeepState keeps a state in place of those of all days after one day and up to
	// another; nil only takes those away.
	KeepState(ctx context.Context, after, day string, state []byte) error
	// Known yields id and digest of the incidents as they were last put out whose
	// earliest report is of a day from first to last.
	Known(ctx context.Context, first, last string) iter.Seq2[Known, error]
}

// A Known is an incident that was put out before.
type Known struct {
	ID     string
	Digest string
}

// A Change is one thing that an update found; one of the fields is set.
type Change struct {
	Incident *Incident // new, or no longer what it was
	Gone     string    // id of an incident that is none any more
	Story    *Story    // a story as it is now; its articles are in no other story
}

// Update folds an archive after the sketches of the dirty days were added, taken
// away or changed, in any order, and yields what is not as it was. What has not
// changed is not swept again but for the weeks around, and stories among them may
// be given out as they were. An incident that was merged into another, or whose
// earliest report is a new one, is gone under its former name.
func Update(ctx context.Context, a Archive, dirty []string) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		u := update{ctx: ctx, archive: a, yield: yield}
		dirty = slices.Compact(slices.Sorted(slices.Values(dirty)))
		if len(dirty) > 0 && dirty[0] == "" {
			dirty = dirty[1:]
			u.undated()
		}
		for len(dirty) > 0 && u.err == nil && !u.stopped {
			dirty = u.sweep(dirty)
		}
		if u.err != nil && !u.stopped {
			yield(Change{}, u.err)
		}
	}
}

type update struct {
	ctx     context.Context
	archive Archive
	yield   func(Change, error) bool
	known   map[string]string // incidents of the days swept, as they were
	err     error
	stopped bool
}

func (u *update) put(c Change) {
	if u.err == nil && !u.stopped && !u.yield(c, nil) {
		u.stopped = true
	}
}

// closed puts out what differs, and forgets what it was.
func (u *update) closed(c Closed) {
	for i := range c.Stories {
		u.put(Change{Story: &c.Stories[i]})
	}
	for i := range c.Incidents {
		n := &c.Incidents[i]
		if u.known[n.ID] != n.Digest() {
			u.put(Change{Incident: n})
		}
		delete(u.known, n.ID)
	}
}

// gone puts out those of the incidents as they were that nobody has met again.
func (u *update) gone() {
	ids := make([]string, 0, len(u.known))
	for id := range u.known {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		u.put(Change{Gone: id})
	}
	u.known = nil
}

// were reads which incidents of some days there were.
func (u *update) were(first, last string) map[string]string {
	out := map[string]string{}
	for k, err := range u.archive.Known(u.ctx, first, last) {
		if err != nil {
			u.err = err
			break
		}
		out[k.ID] = k.Digest
	}
	return out
}

func (u *update) undated() {
	u.known = u.were("", "")
	for c, err := range Sweep(u.ctx, NewState(), u.archive.Sketches(u.ctx, "", "")) {
		if err != nil {
			u.err = err
			return
		}
		u.closed(c)
	}
	u.gone()
}

// sweep sweeps from before the first dirty day until the state is what it was, and
// returns the dirty days after that.
func (u *update) sweep(dirty []string) []string {
	first, last, err := u.archive.Days(u.ctx)
	if err != nil {
		u.err = err
		return nil
	}
	if first == "" || dirty[0] < first {
		first = dirty[0]
	}
	end := dayNumber(max(last, dirty[len(dirty)-1]))
	st, err := u.begin(dirty[0])
	if err != nil {
		u.err = err
		return nil
	}
	u.known = map[string]string{}
	if st.day > 0 {
		first = dayString(st.day + 1)
		open := st.Open()
		for id, d := range u.were(dayString(st.day-2*openDays), dayString(st.day)) {
			if _, ok := slices.BinarySearch(open, id); ok {
				u.known[id] = d
			}
		}
	}
	next, stop := iter.Pull2(u.archive.Sketches(u.ctx, first, dayString(end)))
	defer stop()
	s, err, more := next()
	kept := dayString(st.day)
	for day := dayNumber(first); day <= end; {
		block := (day + KeepEvery - 1) / KeepEvery * KeepEvery // the next day whose state is kept
		idle := len(st.arts) == 0
		for id, d := range u.were(dayString(day), dayString(block)) {
			u.known[id] = d
		}
		for ; day <= min(block, end) && u.err == nil; day++ {
			var of []*Sketch
			for ; more && err == nil && s.Day == dayString(day); s, err, more = next() {
				of, idle = append(of, s), false
			}
			if more && err == nil && s.Day < dayString(day) {
				err = fmt.Errorf("fold: the archive gives %q after %q", s.Day, dayString(day))
			}
			if err == nil {
				err = u.ctx.Err()
			}
			var c Closed
			if err == nil {
				c, err = st.Advance(dayString(day), of)
			}
			u.err = err
			u.closed(c)
		}
		if u.err != nil || u.stopped {
			return nil
		}
		for len(dirty) > 0 && dayNumber(dirty[0]) < day {
			dirty = dirty[1:]
		}
		switch {
		case day <= block: // the archive ends here
		case idle:
			// Nothing was open, and nothing came: on to where something comes, or
			// something was.
			to := end + 1
			if more {
				to = dayNumber(s.Day)
			}
			if len(dirty) > 0 {
				to = min(to, dayNumber(dirty[0]))
			}
			day = max(day, to)
		default:
			same, err := u.keep(st, kept, dayString(block))
			if err != nil {
				u.err = err
				return nil
			}
			kept = dayString(block)
			// From a state that was there before all that follows is as it was,
			// until the next day that is dirty.
			if same && (len(dirty) == 0 || dayNumber(dirty[0]) > block+KeepEvery) {
				for _, id := range st.Open() {
					delete(u.known, id)
				}
				u.gone()
				return dirty
			}
		}
	}
	u.err = u.archive.KeepState(u.ctx, kept, dayString(end), nil)
	u.closed(st.Rest())
	u.gone()
	return nil
}

// keep keeps the state of a day, and tells whether it was there already.
func (u *update) keep(st *State, after, day string) (same bool, err error) {
	is, err := st.MarshalBinary()
	if err != nil {
		return false, err
	}
	was, err := u.archive.State(u.ctx, day)
	same = bytes.Equal(is, was)
	if err != nil || same && dayNumber(after)+KeepEvery >= dayNumber(day) {
		return same, err
	}
	return same, u.archive.KeepState(u.ctx, after, day, is)
}

// begin is the last kept state before a day that can be read, or an empty one.
func (u *update) begin(day string) (*State, error) {
	for {
		d, b, err := u.archive.LastState(u.ctx, day)
		if err != nil || b == nil {
			return NewState(), err
		}
		st, err := Restore(b, u.archive.Sketches(u.ctx, dayString(dayNumber(d)-2*openDays), d))
		if err != ErrStale {
			return st, err
		}
		day = d
	}
}
