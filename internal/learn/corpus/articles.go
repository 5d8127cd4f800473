package corpus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

const articlesWant = "a folder of NAME.txt, a folder of topics with ECB+ articles, an XML file of articles with a text each, or lines of JSON with a text each"

// ReadArticles reads the articles of a corpus in their order there, for those
// who code running text: a folder of texts (a day in a file's name is that of
// publication), the topics of ECB+, a file of articles as the corpora of places
// have it, or lines of JSON.
func ReadArticles(path string) ([]*text.Document, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &diag.Error{File: path, Msg: err.Error(), Hint: "expected " + articlesWant, Reason: diag.Missing}
	}
	var docs []*text.Document
	switch {
	case !info.IsDir() && filepath.Ext(path) == ".xml":
		docs, err = placeArticles(path)
	case !info.IsDir() && filepath.Ext(path) == ".tsv":
		docs, err = labelledArticles(path)
	case !info.IsDir():
		docs, err = jsonArticles(path)
	default:
		if topics, _ := filepath.Glob(filepath.Join(path, "*", "*.xml")); len(topics) > 0 {
			docs, _, _, err = ReadECB(path)
		} else if timed, _ := filepath.Glob(filepath.Join(path, "*", "*.tml")); len(timed) > 0 {
			docs, err = timeArticles(timed)
		} else {
			docs, err = textArticles(path)
		}
	}
	if err == nil && len(docs) == 0 {
		err = &diag.Error{File: path, Msg: "no article", Hint: "expected " + articlesWant, Reason: diag.Missing}
	}
	return docs, err
}

// Mark names an article by its text, so that a table of labels can speak of it
// without holding it: the first twelve digits of the text's SHA-256.
func Mark(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:6])
}

func article(id, body, published string) *text.Document {
	d := &text.Document{ID: id, Body: strings.TrimSpace(body), Language: "en"}
	if _, err := fmt.Sscanf(published, "%4d-%2d-%2d", &d.Published.Year, &d.Published.Month, &d.Published.Day); err != nil {
		d.Published = text.Date{}
	}
	return d
}

func placeArticles(path string) ([]*text.Document, error) {
	b, err := Read(path, articlesWant)
	if err != nil {
		return nil, err
	}
	var file struct {
		Articles []struct {
			ID   string `xml:"docid,attr"`
			Day  string `xml:"dltime"`
			Text string `xml:"text"`
		} `xml:"article"`
	}
	if err := xml.Unmarshal(b, &file); err != nil {
		return nil, Malformed(path, 0, err.Error(), articlesWant)
	}
	var docs []*text.Document
	for _, a := range file.Articles {
		docs = append(docs, article(a.ID, a.Text, strings.TrimSpace(a.Day)))
	}
	return docs, nil
}

func jsonArticles(path string) ([]*text.Document, error) {
	b, err := Read(path, articlesWant)
	if err != nil {
		return nil, err
	}
	var docs []*text.Document
	line := 0
	for l := range bytes.Lines(b) {
		line++
		if len(bytes.TrimSpace(l)) == 0 {
			continue
		}
		var a struct{ ID, URL, Text string }
		if err := json.Unmarshal(l, &a); err != nil {
			return nil, Malformed(path, line, err.Error(), articlesWant)
		}
		docs = append(docs, article(a.ID, a.Text, ""))
	}
	return docs, nil
}

// labelledArticles are the first columns of a file of "text, label".
func labelledArticles(path string) ([]*text.Document, error) {
	b, err := Read(path, articlesWant)
	if err != nil {
		return nil, err
	}
	var docs []*text.Document
	for l := range strings.Lines(string(b)) {
		body, _, ok := strings.Cut(strings.TrimRight(l, "\r\n"), "\t")
		if ok {
			docs = append(docs, article(strconv.Itoa(len(docs)+1), strings.Trim(body, `"`), ""))
		}
	}
	return docs, nil
}

var (
	timeTag = regexp.MustCompile(`<[^<>]*>`)
	timeDay = regexp.MustCompile(`<DCT><TIMEX3[^>]* value="(\d{4}-\d\d-\d\d)`)
)

// timeArticles are the texts of TimeML documents without their tags.
func timeArticles(paths []string) ([]*text.Document, error) {
	var docs []*text.Document
	for _, p := range paths { // in the order of names
		b, err := Read(p, articlesWant)
		if err != nil {
			return nil, err
		}
		_, body, _ := strings.Cut(string(b), "<TEXT>")
		body, _, _ = strings.Cut(body, "</TEXT>")
		body = html.UnescapeString(timeTag.ReplaceAllString(body, ""))
		day := ""
		if m := timeDay.FindSubmatch(b); m != nil {
			day = string(m[1])
		}
		docs = append(docs, article(strings.TrimSuffix(filepath.Base(p), ".tml"), body, day))
	}
	return docs, nil
}

var dayInName = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

func textArticles(dir string) ([]*text.Document, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt")) // in the order of names
	if err != nil {
		return nil, err
	}
	var docs []*text.Document
	for _, p := range paths {
		b, err := Read(p, articlesWant)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(p)
		docs = append(docs, article(strings.TrimSuffix(name, ".txt"), string(b), dayInName.FindString(name)))
	}
	return docs, nil
}
