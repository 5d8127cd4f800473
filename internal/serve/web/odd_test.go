package web

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// A schema is what odd needs of one in the description.
type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Properties map[string]schema
	Items      *schema
	Enum       []any
	OneOf      []schema
}

type described struct {
	Paths map[string]map[string]struct {
		Parameters []struct {
			Name, In string
			Required bool
			Schema   schema
		}
		RequestBody struct {
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

// oddWords are what people and attackers put where a word is asked for.
var oddWords = []string{
	"", " ", "x", "0", "-1", "1e999", "NaN", "null", "true", "[]", "{}", "RUS", "2024-02-30", "2024-02-03", "0000-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "'", "\"", "\\", "%", "%00", "\x00", "\xff\xfe", "\ud7ff", "\u202e", "😀😀", "<script>", "../../etc/passwd",
	"' OR 1=1 --", "${jndi:ldap://x}", "\r\nX-Header: 1", "9223372036854775808", "-9223372036854775809", "1.5", "+1", "0x10", "day", "week", "month", "entente", "coded", "WyIyMDI0LTAxLTAxIiwieCJd", "WyJ4IiwieCIsIngiLCJ4IiwieCIsIngiLCJ4Il0", "WyJcdTAwMDAiLCJ4Il0", "SELECT 1", "SELECT * FROM events", "Russia attacked Ukraine.",
	strings.Repeat("x", 300), strings.Repeat("é", 1100), strings.Repeat("(", 500), "\t", "a,b;c", "*/*", "text/csv", "application/jsonl", "text/html;q=0.5", ";;;,,,", "2024-02-03T00:00:00Z",
}

// odd is a value that fits s, or does not.
func (d *described) odd(r *rand.Rand, s schema, depth int) any {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		s = d.Components.Schemas[name]
	}
	if depth > 5 || r.IntN(8) == 0 {
		return []any{nil, true, -1, 1.5, 1e300, "", "x", []any{}, []any{nil}, map[string]any{}, map[string]any{"text": nil}, oddWords[r.IntN(len(oddWords))]}[r.IntN(12)]
	}
	if len(s.OneOf) > 0 {
		return d.odd(r, s.OneOf[r.IntN(len(s.OneOf))], depth+1)
	}
	switch {
	case len(s.Properties) > 0:
		out := map[string]any{}
		names := make([]string, 0, len(s.Properties))
		for n := range s.Properties {
			names = append(names, n)
		}
		sort.Strings(names)
		for _, n := range names {
			if r.IntN(6) > 0 {
				out[n] = d.odd(r, s.Properties[n], depth+1)
			}
		}
		if r.IntN(10) == 0 {
			out[oddWords[r.IntN(len(oddWords))]] = 1
		}
		return out
	case s.Items != nil:
		out := []any{}
		for range r.IntN(4) {
			out = append(out, d.odd(r, *s.Items, depth+1))
		}
		return out
	case s.Type == "integer" || s.Type == "number":
		return []any{0, 1, -1, 5, 1000, 1001, 1 << 40, 0.5, 1e300}[r.IntN(9)]
	case s.Type == "boolean":
		return r.IntN(2) == 0
	}
	return oddWords[r.IntN(len(oddWords))]
}

// TestNoOddValueBreaksIt walks the description and sends odd values to every
// operation. Whatever is sent, the fault is never the server's.
func TestNoOddValueBreaksIt(t *testing.T) {
	s := newSite(t, nil)
	if a := s.send("POST", "/v1/ingest", `{"text":"Russia attacked Ukraine on Friday.","date":"2024-02-03"}`, "Content-Type", "application/json"); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var d described
	s.get("/openapi.json", &d)
	rounds := 150
	if testing.Short() {
		rounds = 20
	}
	r := rand.New(rand.NewPCG(1, 2))
	paths := make([]string, 0, len(d.Paths))
	for p := range d.Paths {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	handler := s.Handler()
	seen := map[int]int{}
	for _, path := range paths {
		methods := make([]string, 0, len(d.Paths[path]))
		for m := range d.Paths[path] {
			methods = append(methods, m)
		}
		sort.Strings(methods)
		for _, method := range methods {
			op := d.Paths[path][method]
			kinds := []string{"", "text/html", "application/x-unheard-of", "%"}
			for k := range op.RequestBody.Content {
				kinds = append(kinds, k)
			}
			sort.Strings(kinds)
			fine := 0
			for range rounds {
				at, query, header := path, url.Values{}, http.Header{}
				for _, p := range op.Parameters {
					v := oddWords[r.IntN(len(oddWords))]
					if p.Schema.Type == "integer" && r.IntN(2) == 0 {
						v = fmt.Sprint(r.IntN(6))
					}
					if len(p.Schema.Enum) > 0 && r.IntN(2) == 0 {
						v = fmt.Sprint(p.Schema.Enum[r.IntN(len(p.Schema.Enum))])
					}
					switch {
					case p.In == "path":
						at = strings.ReplaceAll(at, "{"+p.Name+"}", url.PathEscape(v))
					case r.IntN(3) == 0 && !p.Required: // left out
					case p.In == "query":
						query.Add(p.Name, v)
					case p.In == "header" && !strings.EqualFold(p.Name, "Content-Type"):
						header.Set(p.Name, strings.Map(func(c rune) rune {
							if c < ' ' {
								return -1
							}
							return c
						}, v))
					}
				}
				var body string
				if len(op.RequestBody.Content) > 0 {
					kind := kinds[r.IntN(len(kinds))]
					header.Set("Content-Type", kind)
					if media, ok := op.RequestBody.Content[kind]; ok && strings.HasSuffix(kind, "json") {
						b, err := json.Marshal(d.odd(r, media.Schema, 0))
						if err != nil {
							t.Fatal(err)
						}
						body = string(b)
					} else {
						body = oddWords[r.IntN(len(oddWords))]
					}
				}
				raw := at
				if len(query) > 0 {
					raw += "?" + query.Encode()
				}
				ctx, cancel := context.WithCancel(t.Context())
				if path == streamPath { // it has no end of its own
					cancel()
					ctx, cancel = context.WithTimeout(t.Context(), 10*time.Millisecond)
				}
				req, err := http.NewRequestWithContext(ctx, strings.ToUpper(method), "http://localhost"+raw, strings.NewReader(body))
				if err != nil {
					cancel()
					continue // no client could send it
				}
				req.RemoteAddr = "127.0.0.1:1"
				for k := range header {
					req.Header.Set(k, header.Get(k))
				}
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, req)
				cancel()
				seen[w.Code]++
				kind := w.Header().Get("Content-Type")
				switch {
				case w.Code >= 500:
					t.Errorf("%s %s %v %q: %d %.300s", method, raw, header, body, w.Code, w.Body)
				case w.Code < 300:
					fine++
				case w.Code < 400:
				case kind != "application/problem+json":
					t.Errorf("%s %s: %d as %s", method, raw, w.Code, kind)
				}
				if strings.HasSuffix(kind, "json") && !json.Valid(w.Body.Bytes()) {
					t.Errorf("%s %s: no JSON: %.200s", method, raw, w.Body)
				}
				if x := w.Header(); x.Get("X-Header") != "" || slices.Contains(x["X-Header"], "1") {
					t.Errorf("%s %s: a header was smuggled in", method, raw)
				}
			}
			if fine == 0 && !strings.Contains(path, "{id}") {
				t.Errorf("%s %s: all of %d requests were refused: nothing was tried", method, path, rounds)
			}
		}
	}
	t.Log("answers by status:", seen)
	if log := s.log.String(); strings.Contains(log, "panic") {
		t.Errorf("something panicked: %s", log[strings.Index(log, "panic"):])
	}
}
