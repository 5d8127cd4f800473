package source

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"

	"entente/internal/diag"
)

// headOfPage is how far into a page its declaration of a charset may stand;
// browsers look at the first kilobyte, and many pages come later.
const headOfPage = 8 << 10

// decodePage turns a page into UTF-8. Bytes that are UTF-8 are UTF-8, whatever
// the page declares, since text of other encodings hardly ever is by chance;
// else the declared encoding is believed where it can be, and Latin text
// without one is Windows-1252, which is what servers of such pages send.
func decodePage(path, src string) (string, *diag.Error) {
	if rest, ok := strings.CutPrefix(src, bom); ok {
		src = rest
	}
	bad := badUTF8(src)
	if bad < 0 {
		return src, nil
	}
	enc, name := declaredCharset(src)
	if enc == nil || name == "utf-8" {
		// Cut in the middle, or with a comment in another encoding: what is not
		// UTF-8 is marked where most of what is not ASCII is.
		if good, wrong := utf8Share(src); good > 4*wrong {
			return strings.ToValidUTF8(src, "\ufffd"), nil
		}
		if !looksLatin(src) {
			return "", encodingError(path, src, bad, 1, 0)
		}
		enc, _ = charset.Lookup("windows-1252")
	}
	out, err := enc.NewDecoder().String(src)
	if err != nil {
		return "", encodingError(path, src, bad, 1, 0)
	}
	return out, nil
}

// declaredCharset is the encoding that the page names in <meta> or in an XML
// declaration; nil when it names none that is known.
func declaredCharset(src string) (encoding.Encoding, string) {
	head := src[:min(len(src), headOfPage)]
	low := strings.ToLower(head)
	for _, key := range []string{"charset", "encoding"} {
		for at := 0; ; {
			i := strings.Index(low[at:], key)
			if i < 0 {
				break
			}
			at += i + len(key)
			label, ok := strings.CutPrefix(strings.TrimLeft(low[at:], " \t\r\n"), "=")
			if !ok {
				continue
			}
			label = strings.TrimLeft(label, " \t\r\n\"'")
			if n := strings.IndexAny(label, " \t\r\n\"';/>?"); n >= 0 {
				label = label[:n]
			}
			// A page that can be read far enough to name UTF-16 is not in it.
			if enc, name := charset.Lookup(label); enc != nil && !strings.HasPrefix(name, "utf-16") && name != "replacement" {
				return enc, name
			}
		}
	}
	return nil, ""
}

// utf8Share counts the characters beyond ASCII that are well formed and the
// bytes that are not.
func utf8Share(s string) (good, wrong int) {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			wrong++
		} else {
			good++
		}
		i += n
	}
	return good, wrong
}

// looksLatin: at most one letter in eight lies beyond ASCII, as in the
// languages of Western Europe, and no byte is one that Windows-1252 lacks.
func looksLatin(s string) bool {
	ascii, high := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			high++
			if c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d {
				return false
			}
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			ascii++
		}
	}
	return high*8 <= ascii
}
