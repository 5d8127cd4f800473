package source

import (
	"bufio"
	"bytes"
	"io"
	"mime"

	"golang.org/x/net/html/charset"

	"entente/internal/diag"
	"entente/internal/text"
)

// A Meta is what is known of a page beside its bytes.
type Meta struct {
	URL  string // where it was found; the document's id and path
	Type string // Content-Type as its host gave it: page or plain text, and in which encoding
}

// Page reads one page that is in memory, as a file with these bytes would be
// read. The date of opts stands in for a page that gives none. A text that is
// no page and longer than an article is refused, since it would be many
// documents.
func Page(page []byte, m Meta, opts Options) (*text.Document, error) {
	mediatype, params, _ := mime.ParseMediaType(m.Type)
	// What the host says of the encoding comes before what the page says, and
	// UTF-8 that is valid comes before both.
	if enc, name := charset.Lookup(params["charset"]); enc != nil && name != "utf-8" && (badUTF8(string(page)) >= 0 || bytes.IndexByte(page, 0) >= 0) {
		decoded, err := enc.NewDecoder().Bytes(page)
		if err != nil {
			return nil, &diag.Error{File: m.URL, Msg: "is not " + name + ", as its host says", Reason: diag.Encoding}
		}
		page = decoded
	}
	r := Open(nil, opts)
	in := &input{path: m.URL, opts: &r.opts, close: func() {}, size: int64(len(page))}
	in.rd = bufio.NewReaderSize(bytes.NewReader(page), headSize)
	head, err := in.rd.Peek(headSize)
	if derr := in.judge(head, err); derr != nil {
		return nil, derr
	}
	read := nextPlain
	if mediatype == "text/html" || mediatype == "application/xhtml+xml" || looksHTML(bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bom)), " \t\r\n")) {
		read = nextHTML
	}
	doc, err := read(in)
	if err == io.EOF {
		return nil, &diag.Error{File: m.URL, Msg: "page is empty", Reason: diag.Empty}
	}
	if err != nil {
		return nil, err
	}
	in.given++
	if _, err := read(in); err != io.EOF {
		return nil, &diag.Error{File: m.URL, Msg: "is a text longer than " + size(longText) + ", not an article", Hint: "save it, and name the file", Reason: diag.TooLong}
	}
	if doc.URL == "" {
		doc.URL = m.URL
	}
	if derr := r.finish(doc); derr != nil {
		return nil, derr
	}
	return doc, nil
}
