package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/text"
)

// A Layer is one kind of thing found in a document.
type Layer struct {
	Name  string
	Gloss string
	of    func(p Page) any
}

// Layers are all layers, in the order in which they are written.
var Layers = []Layer{
	{"zones", "headline, dateline, byline and boilerplate", zoneLayer},
	{"sentences", "sentences with their tokens", sentenceLayer},
	{"tokens", "words with lemma, part of speech and head", tokenLayer},
	{"mentions", "named persons, places and organisations", mentionLayer},
	{"actors", "actors with country, sectors and office", func(p Page) any { return some(p.Coding.Actors) }},
	{"places", "places with GeoNames id and coordinates", func(p Page) any { return some(p.Coding.Places) }},
	{"times", "time expressions with their days", func(p Page) any { return some(p.Coding.Times) }},
	{"attributions", "who says what", func(p Page) any { return some(p.Coding.Attributions) }},
	{"domains", "fields of relations that the text speaks of", func(p Page) any { return some(p.Coding.Domains) }},
	{"statements", "forecasts, trends and opinions", func(p Page) any { return some(p.Coding.Statements) }},
	{"events", "records, as the plover format writes them", eventLayer},
}

// FindLayers reads a list of layer names; an empty list means all of them.
func FindLayers(names []string) ([]Layer, error) {
	if len(names) == 0 {
		return Layers, nil
	}
	known := make([]string, len(Layers))
	want := make([]bool, len(Layers))
	for i, l := range Layers {
		known[i] = l.Name
	}
	for _, n := range names {
		n = strings.TrimSpace(n)
		found := false
		for i := range Layers {
			if known[i] == n {
				want[i], found = true, true
			}
		}
		if !found {
			e := &diag.Error{Msg: fmt.Sprintf("unknown layer %q; there is %s", n, strings.Join(known, ", "))}
			if near := diag.Nearest(n, known); near != "" {
				e.Hint = fmt.Sprintf("did you mean %q?", near)
			}
			return nil, e
		}
	}
	var out []Layer
	for i, l := range Layers {
		if want[i] {
			out = append(out, l)
		}
	}
	return out, nil
}

// AppendAnnotation writes one JSON object for the page: what is known of the
// document, its text, and an array for each layer.
func AppendAnnotation(dst []byte, p Page, layers []Layer) []byte {
	dst = append(dst, `{"document":`...)
	dst = appendJSON(dst, p.Coding.Doc)
	if p.Doc.Dateline != "" {
		dst = append(dst, `,"dateline":`...)
		dst = appendJSON(dst, p.Doc.Dateline)
	}
	if p.Doc.Summary {
		dst = append(dst, `,"summary":true`...)
	}
	dst = append(dst, `,"text":`...)
	dst = appendJSON(dst, p.Doc.Body)
	for _, l := range layers {
		dst = append(dst, `,"`...)
		dst = append(dst, l.Name...)
		dst = append(dst, `":`...)
		dst = appendJSON(dst, l.of(p))
	}
	return append(dst, "}\n"...)
}

// appendJSON writes v without escaping <, > and &, and without a line end.
func appendJSON(dst []byte, v any) []byte {
	buf := bytes.NewBuffer(dst)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("export: " + err.Error()) // only a NaN could do this
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

// some makes an absent layer an empty array.
func some[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

type zoneOut struct {
	Start int32  `json:"start"`
	End   int32  `json:"end"`
	Kind  string `json:"kind"`
}

func zoneLayer(p Page) any {
	out := []zoneOut{}
	for _, z := range p.Doc.Zones {
		out = append(out, zoneOut{z.Start, z.End, z.Kind.String()})
	}
	return out
}

type sentenceOut struct {
	Start     int32 `json:"start"`
	End       int32 `json:"end"`
	First     int32 `json:"first"` // tokens [first,last)
	Last      int32 `json:"last"`
	Root      int32 `json:"root"`
	Paragraph int32 `json:"paragraph"`
}

func sentenceLayer(p Page) any {
	out := make([]sentenceOut, 0, len(p.Doc.Sentences))
	for _, s := range p.Doc.Sentences {
		out = append(out, sentenceOut{s.Start, s.End, s.First, s.Last, s.Root, s.Paragraph})
	}
	return out
}

type tokenOut struct {
	Start int32    `json:"start"`
	End   int32    `json:"end"`
	Form  string   `json:"form"`
	Lemma string   `json:"lemma"`
	UPOS  string   `json:"upos"`
	Head  int32    `json:"head"` // index into tokens; -1 the sentence's root
	Rel   string   `json:"rel"`
	Feats []string `json:"feats,omitempty"`
}

// featNames in the order of their bits.
var featNames = []struct {
	bit  text.Feats
	name string
}{
	{text.Past, "Tense=Past"}, {text.Pres, "Tense=Pres"}, {text.Finite, "VerbForm=Fin"}, {text.Infinitive, "VerbForm=Inf"}, {text.Participle, "VerbForm=Part"}, {text.Gerund, "VerbForm=Ger"},
	{text.Passive, "Voice=Pass"}, {text.Plural, "Number=Plur"}, {text.Possessive, "Poss=Yes"}, {text.Imperative, "Mood=Imp"}, {text.Third, "Person=3"}, {text.Female, "Gender=Fem"}, {text.Male, "Gender=Masc"}, {text.WhWord, "PronType=Int,Rel"},
}

func tokenLayer(p Page) any {
	out := make([]tokenOut, 0, len(p.Doc.Tokens))
	for i := range p.Doc.Tokens {
		t := &p.Doc.Tokens[i]
		o := tokenOut{Start: t.Start, End: t.End, Form: t.Form, Lemma: t.Lemma, UPOS: t.UPOS.String(), Head: t.Head, Rel: t.Rel.String()}
		for _, f := range featNames {
			if t.Feats.Has(f.bit) {
				o.Feats = append(o.Feats, f.name)
			}
		}
		out = append(out, o)
	}
	return out
}

type mentionOut struct {
	Start int32   `json:"start"`
	End   int32   `json:"end"`
	First int32   `json:"first"`
	Last  int32   `json:"last"`
	Head  int32   `json:"head"`
	Kind  string  `json:"kind"`
	Text  string  `json:"text"`
	Score float32 `json:"score"`
}

func mentionLayer(p Page) any {
	out := make([]mentionOut, 0, len(p.Doc.Mentions))
	for _, m := range p.Doc.Mentions {
		out = append(out, mentionOut{m.Start, m.End, m.First, m.Last, m.Head, m.Kind.String(), bytesOf(p.Doc, record.Span{Start: m.Start, End: m.End}), m.Score})
	}
	return out
}

func eventLayer(p Page) any {
	out := make([]ploverRecord, 0, len(p.Coding.Records))
	for i := range p.Coding.Records {
		out = append(out, plover(p, &p.Coding.Records[i]))
	}
	return out
}
