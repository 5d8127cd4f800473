package parse

import (
	"io/fs"
	"sort"
	"strings"

	"entente/internal/diag"
	"entente/internal/knowledge/table"
)

const segmentTable = "lang/en/segment.tsv"

// A wordKind is what the segment table says of one written form. A form may
// be of several kinds, so kinds are bits.
type wordKind uint16

const (
	isTitle wordKind = 1 << iota
	isNumberAbbrev
	isMonth
	isAbbrev
	isMiddle
	isPrefix
	isUnit
	isStarter
	isKeep
	isTLD
	isSay
	isSmiley
	isSplit
)

var wordKinds = map[string]wordKind{
	"title": isTitle, "number": isNumberAbbrev, "month": isMonth, "abbrev": isAbbrev, "middle": isMiddle,
	"prefix": isPrefix, "unit": isUnit, "starter": isStarter, "keep": isKeep, "tld": isTLD, "say": isSay,
	"smiley": isSmiley, "split": isSplit,
}

// A segmenter cuts a page into paragraphs, sentences and tokens. It is
// immutable and safe for many goroutines.
type segmenter struct {
	words  map[string]wordKind
	splits map[string][]string // "cannot" -> "can", "not"
}

// newSegmenter reads the segment table.
func newSegmenter(files fs.FS) (*segmenter, error) {
	t, err := table.Read(files, segmentTable, "kind", "form", "value")
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(wordKinds))
	for n := range wordKinds {
		names = append(names, n)
	}
	sort.Strings(names)
	s := &segmenter{words: make(map[string]wordKind, len(t.Rows)), splits: map[string][]string{}}
	for _, r := range t.Rows {
		form := r.Get("form")
		kind, ok := wordKinds[r.Get("kind")]
		switch {
		case !ok:
			hint := "one of " + strings.Join(names, ", ")
			if near := diag.Nearest(r.Get("kind"), names); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.Bad("kind", "unknown kind "+r.Get("kind"), hint)
		case form == "":
			r.Bad("form", "empty form", "write the word")
		case s.words[form]&kind != 0:
			r.Bad("form", form+" is listed twice as "+r.Get("kind"), "remove one of the two lines")
		case kind == isSplit:
			parts := r.List("value")
			if strings.Join(parts, "") != form || len(parts) < 2 {
				r.Bad("value", "the parts do not add up to "+form, `write them joined by "|", as in can|not`)
				continue
			}
			s.splits[form] = parts
			s.words[form] |= kind
		default:
			s.words[form] |= kind
		}
	}
	if err := t.Errs.Err(); err != nil {
		return nil, err
	}
	return s, nil
}
