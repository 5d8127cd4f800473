package store

import (
	"math"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"entente/internal/record"
)

// What is there already is left out: rows of an earlier file by origin, id and
// day, rows of the same file when they are the same.
func TestImportLeavesOutWhatIsThere(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	commit := func(since int, note string, events ...record.Event) (batch, left int) {
		b := &Batch{Kind: Import, At: time.Unix(0, 0), Note: note, Since: since, Events: events}
		n, err := s.Commit(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		return n, b.Left
	}
	other := event(1, "icews")
	other.Target = "JPN" // a second pair of the same event
	later := event(1, "icews")
	later.Day = "2024-03-30" // the id used again
	first, left := commit(0, "a", event(1, "icews"), event(2, "icews"), other, event(2, "icews"))
	if left != 1 {
		t.Errorf("%d left out of a batch with one row twice", left)
	}
	if _, left = commit(first, "a sha256:abc", event(2, "icews"), event(3, "icews"), later); left != 1 {
		t.Errorf("%d left out of the second batch of a file", left)
	}
	revised := event(3, "icews")
	revised.CAMEO = "190"
	if _, left = commit(0, "b", revised, event(3, "gdelt"), event(1, "icews")); left != 2 {
		t.Errorf("%d left out of another file", left)
	}
	if _, left = commit(0, "c", event(3, "gdelt")); left != 1 {
		t.Errorf("%d left out of a file that is all known", left)
	}
	for mark, want := range map[string]bool{"sha256:abc": true, "sha256:abd": false} {
		if got, err := s.Imported(t.Context(), mark); err != nil || got != want {
			t.Errorf("%s: imported %v, %v", mark, got, err)
		}
	}
	before := dump(t, s)
	if n, err := s.Count(t.Context(), &Rows{}); err != nil || n != 6 {
		t.Errorf("%d rows, %v", n, err)
	}
	dir := s.Dir()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Rebuild(t.Context(), dir, Options{}, nil); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Options{ReadOnly: true})
	defer s.Close()
	if after := dump(t, s); after != before {
		t.Errorf("rebuilt\n%s\nwas\n%s", after, before)
	}
}

// Events gives back what Commit took, by day, and only what is asked for.
func TestEventsAreHandedOutAsTheyCame(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	defer s.Close()
	want := event(4, "icews") // RUS and UKR
	want.Day, want.Lat, want.Lon, want.Place, want.Symmetric, want.Goldstein = "2024-01-05", 1.5, -2.25, "Somewhere", true, -7.2
	in := []record.Event{event(6, "gdelt"), want, event(5, "icews"), event(7, "icews")}
	if _, err := s.Commit(t.Context(), &Batch{Kind: Import, At: time.Unix(0, 0), Events: append([]record.Event(nil), in...)}); err != nil {
		t.Fatal(err)
	}
	ids := func(x Rows) (out []string) {
		err := s.Events(t.Context(), &x, func(e *record.Event) error {
			out = append(out, e.Origin+e.ID[15:])
			if e.ID == want.ID {
				got := *e
				for _, f := range []*float64{&got.Confidence, &got.Score, &want.Score} {
					if math.IsNaN(*f) {
						*f = -999
					}
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("got\n%+v\nwant\n%+v", got, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		x    Rows
		want []string
	}{
		{Rows{}, []string{"icews4", "icews5", "gdelt6", "icews7"}},
		{Rows{Origin: "icews", Counted: true}, []string{"icews4", "icews7"}},
		{Rows{A: "UKR", B: "RUS"}, []string{"icews4"}},
		{Rows{To: "2024-01-06"}, []string{"icews4", "icews5"}},
		{Rows{From: "2024-05-02"}, nil},
		{Rows{Type: "AID'"}, nil},
		{Rows{Foreign: true, Type: "ACCUSE", From: "2024-01-01", To: "2024-01-07"}, []string{"icews4", "icews5", "gdelt6"}},
	} {
		if got := ids(c.x); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.x, got, c.want)
		}
	}
}
