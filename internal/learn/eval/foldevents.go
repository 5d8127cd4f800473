package eval

import (
	"fmt"
	"slices"

	"entente/internal/learn/corpus"
	"entente/internal/text"
)

// foldEvents scores incidents against ECB+'s coreference of events, B-cubed over
// the records that stand where ECB+ marks an action: whose trigger overlaps the
// mention's words. A mention is taken once, with its first record. ECB+ marks the
// events of some sentences of each article, so that other records say nothing, and
// actions that are none to us (crimes between private persons, weddings, deaths)
// have no record; what is scored is the folding of what was coded, not the coding.
func foldEvents(told []Told, docs []*text.Document, mentions []corpus.ECBMention, o Output) {
	w := o.Report
	byDoc := make([][]corpus.ECBMention, len(docs))
	for _, m := range mentions {
		byDoc[m.Doc] = append(byDoc[m.Doc], m)
	}
	type key struct {
		doc   int
		start int32
	}
	sorted := slices.Clone(told)
	slices.SortStableFunc(sorted, func(a, b Told) int {
		if a.Doc != b.Doc {
			return a.Doc - b.Doc
		}
		return int(a.Trigger.Start - b.Trigger.Start)
	})
	taken := map[key]bool{}
	var gold []string
	var got, alone []int
	var at []Told
	for i, t := range sorted {
		for _, m := range byDoc[t.Doc] {
			k := key{m.Doc, m.Span.Start}
			if t.Trigger.Start < m.Span.End && m.Span.Start < t.Trigger.End && !taken[k] {
				taken[k] = true
				gold, got, alone, at = append(gold, m.Event), append(got, t.Incident), append(alone, i), append(at, t)
				break
			}
		}
	}
	var pairs, found, right, cross int
	for i := range gold {
		for j := range i {
			if at[i].Doc == at[j].Doc {
				continue
			}
			cross++
			same, put := gold[i] == gold[j], got[i] == got[j]
			if same {
				pairs++
			}
			if put {
				found++
			}
			if same && put {
				right++
			}
			if o.Details != nil && same != put {
				a, b := at[i], at[j]
				fmt.Fprintf(o.Details, "%s\t%s\t%s\t%s\t%s\n", map[bool]string{true: "two taken for one event", false: "one event taken for two"}[put], docs[a.Doc].ID, around(docs[a.Doc].Body, int(a.Trigger.Start), int(a.Trigger.End)), docs[b.Doc].ID, around(docs[b.Doc].Body, int(b.Trigger.Start), int(b.Trigger.End)))
			}
		}
	}
	fmt.Fprintf(w, "events: %d records, %d of them where ECB+ marks an action (it marks %d), of %d events\n", len(told), len(gold), len(mentions), len(slices.Compact(slices.Sorted(slices.Values(gold)))))
	p, r, f := bcubed(gold, got)
	fmt.Fprintf(w, "  B-cubed, as folded: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	p, r, f = bcubed(gold, alone)
	fmt.Fprintf(w, "  B-cubed, each alone: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	fmt.Fprintf(w, "  pairs from two articles: %d of one event, %d folded, of these right %d: precision %.3f, recall %.3f\n", pairs, found, right, ratio(right, found), ratio(right, pairs))
}
