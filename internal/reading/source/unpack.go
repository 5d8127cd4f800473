package source

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"io"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"entente/internal/diag"
)

// A packing is one way of making bytes fewer. It is told by its first bytes and
// taken off before the format is looked for, so that everything may be packed.
type packing struct {
	magics []string
	exts   []string // taken off a name before its ending is looked at
	what   string
	open   func(in *input) (io.Reader, error)
}

var packings = []packing{
	{[]string{"\x1f\x8b\x08"}, []string{".gz", ".tgz"}, "gzip data", openGzip},
	{[]string{"\x28\xb5\x2f\xfd", zstdSkippable}, []string{".zst", ".tzst"}, "zstd data", openZstd},
	{[]string{"BZh"}, []string{".bz2"}, "bzip2 data", func(in *input) (io.Reader, error) { return bzip2.NewReader(in.rd), nil }},
}

func packed(head []byte) *packing {
	for i := range packings {
		for _, m := range packings[i].magics {
			if bytes.HasPrefix(head, []byte(m)) {
				return &packings[i]
			}
		}
	}
	return nil
}

// unpack puts p's unpacker between the file and its reader.
func (in *input) unpack(p *packing) *diag.Error {
	if err := in.acc.deeper(in.depth); err != nil {
		return readError(in.path, err)
	}
	in.depth++
	in.gz, in.file = nil, nil
	from, err := p.open(in)
	if err != nil {
		return readError(in.path, damage(p.what, err))
	}
	in.size = 0 // nobody knows how much comes out
	in.meter = &meter{acc: in.acc, from: from, what: p.what}
	in.rd = bufio.NewReaderSize(in.meter, headSize)
	low := strings.ToLower(in.name)
	for _, e := range p.exts {
		if strings.HasSuffix(low, e) {
			in.name = strings.TrimSuffix(in.name, filepath.Ext(in.name))
		}
	}
	return nil
}

// A window of zstd beyond this is refused: its length is what must be held.
const zstdWindow = 128 << 20

// zstdSkippable begins the frame in which WARC files keep their dictionary.
const zstdSkippable = "\x5d\x2a\x4d\x18"

func openZstd(in *input) (io.Reader, error) {
	// One goroutine only: the reader may be dropped unclosed when a run ends.
	opts := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow)}
	dict, err := zstdDictionary(in.rd)
	if err != nil {
		return nil, err
	}
	if dict != nil {
		opts = append(opts, zstd.WithDecoderDicts(dict))
	}
	return zstd.NewReader(in.rd, opts...)
}

// zstdDictionary reads the frame before the first in which a .warc.zst keeps
// the dictionary of all that follow, itself packed or not; nil where there is
// none.
func zstdDictionary(rd *bufio.Reader) ([]byte, error) {
	head, _ := rd.Peek(12)
	if len(head) < 12 || string(head[:4]) != zstdSkippable {
		return nil, nil
	}
	const raw, squeezed = "\x37\xa4\x30\xec", "\x28\xb5\x2f\xfd"
	n := int(head[4]) | int(head[5])<<8 | int(head[6])<<16 | int(head[7])<<24
	if start := string(head[8:12]); start != raw && start != squeezed || n > 16<<20 {
		return nil, nil // passed over by the decoder
	}
	frame := make([]byte, 8+n)
	if _, err := io.ReadFull(rd, frame); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	if frame = frame[8:]; string(frame[:4]) == raw {
		return frame, nil
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(16<<20))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.DecodeAll(frame, nil)
}

// A gzipReader reads one member after the other. It stops with io.EOF before a
// member that begins a WARC record, and can find the next such member when one
// is damaged, which is why it remembers what it has read.
type gzipReader struct {
	from    *recorder
	src     *bufio.Reader
	z       *gzip.Reader
	at      int64  // where the member begins, in packed bytes
	out     int64  // bytes given out
	held    []byte // first bytes of a member, looked at and not yet given out
	first   [len(warcMark)]byte
	bad     error // of the member at hand, when what was before it is given out
	records bool  // stop between records
	stopped bool  // before a record: goes on when this is taken back
	ended   bool
	tries   int // starts of members tried after damage
}

// maxTries: three bytes look like the start of a member once in 16 MB; a file
// full of them was made to be looked through for ever.
const maxTries = 1000

func openGzip(in *input) (io.Reader, error) {
	g := &gzipReader{from: &recorder{from: in.rd}, records: true}
	g.src = bufio.NewReaderSize(g.from, headSize)
	g.z = new(gzip.Reader)
	if err := g.begin(); err != nil {
		return nil, err
	}
	in.gz = g
	return g, nil
}

// begin starts on the member at hand. Zeros between members and after the last
// are padding.
func (g *gzipReader) begin() error {
	for {
		c, err := g.src.ReadByte()
		if err != nil {
			g.ended = err == io.EOF
			return err
		}
		if c != 0 {
			g.src.UnreadByte()
			break
		}
	}
	g.at = g.from.off() - int64(g.src.Buffered())
	if err := g.z.Reset(g.src); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	g.z.Multistream(false)
	return nil
}

func (g *gzipReader) Read(p []byte) (int, error) {
	for {
		if len(g.held) > 0 && !g.stopped {
			n := copy(p, g.held)
			g.held = g.held[n:]
			g.out += int64(n)
			return n, nil
		}
		if g.ended || g.stopped {
			return 0, io.EOF
		}
		if g.bad != nil {
			return 0, g.bad
		}
		n, err := g.z.Read(p)
		g.out += int64(n)
		if n > 0 {
			return n, nil // an error comes again with the next call
		}
		if err != io.EOF {
			return 0, err
		}
		err = g.begin()
		if err == nil && g.records {
			n, err = io.ReadFull(g.z, g.first[:])
			if g.held = g.first[:n]; err == io.EOF || err == io.ErrUnexpectedEOF {
				err = g.z.Close() // a short member, or a broken one: the next call tells
			}
		}
		switch {
		case err == io.EOF:
			return 0, io.EOF
		case err != nil:
			// What came before is whole.
			g.bad = err
			g.stopped = g.records
		case g.records && string(g.held) == warcMark && g.out > 0:
			g.stopped = true
		}
	}
}

// resync looks for the next member after the start of the damaged one that
// begins a WARC record; false when there is none.
func (g *gzipReader) resync() bool {
	g.held, g.bad, g.stopped = nil, nil, false
	for next := g.at + 1; g.tries < maxTries; next++ {
		g.from.rewind(next)
		g.src.Reset(g.from)
		for {
			head, err := g.src.Peek(headSize)
			i := bytes.Index(head, []byte("\x1f\x8b\x08"))
			if i >= 0 {
				g.src.Discard(i)
				break
			}
			if err != nil {
				g.ended = true
				return false
			}
			g.src.Discard(len(head) - 2)
		}
		next = g.from.off() - int64(g.src.Buffered())
		g.tries++
		if g.begin() != nil {
			if g.ended {
				return false
			}
			continue
		}
		if _, err := io.ReadFull(g.z, g.first[:]); err == nil && string(g.first[:]) == warcMark {
			g.held = g.first[:]
			return true
		}
	}
	g.ended = true
	return false
}

// A recorder remembers the last of what was read through it, so that reading
// can go back a little.
type recorder struct {
	from io.Reader
	buf  []byte
	base int64 // offset of buf's first byte
	pos  int   // in buf: what is read next
}

// recorded is how far a recorder can go back at least.
const recorded = 1 << 20

func (r *recorder) off() int64 { return r.base + int64(r.pos) }

func (r *recorder) Read(p []byte) (int, error) {
	if r.pos < len(r.buf) {
		n := copy(p, r.buf[r.pos:])
		r.pos += n
		return n, nil
	}
	n, err := r.from.Read(p)
	if len(r.buf)+n > 2*recorded {
		cut := len(r.buf) - recorded
		r.buf = append(r.buf[:0], r.buf[cut:]...)
		r.base += int64(cut)
	}
	r.buf = append(r.buf, p[:n]...)
	r.pos = len(r.buf)
	return n, err
}

func (r *recorder) rewind(to int64) {
	r.pos = min(max(0, int(to-r.base)), len(r.buf))
}
