package train

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"entente/internal/learn/corpus"
	"entente/internal/reading/parse"
)

// card writes what a person should know of a model beside its recipe: what it
// is made of, under which licence, how large it is and how well it does.
func (t *trainer) card(recipe string, models ...string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nWritten by training; made by `entente train data/model/%s`.\n\n",
		strings.TrimSuffix(filepath.Base(recipe), ".recipe"), filepath.Base(recipe))
	if t.Note != "" {
		b.WriteString(t.Note + "\n\n")
	}
	b.WriteString("| file | bytes | SHA-256 |\n|---|---|---|\n")
	for _, m := range models {
		data, err := os.ReadFile(t.path(m))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		fmt.Fprintf(&b, "| %s | %d | %s |\n", filepath.Base(t.path(m)), len(data), hex.EncodeToString(sum[:]))
	}
	fmt.Fprintf(&b, "\nSHA-256 of the recipe: %s\n\n| corpus (in the shared data folder; with ../ beside the recipe) | left out | licence |\n|---|---|---|\n", hex.EncodeToString(t.hash[:]))
	for _, c := range t.Corpora {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Path, strings.Join(c.Skip, ", "), licenceOf(c.Path))
	}
	fmt.Fprintf(&b, "\nLicence of the weights: %s. Attribution: Universal Dependencies English EWT and GUM (the authors of both), and the corpora above.\n", t.Licence)
	if err := t.scores(&b, models); err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(recipe, ".recipe")+".card.md", []byte(b.String()), 0o644)
}

// licences are those of the corpora's SOURCE files.
var licences = []struct{ path, licence string }{
	{"ud_ewt", "CC BY-SA 4.0"},
	{"ud_gum", "annotation CC BY 4.0; texts of the genres used CC BY, CC BY-SA 3.0 or public domain"},
	{"uner_en_ewt", "CC BY-SA 4.0"},
	{"ner_wikigold", "CC BY 4.0"},
	{"glove", "PDDL 1.0"},
	{"corpus/en-", "CC BY-SA 4.0, by Entente"},
	{"factuality/UW", "none stated: the sentences are not shipped, and none can be had back from the weights"},
	{"factuality/MEANTIME", "CC BY 4.0"},
	{"factuality/UDS", "CC BY-SA 4.0"},
	{"events/plv", "none stated: the sentences are not shipped, and none can be had back from the weights"},
	{"events/cameo_spans", "none stated: as above"},
	{"events/cameo_quad", "none stated: as above"},
	{"geo/", "annotation GPL-3.0 (LGL, TR-News); the articles are their publishers' and are not shipped; none can be had back from the weights"},
	{"duplicates/ecbplus", "CC BY 3.0 (annotation); texts as above"},
	{"time/TBAQ", "texts of the Linguistic Data Consortium and others: as above"},
	{"events/glocon", "none stated: as above"},
	{"events/relevance", "none stated: as above"},
	{"attribution/polnear", "none stated: the articles are their publishers' and are not shipped; none can be had back from the weights"},
}

func licenceOf(path string) string {
	for _, l := range licences {
		if strings.Contains(path, l.path) {
			return l.licence
		}
	}
	return "see its source"
}

// reliabilityTable says how often records of a confidence were right.
func (t *trainer) reliabilityTable(b *strings.Builder) {
	b.WriteString("\nConfidence, by cross-validation on the marked sentences: of the events that the lexicon found between source and target, how many have the annotated type.\n\n" +
		"| confidence | events | mean confidence | right |\n|---|---|---|---|\n")
	for _, r := range t.reliability {
		fmt.Fprintf(b, "| %.2f to %.2f | %d | %.3f | %.3f |\n", r.Low, r.High, r.N, r.Mean, float64(r.Right)/float64(max(r.N, 1)))
	}
	b.WriteString("\nScores on given pairs and quad classes: `entente eval plv quad`.\n")
}

// scores adds the development scores where the shared folder has the texts.
func (t *trainer) scores(b *strings.Builder, models []string) error {
	switch t.Kind {
	case "groups":
		return nil
	case "roles":
		b.WriteString("\nScores by cross-validation: `entente eval spans`.\n")
		return nil
	case "attribution":
		b.WriteString("\nScores on the development part: `entente eval attribution`.\n")
		return nil
	case "factuality":
		b.WriteString("\nScores: `entente eval factuality certainty`.\n")
		return nil
	case "relations":
		t.reliabilityTable(b)
		return nil
	case "trust":
		t.trustTable(b)
		return nil
	}
	strs := map[string]string{}
	for _, m := range []string{"groups", "tagger", "tree", "names"} {
		if data, err := os.ReadFile(t.path(m)); err == nil && (m != "names" || t.Kind == "names") {
			strs[m] = string(data)
		}
	}
	g, err := parse.OpenGrammar(strs)
	if err != nil {
		return err
	}
	b.WriteString("\n")
	if t.Kind == "names" {
		return corpus.NamesTable(g, t.shared, b)
	}
	return corpus.TreesTable(g, t.shared, b)
}
