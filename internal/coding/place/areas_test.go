package place_test

import (
	"strings"
	"testing"
)

// Places that no list of cities holds: they have a point, the states that
// share them, and a state of their own only where the United Nations count
// them to one.
func TestAreasOfSeveralStates(t *testing.T) {
	l, p := tools(t)
	for _, c := range []struct{ body, want, states string }{
		{"The ship was attacked in the Red Sea.", "Red Sea=/region", "DJI EGY ERI ISR JOR SAU SDN YEM"},
		{"Clashes broke out in the Golan Heights on Sunday.", "Golan Heights=SYR/region", "SYR ISR"},
		{"A tanker was seized in the Strait of Hormuz.", "Strait of Hormuz=/region", "IRN OMN ARE"},
		{"Soldiers exchanged fire in Kashmir.", "Kashmir=/region", "IND PAK CHN"},
		{"Coast guards collided near Scarborough Shoal.", "Scarborough Shoal=/region", "CHN PHL TWN"},
		{"Militants ambushed a convoy in the Sahel.", "Sahel=/region", "BFA TCD MLI MRT NER SEN SDN NGA ERI"},
		{"Two boats sank in the Strait of Otranto.", "Strait of Otranto=/region", "ITA ALB"},
		{"The trucks waited at the Rafah crossing.", "Rafah crossing=/point", "PSE EGY"},
		{"Guards fired shots near Torkham.", "Torkham=/point", "PAK AFG"},
		{"Iranian troops landed on Abu Musa.", "Abu Musa=/region", "IRN ARE"},
		{"Fighting spread through the Presevo Valley.", "Presevo Valley=SRB/region", ""},
		{"Farmers were killed in Al-Fashaga.", "Al-Fashaga=/region", "SDN ETH"},
		{"The rebels reached Lake Albert.", "Lake Albert=/region", "COD UGA"},
		{"Shells fell on the Rivne nuclear power plant.", "Rivne nuclear power plant=UKR/point", ""},
		{"Drones struck the Saky air base in Crimea.", "Saky air base=UKR/point Crimea=UKR/region", "; UKR RUS"},
		{"Water was let out of the Itaipu Dam.", "Itaipu Dam=/point", "BRA PRY"},
		{"Gunmen attacked a camp in Darfur.", "Darfur=SDN/region", ""},
		{"Patrols met in the Siliguri Corridor.", "Siliguri Corridor=IND/region", ""},
		{"Troops moved into Western Sahara.", "Western Sahara=ESH/country", ""},
		{"Villages burned across Nagorno-Karabakh.", "Nagorno-Karabakh=AZE/region", ""},
		{"Pirates boarded a tanker in the Gulf of Guinea.", "Gulf of Guinea=/region", "BEN CMR CIV GNQ GAB GHA NGA STP TGO"},
	} {
		got := l.Locate(page(p, c.body), nil)
		var states []string
		for _, q := range got {
			states = append(states, strings.Join(q.States, " "))
			if q.Lat == 0 && q.Lon == 0 {
				t.Errorf("%q: %s has no point", c.body, q.Text)
			}
		}
		if s := short(got); s != c.want || strings.Join(states, "; ") != c.states {
			t.Errorf("%q:\n got %s (%s)\nwant %s (%s)", c.body, s, strings.Join(states, "; "), c.want, c.states)
		}
	}
}

func TestDisputedPlacesSayWhoClaimsThem(t *testing.T) {
	l, p := tools(t)
	for _, c := range []struct{ body, note string }{
		{"A boat ran aground on Second Thomas Shoal.", "held by the Philippines; claimed by China, Taiwan and Viet Nam"},
		{"Ships circled the Senkaku Islands.", "held by Japan; claimed by China and Taiwan"},
		{"Soldiers landed on Iturup.", "held by Russia, claimed by Japan"},
	} {
		got := l.Locate(page(p, c.body), nil)
		if len(got) != 1 || got[0].Note != c.note {
			t.Errorf("%q: %+v", c.body, got)
		}
	}
}

// People, peoples and organisations that are named like places.
func TestNamesakesOfPlacesThatAreNone(t *testing.T) {
	l, p := tools(t)
	for _, c := range []struct{ body, want string }{
		{"Paris Hilton arrived late.", ""},
		{"Giorgia Meloni won the vote.", ""},
		{"Michael Jordan retired from basketball. Jordan had won six titles.", ""},
		{"Jordan Peterson spoke to students.", ""},
		{"Jordan closed its border with Syria.", "~Jordan=JOR/country ~Syria=SYR/country"},
		{"Two men were held in Jordan.", "Jordan=JOR/country"},
		{"Georgia Stanway scored twice in London.", "London=GBR/city"},
		{"Chelsea Clinton opened the school.", ""},
		{"Jack London wrote novels.", ""},
		{"Chad Smith plays the drums.", ""},
		{"Chad expelled the envoy.", "~Chad=TCD/country"},
		{"Israel Vazquez lost the fight.", ""},
		{"Idris Elba spoke at the gala.", ""},
		{"Kenya Moore left the show.", ""},
		{"Virginia Woolf drowned.", ""},
		{"Tbilisi said that Georgia had lost two soldiers near Gori.", "~Tbilisi=GEO/city ~Georgia=GEO/country Gori=GEO/city"},
		{"Voters in Georgia queued for hours in Atlanta and Savannah.", "Georgia=USA/admin1 Atlanta=USA/city Savannah=USA/city"},
		{"The Chinese and the Turks signed the treaty.", ""},
		{"Beijing said that it would answer.", "~Beijing=CHN/city"},
		{"Police arrested five men in Beijing.", "Beijing=CHN/city"},
		{"Austin Powers ran away.", ""},
		{"Mr. Lincoln met Senator Houston.", ""},
	} {
		if got := short(l.Locate(page(p, c.body), nil)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.body, got, c.want)
		}
	}
}
