package fold

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"

	"entente/internal/record"
)

// A Word is one word of an article as it is compared: folded to small letters,
// and whether it is a name or a figure, which tell stories apart best.
type Word struct {
	Form string
	Name bool
}

// An Article is one report. Day is YYYY-MM-DD, "" where it is unknown.
type Article struct {
	ID        string
	Day       string
	Publisher string
	Words     []Word
	Records   []record.Record
}

// A Sketch is what folding keeps of an article.
type Sketch struct {
	ID        string
	Day       string // YYYY-MM-DD; "" unknown: the article is folded to copies only
	Publisher string
	Shingles  []uint32 // hashes of runs of words, sorted: those under 2^32 >> Scale
	Scale     uint8
	Words     []Weight // sorted by hash
	Tellings  []Telling
}

// A Weight is a word, by its hash, and what it weighs in its article. Weights are
// whole numbers, and the squares of an article's add up to about unit²: sums of
// their products are the same in any order.
type Weight struct {
	Word uint32
	W    uint16
}

const unit = 1 << 15

// A Telling is what an article says of one event: what folding needs of a record.
type Telling struct {
	Record     string
	Act        string
	Type       string // PLOVER
	Quad       int
	Score      float64
	Symmetric  bool
	Counted    bool
	Source     []Party
	Target     []Party
	First      string // days between which it was done; "" unknown
	Last       string
	Place      *Place
	SaidBy     string
	Confidence float64
	Sentence   record.Span
}

// A Party is an actor as folding compares it.
type Party struct {
	Country string
	Sectors []string
	CAMEO   string
	Name    string
	Person  string
	Text    string
	Number  int32 // how many, when said
}

// A Place is where it was done.
type Place struct {
	Name       string  `json:"name,omitempty"`
	GeoNamesID int32   `json:"geonameid,omitempty"`
	Lat        float32 `json:"lat"`
	Lon        float32 `json:"lon"`
	Admin1     string  `json:"admin1,omitempty"`
	Country    string  `json:"country,omitempty"`
	Feature    string  `json:"feature,omitempty"`
	Resolution string  `json:"resolution"`
}

// Names and figures count nameWeight times as much as other words, and two of
// them side by side are a word of their own; of an article the keptWords heaviest
// words are kept. All set on development text.
const (
	nameWeight = 3
	pairWeight = 2
	keptWords  = 64
)

// NewSketch makes the sketch of an article. rarity says how much a word in small
// letters tells, the natural logarithm of one in how many articles has it; it must
// be the same for all articles that are folded together.
func NewSketch(a Article, rarity func(word string) float64) Sketch {
	s := Sketch{ID: a.ID, Day: a.Day, Publisher: a.Publisher}
	if dayNumber(s.Day) == 0 {
		s.Day = "" // a month or a year is no day
	}
	s.Shingles, s.Scale = sample(shingles(a.Words))
	s.Words = weigh(a.Words, rarity)
	for i := range a.Records {
		if r := &a.Records[i]; len(r.Source)+len(r.Target) > 0 {
			s.Tellings = append(s.Tellings, tellingOf(r))
		}
	}
	return s
}

func tellingOf(r *record.Record) Telling {
	t := Telling{Record: r.ID, Act: r.Act, Symmetric: r.Symmetric, Counted: r.Counted, Source: parties(r.Source), Target: parties(r.Target),
		First: r.Date.Start, Last: r.Date.End, SaidBy: r.SaidBy, Confidence: r.Confidence}
	if dayNumber(t.First) == 0 || dayNumber(t.Last) == 0 {
		t.First, t.Last = "", ""
	}
	if c := r.In("plover"); c != nil {
		t.Type, t.Quad = c.Type, c.Quad
		if c.Score != nil {
			t.Score = *c.Score
		}
	}
	if p := r.Place; p != nil {
		t.Place = &Place{p.Name, p.GeoNamesID, p.Lat, p.Lon, p.Admin1, p.Country, p.Feature, p.Resolution}
	}
	if len(r.Evidence) > 0 {
		t.Sentence = r.Evidence[0].SentenceSpan
	}
	return t
}

func parties(actors []record.Actor) (out []Party) {
	for i := range actors {
		a := &actors[i]
		out = append(out, Party{a.Country, a.Sectors, a.CAMEO, a.Name, a.Person, a.Text, a.Number})
	}
	return out
}

// weigh finds the words that tell most of what an article is about: by how often
// they stand there, and how rare they are.
func weigh(words []Word, rarity func(string) float64) []Weight {
	type count struct {
		n, rare float64
	}
	counts := map[uint32]count{}
	bump := func(word string, rare, by float64) {
		h := hashOf(word)
		c := counts[h]
		counts[h] = count{c.n + by, max(c.rare, rare)}
	}
	last, lastRare := "", 0.0
	for _, w := range words {
		rare := rarity(w.Form)
		if !w.Name {
			if len(w.Form) > 2 {
				bump(stem(w.Form), rare, 1)
			}
			last = ""
			continue
		}
		bump(w.Form, rare, nameWeight)
		if last != "" {
			bump(last+" "+w.Form, max(rare, lastRare), pairWeight)
		}
		last, lastRare = w.Form, rare
	}
	type weight struct {
		word uint32
		w    float64
	}
	all := make([]weight, 0, len(counts))
	for h, c := range counts {
		if w := (1 + math.Log(c.n)) * c.rare; w > 0 {
			all = append(all, weight{h, w})
		}
	}
	slices.SortFunc(all, func(a, b weight) int { return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(a.word, b.word)) })
	all = all[:min(len(all), keptWords)]
	norm := 0.0
	for _, x := range all {
		norm += x.w * x.w
	}
	out := make([]Weight, len(all))
	for i, x := range all {
		out[i] = Weight{x.word, uint16(math.Round(unit * x.w / math.Sqrt(norm)))}
	}
	slices.SortFunc(out, func(a, b Weight) int { return cmp.Compare(a.Word, b.Word) })
	return out
}

func hashOf(s string) uint32 {
	h := fnv.New64a()
	h.Write([]byte(s))
	x := h.Sum64()
	return uint32(x ^ x>>32)
}

// stem cuts common endings, so that "elections" is "election".
func stem(w string) string {
	if len(w) > 4 {
		for _, e := range [...]string{"ing", "ed", "es", "s"} {
			if len(w) > len(e)+2 && w[len(w)-len(e):] == e {
				return w[:len(w)-len(e)]
			}
		}
	}
	return w
}
