package parse

import (
	"io/fs"
	"strings"

	"entente/internal/knowledge/table"
	"entente/internal/text"
)

const lemmaTable = "lang/en/lemmas.tsv"

// A lemmatiser names the lemma of a tagged word: the table's irregular forms
// first, then rules on the ending that the features call for. Without features
// it goes by the ending alone. It is immutable.
type lemmatiser struct {
	forms map[lemmaKey]string
	bases map[lemmaKey]bool // lemmas of the table, to tell "found" the base from the past of "find"
}

type lemmaKey struct {
	tag  text.UPOS
	form string
}

// newLemmatiser reads the lemma table.
func newLemmatiser(files fs.FS) (*lemmatiser, error) {
	t, err := table.Read(files, lemmaTable, "tag", "lemma", "forms")
	if err != nil {
		return nil, err
	}
	l := &lemmatiser{forms: make(map[lemmaKey]string, 4*len(t.Rows)), bases: make(map[lemmaKey]bool, len(t.Rows))}
	for _, r := range t.Rows {
		tag, ok := text.ParseUPOS(r.Get("tag"))
		lemma, forms := r.Get("lemma"), r.List("forms")
		switch {
		case !ok:
			r.Bad("tag", "unknown tag "+r.Get("tag"), "a universal part of speech: NOUN, VERB, ADJ ...")
			continue
		case lemma == "":
			r.Bad("lemma", "empty lemma", "write the lemma")
			continue
		case l.bases[lemmaKey{tag, lemma}]:
			r.Bad("lemma", lemma+" is listed twice as "+tag.String(), "join the two lines")
			continue
		}
		l.bases[lemmaKey{tag, lemma}] = true
		for _, f := range forms {
			l.forms[lemmaKey{tag, f}] = lemma
		}
		if len(forms) == 0 {
			for _, f := range inflect(lemma, tag) {
				if k := (lemmaKey{tag, f}); l.forms[k] == "" {
					l.forms[k] = lemma
				}
			}
		}
	}
	if err := t.Errs.Err(); err != nil {
		return nil, err
	}
	return l, nil
}

// inflect lists the regular forms of a lemma that the table gives without any.
func inflect(w string, tag text.UPOS) []string {
	last := w[len(w)-1]
	y := last == 'y' && len(w) > 1 && !vowel(w[len(w)-2])
	switch stem := w[:len(w)-1]; tag {
	case text.VERB:
		switch {
		case last == 'e':
			return []string{w + "s", w + "d", stem + "ing", w + "ing"}
		case y:
			return []string{stem + "ies", stem + "ied", w + "ing"}
		}
		d := w + string(last)
		return []string{w + "s", w + "es", w + "ed", w + "ing", d + "ed", d + "ing"}
	case text.ADJ, text.ADV:
		switch {
		case last == 'e':
			return []string{w + "r", w + "st"}
		case y:
			return []string{stem + "ier", stem + "iest"}
		}
		d := w + string(last)
		return []string{w + "er", w + "est", d + "er", d + "est"}
	case text.NOUN:
		switch {
		case y:
			return []string{stem + "ies"}
		}
		return []string{w + "s", w + "es"}
	}
	return nil
}

// lemma is the lemma of form, whose lower case is lower, under its tag and
// features: in lower case, but proper nouns and adjectives made of them
// ("Russian") keep their form.
func (l *lemmatiser) lemma(form, lower string, tag text.UPOS, f text.Feats) string {
	switch tag {
	case text.PROPN:
		return form
	case text.NUM:
		if strings.IndexByte(lower, ',') > 0 {
			return strings.ReplaceAll(lower, ",", "")
		}
		return lower
	case text.PUNCT, text.SYM:
		if form == "–" {
			return "-"
		}
		return form
	}
	if tag == text.PRON && lower == "her" && !f.Has(text.Possessive) {
		return "she"
	}
	if tag == text.VERB && (f.Has(text.Infinitive) || f.Has(text.Pres|text.Finite) && !f.Has(text.Third) || f.Has(text.Imperative)) {
		// "found" the base, not the past of "find". But "froze" is no base of
		// any verb, whatever the tagger thinks of its tense.
		k := lemmaKey{tag, lower}
		if !always(lower) && (l.forms[k] == "" || l.bases[k]) {
			return lower
		}
	}
	if lm, ok := l.forms[lemmaKey{tag, lower}]; ok {
		return lm
	}
	if i := strings.LastIndexByte(lower, '-'); i > 0 && i+1 < len(lower) && (tag == text.VERB || tag == text.NOUN) {
		rest := l.lemma(form[strings.LastIndexByte(form, '-')+1:], lower[i+1:], tag, f)
		if strings.HasPrefix(lower[i+1:], rest) && len(rest) < len(lower)-i {
			return lower[:i+1+len(rest)]
		}
		return lower[:i+1] + rest
	}
	switch tag {
	case text.VERB, text.AUX:
		return verb(lower, f)
	case text.NOUN:
		if f.Has(text.Plural) && class[lower[0]] != digit {
			return singular(lower)
		}
		if len(form) == 1 {
			return form
		}
		if len(form) <= 5 && allUpper(form) && l.bases[lemmaKey{text.X, form}] {
			return form
		}
	case text.ADJ:
		if upper(form[0]) && properAdjective(lower) {
			return form
		}
	}
	return lower
}

// always reports whether a present form is irregular: "am", "are".
func always(w string) bool {
	switch w {
	case "am", "are", "'m", "'re", "is", "'s", "has", "does", "goes", "na", "gon", "wan", "got", "ca", "wo", "'ve":
		return true
	}
	return false
}

// verb undoes the regular endings.
func verb(w string, f text.Feats) string {
	n := len(w)
	switch {
	case n > 4 && strings.HasSuffix(w, "ing") && f&text.Finite == 0:
		if s := w[:n-3]; hasVowel(s) {
			return stem(s, true)
		}
	case n > 3 && strings.HasSuffix(w, "ied"):
		if n == 4 {
			return w[:n-1] // died, lied, tied
		}
		return w[:n-3] + "y"
	case n > 3 && strings.HasSuffix(w, "ed") && f&(text.Pres|text.Gerund) == 0:
		if s := w[:n-2]; hasVowel(s) {
			return stem(s, false)
		}
	case n > 3 && strings.HasSuffix(w, "ies"):
		if n == 4 {
			return w[:n-1]
		}
		return w[:n-3] + "y"
	case n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i' && w[n-2] != '\'':
		if strings.HasSuffix(w, "es") && esEnding(w[:n-2]) {
			return w[:n-2]
		}
		return w[:n-1]
	}
	return w
}

// esEnding reports whether a stem takes -es: wash, teach, fix, pass, buzz, go.
func esEnding(s string) bool {
	return strings.HasSuffix(s, "sh") || strings.HasSuffix(s, "ch") || strings.HasSuffix(s, "x") ||
		strings.HasSuffix(s, "ss") || strings.HasSuffix(s, "zz") || strings.HasSuffix(s, "o")
}

// stem finds the base of what is left before -ing or -ed: as it is, with its
// final consonant undoubled, or with an e. The table holds the bases that these
// rules get wrong.
func stem(s string, ing bool) string {
	n := len(s)
	if n < 2 {
		return s
	}
	last, prev := s[n-1], s[n-2]
	if vowel(last) || last == 'w' || last == 'x' || last == 'y' {
		if last == 'u' || last == 'e' && !ing {
			return s + "e"
		}
		return s
	}
	if last == prev {
		if last == 'l' || last == 's' || last == 'z' || last == 'f' {
			return s
		}
		return s[:n-1]
	}
	switch last {
	case 'c', 'v', 'z':
		if prev == 't' {
			return s
		}
		return s + "e"
	case 's':
		return s + "e"
	case 'g':
		if prev != 'n' {
			return s + "e"
		}
		if n > 4 && (s[n-3] == 'a' || s[n-3] == 'e') {
			return s + "e"
		}
		return s
	case 'l':
		if !vowel(prev) && prev != 'r' && prev != 'w' {
			return s + "e"
		}
	}
	if !vowel(prev) && prev != 'y' || n > 2 && vowel(s[n-3]) && (s[n-3] != 'u' || n < 4 || s[n-4] != 'q') && (last != 't' || prev != 'a' || s[n-3] != 'i' && s[n-3] != 'u') {
		return s
	}
	// One vowel and one consonant. A short word would have doubled it.
	if syllables(s) == 1 {
		return s + "e"
	}
	switch s[n-2:] {
	case "en", "er", "on", "or", "et", "el", "al", "op", "ip", "it", "om", "em", "an", "ol", "up", "ep", "ap", "ow", "ey", "ot":
		return s
	}
	return s + "e"
}

// singular undoes the plural endings of a noun.
func singular(w string) string {
	n := len(w)
	if strings.HasSuffix(w, "men") && n > 3 {
		return w[:n-2] + "an"
	}
	if n < 3 || w[n-1] != 's' || w[n-2] == 's' {
		return w
	}
	if strings.HasSuffix(w, "'s") {
		return w[:n-2]
	}
	if w[n-2] == 'e' && n > 4 {
		s := w[:n-2]
		switch c := s[len(s)-1]; {
		case c == 'i':
			return w[:n-3] + "y"
		case esEnding(s):
			return s
		case c == 's' && s[len(s)-2] == 'u' && n > 5 && !vowel(s[len(s)-3]):
			return s // viruses
		}
	}
	return w[:n-1]
}

// properAdjective reports whether a capitalised adjective is made of a name.
func properAdjective(w string) bool {
	for _, e := range [...]string{"an", "ese", "ish", "ite", "i", "ic", "ch", "ab", "im", "tch"} {
		if strings.HasSuffix(w, e) {
			switch w {
			case "urban", "human", "veteran", "civilian", "roman", "clean", "mean", "rich", "such", "which", "public", "economic",
				"republic", "basic", "historic", "electric", "domestic", "strategic", "specific", "foolish", "white", "opposite",
				"favorite", "elite", "much", "each", "academic", "scientific", "democratic", "atomic", "pacific", "diplomatic",
				"terrific", "fantastic", "electronic", "definite", "interim", "french", "organic", "realistic", "republican", "suburban":
				return w == "roman" || w == "french" || w == "republican" || w == "democratic" || w == "pacific"
			}
			return true
		}
	}
	return false
}

func allUpper(s string) bool {
	for i := 0; i < len(s); i++ {
		if !upper(s[i]) {
			return false
		}
	}
	return true
}

func vowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'
}

func hasVowel(s string) bool {
	for i := 0; i < len(s); i++ {
		if vowel(s[i]) || s[i] == 'y' {
			return true
		}
	}
	return false
}

// syllables counts groups of vowels.
func syllables(s string) int {
	n, in := 0, false
	for i := 0; i < len(s); i++ {
		v := vowel(s[i]) || s[i] == 'y' && i > 0
		if s[i] == 'u' && i > 0 && s[i-1] == 'q' {
			v = false
		}
		if v && !in {
			n++
		}
		in = v
	}
	return n
}
