package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"entente/internal/record"
	"entente/internal/track/store"
)

// BenchmarkThousandsOfSeries takes four years of 3,000 series past the watch: all of
// it, the newest week alone, and what follows a report that is six weeks late.
func BenchmarkThousandsOfSeries(b *testing.B) {
	const series, weeks = 3000, 208
	db, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "s"), store.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	draw := rand.New(rand.NewPCG(1, 1))
	n := 0
	commit := func(events []record.Event) {
		if _, err := db.Commit(b.Context(), &store.Batch{Kind: store.Import, Events: events}); err != nil {
			b.Fatal(err)
		}
	}
	row := func(pair, week int) record.Event {
		n++
		day := addDays("2020-01-06", 7*week+n%7)
		return record.Event{ID: fmt.Sprint(n), Origin: "icews", Day: day, Last: day, Source: fmt.Sprintf("A%02d", pair/100), Target: fmt.Sprintf("B%02d", pair%100), Type: "ASSAULT", Quad: 4, Counted: true, Reports: 1,
			Goldstein: record.Missing, Score: record.Missing, Lat: record.Missing, Lon: record.Missing, Confidence: record.Missing}
	}
	for week := range weeks {
		var events []record.Event
		for pair := range series {
			for draw.Float64() < 0.5 { // one a week
				events = append(events, row(pair, week))
			}
		}
		commit(events)
	}
	o := Options{By: Week, Origin: "icews", Level: 0.1, Least: 10, Today: "2030-01-01"}
	step := func(b *testing.B, o Options, want int) {
		news, err := Step(b.Context(), db, &Memory{}, o)
		if err != nil || news.Watched < series*9/10 || news.Stepped < want || news.Stepped > want+4 {
			b.Fatalf("%+v %v", news, err)
		}
	}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			if err := os.RemoveAll(filepath.Join(db.Dir(), folder)); err != nil {
				b.Fatal(err)
			}
			step(b, o, weeks)
		}
	})
	b.Run("late", func(b *testing.B) {
		for b.Loop() {
			commit([]record.Event{row(7, weeks-7)})
			step(b, o, 7)
		}
	})
	b.Run("week", func(b *testing.B) {
		week := weeks
		for b.Loop() {
			var events []record.Event
			for pair := range series {
				events = append(events, row(pair, week))
			}
			commit(events)
			week++
			step(b, o, 1)
		}
	})
	info, err := os.Stat(filepath.Join(db.Dir(), folder, "icews-week.states"))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d MB of states", info.Size()>>20)
}
