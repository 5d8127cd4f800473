// Package ask holds the questions that an API and its pages put to a store:
// lists page by page, one document or incident with all that belongs to it, sums
// over dyads. What is asked for comes in as values and never as SQL; rows come out
// as structs whose fields are the columns of docs/format/store.md. Lists have a
// fixed order and go on after a cursor, so that nothing is told twice or left out
// when rows are added meanwhile. It writes nothing.
package ask

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"entente/internal/diag"
)

// A Store answers questions.
type Store struct{ DB *sql.DB }

// A Span are days, both included; "" is open.
type Span struct {
	From string
	To   string
}

// A Page is which part of a list is asked for.
type Page struct {
	After string // cursor that the page before gave; "" the first page
	Limit int
}

// conditions are the WHERE of a question.
type conditions struct {
	sql  []string
	args []any
}

func (w *conditions) add(q string, args ...any) {
	w.sql, w.args = append(w.sql, q), append(w.args, args...)
}

// is adds column = v, unless v is empty.
func (w *conditions) is(column, v string) {
	if v != "" {
		w.add(column+" = ?", v)
	}
}

func (w *conditions) within(column string, s Span) {
	if s.From != "" {
		w.add(column+" >= TRY_CAST(? AS DATE)", s.From)
	}
	if s.To != "" {
		w.add(column+" <= TRY_CAST(? AS DATE)", s.To)
	}
}

func (w *conditions) String() string {
	if len(w.sql) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.sql, " AND ")
}

// A key is one expression that a list is in the order of.
type key struct {
	sql  string
	kind string // that a value of the cursor is read as
	down bool   // the greatest first
}

// day is a date as a key; what has none comes last.
func day(column string) key {
	return key{"coalesce(" + column + ", DATE '0001-01-01')", "DATE", true}
}

func word(column string) key { return key{column, "VARCHAR", false} }

// list asks for one page of T from a table. The keys tell all rows apart. of gives
// a row's values of the keys.
func list[T any](ctx context.Context, s Store, table string, w conditions, keys []key, of func(*T) []string, p Page) ([]T, string, error) {
	if p.After != "" {
		after, err := readCursor(p.After, len(keys))
		if err != nil {
			return nil, "", err
		}
		// (a < ?) OR (a = ? AND b > ?) OR ...
		var either []string
		var args []any
		for i := range keys {
			var all []string
			for j := range keys[:i+1] {
				sign := "="
				if j == i {
					if sign = ">"; keys[j].down {
						sign = "<"
					}
				}
				all = append(all, fmt.Sprintf("%s %s TRY_CAST(? AS %s)", keys[j].sql, sign, keys[j].kind))
				args = append(args, after[j])
			}
			either = append(either, "("+strings.Join(all, " AND ")+")")
		}
		w.add("("+strings.Join(either, " OR ")+")", args...)
	}
	order := make([]string, len(keys))
	for i, k := range keys {
		if order[i] = k.sql; k.down {
			order[i] += " DESC"
		}
	}
	rows, err := all[T](ctx, s, fmt.Sprintf("FROM %s%s ORDER BY %s LIMIT %d", table, w.String(), strings.Join(order, ", "), p.Limit+1), w.args...)
	if err != nil || len(rows) <= p.Limit {
		return rows, "", err
	}
	rows = rows[:p.Limit]
	return rows, writeCursor(of(&rows[p.Limit-1])), nil
}

// all selects the fields of T from what q names. A field is the column of its JSON
// name, or what its tag "sql" says.
func all[T any](ctx context.Context, s Store, q string, args ...any) ([]T, error) {
	fields := fieldsOf(reflect.TypeFor[T]())
	columns := make([]string, len(fields))
	for i, f := range fields {
		columns[i] = f.sql
	}
	rows, err := s.DB.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" "+q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []T{}
	values, places := make([]any, len(fields)), make([]any, len(fields))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return nil, err
		}
		var row T
		v := reflect.ValueOf(&row).Elem()
		for i, f := range fields {
			if err := put(v.FieldByIndex(f.index), values[i]); err != nil {
				return nil, fmt.Errorf("%s: %w", f.sql, err)
			}
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// one is the single row of q, nil where there is none.
func one[T any](ctx context.Context, s Store, q string, args ...any) (*T, error) {
	rows, err := all[T](ctx, s, q, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

type field struct {
	sql   string
	index []int
}

// fieldsOf are the fields of a row that are asked for; those without a JSON name
// of their own, or with the tag sql:"-", are filled in later.
func fieldsOf(t reflect.Type) (out []field) {
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		expr := f.Tag.Get("sql")
		if f.Anonymous || name == "" || expr == "-" {
			continue
		}
		if expr == "" {
			expr = name
		}
		if f.Type.Kind() == reflect.String { // dates too are had as text
			expr = "CAST(" + expr + " AS VARCHAR)"
		}
		out = append(out, field{expr, f.Index})
	}
	return out
}

// put brings a value of the database into a field; NULL leaves it as it is.
func put(f reflect.Value, v any) error {
	if v == nil {
		return nil
	}
	if f.Kind() == reflect.Pointer {
		f.Set(reflect.New(f.Type().Elem()))
		f = f.Elem()
	}
	if short, ok := v.(float32); ok { // 0.95, and not the nearest there is in 64 bits
		v, _ = strconv.ParseFloat(strconv.FormatFloat(float64(short), 'g', -1, 32), 64)
	}
	x := reflect.ValueOf(v)
	switch {
	case f.Type() == reflect.TypeFor[json.RawMessage]():
		text, ok := v.(string)
		if !ok || !json.Valid([]byte(text)) {
			return fmt.Errorf("no JSON")
		}
		f.SetBytes([]byte(text))
	case f.Kind() == reflect.Slice:
		items, ok := v.([]any)
		if !ok {
			return fmt.Errorf("no list: %T", v)
		}
		for _, item := range items {
			text, _ := item.(string)
			f.Set(reflect.Append(f, reflect.ValueOf(text)))
		}
	case f.Kind() == reflect.String && x.Kind() != reflect.String, !x.CanConvert(f.Type()):
		return fmt.Errorf("a %T for a %s", v, f.Type())
	default:
		f.Set(x.Convert(f.Type()))
	}
	return nil
}

// A cursor is opaque to who gets it: the values of the last row's keys.
func writeCursor(values []string) string {
	b, _ := json.Marshal(values) // strings have JSON
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(s string, n int) ([]string, error) {
	var out []string
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil || len(out) != n {
		return nil, &diag.Error{Msg: "the cursor is none of this list", Hint: "give back the field next of the page before as it came, or leave after out to begin anew"}
	}
	return out, nil
}

// keyDay is a day as a cursor has it.
func keyDay(d string) string {
	if d == "" {
		return "0001-01-01"
	}
	return d
}
