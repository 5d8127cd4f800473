// Package model holds the weights that the reading rooms score with. A model
// file comes in as a string, normally the bytes embedded in the binary, and is
// used where it lies: opening checks it and decodes nothing, so that start-up
// stays short and the pages are shared between processes. Out go three kinds
// of read-only hash tables: Dict (hash to number), Sparse (hash to a few
// weighted classes) and Dense (hash to three weights, one for each move of the
// tree builder). The package refuses files whose checksum, sizes or references
// are wrong; it knows nothing of words, tags or trees. Writing a file is
// Builder's job, so that the format lives in one place; docs/format/model.md
// says it byte by byte. All types are safe for many goroutines.
package model

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"unsafe"
)

const (
	magic      = "entmodel"
	version    = 1
	headerSize = 8 + 4 + 4 + 4 + 4 + 32 + 32
	entrySize  = 16 + 4 + 4 + 4 + 4
	maxParts   = 64
)

// A kind says how a part is laid out.
type kind uint32

const (
	kindText kind = iota
	kindDict
	kindSparse
	kindDense
)

// A File is one opened model file.
type File struct {
	Features string // name of the feature set that the weights belong to
	Inputs   string // hex SHA-256 of everything the file was made from
	parts    []part
}

type part struct {
	name string
	kind kind
	logN uint32 // binary logarithm of the number of buckets
	data []byte
}

// Open checks a model file and returns its parts in place; s must not go away,
// which holds for embedded strings and for strings the caller keeps.
func Open(s string) (*File, error) {
	b := unsafe.Slice(unsafe.StringData(s), len(s)) // read only: never written through
	if len(b) < headerSize || string(b[:8]) != magic {
		return nil, errors.New("not a model file")
	}
	le := binary.LittleEndian
	if v := le.Uint32(b[8:]); v != version {
		return nil, fmt.Errorf("model format version %d, this program reads %d", v, version)
	}
	n := le.Uint32(b[12:])
	if n > maxParts || headerSize+int(n)*entrySize > len(b) {
		return nil, errors.New("model file is cut short")
	}
	if int64(le.Uint32(b[16:])) != int64(len(b)) {
		return nil, fmt.Errorf("model file has %d bytes, its head says %d", len(b), le.Uint32(b[16:]))
	}
	if crc32.ChecksumIEEE(b[24:]) != le.Uint32(b[20:]) {
		return nil, errors.New("model file is damaged: its checksum is wrong")
	}
	f := &File{
		Inputs:   hex.EncodeToString(b[24:56]),
		Features: strings.TrimRight(string(b[56:88]), "\x00"),
	}
	for i := range int(n) {
		e := b[headerSize+i*entrySize:]
		off, size := uint64(le.Uint32(e[24:])), uint64(le.Uint32(e[28:]))
		if off+size > uint64(len(b)) {
			return nil, fmt.Errorf("part %d lies outside the model file", i)
		}
		f.parts = append(f.parts, part{
			name: strings.TrimRight(string(e[:16]), "\x00"),
			kind: kind(le.Uint32(e[16:])),
			logN: le.Uint32(e[20:]),
			data: b[off : off+size : off+size],
		})
	}
	return f, nil
}

func (f *File) part(name string, k kind) (part, error) {
	for _, p := range f.parts {
		if p.name == name {
			if p.kind != k {
				return part{}, fmt.Errorf("model part %q is of another kind", name)
			}
			return p, nil
		}
	}
	return part{}, fmt.Errorf("model has no part %q", name)
}

// Text is the part of that name as a string.
func (f *File) Text(name string) (string, error) {
	p, err := f.part(name, kindText)
	if err != nil {
		return "", err
	}
	return string(p.data), nil
}

// buckets checks that data starts with 1<<logN buckets of size bytes and
// returns them and the shift that takes a hash to its bucket.
func buckets(p part, size int) ([]byte, uint, error) {
	if p.logN < 1 || p.logN > 30 || len(p.data) < size<<p.logN {
		return nil, 0, fmt.Errorf("model part %q is too short for its table", p.name)
	}
	return p.data[:size<<p.logN], uint(64 - p.logN), nil
}
