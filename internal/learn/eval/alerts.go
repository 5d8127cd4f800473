package eval

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/internal/knowledge/table"
)

// A countSeries is what one actor did to another in one quad class, by step.
type countSeries struct {
	name   string
	counts []int
}

// A panel is many series over the same steps.
type panel struct {
	name     string
	series   []countSeries
	exposure []float64 // events of all kinds in each step: how much was coded
	perYear  float64   // steps in a year
	daily    bool
}

// A week of ICEWS05-15 starts on a Saturday, the weekday of its day 0.
const panelStep = 7

// readICEWS makes weekly series of dyad and quad class out of the quadruples of a
// folder. Actors are mapped to countries as their names say it: "Police (Egypt)"
// or a name that stands in such brackets elsewhere. Facts between others are
// left out of the series and stay in the exposure. trainDays is where the train
// part ends; series have at least least events in it.
func readICEWS(files fs.FS, dir string, least int) (p *panel, trainSteps int, err error) {
	quads, err := relationQuads(files, filepath.Join(dir, "relation2id.txt"))
	if err != nil {
		return nil, 0, err
	}
	country, err := entityCountries(filepath.Join(dir, "entity2id.txt"))
	if err != nil {
		return nil, 0, err
	}
	type key struct {
		from, to string
		quad     int
	}
	counts := map[key]map[int]int{}
	total := map[int]int{}
	steps, first := 0, -1
	for _, part := range []string{"train.txt", "valid.txt", "test.txt"} {
		err := eachQuad(filepath.Join(dir, part), func(q [4]int) error {
			if first < 0 || q[3] < first {
				first = q[3]
			}
			at := (q[3] - first) / panelStep
			steps = max(steps, at+1)
			if part == "train.txt" {
				trainSteps = steps
			}
			total[at]++
			from, to := country[q[0]], country[q[2]]
			quad, known := quads[q[1]]
			if !known {
				return fmt.Errorf("relation %d is not in relation2id.txt", q[1])
			}
			if from == "" || to == "" {
				return nil
			}
			k := key{from, to, quad}
			if counts[k] == nil {
				counts[k] = map[int]int{}
			}
			counts[k][at]++
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	p = &panel{name: filepath.Base(dir), perYear: 365.25 / panelStep, exposure: make([]float64, steps)}
	for at := range p.exposure {
		p.exposure[at] = float64(total[at])
	}
	for k, by := range counts {
		s := countSeries{fmt.Sprintf("%s>%s %d", k.from, k.to, k.quad), make([]int, steps)}
		n := 0
		for at, c := range by {
			s.counts[at] = c
			if at < trainSteps {
				n += c
			}
		}
		if n >= least {
			p.series = append(p.series, s)
		}
	}
	slices.SortFunc(p.series, func(a, b countSeries) int { return cmp.Compare(a.name, b.name) })
	if len(p.series) == 0 {
		return nil, 0, fmt.Errorf("%s: no series with %d events in the train part", dir, least)
	}
	return p, trainSteps, nil
}

// relationQuads maps ids of relations to quad classes by CAMEO's labels.
func relationQuads(files fs.FS, file string) (map[int]int, error) {
	t, err := table.Read(files, "codebook/cameo/table.tsv", "label", "quad")
	if err != nil {
		return nil, err
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	quad := map[string]int{}
	for _, r := range t.Rows {
		n, err := strconv.Atoi(r.Get("quad"))
		if err != nil {
			r.Bad("quad", "not a number", "")
			continue
		}
		quad[letters(r.Get("label"))] = n
	}
	if err := t.Errs.Err(); err != nil {
		return nil, err
	}
	names, err := readIDs(file)
	if err != nil {
		return nil, err
	}
	out := map[int]int{}
	for id, n := range names {
		if out[id] = quad[letters(n)]; out[id] == 0 {
			return nil, fmt.Errorf("%s: CAMEO has no %q", file, n)
		}
	}
	return out, nil
}

func entityCountries(file string) (map[int]string, error) {
	names, err := readIDs(file)
	if err != nil {
		return nil, err
	}
	inside := func(s string) string {
		if i := strings.LastIndex(s, "_("); i >= 0 && strings.HasSuffix(s, ")") {
			return s[i+2 : len(s)-1]
		}
		return ""
	}
	states := map[string]bool{}
	for _, n := range names {
		if c := inside(n); c != "" {
			states[c] = true
		}
	}
	out := map[int]string{}
	for id, n := range names {
		if c := inside(n); c != "" {
			out[id] = c
		} else if states[n] {
			out[id] = n
		}
	}
	return out, nil
}

func readIDs(file string) (map[int]string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	out := map[int]string{}
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		name, id, ok := strings.Cut(line, "\t")
		n, err := strconv.Atoi(strings.TrimSpace(id))
		if !ok || err != nil {
			return nil, fmt.Errorf("%s:%d: want a name, a tab and a number", file, i+1)
		}
		out[n] = name
	}
	return out, nil
}

func eachQuad(file string, do func([4]int) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for line := 1; sc.Scan(); line++ {
		var q [4]int
		fields := strings.Fields(sc.Text())
		if len(fields) < 4 {
			return fmt.Errorf("%s:%d: want four numbers", file, line)
		}
		for i := range q {
			if q[i], err = strconv.Atoi(fields[i]); err != nil {
				return fmt.Errorf("%s:%d: %w", file, line, err)
			}
		}
		if err := do(q); err != nil {
			return fmt.Errorf("%s:%d: %w", file, line, err)
		}
	}
	return sc.Err()
}
