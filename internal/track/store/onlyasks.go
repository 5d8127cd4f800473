package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"entente/internal/diag"
)

// longestQuestion bounds what the parser of the database is given.
const longestQuestion = 16 << 10

// deepestQuestion bounds brackets within brackets: the parser works them off on a
// stack that it does not watch.
const deepestQuestion = 200

// tableFunctions are those that a question may select from. A transaction that
// only reads is not enough: functions that write logs, switch profiling on, write
// the database out, run SQL in a string or read the memory at an address can all
// be selected from (enable_logging makes a file even then).
var tableFunctions = []string{
	"range", "generate_series", "unnest", "json_each", "json_tree", "repeat", "repeat_row", "summary",
	"duckdb_columns", "duckdb_tables", "duckdb_views", "duckdb_types", "duckdb_functions", "duckdb_keywords",
	"pragma_table_info", "pragma_show", "pg_timezone_names",
}

// notInQuestions are functions of values that do more than give one: they sleep
// through the limit of time, write, or change what others are answered.
var notInQuestions = []string{"sleep_ms", "pg_sleep", "write_log", "nextval", "currval", "setseed", "getenv", "getvariable", "stats"}

// onlyAsks refuses all but one SELECT over the tables of the store. The database
// parses the question, so that what is judged is what will be run.
func onlyAsks(ctx context.Context, c *sql.Conn, q string) error {
	switch {
	case len(q) > longestQuestion:
		return &diag.Error{Msg: fmt.Sprintf("the question has more than %d bytes", longestQuestion), Hint: "ask for less at once"}
	case depth(q) > deepestQuestion:
		return &diag.Error{Msg: "brackets lie too deep in one another", Hint: "ask in a simpler way"}
	}
	var tree string
	if err := c.QueryRowContext(ctx, "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", q).Scan(&tree); err != nil {
		return err
	}
	var parsed struct {
		Error      bool   `json:"error"`
		Type       string `json:"error_type"`
		Message    string `json:"error_message"`
		Statements []any  `json:"statements"`
	}
	if err := json.Unmarshal([]byte(tree), &parsed); err != nil {
		return err
	}
	const hint = "one SELECT over the tables of docs/format/store.md"
	switch {
	case parsed.Error && parsed.Type == "not implemented":
		return &diag.Error{Msg: "this is no SELECT", Hint: hint}
	case parsed.Error:
		return &diag.Error{Msg: parsed.Message, Hint: hint}
	case len(parsed.Statements) != 1:
		return &diag.Error{Msg: fmt.Sprintf("there are %d statements", len(parsed.Statements)), Hint: hint}
	}
	return judge(parsed.Statements[0])
}

// judge looks at each node of a parsed question.
func judge(n any) error {
	switch n := n.(type) {
	case []any:
		for _, x := range n {
			if err := judge(x); err != nil {
				return err
			}
		}
	case map[string]any:
		if n["type"] == "TABLE_FUNCTION" {
			f, _ := n["function"].(map[string]any)
			name, _ := f["function_name"].(string)
			if !slices.Contains(tableFunctions, strings.ToLower(name)) {
				return &diag.Error{Msg: fmt.Sprintf("rows of %q are not to be had", name), Hint: "there are the tables of docs/format/store.md"}
			}
		} else if name, ok := n["function_name"].(string); ok && slices.Contains(notInQuestions, strings.ToLower(name)) {
			return &diag.Error{Msg: fmt.Sprintf("the function %q is not to be had", name)}
		}
		if name, ok := n["table_name"].(string); ok && strings.ContainsAny(name, `/\.:*?[`) {
			return &diag.Error{Msg: fmt.Sprintf("no table is called %q, and files are not read", name), Hint: "there are the tables of docs/format/store.md"}
		}
		for _, x := range n { // which of several faults is named does not matter
			if err := judge(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// depth is how deep brackets lie in q, those in strings and comments included.
func depth(q string) int {
	n, most := 0, 0
	for i := range len(q) {
		switch q[i] {
		case '(', '[', '{':
			n++
			most = max(most, n)
		case ')', ']', '}':
			n--
		}
	}
	return most
}
