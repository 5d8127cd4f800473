package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/track/alert"
)

func changePoints() AlertMethod {
	return AlertMethod{Name: "change points", Start: func(bool) Watcher {
		var s alert.State
		return func(count int, exposure float64, _ int, _ bool) (float64, float64) {
			r := alert.Weekly.Step(&s, alert.Bin{Count: count, Exposure: exposure})
			return r.Score(true), r.Score(false)
		}
	}}
}

// TestChangePointsBeatTheOthersOnStationarySeries holds the detector beside CUSUM
// and a plain threshold at the same number of false alarms, without any corpus.
func TestChangePointsBeatTheOthersOnStationarySeries(t *testing.T) {
	const from, to = 130, 200
	p := simulated(150, to, false)
	years := float64(to-from) / p.perYear * float64(len(p.series))
	share := func(m AlertMethod) (sum float64) {
		alarms := p.alarms(m, from, to)
		threshold := match(alarms, int(0.2*years))
		if n := alarms(threshold); n > int(0.2*years) {
			t.Errorf("%s: %d alarms in %.0f series-years", m.Name, n, years)
		}
		for _, c := range changes {
			f := p.meet(m, c, threshold, p.plantings(c, 60, from, to, 0.3))
			sum += f.share() / float64(len(changes))
		}
		return sum
	}
	ours, cusum, plain := share(changePoints()), share(CUSUM(2, 26)), share(Plain(52))
	if ours < cusum || ours < plain+0.1 {
		t.Errorf("found %.3f, CUSUM %.3f, plain threshold %.3f", ours, cusum, plain)
	}
}

// TestControlsAreScored: of what e-BH shows on series in which little changes, no
// more is chance than it says, and what changed much is found.
func TestControlsAreScored(t *testing.T) {
	p := simulated(150, 200, false)
	read := func() func(int, float64, int) (rise, fall, p float64) {
		var s alert.State
		return func(count int, exposure float64, _ int) (rise, fall, p float64) {
			r := alert.Weekly.Step(&s, alert.Bin{Count: count, Exposure: exposure})
			return r.Rise, r.Fall, alert.Weekly.PValue(max(r.Rise, r.Fall))
		}
	}
	var out strings.Builder
	p.control(read, []AlertControl{{"e-BH", func() func(chance, p []float64) []bool {
		return func(_, p []float64) []bool { return alert.BH{Q: 0.1}.Choose(p) }
	}}}, 0.3, 130, Output{Report: &out})
	var name string
	var shown int
	var chance float64
	line := strings.Split(out.String(), "\n")[1]
	if _, err := fmt.Sscanf(line, "%s shown %d chance %g", &name, &shown, &chance); err != nil || shown < 5 || chance > 0.1 {
		t.Errorf("%v: %s", err, out.String())
	}
}

func TestPlantedChangesAreWhatTheySay(t *testing.T) {
	counts, exposure := make([]int, 4000), make([]float64, 4000)
	draw := rand.New(rand.NewPCG(1, 2))
	for i := range counts {
		counts[i], exposure[i] = drawPoisson(4, draw), 100
	}
	mean := func(c []int) (m float64) {
		for _, n := range c {
			m += float64(n) / float64(len(c))
		}
		return m
	}
	for _, c := range changes {
		got := plant(counts, exposure, 2000, c, 0.04, 0.5, draw)
		if mean(got[:2000]) != mean(counts[:2000]) {
			t.Errorf("%s changes what came before", c.name)
		}
		want := 4 * c.rate(1000)
		switch {
		case c.steps == 1:
			if got[2000] < counts[2000]+5 || mean(got[2001:]) != mean(counts[2001:]) {
				t.Errorf("%s: %d after %d", c.name, got[2000], counts[2000])
			}
		case math.Abs(mean(got[2000:])-want) > 0.1*want:
			t.Errorf("%s: mean %v, want %v", c.name, mean(got[2000:]), want)
		}
	}
}

func TestDrawnCountsHaveTheirMoments(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	for _, c := range [][2]float64{{0.4, 0}, {3, 1}, {70, 0.3}} {
		const n = 40000
		sum, squares := 0.0, 0.0
		for range n {
			x := float64(drawNegbin(c[0], c[1], draw))
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / n
		variance, want := squares/n-mean*mean, c[0]+c[1]*c[0]*c[0]
		if math.Abs(mean-c[0]) > 0.05*c[0] || math.Abs(variance-want) > 0.08*want {
			t.Errorf("mean %v, variance %v; want %v and %v", mean, variance, c[0], want)
		}
	}
}

func TestQuadruplesBecomeSeries(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"entity2id.txt":   "Police_(Egypt)\t0\nEgypt\t1\nIsrael\t2\nCitizen_(Israel)\t3\nSomebody\t4\n",
		"relation2id.txt": "Consult\t0\nUse_conventional_military_force\t1\n",
		"train.txt":       "0\t1\t2\t0\n1\t1\t3\t6\n1\t0\t2\t7\n4\t0\t2\t8\n",
		"valid.txt":       "1\t1\t2\t15\n",
		"test.txt":        "1\t1\t2\t21\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, train, err := readICEWS(data.FS, dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.series {
		got = append(got, s.name)
	}
	if strings.Join(got, ", ") != "Egypt>Israel 1, Egypt>Israel 4" || train != 2 || len(p.exposure) != 4 || p.exposure[1] != 2 || p.series[1].counts[0] != 2 || p.series[1].counts[3] != 1 {
		t.Errorf("%v, train %d, exposure %v, %+v", got, train, p.exposure, p.series)
	}
}
