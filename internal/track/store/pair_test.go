package store

import (
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestBetween(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s"), Options{Create: true})
	defer s.Close()
	b := &Batch{Kind: Import, At: time.Unix(0, 0)}
	for i := range 40 {
		e := event(i, "icews")
		e.Last = e.Day
		b.Events = append(b.Events, e)
	}
	if _, err := s.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	got, err := s.Between(t.Context(), "CHN", "USA", "2024-01-05", "2024-02-01")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range b.Events {
		if e := &b.Events[i]; e.Source == "USA" && e.Counted && e.Day >= "2024-01-05" && e.Day <= "2024-02-01" {
			want = append(want, e.ID)
		}
	}
	var ids []string
	for _, d := range got {
		ids = append(ids, d.ID)
	}
	slices.Sort(ids)
	slices.Sort(want)
	if len(want) < 3 || !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
	if all, err := s.Between(t.Context(), "USA", "CHN", "", ""); err != nil || len(all) <= len(got) || !slices.IsSortedFunc(all, func(x, y Deed) int { return slices.Compare([]string{x.First}, []string{y.First}) }) {
		t.Error(len(all), err)
	}
	first, last, err := s.Days(t.Context())
	if err != nil || first != "2024-01-02" || last != "2024-02-09" {
		t.Error(first, last, err)
	}
	if n, err := s.CountBetween(t.Context(), first, last); err != nil || n != 32 {
		t.Error(n, err)
	}
}
