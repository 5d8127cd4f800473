package web

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"entente/internal/pipeline"
	"entente/internal/reading/source"
	"entente/internal/serve/export"
	"entente/internal/serve/findings"
	"entente/internal/track/store/ask"
)

func TestDocuments(t *testing.T) {
	s := demo(t)
	all := everything[ask.Document](s, "/v1/documents", 17)
	if want := s.sql("SELECT count(*) FROM documents"); len(all) != want || want < 150 {
		t.Errorf("%d documents in all pages, want %d", len(all), want)
	}
	seen := map[string]bool{}
	for i, d := range all {
		if seen[d.ID] || d.ID == "" || d.Status == "" {
			t.Errorf("%+v", d)
		}
		seen[d.ID] = true
		if i > 0 && all[i-1].Published < d.Published {
			t.Errorf("%s after %s", d.Published, all[i-1].Published)
		}
	}
	some := everything[ask.Document](s, "/v1/documents?status=coded&from=2023-01-01&to=2023-12-31&publisher=Harbour+Wire", 1000)
	if want := s.sql("SELECT count(*) FROM documents WHERE status = 'coded' AND publisher = 'Harbour Wire' AND year(published) = 2023"); len(some) != want || want == 0 {
		t.Errorf("%d documents of one year and publisher, want %d", len(some), want)
	}

	var d ask.WholeDocument
	s.get("/v1/documents/"+some[0].ID, &d)
	if !reflect.DeepEqual(d.Document, some[0]) || len(d.Records) != d.Events || d.Events == 0 || len(d.Incidents) == 0 || d.Story == "" || len(d.Zones) == 0 || d.Batch != 1 && d.Batch != 2 || d.Version != 1 {
		t.Errorf("%+v", d)
	}
	for _, raw := range d.Records {
		var r struct {
			Text string                   `json:"text"`
			Info struct{ Start, End int } `json:"text_info"`
		}
		if err := json.Unmarshal(raw, &r); err != nil || d.Text[r.Info.Start:r.Info.End] != r.Text {
			t.Errorf("evidence %q, text %q: %v", r.Text, d.Text[r.Info.Start:r.Info.End], err)
		}
	}
	for _, z := range d.Zones {
		if z.Start >= z.End || z.End > len(d.Text) || z.Kind == "" {
			t.Errorf("zone %+v of %d bytes", z, len(d.Text))
		}
	}
	if a := s.send("GET", "/v1/documents/none", ""); a.status != http.StatusNotFound || !strings.Contains(string(a.body), "no document none") || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestEventsAndIncidents(t *testing.T) {
	s := demo(t)
	events := everything[ask.Event](s, "/v1/events", 50)
	if want := s.sql("SELECT count(*) FROM events"); len(events) != want {
		t.Errorf("%d events, want %d", len(events), want)
	}
	keys := map[string]bool{}
	for _, e := range events {
		k := fmt.Sprint(e.ID, e.Source, e.Target, e.SourceActor, e.TargetActor)
		if keys[k] {
			t.Errorf("twice: %s", k)
		}
		keys[k] = true
		if e.Score != nil && (*e.Score < -10 || *e.Score > 10) {
			t.Errorf("%+v", e)
		}
	}
	some := everything[ask.Event](s, "/v1/events?source=RUS&target=UKR&counted=true&quad=4&type=ASSAULT&from=2022-02-01&to=2025-12-31", 3)
	if want := s.sql("SELECT count(*) FROM events WHERE source = 'RUS' AND target = 'UKR' AND counted AND quad = 4 AND type = 'ASSAULT' AND day >= '2022-02-01'"); len(some) != want || want == 0 {
		t.Errorf("%d events, want %d", len(some), want)
	}
	rows := everything[ask.Incident](s, "/v1/incidents", 40)
	if want := s.sql("SELECT count(*) FROM incidents"); len(rows) != want {
		t.Errorf("%d rows of incidents, want %d", len(rows), want)
	}
	most := rows[0]
	for _, x := range rows {
		if x.Independent > most.Independent {
			most = x
		}
	}
	var whole ask.WholeIncident
	s.get("/v1/incidents/"+most.ID, &whole)
	documents := map[string]bool{}
	for _, r := range whole.Reports {
		documents[r.Document] = true
		var rec struct {
			ID   string
			Text string
		}
		if err := json.Unmarshal(r.Record, &rec); err != nil || rec.ID != r.Event || r.Sentence == "" {
			t.Errorf("%+v %v", r, err)
		}
	}
	if len(whole.Rows) == 0 || whole.Rows[0].ID != most.ID || len(whole.Reports) != most.Reports || most.Independent < 2 || len(documents) < 2 {
		t.Errorf("%d reports, %d independent, of %d documents", len(whole.Reports), most.Independent, len(documents))
	}
	if a := s.send("GET", "/v1/incidents/none", ""); a.status != http.StatusNotFound {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestDyadsAndNetwork(t *testing.T) {
	s := demo(t)
	want := s.sql("SELECT CAST(sum(n) AS INTEGER) FROM daily WHERE source IN ('USA', 'CHN') AND target IN ('USA', 'CHN') AND source <> target")
	for _, unit := range ask.Units {
		var got struct{ Bins []ask.Bin }
		s.get("/v1/dyads/CHN/USA?unit="+unit, &got)
		n, quads := 0, 0
		for _, b := range got.Bins {
			n += b.N
			quads += b.Quad1 + b.Quad2 + b.Quad3 + b.Quad4
			day, err := time.Parse(time.DateOnly, b.Begins)
			if err != nil || unit == "week" && day.Weekday() != time.Monday || unit == "month" && day.Day() != 1 {
				t.Errorf("%s: %+v", unit, b)
			}
		}
		if n != want || n == 0 || quads > n {
			t.Errorf("%s: %d of %d", unit, n, want)
		}
	}
	var net struct{ Edges []ask.Edge }
	s.get("/v1/network?limit=5000", &net)
	n := 0
	for i, e := range net.Edges {
		n += e.N
		if i > 0 && e.N > net.Edges[i-1].N || e.Source == "" || e.Target == "" {
			t.Errorf("%+v", e)
		}
	}
	if want := s.sql("SELECT CAST(sum(n) AS INTEGER) FROM daily WHERE source <> '' AND target <> ''"); n != want {
		t.Errorf("edges add up to %d, want %d", n, want)
	}
	s.get("/v1/network?actor=IRN&quad=4&limit=2", &net)
	if len(net.Edges) != 2 {
		t.Error(net)
	}
	for _, e := range net.Edges {
		if e.Source != "IRN" && e.Target != "IRN" || e.N != e.Quad4 {
			t.Errorf("%+v", e)
		}
	}
}

func TestSearchAndCoverage(t *testing.T) {
	s := demo(t)
	hits := everything[ask.Hit](s, "/v1/search?q=FRIENDSHIP+without", 1)
	if len(hits) == 0 {
		t.Fatal("nothing found")
	}
	hits = everything[ask.Hit](s, "/v1/search?q=CEASEFIRE", 5)
	if want := s.sql("SELECT count(*) FROM documents WHERE text ILIKE '%ceasefire%' OR title ILIKE '%ceasefire%'"); len(hits) != want || want == 0 {
		t.Errorf("%d hits, want %d", len(hits), want)
	}
	for _, h := range hits {
		var d ask.WholeDocument
		s.get("/v1/documents/"+h.ID, &d)
		for _, x := range h.Snippets {
			if !strings.EqualFold(d.Text[x.Start:x.End], "ceasefire") || !strings.Contains(d.Text, x.Text) {
				t.Errorf("%+v", x)
			}
		}
	}
	for _, q := range []string{"%25%25", "__", "'%20OR%201=1--"} { // signs that SQL knows mean themselves
		if hits = everything[ask.Hit](s, "/v1/search?q="+q, 5); len(hits) != 0 {
			t.Errorf("%s: %d hits", q, len(hits))
		}
	}
	var c struct {
		ask.Coverage
		AsOf string `json:"reference_as_of"`
	}
	s.get("/v1/coverage", &c)
	n := 0
	for _, x := range c.Status {
		n += x.N
	}
	if n != c.Documents || c.Incidents == 0 || len(c.Versions) != 1 || c.Versions[0].Program != "test" || c.AsOf < "2026" || c.First == "" || c.Updated == "" || len(c.Publishers) < 4 {
		t.Errorf("%+v", c)
	}
}

func TestForms(t *testing.T) {
	s := demo(t)
	events := everything[ask.Event](s, "/v1/events", 1000)
	a := s.send("GET", "/v1/events?limit=1000", "", "Accept", "text/csv;q=0.9, */*;q=0.1")
	rows, err := csv.NewReader(bytes.NewReader(a.body)).ReadAll()
	if err != nil || len(rows) != len(events)+1 || a.header.Get("Content-Type") != "text/csv" || rows[0][0] != "id" || rows[1][0] != events[0].ID {
		t.Errorf("%d rows of CSV, %v, %s", len(rows), err, a.header.Get("Content-Type"))
	}
	a = s.send("GET", "/v1/events?limit=1000", "", "Accept", "application/x-ndjson")
	n := 0
	for line := range bytes.Lines(a.body) {
		var e ask.Event
		if err := json.Unmarshal(line, &e); err != nil || !reflect.DeepEqual(e, events[n]) {
			t.Fatalf("%s: %v", line, err)
		}
		n++
	}
	if n != len(events) || a.header.Get("Content-Type") != "application/jsonl" {
		t.Errorf("%d lines of %d", n, len(events))
	}
	a = s.send("POST", "/v1/query", `{"sql":"SELECT day, contexts, NULL AS x, 1.5::FLOAT AS f, '=1+1' AS formula FROM events WHERE contexts IS NOT NULL ORDER BY id","rows":2}`, "Accept", "text/csv", "Content-Type", "application/json")
	if rows, err = csv.NewReader(bytes.NewReader(a.body)).ReadAll(); err != nil || len(rows) != 3 || rows[1][4] != "'=1+1" || rows[1][3] != "1.5" || rows[1][2] != "" || a.header.Get("Entente-More") != "true" {
		t.Errorf("%q %v", rows, err)
	}
}

const gaziantep = "Turkish police detained a French journalist in Gaziantep on Friday, the French Foreign Ministry said."

func TestCode(t *testing.T) {
	s := demo(t)
	var want []byte
	d, err := source.ParseDate("2016-11-12")
	if err != nil {
		t.Fatal(err)
	}
	src := source.Open([]string{"-"}, source.Options{Stdin: strings.NewReader(gaziantep), Date: d})
	format, _ := export.Find("plover")
	if _, err := pipeline.Run(t.Context(), src, s.Coder.Records, 1, func(r pipeline.Result) error {
		want = format.Append(want, export.Page{Doc: r.Doc, Coding: r.Coding}, export.Options{})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if a := s.send("POST", "/v1/code?date=2016-11-12", gaziantep, "Content-Type", "text/plain", "Accept", "application/jsonl"); string(a.body) != string(want) || len(want) == 0 {
		t.Errorf("%d %s, want %s", a.status, a.body, want)
	}
	a := s.send("POST", "/v1/code?date=2016-11-12", gaziantep, "Accept", "text/tab-separated-values")
	if a.status != 200 || !strings.HasPrefix(string(a.body), "date\tsource") || !strings.Contains(string(a.body), "\tCOERCE\t") {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, body := range []string{
		`{"text":"` + gaziantep + `","date":"2016-11-12"}`,
		`[{"text":"` + gaziantep + `","date":"2016-11-12"}, {"text":"Der Außenminister sagte am Freitag, dass die Verhandlungen gescheitert seien und dass man nun auf Antworten warte.","language":"de"}]`,
	} {
		a := s.send("POST", "/v1/code", body, "Content-Type", "application/json; charset=utf-8")
		var got codeAnswer
		if err := json.Unmarshal(a.body, &got); err != nil || len(got.Documents) == 0 || len(got.Documents[0].Records) != 1 || !strings.Contains(string(got.Documents[0].Records[0]), `"COERCE"`) {
			t.Fatalf("%v %s", err, a.body)
		}
		if len(got.Documents) == 2 && (got.Documents[1].Skipped == nil || got.Documents[1].Skipped.Reason != "other language" || a.header.Get("Entente-Skipped") != "1") {
			t.Errorf("%s %v", a.body, a.header)
		}
	}
	for body, kind := range map[string]string{"": "text/plain", " \n": "text/plain", "[1]": "application/json", `{"text":`: "application/json", `"x"`: "application/json"} {
		if a := s.send("POST", "/v1/code", body, "Content-Type", kind); a.status != http.StatusBadRequest {
			t.Errorf("%q: %d %s", body, a.status, a.body)
		}
	}
}

func TestCheck(t *testing.T) {
	s := demo(t)
	const claim = "French President Emmanuel Macron met Chancellor Angela Merkel in Paris on Friday. Turkey is a member of the European Union.\n"
	a := s.send("POST", "/v1/check?date=2024-05-03", claim, "Accept", "application/jsonl")
	var page struct {
		Findings []struct{ Verdict string }
	}
	if err := json.Unmarshal(a.body, &page); err != nil || len(page.Findings) < 2 {
		t.Fatalf("%v %s", err, a.body)
	}
	var want bytes.Buffer
	d, _ := source.ParseDate("2024-05-03")
	src := source.Open([]string{"-"}, source.Options{Stdin: strings.NewReader(claim), Date: d})
	if _, err := pipeline.Run(t.Context(), src, s.Coder.Code, 1, func(r pipeline.Result) error {
		return findings.JSON(&want, findings.Page{Doc: r.Doc, Coding: r.Coding, Findings: s.Checker.Check(s.Coder.Claims(r.Doc, r.Coding), r.Coding.Doc.Published), AsOf: s.Checker.AsOf()})
	}); err != nil || want.String() != string(a.body) {
		t.Errorf("%v %s, want %s", err, a.body, want.String())
	}
	var got checkAnswer
	a = s.send("POST", "/v1/check?date=2024-05-03", claim)
	if err := json.Unmarshal(a.body, &got); err != nil || len(got.Documents) != 1 || string(got.Documents[0].Page)+"\n" != want.String() {
		t.Errorf("%v %s", err, a.body)
	}
}

// The request and the form of the answer are those of the README of hypnos.
func TestHypnos(t *testing.T) {
	s := demo(t)
	const body = `{"text": "At least 37 people are dead after Islamist radical group Boko Haram assaulted a town in northeastern Nigeria. Russia attacked Ukraine.", "id": "abc123", "date": "20010101"}`
	for _, method := range []string{"GET", "POST"} {
		a := s.send(method, "/hypnos/extract", body, "Content-Type", "application/json")
		var got map[string]struct {
			Meta  struct{ Date string }
			Sents map[string]struct {
				Content string
				Parsed  *string
				Events  [][]string
				Issues  [][]any
			}
		}
		if err := json.Unmarshal(a.body, &got); err != nil {
			t.Fatalf("%v %s", err, a.body)
		}
		story := got["abc123"]
		if len(got) != 1 || story.Meta.Date != "20010101" || len(story.Sents) != 2 || !strings.HasSuffix(story.Sents["0"].Content, "Nigeria .") || story.Sents["0"].Parsed == nil || story.Sents["0"].Issues == nil {
			t.Errorf("%s", a.body)
		}
		if e := story.Sents["1"].Events; len(e) != 1 || fmt.Sprint(e[0]) != "[RUS UKR 190]" {
			t.Errorf("%s", a.body)
		}
	}
	if a := s.send("POST", "/hypnos/extract", `{"text":"x","id":"a","date":"20019901"}`, "Content-Type", "application/json"); a.status != http.StatusBadRequest {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestETags(t *testing.T) {
	s := demo(t)
	for _, path := range []string{"/v1/documents", "/v1/coverage", "/v1/dyads/USA/CHN", "/v1/events?limit=3"} {
		a := s.send("GET", path, "")
		tag := a.header.Get("ETag")
		if b := s.send("GET", path, "", "If-None-Match", `"x", W/`+tag); tag == "" || b.status != http.StatusNotModified || len(b.body) != 0 {
			t.Errorf("%s: %q %d %s", path, tag, b.status, b.body)
		}
		if b := s.send("GET", path, "", "If-None-Match", `"x"`); b.status != http.StatusOK || !bytes.Equal(a.body, b.body) {
			t.Errorf("%s: %d", path, b.status)
		}
		if b := s.send("HEAD", path, ""); b.status != http.StatusOK || len(b.body) != 0 || b.header.Get("ETag") != tag {
			t.Errorf("%s: HEAD %d %q", path, b.status, b.body)
		}
	}
}

func TestIngestAndStream(t *testing.T) {
	s := newSite(t, nil)
	req, _ := http.NewRequest("GET", s.url+"/v1/stream", nil)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if ct := res.Header.Get("Content-Type"); ct != "text/event-stream" {
		t.Error(ct)
	}
	lines := bufio.NewScanner(res.Body)
	next := func() (kind, id, data string) {
		for lines.Scan() {
			key, v, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case key == "id":
				id = v
			case key == "event":
				kind = v
			case key == "data":
				data = v
			case key == "" && data != "":
				return
			}
		}
		t.Fatal("the stream has ended")
		return
	}
	body := `{"text":"Russia attacked Ukraine on Friday.","date":"2024-02-03","id":"one"}` + "\n" + `{"text":"","id":"two"}` + "\n"
	a := s.send("POST", "/v1/ingest", body, "Content-Type", "application/jsonl")
	var took Taken
	if err := json.Unmarshal(a.body, &took); err != nil || took.Status["coded"] != 1 || took.Records != 1 || took.Batches != 1 || took.Incidents != 1 || len(took.Skipped) != 1 {
		t.Fatalf("%v %s", err, a.body)
	}
	kind, id, data := next()
	if kind != "incident" || id != "1" || !strings.Contains(data, `"source":"RUS"`) {
		t.Error(kind, id, data)
	}
	if kind, _, data = next(); kind != "folded" || data != `{"incidents":1,"all":true}` {
		t.Error(kind, data)
	}
	a = s.send("POST", "/v1/ingest", body, "Content-Type", "application/jsonl")
	if err := json.Unmarshal(a.body, &took); err != nil || took.Known != took.Read || took.Records != 0 || took.Incidents != 0 {
		t.Errorf("known documents are kept twice: %s", a.body)
	}
	// Who comes back later gets what it has missed; who comes back to another
	// server is told that there is a gap.
	for last, want := range map[string]string{"0": "incident", "1": "folded", "99": "gap"} {
		req, _ := http.NewRequest("GET", s.url+"/v1/stream", nil)
		req.Header.Set("Last-Event-ID", last)
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		lines = bufio.NewScanner(res.Body)
		if kind, _, _ := next(); kind != want {
			t.Errorf("after %s: %s, want %s", last, kind, want)
		}
		res.Body.Close()
	}
}

func TestHubForgets(t *testing.T) {
	h := newHub()
	for i := range heldNews + 10 {
		if err := h.add("x", i); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[int64]struct {
		n   int
		gap bool
	}{0: {heldNews, true}, 9: {heldNews, true}, 10: {heldNews, false}, heldNews + 9: {1, false}, heldNews + 10: {0, false}, heldNews + 11: {0, true}} {
		if got, gap, _, _ := h.since(id); len(got) != want.n || gap != want.gap || len(got) > 0 && got[len(got)-1].id != heldNews+10 {
			t.Errorf("after %d: %d %v", id, len(got), gap)
		}
	}
}

func TestOperation(t *testing.T) {
	s := demo(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if a := s.send("GET", path, ""); a.status != http.StatusOK || !strings.Contains(string(a.body), `"ok"`) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	a := s.send("GET", "/metrics", "")
	for _, want := range []string{`entente_requests_total{route="GET /healthz",status="200"}`, "entente_request_seconds_bucket", `entente_documents_total{what="coded"}`, "entente_coding_seconds_count", "entente_store_commits_total 2", "go_goroutines"} {
		if !strings.Contains(string(a.body), want) {
			t.Errorf("no %s", want)
		}
	}
	down := newSite(t, nil)
	down.stopped()
	if a := down.send("GET", "/readyz", ""); a.status != http.StatusServiceUnavailable {
		t.Errorf("ready while going down: %d", a.status)
	}
}

// What is said of an operation's scope is what is asked for.
func TestOpenAPI(t *testing.T) {
	s := demo(t)
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Summary   string
			Security  []map[string][]string
			Responses map[string]any
		}
	}
	s.get("/openapi.json", &doc)
	if doc.OpenAPI != "3.1.0" {
		t.Error(doc.OpenAPI)
	}
	n := 0
	for pattern, scope := range s.scopes {
		method, path, _ := strings.Cut(pattern, " ")
		op, ok := doc.Paths[path][strings.ToLower(method)]
		if pattern == "GET /metrics" || pattern == "GET /openapi.json" || pattern == "GET /hypnos/extract" {
			continue
		}
		n++
		want := `[map[token:[` + string(scope) + `]]]`
		if scope == "" {
			want = "[]"
		}
		if !ok || op.Summary == "" || fmt.Sprint(op.Security) != want || op.Responses["200"] == nil {
			t.Errorf("%s: %+v, want %s", pattern, op, want)
		}
	}
	all := 0
	for _, ops := range doc.Paths {
		all += len(ops)
	}
	if all != n || n < 17 {
		t.Errorf("%d operations described, %d served", all, n)
	}
	for method, path := range map[string]string{"DELETE": "/v1/documents", "PATCH": "/v1/code"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, path, nil)
		r.Host = "localhost"
		s.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
			t.Errorf("%s %s: %d", method, path, w.Code)
		}
	}
}
