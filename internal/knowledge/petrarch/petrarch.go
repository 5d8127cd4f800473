// Package petrarch reads the actor and agent dictionaries of PETRARCH and
// TABARI as they are published. The text of a file comes in; entries with their
// names, codes and days go out, and a finding for each line that cannot be
// read: such a line is left out and never stops the rest. What a code means is
// not known here. docs/format/petrarch-dictionaries.md has the formats.
package petrarch

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// A Dictionary is what some files say.
type Dictionary struct {
	Actors []Actor
	Agents []Agent
}

// An Actor is a root with its synonyms and the codes it had, in their order.
type Actor struct {
	Names []string // spaces for underscores, the root first
	Codes []Code
	Row   string // "my.actors:12"
}

// A Code is an actor code and the days on which it held; open where unknown.
type Code struct {
	Code     string // "USAGOV"; "" says: no actor
	From, To text.Date
}

// An Agent is a noun for those who act.
type Agent struct {
	Noun   string
	Plural string // "-" none, "" the regular one
	Role   string // "GOVMIL"
	Before bool   // [NGO~]: the role stands before the state's code
	Row    string
}

// reader goes through the lines of one file.
type reader struct {
	name  string
	rest  string
	n     int
	xml   bool // inside <!-- -->
	finds *diag.List
}

func open(name string, src []byte) *reader {
	return &reader{name: name, rest: strings.TrimPrefix(string(src), "\ufeff"), finds: &diag.List{}}
}

// next gives the next line that says something, without comments.
func (r *reader) next() (string, bool) {
	for r.rest != "" {
		line, rest, _ := strings.Cut(r.rest, "\n")
		r.rest = rest
		r.n++
		line = r.uncomment(strings.TrimSuffix(line, "\r"))
		if !utf8.ValidString(line) {
			line = latin1(line)
		}
		if strings.TrimSpace(line) != "" {
			return line, true
		}
	}
	return "", false
}

// uncomment cuts "#" and ";" to the end of the line, and the comments of XML,
// which may go over many lines and are not always written well.
func (r *reader) uncomment(s string) string {
	if r.xml {
		_, after, ok := strings.Cut(s, "-->")
		if !ok {
			return ""
		}
		r.xml, s = false, after
	}
	if i := strings.IndexByte(s, '<'); i >= 0 && strings.HasPrefix(strings.ReplaceAll(s[i:], " ", ""), "<!--") {
		before := s[:i]
		_, after, ok := strings.Cut(s[i+2:], "-->")
		if r.xml = !ok; !ok {
			return before
		}
		return before + after
	}
	if i := strings.IndexAny(s, "#;"); i >= 0 {
		s = s[:i]
	}
	return s
}

// latin1 reads the bytes of a line that is no UTF-8, as older files are.
func latin1(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func (r *reader) row() string { return r.name + ":" + strconv.Itoa(r.n) }

func (r *reader) wrong(col int, msg, hint string) {
	r.finds.Add(&diag.Error{File: r.name, Line: r.n, Column: col, Msg: msg, Hint: hint, Reason: diag.Syntax})
}

// name makes words of a dictionary's name; a trailing "_" only says that the
// name ends there.
func name(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == '_' || c == ' ' || c == '\t' }), " ")
}

// Actors reads an .actors file.
func Actors(file string, src []byte) ([]Actor, *diag.List) {
	r := open(file, src)
	out := make([]Actor, 0, strings.Count(r.rest, "\n")/2)
	for {
		line, ok := r.next()
		if !ok {
			return out, r.finds
		}
		s := strings.TrimSpace(line)
		head, codes := s, ""
		if i := strings.IndexByte(s, '['); i >= 0 {
			head, codes = s[:i], s[i:]
		}
		more := strings.HasPrefix(head, "+")
		n := name(strings.TrimPrefix(head, "+"))
		switch {
		case n == "" && codes == "":
			r.wrong(1, "a synonym without a name", "write +OTHER_NAME")
			continue
		case len(out) == 0 && (more || n == ""):
			r.wrong(1, "a line that belongs to no name", "a name stands before its +SYNONYMS and [CODES]")
			continue
		case more:
			a := &out[len(out)-1]
			a.Names = append(a.Names, n)
		case n != "":
			out = append(out, Actor{Names: []string{n}, Row: r.row()})
		}
		a := &out[len(out)-1]
		for codes != "" {
			one, rest, ok := strings.Cut(codes[1:], "]")
			if !ok {
				r.wrong(strings.IndexByte(line, '[')+1, "code without an end", "write [CODE]")
				break
			}
			c, err := code(one)
			if err != "" {
				r.wrong(strings.IndexByte(line, '[')+1, err, "a code is [USAGOV], [USAGOV >20090120], [USAGOV <20090120] or [USAGOV 20090120-20170120]")
			} else {
				a.Codes = append(a.Codes, c)
			}
			i := strings.IndexByte(rest, '[')
			if i < 0 {
				break
			}
			codes = rest[i:]
		}
	}
}

// code reads "USAGOV 090120-170120"; the second result says what is wrong.
func code(s string) (Code, string) {
	var c Code
	f := strings.Fields(s)
	if len(f) == 0 {
		return c, "empty code"
	}
	c.Code = strings.ToUpper(f[0])
	if strings.Trim(c.Code, "-+*") == "" {
		c.Code = ""
	} else if i := strings.IndexByte(c.Code, '/'); i >= 3 {
		c.Code = c.Code[:i] // several actors: the first
	}
	if !isCode(c.Code) {
		return c, fmt.Sprintf("%q is no code", f[0])
	}
	days := strings.Join(f[1:], "")
	if days == "" {
		return c, ""
	}
	from, to := days, ""
	switch {
	case days[0] == '>':
		from = days[1:]
	case days[0] == '<':
		from, to = "", days[1:]
	default:
		from, to, _ = strings.Cut(days, "-") // a day alone: since then
	}
	for _, x := range [...]struct {
		s string
		d *text.Date
	}{{from, &c.From}, {to, &c.To}} {
		if x.s == "" {
			continue
		}
		var ok bool
		if *x.d, ok = day(x.s); !ok {
			return c, fmt.Sprintf("%q is no day", x.s)
		}
	}
	return c, ""
}

func isCode(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('A' <= c && c <= 'Z' || '0' <= c && c <= '9') {
			return false
		}
	}
	return s == "" || len(s) >= 2
}

// turn is the last year of two digits that is taken for this century's.
const turn = 30

// day reads YYYYMMDD and YYMMDD; a month or day of 00 is open.
func day(s string) (text.Date, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || len(s) != 6 && len(s) != 8 {
		return text.Date{}, false
	}
	y, m, d := n/10000, n/100%100, n%100
	if len(s) == 6 {
		if y += 1900; y <= 1900+turn {
			y += 100
		}
	}
	if y < 1000 || m > 12 || d > 31 {
		return text.Date{}, false
	}
	return text.Date{Year: int16(y), Month: int8(m), Day: int8(d)}, true
}
