package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// An entity is a GUM entity mention: words [first,last), any of them nested.
type entity struct {
	id          string
	kind        string
	first, last int
}

// addEntities reads the Entity= of one word: "(3-person-…", "3)", "(4-place-…)".
func addEntities(ents []entity, misc string, word int) []entity {
	for kv := range strings.SplitSeq(misc, "|") {
		v, ok := strings.CutPrefix(kv, "Entity=")
		if !ok {
			continue
		}
		for v != "" {
			if v[0] == '(' {
				end := strings.IndexAny(v[1:], "()")
				if end < 0 {
					end = len(v) - 1
				}
				p := strings.SplitN(v[1:1+end], "-", 3)
				if len(p) > 1 {
					ents = append(ents, entity{id: p[0], kind: p[1], first: word, last: -1})
				}
				v = v[1+end:]
				if strings.HasPrefix(v, ")") {
					ents[len(ents)-1].last = word + 1
					v = v[1:]
				}
				continue
			}
			id, rest, ok := strings.Cut(v, ")")
			if !ok {
				break
			}
			for i := len(ents) - 1; i >= 0; i-- {
				if ents[i].id == id && ents[i].last < 0 {
					ents[i].last = word + 1
					break
				}
			}
			v = rest
		}
	}
	return ents
}

// namesFromEntities keeps the entities whose head is a proper noun, cut down
// to the name around that head. The outermost of nested names wins.
func namesFromEntities(s Sentence, ents []entity) []feature.NameTag {
	if s.Genre == "" {
		return nil
	}
	tags := make([]feature.NameTag, len(s.Tokens))
	for _, e := range ents {
		if e.last < 0 {
			continue
		}
		head := -1
		for i := e.first; i < e.last; i++ {
			if h := int(s.Tokens[i].Head); h < e.first || h >= e.last {
				head = i
				break
			}
		}
		if head < 0 || s.Tokens[head].UPOS != text.PROPN {
			continue
		}
		kind := text.Misc
		switch e.kind {
		case "person":
			kind = text.Person
		case "place":
			kind = text.Location
		case "organization":
			kind = text.Organisation
		case "time", "quantity":
			continue
		}
		first, last := nameAround(s.Tokens, head, e.first, e.last)
		free := true
		for i := first; i < last; i++ {
			free = free && tags[i] == 0
		}
		if !free {
			continue
		}
		tags[first] = feature.NameStart(kind)
		for i := first + 1; i < last; i++ {
			tags[i] = feature.NameInside(kind)
		}
	}
	return tags
}

// nameAround grows a name from its head over proper nouns and capitalised
// words, and over "of", "the", "and", "-" between them.
func nameAround(t []text.Token, head, lo, hi int) (int, int) {
	part := func(i int) bool {
		r, _ := utf8.DecodeRuneInString(t[i].Form)
		return t[i].UPOS == text.PROPN || (unicode.IsUpper(r) && t[i].UPOS != text.DET && t[i].UPOS != text.PRON)
	}
	link := func(i int) bool {
		switch t[i].Lower {
		case "of", "the", "and", "-", "&", "for", "de", "al", ".", "'s":
			return true
		}
		return false
	}
	first, last := head, head+1
	for last < hi {
		j := last
		for j < hi && j < last+2 && link(j) {
			j++
		}
		if j >= hi || !part(j) {
			break
		}
		last = j + 1
	}
	for first > lo {
		j := first - 1
		if j > lo && t[j].Form == "-" {
			j--
		}
		if !part(j) {
			break
		}
		first = j
	}
	return first, last
}

// ReadNames reads a corpus of names in columns: wikigold ("form I-PER") or
// UNER ("number form tag …").
func ReadNames(path string) ([]Sentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ParseNames(filepath.Base(path), string(b))
}

// ParseNames reads such text; name is for messages.
func ParseNames(name, body string) ([]Sentence, error) {
	var out []Sentence
	var cur Sentence
	errs := &diag.List{}
	flush := func() {
		if len(cur.Tokens) > 0 {
			out = append(out, cur)
		}
		cur = Sentence{}
	}
	line := 0
	for l := range strings.Lines(body) {
		line++
		l = strings.TrimRight(l, "\r\n")
		if l == "" || strings.HasPrefix(l, "# ") && strings.Contains(l, "=") {
			if l == "" {
				flush()
			}
			continue
		}
		sep := " "
		if strings.Contains(l, "\t") {
			sep = "\t"
		}
		col := strings.Split(l, sep)
		form, tag := col[0], col[len(col)-1]
		if sep == "\t" && len(col) > 2 {
			form, tag = col[1], col[2]
		}
		n, ok := parseNameTag(tag)
		if !ok || len(col) < 2 {
			errs.Add(&diag.Error{File: name, Line: line, Msg: "tag " + tag + " is unknown"})
			continue
		}
		// IOB1 marks only a name that touches the one before as B.
		if k := len(cur.Names); n.Inside() && (k == 0 || !n.Follows(cur.Names[k-1])) {
			n--
		}
		form = Normalise(form)
		cur.Tokens = append(cur.Tokens, text.Token{Form: form, Lower: strings.ToLower(form)})
		cur.Names = append(cur.Names, n)
	}
	flush()
	return out, errs.Err()
}

func parseNameTag(s string) (feature.NameTag, bool) {
	b, k, ok := strings.Cut(s, "-")
	if !ok {
		return 0, true
	}
	for kind := text.Person; kind <= text.Misc; kind++ {
		if k == kind.String() || (k == "OTH" && kind == text.Misc) {
			if b == "B" {
				return feature.NameStart(kind), true
			}
			return feature.NameInside(kind), true
		}
	}
	return 0, false
}
