// Package lexicon holds the wordings that lead to acts: senses of verbs, nouns
// and adjectives with the slots that their roles are filled from and the
// conditions under which they apply. It reads lexicon/<language>/*.tsv (the
// format is docs/format/lexicon.md) and is never changed after loading. It
// knows words only; what stands where in a sentence is coding/event's job.
package lexicon

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/table"
)

// A Lexicon is all senses of one language.
type Lexicon struct {
	byHead  [3]map[string][]Sense // by POS, then head lemma; the senses in falling weight, then file order
	light   map[string][]Light
	classes map[string]map[string]bool
}

// POS is the part of speech of a trigger.
type POS uint8

const (
	Verb POS = iota
	Noun
	Adjective
)

var posNames = [...]string{"v", "n", "a"}

func (p POS) String() string { return posNames[p] }

// A Sense is one row: a wording and the act it leads to.
type Sense struct {
	Lemma string // as written: "air_strike"
	Head  string // the trigger's own lemma: "strike"
	Rest  []string
	POS   POS
	Act   string // "-" when the use is no event
	Roles []Role
	Conds []Cond
	Case  string
	At    string // file:line of the row
}

// NoEvent reports whether the sense only stops others from matching.
func (s *Sense) NoEvent() bool { return s.Act == "-" }

// weight orders competing senses: words and conditions make a sense specific.
func (s *Sense) weight() int { return len(s.Conds) + len(s.Rest) }

// A Role says where an actor of the act is looked for.
type Role struct {
	Kind  RoleKind
	Paths []Path // in order; the first that holds an actor fills the role
}

// RoleKind is a participant of an act.
type RoleKind byte

const (
	Source  RoleKind = 's'
	Target  RoleKind = 't'
	Side    RoleKind = 'b' // of a symmetric act
	Third   RoleKind = 'x' // mediator, host, beneficiary
	Content RoleKind = 'c' // inner act
)

// A Path leads from the trigger to a slot, through further slots.
type Path struct {
	Slots  []string // "subj", "obj", "comp", "poss", "mod", "light", or a preposition
	Inside bool     // also look inside the phrase for its owner
}

func (p Path) String() string {
	s := strings.Join(p.Slots, ".")
	if p.Inside {
		s += "~"
	}
	return s
}

// A Cond is one condition on a trigger's surroundings.
type Cond struct {
	Kind  CondKind
	Not   bool
	Slot  string
	Words map[string]bool // lemmas, classes expanded
	Who   Who             // kinds of filler asked for
	Text  string          // as written
}

// CondKind is the shape of a condition.
type CondKind uint8

const (
	SlotIs    CondKind = iota // the slot's head is one of Words or fits Who
	SlotIsNot                 // empty, or something else
	SlotFull                  // +obj
	SlotEmpty                 // -obj
	Particle                  // prt=
	Modifier                  // mod=
	Near                      // near=
	PassiveIs                 // voice=pass; Not for voice=act
	CompNeg                   // comp=neg
	CompMust                  // comp=must
	CompInf                   // comp=inf
)

// Who is a set of filler kinds that a condition may ask for.
type Who uint8

const (
	WhoActor Who = 1 << iota
	WhoState
	WhoPerson
	WhoEvent
	WhoPolitician // a person in politics without arms: a senator, a candidate, a minister
)

// A Light is a verb under which an event noun is the event.
type Light struct {
	Rest    []string // particle or preposition: "under" of come_under
	Subject byte     // 's', 't', 'b' or '-'
	At      string
}

// Load reads the lexicon of language lang. acts tells known act names; every
// mistake of every file is reported at once.
func Load(files fs.FS, lang string, acts func(string) bool, actNames []string) (*Lexicon, error) {
	l := &Lexicon{light: map[string][]Light{}, classes: map[string]map[string]bool{}}
	for i := range l.byHead {
		l.byHead[i] = make(map[string][]Sense, 1024)
	}
	dir := "lexicon/" + lang
	var errs diag.List
	errs.Limit = 50
	collect := func(t *table.Table) {
		for _, e := range t.Errs.Errs {
			errs.Add(e)
		}
		errs.Hidden += t.Errs.Hidden
	}
	tables, err := table.ReadAll(files, dir)
	if err != nil {
		return nil, err
	}
	// Conditions speak of classes, so classes come first.
	for _, t := range tables {
		if !t.Has("class", "words") {
			continue
		}
		for _, r := range t.Rows {
			name := r.Get("class")
			set := l.classes[name]
			if set == nil {
				set = map[string]bool{}
				l.classes[name] = set
			}
			for _, w := range r.List("words") {
				set[w] = true
			}
		}
		collect(t)
	}
	for _, t := range tables {
		if !t.Has("verb", "subject") {
			continue
		}
		for _, r := range t.Rows {
			parts := strings.Split(r.Get("verb"), "_")
			sub := r.Get("subject")
			if len(sub) != 1 || !strings.Contains("stb-", sub) {
				r.Bad("subject", fmt.Sprintf("subject %q is none of s, t, b, -", sub), "")
				continue
			}
			l.light[parts[0]] = append(l.light[parts[0]], Light{Rest: parts[1:], Subject: sub[0], At: r.At()})
		}
		collect(t)
	}
	for _, ls := range l.light {
		sort.SliceStable(ls, func(i, j int) bool { return len(ls[i].Rest) > len(ls[j].Rest) })
	}
	rd := reader{Lexicon: l, acts: acts, actNames: actNames, roles: map[string][]Role{}, conds: map[string]Cond{}}
	for _, t := range tables {
		if !t.Has("lemma", "pos", "act", "roles", "if", "case") {
			continue
		}
		for _, r := range t.Rows {
			if s, ok := rd.sense(r); ok {
				l.byHead[s.POS][s.Head] = append(l.byHead[s.POS][s.Head], s)
			}
		}
		collect(t)
	}
	for _, m := range l.byHead {
		for _, ss := range m {
			if len(ss) > 1 {
				slices.SortStableFunc(ss, func(a, b Sense) int { return b.weight() - a.weight() })
			}
		}
	}
	return l, errs.Err()
}

// Senses are the senses whose head lemma is lemma, most specific first.
func (l *Lexicon) Senses(pos POS, lemma string) []Sense { return l.byHead[pos][lemma] }

// Light are the light uses of a verb, those with more words first.
func (l *Lexicon) Light(verb string) []Light { return l.light[verb] }

// Class reports whether lemma is in the named class of classes.tsv.
func (l *Lexicon) Class(name, lemma string) bool { return l.classes[name][lemma] }

// All are all senses, sorted by the place of their rows.
func (l *Lexicon) All() []Sense {
	var out []Sense
	l.Each(func(s *Sense) { out = append(out, *s) })
	sort.Slice(out, func(i, j int) bool {
		if fi, fj := fileOf(out[i].At), fileOf(out[j].At); fi != fj {
			return fi < fj
		}
		return lineOf(out[i].At) < lineOf(out[j].At)
	})
	return out
}

// Each calls do for every sense, in no set order; All sorts them, which takes
// longer than reading the tables.
func (l *Lexicon) Each(do func(s *Sense)) {
	for _, m := range l.byHead {
		for _, ss := range m {
			for i := range ss {
				do(&ss[i])
			}
		}
	}
}

func fileOf(at string) string { return at[:strings.LastIndexByte(at, ':')] }

func lineOf(at string) (n int) {
	fmt.Sscanf(at[strings.LastIndexByte(at, ':')+1:], "%d", &n)
	return n
}
