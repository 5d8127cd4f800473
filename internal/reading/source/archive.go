package source

import (
	"io"
	"strings"
	"unicode"

	"entente/internal/diag"
	"entente/internal/text"
)

// inArchive stands between the path of an archive and that of a member.
const inArchive = "!/"

// memberPath names a member: archive.tar!/folder/page.html. Nothing is written
// to disk, so that a name can do no harm; only what would disturb a terminal or
// a format is taken out of it.
func (in *input) memberPath(name string) string {
	for strings.HasPrefix(name, "./") || strings.HasPrefix(name, "/") {
		name = strings.TrimPrefix(strings.TrimPrefix(name, "."), "/")
	}
	return in.path + inArchive + printable(name)
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// isHidden: as in folders, names that begin with a dot are left out, and with
// them what macOS puts beside each file.
func isHidden(name string) bool {
	for s := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(s, ".") && s != "." && s != ".." || s == "__MACOSX" {
			return true
		}
	}
	return false
}

// nested is the next document of the member that is being read; io.EOF when
// there is none.
func (in *input) nested() (*text.Document, error) {
	if in.inner == nil {
		return nil, io.EOF
	}
	doc, err := in.inner.step()
	if err == io.EOF {
		in.inner = nil
	}
	return doc, err
}

// open settles what a member is. What it cannot be read for is the finding.
func (in *input) openMember(name string, from io.Reader, size int64) error {
	path := in.memberPath(name)
	child := in.enter(path, path, from)
	child.size = min(size, chunkSize) // claimed, and not believed for more
	if derr := child.settle(); derr != nil {
		return derr
	}
	in.inner = child
	return nil
}

// begin takes in one level deeper.
func (in *input) begin() error {
	if err := in.acc.deeper(in.depth); err != nil {
		return in.fail(err)
	}
	in.depth++
	return nil
}

// fail ends in with err as its last finding.
func (in *input) fail(err error) error {
	in.next = ended
	return readError(in.path, err)
}

// done ends an archive; one without anything to read says so.
func (in *input) done(what string) error {
	in.next = ended
	if in.given == 0 {
		return &diag.Error{File: in.path, Msg: what, Reason: diag.Empty}
	}
	return io.EOF
}
