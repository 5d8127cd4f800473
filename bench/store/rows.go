package main

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strconv"
	"time"

	"entente/internal/record"
)

// A generator makes events of a world that is not ours: 200 states in dyads as
// unequal as in real data sets (the n-th is met 1/n as often as the first), over ten
// years in the order of their days, as such files lie. Sentences there are none. The
// same seed gives the same rows.
type generator struct {
	rng   *rand.Rand
	days  []string
	dyads []dyad
	sums  []float64 // of the weights of the dyads, running
	rows  int       // in all
	made  int
}

type dyad struct{ source, target string }

const (
	states = 200
	years  = 10
)

func newGenerator(seed uint64, rows int) *generator {
	g := &generator{rng: rand.New(rand.NewPCG(seed, seed)), rows: rows}
	first := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := first; d.Before(first.AddDate(years, 0, 0)); d = d.AddDate(0, 0, 1) {
		g.days = append(g.days, d.Format(time.DateOnly))
	}
	code := func(n int) string { return string([]byte{'A' + byte(n/26), 'A' + byte(n%26), 'X'}) }
	for a := range states {
		for b := range states {
			if a != b {
				g.dyads = append(g.dyads, dyad{code(a), code(b)})
			}
		}
	}
	g.rng.Shuffle(len(g.dyads), func(i, j int) { g.dyads[i], g.dyads[j] = g.dyads[j], g.dyads[i] })
	sum := 0.0
	for i := range g.dyads {
		sum += 1 / float64(i+1)
		g.sums = append(g.sums, sum)
	}
	return g
}

var (
	types   = []string{"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
	quads   = []int{1, 1, 2, 2, 2, 2, 1, 3, 3, 3, 3, 4, 4, 4, 4, 4}
	cameos  = []string{"042", "051", "061", "0712", "0873", "083", "057", "1043", "112", "1222", "138", "141", "1621", "152", "172", "193"}
	sectors = []string{"", "GOV", "GOV", "GOV", "MIL", "OPP", "CVL", "MED"}
)

// next fills rows and reports how many; fewer than asked for at the end.
func (g *generator) next(rows []record.Event) int {
	n := min(len(rows), g.rows-g.made)
	for i := range rows[:n] {
		k := g.made + i
		p := g.dyads[min(sort.SearchFloat64s(g.sums, g.rng.Float64()*g.sums[len(g.sums)-1]), len(g.dyads)-1)]
		t := g.rng.IntN(len(types))
		day := g.days[k*len(g.days)/g.rows]
		rows[i] = record.Event{
			ID: strconv.Itoa(20000000 + k), Origin: "generated", Publisher: fmt.Sprintf("Desk %d", g.rng.IntN(300)), Day: day, Last: day,
			Source: p.source, Target: p.target, SourceActor: p.source + sectors[g.rng.IntN(len(sectors))], TargetActor: p.target + sectors[g.rng.IntN(len(sectors))],
			Type: types[t], CAMEO: cameos[t], Quad: quads[t], Goldstein: float64(g.rng.IntN(41)-20) / 2, Score: float64(g.rng.IntN(41)-20) / 2,
			Lat: float64(g.rng.IntN(1200)-600) / 10, Lon: float64(g.rng.IntN(3600)-1800) / 10, Country: p.target, Confidence: record.Missing, Counted: true, Reports: 1,
		}
	}
	g.made += n
	return n
}
