package corpus

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// An ECBMention is words of an article that stand for an event, and which event.
type ECBMention struct {
	Doc   int
	Span  record.Span
	Event string
}

// ReadECB reads the articles of ECB+ in the order of their names, with their
// subtopics: those of the first edition and those that were added, and their
// mentions of events. A first sentence that is the article's address is left out.
func ReadECB(dir string) (docs []*text.Document, gold []string, mentions []ECBMention, err error) {
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
		docs = append(docs, &text.Document{ID: name, Body: body.String(), Language: "en"})
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
func (x *ecbArticle) events(doc int, name string, at map[int]record.Span) (out []ECBMention) {
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
		out = append(out, ECBMention{doc, record.Span{Start: first.Start, End: last.End}, e})
	}
	return out
}
