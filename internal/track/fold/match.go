package fold

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// A telling is a Telling of an article that is open.
type telling struct {
	*Telling
	art         *art
	index       int // in its article
	first, last int // days
	incident    *incident
}

// order is that of all tellings: by article, then as they stand there.
func order(a, b *telling) int {
	if c := before(a.art, b.art); c != 0 {
		return c
	}
	return a.index - b.index
}

// A Field is one thing that two tellings were compared by.
type Field struct {
	Name  string  `json:"field"` // source, target, days, place, act, copy
	Score float64 `json:"score"`
	Note  string  `json:"note"`
}

// A trace takes down what a comparison found; nil does not.
type trace struct {
	fields  []Field
	against string // what spoke against it, "" where nothing does
}

func (t *trace) field(name string, score float64, note string, args ...any) {
	if t != nil {
		t.fields = append(t.fields, Field{name, score, fmt.Sprintf(note, args...)})
	}
}

func (t *trace) no(note string, args ...any) float64 {
	if t != nil {
		t.against = fmt.Sprintf(note, args...)
	}
	return 0
}

// match says how well two tellings fit, 0 where something speaks against it.
func match(a, b *telling, tr *trace) float64 {
	if a.art == b.art {
		return tr.no("one article tells them apart")
	}
	if a.Type != b.Type {
		return tr.no("type %s, not %s", b.Type, a.Type)
	}
	src, ok1 := sides(a.Source, b.Source)
	dst, ok2 := sides(a.Target, b.Target)
	turned := false
	if a.Symmetric || b.Symmetric {
		s, ok3 := sides(a.Source, b.Target)
		d, ok4 := sides(a.Target, b.Source)
		if ok3 && ok4 && (!ok1 || !ok2 || s+d > src+dst) {
			src, ok1, dst, ok2, turned = s, true, d, true, true
		}
	}
	switch {
	case !ok1:
		return tr.no("source %s, not %s", said(b.Source), said(a.Source))
	case !ok2:
		return tr.no("target %s, not %s", said(b.Target), said(a.Target))
	case src+dst == 0:
		return tr.no("no party in common")
	}
	if a.first != 0 && b.first != 0 && (a.first > b.last+1 || b.first > a.last+1) {
		return tr.no("done %s, not %s", span(b), span(a))
	}
	// A report without a day tells of nothing that was done after it came out.
	for _, t := range [2]*telling{a, b} {
		o := a
		if t == a {
			o = b
		}
		if t.first == 0 && t.art.day != 0 && o.first > t.art.day+1 {
			return tr.no("done %s, after a report of %s", span(o), t.art.Day)
		}
	}
	if tr != nil {
		from := b
		if turned {
			from = &telling{Telling: &Telling{Source: b.Target, Target: b.Source}}
		}
		tr.field("source", src, "%s, %s", said(a.Source), said(from.Source))
		tr.field("target", dst, "%s, %s", said(a.Target), said(from.Target))
		tr.field("days", 0, "%s, %s", span(a), span(b))
	}
	score := src + dst
	if p, q := a.Place, b.Place; p != nil && q != nil {
		switch {
		case p.GeoNamesID != 0 && p.GeoNamesID == q.GeoNamesID:
			score++
			tr.field("place", 1, "both %s", p.Name)
		case p.Country != "" && q.Country != "" && p.Country != q.Country:
			return tr.no("in %s (%s), not in %s (%s)", q.Name, q.Country, p.Name, p.Country)
		case point(p) && point(q) && kilometres(p, q) > 100:
			return tr.no("in %s, %.0f km from %s", q.Name, kilometres(p, q), p.Name)
		default:
			tr.field("place", 0, "%s, %s", p.Name, q.Name)
		}
	}
	if a.Act == b.Act {
		score++
		tr.field("act", 1, "both %s", a.Act)
	} else if tr != nil {
		tr.field("act", 0, "%s, %s; both %s", a.Act, b.Act, a.Type)
	}
	if a.art.group.root() == b.art.group.root() {
		score += 2
		tr.field("copy", 2, "the articles are copies")
	}
	return score
}

func said(all []Party) string {
	if len(all) == 0 {
		return "nobody named"
	}
	return strings.Join(codes(all), ", ")
}

func span(t *telling) string {
	switch {
	case t.first == 0:
		return "on no day"
	case t.first == t.last:
		return t.First
	}
	return t.First + " to " + t.Last
}

// sides compares the parties on one side: how well they fit, and false where
// they are surely others.
func sides(a, b []Party) (float64, bool) {
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

func point(p *Place) bool { return p.Resolution == "city" || p.Resolution == "point" }

// kilometres is the way between two places over the ground.
func kilometres(p, q *Place) float64 {
	const r = math.Pi / 180
	a, b := float64(p.Lat)*r, float64(q.Lat)*r
	s := math.Pow(math.Sin((a-b)/2), 2) + math.Cos(a)*math.Cos(b)*math.Pow(math.Sin((float64(p.Lon)-float64(q.Lon))*r/2), 2)
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, s)))
}

// codes are the parties as country and sectors, or their words.
func codes(all []Party) (out []string) {
	for i := range all {
		p := &all[i]
		s := strings.TrimSpace(p.Country + " " + strings.Join(p.Sectors, " "))
		if s == "" {
			s = p.Text
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
