package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/track/fold"
)

func event(n int, origin string) record.Event {
	pairs := [][2]string{{"RUS", "UKR"}, {"USA", "CHN"}, {"IND", "PAK"}, {"SRB", ""}}
	p := pairs[n%len(pairs)]
	return record.Event{
		ID: fmt.Sprintf("%016x", n), Origin: origin, Document: fmt.Sprintf("%016x", n/2), Day: time.Date(2024, 1, 1+n%60, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), Last: "2024-05-01",
		Source: p[0], Target: p[1], SourceActor: p[0] + "GOV", TargetActor: p[1], SourceName: "the government's \"side\"", Act: "accuse", Type: "ACCUSE", CAMEO: "112", Quad: 3,
		Goldstein: -2, Score: record.Missing, Contexts: []string{"military", "diplomatic"}, Lat: record.Missing, Lon: record.Missing, Confidence: 0.75, Counted: n%5 != 0, Sentence: "It's so.\nTwo lines.", Start: 3, End: 9, Reports: 1,
	}
}

func batch(from, n int) *Batch {
	b := &Batch{Kind: Ingest, Note: "test", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Version: Version{Program: "a", Model: "b"}}
	for i := from; i < from+n; i++ {
		id := fmt.Sprintf("%016x", i)
		b.Documents = append(b.Documents, Document{ID: id, Name: "a.txt", Published: "2024-02-03", Status: Coded, Text: "It's so."})
		b.Events = append(b.Events, event(2*i, record.Origin), event(2*i+1, record.Origin))
		b.Records = append(b.Records, Record{ID: id, Document: id, JSON: []byte(`{"id":"x"}`)})
		b.Sketches = append(b.Sketches, fold.Sketch{ID: id, Day: "2024-02-03"})
	}
	return b
}

func open(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dump is every row of the tables of the truth, in a fixed order.
func dump(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, table := range Tables {
		err := s.each(t.Context(), "SELECT x::VARCHAR FROM "+table.Name+" x ORDER BY ALL", func(r *sql.Rows) error {
			var row string
			err := r.Scan(&row)
			b.WriteString(table.Name + ": " + row + "\n")
			return err
		})
		if err != nil {
			t.Fatal(table.Name, err)
		}
	}
	return b.String()
}

func TestCommitStaysAndRebuilds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	for i := range 3 {
		if n, err := s.Commit(t.Context(), batch(10*i, 10)); err != nil || n != i+1 {
			t.Fatal(n, err)
		}
	}
	imported := &Batch{Kind: Import, At: time.Unix(0, 0)}
	for i := range 50 {
		imported.Events = append(imported.Events, event(i, "icews"))
	}
	if _, err := s.Commit(t.Context(), imported); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := dump(t, s)
	if !strings.Contains(want, `Two lines.`) || strings.Count(want, "\nevents: ") != 110 || !strings.Contains(want, "daily: (icews") && !strings.Contains(want, "daily: {'origin': icews") {
		t.Fatalf("unexpected rows:\n%.3000s", want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{})
	if got := dump(t, s); got != want {
		t.Error("other rows after opening again")
	}
	s.Close()
	if err := Rebuild(t.Context(), dir, Options{}, nil); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{})
	defer s.Close()
	if got := dump(t, s); got != want {
		t.Error("other rows after rebuilding")
	}
}

// A kill may leave a batch without its rows in the database, segments without a
// manifest, and half-written files.
func TestOpenMendsWhatAKillLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	for i := range 2 {
		if _, err := s.Commit(t.Context(), batch(10*i, 10)); err != nil {
			t.Fatal(err)
		}
	}
	want := dump(t, s)
	for _, q := range []string{"DELETE FROM documents WHERE batch = 2", "DELETE FROM events WHERE batch = 2", "DELETE FROM records WHERE batch = 2", "DELETE FROM sketches WHERE batch = 2", "DELETE FROM batches WHERE batch = 2"} {
		if _, err := s.db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	orphan := filepath.Join(dir, "segments", "events", "000003.parquet")
	half := filepath.Join(dir, "tmp", "events-000003")
	for _, f := range []string{orphan, half} {
		if err := os.WriteFile(f, []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir, Options{})
	if got := dump(t, s); got != want {
		t.Error("the batch is not back")
	}
	for _, f := range []string{orphan, half} {
		if _, err := os.Stat(f); err == nil {
			t.Errorf("%s is still there", f)
		}
	}
	if n, err := s.Commit(t.Context(), batch(20, 1)); n != 3 || err != nil {
		t.Error(n, err)
	}
	s.Close()
}

func TestRebuildRefusesChangedSegments(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	if _, err := s.Commit(t.Context(), batch(0, 3)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	name := filepath.Join(dir, "segments", "events", "000001.parquet")
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	os.WriteFile(name, raw, 0o644)
	var de *diag.Error
	if err := Rebuild(t.Context(), dir, Options{}, nil); !errors.As(err, &de) || de.File != name {
		t.Error("not refused:", err)
	}
	// Nothing was lost by the refusal.
	s = open(t, dir, Options{})
	defer s.Close()
	if got := strings.Count(dump(t, s), "events: "); got != 6 {
		t.Errorf("%d events", got)
	}
}

func TestRecodeReplaces(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	defer s.Close()
	if _, err := s.Commit(t.Context(), batch(0, 4)); err != nil {
		t.Fatal(err)
	}
	b := batch(1, 1)
	b.Kind, b.Version.Model = Recode, "c"
	b.Events = b.Events[:1]
	b.Events[0].Type = "REJECT"
	b.Events[0].Document = b.Documents[0].ID
	if _, err := s.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	got := dump(t, s)
	if strings.Count(got, "documents: ") != 4 || strings.Count(got, "versions: ") != 2 || strings.Count(got, "REJECT") != 1 || strings.Count(got, "events: ") != 7 {
		t.Error(got)
	}
}

func TestOneOwner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	defer s.Close()
	for _, o := range []Options{{}, {ReadOnly: true}} {
		var de *diag.Error
		if x, err := Open(t.Context(), dir, o); !errors.As(err, &de) || !strings.Contains(de.Msg, "in use") {
			t.Errorf("opened twice: %v %v", x, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	other := t.TempDir()
	os.WriteFile(filepath.Join(other, "letter.txt"), nil, 0o644)
	for dir, o := range map[string]Options{other: {Create: true}, filepath.Join(other, "none"): {}, filepath.Join(other, "x"): {ReadOnly: true, Create: true}} {
		var de *diag.Error
		if _, err := Open(t.Context(), dir, o); !errors.As(err, &de) || de.Hint == "" {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func TestQueryIsASandbox(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	if _, err := s.Commit(t.Context(), batch(0, 5)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = open(t, dir, Options{ReadOnly: true})
	defer s.Close()
	ask := func(q string, l Limits) (n int, err error) {
		return n, s.Query(t.Context(), q, l, func([]string, []*sql.ColumnType) error { return nil }, func([]any) error { n++; return nil })
	}
	if n, err := ask("SELECT * FROM events", Limits{}); n != 10 || err != nil {
		t.Error(n, err)
	}
	if n, err := ask("SELECT * FROM events", Limits{Rows: 3}); n != 3 || !errors.Is(err, ErrMore) {
		t.Error(n, err)
	}
	outside := filepath.Join(t.TempDir(), "x.csv")
	os.WriteFile(outside, []byte("a\n1\n"), 0o644)
	for _, q := range attacks(outside) {
		if _, err := ask(q, Limits{}); err == nil {
			t.Errorf("allowed: %s", q)
		}
	}
	began := time.Now()
	_, err := ask("SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3", Limits{Time: 200 * time.Millisecond})
	if err == nil || !strings.Contains(err.Error(), "longer than 200ms") || time.Since(began) > 20*time.Second {
		t.Error(err, time.Since(began))
	}
	if n, err := ask("SELECT 1", Limits{}); n != 1 || err != nil {
		t.Error("unusable afterwards:", n, err)
	}
}

// attacks are questions that are none.
func attacks(outside string) []string {
	return []string{
		"DELETE FROM events", "DROP TABLE events", "CREATE TABLE x AS SELECT 1", "COPY events TO '" + outside + ".out'", "SELECT * FROM read_csv('" + outside + "')", "SELECT * FROM '" + outside + "'",
		"ATTACH '" + outside + ".db' AS y", "SET enable_external_access=true", "SET memory_limit='100GB'", "RESET memory_limit", "INSTALL httpfs", "LOAD httpfs", "SELECT * FROM read_text('/etc/passwd')",
		"SELECT * FROM glob('/etc/*')", "EXPORT DATABASE '" + outside + ".d'", "PRAGMA enable_external_access", "IMPORT DATABASE '/tmp'", "SELECT getenv('HOME')",
	}
}

// The owner of a store answers questions while it writes. A transaction that only
// reads does not keep a SELECT from functions that write, so there is more on the
// list.
func TestOwnerAnswersInASandbox(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s := open(t, dir, Options{Create: true})
	defer s.Close()
	if _, err := s.Commit(t.Context(), batch(0, 5)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	ask := func(q string, l Limits) (n int, err error) {
		return n, s.Query(t.Context(), q, l, func([]string, []*sql.ColumnType) error { return nil }, func([]any) error { n++; return nil })
	}
	files := func() string {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(entries)
	}
	before, had := dump(t, s), files()
	for q, want := range map[string]int{
		"SELECT * FROM events": 10, "WITH x AS (SELECT source, count(*) FROM events GROUP BY ALL) SELECT * FROM x": 4, "FROM events LIMIT 2": 2, "DESCRIBE daily": 11,
		"SELECT unnest(contexts) FROM events WHERE source = 'RUS'": 6, "SELECT * FROM range(3);": 3, "SELECT 'DROP TABLE events; --'": 1, "VALUES (1), (2)": 2, "SELECT 1 UNION ALL SELECT 2": 2,
	} {
		if n, err := ask(q, Limits{}); n != want || err != nil {
			t.Errorf("%s: %d %v, want %d", q, n, err, want)
		}
	}
	outside := filepath.Join(t.TempDir(), "x.csv")
	os.WriteFile(outside, []byte("a\n1\n"), 0o644)
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, q := range append(attacks(outside),
		"COMMIT", "COMMIT; DELETE FROM events; SELECT 1", "ROLLBACK; DROP TABLE events; BEGIN; SELECT 1", "SELECT 1; SELECT 2", "INSERT INTO events BY NAME SELECT * FROM events", "UPDATE events SET type = 'AID'",
		"SELECT 1) ; DELETE FROM events; SELECT * FROM (SELECT 1", "WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x", "EXPLAIN ANALYZE DELETE FROM events", "CREATE TEMP TABLE x AS SELECT 1", "CREATE MACRO f() AS 1",
		"CHECKPOINT", "SELECT * FROM checkpoint()", "SELECT * FROM force_checkpoint()", "CALL force_checkpoint()", "VACUUM", "PREPARE x AS SELECT 1", "SET threads = 1", "SET VARIABLE x = 1", "USE temp", "DETACH store",
		"SELECT * FROM enable_logging(storage='file', storage_path='"+in("log")+"')", "SELECT * FROM (SELECT * FROM ENABLE_LOGGING())", "SELECT * FROM enable_profiling()", "SELECT (SELECT count(*) FROM enable_logging())",
		"SELECT * FROM query('SELECT * FROM enable_logging()')", "SELECT * FROM query_table('events')", "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "SELECT * FROM arrow_scan(1, 2, 3)",
		"SELECT * FROM read_text('"+in("lock")+"')", "SELECT * FROM '"+in("segments/events/000001.parquet")+"'", "SELECT * FROM read_parquet('"+in("segments/events/*.parquet")+"')", "SELECT * FROM glob('"+in("*")+"')", "SELECT * FROM read_text('"+in("../../../../../etc/passwd")+"')",
		"SELECT sleep_ms(100000)", "SELECT pg_sleep(100)", "SELECT write_log('x')", "SELECT setseed(0.1)", "SELECT "+strings.Repeat("(", 5000)+"1"+strings.Repeat(")", 5000), "SELECT '"+strings.Repeat("x", longestQuestion)+"'", "", ";", "\x00", "SELECT",
	) {
		if _, err := ask(q, Limits{Time: 10 * time.Second}); err == nil {
			t.Errorf("allowed: %.80s", q)
		}
	}
	if after := dump(t, s); after != before {
		t.Error("the store has changed")
	}
	if now := files(); now != had {
		t.Errorf("files have come or gone: %s, had %s", now, had)
	}
	if _, err := ask("SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3", Limits{Time: 200 * time.Millisecond}); err == nil || !strings.Contains(err.Error(), "longer than 200ms") {
		t.Error(err)
	}
	if _, err := s.Commit(t.Context(), batch(5, 5)); err != nil {
		t.Error("cannot be written afterwards:", err)
	}
	if n, err := ask("SELECT * FROM events", Limits{Rows: 15}); n != 15 || !errors.Is(err, ErrMore) {
		t.Error(n, err)
	}
}

func TestSeen(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	defer s.Close()
	if _, err := s.Commit(context.Background(), batch(0, 5)); err != nil {
		t.Fatal(err)
	}
	seen, err := s.Seen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen.Add("00000000000000ff")
	for id, want := range map[string]bool{"0000000000000004": true, "0000000000000005": false, "00000000000000ff": true, "x": false} {
		if seen.Has(id) != want {
			t.Errorf("%s: %v", id, !want)
		}
	}
}

// The fields of a batch are the columns of the tables, in their order.
func TestFieldsAreColumns(t *testing.T) {
	check := func(table string, fields []string) {
		for _, tb := range Tables {
			if tb.Name != table {
				continue
			}
			var want []string
			for _, c := range tb.Columns {
				want = append(want, c.Name)
			}
			if got := append(fields, "batch"); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", table, got, want)
			}
		}
	}
	check("documents", columnsOf(documentFields))
	check("events", columnsOf(eventFields))
	check("records", columnsOf(recordFields))
	check("sketches", columnsOf(sketchFields))
}

func columnsOf[R any](fields []field[R]) (out []string) {
	for _, f := range fields {
		out = append(out, f.column)
	}
	return out
}
