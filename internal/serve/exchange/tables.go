package exchange

import (
	"io/fs"
	"slices"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/table"
	"entente/internal/record"
)

// Tables say what the sets mean by their codes and names, and how to write ours.
type Tables struct {
	codes  map[string]*code    // by CAMEO code
	labels map[string]string   // CAMEO code by label in lower case
	plover map[string]kind     // by type, or type/mode
	modes  map[string][]string // kinds of a type, as type/mode

	states  []state
	byCAMEO map[string]int
	byCode  map[string]int // PLOVER code, else alpha-3
	byFIPS  map[string]int
	byCOW   map[string]int
	byName  map[string]int // in lower case

	sectors map[string][]string // ICEWS name -> codes
	sector  map[string]string   // code -> ICEWS name
	acled   map[string]acledKind
}

// A code is a CAMEO code with what it means elsewhere.
type code struct {
	code, label      string
	typ, mode        string
	contexts         []string
	quad, cameoQuad  int
	score            float64
	goldstein, gdelt float64
	mirror           string
}

// A kind is a type of PLOVER, with or without mode.
type kind struct {
	typ, mode string
	quad      int
	score     float64
	cameo     string // the plainest code of the kind
}

// A state is one country as the sets write it.
type state struct {
	iso3, code, cameo, name, fips, cow string
}

type acledKind struct {
	kind
	contexts  []string
	goldstein float64
	none      bool
	both      bool
	reverse   bool
}

// Load reads the tables that the exchange rests on.
func Load(files fs.FS) (*Tables, error) {
	book, err := codebook.Load(files)
	if err != nil {
		return nil, err
	}
	t := &Tables{
		codes: map[string]*code{}, labels: map[string]string{}, plover: map[string]kind{}, modes: map[string][]string{},
		byCAMEO: map[string]int{}, byCode: map[string]int{}, byFIPS: map[string]int{}, byCOW: map[string]int{}, byName: map[string]int{},
		sectors: map[string][]string{}, sector: map[string]string{}, acled: map[string]acledKind{},
	}
	t.readBook(book)
	errs := &diag.List{}
	for _, read := range []func(fs.FS, *diag.List) error{
		t.readStates, t.readForeign, t.readSectors,
		func(files fs.FS, errs *diag.List) error { return t.readACLED(files, book, errs) },
	} {
		if err := read(files, errs); err != nil {
			return nil, err
		}
	}
	return t, errs.Err()
}

// readBook turns the codebook over: from CAMEO codes to PLOVER's.
func (t *Tables) readBook(book *codebook.Book) {
	number := func(p *float64) float64 {
		if p == nil {
			return record.Missing
		}
		return *p
	}
	for _, name := range book.Names() {
		c, ok := book.Code("cameo", name)
		if !ok || c.Code == "" {
			continue
		}
		p, _ := book.Code("plover", name)
		e, _ := book.Entry("cameo", c.Code)
		if p.Code != "" {
			k, seen := t.plover[p.Code]
			if !seen {
				t.modes[p.Type] = append(t.modes[p.Type], p.Code)
			}
			if !seen || plainer(c.Code, k.cameo) {
				t.plover[p.Code] = kind{typ: p.Type, mode: p.Mode, quad: p.Quad, score: number(p.Score), cameo: c.Code}
			}
		}
		// An act without a row of its own has its parent's code: the parent's meaning stands.
		if old := t.codes[c.Code]; old != nil && book.Within(name, actOf(book, c.Code)) && name != actOf(book, c.Code) {
			continue
		}
		x := &code{code: c.Code, label: e.Label, typ: p.Type, mode: p.Mode, contexts: p.Contexts, quad: p.Quad, cameoQuad: e.Quad, score: number(p.Score), goldstein: number(c.Score), mirror: c.Mirror, gdelt: record.Missing}
		if g, ok := e.Alt["gdelt"]; ok {
			x.gdelt = g
		}
		t.codes[c.Code] = x
	}
	for c, x := range t.codes {
		if l := strings.ToLower(x.label); l != "" && (t.labels[l] == "" || plainer(c, t.labels[l])) {
			t.labels[l] = c
		}
	}
	for _, m := range t.modes {
		slices.Sort(m)
	}
}

// actOf is the broadest act that has the code.
func actOf(book *codebook.Book, code string) string {
	best := ""
	for _, name := range book.Names() {
		if c, _ := book.Code("cameo", name); c.Code == code && (best == "" || book.Within(best, name)) {
			best = name
		}
	}
	return best
}

// plainer orders codes: short ones first, then by number.
func plainer(a, b string) bool {
	return len(a) < len(b) || len(a) == len(b) && a < b
}

// cameo finds what a CAMEO code means; one that is finer than the table, or has a
// letter at its end, means what the code above it means, and a root alone what
// its first code does.
func (t *Tables) cameo(c string) *code {
	for n := len(c); n >= 3; n-- {
		if x := t.codes[c[:n]]; x != nil {
			return x
		}
	}
	if len(c) >= 2 {
		return t.codes[c[:2]+"0"]
	}
	return nil
}

func (t *Tables) readStates(files fs.FS, _ *diag.List) error {
	f, err := table.Read(files, "reference/states.tsv", "iso3", "name", "plover", "cameo")
	if err != nil {
		return err
	}
	for _, r := range f.Rows {
		s := state{iso3: r.Get("iso3"), code: r.Get("plover"), cameo: r.Get("cameo"), name: r.Get("name")}
		if s.code == "" {
			s.code = s.iso3
		}
		i := len(t.states)
		t.states = append(t.states, s)
		own := s.code == s.iso3 || s.iso3 == "XKX" // a state, not a part of one
		put(t.byCAMEO, s.cameo, i, s.cameo == s.iso3)
		put(t.byCode, s.code, i, own)
		put(t.byCode, s.iso3, i, true)
		for _, n := range append([]string{s.name, r.Get("official")}, r.List("aliases")...) {
			put(t.byName, strings.ToLower(n), i, false)
		}
	}
	return nil
}

// put adds a key; a later one takes the place of an earlier one only where it is
// the better.
func put(m map[string]int, key string, i int, better bool) {
	if _, ok := m[key]; key != "" && (!ok || better) {
		m[key] = i
	}
}

func (t *Tables) readForeign(files fs.FS, errs *diag.List) error {
	f, err := table.Read(files, "reference/foreign.tsv", "iso3", "fips", "cow", "cameo", "names")
	if err != nil {
		return err
	}
	for _, r := range f.Rows {
		i, ok := t.byCode[r.Get("iso3")]
		if !ok {
			r.Bad("iso3", "no state of states.tsv", "")
			continue
		}
		s := &t.states[i]
		if fips := r.List("fips"); len(fips) > 0 {
			s.fips = fips[0]
			for _, c := range fips {
				put(t.byFIPS, c, i, false)
			}
		}
		s.cow = r.Get("cow")
		put(t.byCOW, s.cow, i, s.code == s.iso3)
		for _, c := range r.List("cameo") {
			put(t.byCAMEO, c, i, false)
		}
		for _, n := range r.List("names") {
			put(t.byName, strings.ToLower(n), i, false)
		}
	}
	note(errs, f)
	return nil
}

func (t *Tables) readSectors(files fs.FS, errs *diag.List) error {
	f, err := table.Read(files, "codebook/exchange/sectors.tsv", "sector", "code")
	if err != nil {
		return err
	}
	for _, r := range f.Rows {
		codes := r.List("code")
		t.sectors[strings.ToLower(r.Get("sector"))] = codes
		if len(codes) == 1 && t.sector[codes[0]] == "" {
			t.sector[codes[0]] = r.Get("sector")
		}
	}
	note(errs, f)
	return nil
}

func (t *Tables) readACLED(files fs.FS, book *codebook.Book, errs *diag.List) error {
	f, err := table.Read(files, "codebook/exchange/acled.tsv", "event", "act", "from")
	if err != nil {
		return err
	}
	for _, r := range f.Rows {
		act, k := r.Get("act"), acledKind{reverse: r.Get("from") == "2", goldstein: record.Missing}
		k.score = record.Missing
		if act == "-" {
			k.none = true
		} else if !book.Known(act) {
			r.Bad("act", "act "+act+" is not in codebook/acts.tsv", "")
			continue
		} else {
			k.both = book.Both(act)
			p, _ := book.Code("plover", act)
			c, _ := book.Code("cameo", act)
			k.kind = kind{typ: p.Type, mode: p.Mode, quad: p.Quad, score: record.Missing, cameo: c.Code}
			k.contexts = p.Contexts
			if p.Score != nil {
				k.score = *p.Score
			}
			if c.Score != nil {
				k.goldstein = *c.Score
			}
		}
		t.acled[strings.ToLower(r.Get("event"))] = k
	}
	note(errs, f)
	return nil
}

func note(errs *diag.List, f *table.Table) {
	for _, e := range f.Errs.Errs {
		errs.Add(e)
	}
}

// country is the actor's country by a code or name of any kind: alpha-3, PLOVER's
// or a name.
func (t *Tables) country(s string) (*state, bool) {
	if i, ok := t.byCode[s]; ok {
		return &t.states[i], true
	}
	if i, ok := t.byName[strings.ToLower(s)]; ok {
		return &t.states[i], true
	}
	return nil, false
}

// beyond are PLOVER's codes for actors of no state.
var beyond = []string{"UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM"}

// countryOf is the country, or PLOVER's code in its place, of an actor code of
// CAMEO; "" where it has none.
func (t *Tables) countryOf(actor string) string {
	if len(actor) < 3 {
		return ""
	}
	head := actor[:3]
	switch {
	case strings.HasPrefix(actor, "IGOUNO"):
		return "UNO"
	case strings.HasPrefix(actor, "IGOEUREEC"):
		return "EUR"
	case head == "NGM":
		return "NGO"
	case slices.Contains(beyond, head):
		return head
	}
	if i, ok := t.byCAMEO[head]; ok {
		return t.states[i].code
	}
	if i, ok := t.byCode[head]; ok {
		return t.states[i].code
	}
	return ""
}

// cameoCountry is how CAMEO writes a country of ours.
func (t *Tables) cameoCountry(c string) string {
	if i, ok := t.byCode[c]; ok && t.states[i].cameo != "" {
		return t.states[i].cameo
	}
	return c
}

// sectorsOf are the sectors in an actor code of CAMEO, behind the country.
func (t *Tables) sectorsOf(actor string) (out []string) {
	if t.countryOf(actor) != "" {
		actor = actor[3:]
	}
	for len(actor) >= 3 {
		out, actor = append(out, actor[:3]), actor[3:]
	}
	return out
}

// fill puts in what a CAMEO code means.
func (t *Tables) fill(e *record.Event, x *code) {
	e.Type, e.Mode, e.Quad, e.Score, e.Contexts = x.typ, x.mode, x.quad, x.score, x.contexts
}

// codeOf is the CAMEO code of an event, where it has one or its type has.
func (t *Tables) codeOf(e *record.Event) *code {
	if e.CAMEO != "" {
		return t.cameo(e.CAMEO)
	}
	k, ok := t.kindOf(e.Type, e.Mode)
	if !ok {
		return nil
	}
	return t.codes[k.cameo]
}

// kindOf is a PLOVER type with its mode, or without where the mode is unknown.
func (t *Tables) kindOf(typ, mode string) (kind, bool) {
	if mode != "" {
		if k, ok := t.plover[typ+"/"+mode]; ok {
			return k, true
		}
	}
	k, ok := t.plover[typ]
	if !ok && len(t.modes[typ]) > 0 {
		k, ok = t.plover[t.modes[typ][0]], true
		k.mode = ""
	}
	return k, ok
}
