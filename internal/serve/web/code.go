package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/serve/export"
	"entente/internal/serve/findings"
)

// A Coded is one document as it was coded.
type Coded struct {
	Document  *record.Doc       `json:"document,omitempty"`
	Sentences int               `json:"sentences"`
	Records   []json.RawMessage `json:"records" doc:"as entente code puts them out: PLOVER's field names, with evidence and reasons"`
	Skipped   *Skipped          `json:"skipped,omitempty" doc:"why there is nothing"`
}

// A Checked is one document as it was checked.
type Checked struct {
	Page    json.RawMessage `json:"page,omitempty" doc:"as entente check --format json puts it out: each claim with its verdict and the rows it rests on"`
	Skipped *Skipped        `json:"skipped,omitempty"`
}

// formed is an answer in one of several forms.
type formed struct {
	ContentType string `header:"Content-Type"`
	Skipped     int    `header:"Entente-Skipped" doc:"documents that were not read, which lines and rows do not tell of"`
	Body        []byte
}

// several describes an answer that is T as JSON, and text in other forms.
func several[T any](s *Server, what string, forms ...string) map[string]*huma.Response {
	content := map[string]*huma.MediaType{asJSON: {Schema: huma.SchemaFromType(s.api.OpenAPI().Components.Schemas, reflect.TypeFor[T]())}}
	for _, f := range forms {
		content[f] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Response{"200": {Description: what, Content: content}}
}

type codeAnswer struct {
	Documents []Coded `json:"documents" doc:"in the order of the body"`
}

type checkAnswer struct {
	Documents []Checked `json:"documents" doc:"in the order of the body"`
}

func (s *Server) codeRoutes() {
	type codeIn struct {
		DocumentsBody
		Counted bool   `query:"counted" doc:"Only records put forward as having happened."`
		Accept  string `header:"Accept" doc:"application/json, application/jsonl (the lines of entente code) or text/tab-separated-values."`
	}
	op := huma.Operation{
		OperationID: "code", Method: http.MethodPost, Path: "/v1/code", Summary: "Code documents; nothing is kept", Tags: []string{"coding"}, MaxBodyBytes: bodyLimit,
		Errors: []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge}, Responses: several[codeAnswer](s, "What was coded.", asLines, asTSV),
	}
	describeBody(&op)
	register(s, Read, op, func(ctx context.Context, in *codeIn) (*formed, error) {
		out := &formed{ContentType: chosen(in.Accept, asJSON, asLines, asTSV)}
		name := "plover"
		if out.ContentType == asTSV {
			name = "tsv"
		}
		format, err := export.Find(name)
		if err != nil {
			return nil, err
		}
		opts := export.Options{CountedOnly: in.Counted}
		answer := codeAnswer{Documents: []Coded{}}
		out.Body = []byte(format.Header)
		err = s.run(ctx, &in.DocumentsBody, s.Coder.Records, func(r pipeline.Result) error {
			if r.Skip != nil {
				out.Skipped++
				answer.Documents = append(answer.Documents, Coded{Records: []json.RawMessage{}, Skipped: skipped(r.Skip)})
				return nil
			}
			lines := format.Append(nil, export.Page{Doc: r.Doc, Coding: r.Coding}, opts)
			if out.ContentType != asJSON {
				out.Body = append(out.Body, lines...)
				return nil
			}
			c := Coded{Document: &r.Coding.Doc, Sentences: len(r.Doc.Sentences), Records: []json.RawMessage{}}
			for line := range bytes.Lines(lines) {
				c.Records = append(c.Records, bytes.TrimSpace(line))
			}
			answer.Documents = append(answer.Documents, c)
			return nil
		})
		if err == nil && out.ContentType == asJSON {
			out.Body, err = encode(answer)
		}
		return out, err
	})

	type checkIn struct {
		DocumentsBody
		Accept string `header:"Accept" doc:"application/json or application/jsonl (the lines of entente check --format json)."`
	}
	op = huma.Operation{
		OperationID: "check", Method: http.MethodPost, Path: "/v1/check", Summary: "Hold what documents state against the reference tables; nothing is kept", Tags: []string{"coding"}, MaxBodyBytes: bodyLimit,
		Errors: []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge}, Responses: several[checkAnswer](s, "Claims and verdicts.", asLines),
	}
	describeBody(&op)
	register(s, Read, op, func(ctx context.Context, in *checkIn) (*formed, error) {
		out := &formed{ContentType: chosen(in.Accept, asJSON, asLines)}
		answer := checkAnswer{Documents: []Checked{}}
		var all bytes.Buffer
		asOf := s.Checker.AsOf()
		err := s.run(ctx, &in.DocumentsBody, s.Coder.Code, func(r pipeline.Result) error {
			if r.Skip != nil {
				out.Skipped++
				answer.Documents = append(answer.Documents, Checked{Skipped: skipped(r.Skip)})
				return nil
			}
			page := findings.Page{Doc: r.Doc, Coding: r.Coding, Findings: s.Checker.Check(s.Coder.Claims(r.Doc, r.Coding), r.Coding.Doc.Published), AsOf: asOf}
			from := all.Len()
			if err := findings.JSON(&all, page); err != nil {
				return err
			}
			answer.Documents = append(answer.Documents, Checked{Page: bytes.Clone(bytes.TrimSpace(all.Bytes()[from:]))})
			return nil
		})
		if out.Body = all.Bytes(); err == nil && out.ContentType == asJSON {
			out.Body, err = encode(answer)
		}
		return out, err
	})
	s.hypnosRoutes()
}

// encode is v as JSON, letters such as < as they are: the answer is no HTML and
// says so.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

// A HypnosStory is a story as hypnos answers: its sentences by number, each with
// the events of PETRARCH.
type HypnosStory struct {
	Meta  HypnosMeta                `json:"meta"`
	Sents map[string]HypnosSentence `json:"sents"`
}

// HypnosMeta is what was sent along.
type HypnosMeta struct {
	Date string `json:"date"`
}

// A HypnosSentence is one sentence.
type HypnosSentence struct {
	Content string      `json:"content" doc:"the words, set apart by blanks"`
	Parsed  string      `json:"parsed" doc:"empty: there is no tree of phrases"`
	Events  [][3]string `json:"events" doc:"source, target, CAMEO code; --- for an unknown actor; counted events only"`
	Issues  [][2]any    `json:"issues" doc:"PLOVER's contexts of the events in this sentence, with their number"`
}

// hypnosRoutes answer as hypnos did, so that its users need change only the
// address. It took its JSON with GET; both ways are open.
func (s *Server) hypnosRoutes() {
	type hypnosIn struct {
		Body struct {
			_    struct{} `additionalProperties:"true"`
			Text string   `json:"text" maxLength:"1000000"`
			ID   string   `json:"id" maxLength:"200"`
			Date string   `json:"date,omitempty" maxLength:"40" doc:"of publication: 20010101 or 2001-01-01"`
		}
	}
	type hypnosOut struct{ Body map[string]HypnosStory }
	handle := func(ctx context.Context, in *hypnosIn) (*hypnosOut, error) {
		story := HypnosStory{Meta: HypnosMeta{in.Body.Date}, Sents: map[string]HypnosSentence{}}
		line, err := json.Marshal(map[string]string{"id": in.Body.ID, "text": in.Body.Text})
		if err != nil {
			return nil, err
		}
		b := DocumentsBody{RawBody: append(line, '\n'), Date: hypnosDate(in.Body.Date)}
		if b.Date != "" {
			if _, err := source.ParseDate(b.Date); err != nil {
				return nil, huma.NewError(http.StatusBadRequest, "the date is none: write it as 20010101")
			}
		}
		if strings.TrimSpace(in.Body.Text) != "" {
			err = s.run(ctx, &b, s.Coder.Records, func(r pipeline.Result) error {
				if r.Skip == nil {
					story.add(r)
				}
				return nil
			})
		}
		return &hypnosOut{map[string]HypnosStory{in.Body.ID: story}}, err
	}
	op := huma.Operation{OperationID: "hypnos", Method: http.MethodPost, Path: "/hypnos/extract", Summary: "Code a story as hypnos does", Tags: []string{"coding"}, MaxBodyBytes: smallLimit, Errors: []int{http.StatusBadRequest}}
	register(s, Read, op, handle)
	op.OperationID, op.Method, op.Hidden = "hypnos-get", http.MethodGet, true
	register(s, Read, op, handle)
}

// hypnosDate is 20010101 with the hyphens that it lacks.
func hypnosDate(s string) string {
	if len(s) == 8 {
		if _, err := strconv.Atoi(s); err == nil {
			return s[:4] + "-" + s[4:6] + "-" + s[6:]
		}
	}
	return s
}

func (h *HypnosStory) add(r pipeline.Result) {
	events := r.Coding.Events(r.Doc.Body)
	for i := range r.Doc.Sentences {
		sentence := &r.Doc.Sentences[i]
		out := HypnosSentence{Events: [][3]string{}, Issues: [][2]any{}}
		var words []string
		for t := sentence.First; t < sentence.Last; t++ {
			words = append(words, r.Doc.Tokens[t].Form)
		}
		out.Content = strings.Join(words, " ")
		issues := map[string]int{}
		var order []string
		for k := range events {
			e := &events[k]
			if !e.Counted || e.Start < int(sentence.Start) || e.Start >= int(sentence.End) {
				continue
			}
			a, b := orDashes(e.SourceActor), orDashes(e.TargetActor)
			out.Events = append(out.Events, [3]string{a, b, e.CAMEO})
			if e.Symmetric {
				out.Events = append(out.Events, [3]string{b, a, e.CAMEO})
			}
			for _, c := range e.Contexts {
				if issues[c]++; issues[c] == 1 {
					order = append(order, c)
				}
			}
		}
		for _, c := range order {
			out.Issues = append(out.Issues, [2]any{strings.ToUpper(c), issues[c]})
		}
		h.Sents[fmt.Sprint(len(h.Sents))] = out
	}
}

func orDashes(s string) string {
	if s == "" {
		return "---"
	}
	return s
}
