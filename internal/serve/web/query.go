package web

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/track/store"
)

// queryRoutes let analysts ask in SQL: one SELECT, see store.Query.
func (s *Server) queryRoutes() {
	type queryIn struct {
		Accept string `header:"Accept" doc:"application/json, text/csv or application/jsonl."`
		Body   struct {
			SQL     string  `json:"sql" minLength:"1" maxLength:"16384" doc:"One SELECT in DuckDB's SQL over the tables of docs/format/store.md."`
			Rows    int     `json:"rows,omitempty" minimum:"1" maximum:"10000" default:"1000" doc:"Most rows."`
			Seconds float64 `json:"seconds,omitempty" minimum:"0.1" maximum:"30" default:"10" doc:"Longest time."`
		}
	}
	type answer struct {
		Columns []string `json:"columns"`
		Types   []string `json:"types" doc:"DuckDB's"`
		Rows    [][]any  `json:"rows"`
		More    bool     `json:"more,omitempty" doc:"there were more rows than were to be given"`
	}
	type queryOut struct {
		ContentType string `header:"Content-Type"`
		More        bool   `header:"Entente-More" doc:"there were more rows than were to be given"`
		Body        []byte
	}
	op := huma.Operation{OperationID: "query", Method: http.MethodPost, Path: "/v1/query", Summary: "Ask in SQL", Tags: []string{"operation"}, MaxBodyBytes: smallLimit, Errors: []int{http.StatusBadRequest, http.StatusServiceUnavailable}}
	text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	op.Responses = map[string]*huma.Response{"200": {Description: "The rows.", Content: map[string]*huma.MediaType{
		asJSON: {Schema: huma.SchemaFromType(s.api.OpenAPI().Components.Schemas, reflect.TypeFor[answer]())}, asCSV: text, asLines: text,
	}}}
	register(s, Admin, op, func(ctx context.Context, in *queryIn) (*queryOut, error) {
		if err := take(ctx, s.asking); err != nil {
			return nil, err
		}
		defer func() { <-s.asking }()
		got := answer{Rows: [][]any{}}
		size := 0
		l := store.Limits{Rows: min(in.Body.Rows, queryRows), Time: min(time.Duration(in.Body.Seconds*float64(time.Second)), queryTime)}
		err := s.Store.Query(ctx, in.Body.SQL, l, func(names []string, types []*sql.ColumnType) error {
			got.Columns = names
			for _, t := range types {
				got.Types = append(got.Types, t.DatabaseTypeName())
			}
			return nil
		}, func(values []any) error {
			row := make([]any, len(values))
			for i, v := range values {
				row[i] = plain(v)
				if text, ok := row[i].(string); ok {
					size += len(text)
				}
			}
			if size += 16 * len(row); size > answerLimit {
				return huma.NewError(http.StatusBadRequest, fmt.Sprintf("the answer has more than %d MB: ask for fewer rows or columns", answerLimit>>20))
			}
			got.Rows = append(got.Rows, row)
			return nil
		})
		if got.More = errors.Is(err, store.ErrMore); err != nil && !got.More {
			return nil, err
		}
		out := &queryOut{ContentType: chosen(in.Accept, asJSON, asCSV, asLines), More: got.More}
		switch out.ContentType {
		case asCSV:
			out.Body, err = queryCSV(got.Columns, got.Rows)
		case asLines:
			out.Body, err = queryLines(got.Columns, got.Rows)
		default:
			out.Body, err = json.Marshal(got)
		}
		return out, err
	})
}

// answerLimit bounds an answer in SQL, in bytes of its text.
const answerLimit = 32 << 20

// plain is a value of the database as JSON has it.
func plain(v any) any {
	switch x := v.(type) {
	case nil, bool, string, int8, int16, int32, int64, uint8, uint16, uint32, uint64:
		return x
	case time.Time:
		if x.Equal(x.Truncate(24 * time.Hour)) {
			return x.Format(time.DateOnly)
		}
		return x.UTC().Format(time.RFC3339Nano)
	case float32:
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return nil
		}
		return x
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return x
	case []byte:
		return fmt.Sprintf("%x", x)
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = plain(x[i])
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k := range x {
			out[k] = plain(x[k])
		}
		return out
	}
	return fmt.Sprint(v)
}

func queryCSV(columns []string, rows [][]any) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(columns) // a buffer takes all
	cells := make([]string, len(columns))
	for _, row := range rows {
		for i, v := range row {
			cells[i] = ""
			switch x := v.(type) {
			case nil:
			case string:
				cells[i] = safe(x)
			case []any:
				parts := make([]string, len(x))
				for k := range x {
					parts[k] = fmt.Sprint(x[k])
				}
				cells[i] = safe(strings.Join(parts, ";"))
			default:
				cells[i] = fmt.Sprint(x)
			}
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// queryLines keeps the order of the columns, which a map would not.
func queryLines(columns []string, rows [][]any) ([]byte, error) {
	var out []byte
	for _, row := range rows {
		out = append(out, '{')
		for i, v := range row {
			key, err := json.Marshal(columns[i])
			if err != nil {
				return nil, err
			}
			value, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			if i > 0 {
				out = append(out, ',')
			}
			out = append(append(append(out, key...), ':'), value...)
		}
		out = append(out, "}\n"...)
	}
	return out, nil
}
