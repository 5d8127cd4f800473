package store

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables into docs/format/store.md")

// The page of the public contract says what the tables are.
func TestContract(t *testing.T) {
	const name = "../../../docs/format/store.md"
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(raw), "-update -->\n")
	_, tail, ok2 := strings.Cut(rest, "<!-- end of tables")
	if !ok1 || !ok2 {
		t.Fatal("the page has lost its marks")
	}
	var b strings.Builder
	b.WriteString(head + "-update -->\n")
	for _, table := range Tables {
		truth := "worked out"
		if table.Truth {
			truth = "in the segments"
		}
		fmt.Fprintf(&b, "\n### `%s` (%s)\n\n%s.\n\n| column | type | what |\n|---|---|---|\n", table.Name, truth, strings.ToUpper(table.Gloss[:1])+table.Gloss[1:])
		for _, c := range table.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, c.Gloss)
		}
	}
	b.WriteString("\n<!-- end of tables" + tail)
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != string(raw) {
		t.Error("docs/format/store.md is not what the tables are: go test ./internal/track/store -run Contract -update")
	}
	if !strings.Contains(string(raw), fmt.Sprintf("The version of these tables is %d.", Schema)) {
		t.Errorf("docs/format/store.md does not say version %d", Schema)
	}
}
