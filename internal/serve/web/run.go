package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"entente/internal/diag"
)

// Time that clients have, and the server when it goes down.
const (
	headTime  = 5 * time.Second // for the head of a request, at most
	idleTime  = 90 * time.Second
	closeTime = 30 * time.Second
)

// Listen opens an address. Without tokens it must be this machine's own: nobody
// else is kept out.
func Listen(ctx context.Context, address string, tokens []Token) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &diag.Error{Msg: "is no address: " + address, Hint: "write host and port, as 127.0.0.1:8080"}
	}
	if len(tokens) == 0 && !isLoopback(host) {
		return nil, &diag.Error{Msg: "the address " + address + " can be reached from outside, and nobody would be kept out", Hint: "entente token new makes a token; name the file of tokens with --tokens, or listen on 127.0.0.1"}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &diag.Error{Msg: "cannot listen on " + address + ": " + err.Error(), Hint: "is it in use already? --listen takes another"}
	}
	if a, ok := l.Addr().(*net.TCPAddr); len(tokens) == 0 && (!ok || !a.IP.IsLoopback()) {
		l.Close()
		return nil, &diag.Error{Msg: "the address " + address + " is not of this machine alone", Hint: "listen on 127.0.0.1"}
	}
	return l, nil
}

// Serve answers on l until ctx is done. Then it takes no more requests, ends
// ingestion at a whole batch, lets others finish for a while, and returns nil.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: min(headTime, s.Patience), ReadTimeout: 2 * s.Patience, IdleTimeout: idleTime, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		s.stopped()
		return err
	case <-ctx.Done():
	}
	s.Log.Info("going down")
	s.stopped()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	err := srv.Shutdown(end)
	if errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close()
	}
	s.writing <- struct{}{} // a batch that is being committed is committed, and none begins
	return err
}
