package reference

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"entente/internal/diag"
	"entente/internal/knowledge/petrarch"
)

// Load reads every table under fsys. Only states.tsv must be there; a folder
// that lacks another table knows nothing of its kind. All wrong lines of all
// tables are reported in one error. dicts are laid over what the tables say.
func Load(fsys fs.FS, dicts ...petrarch.Dictionary) (*Tables, error) {
	const states = "reference/states.tsv"
	if _, err := fs.Stat(fsys, states); err != nil {
		return nil, &diag.Error{File: states, Msg: "no such table", Hint: "the data folder needs reference/states.tsv", Reason: diag.Missing}
	}
	t := &Tables{
		Names: newIndex(false, 40000), Nouns: newIndex(true, 8000),
		words: map[string]map[string]bool{}, byISO: map[string]int32{},
		bySur: map[string][]int32{}, byOffice: map[officeKey][]int32{},
	}
	// Names and nouns are two halves that never touch: they are read side by
	// side, which halves what is by far the longest wait at start-up.
	errs, nounErrs := &diag.List{}, &diag.List{}
	var nouns sync.WaitGroup
	nouns.Go(func() {
		t.readAgents(open(fsys, "lang/en/agents.tsv", nounErrs, []string{"noun", "sectors"}, nil))
		t.readOffices(open(fsys, "lang/en/offices.tsv", nounErrs, []string{"wording", "office"}, nil))
		t.readWords(open(fsys, "lang/en/actorwords.tsv", nounErrs, []string{"list", "words"}, nil))
	})
	t.readStates(open(fsys, states, errs, []string{"iso3", "name"}, nil))
	for _, p := range [...]string{"reference/organisations.tsv", "reference/groups.tsv"} {
		t.readOrgs(open(fsys, p, errs, []string{"name", "code"}, nil), strings.HasSuffix(p, "groups.tsv"))
	}
	t.readHolders(open(fsys, "reference/holders.tsv", errs, []string{"person", "code", "office"}, nil))
	t.readRegions(open(fsys, "reference/regions.tsv", errs, []string{"name", "country"}, nil))
	t.readSets(open(fsys, "reference/sets.tsv", errs, []string{"wording", "states"}, nil))
	nouns.Wait()
	for _, e := range nounErrs.Errs {
		errs.Add(e)
	}
	errs.Hidden += nounErrs.Hidden
	if err := errs.Err(); err != nil {
		return nil, err
	}
	t.Use(dicts...)
	return t, nil
}

func (t *Tables) readStates(f *table) {
	t.States = slices.Grow(t.States, f.rows())
	for f.next() {
		s := State{
			ISO3: f.must("iso3"), ISO2: f.get("iso2"), Name: f.must("name"), Official: f.get("official"),
			Aliases: f.list("aliases"), Adjectives: f.list("adjectives"), Prefix: f.list("prefix"), People: f.list("people"),
			Capital: f.list("capital"), Metonyms: f.list("metonyms"), Plover: f.get("plover"), CAMEO: f.get("cameo"),
			Status: f.get("status"), From: f.date("from"), To: f.date("to"), Note: f.get("note"), Row: f.row(),
		}
		s.Ambiguous, s.Sector = readNote(s.Note)
		if !isCode(s.ISO3) {
			if s.ISO3 != "" {
				f.wrong("iso3", fmt.Sprintf("%q is no ISO 3166 alpha-3 code", s.ISO3), "three capital letters")
			}
			continue
		}
		if i, dup := t.byISO[s.ISO3]; dup {
			f.wrong("iso3", fmt.Sprintf("%s stands twice", s.ISO3), "first in "+t.States[i].Row)
			continue
		}
		row := int32(len(t.States))
		t.byISO[s.ISO3] = row
		t.States = append(t.States, s)
		t.name(s.Name, StateName, row, true)
		t.name(s.Official, StateName, row, false)
		for _, a := range s.Aliases {
			t.name(a, StateName, row, true)
		}
		for _, a := range s.Adjectives {
			t.name(a, StateAdjective, row, true)
		}
		for _, a := range s.People {
			t.name(a, StatePeople, row, true)
		}
		for _, a := range s.Prefix {
			a = strings.TrimSuffix(a, "-")
			t.name(a, StatePrefix, row, false)
		}
		for _, a := range s.Capital {
			t.name(a, StateCapital, row, true)
		}
		for _, a := range s.Metonyms {
			t.name(a, StateSeat, row, true)
		}
	}
}

// readNote takes from a note the parts that the program acts on.
func readNote(note string) (ambiguous []string, sector string) {
	for note != "" {
		part, rest, _ := strings.Cut(note, ";")
		note = rest
		k, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch k {
		case "ambiguous":
			ambiguous = strings.Split(v, "|")
		case "sector":
			sector = v
		}
	}
	return ambiguous, sector
}

// name enters a wording of a name under all of its forms, and, where loud, as
// it stands in a headline of capitals.
func (t *Tables) name(wording string, k Kind, row int32, loud bool) {
	if wording == "" {
		return
	}
	if rest, ok := strings.CutPrefix(wording, "The "); ok && k == OrgName && !strings.Contains(rest, " ") {
		// "The Australian" is a newspaper only with its article.
		t.Names.add([]string{"The", rest}, Entry{k, row})
		t.Names.add([]string{"the", rest}, Entry{k, row})
		return
	}
	e := Entry{k, row}
	loud = loud && shouted(wording)
	if plain(wording) {
		t.Names.addPlain(wording, false, e)
		if loud {
			t.Names.addPlain(wording, true, e)
		}
		return
	}
	for _, ws := range forms(wording) {
		t.Names.add(ws, e)
		if !loud {
			continue
		}
		up := make([]string, len(ws))
		for i, w := range ws {
			up[i] = strings.ToUpper(w)
		}
		t.Names.add(up, e)
	}
}

func (t *Tables) readOrgs(f *table, group bool) {
	t.Orgs = slices.Grow(t.Orgs, f.rows())
	for f.next() {
		o := Org{
			Name: f.must("name"), Aliases: f.list("aliases"), Code: f.get("code"), Sectors: f.codes("sectors"), CAMEO: f.get("cameo"),
			Kind: f.get("kind"), From: f.date("from"), To: f.date("to"), Note: f.get("note"), Group: group, Row: f.row(),
		}
		o.Ambiguous, _ = readNote(o.Note)
		row := int32(len(t.Orgs))
		t.Orgs = append(t.Orgs, o)
		t.name(o.Name, OrgName, row, false)
		for _, a := range o.Aliases {
			t.name(a, OrgName, row, false)
		}
	}
}

func (t *Tables) noun(wording string, k Kind, row int32) {
	if wording == "" {
		return
	}
	wording = strings.ToLower(wording)
	if plain(wording) {
		t.Nouns.addPlain(wording, false, Entry{k, row})
		return
	}
	for _, ws := range forms(wording) {
		t.Nouns.add(ws, Entry{k, row})
	}
}

func (t *Tables) readAgents(f *table) {
	t.Agents = slices.Grow(t.Agents, f.rows())
	for f.next() {
		a := Agent{
			Noun: f.must("noun"), Plural: f.get("plural"), Sectors: f.codes("sectors"), CAMEO: strings.Trim(f.get("cameo"), "[~]"),
			Kind: f.get("kind"), Note: f.get("note"), Row: f.row(),
		}
		row := int32(len(t.Agents))
		t.Agents = append(t.Agents, a)
		p := a.Plural
		if p == "" {
			p = plural(a.Noun)
		}
		t.noun(a.Noun, AgentNoun, row)
		if p != "-" {
			for _, q := range strings.Split(p, "|") {
				t.noun(q, AgentPlural, row)
			}
		}
	}
}

func (t *Tables) readOffices(f *table) {
	t.Offices = slices.Grow(t.Offices, f.rows())
	for f.next() {
		o := Office{
			Wording: f.must("wording"), Office: f.must("office"), Sectors: f.codes("sectors"), CAMEO: strings.Trim(f.get("cameo"), "[~]"),
			Country: f.get("country"), Scope: f.get("scope"), Row: f.row(),
		}
		row := int32(len(t.Offices))
		t.Offices = append(t.Offices, o)
		t.noun(o.Wording, OfficeName, row)
		t.noun(plural(o.Wording), OfficePlural, row)
	}
}

func (t *Tables) readHolders(f *table) {
	n := f.rows()
	t.Holders = make([]Holder, 0, n)
	t.bySur = make(map[string][]int32, n/2)
	t.byOffice = make(map[officeKey][]int32, n/4)
	for f.next() {
		h := Holder{
			Person: f.must("person"), Aliases: f.list("aliases"), Surname: f.get("surname"), Code: f.must("code"), Office: f.must("office"),
			Sectors: f.codes("sectors"), CAMEO: strings.Trim(f.get("cameo"), "[~]"), From: f.date("from"), To: f.date("to"),
			Source: f.get("source"), Seen: f.date("seen"), Row: f.row(),
		}
		if h.From.Known() && h.To.Known() && ordinal(h.From, false) > ordinal(h.To, true) {
			f.wrong("to", "the office ends before it begins", "check both days")
		}
		if strings.HasPrefix(h.Row, Own) {
			if i := t.spellOf(&h); i >= 0 {
				t.Holders[i] = h // a user's row takes the place of ours
				continue
			}
		}
		row := int32(len(t.Holders))
		t.Holders = append(t.Holders, h)
		t.name(h.Person, HolderName, row, false)
		for _, a := range h.Aliases {
			t.name(a, HolderName, row, false)
		}
		if h.Surname != "" {
			t.bySur[h.Surname] = append(t.bySur[h.Surname], row)
			if f := Fold(h.Surname); f != h.Surname {
				t.bySur[f] = append(t.bySur[f], row)
			}
		}
		k := officeKey{h.Code, h.Office}
		t.byOffice[k] = append(t.byOffice[k], row)
	}
}

// readRegions takes from the places those that lie in one state: they tell
// where somebody is from. Points and coordinates are the gazetteer's business.
func (t *Tables) readRegions(f *table) {
	t.Regions = slices.Grow(t.Regions, f.rows())
	for f.next() {
		r := Region{Name: f.must("name"), Country: f.get("country"), Row: f.row()}
		if r.Country == "" || strings.HasPrefix(f.get("feature"), "PCL") {
			continue
		}
		row := int32(len(t.Regions))
		t.Regions = append(t.Regions, r)
		t.name(r.Name, RegionName, row, false)
		for _, a := range f.list("aliases") {
			t.name(a, RegionName, row, false)
		}
	}
}

// readSets reads the names of a few states together, once the states are known.
func (t *Tables) readSets(f *table) {
	for f.next() {
		s := Set{Row: f.row()}
		for _, code := range f.codes("states") {
			i, ok := t.byISO[code]
			if !ok {
				f.wrong("states", fmt.Sprintf("%s is no state of states.tsv", code), "an ISO 3166 alpha-3 code")
				continue
			}
			s.States = append(s.States, i)
		}
		row := int32(len(t.Sets))
		for _, w := range f.list("wording") {
			if s.Name == "" {
				s.Name = w
			}
			t.name(w, SetName, row, true)
		}
		t.Sets = append(t.Sets, s)
	}
}

// readWords reads the closed lists of the language; a list may take several
// lines.
func (t *Tables) readWords(f *table) {
	for f.next() {
		name := f.must("list")
		m := t.words[name]
		if m == nil {
			m = map[string]bool{}
			t.words[name] = m
		}
		for _, w := range f.list("words") {
			m[w] = true
		}
	}
}
