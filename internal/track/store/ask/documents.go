package ask

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
)

// A Document is a row of documents, without its text.
type Document struct {
	ID        string `json:"document" doc:"id: hash of address, publisher, day and text"`
	Name      string `json:"name,omitempty" doc:"file, member of an archive, or id that the source gave"`
	URL       string `json:"url,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Title     string `json:"title,omitempty"`
	Language  string `json:"language,omitempty" doc:"ISO 639"`
	Published string `json:"published,omitempty" doc:"day of publication"`
	Status    string `json:"status" doc:"coded, no event, off topic, or why it was not coded"`
	Detail    string `json:"detail,omitempty" doc:"the finding in words, where it was not coded"`
	Sentences int    `json:"sentences"`
	Events    int    `json:"events" doc:"records"`
	Counted   int    `json:"counted" doc:"of these, put forward as having happened"`
}

// DocumentFilter chooses documents; an empty field chooses all.
type DocumentFilter struct {
	Span
	Status, Publisher, Language string
}

var documentKeys = []key{day("published"), word("document")}

func documentKey(d *Document) []string { return []string{keyDay(d.Published), d.ID} }

// Documents are the latest first.
func (s Store) Documents(ctx context.Context, f DocumentFilter, p Page) ([]Document, string, error) {
	return list(ctx, s, "documents", f.where(), documentKeys, documentKey, p)
}

func (f *DocumentFilter) where() (w conditions) {
	w.within("published", f.Span)
	w.is("status", f.Status)
	w.is("publisher", f.Publisher)
	w.is("language", f.Language)
	return w
}

// A WholeDocument is a document with all that was made of it.
type WholeDocument struct {
	Document
	Dateline  string            `json:"dateline,omitempty" doc:"place of the dateline, as written"`
	Text      string            `json:"text" doc:"the text that offsets (in bytes) point into"`
	Zones     []Zone            `json:"zones" sql:"-" doc:"stretches of the text that are no running prose"`
	Version   int               `json:"version" doc:"of the program and its knowledge: see coverage"`
	Batch     int               `json:"batch" doc:"commit that it came with"`
	Story     string            `json:"story,omitempty" sql:"-" doc:"documents of one story are about one thing"`
	CopyOf    string            `json:"copy_of,omitempty" sql:"-" doc:"the first document of this text, where it is another"`
	Incidents []string          `json:"incidents" sql:"-" doc:"that its records tell of"`
	Records   []json.RawMessage `json:"records" sql:"-" doc:"with all evidence and reasons, as POST /v1/code puts them out"`
}

// A Zone is a stretch of a text.
type Zone struct {
	Start int    `json:"start"`
	End   int    `json:"end" doc:"half open"`
	Kind  string `json:"kind"`
}

// Document is one document, nil where there is none of this id.
func (s Store) Document(ctx context.Context, id string) (*WholeDocument, error) {
	d, err := one[WholeDocument](ctx, s, "FROM documents WHERE document = ?", id)
	if d == nil || err != nil {
		return nil, err
	}
	type row struct {
		Zones  string `json:"zones"`
		Story  string `json:"story" sql:"(SELECT any_value(story) FROM stories s WHERE s.document = d.document)"`
		CopyOf string `json:"copy_of" sql:"(SELECT any_value(copy_of) FROM stories s WHERE s.document = d.document)"`
	}
	r, err := one[row](ctx, s, "FROM documents d WHERE document = ?", id)
	if err != nil {
		return nil, err
	}
	if r != nil {
		d.Zones, d.Story, d.CopyOf = readZones(r.Zones), r.Story, r.CopyOf
	}
	type told struct {
		Incident string `json:"incident"`
	}
	all1, err := all[told](ctx, s, "FROM (SELECT DISTINCT incident FROM reports WHERE document = ?) ORDER BY incident", id)
	if err != nil {
		return nil, err
	}
	d.Incidents = []string{}
	for _, t := range all1 {
		d.Incidents = append(d.Incidents, t.Incident)
	}
	d.Records, err = s.records(ctx, "document = ?", id)
	return d, err
}

// records are whole records in the order of their documents and places in these.
func (s Store) records(ctx context.Context, where string, args ...any) ([]json.RawMessage, error) {
	type row struct {
		Record json.RawMessage `json:"record"`
	}
	rows, err := all[row](ctx, s, "FROM records WHERE "+where+" ORDER BY document, CAST(record->'text_info'->>'start' AS INTEGER), id", args...)
	out := []json.RawMessage{}
	for _, r := range rows {
		out = append(out, r.Record)
	}
	return out, err
}

// readZones reads "0-27 dateline; 28-60 title".
func readZones(s string) []Zone {
	out := []Zone{}
	for part := range strings.SplitSeq(s, "; ") {
		m := zone.FindStringSubmatch(part)
		if m == nil {
			continue
		}
		out = append(out, Zone{number(m[1]), number(m[2]), m[3]})
	}
	return out
}

var zone = regexp.MustCompile(`^(\d{1,9})-(\d{1,9}) (.+)$`)

func number(s string) (n int) {
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// A Hit is a document in whose text or title the words stand.
type Hit struct {
	Document
	Snippets []Snippet `json:"snippets" sql:"-" doc:"the first places in the text; none where only the title has the words"`
}

// A Snippet is a place in a text.
type Snippet struct {
	Start int    `json:"start" doc:"of the words found, in bytes of the text"`
	End   int    `json:"end"`
	Text  string `json:"text" doc:"the words with what stands around them: plain text, no HTML"`
}

// Search finds documents that have the words of q, next to each other and in this
// order, in text or title; capitals and small letters are alike. The latest come
// first.
func (s Store) Search(ctx context.Context, q string, f DocumentFilter, p Page) ([]Hit, string, error) {
	w := f.where()
	w.add("(contains(lower(text), lower(?)) OR contains(lower(title), lower(?)))", q, q)
	hits, next, err := list(ctx, s, "documents", w, documentKeys, func(h *Hit) []string { return documentKey(&h.Document) }, p)
	if err != nil {
		return nil, "", err
	}
	find := regexp.MustCompile("(?i)" + regexp.QuoteMeta(q))
	type row struct {
		Text string `json:"text"`
	}
	for i := range hits {
		r, err := one[row](ctx, s, "FROM documents WHERE document = ?", hits[i].ID)
		if err != nil {
			return nil, "", err
		}
		hits[i].Snippets = []Snippet{}
		if r == nil {
			continue
		}
		for _, at := range find.FindAllStringIndex(r.Text, 3) {
			hits[i].Snippets = append(hits[i].Snippets, Snippet{at[0], at[1], around(r.Text, at[0], at[1])})
		}
	}
	return hits, next, nil
}

// around is text[start:end] with some words on both sides.
func around(text string, start, end int) string {
	const most = 80
	from, to := max(0, start-most), min(len(text), end+most)
	if from > 0 {
		if i := strings.IndexAny(text[from:start], " \n"); i >= 0 {
			from += i + 1
		} else {
			from = start
		}
	}
	if to < len(text) {
		if i := strings.LastIndexAny(text[end:to], " \n"); i >= 0 {
			to = end + i
		} else {
			to = end
		}
	}
	return text[from:to]
}
