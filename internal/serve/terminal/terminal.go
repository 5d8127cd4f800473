// Package terminal lays words out for a terminal: how wide they are, where lines
// end, and without what a hostile text could steer it with.
package terminal

import (
	"fmt"
	"strings"
	"unicode"
)

// OneLine is s without line ends, controls and marks that turn the writing
// round: what comes from a text must not steer a terminal.
func OneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Clean is s with blanks for line ends and without what steers a terminal.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return '\ufffd'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

// Cells is how many columns a terminal gives r.
func Cells(r rune) int {
	switch {
	case r < 0x300:
		if r == 0xad {
			return 0
		}
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// CellsOf is how many columns a terminal gives s.
func CellsOf(s string) int {
	n := 0
	for _, r := range s {
		n += Cells(r)
	}
	return n
}

// Fill cuts words into lines of at most width columns. A word that is wider has
// a line of its own. Two spaces within words are kept.
func Fill(words string, width int) []string {
	var out []string
	for words = strings.TrimSpace(words); words != ""; {
		cut, col := len(words), 0
		for i, r := range words {
			if col += Cells(r); col > width {
				if cut = strings.LastIndexByte(words[:i+1], ' '); cut <= 0 {
					if cut = strings.IndexByte(words, ' '); cut < 0 {
						cut = len(words)
					}
				}
				break
			}
		}
		out = append(out, strings.TrimRight(words[:cut], " "))
		words = strings.TrimLeft(words[cut:], " ")
	}
	return out
}

// Plural is a number with its word.
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
