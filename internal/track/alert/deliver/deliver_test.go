package deliver

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/internal/track/alert"
)

func sample() []alert.Alert {
	return []alert.Alert{
		{ID: "0123", Rule: "Küste", Kind: alert.Threshold, Dyad: alert.Dyad{First: "RUS", Second: "UKR"}, Measure: "assault", Rise: true, Step: "2024-01-01", Days: 7, Seen: 25, Expected: 3.4, Interval: [2]int{0, 8}, Probability: 0.99999, Since: "2024-01-05", Publishers: 4, Incidents: []string{"i1", "i2"}},
		{ID: "4567", Kind: alert.Change, Dyad: alert.Dyad{First: "ISR", Second: "LBN", Directed: true}, Measure: "conflict\x1b[2J\r\nBcc: x@y.z", Step: "2024-01-01", Days: 1, Seen: 0, Expected: 6, Interval: [2]int{2, 11}, Probability: 0.934, Since: "2024-01-01"},
	}
}

func TestTextAndLines(t *testing.T) {
	var b bytes.Buffer
	if err := (Text{&b}).Send(context.Background(), sample()); err != nil {
		t.Fatal(err)
	}
	want := "Küste: RUS-UKR assault: 25 seen in 7 days from 2024-01-01, 3.4 expected (0 to 8)\n" +
		"  threshold since 2024-01-05, probability over 99.9 %, 4 publishers, alert 0123\n  incidents: i1 i2\n" +
		"ISR>LBN conflict[2JBcc: x@y.z: 0 seen on 2024-01-01, 6.0 expected (2 to 11); the level fell\n" +
		"  change since 2024-01-01, probability 93.4 %, 0 publishers, alert 4567\n"
	if b.String() != want {
		t.Errorf("%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := (Lines{&b}).Send(context.Background(), sample()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	var a alert.Alert
	if err := json.Unmarshal([]byte(lines[0]), &a); err != nil || len(lines) != 2 || a.Seen != 25 || a.Dyad.Second != "UKR" {
		t.Errorf("%v %+v", err, a)
	}
}

func TestFileKeepsWholeLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alerts.jsonl")
	if err := os.WriteFile(path, []byte(`{"id":"old"}`+"\n"+`{"broken`), 0o600); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 20 {
				if err := (File{path}).Send(context.Background(), sample()); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wait.Wait()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	good := 0
	for line := range strings.Lines(string(b)) {
		var a alert.Alert
		if json.Unmarshal([]byte(line), &a) == nil && a.ID != "" {
			good++
		}
	}
	if good != 1+2*8*20 {
		t.Errorf("%d whole lines", good)
	}
}

func TestWebhookSignsAndTriesAgain(t *testing.T) {
	var got []byte
	var head http.Header
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls++; calls == 1 {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		} else if calls == 2 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		got, _ = io.ReadAll(r.Body)
		head = r.Header
	}))
	defer server.Close()
	var slept []time.Duration
	h := &Webhook{URL: server.URL, Secret: []byte("s3"), Client: server.Client(), Sleep: func(_ context.Context, d time.Duration) error { slept = append(slept, d); return nil }}
	if err := h.Send(context.Background(), sample()[:1]); err != nil {
		t.Fatal(err)
	}
	var a alert.Alert
	if err := json.Unmarshal(got, &a); err != nil || a.ID != "0123" {
		t.Errorf("%v %s", err, got)
	}
	if head.Get(SignatureHeader) != Sign([]byte("s3"), got) || head.Get(IDHeader) != "0123" || head.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", head)
	}
	if fmt.Sprint(slept) != "[7s 2s]" {
		t.Errorf("slept %v", slept)
	}
	// RFC 4231 has no such short vector; this one was made with openssl dgst -hmac key.
	if s := Sign([]byte("key"), []byte("The quick brown fox jumps over the lazy dog")); s != "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8" {
		t.Error(s)
	}
}

func TestWebhookGivesUp(t *testing.T) {
	for status, want := range map[int]int{http.StatusNotFound: 1, http.StatusInternalServerError: 3} {
		calls := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { calls++; w.WriteHeader(status) }))
		h := &Webhook{URL: server.URL, Client: server.Client(), Tries: 3, Sleep: func(context.Context, time.Duration) error { return nil }}
		if err := h.Send(context.Background(), sample()[:1]); err == nil || !strings.Contains(err.Error(), fmt.Sprint(status)) || calls != want {
			t.Errorf("%d: %v after %d calls, want %d", status, err, calls, want)
		}
		server.Close()
	}
	slow := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-slow }))
	defer server.Close()
	defer close(slow)
	h := &Webhook{URL: server.URL, Client: server.Client(), Tries: 1, Timeout: 20 * time.Millisecond}
	if err := h.Send(context.Background(), sample()[:1]); err == nil {
		t.Error("a server that does not answer should be given up")
	}
}

// A post is a mail server for one connection, enough to be spoken to by net/smtp.
type post struct {
	cert  *tls.Certificate // offered by STARTTLS
	lines []string
	data  string
	done  chan struct{}
}

func (p *post) serve(t *testing.T) (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p.done = make(chan struct{})
	go func() {
		defer close(p.done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { conn.Close() }()
		in := bufio.NewReader(conn)
		say := func(s string) { io.WriteString(conn, s+"\r\n") }
		say("220 post ready")
		secure := false
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimSpace(line)
			p.lines = append(p.lines, line)
			switch verb, _, _ := strings.Cut(line, " "); verb {
			case "EHLO":
				if p.cert != nil && !secure {
					say("250-post\r\n250-AUTH PLAIN\r\n250 STARTTLS")
				} else {
					say("250-post\r\n250 AUTH PLAIN")
				}
			case "STARTTLS":
				say("220 go on")
				conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{*p.cert}})
				in, secure = bufio.NewReader(conn), true
			case "AUTH":
				say("235 welcome")
			case "DATA":
				say("354 end with a dot")
				var b strings.Builder
				for {
					l, err := in.ReadString('\n')
					if err != nil || l == ".\r\n" {
						break
					}
					b.WriteString(l)
				}
				p.data = b.String()
				say("250 taken")
			case "QUIT":
				say("221 bye")
				return
			default:
				say("250 fine")
			}
		}
	}()
	return l.Addr().String()
}

func certificate(t *testing.T) (*tls.Certificate, *x509.CertPool) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

func TestMailGoesOverAnEncryptedLine(t *testing.T) {
	cert, roots := certificate(t)
	p := &post{cert: cert}
	m := &Mail{Server: p.serve(t), From: "Entente <watch@example.org>", To: []string{"Désk <desk@example.org>", "b@example.org"}, User: "watch", Password: "pw", TLS: &tls.Config{RootCAs: roots}, Date: time.Date(2024, 1, 7, 8, 0, 0, 0, time.UTC)}
	if err := m.Send(context.Background(), sample()); err != nil {
		t.Fatal(err)
	}
	<-p.done
	talk := strings.Join(p.lines, "\n")
	for _, want := range []string{"STARTTLS", "AUTH PLAIN", "MAIL FROM:<watch@example.org>", "RCPT TO:<desk@example.org>", "RCPT TO:<b@example.org>"} {
		if !strings.Contains(talk, want) {
			t.Errorf("%s is missing in\n%s", want, talk)
		}
	}
	if strings.Index(talk, "AUTH") < strings.Index(talk, "STARTTLS") {
		t.Error("the password goes before the line is encrypted")
	}
	msg, err := mail.ReadMessage(strings.NewReader(p.data))
	if err != nil {
		t.Fatal(err)
	}
	if msg.Header.Get("Bcc") != "" || msg.Header.Get("Message-Id") != "<0123.4567@example.org>" || msg.Header.Get("Date") != "Sun, 07 Jan 2024 08:00:00 +0000" || !strings.HasPrefix(msg.Header.Get("Subject"), "=?utf-8?q?2_alerts:_K=C3=BCste") {
		t.Errorf("%v", msg.Header)
	}
	if !strings.Contains(p.data, "25 seen in 7 days") || !strings.Contains(p.data, "the level fell") {
		t.Error(p.data)
	}
}

func TestMailRefuses(t *testing.T) {
	bad := &post{}
	m := &Mail{Server: bad.serve(t), From: "a@example.org", To: []string{"b@example.org"}}
	if err := m.Send(context.Background(), sample()); err == nil || !strings.Contains(err.Error(), "STARTTLS") {
		t.Errorf("a server without STARTTLS: %v", err)
	}
	plain := &post{}
	m.Server, m.Plaintext, m.User = plain.serve(t), true, "u"
	if err := m.Send(context.Background(), sample()); err == nil || !strings.Contains(err.Error(), "not encrypted") {
		t.Errorf("a password in the clear: %v", err)
	}
	cert, _ := certificate(t)
	p := &post{cert: cert}
	m = &Mail{Server: p.serve(t), From: "a@example.org", To: []string{"b@example.org"}}
	if err := m.Send(context.Background(), sample()); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate of nobody: %v", err)
	}
	m = &Mail{Server: "127.0.0.1:1", From: "a@example.org\r\nBcc: x@y.z", To: []string{"b@example.org"}}
	if err := m.Send(context.Background(), sample()); err == nil || !strings.Contains(err.Error(), "sender") {
		t.Errorf("a sender of two lines: %v", err)
	}
	still := &post{}
	m = &Mail{Server: still.serve(t), From: "a@example.org", To: []string{"b@example.org"}, Plaintext: true, Timeout: time.Nanosecond}
	if err := m.Send(context.Background(), sample()); err == nil {
		t.Error("the time is up")
	}
}
