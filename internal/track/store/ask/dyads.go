package ask

import "context"

// Units are what a dyad can be summed by.
var Units = []string{"day", "week", "month"}

// A Bin are the sums of one dyad over a day, week or month.
type Bin struct {
	Begins    string  `json:"begins" doc:"first day; a week begins on Monday"`
	Source    string  `json:"source"`
	Target    string  `json:"target"`
	Mutual    bool    `json:"mutual" doc:"done by both to each other: counted once, in neither direction"`
	N         int     `json:"n" doc:"incidents that count"`
	Reports   int     `json:"reports"`
	Score     float64 `json:"score" doc:"sum of PLOVER's scores"`
	Goldstein float64 `json:"goldstein" doc:"sum"`
	Quad1     int     `json:"quad1" doc:"of n: verbal cooperation"`
	Quad2     int     `json:"quad2" doc:"material cooperation"`
	Quad3     int     `json:"quad3" doc:"verbal conflict"`
	Quad4     int     `json:"quad4" doc:"material conflict"`
}

// sums are the columns of a Bin or an Edge, as sums over daily.
const sums = `CAST(sum(n) AS BIGINT) AS n, CAST(sum(reports) AS BIGINT) AS reports, round(coalesce(sum(score), 0), 2) AS score, round(coalesce(sum(goldstein), 0), 2) AS goldstein,
CAST(coalesce(sum(n) FILTER (quad = 1), 0) AS BIGINT) AS quad1, CAST(coalesce(sum(n) FILTER (quad = 2), 0) AS BIGINT) AS quad2,
CAST(coalesce(sum(n) FILTER (quad = 3), 0) AS BIGINT) AS quad3, CAST(coalesce(sum(n) FILTER (quad = 4), 0) AS BIGINT) AS quad4`

// Dyad sums what a and b did to each other, as one origin has it. A unit without
// anything has no bin. unit is one of Units.
func (s Store) Dyad(ctx context.Context, a, b, unit, origin string, in Span) ([]Bin, error) {
	var w conditions
	w.within("day", in)
	w.is("origin", origin)
	w.add("(source = ? AND target = ? OR source = ? AND target = ?)", a, b, b, a)
	w.args = append([]any{unit}, w.args...)
	return all[Bin](ctx, s, `FROM (SELECT CAST(date_trunc(?, day) AS DATE) AS begins, source, target, mutual, `+sums+`
FROM daily`+w.String()+` GROUP BY ALL) WHERE n <> 0 ORDER BY begins, source, target, mutual`, w.args...)
}

// An Edge are the sums of one dyad over all days.
type Edge struct {
	Source    string  `json:"source"`
	Target    string  `json:"target"`
	Mutual    bool    `json:"mutual"`
	N         int     `json:"n"`
	Reports   int     `json:"reports"`
	Score     float64 `json:"score"`
	Goldstein float64 `json:"goldstein"`
	Quad1     int     `json:"quad1"`
	Quad2     int     `json:"quad2"`
	Quad3     int     `json:"quad3"`
	Quad4     int     `json:"quad4"`
}

// Network are the dyads with the most incidents, the greatest first; actor: those
// of one only. Who did it or to whom must be known.
func (s Store) Network(ctx context.Context, origin, actor string, quad, most int, in Span) ([]Edge, error) {
	var w conditions
	w.within("day", in)
	w.is("origin", origin)
	if actor != "" {
		w.add("(source = ? OR target = ?)", actor, actor)
	}
	if quad != 0 {
		w.add("quad = ?", quad)
	}
	w.add("source <> '' AND target <> ''")
	return all[Edge](ctx, s, "FROM (SELECT source, target, mutual, "+sums+" FROM daily"+w.String()+" GROUP BY ALL) WHERE n > 0 ORDER BY n DESC, source, target, mutual LIMIT ?", append(w.args, most)...)
}
