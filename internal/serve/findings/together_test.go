package findings_test

import (
	"strings"
	"testing"

	"entente/data"
	"entente/internal/check"
	"entente/internal/knowledge/frequency"
	"entente/internal/pipeline"
	"entente/internal/record"
	"entente/internal/text"
)

// What the founding report leaves out, and another report of the same meeting has.
const sameMeeting = `Russian Defence Minister Andrei Belousov met Chinese Defence Minister Dong Jun in Qingdao on Thursday on the sidelines of the Shanghai Cooperation Organization defence ministers' meeting. The two ministers spoke of cooperation between Russia and China and of their strategic partnership. Both sides praised the defence cooperation of the two nations.`

func TestFoundingContext(t *testing.T) {
	c, k := load(t)
	each(t, func(t *testing.T, a asArticle, body string) {
		for _, w := range []struct {
			name, other string
			want        record.Verdict
		}{
			{"the same meeting", sameMeeting, record.Context},
			{"the presidents by telephone", "Russian President Vladimir Putin and Chinese President Xi Jinping spoke by telephone on Thursday of cooperation between Russia and China and their strategic partnership.", ""},
			{"other ministers in the same town", strings.NewReplacer("Russian Defence Minister Andrei Belousov", "Pakistani Defence Minister Khawaja Asif", "Russia", "Pakistan").Replace(sameMeeting), ""},
		} {
			words, err := frequency.Load(data.FS, "en")
			if err != nil {
				t.Fatal(err)
			}
			all := pipeline.NewTogether(words.Rarity)
			var mine *record.Coding
			for i, b := range []string{body, w.other} {
				doc := &text.Document{ID: []string{"a", "b"}[i], Body: b, Language: "en"}
				if i == 1 {
					doc.Published = text.Date{Year: 2025, Month: 6, Day: 27}
				}
				out := c.Code(doc)
				if i == 0 {
					mine = out
				}
				all.Add(doc, out)
			}
			if _, err := all.Fold(c.Occasions); err != nil {
				t.Fatal(err)
			}
			var got []*record.Finding
			all.Others(mine, func(x *check.Telling, others []check.Telling) {
				if f := k.Context(x, others); f != nil {
					got = append(got, f)
				}
			})
			if w.want == "" {
				if len(got) > 0 {
					t.Errorf("%s: %s", w.name, got[0].Text)
				}
				continue
			}
			if len(got) != 1 || got[0].Verdict != w.want {
				t.Fatalf("%s: %d findings, want one: %+v", w.name, len(got), got)
			}
			for _, says := range []string{"on the sidelines of the Shanghai Cooperation Organization defence ministers' meeting", "on 2025-06-26", "report b", "names no day"} {
				if !strings.Contains(got[0].Text, says) {
					t.Errorf("%q does not say %q", got[0].Text, says)
				}
			}
		}
	})
}
