package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/duckdb/duckdb-go/v2"
)

// A table is the rows of one table of a batch, as the database reads them: straight
// from memory by a table function, on all cores, chunk by chunk.
type table struct {
	name    string
	n       int
	columns []string                                       // those that some row has something for
	fill    func(c duckdb.DataChunk, first, end int) error // columns in their order
	next    atomic.Int64
}

// batchRows is the name of the table function.
const batchRows = "batch_rows"

// order is how the rows of a segment lie: those that are asked for together. Rows
// that are alike in this keep the order that they came in.
var order = map[string]string{"events": "source, target, day, "}

func rowsOf(b *Batch) []*table {
	return []*table{
		tableOf("documents", b.Documents, documentFields),
		tableOf("events", b.Events, eventFields),
		tableOf("records", b.Records, recordFields),
		tableOf("sketches", b.Sketches, sketchFields),
	}
}

// tableOf leaves out columns that no row has anything for: rows of other data sets
// have a third of ours.
func tableOf[R any](name string, rows []R, fields []field[R]) *table {
	t := &table{name: name, n: len(rows)}
	var used []field[R]
	for _, f := range fields {
		for i := range rows {
			if f.has(&rows[i]) {
				used, t.columns = append(used, f), append(t.columns, f.column)
				break
			}
		}
	}
	t.fill = func(c duckdb.DataChunk, first, end int) error {
		for i := first; i < end; i++ {
			for k := range used {
				if err := used[k].set(c, k, i-first, &rows[i]); err != nil {
					return fmt.Errorf("%s: %w", used[k].column, err)
				}
			}
			if err := duckdb.SetChunkValue(c, len(used), i-first, int32(i)); err != nil {
				return err
			}
		}
		return c.SetSize(end - first)
	}
	return t
}

// query asks for the rows as they lie in a segment.
func (t *table) query(batch int) string {
	return fmt.Sprintf("SELECT %s%d::INTEGER AS batch FROM (SELECT * FROM %s() ORDER BY %sposition)", t.all(), batch, batchRows, order[t.name])
}

// all are the columns of the table but for the batch, with NULL for those that no
// row has anything for.
func (t *table) all() string {
	var names []string
	for _, c := range tableNamed(t.name).Columns {
		if c.Name != "batch" {
			names = append(names, c.Name)
		}
	}
	return t.of(names...)
}

// of are these columns, likewise.
func (t *table) of(names ...string) string {
	var b strings.Builder
	for _, c := range tableNamed(t.name).Columns {
		switch {
		case !slices.Contains(names, c.Name):
		case slices.Contains(t.columns, c.Name):
			b.WriteString(c.Name + ", ")
		default:
			fmt.Fprintf(&b, "NULL::%s AS %s, ", c.Type, c.Name)
		}
	}
	return b.String()
}

// registerRows makes the table function known to the connection that writes.
func (s *Store) registerRows() error {
	types := map[string]duckdb.TypeInfo{}
	for name, t := range map[string]duckdb.Type{
		"VARCHAR": duckdb.TYPE_VARCHAR, "DATE": duckdb.TYPE_DATE, "INTEGER": duckdb.TYPE_INTEGER, "UTINYINT": duckdb.TYPE_UTINYINT, "FLOAT": duckdb.TYPE_FLOAT,
		"DOUBLE": duckdb.TYPE_DOUBLE, "BOOLEAN": duckdb.TYPE_BOOLEAN, "BLOB": duckdb.TYPE_BLOB,
	} {
		info, err := duckdb.NewTypeInfo(t)
		if err != nil {
			return err
		}
		types[name] = info
	}
	var err error
	if types["VARCHAR[]"], err = duckdb.NewListInfo(types["VARCHAR"]); err != nil {
		return err
	}
	return duckdb.RegisterTableUDF(s.write, batchRows, duckdb.ParallelChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duckdb.ParallelChunkTableSource, error) {
			t := s.rows.Load()
			if t == nil {
				return nil, errors.New("no batch is being written")
			}
			return source{t, types}, nil
		},
	})
}

// source hands the rows of a table to the database.
type source struct {
	*table
	types map[string]duckdb.TypeInfo
}

func (s source) ColumnInfos() (out []duckdb.ColumnInfo) {
	of := map[string]string{}
	for _, c := range tableNamed(s.name).Columns {
		of[c.Name] = c.Type
	}
	for _, c := range s.columns {
		out = append(out, duckdb.ColumnInfo{Name: c, T: s.types[of[c]]})
	}
	return append(out, duckdb.ColumnInfo{Name: "position", T: s.types["INTEGER"]})
}

func (s source) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(s.n), Exact: true}
}

func (s source) Init() duckdb.ParallelTableSourceInfo {
	s.next.Store(0)
	return duckdb.ParallelTableSourceInfo{}
}

func (s source) NewLocalState() any { return new(int) }

func (s source) FillChunk(_ any, c duckdb.DataChunk) error {
	size := duckdb.GetDataChunkCapacity()
	first := int(s.next.Add(int64(size))) - size
	if first >= s.n {
		return c.SetSize(0)
	}
	return s.fill(c, first, min(first+size, s.n))
}
