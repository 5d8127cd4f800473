package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"entente/internal/coding/actor"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/text"
)

// actorCase is one line of the actor cases: a call and what it must give.
type actorCase struct {
	Test   string            `json:"test"`
	Call   string            `json:"call"`
	Args   []string          `json:"args"`
	Kw     map[string]string `json:"kw"`
	Expect []string          `json:"expect"`
}

var actorExpect = regexp.MustCompile(`^code\['(country|code_1)'\] (==|!=|in) (.*)$`)

// Actors resolves the phrases of the actor cases under sharedDir and prints how
// often country and first sector are right. files holds the tables,
// gazetteerData the built gazetteer. Cases whose
// phrase stands in a variable of the original test are left out; expectations
// on encyclopedia titles are not scored.
func Actors(files fs.FS, gazetteerData, sharedDir string, w io.Writer) error {
	path := filepath.Join(sharedDir, "data", "events", "actor_cases", "dev.jsonl")
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open actor cases: %w", err)
	}
	defer f.Close()
	gaz, err := gazetteer.Open(gazetteerData)
	if err != nil {
		return fmt.Errorf("open the gazetteer: %w", err)
	}
	r, err := actor.New(files, gaz)
	if err != nil {
		return err
	}
	var cases, left int
	var ok, all [2]int
	var misses []string
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		var c actorCase
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			return fmt.Errorf("%s:%d: %w", path, line, err)
		}
		if c.Call != "agent_to_code" || len(c.Args) == 0 || strings.HasPrefix(c.Args[0], "d[") {
			left++
			continue
		}
		cases++
		when := c.Kw["query_date"]
		if len(c.Args) > 2 {
			when = c.Args[2]
		}
		got := r.Phrase(c.Args[0], looseDate(when))
		first := ""
		if len(got.Sectors) > 0 {
			first = got.Sectors[0]
		}
		var bad []string
		for _, e := range c.Expect {
			if e == "code is None" || e == "code == None" {
				all[0]++
				if got.Country == "" && first == "" {
					ok[0]++
				} else {
					bad = append(bad, e)
				}
				continue
			}
			m := actorExpect.FindStringSubmatch(e)
			if m == nil {
				continue
			}
			k, v := 0, got.Country
			if m[1] == "code_1" {
				k, v = 1, first
			}
			all[k]++
			if holds(v, m[2], m[3]) {
				ok[k]++
			} else {
				bad = append(bad, e)
			}
		}
		if len(bad) > 0 {
			misses = append(misses, fmt.Sprintf("  %q %s -> %s %v (%s): wanted %s", c.Args[0], when, got.Country, got.Sectors, got.Why.Rule, strings.Join(bad, "; ")))
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	fmt.Fprintf(w, "actor cases: %d scored, %d left out\n", cases, left)
	fmt.Fprintf(w, "country      %d of %d (%.1f %%)\n", ok[0], all[0], 100*float64(ok[0])/float64(max(all[0], 1)))
	fmt.Fprintf(w, "first sector %d of %d (%.1f %%)\n", ok[1], all[1], 100*float64(ok[1])/float64(max(all[1], 1)))
	fmt.Fprintf(w, "missed:\n%s\n", strings.Join(misses, "\n"))
	return nil
}

// holds evaluates a comparison of the cases. UNK and no sector are the same.
func holds(got, op, want string) bool {
	want = strings.TrimSpace(want)
	switch op {
	case "in":
		return strings.Contains(want, "'"+got+"'")
	}
	if u, err := strconv.Unquote(strings.ReplaceAll(want, "'", "\"")); err == nil {
		want = u
	}
	if want == "UNK" {
		want = ""
	}
	if got == "UNK" {
		got = ""
	}
	return (got == want) == (op == "==")
}

// looseDate reads the two date styles of the cases. "today" was when they were
// written.
func looseDate(s string) text.Date {
	s = strings.Trim(s, "'")
	if s == "today" {
		return text.Date{Year: 2023, Month: 3, Day: 1}
	}
	for _, layout := range [...]string{"2006-01-02", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return text.Date{Year: int16(t.Year()), Month: int8(t.Month()), Day: int8(t.Day())}
		}
	}
	return text.Date{}
}
