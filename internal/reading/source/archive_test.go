package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"entente/internal/diag"
	"entente/internal/text"
)

// A member is a file to be packed, in order.
type member struct{ name, body string }

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func zst(s string) string {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return string(w.EncodeAll([]byte(s), nil))
}

func tarOf(ms ...member) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range ms {
		h := &tar.Header{Name: m.name, Mode: 0o644, Size: int64(len(m.body)), Typeflag: tar.TypeReg}
		if strings.HasSuffix(m.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if to, ok := strings.CutPrefix(m.body, "-> "); ok {
			h.Typeflag, h.Linkname, h.Size, m.body = tar.TypeSymlink, to, 0, ""
		}
		if err := w.WriteHeader(h); err != nil {
			panic(err)
		}
		io.WriteString(w, m.body)
	}
	w.Close()
	return b.String()
}

func zipOf(ms ...member) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range ms {
		f, err := w.Create(m.name)
		if err != nil {
			panic(err)
		}
		io.WriteString(f, m.body)
	}
	w.Close()
	return b.String()
}

// readFile reads s as a file of that name; paths come out without their folder.
func readFile(t *testing.T, name, s string, o Options) (docs []*text.Document, errs []*diag.Error) {
	t.Helper()
	dir := t.TempDir()
	p := filepath.Join(dir, name)
	if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
		t.Fatal(err)
	}
	r := Open([]string{p}, o)
	docs, errs = readAll(t, r)
	if done, total := r.Progress(); done != total || total != int64(len(s)) {
		t.Errorf("%s: progress ends at %d of %d; the file has %d bytes", name, done, total, len(s))
	}
	for _, d := range docs {
		d.ID, d.Path = strings.TrimPrefix(d.ID, dir+"/"), strings.TrimPrefix(d.Path, dir+"/")
	}
	for _, e := range errs {
		e.File = strings.TrimPrefix(e.File, dir+"/")
	}
	return docs, errs
}

// told is what came out in one line: ids of documents, then files of findings
// with their reasons.
func told(docs []*text.Document, errs []*diag.Error) string {
	var out []string
	for _, d := range docs {
		out = append(out, d.ID)
	}
	for _, e := range errs {
		out = append(out, e.File+"="+string(e.Reason))
	}
	return strings.Join(out, " ")
}

const samplePage = `<!DOCTYPE html><html><head><title>Talks</title></head><body><article><p>` + prose + `</p><p>` + prose + `</p></article></body></html>`

var lines = `{"id":"a","text":"` + prose + `"}` + "\n" + `{"id":"b","text":"` + prose + `"}` + "\n"

func TestPackedFilesAreReadAsWhatIsInThem(t *testing.T) {
	plain := zipOf(member{"folder/one.txt", prose}, member{"two.html", samplePage})
	news := tarOf(member{"./folder/", ""}, member{"folder/one.txt", prose}, member{"link", "-> /etc/passwd"}, member{".hidden", "x"}, member{"__MACOSX/._one.txt", "x"}, member{"lines.jsonl", lines}, member{"../../evil.txt", prose})
	const inTar = "!/folder/one.txt a b !/../../evil.txt"
	for _, c := range []struct{ name, in, want string }{
		{"news.jsonl.gz", gz(lines), "a b"},
		{"cut between members.gz", gz(lines[:50]) + gz("") + gz(lines[50:]) + "\x00\x00", "a b"},
		{"news.txt.zst", zst(prose), "news.txt.zst"},
		{"frames.zst", zst(prose) + zst(prose), "frames.zst"},
		{"page.html.gz", gz(samplePage), "page.html.gz"},
		{"twice.gz", gz(gz(zst(prose))), "twice.gz"},
		{"no name", gz(samplePage), "no name"},
		{"news.tar", news, inTar},
		{"news.tar.gz", gz(news), inTar},
		{"news.tar.zst", zst(news), inTar},
		{"news.zip", plain, "!/folder/one.txt !/two.html"},
		{"news.zip.gz", gz(plain), "!/folder/one.txt !/two.html"},
		{"nested.tar", tarOf(member{"a.zip", plain}, member{"b.tar.gz", gz(news)}, member{"c.jsonl.zst", zst(lines)}), "!/a.zip!/folder/one.txt !/a.zip!/two.html !/b.tar.gz!/folder/one.txt a b !/b.tar.gz!/../../evil.txt a#2 b#2"},
		{"empty.tar.gz", gz(tarOf(member{"folder/", ""})), "empty.tar.gz=empty"},
		{"empty.zip", zipOf(), "empty.zip=empty"},
		{"empty.gz", gz(""), "empty.gz=empty"},
		{"mixed.zip", zipOf(member{"a.png", "\x89PNG\r\n\x1a\n"}, member{"b.txt", prose}, member{"c.txt", ""}, member{"d.bin", "a\x00b"}), "!/b.txt !/a.png=binary !/c.txt=empty !/d.bin=binary"},
		{"story.docx", zipOf(member{"[Content_Types].xml", "<Types/>"}, member{"word/document.xml", "<w/>"}), "story.docx=binary"},
		{"strange\x1b name.tar", tarOf(member{"a\x1b[2Jb\xff.txt", prose}), "!/a\ufffd[2Jb\ufffd.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := readFile(t, c.name, c.in, Options{})
			if got, want := strings.ReplaceAll(told(docs, errs), c.name+"!/", "!/"), c.want; got != want {
				t.Errorf("as a file\n got %q\nwant %q", got, want)
			}
			docs, errs = stdin(t, c.in, Options{})
			want := strings.ReplaceAll(c.want, c.name, "-")
			if got := strings.ReplaceAll(told(docs, errs), "-!/", "!/"); got != want {
				t.Errorf("from a pipe\n got %q\nwant %q", got, want)
			}
			for _, d := range docs {
				if d.Body != prose && d.Body != prose+prose && d.Body != prose+"\n\n"+prose {
					t.Errorf("%s: body %q", d.ID, d.Body)
				}
			}
		})
	}
}

// A damaged archive is one finding, and what could be read before it is read.
func TestDamagedArchives(t *testing.T) {
	noise := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < 300<<10 {
		fmt.Fprintf(&b, `{"id":"%d","text":"%s %x"}`+"\n", noise.Uint64(), prose, noise.Uint64())
	}
	long := b.String()
	flip := func(s string, at int) string { return s[:at] + string([]byte{s[at] ^ 0xff}) + s[at+1:] }
	packed := gz(long)
	files := tarOf(member{"a.txt", prose}, member{"b.jsonl", long}, member{"c.txt", prose})
	zipped := zipOf(member{"a.txt", prose}, member{"b.txt", strings.ReplaceAll(long, "{", "- ")}, member{"c.txt", prose})
	for _, c := range []struct {
		name, in, msg string
		docs          string // ids of files that must be there
		errs          int
	}{
		{"cut.jsonl.gz", packed[:len(packed)/2], "gzip data breaks off", "", 1},
		{"sum.jsonl.gz", flip(packed, len(packed)-6), "gzip data is damaged", "", 1},
		{"garbage.gz", packed + "garbage after the end", "gzip data is damaged", "", 1},
		{"cut.zst", zst(long)[:5000], "zstd data breaks off", "", 1},
		{"flip.zst", flip(zst(long), 4000), "zstd data is damaged", "", 1},
		{"cut.tar", files[:100<<10], "breaks off", "!/a.txt", 1},
		{"cut.tar.gz", gz(files)[:20<<10], "breaks off", "!/a.txt", 1},
		{"flip.zip", flip(zipped, len(zipped)/2), "zip archive", "!/a.txt !/c.txt", 1},
		{"cut.zip", zipped[:len(zipped)-30], "breaks off", "", 1},
		{"later.tar", tarOf(member{"a.jsonl.gz", packed[:len(packed)/2]}, member{"b.txt", prose}), "gzip data breaks off", "!/b.txt", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := readFile(t, c.name, c.in, Options{})
			if len(errs) != c.errs || errs[0].Reason != diag.Damaged || !strings.Contains(errs[0].Msg, c.msg) || errs[0].Hint == "" || !strings.HasPrefix(errs[0].File, c.name) {
				t.Errorf("findings %v", errs)
			}
			var ids []string
			for _, d := range docs {
				if strings.Contains(d.ID, "!/") {
					ids = append(ids, strings.TrimPrefix(d.ID, c.name))
				}
			}
			if got := strings.Join(ids, " "); got != c.docs {
				t.Errorf("documents %q, want %q", got, c.docs)
			}
		})
	}
}

// zeros is text that packs to next to nothing.
func zeros(n int) string { return strings.Repeat("a ", n/2) }

func TestBombsOfEachKind(t *testing.T) {
	many := make([]member, 30)
	for i := range many {
		many[i] = member{fmt.Sprintf("%d.txt", i), prose}
	}
	deep := prose
	for i := range 9 {
		if deep = gz(deep); i%2 == 1 {
			deep = tarOf(member{"in.gz", deep})
		}
	}
	layered := zipOf(member{"a.zip", zipOf(member{"b.zip", zipOf(member{"big.jsonl", `{"text":"` + zeros(3<<20) + `"}`})})})
	for _, c := range []struct {
		name, in, msg string
		limits        Limits
		docs          int
	}{
		{"ratio.jsonl.gz", gz(`{"text":"` + zeros(2<<20) + `"}`), "times its length", Limits{From: 1 << 20}, 0},
		{"ratio.json.zst", zst(`{"text":"` + zeros(2<<20) + `"}`), "times its length", Limits{From: 1 << 20}, 0},
		{"ratio.tar.gz", gz(tarOf(member{"a.txt", prose}, member{"b.jsonl", `{"text":"` + zeros(2<<20) + `"}`}, member{"c.txt", prose})), "times its length", Limits{From: 1 << 20}, 1},
		{"ratio.zip", zipOf(member{"a.txt", prose}, member{"b.jsonl", `{"text":"` + zeros(2<<20) + `"}`}, member{"c.txt", prose}), "times its length", Limits{From: 1 << 20}, 1},
		{"total.jsonl.gz", gz(lines + strings.Repeat(lines, 100)), "unpacks to more than", Limits{Unpacked: 10 << 10}, -1},
		{"layers.zip", layered, "unpacks to more than", Limits{Unpacked: 1 << 20}, 0},
		{"members.tar", tarOf(many...), "more than 20 files", Limits{Members: 20}, 20},
		{"members.zip", zipOf(many...), "more than 20 files", Limits{Members: 20}, 20},
		{"nested members.zip", zipOf(member{"a.zip", zipOf(many[:15]...)}, member{"b.zip", zipOf(many[:15]...)}), "more than 20 files", Limits{Members: 20}, -1},
		{"members.warc", strings.Repeat(warcRecordOf("response", "http://x/a", httpOf("text/html", "", samplePage)), 30), "more than 20 files", Limits{Members: 20}, 20},
		{"deep.gz", deep, "packed more than 6 times", Limits{}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := readFile(t, c.name, c.in, Options{Limits: c.limits})
			if len(errs) != 1 || errs[0].Reason != diag.Bomb || !strings.Contains(errs[0].Msg, c.msg) || errs[0].Hint == "" {
				t.Errorf("findings %v", errs)
			}
			if c.docs >= 0 && len(docs) != c.docs {
				t.Errorf("%d documents, want %d", len(docs), c.docs)
			}
		})
	}
}

// Two entries of a zip directory that share the same bytes unpack to more than
// the file holds, without any packing that is too tight.
func TestZipWithEntriesOverOneAnother(t *testing.T) {
	body := `{"text":"` + strings.Repeat(prose+" ", 2000) + `"}`
	one := zipOf(member{"a.json", body})
	dir := strings.Index(one, "PK\x01\x02")
	end := strings.Index(one, "PK\x05\x06")
	entry := one[dir:end]
	n := 200
	count := string([]byte{byte(n), byte(n >> 8)})
	tail := one[end:end+8] + count + count + le32(len(entry)*n) + le32(dir) + "\x00\x00"
	_, errs := readFile(t, "quilt.zip", one[:dir]+strings.Repeat(entry, n)+tail, Options{Limits: Limits{Unpacked: 10 << 20}})
	if len(errs) != 1 || errs[0].Reason != diag.Bomb {
		t.Errorf("findings %v", errs)
	}
}

func le32(n int) string { return string([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}) }

// A directory that takes all memory is refused before it is read whole.
func TestZipWithADirectoryTooLong(t *testing.T) {
	at := &countedAt{at: strings.NewReader(strings.Repeat("x", 1000)), left: 100}
	got, err := io.ReadAll(io.NewSectionReader(at, 0, 1000))
	if de, ok := err.(*diag.Error); !ok || de.Reason != diag.Bomb || len(got) != 100 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestLockedZip(t *testing.T) {
	s := []byte(zipOf(member{"a.txt", prose}))
	s[6] |= 1
	s[bytes.Index(s, []byte("PK\x01\x02"))+8] |= 1
	_, errs := readFile(t, "locked.zip", string(s), Options{})
	if len(errs) != 1 || errs[0].Reason != diag.Unreadable || errs[0].File != "locked.zip!/a.txt" || !strings.Contains(errs[0].Msg, "password") {
		t.Errorf("findings %v", errs)
	}
}

// Progress counts bytes of the file, however many are unpacked, and never goes
// back or beyond the end.
func TestProgressOfPackedFilesCountsPackedBytes(t *testing.T) {
	noise := rand.New(rand.NewPCG(3, 4))
	var ms []member
	for i := range 200 {
		var b strings.Builder
		for range 400 {
			fmt.Fprintf(&b, "%s %x\n", prose, noise.Uint64())
		}
		ms = append(ms, member{fmt.Sprintf("%03d.txt", i), b.String()})
	}
	for name, s := range map[string]string{"a.zip": zipOf(ms...), "a.tar.gz": gz(tarOf(ms...)), "a.tar": tarOf(ms...), "a.tar.zst": zst(tarOf(ms...))} {
		p := filepath.Join(t.TempDir(), name)
		os.WriteFile(p, []byte(s), 0o644)
		r := Open([]string{p}, Options{})
		last := int64(0)
		for i := 0; ; i++ {
			_, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			done, total := r.Progress()
			if done < last || done > total {
				t.Fatalf("%s: %d after %d of %d", name, done, last, total)
			}
			if want := total * int64(i+1) / 200; done < want/2-(128<<10) || done > want*2+(2<<20) {
				t.Errorf("%s: %d of %d bytes at document %d", name, done, total, i+1)
			}
			last = done
		}
		if done, total := r.Progress(); done != total || total != int64(len(s)) {
			t.Errorf("%s: ends at %d of %d", name, done, total)
		}
	}
}

func TestPatterns(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"2023-12.txt", "2024-01.txt", "2024-02.txt", "2024-02.log", "a/2024-03.txt", "a/b/2024-04.txt", "a/b/c.md", ".git/2024-05.txt", "a/.h/2024-06.txt", "[odd].txt"} {
		p := filepath.Join(dir, n)
		os.MkdirAll(filepath.Dir(p), 0o755)
		os.WriteFile(p, []byte(prose), 0o644)
	}
	for _, c := range []struct{ pattern, want string }{
		{"2024-*.txt", "2024-01.txt 2024-02.txt"},
		{"2024-0[12].*g", "2024-02.log"},
		{"202?-*.txt", "2023-12.txt 2024-01.txt 2024-02.txt"},
		{"**/2024-*.txt", "2024-01.txt 2024-02.txt a/2024-03.txt a/b/2024-04.txt"},
		{"a/**/*.txt", "a/2024-03.txt a/b/2024-04.txt"},
		{"**/**/c.md", "a/b/c.md"},
		{"**/b", "a/b/2024-04.txt a/b/c.md"},
		{"**/b*", "a/b/2024-04.txt a/b/c.md"},
		{"a/**", "a/2024-03.txt a/b/2024-04.txt a/b/c.md"},
		{"*/b/*.txt", "a/b/2024-04.txt"},
		{".g*/*.txt", ".git/2024-05.txt"},
		{"[odd].txt", "[odd].txt"},
		{"none-*.txt", "none-*.txt=no such file"},
		{"[x.txt", "[x.txt=no such file"},
	} {
		docs, errs := readAll(t, Open([]string{filepath.Join(dir, c.pattern)}, Options{}))
		if got := strings.ReplaceAll(told(docs, errs), dir+"/", ""); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.pattern, got, c.want)
		}
	}
	t.Chdir(dir)
	docs, errs := readAll(t, Open([]string{"**/c.m?"}, Options{}))
	if got := told(docs, errs); got != "a/b/c.md" {
		t.Errorf("relative: %s", got)
	}
}
