package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/track/store/ask"
)

// Paging is the part of a list that a request asks for, and the form of it.
type Paging struct {
	After  string `query:"after" maxLength:"2000" doc:"Where to go on: the field next of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Most rows."`
	Accept string `header:"Accept" doc:"application/json, text/csv or application/jsonl."`
	self   string
}

func (p *Paging) paging() *Paging { return p }

func (p *Paging) page() ask.Page { return ask.Page{After: p.After, Limit: p.Limit} }

// Resolve keeps the address, for the link to the next page.
func (p *Paging) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	p.self = u.RequestURI()
	return nil
}

// Rows are one page of a list.
type Rows[T any] struct {
	Rows []T    `json:"rows"`
	Next string `json:"next,omitempty" doc:"give this back as after to go on; not there on the last page"`
}

// A listAnswer is a page in the form asked for.
type listAnswer struct {
	ContentType string `header:"Content-Type"`
	Link        string `header:"Link" doc:"the next page"`
	Body        []byte
}

const (
	asJSON  = "application/json"
	asLines = "application/jsonl"
	asCSV   = "text/csv"
	asTSV   = "text/tab-separated-values"
)

// chosen is the first of the forms that an Accept header names, the first form
// where it names none. Weights are few in practice and not read.
func chosen(accept string, forms ...string) string {
	for part := range strings.SplitSeq(accept, ",") {
		name, _, _ := strings.Cut(part, ";")
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case "application/x-ndjson", "application/ndjson", "application/x-jsonlines":
			name = asLines
		}
		for _, f := range forms {
			if f == name {
				return f
			}
		}
	}
	return forms[0]
}

// named are the forms that an Accept header names, without their weights and
// whatever is no form: huma 2.37.2 panics over ";;;,,,".
func named(accept string) string {
	var out []string
	for part := range strings.SplitSeq(accept, ",") {
		name, _, _ := strings.Cut(part, ";")
		if name = strings.TrimSpace(name); mediaType.MatchString(name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

var mediaType = regexp.MustCompile(`^[A-Za-z0-9*][A-Za-z0-9.+*-]*/[A-Za-z0-9*][A-Za-z0-9.+*-]*$`)

// list adds an operation that answers with a page of T.
func list[I any, T any, PI interface {
	*I
	paging() *Paging
}](s *Server, op huma.Operation, rows func(context.Context, PI) ([]T, string, error)) {
	op.Method = http.MethodGet
	op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusServiceUnavailable)
	text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	op.Responses = map[string]*huma.Response{"200": {Description: "One page; with Accept: text/csv or application/jsonl the rows alone, and the next page in the header Link.", Content: map[string]*huma.MediaType{
		asJSON: {Schema: huma.SchemaFromType(s.api.OpenAPI().Components.Schemas, reflect.TypeFor[Rows[T]]())}, asCSV: text, asLines: text,
	}}}
	register(s, Read, op, func(ctx context.Context, in *I) (*listAnswer, error) {
		ctx, stop := within(ctx)
		defer stop()
		got, next, err := rows(ctx, PI(in))
		if err != nil {
			return nil, err
		}
		p := PI(in).paging()
		out := &listAnswer{ContentType: chosen(p.Accept, asJSON, asCSV, asLines), Link: link(p.self, next)}
		out.Body, err = write(out.ContentType, got, next)
		return out, err
	})
}

func link(self, next string) string {
	if next == "" {
		return ""
	}
	u, err := url.Parse(self)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("after", next)
	return "<" + u.Path + "?" + q.Encode() + `>; rel="next"`
}

func write[T any](form string, rows []T, next string) ([]byte, error) {
	switch form {
	case asCSV:
		return writeCSV(rows)
	case asLines:
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		for i := range rows {
			if err := enc.Encode(&rows[i]); err != nil {
				return nil, err
			}
		}
		return b.Bytes(), nil
	}
	return json.Marshal(Rows[T]{rows, next})
}

// writeCSV writes rows under the JSON names of their fields. Lists are joined by
// semicolons; what has no place in a table is left out.
func writeCSV[T any](rows []T) ([]byte, error) {
	var names []string
	var index [][]int
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "" || f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() != reflect.String {
			continue
		}
		names, index = append(names, name), append(index, f.Index)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(names); err != nil {
		return nil, err
	}
	cells := make([]string, len(names))
	for i := range rows {
		v := reflect.ValueOf(&rows[i]).Elem()
		for k := range index {
			cells[k] = cell(v.FieldByIndex(index[k]))
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// cell is a value as a table has it. A text that a spreadsheet would take for a
// formula gets an apostrophe in front: news is written by others.
func cell(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return cell(v.Elem())
	case reflect.Slice:
		return safe(strings.Join(v.Interface().([]string), ";"))
	case reflect.String:
		return safe(v.String())
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 32)
	}
	return fmt.Sprint(v.Interface())
}

func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
