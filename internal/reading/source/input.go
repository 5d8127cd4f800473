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

// An input is one open file and the format that reads it.
type input struct {
	path  string
	rd    *bufio.Reader
	opts  *Options
	close func()
	next  func(*input) (*text.Document, error)
	size  int64
	given int    // documents and findings handed out so far
	line  int    // lines read so far, for formats read line by line
	buf   []byte // the last line; reused for the next

	xml   *petrarchReader
	plain *plainReader
	more  *jsonParts // the rest of a long line's text
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
	{"JSON lines", []string{".jsonl", ".ndjson", ".json"}, looksJSON, nextJSON},
	{"HTML", []string{".html", ".htm", ".xhtml"}, looksHTML, nextHTML},
	{"PETRARCH XML", []string{".xml"}, looksPetrarch, nextPetrarch},
}

func (r *Reader) open(it item) (*input, *diag.Error) {
	in := &input{path: it.path, opts: &r.opts, close: func() {}, size: it.size}
	var from io.Reader
	if it.path == "-" {
		if r.opts.Stdin == nil {
			return nil, &diag.Error{File: "-", Msg: "no standard input to read", Reason: diag.Missing}
		}
		from = r.opts.Stdin
	} else {
		f, err := os.Open(it.path)
		if err != nil {
			return nil, openError(it.path, err)
		}
		from, in.close = f, func() { f.Close() }
	}
	in.rd = bufio.NewReaderSize(&counter{r: r, from: from}, headSize)
	head, err := in.rd.Peek(headSize)
	if enc, ok := fromUTF16(head); ok && (err == nil || err == io.EOF) {
		in.rd = bufio.NewReaderSize(enc.NewDecoder().Reader(in.rd), headSize)
		head, err = in.rd.Peek(headSize)
	}
	derr := in.judge(head, err)
	if derr != nil {
		in.close()
		return nil, derr
	}
	in.next = choose(it.path, head)
	return in, nil
}

// judge refuses what no format can read.
func (in *input) judge(head []byte, err error) *diag.Error {
	if err != nil && err != io.EOF {
		return openError(in.path, err)
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom)))) == 0 && err == io.EOF {
		return &diag.Error{File: in.path, Msg: "file is empty", Reason: diag.Empty}
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.head)) {
			reason := diag.Binary
			if strings.HasPrefix(m.what, "UTF") {
				reason = diag.Encoding
			}
			return &diag.Error{File: in.path, Msg: "is " + m.what + ", not UTF-8 text", Hint: m.hint, Reason: reason}
		}
	}
	if i := bytes.IndexByte(head, 0); i >= 0 {
		if enc := unmarkedUTF16(head); enc != "" {
			return &diag.Error{File: in.path, Msg: "is UTF-16 text, not UTF-8 text", Hint: "convert it: iconv -f " + enc + " -t UTF-8 FILE", Reason: diag.Encoding}
		}
		return binaryAt(in.path, int64(i))
	}
	return nil
}

// unmarkedUTF16 names the encoding of Latin text in UTF-16 without a byte order
// mark: every second byte is zero and no other; "" for anything else.
func unmarkedUTF16(head []byte) string {
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch half := len(head) / 2; {
	case half > 4 && zeros[0] == 0 && zeros[1] > half*9/10:
		return "UTF-16LE"
	case half > 4 && zeros[1] == 0 && zeros[0] > half*9/10:
		return "UTF-16BE"
	}
	return ""
}

func binaryAt(path string, off int64) *diag.Error {
	return &diag.Error{File: path, Msg: fmt.Sprintf("is a binary file: zero byte at offset %d", off), Hint: "give plain text, JSON lines, HTML or PETRARCH XML", Reason: diag.Binary}
}

// magics are the first bytes of files that people hand over by mistake. UTF-32
// stands before UTF-16, whose mark is its beginning.
var magics = []struct{ head, what, hint string }{
	{"%PDF-", "a PDF document", "extract the text first: pdftotext FILE -"},
	{"PK\x03\x04", "a ZIP archive or office document", "unpack it, or save it as plain text"},
	{"\x1f\x8b", "a gzip archive", "unpack it first: gunzip -c FILE | entente code -"},
	{"\xfd7zXZ\x00", "an xz archive", "unpack it first: xz -dc FILE | entente code -"},
	{"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first: zstd -dc FILE | entente code -"},
	{"BZh", "a bzip2 archive", "unpack it first: bunzip2 -c FILE | entente code -"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", "save it as plain text"},
	{"\x89PNG\r\n", "a PNG picture", ""},
	{"\xff\xd8\xff", "a JPEG picture", ""},
	{"GIF8", "a GIF picture", ""},
	{"\x7fELF", "a program", ""},
	{"SQLite format 3\x00", "a SQLite database", "export the articles as JSON lines"},
	{"{\\rtf", "an RTF document", "save it as plain text"},
	{"\xff\xfe\x00\x00", "UTF-32 text", "convert it: iconv -f UTF-32 -t UTF-8 FILE"},
	{"\x00\x00\xfe\xff", "UTF-32 text", "convert it: iconv -f UTF-32 -t UTF-8 FILE"},
	{"\xff\xfe", "UTF-16 text", "convert it: iconv -f UTF-16 -t UTF-8 FILE"},
	{"\xfe\xff", "UTF-16 text", "convert it: iconv -f UTF-16 -t UTF-8 FILE"},
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

// A counter keeps the Reader's progress.
type counter struct {
	r    *Reader
	from io.Reader
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.r.done.Add(int64(n))
	return n, err
}

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

func size(n int) string {
	if n >= 1<<20 {
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
			return "", openError(in.path, err)
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
