package store

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/internal/record"
)

// someEvents are events of all shapes that the questions must tell apart: mutual
// ones in either order, actors without a code, domestic ones, uncounted ones and
// such as have no day.
func someEvents(r *rand.Rand, n int) (out []record.Event) {
	codes := []string{"RUS", "CHN", "USA", "IGO", "KEN", ""}
	tails := []string{"", "GOV", "MIL", "MILNAT", "MILSCO"}
	types := []struct {
		name string
		quad int
	}{{"CONSULT", 1}, {"AID", 2}, {"ACCUSE", 3}, {"ASSAULT", 4}, {"", 0}}
	pick := func() (string, string) {
		c := codes[r.IntN(len(codes))]
		if c == "" {
			return "", ""
		}
		return c, c + tails[r.IntN(len(tails))]
	}
	for i := range n {
		t := types[r.IntN(len(types))]
		e := record.Event{ID: fmt.Sprint(i), Type: t.name, Quad: t.quad, Score: float64(r.IntN(100)-50) / 10, Goldstein: float64(r.IntN(20) - 10), Symmetric: t.name == "CONSULT" && r.IntN(2) == 0,
			Lat: record.Missing, Lon: record.Missing, Confidence: record.Missing, Counted: r.IntN(10) > 0, Reports: 1 + r.IntN(3)}
		e.Source, e.SourceActor = pick()
		e.Target, e.TargetActor = pick()
		if r.IntN(20) > 0 {
			e.Day = time.Date(2023, 11, 20+r.IntN(120), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			e.Last = e.Day
		}
		if r.IntN(10) == 0 {
			e.Score = record.Missing
		}
		for _, f := range []string{"diplomatic", "economic", "military"} {
			if r.IntN(3) == 0 {
				e.Contexts = append(e.Contexts, f)
			}
		}
		out = append(out, e)
	}
	return out
}

// slow answers as Sums does, one event after the other.
func slow(events []record.Event, q Selection) (sums []record.Sum, fields []record.FieldSum) {
	is := func(p Party, code, actor string) bool {
		if p.Body {
			return strings.HasPrefix(actor, p.Code)
		}
		return code == p.Code
	}
	step := func(day string) string {
		d, _ := time.Parse(time.DateOnly, day)
		switch q.By {
		case "week":
			for d.Weekday() != time.Monday {
				d = d.AddDate(0, 0, -1)
			}
		case "month":
			d = d.AddDate(0, 0, 1-d.Day())
		}
		return d.Format(time.DateOnly)
	}
	for i := range events {
		e := &events[i]
		if !e.Counted || e.Day == "" || q.From != "" && e.Day < q.From || q.To != "" && e.Day > q.To || q.Type != "" && e.Type != q.Type || q.Field != "" && !slices.Contains(e.Contexts, q.Field) {
			continue
		}
		var pairs [][2]string
		switch aSrc, aDst := is(q.A, e.Source, e.SourceActor), is(q.A, e.Target, e.TargetActor); {
		case q.B.Code != "":
			if aSrc && is(q.B, e.Target, e.TargetActor) {
				pairs = append(pairs, [2]string{q.A.Code, q.B.Code})
			}
			if aDst && is(q.B, e.Source, e.SourceActor) && q.A != q.B {
				pairs = append(pairs, [2]string{q.B.Code, q.A.Code})
			}
		case q.A.Code != "":
			p := [2]string{}
			if q.Dyads {
				p = [2]string{e.Source, e.Target}
			}
			if aSrc && !aDst && e.Target != "" {
				pairs = append(pairs, [2]string{q.A.Code, p[1]})
			}
			if aDst && !aSrc && e.Source != "" {
				pairs = append(pairs, [2]string{p[0], q.A.Code})
			}
		case q.Dyads:
			if e.Source != "" && e.Target != "" && e.Source != e.Target {
				pairs = append(pairs, [2]string{e.Source, e.Target})
			}
		default:
			pairs = append(pairs, [2]string{})
		}
		for _, p := range pairs {
			s := record.Sum{Day: step(e.Day), Source: p[0], Target: p[1], Type: e.Type, Quad: e.Quad, Mutual: e.Symmetric}
			k := slices.IndexFunc(sums, func(o record.Sum) bool {
				o.N, o.Score, o.Goldstein, o.Reports = 0, 0, 0, 0
				return o == s
			})
			if k < 0 {
				k = len(sums)
				sums = append(sums, s)
			}
			sums[k].N++
			sums[k].Reports += e.Reports
			sums[k].Goldstein += e.Goldstein
			if !math.IsNaN(e.Score) {
				sums[k].Score += e.Score
			}
			for _, f := range e.Contexts {
				if e.Quad == 0 {
					continue
				}
				n := record.FieldSum{Day: s.Day, Field: f, Conflict: e.Quad >= 3}
				k := slices.IndexFunc(fields, func(o record.FieldSum) bool { o.N = 0; return o == n })
				if k < 0 {
					k = len(fields)
					fields = append(fields, n)
				}
				fields[k].N++
			}
		}
	}
	for i := range sums {
		sums[i].Score, sums[i].Goldstein = math.Round(sums[i].Score*100)/100+0, math.Round(sums[i].Goldstein*100)/100+0
	}
	slices.SortFunc(sums, func(a, b record.Sum) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Quad, b.Quad), cmp.Compare(fmt.Sprint(a.Mutual), fmt.Sprint(b.Mutual)))
	})
	slices.SortFunc(fields, func(a, b record.FieldSum) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Field, b.Field), cmp.Compare(fmt.Sprint(a.Conflict), fmt.Sprint(b.Conflict)))
	})
	return sums, fields
}

func TestQuestionsAgreeWithCountingOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	defer s.Close()
	events := someEvents(r, 3000)
	for i := range 3 { // sums of one key come from several batches
		b := &Batch{Kind: Import, At: time.Unix(0, 0)}
		for k := i; k < len(events); k += 3 {
			e := events[k]
			e.Origin = "icews"
			b.Events = append(b.Events, e)
		}
		if _, err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	// The same as incidents of ours, where folding would put them.
	for _, q := range []string{
		"INSERT INTO incidents BY NAME SELECT id, source, target, source_actor, target_actor, type, quad, goldstein, score, contexts, mutual, day, counted, reports FROM events",
		"INSERT INTO daily " + dailySums("SELECT 'entente' AS origin, source, target, day, type, quad, mutual, score, goldstein, reports FROM incidents WHERE counted AND day IS NOT NULL"),
	} {
		if _, err := s.write.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	parties := []Party{{}, {}, {Code: "RUS"}, {Code: "CHN"}, {Code: "IGO"}, {Code: "IGOMILNAT", Body: true}, {Code: "RUSMIL", Body: true}, {Code: "XXX"}, {Code: "' OR 1=1 --"}}
	full := 0
	for i := range 120 {
		q := Selection{By: []string{"day", "week", "month"}[r.IntN(3)], A: parties[r.IntN(len(parties))], Dyads: r.IntN(2) == 0}
		if q.A.Code != "" {
			q.B = parties[r.IntN(len(parties))]
		}
		if r.IntN(3) == 0 {
			q.From = "2023-12-13"
		}
		if r.IntN(3) == 0 {
			q.To = "2024-02-07"
		}
		if r.IntN(4) == 0 {
			q.Type = "CONSULT"
		}
		if r.IntN(4) == 0 {
			q.Field = "military"
		}
		wantSums, wantFields := slow(events, q)
		for _, q.Origin = range []string{"icews", ""} {
			sums, err := s.Sums(t.Context(), q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			for k := range sums {
				sums[k].Score, sums[k].Goldstein = sums[k].Score+0, sums[k].Goldstein+0
			}
			if len(sums) != len(wantSums) || len(sums) > 0 && !reflect.DeepEqual(sums, wantSums) {
				t.Fatalf("%d: %+v:\n%v\nwant\n%v", i, q, sums, wantSums)
			}
			fields, err := s.Fields(t.Context(), q)
			if err != nil || len(fields) != len(wantFields) || len(fields) > 0 && !reflect.DeepEqual(fields, wantFields) {
				t.Fatalf("%d: %+v: %v\n%v\nwant\n%v", i, q, err, fields, wantFields)
			}
			totals, err := s.Totals(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			n, want := 0, 0
			for _, x := range totals {
				n += x.N
			}
			for _, x := range wantSums {
				want += x.N
			}
			if n != want {
				t.Fatalf("%+v: totals %d, want %d", q, n, want)
			}
		}
		if len(wantSums) > 0 {
			full++
		}
	}
	if full < 60 {
		t.Errorf("only %d of 120 selections had anything: the test tells little", full)
	}
	busiest, err := s.Busiest(t.Context(), Selection{Origin: "icews"}, 3)
	pairs := map[[2]string]int{}
	all, _ := slow(events, Selection{Dyads: true})
	for _, x := range all {
		pairs[[2]string{min(x.Source, x.Target), max(x.Source, x.Target)}] += x.N
	}
	if err != nil || len(busiest) != 3 {
		t.Fatal(busiest, err)
	}
	for k, p := range busiest {
		more := 0
		for _, n := range pairs {
			if n > pairs[p] {
				more++
			}
		}
		if p[0] > p[1] || more > k {
			t.Errorf("place %d: %v with %d, %d have more", k, p, pairs[p], more)
		}
	}
	if of, err := s.Busiest(t.Context(), Selection{A: Party{Code: "USA"}}, 9); err != nil || len(of) != 4 || of[0][0] != "USA" {
		t.Errorf("pairs of one: %v %v", of, err)
	}
	volume, err := s.Volume(t.Context(), Selection{Origin: "icews", By: "month"})
	n := 0
	for _, v := range volume {
		n += v
	}
	want := 0
	for i := range events {
		if events[i].Counted && events[i].Day != "" {
			want++
		}
	}
	if err != nil || n != want || len(volume) < 4 {
		t.Errorf("volume %v, sum %d, want %d: %v", volume, n, want, err)
	}
	newest, err := s.Newest(t.Context(), Selection{Origin: "icews", A: Party{Code: "RUS"}, B: Party{Code: "CHN"}}, 4)
	if err != nil || len(newest) != 4 || newest[0].Day < newest[3].Day {
		t.Errorf("newest: %+v %v", newest, err)
	}
	for _, h := range newest {
		if !strings.Contains(h.SourceActor+h.TargetActor, "RUS") || !strings.Contains(h.SourceActor+h.TargetActor, "CHN") {
			t.Errorf("%+v is of others", h)
		}
	}
}

// What was read counts on its day of publication, whatever it tells; what could
// not be read does not.
func TestVolumeIsWhatWasRead(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	defer s.Close()
	b := &Batch{Kind: Ingest, At: time.Unix(0, 0)}
	for i, d := range []Document{{Published: "2024-02-28", Status: Coded}, {Published: "2024-03-03", Status: NoEvent}, {Published: "2024-03-04", Status: OffTopic}, {Published: "2024-03-04", Status: "other language"}, {Status: Coded}} {
		d.ID = fmt.Sprintf("%016x", i)
		b.Documents = append(b.Documents, d)
	}
	if _, err := s.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for by, want := range map[string]map[string]int{
		"day":   {"2024-02-28": 1, "2024-03-03": 1, "2024-03-04": 1},
		"week":  {"2024-02-26": 2, "2024-03-04": 1},
		"month": {"2024-02-01": 1, "2024-03-01": 2},
	} {
		if got, err := s.Volume(t.Context(), Selection{By: by}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("by %s: %v %v, want %v", by, got, err, want)
		}
	}
}

// BenchmarkDyad asks for one pair by week among ten million daily sums that lie as
// twenty batches leave them.
func BenchmarkDyad(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "s"), Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for range 20 {
		if _, err := s.write.ExecContext(b.Context(), `INSERT INTO daily SELECT 'icews', chr(65 + (hash(range * 8 + 1) % 26)::INT) || chr(65 + (hash(range * 8 + 2) % 8)::INT) || 'A', chr(65 + (hash(range * 8 + 3) % 26)::INT) || chr(65 + (hash(range * 8 + 4) % 8)::INT) || 'A',
DATE '2005-01-01' + (hash(range * 8 + 5) % 7000)::INT, 'CONSULT', 1 + (range % 4), false, 1, 1, 1, 1 FROM range(500000) ORDER BY 2, 3, 4`); err != nil {
			b.Fatal(err)
		}
	}
	q := Selection{Origin: "icews", A: Party{Code: "CBA"}, B: Party{Code: "RCA"}, By: "week"}
	b.Run("sums", func(b *testing.B) {
		for b.Loop() {
			if sums, err := s.Sums(b.Context(), q); err != nil || len(sums) == 0 {
				b.Fatal(sums, err)
			}
		}
	})
	b.Run("volume", func(b *testing.B) {
		for b.Loop() {
			if n, err := s.Volume(b.Context(), q); err != nil || len(n) == 0 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("all dyads by week", func(b *testing.B) {
		for b.Loop() {
			all := Selection{Origin: "icews", Dyads: true, By: "week", From: "2020-01-01", To: "2020-12-31"}
			if n, err := s.Sums(b.Context(), all); err != nil || len(n) == 0 {
				b.Fatal(n, err)
			}
		}
	})
}
