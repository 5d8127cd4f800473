package ask

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"entente/internal/record"
	"entente/internal/track/store"
)

func TestCursors(t *testing.T) {
	for _, want := range [][]string{{"2024-02-03", "x"}, {"", "é\"\x01"}} {
		got, err := readCursor(writeCursor(want), 2)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q %v", want, got, err)
		}
	}
	for _, bad := range []string{"x", "!!", "W10", "bnVsbA", "WyJ4Il0", writeCursor([]string{"a", "b", "c"})} {
		if got, err := readCursor(bad, 2); err == nil {
			t.Errorf("%q: %q", bad, got)
		}
	}
}

func TestZones(t *testing.T) {
	want := []Zone{{0, 27, "dateline"}, {28, 60, "title"}}
	if got := readZones("0-27 dateline; 28-60 title"); !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if got := readZones(""); got == nil || len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestAround(t *testing.T) {
	text := strings.Repeat("Überfälle ", 40) + "here" + strings.Repeat(" Ärger", 40)
	at := strings.Index(text, "here")
	got := around(text, at, at+4)
	if !utf8.ValidString(got) || !strings.Contains(got, "here") || len(got) > 200 || strings.HasPrefix(got, " ") || strings.HasSuffix(got, " ") {
		t.Errorf("%q", got)
	}
	if got := around("here", 0, 4); got != "here" {
		t.Errorf("%q", got)
	}
	long := strings.Repeat("é", 200) + "here" + strings.Repeat("é", 200) // no blank to cut at
	at = strings.Index(long, "here")
	if got := around(long, at, at+4); got != "here" {
		t.Errorf("%q", got)
	}
}

// Rows that agree in all but one key, and rows without a day, are told once each,
// at any length of page.
func TestListsTellAllRowsOnce(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "s"), store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := &store.Batch{Kind: store.Ingest}
	n := 0
	for _, day := range []string{"", "2024-02-03", "2024-02-04"} {
		for _, id := range []string{"a", "b"} {
			for _, actor := range []string{"", "AZEGOV", "AZEMIL"} {
				b.Events = append(b.Events, record.Event{ID: id + day, Origin: record.Origin, Day: day, Source: "AZE", Target: "ARM", SourceActor: actor, Type: "ASSAULT", Goldstein: record.Missing, Score: -9.1, Lat: record.Missing, Lon: record.Missing, Confidence: 0.95})
				n++
			}
		}
	}
	if _, err := s.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	q := Store{s.DB()}
	var whole []Event
	for limit := n; limit > 0; limit-- {
		var got []Event
		for after := ""; ; {
			rows, next, err := q.Events(t.Context(), DyadFilter{Source: "AZE"}, "", "", Page{after, limit})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, rows...)
			if after = next; next == "" {
				break
			}
		}
		if whole == nil {
			whole = got
		}
		if len(got) != n || !reflect.DeepEqual(got, whole) {
			t.Errorf("by %d: %d rows of %d", limit, len(got), n)
		}
	}
	if e := whole[0]; e.Day != "2024-02-04" || whole[n-1].Day != "" || e.Goldstein != nil || e.Score == nil || *e.Score != -9.1 || *e.Confidence != 0.95 {
		t.Errorf("%+v", e)
	}
}

func TestPutRefuses(t *testing.T) {
	var n struct{ N int }
	if err := put(reflect.ValueOf(&n).Elem().Field(0), "x"); err == nil {
		t.Error("a word was taken for a number")
	}
	var w struct{ W string }
	if err := put(reflect.ValueOf(&w).Elem().Field(0), int64(65)); err == nil {
		t.Error("a number was taken for a letter")
	}
}
