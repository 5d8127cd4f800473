package store

import "context"

// Batches and folds add rows to daily, each sorted in itself; a dyad's rows then lie
// in as many places as there were batches, and a day in several rows. Once in a while
// they are put together.
const (
	mergedTable = "CREATE TABLE IF NOT EXISTS merged (n BIGINT)" // rows of daily when that was done last; none: never

	// leastLoose is how many rows must have come since then: fewer lie in one row group
	// of the database, which is what is read at least.
	leastLoose = 122880
)

// mergeDaily makes one row of those of one key and sorts them, when a fifth of the
// rows or more came after it was done last.
func (s *Store) mergeDaily(ctx context.Context) error {
	var all, merged int
	if err := s.write.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM daily), (SELECT coalesce(max(n), 0) FROM merged)").Scan(&all, &merged); err != nil {
		return err
	}
	if all-merged < max(leastLoose, all/5) {
		return nil
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, q := range []string{
		`CREATE OR REPLACE TEMP TABLE stage_daily AS
SELECT origin, source, target, day, type, quad, mutual, sum(n)::INTEGER AS n, sum(score) AS score, sum(goldstein) AS goldstein, sum(reports)::INTEGER AS reports
FROM daily GROUP BY ALL HAVING sum(n) <> 0`,
		"DELETE FROM daily",
		"INSERT INTO daily SELECT * FROM stage_daily ORDER BY source, target, day, origin, type, quad, mutual",
		"DROP TABLE stage_daily",
		"DELETE FROM merged",
		"INSERT INTO merged SELECT count(*) FROM daily",
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, "CHECKPOINT")
	return err
}
