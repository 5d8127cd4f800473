package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what is counted while the server runs.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	latency   *prometheus.HistogramVec
	refused   prometheus.Counter
	documents *prometheus.CounterVec
	coding    prometheus.Histogram
	commits   prometheus.Counter
	folding   prometheus.Histogram
	changed   prometheus.Counter
	streams   prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry:  prometheus.NewRegistry(),
		requests:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "entente_requests_total", Help: "Requests answered."}, []string{"route", "status"}),
		latency:   prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "entente_request_seconds", Help: "Time to answer a request.", Buckets: prometheus.ExponentialBuckets(0.001, 4, 9)}, []string{"route"}),
		refused:   prometheus.NewCounter(prometheus.CounterOpts{Name: "entente_wrong_tokens_total", Help: "Requests with a token that is not known."}),
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "entente_documents_total", Help: "Documents sent, by what was done with them."}, []string{"what"}),
		coding:    prometheus.NewHistogram(prometheus.HistogramOpts{Name: "entente_coding_seconds", Help: "Time to code a document.", Buckets: prometheus.ExponentialBuckets(0.001, 3, 9)}),
		commits:   prometheus.NewCounter(prometheus.CounterOpts{Name: "entente_store_commits_total", Help: "Batches committed."}),
		folding:   prometheus.NewHistogram(prometheus.HistogramOpts{Name: "entente_fold_seconds", Help: "Time to fold what was committed into incidents.", Buckets: prometheus.ExponentialBuckets(0.01, 4, 8)}),
		changed:   prometheus.NewCounter(prometheus.CounterOpts{Name: "entente_incidents_changed_total", Help: "Incidents that have come, changed or gone."}),
		streams:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "entente_streams", Help: "Clients that listen to the stream."}),
	}
	m.registry.MustRegister(m.requests, m.latency, m.refused, m.documents, m.coding, m.commits, m.folding, m.changed, m.streams, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) request(pattern, method string, status int, took time.Duration) {
	if pattern == "" {
		pattern = "none"
	}
	m.requests.WithLabelValues(pattern, strconv.Itoa(status)).Inc()
	m.latency.WithLabelValues(pattern).Observe(took.Seconds())
}

// health adds what watches the server from outside.
func (s *Server) health() {
	type answer struct {
		Body struct {
			Status string `json:"status" example:"ok"`
		}
	}
	ok := func() *answer {
		a := &answer{}
		a.Body.Status = "ok"
		return a
	}
	register(s, "", huma.Operation{OperationID: "healthz", Method: http.MethodGet, Path: "/healthz", Summary: "Is the process alive", Tags: []string{"operation"}}, func(context.Context, *struct{}) (*answer, error) {
		return ok(), nil
	})
	register(s, "", huma.Operation{OperationID: "readyz", Method: http.MethodGet, Path: "/readyz", Summary: "Does it answer questions", Tags: []string{"operation"}, Errors: []int{http.StatusServiceUnavailable}}, func(ctx context.Context, _ *struct{}) (*answer, error) {
		if s.stop.Err() != nil {
			return nil, huma.NewError(http.StatusServiceUnavailable, "the server is going down")
		}
		ctx, stop := context.WithTimeout(ctx, 2*time.Second)
		defer stop()
		if err := s.ask.Ready(ctx); err != nil {
			s.Log.Error("not ready", "error", err)
			return nil, huma.NewError(http.StatusServiceUnavailable, "the store does not answer: the log says more")
		}
		return ok(), nil
	})
	metrics := promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
	s.scopes["GET /metrics"] = Read
	s.mux.Handle("GET /metrics", metrics)
	s.scopes["GET /openapi.json"] = ""
	s.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, r *http.Request) {
		b, err := s.OpenAPI()
		if err != nil {
			problem(w, http.StatusInternalServerError, "the description cannot be made")
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(b)
	})
}

// OpenAPI is the description of the API, as JSON.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().MarshalJSON() }
