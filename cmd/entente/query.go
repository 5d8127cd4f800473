package main

import (
	"bufio"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"entente/internal/serve/terminal"
	"entente/internal/track/store"
)

type queryCmd struct {
	SQL string `arg:"" name:"sql" help:"The question: SELECT day, source, target, type FROM timeline WHERE source = 'RUS'."`
	storeFlag
	Format string        `short:"f" enum:"auto,table,csv,json" default:"auto" help:"table, csv or json (one row a line). Default: table for a person, csv for a pipe."`
	Rows   int           `default:"10000" help:"Most rows; 0: all."`
	Time   time.Duration `default:"30s" help:"Longest time."`
	Output string        `short:"o" placeholder:"FILE" help:"Write to FILE instead of standard output."`
}

func (c *queryCmd) Run(a *app) error {
	db, err := store.Open(a.ctx, c.DB, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	out, err := openOutput(a, c.Output)
	if err != nil {
		return err
	}
	if c.Format == "auto" {
		c.Format = "csv"
		if c.Output == "" && term.IsTerminal(int(a.stdout.Fd())) {
			c.Format = "table"
		}
	}
	w := rowWriters[c.Format](out.w)
	err = db.Query(a.ctx, c.SQL, store.Limits{Rows: c.Rows, Time: c.Time}, func(names []string, types []*sql.ColumnType) error {
		return w.head(names)
	}, w.row)
	more := errors.Is(err, store.ErrMore)
	if more {
		err = nil
	}
	if err == nil {
		err = w.end()
	}
	if cerr := out.close(err == nil); err == nil {
		err = cerr
	}
	if more {
		fmt.Fprintf(a.stderr, "only the first %d rows; --rows 0 gives all\n", c.Rows)
	}
	return err
}

// A rowWriter puts out the rows of an answer.
type rowWriter interface {
	head(names []string) error
	row(values []any) error
	end() error
}

var rowWriters = map[string]func(*bufio.Writer) rowWriter{
	"table": func(w *bufio.Writer) rowWriter { return newTable(w, "") },
	"csv":   func(w *bufio.Writer) rowWriter { return &csvRows{w: csv.NewWriter(w)} },
	"json":  func(w *bufio.Writer) rowWriter { return &jsonRows{w: w} },
}

type tableRows struct {
	w      *tabwriter.Writer
	indent string // before each row
}

func newTable(w io.Writer, indent string) *tableRows {
	return &tableRows{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0), indent}
}

func (t *tableRows) head(names []string) error {
	_, err := fmt.Fprintln(t.w, t.indent+strings.Join(names, "\t"))
	return err
}

func (t *tableRows) row(values []any) error {
	fields := make([]string, len(values))
	for i, v := range values {
		fields[i] = terminal.OneLine(inWords(v))
	}
	_, err := fmt.Fprintln(t.w, t.indent+strings.Join(fields, "\t"))
	return err
}

func (t *tableRows) end() error { return t.w.Flush() }

type csvRows struct{ w *csv.Writer }

func (c *csvRows) head(names []string) error { return c.w.Write(names) }

func (c *csvRows) row(values []any) error {
	fields := make([]string, len(values))
	for i, v := range values {
		fields[i] = inWords(v)
	}
	return c.w.Write(fields)
}

func (c *csvRows) end() error {
	c.w.Flush()
	return c.w.Error()
}

type jsonRows struct {
	w     io.Writer
	names []string
}

func (j *jsonRows) head(names []string) error {
	j.names = names
	return nil
}

// row keeps the order of the columns, which a map would not.
func (j *jsonRows) row(values []any) error {
	b := []byte{'{'}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(j.names[i])
		if err != nil {
			return err
		}
		b = append(append(b, key...), ':')
		switch x := v.(type) {
		case time.Time:
			v = inWords(x)
		case float64:
			if math.IsNaN(x) || math.IsInf(x, 0) {
				v = nil
			}
		}
		val, err := json.Marshal(v)
		if err != nil {
			val, _ = json.Marshal(inWords(v)) // what JSON has no word for
		}
		b = append(b, val...)
	}
	_, err := j.w.Write(append(b, "}\n"...))
	return err
}

func (j *jsonRows) end() error { return nil }

// inWords is a value of the database as text.
func inWords(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case time.Time:
		if x.Equal(x.Truncate(24 * time.Hour)) {
			return x.Format(time.DateOnly)
		}
		return x.UTC().Format("2006-01-02 15:04:05")
	case float32:
		return strconv.FormatFloat(float64(x), 'f', -1, 32)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = inWords(x[i])
		}
		return strings.Join(parts, ";")
	case []byte:
		return fmt.Sprintf("%x", x)
	}
	return fmt.Sprint(v)
}

type rebuildCmd struct {
	Dir string `arg:"" help:"Folder of the store."`
}

func (c *rebuildCmd) Run(a *app) error {
	person := term.IsTerminal(int(a.stderr.Fd()))
	err := store.Rebuild(a.ctx, c.Dir, store.Options{}, func(done, all int) {
		if person {
			fmt.Fprintf(os.Stderr, "\r%d of %d batches ", done, all)
		}
	})
	if person {
		fmt.Fprintln(a.stderr)
	}
	return err
}
