package model

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func sample(t testing.TB) []byte {
	t.Helper()
	b := NewBuilder("test", [32]byte{1, 2, 3})
	b.Text("about", "nothing")
	b.Dict("words", 6, []Pair{{0x1234567890abcdef, 7}, {42, 9}})
	rng := rand.New(rand.NewPCG(1, 1))
	var wide, narrow []Row
	for range 200 {
		w := make([]float32, 40)
		w[rng.IntN(40)] = float32(rng.NormFloat64())
		w[rng.IntN(40)] = float32(rng.NormFloat64() / 100)
		wide = append(wide, Row{Hash: rng.Uint64(), Weights: w})
		narrow = append(narrow, Row{Hash: rng.Uint64(), Weights: []float32{float32(rng.NormFloat64()), 0, -3}})
	}
	b.Sparse("labels", 150, wide)
	b.Dense("moves", 8, narrow)
	out, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTablesGiveBackWhatWasStored(t *testing.T) {
	b := NewBuilder("test", [32]byte{})
	b.Dict("words", 4, []Pair{{99, 7}, {1 << 63, 8}})
	b.Sparse("labels", 10, []Row{{Hash: 5, Weights: []float32{0, 2, -1}}, {Hash: 1 << 60, Weights: []float32{4, 0, 0}}})
	b.Dense("moves", 4, []Row{{Hash: 0, Weights: []float32{1, -1, 0.5}}, {Hash: 1 << 63, Weights: []float32{0, 0, 1}}})
	out, err := b.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(string(out))
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Dict("words")
	if err != nil {
		t.Fatal(err)
	}
	if d.Get(99) != 7 || d.Get(1<<63) != 8 || d.Get(98) != 0 {
		t.Error("dict gives other values than were stored")
	}
	s, err := f.Sparse("labels")
	if err != nil {
		t.Fatal(err)
	}
	var scores [MaxClasses]int32
	s.Add(&scores, []uint64{4, 5, 6}, 0)
	if near := scores[1] + 2*scores[2]; scores[0] != 0 || scores[1] <= 0 || near < -scores[1]/20 || near > scores[1]/20 {
		t.Errorf("sparse scores %v, want 0, 2, -1 in proportion", scores[:3])
	}
	m, err := f.Dense("moves")
	if err != nil {
		t.Fatal(err)
	}
	a, bb, c := m.Score([]uint64{0, 1 << 62})
	if a <= 0 || a != -bb || c <= 0 || c >= a {
		t.Errorf("dense scores %d %d %d, want 1, -1, 0.5 in proportion", a, bb, c)
	}
}

func TestSameRowsInAnotherOrderGiveSameBytes(t *testing.T) {
	rows := []Row{{Hash: 9, Weights: []float32{1, 2, 3}}, {Hash: 3, Weights: []float32{3, 2, 1}}, {Hash: 7, Weights: []float32{0, 0, 9}}}
	make := func(r ...Row) string {
		b := NewBuilder("x", [32]byte{})
		b.Sparse("s", 3, r)
		b.Dense("d", 2, r)
		out, _ := b.Bytes()
		return string(out)
	}
	if make(rows[0], rows[1], rows[2]) != make(rows[2], rows[0], rows[1]) {
		t.Error("order of rows shows in the bytes")
	}
}

func TestDamageIsAnError(t *testing.T) {
	whole := sample(t)
	for _, n := range []int{0, 7, 8, 23, 87, 100, len(whole) / 2, len(whole) - 1} {
		if _, err := Open(string(whole[:n])); err == nil {
			t.Errorf("a file cut to %d bytes opens", n)
		}
	}
	bent := append([]byte(nil), whole...)
	bent[len(bent)-5] ^= 1
	if _, err := Open(string(bent)); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("a flipped bit gives %v", err)
	}
	f, err := Open(string(whole))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Dict("labels"); err == nil {
		t.Error("a sparse part opens as a dict")
	}
	if _, err := f.Dense("none"); err == nil {
		t.Error("a missing part opens")
	}
}

// The checksum keeps accidents out; a file made on purpose must not panic
// either, so the fuzzer mends the size and the checksum.
func FuzzOpen(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) >= headerSize {
			mend(b)
		}
		m, err := Open(string(b))
		if err != nil {
			return
		}
		hashes := []uint64{0, 1, 1 << 63, 0x1234567890abcdef, ^uint64(0)}
		for _, p := range m.parts {
			m.Text(p.name)
			if d, err := m.Dict(p.name); err == nil {
				d.Get(hashes[3])
			}
			if s, err := m.Sparse(p.name); err == nil {
				var scores [MaxClasses]int32
				s.Add(&scores, hashes, 77)
			}
			if d, err := m.Dense(p.name); err == nil {
				d.Score(hashes)
			}
		}
	})
}
