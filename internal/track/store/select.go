package store

import "entente/internal/record"

// A Party is who acts or is acted on.
type Party struct {
	Code string // country-like code, as the columns source and target have it: RUS, UNO
	Body bool   // Code is the beginning of an actor code instead, as source_actor has it: IGOMILNAT
}

// A Selection says which incidents, or rows of another data set, are asked for.
// What is empty selects nothing away.
type Selection struct {
	Origin   string // "" is ours
	A, B     Party  // only what one does to the other, or with A alone: A and whoever else
	From, To string // first and last day, YYYY-MM-DD
	Type     string // PLOVER event type
	Field    string // PLOVER context
	By       string // day, week (from Monday) or month: what sums are made of
	Dyads    bool   // keep the code of each party; else who was not asked for is ""
	single   bool   // read single rows where daily sums would do
}

func (q *Selection) origin() string {
	if q.Origin == "" {
		return record.Origin
	}
	return q.Origin
}

// step is the day that sums of q stand on, in SQL.
func (q *Selection) step() string {
	switch q.By {
	case "week", "month":
		return "date_trunc('" + q.By + "', day)::DATE"
	}
	return "day"
}

// A clause is a piece of SQL and the values of its question marks, in their order.
type clause struct {
	sql  string
	args []any
}

func (c *clause) add(sql string, args ...any) {
	c.sql += sql
	c.args = append(c.args, args...)
}

// match tells whether a side of a row is p.
func (p Party) match(side string) clause {
	if p.Body {
		return clause{"coalesce(starts_with(" + side + "_actor, ?), false)", []any{p.Code}}
	}
	return clause{side + " = ?", []any{p.Code}}
}

// fromDaily reports whether the daily sums can answer, which have neither fields
// nor sectors.
func (q *Selection) fromDaily() bool { return !q.single && q.Field == "" && !q.A.Body && !q.B.Body }

// detailed is q over single incidents.
func (q Selection) detailed() *Selection {
	q.single = true
	return &q
}

// table is where rows come from and what they must be.
func (q *Selection) table() (name string, where clause) {
	switch {
	case q.fromDaily():
		name = "daily"
		where.add("origin = ?", q.origin())
	case q.origin() == record.Origin:
		name = "incidents"
		where.add("counted AND day IS NOT NULL")
	default:
		name = "events"
		where.add("origin = ? AND counted AND day IS NOT NULL", q.Origin)
	}
	if d := dayValue(q.From); d != nil {
		where.add(" AND day >= ?", d)
	}
	if d := dayValue(q.To); d != nil {
		where.add(" AND day <= ?", d)
	}
	if q.Type != "" {
		where.add(" AND type = ?", q.Type)
	}
	if q.Field != "" {
		where.add(" AND list_contains(contexts, ?)", q.Field)
	}
	return name, where
}

// rows select these columns of all that q asks for, with source and target as q
// names them. A pair is read as two selections put together, as each of them
// finds its rows in one place: the sums of a batch lie by source and target.
func (q *Selection) rows(columns string) clause {
	name, where := q.table()
	var out clause
	branch := func(src, dst string, names []any, cond clause) {
		if out.sql != "" {
			out.add(" UNION ALL ")
		}
		out.add("SELECT "+src+" AS source, "+dst+" AS target, "+columns+" FROM "+name+" WHERE ", names...)
		out.add(cond.sql, cond.args...)
		out.add(" AND "+where.sql, where.args...)
	}
	both := func(a, b clause) clause {
		return clause{a.sql + " AND " + b.sql, append(append([]any{}, a.args...), b.args...)}
	}
	others := func(side string) clause {
		c := q.A.match(side)
		return clause{"NOT (" + c.sql + ") AND " + side + " <> ''", c.args}
	}
	switch {
	case q.A.Code != "" && q.B.Code != "":
		branch("?::VARCHAR", "?::VARCHAR", []any{q.A.Code, q.B.Code}, both(q.A.match("source"), q.B.match("target")))
		if q.A != q.B {
			branch("?::VARCHAR", "?::VARCHAR", []any{q.B.Code, q.A.Code}, both(q.B.match("source"), q.A.match("target")))
		}
	case q.A.Code != "":
		src, dst := "''", "''"
		if q.Dyads {
			src, dst = "source", "target"
		}
		branch("?::VARCHAR", dst, []any{q.A.Code}, both(q.A.match("source"), others("target")))
		branch(src, "?::VARCHAR", []any{q.A.Code}, both(q.A.match("target"), others("source")))
	case q.Dyads:
		branch("source", "target", nil, clause{"source <> '' AND target <> '' AND source <> target", nil})
	default:
		branch("''", "''", nil, clause{"true", nil})
	}
	return out
}

// measures are the columns that are added up.
func (q *Selection) measures() string {
	if q.fromDaily() {
		return "n, score, goldstein, reports"
	}
	return "1 AS n, coalesce(score, 0) AS score, coalesce(goldstein, 0) AS goldstein, reports"
}
