package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Merging keeps the sums, leaves one row for each key, and waits until it is worth it.
func TestMergeDaily(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	imported := &Batch{Kind: Import, At: time.Unix(0, 0)}
	for i := range 500 {
		imported.Events = append(imported.Events, event(i, "icews"))
	}
	for range 3 {
		if _, err := s.Commit(t.Context(), imported); err != nil {
			t.Fatal(err)
		}
	}
	const sums = "SELECT origin, source, target, day, type, quad, mutual, sum(n), sum(score), sum(goldstein), sum(reports) FROM daily GROUP BY ALL HAVING sum(n) <> 0"
	ask := func(q string) string {
		t.Helper()
		var out string
		if err := s.db.QueryRow("SELECT coalesce(string_agg(x::VARCHAR, '\n' ORDER BY x::VARCHAR), '') FROM (" + q + ") x").Scan(&out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	want, rows := ask(sums), ask("SELECT count(*) FROM daily")
	if err := s.mergeDaily(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := ask("SELECT count(*) FROM daily"); got != rows {
		t.Errorf("merged %s rows to %s for nothing", rows, got)
	}
	// Many rows of nothing make it worth it.
	if _, err := s.db.Exec("INSERT INTO daily SELECT 'x', 'A', 'B', DATE '2024-01-01', 'AID', 1, false, CASE WHEN range % 2 = 0 THEN 1 ELSE -1 END, 0, 0, 0 FROM range(200000)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{})
	defer s.Close()
	if got := ask(sums); got != want {
		t.Errorf("other sums:\n%.500s\nwant\n%.500s", got, want)
	}
	if n := ask("SELECT count(*) FROM daily"); n != ask("SELECT count(*) FROM ("+sums+")") || strings.Contains(ask("SELECT DISTINCT origin FROM daily"), "x") {
		t.Errorf("%s rows are left", n)
	}
}
