package coder

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"entente/internal/knowledge/codebook"
	"entente/internal/record"
	"entente/internal/text"
)

// Names of acts that rules of ours speak of; codebook/acts.tsv holds them.
const (
	actConsult = "consult"
	actVisit   = "make-a-visit"
	actThird   = "meet-at-third-location"
)

// refineMeeting tells a visit from a meeting elsewhere by where it took place:
// on the ground of one side, the others visit it; on nobody's ground, it is a
// meeting at a third location. Every participant must be resolved.
func (b *binding) refineMeeting(r *record.Record) {
	if !r.Symmetric || r.Place == nil || r.Place.Country == "" || !b.c.book.Within(r.Act, actConsult) && b.c.book.Type(r.Act) != "CONSULT" {
		return
	}
	if !b.c.faceToFace(r.Act) {
		return
	}
	all := append(append([]record.Actor(nil), r.Source...), r.Target...)
	var hosts, guests []record.Actor
	for _, a := range all {
		switch {
		case a.Country == "":
			return
		case a.Country == r.Place.Country:
			hosts = append(hosts, a)
		default:
			guests = append(guests, a)
		}
	}
	why := record.Why{Detail: r.Place.Text, Span: r.Place.Span}
	switch {
	case len(hosts) > 0 && len(guests) > 0:
		r.Act, r.Source, r.Target, r.Symmetric = actVisit, guests, hosts, false
		why.Rule = "a meeting on one side's ground: the visitor is actor, the host recipient"
	case len(hosts) == 0 && len(guests) > 1 && states(guests):
		r.Act = actThird
		why.Rule = "a meeting on nobody's ground"
	default:
		return
	}
	r.Rules = append(r.Rules, why)
}

func states(list []record.Actor) bool {
	for i := range list {
		if len(list[i].Country) != 3 || list[i].Kind == record.Body || list[i].Kind == record.NGO {
			return false
		}
	}
	return true
}

// contexts are PLOVER contexts: those of the act, of the people who act, and of
// the words around each trigger; sorted, each once.
func (b *binding) contexts(r *record.Record) []string {
	set := map[string]bool{}
	if c := r.In("plover"); c != nil {
		for _, x := range c.Contexts {
			set[x] = true
		}
	}
	for _, list := range [2][]record.Actor{r.Source, r.Target} {
		for i := range list {
			for _, s := range list[i].Sectors {
				if s == "MIL" {
					set["military"] = true
				}
			}
		}
	}
	if b.c.book.Type(r.Act) == "CONSULT" && len(r.Source) > 0 && len(r.Target) > 0 && official(&r.Source[0]) && official(&r.Target[0]) {
		set["diplomatic"] = true
	}
	e := &r.Evidence[0]
	s := &b.doc.Sentences[e.Sentence]
	from, to := max(s.First, e.TriggerTok-contextWindow), min(s.Last, e.TriggerTok+contextWindow+1)
	for _, x := range b.c.domain.Around(b.doc, e.Sentence, from, to) {
		set[x] = true
	}
	out := make([]string, 0, len(set))
	for x := range set {
		out = append(out, x)
	}
	sort.Strings(out)
	return out
}

// contextWindow is how many tokens on either side of a trigger speak of its context.
const contextWindow = 12

// convert applies PLOVER's conversion rules to PLOVER's code.
func (b *binding) convert(d *draft) {
	r := &d.rec
	for i := range r.Codes {
		c := &r.Codes[i]
		if c.Codebook != "plover" || c.Type == "" {
			continue
		}
		for _, rule := range b.c.book.Conversions() {
			if !oneOf(rule.Type, c.Type, c.Code) || !b.when(rule.When, d) {
				continue
			}
			if rule.To == "=" {
				break
			}
			for k := range r.Codes {
				r.Codes[k].Mirror = "" // the host has not promised what the visitor has
			}
			e, known := b.c.book.Entry("plover", rule.To)
			if known && e.Type == "REJECT" {
				r.Symmetric = false // who will not talk to rebels refuses; they do not
			}
			r.Rules = append(r.Rules, record.Why{Rule: rule.At, Detail: fmt.Sprintf("%s %s becomes %s: %s", rule.When, c.Code, rule.To, rule.Note)})
			if rule.To == "-" {
				*c = record.Code{Codebook: c.Codebook}
			} else if known {
				c.Type, c.Mode, c.Code, c.Score, c.Quad, c.Mirror = e.Type, e.Mode, e.Code, e.Score, e.Quad, ""
				c.MirrorScore = nil
			}
			break
		}
	}
}

// oneOf reads a list of types or codes joined by "|"; "*" is any.
func oneOf(list, typ, code string) bool {
	for _, x := range strings.Split(list, "|") {
		if x == "*" || x == typ || x == code {
			return true
		}
	}
	return false
}

// when reads a conversion's condition: words separated by blanks, all must hold.
func (b *binding) when(cond string, d *draft) bool {
	f := d.rec.Factuality
	for _, w := range strings.Fields(cond) {
		ok := false
		switch {
		case w == "future":
			ok = f.Future && !f.Hypothetical && (!f.Negated || strings.Contains(cond, "negated"))
		case w == "hypothetical":
			ok = f.Hypothetical && !f.Negated
		case w == "negated":
			ok = f.Negated
		case w == "committed":
			ok = b.committed(d)
		case w == "unless":
			ok = b.ultimatum(d)
		case strings.HasPrefix(w, "inside:"):
			ok = b.inside(d, w[len("inside:"):])
		case strings.HasPrefix(w, "topic-of:"):
			ok = d.topicOf >= 0 && b.drafts[d.topicOf].typ == w[len("topic-of:"):]
		}
		if !ok {
			return false
		}
	}
	return true
}

// committed reports whether the one who will act says so: as the speaker, or as
// the subject of a verb of promise or decision.
func (b *binding) committed(d *draft) bool {
	r := &d.rec
	if r.Attribution == nil || r.Attribution.Actor < 0 {
		return false
	}
	return anySame(r.Source, &b.out.Actors[r.Attribution.Actor])
}

// inside reports whether the same sentence holds an event of type typ by the
// same source: troops that move while they attack.
func (b *binding) inside(d *draft, typ string) bool {
	r := &d.rec
	s := r.Evidence[0].Sentence
	// Drafts stand in the order of their first triggers.
	from := sort.Search(len(b.drafts), func(i int) bool { return b.drafts[i].rec.Evidence[0].Sentence >= s })
	for i := from; i < len(b.drafts); i++ {
		o := &b.drafts[i].rec
		if o.Evidence[0].Sentence != s {
			break
		}
		if o == r || typ == d.typ || b.drafts[i].typ != typ || !b.drafts[i].asserted || len(r.Source) == 0 {
			continue
		}
		if anySame(o.Source, &r.Source[0]) {
			return true
		}
	}
	return false
}

// count asks the counting rule: the first row whose condition holds decides;
// further reasons against are kept for the reader.
func (b *binding) count(d *draft) {
	r := &d.rec
	r.Counted = true
	for _, row := range b.c.book.Counting() {
		if row.Trust() || !b.conditions(row.Condition, d) {
			continue
		}
		if row.Counted {
			break
		}
		r.Counted = false
		r.NotCounted = append(r.NotCounted, row.Reason)
	}
}

// conditions holds when every part of "a+b" does.
func (b *binding) conditions(cond string, d *draft) bool {
	for _, c := range strings.Split(cond, "+") {
		if !b.condition(c, d) {
			return false
		}
	}
	return true
}

func (b *binding) condition(cond string, d *draft) bool {
	r := &d.rec
	f := r.Factuality
	if typ, ok := strings.CutPrefix(cond, "type:"); ok {
		return len(r.Codes) > 0 && r.Codes[0].Type == typ
	}
	if strings.HasPrefix(cond, codebook.TrustBelow) {
		return below(cond, r.Trust)
	}
	switch cond {
	case "negated":
		return f.Negated
	case "future":
		return f.Future
	case "refused":
		return f.Negated && len(r.Codes) > 0 && r.Codes[0].Type == "REJECT" && d.typ != "REJECT"
	case "hypothetical":
		return f.Hypothetical
	case "habitual":
		return f.Habitual
	case "historical":
		return f.Historical
	case "uncommitted":
		return f.Certainty == record.Uncommitted
	case "possible":
		return f.Certainty == record.Possible
	case "probable":
		return f.Certainty == record.Probable
	case "topic":
		return d.topicOf >= 0
	case "no-source":
		return len(r.Source) == 0
	case "no-target":
		return len(r.Target) == 0
	case "needs-target":
		return b.needsTarget(r)
	case "unknown-source":
		return len(r.Source) > 0 && !anyResolved(r.Source)
	case "unknown-target":
		return len(r.Target) > 0 && !anyResolved(r.Target)
	case "pronoun-source":
		return onlyPronouns(r.Source)
	case "pronoun-target":
		return onlyPronouns(r.Target)
	case "nobody-placed":
		return !placed(r.Source) && !placed(r.Target)
	case "unplaced-source":
		return len(r.Source) > 0 && !placed(r.Source)
	case "only-private":
		return onlyPrivate(r.Source) && onlyPrivate(r.Target)
	case "generic":
		return b.generic(d)
	case "only-business":
		return onlyBusiness(r.Source) && onlyBusiness(r.Target)
	case "same-country":
		return domesticRoutine(r)
	case "one-side":
		return b.c.book.Both(r.Act) && (len(r.Source) == 0 || len(r.Target) == 0)
	case "dropped-type":
		return len(r.Codes) > 0 && r.Codes[0].Type == ""
	case "statement":
		return b.c.book.Within(r.Act, "make-statement")
	case "doubtful":
		return r.Counted && r.Confidence > 0 && r.Confidence < doubtful // one reason is enough
	case "unnamed-hearsay":
		return r.Attribution != nil && r.Attribution.Hedge != "" &&
			(r.Attribution.Kind == record.SaidAgentless || r.Attribution.Kind == record.SaidUnnamed)
	}
	return false
}

// domesticRoutine: both sides are organs of one state.
func domesticRoutine(r *record.Record) bool {
	if len(r.Source) == 0 || len(r.Target) == 0 {
		return false
	}
	s, t := &r.Source[0], &r.Target[0]
	return s.Country != "" && s.Country == t.Country && official(s) && official(t)
}

// onlyPronouns: whom "he" or "they" stands for was not found.
func onlyPronouns(list []record.Actor) bool {
	for i := range list {
		if a := &list[i]; a.Kind != record.Pronoun || a.Country != "" || len(a.Sectors) > 0 {
			return false
		}
	}
	return len(list) > 0
}

// placed: a country, a body or a sector of somebody in the list is known.
func placed(list []record.Actor) bool {
	for i := range list {
		if list[i].Country != "" || len(list[i].Sectors) > 0 && list[i].Sectors[0] != "UNK" {
			return true
		}
	}
	return false
}

// onlyPrivate: people of no named country who hold no office and carry no
// arms: consumers, a woman, two students; true of nobody.
func onlyPrivate(list []record.Actor) bool {
	for i := range list {
		if list[i].Country != "" || list[i].Kind == record.Group {
			return false
		}
		for _, s := range list[i].Sectors {
			switch s {
			case "CVL", "UNK", "EDU", "SOC", "AGR", "HLH", "MED":
			default:
				return false
			}
		}
	}
	return true
}

// generic reports a deed told in the simple present of actors of no one
// country: "many colleges offer help", "country after country flouts it". What
// is said (urges, denies) is told so in news all the time and is left alone.
func (b *binding) generic(d *draft) bool {
	e := &d.rec.Evidence[0]
	t := &b.doc.Tokens[e.TriggerTok]
	if t.UPOS != text.VERB || !t.Feats.Has(text.Pres|text.Finite) || len(d.rec.Codes) == 0 {
		return false
	}
	for c := b.kids[e.TriggerTok][0]; c >= 0; c = b.kids[c][1] {
		if r := b.doc.Tokens[c].Rel; r == text.Aux || r == text.AuxPass {
			return false
		}
	}
	switch d.rec.Codes[0].Type {
	case "ACCUSE", "REQUEST", "SUPPORT", "THREATEN", "CONSULT", "PROTEST":
		return false
	}
	for i := range d.rec.Source {
		if d.rec.Source[i].Country != "" {
			return false
		}
	}
	return true
}

// onlyBusiness: firms and people whom no table places; true of nobody.
func onlyBusiness(list []record.Actor) bool {
	for i := range list {
		for _, s := range list[i].Sectors {
			if s != "BUS" && s != "MNC" && s != "UNK" {
				return false
			}
		}
		if len(list[i].Sectors) == 0 && list[i].Country != "" {
			return false
		}
	}
	return true
}

func (b *binding) needsTarget(r *record.Record) bool {
	for _, c := range r.Codes {
		if e, ok := b.c.book.Entry(c.Codebook, c.Code); ok && e.NeedsTarget {
			return true
		}
	}
	return false
}

func anyResolved(list []record.Actor) bool {
	for i := range list {
		if list[i].Resolved() {
			return true
		}
	}
	return false
}

// topics hangs what talks were about under the talks: events that are not
// asserted and whose clause has a meeting for its subject, or that stand in the
// sentence of a meeting they depend on.
func (b *binding) topics() {
	meetings := map[int32]int32{}
	for i := range b.drafts {
		if o := &b.drafts[i]; o.typ == "CONSULT" && o.asserted {
			for j := range o.rec.Evidence {
				if t := o.rec.Evidence[j].TriggerTok; !has(meetings, t) {
					meetings[t] = int32(i)
				}
			}
		}
	}
	if len(meetings) == 0 {
		return
	}
	// at is the asserted meeting with evidence at token t; -1 for none.
	at := func(t int32) int32 {
		if i, ok := meetings[t]; ok {
			return i
		}
		return -1
	}
	for i := range b.drafts {
		d := &b.drafts[i]
		if d.asserted || d.typ == "CONSULT" {
			continue
		}
		t := d.rec.Evidence[0].TriggerTok
		for n := 0; t >= 0 && n < 12; n++ {
			for c := b.kids[t][0]; c >= 0; c = b.kids[c][1] {
				if tk := &b.doc.Tokens[c]; tk.Rel == text.Nsubj || tk.Rel == text.NsubjPass || tk.Rel == text.Obj {
					if o := at(c); o >= 0 && o != int32(i) {
						d.topicOf = o
					}
				}
			}
			if o := at(t); o >= 0 && o != int32(i) {
				d.topicOf = o
			}
			if d.topicOf >= 0 {
				d.rec.Factuality.Hypothetical = true
				d.rec.Rules = append(d.rec.Rules, record.Why{Rule: "topic of talks", Span: b.drafts[d.topicOf].rec.Evidence[0].Trigger})
				break
			}
			t = b.doc.Tokens[t].Head
		}
	}
}

func has(m map[int32]int32, k int32) bool { _, ok := m[k]; return ok }

// number gives every record its id: a hash of what it says and where.
func number(out *record.Coding) {
	var walk func(list []record.Record)
	walk = func(list []record.Record) {
		for i := range list {
			r := &list[i]
			h := sha256.New()
			fmt.Fprintf(h, "%s\x00%s\x00%d", r.Doc.ID, r.Act, r.Evidence[0].Trigger.Start)
			for _, side := range [2][]record.Actor{r.Source, r.Target} {
				h.Write([]byte{0})
				for k := range side {
					fmt.Fprintf(h, "%s|%s;", side[k].CAMEO, side[k].Text)
				}
			}
			r.ID = hex.EncodeToString(h.Sum(nil)[:10])
			walk(r.Topics)
		}
	}
	walk(out.Records)
}
