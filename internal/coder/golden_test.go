package coder_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"entente/internal/record"
	"entente/internal/text"
)

var update = flag.Bool("update", false, "rewrite the expected sections of testdata/cases; read the diff as carefully as code")

// Golden cases are texts that a political scientist can write; the format is
// docs/format/cases.md. Sections that are absent are not checked, and a line
// may leave out columns at its end.
func TestGoldenCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got *record.Coding
			var body string
			for i := range ar.Files {
				f := &ar.Files[i]
				if f.Name == "page" {
					var doc *text.Document
					doc, body = casePage(t, string(f.Data))
					got = theCoder(t).Code(doc)
					continue
				}
				if got == nil {
					t.Fatal("the page must come first")
				}
				lines := section(t, f.Name, got, body)
				if *update {
					f.Data = []byte(strings.Join(lines, "\n") + "\n")
					continue
				}
				compare(t, f.Name, strings.Split(strings.TrimSpace(string(f.Data)), "\n"), lines)
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// casePage reads "lang:" and "published:" lines, then the text.
func casePage(t *testing.T, s string) (*text.Document, string) {
	doc := &text.Document{ID: "case", Language: "en"}
	for {
		line, rest, _ := strings.Cut(s, "\n")
		key, val, found := strings.Cut(line, ": ")
		if found && key == "published" {
			if _, err := fmt.Sscanf(val, "%d-%d-%d", &doc.Published.Year, &doc.Published.Month, &doc.Published.Day); err != nil {
				t.Fatalf("published: %v", err)
			}
		} else if !found || key != "lang" {
			break
		}
		s = rest
	}
	doc.Body = s
	return doc, s
}

func section(t *testing.T, name string, c *record.Coding, body string) []string {
	var out []string
	switch name {
	case "records":
		for i := range c.Records {
			out = append(out, recordLine(&c.Records[i], ""))
			for j := range c.Records[i].Topics {
				out = append(out, recordLine(&c.Records[i].Topics[j], "  "))
			}
		}
	case "actors":
		for i := range c.Actors {
			a := &c.Actors[i]
			out = append(out, fmt.Sprintf("%s | %s | %d", flatText(a.Text), actorCode(a), a.Entity))
		}
	case "places":
		for i := range c.Places {
			p := &c.Places[i]
			use := p.Resolution
			if p.Metonym {
				use = "metonym"
			}
			out = append(out, fmt.Sprintf("%s | %s | %s | %s", flatText(p.Text), p.Name, p.Country, use))
		}
	case "times":
		for i := range c.Times {
			x := &c.Times[i]
			out = append(out, fmt.Sprintf("%s | %s | %s | %s", flatText(x.Text), x.Type, x.Value, dash(span(x.Start, x.End))))
		}
	case "attributions":
		for i := range c.Attributions {
			a := &c.Attributions[i]
			out = append(out, fmt.Sprintf("%s | %s | %s | %s", dash(flatText(a.Text)), a.Kind, body[a.Cue.Start:a.Cue.End], flatText(body[a.Content.Start:a.Content.End])))
		}
	case "offices":
		for i := range c.Actors {
			if a := &c.Actors[i]; a.Office != "" {
				out = append(out, fmt.Sprintf("%s | %s | %s", flatText(a.Text), a.Office, dash(a.Person)))
			}
		}
	case "contexts":
		for i := range c.Records {
			out = append(out, fmt.Sprintf("%s | %s", c.Records[i].Act, dash(strings.Join(c.Records[i].Contexts, ", "))))
		}
	case "codes":
		for i := range c.Records {
			line := c.Records[i].Act
			for _, code := range c.Records[i].Codes {
				line += " | " + code.Codebook + " " + dash(code.Code)
				if code.Mirror != "" {
					line += " and " + code.Mirror
				}
			}
			out = append(out, line)
		}
	case "statements":
		for i := range c.Statements {
			st := &c.Statements[i]
			out = append(out, fmt.Sprintf("%s | %s", st.Kind, body[st.Cue.Start:st.Cue.End]))
		}
	default:
		t.Fatalf("unknown section %q", name)
	}
	if len(out) == 0 {
		out = []string{"none"}
	}
	return out
}

func recordLine(r *record.Record, indent string) string {
	code := "-"
	if len(r.Codes) > 0 && r.Codes[0].Code != "" {
		code = r.Codes[0].Code
	}
	place := "-"
	if r.Place != nil {
		place = r.Place.Name
	}
	said := "-"
	if r.Attribution != nil {
		said = r.SaidBy
	}
	verdict := "counted"
	if !r.Counted {
		verdict = "not counted: " + r.NotCounted[0]
	}
	return indent + strings.Join([]string{actorList(r.Source), actorList(r.Target), r.Act, code, dash(span(r.Date.Start, r.Date.End)), place, said, verdict}, " | ")
}

func actorList(list []record.Actor) string {
	var out []string
	for i := range list {
		out = append(out, actorCode(&list[i]))
	}
	return dash(strings.Join(out, ", "))
}

func actorCode(a *record.Actor) string {
	c := a.Country
	if c == "" {
		c = "---"
	}
	return strings.Join(append([]string{c}, a.Sectors...), " ")
}

func span(a, b string) string {
	if a == b || b == "" {
		return a
	}
	return a + ".." + b
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func flatText(s string) string { return strings.Join(strings.Fields(s), " ") }

func compare(t *testing.T, name string, want, got []string) {
	t.Helper()
	ok := len(want) == len(got)
	for i := 0; ok && i < len(want); i++ {
		w, g := strings.Split(want[i], " | "), strings.Split(got[i], " | ")
		for k := range w {
			if k >= len(g) || strings.TrimSpace(w[k]) != strings.TrimSpace(g[k]) {
				ok = false
			}
		}
	}
	if !ok {
		t.Errorf("%s differ\nwant:\n\t%s\ngot:\n\t%s", name, strings.Join(want, "\n\t"), strings.Join(got, "\n\t"))
	}
}
