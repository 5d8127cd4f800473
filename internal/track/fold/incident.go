package fold

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente/internal/record"
)

// An Incident is what was done once, as all reports together tell it.
type Incident struct {
	ID            string   `json:"id"` // hash of the earliest report's record
	Act           string   `json:"act"`
	Type          string   `json:"type"`            // PLOVER
	Quad          int      `json:"quad,omitempty"`  // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Score         float64  `json:"score,omitempty"` // PLOVER's, from -10 conflict to 10 cooperation
	Symmetric     bool     `json:"symmetric,omitempty"`
	Source        []string `json:"source"`
	Target        []string `json:"target"`
	First         string   `json:"first"` // days between which it was done
	Last          string   `json:"last"`
	Place         *Place   `json:"place,omitempty"`
	Counted       bool     `json:"counted"`
	Independent   int      `json:"independent"` // reports that are no copies of each other
	Publishers    []string `json:"publishers,omitempty"`
	Earliest      string   `json:"earliest,omitempty"` // day of the first report
	Latest        string   `json:"latest,omitempty"`   // day of the last one
	Disagreements []string `json:"disagreements,omitempty"`
	Fullest       string   `json:"fullest"` // the record that says most: act, parties and place are its
	Reports       []Report `json:"reports"` // by day, then by article
}

// A Report is one record of an incident.
type Report struct {
	Article   string      `json:"article"`
	Record    string      `json:"record"`
	Publisher string      `json:"publisher,omitempty"`
	Published string      `json:"published,omitempty"`
	Counted   bool        `json:"counted"`
	SaidBy    string      `json:"said_by,omitempty"`
	Span      record.Span `json:"sentence"`
	Story     string      `json:"story"`             // articles of one story have the same
	CopyOf    string      `json:"copy_of,omitempty"` // the first article of this text, where it is another
}

// Digest tells whether anything in an incident has changed.
func (n *Incident) Digest() string {
	b, err := json.Marshal(n)
	if err != nil {
		panic(err) // it holds no value that JSON lacks
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:10])
}

// An incident while it is open, called after the least of its tellings.
type incident struct {
	first    *telling
	last     int // day of its last article
	tellings []*telling
	notes    []string // disagreements found when its stories closed
	into     *incident
}

func (n *incident) root() *incident {
	for n.into != nil {
		n = n.into
	}
	return n
}

func (n *incident) id() string { return idOf("incident", n.first.Record) }

// due is the last day that the incident is held: until it takes no further
// articles, and all its stories are closed.
func (n *incident) due() int {
	d := n.first.art.day
	for _, t := range n.tellings {
		d = max(d, t.art.story.root().first.day)
	}
	return d + openDays
}

// A spot is a type of event, a day and a place, where all are sure.
type spot struct {
	typ        string
	day, place int
}

func (t *telling) spot() (spot, bool) {
	if t.art.day == 0 || t.first == 0 || t.first != t.last || t.Place == nil || t.Place.GeoNamesID == 0 {
		return spot{}, false
	}
	return spot{t.Type, t.first, int(t.Place.GeoNamesID)}, true
}

// incidents folds the tellings of a day into incidents. Two are of one incident
// when their articles are of one story or copies, or say the same day and place,
// and neither type, parties, days nor places speak against it, the best fits
// first; what one article tells apart stays apart. met are lists of tellings from
// before that have come into one story.
func (st *State) incidents(fresh []*art, met [][2][]*telling) {
	type edge struct {
		a, b  *telling
		score float64
	}
	var edges []edge
	compare := func(a, b *telling) {
		if b.incident == nil || a.art.day-b.incident.root().first.art.day > openDays || b.art.day-a.incident.root().first.art.day > openDays {
			return
		}
		if s := match(a, b, nil); s > 0 {
			if order(b, a) < 0 {
				a, b = b, a
			}
			edges = append(edges, edge{a, b, s})
		}
	}
	for _, m := range met {
		for _, a := range m[0] {
			for _, b := range m[1] {
				if a.incident != nil {
					compare(a, b)
				}
			}
		}
	}
	for _, a := range fresh {
		for _, t := range a.tellings {
			t.incident = &incident{first: t, last: a.day, tellings: []*telling{t}}
			st.loose = append(st.loose, t.incident)
			for _, b := range a.story.types[t.Type] {
				compare(t, b)
			}
			for _, c := range a.group.root().arts {
				if c.story.root() != a.story {
					for _, b := range c.tellings {
						compare(t, b)
					}
				}
			}
			a.story.types[t.Type] = append(a.story.types[t.Type], t)
			if s, ok := t.spot(); ok {
				for _, b := range st.bySpot[s] {
					if b.art.story.root() != a.story {
						compare(t, b)
					}
				}
				st.bySpot[s] = append(st.bySpot[s], t)
			}
		}
	}
	slices.SortFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.score, x.score), order(x.a, y.a), order(x.b, y.b))
	})
	for _, e := range edges {
		a, b := e.a.incident.root(), e.b.incident.root()
		if a == b {
			continue
		}
		if order(b.first, a.first) < 0 {
			a, b = b, a
		}
		if max(a.last, b.last)-a.first.art.day > openDays || clash(a.tellings, b.tellings) {
			continue
		}
		b.into = a
		a.last = max(a.last, b.last)
		a.tellings, b.tellings = append(a.tellings, b.tellings...), nil
		a.notes = merged(a.notes, b.notes)
	}
	for _, a := range fresh {
		for _, t := range a.tellings {
			t.incident = t.incident.root()
		}
	}
}

// clash reports whether two groups hold records that one article tells apart.
func clash(a, b []*telling) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) < 16 {
		for _, x := range a {
			for _, y := range b {
				if x.art == y.art {
					return true
				}
			}
		}
		return false
	}
	in := make(map[*art]bool, len(a))
	for _, x := range a {
		in[x.art] = true
	}
	return slices.ContainsFunc(b, func(y *telling) bool { return in[y.art] })
}

func merged(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// A note is what is told otherwise about an incident.
type note struct {
	of   *incident
	text string
}

// disputes finds where articles on one story have another doer for what was done
// to the same party on the same day: both incidents stay.
func disputes(s *story) (out []note) {
	type view struct {
		*incident
		Incident
		best *telling
	}
	for _, typ := range sortedTypes(s.types) {
		seen := map[*incident]bool{}
		var views []view
		for _, t := range s.types[typ] {
			if t.incident == nil {
				continue
			}
			if n := t.incident.root(); !seen[n] {
				seen[n] = true
				x, best := n.view(nil)
				views = append(views, view{n, x, best})
			}
		}
		slices.SortFunc(views, func(a, b view) int {
			return cmp.Or(cmp.Compare(a.Incident.First, b.Incident.First), order(a.incident.first, b.incident.first))
		})
		for j := range views {
			for i := j - 1; i >= 0 && views[i].Incident.First == views[j].Incident.First; i-- {
				a, b := &views[i], &views[j]
				_, same := sides(a.best.Source, b.best.Source)
				target, _ := sides(a.best.Target, b.best.Target)
				if same || target == 0 || a.Symmetric || b.Symmetric || a.Incident.Last != b.Incident.Last || clash(a.incident.tellings, b.incident.tellings) {
					continue
				}
				out = append(out, note{a.incident, otherDoer(&b.Incident)}, note{b.incident, otherDoer(&a.Incident)})
			}
		}
	}
	return out
}

func otherDoer(n *Incident) string {
	return fmt.Sprintf("who did it: %s, by %d others", strings.Join(n.Source, ", "), n.Independent)
}

func sortedTypes(m map[string][]*telling) []string { return slices.Sorted(maps.Keys(m)) }

// view puts the tellings together. notes are added to those that are known.
func (n *incident) view(notes []string) (Incident, *telling) {
	all := slices.SortedFunc(slices.Values(n.tellings), order)
	var out Incident
	var best *telling
	copies := map[*group]bool{}
	for _, t := range all {
		a, g := t.art, t.art.group.root()
		r := Report{Article: a.ID, Record: t.Record, Publisher: a.Publisher, Published: a.Day, Counted: t.Counted, SaidBy: t.SaidBy, Span: t.Sentence, Story: a.story.root().name()}
		if g.head != a.ID {
			r.CopyOf = g.head
		}
		out.Reports = append(out.Reports, r)
		copies[g] = true
		out.Counted = out.Counted || t.Counted
		if a.Publisher != "" && !slices.Contains(out.Publishers, a.Publisher) {
			out.Publishers = append(out.Publishers, a.Publisher)
		}
		if best == nil || fullness(t.Telling) > fullness(best.Telling) {
			best = t
		}
		// The days that all reports leave; where they leave none, the best one's.
		if t.First != "" {
			out.First, out.Last = max(out.First, t.First), earlier(out.Last, t.Last)
		}
	}
	if out.First > out.Last {
		out.First, out.Last = best.First, best.Last
	}
	out.ID, out.Earliest, out.Latest = n.id(), all[0].art.Day, all[len(all)-1].art.Day
	out.Act, out.Type, out.Place, out.Independent = best.Act, best.Type, best.Place, len(copies)
	out.Source, out.Target, out.Symmetric = codes(best.Source), codes(best.Target), best.Symmetric
	out.Quad, out.Score, out.Fullest = best.Quad, best.Score, best.Record
	slices.Sort(out.Publishers)
	out.Disagreements = merged(merged(n.notes, notes), differences(all))
	return out, best
}

// earlier is the earlier of two days, of which "" is none.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// fullness is how much a record says.
func fullness(r *Telling) int {
	n := 4*len(codes(r.Source)) + 4*len(codes(r.Target))
	if r.Counted {
		n += 3
	}
	if r.Place != nil {
		n += 2
	}
	if r.First != "" && r.First == r.Last {
		n += 2
	}
	return n
}

// onePlace is how many kilometres may lie between two names for one place.
const onePlace = 25

// differences are what the reports of one incident tell otherwise, copies once:
// how many, where, on which day.
func differences(all []*telling) (out []string) {
	for _, kind := range [...]struct {
		name string
		of   func(*telling) string
	}{
		{"how many", func(t *telling) string {
			most := int32(0)
			for i := range t.Target {
				most = max(most, t.Target[i].Number)
			}
			if most == 0 {
				return ""
			}
			return fmt.Sprint(most)
		}},
		{"where", func(t *telling) string {
			if t.Place == nil || !point(t.Place) {
				return ""
			}
			// A hall in a town and the town are one place, by the first name told.
			for _, o := range all {
				if o.Place != nil && point(o.Place) && kilometres(o.Place, t.Place) <= onePlace {
					return o.Place.Name
				}
			}
			return t.Place.Name
		}},
		{"when", func(t *telling) string {
			if t.first != t.last {
				return ""
			}
			return t.First
		}},
	} {
		in := map[string]map[*group]bool{}
		for _, t := range all {
			if s := kind.of(t); s != "" {
				if in[s] == nil {
					in[s] = map[*group]bool{}
				}
				in[s][t.art.group.root()] = true
			}
		}
		if len(in) < 2 {
			continue
		}
		var parts []string
		for _, s := range slices.SortedFunc(maps.Keys(in), func(a, b string) int { return cmp.Or(cmp.Compare(len(in[b]), len(in[a])), cmp.Compare(a, b)) }) {
			parts = append(parts, fmt.Sprintf("%s (%d)", s, len(in[s])))
		}
		out = append(out, kind.name+": "+strings.Join(parts, ", "))
	}
	return out
}
