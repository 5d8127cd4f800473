package corpus

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/internal/text"
)

// ReadECB reads the articles of ECB+ in the order of their names, with their
// subtopics: those of the first edition and those that were added. A first
// sentence that is the article's address is left out.
func ReadECB(dir string) (docs []*text.Document, gold []string, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.xml"))
	if err != nil {
		return nil, nil, err
	}
	if len(paths) == 0 {
		return nil, nil, fmt.Errorf("no ECB+ articles under %s", dir)
	}
	slices.Sort(paths)
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, nil, err
		}
		var x struct {
			Tokens []struct {
				Sentence int    `xml:"sentence,attr"`
				Form     string `xml:",chardata"`
			} `xml:"token"`
		}
		if err := xml.Unmarshal(b, &x); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", p, err)
		}
		var body strings.Builder
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
			body.WriteString(t.Form)
		}
		name := strings.TrimSuffix(filepath.Base(p), ".xml")
		topic, rest, _ := strings.Cut(name, "_")
		if strings.HasSuffix(rest, "ecbplus") {
			topic += "+"
		}
		docs = append(docs, &text.Document{ID: name, Body: body.String(), Language: "en"})
		gold = append(gold, topic)
	}
	return docs, gold, nil
}
