package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"entente/internal/diag"
)

// isPattern reports whether arg has signs that a shell would have expanded.
func isPattern(arg string) bool { return strings.ContainsAny(arg, "*?[") }

// addMatches adds what a pattern finds, in the order in which a folder is
// walked: * and ? and [a-z] within a name, ** across folders. As in a shell,
// hidden names are found only where the pattern's own part begins with a dot.
// A folder that matches is walked.
func (r *Reader) addMatches(pattern string) {
	slash := filepath.ToSlash(pattern)
	if _, err := filepath.Match(slash, ""); err != nil {
		r.queue = append(r.queue, item{path: pattern, err: &diag.Error{File: pattern, Msg: "no such file, and no pattern either", Hint: "a [ wants its ]", Reason: diag.Missing}})
		return
	}
	g := globber{found: map[string]bool{}}
	dir := ""
	if strings.HasPrefix(slash, "/") {
		dir, slash = "/", strings.TrimLeft(slash, "/")
	}
	g.match(dir, strings.Split(slash, "/"))
	if len(g.found) == 0 {
		r.queue = append(r.queue, item{path: pattern, err: &diag.Error{File: pattern, Msg: "no file matches", Hint: "* stands for any part of a name, ** for any folders", Reason: diag.Missing}})
		return
	}
	var all []string
	for p := range g.found {
		if !g.walked(p) {
			all = append(all, p)
		}
	}
	sort.Slice(all, func(i, j int) bool {
		return slices.Compare(strings.Split(all[i], "/"), strings.Split(all[j], "/")) < 0
	})
	for _, p := range all {
		r.add(filepath.FromSlash(p))
	}
}

type globber struct{ found map[string]bool }

// walked reports whether p comes with a folder that was found itself.
func (g *globber) walked(p string) bool {
	for d := path.Dir(p); d != p; p, d = d, path.Dir(d) {
		if g.found[d] {
			return true
		}
	}
	return false
}

// match finds what segs lead to below dir.
func (g *globber) match(dir string, segs []string) {
	for len(segs) > 0 && (segs[0] == "" || segs[0] == "." && dir == "") {
		segs = segs[1:] // a//b
	}
	if len(segs) == 0 {
		if dir != "" {
			g.found[dir] = true
		}
		return
	}
	seg, rest := segs[0], segs[1:]
	for len(rest) > 0 && seg == "**" && rest[0] == "**" {
		rest = rest[1:]
	}
	switch {
	case seg == "**" && len(rest) == 0:
		if dir == "" {
			dir = "."
		}
		g.found[dir] = true // walked to its end
		return
	case !isPattern(seg):
		if next := under(dir, seg); exists(next) {
			g.match(next, rest)
		}
		return
	case seg == "**":
		g.match(dir, rest)
	}
	for _, e := range list(dir) {
		name := e.Name()
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(seg, ".") {
			continue
		}
		next := under(dir, name)
		if seg == "**" {
			if e.IsDir() { // no links, which may lead round
				g.match(next, append([]string{"**"}, rest...))
			}
			continue
		}
		if ok, _ := filepath.Match(seg, name); !ok {
			continue
		}
		if len(rest) == 0 || isFolder(next) {
			g.match(next, rest)
		}
	}
}

func under(dir, name string) string {
	switch dir {
	case "":
		return name
	case "/":
		return "/" + name
	}
	return dir + "/" + name
}

// list is what dir holds, sorted; a folder that cannot be read matches nothing.
func list(dir string) []fs.DirEntry {
	if dir == "" {
		dir = "."
	}
	entries, _ := os.ReadDir(filepath.FromSlash(dir))
	return entries
}

func exists(p string) bool {
	_, err := os.Lstat(filepath.FromSlash(p))
	return err == nil
}

func isFolder(p string) bool {
	info, err := os.Stat(filepath.FromSlash(p))
	return err == nil && info.IsDir()
}
