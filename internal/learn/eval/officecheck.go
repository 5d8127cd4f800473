package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// OfficeCheck makes sentences from the rows of office-holders, true ones and
// corrupted ones, and counts the verdicts on them. known are the tables that the
// check has; all may have rows that it lacks, whose sentences nobody can bear out.
func OfficeCheck(check CheckFunc, known, all *reference.Tables, o Output) error {
	m := newOfficeMaker(known, all)
	cases := m.cases()
	fmt.Fprintf(o.Report, "office-holders: %d made sentences from %d rows; %d rows kept from the check\n", len(cases), m.used, len(m.missing))
	checkMade(check, cases, record.ClaimOffice, o, "misspelt", "not in the tables")
	return nil
}

// newOfficeMaker keeps from the sentences that count the rows which known lacks.
func newOfficeMaker(known, all *reference.Tables) *officeMaker {
	m := &officeMaker{t: all, draw: rand.New(rand.NewPCG(20261129, 4)), missing: map[string]bool{}}
	have := map[string]bool{}
	for i := range known.Holders {
		have[holderKey(&known.Holders[i])] = true
	}
	for i := range all.Holders {
		if k := holderKey(&all.Holders[i]); !have[k] {
			m.missing[k] = true
		}
	}
	return m
}

func holderKey(h *reference.Holder) string {
	return fmt.Sprint(h.Person, "|", h.Code, "|", h.Office, "|", h.From)
}

// An officeMaker makes the sentences.
type officeMaker struct {
	t       *reference.Tables
	draw    *rand.Rand
	missing map[string]bool
	used    int
}

// officeWords are how news words an office; the first that is set for a state
// stands for it.
var officeWords = map[string][]string{
	"head of government":          {"prime minister"},
	"head of state":               {"president"},
	"minister of foreign affairs": {"foreign minister", "minister of foreign affairs"},
	"minister of defence":         {"defence minister", "defense minister", "minister of defence"},
}

var officeWordsOf = map[string]string{
	"DEU head of government": "chancellor", "AUT head of government": "chancellor", "USA minister of foreign affairs": "secretary of state",
	"USA minister of defence": "defense secretary", "GBR minister of foreign affairs": "foreign secretary", "GBR minister of defence": "defence secretary",
}

// uncommon are states whose heads the word president or prime minister does not
// fit: monarchies, shared presidencies, leaders above the president.
var uncommon = map[string]bool{"GBR head of state": true, "JPN head of state": true, "ESP head of state": true, "NLD head of state": true, "BEL head of state": true, "SWE head of state": true,
	"NOR head of state": true, "DNK head of state": true, "THA head of state": true, "KHM head of state": true, "MYS head of state": true, "SAU head of state": true, "JOR head of state": true,
	"MAR head of state": true, "KWT head of state": true, "QAT head of state": true, "BHR head of state": true, "OMN head of state": true, "BRN head of state": true, "BTN head of state": true,
	"LSO head of state": true, "SWZ head of state": true, "TON head of state": true, "LUX head of state": true, "LIE head of state": true, "MCO head of state": true, "AND head of state": true,
	"VAT head of state": true, "CHE head of state": true, "BIH head of state": true, "SMR head of state": true, "IRN head of state": true, "PRK head of state": true, "CAN head of state": true,
	"AUS head of state": true, "NZL head of state": true, "SAU head of government": true, "USA head of government": true,
	"CUB head of state": true, "LBY head of state": true, "AFG head of state": true, "MMR head of state": true, "WSM head of state": true, "NRU head of government": true}

func (m *officeMaker) wording(h *reference.Holder) string {
	key := h.Code + " " + h.Office
	if w := officeWordsOf[key]; w != "" {
		return w
	}
	if uncommon[key] {
		return ""
	}
	w := officeWords[h.Office]
	if len(w) == 0 {
		return ""
	}
	return w[m.draw.IntN(len(w))]
}

// usable reports rows that a sentence can be made of: a state, an office that one
// person holds, days, a source, and a full name.
func (m *officeMaker) usable(h *reference.Holder) bool {
	st := m.t.State(h.Code)
	return st != nil && len(st.Adjectives) > 0 && officeWords[h.Office] != nil && h.From.Known() && h.From.Month > 0 && h.From.Year >= 1996 &&
		strings.Contains(h.Person, " ") && h.Source != "Entente" && m.end(h).Sub(start(h)) > 200*24*time.Hour
}

func start(h *reference.Holder) time.Time {
	return time.Date(int(h.From.Year), time.Month(max(h.From.Month, 1)), max(int(h.From.Day), 1), 0, 0, 0, 0, time.UTC)
}

// end is the last day on which the row is known to hold.
func (m *officeMaker) end(h *reference.Holder) time.Time {
	d := h.To
	if !d.Known() {
		d = h.Seen
	}
	return time.Date(int(d.Year), time.Month(max(d.Month, 1)), max(int(d.Day), 1), 0, 0, 0, 0, time.UTC)
}

func (m *officeMaker) middle(h *reference.Holder) text.Date {
	a, b := start(h), m.end(h)
	t := a.Add(b.Sub(a)/4 + time.Duration(m.draw.Float64()*float64(b.Sub(a))/2))
	return text.Date{Year: int16(t.Year()), Month: int8(t.Month()), Day: int8(t.Day())}
}

func (m *officeMaker) cases() (out []madeCase) {
	var rows []*reference.Holder
	for i := range m.t.Holders {
		if h := &m.t.Holders[i]; m.usable(h) {
			rows = append(rows, h)
		}
	}
	m.used = len(rows)
	for i, h := range rows {
		w := m.wording(h)
		if w == "" {
			continue
		}
		day := m.middle(h)
		add := func(kind, person, office, code string, d text.Date, correct bool) {
			out = append(out, madeCase{kind, m.sentence(person, office, m.t.State(code)), d, correct})
		}
		if m.missing[holderKey(h)] {
			add("not in the tables", h.Person, w, h.Code, day, true)
			continue
		}
		add("true", h.Person, w, h.Code, day, true)
		if v := respelt(h.Person); v != h.Person {
			add("true, transliterated", v, w, h.Code, day, true)
		}
		if v := misspelt(h.Person, m.draw); v != "" {
			add("misspelt", v, w, h.Code, day, false)
		}
		add("wrong person", m.stranger(), w, h.Code, day, false)
		if v := m.namesake(h); v != "" {
			add("same family name", v, w, h.Code, day, false)
		}
		if g := m.neighbour(rows, h); g != nil && !m.missing[holderKey(g)] {
			add("predecessor", h.Person, w, h.Code, m.middle(g), false)
			add("successor", g.Person, w, h.Code, day, false)
		}
		g := rows[(i+len(rows)/3)%len(rows)]
		if g.Code != h.Code && m.other(rows, h, g.Code, h.Office, day) {
			if v := officeWords[h.Office][0]; officeWordsOf[g.Code+" "+h.Office] == "" && !uncommon[g.Code+" "+h.Office] {
				add("wrong state", h.Person, v, g.Code, day, false)
			}
		}
		if v := map[string]string{"minister of foreign affairs": "minister of defence", "minister of defence": "minister of foreign affairs"}[h.Office]; v != "" && m.other(rows, h, h.Code, v, day) {
			word := officeWords[v][0]
			if w := officeWordsOf[h.Code+" "+v]; w != "" {
				word = w
			}
			add("wrong office", h.Person, word, h.Code, day, false)
		}
	}
	return out
}

// neighbour is the row of the same office that follows h.
func (m *officeMaker) neighbour(rows []*reference.Holder, h *reference.Holder) *reference.Holder {
	var best *reference.Holder
	for _, g := range rows {
		if g.Code == h.Code && g.Office == h.Office && g.Person != h.Person && !start(g).Before(m.end(h)) && (best == nil || start(g).Before(start(best))) {
			best = g
		}
	}
	if best == nil {
		return nil
	}
	for _, g := range rows { // who came back is no mere predecessor
		if g != h && g.Code == h.Code && g.Office == h.Office && g.Person == h.Person || g != best && g.Code == h.Code && g.Office == h.Office && g.Person == best.Person {
			return nil
		}
	}
	return best
}

// other reports whether somebody else is known to hold the office on the day, so
// that a sentence which gives it to h is false.
func (m *officeMaker) other(rows []*reference.Holder, h *reference.Holder, code, office string, day text.Date) bool {
	d := time.Date(int(day.Year), time.Month(day.Month), int(day.Day), 0, 0, 0, 0, time.UTC)
	for _, g := range rows {
		if g.Code == code && g.Office == office && g.Person != h.Person && !start(g).After(d) && !m.end(g).Before(d) && !m.missing[holderKey(g)] {
			return true
		}
	}
	return false
}

// stranger is a name that no row has.
func (m *officeMaker) stranger() string {
	given := [...]string{"Anton", "Maria", "Luis", "Chen", "Amina", "Pavel", "Helen", "Kofi", "Omar", "Ines", "Viktor", "Sanjay", "Yuki", "Carlos", "Nadia", "Stefan"}
	family := [...]string{"Brandvold", "Okuyama", "Tarescu", "Mbelenga", "Villaroja", "Sundaraj", "Petrenkov", "Al-Hadidi", "Lindqvaal", "Bozhovsky", "Quintero Paz", "Haldane-Reed", "Nguyen Bao", "Zelmanov", "Karimbek", "Ostrowicz"}
	return given[m.draw.IntN(len(given))] + " " + family[m.draw.IntN(len(family))]
}

// namesake has the family name of h and a given name that is nobody's.
func (m *officeMaker) namesake(h *reference.Holder) string {
	words := strings.Fields(h.Person)
	if len(words) != 2 || h.Surname != words[1] {
		return ""
	}
	return [...]string{"Torvald", "Ezekiel", "Philippa", "Gonzalo", "Wilhelmine", "Oyelaran"}[m.draw.IntN(6)] + " " + words[1]
}

// respelt writes a name as another transliteration would.
func respelt(name string) string {
	for _, r := range [...][2]string{{"Sergey ", "Sergei "}, {"Sergei ", "Sergey "}, {"Andrei ", "Andrey "}, {"Mohammed ", "Muhammad "}, {"Mohamed ", "Mohammed "}, {"Aleksandr ", "Alexander "},
		{"skyy", "sky"}, {"sky", "skiy"}, {"ei ", "ey "}, {"iy ", "y "}, {"ou", "u"}, {"ö", "oe"}, {"ü", "ue"}} {
		if strings.Contains(name, r[0]) {
			return strings.Replace(name, r[0], r[1], 1)
		}
	}
	if f := reference.Fold(name); f != name {
		return f
	}
	return name
}

// misspelt swaps two letters within the family name.
func misspelt(name string, draw *rand.Rand) string {
	i := strings.LastIndexByte(name, ' ') + 1
	w := []byte(name[i:])
	if len(w) < 6 || !slices.ContainsFunc(w, func(b byte) bool { return b < 128 }) {
		return ""
	}
	for _, b := range w {
		if b >= 128 {
			return ""
		}
	}
	k := 1 + draw.IntN(len(w)-3)
	if w[k] == w[k+1] {
		return ""
	}
	w[k], w[k+1] = w[k+1], w[k]
	return name[:i] + string(w)
}

// sentence puts a name and an office into one of many wordings.
func (m *officeMaker) sentence(person, office string, s *reference.State) string {
	words := strings.Fields(office)
	for i, w := range words {
		if w != "of" && w != "and" {
			words[i] = capital(w)
		}
	}
	caps := strings.Join(words, " ")
	name := withArticle(s.Name)
	adj := s.Adjectives[0]
	forms := [...]string{
		adj + " " + caps + " " + person + " arrived in Geneva for talks.",
		adj + " " + office + " " + person + " said the talks would go on.",
		"The visit was led by " + adj + " " + caps + " " + person + ".",
		person + ", the " + adj + " " + office + ", spoke to reporters.",
		"The " + office + " of " + name + ", " + person + ", addressed the assembly.",
		person + ", " + office + " of " + name + ", rejected the proposal.",
		"Officials said " + adj + " " + office + " " + person + " had agreed to the visit.",
		person + " is the " + office + " of " + name + ".",
		"Reporters asked " + adj + " " + caps + " " + person + " about the budget.",
		"In a speech, " + adj + " " + office + " " + person + " called for patience.",
	}
	return forms[m.draw.IntN(len(forms))]
}
