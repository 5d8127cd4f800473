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

// Texts are up to n documents that were coded, in the order of their ids, those
// after the given one.
func (s *Store) Texts(ctx context.Context, after string, n int) (out []Document, err error) {
	err = s.each(ctx, `SELECT document, name, coalesce(url, ''), coalesce(publisher, ''), coalesce(title, ''), coalesce(language, ''), published, status, sentences, events, counted, coalesce(dateline, ''), coalesce(zones, ''), text
FROM documents WHERE document > ? AND text IS NOT NULL AND status IN ('coded', 'no event', 'off topic') ORDER BY document LIMIT ?`, func(r *sql.Rows) error {
		var d Document
		var published sql.NullTime
		err := r.Scan(&d.ID, &d.Name, &d.URL, &d.Publisher, &d.Title, &d.Language, &published, &d.Status, &d.Sentences, &d.Events, &d.Counted, &d.Dateline, &d.Zones, &d.Text)
		d.Published = dayOf(published)
		out = append(out, d)
		return err
	}, after, n)
	return out, err
}

// CountTexts is how many documents Texts gives in all.
func (s *Store) CountTexts(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM documents WHERE text IS NOT NULL AND status IN ('coded', 'no event', 'off topic')").Scan(&n)
	return n, err
}

// Wholes are the whole records of documents whose ids lie between two, both
// included, by document and id of the record.
func (s *Store) Wholes(ctx context.Context, first, last string) (map[string][]Record, error) {
	out := map[string][]Record{}
	err := s.each(ctx, "SELECT id, document, record FROM records WHERE document >= ? AND document <= ? ORDER BY document, id", func(r *sql.Rows) error {
		var w Record
		var j string
		err := r.Scan(&w.ID, &w.Document, &j)
		w.JSON = []byte(j)
		out[w.Document] = append(out[w.Document], w)
		return err
	}, first, last)
	return out, err
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
