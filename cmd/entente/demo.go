package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente/examples/demo"
	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/knowledge/reference"
	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/track/store"
)

type demoCmd struct {
	DB string `name:"db" default:"entente-demo" placeholder:"DIR" help:"Folder of the store that is made (default: entente-demo)."`
}

// Run makes a store of the demonstration corpus and shows what can be asked of it.
func (c *demoCmd) Run(a *app) error {
	code, err := a.coding(knowledgeFlags{}, dictionaryFlags{})
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(c.DB, "segments")); err == nil {
		fmt.Fprintf(a.stderr, "%s is there already and is used as it is\n", c.DB)
	} else if err := c.fill(a, code); err != nil {
		return err
	}
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	err = c.tour(a, db, code)
	return errors.Join(err, db.Close())
}

// fill reads the corpus into a new store, as ingest would.
func (c *demoCmd) fill(a *app, code *coding) error {
	began := time.Now()
	db, err := store.Open(a.ctx, c.DB, store.Options{Create: true})
	if err != nil {
		return err
	}
	src := source.Open([]string{"-"}, source.Options{Stdin: bytes.NewReader(demo.Reports)})
	defer src.Close()
	k := code.keeper(db, "demo", batchDocuments)
	led, err := pipeline.Ingest(a.ctx, src, code.Records, 2, k, nil)
	if err == nil {
		_, err = db.Fold(a.ctx)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Reports of ours on public events of 2022 to 2025, under invented publishers, read into %s in %.1f s:\n%s\n\n", c.DB, time.Since(began).Seconds(), led.Line())
	return nil
}

// tour shows some of what is in the store, each with the command that shows it.
func (c *demoCmd) tour(a *app, db *store.Store, code *coding) error {
	for _, s := range []struct{ what, sql string }{
		{"Who dealt with whom: incidents that count, cooperation and conflict apart", `SELECT least(source, target) AS a, greatest(source, target) AS b, count(DISTINCT id) FILTER (quad <= 2) AS cooperation, count(DISTINCT id) FILTER (quad >= 3) AS conflict, sum(reports) AS reports
FROM timeline WHERE source <> '' AND target <> '' AND source <> target GROUP BY ALL ORDER BY cooperation + conflict DESC, a, b LIMIT 8`},
		{"Told by most: one incident, however many reports", `SELECT day, source_actor AS source, target_actor AS target, act, independent, reports, publishers FROM incidents WHERE counted AND source <> target ORDER BY reports DESC, independent DESC, day, id LIMIT 5`},
		{"Told otherwise by some", `SELECT day, source_actor AS source, target_actor AS target, act, disagreements FROM incidents WHERE len(disagreements) > 0 ORDER BY day, id LIMIT 4`},
		{"Not counted, and why", `SELECT day, source_actor AS source, target_actor AS target, act, not_counted FROM events WHERE NOT counted AND source <> '' AND target <> '' AND not_counted IS NOT NULL ORDER BY hash(id) LIMIT 5`},
		{"Not coded, and why", `SELECT status, count(*) AS documents FROM documents WHERE status <> 'coded' GROUP BY ALL ORDER BY documents DESC, status`},
	} {
		fmt.Fprintf(a.stdout, "%s\n", s.what)
		w := newTable(a.stdout, "  ")
		err := db.Query(a.ctx, s.sql, store.Limits{}, func(names []string, _ []*sql.ColumnType) error { return w.head(names) }, w.row)
		if err := errors.Join(err, w.end()); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout)
	}
	if err := c.refuted(a, code); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stdout, "Go on with\n  entente query --db %[1]s \"SELECT day, source_actor, target_actor, type, place FROM timeline WHERE source = 'RUS' ORDER BY day\"\n  entente query --db %[1]s \"SELECT sentence, said_by, factuality FROM events WHERE document IN (SELECT document FROM reports WHERE incident = '...')\"\n", c.DB)
	return err
}

// refuted checks the corpus, in which some mistakes were put in on purpose.
func (c *demoCmd) refuted(a *app, code *coding) error {
	pack, err := reference.LoadPack(code.files)
	if err != nil {
		return err
	}
	checker := check.New(code.Tables(), pack)
	src := source.Open([]string{"-"}, source.Options{Stdin: bytes.NewReader(demo.Reports)})
	defer src.Close()
	n := 0
	var lines []string
	_, err = pipeline.Run(a.ctx, src, code.Code, 2, func(r pipeline.Result) error {
		if r.Skip != nil {
			return nil
		}
		for _, f := range checker.Check(code.Claims(r.Doc, r.Coding), r.Coding.Doc.Published) {
			if f.Verdict == record.Refuted {
				if n++; n <= 4 {
					lines = append(lines, fmt.Sprintf("  %s  “%s”\n    %s\n", r.Coding.Doc.ID, terminal.OneLine(f.Claim.Text), terminal.OneLine(f.Text)))
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n == 0 {
		return &diag.Error{Msg: "none of the mistakes in the demonstration corpus was found", Hint: "the tables are not those that it was made for"}
	}
	_, err = fmt.Fprintf(a.stdout, "Refuted by the reference tables: %d claims, all of them mistakes that were put in on purpose\n%s\n", n, strings.Join(lines, ""))
	return err
}
