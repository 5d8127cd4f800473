package source

import (
	"io"
	"strings"

	"entente/internal/diag"
	"entente/internal/text"
)

// nextPlain reads the whole file as one document. The body is the file's very
// bytes, a byte order mark included, so that offsets count from its start.
func nextPlain(in *input) (*text.Document, error) {
	if in.given > 0 {
		return nil, io.EOF
	}
	body, derr := in.slurp()
	if derr != nil {
		return nil, derr
	}
	if strings.TrimSpace(strings.TrimPrefix(body, bom)) == "" {
		return nil, &diag.Error{File: in.path, Msg: "file is empty", Reason: diag.Empty}
	}
	if i := badUTF8(body); i >= 0 {
		return nil, encodingError(in.path, body, i, 1)
	}
	doc := &text.Document{ID: in.path, Path: in.path, Body: body}
	markZones(doc, in.opts.Date)
	return doc, nil
}
