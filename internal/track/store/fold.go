package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"entente/internal/diag"
	"entente/internal/track/fold"
)

// foldStage are the tables that a fold is put together in. Nothing of it shows
// before all of it is there.
var foldStage = []string{
	"CREATE TEMP TABLE stage_incidents (seq INTEGER, id VARCHAR, gone BOOLEAN, day DATE, first DATE, last DATE, counted BOOLEAN, independent INTEGER, reports INTEGER, publishers VARCHAR[], earliest DATE, disagreements VARCHAR[], fullest VARCHAR, digest VARCHAR)",
	"CREATE TEMP TABLE stage_reports (seq INTEGER, incident VARCHAR, event VARCHAR, document VARCHAR, copy_of VARCHAR)",
	"CREATE TEMP TABLE stage_stories (seq INTEGER, story VARCHAR, document VARCHAR, copy_of VARCHAR)",
	"CREATE TEMP TABLE stage_states (day DATE, state BLOB)",
	"CREATE TEMP TABLE stage_cuts (after DATE, day DATE)",
}

// Fold brings incidents, stories and daily sums up to date with what was committed
// since it was last called, and returns how many incidents have changed. Like a
// batch it happens whole or not at all.
func (s *Store) Fold(ctx context.Context) (changed int, err error) {
	return s.FoldTold(ctx, nil)
}

// FoldTold is Fold, and tells told, if it is not nil, the id of each incident that
// has come or changed, or that is gone. What it is told holds when FoldTold has
// returned without an error; an id that comes several times is as it was last said.
func (s *Store) FoldTold(ctx context.Context, told func(id string, gone bool)) (changed int, err error) {
	if s.opts.ReadOnly {
		return 0, errors.New("store: opened for reading")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var dirty []string
	err = s.each(ctx, "SELECT DISTINCT day FROM dirty ORDER BY day", func(r *sql.Rows) error {
		var d sql.NullTime
		err := r.Scan(&d)
		dirty = append(dirty, dayOf(d))
		return err
	})
	if err != nil || len(dirty) == 0 {
		return 0, err
	}
	for _, t := range []string{"stage_incidents", "stage_reports", "stage_stories", "stage_states", "stage_cuts"} {
		if _, err := s.write.ExecContext(ctx, "DELETE FROM "+t); err != nil {
			return 0, err
		}
	}
	p := &putter{ctx: ctx, s: s, told: told}
	for c, err := range fold.Update(ctx, archive{s}, dirty) {
		if err == nil {
			err = p.put(c)
		}
		if err != nil {
			return 0, err
		}
	}
	if err := p.flush(); err != nil {
		return 0, err
	}
	if err := s.applyFold(ctx); err != nil {
		return 0, err
	}
	return p.changes, s.mergeDaily(ctx)
}

// applyFold puts what was staged in the place of what was there.
func (s *Store) applyFold(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	const (
		last    = "(SELECT * FROM stage_incidents QUALIFY row_number() OVER (PARTITION BY id ORDER BY seq DESC) = 1)"
		touched = "(SELECT id FROM stage_incidents)"
	)
	sums := func(sign, rows string) string {
		return `INSERT INTO daily SELECT origin, source, target, day, type, quad, mutual, ` + sign + `n, ` + sign + `score, ` + sign + `goldstein, ` + sign + `reports
FROM (` + dailySums("SELECT 'entente' AS origin, source, target, day, type, quad, mutual, score, goldstein, reports FROM "+rows) + `)`
	}
	for _, q := range []string{
		sums("-", "incidents WHERE counted AND day IS NOT NULL AND id IN "+touched),
		"DELETE FROM incidents WHERE id IN " + touched,
		"DELETE FROM reports WHERE incident IN " + touched,
		`CREATE OR REPLACE TEMP TABLE stage_folded AS
SELECT i.id, e.source, e.target, any_value(e.source_actor ORDER BY e.source_actor) AS source_actor, any_value(e.target_actor ORDER BY e.target_actor) AS target_actor,
any_value(e.act) AS act, any_value(e.type) AS type, any_value(e.mode) AS mode, any_value(e.cameo) AS cameo, any_value(e.quad) AS quad, any_value(e.goldstein) AS goldstein, any_value(e.score) AS score,
any_value(c.contexts) AS contexts, any_value(e.mutual) AS mutual, any_value(i.day) AS day, any_value(i.first) AS first, any_value(i.last) AS last,
any_value(e.place) AS place, any_value(e.geonameid) AS geonameid, any_value(e.lat) AS lat, any_value(e.lon) AS lon, any_value(e.country) AS country,
any_value(i.counted) AS counted, any_value(c.confidence) AS confidence, any_value(i.independent) AS independent, any_value(i.reports) AS reports, any_value(i.publishers) AS publishers,
any_value(i.earliest) AS earliest, any_value(i.disagreements) AS disagreements, any_value(i.fullest) AS fullest, any_value(i.digest) AS digest
FROM (SELECT * FROM ` + last + ` WHERE NOT gone) i
JOIN (SELECT * REPLACE (CASE WHEN turned THEN target ELSE source END AS source, CASE WHEN turned THEN source ELSE target END AS target,
  CASE WHEN turned THEN target_actor ELSE source_actor END AS source_actor, CASE WHEN turned THEN source_actor ELSE target_actor END AS target_actor)
  FROM (SELECT *, mutual AND source > target AS turned FROM events WHERE origin = 'entente')) e ON e.id = i.fullest
JOIN (SELECT r.seq, r.incident, list_sort(list_distinct(flatten(list(e.contexts)))) AS contexts, max(e.confidence) AS confidence
  FROM stage_reports r JOIN events e ON e.id = r.event AND e.origin = 'entente' GROUP BY r.seq, r.incident) c ON c.incident = i.id AND c.seq = i.seq
GROUP BY i.id, e.source, e.target`,
		"INSERT INTO incidents BY NAME SELECT * FROM stage_folded ORDER BY source, target, day, id",
		"INSERT INTO reports SELECT r.incident, r.event, r.document, r.copy_of FROM stage_reports r JOIN " + last + " i ON i.id = r.incident AND i.seq = r.seq WHERE NOT i.gone ORDER BY ALL",
		sums("", "stage_folded WHERE counted AND day IS NOT NULL"),
		"DELETE FROM stories WHERE document IN (SELECT document FROM stage_stories)",
		"INSERT INTO stories SELECT story, document, copy_of FROM stage_stories QUALIFY row_number() OVER (PARTITION BY document ORDER BY seq DESC) = 1 ORDER BY ALL",
		"DELETE FROM fold_states f WHERE EXISTS (SELECT 1 FROM stage_cuts c WHERE f.day > c.after AND f.day <= c.day)",
		"INSERT INTO fold_states SELECT day, state FROM stage_states ORDER BY day",
		// A document that was taken away or coded anew without a sketch has no story.
		"DELETE FROM stories WHERE document NOT IN (SELECT document FROM sketches)",
		"DELETE FROM dirty",
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("fold: %w", err)
		}
	}
	return tx.Commit()
}

// A putter stages the changes of a fold.
type putter struct {
	ctx       context.Context
	s         *Store
	seq       int
	changes   int
	told      func(id string, gone bool)
	incidents []stagedIncident
	reports   []stagedReport
	stories   []stagedStory
}

type stagedIncident struct {
	seq  int
	gone bool
	fold.Incident
	digest string
}

type stagedReport struct {
	seq      int
	incident string
	fold.Report
}

type stagedStory struct {
	seq   int
	story string
	fold.Member
}

func (p *putter) put(c fold.Change) error {
	p.seq++
	if p.told != nil && (c.Incident != nil || c.Gone != "") {
		if id := c.Gone; id != "" {
			p.told(id, true)
		} else {
			p.told(c.Incident.ID, false)
		}
	}
	switch {
	case c.Incident != nil:
		p.changes++
		p.incidents = append(p.incidents, stagedIncident{p.seq, false, *c.Incident, c.Incident.Digest()})
		for _, r := range c.Incident.Reports {
			p.reports = append(p.reports, stagedReport{p.seq, c.Incident.ID, r})
		}
	case c.Gone != "":
		p.changes++
		p.incidents = append(p.incidents, stagedIncident{p.seq, true, fold.Incident{ID: c.Gone}, ""})
	case c.Story != nil:
		for _, m := range c.Story.Articles {
			p.stories = append(p.stories, stagedStory{p.seq, c.Story.ID, m})
		}
	}
	if len(p.reports)+len(p.stories) < 20000 {
		return nil
	}
	return p.flush()
}

func (p *putter) flush() error {
	err := errors.Join(
		appendTo(p.s.write, "stage_incidents", p.incidents, func(n *stagedIncident) []driver.Value {
			return []driver.Value{int32(n.seq), n.ID, n.gone, countedDay(n.First, n.Last), dayValue(n.First), dayValue(n.Last), n.Counted, int32(n.Independent), int32(len(n.Reports)),
				listValue(n.Publishers), dayValue(n.Earliest), listValue(n.Disagreements), n.Fullest, n.digest}
		}),
		appendTo(p.s.write, "stage_reports", p.reports, func(r *stagedReport) []driver.Value {
			return []driver.Value{int32(r.seq), r.incident, r.Record, r.Article, textValue(r.CopyOf)}
		}),
		appendTo(p.s.write, "stage_stories", p.stories, func(m *stagedStory) []driver.Value {
			return []driver.Value{int32(m.seq), m.story, m.Article, textValue(m.CopyOf)}
		}),
	)
	p.incidents, p.reports, p.stories = p.incidents[:0], p.reports[:0], p.stories[:0]
	return err
}

// appendTo appends rows to a temporary table.
func appendTo[R any](c *sql.Conn, table string, rows []R, values func(*R) []driver.Value) error {
	if len(rows) == 0 {
		return nil
	}
	return c.Raw(func(c any) error {
		a, err := duckdb.NewAppender(c.(driver.Conn), "temp", "main", table)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := a.AppendRow(values(&rows[i])...); err != nil {
				a.Close()
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return a.Close()
	})
}

// countedDay is the day that an incident is counted on. A short range of days
// stands on its middle, a longer one on its last day, since news is of what has
// just been; one that is longer still has none.
func countedDay(first, last string) driver.Value {
	a, err1 := time.Parse(time.DateOnly, first)
	b, err2 := time.Parse(time.DateOnly, last)
	if err1 != nil || err2 != nil {
		return nil
	}
	switch days := int(b.Sub(a).Hours() / 24); {
	case days > 15:
		return nil
	case days > 7:
		return b
	default:
		return a.AddDate(0, 0, days/2)
	}
}

// Values of a row, NULL where they say nothing.
func textValue(s string) driver.Value {
	if s == "" {
		return nil
	}
	return s
}

func listValue(s []string) driver.Value {
	if len(s) == 0 {
		return nil
	}
	return s
}

func dayValue(s string) driver.Value {
	if t, ok := dateOf(s); ok {
		return t
	}
	return nil
}

func dayOf(t sql.NullTime) string {
	if !t.Valid {
		return ""
	}
	return t.Time.Format(time.DateOnly)
}

// Sketches yields the sketches of the articles of some days, by day.
func (s *Store) Sketches(ctx context.Context, first, last string) iter.Seq2[*fold.Sketch, error] {
	return archive{s}.Sketches(ctx, first, last)
}

// IncidentDays are the days of the first and the last report of the incident whose
// id begins so. It is an error when there is none or more than one.
func (s *Store) IncidentDays(ctx context.Context, id string) (whole, first, last string, err error) {
	var n int
	var a, b sql.NullTime
	var w sql.NullString
	err = s.db.QueryRowContext(ctx, `SELECT count(DISTINCT i.id), min(i.id), min(k.day), max(k.day)
FROM incidents i JOIN reports r ON r.incident = i.id JOIN sketches k ON k.document = r.document WHERE starts_with(i.id, ?)`, id).Scan(&n, &w, &a, &b)
	switch {
	case err != nil:
	case n == 0:
		err = &diag.Error{Msg: fmt.Sprintf("the store has no incident %q", id), Hint: "entente query shows their ids: SELECT id, day, source, target, act FROM incidents"}
	case n > 1:
		err = &diag.Error{Msg: fmt.Sprintf("%d incidents begin with %q", n, id), Hint: "give more of the id"}
	}
	return w.String, dayOf(a), dayOf(b), err
}

// archive is the store as folding sees it. Sketches and incidents are those that
// were committed; states that this fold has kept are in the staging tables.
type archive struct{ s *Store }

// sketchDays are read at once.
const sketchDays = 8

func (a archive) Sketches(ctx context.Context, first, last string) iter.Seq2[*fold.Sketch, error] {
	return func(yield func(*fold.Sketch, error) bool) {
		if first == "" {
			a.sketches(ctx, yield, "day IS NULL")
			return
		}
		from, err1 := time.Parse(time.DateOnly, first)
		to, err2 := time.Parse(time.DateOnly, last)
		if err := errors.Join(err1, err2); err != nil {
			yield(nil, err)
			return
		}
		for !from.After(to) {
			// On to the next day that has any: an archive may have gaps of years.
			var next sql.NullTime
			if err := a.s.db.QueryRowContext(ctx, "SELECT min(day) FROM sketches WHERE day >= ? AND day <= ?", from, to).Scan(&next); err != nil {
				yield(nil, err)
				return
			}
			if !next.Valid {
				return
			}
			until := next.Time.AddDate(0, 0, sketchDays-1)
			if until.After(to) {
				until = to
			}
			if !a.sketches(ctx, yield, "day >= ? AND day <= ?", next.Time, until) {
				return
			}
			from = until.AddDate(0, 0, 1)
		}
	}
}

func (a archive) sketches(ctx context.Context, yield func(*fold.Sketch, error) bool, where string, args ...any) bool {
	stopped := errors.New("stopped")
	err := a.s.each(ctx, "SELECT sketch FROM sketches WHERE "+where+" ORDER BY day, document", func(r *sql.Rows) error {
		var b []byte
		if err := r.Scan(&b); err != nil {
			return err
		}
		k := &fold.Sketch{}
		if err := k.UnmarshalBinary(b); err != nil {
			return err
		}
		if !yield(k, nil) {
			return stopped
		}
		return nil
	}, args...)
	if errors.Is(err, stopped) {
		return false
	}
	if err != nil {
		yield(nil, err)
		return false
	}
	return true
}

func (a archive) Days(ctx context.Context) (first, last string, err error) {
	var f, l sql.NullTime
	err = a.s.db.QueryRowContext(ctx, "SELECT min(day), max(day) FROM sketches").Scan(&f, &l)
	return dayOf(f), dayOf(l), err
}

// states are those of the database but for the stretches that this fold has cut
// out, and those that it has kept.
const states = `(SELECT day, state FROM stage_states UNION ALL
SELECT f.day, f.state FROM fold_states f WHERE NOT EXISTS (SELECT 1 FROM stage_cuts c WHERE f.day > c.after AND f.day <= c.day))`

func (a archive) LastState(ctx context.Context, before string) (string, []byte, error) {
	var d sql.NullTime
	var b []byte
	err := a.s.write.QueryRowContext(ctx, "SELECT day, state FROM "+states+" WHERE day < ? ORDER BY day DESC LIMIT 1", dayValue(before)).Scan(&d, &b)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, nil
	}
	return dayOf(d), b, err
}

func (a archive) State(ctx context.Context, d string) ([]byte, error) {
	var b []byte
	err := a.s.write.QueryRowContext(ctx, "SELECT state FROM "+states+" WHERE day = ?", dayValue(d)).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return b, err
}

func (a archive) KeepState(ctx context.Context, after, d string, state []byte) error {
	from := dayValue(after)
	if from == nil {
		from = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	_, err := a.s.write.ExecContext(ctx, "DELETE FROM stage_states WHERE day > ? AND day <= ?", from, dayValue(d))
	if err == nil {
		_, err = a.s.write.ExecContext(ctx, "INSERT INTO stage_cuts VALUES (?, ?)", from, dayValue(d))
	}
	if err == nil && state != nil {
		_, err = a.s.write.ExecContext(ctx, "INSERT INTO stage_states VALUES (?, ?)", dayValue(d), state)
	}
	return err
}

func (a archive) Known(ctx context.Context, first, last string) iter.Seq2[fold.Known, error] {
	return func(yield func(fold.Known, error) bool) {
		where, args := "earliest IS NULL", []any{}
		if first != "" {
			where, args = "earliest >= ? AND earliest <= ?", []any{dayValue(first), dayValue(last)}
		}
		stopped := errors.New("stopped")
		err := a.s.each(ctx, "SELECT DISTINCT id, digest FROM incidents WHERE "+where+" ORDER BY id", func(r *sql.Rows) error {
			var k fold.Known
			if err := r.Scan(&k.ID, &k.Digest); err != nil {
				return err
			}
			if !yield(k, nil) {
				return stopped
			}
			return nil
		}, args...)
		if err != nil && !errors.Is(err, stopped) {
			yield(fold.Known{}, err)
		}
	}
}
