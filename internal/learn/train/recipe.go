package train

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente/internal/diag"
)

// A Recipe says what a model is made of. It is a text file of "key = value"
// lines; "#" starts a comment. The keys are the fields below in lower case;
// corpus may be repeated.
type Recipe struct {
	Kind     string  // one of kinds
	Language string  // prefix of the output files
	Seeds    int     // models trained and averaged, with seeds 1, 2, …
	Epochs   int     // passes of the tree builder or the only model
	TagEpoch int     // passes of the tagger
	Explore  float64 // share of own moves followed in training
	Margin   float64
	Moves    int // binary logarithm of the buckets of the move table
	Labels   int // most features kept in the label table
	Tags     int // most features kept in the tag or name table
	Sure     int // a decision seen this often, and always the same, is not scored; 0: all are
	Corpora  []Corpus
	Licence  string
	Note     string
	folder   string   // where the recipe lies
	hash     [32]byte // of the recipe's text, which holds the hashes of all inputs
}

// A Corpus is one input, a file or a folder, and its SHA-256. Its path is taken within the shared
// folder; one that starts with "../" from the recipe's own folder, for corpora
// that lie beside the program.
type Corpus struct {
	Path string
	Sum  string
	Skip []string // genres left out
	Use  string   // what is read: "" or "trees", "names", "clusters", "words", "vectors", "plv", "pairs", "quads", "facts", "articles", "judged"
	line int
}

// ReadRecipe reads a recipe; every mistake in it is reported.
func ReadRecipe(path string) (*Recipe, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := &Recipe{Language: "en", Seeds: 1, Epochs: 10, TagEpoch: 8, Explore: 0.9, Moves: 17, Labels: 1 << 18, Tags: 1 << 18,
		folder: filepath.Dir(path), hash: sha256.Sum256(b)}
	errs := &diag.List{}
	line := 0
	for l := range strings.Lines(string(b)) {
		line++
		l, _, _ = strings.Cut(l, "#")
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		key, value, ok := strings.Cut(l, "=")
		msg := "want key = value"
		if ok {
			msg = r.set(strings.TrimSpace(key), strings.TrimSpace(value), line)
		}
		if msg != "" {
			errs.Add(&diag.Error{File: path, Line: line, Msg: msg, Reason: diag.Syntax})
		}
	}
	if !slices.Contains(kinds, r.Kind) {
		errs.Add(&diag.Error{File: path, Msg: "kind must be one of " + strings.Join(kinds, ", "), Reason: diag.Syntax})
	}
	return r, errs.Err()
}

// kinds of models that recipes make.
var kinds = []string{"groups", "syntax", "names", "relations", "roles", "attribution", "factuality", "trust"}

var recipeKeys = []string{"kind", "language", "seeds", "epochs", "tag-epochs", "explore", "margin", "moves", "labels", "tags", "sure", "corpus", "licence", "note"}

func (r *Recipe) set(key, value string, line int) string {
	var err error
	switch key {
	case "kind":
		r.Kind = value
	case "language":
		r.Language = value
	case "licence":
		r.Licence = value
	case "note":
		r.Note = value
	case "seeds":
		r.Seeds, err = strconv.Atoi(value)
	case "epochs":
		r.Epochs, err = strconv.Atoi(value)
	case "tag-epochs":
		r.TagEpoch, err = strconv.Atoi(value)
	case "moves":
		r.Moves, err = strconv.Atoi(value)
	case "labels":
		r.Labels, err = strconv.Atoi(value)
	case "tags":
		r.Tags, err = strconv.Atoi(value)
	case "sure":
		r.Sure, err = strconv.Atoi(value)
	case "explore":
		r.Explore, err = strconv.ParseFloat(value, 64)
	case "margin":
		r.Margin, err = strconv.ParseFloat(value, 64)
	case "corpus":
		f := strings.Fields(value)
		if len(f) == 0 {
			return "corpus has no path"
		}
		c := Corpus{Path: f[0], line: line}
		for _, o := range f[1:] {
			k, v, _ := strings.Cut(o, ":")
			switch k {
			case "sha256":
				c.Sum = v
			case "skip":
				c.Skip = strings.Split(v, ",")
			case "use":
				c.Use = v
			default:
				return fmt.Sprintf("corpus option %q is unknown", o)
			}
		}
		r.Corpora = append(r.Corpora, c)
	default:
		msg := fmt.Sprintf("key %q is unknown", key)
		if n := diag.Nearest(key, recipeKeys); n != "" {
			msg += ", did you mean " + n + "?"
		}
		return msg
	}
	if err != nil {
		return fmt.Sprintf("%s: %q is no number", key, value)
	}
	return ""
}

// file is where corpus c lies.
func (r *Recipe) file(c Corpus, shared string) string {
	if strings.HasPrefix(c.Path, "../") {
		return filepath.Join(r.folder, c.Path)
	}
	return filepath.Join(shared, c.Path)
}

// check compares the corpora with their hashes, so that a recipe cannot
// silently mean other data.
func (r *Recipe) check(recipe, shared string) error {
	errs := &diag.List{}
	for _, c := range r.Corpora {
		sum, err := sumOf(r.file(c, shared))
		if err != nil {
			errs.Add(&diag.Error{File: recipe, Line: c.line, Msg: err.Error(), Reason: diag.Missing})
			continue
		}
		if sum != c.Sum {
			errs.Add(&diag.Error{File: recipe, Line: c.line, Msg: "hash of " + c.Path + " differs from the recipe's", Hint: "it has sha256:" + sum})
		}
	}
	return errs.Err()
}

// sumOf is the SHA-256 of a file; that of a folder is of the lines "sum path" of
// all files in it, in the order of their paths.
func sumOf(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	if !info.IsDir() {
		b, err := os.ReadFile(path)
		h.Write(b)
		return hex.EncodeToString(h.Sum(nil)), err
	}
	err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error { // in the order of names
		if err != nil || d.IsDir() {
			return err
		}
		sum, err := sumOf(p)
		if err != nil {
			return err
		}
		in, err := filepath.Rel(path, p)
		fmt.Fprintf(h, "%s %s\n", sum, filepath.ToSlash(in))
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}
