package coder_test

import (
	"testing"

	"entente/internal/coder"
	"entente/internal/text"
)

// What the lexicon leaves open the role model fills, and says so; without it the
// record stays open. Who blames an attack does not blame those whom it struck.
func TestRoleModelFindsRecipients(t *testing.T) {
	c := theCoder(t)
	target := func(c *coder.Coder, s string) (who string, why bool) {
		got := c.Code(&text.Document{ID: "x", Body: s, Language: "en"})
		r := &got.Records[0]
		for _, w := range r.Evidence[0].Why {
			why = why || w.Rule == "target from the role model"
		}
		if len(r.Target) > 0 {
			who = r.Target[0].Country
		}
		return who, why
	}
	const lorries = "Bolivia closed two crossings used by Chilean lorries."
	if who, why := target(c, lorries); who != "CHL" || !why {
		t.Errorf("with the model: %q, said why: %v", who, why)
	}
	if who, _ := target(c.WithRoles(nil), lorries); who != "" {
		t.Errorf("without it: %q", who)
	}
	if who, _ := target(c, "Chile condemned the bombing of the Kenyan embassies in Sudan."); who != "" {
		t.Errorf("condemned for being bombed: %q", who)
	}
}
