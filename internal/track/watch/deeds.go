package watch

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente/internal/track/alert"
)

// A deed is one incident, or row of another data set, between two.
type deed struct {
	id, source, target string
	day                int
	mutual             bool
	voices             []string // independent publishers
}

// unit parts what is brought from the database in one text.
const unit = "\x1f"

// deeds are those of a dyad, either side of which may be any, the newest first.
func (r *reader) deeds(ctx context.Context, d alert.Dyad, m alert.Measure, from, to string) ([]deed, error) {
	where, args := "origin = ? AND day >= ?::DATE AND day <= ?::DATE AND source <> '' AND target <> ''", []any{r.o.Origin, from, to}
	switch m.Kind {
	case "type":
		where, args = where+" AND type = ?", append(args, strings.ToUpper(m.Name))
	case "quad":
		where += fmt.Sprintf(" AND quad = %d", 1+slices.Index(alert.Quads, m.Name))
	case "side":
		where += map[string]string{"cooperation": " AND quad IN (1, 2)", "conflict": " AND quad IN (3, 4)"}[m.Name]
	case "field":
		where, args = where+" AND list_contains(contexts, ?)", append(args, m.Name)
	}
	for _, code := range [2]string{d.First, d.Second} {
		if code != alert.Any {
			where, args = where+" AND ? IN (source, target)", append(args, code)
		}
	}
	var out []deed
	err := r.each(ctx, "SELECT id, source, target, day, coalesce(mutual, false) FROM timeline WHERE "+where+" ORDER BY day DESC, id, source, target", func(rows *sql.Rows) error {
		var x deed
		var day sql.NullTime
		err := rows.Scan(&x.id, &x.source, &x.target, &day, &x.mutual)
		x.day = int(day.Time.Sub(monday).Hours() / 24)
		if len(x.pairs(d)) > 0 {
			out = append(out, x)
		}
		return err
	}, args...)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for i := range out {
		ids[out[i].id] = true
	}
	voices, err := r.voices(ctx, slices.Sorted(maps.Keys(ids)))
	for i := range out {
		out[i].voices = voices[out[i].id]
	}
	return out, err
}

// pairs are the actors that a dyad means in this deed.
func (x *deed) pairs(d alert.Dyad) (out []alert.Dyad) {
	fits := func(side, code string) bool { return side == alert.Any || side == code }
	add := func(a, b string) {
		if !fits(d.First, a) || !fits(d.Second, b) {
			return
		}
		if !d.Directed && d.First == d.Second && a > b { // any-any: each pair once
			a, b = b, a
		}
		if p := (alert.Dyad{First: a, Second: b, Directed: d.Directed}); !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	add(x.source, x.target)
	if !d.Directed || x.mutual {
		add(x.target, x.source)
	}
	return out
}

// voices are the independent publishers of incidents: a copy speaks with the voice
// of what it was copied from.
func (r *reader) voices(ctx context.Context, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	if len(ids) == 0 {
		return out, nil
	}
	q, args := `SELECT r.incident, string_agg(DISTINCT d.publisher, chr(31) ORDER BY d.publisher) FROM reports r JOIN documents d ON d.document = coalesce(r.copy_of, r.document)
WHERE d.publisher <> '' AND r.incident IN (SELECT unnest(string_split(?, chr(31)))) GROUP BY r.incident`, []any{strings.Join(ids, unit)}
	if !r.o.ours() {
		q = `SELECT id, any_value(publisher) FROM events WHERE publisher <> '' AND id IN (SELECT unnest(string_split(?, chr(31)))) AND origin = ? GROUP BY id`
		args = append(args, r.o.Origin)
	}
	err := r.each(ctx, q, func(rows *sql.Rows) error {
		var id, list string
		err := rows.Scan(&id, &list)
		out[id] = strings.Split(list, unit)
		return err
	}, args...)
	return out, err
}

// behind is how many publishers and which incidents stand behind a count.
func behind(deeds []deed) (publishers int, incidents []string) {
	seen := map[string]bool{}
	for i := range deeds {
		for _, v := range deeds[i].voices {
			seen[v] = true
		}
		if len(incidents) < alert.MaxIncidents && !slices.Contains(incidents, deeds[i].id) {
			incidents = append(incidents, deeds[i].id)
		}
	}
	return len(seen), incidents
}

// beginning is the day that rules look back to: a year is what is usual, and a
// change of level is judged by three years and more. It is the first of a year, for
// what has held since before it is a new alert when it moves.
func beginning(day string) int {
	t := monday.AddDate(0, 0, number(day))
	return number(fmt.Sprintf("%04d-01-01", t.Year()-3))
}

// lookup brings tracks to the rules, for each of the days from one to another.
func (r *reader) lookup(ctx context.Context, from, until string) func(day string) alert.Lookup {
	known := map[string][]alert.Track{}
	first := max(r.from, beginning(from))
	return func(day string) alert.Lookup {
		return func(d alert.Dyad, m alert.Measure) ([]alert.Track, error) {
			key := d.String() + "|" + m.Kind + "|" + m.Name
			all, ok := known[key]
			if !ok {
				deeds, err := r.deeds(ctx, d, m, dayOf(first), until)
				if err != nil {
					return nil, err
				}
				all = r.tracks(d, deeds, first, number(until))
				known[key] = all
			}
			// A day is judged alike, whatever days are looked at with it.
			cut, begin := slices.Clone(all), max(first, beginning(day))
			for i := range cut {
				cut[i].First, cut[i].Days = dayOf(begin), cut[i].Days[begin-first:number(day)-first+1]
			}
			return cut, nil
		}
	}
}

// tracks puts deeds on their days. A dyad that names both has a track even if
// nothing was counted: silence can be asked for.
func (r *reader) tracks(d alert.Dyad, deeds []deed, first, last int) []alert.Track {
	by := map[alert.Dyad][]alert.Day{}
	start := func(p alert.Dyad) []alert.Day {
		if by[p] == nil {
			by[p] = make([]alert.Day, last-first+1)
			for i := range by[p] {
				by[p][i].Articles = r.articles[first+i]
			}
		}
		return by[p]
	}
	if d.First != alert.Any && d.Second != alert.Any {
		start(d)
	}
	for i := range deeds {
		x := &deeds[i]
		for _, p := range x.pairs(d) {
			day := &start(p)[x.day-first]
			if slices.Contains(day.Incidents, x.id) {
				continue
			}
			day.Count++
			day.Incidents = append(day.Incidents, x.id)
			for _, v := range x.voices {
				if !slices.Contains(day.Publishers, v) {
					day.Publishers = append(day.Publishers, v)
				}
			}
		}
	}
	var out []alert.Track
	for _, p := range slices.SortedFunc(maps.Keys(by), func(a, b alert.Dyad) int { return cmp.Compare(a.String(), b.String()) }) {
		out = append(out, alert.Track{Dyad: p, First: dayOf(first), Days: by[p]})
	}
	return out
}

// explain says of each incident behind the alerts what was done.
func (r *reader) explain(ctx context.Context, alerts []alert.Alert) error {
	ids := map[string]bool{}
	for i := range alerts {
		for _, id := range alerts[i].Incidents {
			ids[id] = true
		}
	}
	if len(ids) == 0 {
		return nil
	}
	list := slices.Sorted(maps.Keys(ids))
	voices, err := r.voices(ctx, list)
	if err != nil {
		return err
	}
	rows := `SELECT i.id, i.day, coalesce(nullif(i.source_actor, ''), i.source) AS a, coalesce(nullif(i.target_actor, ''), i.target) AS b, i.mutual, i.act, i.type, e.sentence
FROM incidents i LEFT JOIN events e ON e.origin = 'entente' AND e.id = i.fullest AND e.source IN (i.source, i.target) AND e.target IN (i.source, i.target)`
	args := []any{strings.Join(list, unit)}
	if !r.o.ours() {
		rows = `SELECT id, day, coalesce(nullif(source_actor, ''), source) AS a, coalesce(nullif(target_actor, ''), target) AS b, mutual, act, type, sentence FROM events WHERE origin = ?`
		args = append([]any{r.o.Origin}, args...)
	}
	known := map[string]alert.Evidence{}
	err = r.each(ctx, `SELECT id, any_value(day), coalesce(string_agg(DISTINCT a, ', ' ORDER BY a), ''), coalesce(string_agg(DISTINCT b, ', ' ORDER BY b), ''), coalesce(bool_or(mutual), false),
coalesce(nullif(any_value(act), ''), lower(any_value(type)), ''), coalesce(min(sentence), '')
FROM (`+rows+`) WHERE id IN (SELECT unnest(string_split(?, chr(31)))) GROUP BY id`, func(rows *sql.Rows) error {
		var e alert.Evidence
		var day sql.NullTime
		err := rows.Scan(&e.Incident, &day, &e.Source, &e.Target, &e.Mutual, &e.Act, &e.Sentence)
		e.Day = day.Time.Format("2006-01-02")
		e.Publishers = append([]string{}, voices[e.Incident]...)
		known[e.Incident] = e
		return err
	}, args...)
	for i := range alerts {
		for _, id := range alerts[i].Incidents {
			if e, ok := known[id]; ok {
				alerts[i].Evidence = append(alerts[i].Evidence, e)
			}
		}
	}
	return err
}
