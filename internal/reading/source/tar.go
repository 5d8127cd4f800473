package source

import (
	"archive/tar"
	"errors"
	"io"
	"strconv"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// A tarReader walks one archive; it is read as a stream.
type tarReader struct {
	r      *tar.Reader
	member *meter
}

// looksTar checks the sum of the first header, which all kinds of tar have.
func looksTar(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	want, err := strconv.ParseInt(strings.Trim(string(head[148:156]), " \x00"), 8, 32)
	if err != nil {
		return false
	}
	sum := int64(8 * ' ')
	for i, c := range head[:512] {
		if i < 148 || i >= 156 {
			sum += int64(c)
		}
	}
	return sum == want
}

func nextTar(in *input) (*text.Document, error) {
	if in.tar == nil {
		if err := in.begin(); err != nil {
			return nil, err
		}
		in.tar = &tarReader{r: tar.NewReader(in.rd)}
	}
	t := in.tar
	for {
		if doc, err := in.nested(); err != io.EOF {
			return doc, err
		}
		if in.acc.over != nil || t.member != nil && t.member.err != nil {
			return nil, io.EOF // said with the member
		}
		h, err := t.r.Next()
		if err == io.EOF {
			return nil, in.done("archive holds no files")
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return nil, in.fail(damage("tar archive", err))
		}
		if err := in.acc.member(); err != nil {
			return nil, in.fail(err)
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse || isHidden(h.Name) {
			continue
		}
		if isSparse(h) {
			return nil, &diag.Error{File: in.memberPath(h.Name), Msg: "is a file with holes", Hint: "pack it without --sparse", Reason: diag.Binary}
		}
		t.member = &meter{from: t.r, what: "tar archive"}
		if err := in.openMember(h.Name, t.member, h.Size); err != nil {
			return nil, err
		}
	}
}

// isSparse: holes unpack to any length from nothing, and are no text.
func isSparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for k := range h.PAXRecords {
		if strings.HasPrefix(k, "GNU.sparse.") {
			return true
		}
	}
	return false
}
