package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// normalise writes quotes and hyphens straight and drops soft hyphens and
// other invisible characters; s itself where nothing changes.
func normalise(s string) string {
	for i, r := range s {
		if plain(r) == r {
			continue
		}
		var sb strings.Builder
		sb.Grow(len(s))
		sb.WriteString(s[:i])
		for k, r := range s[i:] {
			if r == utf8.RuneError {
				_, n := utf8.DecodeRuneInString(s[i+k:])
				sb.WriteString(s[i+k : i+k+n])
			} else if q := plain(r); q >= 0 {
				sb.WriteRune(q)
			}
		}
		if out := sb.String(); out != "''" {
			return out
		}
		return `"`
	}
	return s
}

// plain is the plain form of r, -1 to drop it.
func plain(r rune) rune {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '‘', '’', '‚', '‛', 'ʼ', '′', '‹', '›':
		return '\''
	case 0x2010, 0x2011:
		return '-'
	case 0xA0, 0x202F, 0x2007, 0x2009:
		return -1 // only inside numbers: "10 000" is 10000
	}
	if ignorable(r) {
		return -1
	}
	return r
}

// ignorable reports whether r is invisible and never parts words: soft hyphen,
// zero-width characters, directional marks, byte order mark.
func ignorable(r rune) bool {
	switch {
	case r == 0xAD, r == 0xFEFF, r == 0x034F, r == 0x061C, r == 0x180E:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// class8 is the coarse class of a byte.
type class8 uint8

const (
	mark class8 = iota
	space
	letter
	digit
	high // part of a character outside ASCII
)

var class = func() (t [256]class8) {
	for c := range t {
		switch {
		case c <= ' ' || c == 0x7F:
			t[c] = space
		case c >= '0' && c <= '9':
			t[c] = digit
		case c|0x20 >= 'a' && c|0x20 <= 'z' && c < 0x80:
			t[c] = letter
		case c >= 0x80:
			t[c] = high
		}
	}
	return t
}()

// spaceAt is the length of the white space character at s[i], 0 if none.
func spaceAt(s string, i int) int {
	c := s[i]
	if c < 0x80 {
		if class[c] == space {
			return 1
		}
		return 0
	}
	if c != 0xC2 && c != 0xE1 && c != 0xE2 && c != 0xE3 {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if unicode.IsSpace(r) {
		return n
	}
	return 0
}

func isASCIISpace(c byte) bool { return class[c] == space }
func upper(c byte) bool        { return c >= 'A' && c <= 'Z' }

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return wordRune(r)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if class[s[i]] != digit {
			return false
		}
	}
	return s != ""
}

func allDigitsOrHyphens(s string) bool {
	for i := 0; i < len(s); i++ {
		if class[s[i]] != digit && s[i] != '-' {
			return false
		}
	}
	return s != ""
}
