package web

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/track/store/ask"
)

// dyadRoutes sum the table daily. Richer series belong to internal/track/series.
func (s *Server) dyadRoutes() {
	type dyadIn struct {
		A      string `path:"a" maxLength:"20" doc:"ISO 3166 alpha-3 or one of PLOVER's codes."`
		B      string `path:"b" maxLength:"20"`
		Unit   string `query:"unit" enum:"day,week,month" default:"month"`
		Origin string `query:"origin" maxLength:"100" default:"entente" doc:"entente, or another data set in the store."`
		Days
	}
	type dyadOut struct {
		Body struct {
			A    string    `json:"a"`
			B    string    `json:"b"`
			Unit string    `json:"unit"`
			Bins []ask.Bin `json:"bins" doc:"by day, then direction; there is none where nothing was done"`
		}
	}
	register(s, Read, huma.Operation{OperationID: "dyad", Method: http.MethodGet, Path: "/v1/dyads/{a}/{b}", Summary: "What two actors did to each other, by day, week or month", Tags: []string{"dyads"}}, func(ctx context.Context, in *dyadIn) (*dyadOut, error) {
		ctx, stop := within(ctx)
		defer stop()
		out := &dyadOut{}
		out.Body.A, out.Body.B, out.Body.Unit = in.A, in.B, in.Unit
		var err error
		out.Body.Bins, err = s.ask.Dyad(ctx, in.A, in.B, in.Unit, in.Origin, in.span())
		return out, err
	})
	type networkIn struct {
		Days
		Origin string `query:"origin" maxLength:"100" default:"entente"`
		Actor  string `query:"actor" maxLength:"20" doc:"Only dyads of this one."`
		Quad   int    `query:"quad" minimum:"0" maximum:"4"`
		Limit  int    `query:"limit" minimum:"1" maximum:"5000" default:"200" doc:"Most edges; the greatest are kept."`
	}
	type networkOut struct {
		Body struct {
			Edges []ask.Edge `json:"edges"`
		}
	}
	register(s, Read, huma.Operation{OperationID: "network", Method: http.MethodGet, Path: "/v1/network", Summary: "Who did how much to whom: all dyads, the greatest first", Tags: []string{"dyads"}}, func(ctx context.Context, in *networkIn) (*networkOut, error) {
		ctx, stop := within(ctx)
		defer stop()
		out := &networkOut{}
		var err error
		out.Body.Edges, err = s.ask.Network(ctx, in.Origin, in.Actor, in.Quad, in.Limit, in.span())
		return out, err
	})
}
