package eval

import (
	"entente/internal/learn/corpus"
	"fmt"
	"sort"
	"strings"

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
// Sentences that occur more than once are drawn together for the intervals.
// coder tells which coder codes row i: one whose relation model has not seen it.
func PLV(coder func(i int) Coder, path string, o Output) error {
	rows, docs, err := plvRows(path)
	if err != nil {
		return err
	}
	type tally struct{ gold, found, counted, pair, pairRight int }
	by := map[string]*tally{}
	var all tally
	confusion := map[[2]string]int{}
	sample := NewSample(7) // gold, found, counted, pair, pairRight, the last two of counted records
	o.predict("id", "gold", "coded", "found", "counted", "records")
	for i, p := range rows {
		body, root := docs[i].Body, p[5]
		t := by[root]
		if t == nil {
			t = &tally{}
			by[root] = t
		}
		t.gold++
		src, tgt := find(body, p[3]), find(body, p[4])
		got := coder(i)(docs[i])
		found, counted, roots, pairRight := 0, 0, []string{}, 0
		countedPair, countedRight := 0, 0
		for _, r := range flat(got.Records) {
			fwd := overlaps(got, r.Source, src) && overlaps(got, r.Target, tgt)
			if !fwd && r.Symmetric {
				fwd = overlaps(got, r.Target, src) && overlaps(got, r.Source, tgt)
			}
			if !fwd {
				continue
			}
			typ := r.Type("plover")
			if typ == "CONCEDE" || typ == "RETREAT" {
				typ = "YIELD"
			}
			roots = append(roots, typ)
			if r.Counted {
				countedPair++
			}
			if typ == root {
				found = 1
				if r.Counted {
					counted = 1
					countedRight++
				}
				pairRight++
			} else {
				confusion[[2]string{root, typ}]++
			}
		}
		t.found += found
		t.counted += counted
		t.pair += len(roots)
		t.pairRight += pairRight
		sample.Add(p[1], 1, float64(found), float64(counted), float64(len(roots)), float64(pairRight), float64(countedPair), float64(countedRight))
		o.predict(p[0], root, strings.Join(roots, ","), found, counted, summary(got))
		if found == 0 && o.Details != nil {
			fmt.Fprintf(o.Details, "%s\t%s\t%s\t%s\t%s\n", root, strings.Join(roots, ","), cause(got, src, tgt, roots), summary(got), p[2])
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
	w := o.Report
	fmt.Fprintf(w, "PLV, end to end: %s\n%-10s %6s %8s %8s %10s\n", path, "root", "gold", "found", "counted", "precision")
	for _, r := range roots {
		t := by[r]
		fmt.Fprintf(w, "%-10s %6d %8.3f %8.3f %10.3f\n", r, t.gold, ratio(t.found, t.gold), ratio(t.counted, t.gold), ratio(t.pairRight, t.pair))
	}
	fmt.Fprintf(w, "%-10s %6d %8.3f %8.3f %10.3f\n", "all", all.gold, ratio(all.found, all.gold), ratio(all.counted, all.gold), ratio(all.pairRight, all.pair))
	fmt.Fprintf(w, "found %s, counted %s, precision %s, of counted records %s (95 %% intervals)\n", sample.Ratio(1, 0), sample.Ratio(2, 0), sample.Ratio(4, 3), sample.Ratio(6, 5))
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

// plvRows reads a file of the set's form.
func plvRows(path string) (rows [][]string, docs []*text.Document, err error) {
	b, err := corpus.Read(path, corpus.PLVWants)
	if err != nil {
		return nil, nil, err
	}
	var ids, sentences []string
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		p := strings.Split(line, "\t")
		if len(p) < 6 || i == 0 && p[1] != "sentence" {
			return nil, nil, corpus.Malformed(path, i+1, fmt.Sprintf("%d fields, of which the second is %.40q", len(p), p[min(1, len(p)-1)]), corpus.PLVWants)
		}
		if i == 0 {
			continue
		}
		rows = append(rows, p)
		ids, sentences = append(ids, p[0]), append(sentences, strings.Trim(p[1], `"`))
	}
	docs, err = pages(ids, sentences)
	return rows, docs, err
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
