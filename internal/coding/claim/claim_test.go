package claim_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/record"
	"entente/internal/text"
)

var load = sync.OnceValues(func() (*coder.Coder, error) {
	return coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
})

// claims reads a sentence and words its claims of the kinds that tables can bear
// out.
func claims(t *testing.T, body string) string {
	t.Helper()
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	doc := &text.Document{ID: "a", Body: body, Language: "en", Published: text.Date{Year: 2018, Month: 5, Day: 5}}
	var out []string
	for _, k := range c.Claims(doc, c.Code(doc)) {
		switch k.Kind {
		case record.ClaimOffice:
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s is %s of %s %s", k.Person, k.Office, k.State, k.Status)))
		case record.ClaimPartner:
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s %d of %s %s %s", k.Other, k.Flow, k.Rank, k.State, k.Change, k.Status)), " "))
		case record.ClaimBorder:
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s borders %s %s", k.State, k.Other, k.Status)))
		case record.ClaimCapital:
			out = append(out, fmt.Sprintf("%s capital of %s", k.Other, k.State))
		case record.ClaimCount:
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %d of %s %s %s", k.Counted, k.Number, k.State, k.Other, over(k.Within))), " "))
		case record.ClaimRecord:
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s of %s %s %s", k.Change, k.Counted, k.State, k.Other, over(k.Within))), " "))
		case record.ClaimSanctions:
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("sanctions on %s by %s %s", k.State, k.Other, k.Status)), " "))
		case record.ClaimExercise:
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s with %s %s %s %s", k.Counted, k.State, k.Other, k.Change, over(k.Within))), " "))
		case record.ClaimMembership:
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s in %s %s", k.State, k.Other, k.Status)))
		}
	}
	return strings.Join(out, "; ")
}

func table(t *testing.T, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		if got := claims(t, c[0]); got != c[1] {
			t.Errorf("%s\n\tgot  %s\n\twant %s", c[0], got, c[1])
		}
	}
}

func TestPartners(t *testing.T) {
	table(t, [][2]string{
		{"China is Russia's largest trading partner.", "CHN 1 of RUS"},
		{"Germany, Poland's biggest export market, called for calm.", "DEU export 1 of POL"},
		{"The Netherlands is the top source of Ghana's imports.", "NLD import 1 of GHA"},
		{"China remains the largest buyer of Australia's exports.", "CHN export 1 of AUS"},
		{"Brazil and its largest trading partner, China, opened talks.", "CHN 1 of BRA"},
		{"Japan is the second-largest market for Australian goods.", "JPN export 2 of AUS"},
		{"India, the second largest trading partner of Nepal, agreed.", "IND 2 of NPL"},
		{"China has emerged as Chile's main trading partner.", "CHN 1 of CHL emerging"},
		{"China overtook the United States to become Chile's largest export market.", "CHN export 1 of CHL emerging"},
		{"Mexico's largest trading partner is the United States.", "USA 1 of MEX"},
		{"Russia counts China as its largest trading partner.", "CHN 1 of RUS"},
		{"China, which is Russia's largest trading partner, agreed.", "CHN 1 of RUS"},
		{"Colombia, Aruba's largest export market, called for calm.", "COL export 1 of ABW"},
		{"Germany has been Poland's largest export market for some time.", "DEU export 1 of POL"},
	})
}

// What narrows a rank down, wishes it or denies it makes no claim.
func TestNoPartners(t *testing.T) {
	for _, s := range []string{
		"China is one of Kenya's largest trading partners.",
		"Germany is Poland's largest African trading partner.",
		"China is Chile's largest trading partner in Asia.",
		"China is Canada's largest trading partner after the United States.",
		"Russia is the largest supplier of oil to India.",
		"India is the largest buyer of Russian oil.",
		"China could become Iran's largest trading partner.",
		"China is no longer Iran's largest trading partner.",
		"China is not Iran's largest trading partner.",
		"Turkey was once the largest trading partner of Syria.",
		"China wants to remain Iran's largest trading partner.",
		"The company is China's largest export market research firm.",
	} {
		if got := claims(t, s); got != "" {
			t.Errorf("%s\n\t%s", s, got)
		}
	}
}

func TestMemberships(t *testing.T) {
	table(t, [][2]string{
		{"NATO member Turkey rejected the plan.", "TUR in NATO"},
		{"Turkey, a member of NATO, rejected the plan.", "TUR in NATO"},
		{"Turkey is a member of NATO.", "TUR in NATO"},
		{"Turkey, a NATO member, agreed.", "TUR in NATO"},
		{"Turkey and Greece, both NATO members, agreed.", "GRC in NATO; TUR in NATO"},
		{"As a member of NATO, Turkey agreed.", "TUR in NATO"},
		{"BRICS members Brazil and India met.", "BRA in BRICS; IND in BRICS"},
		{"EU states such as Spain voted against it.", "ESP in European Union"},
		{"SCO members, including India, met.", "IND in Shanghai Cooperation Organisation"},
		{"Finland joined NATO.", "FIN in NATO joined"},
		{"Poland became a member of the European Union in 2004.", "POL in European Union joined"},
		{"The United Kingdom left the European Union.", "GBR in European Union left"},
		{"Belarus, an observer of the SCO, agreed.", "BLR in Shanghai Cooperation Organisation observer"},
		{"ASEAN member state Laos hosted the talks.", "LAO in ASEAN"},
		{"Hungary and the Czech Republic formally joined NATO at a ceremony on Friday.", "CZE in NATO joined; HUN in NATO joined"},
		{"Poland today became a full-fledged member of NATO.", "POL in NATO joined"},
		{"Kazakhstan joined OPEC+.", "KAZ in OPEC+ joined"},
		{"He met the leaders of NATO member Turkey and Russia.", "TUR in NATO"},
	})
}

func TestNoMemberships(t *testing.T) {
	for _, s := range []string{
		"Ukraine is not a member of NATO.",
		"Ukraine hopes to become a member of NATO.",
		"Sweden wants to join NATO.",
		"Russia joined the G7 in condemning the attack.",
		"Russia, NATO members and China met.",
		"Serbia joined NATO exercises.",
		"Officials of non-NATO member Austria arrived.",
		"Ukraine will be a member of the European Union.",
	} {
		if got := claims(t, s); got != "" {
			t.Errorf("%s\n\t%s", s, got)
		}
	}
}

func TestOffices(t *testing.T) {
	table(t, [][2]string{
		{"Russian Defence Minister Anton Brandvold arrived in Geneva.", "Anton Brandvold is minister of defence of RUS"},
		{"Anton Brandvold, the foreign minister of Ghana, rejected the plan.", "Anton Brandvold is minister of foreign affairs of GHA"},
		{"Ghana's new president, Anton Brandvold, arrived in Geneva.", "Anton Brandvold is head of state of GHA new"},
		{"Anton Brandvold is the prime minister of Canada.", "Anton Brandvold is head of government of CAN"},
	})
}

// A state in the phrase that is not the office's own, or none at all, makes no
// claim of an office of a state.
func TestNoOffices(t *testing.T) {
	for _, s := range []string{
		"Anton Brandvold, president of the Indian Orchard Citizens Council, disagreed.",
		"Paris Junior College president Anton Brandvold disagreed.",
		"Anton Brandvold, the president of Chrysler, disagreed.",
		"President Anton Brandvold disagreed.",
		"Bosnian Croat President Anton Brandvold disagreed.",
		"Commission President Anton Brandvold disagreed.",
		"Dagestani Interior Minister Anton Brandvold disagreed.",
		"French historian Anton Brandvold disagreed.",
		"French President BrandvÃ§ld disagreed.",
	} {
		if got := claims(t, s); got != "" {
			t.Errorf("%s\n\t%s", s, got)
		}
	}
}

func TestBordersAndCapitals(t *testing.T) {
	table(t, [][2]string{
		{"Chad borders Sudan.", "TCD borders SDN"},
		{"Chad, which borders Sudan, closed its markets.", "TCD borders SDN"},
		{"Chad shares a long border with Sudan.", "TCD borders SDN"},
		{"Chad shares a land border with Sudan.", "TCD borders SDN land"},
		{"Chad does not border Kenya.", ""},
		{"Chad closed its border with Sudan.", ""},
		{"The talks were held in Accra, the capital of Ghana.", "Accra capital of GHA"},
		{"Accra is the capital of Ghana.", "Accra capital of GHA"},
		{"Protesters marched through Ghana's capital, Accra.", "Accra capital of GHA"},
		{"Shops were shut in the Ghanaian capital Accra.", "Accra capital of GHA"},
		{"Lagos, the commercial capital of Nigeria, was quiet.", ""},
		{"Ghana raised capital in London.", ""},
	})
}

func over(s *record.DaySpan) string {
	if s == nil {
		return ""
	}
	return s.First + "/" + s.Last
}

func TestCounts(t *testing.T) {
	table(t, [][2]string{
		{"The leaders of Japan and South Korea met for the first time in twelve years.", "meet 1 of JPN KOR 2006-05-05/2018-05-05"},
		{"It is the fourth visit of a Turkish foreign minister to Iraq since 2014.", "visit 4 of TUR IRQ 2014-01-01/2018-05-05"},
		{"The visit is the first by a Polish minister to Lithuania since 2014.", "visit 1 of POL LTU 2015-01-01/2018-05-05"},
		{"India and Pakistan held a third round of talks.", "talk 3 of IND PAK"},
		{"North Korea conducted its sixth nuclear test.", "test 6 of PRK"},
		{"Brazil and Peru held their second joint exercise this year.", "exercise 2 of BRA PER 2018-01-01/2018-05-05"},
		{"Egypt attacked Libya for the 3rd time.", "attack 3 of EGY LBY"},
	})
}

// Without a second party or a time that it is counted over, with a denial, or of
// somebody's own firsts, a number counts nothing.
func TestNoCounts(t *testing.T) {
	for _, s := range []string{
		"She voted for the first time.",
		"France won its third test match.",
		"It was his first visit to Ghana.",
		"Japan and South Korea met, and not for the first time.",
		"Is it the third meeting of India and Pakistan this year?",
		"The second meeting room is closed.",
		"Kenya finished the third lap in Spain.",
	} {
		if got := claims(t, s); got != "" {
			t.Errorf("%s\n\tgot %s, want nothing", s, got)
		}
	}
}

func TestRecords(t *testing.T) {
	table(t, [][2]string{
		{"Trade between Chile and China hit an all-time high.", "highest trade of CHL CHN"},
		{"Poland's exports to Germany rose to their highest level in three years.", "highest export of POL DEU 2015-05-05/2018-05-05"},
		{"Japan's imports from China fell to the lowest level since 2014.", "lowest import of JPN CHN 2015-01-01/2018-05-05"},
		{"Record trade between Poland and Germany was reported.", "highest trade of POL DEU"},
		{"Trade between India and Nepal reached a record 8 billion dollars.", "highest trade of IND NPL"},
		{"Inflation in Turkey fell to a record low.", "lowest inflation of TUR"},
	})
}

func TestNoRecords(t *testing.T) {
	for _, s := range []string{
		"He broke the world record in Germany.",
		"Trade between Chile and China could hit a record.",
		"Trade between Chile and China stood near a record high.",
		"France set the record straight on trade with Italy.",
		"Germany has the largest trade surplus.",
	} {
		if got := claims(t, s); got != "" {
			t.Errorf("%s\n\tgot %s, want nothing", s, got)
		}
	}
}
