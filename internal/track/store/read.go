package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
)

// Seen knows which documents the store has, in 8 bytes each. It is for one
// goroutine that adds and many that ask before it adds: the caller sees to that.
type Seen struct {
	old []uint64 // sorted
	new map[uint64]struct{}
}

// Seen reads the ids of all documents.
func (s *Store) Seen(ctx context.Context) (*Seen, error) {
	out := &Seen{new: map[uint64]struct{}{}}
	err := s.each(ctx, "SELECT document FROM documents", func(r *sql.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		n, err := strconv.ParseUint(id, 16, 64)
		out.old = append(out.old, n)
		return err
	})
	slices.Sort(out.old)
	return out, err
}

// Has reports whether the document is in the store.
func (s *Seen) Has(id string) bool {
	n, err := strconv.ParseUint(id, 16, 64)
	if err != nil {
		return false
	}
	if _, ok := s.new[n]; ok {
		return true
	}
	_, ok := slices.BinarySearch(s.old, n)
	return ok
}

// Add notes a document.
func (s *Seen) Add(id string) {
	if n, err := strconv.ParseUint(id, 16, 64); err == nil {
		s.new[n] = struct{}{}
	}
}

// each hands every row of a question to row.
func (s *Store) each(ctx context.Context, q string, row func(*sql.Rows) error, args ...any) error {
	rows, err := s.db.QueryContext(ctx, q, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := row(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
