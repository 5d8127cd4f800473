package source

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// A plainReader holds what was read of a plain text and not yet handed out: a
// part and a little more, so that a file of any length takes little memory.
type plainReader struct {
	buf    []byte
	ended  bool // nothing follows buf
	inLine int  // bytes so far of the line that is being read
	line   int  // its number
	parts  parts
}

// nextPlain reads the file as one document, or as parts of a long one. The body
// is the file's very bytes, a byte order mark included, so that offsets count
// from its start. A mistake ends the file; of a long one, the parts before it
// are out by then.
func nextPlain(in *input) (*text.Document, error) {
	if in.plain == nil {
		in.plain = &plainReader{line: 1, parts: parts{id: in.path}}
	}
	p := in.plain
	for {
		if derr := p.fill(in); derr != nil {
			p.buf, p.ended = nil, true
			return nil, derr
		}
		if len(p.buf) == 0 {
			return nil, io.EOF
		}
		n := cutPart(p.buf)
		body := string(p.buf[:n])
		p.buf = append(p.buf[:0], p.buf[n:]...)
		if i := badUTF8(body); i >= 0 {
			decoded, ok := in.decode(body)
			if !ok {
				p.buf, p.ended = nil, true
				return nil, encodingError(in.path, body, i, p.parts.lines+1, p.parts.at)
			}
			body = decoded
		}
		doc := &text.Document{Path: in.path, Body: body}
		if p.parts.at > 0 {
			doc.Line = p.parts.lines + 1
		}
		if blank := strings.TrimSpace(strings.TrimPrefix(body, bom)) == ""; blank {
			if p.parts.at == 0 && p.ended && len(p.buf) == 0 {
				return nil, &diag.Error{File: in.path, Msg: "file is empty", Reason: diag.Empty}
			}
			p.parts.pass(body)
			continue
		}
		p.parts.add(doc)
		markZones(doc, in.opts.Date)
		return doc, nil
	}
}

// fill reads until buf holds more than a part, or the rest of the file. Zero
// bytes and overlong lines are refused as soon as they are seen.
func (p *plainReader) fill(in *input) *diag.Error {
	for !p.ended && len(p.buf) <= longText {
		part, err := in.rd.ReadSlice('\n')
		if i := bytes.IndexByte(part, 0); i >= 0 {
			return binaryAt(in.path, p.parts.at+int64(len(p.buf)+i))
		}
		if p.inLine += len(part); p.inLine > in.opts.MaxLine+2 {
			return tooLong(in.path, p.line, in.opts.MaxLine)
		}
		p.buf = append(p.buf, part...)
		switch err {
		case nil:
			p.line++
			p.inLine = 0
		case bufio.ErrBufferFull:
		case io.EOF:
			p.ended = true
		default:
			return readError(in.path, err)
		}
	}
	return nil
}
