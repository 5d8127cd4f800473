package source

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"entente/internal/diag"
	"entente/internal/text"
)

// Detection looks at the first KB of prose, where it was measured to make no
// error against 17 other languages; under 100 bytes it would guess.
const (
	detectFrom = 100
	detectUpTo = 1024
	surelyFrom = 426 // from here on no English text was taken for another language
)

// The languages that news comes in most; a short list makes fewer errors.
var detectable = map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Spa: true, whatlanggo.Por: true, whatlanggo.Fra: true, whatlanggo.Deu: true,
	whatlanggo.Ita: true, whatlanggo.Nld: true, whatlanggo.Swe: true, whatlanggo.Dan: true, whatlanggo.Pol: true,
	whatlanggo.Tur: true, whatlanggo.Ind: true, whatlanggo.Vie: true, whatlanggo.Rus: true, whatlanggo.Ukr: true,
	whatlanggo.Arb: true, whatlanggo.Pes: true, whatlanggo.Urd: true, whatlanggo.Hin: true, whatlanggo.Ben: true,
	whatlanggo.Cmn: true, whatlanggo.Jpn: true, whatlanggo.Kor: true, whatlanggo.Heb: true, whatlanggo.Ell: true,
	whatlanggo.Ron: true, whatlanggo.Hun: true, whatlanggo.Ces: true,
}

// settleLanguage trusts what the input declares, else detects; it refuses
// languages that are not allowed. A text too short to tell is let through with
// its language unknown.
func settleLanguage(doc *text.Document, allowed []string) *diag.Error {
	declared := doc.Language != ""
	lang := normalLanguage(doc.Language)
	if !declared {
		lang = detect(sample(doc))
	}
	doc.Language = lang
	if lang == "" || slices.Contains(allowed, lang) {
		return nil
	}
	how := "seems to be"
	if declared {
		how = "is declared as"
	}
	return &diag.Error{
		File: doc.Path, Line: doc.Line,
		Msg:    fmt.Sprintf("text %s %s; only %s is read", how, languageName(lang), languageNames(allowed)),
		Reason: diag.Language,
	}
}

// sample is the first KB of prose: what no zone covers.
func sample(doc *text.Document) string {
	var b strings.Builder
	at := int32(0)
	take := func(to int32) {
		for at < to && b.Len() < detectUpTo {
			n := min(int(to-at), detectUpTo-b.Len())
			b.WriteString(doc.Body[at : at+int32(n)])
			at += int32(n)
		}
	}
	for _, z := range doc.Zones {
		take(z.Start)
		at = z.End
		b.WriteByte('\n')
		if b.Len() >= detectUpTo {
			break
		}
	}
	take(int32(len(doc.Body)))
	return strings.ToValidUTF8(b.String(), "")
}

func detect(s string) string {
	s = strings.TrimSpace(s)
	if !mostlyLatin(s) {
		// No English, however short; the name of the language is a guess.
		if info := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: detectable}); info.Lang >= 0 {
			return info.Lang.Iso6391()
		}
		if code := whatlanggo.DetectLang(s).Iso6391(); code != "" {
			return code
		}
		return unknownScript
	}
	if len(s) < detectFrom {
		return ""
	}
	if plainlyEnglish(s) {
		return "en"
	}
	info := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: detectable})
	if info.Lang < 0 {
		return ""
	}
	if info.Lang != whatlanggo.Eng && len(s) < surelyFrom && hasEnglish(s) {
		return "en"
	}
	return info.Lang.Iso6391()
}

// unknownScript is ISO 639's code for a language that nobody could determine.
const unknownScript = "und"

// mostlyLatin reports whether at least half of the letters are Latin; a text
// without letters is.
func mostlyLatin(s string) bool {
	latin, other := 0, 0
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && (r|0x20 >= 'a' && r|0x20 <= 'z') || unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	return latin >= other
}

// plainlyEnglish counts small words that only English has; it saves the
// trigram count for most texts and keeps short English with many foreign names
// from being taken for something else.
func plainlyEnglish(s string) bool {
	words, hits := 0, 0
	for w := range strings.FieldsSeq(s) {
		words++
		switch strings.ToLower(w) {
		case "the", "and", "of", "that", "with", "from", "by", "which", "were", "has", "have", "said", "their":
			hits++
		}
	}
	return hits*8 >= words
}

// hasEnglish looks for one word that no other language here has: enough to
// doubt a verdict on a short text full of foreign names.
func hasEnglish(s string) bool {
	for w := range strings.FieldsSeq(s) {
		switch strings.ToLower(strings.Trim(w, ".,;:\"'“”‘’()")) {
		case "the", "and", "that", "with", "from", "which", "were", "said", "says", "their", "its", "this", "would", "during", "against", "after", "into", "been", "between", "about", "who", "will":
			return true
		}
	}
	return false
}

// normalLanguage folds "en-US", "eng" and "English" to ISO 639-1.
func normalLanguage(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return ""
	}
	if i := strings.IndexAny(s, "-_"); i > 0 {
		s = s[:i]
	}
	if len(s) == 2 {
		return s
	}
	for l, name := range whatlanggo.Langs {
		if strings.ToLower(name) == s || l.Iso6393() == s {
			if two := l.Iso6391(); two != "" {
				return two
			}
		}
	}
	return s
}

func languageName(code string) string {
	switch code {
	case "zh":
		return "Chinese" // one script; which of the languages is written cannot be told
	case unknownScript:
		return "in a script that English is not written in"
	}
	for l, name := range whatlanggo.Langs {
		if l.Iso6391() == code {
			return name
		}
	}
	return fmt.Sprintf("%q", code)
}

func languageNames(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = languageName(c)
	}
	return strings.Join(names, ", ")
}
