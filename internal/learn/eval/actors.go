package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

// A mark is what one case gave to one of the two figures.
type mark struct{ ok, all int }

// Actors resolves the phrases of the actor cases under sharedDir and prints how
// often country and first sector are right, each with the interval in which a
// bootstrap over cases finds it nineteen times in twenty. files holds the
// tables, gazetteerData the built gazetteer. Cases whose phrase stands in a
// variable of the original test are left out; expectations on encyclopedia
// titles are not scored. The cases have NGO as a sector of no country where we
// have it as the country: the two are held to be the same. Several values of one field for one phrase are
// alternatives: the original asked for any of them.
func Actors(files fs.FS, gazetteerData, sharedDir string, w, details io.Writer) error {
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
	var left int
	var marks [2][]mark
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
		when, context := c.Kw["query_date"], c.Kw["context"]
		if len(c.Args) > 1 && context == "" {
			context = c.Args[1]
		}
		if len(c.Args) > 2 {
			when = c.Args[2]
		}
		got := r.PhraseIn(c.Args[0], strings.Trim(context, "'"), looseDate(when))
		first := ""
		if len(got.Sectors) > 0 {
			first = got.Sectors[0]
		}
		country := got.Country
		if country == "NGO" && slices.Contains(c.Expect, "code['code_1'] == 'NGO'") {
			country, first = "", "NGO" // the same said in their way
		}
		m, bad := c.score(country, first)
		for k := range marks {
			marks[k] = append(marks[k], m[k])
		}
		if len(bad) > 0 {
			misses = append(misses, fmt.Sprintf("  %q %s -> %s %v (%s): wanted %s", c.Args[0], when, got.Country, got.Sectors, got.Why.Rule, strings.Join(bad, "; ")))
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	fmt.Fprintf(w, "actor cases: %d scored, %d left out\n", len(marks[0]), left)
	for k, name := range [...]string{"country", "first sector"} {
		var sum mark
		for _, m := range marks[k] {
			sum.ok, sum.all = sum.ok+m.ok, sum.all+m.all
		}
		lo, hi := bootstrap(marks[k])
		fmt.Fprintf(w, "%-12s %d of %d (%.1f %%, 95 %% interval %.1f to %.1f)\n", name, sum.ok, sum.all, percent(sum), lo, hi)
	}
	if details != nil {
		fmt.Fprintf(details, "missed:\n%s\n", strings.Join(misses, "\n"))
	}
	return nil
}

// score holds what was found against the expectations of a case: a mark for
// country and one for first sector, and what was wanted in vain.
func (c *actorCase) score(country, first string) (m [2]mark, bad []string) {
	got := [2]string{country, first}
	var same [2][]string // values that the field may have
	for _, e := range c.Expect {
		if e == "code is None" || e == "code == None" {
			m[0].all++
			if country == "" && first == "" {
				m[0].ok++
			} else {
				bad = append(bad, e)
			}
			continue
		}
		x := actorExpect.FindStringSubmatch(e)
		if x == nil {
			continue
		}
		k := 0
		if x[1] == "code_1" {
			k = 1
		}
		if x[2] == "==" {
			same[k] = append(same[k], x[3])
			continue
		}
		m[k].all++
		if holds(got[k], x[2], x[3]) {
			m[k].ok++
		} else {
			bad = append(bad, e)
		}
	}
	for k, values := range same {
		if len(values) == 0 {
			continue
		}
		m[k].all++
		if slices.ContainsFunc(values, func(v string) bool { return holds(got[k], "==", v) }) {
			m[k].ok++
		} else {
			bad = append(bad, [...]string{"country", "first sector"}[k]+" "+strings.Join(values, " or "))
		}
	}
	return m, bad
}

func percent(m mark) float64 { return 100 * float64(m.ok) / float64(max(m.all, 1)) }

// bootstrap draws as many cases as there are, with replacement, and again and
// again, and gives the figures that cut off one draw in forty at either end.
func bootstrap(cases []mark) (lo, hi float64) {
	if len(cases) == 0 {
		return 0, 0
	}
	const draws = 2000
	rng := rand.New(rand.NewPCG(1, 2))
	figures := make([]float64, draws)
	for d := range figures {
		var sum mark
		for range cases {
			m := cases[rng.IntN(len(cases))]
			sum.ok, sum.all = sum.ok+m.ok, sum.all+m.all
		}
		figures[d] = percent(sum)
	}
	slices.Sort(figures)
	return figures[draws/40], figures[draws-1-draws/40]
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
