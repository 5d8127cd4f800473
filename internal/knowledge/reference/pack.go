package reference

import (
	"cmp"
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
	agreement   map[pair][]Agreement
	borders     map[pair]string
	bordered    map[string]bool // states whose borders are all known
	vacancies   map[officeKey][]Vacancy
	asOf        map[string]string // by table, without folder and ending
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
	Status   string // member, permanent member, elected member, observer, dialogue partner, partner, suspended
	From, To text.Date
	Source   string
	Row      string
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
	Votes  int     // 0: the source gives no number
	Source string
	Row    string
}

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

// Agreement lists how two states voted, by year. For one year there may be
// several sources, in table order.
func (p *Pack) Agreement(a, b string) []Agreement { return p.agreement[pairOf(a, b)] }

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
	for _, l := range p.agreement {
		slices.SortStableFunc(l, func(x, y Agreement) int { return cmp.Compare(x.Year, y.Year) })
	}
	for _, l := range p.vacancies {
		slices.SortStableFunc(l, func(x, y Vacancy) int { return byDay(x.From, y.From) })
	}
}

func byDay(x, y text.Date) int { return cmp.Compare(ordinal(x, false), ordinal(y, false)) }
