package source

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/diag"
	"entente/internal/text"
)

// A plain text beyond longText is no article but a file of many. It is handed
// out in parts of about partText, cut between paragraphs where there are any,
// so that a file of any length is coded in little memory.
const (
	longText = 2 << 20
	partText = 1 << 20
)

// A plainReader holds what is left of a long text.
type plainReader struct {
	rest  string
	at    int64 // offset of rest in the file
	lines int   // line ends before rest
	part  int
	first *text.Document // whose date and place the later parts share
}

// nextPlain reads the file as one document, or as parts of a long one. The body
// is the file's very bytes, a byte order mark included, so that offsets count
// from its start.
func nextPlain(in *input) (*text.Document, error) {
	if in.plain == nil {
		body, derr := in.slurp()
		if derr != nil {
			in.plain = &plainReader{}
			return nil, derr
		}
		in.plain = &plainReader{rest: body}
		if i := badUTF8(body); i >= 0 {
			in.plain.rest = ""
			return nil, encodingError(in.path, body, i, 1)
		}
		if strings.TrimSpace(strings.TrimPrefix(body, bom)) == "" {
			in.plain.rest = ""
			return nil, &diag.Error{File: in.path, Msg: "file is empty", Reason: diag.Empty}
		}
	}
	p := in.plain
	for {
		if p.rest == "" {
			return nil, io.EOF
		}
		n := cutPart(p.rest)
		doc := &text.Document{ID: in.path, Path: in.path, Offset: p.at, Body: p.rest[:n]}
		if p.at > 0 {
			doc.Line = p.lines + 1
		}
		p.rest = p.rest[n:]
		p.at += int64(n)
		p.lines += strings.Count(doc.Body, "\n")
		if strings.TrimSpace(doc.Body) == "" {
			continue
		}
		p.part++
		if p.part > 1 {
			doc.ID += "#" + strconv.Itoa(p.part)
			doc.Published, doc.Dateline = p.first.Published, p.first.Dateline
		} else {
			p.first = doc
		}
		markZones(doc, in.opts.Date)
		return doc, nil
	}
}

// cutPart is the length of the next part of s: all of a short text, else up to
// the last blank line, line end or space within partText, whichever there is.
func cutPart(s string) int {
	if len(s) <= longText {
		return len(s)
	}
	head := s[:partText]
	for _, sep := range []string{"\n\n", "\r\n\r\n", "\n", ". ", " "} {
		if i := strings.LastIndex(head, sep); i > partText/2 {
			return i + len(sep)
		}
	}
	n := partText
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}
