package forecast

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente/internal/learn/eval"
)

// made is a small benchmark of actors who repeat themselves now and then.
func made(seed uint64, entities, relations, perDay, dayCount int32) []Fact {
	rng := rand.New(rand.NewPCG(seed, 1))
	seen := map[Fact]bool{}
	var all []Fact
	for day := range dayCount {
		for range perDay {
			f := Fact{rng.Int32N(entities), rng.Int32N(relations), rng.Int32N(entities), day}
			if len(all) > 0 && rng.IntN(3) > 0 {
				f = all[rng.IntN(len(all))]
				f.Day = day
			}
			if !seen[f] {
				seen[f] = true
				all = append(all, f)
			}
		}
	}
	return all
}

func upTo(facts []Fact, from, to int32) []Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return f.Day < from || f.Day >= to })
}

// write lays a benchmark down as files, in hours, each part out of order.
func write(t *testing.T, size Size, parts ...[]Fact) string {
	dir := t.TempDir()
	for i, name := range []string{"train.txt", "valid.txt", "test.txt"} {
		var b strings.Builder
		for _, f := range slices.Backward(parts[i]) {
			fmt.Fprintf(&b, "%d\t%d\t%d\t%d\t0\n", f.Subject, f.Relation, f.Object, f.Day*24)
		}
		put(t, dir, name, b.String())
	}
	for name, n := range map[string]int32{"entity2id.txt": size.Entities, "relation2id.txt": size.Relations} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "name %d\t%d\n", i, i)
		}
		put(t, dir, name, b.String())
	}
	return dir
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRanksAreThoseOfTheFormulas holds the written ranks against ranks worked
// out from the list of facts alone, for every entity, with no state carried.
func TestRanksAreThoseOfTheFormulas(t *testing.T) {
	size := Size{14, 3}
	all := made(7, size.Entities, size.Relations, 6, 40)
	train, valid, test := upTo(all, 0, 28), upTo(all, 28, 34), upTo(all, 34, 40)
	dir := write(t, size, train, valid, test)
	var chosen *Recurrency
	var ranks, report bytes.Buffer
	err := eval.ScoreTKG(dir, []eval.TKGMethod{{Name: "recurrency", Start: func(d *eval.TKG) (eval.TKGRanker, error) {
		chosen = NewRecurrency(size, d.Train, d.Valid)
		return chosen, nil
	}}}, eval.Output{Report: &report, Predictions: &ranks})
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(chosen.fade, slices.Repeat(chosen.fade[:1], len(chosen.fade))) {
		t.Error("every relation ages alike: nothing was chosen")
	}
	slow := func(s, rel, o, day int32) float64 {
		r := rel % size.Relations
		hit := func(f Fact, o int32) bool {
			if rel >= size.Relations {
				return f.Object == s && f.Subject == o
			}
			return f.Subject == s && f.Object == o
		}
		object := func(f Fact) int32 {
			if rel >= size.Relations {
				return f.Subject
			}
			return f.Object
		}
		strict, whole, share, total := 0., 0., 0., 0.
		for k := range day {
			whole += math.Exp2(fades[chosen.fade[rel]] * float64(k-day))
		}
		for _, f := range all {
			if f.Day >= day || f.Relation != r {
				continue
			}
			total++
			if object(f) == o {
				share++
			}
			if hit(f, o) {
				strict += math.Exp2(fades[chosen.fade[rel]] * float64(f.Day-day))
			}
		}
		m := mixes[chosen.mix[rel]]
		return m*strict/whole + (1-m)*share/total
	}
	mrr, n := 0., 0
	for line := range strings.Lines(ranks.String()) {
		var s, r, o, day int32
		var end string
		var got float64
		if strings.HasPrefix(line, "method\t") {
			continue
		}
		if _, err := fmt.Sscanf(line, "recurrency\t%d\t%d\t%d\t%d\t%s\t%g", &s, &r, &o, &day, &end, &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		q, want, rel := s, o, r
		if end == "subject" {
			q, want, rel = o, s, r+size.Relations
		}
		mine := slow(q, rel, want, day)
		rank := 1.0
		for e := range size.Entities {
			also := slices.ContainsFunc(test, func(f Fact) bool {
				if end == "subject" {
					return f == Fact{e, r, o, day}
				}
				return f == Fact{s, r, e, day}
			})
			if e == want || also {
				continue
			}
			if d := slow(q, rel, e, day) - mine; d > 1e-12 {
				rank++
			} else if d > -1e-12 {
				rank += 0.5
			}
		}
		if rank != got {
			t.Errorf("%s: rank %g, not %g", strings.TrimSpace(line), got, rank)
		}
		mrr += 1 / rank
		n++
	}
	if n != 2*len(test) {
		t.Fatalf("%d ranks of %d facts", n, len(test))
	}
	if want := fmt.Sprintf("MRR %5.2f", 100*mrr/float64(n)); !strings.Contains(report.String(), want) {
		t.Errorf("no %q in\n%s", want, report.String())
	}
}

// TestPartsMustNotShareDays: what is asked of a day that was learnt from is no
// forecast.
func TestPartsMustNotShareDays(t *testing.T) {
	size := Size{3, 1}
	dir := write(t, size, []Fact{{0, 0, 1, 1}}, []Fact{{0, 0, 1, 2}}, []Fact{{0, 0, 1, 2}})
	if _, err := eval.ReadTKG(dir); err == nil || !strings.Contains(err.Error(), "share days") {
		t.Errorf("read as if nothing were wrong: %v", err)
	}
}
