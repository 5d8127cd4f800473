// Package store is the memory of the program: what was read, what was coded from
// it, and which incidents the reports fold into. Rows come in by batches and are
// written twice: as Parquet segments, which are the truth and are only ever added
// to, and into a DuckDB file beside them, which answers questions and can be made
// anew from the segments. A batch is there as soon as its manifest is, and not
// before: after a kill at any moment the store holds whole batches only. One
// process owns a store at a time. Incidents and daily sums are worked out from
// the truth and kept up to date. The package knows no clock, no coder and no
// format of others; time and versions are handed in.
//
//	DIR/segments/events/000042.parquet     rows of batch 42, and so for each table of the truth
//	DIR/segments/batches/000042.json       the manifest of batch 42
//	DIR/store.duckdb                       made from the segments
//	DIR/tmp/                               what is being written; swept when the store is opened
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/duckdb/duckdb-go/v2"

	"entente/internal/diag"
)

// Options say how a store is opened.
type Options struct {
	Create   bool   // make it where there is none
	ReadOnly bool   // nothing is written, not even what a kill left undone
	Memory   string // limit of the database: "1GB", the default
	Threads  int    // 0: one for each core
	Out      string // folder outside that copies may be written to
}

// A Store is an open store. Its methods may be called from several goroutines;
// batches are committed one after the other.
type Store struct {
	dir   string
	opts  Options
	lock  *os.File
	db    *sql.DB
	write *sql.Conn             // the connection that holds the staging tables
	next  int                   // number of the next batch
	mu    sync.Mutex            // held by Commit and Fold
	rows  atomic.Pointer[table] // what batchRows gives just now
}

const (
	databaseName = "store.duckdb"
	segmentsName = "segments"
	batchesName  = "batches"
)

// Open opens the store in the folder dir and brings in batches that a kill kept
// from the database.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if o.Memory == "" {
		o.Memory = "1GB"
	}
	_, err := os.Stat(filepath.Join(dir, segmentsName))
	switch {
	case err == nil:
	case !errors.Is(err, fs.ErrNotExist):
		return nil, &diag.Error{File: dir, Msg: "cannot be opened: " + err.Error(), Reason: diag.Unreadable}
	case !o.Create || o.ReadOnly:
		return nil, &diag.Error{File: dir, Msg: "is no store", Hint: "entente ingest SOURCE --db " + dir + " makes one", Reason: diag.Missing}
	default:
		if entries, _ := os.ReadDir(dir); len(entries) > 0 {
			return nil, &diag.Error{File: dir, Msg: "is a folder with other things in it", Hint: "name an empty folder, or one that is not there yet"}
		}
	}
	s := &Store{dir: dir, opts: o}
	if err := s.open(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	if !s.opts.ReadOnly {
		for _, t := range Tables {
			if t.Truth {
				if err := os.MkdirAll(filepath.Join(s.dir, segmentsName, t.Name), 0o755); err != nil {
					return err
				}
			}
		}
		if err := os.MkdirAll(filepath.Join(s.dir, segmentsName, batchesName), 0o755); err != nil {
			return err
		}
	}
	if err := s.takeLock(); err != nil {
		return err
	}
	batches, err := s.manifests()
	if err != nil {
		return err
	}
	s.next = 1
	if n := len(batches); n > 0 {
		s.next = batches[n-1].Batch + 1
	}
	if !s.opts.ReadOnly {
		if err := s.sweep(batches); err != nil {
			return err
		}
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	if s.opts.ReadOnly {
		return nil
	}
	return s.catchUp(ctx, batches)
}

// takeLock makes this process the owner. Readers share the lock.
func (s *Store) takeLock() error {
	name := filepath.Join(s.dir, "lock")
	flags, how := os.O_RDWR|os.O_CREATE, syscall.LOCK_EX
	if s.opts.ReadOnly {
		flags, how = os.O_RDONLY, syscall.LOCK_SH
	}
	f, err := os.OpenFile(name, flags, 0o644)
	if err != nil {
		return &diag.Error{File: name, Msg: err.Error(), Reason: diag.Unreadable}
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		f.Close()
		return &diag.Error{File: s.dir, Msg: "is in use by another process", Hint: "one process owns a store at a time: wait until it has ended, or stop it"}
	}
	s.lock = f
	return nil
}

// connect opens the database, makes its tables where it is new, and closes the
// door behind: no extension is loaded and no file outside of the store is touched.
func (s *Store) connect(ctx context.Context) error {
	name := filepath.Join(s.dir, databaseName)
	dsn := name + "?access_mode=READ_WRITE"
	if s.opts.ReadOnly {
		dsn = name + "?access_mode=READ_ONLY"
		if _, err := os.Stat(name); err != nil {
			return &diag.Error{File: s.dir, Msg: "its database is missing", Hint: "entente rebuild " + s.dir + " makes it from the segments", Reason: diag.Missing}
		}
	}
	abs, err := filepath.Abs(s.dir)
	if err != nil {
		return err
	}
	allowed := "'" + quote(abs) + "'"
	if s.opts.Out != "" {
		out, err := filepath.Abs(s.opts.Out)
		if err != nil {
			return err
		}
		allowed += ", '" + quote(out) + "'"
	}
	set := []string{
		"SET autoinstall_known_extensions=false", "SET autoload_known_extensions=false",
		"SET memory_limit='" + quote(s.opts.Memory) + "'", "SET preserve_insertion_order=true",
		"SET temp_directory='" + quote(filepath.Join(abs, "tmp")) + "'",
		"SET allowed_directories=[" + allowed + "]", "SET enable_external_access=false",
	}
	if s.opts.Threads > 0 {
		set = append(set, fmt.Sprintf("SET threads=%d", s.opts.Threads))
	}
	first := true
	connector, err := duckdb.NewConnector(dsn, func(c driver.ExecerContext) error {
		if !first {
			return nil
		}
		first = false
		for _, q := range set {
			if _, err := c.ExecContext(context.Background(), q, nil); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	})
	if err != nil {
		return &diag.Error{File: name, Msg: "cannot be opened: " + err.Error(), Hint: "entente rebuild " + s.dir + " makes it anew from the segments", Reason: diag.Unreadable}
	}
	s.db = sql.OpenDB(connector)
	if err := s.db.PingContext(ctx); err != nil {
		return &diag.Error{File: name, Msg: "cannot be opened: " + err.Error(), Hint: "entente rebuild " + s.dir + " makes it anew from the segments", Reason: diag.Unreadable}
	}
	if err := s.checkSchema(ctx); err != nil {
		return err
	}
	if s.opts.ReadOnly {
		return nil
	}
	if s.write, err = s.db.Conn(ctx); err != nil {
		return err
	}
	if err := s.registerRows(); err != nil {
		return err
	}
	for _, q := range foldStage {
		if _, err := s.write.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// checkSchema makes the tables of a new database, and refuses one of another
// version.
func (s *Store) checkSchema(ctx context.Context) error {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'schema_version'").Scan(&n)
	if err != nil {
		return err
	}
	if n == 0 {
		if s.opts.ReadOnly {
			return &diag.Error{File: s.dir, Msg: "its database has no tables", Hint: "entente rebuild " + s.dir + " makes it from the segments"}
		}
		return s.create(ctx)
	}
	var v int
	if err := s.db.QueryRowContext(ctx, "SELECT version FROM schema_version").Scan(&v); err != nil {
		return err
	}
	if v != Schema {
		return &diag.Error{File: s.dir, Msg: fmt.Sprintf("its tables have version %d, this program's %d", v, Schema), Hint: "entente rebuild " + s.dir + " makes them anew from the segments"}
	}
	if s.opts.ReadOnly {
		return nil
	}
	_, err = s.db.ExecContext(ctx, mergedTable) // a database that an older program made has none
	return err
}

// create makes all tables in one transaction and writes them out at once: a log
// with statements like these in it is what replay has been seen to trip over.
func (s *Store) create(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	statements := []string{}
	for _, t := range Tables {
		statements = append(statements, t.ddl(t.Name, "TABLE"))
	}
	statements = append(statements, timeline, mergedTable, "CREATE TABLE dirty (day DATE)", "CREATE TABLE fold_states (day DATE, state BLOB)", "CREATE TABLE schema_version (version INTEGER)", fmt.Sprintf("INSERT INTO schema_version VALUES (%d)", Schema))
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "CHECKPOINT")
	return err
}

// Close writes the database out and gives the store up.
func (s *Store) Close() error {
	var errs []error
	if s.write != nil {
		err := s.mergeDaily(context.Background())
		_, cerr := s.write.ExecContext(context.Background(), "CHECKPOINT")
		errs = append(errs, err, cerr, s.write.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// Dir is the folder of the store.
func (s *Store) Dir() string { return s.dir }

// DB is the database, for questions; nothing may be written with it.
func (s *Store) DB() *sql.DB { return s.db }

// quote doubles the quotes of a text that stands between single quotes in SQL.
func quote(v string) string { return strings.ReplaceAll(v, "'", "''") }
