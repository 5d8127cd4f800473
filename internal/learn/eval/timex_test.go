package eval

import (
	"strings"
	"testing"

	"entente/data"
	"entente/internal/coding/timex"
	"entente/internal/reading/parse"
	"entente/internal/text"
)

// The floor is a ratchet, on the documents that rules were tuned on; the held
// out ones are only printed.
func TestTimexHoldsItsFloor(t *testing.T) {
	needShared(t)
	var out strings.Builder
	if err := Timex(data.FS, shared, &out); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	tagger, err := timex.New(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := readTimeML(shared)
	if err != nil {
		t.Fatal(err)
	}
	var s TimexScores
	for _, d := range docs {
		if !d.held {
			doc := text.Document{Body: d.body, Published: d.date}
			seg.Segment(&doc)
			s.add(tagger.Tag(&doc), d.times, nil)
		}
	}
	if s.Spans.F1() < .93 || s.Value.F1() < .78 {
		t.Errorf("relaxed F1 %.3f, value F1 %.3f", s.Spans.F1(), s.Value.F1())
	}
}

func TestTimeMLIsReadWithItsOffsets(t *testing.T) {
	d, err := parseTimeML("x", `<DCT><TIMEX3 tid="t0" type="DATE" value="1998-01-08">d</TIMEX3></DCT><TEXT>A&amp;B <EVENT class="X">met</EVENT> <TIMEX3 tid="t1" type="DATE" value="1998-01-07">on <X>Wednesday</X></TIMEX3>.</TEXT>`)
	if err != nil {
		t.Fatal(err)
	}
	if d.body != "A&B met on Wednesday." || len(d.times) != 1 || d.date.Day != 8 {
		t.Fatalf("%+v", d)
	}
	if x := d.times[0]; d.body[x.Span.Start:x.Span.End] != "on Wednesday" || x.Value != "1998-01-07" || x.Text != "on Wednesday" {
		t.Errorf("%+v", x)
	}
}
