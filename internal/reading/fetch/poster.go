package fetch

import (
	"context"
	"net"
	"net/http"
	"time"
)

// Poster is a client for sending to addresses that the user named. It stands
// behind the same guard as fetching does: what a name leads to is looked at when
// the line is opened, hosts and CIDRs of private networks are refused unless
// allow names them, and so are other ports. Redirects are not followed: what is
// sent goes where the user said or nowhere. A refusal that another try would not
// change is a *diag.Error.
func Poster(allow []string, ports []uint16) (*http.Client, error) {
	dial, err := dialer(Options{Allow: allow, Ports: ports})
	if err != nil {
		return nil, err
	}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dial(ctx, network, address)
				if err == nil {
					return conn, nil
				}
				if f := finding(err); !again(f.Reason) {
					f.File = address
					return nil, f
				}
				return nil, err
			},
			TLSHandshakeTimeout:    10 * time.Second,
			IdleConnTimeout:        30 * time.Second,
			MaxResponseHeaderBytes: 256 << 10,
			ForceAttemptHTTP2:      true,
		},
	}, nil
}
