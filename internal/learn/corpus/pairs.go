package corpus

import (
	"fmt"
	"strconv"
	"strings"

	"entente/internal/coding/relation"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/text"
)

// A Pair is a sentence with two parties marked and what the one does to the
// other. A party that the sentence does not name has an empty span.
type Pair struct {
	ID             string
	Group          string // rows of one group never part between training and scoring
	Body           string
	Source, Target text.Span
	Label          string // as annotated
	Allowed        uint64 // the classes that the label allows, a bit each
}

// allows is the set of classes that a label allows: its own, or those of a
// coarser label of PLOVER or of the PLV set.
func allows(label string) (set uint64, ok bool) {
	switch label {
	case "YIELD":
		return 1<<relation.Concede | 1<<relation.Retreat, true
	case "REQUEST":
		return 1<<relation.Appeal | 1<<relation.Demand, true
	}
	c, ok := relation.ParseClass(label)
	return 1 << c, ok
}

// pairsWant says what a file of our own sentences holds.
const pairsWant = "a label, a tab and a sentence with {s …} and {t …}"

// ReadPairs reads sentences of our own: a label, a tab, and a sentence with its
// parties in braces, "{s Kenya} expelled {t two diplomats}".
func ReadPairs(path string) ([]Pair, error) {
	b, err := Read(path, pairsWant)
	if err != nil {
		return nil, err
	}
	var out []Pair
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		label, marked, _ := strings.Cut(line, "\t")
		allowed, ok := allows(label)
		if !ok {
			return nil, Malformed(path, i+1, fmt.Sprintf("label %q is unknown", label), pairsWant)
		}
		p := Pair{Label: label, Allowed: allowed}
		if p.Body, p.Source, p.Target, ok = unbrace(marked); !ok {
			return nil, Malformed(path, i+1, "not one {s …} and one {t …}", pairsWant)
		}
		p.Group = Normal(p.Body)
		out = append(out, p)
	}
	return out, nil
}

// unbrace takes the braces off a sentence that marks one source and one target.
func unbrace(s string) (body string, source, target text.Span, ok bool) {
	body, marks := lexicon.Unmark(s)
	for _, m := range marks {
		switch m.Role {
		case lexicon.Source:
			source = spanOf(m)
		case lexicon.Target:
			target = spanOf(m)
		}
	}
	return body, source, target, len(marks) == 2 && source.End > 0 && target.End > 0
}

func spanOf(m lexicon.Mark) text.Span { return text.Span{Start: int32(m.Start), End: int32(m.End)} }

// PLVWants says what a file of the PLV set's form holds.
const PLVWants = "a tab-separated file with the header id, sentence, marked_sentence, source, target, root, quad"

// readRows reads a table below its header line: row i stands in line i+2.
func readRows(path, wants string, least int) (rows [][]string, err error) {
	b, err := Read(path, wants)
	if err != nil {
		return nil, err
	}
	for i, line := range strings.Split(strings.TrimRight(string(b), "\r\n"), "\n") {
		if i == 0 {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
		if len(f) < least {
			return nil, Malformed(path, i+1, fmt.Sprintf("%d fields", len(f)), wants)
		}
		rows = append(rows, f)
	}
	return rows, nil
}

// ReadPLV reads a file of the PLV set's form, whose third column marks source
// and target with <s> and <t>. Of parties marked several times the first counts.
func ReadPLV(path string) ([]Pair, error) {
	rows, err := readRows(path, PLVWants, 6)
	if err != nil {
		return nil, err
	}
	var out []Pair
	for i, f := range rows {
		allowed, ok := allows(f[5])
		if !ok {
			return nil, Malformed(path, i+2, fmt.Sprintf("root %q is unknown", f[5]), PLVWants)
		}
		p := Pair{ID: f[0], Group: Normal(f[1]), Label: f[5], Allowed: allowed}
		p.Body, p.Source, p.Target = untag(strings.Trim(f[2], `"`))
		if p.Source.End == 0 && p.Target.End == 0 { // no marks: the first place of each phrase
			p.Body = strings.Trim(f[1], `"`)
			p.Source, p.Target = firstPlace(p.Body, f[3]), firstPlace(p.Body, f[4])
		}
		out = append(out, p)
	}
	return out, nil
}

// firstPlace is where phrase first stands in body; empty when nowhere.
func firstPlace(body, phrase string) text.Span {
	phrase = strings.Trim(phrase, `"`)
	if i := strings.Index(body, phrase); i >= 0 && phrase != "" {
		return text.Span{Start: int32(i), End: int32(i + len(phrase))}
	}
	return text.Span{}
}

// untag takes <s> and <t> off.
func untag(s string) (body string, source, target text.Span) {
	var b strings.Builder
	open := int32(0)
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		at := int32(b.Len())
		switch {
		case strings.HasPrefix(s, "<s>"), strings.HasPrefix(s, "<t>"):
			open, s = at, s[3:]
		case strings.HasPrefix(s, "</s>"):
			if source.End == 0 {
				source = text.Span{Start: open, End: at}
			}
			s = s[4:]
		case strings.HasPrefix(s, "</t>"):
			if target.End == 0 {
				target = text.Span{Start: open, End: at}
			}
			s = s[4:]
		default:
			b.WriteByte('<')
			s = s[1:]
		}
	}
	b.WriteString(s)
	return b.String(), source, target
}

// QuadWants says what a file of the CAMEO quad set's form holds.
const QuadWants = "a tab-separated file with the header sentence, quad"

// ReadQuads reads sentences with a quad class each, 0 neutral. Label is the
// class; Allowed has its bit; no parties are marked.
func ReadQuads(path string) ([]Pair, error) {
	rows, err := readRows(path, QuadWants, 2)
	if err != nil {
		return nil, err
	}
	var out []Pair
	for i, f := range rows {
		if len(f[1]) != 1 || f[1][0] < '0' || f[1][0] > '4' {
			return nil, Malformed(path, i+2, "no class from 0 to 4 in the second column", QuadWants)
		}
		body := strings.Trim(f[0], `"`)
		out = append(out, Pair{ID: strconv.Itoa(i + 1), Group: Normal(body), Body: body, Label: f[1], Allowed: 1 << (f[1][0] - '0')})
	}
	return out, nil
}

// Normal is a sentence without case, blanks and marks, by which two sets are
// compared for what they share.
func Normal(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 127:
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}

// CasePairs are the case sentences of the lexicon that name a source and a
// target, or two sides, with the class of their act.
func CasePairs(lex *lexicon.Lexicon, book *codebook.Book) []Pair {
	var out []Pair
	for _, s := range lex.All() {
		class, ok := classOf(s.Act, book)
		if s.NoEvent() || !ok {
			continue
		}
		body, marks := lexicon.Unmark(s.Case)
		var source, target []text.Span
		for _, m := range marks {
			switch {
			case m.Role == lexicon.Source, m.Role == lexicon.Side && len(source) == 0:
				source = append(source, spanOf(m))
			case m.Role == lexicon.Target, m.Role == lexicon.Side && len(target) == 0:
				target = append(target, spanOf(m))
			}
		}
		if len(source) == 1 && len(target) == 1 {
			out = append(out, Pair{Group: Normal(body), Body: body, Source: source[0], Target: target[0], Label: class.String(), Allowed: 1 << class})
		}
	}
	return out
}

// classOf is the class of an act: its type in PLOVER; CAMEO tells appeals from
// demands.
func classOf(act string, book *codebook.Book) (relation.Class, bool) {
	typ := book.Type(act)
	if typ == "REQUEST" {
		if c, ok := book.Code("cameo", act); ok && strings.HasPrefix(c.Code, "10") {
			return relation.Demand, true
		}
		return relation.Appeal, true
	}
	return relation.ParseClass(typ)
}
