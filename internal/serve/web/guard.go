package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// guard lets a request through when it may do what it asks for.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !s.fromHere(w, r) || !wellFormed(w, r) {
			return
		}
		who, ok := s.admit(w, r)
		if !ok {
			return
		}
		if !s.rate.allow(who) {
			h.Set("Retry-After", "1")
			problem(w, http.StatusTooManyRequests, "too many requests: send fewer at once, and many documents in one")
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			select {
			case s.bodies <- struct{}{}:
				defer func() { <-s.bodies }()
			default:
				h.Set("Retry-After", "5")
				problem(w, http.StatusServiceUnavailable, "too many requests with documents or questions are waiting: send it again in a while")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// fromHere refuses what a page of another site makes a browser send. Without
// tokens the name that the browser was given counts too: a name of somebody else's
// may lead to this machine.
func (s *Server) fromHere(w http.ResponseWriter, r *http.Request) bool {
	if len(s.Tokens) == 0 && !isLoopback(r.Host) {
		problem(w, http.StatusForbidden, "without tokens this server answers only as localhost, 127.0.0.1 or [::1]: use one of these names, or start it with --tokens")
		return false
	}
	for _, o := range r.Header.Values("Origin") {
		if u, err := url.Parse(o); err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.EqualFold(u.Host, r.Host) {
			problem(w, http.StatusForbidden, "this was sent by a page of another site: only pages of this server may use it")
			return false
		}
	}
	return true
}

// isLoopback reports whether a host, with a port or without, is this machine by a
// name that nobody else can give.
func isLoopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// wellFormed refuses what is no text in an address: no id or name has it, and the
// database takes none.
func wellFormed(w http.ResponseWriter, r *http.Request) bool {
	query, err := url.QueryUnescape(r.URL.RawQuery)
	if err != nil || !isText(query) || !isText(r.URL.Path) || !isText(r.Header.Get("Last-Event-ID")) {
		problem(w, http.StatusBadRequest, "the address is no UTF-8 text: percent-encode what you put into it")
		return false
	}
	return true
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

type callerKey struct{}

// admit finds out who asks and whether it may. The name is for limits and logs.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) (who string, ok bool) {
	who = address(r)
	_, pattern := s.mux.Handler(r)
	scope, known := s.scopes[pattern]
	if !known {
		scope = Read // what is not there is not told to just anybody
		if pattern != "" {
			scope = Admin
		}
	}
	if len(s.Tokens) == 0 || known && scope == "" {
		return who, true
	}
	secret, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		w.Header().Set("WWW-Authenticate", `Bearer realm="entente"`)
		problem(w, http.StatusUnauthorized, "this needs a token: send the header Authorization: Bearer TOKEN")
		return who, false
	}
	t := find(s.Tokens, strings.TrimSpace(secret))
	if t == nil {
		s.metrics.refused.Inc()
		// A right token is served however many wrong ones come from its address:
		// nobody guesses 256 bits, but anybody behind the same proxy could lock
		// others out.
		if !s.guesses.allow(who) {
			w.Header().Set("Retry-After", "5")
			problem(w, http.StatusTooManyRequests, "too many wrong tokens from this address: wait, and send a right one")
			return who, false
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="entente", error="invalid_token"`)
		problem(w, http.StatusUnauthorized, "this token is not known: entente token new makes one, and its line belongs in the file of tokens")
		return who, false
	}
	note(r.Context()).token = t.Name
	if !t.may(scope) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="entente", error="insufficient_scope", scope="`+string(scope)+`"`)
		problem(w, http.StatusForbidden, "this needs a token with the scope "+string(scope))
		return who, false
	}
	return "token " + t.Name + " " + string(t.Hash[:]), true
}

// address is whom a request comes from. Headers that a proxy would set are not
// believed: anybody may send them.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// A noted is what is known of a request, for its line in the log.
type noted struct{ token string }

func note(ctx context.Context) *noted {
	if n, ok := ctx.Value(callerKey{}).(*noted); ok {
		return n
	}
	return &noted{}
}

// A writer notes what is answered, and gives each write a time of its own: an
// answer may be long in coming, but who does not read it is not waited for.
type writer struct {
	http.ResponseWriter
	until  func() time.Time // by when a write must be done
	status int
	bytes  int64
}

func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *writer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.deadline()
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.deadline()
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

func (w *writer) deadline() {
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(w.until()) // writers of tests have none
}

// A body lifts the deadline for reading when it has been read: what is left of it
// would cut off the work that follows.
type body struct {
	io.ReadCloser
	control *http.ResponseController
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// observe counts and logs requests. Addresses are logged by their pattern, without
// what was asked for, and bodies not at all.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		began := s.Now()
		w := &writer{ResponseWriter: rw, until: func() time.Time { return s.Now().Add(s.Patience) }}
		n := &noted{}
		r = r.WithContext(context.WithValue(r.Context(), callerKey{}, n))
		control := http.NewResponseController(rw)
		if r.Body == nil || r.Body == http.NoBody {
			_ = control.SetReadDeadline(time.Time{})
		} else {
			r.Body = &body{r.Body, control}
		}
		_, pattern := s.mux.Handler(r)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.Log.Error("panic", "route", pattern, "panic", p, "stack", stack())
				if w.status == 0 {
					problem(w, http.StatusInternalServerError, "this failed for a reason of the server's: its log says more")
				}
			}
			took := s.Now().Sub(began)
			s.metrics.request(pattern, r.Method, w.status, took)
			s.Log.Info("request", "method", method(r.Method), "route", pattern, "status", w.status, "bytes", w.bytes, "ms", took.Milliseconds(), "from", address(r), "token", n.token)
		}()
		next.ServeHTTP(w, r)
	})
}

// method is one of the known methods: anybody may make up others.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}
