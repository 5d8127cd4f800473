package check

import (
	"testing"

	"entente/internal/knowledge/reference"
)

func TestAlike(t *testing.T) {
	h := func(person, surname string, aliases ...string) *reference.Holder {
		return &reference.Holder{Person: person, Surname: surname, Aliases: aliases}
	}
	for _, c := range []struct {
		written string
		h       *reference.Holder
		want    likeness
	}{
		{"Andrei Kozlov", h("Andrey Kozlov", "Kozlov"), sameName},
		{"Sergey Lavrov", h("Sergei Lavrov", "Lavrov"), sameName},
		{"Volodymyr Zelenskiy", h("Volodymyr Zelenskyy", "Zelenskyy"), sameName},
		{"Muhammad Karim", h("Mohammed Karim", "Karim"), sameName},
		{"Yussef Chahed", h("Youssef Chahed", "Chahed"), sameName},
		{"Khadafi", h("Muammar Kadafi", "Kadafi"), unlike},
		{"Mevlut Cavusoglu", h("Mevlüt Çavuşoğlu", "Çavuşoğlu"), sameName},
		{"Orban Viktor", h("Viktor Orbán", "Orbán"), sameName},
		{"Wook Suh", h("Suh Wook", "Suh"), sameName},
		{"Jin-young Kim", h("Kim Jin Young", "Kim"), sameName},
		{"Ahmadi-Nejad", h("Mahmoud Ahmadinejad", "Ahmadinejad"), sameName},
		{"Xi Jinping", h("Xi Jin Ping", "Xi"), sameName},
		{"J. Robert Hale", h("James Robert Hale", "Hale"), sameName},
		{"Tony Hale", h("Anthony Hale", "Hale"), sameName},
		{"Hale", h("Anthony Hale", "Hale"), sameName},
		{"Robert Walker Hale", h("Robert Hale", "Hale"), sameName},
		{"Anthony Hale", h("Toni Hale", "Hale", "Anthony Hale"), sameName},
		{"Andrei Kozolv", h("Andrei Kozlov", "Kozlov"), near},
		{"Andrei Koslov", h("Andrei Kozlov", "Kozlov"), near},
		{"Juan Pablo Esono Angue", h("Juan Pablo Esono Nsue", "Esono Nsue"), near},
		{"Boris Hale", h("Anthony Hale", "Hale"), surname},
		{"Andrei Bozhkov", h("Andrei Kozlov", "Kozlov"), unlike},
		{"Andrei", h("Andrei Kozlov", "Kozlov"), unlike},
		{"", h("Andrei Kozlov", "Kozlov"), unlike},
	} {
		if got := alike(c.written, c.h); got != c.want {
			t.Errorf("%q against %q: %d, want %d", c.written, c.h.Person, got, c.want)
		}
	}
}

func TestAkinNamesRefuteNothing(t *testing.T) {
	now := []*reference.Holder{{Person: "Chimed Saikhanbileg", Surname: "Chimed"}}
	for written, want := range map[string]bool{"Saikhanbileg": true, "Sodnom Chimed": true, "Bolor Chimed": false, "Dorjsuren": false} {
		if got := akin(written, now); got != want {
			t.Errorf("%s: %v", written, got)
		}
	}
}
