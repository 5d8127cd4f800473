package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"entente/internal/record"
)

// Sums adds up what q asks for by stretch of days, parties, type and direction,
// in this order.
func (s *Store) Sums(ctx context.Context, q Selection) (out []record.Sum, err error) {
	rows := q.rows("day, type, quad, mutual, " + q.measures())
	ask := `SELECT ` + q.step() + ` AS step, source, target, type, quad, mutual, sum(n)::BIGINT, round(sum(score), 2), round(sum(goldstein), 2), sum(reports)::BIGINT
FROM (` + rows.sql + `) GROUP BY ALL HAVING sum(n) <> 0 ORDER BY step, source, target, type, quad, mutual`
	err = s.each(ctx, ask, func(r *sql.Rows) error {
		var n record.Sum
		var d time.Time
		err := r.Scan(&d, &n.Source, &n.Target, &n.Type, &n.Quad, &n.Mutual, &n.N, &n.Score, &n.Goldstein, &n.Reports)
		n.Day = d.Format(time.DateOnly)
		out = append(out, n)
		return err
	}, rows.args...)
	return out, err
}

// Totals adds up what q asks for as Sums does, all days together.
func (s *Store) Totals(ctx context.Context, q Selection) (out []record.Sum, err error) {
	rows := q.rows("quad, mutual, " + q.measures())
	ask := `SELECT source, target, quad, mutual, sum(n)::BIGINT, round(sum(score), 2), round(sum(goldstein), 2), sum(reports)::BIGINT
FROM (` + rows.sql + `) GROUP BY ALL HAVING sum(n) <> 0 ORDER BY source, target, quad, mutual`
	err = s.each(ctx, ask, func(r *sql.Rows) error {
		var n record.Sum
		err := r.Scan(&n.Source, &n.Target, &n.Quad, &n.Mutual, &n.N, &n.Score, &n.Goldstein, &n.Reports)
		out = append(out, n)
		return err
	}, rows.args...)
	return out, err
}

// Fields tells how many of what q asks for touch on each field of relations, by
// stretch of days and field.
func (s *Store) Fields(ctx context.Context, q Selection) (out []record.FieldSum, err error) {
	rows := q.detailed().rows("day, quad, contexts")
	ask := `SELECT ` + q.step() + ` AS step, field, quad >= 3 AS conflict, count(*) FROM (SELECT day, quad, unnest(contexts) AS field FROM (` + rows.sql + `) WHERE quad > 0)
GROUP BY ALL ORDER BY step, field, conflict`
	err = s.each(ctx, ask, func(r *sql.Rows) error {
		var n record.FieldSum
		var d time.Time
		err := r.Scan(&d, &n.Field, &n.Conflict, &n.N)
		n.Day = d.Format(time.DateOnly)
		out = append(out, n)
		return err
	}, rows.args...)
	return out, err
}

// Volume is how much was read of each stretch of days, whatever it tells: texts
// by their day of publication; for another data set all its rows that count.
func (s *Store) Volume(ctx context.Context, q Selection) (map[string]int, error) {
	var c clause
	if q.origin() == record.Origin {
		c.add("SELECT published AS day, 1 AS n FROM documents WHERE status IN ('" + Coded + "', '" + NoEvent + "', '" + OffTopic + "') AND published IS NOT NULL")
	} else {
		c.add("SELECT day, n FROM daily WHERE origin = ?", q.Origin)
	}
	c.sql = "SELECT * FROM (" + c.sql + ") WHERE true"
	if d := dayValue(q.From); d != nil {
		c.add(" AND day >= ?", d)
	}
	if d := dayValue(q.To); d != nil {
		c.add(" AND day <= ?", d)
	}
	out := map[string]int{}
	// First by day, then by step: the step of a day is dear to work out.
	err := s.each(ctx, "SELECT "+q.step()+" AS step, sum(n)::BIGINT FROM (SELECT day, sum(n) AS n FROM ("+c.sql+") GROUP BY day) GROUP BY ALL HAVING sum(n) > 0", func(r *sql.Rows) error {
		var d time.Time
		var n int
		err := r.Scan(&d, &n)
		out[d.Format(time.DateOnly)] = n
		return err
	}, c.args...)
	return out, err
}

// Busiest are the n pairs that q has most of, those of equal number by their
// codes; each pair is in the order of its codes but for the party that was asked
// for, which comes first.
func (s *Store) Busiest(ctx context.Context, q Selection, n int) (out [][2]string, err error) {
	q.Dyads = true
	rows := q.rows(q.measures())
	ask := `SELECT CASE WHEN source = ? OR target <> ? AND source <= target THEN source ELSE target END AS a, CASE WHEN source = ? OR target <> ? AND source <= target THEN target ELSE source END AS b
FROM (` + rows.sql + `) GROUP BY ALL HAVING sum(n) > 0 ORDER BY sum(n) DESC, a, b LIMIT ?`
	p := q.A.Code
	err = s.each(ctx, ask, func(r *sql.Rows) error {
		var d [2]string
		err := r.Scan(&d[0], &d[1])
		out = append(out, d)
		return err
	}, append(append([]any{p, p, p, p}, rows.args...), n)...)
	return out, err
}

// Origins are the data sets that the store has daily sums of, ours among them.
func (s *Store) Origins(ctx context.Context) (out []string, err error) {
	err = s.each(ctx, "SELECT DISTINCT origin FROM daily ORDER BY origin", func(r *sql.Rows) error {
		var o string
		err := r.Scan(&o)
		out = append(out, o)
		return err
	})
	return out, err
}

// A Happening is one incident with what it rests on, or a row of another data set.
type Happening struct {
	ID          string     `json:"id"`
	Day         string     `json:"day"`
	SourceActor string     `json:"source"`
	TargetActor string     `json:"target"`
	Type        string     `json:"type"`
	Quad        int        `json:"quad"`
	Mutual      bool       `json:"mutual,omitempty"`
	Reports     int        `json:"reports"`
	Evidence    []Evidence `json:"evidence,omitempty"`
}

// Evidence is one report of an incident.
type Evidence struct {
	Published string `json:"published,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Document  string `json:"document,omitempty"`
	URL       string `json:"url,omitempty"`
	Sentence  string `json:"sentence,omitempty"`
	Copy      bool   `json:"copy,omitempty"` // of another report of these
}

// mostEvidence is how many reports of one incident Newest gives.
const mostEvidence = 3

// Newest are the n latest that q asks for, with up to three of their reports: those
// that are no copies first, then by day.
func (s *Store) Newest(ctx context.Context, q Selection, n int) (out []Happening, err error) {
	rows := q.detailed().rows("day, id, source_actor, target_actor, type, quad, mutual, reports")
	ask := "WITH top AS (SELECT * FROM (" + rows.sql + ") ORDER BY day DESC, id, source_actor, target_actor LIMIT ?)\n"
	const head = "SELECT top.id, top.day, coalesce(top.source_actor, ''), coalesce(top.target_actor, ''), top.type, top.quad, top.mutual, top.reports, "
	if q.origin() == record.Origin {
		ask += head + `e.published, coalesce(e.publisher, ''), coalesce(d.name, ''), coalesce(e.url, ''), coalesce(e.sentence, ''), r.copy_of IS NOT NULL AS copy
FROM top JOIN reports r ON r.incident = top.id JOIN (SELECT DISTINCT ON (id) id, published, publisher, url, sentence FROM events WHERE origin = 'entente' AND id IN (SELECT event FROM reports WHERE incident IN (SELECT id FROM top))) e ON e.id = r.event JOIN documents d ON d.document = r.document
QUALIFY row_number() OVER (PARTITION BY top.id, top.source_actor, top.target_actor ORDER BY copy, e.published, r.event) <= ?
ORDER BY top.day DESC, top.id, top.source_actor, top.target_actor, copy, e.published, r.event`
	} else {
		ask += head + `e.published, coalesce(e.publisher, ''), '', coalesce(e.url, ''), coalesce(e.sentence, ''), false
FROM top JOIN events e ON e.origin = ? AND e.id = top.id AND e.source_actor IS NOT DISTINCT FROM top.source_actor AND e.target_actor IS NOT DISTINCT FROM top.target_actor
QUALIFY row_number() OVER (PARTITION BY top.id, top.source_actor, top.target_actor ORDER BY e.published) <= ?
ORDER BY top.day DESC, top.id, top.source_actor, top.target_actor, e.published`
	}
	args := append(rows.args, n)
	if q.origin() != record.Origin {
		args = append(args, q.Origin)
	}
	err = s.each(ctx, ask, func(r *sql.Rows) error {
		var h Happening
		var e Evidence
		var d, p sql.NullTime
		if err := r.Scan(&h.ID, &d, &h.SourceActor, &h.TargetActor, &h.Type, &h.Quad, &h.Mutual, &h.Reports, &p, &e.Publisher, &e.Document, &e.URL, &e.Sentence, &e.Copy); err != nil {
			return err
		}
		h.Day, e.Published = dayOf(d), dayOf(p)
		last := len(out) - 1
		if last < 0 || out[last].ID != h.ID || out[last].SourceActor != h.SourceActor || out[last].TargetActor != h.TargetActor {
			out, last = append(out, h), last+1
		}
		if e != (Evidence{}) {
			out[last].Evidence = append(out[last].Evidence, e)
		}
		return nil
	}, append(args, mostEvidence)...)
	if err != nil {
		return nil, fmt.Errorf("newest: %w", err)
	}
	return out, nil
}
