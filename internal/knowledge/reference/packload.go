package reference

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"entente/internal/diag"
)

// LoadPack reads the tables of the pack from fsys. A folder that lacks a table
// knows nothing of its kind; all wrong lines of all tables are reported in one
// error.
func LoadPack(fsys fs.FS) (*Pack, error) {
	errs := &diag.List{}
	p := &Pack{
		trade: make(map[tradeKey][]Partner, 512), pledges: make(map[pair][]Pledge, 8192), memberships: map[string][]Membership{}, bodies: map[string]Body{},
		votes: make(map[pair]voting, 4096), borders: map[pair]string{}, bordered: map[string]bool{}, vacancies: map[officeKey][]Vacancy{},
		sanctions: map[string][]Sanctions{}, complete: map[string]bool{}, series: map[string][]Exercise{}, asOf: map[string]string{},
	}
	l := &packLoader{Pack: p, states: map[string]bool{"EUR": true}} // the Union trades as one
	states := open(fsys, "reference/states.tsv", errs, []string{"iso3"}, nil)
	for states.next() {
		l.states[states.get("iso3")] = true
	}
	// Groups are read side by side, which halves the wait; the tables of a group
	// one after the other, as memberships are held against the bodies.
	groups := [][]packTable{{
		{name: "trade", need: "state direction year rank partner share seen", read: l.readTrade},
	}, {
		{name: "pledges", need: "a b pledges from to seen source", read: l.readPledges},
		{name: "treaties", need: "a b pledges from to seen source", read: l.readPledges},
		{name: "bodies", need: "body complete since asof source", read: l.readBodies},
		{name: "memberships", need: "body state status from to source", read: l.readMemberships},
		{name: "memoranda", need: "body state status from to source", read: l.readMemberships},
	}, {
		{name: "votes", need: "a b from agreement source", read: l.readVotes},
		{name: "borders", need: "a b kind", read: l.readBorders},
		{name: "vacancies", need: "code office from to acting aliases source", read: l.readVacancies},
		{name: "sanctions", need: "authority state on target from to act source", read: l.readSanctions},
		{name: "exercises", need: "name aliases parties years rhythm to source", read: l.readExercises},
	}}
	var wait sync.WaitGroup
	for _, group := range groups {
		wait.Go(func() {
			for i := range group {
				t := &group[i]
				t.file = open(fsys, "reference/"+t.name+".tsv", &diag.List{}, strings.Fields(t.need), nil)
				t.read(t.file)
			}
		})
	}
	wait.Wait()
	for _, t := range slices.Concat(groups...) {
		for _, e := range t.file.errs.Errs {
			errs.Add(e)
		}
		errs.Hidden += t.file.errs.Hidden
		if t.file.asOf != "" {
			p.asOf[t.name] = t.file.asOf
		}
		if t.name == "sanctions" {
			for _, a := range t.file.complete {
				p.complete[a] = true
			}
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	p.sort()
	return p, nil
}

// A packTable is how one table is read, and the file once it is.
type packTable struct {
	name, need string
	read       func(*table)
	file       *table
}

// A packLoader is a pack being read and what its rows are held against.
type packLoader struct {
	*Pack
	states map[string]bool
}

// state is a cell that holds a code of states.tsv.
func (l *packLoader) state(f *table, col string) string {
	s := f.must(col)
	if s != "" && !l.states[s] {
		f.wrong(col, fmt.Sprintf("%q is no state of states.tsv", s), "an ISO 3166 alpha-3 code")
	}
	return s
}

// pair is the cells a and b, two states.
func (l *packLoader) pair(f *table) pair {
	a, b := l.state(f, "a"), l.state(f, "b")
	if a == b && a != "" {
		f.wrong("b", fmt.Sprintf("%s stands against itself", a), "two different states")
	}
	return pairOf(a, b)
}

// The words that some cells choose from.
var (
	directions  = []string{"export", "import"}
	pledgeKinds = []string{"defence", "offence", "neutrality", "nonaggression", "consultation"}
	statuses    = []string{"member", "permanent member", "elected member", "associate", "observer", "dialogue partner", "partner", "candidate", "invited", "guest",
		"signatory", "suspended", "disputed"}
	yesNo       = []string{"yes", "no"}
	borderKinds = []string{"land", "none"}
)

// oneOf is a cell that holds one of a few words.
func oneOf(f *table, col string, words []string) string {
	s := f.must(col)
	known(f, col, s, words)
	return s
}

func known(f *table, col, s string, words []string) {
	if s != "" && !contains(words, s) {
		f.wrong(col, fmt.Sprintf("unknown %s %q", col, s), "one of "+strings.Join(words, ", "))
	}
}

// number is a cell that holds a whole number within bounds.
func number(f *table, col string, least, most int) int {
	n, err := strconv.Atoi(f.get(col))
	if err != nil || n < least || n > most {
		f.wrong(col, fmt.Sprintf("%q is no number from %d to %d", f.get(col), least, most), "a whole number")
	}
	return n
}

// share is a cell that holds a part of most.
func share(f *table, col string, most float64) float64 {
	x, err := strconv.ParseFloat(f.get(col), 64)
	if err != nil || !(x >= 0 && x <= most) {
		f.wrong(col, fmt.Sprintf("%q is no number from 0 to %g", f.get(col), most), "a number with a decimal point")
	}
	return x
}

func (l *packLoader) readTrade(f *table) {
	for f.next() {
		k := tradeKey{l.state(f, "state"), oneOf(f, "direction", directions)}
		l.trade[k] = append(l.trade[k], Partner{
			Year: number(f, "year", 1900, 2100), Rank: number(f, "rank", 1, 99), Partner: l.state(f, "partner"), Share: share(f, "share", 100),
			Seen: f.date("seen"), Row: f.row(),
		})
	}
}

func (l *packLoader) readPledges(f *table) {
	for f.next() {
		k := l.pair(f)
		p := Pledge{A: k.a, B: k.b, From: f.date("from"), To: f.date("to"), Seen: f.date("seen"), Source: f.must("source"), Row: f.row()}
		inOrder(f)
		f.must("pledges")
		for _, p.Kind = range f.list("pledges") {
			known(f, "pledges", p.Kind, pledgeKinds)
			l.pledges[k] = append(l.pledges[k], p)
		}
	}
}

// inOrder refuses a row that ends before it begins.
func inOrder(f *table) {
	from, to := f.date("from"), f.date("to")
	if from.Known() && to.Known() && ordinal(from, false) > ordinal(to, true) {
		f.wrong("to", "the row ends before it begins", "check both days")
	}
}

func (l *packLoader) readBodies(f *table) {
	for f.next() {
		b := Body{Name: f.must("body"), Complete: oneOf(f, "complete", yesNo) == "yes", Since: f.date("since"), AsOf: f.date("asof"), Source: f.must("source"), Row: f.row()}
		if first, ok := l.bodies[b.Name]; ok {
			twice(f, &b, &first)
		}
		if b.Complete && !b.Since.Known() {
			f.wrong("since", "a complete list needs the day from which it is", "YYYY-MM-DD, YYYY-MM or YYYY")
		}
		if !b.AsOf.Known() {
			f.must("asof")
		}
		l.bodies[b.Name] = b
	}
}

func (l *packLoader) readMemberships(f *table) {
	for f.next() {
		m := Membership{Body: f.must("body"), State: l.state(f, "state"), Status: oneOf(f, "status", statuses), From: f.date("from"), To: f.date("to"),
			Source: f.must("source"), Row: f.row()}
		inOrder(f)
		if _, ok := l.bodies[m.Body]; !ok && m.Body != "" {
			f.wrong("body", fmt.Sprintf("%q is no body of bodies.tsv", m.Body), "add its line there: whether its list is complete, and as of when")
		}
		if strings.HasPrefix(m.Row, Own) {
			if i := l.spellOf(&m); i >= 0 {
				l.memberships[m.Body][i] = m
				continue
			}
		}
		l.memberships[m.Body] = append(l.memberships[m.Body], m)
	}
}

// readVotes reads rows of one pair and one source each, a year an entry:
// "79/87" is 79 percent of 87 votes, "-" a year without.
func (l *packLoader) readVotes(f *table) {
	for f.next() {
		k := l.pair(f)
		v := voting{first: int16(number(f, "from", 1946, 2100)), source: f.must("source"), row: f.row()}
		rest := f.must("agreement")
		v.years = make([]yearVotes, 0, strings.Count(rest, " ")+1)
		for rest != "" {
			var entry string
			entry, rest, _ = strings.Cut(rest, " ")
			y, ok := parseYear(entry)
			if !ok {
				f.wrong("agreement", fmt.Sprintf("%q is no agreement", entry), "percent and votes of a year, as in 79/87, or -")
			}
			v.years = append(v.years, y)
		}
		if first, ok := l.votes[k]; ok {
			f.wrong("a", fmt.Sprintf("%s and %s stand twice", k.a, k.b), "first in "+first.row)
		}
		l.votes[k] = v
	}
}

func parseYear(s string) (y yearVotes, ok bool) {
	if s == "-" {
		return yearVotes{percent: noVotes}, true
	}
	percent, votes, ok := strings.Cut(s, "/")
	p, err1 := strconv.ParseUint(percent, 10, 8)
	n, err2 := strconv.ParseUint(votes, 10, 16)
	return yearVotes{uint8(p), uint16(n)}, ok && err1 == nil && err2 == nil && p <= 100 && n > 0
}

// readBorders reads pairs of neighbours; a state that has none stands alone.
func (l *packLoader) readBorders(f *table) {
	for f.next() {
		if kind := oneOf(f, "kind", borderKinds); kind == "none" {
			l.bordered[l.state(f, "a")] = true
			continue
		}
		k := l.pair(f)
		l.borders[k] = "land"
		l.bordered[k.a], l.bordered[k.b] = true, true
	}
}

func (l *packLoader) readVacancies(f *table) {
	for f.next() {
		v := Vacancy{Code: l.state(f, "code"), Office: f.must("office"), From: f.date("from"), To: f.date("to"), Acting: f.get("acting"), Aliases: f.list("aliases"),
			Source: f.must("source"), Row: f.row()}
		inOrder(f)
		if !v.From.Known() {
			f.must("from")
		}
		k := officeKey{v.Code, v.Office}
		l.vacancies[k] = append(l.vacancies[k], v)
	}
}
