package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var updateReadme = flag.Bool("update", false, "rewrite the example outputs in the documents")

// exampleBlock is a fenced block whose first line is a command of ours: what
// follows is to be what the command prints.
var exampleBlock = regexp.MustCompile("(?s)```\n\\$ (entente [^\n]*)\n(.*?)```")

// TestExamplesInDocuments runs the commands that the documents show over the
// example articles, and wants the outputs that stand there. A command may be
// followed by a filter of its lines: "| cut -f1-6" or "| head -20".
func TestExamplesInDocuments(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("no bash to run the examples with")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(t.TempDir(), "entente")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	docs, _ := filepath.Glob(filepath.Join(root, "docs", "*", "*.md"))
	docs = append(docs, filepath.Join(root, "README.md"), filepath.Join(root, "ARCHITECTURE.md"))
	found := 0
	for _, name := range docs {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rest := exampleBlock.ReplaceAllFunc(b, func(block []byte) []byte {
			m := exampleBlock.FindSubmatch(block)
			command := string(m[1])
			if !strings.Contains(command, "examples/") {
				return block
			}
			found++
			cmd := exec.Command("bash", "-c", command)
			cmd.Dir = root
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(bin)+":"+os.Getenv("PATH"), "COLUMNS=100", "DB="+filepath.Join(t.TempDir(), "news"))
			got, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %s: %v", name, command, err)
			}
			got = trimLines(got)
			if !bytes.Equal(got, m[2]) && !*updateReadme {
				t.Errorf("%s: this prints something else now: %s\ngo test ./cmd/entente -run Documents -update rewrites it; read the diff as carefully as code\n%s", name, command, got)
			}
			return []byte("```\n$ " + command + "\n" + string(got) + "```")
		})
		if *updateReadme && !bytes.Equal(b, rest) {
			if err := os.WriteFile(name, rest, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d examples found in the documents", found)
	}
}

// trimLines takes blanks from the ends of lines, so that editors may.
func trimLines(b []byte) []byte {
	lines := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}
