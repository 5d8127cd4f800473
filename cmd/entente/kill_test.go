package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente/internal/track/store"
)

// reports writes n short reports as JSON lines, some of them twice.
func reports(n int) []byte {
	states := []string{"Russia", "Ukraine", "China", "Japan", "India", "Pakistan", "Serbia", "Kosovo", "Iran", "Israel", "Turkey", "Greece"}
	acts := []string{
		"The foreign minister of %s met his counterpart from %s on Monday.",
		"%s accused %s of shelling a village near the border on Tuesday.",
		"%s and %s signed an agreement on gas transit, officials said.",
		"%s expelled two diplomats of %s.",
		"The weather was fine in %s, and nobody spoke of %s.",
	}
	rng := rand.New(rand.NewPCG(7, 7))
	var b bytes.Buffer
	for i := range n {
		k := i
		if i%17 == 16 {
			k = i - 5 // the same again
		}
		r := rand.New(rand.NewPCG(1, uint64(k)))
		x := r.IntN(len(states))
		y := (x + 1 + r.IntN(len(states)-1)) % len(states)
		fmt.Fprintf(&b, `{"id":"r%d","date":"2024-%02d-%02d","publisher":"Desk %d","text":"%s Report %d."}`+"\n", k, 1+r.IntN(12), 1+r.IntN(28), r.IntN(5), fmt.Sprintf(acts[r.IntN(len(acts))], states[x], states[y]), k)
		if rng.IntN(50) == 0 {
			b.WriteString("{\"text\": 3}\n") // no report
		}
	}
	return b.Bytes()
}

// TestKilledIngest kills ingestion at random moments, again and again, and holds
// what is in the store in the end against a store that was made in one go: every
// row once. ENTENTE_KILLS=50 makes it a long test.
func TestKilledIngest(t *testing.T) {
	kills := 4
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "entente") // by this name the test binary is the command
	if err := os.Symlink(self, bin); err != nil {
		t.Fatal(err)
	}
	news := filepath.Join(dir, "news.jsonl")
	if err := os.WriteFile(news, reports(200*kills), 0o644); err != nil {
		t.Fatal(err)
	}
	ingest := func(db string) *exec.Cmd {
		return exec.Command(bin, "ingest", "-q", "--batch", "60", "--db", db, news)
	}
	calm := filepath.Join(dir, "calm")
	began := time.Now()
	if out, err := ingest(calm).CombinedOutput(); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(began)
	killed := filepath.Join(dir, "killed")
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	for range kills {
		c := ingest(killed)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// Early ones hit the opening and the first batches, late ones the end.
		time.Sleep(whole/20 + time.Duration(rng.Int64N(int64(whole*3/4))))
		c.Process.Kill()
		c.Wait()
	}
	if out, err := ingest(killed).CombinedOutput(); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Fatalf("%v: %s", err, out)
	}
	want, got := contents(t, calm), contents(t, killed)
	if want != got {
		t.Errorf("after %d kills the store holds other rows:\n%s", kills, firstDifference(want, got))
	}
	// The segments alone hold all of it.
	if out, err := exec.Command(bin, "rebuild", killed).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := contents(t, killed); want != got {
		t.Errorf("after rebuilding the store holds other rows:\n%s", firstDifference(want, got))
	}
}

// TestIngestInAnyOrder ingests the same news in pieces, the last first: the store
// holds what it holds when all came at once.
func TestIngestInAnyOrder(t *testing.T) {
	dir := t.TempDir()
	run := func(db string, files ...string) {
		t.Helper()
		null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer null.Close()
		if got := run(&app{t.Context(), strings.NewReader(""), null, null}, append([]string{"ingest", "-q", "--batch", "70", "--db", db}, files...)); got != exitFine {
			t.Fatalf("exit status %d", got)
		}
	}
	lines := bytes.SplitAfter(reports(400), []byte("\n"))
	lines = slices.DeleteFunc(lines, func(l []byte) bool { return bytes.Contains(l, []byte(`"text": 3`)) })
	var pieces []string
	for i, chunk := range slices.Collect(slices.Chunk(lines, 130)) {
		name := filepath.Join(dir, fmt.Sprintf("%d.jsonl", i))
		if err := os.WriteFile(name, bytes.Join(chunk, nil), 0o644); err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, name)
	}
	once := filepath.Join(dir, "once")
	run(once, pieces...)
	slices.Reverse(pieces)
	apart := filepath.Join(dir, "apart")
	for _, p := range pieces {
		run(apart, p)
	}
	pathless := func(s string) string { return regexp.MustCompile(`[^ "]*/(\d)\.jsonl`).ReplaceAllString(s, "X") }
	want, got := pathless(contents(t, once)), pathless(contents(t, apart))
	if want != got {
		t.Errorf("the order shows:\n%s", firstDifference(want, got))
	}
	if strings.Count(want, "\nincidents ") < 50 || !strings.Contains(want, "\nstories ") {
		t.Errorf("hardly anything was folded:\n%.2000s", want)
	}
}

// contents are all rows of a store, sorted, without what hangs on how they were cut
// into batches.
func contents(t *testing.T, dir string) string {
	t.Helper()
	db, err := store.Open(t.Context(), dir, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, table := range store.Tables {
		var columns []string
		for _, c := range table.Columns {
			if c.Name != "batch" && c.Name != "version" {
				columns = append(columns, c.Name)
			}
		}
		if table.Name == "batches" {
			continue
		}
		if table.Name == "daily" { // rows of one key add up, and may add up to nothing
			table.Name = "(SELECT origin, source, target, day, type, quad, mutual, sum(n) AS n, sum(score) AS score, sum(goldstein) AS goldstein, sum(reports) AS reports FROM daily GROUP BY ALL HAVING sum(n) <> 0)"
		}
		rows, err := db.DB().Query("SELECT count(*), " + strings.Join(columns, "::VARCHAR, ") + "::VARCHAR FROM " + table.Name + " GROUP BY ALL ORDER BY ALL")
		if err != nil {
			t.Fatal(err)
		}
		values, places := make([]any, len(columns)+1), make([]any, len(columns)+1)
		for i := range values {
			places[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(places...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, table.Name, values)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d\n%.600s\n%.600s", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(x), len(y))
}
