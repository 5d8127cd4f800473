package source

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entente/internal/diag"
	"entente/internal/text"
)

// WARC (ISO 28500, 1.0 and 1.1) is what web archives keep crawls in: records
// one after the other, each with a head of fields and a block of bytes, and
// mostly each packed for itself. Of a crawl, the pages are read.

const warcMark = "WARC/"

func looksWARC(head []byte) bool {
	return bytes.HasPrefix(head, []byte("WARC/1.")) || bytes.HasPrefix(head, []byte("WARC/0.1"))
}

// A warcReader walks one file of records.
type warcReader struct {
	rd    *bufio.Reader // in.rd, or before it what was read too far
	again *again        // what was read too far, and then in.rd
	off   int64         // bytes of the unpacked stream that were taken
	block []byte        // the record's; reused for the next
	bad   int           // damaged records so far
	all   int           // records so far
}

// What a record may have: more bytes of head, or more damaged ones in a file,
// come from no crawler. Blocks of pages are held, others passed over.
const (
	maxFields  = 1 << 20
	maxDamaged = 1000
	maxKept    = 1 << 20 // a longer block's memory is given back
)

// A warcRecord is one record; its block is valid until the next is read.
type warcRecord struct {
	fields fields
	block  []byte
	long   bool // the block was passed over
	where  string
}

// nextWARC hands out the pages of the records that hold some. All others are
// passed over in silence: requests, metadata and repeated visits are no text,
// and pictures, scripts, redirections and errors no articles. A damaged record
// is a finding with its place, and reading goes on with the next whole one.
func nextWARC(in *input) (*text.Document, error) {
	if in.warc == nil {
		if err := in.begin(); err != nil {
			return nil, err
		}
		in.warc = &warcReader{rd: in.rd}
	}
	w := in.warc
	for {
		if doc, err := in.nested(); err != io.EOF {
			return doc, err
		}
		if in.acc.over != nil {
			return nil, io.EOF
		}
		rec, err := in.nextRecord()
		if err == io.EOF {
			return nil, in.done("web archive holds no pages")
		}
		if err != nil {
			if in.acc.over != nil {
				return nil, in.fail(err)
			}
			if w.bad++; w.bad > maxDamaged {
				return nil, in.fail(&diag.Error{Msg: fmt.Sprintf("more than %d damaged records; nothing more is read", maxDamaged), Reason: diag.Damaged})
			}
			return nil, readError(in.path, err)
		}
		if w.all++; cap(w.block) > maxKept && len(w.block) <= maxKept {
			w.block = nil
		}
		if err := in.acc.member(); err != nil {
			return nil, in.fail(err)
		}
		if err := in.openPage(rec); err != nil {
			return nil, err
		}
	}
}

// openPage begins on the page of a record, if it has one.
func (in *input) openPage(rec *warcRecord) error {
	kind := rec.fields.get("WARC-Type")
	if kind != "response" && kind != "resource" && kind != "conversion" {
		return nil
	}
	target := strings.Trim(rec.fields.get("WARC-Target-URI"), "<> ")
	path := in.path + inArchive + printable(target)
	if target == "" {
		path = in.path + inArchive + rec.where
	}
	media, body := rec.fields.get("Content-Type"), rec.block
	var why *diag.Error
	if kind == "response" {
		if !strings.HasPrefix(strings.ToLower(target), "http") {
			return nil
		}
		if rec.long {
			if strings.HasPrefix(rec.fields.get("WARC-Identified-Payload-Type"), "text/") {
				return &diag.Error{File: path, Msg: "page is larger than " + size(maxPage), Reason: diag.TooLong}
			}
			return nil
		}
		cut := rec.fields.get("WARC-Truncated") != ""
		media, body, why = readResponse(rec.block, cut, in.acc)
	}
	if u, err := url.Parse(target); err == nil && u.Path == "/robots.txt" {
		return nil
	}
	media, set := mediaType(media)
	page := media == "text/html" || media == "application/xhtml+xml"
	if !page && media != "text/plain" {
		return nil
	}
	if why != nil {
		why.File, why.Msg = path, why.Msg+" ("+rec.where+")"
		return why
	}
	if rec.long {
		return &diag.Error{File: path, Msg: "page is larger than " + size(maxPage), Reason: diag.TooLong}
	}
	child := in.enter(path, "", bytes.NewReader(body))
	child.size = int64(len(body))
	child.from = origin{url: target, charset: set}
	if when, derr := readDate(rec.fields.get("WARC-Date")); derr == nil && kind != "conversion" {
		// A dateline without a year is read as of the day of the visit.
		child.from.captured = when
		opts := *in.opts
		opts.Date = when
		child.opts = &opts
	}
	head, err := child.rd.Peek(headSize)
	if enc := wideEncoding(head); enc != nil {
		child.widen(enc)
		head, err = child.rd.Peek(headSize)
	}
	if err != nil && err != io.EOF {
		return readError(path, err)
	}
	if derr := child.judge(head, err); derr != nil {
		return derr
	}
	if page || looksHTML(bytes.TrimLeft(head, " \t\r\n")) {
		child.next = nextHTML
		if badUTF8(string(body)) >= 0 && set != "" {
			if s, ok := child.decode(string(body)); ok {
				child.rd.Reset(strings.NewReader(s))
			}
		}
	} else {
		child.next = nextPlain
	}
	in.inner = child
	return nil
}

// after reports whether d lies after limit, a day for the time zones granted.
func after(d, limit text.Date) bool {
	if !d.Known() || limit.Day == 0 {
		return false
	}
	last := time.Date(int(limit.Year), time.Month(limit.Month), int(limit.Day)+1, 0, 0, 0, 0, time.UTC)
	first := time.Date(int(d.Year), time.Month(max(1, d.Month)), int(max(1, d.Day)), 0, 0, 0, 0, time.UTC)
	return first.After(last)
}

// mediaType cuts "text/html; charset=utf-8" into its parts, in small letters.
func mediaType(s string) (media, set string) {
	media, rest, _ := strings.Cut(strings.ToLower(s), ";")
	for p := range strings.SplitSeq(rest, ";") {
		if k, v, ok := strings.Cut(p, "="); ok && strings.TrimSpace(k) == "charset" {
			set = strings.Trim(v, " \"'")
		}
	}
	return strings.TrimSpace(media), set
}

// nextRecord reads one record. An error other than io.EOF is a damaged record,
// and reading stands at the next.
func (in *input) nextRecord() (*warcRecord, error) {
	w := in.warc
	if err := in.toRecord(); err != nil {
		if err == io.EOF {
			return nil, err
		}
		return nil, in.skipDamage(in.place(), nil, damagedAs(err))
	}
	where := in.place()
	rec := &warcRecord{where: where}
	w.block = w.block[:0]
	if head, _ := w.rd.Peek(len(warcMark)); string(head) != warcMark {
		return nil, in.skipDamage(where, nil, "no WARC record begins here")
	}
	raw, err := in.readHead()
	if err != nil {
		return nil, in.skipDamage(where, behindMark(raw), damagedAs(err))
	}
	if recordStart(behindMark(raw)) >= 0 {
		return nil, in.skipDamage(where, behindMark(raw), "record breaks off in its head")
	}
	rec.fields = parseFields(raw)
	n, err := strconv.ParseInt(rec.fields.get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return nil, in.skipDamage(where, nil, "record does not say how long it is")
	}
	rec.long = n > maxPage
	if err := in.readBlock(n, rec.long); err != nil {
		return nil, in.skipDamage(where, w.block, damagedAs(err))
	}
	if !in.atEnd() {
		return nil, in.skipDamage(where, w.block, "record breaks off, or is longer than it says")
	}
	rec.block = w.block
	return rec, nil
}

func behindMark(raw []byte) []byte { return raw[min(len(raw), len(warcMark)):] }

func damagedAs(err error) string {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return "record breaks off"
	}
	if de, ok := err.(*diag.Error); ok {
		return de.Msg
	}
	return err.Error()
}

// toRecord passes over the line ends before a record; io.EOF when none follows.
func (in *input) toRecord() error {
	w := in.warc
	for {
		c, err := w.rd.ReadByte()
		switch {
		case err == io.EOF && in.gz != nil && in.gz.stopped:
			in.gz.stopped = false // the next record lies in the next member
			continue
		case err != nil:
			return err
		case c != '\r' && c != '\n':
			w.rd.UnreadByte()
			return nil
		}
		w.off++
	}
}

// place says where reading stands: in the file where a record is packed for
// itself, else in what was unpacked.
func (in *input) place() string {
	w := in.warc
	switch {
	case in.gz != nil:
		return fmt.Sprintf("at byte %d", in.gz.at)
	case in.meter != nil:
		return fmt.Sprintf("at byte %d of what is unpacked", w.off)
	}
	return fmt.Sprintf("at byte %d", w.off)
}

// readHead reads up to the blank line after the fields.
func (in *input) readHead() ([]byte, error) {
	w := in.warc
	var raw []byte
	for {
		line, err := w.rd.ReadSlice('\n')
		w.off += int64(len(line))
		raw = append(raw, line...)
		switch {
		case err != nil && err != bufio.ErrBufferFull:
			return raw, err
		case len(raw) > maxFields:
			return raw, &diag.Error{Msg: "head of the record does not end"}
		case len(bytes.TrimRight(line, "\r\n")) == 0 && err == nil:
			return raw, nil
		}
	}
}

// readBlock reads n bytes into w.block, or past them. It takes memory for what
// comes, not for what is claimed.
func (in *input) readBlock(n int64, pass bool) error {
	w := in.warc
	for n > 0 {
		if pass {
			part, err := w.rd.Discard(int(min(n, 1<<20)))
			w.off += int64(part)
			if n -= int64(part); err != nil {
				return err
			}
			continue
		}
		have := len(w.block)
		step := int(min(n, max(headSize, int64(have))))
		if cap(w.block)-have < step {
			w.block = append(w.block, make([]byte, step)...)[:have]
		}
		part, err := io.ReadFull(w.rd, w.block[have:have+step])
		w.block = w.block[:have+part]
		w.off += int64(part)
		if n -= int64(part); err != nil {
			return err
		}
	}
	return nil
}

// atEnd reports whether the block just read is followed by the two line ends
// that close a record, or at least by nothing or by the next record.
func (in *input) atEnd() bool {
	w := in.warc
	const end = "\r\n\r\n"
	if head, _ := w.rd.Peek(len(end)); string(head) == end {
		w.rd.Discard(len(end))
		w.off += int64(len(end))
		if in.gz == nil {
			return true
		}
		head, err := w.rd.Peek(1) // the member's sum is looked at
		return len(head) > 0 || err == io.EOF
	}
	for {
		head, err := w.rd.Peek(1)
		if len(head) == 0 {
			// A record packed for itself ends with its member.
			return err == io.EOF
		}
		if head[0] != '\r' && head[0] != '\n' {
			break
		}
		w.rd.Discard(1)
		w.off++
	}
	head, _ := w.rd.Peek(len(warcMark))
	return string(head) == warcMark
}

// skipDamage goes to where the next record seems to begin: within what was read
// of the damaged one, which claimed too much, or behind it.
func (in *input) skipDamage(where string, read []byte, msg string) error {
	w := in.warc
	e := &diag.Error{File: in.path, Msg: "WARC record " + where + ": " + msg, Hint: "the next whole record is read; fetch or copy the file again for this one", Reason: diag.Damaged}
	if in.acc.over != nil {
		return in.acc.over
	}
	if i := recordStart(read); i >= 0 {
		in.back(read[i:])
		return e
	}
	for {
		if in.meter != nil && in.meter.err != nil { // the packing itself is damaged
			if in.gz == nil || !in.gz.resync() {
				in.next = ended
				e.Hint = "nothing is read behind it; fetch or copy the file again"
				return e
			}
			in.meter.err = nil
			in.rd.Reset(in.meter)
			w.rd, w.again = in.rd, nil
			return e
		}
		head, err := w.rd.Peek(headSize)
		i := recordStart(head)
		if i < 0 {
			i = len(head) - lookBack
			if err != nil {
				i = len(head)
			}
		}
		w.rd.Discard(i)
		w.off += int64(i)
		switch {
		case i < len(head) && recordStart(head[i:]) == 0, err == io.EOF: // or the next member
			return e
		case err != nil && (in.meter == nil || in.meter.err == nil):
			in.next = ended
			return e
		}
	}
}

// back puts what was read too far in front of what comes.
func (in *input) back(b []byte) {
	w := in.warc
	rest := bytes.Clone(b)
	if w.again == nil {
		w.again = &again{from: in.rd}
		w.rd = bufio.NewReaderSize(w.again, headSize)
	} else {
		unread, _ := w.rd.Peek(w.rd.Buffered())
		rest = append(append(rest, unread...), w.again.rest...)
		w.rd.Reset(w.again)
	}
	w.again.rest = rest
	w.off -= int64(len(b))
}

// again gives rest before what comes from from.
type again struct {
	rest []byte
	from io.Reader
}

func (a *again) Read(p []byte) (int, error) {
	if len(a.rest) == 0 {
		a.rest = nil
		return a.from.Read(p)
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// lookBack is what recordStart needs to see of a record.
const lookBack = 64

// recordStart finds the first line of a record: the mark with a version, and
// fields behind it.
func recordStart(b []byte) int {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte(warcMark))
		if i < 0 {
			return -1
		}
		at += i
		rest := b[at+len(warcMark):]
		if end := bytes.IndexByte(rest[:min(len(rest), 8)], '\n'); end > 0 {
			if next := rest[end+1:]; bytes.HasPrefix(next, []byte("WARC-")) || bytes.HasPrefix(next, []byte("Content-")) {
				return at
			}
		}
		at += len(warcMark)
	}
}

// fields are the lines of a head, in order; a name may come more than once.
type fields []struct{ name, value string }

// get is the first field of that name, in any case; "" without one.
func (f fields) get(name string) string {
	for _, l := range f {
		if strings.EqualFold(l.name, name) {
			return l.value
		}
	}
	return ""
}

// parseFields reads a head: its first line is passed over, folded lines are put
// together, and lines that are no fields are left out.
func parseFields(raw []byte) fields {
	var f fields
	first := true
	for l := range bytes.Lines(raw) {
		s := string(bytes.TrimRight(l, "\r\n"))
		switch {
		case first:
			first = false
		case s != "" && (s[0] == ' ' || s[0] == '\t') && len(f) > 0:
			f[len(f)-1].value += " " + strings.TrimSpace(s)
		default:
			if name, value, ok := strings.Cut(s, ":"); ok {
				f = append(f, struct{ name, value string }{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
		}
	}
	return f
}
