package coder_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"entente/internal/record"
	"entente/internal/text"
)

// FuzzCode sends any text through the whole coder: whatever it is, coding ends,
// every span stands in the text and cuts it between characters, every text
// field is the text of its span, and the same bytes give the same ledger.
func FuzzCode(f *testing.F) {
	for _, s := range []string{
		"", " \n\t", ".", "Russia", "!!!???...,,,;;;:::", "\u202eRussia attacked Ukraine.\u202c",
		"Russian Defense Minister Andrei Bozhovsky met his Chinese counterpart, Dong Zhuo, in Qingdao on Thursday.",
		"The two sides\r\nagreed to\u00a0hold talks\u2019 \u201cnext week\u201d, a U.S. of\u00adficial said.",
		"((((((((\"\"\"\"'''' Iran said it \u201cwould \u201cstrike\u201d Israel\u201d))))))))",
		strings.Repeat("and Russia ", 400), strings.Repeat("Iran attacked Iraq ", 50), strings.Repeat("e\u0301\u0301", 40) + " visited Paris.",
		"😀 France 🇫🇷 imposed sanctions on 🇮🇷 Iran, 1 2 3 4 on 31 February 0000.", "المحادثات بين روسيا والصين", "Россия и Китай провели переговоры.", "中俄两国国防部长在青岛会晤。",
		"On Monday, on Tuesday, on Wednesday, they, them, their, his, both sides and the two nations said so.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !utf8.ValidString(body) || len(body) > 1<<14 {
			t.Skip("reading/source lets no such text through")
		}
		checkCoding(t, body)
	})
}

// checkCoding codes body and checks what must hold of any text.
func checkCoding(t *testing.T, body string) {
	t.Helper()
	c := theCoder(t)
	code := func() (*text.Document, *record.Coding, string) {
		doc := &text.Document{ID: "fuzz", Body: body, Language: "en", Published: text.Date{Year: 2025, Month: 6, Day: 27}}
		got := c.Code(doc)
		b, err := json.Marshal(got)
		if err != nil {
			t.Fatalf("no JSON: %v", err)
		}
		return doc, got, string(b)
	}
	doc, got, first := code()
	if _, _, second := code(); first != second {
		t.Fatalf("coded twice, two results:\n%s\n%s", first, second)
	}
	if err := spansHold(doc, got); err != nil {
		t.Fatal(err)
	}
}

// spansHold walks every layer of a coding and reports the first span that does
// not stand in the text, or the first text field that its span does not
// reproduce.
func spansHold(doc *text.Document, c *record.Coding) error {
	span := func(what string, s record.Span) error {
		n := int32(len(doc.Body))
		if s.Start < 0 || s.End < s.Start || s.End > n {
			return fmt.Errorf("%s: span %v in a text of %d bytes", what, s, n)
		}
		for _, at := range [2]int32{s.Start, s.End} {
			if at < n && !utf8.RuneStart(doc.Body[at]) {
				return fmt.Errorf("%s: span %v cuts a character: %q", what, s, doc.Body[s.Start:s.End])
			}
		}
		return nil
	}
	same := func(what string, s record.Span, words string) error {
		if err := span(what, s); err != nil {
			return err
		}
		if got := doc.Body[s.Start:s.End]; got != words || words == "" {
			return fmt.Errorf("%s: text %q, but its span %v is %q", what, words, s, got)
		}
		return nil
	}
	actor := func(what string, a *record.Actor) error {
		if err := same(what, a.Span, a.Text); err != nil {
			return err
		}
		for _, m := range a.Members {
			if m < 0 || int(m) >= len(c.Actors) {
				return fmt.Errorf("%s %q: member %d of %d actors", what, a.Text, m, len(c.Actors))
			}
		}
		return span(what+" why", a.Why.Span)
	}
	said := func(what string, a *record.Attribution) error {
		for part, s := range map[string]record.Span{"source": a.Source, "cue": a.Cue, "content": a.Content, "why": a.Why.Span} {
			if err := span(what+" "+part, s); err != nil {
				return err
			}
		}
		if a.Text != "" {
			if err := same(what+" source", a.Source, a.Text); err != nil {
				return err
			}
		}
		if a.Actor < -1 || int(a.Actor) >= len(c.Actors) {
			return fmt.Errorf("%s: actor %d of %d", what, a.Actor, len(c.Actors))
		}
		return nil
	}
	whys := func(what string, ws []record.Why) error {
		for _, w := range ws {
			if w.Rule == "" {
				return fmt.Errorf("%s: a reason without a rule: %+v", what, w)
			}
			if err := span(what+" why", w.Span); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range c.Actors {
		if err := actor("actor", &c.Actors[i]); err != nil {
			return err
		}
	}
	for i := range c.Places {
		if err := same("place", c.Places[i].Span, c.Places[i].Text); err != nil {
			return err
		}
	}
	for i := range c.Times {
		if err := same("time", c.Times[i].Span, c.Times[i].Text); err != nil {
			return err
		}
	}
	for i := range c.Attributions {
		if err := said("attribution", &c.Attributions[i]); err != nil {
			return err
		}
	}
	for i := range c.Statements {
		s := &c.Statements[i]
		for _, x := range []record.Span{s.Span, s.Cue, s.Why.Span} {
			if err := span("statement", x); err != nil {
				return err
			}
		}
		if int(s.Sentence) >= len(doc.Sentences) || s.Said < -1 || int(s.Said) >= len(c.Attributions) {
			return fmt.Errorf("statement points outside: %+v", *s)
		}
	}
	for i := range c.Domains {
		for _, s := range c.Domains[i].Spans {
			if err := span("domain", s); err != nil {
				return err
			}
		}
	}
	var records func(rs []record.Record) error
	records = func(rs []record.Record) error {
		for i := range rs {
			r := &rs[i]
			if len(r.Evidence) == 0 || r.ID == "" || r.Act == "" {
				return fmt.Errorf("record %q %q has %d mentions", r.ID, r.Act, len(r.Evidence))
			}
			if r.Counted == (len(r.NotCounted) > 0) {
				return fmt.Errorf("record %s: counted %v, and not counted for %q", r.Act, r.Counted, r.NotCounted)
			}
			for _, list := range [3][]record.Actor{r.Source, r.Target, r.Third} {
				for k := range list {
					if err := actor("record's actor", &list[k]); err != nil {
						return err
					}
				}
			}
			if r.Place != nil {
				if err := same("record's place", r.Place.Span, r.Place.Text); err != nil {
					return err
				}
			}
			if r.Date.Text != "" && r.Date.Span != (record.Span{}) {
				if err := same("record's date", r.Date.Span, r.Date.Text); err != nil {
					return err
				}
			}
			if r.Date.Start > r.Date.End && r.Date.End != "" {
				return fmt.Errorf("record %s: from %s to %s", r.Act, r.Date.Start, r.Date.End)
			}
			if r.Attribution != nil {
				if err := said("record's attribution", r.Attribution); err != nil {
					return err
				}
			}
			if err := whys("record", r.Rules); err != nil {
				return err
			}
			if err := whys("factuality", r.Factuality.Why); err != nil {
				return err
			}
			for k := range r.Evidence {
				e := &r.Evidence[k]
				if err := span("evidence", e.Trigger); err != nil {
					return err
				}
				if e.Sentence < 0 || int(e.Sentence) >= len(doc.Sentences) || record.Span(doc.Sentences[e.Sentence].Span) != e.SentenceSpan {
					return fmt.Errorf("evidence names sentence %d as %v", e.Sentence, e.SentenceSpan)
				}
				if e.Trigger.Start < e.SentenceSpan.Start || e.Trigger.End > e.SentenceSpan.End || e.Trigger.Start >= e.Trigger.End {
					return fmt.Errorf("trigger %v is not in its sentence %v", e.Trigger, e.SentenceSpan)
				}
				for _, list := range [3][]int32{e.Source, e.Target, e.Third} {
					for _, a := range list {
						if a < 0 || int(a) >= len(c.Actors) {
							return fmt.Errorf("evidence names actor %d of %d", a, len(c.Actors))
						}
					}
				}
				if err := whys("evidence", e.Why); err != nil {
					return err
				}
			}
			if err := records(r.Topics); err != nil {
				return err
			}
		}
		return nil
	}
	return records(c.Records)
}
