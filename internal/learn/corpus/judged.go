package corpus

import (
	"fmt"
	"strconv"
	"strings"
)

// A Judged is what a reader said of one coded record.
type Judged struct {
	Document               string // Mark of the article's text
	Trigger                int32
	Type                   string
	Source, Target         int32 // bytes at which the first phrase of a side begins; -1: none
	RightParts, RightCount bool  // type, source and target are right; it is rightly counted
}

const judgedWant = "document, trigger, type, source, target, right and counted, apart by tabs"

// ReadJudged reads a table of judged records.
func ReadJudged(path string) ([]Judged, error) {
	b, err := Read(path, judgedWant)
	if err != nil {
		return nil, err
	}
	var out []Judged
	head := true
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) != 7 {
			return nil, Malformed(path, i+1, fmt.Sprintf("%d columns", len(col)), judgedWant)
		}
		if head {
			head = false
			continue
		}
		var n [5]int32 // trigger, source, target, right, counted
		for k, c := range [...]int{1, 3, 4, 5, 6} {
			v, err := strconv.ParseInt(col[c], 10, 32)
			if err != nil {
				return nil, Malformed(path, i+1, fmt.Sprintf("%q is no number", col[c]), judgedWant)
			}
			n[k] = int32(v)
		}
		out = append(out, Judged{Document: col[0], Trigger: n[0], Type: col[2], Source: n[1], Target: n[2], RightParts: n[3] == 1, RightCount: n[4] == 1})
	}
	return out, nil
}
