package store

import (
	"context"
	"fmt"
	"slices"
)

// rowKey tells rows of one file apart: one event may have several, one for each
// pair of its parties.
const rowKey = "hash(origin, id, day, source, target, source_actor, target_actor, source_name, target_name, cameo, type, mode)"

// leaveOutKnown takes rows of other data sets out of what is staged: those whose
// origin, id and day were in the store before the file was begun, and those that
// the file itself has given already. (The day belongs to it: ICEWS uses ids
// again.) Only days that the batch has are looked at.
func (s *Store) leaveOutKnown(ctx context.Context, b *Batch, m *Manifest) error {
	i := slices.IndexFunc(m.Files, func(f Segment) bool { return f.Table == "events" })
	if i < 0 {
		return nil
	}
	since := b.Since
	if since == 0 {
		since = m.Batch
	}
	days := "(day IS NULL OR day BETWEEN (SELECT min(day) FROM stage_events) AND (SELECT max(day) FROM stage_events))"
	for _, q := range []string{
		fmt.Sprintf("DELETE FROM stage_events WHERE hash(origin, id, day) IN (SELECT hash(origin, id, day) FROM events WHERE batch < %d AND %s)", since, days),
		fmt.Sprintf("DELETE FROM stage_events WHERE %s IN (SELECT %s FROM events WHERE batch >= %d AND %s)", rowKey, rowKey, since, days),
		fmt.Sprintf("DELETE FROM stage_events WHERE rowid IN (SELECT rowid FROM stage_events QUALIFY row_number() OVER (PARTITION BY %s ORDER BY rowid) > 1)", rowKey),
	} {
		r, err := s.write.ExecContext(ctx, q)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		b.Left += int(n)
	}
	if m.Files[i].Rows -= b.Left; m.Files[i].Rows == 0 {
		m.Files = slices.Delete(m.Files, i, i+1)
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
