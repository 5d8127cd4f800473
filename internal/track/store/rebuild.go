package store

import (
	"context"
	"os"
	"path/filepath"

	"entente/internal/diag"
)

// Rebuild makes the database anew from the segments, whatever state it is in, and
// folds everything. step, if not nil, is told of each batch that was loaded, and of
// how many there are. Segments whose bytes are not those that were written are
// refused, by name.
func Rebuild(ctx context.Context, dir string, o Options, step func(done, all int)) error {
	if _, err := os.Stat(filepath.Join(dir, segmentsName, batchesName)); err != nil {
		return &diag.Error{File: dir, Msg: "is no store: it has no segments", Reason: diag.Missing}
	}
	s := &Store{dir: dir, opts: o}
	s.opts.ReadOnly = false
	if err := s.takeLock(); err != nil {
		return err
	}
	defer s.lock.Close()
	batches, err := s.manifests()
	if err != nil {
		return err
	}
	for _, m := range batches {
		if err := s.verify(m); err != nil {
			return err
		}
	}
	for _, name := range []string{databaseName, databaseName + ".wal"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	fresh := &Store{dir: dir, opts: s.opts}
	defer func() {
		fresh.lock = nil // it is ours
		fresh.Close()
	}()
	if err := fresh.sweep(batches); err != nil {
		return err
	}
	if fresh.opts.Memory == "" {
		fresh.opts.Memory = "1GB"
	}
	if err := fresh.connect(ctx); err != nil {
		return err
	}
	for i, m := range batches {
		if err := fresh.load(ctx, m); err != nil {
			return err
		}
		if step != nil {
			step(i+1, len(batches))
		}
	}
	_, err = fresh.Fold(ctx)
	return err
}

// verify holds the segments of a batch against the hashes in its manifest.
func (s *Store) verify(m *Manifest) error {
	for _, f := range m.Files {
		name := filepath.Join(s.dir, segmentsName, filepath.FromSlash(f.Path))
		sum, err := hashFile(name)
		if err != nil {
			return &diag.Error{File: name, Msg: "cannot be read: " + err.Error(), Hint: "restore it from a copy of the store", Reason: diag.Unreadable}
		}
		if sum != f.SHA256 {
			return &diag.Error{File: name, Msg: "is not what was written: its hash is another", Hint: "restore it from a copy of the store", Reason: diag.Unreadable}
		}
	}
	return nil
}
