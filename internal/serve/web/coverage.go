package web

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/track/store/ask"
)

func (s *Server) coverageRoutes() {
	type coverageOut struct {
		Body struct {
			ask.Coverage
			ReferenceAsOf string `json:"reference_as_of,omitempty" doc:"last day on which the tables that claims are held against were looked after"`
			Program       string `json:"program" doc:"version of this program"`
		}
	}
	register(s, Read, huma.Operation{OperationID: "coverage", Method: http.MethodGet, Path: "/v1/coverage", Summary: "What the store holds: documents by status, publisher and language; what coded them", Tags: []string{"documents"}}, func(ctx context.Context, _ *struct{}) (*coverageOut, error) {
		ctx, stop := within(ctx)
		defer stop()
		out := &coverageOut{}
		c, err := s.ask.Coverage(ctx)
		if err != nil {
			return nil, err
		}
		out.Body.Coverage = *c
		out.Body.ReferenceAsOf, out.Body.Program = s.Checker.AsOf(), s.Version
		return out, nil
	})
}
