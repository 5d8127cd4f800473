package train

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/reading/parse"
	"entente/internal/text"
)

// A small treebank of our own: form, tag, head and relation of each word.
var sentences = []string{
	"Troops/NOUN/2/nsubj left/VERB/0/root the/DET/4/det city/NOUN/2/obj ./PUNCT/2/punct",
	"Ministers/NOUN/2/nsubj met/VERB/0/root in/ADP/4/case Oslo/PROPN/2/obl ./PUNCT/2/punct",
	"Oslo/PROPN/3/nsubj:pass was/AUX/3/aux:pass praised/VERB/0/root by/ADP/5/case ministers/NOUN/3/obl:agent ./PUNCT/3/punct",
	"The/DET/2/det city/NOUN/3/nsubj thanked/VERB/0/root troops/NOUN/3/obj and/CCONJ/6/cc ministers/NOUN/4/conj ./PUNCT/3/punct",
	"Ministers/NOUN/2/nsubj said/VERB/0/root troops/NOUN/4/nsubj left/VERB/2/ccomp ./PUNCT/2/punct",
}

const clusters = "troops\t1\t2\t3\nministers\t1\t2\t4\noslo\t5\t6\t7\ncity\t5\t6\t8\nleft\t9\t10\t11\nmet\t9\t10\t12\n"

func tiny(t *testing.T) (shared string, recipes []string) {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	for i, s := range sentences {
		fmt.Fprintf(&b, "# sent_id = GUM_own_tiny-%d\n", i+1)
		for j, w := range strings.Fields(s) {
			p := strings.Split(w, "/")
			misc := "_"
			if p[0] == "Oslo" {
				misc = "Entity=(1-place-new)"
			}
			fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t_\t_\t%s\t%s\t_\t%s\n", j+1, p[0], strings.ToLower(p[0]), p[1], p[2], p[3], misc)
		}
		b.WriteByte('\n')
	}
	write := func(name, body string) string {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(body))
		return name + " sha256:" + hex.EncodeToString(sum[:])
	}
	trees := write("trees.conllu", b.String())
	groups := write("clusters.tsv", clusters)
	write("groups.recipe", "kind = groups\ncorpus = "+groups+" use:clusters\n")
	write("syntax.recipe", "kind = syntax\nsure = 3\nseeds = 2\nepochs = 6\ntag-epochs = 6\nmoves = 10\ncorpus = "+trees+"\n")
	write("names.recipe", "kind = names\nepochs = 6\ncorpus = "+trees+" use:trees\n")
	for _, r := range []string{"groups", "syntax", "names"} {
		recipes = append(recipes, filepath.Join(dir, r+".recipe"))
	}
	return dir, recipes
}

func runAll(t *testing.T, shared string, recipes []string) map[string]string {
	t.Helper()
	out := t.TempDir()
	for _, r := range recipes {
		var log bytes.Buffer
		if err := Run(context.Background(), r, shared, out, nil, &log); err != nil {
			t.Fatalf("%v\n%s", err, log.String())
		}
	}
	models := map[string]string{}
	for _, m := range []string{"groups", "tagger", "tree", "names"} {
		b, err := os.ReadFile(filepath.Join(out, "en."+m+".bin"))
		if err != nil {
			t.Fatal(err)
		}
		models[m] = string(b)
	}
	return models
}

func TestSameRecipeTrainsToSameBytes(t *testing.T) {
	shared, recipes := tiny(t)
	a, b := runAll(t, shared, recipes), runAll(t, shared, recipes)
	for m := range a {
		if a[m] != b[m] {
			t.Errorf("model %s differs between two runs", m)
		}
	}
}

func TestTinyModelsReadTheirTreebank(t *testing.T) {
	shared, recipes := tiny(t)
	g, err := parse.OpenGrammar(runAll(t, shared, recipes))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("Ministers met in Oslo .")
	doc := text.Document{Sentences: []text.Sentence{{Last: int32(len(words))}}}
	for _, w := range words {
		doc.Tokens = append(doc.Tokens, text.Token{Form: w, Lower: strings.ToLower(w)})
	}
	g.Read(&doc)
	if doc.Sentences[0].Root != 1 || doc.Tokens[0].Rel != text.Nsubj || doc.Tokens[3].Rel != text.Obl {
		t.Errorf("tree %+v", doc.Tokens)
	}
	if len(doc.Mentions) != 1 || doc.Mentions[0].Kind != text.Location {
		t.Errorf("mentions %+v, want Oslo as a place", doc.Mentions)
	}
}

func TestChangedCorpusIsRefused(t *testing.T) {
	shared, recipes := tiny(t)
	f := filepath.Join(shared, "trees.conllu")
	b, _ := os.ReadFile(f)
	if err := os.WriteFile(f, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	err := Run(context.Background(), recipes[1], shared, t.TempDir(), nil, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "hash") {
		t.Errorf("a corpus with another hash gives %v", err)
	}
}

func TestRecipeMistakesAreAllReported(t *testing.T) {
	f := filepath.Join(t.TempDir(), "x.recipe")
	if err := os.WriteFile(f, []byte("kind = cake\nepoch = 3\nseeds = many\nnothing\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := ReadRecipe(f)
	for _, want := range []string{"kind must be", "did you mean epochs?", `"many" is no number`, "want key = value"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing from %v", want, err)
		}
	}
}
