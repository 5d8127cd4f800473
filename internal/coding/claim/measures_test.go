package claim_test

import "testing"

func TestSanctions(t *testing.T) {
	table(t, [][2]string{
		{"Iran is under UN sanctions.", "sanctions on IRN by United Nations under"},
		{"North Korea, which has been under United Nations sanctions since 2006, rejected the plan.", "sanctions on PRK by United Nations under"},
		{"Libya was under UN Security Council sanctions.", "sanctions on LBY by United Nations was"},
		{"Lebanese officials said Syria is under U.N. sanctions.", "sanctions on SYR by United Nations under"},
		{"Malaysia, under UN sanctions, must expel the workers.", "sanctions on MYS by United Nations"},
		{"The United States lifted long-standing sanctions against Sudan on Friday.", "sanctions on SDN by USA lifted"},
		{"Belarus, subject to EU sanctions since 2004, called for calm.", "sanctions on BLR by European Union under"},
		{"Russia remains under international sanctions.", "sanctions on RUS by under"},
		{"Trade suffered from US and EU sanctions on Russia.", "sanctions on RUS by USA; sanctions on RUS by European Union"},
		{"The sanctions imposed by the European Union on Belarus hurt trade.", "sanctions on BLR by European Union"},
		{"Sanctions on Zimbabwe by the EU hurt trade.", "sanctions on ZWE by European Union"},
		{"The European Union lifted sanctions on Syria.", "sanctions on SYR by European Union lifted"},
		{"The United States has imposed sanctions against Venezuela.", "sanctions on VEN by USA"},
		{"Goods reach sanctioned countries such as Iran and Russia.", "sanctions on IRN by; sanctions on RUS by"},
		{"Oil from sanctions-hit Iran is cheap.", "sanctions on IRN by"},
		{"Belarus has been sanctioned by the European Union.", "sanctions on BLR by European Union"},
	})
}

// Wish, threat, denial and what is in a state but not the state make no claim.
func TestNoSanctions(t *testing.T) {
	for _, s := range []string{
		"The minister called for UN sanctions on Israel.",
		"Russia vetoed UN sanctions against Syria.",
		"The United States threatened sanctions on Turkey.",
		"Israel is not under UN sanctions.",
		"A banker from Pakistan is under UN sanctions.",
		"The EU may lift sanctions on Syria.",
		"New US sanctions on Iran are to come.",
		"The US imposed sanctions on China Mobile.",
		"Vietnam, under UN sanctions on North Korea, seized a ship.",
		"Firms in Egypt and Jordan are under UN sanctions.",
		"Two companies in Syria are under EU sanctions.",
	} {
		if got := claims(t, s); got != "" {
			t.Errorf("%s\n\tgot %s", s, got)
		}
	}
}

func TestExercises(t *testing.T) {
	table(t, [][2]string{
		{"China and Russia held the joint exercise Vostok-2018.", "Vostok with CHN RUS 2018-01-01/2018-12-31"},
		{"Thailand and the United States began the annual Cobra Gold exercise.", "Cobra Gold with THA USA annual"},
		{"The navies met at the Malabar exercise between India and Japan.", "Malabar with IND JPN"},
		{"Russia conducted Joint Sea 2017 drills with China.", "Joint Sea with RUS CHN 2017-01-01/2017-12-31"},
		{"The annual Foal Eagle exercise alarmed the north.", "Foal Eagle with annual"},
		{"The Malabar coast is known for spice.", ""},
		{"South Korea and the United States cancelled the Foal Eagle exercise.", ""},
	})
}

func TestBeltAndRoad(t *testing.T) {
	table(t, [][2]string{
		{"Italy joined the Belt and Road Initiative.", "ITA in Belt and Road Initiative joined"},
		{"Italy signed up to China's Belt and Road Initiative.", "ITA in Belt and Road Initiative joined"},
		{"Peru signed a memorandum of understanding with China on the Belt and Road Initiative.", "PER in Belt and Road Initiative joined"},
		{"Italy withdrew from the BRI.", "ITA in Belt and Road Initiative left"},
		{"Panama has pulled out of the Belt and Road Initiative.", "PAN in Belt and Road Initiative left"},
		{"Talks were held with Belt and Road member Pakistan.", "PAK in Belt and Road Initiative"},
		{"Portugal is part of the Belt and Road Initiative.", "PRT in Belt and Road Initiative"},
		{"Chile is a signatory of the Belt and Road Initiative.", "CHL in Belt and Road Initiative"},
		{"Italy attended the Belt and Road Forum.", ""},
		{"Turkey is part of NATO.", ""},
	})
}
