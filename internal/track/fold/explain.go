package fold

import (
	"cmp"
	"fmt"
	"slices"
)

// An Explanation says why the reports of an incident are one.
type Explanation struct {
	ID     string   `json:"id"`
	Copies [][]Copy `json:"copies,omitempty"` // articles of one text, each list more than one
	Joins  []Join   `json:"joins"`            // the pairs that hold the incident together, the best fits first
	Inside []Join   `json:"inside,omitempty"` // pairs of its reports that do not fit each other, and why: other reports hold them together
	Near   []Join   `json:"near,omitempty"`   // events of the same type in the same stories that are other incidents, and why
}

// A Copy is an article that is a copy of the first of its list.
type Copy struct {
	Article string  `json:"article"`
	Share   float64 `json:"share"` // of the smaller one's runs of words, how many stand in the other too
}

// A Join is two records held against each other.
type Join struct {
	A        string  `json:"a"` // record, and its article
	ArticleA string  `json:"article_a"`
	B        string  `json:"b"`
	ArticleB string  `json:"article_b"`
	Common   string  `json:"common"` // what lets them be compared: the story, the text, or day and place
	Score    float64 `json:"score"`
	Fields   []Field `json:"fields,omitempty"`
	Against  string  `json:"against,omitempty"` // what speaks against it
}

// maxNear is how many other incidents an explanation names.
const maxNear = 10

// Explain says why the reports of an incident are one, and why others that share a
// story with it are not of it. all holds the incident and what it may be held
// against; sketch finds an article that one of them names, nil where it is gone.
func Explain(id string, all []Incident, sketch func(article string) *Sketch) (*Explanation, error) {
	k := slices.IndexFunc(all, func(n Incident) bool { return n.ID == id })
	if k < 0 {
		return nil, fmt.Errorf("there is no incident %q", id)
	}
	x := explainer{sketch: sketch, arts: map[string]*art{}, groups: map[string]*group{}, stories: map[string]*story{}}
	mine, err := x.tellings(&all[k])
	if err != nil {
		return nil, err
	}
	out := &Explanation{ID: id}

	// The pairs that fit, the best first; those that bring something together are
	// what the incident rests on.
	var fits []Join
	var at [][2]int
	for i := range mine {
		for j := range i {
			w := x.held(mine[j], mine[i])
			if w.Score == 0 {
				out.Inside = append(out.Inside, w)
			} else if w.Common != "" {
				fits, at = append(fits, w), append(at, [2]int{j, i})
			}
		}
	}
	rank := make([]int, len(fits))
	for i := range rank {
		rank[i] = i
	}
	slices.SortStableFunc(rank, func(a, b int) int { return cmp.Compare(fits[b].Score, fits[a].Score) })
	in := make([]int, len(mine)) // the part that each report is in so far
	for i := range in {
		in[i] = i
	}
	for _, r := range rank {
		a, b := in[at[r][0]], in[at[r][1]]
		if a == b {
			continue
		}
		for i := range in {
			if in[i] == b {
				in[i] = a
			}
		}
		out.Joins = append(out.Joins, fits[r])
	}

	out.Copies = x.copies(mine)

	stories := map[string]bool{}
	for _, r := range all[k].Reports {
		stories[r.Story] = true
	}
	for i := range all {
		n := &all[i]
		if i == k || n.Type != all[k].Type || len(out.Near) == maxNear || !slices.ContainsFunc(n.Reports, func(r Report) bool { return stories[r.Story] }) {
			continue
		}
		theirs, err := x.tellings(n)
		if err != nil {
			return nil, err
		}
		out.Near = append(out.Near, x.nearest(mine, theirs))
	}
	return out, nil
}

// An explainer builds articles anew from what reports say of them.
type explainer struct {
	sketch  func(string) *Sketch
	arts    map[string]*art
	groups  map[string]*group
	stories map[string]*story
}

func (x *explainer) tellings(n *Incident) (out []*telling, err error) {
	for _, r := range n.Reports {
		a := x.arts[r.Article]
		if a == nil {
			s := x.sketch(r.Article)
			if s == nil {
				return nil, fmt.Errorf("article %q of incident %s is not there any more", r.Article, n.ID)
			}
			a = newArt(s)
			x.arts[r.Article] = a
			head := cmp.Or(r.CopyOf, r.Article)
			if x.groups[head] == nil {
				x.groups[head] = &group{head: head}
			}
			if x.stories[r.Story] == nil {
				x.stories[r.Story] = &story{id: r.Story}
			}
			a.group, a.story = x.groups[head], x.stories[r.Story]
			a.group.arts = append(a.group.arts, a)
		}
		k := slices.IndexFunc(a.tellings, func(t *telling) bool { return t.Record == r.Record })
		if k < 0 {
			return nil, fmt.Errorf("record %q of article %q is not there any more", r.Record, r.Article)
		}
		out = append(out, a.tellings[k])
	}
	return out, nil
}

// held holds two tellings against each other and takes down what was found.
func (x *explainer) held(a, b *telling) Join {
	var tr trace
	w := Join{A: a.Record, ArticleA: a.art.ID, B: b.Record, ArticleB: b.art.ID, Score: match(a, b, &tr)}
	w.Fields, w.Against = tr.fields, tr.against
	s, ok1 := a.spot()
	t, ok2 := b.spot()
	switch {
	case a.art.group == b.art.group:
		w.Common = "copies of one text"
	case a.art.story == b.art.story:
		w.Common = "one story"
	case ok1 && ok2 && s == t:
		w.Common = "one day and place"
	}
	return w
}

// nearest is the pair of two incidents that speaks least against their being one.
func (x *explainer) nearest(mine, theirs []*telling) Join {
	var best Join
	for i, a := range mine {
		for j, b := range theirs {
			w := x.held(a, b)
			if i+j == 0 || cmp.Or(cmp.Compare(w.Score, best.Score), cmp.Compare(len(w.Fields), len(best.Fields))) > 0 {
				best = w
			}
		}
	}
	if best.Score > 0 {
		best.Against = "they fit; but one article tells the two apart, or too many days lie between, or neither story nor day and place are the same"
	}
	return best
}

// copies lists the texts that several of the articles have.
func (x *explainer) copies(mine []*telling) (out [][]Copy) {
	done := map[*group]bool{}
	for _, t := range mine {
		g := t.art.group
		if done[g] || len(g.arts) < 2 {
			continue
		}
		done[g] = true
		all := slices.SortedFunc(slices.Values(g.arts), before)
		list := []Copy{{all[0].ID, 1}}
		for _, a := range all[1:] {
			share := 0.0
			for _, b := range all {
				if a != b {
					share = max(share, shareOf(a.Sketch, b.Sketch))
				}
			}
			list = append(list, Copy{a.ID, float64(int(share*1000)) / 1000})
		}
		out = append(out, list)
	}
	return out
}
