package lexicon

import (
	"fmt"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/table"
)

// Roles of a row whose roles cell is empty.
var defaultRoles = [...]string{
	Verb:      "s=subj t=obj",
	Noun:      "s=light|poss|mod|by|of t=on|against|with|to",
	Adjective: "s=subj t=of|to|with",
}

// A reader reads rows of senses. Rows share roles and conditions that are
// written alike: half of them are, and the word sets behind a class are large.
type reader struct {
	*Lexicon
	acts     func(string) bool
	actNames []string
	roles    map[string][]Role
	conds    map[string]Cond
}

// sense reads one row; mistakes are noted on the row.
func (l *reader) sense(r table.Row) (Sense, bool) {
	s := Sense{Lemma: r.Get("lemma"), Act: r.Get("act"), Case: r.Get("case"), At: r.At()}
	ok := true
	bad := func(col, msg, hint string) { r.Bad(col, msg, hint); ok = false }
	switch r.Get("pos") {
	case "v":
		s.POS = Verb
	case "n":
		s.POS = Noun
	case "a":
		s.POS = Adjective
	default:
		bad("pos", fmt.Sprintf("part of speech %q is none of v, n, a", r.Get("pos")), "")
	}
	if s.Lemma == "" {
		bad("lemma", "the lemma is empty", "")
		return s, false
	}
	parts := strings.Split(s.Lemma, "_")
	if i := indexOf(parts, "of"); s.POS == Noun && i < 0 {
		s.Head, s.Rest = parts[len(parts)-1], parts[:len(parts)-1]
	} else {
		s.Head, s.Rest = parts[0], parts[1:]
	}
	if s.Act != "-" && !l.acts(s.Act) {
		hint := ""
		if n := diag.Nearest(s.Act, l.actNames); n != "" {
			hint = "did you mean \"" + n + "\"?"
		}
		bad("act", fmt.Sprintf("act %q is not in codebook/acts.tsv", s.Act), hint)
	}
	roles := r.Get("roles")
	if roles == "" {
		roles = defaultRoles[s.POS]
	}
	if known, have := l.roles[roles]; have {
		s.Roles = known
	} else if s.Roles = readRoles(roles, bad); ok {
		l.roles[roles] = s.Roles
	}
	for _, f := range strings.Fields(r.Get("if")) {
		c, have := l.conds[f]
		if !have {
			var err string
			if c, err = l.cond(f); err != "" {
				bad("if", err, "see docs/format/lexicon.md")
				continue
			}
			l.conds[f] = c
		}
		s.Conds = append(s.Conds, c)
	}
	return s, ok
}

func readRoles(cell string, bad func(col, msg, hint string)) []Role {
	var out []Role
	for _, f := range strings.Fields(cell) {
		kind, paths, found := strings.Cut(f, "=")
		if !found || len(kind) != 1 || !strings.Contains("stbxc", kind) {
			bad("roles", fmt.Sprintf("%q is no role", f), "roles are written s=subj t=obj|with")
			continue
		}
		role := Role{Kind: RoleKind(kind[0])}
		for _, p := range strings.Split(paths, "|") {
			inside := strings.HasSuffix(p, "~")
			slots := strings.Split(strings.TrimSuffix(p, "~"), ".")
			for _, sl := range slots {
				if !slotName(sl) {
					bad("roles", fmt.Sprintf("%q is no slot", sl), "a slot is subj, obj, iobj, comp, light, poss, mod or a preposition")
				}
			}
			role.Paths = append(role.Paths, Path{Slots: slots, Inside: inside})
		}
		out = append(out, role)
	}
	return out
}

func (l *Lexicon) cond(f string) (Cond, string) {
	c := Cond{Text: f}
	if rest, not := strings.CutPrefix(f, "!"); not {
		c.Not, f = true, rest
	}
	if f == "" {
		return c, "empty condition"
	}
	switch f[0] {
	case '+':
		c.Kind, c.Slot = SlotFull, f[1:]
		return c, badSlot(c.Slot)
	case '-':
		c.Kind, c.Slot = SlotEmpty, f[1:]
		return c, badSlot(c.Slot)
	}
	slot, words, found := strings.Cut(f, "=")
	if !found {
		return c, fmt.Sprintf("%q is no condition", f)
	}
	c.Kind = SlotIs
	if s, not := strings.CutSuffix(slot, "!"); not {
		slot, c.Kind = s, SlotIsNot
	}
	switch slot {
	case "prt":
		c.Kind = Particle
	case "mod":
		c.Kind = Modifier
	case "near":
		c.Kind = Near
	case "voice":
		c.Kind = PassiveIs
		switch words {
		case "pass":
		case "act":
			c.Not = !c.Not
		default:
			return c, fmt.Sprintf("voice %q is neither pass nor act", words)
		}
		return c, ""
	case "comp":
		switch words {
		case "neg":
			c.Kind = CompNeg
			return c, ""
		case "must":
			c.Kind = CompMust
			return c, ""
		case "inf":
			c.Kind = CompInf
			return c, ""
		}
		c.Slot = slot
	default:
		if e := badSlot(slot); e != "" {
			return c, e
		}
		c.Slot = slot
	}
	if class, whole := strings.CutPrefix(words, "@"); whole && l.classes[class] != nil {
		c.Words = l.classes[class] // nobody writes on it any more
		return c, ""
	}
	c.Words = map[string]bool{}
	for _, w := range strings.Split(words, ",") {
		switch {
		case w == "ACTOR":
			c.Who |= WhoActor
		case w == "STATE":
			c.Who |= WhoState
		case w == "POLITICIAN":
			c.Who |= WhoPolitician
		case w == "PERSON":
			c.Who |= WhoPerson
		case w == "EVENT":
			c.Who |= WhoEvent
		case strings.HasPrefix(w, "@"):
			set, ok := l.classes[w[1:]]
			if !ok {
				return c, fmt.Sprintf("class %q is not in classes.tsv", w)
			}
			for x := range set {
				c.Words[x] = true
			}
		case w == "":
			return c, fmt.Sprintf("%q has an empty word", f)
		default:
			c.Words[w] = true
		}
	}
	return c, ""
}

func badSlot(s string) string {
	if slotName(s) {
		return ""
	}
	return fmt.Sprintf("%q is no slot", s)
}

// prepositions are those that may be slots. Closed, so that a slip is noticed.
var prepositions = func() map[string]bool {
	m := map[string]bool{}
	for _, p := range strings.Fields(`about above across after against ahead_of along alongside amid among around as at before behind
		below beneath beside besides between beyond by despite during following for from in inside into like near of off on onto
		out out_of outside over per regarding since than through throughout to toward towards under until up upon versus via with within
		without because_of due_to according_to instead_of in_front_of on_behalf_of together_with along_with`) {
		m[p] = true
	}
	return m
}()

func slotName(s string) bool {
	switch s {
	case "subj", "obj", "iobj", "comp", "light", "poss", "mod":
		return true
	}
	return prepositions[s]
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}
