package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/klauspost/compress/zstd"

	"entente/internal/diag"
	"entente/internal/text"
)

// A zip archive has its directory at its end. A file is read in place; one that
// comes from a pipe or out of another archive is held, up to maxHeldZip. The
// directory itself is held in any case.
const (
	maxHeldZip   = 256 << 20
	maxDirectory = 64 << 20
)

func looksZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// A zipReader walks one archive in the order of its directory.
type zipReader struct {
	r *zip.Reader
	i int
}

func nextZip(in *input) (*text.Document, error) {
	if in.zip == nil {
		if err := in.openZip(); err != nil {
			return nil, err
		}
	}
	z := in.zip
	for {
		if doc, err := in.nested(); err != io.EOF {
			return doc, err
		}
		if in.acc.over != nil {
			return nil, io.EOF // said with the member
		}
		if z.i == len(z.r.File) {
			return nil, in.done("archive holds no files")
		}
		f := z.r.File[z.i]
		z.i++
		if err := in.acc.member(); err != nil {
			return nil, in.fail(err)
		}
		if mode := f.Mode(); mode.IsDir() || mode&fs.ModeSymlink != 0 || strings.HasSuffix(f.Name, "/") || isHidden(f.Name) {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, &diag.Error{File: in.memberPath(f.Name), Msg: "is locked with a password", Hint: "unpack it with the password", Reason: diag.Unreadable}
		}
		from, err := f.Open()
		if errors.Is(err, zip.ErrAlgorithm) {
			return nil, &diag.Error{File: in.memberPath(f.Name), Msg: fmt.Sprintf("is packed by method %d, which is not known here", f.Method), Hint: "unpack it yourself", Reason: diag.Unreadable}
		}
		if err != nil {
			return nil, readError(in.memberPath(f.Name), damage("zip archive", err))
		}
		if err := in.openMember(f.Name, &meter{acc: in.acc, from: from, what: "zip archive"}, int64(min(f.UncompressedSize64, chunkSize))); err != nil {
			return nil, err
		}
	}
}

func (in *input) openZip() error {
	if err := in.begin(); err != nil {
		return err
	}
	var at *countedAt
	n := in.size
	if in.file != nil {
		at = &countedAt{at: in.file, c: in.acc.from, left: maxDirectory}
	} else {
		whole, err := io.ReadAll(io.LimitReader(in.rd, maxHeldZip+1))
		if err != nil {
			return in.fail(err)
		}
		if len(whole) > maxHeldZip {
			return in.fail(&diag.Error{Msg: "zip archive of more than " + size(maxHeldZip) + " in a pipe or another archive", Hint: "name it as a file of its own, or unpack it", Reason: diag.TooLong})
		}
		at, n = &countedAt{at: bytes.NewReader(whole), left: maxDirectory}, int64(len(whole))
	}
	r, err := zip.NewReader(at, n)
	at.left = -1
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		var de *diag.Error
		if !errors.As(err, &de) {
			err = &diag.Error{Msg: "zip archive breaks off or is damaged: no directory at its end", Hint: "fetch or copy the file again", Reason: diag.Damaged}
		}
		return in.fail(err)
	}
	r.RegisterDecompressor(zstd.ZipMethodWinZip, zstd.ZipDecompressor(zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow)))
	for _, f := range r.File[:min(len(r.File), 8)] {
		if f.Name == "[Content_Types].xml" || f.Name == "mimetype" {
			return in.fail(&diag.Error{Msg: "is an office document or electronic book, not UTF-8 text", Hint: "save it as plain text", Reason: diag.Binary})
		}
	}
	in.zip = &zipReader{r: r}
	return nil
}

// A countedAt is a file read in places. While the directory is read, no more
// than left bytes are given; what is read after that is progress.
type countedAt struct {
	at   io.ReaderAt
	c    *counter // nil: bytes that were counted as they came in
	left int64    // -1: no limit
}

func (a *countedAt) ReadAt(p []byte, off int64) (int, error) {
	if a.left == 0 {
		return 0, &diag.Error{Msg: "zip archive with a directory of more than " + size(maxDirectory), Hint: "split it", Reason: diag.Bomb}
	}
	if a.left > 0 {
		p = p[:min(int64(len(p)), a.left)]
	}
	n, err := a.at.ReadAt(p, off)
	if a.left > 0 {
		a.left -= int64(n)
	} else if a.c != nil {
		a.c.add(int64(n))
	}
	return n, err
}
