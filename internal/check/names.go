package check

import (
	"strings"

	"entente/internal/knowledge/reference"
)

// A likeness is how well a name as written fits a name of the tables.
type likeness int

const (
	unlike   likeness = iota
	surname           // the same family name and another given name
	near              // one letter off: a misspelling, not a transliteration
	sameName          // the same over order, initials, diacritics and transliteration
)

// alike compares a name as written with a holder's names.
func alike(written string, h *reference.Holder) likeness {
	best := compare(written, h.Person, h.Surname)
	for _, a := range h.Aliases {
		best = max(best, compare(written, a, h.Surname))
	}
	if best < sameName && h.Surname != "" {
		w := letters(written)
		if len(w) > 0 && join(w) == join(letters(h.Surname)) {
			return sameName // the family name alone
		}
	}
	return best
}

// compare holds two full names against each other. Every word of the shorter one
// must find its like in the other, in any order; an initial is like a word that
// begins with it.
func compare(written, known, family string) likeness {
	a, b := letters(written), letters(known)
	if len(a) == 0 || len(b) == 0 {
		return unlike
	}
	if join(a) == join(b) {
		return sameName // "Xi Jin Ping", "Ahmadi-Nejad"
	}
	oneWritten := len(a) == 1
	if len(a) > len(b) {
		a, b = b, a
	}
	used := make([]bool, len(b))
	worst, full, same, off := sameName, 0, 0, 0
	for _, x := range a {
		k, at := unlike, -1
		for i, y := range b {
			if used[i] {
				continue
			}
			if l := word(x, y); l > k {
				k, at = l, i
			}
		}
		if at < 0 {
			worst, off = unlike, off+1
			continue
		}
		if k == sameName && len(x) > 1 {
			same++
		}
		used[at] = true
		if len(x) > 1 && len(b[at]) > 1 {
			full++
		}
		worst = min(worst, k)
	}
	switch {
	case worst == sameName && full > 0 && (len(a) > 1 || len(b) == 1):
		return sameName
	case worst == sameName && oneWritten && family != "" && a[0] == join(letters(family)):
		return sameName // the family name alone
	case worst == near && full > 0 && len(a) > 1:
		return near
	case off == 1 && same >= 2 && len(a) == len(b):
		return near // one word of three or more is another
	case family != "" && strings.Contains(" "+strings.Join(letters(written), " ")+" ", " "+strings.Join(letters(family), " ")+" "):
		return surname
	}
	return unlike
}

// word compares two folded words.
func word(x, y string) likeness {
	switch {
	case x == y:
		return sameName
	case len(x) == 1 && begins(y, x), len(y) == 1 && begins(x, y):
		return sameName
	case short[x] == y || short[y] == x || short[x] != "" && short[x] == short[y]:
		return sameName
	case len(x) >= 5 && len(y) >= 5 && within1(x, y):
		return near
	}
	return unlike
}

// begins reports whether an initial can be that of a word as it sounds: James and
// Yakov have lost theirs.
func begins(w, initial string) bool {
	return strings.HasPrefix(w, initial) || (initial == "j" || initial == "i") && strings.ContainsRune("aeou", rune(w[0]))
}

// short are everyday forms of given names, as they sound.
var short = func() map[string]string {
	m := map[string]string{}
	for k, v := range map[string]string{"joe": "joseph", "tony": "anthony", "bill": "william", "jim": "james", "jimmy": "james", "mike": "michael", "dick": "richard",
		"bob": "robert", "ted": "edward", "tim": "timothy", "tom": "thomas", "bibi": "benjamin", "binyamin": "benjamin", "nick": "nicholas", "chuck": "charles", "steve": "steven",
		"rob": "robert", "dan": "daniel", "pete": "peter", "alex": "alexander", "liz": "elizabeth", "greg": "gregory", "jeff": "jeffrey", "ken": "kenneth", "ron": "ronald", "sasha": "alexander"} {
		m[sound(k)] = sound(v)
	}
	return m
}()

// letters folds a name into comparable words: no diacritics, capitals, marks or
// titles, and spellings of the same foreign sound alike.
func letters(name string) (out []string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(reference.Fold(name)), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r > 127) }) {
		switch w {
		case "mr", "mrs", "ms", "dr", "sir", "gen", "lt", "col", "al", "el", "bin", "ibn", "de", "von", "van", "der", "jr", "sr", "s", "sheikh", "shaikh", "king", "prince", "president":
			continue
		}
		out = append(out, sound(w))
	}
	return out
}

var sounds = strings.NewReplacer(
	"you", "u", "shch", "sh", "sch", "sh", "tch", "ch", "tz", "c", "ts", "c", "kh", "h", "zh", "j", "dzh", "j", "ck", "k", "ph", "f", "ou", "u", "oo", "u", "ee", "i", "ei", "e", "ey", "e", "ai", "a", "ay", "a",
	"iy", "i", "yi", "i", "ij", "i", "ya", "a", "ia", "a", "ja", "a", "yu", "u", "iu", "u", "ju", "u", "yo", "o", "jo", "o", "ye", "e", "ie", "e", "je", "e", "y", "i", "w", "v", "q", "k", "x", "ks", "ae", "e", "oe", "o", "ue", "u", "gh", "g", "dh", "d", "th", "t", "eo", "o", "ae", "e")

// sound writes a word so that common transliterations of it meet: Andrey and
// Andrei, Zelenskyy and Zelensky, Mohammed and Muhammad.
func sound(w string) string {
	if muhammads[w] {
		return "mhmd"
	}
	w = sounds.Replace(w)
	var b strings.Builder
	for i := 0; i < len(w); i++ {
		if i > 0 && w[i] == w[i-1] {
			continue
		}
		b.WriteByte(w[i])
	}
	return b.String()
}

var muhammads = map[string]bool{"mohammed": true, "muhammad": true, "mohammad": true, "mohamed": true, "muhammed": true, "mohamad": true, "mahomed": true}

func join(words []string) string { return strings.Join(words, "") }

// within1 reports whether one letter put in, left out, changed or swapped with
// its neighbour makes x of y.
func within1(x, y string) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	switch len(y) - len(x) {
	case 0:
		if i == len(x) {
			return true
		}
		return x[i+1:] == y[i+1:] || i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && x[i+2:] == y[i+2:]
	case 1:
		return x[i:] == y[i+1:]
	}
	return false
}
