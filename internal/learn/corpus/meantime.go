package corpus

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// A Wikinews is one sentence of the MEANTIME corpus with its events.
type Wikinews struct {
	Article string
	Body    string
	Events  []WikinewsEvent
}

// A WikinewsEvent is one event mention, as annotated. Certainty is CERTAIN,
// PROBABLE, POSSIBLE or UNDERSPECIFIED, Polarity POS, NEG or UNDERSPECIFIED,
// Time FUTURE, NON_FUTURE or UNDERSPECIFIED; "" was left out.
type WikinewsEvent struct {
	At                        text.Span
	Words                     string
	Certainty, Polarity, Time string
}

const wikinewsWant = "a folder of folders of XML articles of the MEANTIME corpus, or one such article"

// ReadWikinews reads the articles under path, in the order of their names.
func ReadWikinews(path string) ([]Wikinews, error) {
	files := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		var err error
		if files, err = filepath.Glob(filepath.Join(path, "*", "*.xml")); err != nil {
			return nil, err
		}
		more, err := filepath.Glob(filepath.Join(path, "*.xml"))
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
		sort.Strings(files)
	}
	if len(files) == 0 {
		return nil, &diag.Error{File: path, Msg: "no article here", Hint: "expected " + wikinewsWant, Reason: diag.Empty}
	}
	var all []Wikinews
	for _, f := range files {
		b, err := Read(f, wikinewsWant)
		if err != nil {
			return nil, err
		}
		sents, err := wikinews(b)
		if err != nil {
			return nil, &diag.Error{File: f, Msg: err.Error(), Hint: "expected " + wikinewsWant, Reason: diag.Syntax}
		}
		all = append(all, sents...)
	}
	return all, nil
}

// wikinews reads one article. An event of several words is at the first of
// them, in the text's order, which bears its tense.
func wikinews(b []byte) ([]Wikinews, error) {
	var doc struct {
		ID     string `xml:"doc_id,attr"`
		Tokens []struct {
			ID       string `xml:"t_id,attr"`
			Sentence string `xml:"sentence,attr"`
			Form     string `xml:",chardata"`
		} `xml:"token"`
		Events []struct {
			Certainty string `xml:"certainty,attr"`
			Polarity  string `xml:"polarity,attr"`
			Time      string `xml:"time,attr"`
			Anchors   []struct {
				ID string `xml:"t_id,attr"`
			} `xml:"token_anchor"`
		} `xml:"Markables>EVENT_MENTION"`
	}
	if err := xml.Unmarshal(b, &doc); err != nil {
		return nil, err
	}
	type place struct {
		sentence int
		at       text.Span
		order    int
		form     string
	}
	places := map[string]place{}
	var out []Wikinews
	for i := 0; i < len(doc.Tokens); {
		j := i
		var words []string
		for ; j < len(doc.Tokens) && doc.Tokens[j].Sentence == doc.Tokens[i].Sentence; j++ {
			words = append(words, strings.TrimSpace(doc.Tokens[j].Form))
		}
		body, at := joined(words)
		for k := i; k < j; k++ {
			places[doc.Tokens[k].ID] = place{len(out), at[k-i], k, words[k-i]}
		}
		out = append(out, Wikinews{Article: doc.ID, Body: body})
		i = j
	}
	for _, e := range doc.Events {
		var at []place
		for _, a := range e.Anchors {
			if p, ok := places[a.ID]; ok {
				at = append(at, p)
			}
		}
		if len(at) == 0 {
			continue // an event that only the reader adds
		}
		sort.Slice(at, func(i, j int) bool { return at[i].order < at[j].order })
		words := make([]string, len(at))
		for i := range at {
			words[i] = at[i].form
		}
		s := &out[at[0].sentence]
		s.Events = append(s.Events, WikinewsEvent{at[0].at, strings.Join(words, " "), e.Certainty, e.Polarity, e.Time})
	}
	return out, nil
}
