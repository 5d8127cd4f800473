// Package diag is how the program speaks to a person: a finding with its place
// (file, line, column), one plain message, and a hint on what to do. It prints
// nothing by itself and imports nothing of ours.
package diag

import (
	"fmt"
	"strings"
)

// An Error is one finding about a person's file or command.
type Error struct {
	File   string // path as given; "-" is standard input; "" when no file is meant
	Line   int    // 1-based; 0 unknown
	Column int    // 1-based, in bytes; 0 unknown
	Msg    string // what is wrong; lower case, no full stop
	Hint   string // what to do about it; may be empty
	Reason Reason // class of the finding, for the summary of a run
}

// A Reason is a short, stable name under which skipped input is counted.
type Reason string

// Reasons that a run's summary counts.
const (
	Missing    Reason = "no such file"
	Empty      Reason = "empty"
	Binary     Reason = "binary"
	Unreadable Reason = "cannot be read"
	Encoding   Reason = "invalid UTF-8"
	TooLong    Reason = "too long"
	Syntax     Reason = "syntax"
	Language   Reason = "other language"
	BadDate    Reason = "impossible date"
	Damaged    Reason = "damaged"            // an archive or a record of one that breaks off or was changed on its way
	Bomb       Reason = "too much to unpack" // an archive that would take all there is of time or memory
	Internal   Reason = "internal error"
)

func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
			if e.Column > 0 {
				fmt.Fprintf(&b, ":%d", e.Column)
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Msg)
	if e.Hint != "" {
		b.WriteString("\nhint: ")
		b.WriteString(e.Hint)
	}
	return b.String()
}

// A List collects the findings of one file, up to Limit of them (0: 20).
type List struct {
	Limit  int
	Errs   []*Error
	Hidden int // findings beyond the limit
}

// Add appends e, or counts it as hidden when the list is full.
func (l *List) Add(e *Error) {
	limit := l.Limit
	if limit == 0 {
		limit = 20
	}
	if len(l.Errs) >= limit {
		l.Hidden++
		return
	}
	l.Errs = append(l.Errs, e)
}

// Err is nil for an empty list, else one error that prints every finding.
func (l *List) Err() error {
	if len(l.Errs) == 0 {
		return nil
	}
	return l
}

func (l *List) Error() string {
	lines := make([]string, 0, len(l.Errs)+1)
	for _, e := range l.Errs {
		lines = append(lines, e.Error())
	}
	if l.Hidden > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", l.Hidden))
	}
	return strings.Join(lines, "\n")
}

// Nearest is the word of words within a small edit distance of s, or "": the
// stuff of "did you mean".
func Nearest(s string, words []string) string {
	best, bestD := "", len(s)/3+2
	for _, w := range words {
		if d := distance(s, w); d < bestD {
			best, bestD = w, d
		}
	}
	return best
}

func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur := min(row[j]+1, row[j-1]+1, prev+cost)
			prev, row[j] = row[j], cur
		}
	}
	return row[len(b)]
}
