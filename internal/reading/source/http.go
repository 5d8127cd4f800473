package source

import (
	"bytes"
	"compress/zlib"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"entente/internal/diag"
)

// readResponse takes an HTTP response apart, as a crawler has kept it: media
// type and body, without chunks and packing. Responses that are no page of
// their own (redirections, errors) have no media type. cut: the crawler says
// that it did not keep all, so that what is there is read as far as it goes.
func readResponse(block []byte, cut bool, acc *account) (media string, body []byte, why *diag.Error) {
	head, body, ok := cutHead(block)
	if !ok || !isOK(head) {
		return "", nil, nil
	}
	f := parseFields(head)
	media = f.get("Content-Type")
	if strings.Contains(strings.ToLower(f.get("Transfer-Encoding")), "chunked") {
		// Some crawlers keep the line and take the chunks off.
		if plain, whole, ok := unchunk(body); ok {
			if !whole && !cut {
				return media, nil, &diag.Error{Msg: "page breaks off within a chunk", Reason: diag.Damaged}
			}
			body = plain
		}
	}
	encodings := strings.FieldsFunc(strings.ToLower(f.get("Content-Encoding")), func(r rune) bool { return r == ',' || r == ' ' })
	if len(encodings) > 4 {
		return media, nil, &diag.Error{Msg: "page is packed more than 4 times over", Reason: diag.Bomb}
	}
	for i := len(encodings) - 1; i >= 0; i-- {
		if body, why = decodeBody(body, encodings[i], cut, acc); why != nil {
			return media, nil, why
		}
	}
	return media, body, nil
}

// cutHead cuts at the blank line.
func cutHead(block []byte) (head, body []byte, ok bool) {
	if !bytes.HasPrefix(block, []byte("HTTP/")) {
		return nil, nil, false
	}
	for at := 0; ; {
		i := bytes.IndexByte(block[at:], '\n')
		if i < 0 {
			return nil, nil, false
		}
		at += i + 1
		rest := bytes.TrimPrefix(block[at:], []byte("\r"))
		if len(rest) > 0 && rest[0] == '\n' {
			return block[:at], rest[1:], true
		}
	}
}

// isOK: a status of 200, or 203, which a proxy gives for it.
func isOK(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	f := bytes.Fields(line)
	return len(f) > 1 && (string(f[1]) == "200" || string(f[1]) == "203")
}

// unchunk takes the chunks off a body. ok: it had chunks; whole: all of them.
func unchunk(body []byte) (plain []byte, whole, ok bool) {
	for {
		line, rest, found := bytes.Cut(body, []byte("\n"))
		hex, _, _ := bytes.Cut(line, []byte(";"))
		n, err := strconv.ParseUint(string(bytes.TrimSpace(hex)), 16, 31)
		if err != nil || !found {
			return plain, false, ok
		}
		ok = true
		if n == 0 {
			return plain, true, true
		}
		if uint64(len(rest)) < n {
			return append(plain, rest...), false, true
		}
		plain = append(plain, rest[:n]...)
		body = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte("\r")), []byte("\n"))
	}
}

// decodeBody takes one packing off. A body without the packing that its head
// names has been unpacked by the crawler.
func decodeBody(body []byte, encoding string, cut bool, acc *account) ([]byte, *diag.Error) {
	var from io.Reader
	var err error
	switch encoding {
	case "identity", "none", "utf-8":
		return body, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
			return body, nil
		}
		from, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate":
		switch {
		case len(body) > 1 && body[0]&0x0f == 8 && (int(body[0])<<8|int(body[1]))%31 == 0:
			from, err = zlib.NewReader(bytes.NewReader(body))
		case looksHTML(bytes.TrimLeft(body, " \t\r\n")):
			return body, nil
		default:
			from = flate.NewReader(bytes.NewReader(body)) // what some servers take for deflate
		}
	case "zstd":
		if !bytes.HasPrefix(body, []byte("\x28\xb5\x2f\xfd")) {
			return body, nil
		}
		var z *zstd.Decoder
		if z, err = zstd.NewReader(bytes.NewReader(body), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20)); err == nil {
			defer z.Close()
			from = z
		}
	default:
		if looksHTML(bytes.TrimLeft(body, " \t\r\n")) {
			return body, nil
		}
		return nil, &diag.Error{Msg: "page is packed as " + quoted(printable(encoding)) + ", which is not unpacked here", Hint: "crawl without it: Accept-Encoding: gzip", Reason: diag.Unreadable}
	}
	what := encoding + " data of the page"
	if err != nil {
		return nil, readError("", damage(what, err))
	}
	m := &meter{acc: acc, from: from, what: what}
	out, err := io.ReadAll(io.LimitReader(m, maxPage+1))
	if err != nil && !(cut && acc.over == nil && len(out) > 0) {
		return nil, readError("", err)
	}
	if len(out) > maxPage {
		return nil, &diag.Error{Msg: "page is larger than " + size(maxPage), Reason: diag.TooLong}
	}
	return out, nil
}
