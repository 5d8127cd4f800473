package attribution

import (
	"strings"
	"testing"

	"entente/data"
	"entente/internal/reading/parse"
	"entente/internal/text"
)

func TestQuotations(t *testing.T) {
	seg, err := parse.NewSegmenter(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]string{
		`"We left," she said. "We will not return."`: `"We left,"|"We will not return."`,
		"He said “no”.":                              "“no”",
		"“A long speech\n\n“goes on here,” he said.": "“A long speech|“goes on here,”",
		"She paid 5\" for it.":                       "",
		"Nobody spoke.":                              "",
	} {
		doc := &text.Document{Body: body}
		seg.Segment(doc)
		var q quotes
		q.read(doc)
		var got []string
		for k := 1; k < len(q.ends); k++ {
			got = append(got, doc.Text(doc.TokenSpan(q.ends[k].open, q.ends[k].close+1)))
			for x := q.ends[k].open; x <= q.ends[k].close; x++ {
				if q.in[x] != int32(k) {
					t.Errorf("%q: token %d is not within quotation %d", body, x, k)
				}
			}
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q has the quotations %q, want %q", body, g, want)
		}
	}
}
