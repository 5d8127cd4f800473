package reference

import (
	"cmp"
	"maps"
	"slices"

	"entente/internal/text"
)

// A Pack is what claims about states are held against: who trades with whom,
// who belongs to what, who is pledged to whom, who votes with whom, who borders
// whom and which offices stood empty. It is loaded apart from Tables, as only
// checks need it. What it does not say is unknown, not false, except where a
// method says otherwise.
type Pack struct {
	trade       map[tradeKey][]Partner
	pledges     map[pair][]Pledge
	memberships map[string][]Membership
	bodies      map[string]Body
	votes       map[pair]voting
	borders     map[pair]string
	bordered    map[string]bool // states whose borders are all known
	vacancies   map[officeKey][]Vacancy
	sanctions   map[string][]Sanctions // by state
	complete    map[string]bool        // authorities of which all regimes are listed
	series      map[string][]Exercise  // by name
	asOf        map[string]string      // by table, without folder and ending
}

type tradeKey struct{ state, direction string }

// A pair is two states in the order of their codes.
type pair struct{ a, b string }

func pairOf(a, b string) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

// A Partner is one of a state's largest partners in exports or imports.
type Partner struct {
	Year    int    // that the figure is about
	Rank    int    // 1 is the largest; a partner that could not be named leaves a gap
	Partner string // ISO 3166 alpha-3
	Share   float64
	Seen    text.Date // day on which the figure was published
	Row     string
}

// A Pledge is what two states owe each other by treaty over a spell of time.
type Pledge struct {
	A, B   string // in the order of the codes: a pledge is kept here without direction
	Kind   string // defence, offence, neutrality, nonaggression, consultation
	From   text.Date
	To     text.Date // unknown where the pledge held when the source was last kept
	Seen   text.Date // last day that the source speaks for
	Source string
	Row    string
}

// A Membership is a spell of a state in a body.
type Membership struct {
	Body     string // as in organisations.tsv
	State    string
	Status   string // as memberships.tsv lists them; Member tells who is one
	From, To text.Date
	Source   string
	Row      string
}

// Member reports whether the state was one of the body's members in the spell,
// rather than a guest at its table.
func (m *Membership) Member() bool {
	return m.Status == "member" || m.Status == "permanent member" || m.Status == "elected member" || m.Status == "signatory"
}

// A Body says how far its memberships can be trusted.
type Body struct {
	Name     string
	Complete bool      // every member from Since to AsOf is in the table, so that who lacks a row was none
	Since    text.Date // unknown: from the beginning
	AsOf     text.Date
	Source   string
	Row      string
}

// An Agreement is how often two states voted alike in the General Assembly in
// a year.
type Agreement struct {
	A, B   string // in the order of the codes
	Year   int
	Share  float64 // of the votes of both, from 0 to 1
	Votes  int     // that it rests on; a few say little
	Source string
	Row    string
}

// A voting is the agreement of one pair, kept small: there are thousands.
type voting struct {
	first       int16
	years       []yearVotes
	source, row string
}

type yearVotes struct {
	percent uint8
	votes   uint16
}

const noVotes = 255 // as percent: a year without votes

// A Vacancy is a spell in which an office had no holder, or one who only acted.
type Vacancy struct {
	Code, Office string
	From, To     text.Date
	Acting       string // who acted; "" where the office stood empty
	Aliases      []string
	Source       string
	Row          string
}

// Partners are the largest partners of a state in one direction, "export" or
// "import", by year, then rank.
func (p *Pack) Partners(state, direction string) []Partner {
	return p.trade[tradeKey{state, direction}]
}

// Pledges are those between two states, by kind, then first day.
func (p *Pack) Pledges(a, b string) []Pledge { return p.pledges[pairOf(a, b)] }

// Memberships are those in a body, by state, then first day.
func (p *Pack) Memberships(body string) []Membership { return p.memberships[body] }

// Body is what is known about the list of a body's members.
func (p *Pack) Body(name string) (Body, bool) {
	b, ok := p.bodies[name]
	return b, ok
}

// BodyNames are the bodies that have a list of members, in alphabetical order.
func (p *Pack) BodyNames() []string { return slices.Sorted(maps.Keys(p.memberships)) }

// Agreement lists how two states voted, by year, all from one source.
func (p *Pack) Agreement(a, b string) (list []Agreement) {
	k := pairOf(a, b)
	v := p.votes[k]
	for i, y := range v.years {
		if y.percent != noVotes {
			list = append(list, Agreement{A: k.a, B: k.b, Year: int(v.first) + i, Share: float64(y.percent) / 100, Votes: int(y.votes), Source: v.source, Row: v.row})
		}
	}
	return list
}

// Borders is the kind of border that two states share, "land" or "" for none;
// known is false where the table does not speak of both.
func (p *Pack) Borders(a, b string) (kind string, known bool) {
	return p.borders[pairOf(a, b)], a != b && p.bordered[a] && p.bordered[b]
}

// Vacancies are the spells in which the office had no holder of its own, by
// first day.
func (p *Pack) Vacancies(code, office string) []Vacancy {
	return p.vacancies[officeKey{code, office}]
}

// AsOf is the day of a table such as "trade", as its head says; "" where it is
// missing.
func (p *Pack) AsOf(table string) string { return p.asOf[table] }

// sort brings every list into the order that its method promises.
func (p *Pack) sort() {
	for _, l := range p.trade {
		slices.SortStableFunc(l, func(x, y Partner) int { return cmp.Or(cmp.Compare(x.Year, y.Year), cmp.Compare(x.Rank, y.Rank)) })
	}
	for _, l := range p.pledges {
		slices.SortStableFunc(l, func(x, y Pledge) int { return cmp.Or(cmp.Compare(x.Kind, y.Kind), byDay(x.From, y.From)) })
	}
	for _, l := range p.memberships {
		slices.SortStableFunc(l, func(x, y Membership) int { return cmp.Or(cmp.Compare(x.State, y.State), byDay(x.From, y.From)) })
	}
	for _, l := range p.sanctions {
		slices.SortStableFunc(l, func(x, y Sanctions) int { return cmp.Or(cmp.Compare(x.Authority, y.Authority), byDay(x.From, y.From)) })
	}
	for _, l := range p.vacancies {
		slices.SortStableFunc(l, func(x, y Vacancy) int { return byDay(x.From, y.From) })
	}
}

func byDay(x, y text.Date) int { return cmp.Compare(ordinal(x, false), ordinal(y, false)) }
