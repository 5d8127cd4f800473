package reference

import (
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// Sanctions are a regime of measures on a state, or on groups in it.
type Sanctions struct {
	Authority string // a body as in organisations.tsv, or a state
	State     string
	On        string // state, or part: groups in it, or what was left of measures that ended
	Target    string
	From, To  text.Date
	Act       string // that founded it, and that ended it
	Source    string
	Row       string
}

// An Exercise is a series of joint military exercises with the parties that are sure
// to have taken part in some of its years.
type Exercise struct {
	Name    string
	Aliases []string
	Parties []string
	Years   []int  // in order
	Rhythm  string // annual, biennial, irregular, rotating
	To      int    // last year of the series; 0: no end is known
	Source  string
	Row     string
}

// Sanctions are the regimes on a state, by authority, then first day.
func (p *Pack) Sanctions(state string) []Sanctions { return p.sanctions[state] }

// AllSanctions reports whether every regime of an authority is listed, so that a
// state without a row was under none.
func (p *Pack) AllSanctions(authority string) bool { return p.complete[authority] }

// Exercises are the rows of a series.
func (p *Pack) Exercises(name string) []Exercise { return p.series[name] }

// Sanctioned are all states with a row, in order.
func (p *Pack) Sanctioned() []string { return slices.Sorted(maps.Keys(p.sanctions)) }

// Series are the names of all series, in order.
func (p *Pack) Series() []string { return slices.Sorted(maps.Keys(p.series)) }

// SeriesNames are the names and aliases of all series of exercises, each with the
// name of its series: what a reader of text must know of the table.
func SeriesNames(fsys fs.FS) map[string]string {
	out := map[string]string{}
	f := open(fsys, "reference/exercises.tsv", &diag.List{}, []string{"name", "aliases"}, nil) // LoadPack tells what is wrong with it
	for f.next() {
		name := f.get("name")
		for _, a := range append(f.list("aliases"), name) {
			if a != "" {
				out[a] = name
			}
		}
	}
	return out
}

var (
	reaches = []string{"state", "part"}
	rhythms = []string{"annual", "biennial", "irregular", "rotating"}
)

func (l *packLoader) readSanctions(f *table) {
	for f.next() {
		s := Sanctions{Authority: f.must("authority"), State: l.state(f, "state"), On: oneOf(f, "on", reaches), Target: f.must("target"), From: f.date("from"), To: f.date("to"),
			Act: f.must("act"), Source: f.must("source"), Row: f.row()}
		inOrder(f)
		if !s.From.Known() {
			f.must("from")
		}
		if strings.HasPrefix(s.Row, Own) {
			if i := l.regimeOf(&s); i >= 0 {
				l.sanctions[s.State][i] = s
				continue
			}
		}
		l.sanctions[s.State] = append(l.sanctions[s.State], s)
	}
}

// regimeOf is the row of the same regime: state, authority, target and first day; -1
// for none.
func (l *packLoader) regimeOf(s *Sanctions) int {
	return slices.IndexFunc(l.sanctions[s.State], func(o Sanctions) bool { return o.Authority == s.Authority && o.Target == s.Target && o.From == s.From })
}

func (l *packLoader) readExercises(f *table) {
	for f.next() {
		e := Exercise{Name: f.must("name"), Aliases: f.list("aliases"), Parties: f.list("parties"), Rhythm: oneOf(f, "rhythm", rhythms), Source: f.must("source"), Row: f.row()}
		for _, s := range e.Parties {
			if !l.states[s] {
				f.wrong("parties", strconv.Quote(s)+" is no state of states.tsv", "ISO 3166 alpha-3 codes, separated by |")
			}
		}
		f.must("parties")
		f.must("years")
		if e.Years = yearList(f.list("years")); e.Years == nil {
			f.wrong("years", strconv.Quote(f.get("years"))+" are no years in order", "as 2007|2012-2019")
		}
		if f.get("to") != "" {
			e.To = number(f, "to", 1900, 2100)
		}
		l.series[e.Name] = append(l.series[e.Name], e)
	}
}

// yearList reads years and ranges of them; nil where they are not in order.
func yearList(cells []string) (out []int) {
	for _, c := range cells {
		a, b, is := strings.Cut(c, "-")
		first, err := strconv.Atoi(a)
		last := first
		if is {
			last, _ = strconv.Atoi(b)
		}
		if err != nil || first < 1900 || last > 2100 || last < first || len(out) > 0 && out[len(out)-1] >= first {
			return nil
		}
		for y := first; y <= last; y++ {
			out = append(out, y)
		}
	}
	return out
}
