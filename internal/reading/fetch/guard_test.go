package fetch

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"entente/internal/diag"
)

func TestPrivateAddressesAreRefused(t *testing.T) {
	k := newClock()
	c := newClient(t, k, Options{Allow: []string{"intranet.example"}})
	for _, address := range []string{
		"http://127.0.0.1/", "http://127.8.8.8/", "http://10.0.0.1/", "http://172.16.5.4/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/",
		"http://100.64.0.1/", "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/", "http://192.0.2.1/",
		"https://[::1]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[ff02::1]/", "http://[::]/",
		"http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
	} {
		_, err := c.Get(t.Context(), address, Validators{})
		derr := wantReason(t, err, Private, address)
		if !strings.Contains(derr.Msg, "private") || !strings.Contains(derr.Hint, "--allow-host") {
			t.Errorf("says %v", derr)
		}
	}
	if n := c.Counts().Bytes; n != 0 {
		t.Errorf("%d bytes came", n)
	}
}

func TestOtherPortsAndSchemesAreRefused(t *testing.T) {
	c := newClient(t, newClock(), Options{})
	_, err := c.Get(t.Context(), "http://127.0.0.1:22/", Validators{}) // an allowed host, on the port of another service
	wantReason(t, err, Private, "http://127.0.0.1:22/")
	for _, c := range []struct{ address, says string }{
		{"file:///etc/passwd", "only http and https"},
		{"ftp://example.org/", "only http and https"},
		{"example.org/feed", "only http and https"},
		{"gopher://127.0.0.1:70/", "only http and https"},
		{"https:///feed", "names no host"},
		{"https://user:secret@example.org/", "user name"},
		{"http://exa mple.org/", "is not an address"},
		{"https://example.org/" + strings.Repeat("a", maxAddress), "longer than"},
	} {
		_, derr := parse(c.address)
		if derr == nil || derr.Reason != BadAddress || !strings.Contains(derr.Msg, c.says) || len(derr.File) > 210 {
			t.Errorf("%.30s: %v", c.address, derr)
		}
	}
}

func TestNormalFormOfAnAddress(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Example.ORG":                 "http://example.org/",
		"https://example.org:443/a#part":     "https://example.org/a",
		"https://example.org:80/a?b=C":       "https://example.org:80/a?b=C",
		" https://example.org/caf\u00e9/x ":  "https://example.org/caf%C3%A9/x",
		"https://[2001:DB8::1]:443/":         "https://[2001:db8::1]/",
		"https://example.org/a%2fb?c=d%26#%": "",
	} {
		u, derr := parse(in)
		if got := ""; derr != nil && want != "" || derr == nil && u.String() != want {
			if u != nil {
				got = u.String()
			}
			t.Errorf("%q: %q %v, want %q", in, got, derr, want)
		}
	}
}

func TestAllowedHostsAndNetworks(t *testing.T) {
	for _, c := range []struct {
		allow []string
		want  diag.Reason
	}{
		{[]string{"127.0.0.1"}, ""},
		{[]string{"127.0.0.0/8"}, ""},
		{[]string{"10.0.0.0/8", "fd00::/8"}, Private},
		{[]string{"localhost"}, Private}, // the name is allowed, the number was not named
		{nil, Private},
	} {
		k := newClock()
		s := newSite(t, k)
		s.article("/a")
		o := Options{Allow: c.allow}
		if o.Allow == nil {
			o.Allow = []string{}
		}
		_, err := newClient(t, k, o, s).Get(t.Context(), s.URL+"/a", Validators{})
		if c.want != "" {
			wantReason(t, err, c.want, s.URL+"/a")
		} else if err != nil {
			t.Errorf("%v: %v", c.allow, err)
		}
	}
	for _, bad := range []string{"", "10.0.0.0/99", "http://intranet/"} {
		if _, err := New(Options{Now: newClock().Now, Allow: []string{bad}}); err == nil {
			t.Errorf("%q is taken for a host", bad)
		}
	}
}

func TestRedirectsIntoPrivateNetworksAreRefused(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	for path, to := range map[string]string{"/meta": "http://169.254.169.254/latest/", "/six": "http://[::1]/", "/file": "file:///etc/passwd", "/port": "http://127.0.0.1:22/", "/user": "https://a:b@example.org/"} {
		s.does(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
	}
	c := newClient(t, k, Options{}, s)
	for path, want := range map[string]diag.Reason{"/meta": Private, "/six": Private, "/port": Private, "/file": BadAddress, "/user": BadAddress} {
		_, err := c.Get(t.Context(), s.URL+path, Validators{})
		derr := wantReason(t, err, want, s.URL+path)
		if !strings.HasPrefix(derr.Msg, "redirect") {
			t.Errorf("does not say that it was redirected: %v", derr)
		}
	}
}

// A name that leads to the site first, and then into a private network: what
// was looked up for robots.txt does not hold for the page.
func TestNamesThatAreRebound(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.Config.SetKeepAlivesEnabled(false) // each request looks the name up
	s.article("/a", "/b")
	u, _ := url.Parse(s.URL)
	address := "http://news.example:" + u.Port()
	private := false
	o := Options{Allow: []string{"127.0.0.1/32"}, Resolver: fakeDNS(func(name string, n int) string {
		if private {
			return "192.168.0.1"
		}
		return "127.0.0.1"
	})}
	c := newClient(t, k, o, s)
	if _, err := c.Get(t.Context(), address+"/a", Validators{}); err != nil {
		t.Fatal(err)
	}
	private = true
	_, err := c.Get(t.Context(), address+"/b", Validators{})
	wantReason(t, err, Private, address+"/b")

	// And within one Get, between robots.txt and page.
	o.Resolver = fakeDNS(func(name string, n int) string { return []string{"127.0.0.1", "10.9.9.9"}[min(n, 1)] })
	s.visits()
	_, err = newClient(t, k, o, s).Get(t.Context(), address+"/a", Validators{})
	wantReason(t, err, Private, address+"/a")
	wantVisits(t, s, "/robots.txt")
}

func TestNamesThatDoNotExist(t *testing.T) {
	k := newClock()
	c := newClient(t, k, Options{Resolver: fakeDNS(func(string, int) string { return "" })})
	_, err := c.Get(t.Context(), "https://nowhere.example/", Validators{})
	wantReason(t, err, NotFound, "https://nowhere.example/")
	if k.since() != 0 {
		t.Errorf("waited %v for a host that does not exist", k.since())
	}
}

// A host that was named may have any address, but still only these ports.
func TestNamedHostOnAPrivateAddress(t *testing.T) {
	k := newClock()
	s := newSite(t, k)
	s.article("/a")
	u, _ := url.Parse(s.URL)
	o := Options{Allow: []string{"Intranet.Example"}, Resolver: fakeDNS(func(string, int) string { return "127.0.0.1" })}
	c := newClient(t, k, o, s)
	if _, err := c.Get(t.Context(), "http://intranet.example:"+u.Port()+"/a", Validators{}); err != nil {
		t.Error(err)
	}
	port, _ := strconv.Atoi(u.Port())
	closed := "http://intranet.example:" + strconv.Itoa(port%60000+1024) + "/a"
	_, err := c.Get(t.Context(), closed, Validators{})
	wantReason(t, err, Private, closed)
	_, err = c.Get(t.Context(), "http://other.example:"+u.Port()+"/a", Validators{})
	wantReason(t, err, Private, "http://other.example:"+u.Port()+"/a")
}
