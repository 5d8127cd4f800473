package corpus

import (
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"unicode"

	"entente/internal/coding/role"
	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/text"
)

// A Phrases is one sentence whose parties are marked: its words as the corpus
// cuts them, the marks, and the page and ledger that the product made of it.
type Phrases struct {
	Line   int // where it begins in the file
	Words  []string
	Gold   []role.Span // over Words
	Doc    *text.Document
	Coding *record.Coding
	at     []text.Span // of Words in the body
}

const phrasesWant = "lines of a word, a blank and one of O, B-S, I-S, B-T, I-T, B-R, I-R, with an empty line between sentences"

var phraseRoles = map[string]role.Role{"S": role.Source, "T": role.Target, "R": role.Side}

// ReadPhrases reads a file of words and BIO tags and codes each sentence.
func ReadPhrases(path string, code func(*text.Document) *record.Coding) ([]Phrases, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, &diag.Error{File: path, Msg: "cannot be read: " + err.Error(), Hint: "expected " + phrasesWant, Reason: diag.Missing}
	}
	var all []Phrases
	var s Phrases
	end := func() {
		if len(s.Words) > 0 {
			body, at := joined(s.Words)
			s.at = at
			s.Doc = &text.Document{ID: fmt.Sprint(s.Line), Body: body, Language: "en"}
			s.Coding = code(s.Doc)
			all = append(all, s)
		}
		s = Phrases{}
	}
	for n, l := range strings.Split(string(b), "\n") {
		if l = strings.TrimRight(l, "\r "); l == "" {
			end()
			continue
		}
		w, tag, ok := cutLast(l)
		kind, r := tag, role.None
		if i := strings.IndexByte(tag, '-'); i > 0 {
			kind, r = tag[:i], phraseRoles[tag[i+1:]]
		}
		if !ok || !(tag == "O" || r != role.None && (kind == "B" || kind == "I")) {
			return nil, &diag.Error{File: path, Line: n + 1, Msg: fmt.Sprintf("%.40q is no word with a tag", l), Hint: "expected " + phrasesWant, Reason: diag.Syntax}
		}
		if len(s.Words) == 0 {
			s.Line = n + 1
		}
		at := int32(len(s.Words))
		if k := len(s.Gold) - 1; kind == "I" && k >= 0 && s.Gold[k].Role == r && s.Gold[k].Last == at {
			s.Gold[k].Last++
		} else if r != role.None {
			s.Gold = append(s.Gold, role.Span{Role: r, First: at, Last: at + 1})
		}
		s.Words = append(s.Words, w)
	}
	end()
	if len(all) == 0 {
		return nil, &diag.Error{File: path, Msg: "no sentence", Hint: "expected " + phrasesWant, Reason: diag.Empty}
	}
	return all, nil
}

func cutLast(l string) (word, tag string, ok bool) {
	i := strings.LastIndexAny(l, " \t")
	if i <= 0 {
		return "", "", false
	}
	return strings.TrimSpace(l[:i]), l[i+1:], true
}

// joined writes words as a person would, marks close to the words they belong
// to, and says where each word went: the parser knows text, not cut words.
func joined(words []string) (string, []text.Span) {
	var b strings.Builder
	at := make([]text.Span, len(words))
	for i, w := range words {
		if i > 0 && !tight(words, i) {
			b.WriteByte(' ')
		}
		at[i].Start = int32(b.Len())
		b.WriteString(w)
		at[i].End = int32(b.Len())
	}
	return b.String(), at
}

// tight reports whether no blank stands before words[i].
func tight(words []string, i int) bool {
	w, prev := words[i], words[i-1]
	next := ""
	if i+1 < len(words) {
		next = words[i+1]
	}
	letter := func(s string) bool { return len(s) == 1 && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') }
	figure := func(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
	switch w {
	case ",", ".", ";", ":", ")", "%", "!", "?", "”", "'s", "’", "n't", "-", "/":
		return true
	case "s":
		return prev == "’" || prev == "'"
	case "'":
		return next == "s" || strings.HasSuffix(prev, "s")
	}
	switch prev {
	case "(", "$", "€", "“", "-", "/":
		return true
	case ".", ",":
		if i < 2 {
			return false
		}
		return figure(w) && figure(words[i-2]) || prev == "." && letter(w) && letter(words[i-2])
	case "’":
		return len(w) <= 2 && i >= 2 // "don ’ t"
	}
	return false
}

// Spans carries phrases of the page's tokens over to the corpus's words.
func (s *Phrases) Spans(tokens []role.Span) []role.Span {
	var out []role.Span
	for _, t := range tokens {
		b := s.Doc.TokenSpan(t.First, t.Last)
		o := role.Span{Role: t.Role, First: -1}
		for i, a := range s.at {
			if a.Overlaps(b) {
				if o.First < 0 {
					o.First = int32(i)
				}
				o.Last = int32(i) + 1
			}
		}
		out = append(out, o)
	}
	return out
}

// Labels are the labels of the page's tokens.
func (s *Phrases) Labels() []uint8 {
	out := make([]uint8, len(s.Doc.Tokens))
	for _, g := range s.Gold {
		b := text.Span{Start: s.at[g.First].Start, End: s.at[g.Last-1].End}
		first := true
		for i := range s.Doc.Tokens {
			if t := &s.Doc.Tokens[i]; !b.Contains(t.Span) && !(t.Start >= b.Start && t.Start < b.End) {
				continue
			}
			out[i] = role.Inside(g.Role)
			if first {
				out[i], first = role.Begin(g.Role), false
			}
		}
	}
	return out
}

// Folds is the number of parts of cross-validation.
const Folds = 5

// Fold is the part that a sentence is in, by its letters and figures alone: the
// same however a set writes its blanks and marks.
func Fold(sentence string) int {
	h := fnv.New32a()
	for _, r := range sentence {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			h.Write([]byte(string(unicode.ToLower(r))))
		}
	}
	return int(h.Sum32() % Folds)
}

// Without leaves out the sentences of one part.
func Without(all []Phrases, part int) []Phrases {
	var out []Phrases
	for i := range all {
		if Fold(all[i].Doc.Body) != part {
			out = append(out, all[i])
		}
	}
	return out
}
