// Package codebook says what acts there are and what each ontology calls them.
// It reads codebook/acts.tsv, every folder codebook/<name>/ with a table.tsv
// (the codes) and a codes.tsv (act to code), compose.tsv (outer act and inner
// act make a finer act), plover/conversions.tsv and counted.tsv, and is never
// changed after loading. A new ontology is a new folder; no Go code knows one
// by name but where PLOVER's types drive conversions.
package codebook

import (
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/table"
	"entente/internal/record"
)

// A Book is all acts and codebooks.
type Book struct {
	acts     map[string]*Act
	names    []string // sorted
	books    []book
	compose  map[string][]Compose // by outer act, in file order
	convert  []Conversion
	counting []Counting
}

// An Act is one thing that can be done.
type Act struct {
	Name   string
	Parent string // broader act; "" at the top
	Both   bool   // done by both sides to each other
	Gloss  string
	Types  map[string]string // codebook -> type, with fallback to the parents
	up     *Act              // Parent's
	plover string            // Types["plover"]
}

type book struct {
	name  string
	codes map[string]record.Code // by act
	table map[string]Entry       // by code
}

// An Entry is one code of a codebook's table.
type Entry struct {
	Code, Type, Mode, Label string
	Score                   *float64
	Alt                     map[string]float64 // further scores by column name: "gdelt"
	Quad                    int
	NeedsTarget             bool
}

// A Compose row: Outer with a fitting inner act is Act ("-": no event).
type Compose struct {
	Outer, Inner, Act string
	At                string
}

// A Conversion is one of PLOVER's rules: an event of Type under When becomes To.
type Conversion struct {
	When, Type, To, Note string
	At                   string
}

// A Counting row decides whether a record with Condition is counted.
type Counting struct {
	Condition string
	Counted   bool
	Reason    string
	At        string
}

// TrustBelow begins a condition on how far a record can be trusted: "trust<0.4".
const TrustBelow = "trust<"

// Trust reports whether the row speaks of trust, and is so to be asked once the
// others have left a record counted.
func (c *Counting) Trust() bool { return strings.Contains(c.Condition, TrustBelow) }

// Load reads every codebook under files.
func Load(files fs.FS) (*Book, error) {
	b := &Book{acts: map[string]*Act{}, compose: map[string][]Compose{}}
	var errs diag.List
	errs.Limit = 50
	done := func(t *table.Table) {
		for _, e := range t.Errs.Errs {
			errs.Add(e)
		}
	}
	t, err := table.Read(files, "codebook/acts.tsv", "act", "parent", "sides", "gloss")
	if err != nil {
		return nil, err
	}
	for _, r := range t.Rows {
		a := &Act{Name: r.Get("act"), Parent: r.Get("parent"), Both: r.Get("sides") == "both", Gloss: r.Get("gloss"), Types: map[string]string{}}
		if b.acts[a.Name] != nil {
			r.Bad("act", fmt.Sprintf("act %q is listed twice", a.Name), "")
			continue
		}
		b.acts[a.Name] = a
		b.names = append(b.names, a.Name)
	}
	sort.Strings(b.names)
	for _, r := range t.Rows {
		if p := r.Get("parent"); p != "" && b.acts[p] == nil {
			r.Bad("parent", fmt.Sprintf("parent %q is not an act", p), hint(p, b.names))
		}
	}
	done(t)
	dirs, err := fs.Glob(files, "codebook/*/table.tsv")
	if err != nil {
		return nil, err
	}
	sort.Strings(dirs)
	// PLOVER first: it is the default format's codebook.
	sort.SliceStable(dirs, func(i, j int) bool {
		return strings.Contains(dirs[i], "/plover/") && !strings.Contains(dirs[j], "/plover/")
	})
	for _, d := range dirs {
		bk, err := b.readBook(files, strings.TrimSuffix(d, "/table.tsv"), done)
		if err != nil {
			return nil, err
		}
		b.books = append(b.books, bk)
	}
	for _, a := range b.acts {
		a.up = b.acts[a.Parent]
		for _, bk := range b.books {
			if c, ok := b.code(&bk, a.Name); ok {
				a.Types[bk.name] = c.Type
			}
		}
		a.plover = a.Types["plover"]
	}
	if err := b.readRules(files, done); err != nil {
		return nil, err
	}
	return b, errs.Err()
}

func (b *Book) readBook(files fs.FS, dir string, done func(*table.Table)) (book, error) {
	bk := book{name: dir[strings.LastIndexByte(dir, '/')+1:], codes: map[string]record.Code{}, table: map[string]Entry{}}
	t, err := table.Read(files, dir+"/table.tsv", "code", "type", "score", "quad")
	if err != nil {
		return bk, err
	}
	for _, r := range t.Rows {
		e := Entry{Code: r.Get("code"), Type: r.Get("type"), Mode: r.Get("mode"), Label: r.Get("label"), NeedsTarget: r.Get("needs") == "target"}
		if s := r.Get("score"); s != "" {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				r.Bad("score", fmt.Sprintf("score %q is no number", s), "")
			}
			e.Score = &v
		}
		if s := r.Get("gdelt"); s != "" {
			if v, err := strconv.ParseFloat(s, 64); err == nil {
				e.Alt = map[string]float64{"gdelt": v}
			} else {
				r.Bad("gdelt", fmt.Sprintf("score %q is no number", s), "")
			}
		}
		e.Quad, _ = strconv.Atoi(r.Get("quad"))
		bk.table[e.Code] = e
	}
	done(t)
	if t, err = table.Read(files, dir+"/codes.tsv", "act", "code"); err != nil {
		return bk, err
	}
	codes := make([]string, 0, len(bk.table))
	for c := range bk.table {
		codes = append(codes, c)
	}
	sort.Strings(codes)
	for _, r := range t.Rows {
		act, code := r.Get("act"), r.Get("code")
		if b.acts[act] == nil {
			r.Bad("act", fmt.Sprintf("act %q is not in codebook/acts.tsv", act), hint(act, b.names))
			continue
		}
		if code == "-" { // the codebook drops the act
			bk.codes[act] = record.Code{Codebook: bk.name}
			continue
		}
		e, ok := bk.table[code]
		if !ok {
			r.Bad("code", fmt.Sprintf("code %q is not in %s/table.tsv", code, dir), hint(code, codes))
			continue
		}
		c := record.Code{Codebook: bk.name, Type: e.Type, Mode: e.Mode, Code: code, Contexts: r.List("contexts"), Score: e.Score, Quad: e.Quad}
		if m := r.Get("mirror"); m != "" {
			me, ok := bk.table[m]
			if !ok {
				r.Bad("mirror", fmt.Sprintf("code %q is not in %s/table.tsv", m, dir), hint(m, codes))
				continue
			}
			c.Mirror, c.MirrorScore = m, me.Score
		}
		bk.codes[act] = c
	}
	done(t)
	return bk, nil
}

func (b *Book) readRules(files fs.FS, done func(*table.Table)) error {
	t, err := table.Read(files, "codebook/compose.tsv", "outer", "inner", "act")
	if err != nil {
		return err
	}
	for _, r := range t.Rows {
		c := Compose{Outer: r.Get("outer"), Inner: r.Get("inner"), Act: r.Get("act"), At: r.At()}
		for _, a := range []string{c.Outer, c.Act} {
			if a != "-" && b.acts[a] == nil {
				r.Bad("act", fmt.Sprintf("act %q is not in codebook/acts.tsv", a), hint(a, b.names))
			}
		}
		if !strings.ContainsAny(c.Inner, ":*") && c.Inner != "neg" && b.acts[c.Inner] == nil {
			r.Bad("inner", fmt.Sprintf("act %q is not in codebook/acts.tsv", c.Inner), hint(c.Inner, b.names))
		}
		b.compose[c.Outer] = append(b.compose[c.Outer], c)
	}
	done(t)
	if t, err = table.Read(files, "codebook/plover/conversions.tsv", "when", "type", "to", "note"); err != nil {
		return err
	}
	for _, r := range t.Rows {
		b.convert = append(b.convert, Conversion{r.Get("when"), r.Get("type"), r.Get("to"), r.Get("note"), r.At()})
	}
	done(t)
	if t, err = table.Read(files, "codebook/counted.tsv", "condition", "counted", "reason"); err != nil {
		return err
	}
	for _, r := range t.Rows {
		switch r.Get("counted") {
		case "yes", "no":
		default:
			r.Bad("counted", fmt.Sprintf("%q is neither yes nor no", r.Get("counted")), "")
		}
		for part := range strings.SplitSeq(r.Get("condition"), "+") {
			if limit, ok := strings.CutPrefix(part, TrustBelow); ok {
				if p, err := strconv.ParseFloat(limit, 64); err != nil || p < 0 || p > 1 {
					r.Bad("condition", fmt.Sprintf("%q is no probability", limit), "trust<0.4: a number from 0 to 1")
				}
			}
		}
		b.counting = append(b.counting, Counting{r.Get("condition"), r.Get("counted") == "yes", r.Get("reason"), r.At()})
	}
	done(t)
	return nil
}

func hint(s string, words []string) string {
	if n := diag.Nearest(s, words); n != "" {
		return "did you mean \"" + n + "\"?"
	}
	return ""
}

// Known reports whether name is an act.
func (b *Book) Known(name string) bool { return b.acts[name] != nil }

// Act is the act of that name, nil when there is none.
func (b *Book) Act(name string) *Act { return b.acts[name] }

// Names are all act names, sorted.
func (b *Book) Names() []string { return b.names }

// Books are the codebooks' names, PLOVER first.
func (b *Book) Books() []string {
	out := make([]string, len(b.books))
	for i := range b.books {
		out[i] = b.books[i].name
	}
	return out
}

// Codes is what every codebook calls act, in the order of Books. Where a
// codebook has no row for the act, its parent's stands in; a codebook that
// drops the act gives a Code with an empty Type.
func (b *Book) Codes(act string) []record.Code {
	out := make([]record.Code, 0, len(b.books))
	for i := range b.books {
		c, ok := b.code(&b.books[i], act)
		if !ok {
			c = record.Code{Codebook: b.books[i].name}
		}
		out = append(out, c)
	}
	return out
}

// Code is what one codebook calls act.
func (b *Book) Code(bookName, act string) (record.Code, bool) {
	for i := range b.books {
		if b.books[i].name == bookName {
			return b.code(&b.books[i], act)
		}
	}
	return record.Code{}, false
}

func (b *Book) code(bk *book, act string) (record.Code, bool) {
	for depth := 0; act != "" && depth < 10; depth++ {
		if c, ok := bk.codes[act]; ok {
			return c, true
		}
		a := b.acts[act]
		if a == nil {
			break
		}
		act = a.Parent
	}
	return record.Code{}, false
}

// Entry is one row of a codebook's table.
func (b *Book) Entry(bookName, code string) (Entry, bool) {
	for i := range b.books {
		if b.books[i].name == bookName {
			e, ok := b.books[i].table[code]
			return e, ok
		}
	}
	return Entry{}, false
}

// Type is the PLOVER type of act, "" when PLOVER drops it.
func (b *Book) Type(act string) string {
	if a := b.acts[act]; a != nil {
		return a.plover
	}
	return ""
}

// Both reports whether the act is done by both sides to each other.
func (b *Book) Both(act string) bool { a := b.acts[act]; return a != nil && a.Both }

// Within reports whether act is anc or one of its descendants.
func (b *Book) Within(act, anc string) bool {
	return act == anc && act != "" || b.acts[act].Within(b.acts[anc])
}

// Within reports whether a is anc or one of its descendants; nil is neither.
func (a *Act) Within(anc *Act) bool {
	if anc == nil {
		return false
	}
	for depth := 0; a != nil && depth < 10; depth++ {
		if a == anc {
			return true
		}
		a = a.up
	}
	return false
}

// Compose are the rows for an outer act, in file order; a finer act without
// rows of its own uses its parent's.
func (b *Book) Compose(outer string) []Compose {
	for depth := 0; outer != "" && depth < 10; depth++ {
		if rows := b.compose[outer]; rows != nil {
			return rows
		}
		if a := b.acts[outer]; a != nil {
			outer = a.Parent
		} else {
			break
		}
	}
	return nil
}

// Conversions are PLOVER's rules in file order.
func (b *Book) Conversions() []Conversion { return b.convert }

// Counting is the rule of what is counted, in file order.
func (b *Book) Counting() []Counting { return b.counting }
