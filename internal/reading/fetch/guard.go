package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"entente/internal/diag"
)

// maxAddress is the longest address that is asked for.
const maxAddress = 4096

// parse reads an address as a person or a feed writes it, in its normal form:
// host in lower case, no default port, no fragment.
func parse(address string) (*url.URL, *diag.Error) {
	bad := func(msg, hint string) (*url.URL, *diag.Error) {
		return nil, &diag.Error{File: shorten(address), Msg: msg, Hint: hint, Reason: BadAddress}
	}
	if len(address) > maxAddress {
		return bad(fmt.Sprintf("address is longer than %d bytes", maxAddress), "")
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return bad("is not an address: "+plain(err), "")
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return bad("only http and https are fetched", "write the whole address: https://…")
	case u.Hostname() == "":
		return bad("names no host", "write the whole address: https://…")
	case u.User != nil:
		return bad("carries a user name", "no passwords are sent; leave it out")
	}
	u.Host = strings.ToLower(u.Host)
	u.Host = strings.TrimSuffix(u.Host, map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

func shorten(s string) string {
	if len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// dialer is what connects. The guard is asked about the address that is
// connected to, after the name was looked up: a name that leads into a private
// network is refused whatever it led to a moment before.
func dialer(o Options) (func(context.Context, string, string) (net.Conn, error), error) {
	var hosts []string
	var v4, v6 []netip.Prefix
	for _, a := range o.Allow {
		p, err := netip.ParsePrefix(a)
		switch {
		case err == nil && p.Addr().Is4():
			v4 = append(v4, p)
		case err == nil:
			v6 = append(v6, p)
		case a == "" || strings.ContainsAny(a, "/ "):
			return nil, &diag.Error{Msg: fmt.Sprintf("%q is neither a host nor a network", a), Hint: "write intranet.example.org, 10.1.2.3 or 10.0.0.0/8"}
		default:
			hosts = append(hosts, strings.ToLower(strings.Trim(a, "[]")))
		}
	}
	guard := ssrf.New(ssrf.WithPorts(o.Ports...), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	// Of a host that was named only the port is asked about.
	named := ssrf.New(ssrf.WithPorts(o.Ports...), ssrf.WithAllowedV4Prefixes(everyV4), ssrf.WithAllowedV6Prefixes(everyV6))
	strict := &net.Dialer{Timeout: 15 * time.Second, Resolver: o.Resolver, Control: guard.Safe}
	open := &net.Dialer{Timeout: 15 * time.Second, Resolver: o.Resolver, Control: named.Safe}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		name, _, err := net.SplitHostPort(address)
		if err == nil && slices.Contains(hosts, strings.ToLower(name)) {
			return open.DialContext(ctx, network, address)
		}
		return strict.DialContext(ctx, network, address)
	}, nil
}

var (
	everyV4 = netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	everyV6 = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
)
