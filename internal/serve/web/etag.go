package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
)

// etag gives answers to GET a tag by their content, and leaves out what the client
// has already. The store has changed when any answer has, and not before.
func (s *Server) etag(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead || !strings.HasPrefix(r.URL.Path, "/v1/") || r.URL.Path == streamPath {
			next.ServeHTTP(w, r)
			return
		}
		held := &heldAnswer{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(held, r)
		w.Header().Set("Vary", "Accept, Authorization")
		if held.status == http.StatusOK {
			sum := sha256.Sum256(held.body.Bytes())
			tag := `"` + hex.EncodeToString(sum[:12]) + `"`
			w.Header().Set("ETag", tag)
			w.Header().Set("Cache-Control", "private, no-cache")
			if has(r.Header.Values("If-None-Match"), tag) {
				w.Header().Del("Content-Type")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.WriteHeader(held.status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(held.body.Bytes()) // who is gone is not told
		}
	})
}

// has reports whether the tags of If-None-Match hold tag.
func has(headers []string, tag string) bool {
	return slices.ContainsFunc(headers, func(h string) bool {
		return slices.ContainsFunc(strings.Split(h, ","), func(t string) bool {
			t = strings.TrimSpace(t)
			return t == "*" || strings.TrimPrefix(t, "W/") == tag
		})
	})
}

// heldAnswer keeps an answer until it is whole.
type heldAnswer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *heldAnswer) Unwrap() http.ResponseWriter { return h.ResponseWriter }

func (h *heldAnswer) WriteHeader(status int) { h.status = status }

func (h *heldAnswer) Write(b []byte) (int, error) { return h.body.Write(b) }

func stack() string { return string(debug.Stack()) }
