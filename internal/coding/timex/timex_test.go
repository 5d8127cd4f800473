package timex

import (
	"strings"
	"testing"
	"testing/fstest"

	"entente/data"
	"entente/internal/reading/parse"
	"entente/internal/record"
	"entente/internal/text"
)

// The page in these tests is cut but not parsed: what holds here holds without
// a model. Thursday, 26 June 2025.
var published = text.Date{Year: 2025, Month: 6, Day: 26}

func tagText(t testing.TB, body string, day text.Date) []record.Time {
	t.Helper()
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	doc := &text.Document{Body: body, Published: day}
	seg.Segment(doc)
	return g.Tag(doc)
}

// show writes "text = TYPE value start..end" for each time.
func show(times []record.Time) string {
	var sb strings.Builder
	for i, x := range times {
		if i > 0 {
			sb.WriteString("; ")
		}
		sb.WriteString(x.Text + " = " + x.Type + " " + x.Value)
		if x.Start != "" {
			sb.WriteString(" " + x.Start)
			if x.End != x.Start {
				sb.WriteString(".." + x.End)
			}
		}
	}
	return sb.String()
}

func TestExpressions(t *testing.T) {
	for _, c := range [][2]string{
		{"They met on June 26, 2025.", "June 26, 2025 = DATE 2025-06-26 2025-06-26"},
		{"They met on 3 March 2024 and on the 5th of May.", "3 March 2024 = DATE 2024-03-03 2024-03-03; the 5th of May = DATE 2025-05-05 2025-05-05"},
		{"The pact of 2025-02-28 was kept.", "2025-02-28 = DATE 2025-02-28 2025-02-28"},
		{"It came on 26/06/2025, not on 05/06/2025.", "26/06/2025 = DATE 2025-06-26 2025-06-26; 05/06/2025 = DATE "},
		{"Nothing happened on February 31, 2024, on 30 February or on 2024-02-30.", ""},
		{"The talks of June 26-28 ended.", "June 26-28 = DATE 2025-06-26/2025-06-28 2025-06-26..2025-06-28"},
		{"War came in June 2025, mid-May and early 2024.", "June 2025 = DATE 2025-06 2025-06-01..2025-06-30; mid-May = DATE 2025-05 2025-05-11..2025-05-21; early 2024 = DATE 2024 2024-01-01..2024-05-01"},
		{"The 1990s were calm; the late 1980s were not.", "The 1990s = DATE 199X 1990-01-01..1999-12-31; the late 1980s = DATE 198X 1986-09-02..1989-12-31"},
		{"Exports fell in Q3 2024 and in the first quarter.", "Q3 2024 = DATE 2024-Q3 2024-07-01..2024-09-30; the first quarter = DATE 2025-Q1 2025-01-01..2025-03-31"},
		{"The spring of 2023 was wet.", "The spring of 2023 = DATE 2023-SP 2023-03-01..2023-05-31"},
		{"They met on Monday.", "Monday = DATE 2025-06-23 2025-06-23"},
		{"They will meet on Monday.", "Monday = DATE 2025-06-30 2025-06-30"},
		{"They met last Thursday and will meet next Thursday.", "last Thursday = DATE 2025-06-19 2025-06-19; next Thursday = DATE 2025-07-03 2025-07-03"},
		{"He left yesterday and returns tomorrow.", "yesterday = DATE 2025-06-25 2025-06-25; tomorrow = DATE 2025-06-27 2025-06-27"},
		{"Last week they agreed; next month they sign.", "Last week = DATE 2025-W25 2025-06-16..2025-06-22; next month = DATE 2025-07 2025-07-01..2025-07-31"},
		{"Three days ago, a year ago and two months ago.", "Three days ago = DATE 2025-06-23 2025-06-23; a year ago = DATE 2024 2024-01-01..2024-12-31; two months ago = DATE 2025-04 2025-04-01..2025-04-30"},
		{"It grew in the past three years.", "the past three years = DURATION P3Y 2022-06-26..2025-06-26"},
		{"Since 2014 and by 2030, from 1999 to 2004.", "2014 = DATE 2014 2014-01-01..2014-12-31; 2030 = DATE 2030 2030-01-01..2030-12-31; 1999 = DATE 1999 1999-01-01..1999-12-31; 2004 = DATE 2004 2004-01-01..2004-12-31"},
		{"In recent years ties grew.", "recent years = DATE PAST_REF"},
		{"They will shape the order in the decades to come.", "the decades to come = DATE FUTURE_REF"},
		{"On the sidelines of the June summit they spoke.", "June = DATE 2025-06 2025-06-01..2025-06-30"},
		{"They spoke for three hours and a five-year plan began.", "three hours = DURATION PT3H; a five-year = DURATION P5Y"},
		{"They meet every Tuesday and report annually.", "every Tuesday = SET XXXX-WXX-2; annually = SET P1Y"},
		{"Moscow sent 2014 soldiers and 1999 tanks.", ""},
		{"Resolution 1973 passed in 2011.", "2011 = DATE 2011 2011-01-01..2011-12-31"},
		{"It may march in on foot.", ""},
		{"On May 9, Victory Day, they paraded.", "May 9 = DATE 2025-05-09 2025-05-09; Victory Day = DATE 2025-05-09 2025-05-09"},
		{"The 45-year-old man left at 10:30 a.m. on Friday.", "10:30 a.m. on Friday = TIME 2025-06-20T10:30 2025-06-20"},
		{"He came on June 24. Two days later he left.", "June 24 = DATE 2025-06-24 2025-06-24; Two days later = DATE 2025-06-26 2025-06-26"},
		{"It is now unclear.", "now = DATE PRESENT_REF"},
		{"Thanksgiving 2024 fell late.", "Thanksgiving 2024 = DATE 2024-11-28 2024-11-28"},
		{"The end of last year was calm.", "The end of last year = DATE 2024 2024-09-01..2024-12-31"},
		{"They talked late on Wednesday night.", "late on Wednesday night = TIME 2025-06-25TNI 2025-06-25"},
		{"The 20th century saw it.", "The 20th century = DATE 19 1901-01-01..2000-12-31"},
	} {
		if got := show(tagText(t, c[0], published)); strings.TrimSpace(got) != strings.TrimSpace(c[1]) {
			t.Errorf("%s\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

func TestNothingIsGuessedWithoutADocumentDate(t *testing.T) {
	for _, x := range tagText(t, "Yesterday, on Monday, last week, on June 26, in May and a year ago they met this morning.", text.Date{}) {
		if x.Start != "" || x.Reason != "no document date" {
			t.Errorf("%+v", x)
		}
	}
	got := show(tagText(t, "They met on Monday, June 3, 2024.", text.Date{}))
	if want := "Monday, June 3, 2024 = DATE 2024-06-03 2024-06-03"; got != want {
		t.Errorf("got %s", got)
	}
}

// The tense of the governing verb decides where a tree says it.
func TestTreeTense(t *testing.T) {
	g, err := New(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	doc := &text.Document{Body: "Both agree to meet Friday", Published: published}
	seg.Segment(doc)
	for i, f := range []struct {
		tag  text.UPOS
		head int32
		f    text.Feats
	}{{text.PRON, 1, 0}, {text.VERB, -1, text.Pres | text.Finite}, {text.PART, 3, 0}, {text.VERB, 1, text.Infinitive}, {text.PROPN, 3, 0}} {
		doc.Tokens[i].UPOS, doc.Tokens[i].Head, doc.Tokens[i].Feats = f.tag, f.head, f.f
	}
	if got := show(g.Tag(doc)); got != "Friday = DATE 2025-06-27 2025-06-27" {
		t.Errorf("got %s", got)
	}
}

func TestCalendar(t *testing.T) {
	for x := civil(1583, 1, 1); x < civil(2401, 1, 1); x++ {
		y, m, d := x.date()
		if civil(y, m, d) != x || d < 1 || d > daysIn(y, m) {
			t.Fatalf("%d is %d-%d-%d", x, y, m, d)
		}
	}
	if s := civil(2025, 6, 26); s.weekday() != 4 {
		t.Errorf("26 June 2025 is weekday %d", s.weekday())
	}
	if y, w := civil(2021, 1, 3).isoWeek(); y != 2020 || w != 53 {
		t.Errorf("3 January 2021 is in %d-W%d", y, w)
	}
}

func TestWrongTableLinesAreReportedTogether(t *testing.T) {
	bad := "kind\tform\tvalue\nmonht\tjune\t6\nmonth\tjune\t13\nunit\tday\t\nholiday\tx day\t13-01\n"
	_, err := New(fstest.MapFS{timeTable: {Data: []byte(bad)}})
	if err == nil || strings.Count(err.Error(), timeTable) != 4 || !strings.Contains(err.Error(), "did you mean month?") {
		t.Errorf("got %v", err)
	}
}

func FuzzTag(f *testing.F) {
	for _, s := range []string{
		"the end of the 1 1/2 99999999999 years ago", "'90s '98 24:61 99/99/9999 0000-00-00", "May 31-99, Feb 30 early mid- the the the",
		"a hundred thousand thousand centuries later", "Thanksgiving 0001 in 1000 9999 billion quarters", "Q4 fiscal third - quarter of this year's",
	} {
		f.Add(s, int16(2025), int8(6), int8(26))
		f.Add(s, int16(0), int8(0), int8(0))
		f.Add(s, int16(-1), int8(13), int8(99))
	}
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		f.Fatal(err)
	}
	g, err := New(data.FS)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string, y int16, m, d int8) {
		doc := &text.Document{Body: body, Published: text.Date{Year: y, Month: m, Day: d}}
		seg.Segment(doc)
		var end int32
		for _, x := range g.Tag(doc) {
			if x.Span.Start < end || x.Span.End <= x.Span.Start || body[x.Span.Start:x.Span.End] != x.Text {
				t.Fatalf("%+v after %d", x, end)
			}
			if len(x.Start) == 10 && len(x.End) == 10 && x.Start > x.End {
				t.Fatalf("%+v ends before it starts", x)
			}
			if x.Type == "" || (x.Start == "") != (x.End == "") {
				t.Fatalf("%+v", x)
			}
			end = x.Span.End
		}
	})
}

func BenchmarkTag(b *testing.B) {
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		b.Fatal(err)
	}
	g, err := New(data.FS)
	if err != nil {
		b.Fatal(err)
	}
	doc := &text.Document{Body: strings.Repeat("The ministers met in the port on Thursday, two days after the summit of June 2024, and said talks would go on next week. ", 1000), Published: published}
	seg.Segment(doc)
	b.SetBytes(int64(len(doc.Body)))
	for b.Loop() {
		g.Tag(doc)
	}
	b.ReportMetric(float64(len(doc.Sentences)*b.N)/b.Elapsed().Seconds(), "sentences/s")
}
