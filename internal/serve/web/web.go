// Package web is the HTTP API of a store that this process owns: it codes and
// checks what it is sent, takes documents in, and answers questions about what
// there is. OpenAPI 3.1 is made of the Go types here and stands at /openapi.json.
// Every answer is JSON, or CSV or JSON lines where a list is asked for as such;
// errors are problem+json and say what to do. Without tokens it answers the
// machine it runs on alone. It knows no flags and takes the clock as a parameter;
// SQL is the store's.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"entente/internal/check"
	"entente/internal/coder"
	"entente/internal/diag"
	"entente/internal/pipeline"
	"entente/internal/track/store"
	"entente/internal/track/store/ask"
)

// Config is what a Server needs.
type Config struct {
	Store   *store.Store     // owned: opened for writing
	Coder   *coder.Coder     // codes what is sent
	Checker *check.Checker   // holds claims against the tables
	Keeper  *pipeline.Keeper // how documents are taken in; its Note is set for each request
	Workers int              // documents coded side by side, of all requests together

	Tokens  []Token // who may do what; none: all that come from this machine may do all
	Now     func() time.Time
	Log     *slog.Logger
	Version string

	Rate  float64 // requests a second of one token or address; 0: 20
	Burst int     // at once; 0: 100

	Patience time.Duration // for a body to be sent in, and for an answer to be read; 0: 30 s
}

// A Server answers requests. It is made by New.
type Server struct {
	Config
	ask     ask.Store
	mux     *http.ServeMux
	api     huma.API
	scopes  map[string]Scope // by pattern of the mux
	metrics *metrics
	hub     *hub
	rate    *limits
	guesses *limits

	bodies  chan struct{} // a place for each request with a body, from before it is read
	coding  chan struct{} // a place for each request that is coding
	asking  chan struct{} // and for each that asks in SQL
	writing chan struct{} // one: for the request that takes documents in
	stop    context.Context
	stopped context.CancelFunc
}

// Limits on what a request may cost.
const (
	bodyLimit     = 16 << 20
	ingestLimit   = 64 << 20
	mostBodies    = 64 // requests with a body at a time: each is held in memory while it waits
	smallLimit    = 1 << 20
	askTime       = 15 * time.Second // to answer a question
	queryTime     = 30 * time.Second // to answer one in SQL, the most
	queryRows     = 10000
	guessesBurst  = 10 // wrong tokens of one address before it has to wait,
	guessesPerSec = 0.2
)

// New makes a Server. Documents that were committed and not folded are folded by
// Catch.
func New(c Config) *Server {
	if c.Rate <= 0 {
		c.Rate = 20
	}
	if c.Burst <= 0 {
		c.Burst = 100
	}
	if c.Patience <= 0 {
		c.Patience = 30 * time.Second
	}
	c.Workers = max(1, c.Workers)
	s := &Server{
		Config: c, ask: ask.Store{DB: c.Store.DB()}, mux: http.NewServeMux(), scopes: map[string]Scope{}, metrics: newMetrics(), hub: newHub(),
		rate: newLimits(c.Rate, c.Burst, c.Now), guesses: newLimits(guessesPerSec, guessesBurst, c.Now),
		bodies: make(chan struct{}, mostBodies), coding: make(chan struct{}, c.Workers), asking: make(chan struct{}, 2), writing: make(chan struct{}, 1),
	}
	s.stop, s.stopped = context.WithCancel(context.Background())
	conf := huma.DefaultConfig("Entente", c.Version)
	conf.Info.Description = "Coded political events from news text: who did what to whom, where and when, on whose word."
	conf.DocsPath, conf.SchemasPath, conf.OpenAPIPath = "", "", "" // a page with somebody else's scripts is not shown
	conf.CreateHooks = nil
	conf.RejectUnknownQueryParameters = true
	conf.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "A token of entente token new. A server on the loopback address may need none."}}
	s.api = humago.New(s.mux, conf)
	s.routes()
	return s
}

func (s *Server) routes() {
	s.health()
	s.codeRoutes()
	s.documentRoutes()
	s.eventRoutes()
	s.dyadRoutes()
	s.coverageRoutes()
	s.queryRoutes()
	s.ingestRoutes()
	s.streamRoutes()
}

// Handler answers requests, with all guards before it.
func (s *Server) Handler() http.Handler {
	return s.observe(s.guard(s.etag(http.HandlerFunc(s.serve))))
}

// serve hands a request to the mux, and says in JSON what the mux says in text.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if accept := r.Header.Values("Accept"); len(accept) > 0 {
		r.Header.Set("Accept", named(strings.Join(accept, ",")))
	}
	if _, pattern := s.mux.Handler(r); pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	var miss missing
	miss.header = http.Header{}
	s.mux.ServeHTTP(&miss, r)
	if to := miss.header.Get("Location"); to != "" {
		w.Header().Set("Location", to)
		w.WriteHeader(miss.status)
		return
	}
	if miss.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", miss.header.Get("Allow"))
		problem(w, miss.status, "this address takes other methods: "+miss.header.Get("Allow"))
		return
	}
	problem(w, http.StatusNotFound, "there is nothing at this address: /openapi.json lists what there is")
}

// missing takes in what the mux answers where it has no handler.
type missing struct {
	header http.Header
	status int
}

func (m *missing) Header() http.Header         { return m.header }
func (m *missing) Write(b []byte) (int, error) { return len(b), nil }
func (m *missing) WriteHeader(status int)      { m.status = status }

// register adds an operation that needs scope; "" needs none.
func register[I, O any](s *Server, scope Scope, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	s.declare(scope, &op)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, s.said(ctx, err)
		}
		return out, nil
	})
}

func (s *Server) declare(scope Scope, op *huma.Operation) {
	s.scopes[op.Method+" "+op.Path] = scope
	if scope != "" {
		op.Security = []map[string][]string{{"token": {string(scope)}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests)
	}
	if op.BodyReadTimeout == 0 {
		op.BodyReadTimeout = s.Patience
	}
}

// said is an error as whoever asked is told of it.
func (s *Server) said(ctx context.Context, err error) error {
	var status huma.StatusError
	var finding *diag.Error
	switch {
	case errors.As(err, &status):
		return err
	case errors.As(err, &finding):
		return huma.NewError(http.StatusBadRequest, sentence(finding))
	case errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "INTERRUPT"):
		return huma.NewError(http.StatusServiceUnavailable, "this took too long: ask for a shorter stretch of days or a smaller limit")
	case strings.Contains(err.Error(), "Out of Memory"):
		return huma.NewError(http.StatusServiceUnavailable, "this took too much memory: ask for a shorter stretch of days or a smaller limit")
	case s.stop.Err() != nil:
		return huma.NewError(http.StatusServiceUnavailable, "the server is going down: ask again later")
	case ctx.Err() != nil:
		return huma.NewError(499, "the request was given up")
	}
	s.Log.Error("request failed", "error", err)
	return huma.NewError(http.StatusInternalServerError, "this failed for a reason of the server's: its log says more")
}

// sentence is a finding in one line: what is wrong, and what to do.
func sentence(e *diag.Error) string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + ": " + e.Hint
}

// within bounds how long a question takes.
func within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, askTime)
}

// take waits for a place in slots.
func take(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
