package corpus

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"entente/internal/reading/parse"
	"entente/internal/text"
)

// The dev parts of the treebanks, within the shared folder. Their test parts
// are for final figures only.
const (
	EWTDev = "data/nlp/ud_ewt/en_ewt-ud-dev.conllu"
	GUMDev = "data/nlp/ud_gum/en_gum-ud-dev.conllu"
)

// NonCommercial are the genres of GUM whose texts shipped models must not be
// trained on.
var NonCommercial = map[string]bool{"essay": true, "fiction": true, "letter": true, "podcast": true, "whow": true}

// TreesTable writes the development scores of tags and trees as a table; it
// writes nothing where the shared folder lacks the treebanks.
func TreesTable(g *parse.Grammar, sharedDir string, w io.Writer) error {
	head := "| gold tokens, predicted tags | UPOS | UAS | LAS |\n|---|---|---|---|\n"
	for _, c := range [...]struct {
		name, path string
		keep       func(genre string) bool
	}{
		{"EWT dev", EWTDev, func(string) bool { return true }},
		{"GUM dev", GUMDev, func(string) bool { return true }},
		{"GUM dev, genres trained on", GUMDev, func(g string) bool { return !NonCommercial[g] }},
		{"GUM dev, news", GUMDev, func(g string) bool { return g == "news" }},
	} {
		all, err := ReadTrees(filepath.Join(sharedDir, c.path))
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		var some []Sentence
		for _, s := range all {
			if c.keep(s.Genre) {
				some = append(some, s)
			}
		}
		s := Trees(g, some)
		fmt.Fprintf(w, "%s| %s | %.2f | %.2f | %.2f |\n", head, c.name, s.TagAccuracy(), s.UAS(), s.LAS())
		head = ""
	}
	return nil
}

// nameTest is looked at for the model card only, never for tuning.
const nameTest = "data/nlp/uner_en_ewt/en_ewt-ud-test.iob2"

// NamesTable writes the scores of names on the test part of UNER EWT, which
// has no names of other kinds; it writes nothing where the file is not there.
func NamesTable(g *parse.Grammar, sharedDir string, w io.Writer) error {
	gold, err := ReadNames(filepath.Join(sharedDir, nameTest))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	type count struct{ right, found, gold int }
	var by [text.Misc]count
	var all count
	for i := range gold {
		d := page(&gold[i])
		g.Read(&d)
		want := map[text.Mention]bool{}
		for _, m := range goldNames(&gold[i]) {
			if m.Kind < text.Misc {
				want[m] = true
				by[m.Kind].gold++
				all.gold++
			}
		}
		for _, m := range d.Mentions {
			if m.Kind >= text.Misc {
				continue
			}
			by[m.Kind].found++
			all.found++
			if want[text.Mention{First: m.First, Last: m.Last, Kind: m.Kind}] {
				by[m.Kind].right++
				all.right++
			}
		}
	}
	fmt.Fprintf(w, "| UNER EWT test | P | R | F1 |\n|---|---|---|---|\n")
	row := func(name string, c count) {
		fmt.Fprintf(w, "| %s | %.1f | %.1f | %.1f |\n", name, percent(c.right, c.found), percent(c.right, c.gold), percent(2*c.right, c.found+c.gold))
	}
	for k, c := range by {
		row(text.MentionKind(k).String(), c)
	}
	row("all three", all)
	return nil
}

func goldNames(s *Sentence) []text.Mention {
	var out []text.Mention
	for i := 0; i < len(s.Names); {
		if s.Names[i] == 0 {
			i++
			continue
		}
		m := text.Mention{First: int32(i), Kind: s.Names[i].Kind()}
		for i++; i < len(s.Names) && s.Names[i].Inside(); i++ {
		}
		m.Last = int32(i)
		out = append(out, m)
	}
	return out
}
