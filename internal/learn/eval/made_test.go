package eval

import (
	"io"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/check"
	"entente/internal/coder"
	"entente/internal/knowledge/reference"
	"entente/internal/record"
	"entente/internal/text"
)

// TestTrueSentencesAreSeldomRefuted holds what matters most of a check on a sample
// of the made sentences: fewer than one true one in a hundred is refuted, nearly
// all have a claim, and hardly any corrupted one is borne out.
func TestTrueSentencesAreSeldomRefuted(t *testing.T) {
	c, err := coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		t.Fatal(err)
	}
	pack, err := reference.LoadPack(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	checker := check.New(c.Tables(), pack)
	read := func(id, body string, day text.Date) []record.Finding {
		doc := &text.Document{ID: id, Body: body, Language: "en", Published: day}
		out := c.Code(doc)
		return checker.Check(c.Claims(doc, out), out.Doc.Published)
	}
	offices := newOfficeMaker(c.Tables(), c.Tables()).cases()
	trade := newTradeMaker(c.Tables(), pack).make()
	members, _ := newMemberMaker(c.Tables(), pack).make()
	for _, e := range []struct {
		name  string
		cases []madeCase
		every int
		about record.ClaimKind
	}{{"offices", offices, 11, record.ClaimOffice}, {"trade", trade, 17, record.ClaimPartner}, {"memberships", members, 5, record.ClaimMembership}} {
		var some []madeCase
		for i := 0; i < len(e.cases); i += e.every {
			some = append(some, e.cases[i])
		}
		var wrong strings.Builder
		s := checkMade(read, some, e.about, Output{Report: io.Discard, Details: &wrong}, "misspelt", "first in one flow")
		if s.trueN < 100 || s.falseN < 100 {
			t.Errorf("%s: a sample of %.0f true and %.0f corrupted sentences says little", e.name, s.trueN, s.falseN)
		}
		if over(s.trueRefuted, s.trueN) >= 0.01 || over(s.trueNoClaim, s.trueN) > 0.05 || over(s.falseSupported, s.falseN) > 0.02 {
			t.Errorf("%s: of %.0f true sentences %.0f refuted, %.0f without a claim; of %.0f corrupted ones %.0f supported\n%s", e.name, s.trueN, s.trueRefuted, s.trueNoClaim, s.falseN, s.falseSupported, wrong.String())
		}
	}
}
