package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entente/internal/diag"
)

const accept = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.1"

// A limit is how many bytes of a type are read; 0 refuses it. cut reads so
// much and leaves the rest, instead of refusing.
type limit func(mediatype string) (most int, cut bool)

// limit is that of pages and lists. Lists come under many names, packed ones
// as a stream of bytes.
func (c *Client) limit(mediatype string) (int, bool) {
	switch mediatype {
	case "", "text/html", "application/xhtml+xml":
		return c.opts.MaxPage, false
	case "text/plain", "text/xml", "application/xml", "application/json", "text/json", "application/gzip", "application/x-gzip", "application/octet-stream":
		return c.opts.MaxList, false
	}
	if strings.HasSuffix(mediatype, "+xml") && mediatype != "image/svg+xml" || strings.HasSuffix(mediatype, "+json") {
		return c.opts.MaxList, false
	}
	return 0, false
}

// pageLimit is that of what is listed as an article: several are held at once.
func (c *Client) pageLimit(mediatype string) (int, bool) {
	most, _ := c.limit(mediatype)
	return min(most, c.opts.MaxPage), false
}

// ask sends one request. It returns the answer, or where it points, or why
// there is none and how long the host asks to be left alone.
func (c *Client) ask(parent context.Context, h *host, u *url.URL, since Validators, lim limit) (Response, *url.URL, time.Duration, error) {
	ctx, cancel := context.WithTimeout(parent, c.opts.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Response{}, nil, 0, err
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", accept)
	req.Header.Set("Accept-Encoding", "gzip")
	if since.ETag != "" {
		req.Header.Set("If-None-Match", since.ETag)
	}
	if since.LastModified != "" {
		req.Header.Set("If-Modified-Since", since.LastModified)
	}
	c.requests.Add(1)
	began := c.opts.Now()
	res, err := c.http.Do(req)
	if err != nil {
		if parent.Err() == nil && again(finding(err).Reason) {
			c.unanswered(h, c.opts.Now().Sub(began))
		}
		return Response{}, nil, 0, err
	}
	defer res.Body.Close()
	r, next, after, err := c.answer(res, u, since, lim)
	if err != nil && finding(err).Reason == TimedOut {
		c.unanswered(h, c.opts.Now().Sub(began))
	} else {
		c.answered(h)
	}
	return r, next, after, err
}

// answer judges status and head of res, and only then reads its body.
func (c *Client) answer(res *http.Response, u *url.URL, since Validators, lim limit) (Response, *url.URL, time.Duration, error) {
	now := c.opts.Now()
	r := Response{Validators: Validators{u.String(), res.Header.Get("ETag"), res.Header.Get("Last-Modified")}, Fresh: fresh(res.Header, now)}
	switch code := res.StatusCode; code {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
	case http.StatusNotModified:
		if since == (Validators{}) {
			return r, nil, 0, &diag.Error{Msg: "says that nothing has changed, though it was not asked", Reason: HostFailed}
		}
		c.unchanged.Add(1)
		r.Validators, r.NotModified = since, true
		return r, nil, 0, nil
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		next, err := target(u, res.Header.Get("Location"))
		return Response{}, next, 0, err
	default:
		return Response{}, nil, retryAfter(res.Header, now), refusal(code)
	}
	r.Type = res.Header.Get("Content-Type")
	body, err := c.body(res, lim)
	if err != nil {
		return Response{}, nil, 0, err
	}
	if r.Body = body; r.Type == "" {
		r.Type = http.DetectContentType(body)
	}
	return r, nil, 0, nil
}

// target is where a redirect points; the scheme is asked about here, and
// everything else when that address is visited.
func target(u *url.URL, location string) (*url.URL, error) {
	to, err := u.Parse(location)
	if location == "" || err != nil {
		return nil, &diag.Error{Msg: "redirects, but does not say where to", Reason: Redirected}
	}
	next, derr := parse(to.String())
	if derr != nil {
		return nil, &diag.Error{Msg: "redirects to " + derr.File + ": " + derr.Msg, Reason: derr.Reason}
	}
	return next, nil
}

func refusal(code int) *diag.Error {
	status := strconv.Itoa(code) + " " + http.StatusText(code)
	switch {
	case code == http.StatusNotFound, code == http.StatusGone:
		return &diag.Error{Msg: "is not there: " + status, Reason: NotFound}
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		return &diag.Error{Msg: "belongs to a host that asks to wait: " + status, Hint: "come back later, or ask less often with --pace", Reason: Waiting}
	case code == http.StatusUnauthorized, code == http.StatusPaymentRequired, code == http.StatusForbidden, code == http.StatusUnavailableForLegalReasons:
		return &diag.Error{Msg: "is refused by its host: " + status, Hint: "it may ask for a subscription; none is used", Reason: Forbidden}
	case code >= 500:
		return &diag.Error{Msg: "gives an error of its host: " + status, Reason: HostFailed}
	}
	return &diag.Error{Msg: "is answered with " + strings.TrimSpace(status), Reason: Forbidden}
}

// body reads what came, within the limit of its type on both sides of the
// packing.
func (c *Client) body(res *http.Response, lim limit) ([]byte, error) {
	mediatype, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	most, cut := lim(mediatype)
	if most == 0 {
		return nil, &diag.Error{Msg: "is " + shorten(mediatype) + ", not a page, feed, sitemap or list", Reason: WrongType}
	}
	if res.ContentLength > int64(most) && !cut {
		return nil, tooLarge(most)
	}
	wire := &metered{r: res.Body, left: most + 1, total: &c.bytes}
	var from io.Reader = wire
	switch enc := strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(wire)
		if err != nil {
			return nil, broken(err)
		}
		from = z
	default:
		return nil, &diag.Error{Msg: "is packed as " + shorten(enc) + ", which was not asked for", Reason: WrongType}
	}
	return readMost(from, most, cut)
}

// readMost reads up to most bytes.
func readMost(from io.Reader, most int, cut bool) ([]byte, error) {
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(from, int64(most)+1))
	switch {
	case cut && (n > int64(most) || errors.Is(err, errWire)):
		return b.Bytes()[:min(b.Len(), most)], nil
	case n > int64(most) || errors.Is(err, errWire):
		return nil, tooLarge(most)
	case err != nil:
		return nil, broken(err)
	}
	return b.Bytes(), nil
}

func tooLarge(most int) *diag.Error {
	return &diag.Error{Msg: "is larger than " + size(most), Reason: TooLarge}
}

// broken is a body that ended early or cannot be unpacked; a finding stays one,
// and so does a time-out.
func broken(err error) error {
	var derr *diag.Error
	if errors.As(err, &derr) {
		return derr
	}
	if finding(err).Reason == TimedOut {
		return &diag.Error{Msg: "came too slowly", Reason: TimedOut}
	}
	return &diag.Error{Msg: "broke off or is damaged: " + plain(err), Reason: HostFailed}
}

func size(n int) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

var errWire = errors.New("too many bytes on the wire")

// A metered counts what comes over the wire and stops at its limit.
type metered struct {
	r     io.Reader
	left  int
	total interface{ Add(int64) int64 }
}

func (m *metered) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errWire
	}
	n, err := m.r.Read(p[:min(len(p), m.left)])
	m.left -= n
	m.total.Add(int64(n))
	return n, err
}

// retryAfter is how long the host asks to wait, in seconds or as a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.Atoi(v); err == nil && n >= 0 {
		return time.Duration(min(n, 1<<31)) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

// fresh is how long an answer may be held for unchanged.
func fresh(h http.Header, now time.Time) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(h.Get("Cache-Control")), ",") {
		switch k, v, _ := strings.Cut(strings.TrimSpace(part), "="); k {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			if n, err := strconv.Atoi(strings.Trim(v, `"`)); err == nil && n >= 0 {
				return time.Duration(min(n, 1<<31)) * time.Second
			}
		}
	}
	if t, err := http.ParseTime(h.Get("Expires")); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}
