package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente/internal/diag"
)

// A Manifest makes a batch: its segments count as soon as it stands in its folder.
type Manifest struct {
	Schema  int       `json:"schema"`
	Batch   int       `json:"batch"`
	Kind    Kind      `json:"kind"`
	At      time.Time `json:"at"`
	Note    string    `json:"note,omitempty"`
	Version Version   `json:"version"`
	Number  int       `json:"number"` // of the version
	Files   []Segment `json:"files"`
}

// A Segment is one Parquet file of a batch.
type Segment struct {
	Table  string `json:"table"`
	Path   string `json:"path"` // below the folder of segments
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

func (m *Manifest) rows(table string) int {
	for _, f := range m.Files {
		if f.Table == table {
			return f.Rows
		}
	}
	return 0
}

// Commit adds a batch and returns its number. When it returns without an error the
// batch is on disk; when it does not return at all, the batch is there whole or
// not at all.
func (s *Store) Commit(ctx context.Context, b *Batch) (int, error) {
	if s.opts.ReadOnly {
		return 0, errors.New("store: opened for reading")
	}
	if err := s.room(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Manifest{Schema: Schema, Batch: s.next, Kind: b.Kind, At: b.At.UTC().Truncate(time.Millisecond), Note: b.Note, Version: b.Version}
	var err error
	if m.Number, err = s.versionNumber(ctx, b.Version); err != nil {
		return 0, err
	}
	if b.Kind == Import {
		if err := s.leaveOutKnown(ctx, b, m); err != nil {
			return 0, err
		}
	}
	if err := s.writeSegments(ctx, b, m); err != nil {
		return 0, err
	}
	s.next++
	return m.Batch, s.load(ctx, m)
}

// leastFree is how much of the disk is left alone: a database that runs full while
// it writes itself out is worse than one that refuses to.
const leastFree = 256 << 20

func (s *Store) room() error {
	free, err := freeBytes(s.dir)
	if err == nil && free < leastFree {
		return &diag.Error{File: s.dir, Msg: fmt.Sprintf("only %d MB are free on its disk: nothing more is written", free>>20), Hint: "make room and start again; what was committed is safe"}
	}
	return nil
}

// writeSegments writes the rows of a batch, and then the manifest that makes them
// count. Each file is on disk under its name before the next step.
func (s *Store) writeSegments(ctx context.Context, b *Batch, m *Manifest) error {
	tmp := filepath.Join(s.dir, "tmp")
	if err := os.MkdirAll(tmp, 0o755); err != nil {
		return err
	}
	for i := range b.Documents {
		b.Documents[i].version = m.Number
	}
	for _, t := range rowsOf(b) {
		if t.n == 0 {
			continue
		}
		f := Segment{Table: t.name, Rows: t.n, Path: fmt.Sprintf("%s/%06d.parquet", t.name, m.Batch)}
		part, err := filepath.Abs(filepath.Join(tmp, fmt.Sprintf("%s-%06d", f.Table, m.Batch)))
		if err != nil {
			return err
		}
		s.rows.Store(t)
		_, err = s.write.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)", t.query(m.Batch), quote(part)))
		s.rows.Store(nil)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Table, err)
		}
		if f.SHA256, err = hashFile(part); err != nil {
			return err
		}
		if err := syncFile(part); err != nil {
			return err
		}
		if err := moveInto(part, filepath.Join(s.dir, segmentsName, filepath.FromSlash(f.Path))); err != nil {
			return err
		}
		m.Files = append(m.Files, f)
	}
	j, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	part := filepath.Join(tmp, fmt.Sprintf("batch-%06d", m.Batch))
	if err := os.WriteFile(part, append(j, '\n'), 0o644); err != nil {
		return err
	}
	if err := syncFile(part); err != nil {
		return err
	}
	return moveInto(part, s.manifestPath(m.Batch))
}

func (s *Store) manifestPath(batch int) string {
	return filepath.Join(s.dir, segmentsName, batchesName, fmt.Sprintf("%06d.json", batch))
}

func hashFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// moveInto gives a file its name, on disk.
func moveInto(part, name string) error {
	if err := os.Rename(part, name); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// manifests reads the manifests in the order of their numbers.
func (s *Store) manifests() ([]*Manifest, error) {
	dir := filepath.Join(s.dir, segmentsName, batchesName)
	entries, err := os.ReadDir(dir) // sorted by name
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []*Manifest
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		name := filepath.Join(dir, e.Name())
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		m := &Manifest{}
		dec := json.NewDecoder(bytes.NewReader(raw))
		if err := dec.Decode(m); err != nil {
			return nil, &diag.Error{File: name, Msg: "is no manifest of a batch: " + err.Error(), Hint: "restore it from a copy of the store", Reason: diag.Syntax}
		}
		if m.Schema > Schema {
			return nil, &diag.Error{File: name, Msg: fmt.Sprintf("was written by a newer program: schema %d, this one knows %d", m.Schema, Schema), Hint: "use the newer program"}
		}
		if want := fmt.Sprintf("%06d.json", m.Batch); want != e.Name() {
			return nil, &diag.Error{File: name, Msg: "bears another number than its name", Hint: "restore it from a copy of the store", Reason: diag.Syntax}
		}
		out = append(out, m)
	}
	return out, nil
}

// sweep takes away what a kill left: half-written files, and segments without a
// manifest.
func (s *Store) sweep(batches []*Manifest) error {
	if err := os.RemoveAll(filepath.Join(s.dir, "tmp")); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(s.dir, "tmp"), 0o755); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, m := range batches {
		for _, f := range m.Files {
			known[f.Path] = true
		}
	}
	for _, t := range Tables {
		if !t.Truth {
			continue
		}
		entries, err := os.ReadDir(filepath.Join(s.dir, segmentsName, t.Name))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !known[t.Name+"/"+e.Name()] && strings.HasSuffix(e.Name(), ".parquet") {
				if err := os.Remove(filepath.Join(s.dir, segmentsName, t.Name, e.Name())); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
