package source

import (
	"errors"
	"fmt"
	"io"

	"entente/internal/diag"
)

// Limits guard against archives that were made to exhaust whoever unpacks them,
// and against those that do so by mistake. They hold for one named file with
// all that is nested in it. A field at 0 takes its default.
type Limits struct {
	Unpacked int64 // bytes that it may unpack to, all layers together
	Ratio    int64 // bytes unpacked for each byte read,
	From     int64 // once so many are unpacked
	Members  int   // files and records in it
	Depth    int   // archives and compressions around one another
}

// Defaults that leave room for what news comes in: text packs to a third or a
// tenth of its length, seldom to a fiftieth; a file of Common Crawl unpacks to
// some 5 GB. What is unpacked is read as a stream and never held, so that the
// total guards time and not memory.
const (
	defaultUnpacked = 256 << 30
	defaultRatio    = 250
	defaultMembers  = 5_000_000
	defaultDepth    = 6
	defaultFrom     = 64 << 20
)

func (l *Limits) fill() {
	if l.Unpacked <= 0 {
		l.Unpacked = defaultUnpacked
	}
	if l.Ratio <= 0 {
		l.Ratio = defaultRatio
	}
	if l.From <= 0 {
		l.From = defaultFrom
	}
	if l.Members <= 0 {
		l.Members = defaultMembers
	}
	if l.Depth <= 0 {
		l.Depth = defaultDepth
	}
}

// An account is what one named file has cost so far.
type account struct {
	limits   *Limits
	from     *counter // bytes of the file itself
	unpacked int64
	members  int
	over     *diag.Error // the limit that was passed: nothing more is read
}

func (a *account) stop(msg, hint string) *diag.Error {
	if a.over == nil {
		a.over = &diag.Error{Msg: msg, Hint: hint, Reason: diag.Bomb}
	}
	return a.over
}

// unpack books n more bytes; an error says that it is enough.
func (a *account) unpack(n int) error {
	if a.unpacked += int64(n); a.over != nil {
		return a.over
	}
	if a.unpacked > a.limits.Unpacked {
		return a.stop(fmt.Sprintf("unpacks to more than %s", size(a.limits.Unpacked)), "unpack it yourself, or split it")
	}
	if read := max(1, a.from.n); a.unpacked > a.limits.From && a.unpacked/read > a.limits.Ratio {
		return a.stop(fmt.Sprintf("unpacks to more than %d times its length: %s out of %s so far", a.limits.Ratio, size(a.unpacked), size(read)), "no news packs so tightly; unpack it yourself if you trust it")
	}
	return nil
}

// member books one more file or record.
func (a *account) member() error {
	if a.over != nil {
		return a.over
	}
	if a.members++; a.members > a.limits.Members {
		return a.stop(fmt.Sprintf("holds more than %d files or records", a.limits.Members), "split it")
	}
	return nil
}

// deeper refuses the layer after depth others.
func (a *account) deeper(depth int) error {
	if depth >= a.limits.Depth {
		return &diag.Error{Msg: fmt.Sprintf("is packed more than %d times over", a.limits.Depth), Hint: "unpack the outer archives first", Reason: diag.Bomb}
	}
	return nil
}

// A meter stands behind an unpacker: it books what comes out, and says in plain
// words why nothing more comes.
type meter struct {
	acc  *account // nil: nothing is unpacked here
	from io.Reader
	what string // "gzip data"
	err  error
}

func (m *meter) Read(p []byte) (int, error) {
	if m.err != nil {
		return 0, m.err
	}
	n, err := m.from.Read(p)
	if err != nil {
		err = damage(m.what, err)
		if err != io.EOF {
			m.err = err
		}
	}
	if m.acc != nil {
		if over := m.acc.unpack(n); over != nil {
			m.err, err = over, over
		}
	}
	return n, err
}

// damage turns an unpacker's error into a finding; the end of data, and errors
// that are findings already, are left as they are.
func damage(what string, err error) error {
	var de *diag.Error
	switch {
	case err == io.EOF || errors.As(err, &de):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &diag.Error{Msg: what + " breaks off", Hint: "fetch or copy the file again", Reason: diag.Damaged}
	}
	return &diag.Error{Msg: what + " is damaged: " + err.Error(), Hint: "fetch or copy the file again", Reason: diag.Damaged}
}

// readError is what a failed read of path is to a person.
func readError(path string, err error) *diag.Error {
	var de *diag.Error
	if errors.As(err, &de) {
		e := *de
		e.File = path
		return &e
	}
	return openError(path, err)
}
