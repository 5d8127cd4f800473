package source

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/text"
)

// readAll drains a reader into documents and findings.
func readAll(t *testing.T, r *Reader) (docs []*text.Document, errs []*diag.Error) {
	t.Helper()
	for {
		d, err := r.Next()
		if err == io.EOF {
			return docs, errs
		}
		var de *diag.Error
		switch {
		case err == nil:
			checkZones(t, d)
			docs = append(docs, d)
		case errors.As(err, &de):
			errs = append(errs, de)
		default:
			t.Fatalf("error that is no finding: %v", err)
		}
	}
}

func checkZones(t *testing.T, d *text.Document) {
	t.Helper()
	end := int32(0)
	for _, z := range d.Zones {
		if z.Start < end || z.End <= z.Start || int(z.End) > len(d.Body) {
			t.Fatalf("zones of %s overlap or leave the body: %v of %d bytes", d.ID, d.Zones, len(d.Body))
		}
		end = z.End
	}
}

func stdin(t *testing.T, s string, o Options) ([]*text.Document, []*diag.Error) {
	t.Helper()
	o.Stdin = strings.NewReader(s)
	return readAll(t, Open([]string{"-"}, o))
}

// zoned writes a document's zones as "kind:text|kind:text".
func zoned(d *text.Document) string {
	var out []string
	for _, z := range d.Zones {
		out = append(out, z.Kind.String()+":"+d.Body[z.Start:z.End])
	}
	return strings.Join(out, "|")
}

const prose = "The foreign ministers of both countries met on Monday and agreed to hold further talks on the border, officials said."

func TestZonesOfPlainText(t *testing.T) {
	for _, c := range []struct{ name, in, zones, place, date string }{
		{"no zones", prose + "\n" + prose, "", "", ""},
		{"single line is never a title", "Russia and China hold talks", "", "", ""},
		{"title", "Ministers meet in Qingdao\n\n" + prose, "title:Ministers meet in Qingdao", "", ""},
		{"title case without blank line", "Ministers Meet in Qingdao\n" + prose, "title:Ministers Meet in Qingdao", "", ""},
		{"wire", "QINGDAO, June 26 (Agency) - " + prose, "dateline:QINGDAO, June 26 (Agency) - ", "QINGDAO", ""},
		{"wire with year", "QINGDAO, June 26, 2025 (Xinhua) -- " + prose, "dateline:QINGDAO, June 26, 2025 (Xinhua) -- ", "QINGDAO", "2025-6-26"},
		{"AP", "WASHINGTON (AP) — " + prose, "dateline:WASHINGTON (AP) — ", "WASHINGTON", ""},
		{"old AP", "BUDAPEST, Hungary (AP)_ " + prose, "dateline:BUDAPEST, Hungary (AP)_ ", "BUDAPEST", ""},
		{"AP alone on its line", "NAIROBI, Kenya (AP) _\n\n" + prose, "dateline:NAIROBI, Kenya (AP) _", "NAIROBI", ""},
		{"region", "MOSCOW, Russia — " + prose, "dateline:MOSCOW, Russia — ", "MOSCOW", ""},
		{"small letters", "Beijing, China (CNN) -- " + prose, "dateline:Beijing, China (CNN) -- ", "Beijing", ""},
		{"long dash", "Paris — " + prose, "dateline:Paris — ", "Paris", ""},
		{"colon", "NEW DELHI: " + prose, "dateline:NEW DELHI: ", "NEW DELHI", ""},
		{"no dash", "NEW DELHI, June 3 (PTI) " + prose, "dateline:NEW DELHI, June 3 (PTI) ", "NEW DELHI", ""},
		{"two cities", "MOSCOW/KYIV, June 3 (Reuters) - " + prose, "dateline:MOSCOW/KYIV, June 3 (Reuters) - ", "MOSCOW", ""},
		{"day first", "GENEVA, 12 June 2025 (UN News) – " + prose, "dateline:GENEVA, 12 June 2025 (UN News) – ", "GENEVA", "2025-6-12"},
		{"date in brackets", "Edmonton, Ky. (November 28, 2016) – " + prose, "dateline:Edmonton, Ky. (November 28, 2016) – ", "Edmonton", "2016-11-28"},
		{"press release", "LOUISVILLE, KY--(Marketwire - December 23, 2010) - " + prose, "dateline:LOUISVILLE, KY--(Marketwire - December 23, 2010) - ", "LOUISVILLE", "2010-12-23"},
		{"slashes", "OSLO, June 3, 2025 /PRNewswire/ -- " + prose, "dateline:OSLO, June 3, 2025 /PRNewswire/ -- ", "OSLO", "2025-6-3"},
		{"label is no dateline", "DEAR READERS: " + prose, "", "", ""},
		{"agency alone", "(Reuters) - " + prose, "dateline:(Reuters) - ", "", ""},
		{"abbreviated state", "FAIRFIELD, Conn. -- " + prose, "dateline:FAIRFIELD, Conn. -- ", "FAIRFIELD", ""},
		{"aside is no dateline", "Russia — which had refused for years — " + prose, "", "", ""},
		{"compound is no dateline", "Moscow-based analysts said so. " + prose, "", "", ""},
		{"WikiNews", "Airbus wins order\n\nTuesday, June 3, 2025\n\n" + prose, "title:Airbus wins order|dateline:Tuesday, June 3, 2025", "", "2025-6-3"},
		{"spaced date", "March 01 , 2008\n" + prose, "dateline:March 01 , 2008", "", "2008-3-1"},
		{"byline", "Talks resume\nBy Jane Doe and John Roe\n\nLONDON, May 2 (Reuters) - " + prose, "title:Talks resume|byline:By Jane Doe and John Roe|dateline:LONDON, May 2 (Reuters) - ", "LONDON", ""},
		{"byline with city", "Talks Resume in Vienna\n\nJane Doe, Moscow\n\n" + prose, "title:Talks Resume in Vienna|byline:Jane Doe, Moscow", "", ""},
		{"boilerplate", prose + "\n\nRead more: Ten things\n\n" + prose + "\n\nSign up for our newsletter\n\n© 2025 Agency. All rights reserved.", "boilerplate:Read more: Ten things|boilerplate:Sign up for our newsletter|boilerplate:© 2025 Agency. All rights reserved.", "", ""},
		{"prose that begins like boilerplate", prose + "\n\nShare prices fell after the talks.\n\nReaders were told.", "", "", ""},
		{"closing head", prose + "\n\nRelated news\n\nShips collide off Oman\n\nExternal links\n\n\"Talks\" — Agency, June 3, 2025", "boilerplate:Related news|boilerplate:Ships collide off Oman|boilerplate:External links|boilerplate:\"Talks\" — Agency, June 3, 2025", "", ""},
		{"subhead", prose + "\n\nA long history\n\n" + prose, "title:A long history", "", ""},
		{"byte order mark", bom + "Talks resume\n\n" + prose, "boilerplate:" + bom + "|title:Talks resume", "", ""},
		{"wrapped prose", "The foreign ministers of both countries met\non Monday and agreed to hold further talks on\nthe border, officials said.", "", "", ""},
		{"windows lines", "Talks resume\r\n\r\n" + prose + "\r\n", "title:Talks resume", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs, errs := stdin(t, c.in, Options{})
			if len(docs) != 1 || len(errs) != 0 {
				t.Fatalf("got %d documents, findings %v", len(docs), errs)
			}
			d := docs[0]
			if d.Body != c.in {
				t.Error("body is not the bytes given")
			}
			if got := zoned(d); got != c.zones {
				t.Errorf("zones\n got %s\nwant %s", got, c.zones)
			}
			if d.Dateline != c.place {
				t.Errorf("dateline place %q, want %q", d.Dateline, c.place)
			}
			if got := dateString(d.Published); got != c.date {
				t.Errorf("published %q, want %q", got, c.date)
			}
		})
	}
}

func dateString(d text.Date) string {
	if !d.Known() {
		return ""
	}
	return strings.Join([]string{itoa(int(d.Year)), itoa(int(d.Month)), itoa(int(d.Day))}, "-")
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestDatelineTakesItsYearFromTheGivenDate(t *testing.T) {
	docs, _ := stdin(t, "QINGDAO, Dec 30 (Agency) - "+prose, Options{Date: text.Date{Year: 2025, Month: 1, Day: 2}})
	if got := dateString(docs[0].Published); got != "2024-12-30" {
		t.Errorf("got %s", got)
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2025-06-27": "2025-6-27", "2025-06-27T10:00:00Z": "2025-6-27", "20250627": "2025-6-27", "June 27, 2025": "2025-6-27", "27 June 2025": "2025-6-27",
		"Fri, 27 Jun 2025 08:00:00 GMT": "2025-6-27", "2025-06": "2025-6-0", "2025": "2025-0-0", "27th of June 2025": "2025-6-27", "2024-02-29": "2024-2-29",
		"2025-02-29": "", "2025-02-31": "", "2025-13-01": "", "2025-00-01": "", "2025-01-00": "", "06/07/2025": "", "yesterday": "", "": "", "June 27": "", "1751000000": "", "2025x": "",
	} {
		d, err := ParseDate(in)
		if err != nil {
			d = text.Date{}
		}
		if got := dateString(d); got != want {
			t.Errorf("%q: got %q, want %q (%v)", in, got, want, err)
		}
	}
}

func TestJSONLines(t *testing.T) {
	in := strings.Join([]string{
		`{"id":"a","date":"2025-06-27","title":"T","text":"` + prose + `","url":"http://x","publisher":"P","language":"en-GB"}`,
		`{"id":7,"text":"caf\u00e9 \"quoted\" ` + prose + `"}`,
		``,
		`{"id":"b","text":"` + prose,
		`{"id":"c","text":5}`,
		`{"id":"d","date":"2025-02-31","text":"x"}`,
		`{"id":"e","body":"x"}`,
		`{"id":"f","text":"x","language":"fr"}`,
		"{\"id\":\"g\",\"text\":\"\xff\"}",
		`{"id":"a","text":"` + prose + `"}`,
		`[1]`,
		`{"text":" "}`,
		`{"text":"short"}`,
	}, "\n")
	docs, errs := stdin(t, in, Options{})
	var ids []string
	for _, d := range docs {
		ids = append(ids, d.ID)
	}
	if got := strings.Join(ids, " "); got != "a 7 a#2 -:13" {
		t.Errorf("ids %s", got)
	}
	if docs[0].Publisher != "P" || docs[0].Language != "en" || dateString(docs[0].Published) != "2025-6-27" || docs[0].Body != prose {
		t.Errorf("fields lost: %+v", docs[0])
	}
	if !strings.HasPrefix(docs[1].Body, `café "quoted"`) {
		t.Errorf("escapes: %s", docs[1].Body)
	}
	want := []struct {
		line, col int
		reason    diag.Reason
		msg       string
	}{
		{4, 0, diag.Syntax, "breaks off"}, {5, 0, diag.Syntax, `"text" must be a string`}, {6, 19, diag.BadDate, "impossible"}, {7, 1, diag.Syntax, `no field "text"`},
		{8, 0, diag.Language, "French"}, {9, 19, diag.Encoding, "0xff"}, {11, 0, diag.Syntax, "array"}, {12, 0, diag.Empty, "empty"},
	}
	if len(errs) != len(want) {
		t.Fatalf("findings: %v", errs)
	}
	for i, w := range want {
		e := errs[i]
		if e.Line != w.line || e.Reason != w.reason || !strings.Contains(e.Msg, w.msg) || w.col > 0 && e.Column != w.col {
			t.Errorf("finding %d: %d:%d %s %v, want %+v", i, e.Line, e.Column, e.Reason, e, w)
		}
	}
}

func TestBadFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	long := strings.Repeat("word ", 1000)
	for _, c := range []struct {
		path   string
		reason diag.Reason
		line   int
	}{
		{filepath.Join(dir, "none.txt"), diag.Missing, 0},
		{write("empty.txt", ""), diag.Empty, 0},
		{write("blank.txt", " \n\n"), diag.Empty, 0},
		{write("blank.jsonl", "\n\n"), diag.Empty, 0},
		{write("zero.txt", "abc\x00def"), diag.Binary, 0},
		{write("late.txt", strings.Repeat("x\n", headSize)+"\x00"), diag.Binary, 0},
		{write("a.pdf", "%PDF-1.7 x"), diag.Binary, 0},
		{write("latin2.txt", "one\ntwo Peri\xe6 three\n"), diag.Encoding, 2},
		{write("utf16.txt", "\xff\xfea\x00\x00\xd8b\x00"), diag.Encoding, 0},
		{write("long.txt", "one\n"+long), diag.TooLong, 2},
		{write("long.jsonl", `{"text":"x"}`+"\n"+`{"text":"`+long+`"}`), diag.TooLong, 2},
		{write("long.xml", "<Sentences>\n<Sentence id=\"1\"><Text>x</Text></Sentence>\n<!-- "+strings.Repeat(long, 40)+"-->"), diag.TooLong, 3},
		{write("cut.xml", "<Sentences>\n<Sentence id=\"1\"><Text>x"), diag.Syntax, 2},
		{write("other.xml", "<note></note>"), diag.Syntax, 0},
		{write("other.txt", "Der Minister hat am Montag in Berlin erklärt, dass die Regierung keine weiteren Gespräche führen werde, solange die Truppen an der Grenze stehen."), diag.Language, 0},
		{write("page.html", "<html><body></body></html>"), diag.Empty, 0},
	} {
		t.Run(filepath.Base(c.path), func(t *testing.T) {
			_, errs := readAll(t, Open([]string{c.path}, Options{MaxLine: 2000}))
			if len(errs) != 1 {
				t.Fatalf("findings: %v", errs)
			}
			if errs[0].Reason != c.reason || errs[0].File != c.path || errs[0].Line != c.line {
				t.Errorf("got %q at line %d: %v", errs[0].Reason, errs[0].Line, errs[0])
			}
		})
	}
}

func TestLongTextComesInPartsThatAddUp(t *testing.T) {
	var b strings.Builder
	b.WriteString("QINGDAO, June 26, 2025 (Agency) - ")
	for b.Len() < 5<<20 {
		b.WriteString(prose + " Émile agreed.\n\n")
	}
	in := b.String()
	for _, c := range []string{in, strings.ReplaceAll(in, "\n", " ")} {
		docs, errs := stdin(t, c, Options{})
		if len(errs) != 0 || len(docs) < 4 {
			t.Fatalf("%d parts, %v", len(docs), errs)
		}
		at := 0
		for i, d := range docs {
			if int(d.Offset) != at || d.Body != c[at:at+len(d.Body)] {
				t.Fatalf("part %d begins at %d, not %d", i, d.Offset, at)
			}
			at += len(d.Body)
			if dateString(d.Published) != "2025-6-26" || d.Dateline != "QINGDAO" {
				t.Errorf("part %d lost its date or place", i)
			}
		}
		if at != len(c) || docs[1].ID != "-#2" {
			t.Errorf("%d bytes of %d, second id %s", at, len(c), docs[1].ID)
		}
	}
}

func TestShortEnglishWithForeignNamesIsEnglish(t *testing.T) {
	for _, s := range []string{
		"Boko Haram has launched many similar attacks during its six-year campaign for a strict Islamic state in northeastern Nigeria.",
	} {
		if got := detect(s); got != "en" {
			t.Errorf("%q taken for %q", s, got)
		}
	}
	for want, s := range map[string]string{
		"de": "Der Minister hat am Montag in Berlin erklärt, dass die Regierung keine weiteren Gespräche führen werde, solange die Truppen stehen.",
		"es": "El ministro de Defensa ruso se reunió el jueves con su homólogo chino en Qingdao para hablar de la cooperación militar entre ambos países.",
		"nl": "De minister van Defensie heeft donderdag in Berlijn gezegd dat de regering geen verdere gesprekken zal voeren of was van plan te voeren.",
	} {
		if got := detect(s); got != want {
			t.Errorf("%q taken for %q", s, got)
		}
	}
}

func TestFolderIsWalkedInOrderAndGoesOnAfterErrors(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"b.txt", "a/z.txt", "a/y.unknown", ".hidden/x.txt", "c.bin"} {
		p := filepath.Join(dir, n)
		os.MkdirAll(filepath.Dir(p), 0o755)
		body := prose
		if n == "c.bin" {
			body = "\x00"
		}
		os.WriteFile(p, []byte(body), 0o644)
	}
	r := Open([]string{dir, "none"}, Options{})
	docs, errs := readAll(t, r)
	var got []string
	for _, d := range docs {
		rel, _ := filepath.Rel(dir, d.Path)
		got = append(got, rel)
	}
	if strings.Join(got, " ") != "a/y.unknown a/z.txt b.txt" || len(errs) != 2 {
		t.Errorf("documents %v, findings %v", got, errs)
	}
	if done, total := r.Progress(); done != total || total == 0 {
		t.Errorf("progress %d of %d", done, total)
	}
}

func TestPetrarch(t *testing.T) {
	in := `<?xml version="1.0"?><Sentences><!-- <Sentence id="no"> -->
<Sentence date = "20080804" id ="AFP_4" source = "AFP" sentence = "True">
<Text>
The stopover came as the US leader &amp; his aides prepared to attend
the Games. 
</Text>
<Parse>( (S (NP Text) ) </Parse>
</Sentence>
<Sentence id="bad" date="20080231"><Text>x</Text></Sentence>
<Sentence id="last"><Text>y</Text></Sentence></Sentences>`
	docs, errs := stdin(t, in, Options{})
	if len(docs) != 2 || len(errs) != 1 {
		t.Fatalf("%v %v", docs, errs)
	}
	d := docs[0]
	if d.ID != "AFP_4" || d.Publisher != "AFP" || dateString(d.Published) != "2008-8-4" || d.Line != 2 || d.Body != "\nThe stopover came as the US leader & his aides prepared to attend\nthe Games. \n" {
		t.Errorf("%+v", d)
	}
	if errs[0].Reason != diag.BadDate || errs[0].Line != 9 {
		t.Errorf("%v line %d", errs[0], errs[0].Line)
	}
}

func TestHTMLPage(t *testing.T) {
	in := `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Talks resume - Daily</title>
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Talks resume","datePublished":"2025-06-27T08:00:00Z","publisher":{"@type":"Organization","name":"Daily Herald"}}]}</script>
<link rel="canonical" href="https://example.org/a"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Talks resume</h1><p>` + prose + ` ` + prose + `</p><h2>A long history</h2><p>` + prose + " " + prose + `</p><figure><img src="x.jpg"><figcaption>Ministers shake hands in the capital</figcaption></figure><p>` + prose + `</p></article></body></html>`
	docs, errs := stdin(t, in, Options{})
	if len(docs) != 1 {
		t.Fatal(errs)
	}
	d := docs[0]
	if d.Title != "Talks resume" || d.Publisher != "Daily Herald" || dateString(d.Published) != "2025-6-27" || d.URL != "https://example.org/a" || d.Language != "en" {
		t.Errorf("%q %q %v %q %q", d.Title, d.Publisher, d.Published, d.URL, d.Language)
	}
	if z := zoned(d); !strings.Contains(z, "title:A long history") || strings.Contains(d.Body, "Home") || !strings.Contains(d.Body, prose+" "+prose+"\n\n") {
		t.Errorf("zones %s\nbody %s", z, d.Body)
	}
}

// A run that breaks off (its output has gone away) closes the source while the
// reading goroutine is still in Next.
func TestCloseWhileReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "many.jsonl")
	if err := os.WriteFile(path, []byte(strings.Repeat(`{"id":"a","text":"Kenya shut its border with Somalia on Monday, officials said.","language":"en"}`+"\n", 200)), 0o644); err != nil {
		t.Fatal(err)
	}
	one, _ := os.ReadFile(path)
	packed, archive := path+".gz", path+".zip"
	os.WriteFile(packed, []byte(gz(string(one))), 0o644)
	os.WriteFile(archive, []byte(zipOf(member{"a.jsonl", string(one)}, member{"b.jsonl", string(one)})), 0o644)
	for i := range 30 {
		r := Open([]string{[]string{path, packed, archive}[i%3], path}, Options{})
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		left := make(chan struct{})
		go func() {
			defer close(left)
			for {
				if _, err := r.Next(); err == io.EOF {
					return
				}
			}
		}()
		r.Close()
		<-left
	}
}
