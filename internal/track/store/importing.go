package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"entente/internal/record"
)

// A rowKey tells rows of one file apart: one event may have several, one for each
// pair of its parties.
type rowKey struct{ origin, id, day, source, target, sourceActor, targetActor, sourceName, targetName, cameo, typ, mode string }

func keyOf(e *record.Event) rowKey {
	d := e.Day
	if dayValue(d) == nil {
		d = "" // as the table has it
	}
	return rowKey{e.Origin, e.ID, d, e.Source, e.Target, e.SourceActor, e.TargetActor, e.SourceName, e.TargetName, e.CAMEO, e.Type, e.Mode}
}

// keyFields are the columns that rows are looked up by.
var keyFields = slices.DeleteFunc(slices.Clone(eventFields), func(f field[record.Event]) bool {
	return f.column != "id" && f.column != "origin" && f.column != "day"
})

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
	known := map[int]bool{}
	seen := make(map[rowKey]bool, len(b.Events))
	for i := range b.Events {
		k := keyOf(&b.Events[i])
		known[i] = seen[k]
		seen[k] = true
	}
	// Days are compared as numbers, 0 for none, since NULL is like nothing.
	t := tableOf("events", b.Events, keyFields)
	s.rows.Store(t)
	defer s.rows.Store(nil)
	const key = "hash(origin, id, coalesce(epoch(day)::BIGINT, 0))"
	rows, err := s.write.QueryContext(ctx, fmt.Sprintf(`WITH fresh AS MATERIALIZED (SELECT position, day, %[1]s AS k FROM (SELECT %[2]s position FROM %[3]s()))
SELECT f.position, e.batch, e.origin, e.id, coalesce(e.day::VARCHAR, ''), e.source, e.target, coalesce(e.source_actor, ''), coalesce(e.target_actor, ''),
coalesce(e.source_name, ''), coalesce(e.target_name, ''), coalesce(e.cameo, ''), e.type, coalesce(e.mode, '')
FROM fresh f JOIN (SELECT *, %[1]s AS k FROM events WHERE origin <> 'entente' AND (day IS NULL OR day BETWEEN (SELECT min(day) FROM fresh) AND (SELECT max(day) FROM fresh))) e ON e.k = f.k`,
		key, t.of("origin", "id", "day"), batchRows))
	if err != nil {
		return err
	}
	for rows.Next() {
		var at, batch int
		var k rowKey
		if err := rows.Scan(&at, &batch, &k.origin, &k.id, &k.day, &k.source, &k.target, &k.sourceActor, &k.targetActor, &k.sourceName, &k.targetName, &k.cameo, &k.typ, &k.mode); err != nil {
			return errors.Join(err, rows.Close())
		}
		if batch < since || k == keyOf(&b.Events[at]) {
			known[at] = true
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	before := len(b.Events)
	kept := make([]record.Event, 0, before)
	for i := range b.Events {
		if !known[i] {
			kept = append(kept, b.Events[i])
		}
	}
	b.Events, b.Left = kept, b.Left+before-len(kept)
	return nil
}

// Imported reports whether a file was imported whole: its last batch has the mark
// in its note.
func (s *Store) Imported(ctx context.Context, mark string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM batches WHERE kind = 'import' AND contains(note, ?)", mark).Scan(&n)
	return n > 0, err
}
