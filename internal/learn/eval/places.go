package eval

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/coding/place"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/reading/parse"
	"entente/internal/record"
	"entente/internal/text"
)

// A placeDoc is one document with the toponyms that people marked in it.
type placeDoc struct {
	id   string
	text string
	page *text.Document // parsed
	gold []goldPlace
}

type goldPlace struct {
	start, end int
	phrase     string
	id         int64
	lat, lon   float64
	fcode      string
	state      string // name, as the corpus has it
	country    string // ISO 3166 alpha-3; empty: it lies in no single state
	located    bool   // has a point
	adjective  bool   // "Turkish", "Americans": not a place name
}

// scored reports whether a mark counts: it names a place, and has a point.
func (q *goldPlace) scored() bool { return q.located && !q.adjective }

// A PlaceScore is what Places measures on one corpus. Figures that begin with
// Given are measured with the gold spans handed to the locator, so that they
// tell of choosing between namesakes and of nothing else.
type PlaceScore struct {
	Precision, Recall, F1       float64 // spans; adjectives of nations and unlocated gold left out
	Overlap                     float64 // share of gold that was found, exactly or overlapping
	Acc161, Country             float64 // of the found: within 161 km or the same entry; right state
	Acc161All                   float64 // of all
	MeanKm, MedianKm            float64
	GivenCountry, GivenAcc161   Figure // of all gold spans: right state; within 161 km
	Gold, Adjectives, Stateless int    // gold spans; left out as adjectives; without a state of their own
	GivenUnknown                int    // gold spans that no entry of the gazetteer bears the name of
}

// Places scores the finding and resolving of toponyms on TR-News and LGL. With
// verbose, it lists what went wrong.
func Places(sharedDir string, files fs.FS, models map[string]string, gaz string, w io.Writer, verbose bool) (map[string]PlaceScore, error) {
	g, err := gazetteer.Open(gaz)
	if err != nil {
		return nil, err
	}
	locator, err := place.New(g, files)
	if err != nil {
		return nil, err
	}
	parser, err := parse.New(files, models)
	if err != nil {
		return nil, err
	}
	scores := map[string]PlaceScore{}
	for _, corpus := range []string{"TR-News", "LGL"} {
		docs, err := readPlaceDocs(filepath.Join(sharedDir, "data", "geo", corpus+".xml"), g, parser)
		if err != nil {
			return nil, err
		}
		s := scorePlaces(docs, locator, w, verbose)
		scoreGiven(&s, docs, locator, w, verbose)
		scores[corpus] = s
		fmt.Fprintf(w, "%-8s P %.3f R %.3f F1 %.3f (overlap R %.3f)  Acc@161 of found %.3f, of all %.3f  country of found %.3f  mean %.0f km median %.0f km\n",
			corpus, s.Precision, s.Recall, s.F1, s.Overlap, s.Acc161, s.Acc161All, s.Country, s.MeanKm, s.MedianKm)
		fmt.Fprintf(w, "%-8s gold spans given: country right %v, Acc@161 %v; %d spans (%d adjectives of nations left out), %d in no single state, %d unknown to the gazetteer\n",
			"", s.GivenCountry, s.GivenAcc161, s.Gold, s.Adjectives, s.Stateless, s.GivenUnknown)
	}
	return scores, nil
}

func scorePlaces(docs []placeDoc, locator *place.Locator, w io.Writer, verbose bool) PlaceScore {
	var tp, np, ng, overlap, country, near161 float64
	var kms []float64
	for _, d := range docs {
		found := locator.Locate(d.page, nil)
		used := make([]bool, len(d.gold))
		for _, f := range found {
			exact, over, excused := -1, -1, false
			for i, q := range d.gold {
				if int(f.Span.Start) < q.end && q.start < int(f.Span.End) {
					if !q.scored() {
						excused = true
						continue
					}
					over = i
					if int(f.Span.Start) == q.start && int(f.Span.End) == q.end {
						exact = i
					}
				}
			}
			if over < 0 && excused {
				continue
			}
			np++
			if exact >= 0 {
				tp++
			}
			if over < 0 {
				if verbose {
					fmt.Fprintf(w, "FALSE\t%s\t%s\t%v\t%s\t%s\n", f.Text, f.Why.Rule, f.Metonym, d.id, around(d.text, int(f.Span.Start), int(f.Span.End)))
				}
				continue
			}
			if exact >= 0 {
				over = exact
			}
			q := &d.gold[over]
			if used[over] {
				continue
			}
			used[over] = true
			overlap++
			km := q.away(&f)
			kms = append(kms, km)
			if km <= 161 {
				near161++
			} else if verbose {
				reportFar(w, "FAR", &d, q, &f, km)
			}
			if f.Country == q.country {
				country++
			}
		}
		for i := range d.gold {
			q := &d.gold[i]
			if !q.scored() {
				continue
			}
			ng++
			if !used[i] && verbose {
				fmt.Fprintf(w, "MISSED\t%s\t%s\t%s\t%s\n", q.phrase, q.fcode, d.id, around(d.text, q.start, q.end))
			}
		}
	}
	s := PlaceScore{Precision: tp / np, Recall: tp / ng, Overlap: overlap / ng, Acc161: near161 / overlap, Acc161All: near161 / ng, Country: country / overlap}
	s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	slices.Sort(kms)
	for _, k := range kms {
		s.MeanKm += k / float64(len(kms))
	}
	if len(kms) > 0 {
		s.MedianKm = kms[len(kms)/2]
	}
	return s
}

// scoreGiven measures the choice between namesakes alone: the locator is told
// where the names stand. A name that the gazetteer does not know has no point,
// and only the state that its page speaks of most. A document is drawn whole
// for the intervals.
func scoreGiven(s *PlaceScore, docs []placeDoc, locator *place.Locator, w io.Writer, verbose bool) {
	sample := NewSample(4) // right state, with a state, near, all
	for i := range docs {
		d := &docs[i]
		var spans []record.Span
		var golds []*goldPlace
		for j := range d.gold {
			q := &d.gold[j]
			if q.adjective {
				s.Adjectives++
			}
			if !q.scored() || len(spans) > 0 && int(spans[len(spans)-1].End) > q.start {
				continue
			}
			spans = append(spans, record.Span{Start: int32(q.start), End: int32(q.end)})
			golds = append(golds, q)
		}
		for k, f := range locator.LocateAt(d.page, nil, spans) {
			q := golds[k]
			s.Gold++
			var right, state, near float64
			if q.country == "" {
				s.Stateless++
			} else {
				state = 1
				if f.Country == q.country {
					right = 1
				}
			}
			if f.Name == "" {
				s.GivenUnknown++
				if verbose {
					fmt.Fprintf(w, "UNKNOWN\t%s\t%d %s %s\t%s\t%s\n", q.phrase, q.id, q.fcode, q.country, d.id, around(d.text, q.start, q.end))
				}
			} else if km := q.away(&f); km <= 161 {
				near = 1
			} else if verbose {
				reportFar(w, "GIVEN-FAR", d, q, &f, km)
			}
			sample.Add(d.id, right, state, near, 1)
		}
	}
	s.GivenCountry, s.GivenAcc161 = sample.Ratio(0, 1), sample.Ratio(2, 3)
}

// away is how far from the gold the place found lies, in km.
func (q *goldPlace) away(f *record.Place) float64 {
	if int64(f.GeoNamesID) == q.id {
		return 0
	}
	return distance(float64(f.Lat), float64(f.Lon), q.lat, q.lon)
}

func reportFar(w io.Writer, kind string, d *placeDoc, q *goldPlace, f *record.Place, km float64) {
	fmt.Fprintf(w, "%s\t%s\t%s %s %s\twant %d %s %s\t%.0f km\t%s\t%s\t%s\n", kind, f.Text, f.Name, f.Admin1, f.Country, q.id, q.fcode, q.state, km, f.Why.Detail, d.id, around(d.text, int(f.Span.Start), int(f.Span.End)))
}

// A stateFinder says in which state a gold mark lies: the state that the
// corpus names, else that of the gazetteer's entry of the same GeoNames id,
// else none, as for seas and continents.
type stateFinder struct {
	g  *gazetteer.Gazetteer
	by map[int64]string
}

func newStateFinder(g *gazetteer.Gazetteer) stateFinder {
	f := stateFinder{g, map[int64]string{}}
	for i := range g.Len() {
		if p := g.Place(gazetteer.ID(i)); p.GeoNamesID != 0 {
			f.by[int64(p.GeoNamesID)] = p.Country
		}
	}
	return f
}

func (f stateFinder) country(q *goldPlace) (string, error) {
	if q.state == "" {
		return f.by[q.id], nil
	}
	h := f.g.Lookup(gazetteer.KeyOf(q.state))
	for i := range h.Len() {
		if p := f.g.Place(h.At(i).ID); gazetteer.ClassOf(p.Feature) == gazetteer.Country {
			return p.Country, nil
		}
	}
	return "", fmt.Errorf("%q of a mark is no state of the gazetteer", q.state)
}

func around(s string, from, to int) string {
	a, b := max(0, from-40), min(len(s), to+40)
	return strings.ReplaceAll(s[a:from]+"["+s[from:to]+"]"+s[to:b], "\n", " ")
}

// distance is along the great circle, in km.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	r := math.Pi / 180
	a := math.Pow(math.Sin((lat2-lat1)*r/2), 2) + math.Cos(lat1*r)*math.Cos(lat2*r)*math.Pow(math.Sin((lon2-lon1)*r/2), 2)
	return 2 * 6371 * math.Asin(math.Min(1, math.Sqrt(a)))
}

// readPlaceDocs reads the corpora's form, in which places are counted in
// characters. Marks that are a little off are moved to the nearest place where
// the phrase stands.
func readPlaceDocs(path string, g *gazetteer.Gazetteer, parser *parse.Parser) ([]placeDoc, error) {
	states := newStateFinder(g)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var file struct {
		Articles []struct {
			ID       string `xml:"docid,attr"`
			Text     string `xml:"text"`
			Toponyms []struct {
				Start  int    `xml:"start"`
				End    int    `xml:"end"`
				Phrase string `xml:"phrase"`
				Tag    *struct {
					ID      string `xml:"geonameid,attr"`
					Name    string `xml:"name"`
					Lat     string `xml:"lat"`
					Lon     string `xml:"lon"`
					Country string `xml:"country"`
					Fcode   string `xml:"fcode"`
				} `xml:"gaztag"`
			} `xml:"toponyms>toponym"`
		} `xml:"article"`
	}
	if err := xml.NewDecoder(f).Decode(&file); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	var docs []placeDoc
	for _, a := range file.Articles {
		d := placeDoc{id: a.ID, text: a.Text, page: &text.Document{ID: a.ID, Language: "en", Body: a.Text}}
		parser.Parse(d.page)
		offsets := runeOffsets(a.Text)
		for _, t := range a.Toponyms {
			q := goldPlace{phrase: strings.TrimSpace(t.Phrase)}
			if t.Start < 0 || t.Start >= len(offsets) {
				continue
			}
			q.start = nearest(a.Text, q.phrase, offsets[t.Start])
			if q.start < 0 {
				continue
			}
			q.end = q.start + len(q.phrase)
			if t.Tag != nil {
				q.id, _ = strconv.ParseInt(t.Tag.ID, 10, 64)
				lat, err := strconv.ParseFloat(t.Tag.Lat, 64)
				lon, err2 := strconv.ParseFloat(t.Tag.Lon, 64)
				q.lat, q.lon, q.located = lat, lon, err == nil && err2 == nil
				q.fcode, q.state = t.Tag.Fcode, t.Tag.Country
				if q.country, err = states.country(&q); err != nil {
					return nil, fmt.Errorf("read %s: %w", path, err)
				}
				q.adjective = isAdjective(q.phrase, t.Tag.Fcode, t.Tag.Name)
			}
			d.gold = append(d.gold, q)
		}
		slices.SortFunc(d.gold, func(x, y goldPlace) int { return cmp.Compare(x.start, y.start) })
		docs = append(docs, d)
	}
	return docs, nil
}

// isAdjective tells "Russian", "Americans", "Briton" from names of places.
func isAdjective(phrase, fcode, name string) bool {
	if !strings.HasPrefix(fcode, "PCL") && fcode != "CONT" && fcode != "ADM1" && fcode != "RGN" && fcode != "AREA" && fcode != "ADMD" {
		return false
	}
	if strings.EqualFold(phrase, name) {
		return false
	}
	p := strings.TrimSuffix(strings.ToLower(phrase), "s")
	for _, s := range []string{"ian", "cuban", "kenyan", "lankan", "basque", "abkhaz", "dagestani", "ish", "ese", "can", "ench", "iraqi", "israeli", "pakistani", "afghan", "greek", "german", "arab", "thai", "turk", "dutch", "swiss", "briton", "spaniard", "kurd", "yemeni", "saudi", "omani", "kuwaiti", "qatari", "bahraini", "cypriot", "german", "pole", "dane", "swede", "finn", "serb", "croat", "czech", "slovak", "somali", "kazakh", "uzbek", "bengali", "nepali", "emirati", "chechen", "welsh", "scot", "filipino", "chinese", "texan", "azerbaijani", "european", "african", "asian"} {
		if strings.HasSuffix(p, s) && p != "japan" && p != "michigan" {
			return true
		}
	}
	return false
}

func runeOffsets(s string) []int {
	out := make([]int, 0, len(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}

func nearest(s, phrase string, at int) int {
	if phrase == "" {
		return -1
	}
	best := -1
	for _, from := range []int{at, at - 12} {
		if from < 0 {
			from = 0
		}
		for from > 0 && !utf8.RuneStart(s[from]) {
			from--
		}
		if i := strings.Index(s[from:], phrase); i >= 0 && i < 400 && (best < 0 || abs(from+i-at) < abs(best-at)) {
			best = from + i
		}
	}
	return best
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}
