package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// A Package describes a folder of tables so that others can read and cite it.
type Package struct {
	Program string // version of what made it
	Schema  int    // version of the tables
	Day     string // of the newest rows; "" for none
	Files   []PackageFile
	Tables  []PackageTable
	Coded   []string // versions of program and knowledge, one a line
	Rows    map[string]int
}

// A PackageFile is one file of the package.
type PackageFile struct {
	Path   string // with slashes, below the folder
	Bytes  int64
	SHA256 string
	Table  string // "" for a file that describes itself
}

// A PackageTable is what a table holds.
type PackageTable struct {
	Name, Gloss string
	Columns     []PackageColumn
}

// A PackageColumn has its type in DuckDB's words.
type PackageColumn struct{ Name, Type, Gloss string }

const packageTitle = "Political events, coded by Entente"

type packageResource struct {
	Name        string         `json:"name"`
	Path        string         `json:"path"`
	Title       string         `json:"title,omitempty"`
	Description string         `json:"description,omitempty"`
	Profile     string         `json:"profile,omitempty"`
	Format      string         `json:"format"`
	MediaType   string         `json:"mediatype"`
	Encoding    string         `json:"encoding,omitempty"`
	Bytes       int64          `json:"bytes,omitempty"`
	Hash        string         `json:"hash"`
	Rows        *int           `json:"rows,omitempty"`
	Dialect     map[string]any `json:"dialect,omitempty"`
	Schema      *packageSchema `json:"schema,omitempty"`
}

type packageSchema struct {
	Fields        []packageField `json:"fields"`
	MissingValues []string       `json:"missingValues"`
}

type packageField struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description,omitempty"`
}

var mediaTypes = map[string]string{"csv": "text/csv", "tsv": "text/tab-separated-values", "parquet": "application/vnd.apache.parquet"}

// Descriptor is datapackage.json.
func (p *Package) Descriptor() []byte {
	tables := map[string]*PackageTable{}
	for i := range p.Tables {
		tables[p.Tables[i].Name] = &p.Tables[i]
	}
	var resources []packageResource
	for _, f := range p.Files {
		format := f.Path[strings.LastIndexByte(f.Path, '.')+1:]
		r := packageResource{Name: resourceName(f.Path), Path: f.Path, Format: format, MediaType: mediaTypes[format], Bytes: f.Bytes, Hash: "sha256:" + f.SHA256}
		if format == "parquet" {
			r.Bytes = 0 // readers of packages count the bytes of text alone
		} else {
			r.Encoding = "utf-8"
		}
		if format == "tsv" {
			r.Dialect = map[string]any{"delimiter": "\t", "commentChar": "#", "doubleQuote": false}
		}
		if t := tables[f.Table]; t != nil {
			n := p.Rows[t.Name]
			r.Title, r.Description, r.Rows = t.Name, t.Gloss, &n
			r.Profile, r.Schema = "tabular-data-resource", t.schema(format)
		}
		resources = append(resources, r)
	}
	out := map[string]any{
		"profile": "data-package", "name": "entente-events", "title": packageTitle, "version": fmt.Sprintf("%d", p.Schema),
		"description": "Who did what to whom, where and when, as news reports tell it, with incidents folded from many reports. See README.md.",
		"resources":   resources, "contributors": []map[string]string{{"title": "Entente " + p.Program, "role": "author"}},
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		panic("exchange: " + err.Error()) // there is nothing in it that could fail
	}
	return b.Bytes()
}

func resourceName(path string) string {
	return strings.ToLower(strings.NewReplacer("/", "-", ".", "-", "_", "-").Replace(path))
}

// schema are the fields of a table, with lists as they stand in the file.
func (t *PackageTable) schema(format string) *packageSchema {
	s := &packageSchema{MissingValues: []string{""}}
	for _, c := range t.Columns {
		typ, gloss := "string", c.Gloss
		switch c.Type {
		case "DATE":
			typ = "date"
		case "TIMESTAMP":
			typ = "datetime"
			if format == "csv" {
				gloss = strings.TrimSpace(gloss + " (YYYY-MM-DD hh:mm:ss)")
				typ = "string"
			}
		case "INTEGER", "UTINYINT":
			typ = "integer"
		case "FLOAT", "DOUBLE":
			typ = "number"
		case "BOOLEAN":
			typ = "boolean"
		case "VARCHAR[]":
			gloss += ", joined by semicolons"
		}
		s.Fields = append(s.Fields, packageField{c.Name, typ, gloss})
	}
	return s
}

// Checksums is SHA256SUMS, as sha256sum -c reads it.
func Checksums(files []PackageFile) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Path)
	}
	return b.Bytes()
}

// Citation is CITATION.cff.
func (p *Package) Citation() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "cff-version: 1.2.0\nmessage: If you use these data, please cite them with the versions in README.md.\ntype: dataset\ntitle: %q\nauthors:\n  - name: Entente\nversion: %q\n", packageTitle, fmt.Sprintf("%d (%s)", p.Schema, p.Program))
	if p.Day != "" {
		fmt.Fprintf(&b, "date-released: %s\n", p.Day)
	}
	return b.Bytes()
}

// Readme says what is in the package and how it was made.
func (p *Package) Readme() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\nMade with `entente export --package`, program version %s, tables of version %d", packageTitle, p.Program, p.Schema)
	if p.Day != "" {
		fmt.Fprintf(&b, ", from a store whose last rows were added on %s", p.Day)
	}
	b.WriteString(".\n\nThe events were coded from news text by rules, tables and models without a person in between, or taken over from other data sets (column `origin`). Every row of ours names the words that it rests on. To count what happened, count rows of `incidents` that are `counted`, not rows of `events`: ten reports of one meeting are ten events and one incident.\n\n## Files\n\n| table | rows | what |\n|---|---|---|\n")
	for _, t := range p.Tables {
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", t.Name, p.Rows[t.Name], t.Gloss)
	}
	b.WriteString("\nEach table is there twice: `data/*.parquet` and `data/*.csv` (UTF-8, empty for nothing, lists joined by semicolons). `codebook/` holds the tables by which acts, countries and sectors were named. `datapackage.json` describes every column; `sha256sum -c SHA256SUMS` checks the files.\n\nThe texts of the articles and the full records with their reasons are not in here: they stay in the store.\n\n## What coded\n\n")
	for _, v := range p.Coded {
		b.WriteString("- " + v + "\n")
	}
	b.WriteString("\nThe same store gives the same files, byte for byte.\n\n## How to read\n\n```\nread.csv(\"data/incidents.csv\")                  # R\narrow::read_parquet(\"data/incidents.parquet\")   # R\npandas.read_parquet(\"data/incidents.parquet\")   # Python\nSELECT * FROM 'data/incidents.parquet'          # DuckDB\n```\n")
	return b.Bytes()
}
