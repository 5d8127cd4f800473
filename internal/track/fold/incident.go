package fold

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"entente/internal/record"
)

// An Incident is what was done once, as all reports together tell it.
type Incident struct {
	ID            string         `json:"id"`
	Act           string         `json:"act"`
	Type          string         `json:"type"`            // PLOVER
	Quad          int            `json:"quad,omitempty"`  // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Score         float64        `json:"score,omitempty"` // PLOVER's, from -10 conflict to 10 cooperation
	Symmetric     bool           `json:"symmetric,omitempty"`
	Source        []string       `json:"source"`
	Target        []string       `json:"target"`
	First         string         `json:"first"` // days between which it was done
	Last          string         `json:"last"`
	Place         *record.Place  `json:"place,omitempty"`
	Counted       bool           `json:"counted"`
	Independent   int            `json:"independent"` // reports that are no copies of each other
	Publishers    []string       `json:"publishers,omitempty"`
	Earliest      string         `json:"earliest,omitempty"` // day of the first report
	Disagreements []string       `json:"disagreements,omitempty"`
	Reports       []Report       `json:"reports"`
	best          *record.Record // the fullest report
}

// A Report is one record of an incident.
type Report struct {
	Article   string      `json:"article"`
	Record    string      `json:"record"`
	Publisher string      `json:"publisher,omitempty"`
	Published string      `json:"published,omitempty"`
	Counted   bool        `json:"counted"`
	SaidBy    string      `json:"said_by,omitempty"`
	Span      record.Span `json:"sentence"`
	Copy      int         `json:"copy"` // articles of one number are copies of each other
}

// A report while it is folded.
type telling struct {
	article int
	copy    int
	story   int
	r       *record.Record
	first   int // days since 1970; 0 unknown
	last    int
}

// Incidents folds the records of articles. Two records are of one incident when
// their articles are of one story, or say the same day and place, and neither
// type, parties, days nor places speak against it; what one article tells apart
// stays apart.
func Incidents(articles []Article, g Groups) []Incident {
	var all []telling
	for _, i := range byID(articles) {
		a := &articles[i]
		for k := range a.Records {
			r := &a.Records[k]
			if len(r.Source)+len(r.Target) == 0 {
				continue
			}
			all = append(all, telling{i, g.Copy[i], g.Story[i], r, dayNumber(r.Date.Start), dayNumber(r.Date.End)})
		}
	}
	type edge struct {
		a, b  int
		score float64
	}
	var edges []edge
	blocks := map[string][]int{} // by what must be the same
	for i := range all {
		for _, key := range all[i].keys() {
			for _, j := range blocks[key] {
				if s := match(&all[j], &all[i]); s > 0 {
					edges = append(edges, edge{j, i, s})
				}
			}
			blocks[key] = append(blocks[key], i)
		}
	}
	slices.SortStableFunc(edges, func(x, y edge) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	u := newUnion(len(all))
	members := make([][]int, len(all))
	for i := range members {
		members[i] = []int{i}
	}
	for _, e := range edges {
		a, b := u.find(e.a), u.find(e.b)
		if a == b || clash(all, members[a], members[b]) {
			continue
		}
		u.join(a, b)
		r := u.find(a)
		joined := append(slices.Clone(members[a]), members[b]...)
		members[a], members[b] = nil, nil
		members[r] = joined
	}
	var out []Incident
	var of [][]int
	for i := range all {
		if u.find(i) == i {
			slices.Sort(members[i])
			out, of = append(out, incident(articles, all, members[i])), append(of, members[i])
		}
	}
	disputed(out, of, all)
	slices.SortStableFunc(out, func(a, b Incident) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.ID, b.ID)) })
	return out
}

// disputed notes where other articles on the same story have another doer for
// what was done to the same party on the same day: both incidents stay.
func disputed(out []Incident, of [][]int, all []telling) {
	blocks := map[string][]int{}
	for i := range out {
		t := &all[of[i][0]]
		key := fmt.Sprintf("%d %s %s", t.story, out[i].Type, out[i].First)
		for _, j := range blocks[key] {
			a, b := out[j].best, out[i].best
			_, same := sides(a.Source, b.Source)
			target, _ := sides(a.Target, b.Target)
			if same || target == 0 || a.Symmetric || b.Symmetric || out[i].Last != out[j].Last || clash(all, of[i], of[j]) {
				continue
			}
			out[i].Disagreements = append(out[i].Disagreements, fmt.Sprintf("who did it: %s, by %d others", strings.Join(out[j].Source, ", "), out[j].Independent))
			out[j].Disagreements = append(out[j].Disagreements, fmt.Sprintf("who did it: %s, by %d others", strings.Join(out[i].Source, ", "), out[i].Independent))
		}
		blocks[key] = append(blocks[key], i)
	}
}

// keys are the blocks that a telling is compared in: its story, and its type,
// day and place where all are sure.
func (t *telling) keys() []string {
	keys := []string{fmt.Sprintf("s%d %s", t.story, t.r.Type("plover"))}
	if t.first != 0 && t.first == t.last && t.r.Place != nil && t.r.Place.GeoNamesID != 0 {
		keys = append(keys, fmt.Sprintf("d%d %d %s", t.first, t.r.Place.GeoNamesID, t.r.Type("plover")))
	}
	return keys
}

// match says how well two tellings fit, 0 where something speaks against it.
func match(a, b *telling) float64 {
	if a.article == b.article || a.r.Type("plover") != b.r.Type("plover") {
		return 0
	}
	src, ok1 := sides(a.r.Source, b.r.Source)
	dst, ok2 := sides(a.r.Target, b.r.Target)
	if a.r.Symmetric || b.r.Symmetric {
		s, ok3 := sides(a.r.Source, b.r.Target)
		d, ok4 := sides(a.r.Target, b.r.Source)
		if ok3 && ok4 && (!ok1 || !ok2 || s+d > src+dst) {
			src, ok1, dst, ok2 = s, true, d, true
		}
	}
	if !ok1 || !ok2 || src+dst == 0 {
		return 0
	}
	if a.first != 0 && b.first != 0 && (a.first > b.last+1 || b.first > a.last+1) {
		return 0
	}
	score := src + dst
	if p, q := a.r.Place, b.r.Place; p != nil && q != nil {
		switch {
		case p.GeoNamesID != 0 && p.GeoNamesID == q.GeoNamesID:
			score++
		case p.Country != "" && q.Country != "" && p.Country != q.Country:
			return 0
		case point(p) && point(q) && kilometres(p, q) > 100:
			return 0
		}
	}
	if a.r.Act == b.r.Act {
		score++
	}
	if a.copy == b.copy {
		score += 2
	}
	return score
}

// sides compares the parties on one side: how well they fit, and false where
// they are surely others.
func sides(a, b []record.Actor) (float64, bool) {
	if len(a) == 0 || len(b) == 0 {
		return 0, true
	}
	best, open := 0.0, false
	for i := range a {
		for j := range b {
			x, y := &a[i], &b[j]
			switch {
			case x.Country != "" && x.Country == y.Country:
				s := 1.0
				if x.Person != "" && x.Person == y.Person || x.CAMEO == y.CAMEO {
					s = 1.5
				} else if len(x.Sectors) > 0 && len(y.Sectors) > 0 && !overlap(x.Sectors, y.Sectors) {
					s = 0.5
				}
				best = max(best, s)
			case x.Country == "" && y.Country == "" && x.Name != "" && x.Name == y.Name:
				best = max(best, 1)
			case x.Country == "" || y.Country == "":
				open = open || len(x.Sectors) == 0 || len(y.Sectors) == 0 || overlap(x.Sectors, y.Sectors)
			}
		}
	}
	return best, best > 0 || open
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// clash reports whether two groups hold records that one article tells apart.
func clash(all []telling, a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if all[i].article == all[j].article {
				return true
			}
		}
	}
	return false
}

func point(p *record.Place) bool { return p.Resolution == "city" || p.Resolution == "point" }

// kilometres is the way between two places over the ground.
func kilometres(p, q *record.Place) float64 {
	const r = math.Pi / 180
	a, b := float64(p.Lat)*r, float64(q.Lat)*r
	s := math.Pow(math.Sin((a-b)/2), 2) + math.Cos(a)*math.Cos(b)*math.Pow(math.Sin((float64(p.Lon)-float64(q.Lon))*r/2), 2)
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, s)))
}

// incident puts the tellings of one group together.
func incident(articles []Article, all []telling, members []int) Incident {
	var n Incident
	copies := map[int]bool{}
	for _, m := range members {
		t := &all[m]
		a := &articles[t.article]
		n.Reports = append(n.Reports, Report{Article: a.ID, Record: t.r.ID, Publisher: a.Publisher, Published: a.Day, Counted: t.r.Counted, SaidBy: t.r.SaidBy,
			Span: t.r.Evidence[0].SentenceSpan, Copy: t.copy})
		copies[t.copy] = true
		n.Counted = n.Counted || t.r.Counted
		if a.Publisher != "" && !slices.Contains(n.Publishers, a.Publisher) {
			n.Publishers = append(n.Publishers, a.Publisher)
		}
		if a.Day != "" && (n.Earliest == "" || a.Day < n.Earliest) {
			n.Earliest = a.Day
		}
		if n.best == nil || fullness(t.r) > fullness(n.best) {
			n.best = t.r
		}
		// The days that all reports leave; where they leave none, the best one's.
		if t.r.Date.Start != "" {
			n.First, n.Last = max(n.First, t.r.Date.Start), least0(n.Last, t.r.Date.End)
		}
	}
	r := n.best
	if n.First > n.Last {
		n.First, n.Last = r.Date.Start, r.Date.End
	}
	n.Act, n.Type, n.Place, n.Independent = r.Act, r.Type("plover"), r.Place, len(copies)
	n.Source, n.Target, n.Symmetric = codes(r.Source), codes(r.Target), r.Symmetric
	if c := r.In("plover"); c != nil {
		n.Quad = c.Quad
		if c.Score != nil {
			n.Score = *c.Score
		}
	}
	slices.Sort(n.Publishers)
	h := sha256.New()
	for _, p := range n.Reports[:1] {
		fmt.Fprint(h, p.Record)
	}
	n.ID = hex.EncodeToString(h.Sum(nil)[:10])
	return n
}

func least0(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// fullness is how much a record says.
func fullness(r *record.Record) int {
	n := 4*len(codes(r.Source)) + 4*len(codes(r.Target))
	if r.Counted {
		n += 3
	}
	if r.Place != nil {
		n += 2
	}
	if r.Date.Start != "" && r.Date.Start == r.Date.End {
		n += 2
	}
	return n
}

// codes are the actors as country and sectors, or their words.
func codes(actors []record.Actor) (out []string) {
	for i := range actors {
		a := &actors[i]
		s := strings.TrimSpace(a.Country + " " + strings.Join(a.Sectors, " "))
		if s == "" {
			s = a.Text
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func dayNumber(s string) int {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0
	}
	return int(t.Unix() / 86400)
}
