package lexicon

import "strings"

// A Mark is a stretch of a case sentence and the role that it stands in.
type Mark struct {
	Role       RoleKind
	Start, End int // bytes of the sentence without braces
}

// Unmark strips a case sentence of its braces, "{s Russia}" to "Russia", and
// tells where they stood.
func Unmark(s string) (string, []Mark) {
	var b strings.Builder
	var marks []Mark
	for i := 0; i < len(s); {
		if s[i] == '{' && i+2 < len(s) && s[i+2] == ' ' {
			if end := strings.IndexByte(s[i:], '}'); end > 0 {
				start := b.Len()
				b.WriteString(s[i+3 : i+end])
				marks = append(marks, Mark{RoleKind(s[i+1]), start, b.Len()})
				i += end + 1
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String(), marks
}
