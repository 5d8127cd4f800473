package parse

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unsafe"

	"entente/data"
	"entente/internal/text"
)

func mustSegment(t testing.TB, body string, zones ...text.Zone) *text.Document {
	t.Helper()
	s, err := newSegmenter(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	doc := &text.Document{Body: body, Zones: zones}
	s.segment(doc)
	return doc
}

// show writes one sentence a line, tokens parted by spaces, a blank line
// between paragraphs.
func show(d *text.Document) string {
	var sb strings.Builder
	for i, s := range d.Sentences {
		if i > 0 {
			sb.WriteByte('\n')
			if s.Paragraph != d.Sentences[i-1].Paragraph {
				sb.WriteByte('\n')
			}
		}
		for t := s.First; t < s.Last; t++ {
			if t > s.First {
				sb.WriteByte(' ')
			}
			sb.WriteString(d.Tokens[t].Form)
		}
	}
	return sb.String()
}

func TestTokens(t *testing.T) {
	for _, c := range [][2]string{
		{"They don't, can't and won't; it's Iran's.", "They do n't , ca n't and wo n't ; it 's Iran 's ."},
		{"It cannot wait. The workers’ union said I’m late.", "It can not wait .\nThe workers ' union said I 'm late ."},
		{"A Moscow-based, pro-Russian, non-nuclear co-founder of the 50-page follow-up.", "A Moscow - based , pro-Russian , non-nuclear co-founder of the 50 - page follow - up ."},
		{"RE-think the UN-brokered mid-June deal between 1999-2004.", "RE - think the UN - brokered mid-June deal between 1999 - 2004 ."},
		{"Gen. Ivan S. Petrov and Lt. Col. J. R. Smith met in St. Petersburg.", "Gen. Ivan S. Petrov and Lt. Col. J. R. Smith met in St. Petersburg ."},
		{"U.S. troops left the U.S. The Senate agreed.", "U.S. troops left the U.S.\nThe Senate agreed ."},
		{"The U.S. Senate voted at 10 a.m. Monday, i.e. early.", "The U.S. Senate voted at 10 a.m. Monday , i.e. early ."},
		{"Resolution No. 1701 was adopted. No. It was not.", "Resolution No. 1701 was adopted .\nNo .\nIt was not ."},
		{"It cost $1,200.50, US$5bn or 10% of 3.5m at 10:30am.", "It cost $ 1,200.50 , US$ 5 bn or 10 % of 3.5 m at 10:30 am ."},
		{"“We go,” he said. “Do you?” she asked. ‘No!’ he cried.", "\" We go , \" he said .\n\" Do you ? \" she asked .\n' No ! ' he cried ."},
		{`"Why?" Smith asked. "We left." They had.`, "\" Why ? \" Smith asked .\n\" We left . \"\nThey had ."},
		{"He left ... and came back... Then he slept.", "He left ... and came back ...\nThen he slept ."},
		{"The 1990s, the '90s, the 5th, 9/11, 2025-06-26 and 713-853-3989.", "The 1990s , the '90s , the 5th , 9/11 , 2025-06-26 and 713-853-3989 ."},
		{"O'Brien of Côte d’Ivoire met AT&T and al-Qa'ida.", "O'Brien of Côte d'Ivoire met AT&T and al - Qa'ida ."},
		{"10\u202f000 men, co\u00adoperation\u200b, a\u00a0word\ufeff.", "10000 men , cooperation , a word ."},
		{"The war (which ended) is over.[12] They wept.", "The war ( which ended ) is over . [ 12 ]\nThey wept ."},
		{"They met in Washington, D.C., with Smith Inc. and Co. Ltd. on Jan. 5.", "They met in Washington , D.C. , with Smith Inc. and Co. Ltd. on Jan. 5 ."},
		{"Vitamin C. The rest followed. Plan B. Then he left.", "Vitamin C .\nThe rest followed .\nPlan B .\nThen he left ."},
		{"GEN. SMITH SPOKE. HE LEFT.", "GEN. SMITH SPOKE .\nHE LEFT ."},
	} {
		want := c[1]
		if got := show(mustSegment(t, c[0])); got != want {
			t.Errorf("%q\n got %s\nwant %s", c[0], got, want)
		}
	}
}

func TestAddressesStayWhole(t *testing.T) {
	got := show(mustSegment(t, "See (https://example.org/a?b=c), mail a.b@c.org or visit example.com. Now."))
	want := "See ( https://example.org/a?b=c ) , mail a.b@c.org or visit example.com .\nNow ."
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"blank lines part paragraphs, even inside a sentence", "The talks\r\n\r\nbegan.", "The talks\n\nbegan ."},
		{"hard-wrapped text", "The two defence ministers met in the northern port of Qingdao on\nThursday and spoke about joint exercises. Gen. Petrov, who chairs the\nRussian delegation, said that the talks would go on.",
			"The two defence ministers met in the northern port of Qingdao on Thursday and spoke about joint exercises .\nGen. Petrov , who chairs the Russian delegation , said that the talks would go on ."},
		{"one sentence a line", "Both sides met.\nThe talks were short.\nNobody was pleased.", "Both sides met .\nThe talks were short .\nNobody was pleased ."},
		{"a heading without a period", "Background\nThe two countries signed a treaty in 1994, which has been renewed twice.", "Background\nThe two countries signed a treaty in 1994 , which has been renewed twice ."},
		{"list items", "They agreed on:\n• trade with Iran\n• a border at the river\n1. An office", "They agreed on :\n• trade with Iran\n• a border at the river\n1. An office"},
		{"a line that breaks off goes on", "The minister of\nForeign Affairs left.", "The minister of Foreign Affairs left ."},
		{"lines of several sentences are paragraphs", "One came. Two left.\nThree stayed. Four slept.", "One came .\nTwo left .\n\nThree stayed .\nFour slept ."},
		{"tabs and bullets", "\t\t \n\u00a0\n", ""},
		{"empty", "", ""},
	} {
		if got := show(mustSegment(t, c.in)); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestZonesAreNotProse(t *testing.T) {
	body := "Talks begin\n\nQINGDAO, June 26 (Agency) - Ministers met. They left.\nRead more"
	at := strings.Index(body, "Ministers")
	more := strings.Index(body, "Read")
	doc := mustSegment(t, body,
		text.Zone{Span: text.Span{Start: 0, End: 11}, Kind: text.ZoneTitle},
		text.Zone{Span: text.Span{Start: 13, End: int32(at)}, Kind: text.ZoneDateline},
		text.Zone{Span: text.Span{Start: int32(at), End: int32(at + 4)}, Kind: text.ZoneBody},
		text.Zone{Span: text.Span{Start: int32(more), End: int32(len(body))}, Kind: text.ZoneBoilerplate})
	if got, want := show(doc), "Ministers met .\nThey left ."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFoundingArticleHasOneSentenceALine(t *testing.T) {
	b, err := os.ReadFile("../../../../shared/seed/article.txt")
	if err != nil {
		t.Skip("the shared data folder is not there")
	}
	doc := mustSegment(t, string(b))
	if lines := strings.Count(strings.TrimSpace(string(b)), "\n") + 1; len(doc.Sentences) != lines {
		t.Errorf("%d sentences for %d lines", len(doc.Sentences), lines)
	}
}

func TestLongSentenceIsCutAtAComma(t *testing.T) {
	body := strings.Repeat("and so they went on, ", 1000)
	doc := mustSegment(t, body)
	for _, s := range doc.Sentences {
		if n := s.Last - s.First; n > maxSentence {
			t.Fatalf("a sentence of %d tokens", n)
		}
		if doc.Tokens[s.Last-1].Form != "," {
			t.Fatalf("cut after %q", doc.Tokens[s.Last-1].Form)
		}
	}
}

func TestFormsAliasTheBody(t *testing.T) {
	doc := mustSegment(t, "Russia and China’s leaders met.")
	for _, k := range doc.Tokens {
		raw := doc.Body[k.Start:k.End]
		if k.Form == raw && unsafe.StringData(k.Form) != unsafe.StringData(raw) {
			t.Errorf("%q was copied", k.Form)
		}
	}
}

func TestWrongTableLinesAreReportedTogether(t *testing.T) {
	bad := "kind\tform\tvalue\ntitel\tMr.\nprefix\tnon\nprefix\tnon\nsplit\tcannot\tcan|nt\n"
	_, err := newSegmenter(fstest.MapFS{segmentTable: {Data: []byte(bad)}})
	if err == nil || strings.Count(err.Error(), segmentTable) != 3 || !strings.Contains(err.Error(), "did you mean title?") {
		t.Errorf("got %v", err)
	}
	_, err = newLemmatiser(fstest.MapFS{lemmaTable: {Data: []byte("tag\tlemma\tforms\nVREB\tgo\twent\nVERB\t\nVERB\tgo\nVERB\tgo\n")}})
	if err == nil || strings.Count(err.Error(), lemmaTable) != 3 {
		t.Errorf("got %v", err)
	}
}

func TestLemmas(t *testing.T) {
	l, err := newLemmatiser(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	past, ger, third := text.Past|text.Finite, text.Gerund, text.Pres|text.Finite|text.Third
	for _, c := range []struct {
		form string
		tag  text.UPOS
		f    text.Feats
		want string
	}{
		{"imposed", text.VERB, past, "impose"}, {"met", text.VERB, past, "meet"}, {"withdrew", text.VERB, past, "withdraw"},
		{"found", text.VERB, past, "find"}, {"found", text.VERB, text.Infinitive, "found"}, {"signalled", text.VERB, past, "signal"},
		{"negotiating", text.VERB, ger, "negotiate"}, {"visiting", text.VERB, ger, "visit"}, {"stopping", text.VERB, ger, "stop"},
		{"challenges", text.VERB, third, "challenge"}, {"launches", text.VERB, third, "launch"}, {"denies", text.VERB, third, "deny"},
		{"agreed", text.VERB, past, "agree"}, {"freed", text.VERB, past, "free"}, {"killed", text.VERB, past, "kill"},
		{"re-elected", text.VERB, past, "re-elect"}, {"Attacking", text.VERB, ger, "attack"}, {"dying", text.VERB, ger, "die"},
		{"bring", text.VERB, text.Infinitive, "bring"}, {"required", text.VERB, past, "require"}, {"arranged", text.VERB, past, "arrange"},
		{"countries", text.NOUN, text.Plural, "country"}, {"troops", text.NOUN, text.Plural, "troops"}, {"gunmen", text.NOUN, text.Plural, "gunman"},
		{"crises", text.NOUN, text.Plural, "crisis"}, {"viruses", text.NOUN, text.Plural, "virus"}, {"moves", text.NOUN, text.Plural, "move"},
		{"news", text.NOUN, 0, "news"}, {"houses", text.NOUN, text.Plural, "house"}, {"CEO", text.NOUN, 0, "CEO"},
		{"Russian", text.ADJ, 0, "Russian"}, {"Foreign", text.ADJ, 0, "foreign"}, {"largest", text.ADJ, 0, "large"}, {"former", text.ADJ, 0, "former"},
		{"Nations", text.PROPN, text.Plural, "Nations"}, {"n't", text.PART, 0, "not"}, {"was", text.AUX, past, "be"},
		{"her", text.PRON, text.Possessive, "her"}, {"her", text.PRON, 0, "she"}, {"them", text.PRON, 0, "they"}, {"10,000", text.NUM, 0, "10000"},
	} {
		if got := l.lemma(c.form, strings.ToLower(c.form), c.tag, c.f); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.form, c.tag, got, c.want)
		}
	}
}

// checkPage holds for every input: tokens lie in the body in order, sentences
// cover all tokens, no sentence crosses a blank line or touches an excluded zone.
func checkPage(t *testing.T, doc *text.Document) {
	t.Helper()
	var end, tok int32
	for i, k := range doc.Tokens {
		if k.Start < end || k.End <= k.Start || int(k.End) > len(doc.Body) || k.Form == "" {
			t.Fatalf("token %d %+v after %d", i, k, end)
		}
		end = k.End
		for _, z := range doc.Zones {
			if z.Kind != text.ZoneBody && z.Overlaps(k.Span) {
				t.Fatalf("token %+v lies in zone %+v", k, z)
			}
		}
	}
	var para int32
	for _, s := range doc.Sentences {
		if s.First != tok || s.Last <= s.First || s.Last-s.First > maxSentence || s.Root != -1 || s.Paragraph < para {
			t.Fatalf("sentence %+v, token %d, paragraph %d", s, tok, para)
		}
		if s.Start != doc.Tokens[s.First].Start || s.End != doc.Tokens[s.Last-1].End {
			t.Fatalf("sentence %+v does not span its tokens", s)
		}
		if strings.Contains(doc.Text(s.Span), "\n\n") {
			t.Fatalf("sentence %q crosses a blank line", doc.Text(s.Span))
		}
		tok, para = s.Last, s.Paragraph
	}
	if int(tok) != len(doc.Tokens) {
		t.Fatalf("%d of %d tokens are in sentences", tok, len(doc.Tokens))
	}
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{
		"Hello. \"Why?\" he asked.\n\n- item\n• two", "a\u00adb\u200b\ufeff 10\u202f000 U.S.'s don’t '90s ''x''", "\xff\xfe. A\x80’s-’-",
		"http://a.b/(c)>. www.x a@b.c '", "1-2-3-4 555-1234 mid-to-late non- -non 1,00,000 3.5.", "\r\r\n\f\u2028\u0085",
	} {
		f.Add(s, uint8(3), uint8(9))
	}
	s, err := newSegmenter(data.FS)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string, a, b uint8) {
		doc := &text.Document{Body: body}
		if a < b && int(b) <= len(body) {
			doc.Zones = []text.Zone{{Span: text.Span{Start: int32(a), End: int32(b)}, Kind: text.ZoneByline}}
		}
		s.segment(doc)
		checkPage(t, doc)
	})
}

func FuzzLemma(f *testing.F) {
	f.Add("re-elected", uint8(16), uint16(1))
	f.Add("0-\x8a\xe7", uint8(8), uint16(96))
	f.Add("'s", uint8(4), uint16(0))
	l, err := newLemmatiser(data.FS)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, form string, tag uint8, feats uint16) {
		if form == "" {
			return
		}
		if got := l.lemma(form, strings.ToLower(form), text.UPOS(int(tag)%text.NumUPOS), text.Feats(feats)); got == "" {
			t.Fatalf("%q has an empty lemma", form)
		}
	})
}

func BenchmarkSegment(b *testing.B) {
	body := strings.Repeat("The two defence ministers, Gen. Ivan Petrov and Li Wei, met in Qingdao on Thursday and didn't rule out joint non-nuclear exercises in the U.S.-led coalition's waters. ", 2000)
	s, err := newSegmenter(data.FS)
	if err != nil {
		b.Fatal(err)
	}
	doc := &text.Document{Body: body}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		s.segment(doc)
	}
	b.ReportMetric(float64(len(doc.Sentences)*b.N)/b.Elapsed().Seconds(), "sentences/s")
}

// Hostile shapes must take linear time: a test that hangs here is a quadratic
// look ahead.
func TestHostileTextIsLinear(t *testing.T) {
	for _, unit := range []string{"(", "a", ".", "'", "a-", "a'", "1,", "[1]", "a.\n", "\n", "\"", "http://", "\u00ad", "U.S.", "- ", "x\n- y\n", "A. "} {
		start := time.Now()
		checkPage(t, mustSegment(t, strings.Repeat(unit, 1<<19/len(unit))))
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q repeated to half a megabyte takes %v", unit, d)
		}
	}
}
