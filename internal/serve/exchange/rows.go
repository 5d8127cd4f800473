package exchange

import (
	"strings"
	"unicode/utf8"
)

const bom = "\xef\xbb\xbf"

// delimiterOf tells tabs from commas and semicolons by a line.
func delimiterOf(line string) byte {
	best, n := byte('\t'), strings.Count(line, "\t")
	for _, d := range []byte{',', ';'} {
		if c := strings.Count(line, string(d)); n == 0 && c > 0 {
			best, n = d, c
		}
	}
	return best
}

// split cuts a row into fields. A field between quotes may hold the delimiter,
// and line ends where the delimiter is no tab; false when a quote is not closed.
// Between tabs a quote that does not begin and end the field is text.
func split(dst []string, line string, delim byte) ([]string, bool) {
	if delim == '\t' {
		for {
			i := strings.IndexByte(line, '\t')
			if i < 0 {
				return append(dst, unquote(line)), true
			}
			dst, line = append(dst, unquote(line[:i])), line[i+1:]
		}
	}
	for {
		if !strings.HasPrefix(line, `"`) {
			i := strings.IndexByte(line, delim)
			if i < 0 {
				return append(dst, line), true
			}
			dst, line = append(dst, line[:i]), line[i+1:]
			continue
		}
		end := 1
		for {
			i := strings.IndexByte(line[end:], '"')
			if i < 0 {
				return append(dst, line[1:]), false
			}
			end += i + 1
			if end >= len(line) || line[end] != '"' {
				break
			}
			end++
		}
		dst = append(dst, strings.ReplaceAll(line[1:end-1], `""`, `"`))
		if end >= len(line) {
			return dst, true
		}
		if line[end] != delim {
			return dst, false
		}
		line = line[end+1:]
	}
}

func unquote(s string) string {
	if n := len(s); n >= 2 && s[0] == '"' && s[n-1] == '"' {
		return strings.ReplaceAll(s[1:n-1], `""`, `"`)
	}
	return s
}

// columns finds fields by the names of a header, whatever their case and with
// spaces, stops or underscores between words.
type columns struct {
	at map[string]int
	n  int
}

func newColumns(names []string) *columns {
	c := &columns{map[string]int{}, len(names)}
	for i, n := range names {
		if n = plain(n); n != "" {
			if _, ok := c.at[n]; !ok {
				c.at[n] = i
			}
		}
	}
	return c
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, s)
}

func (c *columns) hasAll(names []string) bool {
	for _, n := range names {
		if c.find(n) < 0 {
			return false
		}
	}
	return true
}

// find is the place of the first of some names, -1 if there is none.
func (c *columns) find(names ...string) int {
	for _, n := range names {
		if i, ok := c.at[plain(n)]; ok {
			return i
		}
	}
	return -1
}

// cell is a field without space around it; what the sets write for nothing is
// empty.
func cell(f []string, i int) string {
	if i < 0 || i >= len(f) {
		return ""
	}
	s := strings.TrimSpace(f[i])
	switch s {
	case "NULL", "None", "NA", "\\N", "---":
		return ""
	}
	return s
}

// utf8Of is the text itself, or read as Latin-1 where it is not UTF-8: files of
// POLECAT are.
func utf8Of(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}
