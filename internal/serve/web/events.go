package web

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/track/store/ask"
)

// A DyadFilter chooses events and incidents.
type DyadFilter struct {
	Days
	Source  string `query:"source" maxLength:"20" doc:"Who does it: ISO 3166 alpha-3 or one of PLOVER's codes."`
	Target  string `query:"target" maxLength:"20" doc:"To whom."`
	Actor   string `query:"actor" maxLength:"20" doc:"On either side."`
	Type    string `query:"type" maxLength:"20" doc:"PLOVER event type."`
	Country string `query:"country" maxLength:"20" doc:"Of the place."`
	Quad    int    `query:"quad" minimum:"0" maximum:"4" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; 0 all."`
	Counted string `query:"counted" enum:"true,false,all" default:"all" doc:"Put forward as having happened."`
}

func (f *DyadFilter) filter() ask.DyadFilter {
	out := ask.DyadFilter{Span: f.span(), Source: f.Source, Target: f.Target, Actor: f.Actor, Type: f.Type, Country: f.Country, Quad: f.Quad}
	if f.Counted != "all" {
		counted := f.Counted == "true"
		out.Counted = &counted
	}
	return out
}

func (s *Server) eventRoutes() {
	type eventsIn struct {
		DyadFilter
		Origin   string `query:"origin" maxLength:"100" doc:"entente, or the data set that rows were taken from."`
		Document string `query:"document" maxLength:"100" doc:"Id of a document."`
		Paging
	}
	list(s, huma.Operation{OperationID: "events", Path: "/v1/events", Summary: "What reports tell, the latest first: ten reports of one deed are ten events", Tags: []string{"events"}}, func(ctx context.Context, in *eventsIn) ([]ask.Event, string, error) {
		return s.ask.Events(ctx, in.filter(), in.Origin, in.Document, in.page())
	})
	type incidentsIn struct {
		DyadFilter
		Paging
	}
	list(s, huma.Operation{OperationID: "incidents", Path: "/v1/incidents", Summary: "What was done once, as all reports tell it: a row for each incident, source and target", Tags: []string{"incidents"}}, func(ctx context.Context, in *incidentsIn) ([]ask.Incident, string, error) {
		return s.ask.Incidents(ctx, in.filter(), in.page())
	})
	type incidentOut struct{ Body *ask.WholeIncident }
	register(s, Read, huma.Operation{OperationID: "incident", Method: http.MethodGet, Path: "/v1/incidents/{id}", Summary: "One incident: its reports with their sentences and whole records", Tags: []string{"incidents"}, Errors: []int{http.StatusNotFound}}, func(ctx context.Context, in *idIn) (*incidentOut, error) {
		ctx, stop := within(ctx)
		defer stop()
		x, err := s.ask.Incident(ctx, in.ID)
		if err == nil && x == nil {
			err = notFound("incident", in.ID)
		}
		return &incidentOut{x}, err
	})
}
