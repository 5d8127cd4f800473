package reference

import (
	"strings"
	"unicode/utf8"
)

// plain reports a wording that stands on a page in one way only: ASCII words
// with single spaces and nothing that a tokeniser might cut.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf, c == '-', c == '\'', c == '.', c == ',', c == '(', c == ')':
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return !strings.HasPrefix(s, "the ") && !strings.HasPrefix(s, "The ")
}

// forms lists the token sequences under which a wording may stand on a page:
// tokenisers differ on hyphens, possessives and the stops of abbreviations, and
// news drops accents. A leading article is no part of a name.
func forms(phrase string) [][]string {
	ws := strings.Fields(strings.ReplaceAll(phrase, "’", "'"))
	if len(ws) > 1 && (ws[0] == "the" || ws[0] == "The") {
		ws = ws[1:]
	}
	if len(ws) == 0 {
		return nil
	}
	whole := make([]string, 0, len(ws)+4)
	split := make([]string, 0, len(ws)+8)
	for _, w := range ws {
		whole = appendWord(whole, w, false)
		split = appendWord(split, w, true)
	}
	out := [][]string{whole}
	if len(split) != len(whole) {
		out = append(out, split)
	}
	if last := whole[len(whole)-1]; strings.Count(last, ".") > 1 && strings.HasSuffix(last, ".") {
		cut := append([]string(nil), whole...)
		cut[len(cut)-1] = strings.TrimSuffix(last, ".")
		out = append(out, cut)
	}
	return withFolded(out)
}

func appendWord(dst []string, w string, hyphens bool) []string {
	open := ""
	if strings.HasPrefix(w, "(") {
		dst, w = append(dst, "("), w[1:]
	}
	for len(w) > 1 && (strings.HasSuffix(w, ")") || strings.HasSuffix(w, ",")) {
		open = w[len(w)-1:] + open
		w = w[:len(w)-1]
	}
	poss := ""
	if strings.HasSuffix(w, "'s") {
		w, poss = w[:len(w)-2], "'s"
	} else if len(w) > 2 && strings.HasSuffix(w, "s'") {
		w, poss = w[:len(w)-1], "'"
	}
	if hyphens && strings.Contains(w, "-") {
		for i, p := range strings.Split(w, "-") {
			if i > 0 {
				dst = append(dst, "-")
			}
			if p != "" {
				dst = append(dst, p)
			}
		}
	} else {
		dst = append(dst, w)
	}
	if poss != "" {
		dst = append(dst, poss)
	}
	for _, c := range open {
		dst = append(dst, string(c))
	}
	return dst
}

func withFolded(seqs [][]string) [][]string {
	for _, s := range seqs {
		ascii := true
		for _, w := range s {
			for i := 0; i < len(w); i++ {
				if w[i] >= utf8.RuneSelf {
					ascii = false
				}
			}
		}
		if ascii {
			continue
		}
		f := make([]string, len(s))
		for i, w := range s {
			f[i] = Fold(w)
		}
		seqs = append(seqs, f)
	}
	return seqs
}

const (
	accented = "ÀÁÂÃÄÅĀĂĄÇĆČĈĎĐÈÉÊËĒĖĘĚĞĢÌÍÎÏĪĮİĶŁĻĽÑŃŅŇÒÓÔÕÖØŌŐŔŘŚŞŠȘŢŤȚÙÚÛÜŪŮŰŲÝŸŹŻŽàáâãäåāăąçćčĉďđèéêëēėęěğģìíîïīįıķłļľñńņňòóôõöøōőŕřśşšșţťțùúûüūůűųýÿźżž"
	bare     = "AAAAAAAAACCCCDDEEEEEEEEGGIIIIIIIKLLLNNNNOOOOOOOORRSSSSTTTUUUUUUUUYYZZZaaaaaaaaaccccddeeeeeeeeggiiiiiiiklllnnnnoooooooorrsssstttuuuuuuuuyyzzz"
)

var folds = func() map[rune]byte {
	m := make(map[rune]byte, len(bare))
	i := 0
	for _, r := range accented {
		m[r] = bare[i]
		i++
	}
	return m
}()

// Fold strips the accents of Latin letters.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if c, ok := folds[r]; ok {
			b.WriteByte(c)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plural is the regular plural of an English noun phrase: of its last word, or
// of the word before "of" or "in" ("minister of defence").
func plural(s string) string {
	head, rest := s, ""
	for _, prep := range [...]string{" of ", " in ", " for ", " to ", "-in-", "-of-", "-general"} {
		if i := strings.Index(s, prep); i > 0 && i < len(head) {
			head, rest = s[:i], s[i:]
		}
	}
	switch {
	case strings.HasSuffix(head, "man"):
		head = head[:len(head)-3] + "men"
	case strings.HasSuffix(head, "s"), strings.HasSuffix(head, "x"), strings.HasSuffix(head, "ch"), strings.HasSuffix(head, "sh"):
		head += "es"
	case strings.HasSuffix(head, "y") && len(head) > 1 && !strings.ContainsRune("aeiou", rune(head[len(head)-2])):
		head = head[:len(head)-1] + "ies"
	default:
		head += "s"
	}
	return head + rest
}

// shouted reports whether a wording also stands in headlines of capitals as a
// word of its own: longer than an acronym, and with letters to raise.
func shouted(s string) bool {
	for i := 0; i < len(s); i++ {
		if 'a' <= s[i] && s[i] <= 'z' {
			return len(s) > 3
		}
	}
	return false
}
