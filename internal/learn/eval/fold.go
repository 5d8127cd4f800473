package eval

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A Grouper folds documents.
type Grouper func(docs []*text.Document) (Folding, error)

// A Folding says what belongs together: for each document the numbers of its copies
// and of its story, and the events told in them.
type Folding struct {
	Copies, Stories []int
	Events          []Told
}

// A Told is an event of a document: where its words stand, and the number of what
// was done once.
type Told struct {
	Doc      int
	Trigger  record.Span
	Incident int
}

// Fold scores the folding of the articles of ECB+: stories against its subtopics
// (each topic has two, of one kind of event), B-cubed, with all articles on one day
// and spread over weeks; events against its coreference of events; and copies
// against altered articles that it makes itself.
func Fold(group Grouper, dir string, o Output) error {
	docs, gold, mentions, err := readECB(dir)
	if err != nil {
		return err
	}
	folded, err := group(docs)
	if err != nil {
		return err
	}
	o.predict("document", "gold", "story")
	for i, d := range docs {
		o.predict(d.ID, gold[i], folded.Stories[i])
	}
	w := o.Report
	distinct := slices.Compact(slices.Sorted(slices.Values(gold)))
	fmt.Fprintf(w, "articles to stories: %s, %d articles of %d stories\n", dir, len(docs), len(distinct))
	p, r, f := bcubed(gold, folded.Stories)
	fmt.Fprintf(w, "B-cubed, all on one day: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	foldEvents(folded.Events, docs, mentions, o)

	online, err := group(spread(docs, gold))
	if err != nil {
		return err
	}
	p, r, f = bcubed(gold, online.Stories)
	fmt.Fprintf(w, "B-cubed, each story over ten days of two months: precision %.3f, recall %.3f, F1 %s\n", p.Value, r.Value, f)
	return foldCopies(group, docs, folded.Copies, o)
}

// spread gives articles days: each story begins on some day of 50 and is told for
// ten days, the first ones being the busiest.
func spread(docs []*text.Document, gold []string) (out []*text.Document) {
	draw := rand.New(rand.NewPCG(20261129, 4))
	begin := map[string]int{}
	for i, d := range docs {
		if _, ok := begin[gold[i]]; !ok {
			begin[gold[i]] = draw.IntN(50)
		}
		day := begin[gold[i]] + draw.IntN(1+draw.IntN(10)) // 0 to 9
		out = append(out, &text.Document{ID: d.ID, Body: d.Body, Language: "en", Published: text.Date{Year: 2026, Month: int8(1 + day/28), Day: int8(1 + day%28)}})
	}
	return out
}

// bcubed is the mean over articles of how much of their group is right, and of
// how much of their gold group is in it. Gold groups are drawn for the interval.
func bcubed(gold []string, got []int) (p, r, f Figure) {
	type cell struct {
		gold string
		got  int
	}
	both, byGold, byGot := map[cell]int{}, map[string]int{}, map[int]int{}
	for i := range gold {
		both[cell{gold[i], got[i]}]++
		byGold[gold[i]]++
		byGot[got[i]]++
	}
	s := NewSample(3)
	for i := range gold {
		n := float64(both[cell{gold[i], got[i]}])
		s.Add(gold[i], n/float64(byGot[got[i]]), n/float64(byGold[gold[i]]), 1)
	}
	all := s.Figures(func(x []float64) []float64 {
		p, r := over(x[0], x[2]), over(x[1], x[2])
		return []float64{p, r, over(2*p*r, p+r)}
	})
	return all[0], all[1], all[2]
}

// evalDay is the day of all articles of ECB+, which are undated: what lies in one
// window of days is the hardest to tell apart.
var evalDay = text.Date{Year: 2026, Month: 1, Day: 1}

// A mention is words of an article that stand for an event, and which event.
type mention struct {
	doc   int
	span  record.Span
	event string
}

// readECB reads the articles of ECB+ in the order of their names, with their
// subtopics: those of the first edition and those that were added, and their
// mentions of events. A first sentence that is the article's address is left out.
func readECB(dir string) (docs []*text.Document, gold []string, mentions []mention, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.xml"))
	if err != nil {
		return nil, nil, nil, err
	}
	if len(paths) == 0 {
		return nil, nil, nil, fmt.Errorf("no ECB+ articles under %s", dir)
	}
	slices.Sort(paths)
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, nil, nil, err
		}
		var x ecbArticle
		if err := xml.Unmarshal(b, &x); err != nil {
			return nil, nil, nil, fmt.Errorf("%s: %w", p, err)
		}
		var body strings.Builder
		at := map[int]record.Span{}
		address := len(x.Tokens) > 0 && x.Tokens[0].Form == "http"
		last := -1
		for _, t := range x.Tokens {
			if address && t.Sentence == 0 {
				continue
			}
			if t.Sentence != last && last >= 0 {
				body.WriteString("\n")
			} else if last >= 0 {
				body.WriteByte(' ')
			}
			last = t.Sentence
			at[t.ID] = record.Span{Start: int32(body.Len()), End: int32(body.Len() + len(t.Form))}
			body.WriteString(t.Form)
		}
		name := strings.TrimSuffix(filepath.Base(p), ".xml")
		topic, rest, _ := strings.Cut(name, "_")
		if strings.HasSuffix(rest, "ecbplus") {
			topic += "+"
		}
		mentions = append(mentions, x.events(len(docs), name, at)...)
		docs = append(docs, &text.Document{ID: name, Body: body.String(), Language: "en", Published: evalDay})
		gold = append(gold, topic)
	}
	return docs, gold, mentions, nil
}

// An ecbArticle is a file of ECB+.
type ecbArticle struct {
	Tokens []struct {
		ID       int    `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Form     string `xml:",chardata"`
	} `xml:"token"`
	Markables struct {
		All []struct {
			XMLName xml.Name
			ID      string `xml:"m_id,attr"`
			Anchors []struct {
				Token int `xml:"t_id,attr"`
			} `xml:"token_anchor"`
		} `xml:",any"`
	} `xml:"Markables"`
	Relations struct {
		All []struct {
			XMLName xml.Name
			ID      string `xml:"r_id,attr"`
			Note    string `xml:"note,attr"`
			Sources []struct {
				ID string `xml:"m_id,attr"`
			} `xml:"source"`
		} `xml:",any"`
	} `xml:"Relations"`
}

// events are the mentions of actions, with the event that they are said to be: of
// several articles, of this one, or their own.
func (x *ecbArticle) events(doc int, name string, at map[int]record.Span) (out []mention) {
	event := map[string]string{}
	for _, r := range x.Relations.All {
		for _, s := range r.Sources {
			if r.XMLName.Local == "CROSS_DOC_COREF" {
				event[s.ID] = r.Note
			} else {
				event[s.ID] = name + " relation " + r.ID
			}
		}
	}
	for _, m := range x.Markables.All {
		if len(m.Anchors) == 0 || !strings.HasPrefix(m.XMLName.Local, "ACTION") && !strings.HasPrefix(m.XMLName.Local, "NEG_ACTION") {
			continue
		}
		first, ok1 := at[m.Anchors[0].Token]
		last, ok2 := at[m.Anchors[len(m.Anchors)-1].Token]
		if !ok1 || !ok2 {
			continue
		}
		e := event[m.ID]
		if e == "" {
			e = name + " mention " + m.ID
		}
		out = append(out, mention{doc, record.Span{Start: first.Start, End: last.End}, e})
	}
	return out
}
