package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// A Said is one annotated attribution: who says what, and the words that tell
// it. Each may lie in several stretches; the source may be missing.
type Said struct {
	Source, Cue, Content []text.Span
}

// An Attributed is an article with its attributions, in order of their cues.
type Attributed struct {
	Name, Body string
	Said       []Said
}

const saidWant = "a folder with text/NAME.txt and attributions/NAME_KEY.ann (brat: T lines of Source, Cue, Content, and E lines that tie them)"

// ReadAttributed reads a folder of articles with brat annotations, in the order
// of their names. Offsets there count characters; here they count bytes. An
// attribution without a cue or a content is left out, as the corpus' own
// scorers do.
func ReadAttributed(dir string) ([]Attributed, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, &diag.Error{File: dir, Msg: "no annotated article", Hint: "expected " + saidWant, Reason: diag.Missing}
	}
	slices.Sort(paths)
	all := make([]Attributed, 0, len(paths))
	for _, p := range paths {
		name := strings.TrimSuffix(filepath.Base(p), ".ann")
		body, err := os.ReadFile(filepath.Join(dir, "text", name+".txt"))
		if i := strings.LastIndexByte(name, '_'); err != nil && i > 0 {
			name = name[:i]
			body, err = os.ReadFile(filepath.Join(dir, "text", name+".txt"))
		}
		if err != nil {
			return nil, &diag.Error{File: p, Msg: "has no text beside it: " + err.Error(), Hint: "expected " + saidWant, Reason: diag.Missing}
		}
		a := Attributed{Name: name, Body: string(body)}
		if a.Said, err = readSaid(p, a.Body); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// readSaid reads the annotations of one article.
func readSaid(path, body string) ([]Said, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, &diag.Error{File: path, Msg: "cannot be read: " + err.Error(), Reason: diag.Unreadable}
	}
	bytes := make([]int32, 0, len(body)+1) // of each character
	for i := range body {
		bytes = append(bytes, int32(i))
	}
	bytes = append(bytes, int32(len(body)))
	spans := map[string][]text.Span{}
	type tie struct {
		line int
		refs []string // ROLE:ID
	}
	var ties []tie // read last, since they may stand before what they tie
	for n, l := range strings.Split(string(b), "\n") {
		id, rest, ok := strings.Cut(l, "\t")
		if !ok || id == "" {
			continue // a text with line breaks goes on
		}
		switch id[0] {
		case 'T':
			rest, _, _ = strings.Cut(rest, "\t")
			_, at, _ := strings.Cut(rest, " ")
			for part := range strings.SplitSeq(at, ";") {
				from, to, ok := strings.Cut(part, " ")
				i, err1 := strconv.Atoi(from)
				j, err2 := strconv.Atoi(to)
				if !ok || err1 != nil || err2 != nil || i < 0 || i >= j || j >= len(bytes) {
					return nil, Malformed(path, n+1, fmt.Sprintf("%q is no stretch of the %d characters of the text", part, utf8.RuneCountInString(body)), saidWant)
				}
				spans[id] = append(spans[id], text.Span{Start: bytes[i], End: bytes[j]})
			}
		case 'E':
			ties = append(ties, tie{n + 1, strings.Fields(rest)})
		}
	}
	var all []Said
	for _, t := range ties {
		var s Said
		for _, f := range t.refs {
			role, ref, _ := strings.Cut(f, ":")
			got, ok := spans[ref]
			if !ok {
				return nil, Malformed(path, t.line, fmt.Sprintf("%s is not defined", ref), saidWant)
			}
			switch strings.TrimRight(role, "0123456789") {
			case "Source":
				s.Source = append(s.Source, got...)
			case "Cue":
				s.Cue = append(s.Cue, got...)
			case "Content":
				s.Content = append(s.Content, got...)
			}
		}
		if len(s.Cue) > 0 && len(s.Content) > 0 {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Said) int { return int(a.Cue[0].Start - b.Cue[0].Start) })
	return all, nil
}
