package store

import (
	"context"
	"errors"
	"fmt"

	"entente/internal/record"
)

// rowKey tells rows of one file apart: one event may have several, one for each
// pair of its parties.
const rowKey = "hash(origin, id, day, source, target, source_actor, target_actor, source_name, target_name, cameo, type, mode)"

// leaveOutKnown takes rows of other data sets out of a batch: those whose origin,
// id and day were in the store before the file was begun, and those that the file
// itself has given already. (The day belongs to it: ICEWS uses ids again.) Only
// days that the batch has are looked at.
func (s *Store) leaveOutKnown(ctx context.Context, b *Batch, m *Manifest) error {
	if len(b.Events) == 0 {
		return nil
	}
	since := b.Since
	if since == 0 {
		since = m.Batch
	}
	t := tableOf("events", b.Events, eventFields)
	s.rows.Store(t)
	defer s.rows.Store(nil)
	rows, err := s.write.QueryContext(ctx, fmt.Sprintf(`WITH fresh AS MATERIALIZED (SELECT %s position FROM %s()),
old AS MATERIALIZED (SELECT * FROM events WHERE day IS NULL OR day BETWEEN (SELECT min(day) FROM fresh) AND (SELECT max(day) FROM fresh))
SELECT position FROM fresh WHERE hash(origin, id, day) IN (SELECT hash(origin, id, day) FROM old WHERE batch < %d)
UNION SELECT position FROM fresh WHERE %[4]s IN (SELECT %[4]s FROM old WHERE batch >= %[3]d)
UNION SELECT position FROM fresh QUALIFY row_number() OVER (PARTITION BY %[4]s ORDER BY position) > 1`, t.all(), batchRows, since, rowKey))
	if err != nil {
		return err
	}
	known := map[int]bool{}
	for rows.Next() {
		var at int
		if err := rows.Scan(&at); err != nil {
			return errors.Join(err, rows.Close())
		}
		known[at] = true
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	b.Left += len(known)
	if len(known) > 0 {
		kept := make([]record.Event, 0, len(b.Events)-len(known))
		for i := range b.Events {
			if !known[i] {
				kept = append(kept, b.Events[i])
			}
		}
		b.Events = kept
	}
	return nil
}

// Imported reports whether a file was imported whole: its last batch has the mark
// in its note.
func (s *Store) Imported(ctx context.Context, mark string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM batches WHERE kind = 'import' AND contains(note, ?)", mark).Scan(&n)
	return n > 0, err
}
