package place

import (
	"fmt"
	"io/fs"
	"strings"

	"entente/internal/diag"
)

// A wordClass is a set of things that a word says about the name beside it.
type wordClass uint32

const (
	wIn wordClass = 1 << iota
	wTo
	wOn
	wOf
	wBy
	wMotion
	wSited
	wNoun
	wAfter
	wCounty
	wFacility
	wOrg
	wCivic
	wTitle
	wPostTitle
	wDay
	wDirection
	wFunc
	wLink
	wAgainst
	wKind
)

var classNames = []string{"in", "to", "on", "of", "by", "motion", "sited", "noun", "after", "county", "facility", "org", "civic", "title", "postitle", "day", "direction", "func", "link", "against", "kind"}

const wordsFile = "lang/en/placewords.tsv"

func readWords(files fs.FS) (map[string]wordClass, error) {
	text, err := fs.ReadFile(files, wordsFile)
	if err != nil {
		return nil, fmt.Errorf("read words around places: %w", err)
	}
	words := map[string]wordClass{}
	var errs diag.List
	head := true
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if head {
			head = false
			continue
		}
		word, class, ok := strings.Cut(line, "\t")
		if !ok || word == "" {
			errs.Add(&diag.Error{File: wordsFile, Line: i + 1, Column: 1, Msg: "a line needs a word and a class, parted by a tab", Reason: diag.Syntax})
			continue
		}
		c := wordClass(0)
		for j, n := range classNames {
			if n == class {
				c = 1 << j
			}
		}
		if c == 0 {
			e := &diag.Error{File: wordsFile, Line: i + 1, Column: len(word) + 2, Msg: fmt.Sprintf("unknown class %q", class), Hint: "classes: " + strings.Join(classNames, " "), Reason: diag.Syntax}
			if n := diag.Nearest(class, classNames); n != "" {
				e.Hint = fmt.Sprintf("did you mean %q?", n)
			}
			errs.Add(e)
			continue
		}
		words[word] |= c
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return words, nil
}
