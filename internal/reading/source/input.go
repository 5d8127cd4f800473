package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// headSize is how much of a file is looked at to tell its format.
const headSize = 64 << 10

const bom = "\xef\xbb\xbf"

// An input is one open file, or one member of an archive, and the format that
// reads it.
type input struct {
	path  string
	name  string // path without what only says how it is packed
	rd    *bufio.Reader
	opts  *Options
	close func()
	next  func(*input) (*text.Document, error)
	size  int64
	given int    // documents and findings handed out so far
	line  int    // lines read so far, for formats read line by line
	buf   []byte // the last line; reused for the next

	acc   *account    // what the named file has cost
	depth int         // archives and packings around the bytes of rd
	file  io.ReaderAt // the file itself, where rd reads nothing else
	gz    *gzipReader // the last packing, where it is gzip
	meter *meter      // of the last packing
	inner *input      // the member that is being read
	spare *bufio.Reader
	from  origin // what the archive knows of it

	xml   *petrarchReader
	plain *plainReader
	more  *jsonParts // the rest of a long line's text
	tar   *tarReader
	zip   *zipReader
	warc  *warcReader
	feed  *feedReader
}

// An origin is what is known of a page before it is read.
type origin struct {
	url      string
	charset  string    // declared by the server
	captured text.Date // it cannot have been published later
}

// A format is one kind of file. looks judges the first bytes (without byte
// order mark and leading space); a name ending in one of exts decides when no
// format's looks does.
type format struct {
	name  string
	exts  []string
	looks func(head []byte) bool
	next  func(*input) (*text.Document, error)
}

// formats in the order in which they are asked; plain text takes the rest.
var formats = []format{
	{"JSON feed", nil, looksJSONFeed, nextFeed},
	{"JSON lines", []string{".jsonl", ".ndjson", ".json"}, looksJSON, nextJSON},
	{"HTML", []string{".html", ".htm", ".xhtml"}, looksHTML, nextHTML},
	{"PETRARCH XML", nil, looksPetrarch, nextPetrarch},
	{"feed", []string{".rss", ".atom"}, looksFeed, nextFeed},
	{"sitemap", nil, looksSitemap, nextSitemap},
	{"XML", []string{".xml"}, func([]byte) bool { return false }, nextPetrarch},
}

// container is the reader of a file that holds others, told by its first bytes
// alone, which are no text; nil for anything else.
func container(head []byte) func(*input) (*text.Document, error) {
	switch {
	case looksWARC(head):
		return nextWARC
	case looksZip(head):
		return nextZip
	case looksTar(head):
		return nextTar
	}
	return nil
}

func (r *Reader) open(it item) (*input, *diag.Error) {
	c := &counter{r: r, size: it.size}
	in := &input{path: it.path, name: it.path, opts: &r.opts, close: func() {}, size: it.size}
	in.acc = &account{limits: &r.opts.Limits, from: c}
	if it.path == "-" {
		if r.opts.Stdin == nil {
			return nil, &diag.Error{File: "-", Msg: "no standard input to read", Reason: diag.Missing}
		}
		c.from = r.opts.Stdin
	} else {
		f, err := os.Open(it.path)
		if err != nil {
			c.end()
			return nil, openError(it.path, err)
		}
		c.from, in.close = f, func() { f.Close() }
		if it.size > 0 {
			in.file = f
		}
	}
	in.rd = bufio.NewReaderSize(c, headSize)
	if derr := in.settle(); derr != nil {
		c.end()
		in.close()
		return nil, derr
	}
	return in, nil
}

// settle takes off packings and wide encodings until the format shows.
func (in *input) settle() *diag.Error {
	for {
		head, err := in.rd.Peek(headSize)
		if err != nil && err != io.EOF && len(head) == 0 {
			return readError(in.path, err) // else it comes again, behind what is there
		}
		if p := packed(head); p != nil {
			if derr := in.unpack(p); derr != nil {
				return derr
			}
			continue
		}
		if enc := wideEncoding(head); enc != nil {
			in.widen(enc)
			continue
		}
		if in.next = container(head); in.next != nil {
			return nil
		}
		if in.gz != nil {
			in.gz.records, in.gz.stopped = false, false
		}
		if derr := in.judge(head, err); derr != nil {
			return derr
		}
		in.next = choose(in.name, head)
		return nil
	}
}

// step is the input's next document or finding, counted; io.EOF ends it. An
// input that ends without any is a finding itself.
func (in *input) step() (*text.Document, error) {
	doc, err := in.next(in)
	if err == io.EOF && in.given > 0 {
		return nil, io.EOF
	}
	in.given++
	switch {
	case err == io.EOF:
		return nil, &diag.Error{File: in.path, Msg: "file is empty", Reason: diag.Empty}
	case err != nil:
		return nil, err
	}
	if in.from.url != "" {
		doc.URL = in.from.url
	}
	if in.from.captured.Known() && after(doc.Published, in.from.captured) {
		doc.Published = text.Date{}
	}
	return doc, nil
}

// ended is the next of an input that cannot be read any further.
func ended(*input) (*text.Document, error) { return nil, io.EOF }

// enter begins on a member of an archive: what from yields, under its path.
func (in *input) enter(path, name string, from io.Reader) *input {
	if in.spare == nil {
		in.spare = bufio.NewReaderSize(from, headSize)
	} else {
		in.spare.Reset(from)
	}
	return &input{path: path, name: name, rd: in.spare, opts: in.opts, acc: in.acc, depth: in.depth}
}

// judge refuses what no format can read.
func (in *input) judge(head []byte, err error) *diag.Error {
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom)))) == 0 && err == io.EOF {
		return &diag.Error{File: in.path, Msg: "file is empty", Reason: diag.Empty}
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.head)) {
			return &diag.Error{File: in.path, Msg: "is " + m.what + ", not UTF-8 text", Hint: m.hint, Reason: diag.Binary}
		}
	}
	if i := bytes.IndexByte(head, 0); i >= 0 {
		return binaryAt(in.path, int64(i))
	}
	return nil
}

func binaryAt(path string, off int64) *diag.Error {
	return &diag.Error{File: path, Msg: fmt.Sprintf("is a binary file: zero byte at offset %d", off), Hint: "give text: plain, JSON lines, HTML, a feed, PETRARCH XML, or an archive of such files", Reason: diag.Binary}
}

// magics are the first bytes of files that people hand over by mistake.
var magics = []struct{ head, what, hint string }{
	{"%PDF-", "a PDF document", "extract the text first: pdftotext FILE -"},
	{"\xfd7zXZ\x00", "an xz archive", "unpack it first: xz -dc FILE | entente code -"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", "save it as plain text"},
	{"\x89PNG\r\n", "a PNG picture", ""},
	{"\xff\xd8\xff", "a JPEG picture", ""},
	{"GIF8", "a GIF picture", ""},
	{"\x7fELF", "a program", ""},
	{"SQLite format 3\x00", "a SQLite database", "export the articles as JSON lines"},
	{"{\\rtf", "an RTF document", "save it as plain text"},
}

// choose picks the format: what the first bytes show beats the name, so that
// a page saved as .txt is still a page; the name beats the fallback.
func choose(path string, head []byte) func(*input) (*text.Document, error) {
	h := trimHead(head)
	for _, f := range formats {
		if f.looks(h) {
			return f.next
		}
	}
	ext := strings.ToLower(filepath.Ext(path))
	for _, f := range formats {
		for _, e := range f.exts {
			if e == ext {
				return f.next
			}
		}
	}
	return nextPlain
}

// trimHead leaves out a byte order mark and the space before the first word.
func trimHead(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bom)), " \t\r\n")
}

// A counter keeps the Reader's progress in bytes of the file as it lies there,
// however much is unpacked from them.
type counter struct {
	r    *Reader
	from io.Reader
	n    int64 // bytes counted
	size int64 // 0: not known
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.add(int64(n))
	return n, err
}

// add counts n bytes, and no more of a file than it has: parts of an archive
// may be read twice.
func (c *counter) add(n int64) {
	if c.size > 0 {
		n = max(0, min(n, c.size-c.n))
	}
	c.n += n
	c.r.done.Add(n)
}

// end counts what was passed over.
func (c *counter) end() { c.add(max(0, c.size-c.n)) }

var errLong = errors.New("line is too long")

// readLine appends the next line without its end to dst. Once the line passes
// limit it is read to its end and thrown away chunk by chunk, and errLong is
// returned. io.EOF comes only with no byte read.
func readLine(rd *bufio.Reader, dst []byte, limit int) ([]byte, error) {
	long := false
	n := 0
	for {
		part, err := rd.ReadSlice('\n')
		n += len(part)
		if !long && len(dst)+len(part) > limit+2 {
			long = true
		}
		if !long {
			dst = append(dst, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF && n > 0 {
			err = nil
		}
		if err != nil {
			return dst, err
		}
		if long {
			return dst[:0], errLong
		}
		dst = bytes.TrimSuffix(dst, []byte("\n"))
		return bytes.TrimSuffix(dst, []byte("\r")), nil
	}
}

func tooLong(path string, line, limit int) *diag.Error {
	return &diag.Error{File: path, Line: line, Msg: fmt.Sprintf("line is longer than %s", size(limit)), Hint: "break the text into lines, or the file into documents", Reason: diag.TooLong}
}

func size[T int | int64](n T) string {
	switch {
	case n >= 1<<30 && n%(1<<30) == 0:
		return fmt.Sprintf("%d GB", n>>30)
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// slurp reads the rest of in as one page, refusing zero bytes, overlong lines
// and what goes beyond maxPage as soon as they are seen. A pipe does not say how
// much will come, so that its text is gathered in chunks and never copied while
// it grows.
func (in *input) slurp() (string, *diag.Error) {
	var b strings.Builder
	var chunks []string
	total := 0
	b.Grow(int(min(in.size, maxPage)) + 1)
	line, inLine := 1, 0
	for {
		part, err := in.rd.ReadSlice('\n')
		if i := bytes.IndexByte(part, 0); i >= 0 {
			return "", binaryAt(in.path, int64(total+i))
		}
		inLine += len(part)
		if inLine > in.opts.MaxLine+2 {
			return "", tooLong(in.path, line, in.opts.MaxLine)
		}
		if total += len(part); total > maxPage {
			return "", &diag.Error{File: in.path, Line: line, Msg: "page is larger than " + size(maxPage), Hint: "save the article's text as plain text", Reason: diag.TooLong}
		}
		if b.Len() > 0 && b.Cap()-b.Len() < len(part) {
			chunks = append(chunks, b.String())
			b = strings.Builder{}
			b.Grow(max(chunkSize, len(part)))
		}
		b.Write(part)
		switch err {
		case nil:
			line++
			inLine = 0
		case bufio.ErrBufferFull:
		case io.EOF:
			if chunks == nil {
				return b.String(), nil
			}
			return strings.Join(append(chunks, b.String()), ""), nil
		default:
			return "", readError(in.path, err)
		}
	}
}

const chunkSize = 4 << 20

// badUTF8 is the offset of the first byte of s that is not UTF-8, or -1.
func badUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

// encodingError places the bad byte at off of s, which begins at byte at and
// line firstLine of the file.
func encodingError(path, s string, off, firstLine int, at int64) *diag.Error {
	before := s[:off]
	return &diag.Error{
		File:   path,
		Line:   firstLine + strings.Count(before, "\n"),
		Column: off - strings.LastIndexByte(before, '\n'),
		Msg:    fmt.Sprintf("not valid UTF-8: byte 0x%02x at offset %d", s[off], at+int64(off)),
		Hint:   "convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE (or the encoding that it has)",
		Reason: diag.Encoding,
	}
}
