package claim_test

import (
	"testing"

	"entente/internal/record"
	"entente/internal/text"
)

// Hearsay is what somebody unnamed hands on of an event, a claim or an act of somebody
// political; the writer's guess, law, looks and the price of a plane are none.
func TestHearsay(t *testing.T) {
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for body, want := range map[string]bool{
		"Moscow is reportedly planning countermeasures.":                              true,
		"King Hussein was reportedly carrying a message to Bush from Baghdad.":        true,
		"Iran allegedly sent weapons to the rebels.":                                  true,
		"It is believed that the minister has fled.":                                  true,
		"Rumours that Turkey wants to leave NATO spread on Monday.":                   true,
		"Russian operatives allegedly had collected material on the president-elect.": true,
		"The order is believed to be worth 15 billion dollars.":                       false,
		"Apparently, the glitch led the pilots to turn back.":                         false,
		"Iran can be said to have won the war.":                                       false,
		"The man was charged with fraud.":                                             false,
		"The new phones are said to be faster.":                                       false,
		"The tower is considered a fine building.":                                    false,
	} {
		doc := &text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2018, Month: 5, Day: 5}}
		got := false
		for _, k := range c.Claims(doc, c.Code(doc)) {
			got = got || k.Kind == record.ClaimHearsay
		}
		if got != want {
			t.Errorf("%s: hearsay %v", body, got)
		}
	}
}
