package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"entente/internal/track/store/ask"
)

// What others write comes back as data, and as nothing that a browser would run.
func TestScriptsComeBackAsText(t *testing.T) {
	const script = `<script>alert("x")</script>`
	s := newSite(t, nil)
	body, _ := json.Marshal(map[string]string{
		"text": "Russia attacked Ukraine on Friday " + script + " and fled.", "title": script, "publisher": `"><img src=x onerror=alert(1)>`, "url": "javascript:alert(1)", "id": script, "date": "2024-02-03",
	})
	if a := s.send("POST", "/v1/ingest", string(body), "Content-Type", "application/json"); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	docs := everything[ask.Document](s, "/v1/documents", 10)
	if len(docs) != 1 || docs[0].Title != script {
		t.Fatalf("%+v", docs)
	}
	rows := everything[ask.Incident](s, "/v1/incidents", 10)
	if len(rows) == 0 {
		t.Fatal("no incident")
	}
	paths := []string{"/v1/documents", "/v1/documents/" + docs[0].ID, "/v1/search?q=" + url.QueryEscape(script), "/v1/events", "/v1/incidents/" + rows[0].ID, "/v1/coverage", "/v1/documents/" + url.PathEscape(script), "/v1/documents?status=" + url.QueryEscape(script), "/v1/documents?limit=" + url.QueryEscape(script), "/" + url.PathEscape(script)}
	for _, path := range paths {
		for _, accept := range []string{"", "text/html", "text/csv"} {
			a := s.send("GET", path, "", "Accept", accept)
			h := a.header
			kind := h.Get("Content-Type")
			if kind != "application/json" && kind != "application/problem+json" && kind != "text/csv" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("X-Frame-Options") != "DENY" {
				t.Errorf("%s as %q: %s %v", path, accept, kind, h)
			}
			if kind != "text/csv" && !json.Valid(a.body) {
				t.Errorf("%s: no JSON: %s", path, a.body)
			}
		}
	}
	if strings.Contains(s.log.String(), "script") || strings.Contains(s.log.String(), "attacked") {
		t.Errorf("the log holds what was sent: %s", s.log)
	}
}

// Filters are values: none is SQL.
func TestNoFilterIsSQL(t *testing.T) {
	s := demo(t)
	want := s.sql("SELECT count(*) FROM documents")
	for _, v := range []string{"' OR 1=1 --", "x'; DROP TABLE documents; --", "'; DELETE FROM events; SELECT '", "\\", "%", "x' UNION SELECT * FROM documents --", "${1}", "?", "1); DROP TABLE x; --", "\u202e", "😀'"} {
		q := url.QueryEscape(v)
		for _, path := range []string{"/v1/documents?status=" + q, "/v1/documents?publisher=" + q, "/v1/events?origin=" + q, "/v1/events?document=" + q, "/v1/search?q=zz" + q, "/v1/network?origin=" + q} {
			a := s.send("GET", path, "")
			if a.status != http.StatusOK || !strings.Contains(string(a.body), ":[]") {
				t.Errorf("%s: %d %.200s", path, a.status, a.body)
			}
		}
		for _, path := range []string{"/v1/documents/" + url.PathEscape(v), "/v1/incidents/" + url.PathEscape(v)} {
			if a := s.send("GET", path, ""); a.status != http.StatusNotFound {
				t.Errorf("%s: %d %.200s", path, a.status, a.body)
			}
		}
		if a := s.send("GET", "/v1/events?source="+q, ""); a.status != http.StatusOK && a.status != http.StatusUnprocessableEntity {
			t.Errorf("source %s: %d", v, a.status)
		}
	}
	for _, after := range []string{"x", "W10", "bnVsbA", url.QueryEscape("!!"), "WyInIE9SIDE9MSAtLSIsIngiXQ"} {
		if a := s.send("GET", "/v1/documents?after="+after, ""); a.status >= 500 {
			t.Errorf("cursor %s: %d %s", after, a.status, a.body)
		}
	}
	if n := s.sql("SELECT count(*) FROM documents"); n != want {
		t.Errorf("%d documents are left of %d", n, want)
	}
}

// No file is served: paths lead to nothing but operations.
func TestNoPathLeadsOut(t *testing.T) {
	s := demo(t)
	for _, path := range []string{
		"/../../etc/passwd", "/v1/../../etc/passwd", "/v1/documents/..%2f..%2f..%2fetc%2fpasswd", "/v1/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/v1/documents/....//....//etc/passwd", "//etc/passwd", "/v1/documents/%00", "/v1/documents/%ff", "/store.duckdb", "/segments/events/000001.parquet", "/.git/config", "/v1/documents/C:%5cwindows", "/debug/pprof/",
	} {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path)
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		var b bytes.Buffer
		b.ReadFrom(res.Body)
		res.Body.Close()
		c.Close()
		if res.StatusCode < 300 || res.StatusCode >= 500 || strings.Contains(b.String(), "root:") {
			t.Errorf("%s: %d %s", path, res.StatusCode, b.String())
		}
	}
}

func TestHugeBodies(t *testing.T) {
	s := newSite(t, nil)
	big := strings.Repeat("Russia attacked Ukraine. ", bodyLimit/25+1)
	if a := s.send("POST", "/v1/code", big); a.status != http.StatusRequestEntityTooLarge || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := s.send("POST", "/v1/query", `{"sql":"SELECT '`+strings.Repeat("x", smallLimit)+`'"}`, "Content-Type", "application/json"); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", a.status, a.body)
	}
	// A body that says nothing of its length, and one that packs far more than it has.
	for name, write := range map[string]func(*http.Request){
		"chunked": func(r *http.Request) { r.ContentLength = -1 },
	} {
		r, _ := http.NewRequest("POST", s.url+"/v1/code", strings.NewReader(big))
		write(r)
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(name, err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	zeros := make([]byte, 1<<20)
	for range 200 {
		z.Write(zeros)
	}
	z.Close()
	a := s.send("POST", "/v1/code", packed.String(), "Content-Type", "application/gzip")
	var got codeAnswer
	if err := json.Unmarshal(a.body, &got); err != nil || len(got.Documents) != 1 || got.Documents[0].Skipped == nil {
		t.Errorf("%d %.300s", a.status, a.body)
	}
	if a := s.send("GET", "/v1/documents", "", "X-Long", strings.Repeat("x", 10<<10)); a.status != http.StatusOK {
		t.Errorf("a long header: %d", a.status)
	}
	many := strings.Repeat(`{"text":"x"}`+"\n", mostDocuments+1)
	if a := s.send("POST", "/v1/code", many, "Content-Type", "application/jsonl"); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d documents: %d", mostDocuments+1, a.status)
	}
	deep := strings.Repeat("[", 100000)
	if a := s.send("POST", "/v1/code", deep, "Content-Type", "application/json"); a.status != http.StatusBadRequest {
		t.Errorf("deep JSON: %d %.200s", a.status, a.body)
	}
}

// Whoever asks under another name, or from another site's page, gets nothing.
func TestOtherHostsAndOrigins(t *testing.T) {
	s := demo(t)
	host := strings.TrimPrefix(s.url, "http://")
	for _, h := range []struct {
		host, origin string
		want         int
	}{
		{host, "", 200}, {"localhost", "", 200}, {"localhost:99", "", 200}, {"[::1]:80", "", 200}, {host, "http://" + host, 200}, {"LOCALHOST", "https://localhost", 200},
		{"evil.example", "", 403}, {"evil.example:80", "http://evil.example", 403}, {"127.0.0.1.evil.example", "", 403}, {"localhost.evil.example", "", 403}, {"10.0.0.1", "", 403}, {"0.0.0.0", "", 403},
		{host, "http://evil.example", 403}, {host, "null", 403}, {host, "http://localhost:1", 403}, {host, "file://", 403}, {host, "http://" + host + ".evil.example", 403}, {host, "::", 403},
	} {
		for _, request := range [][2]string{{"GET", "/v1/documents?limit=1"}, {"GET", "/metrics"}, {"POST", "/v1/hypnos"}, {"GET", "/v1/stream?x=1"}} {
			headers := []string{"Host", h.host}
			if h.origin != "" {
				headers = append(headers, "Origin", h.origin)
			}
			a := s.send(request[0], request[1], "", headers...)
			if (a.status == 403) != (h.want == 403) {
				t.Errorf("%s as %q from %q: %d %s", request[1], h.host, h.origin, a.status, a.body)
			}
			if a.header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("other sites are let in")
			}
		}
	}
}

func tokens(t *testing.T) (list []Token, of map[Scope]string) {
	t.Helper()
	of = map[Scope]string{}
	var file strings.Builder
	file.WriteString("# tokens of a test\n\n")
	for _, sc := range Scopes {
		token, line, err := NewToken(rand.Reader, []Scope{sc}, "of "+string(sc))
		if err != nil {
			t.Fatal(err)
		}
		of[sc] = token
		fmt.Fprintln(&file, line)
	}
	list, err := ReadTokens("tokens", []byte(file.String()))
	if err != nil || len(list) != 3 || list[1].Name != "of ingest" {
		t.Fatal(list, err)
	}
	if strings.Contains(file.String(), of[Read]) {
		t.Error("the file holds the token itself")
	}
	return list, of
}

func TestScopes(t *testing.T) {
	list, of := tokens(t)
	s := newSite(t, func(c *Config) { c.Tokens = list })
	for pattern, scope := range s.scopes {
		method, path, _ := strings.Cut(pattern, " ")
		if path == streamPath {
			path += "?x=1" // refused after the token, so that it ends
		}
		path = strings.NewReplacer("{id}", "x", "{a}", "RUS", "{b}", "UKR").Replace(path)
		for _, has := range []Scope{"", Read, Ingest, Admin} {
			headers := []string{"Content-Type", "application/json", "Host", "news.example"}
			if has != "" {
				headers = append(headers, "Authorization", "Bearer "+of[has])
			}
			a := s.send(method, path, "{}", headers...)
			want := 0
			switch {
			case scope == "" || has == scope || has == Admin:
			case has == "":
				want = http.StatusUnauthorized
			default:
				want = http.StatusForbidden
			}
			if want != 0 && (a.status != want || a.header.Get("WWW-Authenticate") == "") || want == 0 && (a.status == 401 || a.status == 403) {
				t.Errorf("%s with %q: %d %s, want %d", pattern, has, a.status, a.body, want)
			}
		}
	}
	if a := s.send("GET", "/v1/nothing", ""); a.status != http.StatusUnauthorized {
		t.Errorf("whoever has no token learns what there is: %d", a.status)
	}
	if a := s.send("GET", "/v1/documents?token="+of[Read], ""); a.status != http.StatusUnauthorized {
		t.Errorf("a token in an address: %d", a.status)
	}
	if strings.Contains(s.log.String(), of[Read]) || !strings.Contains(s.log.String(), `"of read"`) {
		t.Error("the log names no token, or shows it")
	}
}

func TestGuessing(t *testing.T) {
	list, of := tokens(t)
	s := newSite(t, func(c *Config) { c.Tokens = list })
	counts := map[int]int{}
	for i := range 3 * guessesBurst {
		a := s.send("GET", "/v1/documents", "", "Authorization", fmt.Sprintf("Bearer entente_%d", i))
		if counts[a.status]++; a.status == http.StatusTooManyRequests && a.header.Get("Retry-After") == "" {
			t.Error("nothing is said of when to come back")
		}
	}
	if counts[401] < guessesBurst || counts[401] > guessesBurst+2 || counts[401]+counts[429] != 3*guessesBurst {
		t.Error(counts)
	}
	for _, wrong := range []string{of[Read][:len(of[Read])-1], of[Read] + "x", strings.ToUpper(of[Read]), fmt.Sprintf("%x", list[0].Hash), "", " "} {
		if a := s.send("GET", "/v1/documents", "", "Authorization", "Bearer "+wrong); a.status != 401 && a.status != 429 {
			t.Errorf("%q: %d", wrong, a.status)
		}
	}
	if a := s.send("GET", "/v1/documents", "", "Authorization", "Bearer "+of[Read]); a.status != http.StatusOK {
		t.Errorf("the right one is locked out: %d", a.status)
	}
}

// What waits for a place holds its body in memory: there is an end to it.
func TestTooManyBodies(t *testing.T) {
	s := newSite(t, nil)
	for range mostBodies {
		s.bodies <- struct{}{}
	}
	if a := s.send("POST", "/v1/code", gaziantep); a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := s.send("GET", "/v1/coverage", ""); a.status != http.StatusOK {
		t.Errorf("questions without a body: %d", a.status)
	}
	<-s.bodies
	if a := s.send("POST", "/v1/code", gaziantep); a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.body)
	}
	if n := len(s.bodies); n != mostBodies-1 {
		t.Errorf("%d places are taken", n)
	}
}

// A wrong token is held against all, however far it agrees with one.
func TestFind(t *testing.T) {
	list, of := tokens(t)
	for i, sc := range Scopes {
		if got := find(list, of[sc]); got != &list[i] {
			t.Errorf("%s: %v", sc, got)
		}
	}
	if find(list, "") != nil || find(nil, of[Read]) != nil {
		t.Error("found what is not there")
	}
	near := append([]Token(nil), list...)
	near[0].Hash[sha256.Size-1] ^= 1
	if find(near, of[Read]) != nil {
		t.Error("31 bytes were enough")
	}
}

func TestReadTokensRefuses(t *testing.T) {
	h := fmt.Sprintf("%x", sha256.Sum256(nil))
	for _, bad := range []string{"x read", h, h + " write", h[:62] + " read", h + "00 read", h + " read,", h + " READ"} {
		if got, err := ReadTokens("f", []byte("# c\n"+bad+"\n")); err == nil || !strings.HasPrefix(err.Error(), "f:2: ") {
			t.Errorf("%q: %v %v", bad, got, err)
		}
	}
}

func TestRates(t *testing.T) {
	s := newSite(t, func(c *Config) { c.Rate, c.Burst = 0.001, 5 })
	for i := range 8 {
		a := s.send("GET", "/healthz", "")
		if want := i < 5; (a.status == 200) != want || !want && (a.status != 429 || a.header.Get("Retry-After") == "") {
			t.Errorf("request %d: %d", i, a.status)
		}
	}
	now := time.Unix(0, 0)
	l := newLimits(1, 2, func() time.Time { return now })
	for i := range mostCallers + 100 {
		l.allow(fmt.Sprint(i))
	}
	if len(l.each) > mostCallers {
		t.Errorf("%d callers are remembered", len(l.each))
	}
	now = now.Add(time.Hour)
	if l.allow("new"); len(l.each) != 1 {
		t.Errorf("%d callers are remembered after an hour", len(l.each))
	}
}

// The list of attacks on the sandbox is the store's (TestOwnerAnswersInASandbox);
// here is that the endpoint is behind it.
func TestConsole(t *testing.T) {
	s := demo(t)
	before := s.sql("SELECT count(*) FROM events")
	for _, q := range []string{
		"DELETE FROM events", "DROP TABLE events", "SELECT 1; DELETE FROM events", "COMMIT; DELETE FROM events; SELECT 1", "COPY events TO '/tmp/x.csv'", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "ATTACH '/tmp/x.db'", "INSTALL httpfs", "SET threads=1",
		"SELECT * FROM enable_logging(storage='file', storage_path='/tmp/log')", "SELECT * FROM checkpoint()", "SELECT * FROM query('SELECT 1')", "SELECT sleep_ms(99999999)", "", ";", "SELEC", "SELECT * FROM nothing", "SELECT \x01", "SELECT " + strings.Repeat("(", 9000),
	} {
		body, _ := json.Marshal(map[string]string{"sql": q})
		a := s.send("POST", "/v1/query", string(body), "Content-Type", "application/json")
		if a.status != http.StatusBadRequest && a.status != http.StatusUnprocessableEntity || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.60s: %d %.200s", q, a.status, a.body)
		}
	}
	began := time.Now()
	a := s.send("POST", "/v1/query", `{"sql":"SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3","seconds":0.3}`, "Content-Type", "application/json")
	if a.status != http.StatusBadRequest || !strings.Contains(string(a.body), "longer than 300ms") || time.Since(began) > 20*time.Second {
		t.Errorf("%d %s after %s", a.status, a.body, time.Since(began))
	}
	a = s.send("POST", "/v1/query", `{"sql":"SELECT repeat('x', 1000000) FROM range(100)","rows":100}`, "Content-Type", "application/json")
	if a.status != http.StatusBadRequest || !strings.Contains(string(a.body), "more than 32 MB") {
		t.Errorf("%d %.200s", a.status, a.body)
	}
	for _, odd := range []string{"SELECT 'nan'::FLOAT, 'inf'::DOUBLE, 1::HUGEINT, 1.5::DECIMAL(9,3), INTERVAL 1 DAY, TIME '01:02:03', TIMESTAMP '2024-01-02 03:04:05', uuid(), {'a': [1, NULL]}, MAP {'k': 1.5::DOUBLE}, [[1]], '\\x00'::BLOB, NULL, union_value(k := 1)"} {
		body, _ := json.Marshal(map[string]string{"sql": odd})
		for _, accept := range []string{"application/json", "text/csv", "application/jsonl"} {
			if a := s.send("POST", "/v1/query", string(body), "Content-Type", "application/json", "Accept", accept); a.status != http.StatusOK || accept != "text/csv" && !json.Valid(a.body) {
				t.Errorf("%s: %d %s", accept, a.status, a.body)
			}
		}
	}
	if n := s.sql("SELECT count(*) FROM events"); n != before {
		t.Errorf("%d events of %d", n, before)
	}
}
