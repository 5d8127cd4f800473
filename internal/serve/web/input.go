package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/diag"
	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/record"
	"entente/internal/text"
)

// A DocumentsBody is what a request sends to be read.
type DocumentsBody struct {
	ContentType string `header:"Content-Type" doc:"application/json: one document or a list of them. Else the format is told by the bytes, as entente code tells it: text, JSON lines, HTML, XML, feeds, archives."`
	Date        string `query:"date" format:"date" doc:"Day of publication of documents that give none."`
	RawBody     []byte `contentType:"text/plain"`
}

// describeBody says what a DocumentsBody may hold.
func describeBody(op *huma.Operation) {
	document := &huma.Schema{
		Type: huma.TypeObject, Required: []string{"text"}, AdditionalProperties: true,
		Properties: map[string]*huma.Schema{
			"text": {Type: huma.TypeString}, "id": {Type: huma.TypeString}, "date": {Type: huma.TypeString, Description: "of publication"}, "title": {Type: huma.TypeString},
			"publisher": {Type: huma.TypeString}, "url": {Type: huma.TypeString}, "language": {Type: huma.TypeString},
		},
	}
	any := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json":  {Schema: &huma.Schema{OneOf: []*huma.Schema{document, {Type: huma.TypeArray, Items: document}}}},
		"application/jsonl": any, "text/plain": any, "text/html": any,
	}}
	op.SkipValidateBody = true
}

// Limits on what a body unpacks to.
var unpacking = source.Limits{Unpacked: 512 << 20, Ratio: 100, From: 8 << 20, Members: 20000, Depth: 3}

// longestLine is the most that one document of a body has.
const longestLine = 8 << 20

// reader reads the documents of a body.
func (b *DocumentsBody) reader() (*source.Reader, error) {
	raw := b.RawBody
	if kind, _, _ := strings.Cut(b.ContentType, ";"); strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		var err error
		if raw, err = lines(raw); err != nil {
			return nil, err
		}
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, huma.NewError(http.StatusBadRequest, "there is no document in the body: send text, or JSON with the field text")
	}
	opts := source.Options{Stdin: bytes.NewReader(raw), Limits: unpacking, MaxLine: longestLine}
	if b.Date != "" {
		d, err := source.ParseDate(b.Date)
		if err != nil {
			return nil, err
		}
		opts.Date = d
	}
	return source.Open([]string{"-"}, opts), nil
}

// lines are JSON lines of one or several JSON values, each an object or a list of
// them.
func lines(raw []byte) ([]byte, error) {
	wrong := func(msg string) error {
		return huma.NewError(http.StatusBadRequest, "the body is no JSON of documents: "+msg+"; send an object with the field text, or a list of such")
	}
	var out bytes.Buffer
	one := func(v json.RawMessage) error {
		if v = bytes.TrimSpace(v); len(v) == 0 || v[0] != '{' {
			return wrong("a document is an object")
		}
		if err := json.Compact(&out, v); err != nil {
			return wrong(err.Error())
		}
		out.WriteByte('\n')
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	for {
		var v json.RawMessage
		if err := dec.Decode(&v); err == io.EOF {
			return out.Bytes(), nil
		} else if err != nil {
			return nil, wrong(err.Error())
		}
		if v[0] != '[' {
			if err := one(v); err != nil {
				return nil, err
			}
			continue
		}
		var list []json.RawMessage
		if err := json.Unmarshal(v, &list); err != nil {
			return nil, wrong(err.Error())
		}
		for _, item := range list {
			if err := one(item); err != nil {
				return nil, err
			}
		}
	}
}

// A Skipped is a document, or a part of the body, that was not read, and why.
type Skipped struct {
	Where   string `json:"where,omitempty" doc:"line of the body, or part of an archive"`
	Reason  string `json:"reason" doc:"in one word or two: other language, empty, syntax"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty" doc:"what to do"`
}

func skipped(e *diag.Error) *Skipped {
	where := *e
	where.Msg, where.Hint = "", ""
	return &Skipped{Where: strings.TrimSuffix(where.Error(), ": "), Reason: string(e.Reason), Message: e.Msg, Hint: e.Hint}
}

// mostDocuments is how many documents of one body are coded.
const mostDocuments = 2000

// run codes the documents of a body one after the other and hands each to take, as
// one of so many requests at a time.
func (s *Server) run(ctx context.Context, b *DocumentsBody, code pipeline.Coder, each func(pipeline.Result) error) error {
	src, err := b.reader()
	if err != nil {
		return err
	}
	defer src.Close()
	if err := take(ctx, s.coding); err != nil {
		return err
	}
	defer func() { <-s.coding }()
	n := 0
	_, err = pipeline.Run(ctx, src, s.timed(code), 1, func(r pipeline.Result) error {
		if n++; n > mostDocuments {
			return huma.NewError(http.StatusRequestEntityTooLarge, "there are more than 2000 documents in the body: send them in several requests")
		}
		s.tell(&r)
		return each(r)
	})
	return err
}

// tell counts a document, and logs a failure of ours without the text.
func (s *Server) tell(r *pipeline.Result) {
	switch {
	case r.Skip == nil && r.Coding == nil:
		s.metrics.documents.WithLabelValues("known").Inc()
		return
	case r.Skip == nil:
		s.metrics.documents.WithLabelValues("coded").Inc()
		return
	}
	s.metrics.documents.WithLabelValues("skipped").Inc()
	if r.Skip.Reason == diag.Internal {
		s.Log.Error("coding failed", "stack", string(r.Stack))
	}
}

// timed notes how long coding takes.
func (s *Server) timed(code pipeline.Coder) pipeline.Coder {
	return func(d *text.Document) *record.Coding {
		began := s.Now()
		c := code(d)
		if c != nil {
			s.metrics.coding.Observe(s.Now().Sub(began).Seconds())
		}
		return c
	}
}

// until is ctx, which also ends when the server goes down.
func (s *Server) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.stop, cancel)
	return ctx, func() { stop(); cancel() }
}
