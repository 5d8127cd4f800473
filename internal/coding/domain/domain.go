// Package domain says what fields of relations a page speaks of: military,
// diplomatic, economic, cyber and so on. In comes a parsed Document; out go
// the domains of the whole page with the words that show them, or the PLOVER
// contexts of a stretch of one sentence. Words are looked up by lemma, longest
// phrase first, and each counts once however often it stands there, so that a
// single doubtful word does not make a domain. It does not look at actors or
// events.
package domain

import (
	"io/fs"
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A Finder finds domains. It serves any number of goroutines.
type Finder struct {
	entries []entry
	first   map[string][2]int32 // first word of a phrase to its entries, longest first
	domains []string            // names, sorted
	context []string            // context of each domain
	names   []string            // contexts, sorted
	ofName  []int32             // domain to index into names
}

// An entry is one row of the table.
type entry struct {
	words  []string
	domain int32
	weight float32
}

// enough is the weight that shows a domain.
const enough = 1

// New reads lang/en/domains.tsv from files, rooted at data/.
func New(files fs.FS) (*Finder, error) { return read(files) }

// Find lists the domains of doc by name, each with the spans of its words.
func (f *Finder) Find(doc *text.Document) []record.Domain {
	found := make([]struct {
		sum   float32
		spans []record.Span
	}, len(f.domains))
	seen := map[int32]bool{}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		f.walk(doc, sent.First, sent.Last, sent.Last, func(e int32, from, to int32) {
			d := &found[f.entries[e].domain]
			if !seen[e] {
				seen[e] = true
				d.sum += f.entries[e].weight
			}
			span := doc.TokenSpan(from, to)
			d.spans = append(d.spans, record.Span{Start: span.Start, End: span.End})
		})
	}
	var out []record.Domain
	for i := range found {
		if found[i].sum >= enough {
			out = append(out, record.Domain{Name: f.domains[i], Context: f.context[i], Spans: found[i].spans})
		}
	}
	return out
}

// Around lists the PLOVER contexts of the words in tokens [from,to) of a
// sentence, by name. Phrases may run on to the end of the sentence.
func (f *Finder) Around(doc *text.Document, sentence int32, from, to int32) []string {
	if sentence < 0 || int(sentence) >= len(doc.Sentences) {
		return nil
	}
	sent := &doc.Sentences[sentence]
	from, to = max(from, sent.First), min(to, sent.Last)
	var sums [64]float32
	var marks [32]int32
	seen := marks[:0]
	f.walk(doc, from, to, sent.Last, func(e int32, _, _ int32) {
		if slices.Contains(seen, e) {
			return
		}
		seen = append(seen, e)
		sums[f.ofName[f.entries[e].domain]] += f.entries[e].weight
	})
	var out []string
	for i, name := range f.names {
		if sums[i] >= enough {
			out = append(out, name)
		}
	}
	return out
}

// walk calls hit for every entry that stands at a token of [from,to), the
// longest phrase of each domain only; the words of a phrase are not read again
// for shorter phrases of the same domain.
func (f *Finder) walk(doc *text.Document, from, to, end int32, hit func(e int32, from, to int32)) {
	var covered [64]int32 // per domain, the end of its last hit
	for i := from; i < to; i++ {
		t := &doc.Tokens[i]
		if t.UPOS == text.PUNCT {
			continue
		}
		r, ok := f.first[t.Lower]
		f.try(doc, r, ok, i, end, &covered, hit)
		if t.Lemma != t.Lower {
			r, ok := f.first[t.Lemma]
			f.try(doc, r, ok, i, end, &covered, hit)
		}
		// "military-technical" speaks of what its parts speak of.
		if cut := strings.IndexByte(t.Lower, '-'); cut > 2 {
			r, ok := f.first[t.Lower[:cut]]
			if ok {
				f.single(r, i, &covered, hit)
			}
			if r, ok := f.first[t.Lower[cut+1:]]; ok {
				f.single(r, i, &covered, hit)
			}
		}
	}
}

func (f *Finder) try(doc *text.Document, r [2]int32, ok bool, i, end int32, covered *[64]int32, hit func(e int32, from, to int32)) {
	if !ok {
		return
	}
	for e := r[0]; e < r[1]; e++ {
		x := &f.entries[e]
		n := int32(len(x.words))
		if i+n > end || covered[x.domain] > i || !matches(doc.Tokens[i:i+n], x.words) {
			continue
		}
		covered[x.domain] = i + n
		hit(e, i, i+n)
	}
}

func (f *Finder) single(r [2]int32, i int32, covered *[64]int32, hit func(e int32, from, to int32)) {
	for e := r[0]; e < r[1]; e++ {
		x := &f.entries[e]
		if len(x.words) == 1 && covered[x.domain] <= i {
			covered[x.domain] = i + 1
			hit(e, i, i+1)
		}
	}
}

func matches(toks []text.Token, words []string) bool {
	for k := 1; k < len(words); k++ {
		if toks[k].Lower != words[k] && toks[k].Lemma != words[k] {
			return false
		}
	}
	return true
}
