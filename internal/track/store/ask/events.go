package ask

import (
	"context"
	"encoding/json"
)

// An Event is a row of events.
type Event struct {
	ID          string   `json:"id" doc:"of the record, in its origin"`
	Origin      string   `json:"origin" doc:"entente, or the data set that the row was taken from"`
	Document    string   `json:"document,omitempty"`
	Published   string   `json:"published,omitempty" doc:"day of the report"`
	Publisher   string   `json:"publisher,omitempty"`
	URL         string   `json:"url,omitempty"`
	Day         string   `json:"day,omitempty" doc:"first day that the event can have taken place on"`
	Last        string   `json:"last,omitempty" doc:"last such day"`
	Source      string   `json:"source" doc:"ISO 3166 alpha-3, or PLOVER's codes for others; empty where unknown"`
	Target      string   `json:"target"`
	SourceActor string   `json:"source_actor,omitempty" doc:"with sectors, as CAMEO writes them"`
	TargetActor string   `json:"target_actor,omitempty"`
	SourceName  string   `json:"source_name,omitempty" doc:"as the text names it"`
	TargetName  string   `json:"target_name,omitempty"`
	Act         string   `json:"act,omitempty"`
	Type        string   `json:"type" doc:"PLOVER event type"`
	Mode        string   `json:"mode,omitempty"`
	CAMEO       string   `json:"cameo,omitempty"`
	Quad        int      `json:"quad" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 none"`
	Goldstein   *float64 `json:"goldstein,omitempty"`
	Score       *float64 `json:"score,omitempty"`
	Contexts    []string `json:"contexts,omitempty"`
	Mutual      bool     `json:"mutual" doc:"both do it to each other: the row stands for both directions"`
	Place       string   `json:"place,omitempty"`
	GeoNames    int      `json:"geonameid,omitempty"`
	Lat         *float64 `json:"lat,omitempty"`
	Lon         *float64 `json:"lon,omitempty"`
	Country     string   `json:"country,omitempty" doc:"of the place"`
	Factuality  string   `json:"factuality,omitempty"`
	SaidBy      string   `json:"said_by,omitempty"`
	Confidence  *float64 `json:"confidence,omitempty"`
	Counted     bool     `json:"counted" doc:"put forward as having happened; sum over these only"`
	NotCounted  string   `json:"not_counted,omitempty"`
	Sentence    string   `json:"sentence,omitempty" doc:"the evidence"`
	Start       int      `json:"start" doc:"bytes of the words for the event in the document's text"`
	Stop        int      `json:"stop"`
	Reports     int      `json:"reports"`
}

// A DyadFilter chooses by who did what to whom, where and when.
type DyadFilter struct {
	Span
	Source, Target, Actor string // Actor: on either side
	Type, Country         string
	Quad                  int // 0: all
	Counted               *bool
}

func (f *DyadFilter) where() (w conditions) {
	w.within("day", f.Span)
	w.is("source", f.Source)
	w.is("target", f.Target)
	if f.Actor != "" {
		w.add("(source = ? OR target = ?)", f.Actor, f.Actor)
	}
	w.is("type", f.Type)
	w.is("country", f.Country)
	if f.Quad != 0 {
		w.add("quad = ?", f.Quad)
	}
	if f.Counted != nil {
		w.add("counted = ?", *f.Counted)
	}
	return w
}

// Events are the latest first; origin and document are those of a row, "" for all.
func (s Store) Events(ctx context.Context, f DyadFilter, origin, document string, p Page) ([]Event, string, error) {
	w := f.where()
	w.is("origin", origin)
	w.is("document", document)
	// A record may have several actors of one state.
	keys := []key{day("day"), word("origin"), word("id"), word("source"), word("target"), word("coalesce(source_actor, '')"), word("coalesce(target_actor, '')")}
	return list(ctx, s, "events", w, keys, func(e *Event) []string {
		return []string{keyDay(e.Day), e.Origin, e.ID, e.Source, e.Target, e.SourceActor, e.TargetActor}
	}, p)
}

// An Incident is a row of incidents.
type Incident struct {
	ID            string   `json:"id" doc:"the same for all rows of one incident"`
	Source        string   `json:"source" doc:"where both do it to each other, the first of the two in the alphabet"`
	Target        string   `json:"target"`
	SourceActor   string   `json:"source_actor,omitempty"`
	TargetActor   string   `json:"target_actor,omitempty"`
	Act           string   `json:"act,omitempty"`
	Type          string   `json:"type"`
	Mode          string   `json:"mode,omitempty"`
	CAMEO         string   `json:"cameo,omitempty"`
	Quad          int      `json:"quad"`
	Goldstein     *float64 `json:"goldstein,omitempty"`
	Score         *float64 `json:"score,omitempty"`
	Contexts      []string `json:"contexts,omitempty"`
	Mutual        bool     `json:"mutual"`
	Day           string   `json:"day,omitempty" doc:"that it is counted on; none where the days that reports allow are too many"`
	First         string   `json:"first,omitempty" doc:"first day that all reports allow"`
	Last          string   `json:"last,omitempty"`
	Place         string   `json:"place,omitempty"`
	GeoNames      int      `json:"geonameid,omitempty"`
	Lat           *float64 `json:"lat,omitempty"`
	Lon           *float64 `json:"lon,omitempty"`
	Country       string   `json:"country,omitempty"`
	Counted       bool     `json:"counted" doc:"at least one report counts"`
	Confidence    *float64 `json:"confidence,omitempty"`
	Independent   int      `json:"independent" doc:"reports that are no copies of each other"`
	Reports       int      `json:"reports"`
	Publishers    []string `json:"publishers,omitempty"`
	Earliest      string   `json:"earliest,omitempty" doc:"day of the first report"`
	Disagreements []string `json:"disagreements,omitempty" doc:"on tolls, days, places, who did it"`
	Fullest       string   `json:"fullest" doc:"id of the record that says most"`
	Digest        string   `json:"digest" doc:"another one tells that something has changed"`
}

// Incidents are the latest first, one row for each incident, source and target.
func (s Store) Incidents(ctx context.Context, f DyadFilter, p Page) ([]Incident, string, error) {
	keys := []key{day("day"), word("id"), word("source"), word("target")}
	return list(ctx, s, "incidents", f.where(), keys, func(e *Incident) []string { return []string{keyDay(e.Day), e.ID, e.Source, e.Target} }, p)
}

// A WholeIncident is an incident with all its reports.
type WholeIncident struct {
	ID      string           `json:"id"`
	Rows    []Incident       `json:"rows" doc:"one for each source and target"`
	Reports []IncidentReport `json:"reports" doc:"the first first"`
}

// An IncidentReport is one record that tells of an incident.
type IncidentReport struct {
	Event     string          `json:"event" doc:"id of the record"`
	Document  string          `json:"document"`
	CopyOf    string          `json:"copy_of,omitempty" doc:"the first document of this text, where it is another"`
	Published string          `json:"published,omitempty"`
	Publisher string          `json:"publisher,omitempty"`
	Title     string          `json:"title,omitempty"`
	URL       string          `json:"url,omitempty"`
	Sentence  string          `json:"sentence,omitempty" doc:"the evidence" sql:"(SELECT any_value(e.sentence) FROM events e WHERE e.id = r.event AND e.origin = 'entente')"`
	Record    json.RawMessage `json:"record,omitempty" doc:"with all evidence and reasons" sql:"(SELECT any_value(w.record) FROM records w WHERE w.id = r.event AND w.document = r.document)"`
}

// RowsOf are the rows of these incidents, by id.
func (s Store) RowsOf(ctx context.Context, ids []string) ([]Incident, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	q, args := "?", []any{ids[0]}
	for _, id := range ids[1:] {
		q, args = q+", ?", append(args, id)
	}
	return all[Incident](ctx, s, "FROM incidents WHERE id IN ("+q+") ORDER BY id, source, target", args...)
}

// mostReports is how many reports of an incident are told.
const mostReports = 1000

// Incident is one incident, nil where there is none of this id.
func (s Store) Incident(ctx context.Context, id string) (*WholeIncident, error) {
	rows, err := s.RowsOf(ctx, []string{id})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := &WholeIncident{ID: id, Rows: rows}
	out.Reports, err = all[IncidentReport](ctx, s, `FROM (SELECT r.*, d.published, d.publisher, d.title, d.url FROM reports r JOIN documents d ON d.document = r.document
WHERE r.incident = ? ORDER BY d.published NULLS LAST, r.document, r.event LIMIT ?) r ORDER BY published NULLS LAST, document, event`, id, mostReports)
	return out, err
}
