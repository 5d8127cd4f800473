package fetch

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"entente/internal/diag"
)

// Reasons under which a run's summary counts what was not fetched.
const (
	BadAddress  diag.Reason = "bad address"
	Private     diag.Reason = "private address"
	Robots      diag.Reason = "robots.txt"
	TooLarge    diag.Reason = "too large"
	TimedOut    diag.Reason = "timed out"
	WrongType   diag.Reason = "wrong type"
	NotArticle  diag.Reason = "not an article"
	NotFound    diag.Reason = "not found"
	Forbidden   diag.Reason = "refused by the host"
	Redirected  diag.Reason = "redirect"
	Waiting     diag.Reason = "host asks to wait"
	HostFailed  diag.Reason = "host failed"
	Unreachable diag.Reason = "unreachable"
)

// again reports whether the same request may work a little later.
func again(r diag.Reason) bool {
	return r == TimedOut || r == Waiting || r == HostFailed || r == Unreachable
}

// finding turns what the network says into what a person is told. The place is
// filled in by whoever knows which address was asked for.
func finding(err error) *diag.Error {
	var derr *diag.Error
	if errors.As(err, &derr) {
		return derr
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP):
		return &diag.Error{Msg: "lies in a private or special network", Hint: "name the host or its network with --allow-host if it is yours", Reason: Private}
	case errors.Is(err, ssrf.ErrProhibitedPort), errors.Is(err, ssrf.ErrProhibitedNetwork):
		return &diag.Error{Msg: "is not on a port of the web", Hint: "only ports 80 and 443 are asked; another one is allowed with --allow-port", Reason: Private}
	case errors.As(err, &dns) && dns.IsNotFound:
		return &diag.Error{Msg: "names a host that does not exist", Hint: "check the spelling", Reason: NotFound}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &diag.Error{Msg: "did not answer in time", Reason: TimedOut}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &diag.Error{Msg: "cannot be reached: connection refused", Reason: Unreachable}
	}
	return &diag.Error{Msg: "cannot be reached: " + plain(err), Reason: Unreachable}
}

// plain is the innermost message: the outer ones repeat method and address.
func plain(err error) string {
	for {
		in := errors.Unwrap(err)
		if in == nil {
			break
		}
		err = in
	}
	return strings.ReplaceAll(err.Error(), "\n", " ")
}
