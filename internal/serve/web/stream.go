package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"entente/internal/track/store/ask"
)

const (
	streamPath  = "/v1/stream"
	mostStreams = 64
	heldNews    = 2000 // that a client which lost its connection can still have
	toldAtOnce  = 1000 // incidents of one fold that are told one by one
	streamPulse = 20 * time.Second
)

// A news is one message of the stream.
type news struct {
	id   int64
	kind string
	data []byte
}

// A hub holds the latest news for all that listen. Nobody who listens slowly
// keeps others waiting: each takes from it at his own pace.
type hub struct {
	mu     sync.Mutex
	latest []news // in the order of ids, which have no gaps
	next   int64
	more   chan struct{} // closed when there is more
	open   int
}

func newHub() *hub { return &hub{next: 1, more: make(chan struct{})} }

func (h *hub) add(kind string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.latest = append(h.latest, news{h.next, kind, b})
	h.next++
	if over := len(h.latest) - heldNews; over > 0 {
		h.latest = append([]news(nil), h.latest[over:]...)
	}
	close(h.more)
	h.more = make(chan struct{})
	return nil
}

// since is what came after id, whether something is missing before it, and what is
// closed when there is more. An id that was never given out is of another life of
// the server.
func (h *hub) since(id int64) (got []news, gap bool, last int64, more <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last = h.next - 1
	if id > last {
		return nil, true, last, h.more
	}
	first := h.next - int64(len(h.latest))
	if from := id + 1; from < first {
		gap, id = true, first-1
	}
	return append(got, h.latest[id+1-first:]...), gap, last, h.more
}

func (h *hub) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open >= mostStreams {
		return false
	}
	h.open++
	return true
}

func (h *hub) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open--
}

// Changed tells of an incident that has come or changed.
type Changed struct {
	ID   string         `json:"id"`
	Rows []ask.Incident `json:"rows"`
}

// Folded tells that incidents have changed.
type Folded struct {
	Incidents int  `json:"incidents" doc:"that have come, changed or gone"`
	All       bool `json:"all" doc:"each of them was told; else ask for the lists anew"`
}

// announce tells the stream of incidents that a fold has brought, changed or taken
// away.
func (s *Server) announce(ctx context.Context, ids []string, gone map[string]bool) error {
	told := ids[:min(len(ids), toldAtOnce)]
	var there []string
	for _, id := range told {
		if !gone[id] {
			there = append(there, id)
		}
	}
	rows, err := s.ask.RowsOf(ctx, there)
	if err != nil {
		return err
	}
	of := map[string][]ask.Incident{}
	for _, r := range rows {
		of[r.ID] = append(of[r.ID], r)
	}
	for _, id := range told {
		switch {
		case gone[id]:
			err = s.hub.add("gone", map[string]string{"id": id})
		case len(of[id]) > 0:
			err = s.hub.add("incident", Changed{id, of[id]})
		}
		if err != nil {
			return err
		}
	}
	return s.hub.add("folded", Folded{len(ids), len(told) == len(ids)})
}

func (s *Server) streamRoutes() {
	type streamIn struct {
		Last string `header:"Last-Event-ID" maxLength:"20" doc:"Go on after this message."`
	}
	op := huma.Operation{
		OperationID: "stream", Method: http.MethodGet, Path: streamPath, Summary: "New and changed incidents as they come: server-sent events", Tags: []string{"incidents"}, Errors: []int{http.StatusServiceUnavailable},
		Description: "incident: id and rows of an incident that has come or changed. gone: id of one that is no more. folded: the end of what one ingestion brought. gap: something was missed, ask for the lists anew.",
		Responses:   map[string]*huma.Response{"200": {Description: "Messages, without end.", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	}
	register(s, Read, op, func(ctx context.Context, in *streamIn) (*huma.StreamResponse, error) {
		if !s.hub.enter() {
			return nil, huma.NewError(http.StatusServiceUnavailable, "too many listen already: ask for the lists from time to time instead")
		}
		return &huma.StreamResponse{Body: func(c huma.Context) {
			defer s.hub.leave()
			s.metrics.streams.Inc()
			defer s.metrics.streams.Dec()
			_, w := humago.Unwrap(c)
			s.stream(ctx, w, in.Last)
		}}, nil
	})
}

// stream writes news until the client or the server goes.
func (s *Server) stream(ctx context.Context, w http.ResponseWriter, after string) {
	ctx, stop := s.until(ctx)
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	control := http.NewResponseController(w)
	_, _, last, _ := s.hub.since(0)
	if id, err := strconv.ParseInt(after, 10, 64); err == nil && id >= 0 {
		last = id
	}
	if _, err := fmt.Fprint(w, "retry: 5000\n\n"); err != nil {
		return
	}
	pulse := time.NewTicker(streamPulse)
	defer pulse.Stop()
	for {
		got, gap, now, more := s.hub.since(last)
		if last = now; gap {
			if _, err := fmt.Fprintf(w, "id: %d\nevent: gap\ndata: {}\n\n", now-int64(len(got))); err != nil {
				return
			}
		}
		for _, n := range got {
			if _, err := fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", n.id, n.kind, n.data); err != nil {
				return
			}
		}
		if control.Flush() != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-more:
		case <-pulse.C:
			if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil {
				return
			}
		}
	}
}
