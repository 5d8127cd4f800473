package reference

import (
	"slices"
	"strings"

	"entente/internal/knowledge/petrarch"
	"entente/internal/text"
)

// A DictEntry is a name of a user's dictionary: the organisations that it means,
// one for each code, and the days on which it does.
type DictEntry struct {
	Roles []DictRole
	Row   string
}

// A DictRole is one code of an entry.
type DictRole struct {
	From, To text.Date
	Org      int32 // row in Orgs; -1 says that the name is nobody then
}

// At is the role of an entry on a day: the first whose days cover it, else the
// one without days. On no day in particular it is the one without days, or the
// only one. ok is false when the entry says nothing of the day.
func (e *DictEntry) At(day text.Date) (org int32, ok bool) {
	for _, r := range e.Roles {
		if (r.From.Known() || r.To.Known()) && Covers(r.From, r.To, day) {
			return r.Org, true
		}
	}
	for _, r := range e.Roles {
		if !r.From.Known() && !r.To.Known() {
			return r.Org, true
		}
	}
	if len(e.Roles) == 1 && !day.Known() {
		return e.Roles[0].Org, true
	}
	return -1, false
}

// Use adds dictionaries to the tables. Their names stand in an index of their
// own that knows no case and is nil without them; their agent nouns stand
// before ours. Of two entries for one name the later file's comes first.
func (t *Tables) Use(dicts ...petrarch.Dictionary) {
	names, roles, nouns := 0, 0, 0
	for _, d := range dicts {
		nouns += len(d.Agents)
		for i := range d.Actors {
			names += len(d.Actors[i].Names)
			roles += len(d.Actors[i].Codes)
		}
	}
	t.OwnAgents = int32(len(t.Agents))
	if len(dicts) == 0 {
		return
	}
	if names > 0 {
		t.Own = newIndex(true, names*4)
		t.Dict = make([]DictEntry, 0, names)
		t.Orgs = slices.Grow(t.Orgs, roles)
	}
	c := t.newCodes()
	for _, d := range slices.Backward(dicts) {
		for i := range d.Actors {
			t.useActor(c, &d.Actors[i])
		}
		t.Agents = slices.Grow(t.Agents, nouns)
		for i := range d.Agents {
			t.useAgent(c, &d.Agents[i])
		}
	}
}

func (t *Tables) useActor(c *codes, a *petrarch.Actor) {
	if len(a.Codes) == 0 {
		return // a name that the dictionary gives no code
	}
	e := DictEntry{Row: a.Row, Roles: make([]DictRole, len(a.Codes))}
	dated := false
	for _, k := range a.Codes {
		dated = dated || k.From.Known() || k.To.Known()
	}
	title := titled(a.Names[0])
	for i, k := range a.Codes {
		e.Roles[i] = DictRole{From: k.From, To: k.To, Org: -1}
		if k.Code == "" {
			continue
		}
		country, sectors := c.split(k.Code)
		o := Org{Name: title, Code: country, Sectors: sectors, CAMEO: k.Code, Kind: kindOf(country, sectors, k.Code, dated), Group: true, Row: a.Row}
		e.Roles[i].Org = int32(len(t.Orgs))
		t.Orgs = append(t.Orgs, o)
	}
	row := int32(len(t.Dict))
	t.Dict = append(t.Dict, e)
	for _, n := range a.Names {
		n = strings.ToLower(n)
		if plain(n) {
			t.Own.addPlain(n, false, Entry{DictName, row})
			continue
		}
		for _, ws := range forms(n) {
			t.Own.add(ws, Entry{DictName, row})
		}
	}
}

// kindOf says what the bearer of a code is: who has codes by days is a person.
func kindOf(country string, sectors []string, code string, dated bool) string {
	switch {
	case strings.HasPrefix(code, "MNC"):
		return "company"
	case country == "NGO":
		return "ngo"
	case country == "IGO" || country == "UNO" || country == "EUR":
		if !dated {
			return "body"
		}
	case len(sectors) == 0 && country != "":
		return "state"
	}
	if dated {
		return "person"
	}
	for _, s := range sectors {
		switch s {
		case "GOV", "MIL", "LEG", "JUD", "COP", "SPY":
			return "organ"
		}
	}
	return "group"
}

func (t *Tables) useAgent(c *codes, a *petrarch.Agent) {
	var sectors []string
	role := a.Role
	if a.Before {
		if role = ""; c.kinds[a.Role[:min(3, len(a.Role))]] {
			sectors = []string{a.Role[:3]} // the resolver makes it the country
		}
	}
	sectors = append(sectors, c.sectors(role)...)
	if len(sectors) == 0 {
		sectors = []string{"UNK"}
	}
	row := int32(len(t.Agents))
	noun, many := strings.ToLower(a.Noun), strings.ToLower(a.Plural)
	t.Agents = append(t.Agents, Agent{Noun: noun, Plural: many, Sectors: sectors, CAMEO: role, Kind: "agent", Row: a.Row})
	t.noun(noun, AgentNoun, row)
	switch {
	case many == "":
		t.noun(plural(noun), AgentPlural, row)
	case many != "-":
		t.noun(many, AgentPlural, row)
	}
}

// titled writes a name of capitals as a name is printed; what is mixed already
// stays.
func titled(s string) string {
	if s != strings.ToUpper(s) {
		return s
	}
	b := []byte(strings.ToLower(s))
	start := true
	for i, c := range b {
		if start && 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
		start = c == ' ' || c == '-' || c == '.' || c == '('
	}
	return string(b)
}
