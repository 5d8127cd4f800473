package source

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/net/html/charset"

	"entente/internal/diag"
)

func inUTF16(s, mark string, o binary.AppendByteOrder) string {
	b := []byte(mark)
	for _, u := range utf16.Encode([]rune(s)) {
		b = o.AppendUint16(b, u)
	}
	return string(b)
}

func inUTF32(s, mark string, o binary.AppendByteOrder) string {
	b := []byte(mark)
	for _, r := range s {
		b = o.AppendUint32(b, uint32(r))
	}
	return string(b)
}

func TestWideEncodings(t *testing.T) {
	s := "Ministers in Zürich: “" + prose + "” 🕊\n"
	ascii := prose + "\n"
	jl := `{"id":"a","text":"` + prose + `"}`
	for _, c := range []struct{ name, in, want string }{
		{"UTF-16 little", inUTF16(s, "\xff\xfe", binary.LittleEndian), s},
		{"UTF-16 big", inUTF16(s, "\xfe\xff", binary.BigEndian), s},
		{"UTF-32 little", inUTF32(s, "\xff\xfe\x00\x00", binary.LittleEndian), s},
		{"UTF-32 big", inUTF32(s, "\x00\x00\xfe\xff", binary.BigEndian), s},
		{"no mark, little", inUTF16(ascii, "", binary.LittleEndian), ascii},
		{"no mark, big", inUTF16(ascii, "", binary.BigEndian), ascii},
		{"JSON lines", inUTF16(jl, "\xff\xfe", binary.LittleEndian), prose},
		{"packed", gz(inUTF16(s, "\xff\xfe", binary.LittleEndian)), s},
		{"page", inUTF16(samplePage, "\xff\xfe", binary.LittleEndian), prose + "\n\n" + prose},
		{"long", inUTF16(strings.Repeat(s, 1000), "\xff\xfe", binary.LittleEndian), strings.Repeat(s, 1000)},
	} {
		docs, errs := stdin(t, c.in, Options{})
		if len(docs) != 1 || len(errs) != 0 || docs[0].Body != c.want {
			t.Errorf("%s: %d documents, findings %v", c.name, len(docs), errs)
		}
	}
	for name, in := range map[string]string{
		"half a unit":      inUTF16(s, "\xff\xfe", binary.LittleEndian) + "x",
		"half a pair":      "\xff\xfea\x00\x3d\xd8b\x00",
		"pair turned":      "\xff\xfe\x0a\xdc\x3d\xd8",
		"beyond Unicode":   "\xff\xfe\x00\x00a\x00\x00\x00\x00\x00\x11\x00",
		"pair in UTF-32":   "\xff\xfe\x00\x00a\x00\x00\x00\x00\xd8\x00\x00",
		"ends with a half": "\xff\xfea\x00\x3d\xd8",
	} {
		docs, errs := stdin(t, in, Options{})
		if len(docs) != 0 || len(errs) != 1 || errs[0].Reason != diag.Encoding || errs[0].Hint == "" {
			t.Errorf("%s: %d documents, findings %v", name, len(docs), errs)
		}
	}
}

// What is certain is decoded, and what is not is refused: whichever of the
// encodings wrote it, a text that comes through means what it meant.
func TestWindowsEncodings(t *testing.T) {
	in := func(enc, s string) string {
		e, _ := charset.Lookup(enc)
		out, err := e.NewEncoder().String(s)
		if err != nil {
			t.Fatalf("%s: %v", enc, err)
		}
		return out
	}
	for _, s := range []string{
		"The café in Zürich didn’t open.", "It’s “over,” he said – and “done.” Müller’s men left.", "O’Brien couldn’t say — it cost €6…", "Mr José Martínez said it’s so.",
	} {
		docs, errs := stdin(t, in("windows-1252", s), Options{})
		if len(docs) != 1 || len(errs) != 0 || docs[0].Body != s {
			t.Errorf("%s: findings %v", s, errs)
		}
	}
	for _, c := range []struct{ enc, s string }{
		{"windows-1252", "Peña said it’s so."}, {"windows-1250", "Milošević said it’s so."}, {"windows-1250", "The café of Perić"},
		{"macintosh", "The café in Zürich didn’t open."}, {"macintosh", "García said “yes” and Martínez said “no.”"}, {"ibm866", "Москва"}, {"windows-1251", "Москва"}, {"koi8-r", "Москва"},
		{"windows-1253", "Αθήνα"}, {"windows-1252", "£5"}, {"windows-1252", "Élysée "}, {"iso-8859-2", "Wałęsa said"}, {"windows-1256", "السلام"}, {"macintosh", "López"},
	} {
		docs, errs := stdin(t, in(c.enc, c.s), Options{})
		for _, d := range docs {
			if d.Body != c.s {
				t.Errorf("%s in %s was read as %s", c.s, c.enc, d.Body)
			}
		}
		if len(docs) == 0 && (len(errs) != 1 || errs[0].Reason != diag.Encoding && errs[0].Reason != diag.Language) {
			t.Errorf("%s in %s: findings %v", c.s, c.enc, errs)
		}
	}
	for _, s := range []string{"The café’s Zürich \xe9", "caf\xc3 three", "caf\xe9 “quoted”", "a \x81 b", "x \xff"} {
		if docs, errs := stdin(t, s, Options{}); len(docs) != 0 || len(errs) != 1 || errs[0].Reason != diag.Encoding {
			t.Errorf("%q: %d documents, findings %v", s, len(docs), errs)
		}
	}
}
