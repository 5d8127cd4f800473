package eval

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/internal/diag"
)

// Temporal knowledge graphs: facts of a subject, a relation, an object and a
// day. For each fact of the test part the object is asked for, and then the
// subject, given all that happened before its day.

// A TKGFact is one event. The types of facts, queries and answers are aliases of
// unnamed structs, so that a ranker need not know this package.
type TKGFact = struct{ Subject, Relation, Object, Day int32 }

// A TKGQuery asks for the object of a relation. Relation r + len(Relations) is
// the inverse of r and asks for its subject.
type TKGQuery = struct{ Subject, Relation int32 }

// A TKGAnswer scores entities. Those that it does not name come after it, tied.
type TKGAnswer = struct {
	Entities []int32
	Scores   []float64
}

// A TKGRanker answers queries from what it has observed. It is told the queries
// of a day at once and must answer each as if it were the only one.
type TKGRanker interface {
	Rank(day int32, queries []TKGQuery) []TKGAnswer
	Observe(facts []TKGFact) // all of one day
}

// A TKGMethod is a way to forecast. Start learns from the train part, with the
// valid part to stop by, and returns a ranker that has observed both.
type TKGMethod struct {
	Name  string
	Start func(d *TKG) (TKGRanker, error)
}

// A TKG is a benchmark: three parts, each in order of days, and no day in two.
type TKG struct {
	Entities, Relations []string
	Train, Valid, Test  []TKGFact
}

// ReadTKG reads train.txt, valid.txt, test.txt (subject, relation, object, time
// as numbers), entity2id.txt and relation2id.txt (name, number). Times are in
// days or in hours; the greatest common divisor of all is one day.
func ReadTKG(dir string) (*TKG, error) {
	d := &TKG{}
	for _, part := range []struct {
		name string
		into *[]string
	}{{"entity2id.txt", &d.Entities}, {"relation2id.txt", &d.Relations}} {
		err := tkgLines(filepath.Join(dir, part.name), 2, func(f []string) error {
			id, err := strconv.Atoi(f[1])
			if err != nil || id < 0 || id > 1<<20 {
				return fmt.Errorf("%q is no number of a name", f[1])
			}
			for len(*part.into) <= id {
				*part.into = append(*part.into, "")
			}
			(*part.into)[id] = f[0]
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	unit := int32(0)
	for _, part := range []struct {
		name string
		into *[]TKGFact
	}{{"train.txt", &d.Train}, {"valid.txt", &d.Valid}, {"test.txt", &d.Test}} {
		err := tkgLines(filepath.Join(dir, part.name), 4, func(f []string) error {
			var v [4]int32
			for i := range v {
				n, err := strconv.ParseInt(f[i], 10, 32)
				if err != nil || n < 0 {
					return fmt.Errorf("%q is no number of a fact", f[i])
				}
				v[i] = int32(n)
			}
			if int(v[0]) >= len(d.Entities) || int(v[2]) >= len(d.Entities) || int(v[1]) >= len(d.Relations) {
				return fmt.Errorf("fact %v has a part without a name", v)
			}
			*part.into = append(*part.into, TKGFact{v[0], v[1], v[2], v[3]})
			for a, b := unit, v[3]; ; a, b = b, a%b {
				if b == 0 {
					unit = a
					break
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	last := int32(-1)
	for _, part := range [][]TKGFact{d.Train, d.Valid, d.Test} {
		if len(part) == 0 {
			return nil, &diag.Error{File: dir, Msg: "a part is empty"}
		}
		slices.SortStableFunc(part, func(a, b TKGFact) int { return cmp.Compare(a.Day, b.Day) })
		for i := range part {
			part[i].Day /= max(unit, 1)
		}
		if part[0].Day <= last {
			return nil, &diag.Error{File: dir, Msg: "the parts share days: nothing can be forecast from one to the next"}
		}
		last = part[len(part)-1].Day
	}
	return d, nil
}

func tkgLines(path string, fields int, each func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		v := strings.Split(strings.TrimSpace(s.Text()), "\t")
		if len(v) < fields {
			return &diag.Error{File: path, Line: n, Msg: fmt.Sprintf("%d fields, not %d", len(v), fields)}
		}
		if err := each(v); err != nil {
			return &diag.Error{File: path, Line: n, Msg: err.Error()}
		}
	}
	return s.Err()
}

// tkgDays cuts facts, which are in order, into days.
func tkgDays(facts []TKGFact) (days [][]TKGFact) {
	for len(facts) > 0 {
		n := 1
		for n < len(facts) && facts[n].Day == facts[0].Day {
			n++
		}
		days, facts = append(days, facts[:n]), facts[n:]
	}
	return days
}

// tkgQueries makes the queries of a day, each once, with the right answers of
// each, in order of subjects and relations.
func tkgQueries(day []TKGFact, relations int32) (queries []TKGQuery, right [][]int32) {
	var all []TKGFact
	for _, f := range day {
		all = append(all, f, TKGFact{f.Object, f.Relation + relations, f.Subject, f.Day})
	}
	slices.SortFunc(all, func(a, b TKGFact) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Object, b.Object))
	})
	for i, f := range all {
		if i == 0 || f.Subject != all[i-1].Subject || f.Relation != all[i-1].Relation {
			queries, right = append(queries, TKGQuery{f.Subject, f.Relation}), append(right, nil)
		}
		right[len(right)-1] = append(right[len(right)-1], f.Object)
	}
	return queries, right
}

// tkgRank is the rank of one right answer among all entities less the other
// right answers of the day (the time-aware filter). Of entities with an equal
// score half stand before it.
func tkgRank(a TKGAnswer, want int32, right []int32, entities int) float64 {
	at := slices.Index(a.Entities, want)
	others := func(e int32) bool { return e != want && slices.Contains(right, e) }
	named := 0 // that are in the ranking and not filtered
	above, equal := 0, 0
	for i, e := range a.Entities {
		if others(e) {
			continue
		}
		named++
		if at >= 0 && i != at {
			if a.Scores[i] > a.Scores[at] {
				above++
			} else if a.Scores[i] == a.Scores[at] {
				equal++
			}
		}
	}
	if at < 0 {
		filtered := 0
		for i, e := range right {
			if others(e) && !slices.Contains(right[:i], e) {
				filtered++
			}
		}
		above, equal = named, entities-filtered-named-1
	}
	return 1 + float64(above) + float64(equal)/2
}

// A tkgScore sums up ranks.
type tkgScore struct {
	n                int
	mrr, h1, h3, h10 float64
}

func (s *tkgScore) add(rank float64) {
	s.n++
	s.mrr += 1 / rank
	for _, h := range []struct {
		at  float64
		sum *float64
	}{{1, &s.h1}, {3, &s.h3}, {10, &s.h10}} {
		if rank <= h.at {
			*h.sum++
		}
	}
}

func (s tkgScore) String() string {
	k := 100 / float64(max(s.n, 1))
	return fmt.Sprintf("%6d  MRR %5.2f  Hits@1 %5.2f  @3 %5.2f  @10 %5.2f", s.n, s.mrr*k, s.h1*k, s.h3*k, s.h10*k)
}

// ScoreTKG ranks the answers of the test part of the benchmark in dir by each
// method: one step ahead, so that all days before the asked one are known,
// those of the test part too. Ranks are written as predictions, one line for
// each query.
func ScoreTKG(dir string, methods []TKGMethod, out Output) error {
	d, err := ReadTKG(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out.Report, "%s: %d entities, %d relations; %d facts to train, %d to validate, %d to test\n",
		filepath.Base(dir), len(d.Entities), len(d.Relations), len(d.Train), len(d.Valid), len(d.Test))
	fmt.Fprintln(out.Report, "one step ahead, both ends asked, time-aware filter, ties averaged, each query answered alone; x100")
	out.predict("method", "subject", "relation", "object", "day", "asked", "rank")
	for _, m := range methods {
		r, err := m.Start(d)
		if err != nil {
			return err
		}
		all, strata := scoreTKG(d, m.Name, r, out)
		fmt.Fprintf(out.Report, "%-24s %s\n", m.Name, all)
		for i, s := range strata {
			fmt.Fprintf(out.Report, "  %-22s %s\n", tkgStrata[i], s)
		}
	}
	return nil
}

var tkgStrata = [...]string{"fact seen before", "pair seen before", "pair never seen", "asked of the unseen"}

// scoreTKG ranks the test part. Strata tell what was known of the fact before
// its day.
func scoreTKG(d *TKG, name string, r TKGRanker, out Output) (all tkgScore, strata [len(tkgStrata)]tkgScore) {
	seenFact, seenPair, seen := map[[3]int32]bool{}, map[[2]int32]bool{}, map[int32]bool{}
	observe := func(facts []TKGFact) {
		for _, f := range facts {
			seenFact[[3]int32{f.Subject, f.Relation, f.Object}] = true
			seenPair[[2]int32{f.Subject, f.Object}] = true
			seenPair[[2]int32{f.Object, f.Subject}] = true
			seen[f.Subject], seen[f.Object] = true, true
		}
	}
	observe(d.Train)
	observe(d.Valid)
	relations := int32(len(d.Relations))
	for _, day := range tkgDays(d.Test) {
		queries, right := tkgQueries(day, relations)
		answers := r.Rank(day[0].Day, queries)
		of := map[TKGQuery]int{}
		for i, q := range queries {
			of[q] = i
		}
		for _, f := range day {
			for _, inverse := range []bool{false, true} {
				q, want, end := TKGQuery{f.Subject, f.Relation}, f.Object, "object"
				if inverse {
					q, want, end = TKGQuery{f.Object, f.Relation + relations}, f.Subject, "subject"
				}
				i := of[q]
				rank := tkgRank(answers[i], want, right[i], len(d.Entities))
				all.add(rank)
				at := 2
				switch {
				case seenFact[[3]int32{f.Subject, f.Relation, f.Object}]:
					at = 0
				case seenPair[[2]int32{f.Subject, f.Object}]:
					at = 1
				case !seen[f.Subject] || !seen[f.Object]:
					at = 3
				}
				strata[at].add(rank)
				out.predict(name, f.Subject, f.Relation, f.Object, f.Day, end, rank)
			}
		}
		r.Observe(day)
		observe(day)
	}
	return all, strata
}
