package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"entente/internal/diag"
)

// Other encodings than UTF-8 are read where it is certain which they are: wide
// ones by their mark or their zeros, Windows' Western one where every byte that
// is not ASCII can be nothing else. Offsets then count in the decoded text.

// A wide is an encoding in units of two or four bytes.
type wide struct {
	name  string
	mark  string
	unit  int
	order binary.ByteOrder
}

// wides with UTF-32 first: its mark begins as that of UTF-16 does.
var wides = []*wide{
	{"UTF-32", "\xff\xfe\x00\x00", 4, binary.LittleEndian},
	{"UTF-32", "\x00\x00\xfe\xff", 4, binary.BigEndian},
	{"UTF-16", "\xff\xfe", 2, binary.LittleEndian},
	{"UTF-16", "\xfe\xff", 2, binary.BigEndian},
}

// wideEncoding is the wide encoding of what head begins, or nil. Without a mark
// Latin text in UTF-16 is known by its zeros: every second byte and no other.
func wideEncoding(head []byte) *wide {
	for _, w := range wides {
		if bytes.HasPrefix(head, []byte(w.mark)) {
			return w
		}
	}
	if len(head) == 0 || bytes.IndexByte(head[:min(len(head), 1024)], 0) < 0 {
		return nil
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch half := len(head) / 2; {
	case half > 4 && zeros[0] == 0 && zeros[1] > half*9/10:
		return &wide{name: "UTF-16", unit: 2, order: binary.LittleEndian}
	case half > 4 && zeros[1] == 0 && zeros[0] > half*9/10:
		return &wide{name: "UTF-16", unit: 2, order: binary.BigEndian}
	}
	return nil
}

// widen reads in through enc from here on.
func (in *input) widen(enc *wide) {
	in.rd.Discard(len(enc.mark))
	in.file = nil
	in.rd = bufio.NewReaderSize(&wideReader{wide: enc, from: in.rd, at: int64(len(enc.mark))}, headSize)
}

// A wideReader turns a wide encoding into UTF-8, and refuses what is not valid
// in it.
type wideReader struct {
	*wide
	from *bufio.Reader
	at   int64 // bytes read
	out  []byte
	off  int // in out: what is given next
	err  error
}

func (w *wideReader) Read(p []byte) (int, error) {
	for w.off == len(w.out) {
		if w.err != nil {
			return 0, w.err
		}
		w.out, w.off = w.out[:0], 0
		for len(w.out) < 4<<10 && w.err == nil {
			var r rune
			if r, w.err = w.next(); w.err == nil {
				w.out = utf8.AppendRune(w.out, r)
			}
		}
	}
	n := copy(p, w.out[w.off:])
	w.off += n
	return n, nil
}

func (w *wideReader) next() (rune, error) {
	u, err := w.read()
	if err != nil {
		return 0, err
	}
	r := rune(u)
	if w.unit == 2 && utf16.IsSurrogate(r) {
		low, err := w.read()
		if err != nil && err != io.EOF {
			return 0, err
		}
		if r = utf16.DecodeRune(r, rune(low)); r == unicode.ReplacementChar || err != nil {
			return 0, w.bad()
		}
	}
	if u > unicode.MaxRune || !utf8.ValidRune(r) {
		return 0, w.bad()
	}
	return r, nil
}

func (w *wideReader) read() (uint32, error) {
	b, err := w.from.Peek(w.unit)
	if len(b) < w.unit {
		if len(b) > 0 && err == io.EOF {
			return 0, w.bad()
		}
		return 0, err
	}
	var u uint32
	if w.unit == 2 {
		u = uint32(w.order.Uint16(b))
	} else {
		u = w.order.Uint32(b)
	}
	w.from.Discard(w.unit)
	w.at += int64(w.unit)
	return u, nil
}

func (w *wideReader) bad() error {
	return &diag.Error{Msg: fmt.Sprintf("not valid %s near offset %d", w.name, w.at), Hint: "convert it: iconv -f " + w.name + " -t UTF-8 FILE", Reason: diag.Encoding}
}

// shared holds what each byte from 0x80 on means where Windows' Western,
// Central European and Turkish encodings agree; 0 where they do not. The name
// "Müller" is the same in all of them, "Milošević" and "Peña" are not.
var shared = sync.OnceValue(func() (t [128]rune) {
	for i := range t {
		for k, name := range []string{"windows-1252", "windows-1250", "windows-1254"} {
			enc, _ := charset.Lookup(name)
			s, err := enc.NewDecoder().String(string([]byte{byte(128 + i)}))
			r, _ := utf8.DecodeRuneInString(s)
			if err != nil || k > 0 && r != t[i] || r == unicode.ReplacementChar || unicode.IsControl(r) {
				t[i] = 0
				break
			}
			t[i] = r
		}
	}
	return t
})

// decode turns a text that is not UTF-8 into it: by the encoding that was
// declared for it, else where it is certain.
func (in *input) decode(s string) (string, bool) {
	if in.from.charset == "" {
		return fromWindows(s)
	}
	enc, _ := charset.Lookup(in.from.charset)
	if enc == nil {
		return "", false
	}
	out, err := enc.NewDecoder().String(s)
	return out, err == nil && !strings.ContainsRune(out, unicode.ReplacementChar)
}

// fromWindows decodes s, which is not UTF-8, where it is certain that it is in
// one of Windows' encodings for Latin letters, and the same text in all of
// them: each byte that is not ASCII means the same, stands where what it means
// can stand, and one at least stands where no other family of encodings puts
// anything sensible. A text that also holds UTF-8 is broken, not Western.
func fromWindows(s string) (string, bool) {
	var b strings.Builder
	b.Grow(len(s) + len(s)/16)
	table := shared()
	sure := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < utf8.RuneSelf {
			b.WriteByte(c)
			continue
		}
		if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
			return "", false
		}
		r := table[c-0x80]
		ok, certain := likelyByte(s, i, r)
		if !ok {
			return "", false
		}
		sure = sure || certain
		b.WriteRune(r)
	}
	return b.String(), sure
}

// likelyByte judges byte i of s, taken as r, by its neighbours. certain: no
// encoding of the Macintosh, of DOS or of another script has anything there
// that such neighbours could have.
func likelyByte(s string, i int, r rune) (ok, certain bool) {
	at := func(i int) byte {
		if i < 0 || i >= len(s) {
			return ' '
		}
		return s[i]
	}
	before, behind := at(i-1), at(i+1)
	switch {
	case r == 0:
		return false, false
	case unicode.IsLetter(r):
		if s[i] < 0xc0 {
			return false, false // letters for the others, too
		}
		// Small in a word of small letters: the others have capitals, signs or
		// letters of other scripts there.
		if unicode.IsUpper(r) {
			return isLower(behind) && !asciiLetter(before), false
		}
		in := isLower(before) && !asciiUpper(behind) || isLower(behind)
		// DOS has an õ for ä, and a ý for ì.
		return in, in && s[i] >= 0xe0 && s[i] != 0xe4 && s[i] != 0xec && isLower(before)
	case r == '’':
		if asciiLetter(before) && asciiLetter(behind) {
			return contracted(s[i+1:]) || !asciiLetter(at(i-2)) && asciiUpper(before), contracted(s[i+1:])
		}
		return !asciiLetter(behind), false
	case r == '“' || r == '‘':
		return (before == ' ' || before == '\n' || before == '(' || before >= utf8.RuneSelf) && behind > ' ', false
	case r == '”':
		return before > ' ' && !asciiLetter(behind), before == '.' || before == ','
	}
	// Dashes, dots and signs: the others have letters there, which stand in words.
	return !asciiLetter(before) || !asciiLetter(behind), false
}

// contracted: the end of "don't", "it's", "they've" follows.
func contracted(s string) bool {
	n := 0
	for n < len(s) && asciiLetter(s[n]) {
		n++
	}
	switch strings.ToLower(s[:n]) {
	case "s", "t", "d", "m", "re", "ve", "ll":
		return n == len(s) || s[n] < utf8.RuneSelf
	}
	return false
}

func isLower(c byte) bool     { return c >= 'a' && c <= 'z' }
func asciiUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func asciiLetter(c byte) bool { return isLower(c | 0x20) }
