package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entente/internal/record"
	"entente/internal/track/alert"
	"entente/internal/track/alert/deliver"
	"entente/internal/track/store"
	"entente/internal/track/watch"
)

// deeds is a store with rows of another data set, three of them in one week.
func deeds(t *testing.T) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "s"), store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := store.Batch{Kind: store.Import, At: time.Unix(0, 0)}
	for i, day := range []string{"2024-03-01", "2024-03-02", "2024-03-04"} {
		b.Events = append(b.Events, record.Event{ID: string(rune('a' + i)), Origin: "icews", Day: day, Last: day, Source: "RUS", Target: "UKR", Type: "ASSAULT", Quad: 4, Counted: true, Reports: 1,
			Sentence: "It was so.", Goldstein: record.Missing, Score: record.Missing, Lat: record.Missing, Lon: record.Missing, Confidence: record.Missing})
	}
	if _, err := db.Commit(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return db
}

// TestWhatCouldNotBeSentIsKept: a receiver that says no gets the alert in the next
// run, and once.
func TestWhatCouldNotBeSentIsKept(t *testing.T) {
	t.Setenv("ENTENTE_WEBHOOK_SECRET", "quince")
	var open atomic.Bool
	var got []alert.Alert
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !open.Load() {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		body, _ := io.ReadAll(r.Body)
		var a alert.Alert
		if err := json.Unmarshal(body, &a); err != nil || r.Header.Get(deliver.SignatureHeader) != deliver.Sign([]byte("quince"), body) || r.Header.Get(deliver.IDHeader) != a.ID {
			t.Errorf("%v: %s signed %s", err, body, r.Header.Get(deliver.SignatureHeader))
		}
		got = append(got, a)
	}))
	defer server.Close()
	db := deeds(t)
	rules, err := alert.ParseRules("r", "when RUS-UKR assault >= 3 in 7 days; to desk\n", alert.Words{Types: []string{"ASSAULT"}})
	if err != nil {
		t.Fatal(err)
	}
	set := func(allow ...string) *alarm {
		f := channelFlags{To: []string{"desk=webhook:" + server.URL}, AllowHost: allow}
		to, err := f.open(&app{ctx: t.Context(), stdout: nil})
		if err != nil {
			t.Fatal(err)
		}
		return &alarm{opts: watch.Options{By: watch.Week, Origin: "icews", Least: 10, Rules: rules}, to: to, now: time.Now, say: func(string) {}}
	}
	for _, c := range []struct {
		allow []string
		open  bool
		fails string
		got   int
	}{
		{nil, true, "lies in a private or special network", 0}, // not even asked
		{[]string{"127.0.0.1"}, false, "403 Forbidden", 0},
		{[]string{"127.0.0.0/8"}, true, "", 1},
		{[]string{"127.0.0.1"}, true, "", 1}, // and not again
	} {
		open.Store(c.open)
		began := time.Now()
		_, err := set(c.allow...).step(context.Background(), db)
		if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
			t.Errorf("%+v: %v", c, err)
		}
		if len(got) != c.got {
			t.Errorf("%+v: %d received", c, len(got))
		}
		if took := time.Since(began); c.fails != "" && took > 900*time.Millisecond+5*time.Second {
			t.Errorf("%+v: tried again for %v what will not work", c, took)
		}
	}
	if len(got) == 1 && (got[0].Seen != 3 || len(got[0].Evidence) != 3 || got[0].Evidence[0].Incident != "c" || got[0].Evidence[0].Sentence != "It was so.") {
		t.Errorf("%+v", got[0])
	}
	m, err := watch.Remember(db.Dir(), "icews")
	if err != nil || len(m.Outbox) != 0 || len(m.Book.Sent) != 1 {
		t.Errorf("%+v %v", m, err)
	}
}

// TestGivenUp: what waits for a channel that nobody names any more is dropped in
// the end, and said.
func TestGivenUp(t *testing.T) {
	db := deeds(t)
	m, err := watch.Remember(db.Dir(), "icews")
	if err != nil {
		t.Fatal(err)
	}
	m.Outbox = []watch.Letter{{To: "elsewhere", Day: "2024-05-01"}, {To: "elsewhere", Day: "2024-06-20"}}
	said := ""
	al := &alarm{now: time.Now, say: func(s string) { said += s }}
	if err := al.send(t.Context(), m, time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if len(m.Outbox) != 1 || m.Outbox[0].Day != "2024-06-20" || !strings.Contains(said, "1 alert") {
		t.Errorf("%+v, %q", m.Outbox, said)
	}
}
