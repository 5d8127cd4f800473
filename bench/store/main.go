// Command store loads events that were made by a generator into a store and into
// SQLite beside it, asks both the same questions, and writes a report in Markdown.
// It is a module of its own, so that the program's own does not need SQLite:
//
//	go -C bench/store run . -rows 10000000
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"entente/internal/record"
	"entente/internal/track/store"
)

func main() {
	rows := flag.Int("rows", 10_000_000, "events")
	size := flag.Int("batch", 245_760, "events committed at once; two row groups of the database")
	rival := flag.Bool("sqlite", true, "load SQLite too")
	flag.Parse()
	if err := run(*rows, *size, *rival); err != nil {
		fmt.Fprintln(os.Stderr, "store:", err)
		os.Exit(1)
	}
}

// A spell is how long something took.
type spell struct{ wall, cpu time.Duration }

// timed is how long f takes, by the clock and by the processor, all threads together.
func timed(f func() error) (spell, error) {
	used := func() time.Duration {
		var r syscall.Rusage
		syscall.Getrusage(syscall.RUSAGE_SELF, &r)
		return time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	began, before := time.Now(), used()
	err := f()
	return spell{time.Since(began), used() - before}, err
}

func (s *spell) add(o spell) { s.wall, s.cpu = s.wall+o.wall, s.cpu+o.cpu }

// A figures is what is said of one database.
type figures struct {
	name             string
	load, index      spell
	bytes            int64
	much, some, week spell // the busiest dyad by week, one of the middle, all dyads by week
}

func run(rows, size int, rival bool) error {
	dir, err := os.MkdirTemp("", "entente-bench-store-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	loads := []func(string, *generator, []record.Event) (figures, error){ours}
	if rival {
		loads = append(loads, sqlite)
	}
	var all []figures
	for i, load := range loads {
		f, err := load(filepath.Join(dir, fmt.Sprint(i)), newGenerator(1, rows), make([]record.Event, size))
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	load := "unknown"
	if l, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = strings.Fields(string(l))[0]
	}
	fmt.Printf("%d generated events (bench/store/rows.go: %d states, dyads by Zipf's law, %d years; no sentences), %d a batch. %s, commit %s, %d cores, load after the run %s. Making the rows is not counted.\n\n",
		rows, states, years, size, time.Now().UTC().Format("2006-01-02 15:04 UTC"), strings.TrimSpace(string(commit)), runtime.NumCPU(), load)
	fmt.Println("| | load | processor time | rows/s | rows for each second of processor time | on disk | busiest dyad by week | dyad in the middle by week | all dyads by week, the 100 most |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	for _, f := range all {
		f.load.add(f.index)
		fmt.Printf("| %s | %.1f s | %.1f s | %.0f | %.0f | %d MB | %s | %s | %s |\n", f.name, f.load.wall.Seconds(), f.load.cpu.Seconds(),
			float64(rows)/f.load.wall.Seconds(), float64(rows)/f.load.cpu.Seconds(), f.bytes>>20, f.much, f.some, f.week)
	}
	return nil
}

func (s spell) String() string {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("%.1f ms (%.1f)", ms(s.wall), ms(s.cpu))
}

// ours loads a store. What closing takes is part of it: daily sums are merged then,
// and the database is written out.
func ours(dir string, g *generator, buf []record.Event) (f figures, err error) {
	f.name = "store"
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{Create: true})
	if err != nil {
		return f, err
	}
	for n := g.next(buf); n > 0; n = g.next(buf) {
		t, err := timed(func() error {
			_, err := s.Commit(ctx, &store.Batch{Kind: store.Import, Note: "generated", At: time.Now(), Events: buf[:n]})
			return err
		})
		if err != nil {
			return f, err
		}
		f.load.add(t)
	}
	if f.index, err = timed(s.Close); err != nil {
		return f, err
	}
	fmt.Fprintln(os.Stderr, "store: loaded in", f.load, "closed in", f.index)
	f.bytes = sizeOf(dir)
	if s, err = store.Open(ctx, dir, store.Options{ReadOnly: true}); err != nil {
		return f, err
	}
	defer s.Close()
	err = f.ask(s.DB(), g, "date_trunc('week', day)", "daily", "sum(n)")
	return f, err
}

// sqlite loads the same columns into one table with an index that covers the
// questions, in the way that is fastest there.
func sqlite(dir string, g *generator, buf []record.Event) (f figures, err error) {
	f.name = "SQLite, index on source, target, day, goldstein"
	if err := os.Mkdir(dir, 0o755); err != nil {
		return f, err
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "events.db")+"?_journal_mode=WAL&_synchronous=NORMAL&_cache_size=-500000")
	if err != nil {
		return f, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	columns := "id, origin, publisher, day, last, source, target, source_actor, target_actor, type, cameo, quad, goldstein, score, lat, lon, country, counted, reports"
	if _, err := db.Exec("CREATE TABLE events (" + columns + ")"); err != nil {
		return f, err
	}
	for n := g.next(buf); n > 0; n = g.next(buf) {
		t, err := timed(func() error {
			tx, err := db.Begin()
			if err != nil {
				return err
			}
			defer tx.Rollback()
			add, err := tx.Prepare("INSERT INTO events VALUES (?" + strings.Repeat(", ?", strings.Count(columns, ",")) + ")")
			if err != nil {
				return err
			}
			for i := range buf[:n] {
				e := &buf[i]
				if _, err := add.Exec(e.ID, e.Origin, e.Publisher, e.Day, e.Last, e.Source, e.Target, e.SourceActor, e.TargetActor, e.Type, e.CAMEO, e.Quad, e.Goldstein, e.Score, e.Lat, e.Lon, e.Country, e.Counted, e.Reports); err != nil {
					return err
				}
			}
			return tx.Commit()
		})
		if err != nil {
			return f, err
		}
		f.load.add(t)
	}
	if f.index, err = timed(func() error {
		_, err := db.Exec("CREATE INDEX dyads ON events (source, target, day, goldstein)")
		return err
	}); err != nil {
		return f, err
	}
	fmt.Fprintln(os.Stderr, "SQLite: loaded in", f.load, "index in", f.index)
	f.bytes = sizeOf(dir)
	err = f.ask(db, g, "strftime('%Y-%W', day)", "events", "count(*)")
	return f, err
}

// ask times the questions, the best of five each.
func (f *figures) ask(db *sql.DB, g *generator, week, table, n string) (err error) {
	best := func(q string) (best spell, err error) {
		for i := range 5 {
			t, err := timed(func() error {
				r, err := db.Query(q)
				if err != nil {
					return err
				}
				for r.Next() {
				}
				return r.Close()
			})
			if err != nil {
				return best, err
			}
			if i == 0 || t.wall < best.wall {
				best = t
			}
		}
		return best, nil
	}
	one := func(d dyad) string {
		return fmt.Sprintf("SELECT %s AS week, %s, sum(goldstein) FROM %s WHERE source = '%s' AND target = '%s' GROUP BY 1 ORDER BY 1", week, n, table, d.source, d.target)
	}
	if f.much, err = best(one(g.dyads[0])); err != nil {
		return err
	}
	if f.some, err = best(one(g.dyads[len(g.dyads)/20])); err != nil {
		return err
	}
	f.week, err = best(fmt.Sprintf("SELECT source, target, %s AS week, %s AS n, sum(goldstein) FROM %s GROUP BY 1, 2, 3 ORDER BY n DESC LIMIT 100", week, n, table))
	return err
}

// sizeOf is how many bytes the files of a folder have.
func sizeOf(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if i, err := d.Info(); err == nil {
				n += i.Size()
			}
		}
		return nil
	})
	return n
}
