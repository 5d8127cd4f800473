package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/pipeline"
)

// Taken says what became of documents that were sent to be kept.
type Taken struct {
	Read      int            `json:"read" doc:"documents in the body"`
	Known     int            `json:"known" doc:"of those, in the store already"`
	Status    map[string]int `json:"status" doc:"the others, by their status in the store"`
	Records   int            `json:"records"`
	Counted   int            `json:"counted"`
	Batches   int            `json:"batches" doc:"committed"`
	Incidents int            `json:"incidents" doc:"that have come, changed or gone"`
	Skipped   []Skipped      `json:"skipped" doc:"the first 50 documents that could not be read or coded"`
}

func (s *Server) ingestRoutes() {
	type ingestIn struct{ DocumentsBody }
	type ingestOut struct{ Body *Taken }
	op := huma.Operation{
		OperationID: "ingest", Method: http.MethodPost, Path: "/v1/ingest", Summary: "Code documents and keep them: what is known already is not kept twice", Tags: []string{"documents"},
		MaxBodyBytes: ingestLimit, Errors: []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusServiceUnavailable},
	}
	describeBody(&op)
	register(s, Ingest, op, func(ctx context.Context, in *ingestIn) (*ingestOut, error) {
		src, err := in.reader()
		if err != nil {
			return nil, err
		}
		defer src.Close()
		ctx, stop := s.until(ctx)
		defer stop()
		if err := take(ctx, s.writing); err != nil {
			return nil, err
		}
		defer func() { <-s.writing }()
		k := *s.Keeper
		k.Note = "http"
		if t := note(ctx).token; t != "" {
			k.Note += " " + t
		}
		out := &Taken{Skipped: []Skipped{}}
		led, err := pipeline.Ingest(ctx, src, s.timed(s.Coder.Records), s.Workers, &k, func(r pipeline.Result) {
			s.tell(&r)
			if r.Skip != nil && len(out.Skipped) < 50 {
				out.Skipped = append(out.Skipped, *skipped(r.Skip))
			}
		})
		s.metrics.commits.Add(float64(led.Batches))
		if err != nil {
			if s.stop.Err() != nil {
				err = huma.NewError(http.StatusServiceUnavailable, fmt.Sprintf("the server is going down: %d documents of the body were read and are kept; send it again later, what is kept is known", led.Read))
			}
			return nil, err
		}
		out.Read, out.Known, out.Status, out.Records, out.Counted, out.Batches = led.Read, led.Known, led.Status, led.Records, led.Counted, led.Batches
		out.Incidents, err = s.fold(ctx)
		return &ingestOut{out}, err
	})
}

// Catch folds what was committed before and not folded.
func (s *Server) Catch(ctx context.Context) error {
	if err := take(ctx, s.writing); err != nil {
		return err
	}
	defer func() { <-s.writing }()
	_, err := s.fold(ctx)
	return err
}

// fold brings incidents up to date and tells the stream of them.
func (s *Server) fold(ctx context.Context) (int, error) {
	began := s.Now()
	gone := map[string]bool{}
	var ids []string
	n, err := s.Store.FoldTold(ctx, func(id string, isGone bool) {
		if _, ok := gone[id]; !ok {
			ids = append(ids, id)
		}
		gone[id] = isGone
	})
	if err != nil || n == 0 {
		return n, err
	}
	s.metrics.folding.Observe(s.Now().Sub(began).Seconds())
	s.metrics.changed.Add(float64(len(ids)))
	return len(ids), s.announce(ctx, ids, gone)
}
