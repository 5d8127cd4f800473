package pipeline

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/store"
)

// A batch that cannot be committed ends the run with its error, and is not counted.
func TestIngestSaysWhyABatchWasNotCommitted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "s")
	s, err := store.Open(t.Context(), dir, store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	ingest := func(s *store.Store, n int) (Ledger, error) {
		k := &Keeper{
			Store: s, Now: time.Now, Batch: 3, Rarity: func(string) float64 { return 1 },
			Records: func(*text.Document, *record.Coding) []store.Record { return nil },
		}
		return Ingest(t.Context(), reader(lines(n)), func(d *text.Document) *record.Coding { return &record.Coding{} }, 2, k, nil)
	}
	if led, err := ingest(s, 20); err != nil || led.Batches != 7 {
		t.Fatalf("%d batches, %v", led.Batches, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), dir, store.Options{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if led, err := ingest(s, 200); err == nil || !strings.Contains(err.Error(), "opened for reading") || led.Batches != 0 || led.Read > 100 {
		t.Errorf("%d batches of %d documents, %v", led.Batches, led.Read, err)
	}
}
