package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"entente/internal/diag"
)

// Limits bound a question that a person asks in SQL.
type Limits struct {
	Rows int           // most rows; 0: no limit
	Time time.Duration // longest time; 0: no limit
}

// ErrMore is returned by Query when there were more rows than it was to give.
var ErrMore = errors.New("there are more rows")

// Query asks the database and hands each row to row: the values in the order of
// columns, which are given first. No statement writes, reaches outside of the
// store, loads an extension or changes settings: a store that was opened for
// reading takes none that does, and its owner asks in a transaction that only
// reads and lets through what onlyAsks does.
func (s *Store) Query(ctx context.Context, q string, l Limits, columns func([]string, []*sql.ColumnType) error, row func([]any) error) error {
	if l.Time > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, l.Time, errTooSlow)
		defer stop()
	}
	c, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, "SET lock_configuration=true"); err != nil && !strings.Contains(err.Error(), "locked") {
		return err
	}
	if !s.opts.ReadOnly {
		if err := onlyAsks(ctx, c, q); err != nil {
			return saidOf(ctx, err, l)
		}
		if _, err := c.ExecContext(ctx, "BEGIN TRANSACTION READ ONLY"); err != nil {
			return saidOf(ctx, err, l)
		}
		// On an error the transaction may be over already.
		defer c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	rows, err := c.QueryContext(ctx, q)
	if err != nil {
		return saidOf(ctx, err, l)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	if err := columns(names, types); err != nil {
		return err
	}
	values, places := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		places[i] = &values[i]
	}
	n := 0
	for rows.Next() {
		if l.Rows > 0 && n == l.Rows {
			return ErrMore
		}
		n++
		if err := rows.Scan(places...); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return saidOf(ctx, rows.Err(), l)
}

var errTooSlow = errors.New("too slow")

// saidOf puts an error of the database into words for whoever asked.
func saidOf(ctx context.Context, err error, l Limits) error {
	if err == nil {
		return nil
	}
	if context.Cause(ctx) == errTooSlow {
		return &diag.Error{Msg: "the question took longer than " + l.Time.String(), Hint: "ask for less, or allow more time"}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var said *diag.Error
	if errors.As(err, &said) {
		return err
	}
	msg, _, _ := strings.Cut(err.Error(), "\n\nLINE")
	hint := ""
	if strings.Contains(msg, "read-only") || strings.Contains(msg, "Permission Error") || strings.Contains(msg, "disabled by configuration") || strings.Contains(msg, "locked") {
		hint = "questions only read the tables of the store: see docs/format/store.md"
	}
	return &diag.Error{Msg: msg, Hint: hint}
}
