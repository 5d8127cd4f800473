package watch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente/internal/track/alert"
	"entente/internal/track/store"
)

// A reader asks a store.
type reader struct {
	db       *store.Store
	o        *Options
	articles map[int]int // read, by number of the day they were published on
	from, to int         // first and last day of these
	ended    int         // last day that is over: steps are taken whole
}

// each hands every row of a question to row.
func (r *reader) each(ctx context.Context, q string, row func(*sql.Rows) error, args ...any) error {
	rows, err := r.db.DB().QueryContext(ctx, q, args...)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	for rows.Next() {
		if err := row(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// read finds how much was read of each day, up to the last day that is looked at.
// Of another data set nothing else is known than its rows.
func (r *reader) read(ctx context.Context) (until string, err error) {
	q := `SELECT published, count(*) FROM documents WHERE published IS NOT NULL AND status IN ('coded', 'no event', 'off topic') AND ? <> '' GROUP BY published`
	if !r.o.ours() {
		q = `SELECT day, sum(n)::BIGINT FROM daily WHERE origin = ? GROUP BY day HAVING sum(n) > 0`
	}
	last := r.o.Today
	if r.o.Until != "" {
		last = min(last, r.o.Until)
	}
	end := number(last)
	r.articles = map[int]int{}
	err = r.each(ctx, q, func(rows *sql.Rows) error {
		var day sql.NullTime
		var n int
		err := rows.Scan(&day, &n)
		if k := int(day.Time.Sub(monday).Hours() / 24); k <= end {
			r.articles[k] = n
		}
		return err
	}, r.o.Origin)
	if err != nil || len(r.articles) == 0 {
		return "", err
	}
	days := slices.Sorted(maps.Keys(r.articles))
	r.from, r.to, r.ended = days[0], days[len(days)-1], min(end, number(r.o.Today)-1)
	return dayOf(r.to), nil
}

// first is the first day of which anything was read.
func (r *reader) first() string { return dayOf(r.from) }

// exposure is how much was read in a step.
func (r *reader) exposure(step int) (n float64) {
	for d := step * r.o.length(); d < (step+1)*r.o.length(); d++ {
		n += float64(r.articles[d])
	}
	return n
}

// counts is the question for the counts of all series by step. It takes the
// origin, and the first and last step.
func (o *Options) counts() string {
	rows, first, second := "daily", "least(source, target)", "greatest(source, target)"
	if o.Directed {
		// What both do to each other stands once, and belongs to both directions.
		rows = `(SELECT origin, source, target, day, quad, n FROM daily
UNION ALL SELECT origin, target, source, day, quad, n FROM daily WHERE mutual AND source <> target)`
		first, second = "source", "target"
	}
	measure := "quad"
	if o.Sides {
		measure = "CASE WHEN quad <= 2 THEN 5 ELSE 6 END"
	}
	step := fmt.Sprintf("floor(date_diff('day', DATE '1970-01-05', day) / %d.0)::INTEGER", o.length())
	return `SELECT step, a, b, measure, sum(n)::BIGINT AS n FROM (
SELECT ` + step + ` AS step, ` + first + ` AS a, ` + second + ` AS b, (` + measure + `)::INTEGER AS measure, n FROM ` + rows + `
WHERE origin = ? AND source <> '' AND target <> '' AND quad BETWEEN 1 AND 4 AND day IS NOT NULL)
WHERE step >= ? AND step <= ? GROUP BY ALL HAVING sum(n) > 0`
}

// measures are what counts asks for, by number.
var measures = []string{"", alert.Quads[0], alert.Quads[1], alert.Quads[2], alert.Quads[3], "cooperation", "conflict"}

// measureOf is the measure of a series of the watch.
func measureOf(name string) alert.Measure {
	if slices.Contains(alert.Quads, name) {
		return alert.Measure{Kind: "quad", Name: name}
	}
	return alert.Measure{Kind: "side", Name: name}
}

// chain gives each step from the first to the last a digest of all sums up to and
// with it: states that were worked out from the same sums have the same digest.
func (r *reader) chain(ctx context.Context, first, last int) (map[int]string, error) {
	type sums struct {
		hash uint64
		n    int
	}
	by := map[int]sums{}
	err := r.each(ctx, "SELECT step, bit_xor(hash(a, b, measure, n)), count(*) FROM ("+r.o.counts()+") GROUP BY step", func(rows *sql.Rows) error {
		var step int
		var s sums
		err := rows.Scan(&step, &s.hash, &s.n)
		by[step] = s
		return err
	}, r.o.Origin, first, last)
	if err != nil {
		return nil, err
	}
	out := make(map[int]string, last-first+1)
	var link [sha256.Size]byte
	for t := first; t <= last; t++ {
		b := link[:]
		for _, x := range [4]uint64{uint64(t), by[t].hash, uint64(by[t].n), uint64(r.exposure(t))} {
			b = binary.LittleEndian.AppendUint64(b, x)
		}
		link = sha256.Sum256(b)
		out[t] = string(link[:])
	}
	return out, nil
}

// A past is what one series counted in the steps of the year before.
type past struct {
	dyad    alert.Dyad
	measure int
	points  []point
	sum     int
}

type point struct{ step, n int }

func (p *past) add(step, n int) {
	p.points = append(p.points, point{step, n})
	p.sum += n
}

// forget drops what lies before a step.
func (p *past) forget(before int) {
	k := 0
	for k < len(p.points) && p.points[k].step < before {
		p.sum -= p.points[k].n
		k++
	}
	p.points = p.points[k:]
}

// steps works out the steps that are new, or whose past is another than it was,
// and returns what the watch shows in them.
func (r *reader) steps(ctx context.Context, news *News) ([]alert.Alert, error) {
	o := r.o
	first := floorDiv(r.from, o.length())
	last := min(floorDiv(r.to, o.length()), floorDiv(r.ended+1, o.length())-1)
	if last < first {
		return nil, nil
	}
	digests, err := r.chain(ctx, first, last)
	if err != nil {
		return nil, err
	}
	kept := loadStates(r.db.Dir(), o)
	w := alert.NewWatch(o.model(), o.Level)
	from := first
	if c := kept.newest(digests); c != nil {
		if series, err := c.open(); err == nil {
			w.Series, from = series, c.Step+1
		}
	}
	news.Watched = len(w.Series)
	if from > last {
		return nil, nil
	}
	news.Stepped = last - from + 1
	kept.cut(from, last)
	found, err := r.run(ctx, w, first, from, last, func(t int) error {
		news.Watched = len(w.Series)
		if t == last || kept.worth(t, last) {
			return kept.add(t, digests[t], w.Series)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, kept.save()
}

// run steps all series that are watched, from a step to the last. done is told of
// each step.
func (r *reader) run(ctx context.Context, w *alert.Watch, first, from, last int, done func(step int) error) ([]alert.Alert, error) {
	o := r.o
	begin := max(first, from-o.year())
	rows, err := r.db.DB().QueryContext(ctx, o.counts()+" ORDER BY step, a, b, measure", o.Origin, begin, last)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	defer rows.Close()
	type row struct {
		step, measure, n int
		a, b             string
	}
	var next *row
	fetch := func() error {
		next = nil
		if !rows.Next() {
			return rows.Err()
		}
		next = &row{}
		return rows.Scan(&next.step, &next.a, &next.b, &next.measure, &next.n)
	}
	if err := fetch(); err != nil {
		return nil, err
	}
	history := map[string]*past{}
	var out []alert.Alert
	for t := begin; t <= last; t++ {
		now := map[string]int{}
		for next != nil && next.step == t {
			key := strings.Join([]string{next.a, next.b, measures[next.measure]}, "|")
			if history[key] == nil {
				history[key] = &past{dyad: alert.Dyad{First: next.a, Second: next.b, Directed: o.Directed}, measure: next.measure}
			}
			now[key] = next.n
			if err := fetch(); err != nil {
				return nil, err
			}
		}
		if t >= from {
			found, err := r.step(w, history, now, first, t)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
			if err := done(t); err != nil {
				return nil, err
			}
		}
		for key, p := range history {
			if n := now[key]; n > 0 {
				p.add(t, n)
			}
			if p.forget(t + 1 - o.year()); p.sum == 0 {
				delete(history, key)
			}
		}
	}
	return out, ctx.Err()
}

// step takes one step of all series that had enough counts in the year before it.
// The step itself has no say in whether it is looked at: what is shown would
// otherwise be chance more often than the level promises. A series that is new to
// the watch is told its year first.
func (r *reader) step(w *alert.Watch, history map[string]*past, now map[string]int, first, t int) ([]alert.Alert, error) {
	o := r.o
	for key := range w.Series {
		if p := history[key]; p == nil || p.sum < o.Least {
			delete(w.Series, key)
		}
	}
	weekday := func(step int) int { return ((step*o.length())%7 + 7) % 7 }
	var in []alert.Input
	for key, p := range history {
		if p.sum < o.Least {
			continue
		}
		if w.Series[key] == nil {
			s := &alert.Watched{}
			k := 0
			for u := max(first, t-o.year()); u < t; u++ {
				n := 0
				if k < len(p.points) && p.points[k].step == u {
					n, k = p.points[k].n, k+1
				}
				w.Model.Step(&s.State, alert.Bin{Count: n, Exposure: r.exposure(u), Weekday: weekday(u)})
			}
			w.Series[key] = s
		}
		in = append(in, alert.Input{Key: key, Dyad: p.dyad, Measure: measures[p.measure], Bin: alert.Bin{Count: now[key], Exposure: r.exposure(t), Weekday: weekday(t)}})
	}
	slices.SortFunc(in, func(a, b alert.Input) int { return cmp.Compare(a.Key, b.Key) })
	return w.Step(dayOf(t*o.length()), o.length(), in)
}

func floorDiv(a, b int) int {
	if a < 0 && a%b != 0 {
		return a/b - 1
	}
	return a / b
}
