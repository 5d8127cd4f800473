package explain

import (
	"sort"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

// What a report says at its end of the whole document: each actor, place and
// time once, the commonest first.

type actorRow struct {
	Code, Name, Office, Kind, Written string
	N                                 int
}

// actorRows join the mentions of one actor. Mentions that lead to nobody, such
// as pronouns and collectives without known members, are left out.
func actorRows(c *record.Coding) []actorRow {
	type group struct {
		first   int // mention that shows the actor best
		n       int
		written []string
	}
	at := map[int32]int{}
	var groups []group
	for i := range c.Actors {
		a := &c.Actors[i]
		k, ok := at[a.Entity]
		if !ok {
			k = len(groups)
			at[a.Entity] = k
			groups = append(groups, group{first: i})
		}
		g := &groups[k]
		g.n++
		if shows(a) > shows(&c.Actors[g.first]) {
			g.first = i
		}
		if w := terminal.OneLine(a.Text); a.Kind != record.Pronoun && len(g.written) < 4 && !holds(g.written, w) {
			g.written = append(g.written, w)
		}
	}
	var out []actorRow
	same := map[string]int{} // rows of nobody's people, by code and words
	for _, g := range groups {
		a := &c.Actors[g.first]
		if a.Kind == record.Pronoun && a.Country == "" && a.Name == "" {
			continue
		}
		row := actorRow{Code: code(a), Name: terminal.OneLine(a.Name), Office: a.Office, Kind: string(a.Kind), N: g.n}
		if a.Country == "" && len(a.Members) > 0 {
			if row.Code = members(c, a); row.Code == "" {
				continue
			}
		} else if a.Country == "" && len(a.Sectors) == 0 && a.Person == "" && a.Name == "" {
			continue
		}
		if row.Name == "" {
			row.Name = terminal.OneLine(a.Text)
		}
		var also []string
		for _, w := range g.written {
			if w != row.Name {
				also = append(also, w)
			}
		}
		row.Written = strings.Join(also, "; ")
		if a.Country == "" && a.Person == "" {
			// "people" here and "people" there: nobody knows that they are the same,
			// but one row is enough for both.
			key := row.Code + "\x00" + strings.ToLower(row.Name)
			if k, ok := same[key]; ok {
				out[k].N += row.N
				continue
			}
			same[key] = len(out)
		}
		out = append(out, row)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].N > out[j].N })
	return out
}

// shows grades how much a mention tells of its actor.
func shows(a *record.Actor) int {
	n := 0
	if a.Country != "" {
		n += 8
	}
	if a.Person != "" {
		n += 4
	}
	if a.Office != "" || a.Name != "" {
		n += 2
	}
	if a.Kind != record.Pronoun {
		n++
	}
	return n
}

func holds(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// A foundRow is a place or a time: what it resolves to, how it is written.
type foundRow struct {
	Name, Written, Why string
	N                  int
}

func placeRows(c *record.Coding) []foundRow {
	var t tally
	for i := range c.Places {
		if p := &c.Places[i]; !p.Metonym {
			t.add(where(p), terminal.OneLine(p.Text), whyOf(p.Why))
		}
	}
	return t.rows()
}

func timeRows(c *record.Coding) []foundRow {
	var t tally
	for i := range c.Times {
		x := &c.Times[i]
		s := days(x.Start, x.End)
		if s == "" {
			if s = "no day"; x.Reason != "" {
				s += ": " + terminal.OneLine(x.Reason)
			}
		}
		t.add(s, terminal.OneLine(x.Text), whyOf(x.Why))
	}
	return t.rows()
}

func whyOf(w record.Why) string {
	if d := terminal.OneLine(w.Detail); d != "" && d != w.Rule {
		return w.Rule + ": " + d
	}
	return w.Rule
}

type tally struct {
	list []foundRow
	at   map[string]int
}

func (t *tally) add(name, written, why string) {
	if t.at == nil {
		t.at = map[string]int{}
	}
	k, ok := t.at[name]
	if !ok {
		k = len(t.list)
		t.at[name] = k
		t.list = append(t.list, foundRow{Name: name, Written: written, Why: why})
	} else if !holds(strings.Split(t.list[k].Written, "; "), written) && len(t.list[k].Written) < 60 {
		t.list[k].Written += "; " + written
	}
	t.list[k].N++
}

func (t *tally) rows() []foundRow {
	sort.SliceStable(t.list, func(i, j int) bool { return t.list[i].N > t.list[j].N })
	return t.list
}

// A domainRow is a field of relations and the words that speak of it.
type domainRow struct {
	Name, Words string
	N           int
}

func domainRows(doc *text.Document, c *record.Coding) []domainRow {
	out := make([]domainRow, 0, len(c.Domains))
	for i := range c.Domains {
		d := &c.Domains[i]
		var words []string
		for _, s := range d.Spans {
			if w := strings.ToLower(terminal.OneLine(doc.Text(text.Span(s)))); len(words) < 5 && !holds(words, w) {
				words = append(words, w)
			}
		}
		out = append(out, domainRow{d.Name, strings.Join(words, ", "), len(d.Spans)})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].N > out[j].N })
	return out
}
