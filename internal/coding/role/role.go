// Package role marks the phrases of the two parties of a sentence's main event:
// who does it, to whom, or which sides are in it together. In come a parsed
// page, its actor mentions and hints (what the lexicon made of the sentence);
// out go spans of tokens. It is a linear chain model over the words: features of
// the word, of the phrase it stands in, of the phrase's path to the triggers and
// of the roles that the lexicon gave, and the best sequence of labels. It knows
// no acts and no codes, and where the lexicon is silent it still has an opinion.
package role

import (
	"fmt"
	"sync"

	"entente/internal/knowledge/model"
	"entente/internal/record"
	"entente/internal/text"
)

// A Role is what part a phrase plays.
type Role uint8

const (
	None   Role = iota
	Source      // who does it
	Target      // to whom
	Side        // one of those who do it together
)

// A Span is a phrase of tokens [First,Last) in a role.
type Span struct {
	Role        Role
	First, Last int32
}

// A Hint is one event that was found in a sentence: its trigger (a token) and
// the actors (indexes into the layer) in its roles.
type Hint struct {
	Trigger        int32
	Source, Target []int32
	Symmetric      bool
}

// A Finder holds the weights. It is safe for many goroutines.
type Finder struct {
	groups  *model.Dict
	weights *model.Sparse
	moves   [numStates][]move // scored transitions into each state
	pool    sync.Pool
}

type move struct {
	from  uint8
	score int32
}

// New opens the models "groups" and "roles".
func New(models map[string]string) (*Finder, error) {
	groups, err := OpenGroups(models)
	if err != nil {
		return nil, err
	}
	file, err := model.Open(models["roles"])
	if err == nil && file.Features != Set {
		err = fmt.Errorf("it was made for features %q, this program has %q", file.Features, Set)
	}
	if err != nil {
		return nil, fmt.Errorf("open model roles: %w", err)
	}
	weights, err := file.Sparse("roles")
	if err != nil {
		return nil, fmt.Errorf("open model roles: %w", err)
	}
	f := &Finder{groups: groups, weights: weights}
	for from := range uint8(numStates) {
		var scores [model.MaxClasses]int32
		weights.Add(&scores, []uint64{MoveFeature(int(from))}, 0)
		for to := range uint8(numStates) {
			if Follows(int(from), int(to)) {
				f.moves[to] = append(f.moves[to], move{from, scores[to]})
			}
		}
	}
	f.pool.New = func() any { return &decoder{page: NewPage(groups)} }
	return f, nil
}

// OpenGroups opens the word clusters, which the features look words up in.
func OpenGroups(models map[string]string) (*model.Dict, error) {
	file, err := model.Open(models["groups"])
	if err != nil {
		return nil, fmt.Errorf("open model groups: %w", err)
	}
	return file.Dict("groups")
}

// decoder is the scratch of one sentence.
type decoder struct {
	page *Page
	back [][numStates]uint8
}

// never is the score of what cannot be, far from overflow.
const never = -1 << 30

// Find returns the spans of sentence s of doc, in order.
func (f *Finder) Find(doc *text.Document, s int32, who []record.Actor, hints []Hint) []Span {
	d := f.pool.Get().(*decoder)
	defer f.pool.Put(d)
	d.page.Reset(doc, s, who, hints)
	n := d.page.Len()
	if n == 0 {
		return nil
	}
	if cap(d.back) < n {
		d.back = make([][numStates]uint8, n+n/2)
	}
	d.back = d.back[:n]
	var now, next [numStates]int32
	for st := range now {
		now[st] = never
	}
	now[0] = 0 // before the first word: outside, nothing seen
	for i := range n {
		var scores [model.MaxClasses]int32
		f.weights.Add(&scores, d.page.Features(i), 0)
		for to := range numStates {
			best, from := int32(never), uint8(0)
			for _, m := range f.moves[to] {
				if v := now[m.from] + m.score; v > best {
					best, from = v, m.from
				}
			}
			if best > never/2 {
				best += scores[LabelOf(to)]
			}
			next[to], d.back[i][to] = best, from
		}
		now = next
	}
	best := 0
	for st, v := range now {
		if v > now[best] {
			best = st
		}
	}
	path := make([]uint8, n)
	for i := n - 1; i >= 0; i-- {
		path[i] = uint8(LabelOf(best))
		best = int(d.back[i][best])
	}
	return Spans(path, doc.Sentences[s].First)
}

// Spans reads phrases off the labels of a sentence that begins at token first.
func Spans(labels []uint8, first int32) []Span {
	var out []Span
	for i, l := range labels {
		switch {
		case l == 0:
		case l%2 == 0 && i > 0 && (labels[i-1] == l || labels[i-1] == l-1):
			out[len(out)-1].Last++
		default:
			out = append(out, Span{Role(l+1) / 2, first + int32(i), first + int32(i) + 1})
		}
	}
	return out
}

// Hints are what a coding found, each mention of each event.
func Hints(c *record.Coding) []Hint {
	var out []Hint
	var add func(rs []record.Record)
	add = func(rs []record.Record) {
		for i := range rs {
			r := &rs[i]
			for j := range r.Evidence {
				e := &r.Evidence[j]
				out = append(out, Hint{e.TriggerTok, e.Source, e.Target, r.Symmetric})
			}
			add(r.Topics)
		}
	}
	add(c.Records)
	return out
}
