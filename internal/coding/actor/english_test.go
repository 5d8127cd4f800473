package actor_test

import (
	"slices"
	"strings"
	"testing"

	"entente/data"
	"entente/internal/coding/actor"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/reading/parse"
	"entente/internal/record"
	"entente/internal/text"
)

// sentences are read with the shipped models. want lists mentions that must be
// found, as "text = country sectors, office (rule)": "-" is no country,
// "KOR+JPN" the members of a collective. not lists texts that are no actor.
var sentences = []struct {
	body string
	want []string
	not  []string
}{
	{"U.S. Secretary of State John Kerry met Iran's nuclear negotiator in Vienna on Tuesday.",
		[]string{"U.S. Secretary of State John Kerry = USA GOV, minister of foreign affairs", "Iran's nuclear negotiator = IRN GOV, special envoy"},
		[]string{"Vienna"}},
	{"EU foreign policy chief Javier Solana urged Tehran to halt uranium enrichment.",
		[]string{"EU foreign policy chief Javier Solana = EUR GOV, high representative of the European Union", "Tehran = IRN GOV (metonym)"},
		nil},
	{"The Chinese Foreign Ministry spokeswoman Hua Chunying criticized Washington.",
		[]string{"Chinese Foreign Ministry spokeswoman Hua Chunying = CHN GOV, government spokesperson", "Washington = USA GOV (metonym)"},
		nil},
	{"The president of Brazil, Dilma Rousseff, visited Moscow and met President Vladimir Putin. Putin said he would visit Brasilia.",
		[]string{"president of Brazil, Dilma Rousseff = BRA GOV, head of state", "President Vladimir Putin = RUS GOV, head of state", "Putin = RUS GOV, head of state"},
		[]string{"Moscow", "Brasilia", "Brazil"}},
	{"French police arrested two Indian soldiers in Paris.",
		[]string{"French police = FRA COP", "two Indian soldiers = IND MIL"},
		[]string{"Paris"}},
	{"Opposition leader Morgan Tsvangirai of Zimbabwe accused the government.",
		[]string{"Opposition leader Morgan Tsvangirai of Zimbabwe = ZWE OPP PTY, opposition leader", "government = - GOV"},
		nil},
	{"The Russian government's spokesman denied the report.",
		[]string{"Russian government's spokesman = RUS GOV"},
		nil},
	{"Iranian Foreign Minister Mohammad Javad Zarif has condemned a U.S. Supreme Court decision.",
		[]string{"Iranian Foreign Minister Mohammad Javad Zarif = IRN GOV, minister of foreign affairs", "U.S. Supreme Court = USA JUD (modifier)"},
		nil},
	{"US-backed rebels attacked government forces near Aleppo.",
		[]string{"US = USA (modifier)", "rebels = - REB", "government forces = - MIL"},
		[]string{"Aleppo"}},
	{"Israeli and Palestinian negotiators resumed talks in Jerusalem.",
		[]string{"Israeli = ISR GOV", "Palestinian negotiators = PSE GOV"},
		[]string{"Jerusalem"}},
	{"Western-led sanctions hurt the Russian economy.",
		[]string{"Russian = RUS (modifier)"},
		[]string{"Western", "Western-led"}},
	{"Anti-American protesters burned a flag in Cairo.",
		[]string{"protesters = EGY CVL OPP"},
		[]string{"American", "Anti-American", "Cairo"}},
	{"Ties with Ankara have worsened, Moscow said.",
		[]string{"Ankara = TUR GOV (metonym)", "Moscow = RUS GOV (metonym)"},
		nil},
	{"The Kremlin rejected the accusation, but the White House repeated it.",
		[]string{"Kremlin = RUS GOV (metonym)", "White House = USA GOV (metonym)"},
		nil},
	{"Thousands of protesters in Cairo demanded that President Mubarak resign.",
		[]string{"Thousands of protesters = EGY CVL OPP", "President Mubarak = EGY GOV, head of state"},
		nil},
	{"Sino-Indian talks on the border ended without a deal.",
		[]string{"Sino = CHN", "Indian = IND"},
		nil},
	{"Members of the Taliban killed three NATO soldiers in southern Afghanistan.",
		[]string{"Members of the Taliban = AFG REB", "three NATO soldiers = IGO MIL", "Afghanistan = AFG (locative)"},
		nil},
	{"The Supreme Court of Pakistan ordered the arrest of the prime minister.",
		[]string{"Supreme Court of Pakistan = PAK JUD", "prime minister = - GOV, head of government"},
		nil},
	{"Japan's Ministry of Defence said two Chinese warplanes had entered its airspace.",
		[]string{"Japan's Ministry of Defence = JPN GOV MIL", "two Chinese warplanes = CHN MIL", "its = JPN GOV MIL"},
		nil},
	{"A U.S.-led coalition bombed Islamic State positions in Syria.",
		[]string{"U.S.-led coalition = USA", "Islamic State = IMG REB (modifier)", "Syria = SYR (locative)"},
		nil},
	{"The UN Security Council condemned North Korea.",
		[]string{"UN Security Council = UNO GOV", "North Korea = PRK"},
		nil},
	{"Russian oil exports to Germany fell.",
		[]string{"Russian = RUS (modifier)"},
		nil},
	{"South Korea and Japan agreed to share intelligence. The two countries signed the pact in Seoul.",
		[]string{"South Korea = KOR", "Japan = JPN", "two countries = KOR+JPN"},
		[]string{"Seoul"}},
	{"German Chancellor Angela Merkel and French President Francois Hollande met in Berlin. The two leaders discussed Ukraine.",
		[]string{"German Chancellor Angela Merkel = DEU GOV, head of government", "French President Francois Hollande = FRA GOV, head of state", "two leaders = DEU+FRA GOV", "Ukraine = UKR"},
		[]string{"Berlin"}},
	{"Turkish Prime Minister Recep Tayyip Erdogan told reporters that his country would send troops.",
		[]string{"Turkish Prime Minister Recep Tayyip Erdogan = TUR GOV, head of government", "reporters = - JRN", "his = TUR GOV", "country = TUR", "troops = - MIL"},
		nil},
	{"Gunmen from Somalia kidnapped a British tourist.",
		[]string{"Gunmen = SOM UAF", "Somalia = SOM", "British tourist = GBR CVL"},
		nil},
	{"Former president Jimmy Carter arrived in Pyongyang.",
		[]string{"Former president Jimmy Carter = USA ELI, former head of state"},
		[]string{"Pyongyang"}},
	{"Police fired tear gas at demonstrators in the capital.",
		[]string{"Police = - COP", "demonstrators = - CVL OPP"},
		nil},
	{"The Indian army killed four militants in Kashmir.",
		[]string{"Indian army = IND MIL", "four militants = IND UAF", "Kashmir = IND (locative)"},
		nil},
	{"Hamas leader Ismail Haniyeh praised Egypt for its mediation.",
		[]string{"Hamas leader Ismail Haniyeh = PSE REB PTY", "Egypt = EGY", "its = EGY"},
		nil},
	{"Israel launched an airstrike on Gaza; it killed five Palestinians.",
		[]string{"Israel = ISR", "Gaza = PSE", "Palestinians = PSE CVL"},
		nil},
	{"Ukraine's President Volodymyr Zelensky spoke by phone with his French counterpart Emmanuel Macron.",
		[]string{"Ukraine's President Volodymyr Zelensky = UKR GOV, head of state", "his = UKR GOV", "French counterpart Emmanuel Macron = FRA GOV, head of state"},
		nil},
	{"The ambassador to the United States returned to Kabul, and Afghan Ambassador to the United States Hamdullah Mohib said so.",
		[]string{"ambassador to the United States = - GOV, ambassador", "United States = USA (modifier)", "Afghan Ambassador to the United States Hamdullah Mohib = AFG GOV, ambassador"},
		nil},
	{"Dilma Rousseff, the president of Brazil, arrived in Moscow on Monday.",
		[]string{"Dilma Rousseff, the president of Brazil = BRA GOV, head of state"},
		[]string{"Moscow", "Brazil"}},
	{"Talks between Moscow and Beijing on gas ended in Astana.",
		[]string{"Moscow = RUS GOV (metonym)", "Beijing = CHN GOV (metonym)"},
		[]string{"Astana"}},
	{"A bomb exploded in Baghdad near the Iraqi parliament, killing five policemen.",
		[]string{"Iraqi parliament = IRQ LEG", "five policemen = - COP"},
		[]string{"Baghdad"}},
	{"North and South Korea exchanged fire across the border.",
		[]string{"North = PRK", "South Korea = KOR"},
		nil},
	{"Prime Minister Netanyahu's office said Israel would respond.",
		[]string{"Prime Minister Netanyahu = ISR GOV, head of government", "Israel = ISR"},
		nil},
	{"Moscow's policy toward Kiev has hardened.",
		[]string{"Moscow = RUS GOV (metonym)", "Kiev = UKR GOV (metonym)"},
		nil},
	{"Moscow's airport was closed on Sunday.",
		[]string{},
		[]string{"Moscow"}},
	{"Washington and its allies imposed sanctions on Tehran.",
		[]string{"Washington = USA GOV (metonym)", "its = USA GOV", "Tehran = IRN GOV (metonym)"},
		nil},
	{"The United States and the European Union imposed new sanctions on Russia.",
		[]string{"United States = USA", "European Union = EUR GOV", "Russia = RUS"},
		nil},
	{"China urged Japan and South Korea to show restraint.",
		[]string{"China = CHN", "Japan = JPN", "South Korea = KOR"},
		nil},
	{"Thousands of Georgian troops were withdrawn from Iraq.",
		[]string{"Thousands of Georgian troops = GEO MIL", "Iraq = IRQ (locative)"},
		nil},
	{"Iraqi Kurds accused Ankara of bombing villages in northern Iraq.",
		[]string{"Iraqi Kurds = IRQ", "Iraq = IRQ (locative)"},
		nil},
	{"Kenya's foreign minister, Moses Wetangula, flew to Mogadishu to meet Somali President Sharif Ahmed.",
		[]string{"Kenya's foreign minister, Moses Wetangula = KEN GOV, minister of foreign affairs", "Somali President Sharif Ahmed = SOM GOV, head of state"},
		[]string{"Mogadishu", "Kenya"}},
	{"Russian President Vladimir Putin and Chinese President Xi Jinping signed an agreement. The two presidents praised the deal. They also agreed to build a pipeline.",
		[]string{"Russian President Vladimir Putin = RUS GOV, head of state", "Chinese President Xi Jinping = CHN GOV, head of state", "two presidents = RUS+CHN GOV, head of state", "They = RUS+CHN GOV"},
		nil},
	{"The Vatican criticized the Italian government.",
		[]string{"Vatican = VAT", "Italian government = ITA GOV"},
		nil},
	{"Analysts say the pro-Russian separatists are losing ground.",
		[]string{"Analysts = - EDU", "pro-Russian separatists = UKR REB"},
		[]string{"Russian"}},
	{"Non-Russian companies left the market.",
		[]string{"companies = - BUS"},
		[]string{"Russian"}},
	{"Israeli-Palestinian talks collapsed.",
		[]string{"Israeli = ISR", "Palestinian = PSE"},
		nil},
	{"U.S.-Iran talks resumed in Geneva.",
		[]string{"U.S. = USA", "Iran = IRN"},
		[]string{"Geneva"}},
	{"Nigerian police arrested 20 members of Boko Haram.",
		[]string{"Nigerian police = NGA COP", "20 members of Boko Haram = NGA REB"},
		nil},
	{"The French ambassador in Tripoli was recalled by Paris.",
		[]string{"French ambassador = FRA GOV, ambassador", "Paris = FRA GOV (metonym)"},
		[]string{"Tripoli"}},
	{"The ambassador of Pakistan to India was expelled by New Delhi.",
		[]string{"ambassador of Pakistan to India = PAK GOV, ambassador", "India = IND (modifier)", "New Delhi = IND GOV (metonym)"},
		nil},
	{"Mr. Annan told the Security Council that Damascus had not complied.",
		[]string{"Annan = -", "Security Council = UNO GOV", "Damascus = SYR GOV (metonym)"},
		nil},
	{"The German foreign ministry summoned the Iranian ambassador.",
		[]string{"German foreign ministry = DEU GOV", "Iranian ambassador = IRN GOV, ambassador"},
		nil},
	{"Anti-government protesters clashed with police in Bangkok.",
		[]string{"Anti-government protesters = THA CVL OPP", "police = THA COP"},
		[]string{"Bangkok"}},
	{"Syrian opposition activists said government forces shelled Homs.",
		[]string{"Syrian opposition activists = SYR CVL OPP, activist", "government forces = - MIL"},
		[]string{"Homs"}},
	{"The rebel group Free Syrian Army attacked an army base.",
		[]string{"rebel group Free Syrian Army = SYR REB", "army = - MIL (modifier)"},
		nil},
	{"Hezbollah fighters killed an Israeli soldier.",
		[]string{"Hezbollah fighters = LBN REB PTY", "Israeli soldier = ISR MIL"},
		nil},
	{"Human Rights Watch accused the army of Myanmar of abuses.",
		[]string{"Human Rights Watch = NGO SOC", "army of Myanmar = MMR MIL"},
		nil},
	{"Former Israeli prime minister Ehud Olmert was sentenced to prison.",
		[]string{"Former Israeli prime minister Ehud Olmert = ISR ELI, former head of government"},
		nil},
	{"Spain's King Juan Carlos visited Morocco.",
		[]string{"Spain's King Juan Carlos = ESP GOV, monarch", "Morocco = MAR"},
		nil},
	{"Pope Francis called for peace in Syria.",
		[]string{"Pope Francis = VAT REL GOV, head of state", "Syria = SYR (locative)"},
		nil},
	{"The mayor of London, Boris Johnson, criticised the prime minister, David Cameron.",
		[]string{"mayor of London, Boris Johnson = GBR GOV", "prime minister, David Cameron = GBR GOV, head of government"},
		[]string{"London"}},
	{"Finance ministers from France and Germany met in Brussels.",
		[]string{"Finance ministers from France and Germany = FRA+DEU GOV, minister of finance", "France = FRA GOV, minister of finance", "Germany = DEU GOV, minister of finance"},
		[]string{"Brussels"}},
	{"The Turkish and Greek foreign ministers discussed Cyprus.",
		[]string{"Turkish = TUR GOV, minister of foreign affairs", "Greek foreign ministers = GRC GOV, minister of foreign affairs", "Cyprus = CYP"},
		nil},
	{"Russian and Chinese warships held drills in the South China Sea.",
		[]string{"Russian = RUS MIL", "Chinese warships = CHN MIL"},
		[]string{"South China Sea", "China"}},
	{"Officials in Beijing denied the report.",
		[]string{"Officials = CHN GOV"},
		[]string{"Beijing"}},
	{"South African police opened fire on striking miners.",
		[]string{"South African police = ZAF COP", "miners = - LAB"},
		nil},
	{"The Iranian-born scientist was arrested by the FBI.",
		[]string{"Iranian-born scientist = IRN EDU, academic", "FBI = USA COP GOV"},
		[]string{"Iranian"}},
	{"A spokesman for the U.N. refugee agency said Lebanon had closed its border.",
		[]string{"spokesman for the U.N. refugee agency = UNO GOV REF", "Lebanon = LBN", "its = LBN"},
		nil},
	{"The foreign ministers of Russia, China and India met in Moscow. The three ministers signed a statement.",
		[]string{"foreign ministers of Russia, China and India = RUS+CHN+IND GOV, minister of foreign affairs", "Russia = RUS GOV, minister of foreign affairs", "China = CHN GOV, minister of foreign affairs", "India = IND GOV, minister of foreign affairs", "three ministers = RUS+CHN+IND GOV, minister"},
		nil},
	{"The leaders of Russia and Ukraine spoke by phone.",
		[]string{"leaders of Russia and Ukraine = RUS+UKR GOV", "Russia = RUS GOV", "Ukraine = UKR GOV"},
		nil},
	{"Relations between the governments of India and Pakistan improved. The two governments will hold talks.",
		[]string{"governments of India and Pakistan = IND+PAK", "India = IND GOV", "Pakistan = PAK GOV", "two governments = IND+PAK"},
		nil},
	{"Washington urged Beijing to act. It also warned Pyongyang.",
		[]string{"Washington = USA GOV (metonym)", "Beijing = CHN GOV (metonym)", "It = USA GOV", "Pyongyang = PRK GOV (metonym)"},
		nil},
	{"Troops from Chad and Niger entered Nigeria.",
		[]string{"Troops from Chad and Niger = TCD+NER MIL", "Chad = TCD MIL", "Niger = NER MIL", "Nigeria = NGA"},
		nil},
	{"MANILA -- The UN-backed government of Libya talked to Denmark last week.",
		[]string{"government of Libya = LBY GOV", "Denmark = DNK"}, []string{"MANILA", "UN"}},
	{"Denmark last week announced a suspension of aid to Egypt.",
		[]string{"Denmark = DNK", "Egypt = EGY"}, nil},
	{"President Bill Clinton Saturday condemned the bombing.",
		[]string{"President Bill Clinton = USA GOV, head of state"},
		[]string{"President Bill Clinton Saturday"}},
	{"About 200 Americans left Pakistan, and twelve Kenyans stayed.",
		[]string{"About 200 Americans = USA CVL", "twelve Kenyans = KEN CVL"}, nil},
	{"The bomb killed at least 110 people.",
		[]string{"at least 110 people = - CVL"}, nil},
	{"Shanghai police arrested the mayor of Chengdu.",
		[]string{"Shanghai police = CHN COP", "mayor of Chengdu = CHN GOV"}, nil},
	{"Mumbai's mayor met Boston Globe reporters.",
		[]string{"Mumbai's mayor = IND GOV"}, nil},
	{"A crowd gathered outside the embassy and threw stones at a mosque.",
		nil, []string{"embassy"}},
	{"The army fired two missiles.",
		nil, []string{"two missiles", "missiles"}},
	{"Israeli missiles hit the hospital.",
		[]string{"Israeli missiles = ISR MIL", "hospital = - MED"}, nil},
	{"The clinic bombing was condemned by Muslim leaders in France.",
		[]string{"clinic = - MED (modifier)", "Muslim leaders = FRA REL"}, nil},
	{"Their aim is that justice is done in the house.",
		nil, []string{"justice", "house"}},
	{"Russia's president, Mr Vladimir Putin, called Foreign Minister of Jordan Ayman Safadi.",
		[]string{"Russia's president, Mr Vladimir Putin = RUS GOV, head of state", "Foreign Minister of Jordan Ayman Safadi = JOR GOV, minister of foreign affairs"}, nil},
	{"South African President Thabo Mbeki Tuesday met students after Cyclone Nargis.",
		[]string{"South African President Thabo Mbeki = ZAF GOV, head of state"}, []string{"Cyclone Nargis"}},
	{"The University of Toronto condemned the ban late Monday.",
		[]string{"University of Toronto = CAN EDU"}, []string{"late Monday"}},
	{"Kansas senator Sam Poole met Alabama Governor Ned Tully and Bavarian police.",
		[]string{"Kansas senator Sam Poole = USA LEG, member of parliament", "Alabama Governor Ned Tully = USA GOV, governor"}, nil},
	{"The embassy in Tanzania was closed.",
		[]string{"embassy = - GOV"}, nil},
}

// slack is how many sentences may be misread: the trees are statistical, and a
// retrained parser trades one mistake for another.
const slack = 3

func TestSentences(t *testing.T) {
	p, r := judges(t)
	failed := 0
	for _, c := range sentences {
		doc := &text.Document{Body: c.body}
		p.Parse(doc)
		got := lines(r.Resolve(doc))
		var bad []string
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				bad = append(bad, "missing "+w)
			}
		}
		for _, n := range c.not {
			for _, g := range got {
				if strings.HasPrefix(g, n+" = ") {
					bad = append(bad, "unwanted "+g)
				}
			}
		}
		if len(bad) > 0 {
			failed++
			t.Logf("%s\n\t%s\n\tgot %s", c.body, strings.Join(bad, "\n\t"), strings.Join(got, "; "))
		}
	}
	if failed > slack {
		t.Errorf("%d of %d sentences misread, more than %d", failed, len(sentences), slack)
	}
}

func judges(t testing.TB) (*parse.Parser, *actor.Resolver) {
	t.Helper()
	p, err := parse.New(data.FS, data.Models("en"))
	if err != nil {
		t.Fatal(err)
	}
	gaz, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	r, err := actor.New(data.FS, gaz)
	if err != nil {
		t.Fatal(err)
	}
	return p, r
}

// lines renders mentions as the table above writes them.
func lines(as []record.Actor) []string {
	var out []string
	for i := range as {
		a := &as[i]
		c := a.Country
		if c == "" {
			c = "-"
		}
		if len(a.Members) > 0 {
			var m []string
			for _, j := range a.Members {
				m = append(m, as[j].Country)
			}
			c = strings.Join(m, "+")
		}
		s := a.Text + " = " + c
		if len(a.Sectors) > 0 {
			s += " " + strings.Join(a.Sectors, " ")
		}
		if a.Office != "" && a.Kind != record.Pronoun {
			s += ", " + a.Office
		}
		switch {
		case strings.Contains(a.Why.Rule, "modifier"):
			s += " (modifier)"
		case a.Why.Rule == "locative", a.Why.Rule == "metonym":
			s += " (" + a.Why.Rule + ")"
		}
		out = append(out, s)
	}
	return out
}
