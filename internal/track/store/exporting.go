package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"entente/internal/record"
)

// Rows says which rows go out.
type Rows struct {
	Incidents bool // what was done once, by all reports, in the place of our events; rows of other sets have none
	From, To  string
	A, B      string // a pair of countries, in either direction
	Type      string
	Origin    string
	Foreign   bool // rows of other data sets only
	Counted   bool
}

// where are the conditions of the selection.
func (x *Rows) where() string {
	var all []string
	add := func(format string, values ...any) {
		for i, v := range values {
			values[i] = quote(v.(string))
		}
		all = append(all, fmt.Sprintf(format, values...))
	}
	if x.From != "" {
		add("coalesce(last, day) >= '%s'", x.From)
	}
	if x.To != "" {
		add("day <= '%s'", x.To)
	}
	if x.A != "" || x.B != "" {
		add("(source = '%s' AND target = '%s' OR source = '%s' AND target = '%s')", x.A, x.B, x.B, x.A)
	}
	if x.Type != "" {
		add("type = '%s'", x.Type)
	}
	if x.Origin != "" {
		add("origin = '%s'", x.Origin)
	}
	if x.Foreign {
		add("origin <> 'entente'")
	}
	if x.Counted {
		add("counted")
	}
	if len(all) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(all, " AND ")
}

// from is the table that rows come from; incidents are given the columns of
// events, with names and sources of their fullest record.
func (x *Rows) from() string {
	if !x.Incidents {
		return "events"
	}
	of := func(column string) string {
		return "(SELECT min(e." + column + ") FROM events e WHERE e.origin = 'entente' AND e.id = i.fullest AND e.source_actor IS NOT DISTINCT FROM i.source_actor AND e.target_actor IS NOT DISTINCT FROM i.target_actor) AS " + column
	}
	return `(SELECT id, 'entente' AS origin, ` + of("document") + `, earliest AS published, ` + of("publisher") + `, ` + of("url") + `, coalesce(day, first) AS day, last, source, target, source_actor, target_actor, ` +
		of("source_name") + `, ` + of("target_name") + `, act, type, mode, cameo, quad, goldstein, score, contexts, mutual, place, geonameid, lat, lon, country, ` + of("admin1") + `, ` + of("factuality") + `, ` + of("said_by") + `, ` + of("said_kind") + `,
confidence, counted, ` + of("not_counted") + `, ` + of("sentence") + `, NULL::INTEGER AS start, NULL::INTEGER AS stop, reports FROM incidents i)`
}

// columns of events that go out: all but the number of the batch.
func outColumns() []Column {
	for _, t := range Tables {
		if t.Name == "events" {
			return t.Columns[:len(t.Columns)-1]
		}
	}
	return nil
}

// query asks for the rows in an order that rests on nothing but them.
func (x *Rows) query() string {
	var names []string
	for _, c := range outColumns() {
		names = append(names, c.Name)
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM " + x.from() + x.where() + " ORDER BY day, origin, id, source_actor, target_actor, source_name, target_name, cameo, type, document"
}

// Count is how many rows the selection has.
func (s *Store) Count(ctx context.Context, x *Rows) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM "+x.from()+x.where()).Scan(&n)
	return n, err
}

// Events hands out the rows of a selection by day, origin and id. The row is good
// until the next one.
func (s *Store) Events(ctx context.Context, x *Rows, each func(*record.Event) error) error {
	var e record.Event
	var published, day, last sql.NullTime
	var document, publisher, url, sourceActor, targetActor, sourceName, targetName, act, mode, cameo, place, country, admin1, factuality, saidBy, saidKind, notCounted, sentence sql.NullString
	var goldstein, score, lat, lon, confidence sql.NullFloat64
	var geo, start, stop, reports sql.NullInt64
	var contexts any
	return s.each(ctx, x.query(), func(r *sql.Rows) error {
		err := r.Scan(&e.ID, &e.Origin, &document, &published, &publisher, &url, &day, &last, &e.Source, &e.Target, &sourceActor, &targetActor, &sourceName, &targetName, &act, &e.Type, &mode, &cameo, &e.Quad,
			&goldstein, &score, &contexts, &e.Symmetric, &place, &geo, &lat, &lon, &country, &admin1, &factuality, &saidBy, &saidKind, &confidence, &e.Counted, &notCounted, &sentence, &start, &stop, &reports)
		if err != nil {
			return err
		}
		e.Document, e.Publisher, e.URL, e.SourceActor, e.TargetActor, e.SourceName, e.TargetName, e.Act, e.Mode, e.CAMEO = document.String, publisher.String, url.String, sourceActor.String, targetActor.String, sourceName.String, targetName.String, act.String, mode.String, cameo.String
		e.Place, e.Country, e.Admin1, e.Factuality, e.SaidBy, e.SaidKind, e.NotCounted, e.Sentence = place.String, country.String, admin1.String, factuality.String, saidBy.String, saidKind.String, notCounted.String, sentence.String
		e.Published, e.Day, e.Last = dayOf(published), dayOf(day), dayOf(last)
		e.Goldstein, e.Score, e.Confidence, e.Lat, e.Lon = single(goldstein), single(score), single(confidence), orMissing(lat), orMissing(lon)
		e.GeoNames, e.Start, e.End, e.Reports = int(geo.Int64), int(start.Int64), int(stop.Int64), int(reports.Int64)
		e.Contexts = nil
		if all, ok := contexts.([]any); ok {
			for _, c := range all {
				e.Contexts = append(e.Contexts, fmt.Sprint(c))
			}
		}
		return each(&e)
	})
}

func orMissing(v sql.NullFloat64) float64 {
	if !v.Valid {
		return record.Missing
	}
	return v.Float64
}

// single is a number that the table holds with half the digits, without those that
// it never had.
func single(v sql.NullFloat64) float64 {
	if !v.Valid {
		return record.Missing
	}
	return math.Round(v.Float64*1e6) / 1e6
}

// EachWhole hands out the whole records behind a selection of our events, in the
// order of Events.
func (s *Store) EachWhole(ctx context.Context, x *Rows, each func(id string, json []byte) error) error {
	return s.each(ctx, "SELECT r.id, r.record FROM records r JOIN (SELECT id, document, min(day) AS day FROM events"+x.where()+" GROUP BY id, document) e ON e.id = r.id AND e.document = r.document ORDER BY e.day, r.id, r.document", func(rows *sql.Rows) error {
		var id, j string
		if err := rows.Scan(&id, &j); err != nil {
			return err
		}
		return each(id, []byte(j))
	})
}

// CopyEvents writes the rows of a selection to a file: parquet or csv. The folder
// must have been named when the store was opened.
func (s *Store) CopyEvents(ctx context.Context, x *Rows, path, format string) error {
	q := x.query()
	if format == "csv" {
		q = joined(q, outColumns())
	}
	return s.copyTo(ctx, q, path, format)
}

// CopyTable writes some columns of a table to a file, in the order of all of them:
// the same store gives the same bytes. Lists are joined by semicolons, in both
// formats.
func (s *Store) CopyTable(ctx context.Context, table string, columns []Column, path, format string) error {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return s.copyTo(ctx, joined("SELECT "+strings.Join(names, ", ")+" FROM "+table+" ORDER BY ALL", columns), path, format)
}

// joined makes one text of each list in an answer.
func joined(q string, columns []Column) string {
	var lists []string
	for _, c := range columns {
		if strings.HasSuffix(c.Type, "[]") {
			lists = append(lists, "array_to_string("+c.Name+", ';') AS "+c.Name)
		}
	}
	if len(lists) == 0 {
		return q
	}
	return "SELECT * REPLACE (" + strings.Join(lists, ", ") + ") FROM (" + q + ")"
}

func (s *Store) copyTo(ctx context.Context, q, path, format string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	how := "FORMAT parquet, COMPRESSION zstd"
	if format == "csv" {
		how = "FORMAT csv, HEADER"
	}
	_, err = s.db.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO '%s' (%s)", q, quote(abs), how))
	return err
}
