package forecast

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// small are options for benchmarks of a few hundred facts.
func small(size Size, workers int) Options {
	var names []string
	for i := range size.Entities {
		names = append(names, [...]string{"Land %[2]d", "Police (Land %[2]d)", "Actor %[1]d"}[i%3])
		names[i] = fmt.Sprintf(names[i], i, i/3%4)
	}
	o := DefaultOptions(names, workers)
	o.Questions, o.Rules, o.Candidates, o.Hard, o.Easy = 400, 500, 25, 8, 4
	o.Trees.Trees, o.Trees.Leaves, o.Trees.LeastCurvature, o.Trees.Ridge = 30, 8, 1, 1
	return o
}

// TestAQuestionIsAnsweredAlone: neither the other questions of a day nor their
// number or order move a score, and asking leaves no trace.
func TestAQuestionIsAnsweredAlone(t *testing.T) {
	size := Size{30, 4}
	all := made(11, size.Entities, size.Relations, 12, 40)
	r := NewRanker(size, upTo(all, 0, 30), upTo(all, 30, 35), small(size, 2))
	for _, d := range days(upTo(all, 35, 40)) {
		var queries []Query
		for _, g := range groups(size.both(d)) {
			queries = append(queries, g.Query)
		}
		together := r.Rank(d[0].Day, queries)
		for i, q := range queries {
			if alone := r.Rank(d[0].Day, []Query{q})[0]; !reflect.DeepEqual(alone, together[i]) {
				t.Fatalf("day %d, query %v: one score alone, another among %d", d[0].Day, q, len(queries))
			}
		}
		slices.Reverse(queries)
		backward := r.Rank(d[0].Day, queries)
		slices.Reverse(backward)
		if !reflect.DeepEqual(backward, together) {
			t.Fatalf("day %d: the order of questions moves scores", d[0].Day)
		}
		r.Observe(d)
	}
}

// TestNothingOfTheAskedDayIsKnown: what trees are grown on for one question of
// a day stays the same when all other facts of that day, and all later ones, are
// exchanged for others.
func TestNothingOfTheAskedDayIsKnown(t *testing.T) {
	size := Size{30, 4}
	all := made(5, size.Entities, size.Relations, 12, 40)
	const asked = 33
	past := slices.DeleteFunc(upTo(all, 0, asked), func(f Fact) bool { return f.Subject == 0 && f.Relation == 0 })
	past = append(past, Fact{0, 0, 9, 3}, Fact{0, 0, 9, 20}, Fact{9, 1, 0, 31})
	slices.SortFunc(past, compareFacts)
	question := Fact{0, 0, 9, asked} // the first in order of its day
	rows := func(rest []Fact) []float32 {
		train := append(slices.Clone(past), question)
		train = append(train, rest...)
		slices.SortFunc(train, compareFacts)
		o := small(size, 2)
		o.Questions, o.Rules = 1e6, 1e6 // all days, however long the future
		d := prepare(size, o).survey(train)
		g := prepare(size, o).survey(past).Len()
		if d.Starts[g+1] <= d.Starts[g] || !slices.Contains(d.Answers[d.Starts[g]:d.Starts[g+1]], true) {
			t.Fatal("the question made no rows")
		}
		return d.Rows[int(d.Starts[g])*d.Features : int(d.Starts[g+1])*d.Features]
	}
	want := rows(nil)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		var rest []Fact
		for day := int32(asked); day < 38; day++ {
			for range 15 {
				rest = append(rest, Fact{1 + rng.Int32N(29), rng.Int32N(4), 1 + rng.Int32N(29), day})
			}
		}
		if got := rows(rest); !slices.Equal(got, want) {
			t.Fatal("another future, other numbers")
		}
	}
}

func TestSameScoresAtAnyNumberOfWorkers(t *testing.T) {
	size := Size{30, 4}
	all := made(8, size.Entities, size.Relations, 12, 40)
	answers := func(workers int) []Answer {
		r := NewRanker(size, upTo(all, 0, 30), upTo(all, 30, 36), small(size, workers))
		var queries []Query
		for e := range size.Entities {
			queries = append(queries, Query{e, e % 8})
		}
		return r.Rank(36, queries)
	}
	if !reflect.DeepEqual(answers(1), answers(3)) {
		t.Error("scores differ")
	}
}

// TestOrderOfFactsOfADayIsNothing: a day is a set.
func TestOrderOfFactsOfADayIsNothing(t *testing.T) {
	size := Size{30, 4}
	all := made(8, size.Entities, size.Relations, 12, 40)
	o := small(size, 1)
	one := prepare(size, o).survey(all)
	var turned []Fact
	for _, d := range days(all) {
		d = slices.Clone(d)
		slices.Reverse(d)
		turned = append(turned, d...)
	}
	if !reflect.DeepEqual(one, prepare(size, o).survey(turned)) {
		t.Error("rows differ")
	}
}

func TestNamesSayCountryAndSector(t *testing.T) {
	n := readNames([]string{"Police_(Egypt)", "Egypt", "Barack_Obama", "Armed Gang (Palestinian Territory, Occupied)", "Police (Yemen)"}, 5)
	if n.country[0] != n.country[1] || n.sector[1] != sectorState {
		t.Error("Egypt is not the state of its police")
	}
	if n.sector[0] != n.sector[4] || n.country[0] == n.country[4] {
		t.Error("two polices should share a sector and no country")
	}
	if n.country[2] != 0 || n.sector[2] != sectorNone {
		t.Error("a person has no country by name")
	}
	if n.country[3] == 0 {
		t.Error("a country with a comma is one")
	}
}
