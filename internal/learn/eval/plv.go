package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/text"
)

// A Coder codes one document; the command hands in the product's own.
type Coder func(*text.Document) *record.Coding

// PLV scores end-to-end coding on the PLV sentences: source, target and one of
// fifteen PLOVER roots (YIELD stands for CONCEDE and RETREAT). A gold row is
// found when one record has an actor that overlaps the gold source, another
// that overlaps the gold target, and the right root. Precision is over records
// that touch both gold spans; other events of a sentence are not annotated.
// details, when not nil, gets one line for each row that is not found.
func PLV(code Coder, sharedDir string, w, details io.Writer) error {
	f, err := os.Open(filepath.Join(sharedDir, "data/events/plv/train.tsv"))
	if err != nil {
		return err
	}
	defer f.Close()
	rows, docs, err := plvRows(f)
	if err != nil {
		return err
	}
	type tally struct{ gold, found, counted, pair, pairRight int }
	by := map[string]*tally{}
	var all tally
	confusion := map[[2]string]int{}
	for i, p := range rows {
		body, root := docs[i].Body, p[5]
		t := by[root]
		if t == nil {
			t = &tally{}
			by[root] = t
		}
		t.gold++
		src, tgt := find(body, p[3]), find(body, p[4])
		got := code(docs[i])
		found, counted, roots := false, false, []string{}
		for _, r := range flat(got.Records) {
			fwd := overlaps(got, r.Source, src) && overlaps(got, r.Target, tgt)
			if !fwd && r.Symmetric {
				fwd = overlaps(got, r.Target, src) && overlaps(got, r.Source, tgt)
			}
			if !fwd {
				continue
			}
			typ := ""
			for _, c := range r.Codes {
				if c.Codebook == "plover" {
					typ = c.Type
				}
			}
			if typ == "CONCEDE" || typ == "RETREAT" {
				typ = "YIELD"
			}
			roots = append(roots, typ)
			t.pair++
			if typ == root {
				found = true
				counted = counted || r.Counted
				t.pairRight++
			} else {
				confusion[[2]string{root, typ}]++
			}
		}
		if found {
			t.found++
		}
		if counted {
			t.counted++
		}
		if !found && details != nil {
			fmt.Fprintf(details, "%s\t%s\t%s\t%s\t%s\n", root, strings.Join(roots, ","), cause(got, src, tgt, roots), summary(got), p[2])
		}
	}
	roots := make([]string, 0, len(by))
	for r, t := range by {
		roots = append(roots, r)
		all.gold += t.gold
		all.found += t.found
		all.counted += t.counted
		all.pair += t.pair
		all.pairRight += t.pairRight
	}
	sort.Strings(roots)
	fmt.Fprintf(w, "PLV train part, end to end (dev score)\n%-10s %6s %8s %8s %10s\n", "root", "gold", "found", "counted", "precision")
	for _, r := range roots {
		t := by[r]
		fmt.Fprintf(w, "%-10s %6d %8.3f %8.3f %10.3f\n", r, t.gold, ratio(t.found, t.gold), ratio(t.counted, t.gold), ratio(t.pairRight, t.pair))
	}
	fmt.Fprintf(w, "%-10s %6d %8.3f %8.3f %10.3f\n", "all", all.gold, ratio(all.found, all.gold), ratio(all.counted, all.gold), ratio(all.pairRight, all.pair))
	type pair struct {
		k [2]string
		n int
	}
	var list []pair
	for k, n := range confusion {
		list = append(list, pair{k, n})
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].n > list[j].n || list[i].n == list[j].n && (list[i].k[0]+list[i].k[1] < list[j].k[0]+list[j].k[1])
	})
	for i, p := range list {
		if i == 12 {
			break
		}
		fmt.Fprintf(w, "  gold %s coded %s: %d\n", p.k[0], p.k[1], p.n)
	}
	return nil
}

// cause says in few words why a gold row with these spans was not found.
func cause(c *record.Coding, src, tgt record.Span, roots []string) string {
	touched := func(s record.Span) bool {
		for i := range c.Actors {
			if a := &c.Actors[i]; a.Span.Start < s.End && s.Start < a.Span.End {
				return true
			}
		}
		return false
	}
	bySource, open := false, false
	for _, r := range c.Records {
		if overlaps(c, r.Source, src) {
			bySource = true
			open = open || len(r.Target) == 0
		}
	}
	switch {
	case len(roots) > 0:
		return "type"
	case !touched(src):
		return "no source actor"
	case !touched(tgt) && open:
		return "no target actor, open record"
	case !touched(tgt):
		return "no target actor"
	case len(c.Records) == 0:
		return "no record"
	case open:
		return "target open"
	case bySource:
		return "other target"
	}
	return "other source"
}

// plvRows reads the set and sends its sentences through the product's own
// reader, which knows datelines.
func plvRows(f io.Reader) (rows [][]string, docs []*text.Document, err error) {
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	sc.Scan()
	for sc.Scan() {
		p := strings.Split(sc.Text(), "\t")
		if len(p) < 6 {
			continue
		}
		rows = append(rows, p)
		if err := enc.Encode(map[string]string{"id": p[0], "text": strings.Trim(p[1], `"`), "language": "en"}); err != nil {
			return nil, nil, err
		}
	}
	r := source.Open([]string{"-"}, source.Options{Stdin: &lines})
	defer r.Close()
	for {
		d, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		docs = append(docs, d)
	}
	if len(docs) != len(rows) {
		return nil, nil, fmt.Errorf("%d rows gave %d documents", len(rows), len(docs))
	}
	return rows, docs, sc.Err()
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func find(body, s string) record.Span {
	s = strings.Trim(s, `"`)
	i := strings.Index(body, s)
	if i < 0 || s == "" {
		return record.Span{}
	}
	return record.Span{Start: int32(i), End: int32(i + len(s))}
}

// overlaps reports whether a mention of one of the actors, the given one or
// another of the same entity, overlaps s: "it" stands for "the ministry".
func overlaps(c *record.Coding, list []record.Actor, s record.Span) bool {
	for i := range list {
		if list[i].Span.Start < s.End && s.Start < list[i].Span.End {
			return true
		}
		for j := range c.Actors {
			if a := &c.Actors[j]; a.Entity == list[i].Entity && a.Span.Start < s.End && s.Start < a.Span.End {
				return true
			}
		}
	}
	return false
}

func flat(rs []record.Record) []record.Record {
	out := append([]record.Record(nil), rs...)
	for i := range rs {
		out = append(out, rs[i].Topics...)
	}
	return out
}

// summary lists a coding's records in few words, for reading misses.
func summary(c *record.Coding) string {
	var parts []string
	for _, r := range flat(c.Records) {
		parts = append(parts, fmt.Sprintf("%s(%s > %s)", r.Act, actorNames(r.Source), actorNames(r.Target)))
	}
	return strings.Join(parts, "; ")
}

func actorNames(list []record.Actor) string {
	var s []string
	for i := range list {
		s = append(s, list[i].Text)
	}
	return strings.Join(s, "+")
}
