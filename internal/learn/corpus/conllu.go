// Package corpus reads annotated text for the rooms that learn from it and
// score on it. Treebanks (CoNLL-U) and name corpora (two or more columns with
// BIO tags) come in; sentences of tokens in the shape of the page go out, with
// quotes and dashes written as the segmenter writes them. It refuses lines that
// do not fit the format, with their place.
package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/reading/parse/feature"
	"entente/internal/text"
)

// A Sentence is one annotated sentence. Heads count within the sentence, from
// 0; -1 is the root's.
type Sentence struct {
	ID     string
	Genre  string // of GUM: the second part of its sentence ids; else ""
	Text   string // the sentence as it was written
	NewPar bool   // a paragraph starts here
	Tokens []text.Token
	Tags   []feature.Tag
	Names  []feature.NameTag // nil when the corpus has none
}

// ReadTrees reads a CoNLL-U file.
func ReadTrees(path string) ([]Sentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ParseTrees(filepath.Base(path), string(b))
}

// ParseTrees reads CoNLL-U text; name is for messages.
func ParseTrees(name, body string) ([]Sentence, error) {
	var out []Sentence
	var cur Sentence
	var ents []entity
	errs := &diag.List{}
	flush := func() {
		if len(cur.Tokens) > 0 {
			cur.Names = namesFromEntities(cur, ents)
			out = append(out, cur)
		}
		cur, ents = Sentence{}, ents[:0]
	}
	line := 0
	for l := range strings.Lines(body) {
		line++
		l = strings.TrimRight(l, "\r\n")
		switch {
		case l == "":
			flush()
		case l[0] == '#':
			readComment(&cur, l)
		default:
			if msg := readWord(&cur, &ents, l); msg != "" {
				errs.Add(&diag.Error{File: name, Line: line, Msg: msg})
			}
		}
	}
	flush()
	return out, errs.Err()
}

func readComment(s *Sentence, l string) {
	if v, ok := strings.CutPrefix(l, "# sent_id = "); ok {
		s.ID = v
		if p := strings.Split(v, "_"); len(p) > 2 && p[0] == "GUM" {
			s.Genre = p[1]
		}
	} else if v, ok := strings.CutPrefix(l, "# text = "); ok {
		s.Text = v
	} else if strings.HasPrefix(l, "# newpar") || strings.HasPrefix(l, "# newdoc") {
		s.NewPar = true
	}
}

// readWord adds one line; lines of word ranges and empty nodes are passed over.
func readWord(s *Sentence, ents *[]entity, l string) string {
	col := strings.Split(l, "\t")
	if len(col) != 10 {
		return fmt.Sprintf("%d columns, want 10", len(col))
	}
	if strings.ContainsAny(col[0], "-.") {
		return ""
	}
	id, err := strconv.Atoi(col[0])
	if err != nil || id != len(s.Tokens)+1 {
		return fmt.Sprintf("word number %q, want %d", col[0], len(s.Tokens)+1)
	}
	head, err := strconv.Atoi(col[6])
	if err != nil {
		return fmt.Sprintf("head %q is no number", col[6])
	}
	u, ok := text.ParseUPOS(col[3])
	if !ok {
		return fmt.Sprintf("part of speech %q is unknown", col[3])
	}
	rel, ok := text.ParseRel(col[7])
	if !ok {
		return fmt.Sprintf("relation %q is unknown", col[7])
	}
	form := Normalise(col[1])
	t := text.Token{Form: form, Lower: strings.ToLower(form), Lemma: col[2],
		Head: int32(head - 1), UPOS: u, Rel: rel, Feats: parseFeats(col[5])}
	s.Tokens = append(s.Tokens, t)
	s.Tags = append(s.Tags, feature.RefineTag(u, t.Feats))
	*ents = addEntities(*ents, col[9], id-1)
	return ""
}

// Normalise writes quotes, apostrophes and dashes as the page's tokens do.
func Normalise(form string) string {
	switch form {
	case "``", "''", "“", "”", "„", "«", "»":
		return "\""
	case "`":
		return "'"
	}
	return normaliser.Replace(form)
}

var normaliser = strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"", "\u00ad", "", "\u00a0", " ")

var featBits = map[string]text.Feats{
	"Tense=Past": text.Past, "Tense=Pres": text.Pres, "VerbForm=Fin": text.Finite, "VerbForm=Inf": text.Infinitive,
	"VerbForm=Part": text.Participle, "VerbForm=Ger": text.Gerund, "Voice=Pass": text.Passive, "Number=Plur": text.Plural,
	"Poss=Yes": text.Possessive, "Mood=Imp": text.Imperative, "Person=3": text.Third, "Gender=Fem": text.Female,
	"Gender=Masc": text.Male, "PronType=Rel": text.WhWord, "PronType=Int": text.WhWord,
}

func parseFeats(s string) (f text.Feats) {
	for kv := range strings.SplitSeq(s, "|") {
		f |= featBits[kv]
	}
	return f
}
