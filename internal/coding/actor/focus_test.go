package actor_test

import (
	"slices"
	"strings"
	"testing"

	"entente/internal/text"
)

// texts are read as whole documents: what one sentence leaves out, another or
// the dateline says. want and not are written as in sentences.
var texts = []struct {
	name      string
	dateline  string
	published text.Date
	body      string
	want      []string
	not       []string
}{
	{name: "the place in the clause",
		body: "In Cairo, police fired tear gas at protesters.",
		want: []string{"police = EGY COP", "protesters = EGY CVL OPP"}},
	{name: "a place in another clause says nothing",
		body: "Activists demanded the release of a singer who was jailed in Egypt.",
		want: []string{"Activists = - CVL OPP, activist"}},
	{name: "two states leave it open",
		body: "Police in the town detained two Russian sailors on a Greek ship.",
		want: []string{"Police = - COP"}},
	{name: "soldiers and envoys are abroad as often as at home",
		body: "In Kabul, troops met envoys.",
		want: []string{"troops = - MIL"}},
	{name: "the only country of the text",
		body: "Peru is voting on Sunday. The Peruvian economy has shrunk. The finance minister promised lower taxes.",
		want: []string{"finance minister = PER GOV, minister of finance"}},
	{name: "a minister of anywhere may speak of a state",
		body: "Foreign Minister Sam Okri said that Yemen must help the Yemeni people.",
		want: []string{"Foreign Minister Sam Okri = - GOV, minister of foreign affairs"}},
	{name: "foreigners keep away from it",
		body: "Peru is voting on Sunday. The Peruvian economy has shrunk. Foreign officials praised the vote.",
		want: []string{"Foreign officials = - GOV"}},
	{name: "the subject of the sentence before",
		body: "The Hungarian government rejected the plan. Romania had none. Hungary replied. The foreign ministry called it a mistake.",
		want: []string{"foreign ministry = HUN GOV"}},
	{name: "a dateline, where its state acts nearby", dateline: "WELLINGTON",
		body: "The United States was right to strike, New Zealand said on Friday. Foreign Minister Tom Harrow blamed Sudan and Libya.",
		want: []string{"Foreign Minister Tom Harrow = NZL GOV, minister of foreign affairs"}},
	{name: "what goes on to say whose it is", dateline: "NAIROBI",
		body: "Kenya thanked its friends. Officials in the two countries hope for aid.",
		not:  []string{"Officials = KEN GOV"}},
	{name: "one state had heads of that name",
		body: "President Mubarak promised reforms to Israel and Jordan.",
		want: []string{"President Mubarak = EGY GOV, head of state"}},
	{name: "a leader known by surname alone",
		body: "The Trump administration criticized Iran, and Obama agreed.",
		want: []string{"Trump administration = USA GOV", "Obama = USA GOV"}},
	{name: "whoever gives orders",
		body: "Nepal's government mobilized the army.",
		want: []string{"army = NPL MIL"}},
	{name: "troops that leave are not of the place they leave",
		body: "Moscow is withdrawing some soldiers from Syria.",
		want: []string{"soldiers = RUS MIL"}},
	{name: "a surname of late", published: text.Date{Year: 2022, Month: 4, Day: 1},
		body: "Trump accused Iran and China of lying.",
		want: []string{"Trump = USA ELI, former head of state"}},
	{name: "party and state",
		body: "Rep. Al Morrow, R-Ind., and Lou Tarr (D-Calif.) criticized China.",
		want: []string{"Rep. Al Morrow = USA LEG, member of parliament", "Lou Tarr = USA LEG, member of parliament"}},
	{name: "a body under two names",
		body: "France wrote to the head of the World Health Organization (WHO).",
		want: []string{"WHO = UNO GOV MED"}},
	{name: "many states have a senate",
		body: "Senate President Bola Sarumi will visit Russia. Nigeria sent its deputy minister.",
		want: []string{"Senate President Bola Sarumi = - LEG, head of state"}},
	{name: "that country is the one named last",
		body: "Sweden suspended aid to Indonesia because of that country's laws.",
		want: []string{"country = IDN"}},
	{name: "whoever says it",
		body: "Anna and Bert met. The court said it would hear the case, and the miners said they would strike.",
		want: []string{"it = - JUD", "they = - LAB"}},
	{name: "a pronoun that is the object is not the subject",
		body: "Iran attacked it.",
		not:  []string{"it = IRN"}},
	{name: "who is quoted speaks of others",
		body: "\"The judge is ill,\" said Minister Ana Duarte. \"She will not come back,\" Duarte added.",
		not:  []string{"She = - GOV"}},
	{name: "a state of siege is no state",
		body: "Guatemala declared a state of siege.",
		not:  []string{"state = - GOV"}},
}

func TestTexts(t *testing.T) {
	p, r := judges(t)
	for _, c := range texts {
		doc := &text.Document{Body: c.body, Dateline: c.dateline, Published: c.published}
		p.Parse(doc)
		got := lines(r.Resolve(doc))
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: %s\nmissing %s\ngot %s", c.name, c.body, w, strings.Join(got, "; "))
			}
		}
		for _, n := range c.not {
			if slices.Contains(got, n) {
				t.Errorf("%s: %s\nwrong %s", c.name, c.body, n)
			}
		}
	}
}
