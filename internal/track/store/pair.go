package store

import (
	"context"
	"database/sql"
)

// A Deed is one incident between two states, or one row of another data set.
type Deed struct {
	ID, Origin     string
	Source, Target string
	Act, Type      string
	Quad           int
	First, Last    string // days between which it was done
}

// Between are what two states did to each other within some days, both included,
// "" for no bound: each once, by day, what counts only.
func (s *Store) Between(ctx context.Context, a, b, first, last string) (out []Deed, err error) {
	const pair = "counted AND (source = $1 AND target = $2 OR source = $2 AND target = $1) AND last <= coalesce($4::DATE, last)"
	const q = `SELECT id, 'entente' AS origin, source, target, coalesce(act, ''), type, quad, first, last FROM incidents WHERE ` + pair + ` AND first >= coalesce($3::DATE, first)
UNION ALL SELECT id, origin, source, target, coalesce(act, ''), type, quad, day, last FROM events WHERE origin <> 'entente' AND ` + pair + ` AND day >= coalesce($3::DATE, day) ORDER BY 8, 9, 1`
	seen := map[string]bool{} // an incident of several offices of one state has several rows
	err = s.each(ctx, q, func(r *sql.Rows) error {
		var d Deed
		var from, to sql.NullTime
		if err := r.Scan(&d.ID, &d.Origin, &d.Source, &d.Target, &d.Act, &d.Type, &d.Quad, &from, &to); err != nil {
			return err
		}
		if d.First, d.Last = dayOf(from), dayOf(to); d.Last == "" {
			d.Last = d.First
		}
		if !seen[d.Origin+d.ID] {
			seen[d.Origin+d.ID] = true
			out = append(out, d)
		}
		return nil
	}, a, b, dayValue(first), dayValue(last))
	return out, err
}

// CountBetween is how many incidents and rows of other data sets count on some days.
func (s *Store) CountBetween(ctx context.Context, first, last string) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT coalesce(sum(n), 0)::BIGINT FROM daily WHERE day >= ?::DATE AND day <= ?::DATE", first, last).Scan(&n)
	return n, err
}

// Days are the first and the last day that anything counts on.
func (s *Store) Days(ctx context.Context) (first, last string, err error) {
	var a, b sql.NullTime
	err = s.db.QueryRowContext(ctx, "SELECT min(day), max(day) FROM daily WHERE n > 0").Scan(&a, &b)
	return dayOf(a), dayOf(b), err
}
