package train

import (
	"encoding/hex"
	"testing"

	"entente/data"
	"entente/internal/knowledge/model"
)

// A model whose recipe was edited afterwards is stale: train it again.
func TestBuiltModelsFitTheirRecipes(t *testing.T) {
	models := data.Models("en")
	for recipe, names := range map[string][]string{
		"groups": {"groups"}, "syntax": {"tagger", "tree"}, "names": {"names"}, "factuality": {"factuality"},
	} {
		r, err := ReadRecipe("../../../data/model/en-" + recipe + ".recipe")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			f, err := model.Open(models[n])
			if err != nil {
				t.Fatal(err)
			}
			if want := hex.EncodeToString(r.hash[:]); f.Inputs != want {
				t.Errorf("model %s was made from inputs %s, its recipe is %s", n, f.Inputs, want)
			}
		}
	}
}
