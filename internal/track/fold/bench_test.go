package fold

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"entente/internal/record"
)

// yearOf yields the sketches of n short articles of one year, by day: actors,
// places and words by Zipf's law, a third of them rewrites or copies of what was
// in the news in the last days.
func yearOf(n int, seed uint64) func(yield func(*Sketch, error) bool) {
	return func(yield func(*Sketch, error) bool) {
		draw := rand.New(rand.NewPCG(seed, 11))
		word := rand.NewZipf(draw, 1.05, 30, 60000)
		who := rand.NewZipf(draw, 1.1, 3, 190)
		where := rand.NewZipf(draw, 1.1, 5, 20000)
		types := []string{"ASSAULT", "CONSULT", "COERCE", "AID", "ACCUSE", "AGREE", "REJECT", "PROTEST"}
		rare := func(w string) float64 {
			k, _ := strconv.Atoi(w[1:])
			return min(10, 0.5+float64(bitsOf(k)))
		}
		first := dayNumber("2024-01-01")
		var recent []Article
		for i := range n {
			day := first + i*365/n
			var a Article
			if len(recent) > 50 && draw.IntN(3) == 0 {
				a = recent[len(recent)-1-draw.IntN(min(len(recent), 600))]
				a.Words = append([]Word(nil), a.Words...)
				for range draw.IntN(len(a.Words)) {
					a.Words[draw.IntN(len(a.Words))] = Word{fmt.Sprint("w", word.Uint64()), draw.IntN(5) == 0}
				}
			} else {
				for range 80 + draw.IntN(80) {
					a.Words = append(a.Words, Word{fmt.Sprint("w", word.Uint64()), draw.IntN(5) == 0})
				}
				a.Records = nil
				for range draw.IntN(4) {
					done := dayString(day - draw.IntN(3))
					r := event("", "act", types[draw.IntN(len(types))], fmt.Sprintf("A%02X GOV", who.Uint64()), fmt.Sprintf("A%02X", who.Uint64()), done, done, nil)
					if draw.IntN(2) == 0 {
						k := where.Uint64()
						r.Place = &record.Place{Name: fmt.Sprint("p", k), GeoNamesID: int32(k + 1), Country: fmt.Sprintf("A%02X", k%190), Lat: float32(k % 90), Lon: float32(k % 170), Resolution: "city"}
					}
					a.Records = append(a.Records, r)
				}
			}
			a.ID, a.Day, a.Publisher = fmt.Sprintf("n%07d", i), dayString(day), fmt.Sprint("paper", draw.IntN(40))
			a.Records = append([]record.Record(nil), a.Records...)
			for k := range a.Records {
				a.Records[k].ID = fmt.Sprint(a.ID, "-", k)
			}
			if recent = append(recent, a); len(recent) > 2000 {
				recent = append([]Article(nil), recent[1000:]...)
			}
			s := NewSketch(a, rare)
			if !yield(&s, nil) {
				return
			}
		}
	}
}

func bitsOf(k int) (n int) {
	for ; k > 0; k >>= 1 {
		n++
	}
	return n
}

// spent is how much time of processors the program has taken.
func spent() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkYear folds a year of 100,000 articles (ENTENTE_FOLD_ARTICLES: so many).
// Its time is what folding takes of processors, the collector's work included;
// making the articles and their sketches is not counted. live-MB is the
// largest heap at the end of a day after collection, in the first and in the second
// half of the year.
func BenchmarkYear(b *testing.B) {
	n := 100000
	if s := os.Getenv("ENTENTE_FOLD_ARTICLES"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	for range b.N {
		st := NewState()
		var making time.Duration
		var peak [2]float64
		stories, incidents, days, state := 0, 0, 0, 0
		began := spent()
		last := began
		for c, err := range Sweep(context.Background(), st, func(yield func(*Sketch, error) bool) {
			for s := range yearOf(n, 1) {
				making += spent() - last
				if !yield(s, nil) {
					return
				}
				last = spent()
			}
		}) {
			if err != nil {
				b.Fatal(err)
			}
			stories, incidents = stories+len(c.Stories), incidents+len(c.Incidents)
			if days++; days%20 == 0 {
				pause := spent()
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				half := min(1, 2*days/365)
				peak[half] = max(peak[half], float64(m.HeapAlloc)/(1<<20))
				x, _ := st.MarshalBinary()
				state = max(state, len(x))
				began += spent() - pause
				last = spent()
			}
		}
		rest := st.Rest()
		b.ReportMetric((spent() - began - making).Seconds(), "folding-s")
		b.ReportMetric(peak[0], "live-MB-1")
		b.ReportMetric(peak[1], "live-MB-2")
		b.ReportMetric(float64(state)/1024, "state-KB")
		b.ReportMetric(float64(stories+len(rest.Stories)), "stories")
		b.ReportMetric(float64(incidents+len(rest.Incidents)), "incidents")
	}
}
