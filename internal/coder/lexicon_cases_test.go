package coder_test

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/lexicon"
	"entente/internal/record"
	"entente/internal/text"

	"entente/data"
)

// caseFloor is the share of the lexicon's own case sentences that must come out
// as their row says: act, and every braced actor in its role. The change that
// earns more raises it. Run with ENTENTE_CASES=all to see what fails.
const caseFloor = 0.94

func TestLexiconCases(t *testing.T) {
	c := theCoder(t)
	book, err := codebook.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.Load(data.FS, "en", book.Known, book.Names())
	if err != nil {
		t.Fatal(err)
	}
	verbose := os.Getenv("ENTENTE_CASES")
	total, right := 0, 0
	var failures []string
	for _, s := range lex.All() {
		if s.Case == "" {
			failures = append(failures, s.At+": no case")
			total++
			continue
		}
		total++
		plain, marks := lexicon.Unmark(s.Case)
		doc := &text.Document{ID: s.At, Body: plain, Language: "en"}
		why := judge(c.Code(doc), &s, book, marks, plain)
		if why == "" {
			right++
		} else {
			failures = append(failures, fmt.Sprintf("%s: %s %s: %s\n\t%s", s.At, s.Lemma, s.Act, why, s.Case))
		}
	}
	sort.Strings(failures)
	share := float64(right) / float64(max(total, 1))
	t.Logf("%d of %d case sentences (%.1f %%) come out as written", right, total, 100*share)
	if verbose != "" {
		for _, f := range failures {
			if verbose == "all" || strings.Contains(f, verbose) {
				t.Log(f)
			}
		}
	}
	if share < caseFloor {
		t.Errorf("only %.3f of the cases come out as written, the floor is %.2f", share, caseFloor)
	}
}

func judge(got *record.Coding, s *lexicon.Sense, book *codebook.Book, marks []lexicon.Mark, plain string) string {
	var all []record.Record
	for _, r := range got.Records {
		all = append(all, r)
		all = append(all, r.Topics...)
	}
	if s.NoEvent() {
		for _, r := range all {
			for _, e := range r.Evidence {
				for _, w := range e.Why {
					if strings.Contains(w.Detail, s.Head+" -> ") && strings.Contains(w.Rule, "lexicon/") && w.Rule != s.At {
						return "should be no event, is " + r.Act + " by " + w.Rule
					}
				}
			}
		}
		return ""
	}
	acts := []string{}
	for _, r := range all {
		fits := r.Act == s.Act || book.Within(r.Act, s.Act) || book.Within(s.Act, r.Act)
		for _, e := range r.Evidence {
			for _, w := range e.Why {
				fits = fits || w.Rule == s.At
			}
		}
		acts = append(acts, r.Act)
		if !fits {
			continue
		}
		missing := ""
		for _, m := range marks {
			if !filled(&r, m, got) {
				missing = fmt.Sprintf("%c %q is not found", m.Role, plain[m.Start:m.End])
			}
		}
		if missing == "" {
			return ""
		}
		acts = append(acts, missing)
	}
	return "got " + strings.Join(acts, "; ")
}

func filled(r *record.Record, m lexicon.Mark, got *record.Coding) bool {
	lists := map[lexicon.RoleKind][][]record.Actor{lexicon.Source: {r.Source}, lexicon.Target: {r.Target}, lexicon.Third: {r.Third}, lexicon.Side: {r.Source, r.Target}}[m.Role]
	if r.Symmetric && (m.Role == lexicon.Source || m.Role == lexicon.Target) {
		lists = [][]record.Actor{r.Source, r.Target}
	}
	for _, l := range lists {
		for i := range l {
			if int(l[i].Span.Start) < m.End && m.Start < int(l[i].Span.End) {
				return true
			}
			// A pronoun or "the two ministers" may stand for an earlier mention.
			for j := range got.Actors {
				if a := &got.Actors[j]; a.Entity == l[i].Entity && int(a.Span.Start) < m.End && m.Start < int(a.Span.End) {
					return true
				}
			}
		}
	}
	return false
}
