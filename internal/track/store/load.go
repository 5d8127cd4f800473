package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
)

// catchUp loads the batches that the database does not have yet.
func (s *Store) catchUp(ctx context.Context, batches []*Manifest) error {
	has := map[int]bool{}
	rows, err := s.write.QueryContext(ctx, "SELECT batch FROM batches")
	if err != nil {
		return err
	}
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return errors.Join(err, rows.Close())
		}
		has[n] = true
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, m := range batches {
		if !has[m.Batch] {
			if err := s.load(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// load brings the rows of a batch from its segments into the database: all of
// them or none.
func (s *Store) load(ctx context.Context, m *Manifest) error {
	paths := map[string]string{}
	for _, f := range m.Files {
		abs, err := filepath.Abs(filepath.Join(s.dir, segmentsName, filepath.FromSlash(f.Path)))
		if err != nil {
			return err
		}
		paths[f.Table] = "read_parquet('" + quote(abs) + "')"
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	do := func(q string, args ...any) {
		if err == nil {
			if _, err = tx.ExecContext(ctx, q, args...); err != nil {
				err = fmt.Errorf("batch %d: %w", m.Batch, err)
			}
		}
	}
	if m.Kind == Recode && m.rows("documents") > 0 {
		ids := "(SELECT document FROM " + paths["documents"] + ")"
		do("INSERT INTO dirty SELECT day FROM sketches WHERE document IN " + ids)
		for _, t := range []string{"documents", "events", "records", "sketches"} {
			do("DELETE FROM " + t + " WHERE document IN " + ids)
		}
	}
	for _, f := range m.Files {
		// Columns by name: an older segment may lack those that came later.
		do("INSERT INTO " + f.Table + " BY NAME SELECT * FROM " + paths[f.Table])
	}
	if m.rows("sketches") > 0 {
		do("INSERT INTO dirty SELECT DISTINCT day FROM " + paths["sketches"])
	}
	if m.Kind == Import && m.rows("events") > 0 {
		do("INSERT INTO daily " + dailySums("SELECT origin, source, target, day, type, quad, mutual, score, goldstein, reports FROM "+paths["events"]+" WHERE counted AND day IS NOT NULL"))
	}
	do("INSERT INTO versions SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM versions WHERE version = ?)",
		m.Number, m.Version.Program, m.Version.Codebook, m.Version.Lexicon, m.Version.Model, m.Version.Reference, m.Number)
	do("INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?)", m.Batch, string(m.Kind), m.At, m.Note, m.Number, m.rows("documents"), m.rows("events"))
	if err != nil {
		return err
	}
	return tx.Commit()
}

// dailySums adds up rows that have the columns which it names, for the table daily.
func dailySums(rows string) string {
	return `SELECT origin, source, target, day, type, quad, mutual,
count(*)::INTEGER AS n, coalesce(sum(score), 0) AS score, coalesce(sum(goldstein), 0) AS goldstein, sum(reports)::INTEGER AS reports
FROM (` + rows + `) GROUP BY ALL ORDER BY source, target, day`
}

// versionNumber is the number of a version, a new one if it has none.
func (s *Store) versionNumber(ctx context.Context, v Version) (n int, err error) {
	err = s.write.QueryRowContext(ctx, "SELECT version FROM versions WHERE program = ? AND codebook = ? AND lexicon = ? AND model = ? AND reference = ?",
		v.Program, v.Codebook, v.Lexicon, v.Model, v.Reference).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = s.write.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) + 1 FROM versions").Scan(&n)
	}
	return n, err
}
