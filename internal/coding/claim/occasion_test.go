package claim_test

import (
	"testing"

	"entente/internal/text"
)

func TestOccasions(t *testing.T) {
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range [][2]string{
		{"The two ministers met in Tunis on the sidelines of a summit of the Arab League on Sunday.", "on the sidelines of a summit of the Arab League"},
		{"Kenya's president met his Ugandan counterpart on the margins of the African Union summit in Addis Ababa.", "on the sidelines of the African Union summit"},
		{"They spoke during the Munich Security Conference.", "during the Munich Security Conference"},
		{"The ministers met ahead of the G20 summit.", "ahead of the G20 summit"},
		{"They met during the war.", ""},
		{"They met during a meeting.", ""},
		{"He waited on the sidelines of the game.", ""},
		{"Prices fell during the summer of 2012.", ""},
	} {
		doc := &text.Document{ID: "a", Body: w[0], Language: "en"}
		c.Code(doc)
		got := ""
		for _, o := range c.Occasions(doc) {
			got += o.Text
		}
		if got != w[1] {
			t.Errorf("%s\n\tgot %q, want %q", w[0], got, w[1])
		}
	}
}
