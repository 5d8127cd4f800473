package web

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/track/store/ask"
)

// Days are the stretch of days that a request asks for.
type Days struct {
	From string `query:"from" format:"date" doc:"First day."`
	To   string `query:"to" format:"date" doc:"Last day."`
}

func (d *Days) span() ask.Span { return ask.Span{From: d.From, To: d.To} }

// A DocumentFilter chooses documents.
type DocumentFilter struct {
	Days
	Status    string `query:"status" maxLength:"100" doc:"coded, no event, off topic, or why it was not coded."`
	Publisher string `query:"publisher" maxLength:"200"`
	Language  string `query:"language" maxLength:"10"`
}

func (f *DocumentFilter) filter() ask.DocumentFilter {
	return ask.DocumentFilter{Span: f.span(), Status: f.Status, Publisher: f.Publisher, Language: f.Language}
}

type idIn struct {
	ID string `path:"id" maxLength:"100"`
}

func (s *Server) documentRoutes() {
	type documentsIn struct {
		DocumentFilter
		Paging
	}
	list(s, huma.Operation{OperationID: "documents", Path: "/v1/documents", Summary: "What was read, the latest first", Tags: []string{"documents"}}, func(ctx context.Context, in *documentsIn) ([]ask.Document, string, error) {
		return s.ask.Documents(ctx, in.filter(), in.page())
	})
	type searchIn struct {
		DocumentFilter
		Q string `query:"q" required:"true" minLength:"2" maxLength:"200" doc:"Words as they stand in a text or title, next to each other; capitals and small letters are alike."`
		Paging
	}
	list(s, huma.Operation{OperationID: "search", Path: "/v1/search", Summary: "Documents that have some words, the latest first", Tags: []string{"documents"}}, func(ctx context.Context, in *searchIn) ([]ask.Hit, string, error) {
		return s.ask.Search(ctx, in.Q, in.filter(), in.page())
	})
	type documentOut struct{ Body *ask.WholeDocument }
	register(s, Read, huma.Operation{OperationID: "document", Method: http.MethodGet, Path: "/v1/documents/{id}", Summary: "One document: text, zones, records with their evidence", Tags: []string{"documents"}, Errors: []int{http.StatusNotFound}}, func(ctx context.Context, in *idIn) (*documentOut, error) {
		ctx, stop := within(ctx)
		defer stop()
		d, err := s.ask.Document(ctx, in.ID)
		if err == nil && d == nil {
			err = notFound("document", in.ID)
		}
		return &documentOut{d}, err
	})
}
