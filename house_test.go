// Package house holds the tests of the house itself: which room may import
// which, that every room says what it is for, and that the sources are in
// order. It parses the sources on its own: what a child process reads is unseen
// by the test cache, and a cached pass would hide a new violation. No code
// lives here.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

const module = "entente/"

// A wall says what the rooms under a folder may import of ours. The longest
// matching folder holds; a room may always import the rooms below it.
type wall struct {
	under string
	may   []string
	why   string
}

var ground = []string{"internal/text", "internal/record", "internal/diag"}

var walls = []wall{
	{"internal/text", nil, "the page is the ground: it knows nobody"},
	{"internal/record", nil, "the ledger is the ground: it knows nobody"},
	{"internal/diag", nil, "findings are the ground: they know nobody"},

	{"internal/knowledge", of(ground), "knowledge is loaded before anything is read"},
	{"internal/reading", of(ground, "internal/knowledge"), "reading makes pages and knows no judge"},
	{"internal/reading/fetch", []string{"internal/diag"}, "addresses become bytes here, and nothing more is known of them"},
	{"internal/coding", of(ground, "internal/knowledge"), "a judge reads the page alone, so that each can be rebuilt without the others"},
	{"internal/coder", of(ground, "internal/knowledge", "internal/reading", "internal/coding"), "the coder joins reading and coding"},
	{"internal/check", of(ground, "internal/knowledge/reference"), "checks hold claims against tables; of text they know the days"},
	{"internal/track", []string{"internal/record", "internal/diag"}, "what follows records over time must not ask how they were made"},
	{"internal/track/forecast", []string{"internal/record", "internal/diag", "internal/track/series"}, "forecasts read series"},
	{"internal/track/alert", []string{"internal/record", "internal/diag", "internal/track/series"}, "alerts read series"},
	{"internal/track/watch", []string{"internal/record", "internal/diag", "internal/track/alert", "internal/track/store"}, "alerts over a store"},
	{"internal/track/store", []string{"internal/record", "internal/diag", "internal/track/fold"}, "the store keeps what folding needs and what it finds"},
	{"internal/learn", of(ground, "internal/knowledge", "internal/reading", "internal/coding"), "training uses what coding uses, never the other way round"},
	{"internal/pipeline", of(ground, "internal/coder", "internal/check", "internal/reading/source", "internal/track"), "a run goes from source to store"},
	{"internal/serve", of(ground, "internal/coder", "internal/check", "internal/track", "internal/knowledge/codebook"), "formats and pages show records; they make none"},

	{"internal/serve/exchange", of(ground, "internal/knowledge/codebook", "internal/knowledge/table"), "formats of others rest on tables and on rows, not on pages"},
	{"internal/serve/web", of(ground, "internal/coder", "internal/check", "internal/pipeline", "internal/reading/source", "internal/track", "internal/serve/export", "internal/serve/findings"), "the server does over HTTP what the commands do"},

	{"data", nil, "tables and built files; code there only embeds them"},
	{"cmd", []string{"internal", "data", "examples"}, "the program joins all"},
	{"bench", []string{"internal", "data"}, "measures all"},
	{"examples", nil, "texts of ours; code there only embeds them"},
	{"corpus", nil, "stands apart: it writes sentences of our own for training"},
}

// inside lets rooms of one wing import each other where the plan says so.
var inside = map[string][]string{
	"internal/knowledge": {"internal/knowledge/table", "internal/knowledge/model", "internal/knowledge/petrarch"}, // one reader for all tables, one for all models, one for the dictionaries of others
	"internal/reading":   {},
	"internal/coding":    {},
	"internal/learn":     {"internal/learn/corpus", "internal/learn/fit"},      // training and scoring read the same corpora and fit alike
	"internal/serve":     {"internal/serve/export", "internal/serve/terminal"}, // pages show what formats write, in lines that fit
}

func of(base []string, more ...string) []string { return append(slices.Clone(base), more...) }

// A source is one parsed Go file.
type source struct {
	path string // relative, with slashes
	dir  string
	test bool
	ast  *ast.File
}

func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	fset := token.NewFileSet()
	var out []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parser.ParseFile(fset, p, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		slash := filepath.ToSlash(p)
		out = append(out, source{slash, path.Dir(slash), strings.HasSuffix(name, "_test.go"), f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fset, out
}

func within(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

// wallOf is the wall that holds for dir.
func wallOf(dir string) *wall {
	var best *wall
	for i := range walls {
		if within(dir, walls[i].under) && (best == nil || len(walls[i].under) > len(best.under)) {
			best = &walls[i]
		}
	}
	return best
}

// wing is the folder whose rooms must not import each other: internal/coding
// of internal/coding/event.
func wing(dir string) string {
	parts := strings.SplitN(dir, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// room is the folder that a wing's package belongs to: internal/reading/parse
// of internal/reading/parse/feature.
func room(dir string) string {
	parts := strings.SplitN(dir, "/", 4)
	return strings.Join(parts[:min(3, len(parts))], "/")
}

func TestWalls(t *testing.T) {
	fset, files := sources(t)
	if len(files) < 20 {
		t.Fatalf("only %d sources found: this test does not see the house", len(files))
	}
	for _, f := range files {
		if f.test || f.dir == "." {
			continue // tests may import what they like
		}
		w := wallOf(f.dir)
		if w == nil {
			t.Errorf("%s: no wall is drawn around %s; name it in house_test.go", f.path, f.dir)
			continue
		}
		for _, imp := range f.ast.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			ours, ok := strings.CutPrefix(p, module)
			if !ok || within(ours, f.dir) {
				continue
			}
			allowed := false
			if wing(ours) == wing(f.dir) && strings.Count(f.dir, "/") >= 2 {
				allowed = room(ours) == room(f.dir) || slices.ContainsFunc(inside[wing(f.dir)], func(m string) bool { return within(ours, m) })
				// A wall of its own may name rooms of its wing.
				allowed = allowed || w.under == f.dir && slices.Contains(w.may, ours)
			} else {
				allowed = slices.ContainsFunc(w.may, func(m string) bool { return within(ours, m) })
			}
			if !allowed {
				t.Errorf("%s: %s must not import %s: %s", fset.Position(imp.Pos()), f.dir, ours, w.why)
			}
		}
	}
}

// TestOnlyTheCommandKnowsTheWorld: flags, exits and learning belong to cmd.
func TestOnlyTheCommandKnowsTheWorld(t *testing.T) {
	fset, files := sources(t)
	for _, f := range files {
		if f.test || within(f.dir, "cmd") || within(f.dir, "bench") {
			continue
		}
		for _, imp := range f.ast.Imports {
			switch p, _ := strconv.Unquote(imp.Path.Value); p {
			case "flag", "log", "github.com/alecthomas/kong", "os/signal":
				t.Errorf("%s: %s is for cmd alone", fset.Position(imp.Pos()), p)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := sel.X.(*ast.Ident)
			if !ok || pkg.Obj != nil {
				return true
			}
			name := pkg.Name + "." + sel.Sel.Name
			// Training reports how long it takes; its results do not depend on it.
			if name == "os.Exit" || name == "time.Now" && !within(f.dir, "internal/learn") {
				t.Errorf("%s: %s belongs in cmd; take what you need as a parameter", fset.Position(call.Pos()), name)
			}
			return true
		})
	}
}

// TestOnlyFetchOpensConnections: what is read stays on the machine, unless an
// address is named. Deliver sends alerts to addresses that were named: mail by
// itself, web addresses by the client that fetch hands out behind its guard.
// The server (serve/web) is asked and asks nobody: it opens the
// address that it listens on, and no other.
func TestOnlyFetchOpensConnections(t *testing.T) {
	fset, files := sources(t)
	for _, f := range files {
		if f.test || within(f.dir, "internal/reading/fetch") || within(f.dir, "internal/track/alert/deliver") || within(f.dir, "internal/serve/web") || within(f.dir, "bench") {
			continue
		}
		for _, imp := range f.ast.Imports {
			if p, _ := strconv.Unquote(imp.Path.Value); p == "net" || p == "net/http" || p == "net/smtp" || p == "net/rpc" {
				t.Errorf("%s: %s is for internal/reading/fetch, for alerts that are sent, and for the server, alone", fset.Position(imp.Pos()), p)
			}
		}
	}
}

func TestOneDocCommentForEachPackage(t *testing.T) {
	_, files := sources(t)
	docs := map[string][]string{}
	dirs := map[string]bool{}
	for _, f := range files {
		if f.dir == "." {
			continue
		}
		if !f.test {
			dirs[f.dir] = true
		}
		if !f.test && f.ast.Doc != nil {
			docs[f.dir] = append(docs[f.dir], f.path)
			first := strings.SplitN(f.ast.Doc.Text(), "\n", 2)[0]
			want := "Package " + f.ast.Name.Name + " "
			if f.ast.Name.Name == "main" {
				want = "Command "
			}
			if !strings.HasPrefix(first, want) {
				t.Errorf("%s: the comment should begin with %q", f.path, want)
			}
		}
	}
	var all []string
	for d := range dirs {
		all = append(all, d)
	}
	sort.Strings(all)
	for _, d := range all {
		if len(docs[d]) != 1 {
			t.Errorf("%s: %d package comments, want one: %v", d, len(docs[d]), docs[d])
		}
	}
}

// TestArchitectureNamesEveryPackage: a room that the page on the house does not
// show cannot be found by a newcomer.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, files := sources(t)
	seen := map[string]bool{}
	for _, f := range files {
		if f.dir == "." || f.test || seen[f.dir] {
			continue
		}
		seen[f.dir] = true
		if !strings.Contains(string(page), "`"+f.dir+"`") {
			t.Errorf("ARCHITECTURE.md does not name %s", f.dir)
		}
	}
}

var documentLink = regexp.MustCompile(`\]\(([^)#:]+)\)`)

// TestLinksInDocuments: a link to a file that was moved leads nowhere.
func TestLinksInDocuments(t *testing.T) {
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".md") {
			return nil
		}
		page, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, m := range documentLink.FindAllStringSubmatch(string(page), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(p), m[1])); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", p, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
