package gazetteer_test

import (
	"testing"

	"entente/data"
	"entente/internal/knowledge/gazetteer"
)

func open(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func first(g *gazetteer.Gazetteer, name string) gazetteer.Place {
	h := g.Lookup(gazetteer.KeyOf(name))
	if h.Len() == 0 {
		return gazetteer.Place{}
	}
	return g.Place(h.At(0).ID)
}

func TestMostProminentComesFirst(t *testing.T) {
	g := open(t)
	for _, c := range []struct{ name, want, country, feature string }{
		{"Qingdao", "Qingdao", "CHN", "PPLA2"},
		{"Paris", "Paris", "FRA", "PPLC"},
		{"paris", "Paris", "FRA", "PPLC"},
		{"Georgia", "Georgia", "GEO", "PCLI"},
		{"U.S.", "United States", "USA", "PCLI"},
		{"South China Sea", "South China Sea", "", "SEA"},
		{"Donbas", "Donbas", "UKR", "RGN"},
		{"Sao Paulo", "São Paulo", "BRA", "PPLA"},
		{"São Paulo", "São Paulo", "BRA", "PPLA"},
		{"Port au Prince", "Port-au-Prince", "HTI", "PPLC"},
		{"Kiev", "Kyiv", "UKR", "PPLC"},
		{"Xinjiang", "Xinjiang", "CHN", "ADM1"},
		{"Ky.", "Kentucky", "USA", "ADM1"},
		{"West Bank", "West Bank", "PSE", "RGN"},
		{"Kosovo", "Kosovo", "XKX", "PCLI"},
	} {
		p := first(g, c.name)
		if p.Name != c.want || p.Country != c.country || p.Feature != c.feature {
			t.Errorf("%s: %+v", c.name, p)
		}
	}
}

func TestTownsThatAreNeverMeantAreLeftOut(t *testing.T) {
	g := open(t)
	for _, name := range []string{"Of", "English", "Monday", "EU"} {
		if h := g.Lookup(gazetteer.KeyOf(name)); h.Len() != 0 {
			t.Errorf("%s leads to %+v", name, g.Place(h.At(0).ID))
		}
	}
	if p := first(g, "Africa"); p.Feature != "CONT" {
		t.Errorf("Africa is %+v", p)
	}
	if h := g.Lookup(gazetteer.KeyOf("Reading")); !h.Weak {
		t.Error("Reading is not weak")
	}
}

func TestEveryEntryReads(t *testing.T) {
	g := open(t)
	if g.Len() < 100000 || g.Names() < 200000 {
		t.Fatalf("only %d entries, %d names", g.Len(), g.Names())
	}
	for i := 0; i < g.Len(); i += 7 {
		p := g.Place(gazetteer.ID(i))
		if p.Name == "" || p.Feature == "" || p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 {
			t.Fatalf("entry %d: %+v", i, p)
		}
	}
}

func TestGivenNames(t *testing.T) {
	g := open(t)
	if !g.GivenName("Victoria") || g.GivenName("Qingdao") {
		t.Error("given names")
	}
}

func TestLookupDoesNotAllocate(t *testing.T) {
	g := open(t)
	if n := testing.AllocsPerRun(100, func() {
		k := gazetteer.KeyOf("Buenos Aires")
		h := g.Lookup(k)
		g.Place(h.At(0).ID)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		open(b)
	}
}

func BenchmarkLookup(b *testing.B) {
	g := open(b)
	for b.Loop() {
		g.Lookup(gazetteer.KeyOf("Bosnia and Herzegovina"))
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(data.Gazetteer[:1<<12]), "Paris")
	f.Add([]byte(gazetteer.Magic), "")
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		// Small files with a sound frame: lay the given bytes into one.
		file := frame(b)
		for _, s := range []string{string(b), file} {
			g, err := gazetteer.Open(s)
			if err != nil {
				continue
			}
			h := g.Lookup(gazetteer.KeyOf(name))
			for i := range h.Len() {
				id := h.At(i).ID
				g.Place(id)
				g.Class(id)
				g.Seat(id)
			}
			g.GivenName(name)
			g.CountryNoOf(name)
			g.Inputs()
		}
	})
}

// frame makes a file whose sections lie within it and hold b's bytes.
func frame(b []byte) string {
	sizes := []int{24 * 4, 4 * (1<<16 + 1), 8 * 4, 4 * 4, 8 * 4, 4 * 4, 4 * 4, 16}
	f := make([]byte, gazetteer.HeaderSize)
	copy(f, gazetteer.Magic)
	put := func(at, v int) {
		f[at], f[at+1], f[at+2], f[at+3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
	}
	for i, n := range sizes {
		put(12+8*i, len(f))
		put(16+8*i, n)
		for j := range n {
			c := byte(0)
			if len(b) > 0 {
				c = b[j%len(b)]
			}
			f = append(f, c)
		}
	}
	put(8, len(f))
	return string(f)
}
